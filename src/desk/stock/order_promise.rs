//! When a whole order can be had, line by line, and the reply to the customer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::promise::Promises;
use super::schedule::{self, Policy, Trial};
use crate::desk::failure::Outcome;
use crate::desk::orders::load;
use crate::domain::order::State;
use crate::domain::{Day, Qty};
use crate::store::orders::Order;
use crate::store::{self, Db};

/// When a line can be had.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LinePromise {
    /// Line.
    pub line: i64,
    /// Product code.
    pub product: String,
    /// Product name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Not yet packed or shipped.
    pub qty: Qty,
    /// Wanted by.
    pub need: Option<Day>,
    /// Promised for.
    pub promise: Option<Day>,
    /// The first day it can be had.
    pub earliest: Day,
    /// Whether that is by the day it is wanted, or any day if none is.
    pub in_time: bool,
}

/// Answers with the lines still to come of an order, and the last of their days.
///
/// Lines in force are told the day of the schedule, where their rank counts; lines of an order that
/// is not in force the day they would be promised now, each beside those before it.
pub fn order_promise(db: &Db, today: Day, number: &str) -> Outcome<Value> {
    let order = load::order(db, number)?;
    let days = days(db, today, &order)?;
    let mut lines = Vec::new();
    for line in store::orders::lines(db, order.id)? {
        let (Some(id), Some(earliest)) = (line.product_id, days.get(&line.line)) else {
            continue;
        };
        let product = store::products::by_id(db, id)?;
        let need = line.need_on.or(order.need_on);
        lines.push(LinePromise {
            line: line.line,
            product: product.code,
            name: product.name,
            unit: product.unit,
            qty: line.to_pack(),
            need,
            promise: line.promise_on,
            earliest: *earliest,
            in_time: need.is_none_or(|need| *earliest <= need),
        });
    }
    let last = lines.iter().map(|line| line.earliest).max();
    let say = last.map(|date| {
        json!({
            "code": "promise",
            "facts": { "order": order.number, "date": date, "lines": lines },
        })
    });
    Ok(json!({
        "order": order.number,
        "lines": lines,
        "earliest": last,
        "in_time": lines.iter().all(|line| line.in_time),
        "say": say,
    }))
}

/// The first day of each line that is still to come.
fn days(db: &Db, today: Day, order: &Order) -> Outcome<BTreeMap<i64, Day>> {
    if order.state == State::Approved {
        let planned = schedule::plan(db, today, Policy::Rank, &Trial::default())?;
        let own = planned.iter().filter(|row| row.line.order_id == order.id);
        return Ok(own.map(|row| (row.line.line, row.possible)).collect());
    }
    let mut promises = Promises::beside(order.id);
    let mut days = BTreeMap::new();
    for line in store::orders::lines(db, order.id)? {
        let (Some(id), Some(_)) = (line.product_id, line.qty) else {
            continue;
        };
        if line.to_pack().is_zero() || !order.state.is_open() {
            continue;
        }
        let product = store::products::by_id(db, id)?;
        let day = promises.line(db, &product, line.to_pack(), None, today)?;
        days.insert(line.line, day);
    }
    Ok(days)
}
