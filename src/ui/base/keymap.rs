//! Which key means what on which screen.
//!
//! Invariant: no key stands for two actions on one screen; the loader says so instead of choosing
//! in silence.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::Write as _;

use super::action::{Action, Need, Scope};
use super::key::Key;
use super::keymap_fault::{Fault, Problem, Source};
use super::keymap_file::{self, Row};
use super::kind::ScreenKind;

/// The keymap we ship.
pub const BUILT_IN: &str = include_str!("../../../assets/keymap.toml");

/// Which key means what.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keymap {
    /// What each key asks for, by screen; the global rows are mixed in.
    by_key: BTreeMap<(ScreenKind, Key), Action>,
    /// The keys of each action in the order of the file, by screen.
    by_action: BTreeMap<(ScreenKind, Action), Vec<Key>>,
}

impl Keymap {
    /// Reads the map we ship and the person's own over it; what is wrong is left out and reported.
    pub fn load(built_in: &str, user: Option<&str>) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let ours = keymap_file::rows(built_in, Source::BuiltIn, &mut problems);
        let mut rows = ours.clone();
        if let Some(text) = user {
            for row in keymap_file::rows(text, Source::User, &mut problems) {
                rows.retain(|old| (old.section, old.action) != (row.section, row.action));
                rows.push(row);
            }
        }
        let mut map = Self::default();
        for kind in ScreenKind::ALL {
            map.take_screen(*kind, &rows, &mut problems);
            map.keep_needed(*kind, &rows, &ours);
        }
        report_unbound(&rows, &mut problems);
        problems.sort_by_key(|problem| problem.line);
        (map, problems)
    }

    /// The map we ship, alone.
    pub fn built_in() -> Self {
        Self::load(BUILT_IN, None).0
    }

    /// What a key asks for on a screen.
    pub fn find(&self, kind: ScreenKind, key: Key) -> Option<Action> {
        self.by_key.get(&(kind, key)).copied()
    }

    /// The keys of an action on a screen, the one to show first.
    pub fn keys(&self, kind: ScreenKind, action: Action) -> &[Key] {
        self.by_action
            .get(&(kind, action))
            .map_or(&[], Vec::as_slice)
    }

    /// The keys of an action as people read them: `F6, F8, Ctrl+S`.
    pub fn keys_text(&self, kind: ScreenKind, action: Action) -> String {
        let mut text = String::new();
        for key in self.keys(kind, action) {
            let comma = if text.is_empty() { "" } else { ", " };
            let _ = write!(text, "{comma}{key}"); // a String takes everything
        }
        text
    }

    /// Fills in one screen: its own rows first, then the global ones it does not replace.
    fn take_screen(&mut self, kind: ScreenKind, rows: &[Row], problems: &mut Vec<Problem>) {
        let own = rows.iter().filter(|row| row.section == Some(kind));
        let replaced: Vec<Action> = own.clone().map(|row| row.action).collect();
        let global = rows
            .iter()
            .filter(|row| row.section.is_none() && !replaced.contains(&row.action));
        for row in own.chain(global) {
            for key in &row.keys {
                if let Some(other) = self.by_key.get(&(kind, *key)) {
                    let fault = Fault::Double(*key, *other, row.action);
                    // Where a person's row takes a key of ours, the person's row is to be changed.
                    let theirs = |theirs: &&Row| {
                        let here = theirs.section.is_none_or(|section| section == kind);
                        let of_it = theirs.action == *other && theirs.keys.contains(key);
                        row.source == Source::BuiltIn
                            && theirs.source == Source::User
                            && here
                            && of_it
                    };
                    let blamed = rows.iter().find(theirs).unwrap_or(row);
                    let problem = Problem {
                        source: blamed.source,
                        line: blamed.line,
                        fault,
                    };
                    if !problems.contains(&problem) {
                        problems.push(problem);
                    }
                } else {
                    self.by_key.insert((kind, *key), row.action);
                    self.by_action
                        .entry((kind, row.action))
                        .or_default()
                        .push(*key);
                }
            }
        }
    }
}

impl Keymap {
    /// An action that needs a key and would have none on a screen keeps ours, as far as they are free.
    fn keep_needed(&mut self, kind: ScreenKind, rows: &[Row], ours: &[Row]) {
        let here = |row: &&Row| row.section == Some(kind);
        for action in Action::ALL.iter().filter(|a| a.need() != Need::Free) {
            let its = |rows: &[Row]| -> Option<Row> {
                let mut its = rows.iter().filter(|row| row.action == *action);
                let own = its.clone().find(here);
                own.or_else(|| its.find(|row| row.section.is_none()))
                    .cloned()
            };
            let given_up = its(rows).is_some_and(|row| row.keys.is_empty() && given_up(&row));
            if given_up || !self.keys(kind, *action).is_empty() {
                continue;
            }
            for key in its(ours).into_iter().flat_map(|row| row.keys) {
                if let Entry::Vacant(free) = self.by_key.entry((kind, key)) {
                    free.insert(*action);
                    let keys = self.by_action.entry((kind, *action)).or_default();
                    keys.push(key);
                }
            }
        }
    }
}

/// Says where an action that needs a key lost it: in the row that empties it, or by having no row.
fn report_unbound(rows: &[Row], problems: &mut Vec<Problem>) {
    for action in Action::ALL.iter().filter(|a| a.need() != Need::Free) {
        let mut its_rows = rows.iter().filter(|row| row.action == *action).peekable();
        let missing = its_rows.peek().is_none().then_some((Source::BuiltIn, 1));
        let emptied = its_rows
            .find(|row| row.keys.is_empty() && !given_up(row))
            .map(|row| (row.source, row.line));
        if let Some((source, line)) = missing.or(emptied) {
            problems.push(Problem {
                source,
                line,
                fault: Fault::Unbound(*action),
            });
        }
    }
}

/// Whether the row is a screen's word that it has no use for the action.
fn given_up(row: &Row) -> bool {
    row.section.is_some() && row.action.scope() == Scope::Work
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    fn faults(user: &str) -> Vec<(usize, Fault)> {
        let (_, problems) = Keymap::load(BUILT_IN, Some(user));
        assert!(
            problems.iter().all(|p| p.source == Source::User),
            "{problems:?}"
        );
        problems.into_iter().map(|p| (p.line, p.fault)).collect()
    }

    #[test]
    fn the_map_we_ship_has_no_problem_and_no_key_twice() {
        let (_, problems) = Keymap::load(BUILT_IN, None);
        assert_eq!(problems, []);
    }

    #[test]
    fn vital_actions_have_two_keys_everywhere() {
        let map = Keymap::built_in();
        for action in Action::ALL.iter().filter(|a| a.need() == Need::Vital) {
            for kind in ScreenKind::ALL {
                let keys = map.keys(*kind, *action).len();
                let given_up = keys == 0 && action.scope() == Scope::Work;
                assert!(keys >= 2 || given_up, "{action:?} on {kind:?}");
            }
        }
    }

    #[test]
    fn keys_mean_what_the_table_says() {
        let map = Keymap::built_in();
        let find = |name: &str| map.find(ScreenKind::OrderEntry, name.parse().unwrap());
        assert_eq!(find("F8"), Some(Action::Submit));
        assert_eq!(find("Ctrl-S"), Some(Action::Submit));
        assert_eq!(find("F12"), Some(Action::Back));
        assert_eq!(find("Alt-2"), Some(Action::GoReview));
        assert_eq!(find("Left"), None);
        assert_eq!(
            map.keys_text(ScreenKind::Menu, Action::Submit),
            "F6, F8, Ctrl+S"
        );
    }

    #[test]
    fn a_persons_own_row_replaces_ours() {
        let own = "[global]\nsubmit = [\"F6\"]\n\n[order_entry]\nprint = [\"F8\"]\n";
        let (map, problems) = Keymap::load(BUILT_IN, Some(own));
        assert_eq!(problems, []);
        let f8 = Key::plain(super::super::key::Code::F(8));
        assert_eq!(map.find(ScreenKind::OrderEntry, f8), Some(Action::Print));
        assert_eq!(map.find(ScreenKind::Stock, f8), None);
        assert!(!map.keys(ScreenKind::Stock, Action::Print).contains(&f8));
    }

    #[test]
    fn a_key_of_ours_that_a_person_takes_is_blamed_on_the_persons_row() {
        let own = "[order_entry]\nlookup = [\"F1\"]\n";
        let (_, problems) = Keymap::load(BUILT_IN, Some(own));
        let blamed = problems.iter().map(|p| (p.source, p.line));
        assert_eq!(blamed.collect::<Vec<_>>(), [(Source::User, 2)]);
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        let key = |name: &str| name.parse::<Key>().unwrap();
        assert_eq!(
            faults("[global]\nfly = [\"F6\"]"),
            [(2, Fault::UnknownAction("fly".into()))]
        );
        assert_eq!(
            faults("\n[moon]\nsubmit = [\"F6\"]"),
            [(2, Fault::UnknownSection("moon".into()))]
        );
        assert_eq!(
            faults("[menu]\nsubmit = [\"F6\",\n \"F13\"]"),
            [(3, Fault::UnknownKey("F13".into()))]
        );
        assert_eq!(
            faults("[menu]\nsubmit = [\"s\", \"F6\"]"),
            [(2, Fault::Reserved(key("s")))]
        );
        assert_eq!(
            faults("[menu]\nsubmit = \"F6\""),
            [(2, Fault::NotKeys("submit".into()))]
        );
        assert_eq!(
            faults("[menu]\n\nsubmit = [\"F6\"]\nprint = [\"F6\"]"),
            [(4, Fault::Double(key("F6"), Action::Submit, Action::Print))]
        );
        assert_eq!(
            faults("[global]\nhelp = []"),
            [(2, Fault::Unbound(Action::Help))]
        );
        assert!(matches!(
            faults("[global]\nhelp = [").as_slice(),
            [(2, Fault::Syntax(_))]
        ));
    }

    #[test]
    fn an_action_that_needs_a_key_keeps_ours() {
        let f10 = "F10".parse::<Key>().unwrap();
        for own in [
            "[global]\npalette = []",
            "[global]\npalette = [\"F13\"]",
            "[global]\npalette = [\"F6\"]",
            "[stock]\npalette = []",
        ] {
            let (map, problems) = Keymap::load(BUILT_IN, Some(own));
            assert!(!problems.is_empty(), "{own}");
            assert_eq!(
                map.find(ScreenKind::Stock, f10),
                Some(Action::Palette),
                "{own}"
            );
        }
        // Only keys that nothing else has.
        let own = "[global]\nprint = [\"F10\"]\npalette = [\"F6\"]";
        let (map, _) = Keymap::load(BUILT_IN, Some(own));
        assert_eq!(map.find(ScreenKind::Stock, f10), Some(Action::Print));
        assert_eq!(map.keys_text(ScreenKind::Stock, Action::Palette), "Ctrl+K");
        // A screen may give up what it has no use for.
        let (map, problems) = Keymap::load(BUILT_IN, Some("[stock]\nprint = []"));
        assert_eq!(
            (problems, map.keys(ScreenKind::Stock, Action::Print)),
            (vec![], &[][..])
        );
    }

    #[test]
    fn a_mistake_is_a_sentence_in_both_languages() {
        let told = |own: &str, lang: Lang| {
            let (_, problems) = Keymap::load(BUILT_IN, Some(own));
            problems[0].tell(lang, "k.toml")
        };
        let own = "[global]\npallete = [\"F6\"]";
        assert_eq!(
            told(own, Lang::Zh),
            "k.toml 第 2 行: 没有名为 pallete 的动作;是否 palette"
        );
        assert_eq!(
            told(own, Lang::En),
            "k.toml, line 2: no action is called pallete; palette?"
        );
        assert_eq!(
            told("[global]\nfly = [\"F6\"]", Lang::Zh),
            "k.toml 第 2 行: 没有名为 fly 的动作;名称见 orderdesk admin keys | less"
        );
        assert_eq!(
            told("palette = []", Lang::En),
            "k.toml, line 1: palette wants a screen above it: [global] or [menu]"
        );
        assert_eq!(
            told("[mneu]\npalette = []", Lang::En),
            "k.toml, line 1: no screen is called mneu; menu?"
        );
    }
}
