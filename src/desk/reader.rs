//! Reads typed fields out of JSON and says where the wrong one stands.
//!
//! One reader for every command and query: for each kind of reader the code of a hundred and ninety payloads is made
//! once more, and several times for one wrapped around another (`serde_path_to_error`): 1.1 MB, here 0.4.

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, EnumAccess, Error as _, Expected, IntoDeserializer,
    MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::{Deserialize, Deserializer, forward_to_deserialize_any};
use serde_json::{Map, Value, map};

/// Reads what JSON holds.
pub fn read<T: DeserializeOwned>(value: &Value) -> Result<T, Wrong> {
    T::deserialize(Reader(value))
}

/// What does not fit, and where it stands.
#[derive(Debug)]
pub struct Wrong(Box<Inner>);

#[derive(Debug)]
struct Inner {
    why: serde_json::Error,
    /// From the inside out.
    steps: Vec<Step>,
}

#[derive(Debug)]
enum Step {
    /// A field, or the variant of a choice.
    Named(String),
    /// A row of a list.
    Row(usize),
}

impl Wrong {
    /// Where it stands, as in `lines[2].qty`; a point for the whole.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for step in self.0.steps.iter().rev() {
            match step {
                Step::Named(name) => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(name);
                }
                Step::Row(row) => {
                    path.push('[');
                    path.push_str(&row.to_string());
                    path.push(']');
                }
            }
        }
        if path.is_empty() {
            path.push('.');
        }
        path
    }

    fn within(mut self, name: &str) -> Self {
        self.0.steps.push(Step::Named(name.to_owned()));
        self
    }

    fn in_row(mut self, row: usize) -> Self {
        self.0.steps.push(Step::Row(row));
        self
    }
}

impl From<serde_json::Error> for Wrong {
    fn from(why: serde_json::Error) -> Self {
        Self(Box::new(Inner {
            why,
            steps: Vec::new(),
        }))
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.why.fmt(f)
    }
}

impl std::error::Error for Wrong {}

// The words are those of `serde_json`.
impl de::Error for Wrong {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        serde_json::Error::custom(message).into()
    }

    #[cold]
    fn invalid_type(found: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        serde_json::Error::invalid_type(found, wanted).into()
    }

    #[cold]
    fn invalid_value(found: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        serde_json::Error::invalid_value(found, wanted).into()
    }
}

/// A value that is being read.
struct Reader<'v>(&'v Value);

impl Reader<'_> {
    #[cold]
    fn refuse(&self, wanted: &dyn Expected) -> Wrong {
        Wrong::invalid_type(unexpected(self.0), wanted)
    }
}

fn unexpected(value: &Value) -> Unexpected<'_> {
    match value {
        Value::Null => Unexpected::Unit,
        Value::Bool(yes) => Unexpected::Bool(*yes),
        Value::Number(n) => match (n.as_u64(), n.as_i64()) {
            (Some(n), _) => Unexpected::Unsigned(n),
            (_, Some(n)) => Unexpected::Signed(n),
            _ => Unexpected::Float(n.as_f64().unwrap_or_default()),
        },
        Value::String(text) => Unexpected::Str(text),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    }
}

fn number<'de, V: Visitor<'de>>(n: &serde_json::Number, visitor: V) -> Result<V::Value, Wrong> {
    match (n.as_u64(), n.as_i64()) {
        (Some(n), _) => visitor.visit_u64(n),
        (_, Some(n)) => visitor.visit_i64(n),
        _ => visitor.visit_f64(n.as_f64().unwrap_or_default()),
    }
}

fn list<'de, V: Visitor<'de>>(rows: &[Value], visitor: V) -> Result<V::Value, Wrong> {
    let mut left = Rows {
        rows: rows.iter(),
        row: 0,
    };
    let read = visitor.visit_seq(&mut left)?;
    if left.rows.len() > 0 {
        return Err(Wrong::invalid_length(
            rows.len(),
            &"fewer elements in array",
        ));
    }
    Ok(read)
}

fn object<'de, V: Visitor<'de>>(
    fields: &Map<String, Value>,
    visitor: V,
) -> Result<V::Value, Wrong> {
    let mut left = Fields {
        fields: fields.iter(),
        at: None,
    };
    let read = visitor.visit_map(&mut left)?;
    if left.fields.len() > 0 {
        return Err(Wrong::invalid_length(
            fields.len(),
            &"fewer elements in map",
        ));
    }
    Ok(read)
}

macro_rules! numbers {
    ($($method:ident)+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
            match self.0 {
                Value::Number(n) => number(n, visitor),
                _ => Err(self.refuse(&visitor)),
            }
        })+
    };
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(yes) => visitor.visit_bool(*yes),
            Value::Number(n) => number(n, visitor),
            Value::String(text) => visitor.visit_str(text),
            Value::Array(rows) => list(rows, visitor),
            Value::Object(fields) => object(fields, visitor),
        }
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
        deserialize_f32 deserialize_f64
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::Bool(yes) => visitor.visit_bool(*yes),
            _ => Err(self.refuse(&visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::String(text) => visitor.visit_str(text),
            _ => Err(self.refuse(&visitor)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        self.deserialize_string(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            _ => Err(self.refuse(&visitor)),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::Array(rows) => list(rows, visitor),
            _ => Err(self.refuse(&visitor)),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Wrong> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::Object(fields) => object(fields, visitor),
            _ => Err(self.refuse(&visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::Array(rows) => list(rows, visitor),
            Value::Object(fields) => object(fields, visitor),
            _ => Err(self.refuse(&visitor)),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        let choice = match self.0 {
            Value::String(variant) => Choice(variant, None),
            Value::Object(fields) => {
                let mut fields = fields.iter();
                let (Some((variant, value)), None) = (fields.next(), fields.next()) else {
                    let wanted = &"map with a single key";
                    return Err(Wrong::invalid_value(Unexpected::Map, wanted));
                };
                Choice(variant, Some(value))
            }
            _ => return Err(self.refuse(&"string or map")),
        };
        visitor.visit_enum(choice)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        char bytes byte_buf unit_struct tuple_struct identifier
    }
}

/// The rows of a list that are still to be read.
struct Rows<'v> {
    rows: std::slice::Iter<'v, Value>,
    row: usize,
}

impl<'de> SeqAccess<'de> for Rows<'_> {
    type Error = Wrong;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Wrong> {
        let Some(value) = self.rows.next() else {
            return Ok(None);
        };
        let row = self.row;
        self.row += 1;
        let read = seed.deserialize(Reader(value));
        read.map(Some).map_err(|wrong| wrong.in_row(row))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rows.len())
    }
}

/// The fields of an object that are still to be read, and the one whose name has been.
struct Fields<'v> {
    fields: map::Iter<'v>,
    at: Option<(&'v String, &'v Value)>,
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Wrong;

    fn next_key_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Wrong> {
        self.at = self.fields.next();
        let Some((name, _)) = self.at else {
            return Ok(None);
        };
        let read = seed.deserialize(named(name));
        read.map(Some).map_err(|wrong| wrong.within(name))
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Wrong> {
        let Some((name, value)) = self.at.take() else {
            return Err(Wrong::custom("value is missing"));
        };
        let read = seed.deserialize(Reader(value));
        read.map_err(|wrong| wrong.within(name))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.fields.len())
    }
}

fn named(name: &str) -> StrDeserializer<'_, Wrong> {
    name.into_deserializer()
}

/// One of several: its name, and what it says beside it.
struct Choice<'v>(&'v str, Option<&'v Value>);

impl<'de, 'v> EnumAccess<'de> for Choice<'v> {
    type Error = Wrong;
    type Variant = Choice<'v>;

    fn variant_seed<T: DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> Result<(T::Value, Choice<'v>), Wrong> {
        let variant = seed.deserialize(named(self.0))?;
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for Choice<'_> {
    type Error = Wrong;

    fn unit_variant(self) -> Result<(), Wrong> {
        let read = self.1.map(|value| <()>::deserialize(Reader(value)));
        read.unwrap_or(Ok(())).map_err(|wrong| wrong.within(self.0))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Wrong> {
        let read = match self.1 {
            Some(value) => seed.deserialize(Reader(value)),
            None => Err(self.bare(&"newtype variant")),
        };
        read.map_err(|wrong| wrong.within(self.0))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Wrong> {
        let read = match self.1 {
            Some(Value::Array(rows)) if rows.is_empty() => visitor.visit_unit(),
            Some(Value::Array(rows)) => list(rows, visitor),
            _ => Err(self.bare(&"tuple variant")),
        };
        read.map_err(|wrong| wrong.within(self.0))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        let read = match self.1 {
            Some(Value::Object(fields)) => object(fields, visitor),
            _ => Err(self.bare(&"struct variant")),
        };
        read.map_err(|wrong| wrong.within(self.0))
    }
}

impl Choice<'_> {
    fn bare(&self, wanted: &dyn Expected) -> Wrong {
        let found = self.1.map_or(Unexpected::UnitVariant, unexpected);
        Wrong::invalid_type(found, wanted)
    }
}

#[cfg(test)]
mod tests;
