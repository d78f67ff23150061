//! General order sheets: a row for each line of goods, grouped into drafts.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::domain::Refusal;

use super::RowProblem;
use super::form::{self, FormTable};
use super::sheet::Row;

/// Fields that belong to a line; `need_date` is the order's unless a line differs.
const OF_A_LINE: [&str; 5] = ["product", "qty", "price", "price_reason", "gift"];
/// Fields of the order that rows of one order may not tell differently.
const OF_THE_ORDER: [&str; 5] = ["ship_to", "warehouse", "terms", "channel", "kind"];

/// What a general order sheet says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderRead {
    /// Drafts in the order in which they first appear.
    pub drafts: Vec<OrderDraft>,
    /// The rows not taken, in file order.
    pub problems: Vec<RowProblem>,
    /// Headings that name no field; their columns were not read.
    pub unknown: Vec<String>,
    /// All rows below the headings: lines of drafts and problems.
    pub rows: u64,
}

/// One order of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderDraft {
    /// The customer's code; empty where the sheet names none.
    pub customer: String,
    /// The customer's own number; empty where the sheet names none.
    pub customer_ref: String,
    /// Fields of `order.enter`, lines included, without what the sheet does not tell.
    pub values: Map<String, Value>,
    /// Line of the file for each line of goods.
    pub lines: Vec<u64>,
    /// Rows of this order that could not be taken: it is not to be trusted as a whole.
    pub lost_rows: u64,
}

type Key = (String, String);

/// Reads a general order sheet into drafts by customer and customer's number.
pub fn read_orders(file: &str, bytes: &[u8]) -> Result<OrderRead, Refusal> {
    let table = form::open("orders", file, bytes)?;
    let mut read = OrderRead {
        drafts: Vec::new(),
        problems: Vec::new(),
        unknown: table.header.unknown.clone(),
        rows: 0,
    };
    let mut places: HashMap<Key, usize> = HashMap::new();
    let mut lost: HashMap<Key, u64> = HashMap::new();
    let mut last: Option<Key> = None;
    for row in &table.rows {
        read.rows += 1;
        let key = key(&table, row, last.as_ref());
        let taken = key
            .clone()
            .and_then(|key| take(&table, row, &key, &mut places, &mut read.drafts));
        last = key.ok();
        if let Err(refusal) = taken {
            let id = last.clone().unwrap_or_default();
            read.problems.push(RowProblem {
                file: file.to_owned(),
                line: row.line,
                id: if id.1.is_empty() {
                    id.0.clone()
                } else {
                    id.1.clone()
                },
                refusal,
            });
            *lost.entry(id).or_default() += 1;
        }
    }
    for draft in &mut read.drafts {
        let key = (draft.customer.clone(), draft.customer_ref.clone());
        draft.lost_rows = lost.get(&key).copied().unwrap_or(0);
    }
    Ok(read)
}

/// Which order a row belongs to: the one before it, where merged cells leave both names empty.
fn key(table: &FormTable, row: &Row, last: Option<&Key>) -> Result<Key, Refusal> {
    table.header.sound(row)?;
    let named = |field: &str| table.told_code(row, field);
    let own = (named("customer"), named("customer_ref"));
    let tells = table.header.has("customer") || table.header.has("customer_ref");
    if !tells || own != Key::default() {
        return Ok(own);
    }
    last.cloned()
        .ok_or_else(|| Refusal::bad_field("customer", "missing"))
}

fn take(
    table: &FormTable,
    row: &Row,
    key: &Key,
    places: &mut HashMap<Key, usize>,
    drafts: &mut Vec<OrderDraft>,
) -> Result<(), Refusal> {
    let mut values = table.read(row)?.values;
    table.filled(&values)?;
    let mut line = Map::new();
    for field in OF_A_LINE {
        if let Some(value) = values.remove(field) {
            line.insert(field.to_owned(), value);
        }
    }
    let known = places.get(key).copied();
    if let Some(draft) = known.and_then(|at| drafts.get(at)) {
        for field in OF_THE_ORDER {
            let (earlier, now) = (draft.values.get(field), values.get(field));
            if earlier.is_some() && now.is_some() && earlier != now {
                return Err(Refusal::bad_field(field, "differs_inside_order")
                    .fact("value", now)
                    .fact("earlier", earlier));
            }
        }
    }
    let at = known.unwrap_or_else(|| {
        places.insert(key.clone(), drafts.len());
        drafts.push(OrderDraft {
            customer: key.0.clone(),
            customer_ref: key.1.clone(),
            values: Map::new(),
            lines: Vec::new(),
            lost_rows: 0,
        });
        drafts.len() - 1
    });
    if let Some(draft) = drafts.get_mut(at) {
        draft.put(row.line, line, values);
    }
    Ok(())
}

impl OrderDraft {
    fn put(&mut self, at: u64, mut line: Map<String, Value>, told: Map<String, Value>) {
        for (field, value) in told {
            match (field.as_str(), self.values.get_mut(&field)) {
                ("remark", Some(Value::String(all))) => {
                    let new = value.as_str().unwrap_or_default();
                    if !all.split("; ").any(|known| known == new) {
                        all.push_str("; ");
                        all.push_str(new);
                    }
                }
                ("need_date", Some(head)) if *head != value => {
                    line.insert(field, value);
                }
                (_, Some(_)) => {}
                (_, None) => {
                    self.values.insert(field, value);
                }
            }
        }
        let lines = self
            .values
            .entry("lines")
            .or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(lines) = lines {
            lines.push(Value::Object(line));
            self.lines.push(at);
        }
    }
}
