//! What of a return is credited: the goods that had been billed, at the price really paid.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::return_for;
use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::desk::receivables::credit_note::{self, Charges, CreditNotePost, NoteLine};
use crate::domain::after_sale::{ReturnState, Want};
use crate::domain::ids::LineId;
use crate::domain::{Qty, Refusal};
use crate::store::invoices::Invoice;
use crate::store::orders::Order;
use crate::store::returns::{self, Return};
use crate::store::{self, credit_notes, invoices};

/// `credit_note.post`: on an invoice, or for the goods of a return that are in the house.
pub fn post(cx: &mut Cx<'_>, p: &CreditNotePost) -> Outcome<Value> {
    let Some(number) = &p.of_return else {
        return credit_note::post(cx, p);
    };
    if p.invoice.is_some() || p.lines.is_some() || p.amount.is_some() {
        let why = "a return is credited as it came: without invoice, lines and amount";
        return Err(Refusal::bad_field("return", why).into());
    }
    let found = return_for(cx, number, p.version)?;
    super::require(&found, &[ReturnState::Received])?;
    let order = store::orders::by_id(cx.tx, found.order_id)?;
    let notes = post_notes(cx, &found, &order, &p.reason, &mut [])?;
    if notes.is_empty() {
        let refusal = Refusal::wrong_state(&found.number, found.state);
        return Err(refusal.fact("why", "nothing_billed").into());
    }
    cx.about(&found.number);
    Ok(json!({ "return": found.number, "credit_note": notes[0], "credit_notes": notes }))
}

/// Credits what came of a return, had been billed and is not credited yet: a note for each invoice,
/// that of the refused shipment first, else the newest first. Gives the numbers of the notes. Of a
/// repair there is no money. What is kept back stands on the first note, and on the next ones as far
/// as it does not fit there.
pub fn post_notes(
    cx: &mut Cx<'_>,
    r: &Return,
    order: &Order,
    reason: &str,
    charges: &mut Charges,
) -> Outcome<Vec<String>> {
    let mut numbers = Vec::new();
    if r.want == Want::Repair {
        return Ok(numbers);
    }
    let mut open = to_credit(cx, r)?;
    for invoice in billed_by(cx, r, order)? {
        let lines = take(cx, &invoice, &mut open)?;
        if lines.is_empty() {
            continue;
        }
        let note = CreditNotePost {
            invoice: Some(invoice.number),
            of_return: None,
            lines: Some(lines),
            amount: None,
            reason: reason.to_owned(),
            date: None,
            version: None,
        };
        let posted = credit_note::post_less(cx, &note, charges)?;
        let number = posted["credit_note"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        if let Some(note) = credit_notes::by_number(cx.tx, &number)? {
            returns::credited_by(cx.tx, r.id, note.id)?;
        }
        numbers.push(number);
    }
    if charges.iter().any(|(_, left)| !left.is_zero()) {
        return Err(Refusal::bad_field("restocking_fee", "less than what is credited").into());
    }
    Ok(numbers)
}

/// By line, its number and what is to be credited of it.
fn to_credit(cx: &Cx<'_>, r: &Return) -> Outcome<BTreeMap<LineId, (i64, Qty)>> {
    let mut open = BTreeMap::new();
    for line in returns::lines(cx.tx, r.id)? {
        let credited = returns::credited(cx.tx, r.id, line.line_id)?;
        let left = Qty(line.received.0 - line.unbilled.0 - credited.0);
        if left > Qty::ZERO {
            open.insert(line.line_id, (line.line, left));
        }
    }
    Ok(open)
}

/// The invoices of the order, that of the refused shipment first, else the newest first: what comes
/// back is as a rule what went out last.
fn billed_by(cx: &Cx<'_>, r: &Return, order: &Order) -> Outcome<Vec<Invoice>> {
    let mut found = invoices::of_order(cx.tx, order.id)?;
    found.sort_by_key(|i| {
        let own = r.shipment_id.is_some() && i.shipment_id == r.shipment_id;
        (!own, std::cmp::Reverse(i.id))
    });
    Ok(found)
}

/// What an invoice has billed of these goods and no note has taken back; gifts cost nothing.
fn take(
    cx: &Cx<'_>,
    invoice: &Invoice,
    open: &mut BTreeMap<LineId, (i64, Qty)>,
) -> Outcome<Vec<NoteLine>> {
    let mut lines = Vec::new();
    for (line, (number, left)) in &mut *open {
        let Some(billed) = credit_notes::billed_line(cx.tx, invoice.id, *line)? else {
            continue;
        };
        let noted = credit_notes::noted_line(cx.tx, invoice.id, *line)?;
        let qty = left.0.min(billed.qty.0 - noted.qty.0);
        if qty > 0 && !billed.gross.is_zero() {
            lines.push(NoteLine {
                line: *number,
                qty: Qty(qty),
            });
            left.0 -= qty;
        }
    }
    Ok(lines)
}
