//! Pages that hold a table and are named .xls: cells read from `<tr>`, `<td>` and `<th>`.

use crate::domain::Refusal;

use super::grid::{Budget, Row, Rows};

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

/// Reads the rows of all tables of a page, numbered from 1, into `rows`.
pub(super) fn rows(text: &str, mut rows: Rows) -> Result<Rows, Refusal> {
    let mut budget = Budget::default();
    let mut row: Option<Row> = None;
    let mut line = 0;
    let mut open: Option<(String, (usize, usize))> = None;
    let mut above = Above::default();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        if let Some((cell, _)) = &mut open {
            cell.push_str(&rest[..at]);
        }
        let inside = &rest[at + 1..];
        let Some(end) = inside.find('>') else {
            break;
        };
        let tag = inside[..end].to_ascii_lowercase();
        rest = &inside[end + 1..];
        let name: String = tag
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '/')
            .collect();
        match name.as_str() {
            "td" | "th" | "/td" | "/th" | "tr" | "/tr" | "/table" => {
                close(open.take(), row.as_mut(), &mut above, &mut budget)?;
            }
            "br" | "br/" | "/p" | "/div" => {
                if let Some((cell, _)) = &mut open {
                    cell.push(' ');
                }
            }
            _ => {}
        }
        match name.as_str() {
            "tr" => {
                line += 1;
                above.next_row();
                if let Some(whole) = row.replace(Row::at(line)).filter(|row| !row.is_blank()) {
                    rows.push(&whole)?;
                }
            }
            "td" | "th" => {
                let spans = (span(&tag, "colspan="), span(&tag, "rowspan="));
                open = Some((String::new(), spans));
            }
            _ => {}
        }
    }
    close(open.take(), row.as_mut(), &mut above, &mut budget)?;
    if let Some(whole) = row.filter(|row| !row.is_blank()) {
        rows.push(&whole)?;
    }
    Ok(rows)
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

/// Puts a finished cell into its row, and empty ones beside it where it, or one above, spans columns.
fn close(
    cell: Option<(String, (usize, usize))>,
    row: Option<&mut Row>,
    above: &mut Above,
    budget: &mut Budget,
) -> Result<(), Refusal> {
    let (Some((raw, (wide, high))), Some(row)) = (cell, row) else {
        return Ok(());
    };
    while above.covers(row.cells.len()) {
        budget.spend(row.cells.len(), 0)?;
        row.cells.push("", false);
    }
    let text = unescaped(&raw);
    let column = row.cells.len();
    budget.spend(column, text.len())?;
    row.watch(column, &text);
    row.cells.push(&text, false);
    above.span(column, high);
    for column in column + 1..column + wide {
        budget.spend(column, 0)?;
        row.cells.push("", false);
        above.span(column, high);
    }
    Ok(())
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

    #[test]
    fn a_table_of_a_page_is_read_as_rows() {
        let page = "<html><meta charset=utf-8><table><tr><th>名称</th><th colspan=\"2\">数 &amp; 量</th>\
            <tr><td>红牛<br>250&#109;l</td><td></td><td>1 &lt; 2 &unknown; </td></tr></table>";
        assert!(is_html(page) && !is_html("a<table"));
        let rows = rows(page, Rows::default()).unwrap().first(9).unwrap();
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
            assert!(rows(page, Rows::default()).unwrap().len() <= 1, "{page}");
        }
    }
}
