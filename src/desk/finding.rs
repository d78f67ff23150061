//! What `admin doctor` finds: how it stands, what was seen, what mends it.

use serde::Serialize;
use serde_json::{Value, json};

use crate::store::surroundings::Owned;

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// As it should be.
    Ok,
    /// Works, but look at it.
    Warn,
    /// Wrong.
    Bad,
}

/// One thing that was looked at.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// Its name.
    pub name: &'static str,
    /// How it stands.
    pub grade: Grade,
    /// What was seen.
    pub facts: Value,
    /// The command that mends it, if one does.
    pub mend: Option<String>,
}

impl Finding {
    pub(super) fn new(name: &'static str, grade: Grade, facts: Value) -> Self {
        Self {
            name,
            grade,
            facts,
            mend: None,
        }
    }

    pub(super) fn mend(mut self, command: impl Into<String>) -> Self {
        self.mend = Some(command.into());
        self
    }
}

pub(super) fn bits(seen: &Owned) -> Value {
    json!({ "mode": format!("{:04o}", seen.mode), "uid": seen.uid, "gid": seen.gid })
}
