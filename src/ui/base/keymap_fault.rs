//! What can be wrong in a keymap file, as a sentence with its line.

use crate::words::Lang;

use super::action::Action;
use super::key::Key;
use super::kind::ScreenKind;

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
    /// An action that stands above all screens.
    NoSection(String),
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
    /// The problem as a sentence; `own` is the name of the person's own file.
    pub fn tell(&self, lang: Lang, own: &str) -> String {
        let source = match self.source {
            Source::BuiltIn => lang.keys_built_in(),
            Source::User => own,
        };
        let fault = match &self.fault {
            Fault::Syntax(why) => lang.keymap_syntax(why),
            Fault::UnknownSection(name) => {
                let screens = ScreenKind::ALL.iter().map(|kind| kind.id());
                lang.keymap_section(name, &meant(lang, name, screens.chain(["global"])))
            }
            Fault::UnknownAction(name) => {
                let actions = Action::ALL.iter().map(|action| action.id());
                lang.keymap_action(name, &meant(lang, name, actions))
            }
            Fault::NoSection(name) => lang.keymap_no_section(name),
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

/// What may have been meant by a name that there is not; else where all names are.
fn meant<'a>(lang: Lang, name: &str, all: impl Iterator<Item = &'a str>) -> String {
    let near = all.map(|one| (strsim::levenshtein(name, one), one)).min();
    match near {
        Some((steps, one)) if steps * 2 <= name.chars().count() => lang.keymap_meant(one),
        _ => lang.keymap_names().to_owned(),
    }
}
