//! What is reported of a decision: executions that are logged, and failures.
//!
//! A called policy is reported as a bound one is, before the one that called it.

use crate::host::events::CREATE;
use crate::host::{Action, Created, Effects, Executed, Failed, Request};
use crate::limits::Limits;
use crate::value::context::Context;
use crate::value::plain::Plain;
use crate::value::value::Stop;
use crate::vm::{Called, End, Failure, Session};

use super::build::Engine;
use super::decision::{Answer, CalledPolicy, Kind};
use super::evaluation::plain_message;
use super::tables::Tables;

impl Engine {
    /// Reports what is to be reported of each answer.
    pub(super) fn report(&self, target: &str, answers: &[Answer], request: &Request<'_>) {
        for answer in answers {
            for called in &answer.called {
                self.report_called(target, called, request);
            }
            if let Some(failure) = &answer.failure {
                self.report_failure(target, &answer.name, failure, request);
            }
            let is_policy = answer.kind == Kind::Policy;
            let is_logged =
                is_policy && !answer.raised && self.tables.logged.contains(answer.name.as_str());
            if answer.dry_run || is_logged {
                self.events.executed(&Executed {
                    target,
                    name: &answer.name,
                    is_policy,
                    passing: answer.passing,
                    messages: &answer.messages,
                    dry_run: answer.dry_run,
                    request,
                });
            }
        }
    }

    /// Reports the events that policies created.
    pub(super) fn report_created(&self, target: &str, effects: &Effects, request: &Request<'_>) {
        for change in &effects.changes {
            if let Action::Call(context) = &change.action
                && change.path.last().is_some_and(|name| name == CREATE)
            {
                self.events.created(&Created {
                    target,
                    context,
                    failed: change.failed,
                    request,
                });
            }
        }
    }

    fn report_called(&self, target: &str, called: &CalledPolicy, request: &Request<'_>) {
        if let Some(failure) = &called.failure {
            return self.report_failure(target, &called.name, failure, request);
        }
        self.events.executed(&Executed {
            target,
            name: &called.name,
            is_policy: true,
            passing: called.passing,
            messages: &called.messages,
            dry_run: false,
            request,
        });
    }

    fn report_failure(&self, target: &str, name: &str, failure: &Failure, request: &Request<'_>) {
        self.events.failed(&Failed {
            target,
            name,
            class: &failure.class,
            reason: &failure.message,
            place: failure.place,
            request,
        });
    }
}

/// The policies called by the one that just ended that are to be reported, told under an allowance of
/// its own.
pub(super) fn called<'h>(
    cx: &Context<'h>,
    session: &Session<'h>,
    tables: &Tables,
    allowance: &Limits,
) -> Vec<CalledPolicy> {
    let reported = |called: &&Called<'h>| {
        !matches!(called.end, End::Returned) || tables.logged.contains(called.name)
    };
    let mut told: Vec<_> = session.take_called().filter(reported).collect();
    if told.is_empty() {
        return Vec::new();
    }
    told.reverse();
    cx.meter.restart(allowance);
    told.into_iter()
        .map(|called| CalledPolicy {
            name: called.name.to_owned(),
            passing: called.passing,
            messages: messages(cx, called).unwrap_or_default(),
            failure: match called.end {
                End::Returned => None,
                End::Raised(exception) => Some(Failure::new(cx, session, Stop::Raised(exception))),
                End::Refused => tables.policy(called.name).err(),
            },
        })
        .collect()
}

fn messages<'h>(cx: &Context<'h>, called: &Called<'h>) -> Result<Vec<Plain>, Stop<'h>> {
    let messages = called.messages.iter();
    messages
        .map(|message| plain_message(cx, *message))
        .collect()
}
