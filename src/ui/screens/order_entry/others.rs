//! What others do with the order on the desk: who types changes of it, who saved it meanwhile. A
//! mark, never a lock (`rules.md §14`).

use serde_json::Value;

use crate::domain::Day;
use crate::ui::base::{Ctx, Effect, Tone};
use crate::words::Lang;

use super::OrderEntry;
use super::conflict::{hour, who_and_when};
use super::facts::{About, text};

/// What the office says of it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Others {
    /// The version it has.
    version: i64,
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
            last: who_and_when(value, today),
            typing: rows
                .map(|row| hour(&text(row, "who"), &text(row, "since"), today))
                .collect(),
        }
    }

    fn told(&self, seen: i64, lang: Lang) -> String {
        let saved = (self.version > seen).then(|| lang.entry_saved_by(&self.last));
        let typing = self.typing.iter().map(|who| lang.entry_edited_by(who));
        let told: Vec<_> = saved.into_iter().chain(typing).collect();
        told.join("  ")
    }
}

impl OrderEntry {
    /// What is said of others above the sums; empty where there is nothing to say.
    pub(super) fn others_told(&self, lang: Lang) -> String {
        let saved = self.sheet.saved.as_ref().filter(|_| self.saving.is_none());
        let told = saved.and_then(|saved| {
            let others = self.facts.others(&saved.order)?;
            Some(others.told(saved.version, lang))
        });
        told.unwrap_or_default()
    }

    /// Asks what others do with the order on the desk.
    pub(super) fn ask_others(&mut self, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        if let Some(saved) = &self.sheet.saved {
            self.facts
                .want(About::Others(saved.order.clone()), ctx, out);
        }
    }

    /// Whoever opens an order that another is typing in hears it at once; later the mark is enough.
    pub(super) fn hear_others(&mut self, order: &str, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        if self.opened.take_if(|opened| opened == order).is_some() {
            let told = self.others_told(ctx.look.lang);
            if !told.is_empty() {
                out.push(Effect::Tell(Tone::Warn, told));
            }
        }
    }
}
