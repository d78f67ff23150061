//! Sheets on their way from the process that read them: lines of JSON, taken apart with care again.

use serde::{Deserialize, Serialize};

use super::grid::{Budget, Encoding, Row, Sheet, cleaned};

/// Why a row may be broken, as the reader of workbooks says it.
const BROKEN: &[&str] = &["undecodable", "too_long", "unclosed_quote"];

/// One line.
#[derive(Debug, Serialize, Deserialize)]
enum Line {
    /// A sheet begins: its name, and whether it is of the old form.
    Sheet(String, bool),
    /// A row of it: line, cells with whether they were numbers, which of [`BROKEN`] at which column.
    Row(u64, Vec<(String, bool)>, Option<(usize, usize)>),
}

/// The sheets as text, in pieces of some size.
pub fn pieces(sheets: &[Sheet]) -> impl Iterator<Item = String> + '_ {
    sheets.iter().flat_map(|sheet| {
        let head = Line::Sheet(sheet.name.clone(), sheet.encoding == Encoding::Xls);
        let rows = sheet
            .rows
            .chunks(1_000)
            .map(|rows| rows.iter().map(of_row).collect());
        std::iter::once(text(&head)).chain(rows)
    })
}

fn of_row(row: &Row) -> String {
    let cells = row
        .cells
        .iter()
        .map(|cell| (cell.text.to_owned(), cell.numeric));
    let broken = row.broken.and_then(|(why, column)| {
        let why = BROKEN.iter().position(|known| *known == why)?;
        Some((why, column))
    });
    text(&Line::Row(row.line, cells.collect(), broken))
}

fn text(line: &Line) -> String {
    // Texts, numbers and lists of them always have a JSON form.
    serde_json::to_string(line).unwrap_or_default() + "\n"
}

/// The sheets again; nothing if a line is none, or if there is more than any file may hold. Whoever
/// wrote it has read a file from outside: its cells are cleaned once more.
pub fn read(bytes: &[u8]) -> Option<Vec<Sheet>> {
    let mut budget = Budget::default();
    let mut sheets: Vec<Sheet> = Vec::new();
    for line in bytes.split(|b| *b == b'\n').filter(|line| !line.is_empty()) {
        match serde_json::from_slice(line).ok()? {
            Line::Sheet(name, old) => sheets.push(Sheet {
                name: cleaned(&name).into_owned(),
                encoding: if old { Encoding::Xls } else { Encoding::Xlsx },
                rows: Vec::new(),
            }),
            Line::Row(line, cells, broken) => {
                let broken = match broken {
                    Some((why, column)) => Some((*BROKEN.get(why)?, column)),
                    None => None,
                };
                let mut row = Row {
                    broken,
                    ..Row::at(line)
                };
                for (column, (text, numeric)) in cells.into_iter().enumerate() {
                    budget.spend(column, text.len()).ok()?;
                    row.cells.push(&text, numeric);
                }
                row.cells.shrink();
                sheets.last_mut()?.rows.push(row);
            }
        }
    }
    Some(sheets)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let sheets = vec![
            Sheet {
                name: "订单\"1\"".into(),
                encoding: Encoding::Xlsx,
                rows: vec![
                    row(1, &[("a b", false), ("", false), ("12.5", true)], None),
                    row(9, &[("'=x", false)], Some(("too_long", 3))),
                ],
            },
            Sheet {
                name: String::new(),
                encoding: Encoding::Xls,
                rows: Vec::new(),
            },
        ];
        let text: String = pieces(&sheets).collect();
        assert_eq!(read(text.as_bytes()), Some(sheets));
        let hidden =
            "{\"Sheet\":[\"s\",false]}\n{\"Row\":[1,[[\"a\\u001b[2Jb\\u202e\",false]],null]}\n";
        let read_back = read(hidden.as_bytes()).unwrap();
        assert_eq!(read_back[0].rows[0].cell(0).text, "a[2Jb");
        for wrong in [
            "x\n",
            "{\"Row\":[1,[],null]}\n",
            "{\"Sheet\":[\"s\",false]}\n{\"Row\":[1,[],[9,0]]}\n",
            "{\"Sheet\":[\"s\"]}\n",
        ] {
            assert_eq!(read(wrong.as_bytes()), None, "{wrong}");
        }
        let wide = format!(
            "{{\"Sheet\":[\"s\",false]}}\n{{\"Row\":[1,[{}[\"\",false]],null]}}",
            "[\"\",false],".repeat(2_000)
        );
        assert_eq!(read(wide.as_bytes()), None, "too wide");
    }
}
