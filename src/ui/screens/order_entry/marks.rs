//! Marks on an order: who types changes of it, who saved it meanwhile (`rules.md §14`).

use serde_json::Value;

use crate::domain::Day;
use crate::ui::widgets::order_card::read::is_editable;
use crate::words::Lang;
use crate::words::papers::STATES;

/// What the office says of it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Others {
    /// The version it has.
    version: i64,
    /// Its state.
    state: String,
    /// Whose that is, and since when.
    last: String,
    /// Who types changes, and when something was typed last.
    typing: Vec<String>,
}

impl Others {
    /// Reads an answer of `editing`.
    pub fn read(value: &Value, today: Day) -> Self {
        let rows = value["editing"].as_array().into_iter().flatten();
        Self {
            version: value["version"].as_i64().unwrap_or(0),
            state: text(value, "state").to_owned(),
            last: who_and_when(value, today),
            typing: rows
                .map(|row| hour(text(row, "who"), text(row, "since"), today))
                .collect(),
        }
    }

    /// In words, for whoever has seen this version; empty where there is nothing to say.
    pub fn told(&self, seen: i64, lang: Lang) -> String {
        let saved = (self.version > seen).then(|| {
            if is_editable(&self.state) {
                lang.entry_saved_by(&self.last)
            } else {
                lang.entry_moved_by(&self.last, &lang.word(STATES, &self.state))
            }
        });
        let typing = self.typing.iter().map(|who| lang.entry_edited_by(who));
        let told: Vec<_> = saved.into_iter().chain(typing).collect();
        told.join("  ")
    }
}

/// Who changed the order last, and the hour, with the day unless it was today.
pub fn who_and_when(facts: &Value, today: Day) -> String {
    hour(text(facts, "who"), text(facts, "when"), today)
}

/// Somebody and the hour, with the day unless it was today.
pub fn hour(who: &str, when: &str, today: Day) -> String {
    let day = today.to_string();
    let hour = match when.split_once('T') {
        Some((on, at)) if on == day => at.get(..5).unwrap_or(at).to_owned(),
        Some((on, at)) => format!("{on} {}", at.get(..5).unwrap_or(at)),
        None => return who.to_owned(),
    };
    format!("{who} {hour}")
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}
