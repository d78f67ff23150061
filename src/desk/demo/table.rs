//! Reads the tables that are built into the program.
//!
//! Small and alone, so that it can move to the room of files.

/// One row of a table, by the names of its header.
#[derive(Debug, Clone)]
pub(super) struct Row(Vec<(String, String)>);

impl Row {
    /// The cell of this column; empty where the table has no such column.
    pub(super) fn get(&self, column: &str) -> &str {
        self.given(column).unwrap_or("")
    }

    /// The cell of this column, if anything stands in it.
    pub(super) fn given(&self, column: &str) -> Option<&str> {
        let cell = self.0.iter().find(|(name, _)| name == column);
        cell.map(|(_, text)| text.as_str())
            .filter(|text| !text.is_empty())
    }
}

/// The rows of a built-in table.
pub(super) fn rows(text: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers().cloned().expect("a table has a header row");
    reader
        .records()
        .map(|record| {
            let record = record.expect("every row of a built-in table has the header's columns");
            let cells = head.iter().zip(record.iter());
            Row(cells
                .map(|(n, t)| (n.to_owned(), t.trim().to_owned()))
                .collect())
        })
        .collect()
}
