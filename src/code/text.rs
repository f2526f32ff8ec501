//! How the texts of a program are written and read.

/// A name, or none.
pub(super) mod one {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::code::names::{Name, share_one};

    pub(crate) fn serialize<S: Serializer>(name: &Option<Name>, to: S) -> Result<S::Ok, S::Error> {
        name.as_ref().map(|name| name.as_str()).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Name>, D::Error> {
        let text = Option::<String>::deserialize(from)?;
        Ok(text.map(|text| share_one(&text)))
    }
}

/// The names of a function's slots.
pub(super) mod list {
    use serde::{Deserialize, Deserializer};

    pub(crate) use super::all::serialize;
    use crate::code::names::{Locals, share_locals};

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Locals, D::Error> {
        let texts = Vec::<String>::deserialize(from)?;
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        Ok(share_locals(&texts))
    }
}

/// A table of names.
pub(super) mod all {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::code::names::{Name, share};

    pub(crate) fn serialize<S: Serializer>(names: &[Name], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(names.iter().map(|name| name.as_str()))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Box<[Name]>, D::Error> {
        let texts = Vec::<String>::deserialize(from)?;
        Ok(share(texts.iter().map(String::as_str)))
    }
}
