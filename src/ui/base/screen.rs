//! What the shell asks of a screen, and what a screen may ask of the shell.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use serde_json::Value;

use crate::domain::{Day, Moment};

use super::action::Action;
use super::arrangement::{Arrangeable, Arranged, Arrangements};
use super::effect::{Effect, Tone};
use super::event::Pasted;
use super::key::Key;
use super::keymap::Keymap;
use super::kind::ScreenKind;
use super::look::Look;
use super::port::{Query, Reply};
use super::ticket::{Ticket, Tickets};

/// A key that was pressed and what it stands for here, or an action chosen by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Press {
    /// What it asks for on this screen, if anything.
    pub action: Option<Action>,
    /// The key; `None` when the palette asked.
    pub key: Option<Key>,
    /// It came among others faster than fingers are: a scanner, an input method, a paste without marks.
    /// Such text goes into a field and chooses nothing.
    pub burst: bool,
}

impl Press {
    /// An action asked for by name.
    pub const fn of(action: Action) -> Self {
        Self {
            action: Some(action),
            key: None,
            burst: false,
        }
    }

    /// The character typed, if one was.
    pub fn typed(&self) -> Option<char> {
        self.key.and_then(Key::typed)
    }

    /// The digit typed, of either width, if one was: what chooses by number asks for it.
    pub fn digit(&self) -> Option<usize> {
        self.key.and_then(Key::digit).filter(|_| !self.burst)
    }
}

/// What reaches a screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A key or an action.
    Press(Press),
    /// Pasted text; a newline in it never submits anything.
    Paste(Pasted),
    /// The desk answered; a ticket the screen no longer waits for is to be ignored.
    Reply(Ticket, Reply),
    /// Somebody else changed the office: ask again what is on display, never touch a form.
    Changed,
    /// The screen is on top (again).
    Shown,
}

impl Input {
    /// The action asked for, if one is.
    pub const fn action(&self) -> Option<Action> {
        match self {
            Self::Press(press) => press.action,
            _ => None,
        }
    }
}

/// What a layer makes of an input.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Not mine; the layer below or the shell may have it.
    Ignored,
    /// Mine, nothing further.
    Consumed,
    /// Mine, and this is wanted.
    Effects(Vec<Effect>),
}

impl From<Effect> for Answer {
    fn from(effect: Effect) -> Self {
        Self::Effects(vec![effect])
    }
}

impl From<Vec<Effect>> for Answer {
    fn from(effects: Vec<Effect>) -> Self {
        if effects.is_empty() {
            Self::Consumed
        } else {
            Self::Effects(effects)
        }
    }
}

/// The office's clock, handed in by `main`.
pub type Clock = Arc<dyn Fn() -> Moment + Send + Sync>;

/// What a screen may look at while it works.
pub struct Ctx<'a> {
    /// Language and looks.
    pub look: &'a Look,
    /// Which key means what.
    pub keymap: &'a Keymap,
    /// Gives out tickets.
    pub tickets: &'a Tickets,
    /// Now, by the office.
    pub now: Moment,
}

impl Ctx<'_> {
    /// Today, by the office.
    pub fn today(&self) -> Day {
        self.now.day()
    }

    /// A fresh ticket.
    pub fn ticket(&self) -> Ticket {
        self.tickets.next()
    }

    /// Asks a question by name, and tells its ticket; `None` if its keys are none.
    pub fn ask(&self, name: &str, keys: Value, effects: &mut Vec<Effect>) -> Option<Ticket> {
        let query = Query::parse(name, keys).ok()?;
        let ticket = self.ticket();
        effects.push(Effect::Ask(ticket, query));
        Some(ticket)
    }
}

/// What a screen is opened with.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// What lay over it there, for the help.
    pub part: HelpPart,
    /// The screen it was opened from.
    pub from: ScreenKind,
    /// What can be asked for there.
    pub actions: Vec<Action>,
    /// The one thing it is about: an order number, a product code.
    pub subject: Option<String>,
    /// The draft that was parked, if there is one.
    pub parked: Option<Value>,
    /// The last messages, oldest first.
    pub said: Vec<(Tone, String)>,
    /// The list that had the keys there.
    pub list: Option<Arrangeable>,
    /// How this person wants lists.
    pub lists: Arrangements,
}

/// What of a screen the help is to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HelpPart {
    /// The screen itself.
    #[default]
    Screen,
    /// The size table.
    Sizes,
    /// The choice between what two clerks changed.
    Clash,
    /// A paper to fill in.
    Paper,
}

impl HelpPart {
    /// The paper, if one is open; else the screen.
    pub const fn paper(open: bool) -> Self {
        if open { Self::Paper } else { Self::Screen }
    }
}

/// One screen: its state, what it makes of inputs, how it is drawn.
///
/// Invariant: `update` never blocks; whatever takes time is an effect whose reply comes later.
pub trait Screen {
    /// Which one it is.
    fn kind(&self) -> ScreenKind;

    /// Line 1, the part behind the screen's name; empty if there is nothing to say.
    fn crumb(&self, look: &Look) -> String;

    /// Takes an input. Answer `Ignored` to leave it to the shell (Back closes, F1 helps, ...).
    fn update(&mut self, input: Input, ctx: &Ctx<'_>) -> Answer;

    /// Draws the body, and sets the terminal's cursor to the caret if a field has the focus.
    fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look);

    /// What can be asked for now, most wanted first: hint bar, help and palette show it.
    fn actions(&self) -> Vec<Action>;

    /// What is to be kept of half-typed forms, if there is anything.
    fn park(&self) -> Option<Value> {
        None
    }

    /// Whether the form that is shown is not saved, which line 1 says: what is put aside beside it
    /// is kept too, but is not what one looks at.
    fn unsaved(&self) -> bool {
        self.park().is_some()
    }

    /// Whether it comes back as it was left when it was closed, rather than made anew of its draft.
    fn rests(&self) -> bool {
        self.unsaved()
    }

    /// Whether what is typed next has to wait for an answer: a code was confirmed and its product
    /// is still being looked up. The shell keeps the keys and gives them after the reply.
    ///
    /// Invariant: for questions only, which are answered in milliseconds. A command may wait
    /// seconds for another clerk, and the desk stays live meanwhile.
    fn holds_keys(&self) -> bool {
        false
    }

    /// Whether a box lies over it that has the keys and tells its own: the hint bar and the palette
    /// then leave out what the screen below could do.
    fn boxed(&self) -> bool {
        false
    }

    /// Whether a digit chooses here: the shell then waits whether more follows it at once.
    fn digits_choose(&self) -> bool {
        self.boxed()
    }

    /// The product that is spoken of, for the stock screen to begin with.
    fn goods(&self) -> Option<String> {
        None
    }

    /// What lies over it, for the help to begin with.
    fn help_part(&self) -> HelpPart {
        HelpPart::Screen
    }

    /// Its lists that a person may arrange, the one that has the keys first.
    fn lists(&mut self) -> Vec<&mut dyn Arranged> {
        Vec::new()
    }

    /// Whether it is drawn over the screen below instead of in its place.
    fn floats(&self) -> bool {
        false
    }
}
