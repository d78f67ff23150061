//! The money of one order: paid or not, its invoices, what the customer has in credit on it.

use serde_json::{Value, json};

use crate::desk::failure::Outcome;
use crate::domain::{Money, Qty};
use crate::store::orders::{Line, Order};
use crate::store::{self, Db, credit_notes, receipts};

/// none, part or paid: cleared or not, what has been matched or paid ahead.
pub fn payment(db: &Db, order: &Order, due: Money) -> Outcome<&'static str> {
    let paid = receipts::paid_for_order(db, order.id)?;
    Ok(match () {
        () if paid == Money::ZERO => "none",
        () if paid >= due => "paid",
        () => "part",
    })
}

/// What the invoices leave open, what the order leaves to pay, and what an invoice of now comes to.
pub fn money(db: &Db, order: &Order, lines: &[Line], total: Money) -> Outcome<Value> {
    let mut open = Money::ZERO;
    for invoice in store::invoices::open_of_order(db, order.id)? {
        open = open.add(invoice.open)?;
    }
    let mut to_invoice = Money::ZERO;
    for line in lines {
        let qty = line.to_bill();
        let whole = line.qty.unwrap_or(Qty::ZERO);
        to_invoice = to_invoice.add(line.gross.share(qty, whole)?)?;
    }
    let paid = receipts::paid_for_order(db, order.id)?;
    let left = total.sub(paid)?.max(Money::ZERO);
    Ok(json!({ "open": open, "left": left, "to_invoice": to_invoice }))
}

/// Its invoices, with what is open on each.
pub fn invoices(db: &Db, order: &Order) -> Outcome<Vec<Value>> {
    let rows = store::invoices::of_order(db, order.id)?;
    let row = |i: &store::invoices::Invoice| {
        json!({
            "invoice": i.number, "date": i.invoiced_on, "due": i.due_on, "gross": i.gross,
            "open": i.open, "version": i.version,
        })
    };
    Ok(rows.iter().map(row).collect())
}

/// Credit notes of its invoices and receipts meant for it, as far as something is open on them.
pub fn credits(db: &Db, order: &Order) -> Outcome<Vec<Value>> {
    let mut found = Vec::new();
    for note in credit_notes::of_order(db, order.id)? {
        if !note.open.is_zero() {
            found.push(json!({
                "kind": "credit_note", "number": note.number, "customer": note.customer,
                "open": note.open, "version": note.version,
            }));
        }
    }
    for receipt in receipts::open_of_order(db, order.id)? {
        found.push(json!({
            "kind": "receipt", "number": receipt.number, "customer": receipt.customer,
            "open": receipt.open, "version": receipt.version,
        }));
    }
    Ok(found)
}
