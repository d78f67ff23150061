//! Half-typed forms: kept for their person at once, without number, version or audit row.

use serde_json::Value;

use super::failure::{Failure, Outcome};
use super::{Caller, Office};
use crate::store;

/// A half-typed form.
#[derive(Debug, Clone, PartialEq)]
pub struct Parked {
    /// The screen it belongs to.
    pub screen: String,
    /// Which of several on that screen.
    pub slot: String,
    /// What was typed.
    pub body: Value,
}

impl Office {
    /// Keeps a half-typed form; nothing typed forgets it. The orders whose changes it holds stand in
    /// its `edits`: others see them as being edited (`ask editing`).
    pub fn park(
        &self,
        caller: &Caller,
        screen: &str,
        slot: &str,
        body: Option<&Value>,
    ) -> Outcome<()> {
        let tx = self.db().begin()?;
        let person = super::session::at_keyboard(&tx, caller)?.ok_or_else(|| stranger(caller))?;
        match body {
            Some(body) => {
                let at = Self::local(&tx, self.now())?;
                store::office::park(&tx, person.id, screen, slot, &body.to_string(), at)?;
            }
            None => {
                store::office::unpark(&tx, person.id, screen, slot)?;
            }
        }
        tx.commit()?;
        Ok(())
    }

    /// Puts forms of windows that are closed together into one of this window; tells whether they
    /// were all still there. Else nothing is changed: another window has taken them.
    pub fn adopt(
        &self,
        caller: &Caller,
        screen: &str,
        from: &[String],
        (slot, body): (&str, &Value),
    ) -> Outcome<bool> {
        let tx = self.db().begin()?;
        let person = super::session::at_keyboard(&tx, caller)?.ok_or_else(|| stranger(caller))?;
        for from in from {
            if !store::office::unpark(&tx, person.id, screen, from)? {
                return Ok(false);
            }
        }
        let at = Self::local(&tx, self.now())?;
        store::office::park(&tx, person.id, screen, slot, &body.to_string(), at)?;
        tx.commit()?;
        Ok(true)
    }

    /// The half-typed forms of the person at the keyboard, newest first.
    pub fn parked(&self, caller: &Caller) -> Outcome<Vec<Parked>> {
        let person =
            super::session::at_keyboard(self.db(), caller)?.ok_or_else(|| stranger(caller))?;
        let rows = store::office::parked(self.db(), person.id)?;
        let form = |row: store::office::Parked| Parked {
            screen: row.screen,
            slot: row.slot,
            body: serde_json::from_str(&row.body).unwrap_or_default(),
        };
        Ok(rows.into_iter().map(form).collect())
    }
}

fn stranger(caller: &Caller) -> Failure {
    super::session::stranger(&caller.login)
        .fact("command", "park")
        .into()
}
