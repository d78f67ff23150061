//! General order sheets: a row for each line of goods, or for a style in a colour with a column for each
//! size, grouped into drafts.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};

use crate::domain::text::narrow;
use crate::domain::{Qty, Refusal, size};

use super::RowProblem;
use super::cell;
use super::form::{self, FormTable, Own};
use super::sheet::{Encoding, Input, Row};

/// Fields that belong to a line; `need_date` is the order's unless a line differs.
const OF_A_LINE: [&str; 7] = [
    "product",
    "qty",
    "price",
    "price_reason",
    "gift",
    "style",
    "colour",
];
/// What a row of sums says where goods stand.
const SUMS: [&str; 6] = ["合计", "总计", "小计", "总合计", "TOTAL", "SUM"];
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
    /// How the file was written, as far as we can tell.
    pub encoding: Encoding,
    /// What each field is called here.
    pub named: BTreeMap<String, String>,
    /// Rows of sums, which are no goods.
    pub sums: u64,
    /// All rows below the headings: those of drafts, problems and sums.
    pub rows: u64,
}

/// One order of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderDraft {
    /// The customer's code; empty where the sheet names none.
    pub customer: String,
    /// The customer's own number; empty where the sheet names none.
    pub customer_ref: String,
    /// Fields of `order.enter`, lines included, without what the sheet does not tell. A line by style has
    /// `style`, `colour` and `size` in place of `product`.
    pub values: Map<String, Value>,
    /// Line of the file for each of its rows.
    pub lines: Vec<u64>,
    /// Rows of this order that could not be taken: it is not to be trusted as a whole.
    pub lost_rows: u64,
}

type Key = (String, String);

/// A sheet with the columns of its sizes, if it has any.
struct Layout {
    table: FormTable,
    sizes: Vec<usize>,
}

/// Reads a general order sheet into drafts by customer and customer's number.
pub fn read_orders(input: &Input) -> Result<OrderRead, Refusal> {
    read_own_orders(&Own::new(), input)
}

/// The same, of somebody whose sheets have headings of their own.
pub fn read_own_orders(own: &Own, input: &Input) -> Result<OrderRead, Refusal> {
    let table = match form::open_own("orders", own, input) {
        Ok(table) => Layout {
            table,
            sizes: Vec::new(),
        },
        Err(no) => by_sizes(own, input).ok_or(no)?,
    };
    read(&table, input.name())
}

/// The sheet as one with a column for each size, if it is one.
fn by_sizes(own: &Own, input: &Input) -> Option<Layout> {
    let table = form::open_own("size_orders", own, input).ok()?;
    let sizes = table.header.others(size::is_size);
    (!sizes.is_empty()).then_some(Layout { table, sizes })
}

fn read(layout: &Layout, file: &str) -> Result<OrderRead, Refusal> {
    let table = &layout.table;
    let is_size = |name: &String| size::is_size(name) && !layout.sizes.is_empty();
    let mut read = OrderRead {
        drafts: Vec::new(),
        problems: Vec::new(),
        unknown: table
            .header
            .unknown
            .iter()
            .filter(|name| !is_size(name))
            .cloned()
            .collect(),
        encoding: table.encoding,
        named: table.header.named(),
        sums: 0,
        rows: 0,
    };
    let mut places: HashMap<Key, usize> = HashMap::new();
    let mut lost: HashMap<Key, u64> = HashMap::new();
    let mut last: Option<Key> = None;
    for row in table.rows() {
        let row = &row?;
        read.rows += 1;
        if is_sum(table, row) {
            read.sums += 1;
            continue;
        }
        let key = key(table, row, last.as_ref());
        let taken = key
            .clone()
            .and_then(|key| take(layout, row, &key, &mut places, &mut read.drafts));
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

/// Whether a row sums up others: its goods, or its first cell, say so.
fn is_sum(table: &FormTable, row: &Row) -> bool {
    let first = row.cells.iter().find(|cell| !cell.text.is_empty());
    let goods = ["product", "style"].map(|field| table.told_code(row, field));
    let first = first.map(|cell| narrow(cell.text)).unwrap_or_default();
    goods.iter().chain([&first]).any(|text| {
        let text = text.trim_end_matches([':', '：']).to_uppercase();
        SUMS.contains(&text.as_str())
    })
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
    layout: &Layout,
    row: &Row,
    key: &Key,
    places: &mut HashMap<Key, usize>,
    drafts: &mut Vec<OrderDraft>,
) -> Result<(), Refusal> {
    let table = &layout.table;
    let mut values = table.read(row)?.values;
    table.filled(&values)?;
    let mut line = Map::new();
    for field in OF_A_LINE {
        if let Some(value) = values.remove(field) {
            line.insert(field.to_owned(), value);
        }
    }
    let lines = match layout.sizes.as_slice() {
        [] => vec![line],
        sizes => sized(table, row, &line, sizes)?,
    };
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
        draft.put(row.line, lines, values);
    }
    Ok(())
}

/// A line for each size of which the row wants some.
fn sized(
    table: &FormTable,
    row: &Row,
    line: &Map<String, Value>,
    sizes: &[usize],
) -> Result<Vec<Map<String, Value>>, Refusal> {
    let mut lines = Vec::new();
    for column in sizes {
        let cell = row.cell(*column);
        let size = &table.header.names[*column];
        let told = cell::plain(cell.text);
        let qty: Option<Qty> = cell::quantity(size, if told == "-" { "" } else { &told })?;
        let Some(qty) = qty.filter(|qty| !qty.is_zero()) else {
            continue;
        };
        if qty < Qty::ZERO {
            return Err(Refusal::bad_field(size, "not_above_zero").fact("value", qty));
        }
        let mut line = line.clone();
        let size = narrow(size);
        let size = size
            .strip_suffix('码')
            .filter(|bare| *bare != "均")
            .unwrap_or(&size);
        line.insert("size".to_owned(), size.into());
        line.insert("qty".to_owned(), qty.to_string().into());
        lines.push(line);
    }
    Ok(lines)
}

impl OrderDraft {
    fn put(&mut self, at: u64, mut of_row: Vec<Map<String, Value>>, told: Map<String, Value>) {
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
                    for line in &mut of_row {
                        line.insert(field.clone(), value.clone());
                    }
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
            lines.extend(of_row.into_iter().map(Value::Object));
            self.lines.push(at);
        }
    }
}
