//! One call for each kind of target, on engines put together by an embedder.

#![cfg(test)]

use std::sync::Arc;

use ordain::engine::{
    Authentication, Binding, DecideError, Engine, Mode, PromptField, Target, Total,
};
use ordain::host::{Entries, FlowPlan, Group, Item, Request, User};
use ordain::value::plain::Plain;
use serde_json::json;

fn texts(messages: &[Plain]) -> Vec<&str> {
    messages
        .iter()
        .map(|message| message.as_str().unwrap())
        .collect()
}

fn entries(json: &serde_json::Value) -> Entries {
    let fields = json.as_object().unwrap().iter();
    fields.fold(Entries::new(), |entries, (key, value)| {
        entries.with(key, value.clone())
    })
}

#[test]
fn an_application_without_bindings_is_as_open_as_the_engine_says() {
    let builder = Engine::builder()
        .policy("no", "ak_message('closed')\nreturn False")
        .target(Target::application("bare"))
        .target(Target::application("dry").bind(Binding::policy("no").dry_run()))
        .target(Target::application("shut").bind(Binding::policy("no")))
        .target(Target::id("door"));
    let nobody = Request::anonymous();
    let opens = |engine: &Engine, slug: &str| engine.access(slug, &nobody).unwrap().passing;
    let engine = builder.clone().build();
    assert!(opens(&engine, "bare") && opens(&engine, "dry") && !opens(&engine, "shut"));
    let denied = engine.access("shut", &nobody).unwrap();
    assert_eq!(texts(&denied.messages), ["closed"]);
    let closed = builder.default_app_access(false).build();
    assert!(!opens(&closed, "bare") && !opens(&closed, "dry"));
    assert!(!closed.decide("application:bare", &nobody).unwrap().passing);
    assert!(closed.decide("id:door", &nobody).unwrap().passing);
    let unknown = engine.access("nowhere", &nobody).unwrap();
    assert!(!unknown.passing);
    assert_eq!(texts(&unknown.messages), ["Failed to resolve application"]);
    let error = engine.decide("application:nowhere", &nobody).unwrap_err();
    assert_eq!(error.class(), "UnknownTarget");
}

#[test]
fn a_source_is_offered_by_its_bindings() {
    let engine = Engine::builder()
        .policy("sso", "return ak_is_sso_flow")
        .target(Target::source("campus").bind(Binding::policy("sso")))
        .build();
    let offers = |request| engine.offers("campus", &request).unwrap().passing;
    assert!(!offers(Request::anonymous()));
    assert!(offers(Request::anonymous().in_sso_flow(true)));
}

#[test]
fn a_flow_says_why_it_may_not_be_entered() {
    let engine = Engine::builder()
        .policy("silent", "return False")
        .policy("speaks", "ak_message('a')\nak_message(2)\nreturn False")
        .target(Target::flow("silent").bind(Binding::policy("silent")))
        .target(Target::flow("speaks").bind(Binding::policy("speaks")))
        .target(Target::flow("members").authentication(Authentication::RequireAuthenticated))
        .build();
    let denial = |flow| {
        let entry = engine.enter(flow, &Request::anonymous()).unwrap();
        assert!(!entry.passing());
        (entry.unmet, entry.denial.unwrap())
    };
    let default = "Flow does not apply to current user.".to_owned();
    assert_eq!(denial("silent"), (None, default.clone()));
    assert_eq!(denial("speaks"), (None, "a\n2".to_owned()));
    let unmet = Some(Authentication::RequireAuthenticated);
    assert_eq!(denial("members"), (unmet, default));
    let ann = User::new(1, "ann");
    assert!(
        engine
            .enter("members", &Request::new(&ann))
            .unwrap()
            .passing()
    );
}

#[test]
fn a_stage_is_reached_with_the_context_of_its_plan() {
    let staff = Arc::new(Group::new("staff"));
    let source = "context['flow_plan'].context['seen'] = context['step']\nreturn True";
    let engine = Engine::builder()
        .policy("sees", source)
        .target(
            Target::stage("login", 10)
                .stage_name("password")
                .mode(Mode::All)
                .bind(Binding::policy("sees"))
                .bind(Binding::group(Arc::clone(&staff)).order(1)),
        )
        .build();
    let ann = Arc::new(User::new(1, "ann").in_group(staff));
    let plan = Entries::new()
        .with("step", 3)
        .with("pending_user", Item::Object(ann));
    let context = Entries::new().with("flow_plan", Item::object(FlowPlan::new(plan)));
    let request = Request::anonymous().with_context(&context);
    let decision = engine.reevaluate("stage:login/10", &request).unwrap();
    assert!(decision.passing, "{decision:?}");
    let state = serde_json::to_value(&decision.effects).unwrap();
    assert_eq!(state, json!({"plan_context": {"step": 3, "seen": 3}}));
}

#[test]
fn a_plan_is_of_the_stages_of_its_flow_in_their_order() {
    let stage = |order, name: &str| Target::stage("login", order).stage_name(name);
    let engine = Engine::builder()
        .policy("no", "return False")
        .target(Target::flow("login"))
        .target(stage(20, "second"))
        .target(
            stage(10, "left out")
                .evaluate_on_plan(true)
                .bind(Binding::policy("no")),
        )
        .target(
            stage(5, "first")
                .re_evaluate(false)
                .bind(Binding::policy("no")),
        )
        .target(stage(20, "third"))
        .target(Target::stage("other", 1))
        .build();
    let plan = engine.plan("login", &Request::anonymous()).unwrap();
    let seen: Vec<_> = plan
        .stages
        .iter()
        .map(|stage| (stage.stage.as_str(), stage.runs, stage.asked_again))
        .collect();
    let expected = [
        ("first", true, false),
        ("left out", false, false),
        ("second", true, true),
        ("third", true, true),
    ];
    assert_eq!(seen, expected);
    assert!(plan.passing());
    let error = engine.plan("nowhere", &Request::anonymous()).unwrap_err();
    assert_eq!(error, DecideError::UnknownTarget("flow:nowhere".to_owned()));
}

#[test]
fn a_plan_is_bounded_as_a_whole_and_called_policies_write_to_copies() {
    let stage = |order| {
        let stage = Target::stage("f", order).evaluate_on_plan(true);
        stage.bind(Binding::policy("calls"))
    };
    let calls = "r = ak_call_policy('writes')
ak_message(r.raw_result)
return 'x' not in context['flow_plan'].context";
    let writes = "context['flow_plan'].context['x'] = 1\nreturn context['flow_plan'].context['x']";
    let build = |steps| {
        Engine::builder()
            .policy("calls", calls)
            .policy("writes", writes)
            .target(Target::flow("f"))
            .target(stage(1))
            .target(stage(2))
            .total(Total {
                steps,
                ..Total::default()
            })
            .build()
    };
    let plan = build(10_000).plan("f", &Request::anonymous()).unwrap();
    assert!(plan.stages.iter().all(|stage| stage.runs), "{plan:?}");
    assert!(plan.effects.is_empty());
    assert!(plan.steps > 20);
    let error = build(plan.steps - 5).plan("f", &Request::anonymous());
    assert_eq!(error.unwrap_err(), DecideError::Steps(plan.steps - 5));
}

#[test]
fn a_form_shows_messages_as_errors_or_as_notes() {
    let source = "ak_message('noted')\nreturn context['prompt_data']['n'] == 1";
    let engine = Engine::builder()
        .policy("one", source)
        .target(
            Target::prompt("form")
                .field(PromptField::new("n"))
                .field(PromptField::fixed("role", "guest"))
                .field(PromptField::password("a"))
                .field(PromptField::password("b"))
                .bind(Binding::policy("one")),
        )
        .build();
    let validate = |n: i64, b: &str| {
        let data = json!({"prompt_data": {"n": n, "a": "x", "b": b, "role": "admin"}});
        let context = entries(&data);
        let request = Request::anonymous().with_context(&context);
        engine.validate("form", &request).unwrap()
    };
    let taken = validate(1, "x");
    assert_eq!(
        (texts(taken.infos()), texts(taken.errors())),
        (vec!["noted"], vec![])
    );
    let refused = validate(2, "x");
    assert_eq!(
        (texts(refused.infos()), texts(refused.errors())),
        (vec![], vec!["noted"])
    );
    let different = validate(1, "y");
    assert_eq!(texts(different.errors()), ["Passwords don't match."]);
}

#[test]
fn a_rule_is_asked_for_nobody() {
    let source = "return context['event']['action'] == 'login' and request.user.pk is None";
    let engine = Engine::builder()
        .policy("logins", source)
        .target(Target::rule("mail").bind(Binding::policy("logins")))
        .target(Target::rule("empty"))
        .build();
    let ann = User::new(1, "ann");
    let notified = |rule, action| {
        let context = entries(&json!({"event": {"action": action}}));
        let request = Request::new(&ann).with_context(&context);
        engine.notify(rule, &request).unwrap().unwrap().passing
    };
    assert!(notified("mail", "login"));
    assert!(!notified("mail", "logout"));
    assert!(!notified("empty", "login"));
}
