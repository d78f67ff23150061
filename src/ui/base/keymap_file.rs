//! Reads a keymap file into rows, with the line of everything that is wrong.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::action::Action;
use super::key::Key;
use super::keymap_fault::{Fault, Problem, Source};
use super::kind::ScreenKind;

/// One row: an action and its keys on a screen, or on all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The screen; `None` for all.
    pub section: Option<ScreenKind>,
    /// What is asked for.
    pub action: Action,
    /// By which keys.
    pub keys: Vec<Key>,
    /// The file.
    pub source: Source,
    /// The line the row begins in.
    pub line: usize,
}

/// Collects problems of one file.
struct Reader<'a> {
    text: &'a str,
    source: Source,
    problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    fn line(&self, offset: usize) -> usize {
        let before = self.text.as_bytes().iter().take(offset);
        before.filter(|byte| **byte == b'\n').count() + 1
    }

    fn report(&mut self, offset: usize, fault: Fault) {
        let problem = Problem {
            source: self.source,
            line: self.line(offset),
            fault,
        };
        self.problems.push(problem);
    }

    /// Reads `["F6", "Ctrl-S"]`; keys that are wrong are reported and left out.
    fn keys(&mut self, action: &str, value: &Spanned<DeValue<'_>>) -> Option<Vec<Key>> {
        let Some(list) = value.get_ref().as_array() else {
            self.report(value.span().start, Fault::NotKeys(action.to_owned()));
            return None;
        };
        let mut keys = Vec::new();
        for item in list {
            let at = item.span().start;
            match item
                .get_ref()
                .as_str()
                .map(|name| (name, name.parse::<Key>()))
            {
                None => self.report(at, Fault::NotKeys(action.to_owned())),
                Some((name, Err(_))) => self.report(at, Fault::UnknownKey(name.to_owned())),
                Some((_, Ok(key))) if key.is_reserved() => self.report(at, Fault::Reserved(key)),
                Some((_, Ok(key))) => keys.push(key),
            }
        }
        Some(keys)
    }

    fn section(&mut self, section: Option<ScreenKind>, table: &DeTable<'_>, rows: &mut Vec<Row>) {
        for (name, value) in table {
            let at = name.span().start;
            let Some(action) = Action::from_id(name.get_ref()) else {
                self.report(at, Fault::UnknownAction(name.get_ref().to_string()));
                continue;
            };
            if let Some(keys) = self.keys(name.get_ref(), value) {
                let line = self.line(at);
                rows.push(Row {
                    section,
                    action,
                    keys,
                    source: self.source,
                    line,
                });
            }
        }
    }
}

/// Reads all rows of a file; what is wrong goes to `problems`.
pub fn rows(text: &str, source: Source, problems: &mut Vec<Problem>) -> Vec<Row> {
    let mut reader = Reader {
        text,
        source,
        problems,
    };
    let mut rows = Vec::new();
    let file = match DeTable::parse(text) {
        Ok(file) => file,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            reader.report(at, Fault::Syntax(error.message().to_owned()));
            return rows;
        }
    };
    for (name, value) in file.get_ref() {
        let section = match name.get_ref().as_ref() {
            "global" => Some(None),
            id => ScreenKind::from_id(id).map(Some),
        };
        if let (Some(section), Some(table)) = (section, value.get_ref().as_table()) {
            reader.section(section, table, &mut rows);
        } else {
            let called = name.get_ref().to_string();
            let fault = if value.get_ref().as_table().is_some() {
                Fault::UnknownSection(called)
            } else {
                Fault::NoSection(called)
            };
            reader.report(name.span().start, fault);
        }
    }
    // The table comes sorted by name; the order of the file decides which of two is the second.
    rows.sort_by_key(|row| row.line);
    rows
}
