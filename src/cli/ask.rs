//! `orderdesk ask`: every read, as a table, JSON, CSV or a spreadsheet.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::args::Format;
use super::out;
use super::out::Exit;
use super::session::Session;
use crate::desk::{Failure, Office, export};
use crate::domain::Refusal;
use crate::paper::answer_table::{self, headings, rows, short};
use crate::paper::{file_out, table_out};
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
    if let Some(path) = file {
        export::refuse_office_name(office.path(), path).map_err(refuse)?;
    }
    let mut answer = office
        .ask_by_name(&session.world.caller, name, Value::Object(with))
        .map_err(|why| refused(session, &office, name, &why))?;
    session.lang.tell(&mut answer);
    let labels = session.lang.balance_labels();
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
    let format = format.or(by_name).unwrap_or(usual);
    note(session, &office, name, keys, &answer, (format, file))?;
    let bytes = match format {
        Format::Json => (out::visible(&answer.to_string()) + "\n").into_bytes(),
        Format::Table => table_text(&answer).into_bytes(),
        Format::Csv => table_out::csv(&answer_table::table(&answer, labels)),
        Format::Xlsx => table_out::xlsx(&answer_table::table(&answer, labels)).map_err(refuse)?,
    };
    match file {
        None => out::raw(&bytes)?,
        Some(path) => {
            file_out::write_new(path, &bytes).map_err(|why| written(session, path, why))?;
        }
    }
    Ok(Exit::Done)
}

/// Tells why there is no answer. That a stranger asked is written down where several people work.
fn refused(session: &Session<'_>, office: &Office, name: &str, why: &Failure) -> Exit {
    let exit = out::failed(session.lang, why);
    let caller = &session.world.caller;
    if exit == Exit::NotPermitted
        && office.notes_stranger(caller)
        && let Ok(desk) = session.office()
    {
        desk.note_stranger(caller, name);
    }
    exit
}

/// In a shared office what leaves the screen is written down before it is handed out, and who looks
/// at whose card.
fn note(
    session: &Session<'_>,
    office: &Office,
    name: &str,
    keys: &[String],
    answer: &Value,
    (format, file): (Format, Option<&Path>),
) -> Result<(), Exit> {
    let failed = |why: Failure| out::failed(session.lang, &why);
    let card = keys.iter().find_map(|key| key.strip_prefix("customer="));
    let card = card.filter(|_| name == "customer");
    let taken = file.is_some() || matches!(format, Format::Csv | Format::Xlsx);
    if card.is_none() && !taken || !office.logs_readings().map_err(failed)? {
        return Ok(());
    }
    let caller = &session.world.caller;
    let desk = session.office()?;
    if let Some(customer) = card {
        desk.note_card(caller, customer).map_err(failed)?;
    }
    if taken {
        let form = match format {
            Format::Table => "table",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
        };
        let rows = answer["rows"].as_array().map_or(1, Vec::len);
        desk.note_export(caller, name, form, rows).map_err(failed)?;
    }
    Ok(())
}

/// Why a file was not written.
fn written(session: &Session<'_>, path: &Path, why: file_out::WriteError) -> Exit {
    if let file_out::WriteError::Refused(refusal) = why {
        return out::failed(session.lang, &Failure::Refused(refusal));
    }
    let told = session.lang.refusal(&why.told(path));
    out::say(&format!("{}\n{}", told.text, told.way_out));
    Exit::Office
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
