//! A list of rows under the cursor bar: moved through, marked, filtered, filled page by page.
//!
//! Invariant: the selection belongs to a row id, not to a place; a refresh never moves it to
//! another row while its own is still there.

use std::collections::BTreeSet;
use std::collections::HashMap;

use crate::ui::base::{Action, Arrangement, Press, Tone};
use crate::words::Lang;

use super::field::{Field, Kind, Took};

mod arranged;

/// How wide a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// So many cells.
    Cells(u16),
    /// A share of what is left.
    Rest(u16),
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its heading.
    pub title: fn(Lang) -> &'static str,
    /// How wide it is.
    pub width: Width,
    /// Numbers stand to the right.
    pub right: bool,
    /// Shown in areas of this many columns or more.
    pub from: u16,
    /// Names, which may differ only at the end.
    pub names: bool,
    /// Cells in an area that has room, where words need not be cut; none for as many as ever.
    pub roomy: Option<u16>,
}

impl Column {
    /// A column of text.
    pub const fn text(title: fn(Lang) -> &'static str, width: Width) -> Self {
        Self {
            title,
            width,
            right: false,
            from: 0,
            names: false,
            roomy: None,
        }
    }

    /// A column of names of customers or goods.
    pub const fn name(title: fn(Lang) -> &'static str, width: Width) -> Self {
        Self {
            names: true,
            ..Self::text(title, width)
        }
    }

    /// A column of numbers.
    pub const fn number(title: fn(Lang) -> &'static str, cells: u16) -> Self {
        Self {
            right: true,
            ..Self::text(title, Width::Cells(cells))
        }
    }

    /// The column, left out where the list is narrower than this.
    #[must_use]
    pub const fn from(mut self, columns: u16) -> Self {
        self.from = columns;
        self
    }

    /// The column, this wide where there is room: for words that are cut in 80 columns.
    #[must_use]
    pub const fn roomy(mut self, cells: u16) -> Self {
        self.roomy = Some(cells);
        self
    }
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is about: a document number, a code.
    pub id: String,
    /// A text for each column.
    pub cells: Vec<String>,
    /// How it is meant; say the same in a cell.
    pub tone: Tone,
}

/// What a list made of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListAnswer {
    /// Not for a list.
    Ignored,
    /// Nothing the screen has to know.
    Consumed,
    /// The cursor is on another row; with `more` the next page should be asked for.
    Moved {
        /// The rows come to an end and the office has more.
        more: bool,
    },
    /// Enter on this row.
    Open(String),
    /// The marks changed.
    Marked,
    /// Ask again with this filter.
    Filter(String),
}

/// Rows before the end at which the next page is asked for.
const NEAR_END: usize = 20;

/// A list.
#[derive(Debug, Clone)]
pub struct List {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
    pub(super) at: usize,
    pub(super) marks: BTreeSet<String>,
    pub(super) filter: Field,
    /// Where the next page begins; `None` at the end.
    next: Option<String>,
    /// The rows are the best of more, and there is no page to ask for.
    cut: bool,
    /// A page has been asked for.
    asked: bool,
    /// Rows that fit, as last drawn by the screen.
    page: usize,
    /// Space marks rows.
    markable: bool,
    /// The name under which a person's arrangement of it is kept.
    name: &'static str,
    /// How this person wants it.
    wish: Arrangement,
}

impl List {
    /// An empty list.
    pub fn new(columns: Vec<Column>) -> Self {
        Self {
            columns,
            rows: Vec::new(),
            at: 0,
            marks: BTreeSet::new(),
            filter: Field::new(Kind::Code),
            next: None,
            cut: false,
            asked: false,
            page: 10,
            markable: false,
            name: "",
            wish: Arrangement::default(),
        }
    }

    /// The list under a name: a person may arrange it.
    #[must_use]
    pub const fn named(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// The list with rows that Space marks.
    #[must_use]
    pub const fn markable(mut self) -> Self {
        self.markable = true;
        self
    }

    /// The row under the cursor.
    pub fn selected(&self) -> Option<&Row> {
        self.rows.get(self.at)
    }

    /// The rows that are here.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The ids that are marked; the row under the cursor if none is.
    pub fn chosen(&self) -> Vec<String> {
        if self.marks.is_empty() {
            self.selected()
                .map(|row| row.id.clone())
                .into_iter()
                .collect()
        } else {
            self.marks.iter().cloned().collect()
        }
    }

    /// How many are marked.
    pub fn marked(&self) -> usize {
        self.marks.len()
    }

    /// Marks a row by its id, whether it is here or not.
    pub fn mark_id(&mut self, id: &str) {
        self.marks.insert(id.to_owned());
    }

    /// Puts the same rows in other words: cursor, marks and pages stay.
    pub fn reword(&mut self, rows: Vec<Row>) {
        self.rows = self.in_order(rows);
        self.at = self.at.min(self.rows.len().saturating_sub(1));
    }

    /// The same list with its rows made anew from what was found, in the language of now; the cursor stays. `id`
    /// tells which row each is made from.
    #[must_use]
    pub fn worded<T>(
        &self,
        found: &[T],
        id: impl Fn(&T) -> String,
        row: impl Fn(&T) -> Row,
    ) -> Self {
        let mut by_id: HashMap<String, &T> = HashMap::new();
        for found in found {
            by_id.entry(id(found)).or_insert(found);
        }
        let rows = self.rows.iter().filter_map(|row| by_id.get(&row.id));
        let rows = rows.map(|found| row(found)).collect();
        let mut list = self.clone();
        list.reword(rows);
        list
    }

    /// Takes all marks away.
    pub fn unmark(&mut self) {
        self.marks.clear();
    }

    /// The filter as typed.
    pub fn filter(&self) -> &str {
        self.filter.value()
    }

    /// Puts a filter in; the screen asks with it.
    pub fn set_filter(&mut self, text: &str) {
        self.filter.set(text);
    }

    /// Where the next page begins, once: while it is on its way nobody asks again.
    pub fn ask_next(&mut self) -> Option<String> {
        if std::mem::replace(&mut self.asked, true) {
            None
        } else {
            self.next.clone()
        }
    }

    /// Whether the office has rows that are not here yet.
    pub const fn has_more(&self) -> bool {
        self.next.is_some() || self.cut
    }

    /// Says of the rows that were put in whether they are only the best of more.
    pub const fn cut_short(&mut self, cut: bool) {
        self.cut = cut;
    }

    /// Shows those of the rows that are here which the filter leaves; what the office has beyond
    /// them stays to be asked for.
    pub fn narrow(&mut self, rows: Vec<Row>) {
        let (next, cut, asked) = (self.next.take(), self.cut, self.asked);
        self.refresh(rows, None);
        (self.next, self.cut, self.asked) = (next, cut, asked);
    }

    /// Tells how many rows fit, for page up and page down.
    pub const fn set_page(&mut self, rows: usize) {
        self.page = rows;
    }

    /// Puts new rows in place of the old ones; cursor and marks stay with their ids.
    pub fn refresh(&mut self, mut rows: Vec<Row>, next: Option<String>) {
        self.sort(&mut rows);
        let id = self.selected().map(|row| row.id.clone());
        let same = id.and_then(|id| rows.iter().position(|row| row.id == id));
        self.at = same.unwrap_or(self.at).min(rows.len().saturating_sub(1));
        if next.is_none() {
            self.marks.retain(|id| rows.iter().any(|row| row.id == *id));
        }
        self.rows = rows;
        self.next = next;
        self.cut = false;
        self.asked = false;
    }

    /// Puts the next page behind; rows that are here already are left out.
    pub fn append(&mut self, rows: Vec<Row>, next: Option<String>) {
        let known: BTreeSet<String> = self.rows.iter().map(|row| row.id.clone()).collect();
        self.rows
            .extend(rows.into_iter().filter(|row| !known.contains(&row.id)));
        self.next = next;
        self.asked = false;
        self.sort_again();
    }

    /// Goes to a row by id; tells whether it is there.
    pub fn select(&mut self, id: &str) -> bool {
        let found = self.rows.iter().position(|row| row.id == id);
        self.at = found.unwrap_or(self.at);
        found.is_some()
    }

    /// Takes a key. What types goes to the filter.
    pub fn press(&mut self, press: &Press) -> ListAnswer {
        if self.markable && press.action == Some(Action::Mark) {
            return self.mark();
        }
        let last = self.rows.len().saturating_sub(1);
        let to = match press.action {
            Some(Action::Up) => self.at.saturating_sub(1),
            Some(Action::Down) => (self.at + 1).min(last),
            Some(Action::PageUp) => self.at.saturating_sub(self.page),
            Some(Action::PageDown) => (self.at + self.page).min(last),
            Some(Action::First) => 0,
            Some(Action::Last) => last,
            Some(Action::Accept) => {
                return self
                    .selected()
                    .map_or(ListAnswer::Consumed, |row| ListAnswer::Open(row.id.clone()));
            }
            Some(Action::Back) if !self.filter.is_empty() => {
                self.filter.set("");
                return ListAnswer::Filter(String::new());
            }
            _ => return self.type_filter(press),
        };
        if to == self.at && to != last {
            return ListAnswer::Consumed;
        }
        self.at = to;
        let more = self.next.is_some() && !self.asked && to + NEAR_END >= self.rows.len();
        ListAnswer::Moved { more }
    }

    /// Puts pasted text into the filter.
    pub fn paste(&mut self, text: &str) -> ListAnswer {
        self.filter.paste(text);
        ListAnswer::Filter(self.filter.value().trim().to_owned())
    }

    /// Selects the filter: what is typed next replaces it.
    pub fn select_filter(&mut self) {
        self.filter.focus();
    }

    /// Puts the best rows in, the cursor on the first: the answer to another filter.
    pub fn replace(&mut self, rows: Vec<Row>, next: Option<String>) {
        self.rows.clear();
        self.at = 0;
        self.refresh(rows, next);
    }

    fn type_filter(&mut self, press: &Press) -> ListAnswer {
        match self.filter.press(press) {
            Took::Ignored => ListAnswer::Ignored,
            Took::Moved => ListAnswer::Consumed,
            Took::Edited => ListAnswer::Filter(self.filter.value().trim().to_owned()),
        }
    }

    /// Marks the row or takes the mark away, and goes to the next one.
    fn mark(&mut self) -> ListAnswer {
        let Some(id) = self.selected().map(|row| row.id.clone()) else {
            return ListAnswer::Consumed;
        };
        if !self.marks.remove(&id) {
            self.marks.insert(id);
        }
        self.at = (self.at + 1).min(self.rows.len() - 1);
        ListAnswer::Marked
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::ui::widgets::testing::Desk;

    pub(crate) fn rows(range: std::ops::Range<usize>) -> Vec<Row> {
        let row = |n| Row {
            id: format!("SO{n:03}"),
            cells: vec![format!("SO{n:03}"), format!("客户{n}"), format!("{n}.00")],
            tone: Tone::Plain,
        };
        range.map(row).collect()
    }

    pub(crate) fn list() -> List {
        List::new(vec![
            Column::text(|lang| lang.pick("单号", "Order"), Width::Cells(8)),
            Column::name(|lang| lang.pick("客户", "Customer"), Width::Rest(1)),
            Column::number(|lang| lang.pick("金额", "Amount"), 10),
        ])
        .markable()
    }

    #[test]
    fn the_cursor_stays_with_its_row() {
        let desk = Desk::new(Lang::En);
        let mut list = list();
        list.refresh(rows(0..10), None);
        list.press(&desk.press("Down"));
        list.press(&desk.press("Down"));
        assert_eq!(list.selected().unwrap().id, "SO002");
        list.refresh(rows(1..9), None);
        assert_eq!(
            (list.selected().unwrap().id.as_str(), list.at),
            ("SO002", 1)
        );
        list.refresh(rows(5..8), None);
        assert_eq!(
            list.selected().unwrap().id,
            "SO006",
            "its row is gone: the place stays"
        );
        list.refresh(Vec::new(), None);
        assert_eq!(list.selected(), None);
    }

    #[test]
    fn the_next_page_is_asked_for_once() {
        let desk = Desk::new(Lang::En);
        let mut list = list();
        list.refresh(rows(0..50), Some("k50".into()));
        assert_eq!(
            list.press(&desk.press("Down")),
            ListAnswer::Moved { more: false }
        );
        assert_eq!(
            list.press(&desk.press("End")),
            ListAnswer::Moved { more: true }
        );
        assert_eq!(list.ask_next(), Some("k50".into()));
        assert_eq!(
            list.press(&desk.press("Up")),
            ListAnswer::Moved { more: false }
        );
        assert_eq!(list.ask_next(), None);
        list.append(rows(49..60), None);
        assert_eq!(list.rows().len(), 60);
    }

    #[test]
    fn a_filter_over_what_is_here_forgets_nothing_beyond_it() {
        let desk = Desk::new(Lang::En);
        let mut list = list();
        list.refresh(rows(0..50), Some("k50".into()));
        list.narrow(rows(3..5));
        assert!(list.has_more());
        assert_eq!(
            list.press(&desk.press("Down")),
            ListAnswer::Moved { more: true }
        );
        assert_eq!(list.ask_next(), Some("k50".into()));
        list.narrow(rows(0..50));
        assert_eq!(list.ask_next(), None, "it is on its way");
        list.append(rows(50..60), None);
        assert!(!list.has_more());
        list.cut_short(true);
        list.narrow(rows(3..5));
        assert!(list.has_more());
        list.refresh(rows(0..5), None);
        assert!(!list.has_more());
    }

    #[test]
    fn space_marks_and_letters_filter() {
        let desk = Desk::new(Lang::En);
        let mut list = list();
        list.refresh(rows(0..5), None);
        assert_eq!(list.chosen(), ["SO000"]);
        list.press(&desk.press("Space"));
        list.press(&desk.press("Space"));
        assert_eq!(list.chosen(), ["SO000", "SO001"]);
        list.refresh(rows(1..5), None);
        assert_eq!(list.chosen(), ["SO001"]);
        assert_eq!(list.press(&desk.press("g")), ListAnswer::Filter("g".into()));
        assert_eq!(
            list.press(&desk.press("Esc")),
            ListAnswer::Filter(String::new())
        );
        assert_eq!(list.press(&desk.press("Esc")), ListAnswer::Ignored);
        assert_eq!(
            list.press(&desk.press("Enter")),
            ListAnswer::Open("SO002".into())
        );
    }
}
