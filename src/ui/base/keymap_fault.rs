//! What can be wrong in a keymap file, as a sentence with its line.

use crate::words::Lang;

use super::action::Action;
use super::key::Key;

/// Which file a problem is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// `assets/keymap.toml`.
    BuiltIn,
    /// The person's own file.
    User,
}

/// What is wrong in a keymap file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Not TOML.
    Syntax(String),
    /// No screen has this id.
    UnknownSection(String),
    /// No action has this id.
    UnknownAction(String),
    /// Not a list of key names.
    NotKeys(String),
    /// No key has this name.
    UnknownKey(String),
    /// A key that is never bound.
    Reserved(Key),
    /// A key for two actions on one screen.
    Double(Key, Action, Action),
    /// An action that has to have a key has none.
    Unbound(Action),
}

/// A problem and where it is; lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub source: Source,
    /// The line.
    pub line: usize,
    /// What is wrong there.
    pub fault: Fault,
}

impl Problem {
    /// The problem as a sentence.
    pub fn tell(&self, lang: Lang) -> String {
        let source = match self.source {
            Source::BuiltIn => lang.keys_built_in(),
            Source::User => lang.keys_of_user(),
        };
        let fault = match &self.fault {
            Fault::Syntax(why) => lang.keymap_syntax(why),
            Fault::UnknownSection(name) => lang.keymap_section(name),
            Fault::UnknownAction(name) => lang.keymap_action(name),
            Fault::NotKeys(name) => lang.keymap_not_keys(name),
            Fault::UnknownKey(name) => lang.keymap_key(name),
            Fault::Reserved(key) => lang.keymap_reserved(&key.to_string()),
            Fault::Double(key, one, two) => {
                lang.keymap_double(&key.to_string(), one.id(), two.id())
            }
            Fault::Unbound(action) => lang.keymap_unbound(action.id()),
        };
        lang.keymap_line(source, self.line, &fault)
    }
}
