//! The office failing: busy, newer, damaged, full. An expected no is a `Refusal`, not this.

use std::path::{Path, PathBuf};

use super::holder::Holder;
use crate::guard::{Cause, Exposed};

/// Why the office file could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No file at this path.
    #[error("no office file at {}", .0.display())]
    Missing(PathBuf),
    /// A file is there already.
    #[error("a file is there already: {}", .0.display())]
    Exists(PathBuf),
    /// A file that Orderdesk did not make.
    #[error("not an office file: {}", .0.display())]
    Foreign(PathBuf),
    /// A file of a newer program.
    #[error("the office file is of version {found}, this program knows up to {known}")]
    Newer {
        /// Version in the file.
        found: i64,
        /// Version this program writes.
        known: i64,
    },
    /// A file of an older program, not upgraded yet.
    #[error("the office file is of version {found}, this program wants {known}")]
    Older {
        /// Version in the file.
        found: i64,
        /// Version this program writes.
        known: i64,
    },
    /// Another session held the file too long.
    #[error("another session is saving and has not finished")]
    Busy,
    /// Another session held the file too long, and it is known which.
    #[error("{} (process {}) is saving and has not finished", .0.login, .0.pid)]
    BusyWith(Holder),
    /// The file was brought to another shape while this session was open.
    #[error("the office file was upgraded from version {known} to {found} meanwhile")]
    Upgraded {
        /// Version in the file.
        found: i64,
        /// Version when it was opened.
        known: i64,
    },
    /// No room left.
    #[error("disk full")]
    DiskFull,
    /// The file or folder may not be written.
    #[error("the office file cannot be written")]
    ReadOnly,
    /// The file cannot be opened at all.
    #[error("the office file cannot be opened: {0}")]
    CannotOpen(String),
    /// The guarded office lies open to others, or to nobody.
    #[error("{} is {}, wanted {}: {}", .0.path.display(), .0.seen, .0.wanted, .0.mend)]
    Exposed(Exposed),
    /// The program was started without the group of its office.
    #[error("the program has not the group of the office ({}): {}", .0.name(), .0.mend())]
    NoGroup(Cause),
    /// It lies on a file system over the network.
    #[error("the office file lies on {0}, over the network")]
    Network(&'static str),
    /// A folder, a pipe or a device.
    #[error("no plain file")]
    NotAFile,
    /// Something that happened while this file was opened.
    #[error("{}: {}", .0.display(), .1)]
    Opening(PathBuf, Box<StoreError>),
    /// No database at all.
    #[error("no database")]
    NotADatabase,
    /// The file is damaged.
    #[error("the office file is damaged: {0}")]
    Damaged(String),
    /// A constraint of the schema said no.
    #[error("refused by the schema: {0}")]
    Constraint(String),
    /// Anything else from the database.
    #[error("database: {0}")]
    Sql(String),
    /// A file operation.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

impl StoreError {
    /// The same, with the file that was being opened where it names none (`reliability.md` R15).
    pub(super) fn at(self, path: &Path) -> Self {
        match self {
            Self::Newer { .. }
            | Self::Older { .. }
            | Self::DiskFull
            | Self::ReadOnly
            | Self::CannotOpen(_)
            | Self::NotAFile
            | Self::Network(_)
            | Self::NotADatabase
            | Self::Damaged(_)
            | Self::Sql(_)
            | Self::Io(_) => Self::Opening(path.to_owned(), Box::new(self)),
            other => other,
        }
    }

    /// What happened, whichever file it was.
    #[must_use]
    pub fn itself(self) -> Self {
        match self {
            Self::Opening(_, what) => *what,
            other => other,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as E;
        let text = error.to_string();
        if is_no_value(&error) {
            return Self::Damaged(text);
        }
        match error.sqlite_error_code() {
            Some(E::DatabaseBusy | E::DatabaseLocked) => Self::Busy,
            Some(E::DiskFull) => Self::DiskFull,
            // A quota or a limit on file sizes: the same to the person, the same way out.
            Some(E::SystemIoFailure) if is_write(&error) => Self::DiskFull,
            Some(E::ReadOnly | E::PermissionDenied) => Self::ReadOnly,
            Some(E::CannotOpen) => Self::CannotOpen(text),
            Some(E::DatabaseCorrupt) => Self::Damaged(text),
            Some(E::NotADatabase) => Self::NotADatabase,
            Some(E::ConstraintViolation) => Self::Constraint(text),
            _ => Self::Sql(text),
        }
    }
}

/// Whether a column holds what no version of this program has put there: text that is none, a word that
/// is no state. Flipped bytes do that where the page around them stays whole.
fn is_no_value(error: &rusqlite::Error) -> bool {
    use rusqlite::Error as E;
    matches!(
        error,
        E::Utf8Error(..)
            | E::FromSqlConversionFailure(..)
            | E::InvalidColumnType(..)
            | E::IntegralValueOutOfRange(..)
    )
}

/// Whether the system would not take more bytes, of the file, its log or the memory they share.
fn is_write(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi::{SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_WRITE};
    let code = error.sqlite_error().map(|e| e.extended_code);
    matches!(code, Some(SQLITE_IOERR_WRITE | SQLITE_IOERR_SHMSIZE))
}
