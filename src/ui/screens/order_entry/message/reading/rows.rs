//! Rows of a sheet in a message, with tabs between their cells or commas.

use crate::domain::text::narrow;

use super::super::cells::{self, Column};
use super::super::courtesy;
use super::super::remark;
use super::super::section;
use super::Message;

impl Message {
    /// A row of a sheet with commas between its cells, as its headings had them: the same with tabs.
    pub(super) fn with_commas(&self, line: &str) -> Option<String> {
        let line = line.replace('，', ",");
        let cells: Vec<String> = line.split(',').map(narrow).collect();
        let figures = line.contains(|c: char| c.is_ascii_digit());
        let heads = || {
            let columns = cells::headings(&cells).unwrap_or_default();
            columns.contains(&Column::Qty) && columns.contains(&Column::Goods)
        };
        let row = match &self.table {
            Some((names, _)) => self.commas && names.len() == cells.len(),
            None => cells.len() > 1 && !figures && heads(),
        };
        row.then(|| cells.join("\t"))
    }

    /// Of an order form most rows stay blank: they are no lines. Of a few that lack a quantity each is looked at.
    pub(super) fn without_blank(&mut self) {
        let blank = std::mem::take(&mut self.blank);
        if blank.len() * 2 <= self.items.len() || blank.len() == self.items.len() {
            return;
        }
        let gone = |n: usize| blank.partition_point(|at| *at < n);
        for said in &mut self.totals {
            said.of = (said.of.0 - gone(said.of.0), said.of.1 - gone(said.of.1));
        }
        let mut n = 0..self.items.len();
        self.items
            .retain(|_| n.next().is_none_or(|n| blank.binary_search(&n).is_err()));
        self.unfilled = blank.len();
    }

    /// A row of a sheet; its first cell may be empty.
    pub(super) fn row(&mut self, line: &str) {
        let cells = line.split('\t');
        let mut cells: Vec<String> = cells
            .map(|cell| courtesy::without_pictures(&narrow(cell)))
            .collect();
        let mut filled = cells.iter().filter(|cell| !cell.is_empty());
        if let (Some(one), None) = (filled.next(), filled.next())
            && let Some(section) = section::heading(one)
        {
            self.open(section);
            return;
        }
        let labelled = |cells: &[String]| match cells {
            [label, said] if !said.is_empty() => Some(format!("{label}:{said}")),
            _ => None,
        };
        let of_papers = labelled(&cells).filter(|said| remark::is_of_papers(said));
        if let Some(said) = of_papers.filter(|_| self.table.is_none()) {
            self.wish(&said);
            return;
        }
        if self.table.is_none()
            && let Some(columns) = cells::headings(&cells)
        {
            let theirs = cells.iter().zip(&columns);
            let theirs = theirs.filter(|(_, column)| **column == Column::Theirs);
            self.theirs = theirs.map(|(name, _)| name.clone()).collect();
            self.table = Some((cells, columns));
            return;
        }
        if let Some((names, columns)) = &self.table {
            if cells::is_total(&cells) {
                self.remarks.extend(cells::remarks(&cells, columns));
                for total in cells::totals(&cells, columns) {
                    self.sum(total, String::new());
                }
                return;
            }
            cells::fill_down(&mut cells, &self.above, columns);
            self.above.clone_from(&cells);
            if cells::is_blank(&cells, columns) {
                self.blank.push(self.items.len());
            }
            self.items.extend(cells::items(&cells, names, columns));
            return;
        }
        if cells.len() > 2 && self.is_number(&cells[0], &cells[1]) {
            cells.remove(0);
        }
        self.items.extend(cells::item(&cells, None));
    }
}
