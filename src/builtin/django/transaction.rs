//! `django.db`: a decision is one transaction, which commits at once.

use crate::host::query::condition::Q;
use crate::host::query::{F, QUERY_SET};
use crate::host::rows::select::OPERATIONAL_ERROR;
use crate::value::Value;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::exceptions::EXCEPTION;
use crate::value::module::{Member, Module};
use crate::value::native::{Args, Ending};
use crate::value::value::{Instance, Stop};

/// `django.db`.
pub static DB: Module = Module {
    name: "django.db",
    members: &[
        ("DatabaseError", Member::Class(&DATABASE_ERROR)),
        ("IntegrityError", Member::Class(&INTEGRITY_ERROR)),
        ("OperationalError", Member::Class(&OPERATIONAL_ERROR)),
        ("models", Member::Module(&MODELS)),
        ("transaction", Member::Module(&MODULE)),
        ("utils", Member::Module(&UTILS)),
    ],
};

/// `django.db.models`, as far as look-ups use it.
pub static MODELS: Module = Module {
    name: "django.db.models",
    members: &[
        ("F", Member::Class(&F)),
        ("Q", Member::Class(&Q)),
        ("QuerySet", Member::Class(&QUERY_SET)),
    ],
};

/// `django.db.transaction`.
pub static MODULE: Module = Module {
    name: "django.db.transaction",
    members: &[
        (
            "atomic",
            Member::Function(Row::leaf(
                "atomic",
                "using=None, savepoint=True, durable=False",
                |cx, args| match args.value(0) {
                    // As a decorator without brackets.
                    function if function.is_callable() => Ok(function),
                    _ => cx.fields_instance(&ATOMIC, &[]),
                },
            )),
        ),
        (
            "on_commit",
            Member::Function(Row::tail(
                "on_commit",
                "func, using=None, robust=False",
                on_commit,
            )),
        ),
    ],
};

/// `django.db.utils`.
pub static UTILS: Module = Module {
    name: "django.db.utils",
    members: &[
        ("DatabaseError", Member::Class(&DATABASE_ERROR)),
        ("IntegrityError", Member::Class(&INTEGRITY_ERROR)),
        ("OperationalError", Member::Class(&OPERATIONAL_ERROR)),
    ],
};

static DATABASE_ERROR: Class = Class {
    base: Some(&EXCEPTION),
    module: "django.db.utils",
    ..Class::named("DatabaseError")
};

static INTEGRITY_ERROR: Class = Class {
    base: Some(&DATABASE_ERROR),
    module: "django.db.utils",
    ..Class::named("IntegrityError")
};

static ATOMIC: Class = Class {
    module: "django.db.transaction",
    methods: &[
        Row::leaf("__enter__", "self", |_, _| Ok(Value::None)),
        Row::leaf("__exit__", "self, *exc", |_, _| Ok(Value::False)),
    ],
    behaviour: &Decorator,
    ..Class::named("Atomic")
};

/// A decorator that leaves functions as they are.
struct Decorator;

impl Behaviour for Decorator {
    fn callable(&self) -> bool {
        true
    }

    fn call<'h>(
        &self,
        _cx: &Context<'h>,
        _me: &'h Instance<'h>,
        args: Args<'_, 'h>,
    ) -> Maybe<'h, Ending<'h>> {
        Ok(args.rest.first().copied().map(Ending::Value))
    }
}

/// Outside of a transaction the function is called at once.
fn on_commit<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    let func = args.value(0);
    if !func.is_callable() {
        return Err(cx.type_error(format_args!("on_commit()'s callback must be a callable.")));
    }
    Ok(Ending::Call {
        callee: func,
        args: &[],
        keywords: None,
    })
}
