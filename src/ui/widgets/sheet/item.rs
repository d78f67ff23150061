//! The items of a sheet: choices and fields.

use crate::words::Lang;
use crate::words::papers::Table;

use super::super::codes::Held;
use super::super::field::{Field, Kind};

/// The place of a choice where nothing is chosen.
pub(super) const NOTHING: usize = usize::MAX;

/// Something to choose by digit.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Code and text of each.
    pub(in super::super) options: Vec<(String, String)>,
    pub(in super::super) at: usize,
    /// Somebody chose it, or the default may stand.
    pub(super) settled: bool,
}

impl Choice {
    /// Whether nothing is chosen yet.
    pub(in super::super) const fn is_open(&self) -> bool {
        self.at >= self.options.len()
    }
}

/// The options of a table of codes.
pub fn of_table(table: Table, lang: Lang) -> Vec<(String, String)> {
    table
        .iter()
        .map(|(code, zh, en)| ((*code).to_owned(), lang.pick(zh, en).to_owned()))
        .collect()
}

/// What an item holds.
#[derive(Debug, Clone)]
pub enum Cell {
    /// One of several.
    Choice(Choice),
    /// Typed text, number or date.
    Text(Box<Field>),
}

/// A line of the sheet.
#[derive(Debug, Clone)]
pub struct Item {
    pub(in super::super) id: String,
    pub(in super::super) label: String,
    pub(in super::super) cell: Cell,
    pub(in super::super) needed: bool,
    pub(in super::super) hidden: bool,
    /// Enter stops here once, though it may stay empty.
    pub(super) stop: bool,
    /// The codes it holds, if it holds some.
    pub(in super::super) codes: Option<Held>,
    /// The text that the office has been asked about.
    pub(super) known: String,
}

impl Item {
    fn of(id: &str, label: &str, cell: Cell) -> Self {
        Self {
            id: id.to_owned(),
            label: label.to_owned(),
            cell,
            needed: false,
            hidden: false,
            stop: false,
            codes: None,
            known: String::new(),
        }
    }

    /// A choice; `at` is marked at first and may stand as it is.
    pub fn choice(id: &str, label: &str, options: Vec<(String, String)>, at: usize) -> Self {
        let at = at.min(options.len().saturating_sub(1));
        let cell = Cell::Choice(Choice {
            options,
            at,
            settled: true,
        });
        Self::of(id, label, cell)
    }

    /// A field to type in; one named for a kind of code has the list of these.
    pub fn field(id: &str, label: &str, field: Field) -> Self {
        let words = matches!(field.kind(), Kind::Text | Kind::Code);
        let codes = Held::of(id).filter(|_| words);
        Self::of(id, label, Cell::Text(Box::new(field))).holding(codes)
    }

    /// The same with codes of these, or with none.
    #[must_use]
    pub fn holding(mut self, codes: Option<Held>) -> Self {
        self.codes = codes;
        self
    }

    /// The same with nothing chosen yet: Enter alone takes nothing.
    #[must_use]
    pub fn unset(self) -> Self {
        let mut item = self.needed();
        if let Cell::Choice(choice) = &mut item.cell {
            choice.at = NOTHING;
        }
        item
    }

    /// The same, to be seen before the paper goes: Enter stops here once.
    #[must_use]
    pub const fn seen_first(mut self) -> Self {
        self.stop = true;
        self
    }

    /// The same, to be filled in or confirmed: Enter stops here.
    #[must_use]
    pub fn needed(mut self) -> Self {
        self.needed = true;
        if let Cell::Choice(choice) = &mut self.cell {
            choice.settled = false;
        }
        self
    }

    /// Whether it is to be filled in or confirmed.
    pub const fn needs(&self) -> bool {
        self.needed
    }

    /// The same, out of sight at first.
    #[must_use]
    pub const fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    /// The code chosen or the text typed.
    pub(super) fn held(&self) -> &str {
        match &self.cell {
            Cell::Choice(choice) => {
                let chosen = choice.options.get(choice.at);
                chosen.map_or("", |(code, _)| code.as_str())
            }
            Cell::Text(field) => field.value().trim(),
        }
    }

    /// How many there are to choose from.
    pub(super) fn choices(&self) -> usize {
        match &self.cell {
            Cell::Choice(choice) => choice.options.len(),
            Cell::Text(_) => 0,
        }
    }

    pub(in super::super) fn wants(&self) -> bool {
        match &self.cell {
            _ if self.hidden => false,
            _ if self.stop => true,
            Cell::Choice(choice) => self.needed && !choice.settled,
            Cell::Text(field) => self.needed && field.is_empty() || field.fault().is_some(),
        }
    }
}
