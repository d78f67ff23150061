//! What a screen wants done: data, carried out by the shell.

use serde_json::Value;

use crate::words::Lang;

use super::action::Action;
use super::arrangement::Arrangement;
use super::event::Pasted;
use super::kind::ScreenKind;
use super::port::{Command, Export, ImportWish, Query};
use super::ticket::Ticket;

/// How a message is meant; each has a sign beside its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    /// It is so.
    Plain,
    /// It went well.
    Good,
    /// Look at this.
    Warn,
    /// It was not done.
    Bad,
}

impl Tone {
    /// The sign that says the same without colour.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Good => "✓ ",
            Self::Warn => "? ",
            Self::Bad => "! ",
        }
    }
}

/// Something a screen wants done.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Hand in a command; the answer comes as `Input::Reply`.
    Do(Ticket, Command),
    /// The same of a form with a token of its own, which it keeps as long as it is half done: handed in again
    /// after an answer that was never heard, it is one paper (`reliability.md` R21).
    DoOnce(Ticket, Command, String),
    /// Ask a question; the answer comes as `Input::Reply`.
    Ask(Ticket, Query),
    /// Write an answer to a new file; what came of it comes as `Input::Reply`.
    Save(Ticket, Export),
    /// Import files, or try it; how far it is comes as `Input::Reply` with `done` and `all`.
    Import(Ticket, Box<ImportWish>),
    /// End the import under way after the paper it is at.
    StopImport,
    /// Go to a screen, keeping its position if it is open already.
    Open(ScreenKind),
    /// Go to a screen about one thing (an order number, a product code).
    OpenAt(ScreenKind, String),
    /// Begin a new paper on a screen with a text that was pasted here.
    NewFrom(ScreenKind, Pasted),
    /// Leave this screen; its draft is parked.
    Close,
    /// Leave this screen and let the one below do this (the palette).
    Pass(Action),
    /// Say something; it stays until the next key.
    Tell(Tone, String),
    /// Put this text into the clipboard of the person's own terminal.
    Copy(String),
    /// Speak this language from now on.
    SetLang(Lang),
    /// Show the list of this name so from now on, and keep it for this person.
    Arrange(String, Arrangement),
    /// Keep this draft of the screen, or forget it.
    Park(Option<Value>),
    /// Ask everything again and draw anew.
    Redraw,
    /// Stop the program until `fg`.
    Suspend,
    /// End the program; drafts are parked.
    Quit,
}
