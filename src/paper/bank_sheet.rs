//! A bank's export of an account: the lines by which money came in.
//!
//! Banks name their columns alike but not the same; some have a column for each direction, some one
//! amount and a word beside it. Both are read by `assets/sheets.toml`.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::domain::{Money, Refusal};

use super::RowProblem;
use super::form::{self, FormTable};
use super::sheet::{Encoding, Input, Row};

/// Money that came in, as the bank tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankLine {
    /// Line of the file.
    pub line: u64,
    /// The bank's own number of it; empty if the file has none.
    pub serial: String,
    /// The day, `YYYY-MM-DD`.
    pub date: String,
    /// How much.
    pub amount: Money,
    /// Who paid, by the name of the account.
    pub payer: String,
    /// What the payer wrote.
    pub text: String,
}

/// What an export says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankRead {
    /// How the file was written, as far as we can tell.
    pub encoding: Encoding,
    /// What each field is called here.
    pub named: BTreeMap<String, String>,
    /// Headings that name no field.
    pub unknown: Vec<String>,
    /// Money that came in, in file order.
    pub lines: Vec<BankLine>,
    /// The rows not taken, in file order.
    pub problems: Vec<RowProblem>,
    /// Rows that tell of money going out, or of none.
    pub other: u64,
    /// All rows below the headings.
    pub total: u64,
}

/// Reads a bank's export; refused if the file has not its headings.
pub fn read_bank(input: &Input) -> Result<BankRead, Refusal> {
    let table = form::open("bank", input)?;
    let mut read = BankRead {
        encoding: table.encoding,
        named: table.header.named(),
        unknown: table.header.unknown.clone(),
        lines: Vec::new(),
        problems: Vec::new(),
        other: 0,
        total: 0,
    };
    for row in table.rows() {
        let row = &row?;
        read.total += 1;
        match line(&table, row) {
            Ok(Some(line)) => read.lines.push(line),
            Ok(None) => read.other += 1,
            Err(refusal) => read.problems.push(RowProblem {
                file: input.name().to_owned(),
                line: row.line,
                id: table.told(row, "serial"),
                refusal,
            }),
        }
    }
    Ok(read)
}

/// A row as money that came in; nothing if it went out, or if it is no entry at all (a sum below).
fn line(table: &FormTable, row: &Row) -> Result<Option<BankLine>, Refusal> {
    // A sum below the entries has a word in the column of days.
    if !table.told(row, "date").chars().any(char::is_numeric) {
        return Ok(None);
    }
    let values = table.read(row)?.values;
    let amount = came_in(&values)?;
    if amount <= Money::ZERO || !values.contains_key("date") {
        return Ok(None);
    }
    table.filled(&values)?;
    let text = |name: &str| values.get(name).and_then(Value::as_str).unwrap_or_default();
    let said = [text("text"), text("purpose")];
    let said: Vec<&str> = said.into_iter().filter(|part| !part.is_empty()).collect();
    Ok(Some(BankLine {
        line: row.line,
        serial: text("serial").to_owned(),
        date: text("date").to_owned(),
        amount,
        payer: text("payer").to_owned(),
        text: said.join(" "),
    }))
}

fn came_in(values: &Map<String, Value>) -> Result<Money, Refusal> {
    let money = |name: &str| -> Result<Money, Refusal> {
        let told = values.get(name).and_then(Value::as_str).unwrap_or("0");
        told.parse()
            .map_err(|_| Refusal::bad_field(name, "number").fact("value", told))
    };
    if values.contains_key("credit") || values.contains_key("debit") {
        return money("credit");
    }
    let amount = money("amount")?;
    Ok(match values.get("direction").and_then(Value::as_str) {
        Some("out") => amount.negated(),
        _ => amount,
    })
}
