//! The names of types, as messages and `type(x).__name__` give them.

use super::value::{Bound, DictKind, IterState, Method, Value, View, ViewKind};

impl<'h> Value<'h> {
    /// The name of the value's type.
    #[must_use]
    pub fn type_name(self) -> &'h str {
        match self {
            Self::Unbound | Self::Shared(_) => "object",
            Self::None => "NoneType",
            Self::False | Self::True => "bool",
            Self::Ellipsis => "ellipsis",
            Self::NotImplemented => "NotImplementedType",
            Self::Int(_) | Self::Big(_) => "int",
            Self::Float(_) => "float",
            Self::Str(_) => "str",
            Self::Bytes(_) => "bytes",
            Self::Tuple(tuple) => tuple.record.map_or("tuple", |record| record.name),
            Self::List(_) => "list",
            Self::Dict(dict) => dict.kind().title(),
            Self::Set(set) if set.frozen => "frozenset",
            Self::Set(_) => "set",
            Self::View(view) => view.name(),
            Self::Range(_) => "range",
            Self::Slice(_) => "slice",
            Self::Function(_) => "function",
            Self::Native(row) if row.params.text.starts_with("self") => "method_descriptor",
            Self::Bound(Bound {
                method: Method::Function(_),
                ..
            }) => "method",
            Self::Native(_) | Self::Bound(_) => "builtin_function_or_method",
            Self::Class(_) | Self::Record(_) | Self::Type(_) => "type",
            Self::Made(made) => made.class.name,
            Self::Iter(iter) => iterator_name(iter.state.get()),
            Self::Generator(generator) => generator.class.get().map_or("generator", |c| c.name),
            Self::Exc(exception) => exception
                .of
                .map_or(exception.class.name, |class| class.name),
            Self::Module(_) => "module",
            Self::Object(object) => object.class.title,
            Self::Host(host) => host.object.class_name(),
        }
    }
}

impl<'h> Value<'h> {
    /// The name of a function, as far as it has one.
    #[must_use]
    pub fn function_name(self) -> &'h str {
        match self {
            Self::Function(function) => function.name,
            Self::Native(row) => row.name,
            Self::Type(class) => class.name,
            other => other.type_name(),
        }
    }
}

impl Value<'_> {
    /// `callable(x)`.
    #[must_use]
    pub fn is_callable(self) -> bool {
        match self {
            Self::Function(_) | Self::Native(_) | Self::Bound(_) => true,
            Self::Class(_) | Self::Record(_) | Self::Type(_) => true,
            Self::Made(_) | Self::Exc(_) => self.special("__call__").is_some(),
            Self::Object(object) => object.class.behaviour.callable(),
            _ => false,
        }
    }
}

impl DictKind {
    /// The name that messages give its instances.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Ordered => "collections.OrderedDict",
            Self::Default => "collections.defaultdict",
            other => other.name(),
        }
    }

    /// The class's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "dict",
            Self::Ordered => "OrderedDict",
            Self::Counter => "Counter",
            Self::Default => "defaultdict",
        }
    }
}

impl View<'_> {
    /// The class's name: those of an `OrderedDict` have their own.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match (self.dict.kind(), self.kind) {
            (DictKind::Ordered, ViewKind::Keys) => "odict_keys",
            (DictKind::Ordered, ViewKind::Values) => "odict_values",
            (DictKind::Ordered, ViewKind::Items) => "odict_items",
            (_, kind) => kind.name(),
        }
    }
}

impl ViewKind {
    /// The class's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Keys => "dict_keys",
            Self::Values => "dict_values",
            Self::Items => "dict_items",
        }
    }
}

fn iterator_name(state: IterState<'_>) -> &'static str {
    match state {
        IterState::Done => "iterator",
        IterState::List(..) => "list_iterator",
        IterState::Slice(..) | IterState::Fixed(..) => "tuple_iterator",
        IterState::Str(text, _) if text.is_ascii() => "str_ascii_iterator",
        IterState::Str(..) => "str_iterator",
        IterState::Bytes(..) => "bytes_iterator",
        IterState::Range(..) => "range_iterator",
        IterState::BigRange(..) => "longrange_iterator",
        IterState::Dict(View { kind, .. }, _) => match kind {
            ViewKind::Keys => "dict_keyiterator",
            ViewKind::Values => "dict_valueiterator",
            ViewKind::Items => "dict_itemiterator",
        },
        IterState::Set(..) => "set_iterator",
        IterState::Reversed(Value::List(_), _) => "list_reverseiterator",
        IterState::Reversed(..) => "reversed",
        IterState::ReversedDict(View { kind, .. }, _) => match kind {
            ViewKind::Keys => "dict_reversekeyiterator",
            ViewKind::Values => "dict_reversevalueiterator",
            ViewKind::Items => "dict_reverseitemiterator",
        },
        IterState::Enumerate(..) => "enumerate",
        IterState::Zip(..) => "zip",
        IterState::Other(object) => object.class.name,
    }
}
