//! `ordain access` as scripts see it.

#![cfg(test)]

#[path = "support/folder.rs"]
mod folder;

use folder::Folder;
use serde_json::json;

const BLUEPRINT: &str = "\
entries:
- {model: authentik_core.group, id: staff, identifiers: {name: staff}}
- {model: authentik_core.group, id: pilots, identifiers: {name: pilots}, attrs: {parents: [!KeyOf staff]}}
- {model: authentik_core.user, identifiers: {username: ada}, attrs: {name: Ada, groups: [!KeyOf pilots]}}
- {model: authentik_core.user, identifiers: {username: 'bob, jr.'}, attrs: {name: Bob}}
- {model: authentik_core.application, id: wiki, identifiers: {slug: wiki}, attrs: {name: Wiki}}
- {model: authentik_core.application, id: chart, identifiers: {slug: chart}, attrs: {name: Chart}}
- {model: authentik_flows.flow, id: login, identifiers: {slug: login}}
- model: authentik_policies_expression.expressionpolicy
  id: at-sea
  identifiers: {name: at-sea}
  attrs:
    expression: |
      return request.context['place'] == 'sea' and request.user.username != 'ada'
- {model: authentik_policies.policybinding, identifiers: {target: !KeyOf wiki, order: 0}, attrs: {group: !KeyOf staff}}
- {model: authentik_policies.policybinding, identifiers: {target: !KeyOf chart, policy: !KeyOf at-sea, order: 0}}
";

fn folder(name: &str) -> Folder {
    Folder::new(name)
        .with("b.yaml", BLUEPRINT)
        .with("sea.json", r#"{"context": {"place": "sea"}}"#)
}

#[test]
fn everybody_and_every_application_in_order() {
    let folder = folder("access");
    let ran = folder.run("access --blueprint b.yaml --request sea.json");
    let table = "\
user      application:wiki  application:chart
ada       yes               -
bob, jr.  -                 yes
";
    assert_eq!(ran.out, table);
    ran.exits(0).quietly();
}

#[test]
fn answers_as_csv() {
    let folder = folder("access-csv");
    let ran =
        folder.run("access --blueprint b.yaml --target application:wiki,flow:login --format csv");
    let lines = "\
user,target,passing,error
ada,application:wiki,true,
ada,flow:login,true,
\"bob, jr.\",application:wiki,false,
\"bob, jr.\",flow:login,true,
";
    assert_eq!(ran.out, lines);
    ran.exits(0).quietly();
}

#[test]
fn answers_as_lines_of_json() {
    let folder = folder("access-jsonl");
    let line = "access --blueprint b.yaml --users ada --request sea.json";
    let answers = [
        json!({"user": "ada", "target": "application:wiki", "passing": true}),
        json!({"user": "ada", "target": "application:chart", "passing": false}),
    ];
    for format in ["--format jsonl", "--json"] {
        let ran = folder.run(&format!("{line} {format}"));
        assert_eq!(ran.lines(), answers);
        ran.exits(0).quietly();
    }
}

#[test]
fn help_teaches() {
    let help = folder("access-help").run("access --help");
    help.exits(0)
        .quietly()
        .says("Examples:")
        .says("--format csv");
}

#[test]
fn what_is_not_there_is_refused() {
    let folder = folder("access-refused");
    let refuses = |line: &str, reason: &str| {
        folder
            .run(&format!("access --blueprint b.yaml {line}"))
            .refuses(reason);
    };
    refuses(
        "--target application:none",
        "there is no target 'application:none'",
    );
    refuses("--users ada,eve", "there is no user \"eve\"");
    refuses("--format xml", "invalid value 'xml'");
    refuses("--format csv --json", "cannot be used with");
}
