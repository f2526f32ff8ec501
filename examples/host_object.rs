//! Lends a policy an object of the embedder's own: a building with doors.

use std::error::Error;

use ordain::value::Value;
use ordain::value::context::Context;
use ordain::value::native::Args;
use ordain::value::value::{Host, Lent, Object, Stop};
use ordain::{Policy, Request, User};

struct Building {
    name: String,
    open_doors: Vec<String>,
}

impl Object for Building {
    fn class_name(&self) -> &str {
        "Building"
    }

    // Reading `request.obj.name` reads this field in place; nothing else is converted.
    fn attr(&self, name: &str) -> Option<Lent<'_>> {
        match name {
            "name" => Some(Lent::Str(&self.name)),
            "is_open" => Some(Lent::Method),
            _ => None,
        }
    }

    fn call<'h>(
        &'h self,
        cx: &Context<'h>,
        _me: &'h Host<'h>,
        method: &str,
        args: Args<'_, 'h>,
    ) -> Result<Value<'h>, Stop<'h>> {
        match (method, args.rest) {
            ("is_open", [Value::Str(door)]) => {
                let open = self.open_doors.iter().any(|open| open == door.as_str());
                Ok(Value::bool(open))
            }
            ("is_open", _) => {
                Err(cx.type_error(format_args!("is_open() takes the name of a door")))
            }
            _ => Err(cx.attribute_error("Building", method)),
        }
    }
}

const POLICY: &str = r#"
building = request.obj
if building.is_open("main"):
    return True
ak_message(f"The main door of {building.name} is closed.")
return False
"#;

fn main() -> Result<(), Box<dyn Error>> {
    let policy = Policy::compile("door", POLICY)?;
    let user = User::new(17, "ada");
    let harbour = Building {
        name: "Harbour House".to_owned(),
        open_doors: vec!["garage".to_owned()],
    };
    let result = policy.evaluate(&Request::new(&user).about(&harbour))?;
    println!("passing: {}", result.passing);
    for message in &result.messages {
        println!("  {}", message.as_str().unwrap_or_default());
    }
    Ok(())
}
