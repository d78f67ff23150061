//! A list as its person wants it: order of columns, sort, kept filter.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;

use super::{Column, List, Row};
use crate::ui::base::{Arrangeable, Arranged, Arrangement};
use crate::words::Lang;

impl List {
    /// Places of the columns that are shown, from left to right.
    pub(in super::super) fn shown_columns(&self) -> Vec<usize> {
        let place = |title: &String| self.columns.iter().position(|c| id(c) == title);
        let mut places: Vec<usize> = self.wish.order.iter().filter_map(place).collect();
        let rest = (0..self.columns.len()).filter(|n| !places.contains(n));
        let rest: Vec<usize> = rest.collect();
        places.extend(rest);
        let hidden = |n: &usize| {
            let title = id(&self.columns[*n]);
            self.wish.hidden.iter().any(|hidden| hidden == title)
        };
        places.retain(|n| !hidden(n));
        places
    }

    /// The heading of a column, with a sign where the list is sorted by it.
    pub(in super::super) fn title(&self, column: usize, lang: Lang) -> Cow<'static, str> {
        let column = &self.columns[column];
        let title = (column.title)(lang);
        match &self.wish.sort {
            Some(sort) if sort.column == id(column) => {
                Cow::Owned(format!("{title}{}", if sort.down { "-" } else { "+" }))
            }
            _ => Cow::Borrowed(title),
        }
    }

    /// Sorts rows as this person wants them; rows that are alike stay as the office gave them.
    pub(super) fn sort(&self, rows: &mut [Row]) {
        let Some(sort) = &self.wish.sort else {
            return;
        };
        let Some(n) = self.columns.iter().position(|c| id(c) == sort.column) else {
            return;
        };
        let right = self.columns[n].right;
        rows.sort_by(|a, b| {
            let cell = |row: &Row| row.cells.get(n).map(|cell| cell.trim().to_owned());
            let (a, b) = (cell(a).unwrap_or_default(), cell(b).unwrap_or_default());
            // What says nothing stands last either way.
            let empty = a.is_empty().cmp(&b.is_empty());
            let order = if right { by_number(&a, &b) } else { a.cmp(&b) };
            empty.then(if sort.down { order.reverse() } else { order })
        });
    }

    /// Whether this person has it sorted otherwise than the office does.
    pub(in super::super) const fn is_sorted(&self) -> bool {
        self.wish.sort.is_some()
    }

    /// Rows in the order in which they stand here: other words would sort them otherwise.
    pub(super) fn in_order(&self, mut rows: Vec<Row>) -> Vec<Row> {
        if self.is_sorted() {
            let places = self.rows.iter().enumerate();
            let places: HashMap<&str, usize> =
                places.map(|(n, row)| (row.id.as_str(), n)).collect();
            rows.sort_by_key(|row| places.get(row.id.as_str()).copied());
        }
        rows
    }

    /// Sorts the rows that are here; the cursor stays with its row.
    pub(super) fn sort_again(&mut self) {
        if self.wish.sort.is_none() {
            return;
        }
        let selected = self.selected().map(|row| row.id.clone());
        let mut rows = std::mem::take(&mut self.rows);
        self.sort(&mut rows);
        self.rows = rows;
        if let Some(id) = selected {
            self.select(&id);
        }
    }
}

impl Arranged for List {
    fn name(&self) -> &str {
        self.name
    }

    fn arrangeable(&self) -> Arrangeable {
        Arrangeable {
            name: self.name.to_owned(),
            titles: self.columns.iter().map(|column| column.title).collect(),
            filter: self.filter().to_owned(),
        }
    }

    fn arrange(&mut self, wish: &Arrangement, opening: bool) {
        if opening && self.filter().is_empty() && !wish.filter.is_empty() {
            self.set_filter(&wish.filter);
        }
        if self.wish != *wish {
            wish.clone_into(&mut self.wish);
            self.sort_again();
        }
    }
}

/// What a column is called where arrangements are kept.
fn id(column: &Column) -> &'static str {
    (column.title)(Lang::En)
}

/// By the numbers that two cells show, grouped by commas or not; texts stand behind.
fn by_number(a: &str, b: &str) -> Ordering {
    let number = |cell: &str| {
        let plain: String = cell.chars().filter(|c| *c != ',').collect();
        plain.parse::<rust_decimal::Decimal>().ok()
    };
    match (number(a), number(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => a.cmp(b),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::list;
    use super::*;
    use crate::ui::base::{Sort, Tone};

    fn row(number: &str, customer: &str, amount: &str) -> Row {
        Row {
            id: number.to_owned(),
            cells: vec![number.to_owned(), customer.to_owned(), amount.to_owned()],
            tone: Tone::Plain,
        }
    }

    fn ids(list: &List) -> Vec<&str> {
        list.rows().iter().map(|row| row.id.as_str()).collect()
    }

    fn sorted(column: &str, down: bool) -> Arrangement {
        let sort = Sort {
            column: column.to_owned(),
            down,
        };
        Arrangement {
            sort: Some(sort),
            ..Arrangement::default()
        }
    }

    #[test]
    fn rows_are_sorted_by_what_their_cells_mean_and_the_cursor_stays() {
        let mut list = list();
        let rows = vec![
            row("SO1", "乙", "1,000.00"),
            row("SO2", "甲", "20.00"),
            row("SO3", "", "-3.00"),
        ];
        list.refresh(rows, Some("k".into()));
        list.select("SO2");
        list.arrange(&sorted("Amount", true), false);
        assert_eq!(ids(&list), ["SO1", "SO2", "SO3"]);
        list.arrange(&sorted("Amount", false), false);
        assert_eq!(ids(&list), ["SO3", "SO2", "SO1"]);
        assert_eq!(list.selected().unwrap().id, "SO2");
        list.append(vec![row("SO4", "丙", "5.00")], None);
        assert_eq!(ids(&list), ["SO3", "SO4", "SO2", "SO1"]);
        assert_eq!(list.selected().unwrap().id, "SO2");
        let worded = vec![
            row("SO1", "", "1"),
            row("SO2", "", "2"),
            row("SO3", "", "3"),
            row("SO4", "", "4"),
        ];
        let mut other = list.clone();
        other.reword(worded);
        assert_eq!(ids(&other), ids(&list), "other words, the same order");
        list.arrange(&sorted("Customer", true), false);
        assert_eq!(ids(&list).last(), Some(&"SO3"), "nothing stands last");
        assert_eq!(list.title(1, Lang::En), "Customer-");
        list.arrange(&sorted("Gone", true), false);
        assert_eq!(ids(&list).len(), 4);
    }

    #[test]
    fn columns_go_and_move_and_new_ones_stand_behind() {
        let mut list = list();
        assert_eq!(list.shown_columns(), [0, 1, 2]);
        let wish = Arrangement {
            order: vec!["Amount".into(), "Gone".into(), "Order".into()],
            hidden: vec!["Order".into()],
            ..Arrangement::default()
        };
        list.arrange(&wish, false);
        assert_eq!(list.shown_columns(), [2, 1]);
    }

    #[test]
    fn a_kept_filter_is_there_on_opening_alone() {
        let mut list = list();
        let wish = Arrangement {
            filter: "甲".into(),
            ..Arrangement::default()
        };
        list.arrange(&wish, false);
        assert_eq!(list.filter(), "");
        list.arrange(&wish, true);
        assert_eq!(list.filter(), "甲");
        list.set_filter("乙");
        list.arrange(&wish, true);
        assert_eq!(list.filter(), "乙");
    }
}
