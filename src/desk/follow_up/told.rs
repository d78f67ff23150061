//! `order.told`: the customer was told a date, before or after it was missed (`rules.md §11`).

use serde_json::{Value, json};

use super::contact::Way;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::orders::load;
use crate::domain::order::State;
use crate::domain::{Day, Refusal};
use crate::store::contacts::{self, Contact};
use crate::store::{self, told};

payload! {
    /// Keeps what a customer was told about the dates of an order: the reply as it was sent, the new
    /// date, whether they took it. An order that will be late leaves the worklist up to that date.
    pub struct OrderTold {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// By which way.
        pub way: Way,
        /// The last day that was named.
        pub date: Option<Day>,
        /// What was said.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub text: Option<String>,
        /// Whether the customer took the date: open lines promised earlier are promised for it then.
        pub accepted: Option<bool>,
        /// The version of the order that was read.
        pub version: Option<i64>,
    }
}

/// Writes it down as a contact of its own kind.
pub fn told(cx: &mut Cx<'_>, p: &OrderTold) -> Outcome<Value> {
    let order = load::order_for(cx, &p.order, p.version)?;
    if !order.state.is_open() {
        return Err(Refusal::wrong_state(&order.number, order.state).into());
    }
    let accepted = p.accepted.unwrap_or(false);
    if p.date.is_some_and(|date| date < cx.today) {
        return Err(Refusal::bad_field("date", "not before today").into());
    }
    let moved = match (accepted, p.date) {
        (true, None) => {
            return Err(Refusal::bad_field("date", "the date that was accepted").into());
        }
        (true, Some(date)) => promise_anew(cx, &order, date)?,
        (false, _) => Vec::new(),
    };
    let text = p.text.clone().unwrap_or_default();
    let contact = Contact {
        id: 0,
        customer_id: order.customer_id,
        order_id: Some(order.id),
        invoice_id: None,
        way: p.way.to_string(),
        outcome: "reached".to_owned(),
        text: text.clone(),
        next_at: None,
        promise_on: None,
        promise_amount: None,
        staff_id: cx.actor.id,
        at: cx.at,
    };
    let id = contacts::log(cx.tx, &contact)?;
    told::tell(cx.tx, id, order.id, p.date, accepted)?;
    cx.changed(Aggregate::Contact);
    let what = if accepted {
        "order.date_accepted"
    } else {
        "order.told"
    };
    let facts = json!({ "way": p.way, "date": p.date, "text": text, "lines": moved });
    cx.note_order(order.id, what, facts);
    let order = store::orders::by_id(cx.tx, order.id)?;
    Ok(json!({
        "order": order.number, "version": order.version, "contact": id, "promised": moved,
    }))
}

/// Promises the open lines that were promised earlier for the day the customer took.
fn promise_anew(cx: &mut Cx<'_>, order: &store::orders::Order, date: Day) -> Outcome<Vec<i64>> {
    if order.state != State::Approved {
        return Err(Refusal::wrong_state(&order.number, order.state).into());
    }
    let mut moved = Vec::new();
    for line in store::orders::lines(cx.tx, order.id)? {
        let open = line.wanted() > line.signed;
        let Some(promise) = line.promise_on.filter(|promise| open && *promise <= date) else {
            continue;
        };
        if promise < date {
            store::orders::set_promise(cx.tx, line.id, Some(date))?;
            moved.push(line.line);
        }
        // What the customer took is what the measures count from.
        let base = line.promise_base_on.map_or(date, |base| base.max(date));
        store::orders::set_promise_base(cx.tx, line.id, Some(base))?;
    }
    store::orders::touch(cx.tx, order.id)?;
    cx.changed(Aggregate::Order);
    Ok(moved)
}
