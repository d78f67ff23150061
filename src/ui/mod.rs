//! The screens: what a clerk sees and types.
//!
//! Stairs inside: `shell` > `screens` > `widgets` > `base`. Screens never import screens, widgets
//! never import screens, and nothing here holds a database connection: commands and questions
//! leave through [`base::port::Port`] and come back as events.

pub mod base;
mod drafts;
pub mod idle;
mod link;
pub mod screens;
pub mod shell;
mod start;
pub mod widgets;
mod window;

pub use base::Frames;
pub use base::keymap_text::built_in as built_in_keys;
pub use shell::terminal::report_panics;
pub use start::{NotOpened, OwnKeys, Setup, open, show_keys};
