//! The door to the desk, and the only place where the desk's types are named.
//!
//! Everything else in `ui` says `Command`, `Query` and `Reply` from here.

use serde_json::Value;

use super::kind::ScreenKind;
use super::ticket::Ticket;

pub use crate::desk::export::Export;
pub use crate::desk::imports::wish::Wish as ImportWish;
pub use crate::desk::{Command, Query};

/// What came of a command (its value) or a question (its answer).
pub type Reply = Result<Value, crate::domain::Refusal>;

/// The desk as the screens know it: two doors that answer later, through an event.
///
/// Invariant: no call blocks on the office file; answers come as `Event::Reply` with the ticket.
pub trait Port {
    /// Hands in a command.
    fn submit(&self, ticket: Ticket, command: Command);

    /// Hands in a command of a form; what the same form says again is answered again, where there is
    /// an office that remembers.
    fn submit_once(&self, ticket: Ticket, command: Command, form: String) {
        drop(form);
        self.submit(ticket, command);
    }

    /// Asks a question.
    fn ask(&self, ticket: Ticket, query: Query);

    /// Writes an answer to a new file; what came of it is told like an answer.
    fn save(&self, ticket: Ticket, export: Export);

    /// Imports files, or tries it on a copy; how far it is comes as answers with `done` and `all`.
    fn import(&self, ticket: Ticket, wish: ImportWish);

    /// Ends the import under way after the paper it is at.
    fn stop_import(&self);

    /// Keeps a half-typed form for this person, or forgets it (`None`).
    fn park(&self, kind: ScreenKind, draft: Option<Value>);

    /// Called once when the line is gone: keep these where no office is needed (the person's own
    /// folder), within half a second.
    fn park_at_once(&self, drafts: &[(ScreenKind, Value)]);
}
