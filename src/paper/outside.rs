//! Sheets on their way from the process that read them: lines of JSON, taken apart with care again.

use std::io::{BufRead, Read};

use serde::{Deserialize, Serialize};

use crate::domain::Refusal;

use super::grid::{Broken, Budget, Encoding, Row, Sheet, cleaned};
use super::input::Input;

/// The longest line: a row of the longest cells there may be.
const LINE_MOST: u64 = 32 << 20;

/// One line.
#[derive(Debug, Serialize, Deserialize)]
enum Line {
    /// A sheet begins: its name, and whether it is of the old form.
    Sheet(String, bool),
    /// A row of it: line, cells with whether they were numbers, what is broken at which column.
    Row(u64, Vec<(String, bool)>, Option<(Broken, usize)>),
    /// That was all of it.
    End,
}

/// The sheets as text, line by line; the first that cannot be read back ends it, and so it has no end.
pub fn pieces(sheets: &[Sheet]) -> impl Iterator<Item = String> + '_ {
    let lines = sheets.iter().flat_map(|sheet| {
        let old = sheet.encoding == Encoding::Xls;
        let head = Ok(Line::Sheet(sheet.name.clone(), old));
        let rows = sheet.rows.from(0).map(|row| Ok(of_row(&row?)));
        std::iter::once(head).chain(rows)
    });
    let lines = lines.chain([Ok(Line::End)]);
    lines.map_while(|line: Result<Line, Refusal>| Some(text(&line.ok()?)))
}

fn of_row(row: &Row) -> Line {
    let cells = row
        .cells
        .iter()
        .map(|cell| (cell.text.to_owned(), cell.numeric));
    Line::Row(row.line, cells.collect(), row.broken)
}

fn text(line: &Line) -> String {
    // Texts, numbers and lists of them always have a JSON form.
    serde_json::to_string(line).unwrap_or_default() + "\n"
}

/// The sheets again, as a file's; nothing if a line is none, if the end is missing, or if there is more
/// than any file may hold. Whoever wrote it has read a file from outside: its cells are cleaned once more.
pub fn read(input: &Input, mut from: impl BufRead) -> Option<Vec<Sheet>> {
    let mut budget = Budget::default();
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut line = Vec::new();
    loop {
        line.clear();
        from.by_ref()
            .take(LINE_MOST)
            .read_until(b'\n', &mut line)
            .ok()?;
        match serde_json::from_slice(&line).ok()? {
            Line::Sheet(name, old) => sheets.push(Sheet {
                name: cleaned(&name).into_owned(),
                encoding: if old { Encoding::Xls } else { Encoding::Xlsx },
                rows: input.rows(),
            }),
            Line::Row(line, cells, broken) => {
                let mut row = Row {
                    broken,
                    ..Row::at(line)
                };
                for (column, (text, numeric)) in cells.into_iter().enumerate() {
                    budget.spend(column, text.len()).ok()?;
                    row.cells.push(&text, numeric);
                }
                sheets.last_mut()?.rows.push(&row).ok()?;
            }
            Line::End => return Some(sheets),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::grid::Rows;

    fn sheet(name: &str, encoding: Encoding, of: &[Row]) -> Sheet {
        let mut rows = Rows::default();
        for row in of {
            rows.push(row).unwrap();
        }
        let name = name.to_owned();
        Sheet {
            name,
            encoding,
            rows,
        }
    }

    fn read(text: &str) -> Option<Vec<Sheet>> {
        super::read(&Input::new("b.xlsx", b""), text.as_bytes())
    }

    #[test]
    fn sheets_come_through_as_they_are_and_nothing_hidden_does() {
        let row = |line, cells: &[(&str, bool)], broken| {
            let mut row = Row::at(line);
            for (text, numeric) in cells {
                row.cells.push(text, *numeric);
            }
            row.broken = broken;
            row
        };
        let rows = [
            row(1, &[("a b", false), ("", false), ("12.5", true)], None),
            row(9, &[("'=x", false)], Some((Broken::TooLong, 3))),
        ];
        let sheets = [
            sheet("订单\"1\"", Encoding::Xlsx, &rows),
            sheet("", Encoding::Xls, &[]),
        ];
        let text: String = pieces(&sheets).collect();
        let back = read(&text).unwrap();
        for (back, sheet) in back.iter().zip(&sheets) {
            assert_eq!(
                (&back.name, back.encoding, back.rows.first(9)),
                (&sheet.name, sheet.encoding, sheet.rows.first(9))
            );
        }
        assert_eq!((back.len(), back[0].rows.len()), (2, 2));
        let hidden = "{\"Sheet\":[\"s\",false]}\n\
            {\"Row\":[1,[[\"a\\u001b[2Jb\\u202e\",false]],null]}\n\"End\"\n";
        let back = read(hidden).unwrap();
        let first = back[0].rows.get(0).unwrap().unwrap();
        assert_eq!(first.cell(0).text, "a[2Jb");
        for wrong in [
            "x\n\"End\"\n",
            "{\"Row\":[1,[],null]}\n\"End\"\n",
            "{\"Sheet\":[\"s\",false]}\n{\"Row\":[1,[],[9,0]]}\n\"End\"\n",
            "{\"Sheet\":[\"s\"]}\n\"End\"\n",
            "{\"Sheet\":[\"s\",false]}\n",
        ] {
            assert!(read(wrong).is_none(), "{wrong}");
        }
        let wide = format!(
            "{{\"Sheet\":[\"s\",false]}}\n{{\"Row\":[1,[{}[\"x\",false]],null]}}\n\"End\"\n",
            "[\"\",false],".repeat(2_000)
        );
        assert!(read(&wide).is_none(), "too wide");
    }
}
