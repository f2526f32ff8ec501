//! Binds policies and a group to an application, and decides about it.

use std::error::Error;

use ordain::{Binding, Engine, Group, Mode, Request, Target, User};

const NOT_QUARANTINED: &str = r#"
if ak_is_group_member(request.user, name="quarantine"):
    ak_message("Your account is on hold.")
    return False
return True
"#;

fn main() -> Result<(), Box<dyn Error>> {
    let staff = Group::new("staff");
    let engine = Engine::builder()
        .policy("not-quarantined", NOT_QUARANTINED)
        .target(
            Target::application("wiki")
                .mode(Mode::All)
                .bind(Binding::policy("not-quarantined").order(0))
                .bind(Binding::group(staff.clone()).order(10)),
        )
        .build();

    let ada = User::new(17, "ada").in_group(staff.clone().into());
    let quarantine = Group::new("quarantine");
    let mallory = User::new(18, "mallory")
        .in_group(staff.into())
        .in_group(quarantine.into());
    for user in [ada, mallory] {
        let decision = engine.decide("application:wiki", &Request::new(&user))?;
        let verdict = if decision.passing { "may" } else { "may not" };
        println!("{}: {verdict} open the wiki", user.username);
        for message in &decision.messages {
            println!("  {}", message.as_str().unwrap_or_default());
        }
    }
    Ok(())
}
