//! The list of problems of an import, as a CSV that opens in a spreadsheet.

use super::table_out::{CsvText, OutCell};

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
pub fn problems_csv<E>(
    problems: impl Iterator<Item = Result<ProblemRow, E>>,
) -> Result<Vec<u8>, E> {
    let headers = ["line", "code", "id", "text"].map(str::to_owned);
    let mut file = CsvText::new(&headers);
    for problem in problems {
        let problem = problem?;
        file.row(&[
            OutCell::Number(problem.line.to_string()),
            OutCell::Text(problem.code),
            OutCell::Text(problem.id),
            OutCell::Text(problem.text),
        ]);
    }
    Ok(file.bytes())
}
