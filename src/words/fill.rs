//! Filling a sentence with the facts of a refusal, a check or a happening.

use serde_json::{Map, Value};

/// Replaces each `{name}` by the fact of that name; a fact that is not there reads as a dash.
pub fn fill(sentence: &str, facts: &Map<String, Value>) -> String {
    let mut out = String::with_capacity(sentence.len() + 32);
    let mut rest = sentence;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('}') else {
            break;
        };
        let name = &rest[open + 1..open + close];
        out.push_str(&plain(facts.get(name)));
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    super::singular(out)
}

/// A fact as it reads in a sentence. Text of the file is made safe for any terminal.
pub fn plain(fact: Option<&Value>) -> String {
    match fact {
        None | Some(Value::Null) => "-".to_owned(),
        Some(Value::String(text)) => safe(&text.replacen('T', " ", usize::from(is_time(text)))),
        Some(Value::Array(items)) => items
            .iter()
            .map(|item| plain(Some(item)))
            .collect::<Vec<_>>()
            .join(", "),
        Some(Value::Object(fields)) => {
            let shown = fields.iter().filter(|(_, v)| !v.is_null());
            shown
                .map(|(k, v)| format!("{k} {}", plain(Some(v))))
                .collect::<Vec<_>>()
                .join(" ")
        }
        Some(other) => other.to_string(),
    }
}

fn is_time(text: &str) -> bool {
    text.len() == 19 && text.as_bytes()[10] == b'T' && text.as_bytes()[4] == b'-'
}

/// Shows hidden characters instead of sending them to a terminal (`reliability.md` D11).
pub fn safe(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if crate::domain::text::is_hidden(c) {
            write!(out, "\\u{{{:x}}}", u32::from(c)).expect("writing to a string cannot fail");
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_stand_in_their_places() {
        let facts = serde_json::json!({ "a": "1.00", "when": "2026-11-25T14:02:00", "n": [1, 2] });
        let facts = facts.as_object().unwrap();
        assert_eq!(
            fill("{a} at {when}: {n} {gone}", facts),
            "1.00 at 2026-11-25 14:02:00: 1, 2 -"
        );
    }

    #[test]
    fn hidden_characters_are_shown() {
        assert_eq!(safe("a\u{202e}b"), "a\\u{202e}b");
    }
}
