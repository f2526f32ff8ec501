//! Compiles one policy and evaluates it for two people.

use std::error::Error;

use ordain::{Policy, Request, User};

const COMPANY_MAIL: &str = r#"
domain = request.user.email.rpartition("@")[2].lower()
if domain != "harbour.example":
    ak_message(f"Addresses at {domain} cannot be used here.")
    return False
return True
"#;

fn main() -> Result<(), Box<dyn Error>> {
    // Compiled once; evaluated as often as needed, by as many threads as there are.
    let policy = Policy::compile("company-mail", COMPANY_MAIL)?;
    for user in [
        User::new(17, "ada").with_email("ada@harbour.example"),
        User::new(18, "mallory").with_email("mallory@elsewhere.example"),
    ] {
        let result = policy.evaluate(&Request::new(&user))?;
        let verdict = if result.passing { "passes" } else { "fails" };
        println!("{}: {verdict}", user.username);
        for message in &result.messages {
            println!("  {}", message.as_str().unwrap_or_default());
        }
    }
    Ok(())
}
