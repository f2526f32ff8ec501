//! Classes that a policy defines: making one, and making its instances.

use super::machine::{Building, Keyword, Machine, Making, Then};
use super::session::Code;
use crate::builtin::made::{allocate, initial};
use crate::builtin::{object, types};
use crate::value::Value;
use crate::value::class::Class;
use crate::value::context::Context;
use crate::value::lineage::class_name;
use crate::value::native::Args;
use crate::value::value::{Dict, Stop, Type};
use crate::value::wrappers::{CLASS_METHOD, STATIC_METHOD};

/// Slots of a class's body before its names.
const FIRST: usize = 3;

/// `bases -- class`
pub(super) fn make<'h>(
    cx: &Context<'h>,
    code: Code<'h>,
    slots: &[Value<'h>],
    bases: Value<'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let Value::Tuple(given) = bases else {
        return Err(Stop::Fatal);
    };
    let plain = [Value::Class(&object::CLASS)];
    let bases = match given.items {
        [] => &plain[..],
        bases => bases,
    };
    let native = native_base(cx, bases)?;
    let behind = cx.lineage(bases, &object::CLASS)?;
    let name = code.loaded.program.qualified_name(code.chunk.entry.id);
    cx.charge_bytes(name.len())?;
    let class = cx.memory(cx.heap.alloc(Type {
        name: code.loaded.program.function(code.chunk),
        qualified: cx.memory(cx.heap.text(&name))?,
        bases: cx.memory(cx.heap.slice(bases))?,
        lineage: std::cell::Cell::new(&[]),
        native,
        attributes: attributes(cx, code, slots)?,
    }))?;
    let lineage: Vec<_> = std::iter::once(Value::Type(class)).chain(behind).collect();
    class.lineage.set(cx.memory(cx.heap.slice(&lineage))?);
    Ok(Value::Type(class))
}

/// The class of the language whose content the instances have: `object`, or one of exceptions.
fn native_base<'h>(cx: &Context<'h>, bases: &[Value<'h>]) -> Result<&'static Class, Stop<'h>> {
    let mut native: &'static Class = &object::CLASS;
    for (at, base) in bases.iter().enumerate() {
        cx.charge(bases.len() / 8 + 1)?;
        let own: &'static Class = match base {
            Value::Type(class) => class.native,
            Value::Class(class) if class.is(&object::CLASS) || types::is_exception(class) => class,
            other => {
                return Err(cx.type_error(format_args!(
                    "policies cannot derive classes from '{}'",
                    class_name(*other)
                )));
            }
        };
        if bases.iter().take(at).any(|before| before.is(*base)) {
            let name = class_name(*base);
            return Err(cx.type_error(format_args!("duplicate base class {name}")));
        }
        if native.is(&object::CLASS) || own.derives(native) {
            native = own;
        }
    }
    Ok(native)
}

/// The names that the body has assigned. What Python makes class or static methods of, is.
fn attributes<'h>(
    cx: &Context<'h>,
    code: Code<'h>,
    slots: &[Value<'h>],
) -> Result<&'h Dict<'h>, Stop<'h>> {
    cx.charge(slots.len())?;
    let attributes = cx.dict()?;
    let names = code.chunk.locals.iter().map(|name| name.as_str());
    for (name, value) in names.zip(slots).skip(FIRST) {
        let value = match (name, *value) {
            // A hidden variable of a comprehension, or a name without value.
            (_, Value::Unbound | Value::Shared(_)) | ("", _) => continue,
            ("__new__", value @ Value::Function(_)) => {
                cx.fields_instance(&STATIC_METHOD, &[value])?
            }
            ("__init_subclass__" | "__class_getitem__", value @ Value::Function(_)) => {
                cx.fields_instance(&CLASS_METHOD, &[value])?
            }
            ("__slots__", _) => {
                return Err(cx.type_error(format_args!("__slots__ is not supported")));
            }
            (_, value) => value,
        };
        attributes.insert_str(cx, name, value)?;
    }
    Ok(attributes)
}

/// `class keywords -- class`: tells the attributes their names, and the class behind of its new heir.
pub(super) fn announce<'h>(
    cx: &Context<'h>,
    class: Value<'h>,
    keywords: Value<'h>,
) -> Result<(), Stop<'h>> {
    let (Value::Type(own), Value::Dict(keywords)) = (class, keywords) else {
        return Err(Stop::Fatal);
    };
    let mut named = Vec::new();
    for (name, value) in keywords.items(cx)? {
        match (name, value) {
            (Value::Str(name), Value::Class(class))
                if name.as_str() == "metaclass" && class.is(&types::TYPE) => {}
            (Value::Str(name), _) if name.as_str() == "metaclass" => {
                return Err(cx.type_error(format_args!("metaclasses are not supported")));
            }
            (Value::Str(name), value) => named.push((name, value)),
            _ => return Err(Stop::Fatal),
        }
    }
    for (name, value) in own.attributes.items(cx)? {
        cx.charge(1)?;
        cx.ask_special(value, "__set_name__", &[class, name])?;
    }
    match own.find_after("__init_subclass__", 1) {
        Some(method) => {
            let method = cx.bind_found(method, Value::Unbound, own)?;
            cx.ask_named(method, &[], &named).map(drop)
        }
        None if named.is_empty() => Ok(()),
        None => Err(cx.type_error(format_args!(
            "{}.__init_subclass__() takes no keyword arguments",
            own.name
        ))),
    }
}

impl<'h> Machine<'_, 'h> {
    /// Calls a class.
    pub(super) fn instantiate(
        &mut self,
        class: &'h Type<'h>,
        args: &[Value<'h>],
        keywords: &[Keyword<'h>],
        then: Then<'h>,
    ) -> Result<(), Stop<'h>> {
        let cx = self.cx;
        let Some(new) = class.find("__new__") else {
            let made = allocate(cx, class, args)?;
            return self.initialise(class, made, args, keywords, then);
        };
        let new = cx.bind_found(new, Value::Unbound, class)?;
        let making = cx.memory(cx.heap.alloc(Making {
            class,
            args: cx.memory(cx.heap.slice(args))?,
            keywords: cx.memory(cx.heap.slice(keywords))?,
            then,
        }))?;
        let mut all = Vec::with_capacity(args.len() + 1);
        all.push(Value::Type(class));
        all.extend_from_slice(args);
        self.invoke(new, &all, keywords, Then::Initialise(making))
    }

    /// Calls `__init__` of what `__new__` gave.
    pub(super) fn initialise(
        &mut self,
        class: &'h Type<'h>,
        made: Value<'h>,
        args: &[Value<'h>],
        keywords: &[Keyword<'h>],
        then: Then<'h>,
    ) -> Result<(), Stop<'h>> {
        let cx = self.cx;
        let Some(own) = made.made_class().filter(|own| own.derives(class)) else {
            return self.deliver(then, made);
        };
        let Some(init) = own.find("__init__") else {
            let given = Args {
                fixed: &[],
                rest: args,
                keywords,
            };
            initial(cx, made, &given)?;
            return self.deliver(then, made);
        };
        let building = cx.memory(cx.heap.alloc(Building { made, then }))?;
        let then = Then::Built(building);
        match init {
            Value::Function(function) => {
                let base = self.free();
                self.place(base, &[made])?;
                self.reserve(base + 1 + args.len())?;
                self.place(base + 1, args)?;
                self.call_function(function, base, args.len() + 1, keywords, then)
            }
            other => {
                let bound = cx.bind_found(other, made, own)?;
                self.invoke(bound, args, keywords, then)
            }
        }
    }

    /// Hands on an instance whose `__init__` has ended.
    pub(super) fn built(
        &mut self,
        building: &'h Building<'h>,
        result: Value<'h>,
    ) -> Result<(), Stop<'h>> {
        match result {
            Value::None => self.deliver(building.then, building.made),
            other => Err(self.cx.type_error(format_args!(
                "__init__() should return None, not '{}'",
                other.type_name()
            ))),
        }
    }
}
