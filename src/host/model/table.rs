//! How a model is declared: its class, its table of fields, and its exceptions.

macro_rules! model {
    (
        $(#[$doc:meta])*
        $class:ident $model:ident $absent:ident $several:ident = $name:literal of $module:literal,
        $label:literal, $base:expr, $absent_base:expr, $several_base:expr,
        key $key:expr, methods $methods:expr, $(statics $statics:expr,)? fields [$($field:expr),* $(,)?]
    ) => {
        $(#[$doc])*
        pub static $class: crate::value::class::Class = crate::value::class::Class {
            module: $module,
            base: Some($base),
            construct: Some(&crate::value::class::Row::leaf($name, "*args, **fields", |cx, args| {
                crate::host::rows::draft::construct(cx, &$class, args.keywords)
                    .map(crate::value::Value::Host)
            })),
            methods: $methods,
            $(statics: $statics,)?
            constants: &[
                crate::value::class::Constant::new("DoesNotExist", |_| {
                    Ok(crate::value::Value::Class(&$absent))
                }),
                crate::value::class::Constant::new("MultipleObjectsReturned", |_| {
                    Ok(crate::value::Value::Class(&$several))
                }),
                crate::value::class::Constant::new("_meta", |cx| {
                    crate::host::model::meta::meta(cx, &$class)
                }),
                crate::value::class::Constant::new("objects", |cx| {
                    crate::host::query::manager(cx, &$class)
                }),
            ],
            model: Some(&$model),
            ..crate::value::class::Class::named($name)
        };
        pub(super) static $model: crate::value::model::Model = crate::value::model::Model {
            label: $label,
            class: &$class,
            key: $key,
            fields: &[$($field),*],
            absent: &$absent,
            several: &$several,
        };
        pub(super) static $absent: crate::value::class::Class = crate::value::class::Class {
            base: Some($absent_base),
            module: $module,
            ..crate::value::class::Class::named("DoesNotExist")
        };
        pub(super) static $several: crate::value::class::Class = crate::value::class::Class {
            base: Some($several_base),
            module: $module,
            ..crate::value::class::Class::named("MultipleObjectsReturned")
        };
    };
}

pub(super) use model;
