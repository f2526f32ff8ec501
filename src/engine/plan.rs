//! Planning a flow: which of its stages run, which are left out and why, which are asked again.

use serde::Serialize;

use crate::host::in_flow::{FLOW_PLAN, PENDING_USER};
use crate::host::plan::{LentPlan, add_stage, count_stages};
use crate::host::{Effects, InFlow, Layered, Param, Record, Request, World};
use crate::value::Value;
use crate::value::value::{Dict, Host, Object, Stop};

use super::{
    build::Engine,
    decision::{DecideError, Decision},
    flow::{Entry, unmet},
    pool::with_heap,
    run::{Ground, Run},
    target::Target,
    target_kind::{StageTerms, TargetKind},
};

/// Keys that every context gets from the HTTP request: they are no part of a plan.
const OF_REQUEST: [&str; 2] = ["geoip", "asn"];

/// What a flow would do for a subject.
#[derive(Clone, Debug, Serialize)]
pub struct Plan {
    /// The flow.
    pub flow: String,
    /// Whether it may be entered; if not, its stages were not looked at.
    pub entry: Entry,
    /// Its stages, in their order.
    pub stages: Vec<PlannedStage>,
    /// No stage is left, nor did a policy add one: authentik refuses such a plan.
    pub empty: bool,
    /// What the policies of the flow and of its stages changed.
    pub effects: Effects,
    /// Steps that all of them took.
    pub steps: u64,
}

impl Plan {
    /// Whether the flow can begin: it may be entered, and there is something to do.
    #[must_use]
    pub fn passing(&self) -> bool {
        self.entry.passing() && !self.empty
    }

    fn denied(flow: &str, entry: Entry, effects: Effects) -> Self {
        Self {
            flow: flow.to_owned(),
            effects,
            steps: entry.decision.steps,
            entry,
            stages: Vec::new(),
            empty: false,
        }
    }
}

/// A stage of a flow, as planned.
#[derive(Clone, Debug, Serialize)]
pub struct PlannedStage {
    /// Its place in the flow.
    pub order: i64,
    /// The name of the stage.
    pub stage: String,
    /// The name by which its bindings can be decided.
    pub target: String,
    /// It is in the plan.
    pub runs: bool,
    /// Its bindings are asked when it is reached, and may leave it out then.
    pub asked_again: bool,
    /// How many bindings it has that are enabled and not expired.
    pub bindings: usize,
    /// The policies that raised and so helped to leave the stage out. A password stage that is left
    /// out because a policy raised is a hole, not a decision.
    pub raised: Vec<String>,
    /// What its bindings answered now; none: they were not asked. Effects stand in the plan.
    pub decision: Option<Decision>,
}

/// The policies that raised where that left a stage out.
fn raised(decision: Option<&Decision>) -> Vec<String> {
    let left_out = decision.filter(|decision| !decision.passing);
    let answers = left_out.into_iter().flat_map(|decision| &decision.bindings);
    answers
        .filter(|answer| answer.raised && answer.counted && !answer.passing)
        .map(|answer| answer.name.to_string())
        .collect()
}

/// A stage that is to be planned.
struct Candidate<'t> {
    target: &'t Target,
    terms: &'t StageTerms,
    request: Request<'t>,
    /// What stands in the plan for a target that shows no object.
    bare: Record,
}

impl<'t> Candidate<'t> {
    fn of(target: &'t Target, request: &Request<'t>) -> Option<Self> {
        let TargetKind::Stage(terms) = &target.kind else {
            return None;
        };
        let stage = Record::new("Stage").with("name", terms.name.as_str());
        let bare = Record::new("FlowStageBinding").with("order", terms.order);
        Some(Self {
            target,
            terms,
            request: target.request(request),
            bare: bare.with("stage", stage),
        })
    }
}

impl Engine {
    /// Plans a flow for a subject: whether it may be entered, and which of its stages would run. The
    /// bindings of stages that are evaluated on plan are asked in the order of the stages; each sees the
    /// plan so far as the context's `flow_plan`, and what those before it wrote to the plan's context,
    /// which begins as the context of the request.
    ///
    /// # Errors
    /// An unknown flow, or a limit of the plan as a whole.
    pub fn plan(&self, flow: &str, request: &Request<'_>) -> Result<Plan, DecideError> {
        let name = format!("flow:{flow}");
        let found = self.tables.target(&name)?;
        if let Some(requirement) = unmet(found, request) {
            let entry = Entry::unmet(requirement);
            return Ok(Plan::denied(flow, entry, Effects::default()));
        }
        let in_flow = InFlow::of(request);
        let given = in_flow.request();
        let hidden = OF_REQUEST.into_iter().chain([FLOW_PLAN]);
        let context = Layered::new(given.context()).without(hidden);
        let lent = LentPlan {
            flow_pk: flow_pk(found),
            context: &context,
        };
        let whole = Layered::new(given.context()).with_object(FLOW_PLAN, &lent);
        let request = found.request(&given.with_context(&whole));
        // Each target has a request of its own: one is one object.
        let own = request;
        let stages = self.tables.stages(flow);
        let stages = stages.filter_map(|target| Candidate::of(target, &request));
        let stages: Vec<Candidate<'_>> = stages.collect();
        with_heap(|heap| {
            let ground = Ground::of(self);
            let (cx, session) = (ground.context(heap), ground.session());
            let run = Run::new(self, &cx, &session);
            Planner::of(self, run, &request)?.plan(flow, found, &own, &stages)
        })
    }
}

/// The key of a flow, in hex.
fn flow_pk(flow: &Target) -> String {
    let key = flow.object.as_ref().and_then(Object::identity);
    key.unwrap_or_default().replace('-', "")
}

/// A plan in the making.
struct Planner<'h, 'r> {
    engine: &'h Engine,
    run: Run<'h, 'r>,
    /// The world that all others stand beside.
    world: &'h World<'h>,
    /// The context of the request, with the plan in it.
    given: &'h Dict<'h>,
    plan: &'h Host<'h>,
    /// The context of the plan.
    context: &'h Dict<'h>,
}

impl<'h, 'r> Planner<'h, 'r> {
    fn of(
        engine: &'h Engine,
        run: Run<'h, 'r>,
        request: &'h Request<'h>,
    ) -> Result<Self, DecideError> {
        let cx = run.cx;
        let world = run.world(request)?;
        let parts = world.within(cx, || {
            let Value::Dict(given) = world.param(cx, Param::Context)? else {
                return Err(Stop::Fatal);
            };
            let Some(Value::Host(plan)) = given.get_str(cx, FLOW_PLAN)? else {
                return Err(Stop::Fatal);
            };
            // What is handed out here is looked at for effects.
            given.get_str(cx, PENDING_USER)?;
            match plan.attribute(cx, "context")? {
                Some(Value::Dict(context)) => Ok((given, plan, context)),
                _ => Err(Stop::Fatal),
            }
        });
        let (given, plan, context) = parts.map_err(|stop| run.error(stop))?;
        Ok(Self {
            engine,
            run,
            world,
            given,
            plan,
            context,
        })
    }

    fn plan(
        mut self,
        flow: &str,
        found: &'h Target,
        request: &'h Request<'h>,
        stages: &'h [Candidate<'h>],
    ) -> Result<Plan, DecideError> {
        let entry = Entry::of(self.hear(found, request, false)?);
        let mut planned = Vec::with_capacity(stages.len());
        for stage in stages.iter().filter(|_| entry.passing()) {
            planned.push(self.stage(stage)?);
        }
        let count = count_stages(self.run.cx, self.plan);
        let empty = count.map_err(|stop| self.run.error(stop))? == 0;
        let effects = self.run.effects(self.world)?;
        if !request.is_trial() {
            let name = found.name();
            self.engine.report_created(name, &effects, request);
        }
        if !entry.passing() {
            return Ok(Plan::denied(flow, entry, effects));
        }
        Ok(Plan {
            flow: flow.to_owned(),
            entry,
            stages: planned,
            empty,
            effects,
            steps: self.run.steps,
        })
    }

    fn stage(&mut self, stage: &'h Candidate<'h>) -> Result<PlannedStage, DecideError> {
        let (target, terms) = (stage.target, stage.terms);
        let decision = match terms.evaluate_on_plan {
            true => Some(self.hear(target, &stage.request, true)?),
            false => None,
        };
        let runs = decision.as_ref().is_none_or(|decision| decision.passing);
        if runs {
            let binding = target.object.as_ref().unwrap_or(&stage.bare);
            self.keep(binding).map_err(|stop| self.run.error(stop))?;
        }
        Ok(PlannedStage {
            order: terms.order,
            stage: terms.name.clone(),
            target: target.name().to_owned(),
            runs,
            asked_again: runs && terms.re_evaluate,
            bindings: self.engine.hearing(target, &stage.request).len(),
            raised: raised(decision.as_ref()),
            decision,
        })
    }

    /// Adds a stage binding to the plan.
    fn keep(&self, binding: &'h Record) -> Result<(), Stop<'h>> {
        let cx = self.run.cx;
        self.world.within(cx, || {
            let binding = cx.lend_object(binding, None)?;
            add_stage(cx, self.plan, binding)
        })
    }

    /// Hears a target in a context of its own: what the plan's context holds by now.
    fn hear(
        &mut self,
        target: &'h Target,
        request: &'h Request<'h>,
        with_plan: bool,
    ) -> Result<Decision, DecideError> {
        let hearing = self.engine.hearing(target, request);
        self.run.unbound();
        let world = self.beside(request, with_plan);
        let world = world.map_err(|stop| self.run.error(stop))?;
        let decision = self.run.hear(&hearing, world)?;
        self.engine
            .tell(target.name(), &decision, &Effects::default(), request);
        self.run.unbound();
        Ok(decision)
    }

    fn beside(&self, request: &'h Request<'h>, with_plan: bool) -> Result<&'h World<'h>, Stop<'h>> {
        let cx = self.run.cx;
        let context = self.world.within(cx, || {
            let context = cx.dict()?;
            for key in OF_REQUEST {
                if let Some(value) = self.given.get_str(cx, key)? {
                    context.insert_str(cx, key, value)?;
                }
            }
            if with_plan {
                context.insert_str(cx, FLOW_PLAN, Value::Host(self.plan))?;
            }
            self.context.settle(cx)?;
            for (key, value) in self.context.stored() {
                context.insert(cx, key, value)?;
            }
            Ok(context)
        })?;
        self.world.beside(cx, request, context)
    }
}
