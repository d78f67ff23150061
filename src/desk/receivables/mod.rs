//! Receivables: invoices, receipts, what is applied to what, closed months, credit (`rules.md §4, §9`).

pub mod apply;
pub mod breach;
pub mod clear_holds;
pub mod cleared;
pub mod clearing;
pub mod collection;
pub mod confirm;
pub mod count_back;
pub mod credit;
pub mod credit_note;
pub mod debtors;
pub mod dispute;
pub mod dso;
pub mod forecast;
mod instalments;
pub mod invoice;
pub mod period;
pub mod posting;
pub mod query;
pub mod receipt;
pub mod refund;
pub mod statement;
pub mod stop_shipping;
pub mod tax_data;
pub mod vouchers;
pub mod writeoff;

use serde_json::json;

use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::orders::hold;
use crate::desk::stock::reserve;
use crate::domain::ids::OrderId;
use crate::domain::ledger;
use crate::domain::order::{Stage, State};
use crate::domain::terms::Terms;
use crate::domain::{Code, Day, Refusal};
use crate::store::receipts::{self, Event};
use crate::store::{self, Db, credit_notes::CreditNote, invoices::Invoice, receipts::Receipt};

/// The receipt of this number.
pub(super) fn find_receipt(db: &Db, number: &str) -> Outcome<Receipt> {
    let found = receipts::by_number(db, number)?;
    found.ok_or_else(|| Refusal::not_found("receipt", number).into())
}

/// The credit note of this number.
pub(super) fn find_credit_note(db: &Db, number: &str) -> Outcome<CreditNote> {
    let found = store::credit_notes::by_number(db, number)?;
    found.ok_or_else(|| Refusal::not_found("credit_note", number).into())
}

/// The invoice of this number.
pub(super) fn find_invoice(db: &Db, number: &str) -> Outcome<Invoice> {
    let found = store::invoices::by_number(db, number)?;
    found.ok_or_else(|| Refusal::not_found("invoice", number).into())
}

/// What is refused when more is matched than is open.
pub(super) fn over_applied(
    document: &str,
    open: crate::domain::Money,
    asked: crate::domain::Money,
) -> Refusal {
    Refusal::new(Code::ReceiptOverApplied)
        .fact("document", document)
        .fact("open", open)
        .fact("asked", asked)
}

/// Reserves an order once the deposit that its terms want has cleared (`rules.md §4`, payment
/// gate).
pub fn on_deposit_cleared(cx: &mut Cx<'_>, order: OrderId) -> Outcome<()> {
    let order = store::orders::by_id(cx.tx, order)?;
    // Money on other terms moves nobody past those who wait by rank.
    let wants = reserve::terms(cx.tx, &order)?.and_then(Terms::deposit_percent);
    if wants.is_some()
        && order.state == State::Approved
        && reserve::may_reserve(cx.tx, &order)?
        && !hold::stops(cx.tx, &order, Stage::Allocate, &[])?
    {
        reserve::reserve_order(cx, &order)?;
    }
    Ok(())
}

/// Makes what is left of an order's deposits plain unapplied money, once it was called off or is done
/// (`rules.md §2`).
pub fn free_deposits(cx: &mut Cx<'_>, order: OrderId) -> Outcome<()> {
    for receipt in receipts::deposits_for(cx.tx, order)? {
        let day = posting::effective(cx, None)?.max(receipt.received_on);
        let postings = ledger::deposit_used(&receipt.customer, receipt.open)?;
        posting::post(cx, &postings, &receipt.number, "deposit_released", day)?;
        let (today, who) = (cx.today, cx.actor.id);
        receipts::happen(cx.tx, receipt.id, Event::Released, "", day, today, who)?;
        cx.changed(Aggregate::Ledger);
        let facts = json!({ "receipt": receipt.number, "amount": receipt.open });
        cx.note_order(order, "deposit.released", facts);
    }
    Ok(())
}

/// The later of several days: a match counts from when both its papers are there.
pub(super) fn latest(days: &[Day], least: Day) -> Day {
    days.iter().copied().fold(least, Day::max)
}

#[cfg(test)]
mod tests;
