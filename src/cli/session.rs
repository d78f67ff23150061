//! A session of the command line: the world around it, its configuration, its office.

use std::path::PathBuf;

use super::args::Args;
use super::config::Config;
use super::out::{Exit, failed};
use crate::desk::{Caller, Clock, Office};
use crate::words::Lang;

/// What `main` knows of the world around the program.
pub struct World {
    /// Tells the time.
    pub clock: Clock,
    /// Who is at the keyboard.
    pub caller: Caller,
    /// `ORDERDESK_DB`, if set.
    pub db_variable: Option<PathBuf>,
    /// The office that `/etc/orderdesk.conf` names.
    pub named: Option<PathBuf>,
    /// What the person's configuration file says.
    pub config: Config,
    /// The user's data folder.
    pub data: PathBuf,
    /// The program file, if the system tells.
    pub program: Option<PathBuf>,
    /// Where private copies may lie for a moment.
    pub scratch: PathBuf,
    /// `LANG` and its kin.
    pub locale: String,
    /// Whether standard input is a terminal.
    pub stdin_is_terminal: bool,
    /// Whether standard output is a terminal.
    pub stdout_is_terminal: bool,
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("World")
            .field("caller", &self.caller)
            .finish_non_exhaustive()
    }
}

/// A session of the command line: where the office is, in which language to speak.
#[derive(Debug)]
pub struct Session<'a> {
    /// The world.
    pub world: &'a World,
    /// Language.
    pub lang: Lang,
    /// The office file.
    pub db: PathBuf,
    /// Options that every call takes.
    pub args: &'a Args,
}

impl Session<'_> {
    /// Opens the office, or says why not.
    pub fn office(&self) -> Result<Office, Exit> {
        Office::open(&self.db, self.world.clock.clone()).map_err(|why| failed(self.lang, &why))
    }

    /// Opens the office for reading.
    pub fn reader(&self) -> Result<Office, Exit> {
        let clock = self.world.clock.clone();
        Office::open_reader(&self.db, clock).map_err(|why| failed(self.lang, &why))
    }
}

/// What needs a terminal, handed in by `main`, since this room does not know the screens.
pub struct Screens<'a> {
    /// Opens the desk.
    pub desk: &'a dyn Fn(&Session<'_>, &Caller) -> Exit,
    /// Shows each key as it arrives.
    pub keys: &'a dyn Fn(&Session<'_>) -> Exit,
}
