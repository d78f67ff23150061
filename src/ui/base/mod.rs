//! The ground the widgets and screens stand on: actions, keys, events, effects, looks.
//!
//! What never lives here: drawing of anything in particular, and the terminal itself.

pub mod action;
pub mod arrangement;
pub mod called;
pub mod effect;
pub mod event;
pub mod key;
pub mod keymap;
pub mod keymap_fault;
pub mod keymap_file;
pub mod keymap_text;
pub mod kind;
pub mod look;
pub mod port;
pub mod screen;
pub mod theme;
pub mod ticket;

pub use action::Action;
pub use arrangement::{Arrangeable, Arranged, Arrangement, Arrangements, Sort};
pub use effect::{Effect, Tone};
pub use event::{Event, Pasted};
pub use key::{Code, Key};
pub use keymap::Keymap;
pub use kind::ScreenKind;
pub use look::{Frames, Look};
pub use port::{Command, Export, ImportWish, Port, Query, Reply};
pub use screen::{Answer, Ctx, HelpPart, Input, Opening, Press, Screen};
pub use ticket::{Ticket, Tickets};
