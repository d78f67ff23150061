//! `invoice.dispute`, `invoice.dispute_settle` and `ask disputes`: an objection stops the clock of one
//! invoice (`rules.md §9`).
//!
//! What is disputed stays in the ageing and in the exposure, for it is owed until a credit note says
//! otherwise; but nobody is reminded of it, and no block for overdue items counts it.

use serde_json::{Value, json};

use super::{clear_holds, find_invoice, query};
use crate::desk::boards::page;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::query::Qx;
use crate::domain::Refusal;
use crate::store::disputes;
use crate::store::invoices::Invoice;

payload! {
    /// Writes down what a customer objects to in an invoice: its clock stands still.
    pub struct InvoiceDispute {
        /// Invoice.
        #[serde(deserialize_with = "fields::code")]
        pub invoice: String,
        /// What is wrong with it, as the customer sees it.
        #[serde(deserialize_with = "fields::clean")]
        pub reason: String,
    }
}

payload! {
    /// Settles the dispute of an invoice: its clock goes on, from its old due date.
    pub struct InvoiceDisputeSettle {
        /// Invoice.
        #[serde(deserialize_with = "fields::code")]
        pub invoice: String,
        /// How it was settled.
        #[serde(deserialize_with = "fields::clean")]
        pub text: String,
    }
}

payload! {
    /// Disputes of invoices, by row.
    pub struct DisputesQuery {
        /// One customer only.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub customer: Option<String>,
        /// Only those that are not settled.
        #[serde(default, deserialize_with = "fields::flag")]
        pub open: Option<bool>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// Opens a dispute, and lets go what the clock of this invoice alone held; an invoice that is paid or in dispute already is refused with `wrong_state`.
pub fn open(cx: &mut Cx<'_>, p: &InvoiceDispute) -> Outcome<Value> {
    said("reason", &p.reason)?;
    let invoice = find_invoice(cx.tx, &p.invoice)?;
    if invoice.open.is_zero() {
        return Err(Refusal::wrong_state(&invoice.number, "paid").into());
    }
    if let Some(known) = disputes::active(cx.tx, invoice.id)? {
        return Err(Refusal::wrong_state(&invoice.number, "disputed")
            .fact("since", known.opened_on)
            .into());
    }
    disputes::open(cx.tx, invoice.id, &p.reason, cx.today, cx.actor.id)?;
    let facts = json!({ "invoice": invoice.number, "open": invoice.open, "reason": p.reason });
    note(cx, &invoice, "invoice.disputed", facts);
    clear_holds::of_group(cx, invoice.customer_id, &invoice.number)?;
    Ok(json!({ "invoice": invoice.number, "open": invoice.open, "since": cx.today }))
}

/// Settles a dispute; an invoice without one is refused with `wrong_state`.
pub fn settle(cx: &mut Cx<'_>, p: &InvoiceDisputeSettle) -> Outcome<Value> {
    said("text", &p.text)?;
    let invoice = find_invoice(cx.tx, &p.invoice)?;
    let Some(known) = disputes::active(cx.tx, invoice.id)? else {
        return Err(Refusal::wrong_state(&invoice.number, "not_disputed").into());
    };
    disputes::settle(cx.tx, known.id, &p.text, cx.today, cx.actor.id)?;
    let facts = json!({ "invoice": invoice.number, "text": p.text });
    note(cx, &invoice, "invoice.dispute_settled", facts);
    Ok(json!({ "invoice": invoice.number, "since": known.opened_on, "due": invoice.due_on }))
}

fn said(field: &str, text: &str) -> Result<(), Refusal> {
    if text.is_empty() {
        return Err(Refusal::bad_field(field, "some words"));
    }
    Ok(())
}

fn note(cx: &mut Cx<'_>, invoice: &Invoice, what: &'static str, facts: Value) {
    cx.about(&invoice.number);
    cx.changed(Aggregate::Ledger);
    cx.note_order(invoice.order_id, what, facts.clone());
    cx.note_customer(invoice.customer_id, what, facts);
}

/// Answers with disputes.
pub fn disputes(qx: &Qx<'_>, q: &DisputesQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let whose = query::whose(qx.db, q.customer.as_deref())?;
    let after = page::after_id(q.after.as_deref())?.unwrap_or(0);
    let rows = disputes::list(qx.db, whose, q.open == Some(true), after, limit)?;
    Ok(page::page(&rows, limit, |row| row.id.to_string()))
}
