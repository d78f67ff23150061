//! `refund.pay`: money given back out of a receipt or a credit note (`rules.md §9`).

use serde_json::{Value, json};

use super::apply::{self, Paper};
use super::{find_credit_note, find_receipt, posting};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::orders::load;
use crate::domain::ids::OrderId;
use crate::domain::ledger::{self, Method};
use crate::domain::{Code, Day, Money, Refusal};
use crate::store::applications::{self, NewMatch, Source, Target};
use crate::store::orders;
use crate::store::receipts::Receipt;
use crate::store::settlements::{self, NewRefund};

payload! {
    /// Gives money back that a customer has in credit.
    pub struct RefundPay {
        /// Customer.
        #[serde(deserialize_with = "fields::code")]
        pub customer: String,
        /// The credit note it comes out of; or else
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub credit_note: Option<String>,
        /// the receipt.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub receipt: Option<String>,
        /// How much, above zero.
        pub amount: Money,
        /// cash, wire, card or platform.
        pub method: Method,
        /// When it is paid; today if left out.
        pub date: Option<Day>,
        /// The version of the credit note or receipt that was read.
        pub version: Option<i64>,
    }
}

/// What a refund comes out of.
struct From {
    paper: Paper,
    order: Option<OrderId>,
    /// The most that may go.
    most: Money,
}

/// Pays a refund.
pub fn pay(cx: &mut Cx<'_>, p: &RefundPay) -> Outcome<Value> {
    if p.amount <= Money::ZERO {
        return Err(Refusal::bad_field("amount", "above zero").into());
    }
    if matches!(p.method, Method::Cheque | Method::Cod) {
        return Err(Refusal::bad_field("method", "cash, wire, card or platform").into());
    }
    let customer = find::customer(cx.tx, &p.customer)?;
    let from = from(cx, p)?;
    let paper = &from.paper;
    if paper.customer_id != customer.id {
        return Err(Refusal::bad_field("customer", "whose paper it is").into());
    }
    let day = posting::effective_money(cx, p.date)?;
    if day < paper.since {
        return Err(Refusal::bad_field("date", "not before the paper's own date").into());
    }
    if p.amount > from.most {
        return Err(Refusal::new(Code::RefundOverPaid)
            .fact("document", &paper.number)
            .fact("most", from.most)
            .fact("asked", p.amount)
            .into());
    }
    if let Some(order) = from.order {
        load::apart(cx, &orders::by_id(cx.tx, order)?, apply::APPROVER)?;
    }
    let number = cx.next_number("RF")?;
    // What was matched in between and taken back is open again from that day on.
    let freed = applications::freed_on(cx.tx, paper.source)?;
    let day = freed.map_or(day, |freed| freed.max(day));
    write(cx, p, paper, &number, day)?;
    let postings = ledger::refund(paper.side, p.method, &customer.code, p.amount)?;
    posting::post(cx, &postings, &number, "refund", day)?;
    cx.about(&number);
    cx.changed(Aggregate::Ledger);
    let facts = json!({
        "refund": number, "paper": paper.number, "amount": p.amount, "method": p.method,
    });
    if let Some(order) = from.order {
        orders::hand(cx.tx, order, apply::APPROVER, cx.actor.id)?;
        cx.changed(Aggregate::Order);
        cx.note_order(order, "refund.paid", facts.clone());
    }
    cx.note_customer(customer.id, "refund.paid", facts);
    Ok(json!({
        "refund": number, "customer": customer.code, "amount": p.amount,
        "unapplied": paper.open.sub(p.amount)?,
    }))
}

fn write(cx: &Cx<'_>, p: &RefundPay, paper: &Paper, number: &str, day: Day) -> Outcome<()> {
    let (receipt, note) = match paper.source {
        Source::Receipt(id) => (Some(id), None),
        Source::Note(id) => (None, Some(id)),
        Source::Writeoff(_) => (None, None),
    };
    let new = NewRefund {
        number,
        customer: paper.customer_id,
        receipt,
        note,
        amount: p.amount,
        method: p.method,
        booked_on: cx.today,
        paid_on: day,
        who: cx.actor.id,
    };
    let refund = settlements::refund(cx.tx, &new)?;
    let matched = NewMatch {
        source: paper.source,
        target: Target::Refund(refund),
        amount: p.amount,
        reason: "",
        booked_on: cx.today,
        effective_on: day,
        who: cx.actor.id,
    };
    Ok(applications::write(cx.tx, matched)?)
}

/// The paper, and the most of it that may be given back: of a receipt what is not applied, once it
/// is money; of a note what stands against nothing, and no more than was paid on its invoice.
fn from(cx: &Cx<'_>, p: &RefundPay) -> Outcome<From> {
    match (&p.receipt, &p.credit_note) {
        (Some(number), None) => {
            let receipt = find_receipt(cx.tx, number)?;
            cx.expect_version(&receipt.number, receipt.version, p.version)?;
            refuse_unless_money(&receipt)?;
            Ok(From {
                paper: Paper::from(&receipt),
                order: receipt.order_id,
                most: receipt.open,
            })
        }
        (None, Some(number)) => {
            let note = find_credit_note(cx.tx, number)?;
            cx.expect_version(&note.number, note.version, p.version)?;
            let paid = applications::refundable(cx.tx, note.invoice_id)?;
            Ok(From {
                paper: Paper::from(&note),
                order: Some(note.order_id),
                most: note.open.min(paid.at_least_zero()),
            })
        }
        _ => Err(Refusal::bad_field("receipt", "a receipt or a credit note").into()),
    }
}

/// Nothing is given back that the bank may still refuse, or that a carrier has not handed over.
fn refuse_unless_money(receipt: &Receipt) -> Outcome<()> {
    match receipt.event.as_deref() {
        Some("cleared") => Ok(()),
        None if receipt.cleared && receipt.method != Method::Cod => Ok(()),
        event => {
            let state = event.unwrap_or("not_cleared");
            Err(Refusal::wrong_state(&receipt.number, state).into())
        }
    }
}
