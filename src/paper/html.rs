//! Pages that hold a table and are named .xls: cells read from `<tr>`, `<td>` and `<th>`.

use std::io::{self, BufRead};

use crate::domain::Refusal;

use super::grid::{Broken, Budget, Row, Rows};

/// Characters looked at for a table's tag.
const START: usize = 4_096;
/// Widest span of a cell taken at its word.
const SPAN_MOST: usize = 100;

/// Whether a text is a page rather than delimited cells.
pub(super) fn is_html(text: &str) -> bool {
    let start = text.trim_start();
    if !start.starts_with('<') {
        return false;
    }
    let start: String = start.chars().take(START).collect();
    let start = start.to_ascii_lowercase();
    ["<html", "<table", "<tr"]
        .iter()
        .any(|tag| start.contains(tag))
}

/// Reads the rows of all tables of a page, numbered from 1, into `rows`. No more of the page than a
/// text between two tags is held at once.
pub(super) fn rows(mut page: impl BufRead, rows: Rows) -> io::Result<Result<Rows, Refusal>> {
    let mut table = Table {
        rows,
        budget: Budget::default(),
        row: None,
        line: 0,
        cell: None,
        above: Above::default(),
    };
    let (mut text, mut tag) = (Vec::new(), Vec::new());
    loop {
        let more = told_until(&mut page, b'<', &mut text)?;
        table.text(&text);
        // A tag that breaks off says nothing.
        if !more || !told_until(&mut page, b'>', &mut tag)? {
            break;
        }
        if let Err(no) = table.tag(&String::from_utf8_lossy(&tag).to_ascii_lowercase()) {
            return Ok(Err(no));
        }
    }
    Ok(table.end())
}

/// What stands before the next mark; whether there is one.
fn told_until(page: &mut impl BufRead, mark: u8, told: &mut Vec<u8>) -> io::Result<bool> {
    told.clear();
    page.read_until(mark, told)?;
    Ok(told.pop_if(|last| *last == mark).is_some())
}

/// What has been read so far.
struct Table {
    rows: Rows,
    budget: Budget,
    row: Option<Row>,
    line: u64,
    /// The open cell and how many columns and rows it spans.
    cell: Option<(String, (usize, usize))>,
    above: Above,
}

impl Table {
    fn text(&mut self, bytes: &[u8]) {
        if let Some((cell, _)) = &mut self.cell {
            cell.push_str(&String::from_utf8_lossy(bytes));
        }
    }

    /// Follows a tag, given in small letters.
    fn tag(&mut self, tag: &str) -> Result<(), Refusal> {
        let name: String = tag
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '/')
            .collect();
        match name.as_str() {
            "td" | "th" => {
                self.close()?;
                let spans = (span(tag, "colspan="), span(tag, "rowspan="));
                self.cell = Some((String::new(), spans));
            }
            "tr" => {
                self.close()?;
                self.line += 1;
                self.above.next_row();
                let row = self.row.replace(Row::at(self.line));
                put(&mut self.rows, row)?;
            }
            "/td" | "/th" | "/tr" | "/table" => self.close()?,
            "br" | "br/" | "/p" | "/div" => self.text(b" "),
            _ => {}
        }
        Ok(())
    }

    /// Puts the open cell into its row, and empty ones beside it where it, or one above, spans columns.
    fn close(&mut self) -> Result<(), Refusal> {
        let (Some((raw, (wide, high))), Some(row)) = (self.cell.take(), &mut self.row) else {
            return Ok(());
        };
        while self.above.covers(row.cells.len()) {
            self.budget.spend(row.cells.len(), 0)?;
            row.cells.push("", false);
        }
        let text = unescaped(&raw);
        let column = row.cells.len();
        self.budget.spend(column, text.len())?;
        row.watch(column, &text);
        row.cells.push(&text, false);
        self.above.span(column, high);
        for column in column + 1..column + wide {
            self.budget.spend(column, 0)?;
            row.cells.push("", false);
            self.above.span(column, high);
        }
        Ok(())
    }

    /// The page ends. A cell that is still open may say less than it did: `12` of `120`.
    fn end(mut self) -> Result<Rows, Refusal> {
        let open = self.cell.is_some();
        self.close()?;
        if let Some(row) = self.row.as_mut().filter(|_| open) {
            let last = row.cells.len().saturating_sub(1);
            row.broken.get_or_insert((Broken::CutOff, last));
        }
        put(&mut self.rows, self.row)?;
        Ok(self.rows)
    }
}

/// Puts a row that holds anything below the others.
fn put(rows: &mut Rows, row: Option<Row>) -> Result<(), Refusal> {
    match row.filter(|row| !row.is_blank()) {
        Some(row) => rows.push(&row),
        None => Ok(()),
    }
}

/// How many more rows a cell of a row above reaches down into, by column.
#[derive(Default)]
struct Above(Vec<(usize, usize)>);

impl Above {
    /// A row begins: of what was spanned in the row before, one row less is left.
    fn next_row(&mut self) {
        for (left, fresh) in &mut self.0 {
            *left = left.saturating_sub(1).max(std::mem::take(fresh));
        }
    }

    fn covers(&self, column: usize) -> bool {
        self.0.get(column).is_some_and(|(left, _)| *left > 0)
    }

    fn span(&mut self, column: usize, rows: usize) {
        if rows > 1 {
            if self.0.len() <= column {
                self.0.resize(column + 1, (0, 0));
            }
            self.0[column].1 = rows - 1;
        }
    }
}

fn span(tag: &str, name: &str) -> usize {
    let told = tag.split_once(name).map_or("", |(_, rest)| rest);
    let digits: String = told
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse::<usize>().unwrap_or(1).clamp(1, SPAN_MOST)
}

/// Takes off the handful of entities that exports use; others stay as they stand.
fn unescaped(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let entity = rest.split_once(';').filter(|(name, _)| name.len() <= 8);
        match entity.and_then(|(name, after)| Some((character(name)?, after))) {
            Some((character, after)) => {
                text.push(character);
                rest = after;
            }
            None => text.push('&'),
        }
    }
    text.push_str(rest);
    text
}

fn character(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "yen" => '¥',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(page: &str) -> Rows {
        rows(page.as_bytes(), Rows::default()).unwrap().unwrap()
    }

    #[test]
    fn a_table_of_a_page_is_read_as_rows() {
        let page = "<html><meta charset=utf-8><table><tr><th>名称</th><th colspan=\"2\">数 &amp; 量</th>\
            <tr><td>红牛<br>250&#109;l</td><td></td><td>1 &lt; 2 &unknown; </td></tr></table>";
        assert!(is_html(page) && !is_html("a<table"));
        let rows = read(page).first(9).unwrap();
        let texts: Vec<Vec<&str>> = rows
            .iter()
            .map(|row| row.cells.iter().map(|c| c.text).collect())
            .collect();
        assert_eq!(
            texts,
            [
                vec!["名称", "数 & 量", ""],
                vec!["红牛 250ml", "", "1 < 2 &unknown;"]
            ]
        );
        assert_eq!(rows[1].line, 2);
    }

    #[test]
    fn a_page_that_breaks_off_gives_what_it_has() {
        for page in [
            "<table",
            "<table><tr><td>1",
            "<table><tr><td>1<",
            "<table><td>1</td>",
        ] {
            assert!(read(page).len() <= 1, "{page}");
        }
        let whole = "<table><tr><td>1</td><td>120</td></tr></table>";
        for at in 0..whole.len() {
            let rows = read(&whole[..at]).first(1).unwrap();
            let Some(row) = rows.first() else { continue };
            let told = row.cell(1).text;
            let sound = told.is_empty() || told == "120" || row.broken.is_some();
            assert!(sound, "{} {row:?}", &whole[..at]);
        }
    }
}
