//! What became of the order handed in last, and the key that leads to it.

use serde_json::Value;

use crate::ui::base::{Action, Ctx, ScreenKind};

/// The answer to the hand-in, and the key that leads to the order.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    /// What the desk said.
    pub answer: Value,
    /// The key.
    pub key: String,
}

impl Outcome {
    /// Keeps an answer in which something did not pass; one where all did needs no more words
    /// than the message.
    pub(super) fn of(answer: &Value, ctx: &Ctx<'_>) -> Option<Self> {
        let checks = answer["checks"].as_array()?;
        if checks.iter().all(|check| check["level"] == "pass") {
            return None;
        }
        let keys = ctx.keymap.keys(ScreenKind::OrderEntry, Action::History);
        Some(Self {
            answer: answer.clone(),
            key: keys.first().map(ToString::to_string).unwrap_or_default(),
        })
    }

    /// The order's number.
    pub(super) fn order(&self) -> &str {
        self.answer["order"].as_str().unwrap_or_default()
    }
}
