//! `receipt.clear` and `receipt.bounce`: what becomes of money that was waited for (`rules.md §9`).

use serde_json::{Value, json};

use super::{apply, breach, clear_holds, find_receipt, on_deposit_cleared, posting};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::follow_up::exception::{self, ExceptionKind};
use crate::desk::follow_up::subject::Subject;
use crate::desk::orders::hold;
use crate::domain::ledger::{self, Method, Posting};
use crate::domain::{Day, Refusal};
use crate::store;
use crate::store::applications::{self, Source};
use crate::store::customers;
use crate::store::receipts::{self, Event, Receipt};

payload! {
    /// The bank has paid a cheque, or a carrier has handed over what it collected.
    pub struct ReceiptClear {
        /// Receipt.
        #[serde(deserialize_with = "fields::code")]
        pub receipt: String,
        /// What there is to say about it.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub reason: Option<String>,
        /// When it was so; today if left out.
        pub date: Option<Day>,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

payload! {
    /// The bank has refused a cheque, or a carrier has collected nothing: the customer owes again.
    pub struct ReceiptBounce {
        /// Receipt.
        #[serde(deserialize_with = "fields::code")]
        pub receipt: String,
        /// Why.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub reason: Option<String>,
        /// When it was so; today if left out.
        pub date: Option<Day>,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

/// Clears a receipt.
pub fn clear(cx: &mut Cx<'_>, p: &ReceiptClear) -> Outcome<Value> {
    let (receipt, day) = waiting(cx, &p.receipt, p.version, p.date)?;
    let postings = match receipt.method {
        Method::Cod => ledger::carrier_remits(carrier(&receipt), receipt.amount)?,
        method => ledger::cheque_cleared(method, receipt.amount)?,
    };
    posting::post(cx, &postings, &receipt.number, "cleared", day)?;
    decide(cx, &receipt, Event::Cleared, p.reason.as_deref(), day)?;
    if let Some(order) = receipt.order_id.filter(|_| receipt.deposit) {
        on_deposit_cleared(cx, order)?;
    }
    clear_holds::of_group(cx, receipt.customer_id, &receipt.number)?;
    let version = receipts::by_id(cx.tx, receipt.id)?.version;
    Ok(json!({ "receipt": receipt.number, "state": "cleared", "version": version }))
}

/// Bounces a receipt: its applications are taken back and its invoices age from their old due date.
pub fn bounce(cx: &mut Cx<'_>, p: &ReceiptBounce) -> Outcome<Value> {
    let (receipt, day) = waiting(cx, &p.receipt, p.version, p.date)?;
    let day = after_what_was_freed(cx, &receipt, day, p.date)?;
    let reason = p.reason.as_deref().unwrap_or("bounced");
    let undone = apply::take_all_back(cx, &receipt, day, reason)?;
    let side = apply::side_of(&receipt);
    let (customer, amount) = (&receipt.customer, receipt.amount);
    let postings = match receipt.method {
        Method::Cod => ledger::carrier_collects(side, carrier(&receipt), customer, amount)?
            .into_iter()
            .map(Posting::reversed)
            .collect(),
        _ => ledger::cheque_bounced(side, customer, amount)?,
    };
    posting::post(cx, &postings, &receipt.number, "bounced", day)?;
    decide(cx, &receipt, Event::Bounced, p.reason.as_deref(), day)?;
    hold_open_orders(cx, &receipt)?;
    tell_bounced(cx, &receipt, reason)?;
    let version = receipts::by_id(cx.tx, receipt.id)?.version;
    Ok(json!({
        "receipt": receipt.number, "state": "bounced", "unapplied": undone, "version": version,
    }))
}

/// Money that was freed by hand stood free from that day on; a bounce that counts from an earlier one
/// would leave the days between with a debt that no paper shows.
fn after_what_was_freed(
    cx: &Cx<'_>,
    receipt: &Receipt,
    day: Day,
    asked: Option<Day>,
) -> Outcome<Day> {
    let freed = applications::freed_on(cx.tx, Source::Receipt(receipt.id))?;
    match freed.filter(|freed| *freed > day) {
        Some(freed) if asked.is_some() => {
            let why = format!("not before {freed}, when part of it was taken back");
            Err(Refusal::bad_field("date", why).into())
        }
        Some(freed) => Ok(freed),
        None => Ok(day),
    }
}

/// Somebody has to see to a payment that bounced.
fn tell_bounced(cx: &mut Cx<'_>, receipt: &Receipt, reason: &str) -> Outcome<()> {
    let about = Subject {
        number: receipt.number.clone(),
        order: receipt.order_id,
        customer: Some(receipt.customer_id),
    };
    let facts = json!({ "amount": receipt.amount, "reason": reason });
    exception::raise_by_rule(cx, ExceptionKind::PaymentBounced, &about, &facts)
}

/// A bounced cheque holds what has not left, of every customer of the same payer (`rules.md §4`).
fn hold_open_orders(cx: &mut Cx<'_>, receipt: &Receipt) -> Outcome<()> {
    let payer = breach::payer_of(cx.tx, receipt.customer_id)?;
    for member in customers::payer_group(cx.tx, payer)? {
        for order in store::orders::open_of(cx.tx, member)? {
            let order = store::orders::by_id(cx.tx, order)?;
            hold::raise(cx, &order, breach::CHEQUE, &receipt.number)?;
        }
    }
    Ok(())
}

/// The receipt, if it still waits for an answer, and the day the answer counts from.
///
/// Cash, wire and cards that cleared at once do not wait; what a carrier collected does, until it
/// is handed over.
fn waiting(
    cx: &mut Cx<'_>,
    number: &str,
    seen: Option<i64>,
    date: Option<Day>,
) -> Outcome<(Receipt, Day)> {
    let receipt = find_receipt(cx.tx, number)?;
    cx.about(&receipt.number);
    cx.expect_version(&receipt.number, receipt.version, seen)?;
    if let Some(event) = &receipt.event {
        return Err(Refusal::wrong_state(&receipt.number, event).into());
    }
    if receipt.cleared && receipt.method != Method::Cod {
        return Err(Refusal::wrong_state(&receipt.number, "cleared").into());
    }
    let day = posting::effective_money(cx, date)?;
    if day < receipt.received_on {
        if date.is_some() {
            return Err(Refusal::bad_field("date", "not before the receipt's own date").into());
        }
        // A cheque dated ahead that is settled today counts from its own date.
        return Ok((receipt.clone(), receipt.received_on));
    }
    Ok((receipt, day))
}

fn carrier(receipt: &Receipt) -> &str {
    receipt.carrier.as_deref().unwrap_or_default()
}

fn decide(
    cx: &mut Cx<'_>,
    receipt: &Receipt,
    event: Event,
    reason: Option<&str>,
    day: Day,
) -> Outcome<()> {
    let (today, who) = (cx.today, cx.actor.id);
    let reason = reason.unwrap_or_default();
    receipts::happen(cx.tx, receipt.id, event, reason, day, today, who)?;
    cx.changed(Aggregate::Ledger);
    let what = match event {
        Event::Bounced => "receipt.bounced",
        Event::Cleared | Event::Released => "receipt.cleared",
    };
    let facts = json!({ "receipt": receipt.number, "amount": receipt.amount, "reason": reason });
    if let Some(order) = receipt.order_id {
        cx.note_order(order, what, facts.clone());
    }
    cx.note_customer(receipt.customer_id, what, facts);
    Ok(())
}
