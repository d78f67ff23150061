//! When reading is written down: in a shared office, a card once in a while, a list whenever it is
//! taken away (`mission.md` I2).

use serde_json::{Value, json};

use super::failure::{Failure, Outcome};
use super::masters::reading::Reading;
use super::{Caller, Command, Envelope, Office, session, settings};
use crate::store::audit;

/// The name of the command.
const NAME: &str = "reading.log";

/// For so long one row says that a person looks at a card.
const AGAIN: chrono::TimeDelta = chrono::TimeDelta::minutes(10);

impl Office {
    /// Whether reading is written down here.
    pub fn logs_readings(&self) -> Outcome<bool> {
        settings::SHARED.is_on(self.db())
    }

    /// Writes down that this person looks at a card, unless a row of just now says so.
    pub fn note_card(&self, caller: &Caller, customer: &str) -> Outcome<()> {
        if !self.logs_readings()? {
            return Ok(());
        }
        let now = Self::local(self.db(), self.now())?;
        let rows = audit::list(self.db(), Some(customer), None, None, None, i64::MAX, 20)?;
        let told = rows.iter().any(|row| {
            let ago = now.time() - row.clock_at.time();
            row.command == NAME && row.os_who == caller.login && ago < AGAIN
        });
        if told {
            return Ok(());
        }
        self.note(
            caller,
            json!({ "what": Reading::Card, "subject": customer }),
        )
    }

    /// Writes down that this person takes a list away.
    pub fn note_export(
        &self,
        caller: &Caller,
        query: &str,
        format: &str,
        rows: usize,
    ) -> Outcome<()> {
        if !self.logs_readings()? {
            return Ok(());
        }
        let what = Reading::Export;
        self.note(
            caller,
            json!({ "what": what, "subject": query, "format": format, "rows": rows }),
        )
    }

    /// Whether a question of this caller is one to write down: where several work, of somebody who is
    /// none of its people, or no more (`reliability.md` R33). An office that cannot even say so is told
    /// of by the next command.
    pub fn notes_stranger(&self, caller: &Caller) -> bool {
        let is_stranger = || {
            let known = session::at_keyboard(self.db(), caller)?;
            Ok::<_, Failure>(known.is_none() && self.logs_readings()?)
        };
        is_stranger().unwrap_or(false)
    }

    /// Writes down that such a caller asked; says whether it was one. The note is refused like the
    /// question, and that stands in the chain.
    pub fn note_stranger(&self, caller: &Caller, query: &str) -> bool {
        let noted = self.notes_stranger(caller);
        if noted {
            let _ = self.note(caller, json!({ "what": Reading::Export, "subject": query }));
        }
        noted
    }

    fn note(&self, caller: &Caller, with: Value) -> Outcome<()> {
        let envelope = Envelope::from(Command::parse(NAME, with)?);
        self.run(caller, &envelope).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    use chrono::DateTime;

    use super::*;

    #[test]
    fn a_card_is_written_down_once_in_a_while_and_only_where_several_work() {
        let folder = tempfile::tempdir().unwrap();
        let seconds = Arc::new(AtomicI64::new(1_795_000_000));
        let boss = Caller {
            login: "boss".to_owned(),
            uid: 1,
            seat: None,
        };
        for (shared, wanted) in [(false, 0), (true, 3)] {
            let read = seconds.clone();
            let clock =
                Arc::new(move || DateTime::from_timestamp(read.load(Ordering::SeqCst), 0).unwrap());
            let path = folder.path().join(format!("{shared}.db"));
            let office = Office::found(&path, clock, "o", &boss, shared).unwrap();
            office.note_card(&boss, "C1").unwrap();
            office.note_card(&boss, "C1").unwrap();
            office.note_card(&boss, "C2").unwrap();
            seconds.fetch_add(601, Ordering::SeqCst);
            office.note_card(&boss, "C1").unwrap();
            let rows = office.ask_by_name(&boss, "audit", json!({})).unwrap();
            assert_eq!(rows["rows"].as_array().unwrap().len(), wanted, "{rows}");
        }
    }
}
