//! Small field types that commands and queries share.

use std::fmt;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer};

use crate::domain::{Refusal, text};

use super::reader;

/// Reads fields, naming the one that is wrong.
pub fn fields<T: de::DeserializeOwned>(with: serde_json::Value) -> Result<T, Refusal> {
    if !with.is_object() {
        return Err(Refusal::bad_field("with", "an object of fields"));
    }
    reader::read(&with).map_err(|wrong| Refusal::from_serde(&wrong.path(), &wrong.to_string()))
}

/// Reads a text, cleans it (`reliability.md` D11) and refuses one that is too long.
pub fn clean<'de, D: Deserializer<'de>>(d: D) -> Result<String, D::Error> {
    tidy(String::deserialize(d)?)
}

/// The same for a text that may be left out or null.
pub fn clean_opt<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    Option::<String>::deserialize(d)?.map(tidy).transpose()
}

/// Reads a code: cleaned, full width made narrow, not empty.
pub fn code<'de, D: Deserializer<'de>>(d: D) -> Result<String, D::Error> {
    let raw = String::deserialize(d)?;
    // A code with a hidden character is not cleaned: it would name somebody else's row.
    if raw.trim().chars().any(text::is_hidden) {
        return Err(de::Error::custom("a code has no hidden characters"));
    }
    let code = text::narrow(&tidy(raw)?);
    if code.is_empty() || code.chars().count() > 64 {
        return Err(de::Error::custom("a code has 1 to 64 characters"));
    }
    Ok(code)
}

/// The same for a code that may be left out or null; an empty one counts as left out.
pub fn code_opt<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    let Some(raw) = Option::<String>::deserialize(d)? else {
        return Ok(None);
    };
    let code = text::narrow(&tidy(raw)?);
    Ok((!code.is_empty()).then_some(code))
}

/// Keeps "left out" (`None`) apart from an explicit null (`Some(None)`).
#[allow(clippy::option_option)] // the two are different wishes: keep it, or take it away
pub fn nullable<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    d: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(d).map(Some)
}

/// A cleaned text that may be left out, or taken away by null.
#[allow(clippy::option_option)] // as above
pub fn clean_nullable<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Option<String>>, D::Error> {
    clean_opt(d).map(Some)
}

/// A code that may be left out, or taken away by null or an empty one.
#[allow(clippy::option_option)] // as above
pub fn code_nullable<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Option<String>>, D::Error> {
    code_opt(d).map(Some)
}

fn tidy<E: de::Error>(raw: String) -> Result<String, E> {
    let clean = text::clean(&raw);
    if clean.chars().count() > text::LONGEST {
        return Err(E::custom("a text has at most 2000 characters"));
    }
    Ok(clean)
}

struct Whole;

impl Visitor<'_> for Whole {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number")
    }

    fn visit_i64<E: de::Error>(self, n: i64) -> Result<i64, E> {
        Ok(n)
    }

    fn visit_u64<E: de::Error>(self, n: u64) -> Result<i64, E> {
        i64::try_from(n).map_err(|_| E::custom("too large"))
    }

    fn visit_str<E: de::Error>(self, s: &str) -> Result<i64, E> {
        s.parse()
            .map_err(|_| E::invalid_value(de::Unexpected::Str(s), &self))
    }
}

/// Reads a whole number that may stand in a string, as `ask` gets it from the command line.
pub fn whole_opt<'de, D: Deserializer<'de>>(d: D) -> Result<Option<i64>, D::Error> {
    d.deserialize_any(Whole).map(Some)
}

/// Reads a list that may stand in a string as JSON, as `ask` gets it from the command line.
pub fn json_list<'de, T: de::DeserializeOwned, D: Deserializer<'de>>(
    d: D,
) -> Result<Vec<T>, D::Error> {
    let value = match serde_json::Value::deserialize(d)? {
        serde_json::Value::String(text) => {
            serde_json::from_str(&text).map_err(de::Error::custom)?
        }
        list => list,
    };
    serde_json::from_value(value).map_err(de::Error::custom)
}

/// Reads a list of words that may stand in a string, parted by commas or as JSON.
pub fn words_opt<'de, T: de::DeserializeOwned, D: Deserializer<'de>>(
    d: D,
) -> Result<Option<Vec<T>>, D::Error> {
    use serde_json::Value;
    let list = match Option::<Value>::deserialize(d)? {
        None => return Ok(None),
        Some(Value::String(text)) if text.trim_start().starts_with('[') => {
            serde_json::from_str(&text).map_err(de::Error::custom)?
        }
        Some(Value::String(text)) => {
            let words = text.split([',', '，', '、']).map(str::trim);
            words
                .filter(|word| !word.is_empty())
                .map(Value::from)
                .collect()
        }
        Some(list) => list,
    };
    serde_json::from_value(list)
        .map(Some)
        .map_err(de::Error::custom)
}

/// Reads yes or no, also as the texts that `ask` gets from the command line.
pub fn flag<'de, D: Deserializer<'de>>(d: D) -> Result<Option<bool>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Flag {
        Plain(bool),
        Text(String),
    }
    match Option::<Flag>::deserialize(d)? {
        None => Ok(None),
        Some(Flag::Plain(yes)) => Ok(Some(yes)),
        Some(Flag::Text(text)) => match text.as_str() {
            "true" | "yes" | "1" => Ok(Some(true)),
            "false" | "no" | "0" => Ok(Some(false)),
            _ => Err(de::Error::custom("true or false")),
        },
    }
}
