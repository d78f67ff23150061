//! From answers to the rows of the list.

use std::collections::HashMap;

use serde_json::Value;

use super::{Review, Tab};
use crate::domain::Moment;
use crate::ui::base::Tone;
use crate::ui::widgets::Row;
use crate::ui::widgets::order_card::customer;
use crate::ui::widgets::order_card::read::{day, is_over, text};
use crate::ui::widgets::steps::Target;
use crate::words::Lang;
use crate::words::order_card::FULFILMENT;
use crate::words::papers::{ROLES, STATES};

/// One row an order: what several departments of one person owe stands together.
pub(super) fn by_order(mut answers: Vec<Value>) -> Vec<Value> {
    answers.sort_by_cached_key(|row| (text(row, "due"), text(row, "subject")));
    let mut places: HashMap<String, usize> = HashMap::with_capacity(answers.len());
    let mut rows: Vec<Value> = Vec::with_capacity(answers.len());
    for mut answer in answers {
        let own = answer["facts"].take();
        let mut facts = own.as_array().cloned().unwrap_or_default();
        facts.extend(Some(answer["fact"].take()).filter(|fact| !fact.is_null()));
        let at = *places.entry(text(&answer, "order")).or_insert(rows.len());
        if let Some(known) = rows.get_mut(at).and_then(|row| row["facts"].as_array_mut()) {
            facts.retain(|fact| !known.contains(fact));
            known.extend(facts);
        } else {
            answer["facts"] = Value::Array(facts);
            rows.push(answer);
        }
    }
    rows
}

/// Departments of this person that owe an opinion on the order of a row.
pub(super) fn departments(row: &Value) -> Vec<String> {
    if row["queue"] != "review" {
        return Vec::new();
    }
    let facts = row["facts"]
        .as_array()
        .map_or(&[] as &[Value], Vec::as_slice);
    facts
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// Whether what was typed stands in the row.
fn matches(row: &Value, typed: &str) -> bool {
    let typed = crate::domain::text::narrow(typed).to_lowercase();
    ["order", "customer", "customer_name", "phone"]
        .iter()
        .any(|name| text(row, name).to_lowercase().contains(&typed))
}

/// A row of the worklist: what is asked, by when.
fn of_worklist(row: &Value, lang: Lang, now: Option<Moment>) -> Row {
    let due = text(row, "due");
    let director = row["queue"] == "director";
    let late = is_over(&due, now);
    let names: Vec<_> = departments(row)
        .iter()
        .map(|code| lang.word(ROLES, code))
        .collect();
    let waits = if director {
        lang.review_approval().to_owned()
    } else {
        names.join(lang.pick("、", ", "))
    };
    let mut due = day(&due);
    if late {
        due = format!("{due} {}", lang.card_late());
    }
    let amount = text(row, "amount");
    let cells = vec![text(row, "order"), customer(row), waits, due, amount];
    Row {
        id: text(row, "order"),
        cells,
        tone: if late { Tone::Warn } else { Tone::Plain },
    }
}

/// A row of the list of orders: where it stands, when it is wanted.
fn of_orders(row: &Value, lang: Lang) -> Row {
    let late = row["late"] == true;
    let mut state = lang.word(STATES, &text(row, "state"));
    if row["state"] == "approved" {
        state = format!(
            "{state} {}",
            lang.word(FULFILMENT, &text(row, "fulfilment"))
        );
    }
    let mut due = day(&text(row, "need_date"));
    if late {
        due = format!("{due} {}", lang.card_late());
    }
    let cells = vec![
        text(row, "order"),
        customer(row),
        state,
        due,
        text(row, "gross"),
    ];
    Row {
        id: text(row, "order"),
        cells,
        tone: if late { Tone::Warn } else { Tone::Plain },
    }
}

impl Review {
    /// The rows in words; a refused one says why, in the column that is shown.
    pub(super) fn rows(&self, lang: Lang, narrow: bool) -> Vec<Row> {
        let mine = self.tab() == Tab::Mine;
        let typed = self.list.filter().trim();
        let shown = self
            .found
            .iter()
            .filter(|row| !mine || typed.is_empty() || matches(row, typed));
        shown
            .map(|row| {
                let mut made = if mine {
                    of_worklist(row, lang, self.now)
                } else {
                    of_orders(row, lang)
                };
                if let Some(why) = self.failed.get(&made.id) {
                    made.tone = Tone::Bad;
                    // The order stands in the first column already.
                    let mut why = why.strip_prefix(made.id.as_str()).unwrap_or(why).trim();
                    if narrow {
                        why = why
                            .split_once([':', ','])
                            .map_or(why, |(_, why)| why.trim());
                    }
                    if let Some(cell) = made.cells.get_mut(if narrow { 1 } else { 2 }) {
                        *cell = format!("{}{why}", Tone::Bad.sign());
                    }
                }
                made
            })
            .collect()
    }

    /// The marked orders, each with the version that was shown.
    pub(super) fn targets(&self) -> Vec<Target> {
        let target = |order: String| {
            let row = self.found.iter().find(|row| row["order"] == order.as_str());
            let of_row = || Target {
                version: row.and_then(|row| row["version"].as_i64()),
                departments: row.map(departments).unwrap_or_default(),
                order: order.clone(),
            };
            self.seen.get(&order).cloned().unwrap_or_else(of_row)
        };
        self.list.chosen().into_iter().map(target).collect()
    }
}
