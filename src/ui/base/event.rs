//! All that can wake the program.

use super::key::Key;
use super::port::Reply;
use super::ticket::Ticket;

/// Pasted text: cleaned, lines and tabs kept, never understood as keys.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pasted {
    /// What may go in.
    pub text: String,
    /// Characters that were too many.
    pub left_out: usize,
}

/// Something happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A key.
    Key(Key),
    /// A paste.
    Paste(Pasted),
    /// The window has this size now (columns, rows); also sent to have everything drawn anew.
    Resize(u16, u16),
    /// The desk answered.
    Reply(Ticket, Reply),
    /// Somebody else changed the office.
    OfficeChanged,
    /// A second thought of the outside (a new day); nobody sends it regularly.
    Tick,
    /// The line is gone or a signal ends the program: park drafts and leave with this code.
    Hangup(i32),
}
