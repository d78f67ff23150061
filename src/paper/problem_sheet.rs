//! The list of problems of an import, as a CSV that opens in a spreadsheet.

use super::table_out::{self, OutCell, Table};

/// One problem with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemRow {
    /// Line of the file.
    pub line: u64,
    /// The refusal's code.
    pub code: String,
    /// The outside number or code of the row.
    pub id: String,
    /// What happened and the way out, in the person's language.
    pub text: String,
}

/// Writes the problems as `line,code,id,text`: UTF-8 with a BOM, CRLF, nothing that calculates.
pub fn problems_csv(problems: &[ProblemRow]) -> Vec<u8> {
    let rows = problems.iter().map(|problem| {
        vec![
            OutCell::Number(problem.line.to_string()),
            OutCell::Text(problem.code.clone()),
            OutCell::Text(problem.id.clone()),
            OutCell::Text(problem.text.clone()),
        ]
    });
    table_out::csv(&Table {
        headers: ["line", "code", "id", "text"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
    })
}
