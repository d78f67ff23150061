//! How a command can end other than well.

use crate::domain::{Code, Refusal};
use crate::paper::file_out::WriteError;
use crate::store::StoreError;

/// An expected no, or the office failing.
#[derive(Debug)]
pub enum Failure {
    /// A rule said no; nothing was changed.
    Refused(Refusal),
    /// The office file could not do it; nothing was changed.
    Store(StoreError),
}

/// What a command body gives.
pub type Outcome<T> = Result<T, Failure>;

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StoreError> for Failure {
    /// A busy office is an expected no: the caller tries again.
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy => Self::Refused(Refusal::new(Code::OfficeBusy)),
            StoreError::BusyWith(holder) => {
                let refusal = Refusal::new(Code::OfficeBusy).fact("who", holder.login);
                Self::Refused(refusal.fact("pid", holder.pid))
            }
            // What is typed in an old session is kept; it has to be started again.
            StoreError::Upgraded { found, known } => {
                let refusal = Refusal::new(Code::OfficeUpgraded).fact("found", found);
                Self::Refused(refusal.fact("known", known))
            }
            other => Self::Store(other),
        }
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Refused(refusal) => Self::Refused(refusal),
            WriteError::Io(error) => Self::Store(StoreError::Io(error)),
        }
    }
}

impl Failure {
    /// The failure as a no that a screen can show: what was typed is kept, and a retry is possible.
    pub fn into_refusal(self) -> Refusal {
        let error = match self {
            Self::Refused(refusal) => return refusal,
            Self::Store(error) => error.itself(),
        };
        match error {
            StoreError::DiskFull => Refusal::new(Code::OfficeFull),
            StoreError::ReadOnly => Refusal::new(Code::OfficeReadOnly),
            StoreError::Damaged(why) => Refusal::new(Code::OfficeDamaged).fact("why", why),
            // It was one when it was opened.
            no @ StoreError::NotADatabase => {
                Refusal::new(Code::OfficeDamaged).fact("why", no.to_string())
            }
            StoreError::Newer { .. } => Refusal::new(Code::OfficeUpgraded),
            StoreError::Busy => Refusal::new(Code::OfficeBusy),
            other => Refusal::new(Code::OfficeFailed).fact("why", other.to_string()),
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Failure {}
