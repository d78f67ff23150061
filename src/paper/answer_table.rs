//! The table of an answer, for a spreadsheet or a file of commas.

use serde_json::{Map, Value, json};

use super::table_out::{OutCell, Table};

/// The rows of an answer; an answer that is no list is one row a field.
pub fn rows(answer: &Value) -> Vec<&Map<String, Value>> {
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

/// The columns of rows: what a reader looks for first, then the others by name.
pub fn headings(rows: &[&Map<String, Value>]) -> Vec<String> {
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

/// The table of an answer. An account's rows stand between what it began and ended with, named by
/// `labels`.
pub fn table(answer: &Value, labels: [&str; 2]) -> Table {
    let ends = balances(answer, labels);
    let mut rows = rows(answer);
    if let Some([first, last]) = &ends {
        rows.insert(0, first);
        rows.push(last);
    }
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

/// What an account began and ended with, as rows; nothing where the answer is no account.
fn balances(answer: &Value, labels: [&str; 2]) -> Option<[Map<String, Value>; 2]> {
    let end = |sum: &str, day: &str, label: &str| {
        let balance = answer.get(sum).filter(|sum| sum.is_string())?;
        let row = json!({ "date": answer[day], "balance": balance, "text": label });
        row.as_object().cloned()
    };
    let [first, last] = labels;
    Some([end("opening", "from", first)?, end("closing", "to", last)?])
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
pub fn short(value: &Value) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_as_an_accountant_reads_them() {
        let answer = json!({ "rows": [{ "balance": "1.00", "credit": "0.00", "date": "2026-11-01",
            "debit": "1.00", "number": "IV1", "text": "invoice", "extra": 1 }] });
        let wanted = [
            "date", "number", "text", "debit", "credit", "balance", "extra",
        ];
        assert_eq!(table(&answer, ["", ""]).headers, wanted);
    }

    #[test]
    fn an_account_stands_between_its_balances() {
        let answer = json!({ "from": "2026-11-01", "to": "2026-11-30", "opening": "5.00",
            "closing": "6.00", "rows": [{ "date": "2026-11-02", "balance": "6.00" }] });
        let made = table(&answer, ["opening", "closing"]);
        let at = |row: usize| format!("{:?}", made.rows[row]);
        assert_eq!(made.rows.len(), 3);
        for (row, parts) in [
            (0, ["opening", "5.00", "2026-11-01"]),
            (2, ["closing", "6.00", "2026-11-30"]),
        ] {
            assert!(
                parts.iter().all(|part| at(row).contains(part)),
                "{}",
                at(row)
            );
        }
    }
}
