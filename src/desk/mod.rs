//! The desk: one function = one command = one transaction, and every query.
//!
//! What lives here: `Command`, `Query`, their bodies, the door ([`Office::run`]) and the threads
//! that own connections. What never does: printing, drawing, sentences. Called by `cli` and `ui`.

#[macro_use]
mod payload;
mod backup;
mod check;
mod command;
mod cx;
mod doctor;
mod doctor_guarded;
pub mod export;
mod failure;
mod fields;
mod finding;
mod found;
mod mask;
mod nightly;
mod nightly_late;
mod park;
mod query;
mod reader;
mod reading;
mod run;
mod search_texts;
mod session;
mod shapes;
mod shipping_tolerance;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod testing_money;

pub mod after_sale;
pub mod boards;
pub mod demo;
pub mod describe;
pub mod follow_up;
pub mod imports;
pub mod masters;
pub mod measures;
pub mod orders;
pub mod receivables;
pub mod rules;
pub mod settings;
pub mod shipping;
pub mod stock;
pub mod workdays;
pub mod worker;
pub mod zone;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::domain::Moment;
use crate::store::{self, Db};

pub use backup::{Upgraded, prune, restore, upgrade};
pub use check::Checked;
pub use command::{ALWAYS, Command, CommandSpec};
pub use cx::{Actor, Aggregate, Cx};
pub use failure::{Failure, Outcome};
pub use finding::{Finding, Grade};
pub use park::Parked;
pub use query::{Query, QuerySpec, Qx};
pub use run::{Done, Envelope};
pub use store::StoreError;

/// Tells the time; `main` hands it in, tests hand in their own.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// The person at the keyboard, by the operating system's word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Login.
    pub login: String,
    /// Number.
    pub uid: u32,
    /// Whom this person sits as, in a practice office.
    pub seat: Option<String>,
}

/// An open office: a file, a connection, a clock.
pub struct Office {
    db: Db,
    path: PathBuf,
    clock: Clock,
}

impl fmt::Debug for Office {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Office")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl Office {
    /// Opens an office that is there.
    pub fn open(path: &Path, clock: Clock) -> Outcome<Self> {
        Ok(Self {
            db: store::open(path)?,
            path: path.to_owned(),
            clock,
        })
    }

    /// Opens an office for reading alone.
    pub fn open_reader(path: &Path, clock: Clock) -> Outcome<Self> {
        Ok(Self {
            db: store::open_reader(path)?,
            path: path.to_owned(),
            clock,
        })
    }

    /// Minutes without a key after which the screens close; 0 never.
    pub fn idle_minutes(&self) -> Outcome<u32> {
        settings::IDLE_MINUTES.count(&self.db)
    }

    /// The same office by a second connection, for reading alone.
    pub fn second_reader(&self) -> Outcome<Self> {
        Self::open_reader(&self.path, self.clock.clone())
    }

    /// Its file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) const fn db(&self) -> &Db {
        &self.db
    }

    /// Moves when another session commits; a screen that sees it move asks again.
    pub fn data_version(&self) -> Outcome<i64> {
        Ok(self.db.data_version()?)
    }

    /// The office's own clock, for whoever shows the time; the zone is read once.
    pub fn wall_clock(&self) -> Outcome<Arc<dyn Fn() -> Moment + Send + Sync>> {
        let zone = Self::zone(&self.db)?;
        let start = Self::local(&self.db, self.now())?;
        let clock = self.clock.clone();
        Ok(Arc::new(move || {
            let local = zone.local(clock());
            // A clock outside 1990 to 2199 is refused by every command; the screens stay at the start.
            Moment::new(local).unwrap_or(start)
        }))
    }

    /// Whether this is a practice office, where anybody may sit down as anybody.
    pub fn is_practice(&self) -> Outcome<bool> {
        settings::PRACTICE.is_on(&self.db)
    }

    /// Moves a log that has become long into the file. Some milliseconds, for a moment when nobody waits:
    /// behind an answer.
    pub fn shorten_log(&self) {
        self.db.shorten_log();
    }

    /// Moves everything from the log into the file itself, so that it can be moved as one.
    pub fn settle(&self) -> Outcome<()> {
        Ok(self.db.settle()?)
    }

    /// Another connection of this session has found the file damaged.
    fn write_no_more(&self) {
        self.db.write_no_more();
    }

    /// Today in the office.
    pub fn today(&self) -> Outcome<crate::domain::Day> {
        Ok(Self::local(&self.db, self.now())?.day())
    }

    fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// The zone the office lives in.
    fn zone(db: &Db) -> Outcome<zone::Zone> {
        Ok(zone::Zone::or_usual(&settings::TIME_ZONE.text(db)?))
    }

    /// A time of the machine on the office's own clock, whatever the caller's `TZ` says.
    fn local(db: &Db, time: DateTime<Utc>) -> Outcome<Moment> {
        let local = Self::zone(db)?.local(time);
        Moment::new(local).map_err(|_| {
            crate::domain::Refusal::new(crate::domain::Code::DateOutOfRange)
                .fact("field", "clock")
                .into()
        })
    }
}
