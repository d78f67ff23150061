//! An answer written to a new file, page after page, for a person's own spreadsheet.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{Caller, Office, Outcome};
use crate::domain::Refusal;
use crate::paper::{answer_table, file_out, table_out};

/// Rows a spreadsheet can be asked to hold; what goes beyond is a matter for `orderdesk ask`.
const MOST: usize = 100_000;

/// A question whose whole answer goes to a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// The query.
    pub name: String,
    /// Its keys; lists are asked page after page.
    pub keys: Value,
    /// The file, which must not be there yet: `.csv`, or else a spreadsheet.
    pub file: PathBuf,
    /// What the first and last balance of an account are called.
    pub labels: [&'static str; 2],
}

/// What the database keeps beside the office under its name, and we do: files that come and go, so that
/// a name that is free now is none.
const BESIDE: &[&str] = &["", "-wal", "-shm", "-journal", ".gate", ".work"];

/// Refuses a name of the office itself for a file that goes out (`reliability.md` R40).
pub fn refuse_office_name(office: &Path, file: &Path) -> Result<(), Refusal> {
    let folder = |path: &Path| {
        let parent = path.parent().filter(|it| !it.as_os_str().is_empty());
        parent.unwrap_or_else(|| Path::new(".")).canonicalize().ok()
    };
    let (Some(of_office), Some(of_file)) = (office.file_name(), file.file_name()) else {
        return Ok(());
    };
    let is_one = BESIDE.iter().any(|ending| {
        let mut name = of_office.to_owned();
        name.push(ending);
        name == of_file
    });
    if is_one && folder(office) == folder(file) {
        let hint = "a name other than the office file's and what lies beside it";
        return Err(Refusal::bad_field("file", hint));
    }
    Ok(())
}

/// Writes the file and tells its name and rows; that the list was taken away stands in the chain first,
/// by `note` (`mission.md` I2). Refused with `already_there` if the file exists.
pub fn save(
    office: &Office,
    caller: &Caller,
    export: &Export,
    note: impl FnOnce(&str, usize) -> Result<(), Refusal>,
) -> Outcome<Value> {
    refuse_office_name(office.path(), &export.file)?;
    let mut keys = export.keys.clone();
    let mut answer = office.ask_by_name(caller, &export.name, keys.clone())?;
    while let Some(next) = answer["next"].as_str().map(str::to_owned) {
        keys["after"] = json!(next);
        let mut page = office.ask_by_name(caller, &export.name, keys.clone())?;
        answer["next"] = page["next"].take();
        if let (Some(rows), Value::Array(more)) =
            (answer["rows"].as_array_mut(), page["rows"].take())
        {
            rows.extend(more);
            if rows.len() > MOST {
                return Err(Refusal::bad_field("file", "at most 100000 rows").into());
            }
        }
    }
    let table = answer_table::table(&answer, export.labels);
    let is_csv = export
        .file
        .extension()
        .is_some_and(|ending| ending == "csv");
    let bytes = if is_csv {
        table_out::csv(&table)
    } else {
        table_out::xlsx(&table)?
    };
    note(if is_csv { "csv" } else { "xlsx" }, table.rows.len())?;
    file_out::write_new(&export.file, &bytes).map_err(|why| why.told(&export.file))?;
    Ok(json!({ "file": export.file, "rows": table.rows.len() }))
}
