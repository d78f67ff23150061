//! `orderdesk ask`: every read, as a table, JSON, CSV or a spreadsheet.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::args::Format;
use super::out;
use super::out::Exit;
use super::session::Session;
use crate::desk::Failure;
use crate::domain::Refusal;
use crate::paper::file_out;
use crate::paper::table_out::{self, OutCell, Table};
use crate::words::fill::safe;
use crate::words::width::Ruler;

/// Asks and writes the answer.
pub fn ask(
    session: &Session<'_>,
    name: &str,
    keys: &[String],
    format: Option<Format>,
    file: Option<&Path>,
) -> Result<Exit, Exit> {
    let refuse = |refusal: Refusal| out::failed(session.lang, &Failure::Refused(refusal));
    let mut with = Map::new();
    for key in keys {
        let (key, value) = key
            .split_once('=')
            .ok_or_else(|| refuse(Refusal::bad_field(key, "key=value")))?;
        with.insert(key.to_owned(), json!(value));
    }
    let office = session.reader()?;
    let mut answer = office
        .ask_by_name(&session.world.caller, name, Value::Object(with))
        .map_err(|why| out::failed(session.lang, &why))?;
    session.lang.tell(&mut answer);
    let usual = if session.world.stdout_is_terminal && file.is_none() {
        Format::Table
    } else {
        Format::Json
    };
    let by_name = file
        .and_then(Path::extension)
        .and_then(|ending| match ending.to_str()? {
            "csv" => Some(Format::Csv),
            "xlsx" => Some(Format::Xlsx),
            _ => None,
        });
    let bytes = match format.or(by_name).unwrap_or(usual) {
        Format::Json => format!("{answer}\n").into_bytes(),
        Format::Table => table_text(&answer).into_bytes(),
        Format::Csv => table_out::csv(&table(&answer)),
        Format::Xlsx => table_out::xlsx(&table(&answer)).map_err(refuse)?,
    };
    match file {
        None => out::raw(&bytes)?,
        Some(path) => file_out::write_new(path, &bytes).map_err(|why| written(session, &why))?,
    }
    Ok(Exit::Done)
}

/// Why a file was not written.
pub(super) fn written(session: &Session<'_>, why: &file_out::WriteError) -> Exit {
    match why {
        file_out::WriteError::Refused(refusal) => {
            out::failed(session.lang, &Failure::Refused(refusal.clone()))
        }
        file_out::WriteError::Io(error) => {
            out::say(&error.to_string());
            Exit::Office
        }
    }
}

/// The rows of an answer; an answer that is no list is one row a field.
fn rows(answer: &Value) -> Vec<&Map<String, Value>> {
    let list = answer
        .get("rows")
        .or_else(|| answer.get("atp"))
        .and_then(Value::as_array);
    list.map(|rows| rows.iter().filter_map(Value::as_object).collect())
        .unwrap_or_default()
}

/// What a reader looks for first, in this order; other columns follow by name.
const FIRST: &[&str] = &[
    "account",
    "at",
    "date",
    "number",
    "customer",
    "text",
    "not_due",
    "d1_30",
    "d31_60",
    "d61_90",
    "d91_180",
    "over_180",
    "unapplied",
    "debit",
    "credit",
    "amount",
    "document",
    "balance",
];

fn headings(rows: &[&Map<String, Value>]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for row in rows {
        for name in row
            .keys()
            .filter(|name| !matches!(name.as_str(), "facts" | "with" | "id" | "py"))
        {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
    }
    let place = |name: &String| FIRST.iter().position(|first| first == name);
    names.sort_by_key(|name| place(name).unwrap_or(FIRST.len()));
    names
}

fn table(answer: &Value) -> Table {
    let rows = rows(answer);
    if rows.is_empty() && answer.get("rows").is_none() {
        let fields = answer.as_object().cloned().unwrap_or_default();
        let rows = fields
            .iter()
            .map(|(k, v)| vec![OutCell::Text(k.clone()), cell(v)])
            .collect();
        return Table {
            headers: vec!["field".to_owned(), "value".to_owned()],
            rows,
        };
    }
    let headers = headings(&rows);
    let cells = |row: &&Map<String, Value>| {
        headers
            .iter()
            .map(|name| row.get(name).map_or(OutCell::Empty, cell))
            .collect()
    };
    let rows = rows.iter().map(cells).collect();
    Table { headers, rows }
}

/// Amounts are numbers for a spreadsheet, everything else is text: a code must keep its zeros.
fn cell(value: &Value) -> OutCell {
    match value {
        Value::Null => OutCell::Empty,
        Value::Number(n) => OutCell::Number(n.to_string()),
        Value::String(text) => {
            let is_amount = text.contains('.')
                && text.len() <= 20
                && text.parse::<rust_decimal::Decimal>().is_ok();
            if is_amount {
                OutCell::Number(text.clone())
            } else {
                OutCell::Text(text.clone())
            }
        }
        other => OutCell::Text(short(other)),
    }
}

/// A value on one line.
fn short(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(short).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            let shown = fields.iter().filter(|(_, v)| !v.is_null());
            shown
                .map(|(k, v)| format!("{k} {}", short(v)))
                .collect::<Vec<_>>()
                .join(" ")
        }
        other => other.to_string(),
    }
}

/// Columns padded by cell width; cells of a terminal get nothing that could act on it.
fn table_text(answer: &Value) -> String {
    let mut text = String::new();
    let rows = rows(answer);
    if let Some(fields) = answer.as_object() {
        for (name, value) in fields.iter().filter(|(name, _)| !is_list(name, &rows)) {
            if name == "next" && value.is_null() {
                continue;
            }
            for part in [name, ": ", &safe(&short(value)), "\n"] {
                text.push_str(part);
            }
        }
    }
    let headers = headings(&rows);
    let ruler = Ruler::default();
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            headers
                .iter()
                .map(|h| safe(&row.get(h).map(short).unwrap_or_default()))
                .collect()
        })
        .collect();
    let width = |i: usize| {
        let own = ruler.width(&headers[i]);
        cells
            .iter()
            .map(|row| ruler.width(&row[i]))
            .max()
            .unwrap_or(0)
            .max(own)
            .min(40)
    };
    let widths: Vec<usize> = (0..headers.len()).map(width).collect();
    for row in std::iter::once(&headers).chain(&cells) {
        let padded: Vec<_> = row
            .iter()
            .zip(&widths)
            .map(|(cell, w)| ruler.pad(&ruler.shorten(cell, *w), *w))
            .collect();
        if !padded.is_empty() {
            text.push_str(padded.join("  ").trim_end());
            text.push('\n');
        }
    }
    text
}

fn is_list(name: &str, rows: &[&Map<String, Value>]) -> bool {
    name == "rows" || (name == "atp" && !rows.is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn columns_stand_as_an_accountant_reads_them() {
        let answer = json!({ "rows": [{ "balance": "1.00", "credit": "0.00", "date": "2026-11-01",
            "debit": "1.00", "number": "IV1", "text": "invoice", "extra": 1 }] });
        let wanted = [
            "date", "number", "text", "debit", "credit", "balance", "extra",
        ];
        assert_eq!(table(&answer).headers, wanted);
    }
}
