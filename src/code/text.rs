//! How the texts of a program are written and read.

/// One text.
pub(super) mod one {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::value::value::Text;

    pub(crate) fn serialize<S: Serializer>(text: &Text<'static>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(text.as_str())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Text<'static>, D::Error> {
        String::deserialize(from).map(|text| Text::constant(&text))
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
