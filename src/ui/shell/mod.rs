//! The shell around the screens: terminal, input, stack of screens, main loop.
//!
//! Threads: input (reads and decodes keys), signals, hang-up watchdog; the main thread holds all
//! state and draws. All of them speak through one channel of [`crate::ui::base::Event`].

pub mod app;
mod burst;
pub mod decoder;
pub mod frame;
pub mod input;
pub mod key_show;
pub mod layers;
mod lists;
pub mod messages;
pub mod parse;
pub mod paste;
pub mod pump;
pub mod setup;
pub mod signals;
pub mod stage;
pub mod status;
pub mod terminal;
#[cfg(test)]
pub(crate) mod testing;

pub use app::App;
pub use setup::Setup;
pub use stage::run;
