//! The commands as scripts see them: exit codes, what goes to which stream, and the JSON forms.

#![cfg(test)]

#[path = "support/folder.rs"]
mod folder;

use folder::Folder;
use serde_json::{Value as Json, json};

const ADA: &str = r#"{"request": {"user": {"username": "ada", "pk": 1}}}"#;
const IS_ADA: &str =
    "ak_message('hi')\nrequest.context['k'] = 1\nreturn request.user.username == 'ada'\n";
const BLUEPRINT: &str = "\
entries:
- {model: authentik_core.application, id: app, identifiers: {slug: app}, attrs: {name: App}}
- model: authentik_policies_expression.expressionpolicy
  id: is-ada
  identifiers: {name: is-ada}
  attrs:
    expression: |
      ak_message('hi')
      return request.user.username == 'ada'
- model: authentik_policies.policybinding
  identifiers: {target: !KeyOf app, policy: !KeyOf is-ada, order: 0}
";

const FLOW: &str = "\
entries:
- {model: authentik_flows.flow, id: login, identifiers: {slug: login}}
- {model: authentik_stages_password.passwordstage, id: password, identifiers: {name: password}}
- model: authentik_flows.flowstagebinding
  id: asked
  identifiers: {target: !KeyOf login, stage: !KeyOf password, order: 10}
  attrs: {evaluate_on_plan: true}
- {model: authentik_stages_captcha.captchastage, id: captcha, identifiers: {name: captcha}}
- {model: authentik_flows.flowstagebinding, id: kept, identifiers: {target: !KeyOf login, stage: !KeyOf captcha, order: 20}}
- model: authentik_policies_expression.expressionpolicy
  id: needed
  identifiers: {name: needed}
  attrs:
    expression: |
      context['flow_plan'].context['seen'] = True
      return context['auth_method'] == 'password'
- {model: authentik_policies.policybinding, identifiers: {target: !KeyOf asked, policy: !KeyOf needed, order: 0}}
- {model: authentik_policies.policybinding, identifiers: {target: !KeyOf kept, policy: !KeyOf needed, order: 0}}
";

/// The keys of a JSON object, in order.
fn keys(json: &Json) -> Vec<&str> {
    json.as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

fn policies(name: &str) -> Folder {
    Folder::new(name)
        .with("ada.policy", IS_ADA)
        .with("zero.py", "x = 1\nreturn x / 0")
        .with("open.policy", "return (")
        .with("ada.json", ADA)
        .with("eve.json", &ADA.replace("ada", "eve"))
}

#[test]
fn eval_answers_by_its_exit_code() {
    let folder = policies("eval");
    let passes = folder.run("eval ada.policy --request ada.json");
    passes.exits(0).quietly().says("ada passes").says("hi");
    let fails = folder.run("eval ada.policy --request eve.json");
    fails.exits(1).quietly().says("ada fails");
    let raised = folder.run("eval zero.py");
    raised.exits(2).says("ZeroDivisionError: division by zero");
    let limit = folder.run("eval ada.policy --steps 3");
    limit.exits(2).says("StepLimit");
    let open = folder.run("eval open.policy");
    open.exits(2).says("SyntaxError: '(' was never closed");
}

#[test]
fn eval_answers_as_json() {
    let folder = policies("eval-json");
    let ran = folder.run("eval ada.policy --request ada.json --json");
    let [answer] = &ran.lines()[..] else {
        panic!("{}", ran.out);
    };
    assert_eq!(
        keys(answer),
        ["passing", "messages", "value", "effects", "steps"]
    );
    assert_eq!(answer["messages"], json!(["hi"]));
    assert_eq!(answer["effects"], json!({"context": {"k": 1}}));
    ran.exits(0).quietly();
    let error = |line: &str, json: Json| {
        let ran = folder.run(line);
        assert_eq!(ran.lines(), [json]);
        ran.exits(2).quietly();
    };
    error(
        "eval zero.py --json",
        json!({"error": "ZeroDivisionError", "message": "division by zero", "phase": "run",
               "line": 2, "column": 8}),
    );
    error(
        "eval open.policy --json",
        json!({"error": "SyntaxError", "message": "'(' was never closed", "phase": "compile",
               "line": 1, "column": 8}),
    );
}

#[test]
fn a_value_without_a_json_form_is_absent() {
    let folder = Folder::new("eval-values")
        .with("none.policy", "pass")
        .with("set.policy", "return {1}");
    let none = folder.run("eval none.policy --json").exits(1);
    assert_eq!(none.lines()[0]["value"], Json::Null);
    assert!(keys(&none.lines()[0]).contains(&"value"));
    let set = folder.run("eval set.policy --json").exits(0);
    assert!(!keys(&set.lines()[0]).contains(&"value"));
}

#[test]
fn limits_have_classes() {
    let folder = Folder::new("eval-limits")
        .with("spin.policy", "while True: pass")
        .with("eat.policy", "return 'x' * (1 << 30)")
        .with("talk.policy", "while True: ak_message('x')")
        .with("grow.policy", "return 1 << (1 << 30)")
        .with(
            "deep.policy",
            &format!("return {}{}", "-".repeat(300), "1 + ".repeat(300) + "1"),
        );
    let class = |line: &str| {
        let answer = folder.run(line).exits(2).lines().remove(0);
        (answer["error"].clone(), answer["phase"].clone())
    };
    let run = |class: &str| (json!(class), json!("run"));
    assert_eq!(class("eval spin.policy --json"), run("StepLimit"));
    assert_eq!(
        class("eval spin.policy --json --timeout 0.01 --steps 100000000000"),
        run("DeadlineLimit")
    );
    assert_eq!(
        class("eval eat.policy --json --memory 1000000"),
        run("MemoryLimit")
    );
    assert_eq!(class("eval talk.policy --json"), run("MessageLimit"));
    assert_eq!(class("eval grow.policy --json"), run("IntLimit"));
    assert_eq!(
        class("eval deep.policy --json"),
        (json!("SyntaxError"), json!("compile"))
    );
}

#[test]
fn eval_calls_the_policies_of_a_folder() {
    let folder = policies("eval-folder")
        .with("call.policy", "return ak_call_policy('ada').passing")
        .with("shelf/ada.policy", "return True")
        .with("shelf/notes.txt", "not a policy")
        .with("twice/ada.policy", "return True")
        .with("twice/ada.py", "return True");
    folder.run("eval call.policy --policies shelf").exits(0);
    let twice = folder.run("eval call.policy --policies twice");
    twice.refuses("another policy is called \"ada\" too");
    let none = folder.run("eval call.policy --policies none");
    none.refuses("none: ");
}

#[test]
fn eval_refuses_bad_input() {
    let folder = policies("eval-refused")
        .with("text.json", "{")
        .with("type.json", r#"{"request": {"user": 5}}"#)
        .with("ada.txt", "return True")
        .with_bytes("latin.json", b"{\n\"a\": \"\xc3\xa9\xe9\"}")
        .with_bytes("latin.policy", b"x = 1\nreturn '\xe9'")
        .with_bytes("latin.yaml", b"entries: []\n# \xe9");
    let refused = |line: &str, reason: &str| folder.run(line).refuses(reason);
    refused(
        "eval ada.policy --request latin.json",
        "latin.json:2:8: not UTF-8",
    );
    refused("eval latin.policy", "latin.policy:2:9: not UTF-8");
    refused(
        "decide --blueprint latin.yaml --target x",
        "latin.yaml:2:3: not UTF-8",
    );
    refused("eval ada.policy --request text.json", "text.json:1:");
    refused("eval ada.policy --request type.json", "request.user: ");
    refused("eval ada.policy --request none.json", "none.json: ");
    refused("eval none.policy", "none.policy: ");
    refused("eval ada.txt", "ada.txt: ");
    refused("eval", "required");
    refused("eval ada.policy --cases ada.json", "cannot be used with");
    refused("eval ada.policy --steps many", "--steps");
    refused("eval ada.policy --memory -5", "");
    refused("eval ada.policy --timeout nan", "--timeout");
    refused("eval ada.policy --colour", "--colour");
}

#[test]
fn an_unknown_key_of_a_request_is_a_warning() {
    let folder = policies("warnings")
        .with("more.json", r#"{"zap": 1}"#)
        .with("more.jsonl", r#"{"source": "return 1", "env": {"zap": 1}}"#)
        .with("app.yaml", BLUEPRINT);
    let one = folder.run("eval ada.policy --request more.json").exits(1);
    one.complains("zap: unknown key");
    let cases = folder.run("eval --cases more.jsonl").exits(0);
    cases.complains("more.jsonl:1: env.zap: unknown key");
    let decided =
        folder.run("decide --blueprint app.yaml --target application:app --request more.json");
    decided.exits(1).complains("zap: unknown key");
}

#[test]
fn eval_answers_cases_line_by_line() {
    let case = r#"{"id": "a", "source": "return True", "expect": {"passing": true}}"#;
    let raises = r#"{"id": 7, "source": "1/0"}"#;
    let folder = Folder::new("cases")
        .with("good.jsonl", &format!("{case}\n\n{raises}\n"))
        .with(
            "bad.jsonl",
            &format!("{case}\nnot JSON\n{{\"id\": 3}}\n[]\n{raises}"),
        );
    let good = folder.run("eval --cases good.jsonl");
    let lines = good.lines();
    assert_eq!(
        keys(&lines[0]),
        ["id", "passing", "messages", "value", "effects", "steps"]
    );
    assert_eq!(
        keys(&lines[1]),
        ["id", "error", "message", "phase", "line", "column"]
    );
    assert_eq!((&lines[0]["id"], &lines[1]["id"]), (&json!("a"), &json!(7)));
    good.exits(0).quietly();
    let bad = folder.run("eval --cases bad.jsonl").exits(3);
    let lines = bad.lines();
    assert_eq!(lines.len(), 5);
    assert_eq!(lines[2]["id"], json!(3));
    let message = lines[1]["message"].as_str().unwrap();
    assert!(message.starts_with("bad.jsonl:2: "), "{message}");
    assert_eq!(lines[4]["error"], json!("ZeroDivisionError"));
    folder
        .run("eval --cases none.jsonl")
        .refuses("none.jsonl: ");
}

#[test]
fn test_compares_cases() {
    let good = r#"{"id": "a", "source": "return True", "expect": {"passing": true, "raw": true}}"#;
    let folder = Folder::new("test")
        .with(
            "good.jsonl",
            &format!("{good}\n{{\"id\": \"b\", \"source\": \"1/0\", \"expect_error\": \"ZeroDivisionError\"}}"),
        )
        .with("differs.jsonl", &good.replace("raw\": true", "raw\": 1"))
        .with("bad.jsonl", &format!("{good}\nnot JSON\n{{}}"));
    let passed = folder.run("test good.jsonl").exits(0).quietly();
    assert_eq!(passed.out, "2 passed, 0 failed\n");
    let differs = folder.run("test good.jsonl differs.jsonl").exits(1);
    differs
        .says("differs.jsonl:1: case \"a\"")
        .says("raw: expected 1, got true")
        .says("2 passed, 1 failed");
    let bad = folder.run("test good.jsonl bad.jsonl");
    assert!(bad.err.contains("bad.jsonl:3: "), "{}", bad.err);
    bad.refuses("bad.jsonl:2: ");
    folder.run("test none.jsonl").refuses("none.jsonl: ");
    folder.run("test").refuses("required");
}

/// A case whose expectation cannot be read expects nothing: it must not pass.
#[test]
fn test_refuses_what_cannot_be_expected() {
    for (expectation, reason) in [
        (r#""expect": 5"#, "expect: expected an object"),
        (r#""expect": {}"#, "expect.passing: expected true or false"),
        (
            r#""expect": {"passing": 1}"#,
            "expect.passing: expected true or false",
        ),
        (r#""expect_error": 5"#, "expect_error: expected a string"),
    ] {
        let case = format!(r#"{{"source": "return True", {expectation}}}"#);
        let folder = Folder::new("misexpects").with("case.jsonl", &case);
        folder
            .run("test case.jsonl")
            .refuses(&format!("case.jsonl:1: {reason}"));
        folder.run("eval --cases case.jsonl").exits(0);
    }
}

#[test]
fn eval_explains() {
    let folder = Folder::new("eval-explain")
        .with("calls/inner.policy", "return context['n'] > 2")
        .with(
            "outer.policy",
            "r = ak_call_policy('inner', n=3)\nreturn not r.passing",
        )
        .with("cases.jsonl", "");
    let eval = "eval outer.policy --policies calls --explain";
    let told = folder.run(eval).exits(1).quietly();
    told.says("line 2: return not r.passing")
        .says("r.passing = True")
        .says("called inner: passes")
        .says("line 1: return context['n'] > 2")
        .says("context['n'] = 3");
    let json = folder.run(&format!("{eval} --json"));
    let inner =
        json!({"line": 1, "source": "return context['n'] > 2", "values": {"context['n']": "3"}});
    let called = json!([{"name": "inner", "passing": true, "raised": false, "explanation": inner}]);
    assert_eq!(json.lines()[0]["explanation"]["called"], called);
    let plain = folder.run("eval outer.policy --policies calls --json");
    assert!(plain.lines()[0].get("explanation").is_none());
    folder
        .run("eval --cases cases.jsonl --explain")
        .refuses("--cases");
}

#[test]
fn decide_answers_about_a_target() {
    let folder = policies("decide").with("app.yaml", BLUEPRINT);
    let decide = "decide --blueprint app.yaml --target application:app";
    let passes = folder.run(&format!("{decide} --request ada.json"));
    passes.exits(0).quietly().says("application:app passes");
    let fails = folder.run(decide).exits(1).quietly();
    fails.says("application:app fails");
    let explained = folder.run(&format!("{decide} --explain")).exits(1);
    explained
        .says("#0 policy is-ada: fails")
        .says("line 2: return request.user.username == 'ada'")
        .says("request.user.username = ''");
    let told = folder.run(&format!("{decide} --request ada.json --json --explain"));
    let why = json!({"line": 2, "source": "return request.user.username == 'ada'",
                     "values": {"request.user.username": "'ada'"}});
    assert_eq!(told.lines()[0]["bindings"][0]["explanation"], why);
    let ran = folder.run(&format!("{decide} --request ada.json --json"));
    let answer = ran.lines().remove(0);
    let decision = ["passing", "messages", "effects", "steps", "bindings"];
    assert_eq!(keys(&answer), decision);
    let binding = [
        "order", "kind", "name", "passing", "raised", "negated", "dry_run", "counted", "messages",
        "steps", "bytes", "micros",
    ];
    assert_eq!(keys(&answer["bindings"][0]), binding);
    assert_eq!(answer["bindings"][0]["kind"], json!("policy"));
    ran.exits(0).quietly();
}

#[test]
fn decide_refuses_bad_input() {
    let folder = policies("decide-refused")
        .with("app.yaml", BLUEPRINT)
        .with(
            "open.yaml",
            &BLUEPRINT.replace("username ==", "username == ("),
        )
        .with(
            "env.yaml",
            "entries:\n- {model: authentik_core.group, identifiers: {name: !Env HOME}}\n",
        )
        .with("broken.yaml", "entries: [")
        .with(
            "past.yaml",
            &format!("{BLUEPRINT}  attrs: {{timeout: -1}}\n"),
        );
    let refused = |line: &str, reason: &str| folder.run(line).refuses(reason);
    let app = "decide --blueprint app.yaml";
    refused(&format!("{app} --target application:no"), "UnknownTarget: ");
    refused(&format!("{app} --target app"), "UnknownTarget: ");
    refused(app, "--target");
    refused("decide --target application:app", "--blueprint");
    refused(
        &format!("{app} --target application:app --request none.json"),
        "none.json",
    );
    let about = "--target application:app";
    refused(
        &format!("decide --blueprint open.yaml {about}"),
        "open.yaml:9:",
    );
    refused(
        &format!("decide --blueprint broken.yaml {about}"),
        "broken.yaml:",
    );
    refused(
        &format!("decide --blueprint past.yaml {about}"),
        "past.yaml:10:3: 'timeout' must be a whole number, and not negative",
    );
    refused(
        &format!("decide --blueprint env.yaml {about}"),
        "env.yaml:2:",
    );
    refused(
        &format!("decide --blueprint none.yaml {about}"),
        "none.yaml",
    );
}

#[test]
fn plan_tells_which_stages_run() {
    let method = |method| format!(r#"{{"request": {{"context": {{"auth_method": "{method}"}}}}}}"#);
    let folder = Folder::new("plan")
        .with("flow.yaml", FLOW)
        .with("password.json", &method("password"))
        .with("key.json", &method("webauthn"))
        .with("empty.json", "{}")
        .with("bare.yaml", "entries:\n- {model: authentik_flows.flow, identifiers: {slug: bare}, attrs: {authentication: require_superuser}}\n- {model: authentik_flows.flow, identifiers: {slug: none}}\n");
    let plan = "plan --blueprint flow.yaml --flow login --request";
    let runs = folder.run(&format!("{plan} password.json")).exits(0);
    runs.quietly()
        .says("flow:login may be entered")
        .says("10 password  runs; its binding is asked again when it is reached")
        .says("20 captcha   runs; its binding is asked when it is reached")
        .says(r#"plan_context is now {"auth_method":"password","seen":true}"#);
    let left = folder.run(&format!("{plan} key.json")).exits(0).quietly();
    left.says("10 password  left out\n")
        .says("#0 policy needed: fails");
    let raised = folder.run(&format!("{plan} empty.json")).exits(0).quietly();
    raised
        .says("10 password  LEFT OUT BECAUSE A POLICY RAISED: needed")
        .says("KeyError in line 2: 'auth_method'");
    let ran = folder.run(&format!("{plan} empty.json --json")).exits(0);
    let answer = ran.lines().remove(0);
    let plan = ["flow", "entry", "stages", "empty", "effects", "steps"];
    assert_eq!(keys(&answer), plan);
    assert_eq!(keys(&answer["entry"]), ["unmet", "denial", "decision"]);
    let stage = [
        "order",
        "stage",
        "target",
        "runs",
        "asked_again",
        "bindings",
        "raised",
        "decision",
    ];
    assert_eq!(keys(&answer["stages"][0]), stage);
    assert_eq!(answer["stages"][0]["raised"], json!(["needed"]));
    assert_eq!(answer["stages"][1]["decision"], Json::Null);
    let bare = "plan --blueprint bare.yaml --flow";
    let denied = folder.run(&format!("{bare} bare")).exits(1).quietly();
    denied
        .says("flow:bare may not be entered")
        .says("not met: require_superuser")
        .says("message: Flow does not apply to current user.");
    let none = folder.run(&format!("{bare} flow:none")).exits(1).quietly();
    none.says("flow:none has no stage left to run");
    folder
        .run(&format!("{bare} other"))
        .refuses("UnknownTarget: ");
    folder.run(bare).refuses("--flow");
    folder.run("plan --flow login").refuses("--blueprint");
}

#[test]
fn check_draws_every_error() {
    let folder = policies("check").with("app.yaml", BLUEPRINT).with(
        "open.yaml",
        &BLUEPRINT.replace("username ==", "username == ("),
    );
    let clean = folder.run("check ada.policy zero.py app.yaml").exits(0);
    assert_eq!(clean.out, "");
    clean.quietly();
    let drawn = folder
        .run("check open.policy ada.policy open.yaml")
        .exits(2);
    drawn
        .quietly()
        .says("\"open.policy\", line 1")
        .says("\"open.yaml\", line 9");
    folder
        .run("check open.policy none.policy")
        .refuses("none.policy: ");
    let typed = "entries:
- {model: authentik_policies_password.passwordpolicy, identifiers: {name: p}, attrs: {length_min: LENGTH}}
";
    let folder = folder
        .with("typed.yaml", &typed.replace("LENGTH", "8"))
        .with("negative.yaml", &typed.replace("LENGTH", "-8"));
    folder.run("check typed.yaml").exits(0).quietly();
    folder
        .run("check negative.yaml")
        .exits(2)
        .quietly()
        .says("negative.yaml:2:3: policy 'p': length_min cannot be negative");
    folder.run("check ada.txt").refuses("ada.txt: ");
    folder.run("check").refuses("required");
}

#[test]
fn listing_prints_bytecode() {
    let folder = policies("listing");
    let listed = folder.run("listing ada.policy").exits(0).quietly();
    listed.says("chunk 0");
    let open = folder.run("listing open.policy").exits(2);
    assert_eq!(open.out, "");
    open.complains("'(' was never closed");
    folder.run("listing none.policy").refuses("none.policy: ");
    folder.run("listing").refuses("required");
}

#[test]
fn help_teaches_with_examples() {
    let folder = Folder::new("help");
    for line in [
        "--help",
        "eval --help",
        "test --help",
        "decide --help",
        "plan --help",
        "check --help",
        "listing --help",
    ] {
        let help = folder.run(line).exits(0).quietly().says("Usage: ordain");
        assert!(help.out.contains("Example"), "{line}");
    }
    folder.run("").refuses("Usage: ordain");
    folder.run("judge").refuses("judge");
    let version = folder.run("--version").exits(0).quietly();
    version.says("ordain ");
}
