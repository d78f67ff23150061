//! `invoice.post`: billing what has been shipped (`rules.md §9`).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::apply::{self, Paper};
use super::instalments::{self, InstalmentIn};
use super::{posting, tax_data};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::orders::{close, hold, load};
use crate::domain::ids::LineId;
use crate::domain::invoice::InvoiceKind;
use crate::domain::order::{ShipmentState, Stage};
use crate::domain::tax::Amounts;
use crate::domain::terms::Terms;
use crate::domain::{Code, Day, Money, Qty, Refusal, ledger};
use crate::store::customers::{self, Customer};
use crate::store::invoices::{self, Billable, Invoice, NewInvoice};
use crate::store::orders::{self, Line, Order};
use crate::store::receipts;

payload! {
    /// Bills what has been shipped of an order, or of one shipment, and not been billed yet.
    pub struct InvoicePost {
        /// Order; or else
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub order: Option<String>,
        /// shipment.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub shipment: Option<String>,
        /// When it falls due; by the terms if left out.
        pub due: Option<Day>,
        /// Or in parts, each with its own due date, as they fall due.
        #[serde(default)]
        pub instalments: Vec<InstalmentIn>,
        /// Its date; today if left out.
        pub date: Option<Day>,
        /// special 专票, ordinary 普票 or digital 数电票; the office's usual kind if left out.
        pub kind: Option<InvoiceKind>,
        /// The number that the tax office's program gave it, if it is known already.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub tax_number: Option<String>,
        /// The version of the order or shipment that was read.
        pub version: Option<i64>,
    }
}

/// What an invoice bills of a line.
struct Part {
    line: LineId,
    qty: Qty,
    amounts: Amounts,
}

/// Posts an invoice.
pub fn post(cx: &mut Cx<'_>, p: &InvoicePost) -> Outcome<Value> {
    let day = posting::effective(cx, p.date)?;
    let (order, shipment) = paper(cx, p)?;
    let parts = parts(cx, &order, shipment.as_ref())?;
    let customer = owner(cx, &order)?;
    let kind = tax_data::kind(cx.tx, p.kind)?;
    tax_data::test_buyer(kind, &customer)?;
    if let Some(number) = &p.tax_number {
        tax_data::test_number(cx.tx, kind, number)?;
    }
    let amounts = Amounts::sum(parts.iter().map(|part| part.amounts))?;
    let instalments = instalments::test(p.due, &p.instalments, day, amounts.gross)?;
    let due = match (p.due, instalments.last()) {
        (_, Some(last)) => last.0,
        (Some(due), _) if due < day => {
            return Err(Refusal::bad_field("due", "not before the invoice's date").into());
        }
        (Some(due), _) => due,
        (None, _) => due_by_terms(&order, &customer, day),
    };
    let new = NewInvoice {
        number: cx.next_number("IV")?,
        order: order.id,
        shipment: shipment.as_ref().map(|s| s.id),
        customer: customer.id,
        kind,
        amounts,
        booked_on: cx.today,
        invoiced_on: day,
        due_on: due,
        who: cx.actor.id,
    };
    let id = invoices::insert(cx.tx, &new)?;
    for (seq, (due, amount)) in (1..).zip(&instalments) {
        invoices::insert_instalment(cx.tx, id, seq, *due, *amount)?;
    }
    for part in &parts {
        invoices::insert_line(cx.tx, id, part.line, part.qty, part.amounts)?;
    }
    if let Some(number) = &p.tax_number {
        invoices::note_tax_number(cx.tx, id, number, cx.actor.id, cx.at)?;
    }
    let postings = ledger::invoice(&customer.code, amounts)?;
    posting::post(cx, &postings, &new.number, "invoice", day)?;
    note(cx, &order, &customer, &new);
    let applied = use_deposits(cx, &invoices::by_id(cx.tx, id)?, day)?;
    orders::touch(cx.tx, order.id)?;
    close::close_if_done(cx, order.id)?;
    Ok(json!({
        "invoice": new.number, "order": order.number, "net": amounts.net, "tax": amounts.tax,
        "gross": amounts.gross, "due": due, "applied": applied, "kind": kind,
        "tax_number": p.tax_number, "instalments": instalments::told(&instalments),
    }))
}

fn note(cx: &mut Cx<'_>, order: &Order, customer: &Customer, new: &NewInvoice) {
    cx.about(&new.number);
    cx.changed(Aggregate::Ledger);
    cx.changed(Aggregate::Order);
    let facts = json!({
        "invoice": new.number, "order": order.number, "gross": new.amounts.gross, "due": new.due_on,
    });
    cx.note_order(order.id, "invoice.posted", facts.clone());
    cx.note_customer(customer.id, "invoice.posted", facts);
}

/// The order to bill, and the shipment if just one is meant.
fn paper(cx: &Cx<'_>, p: &InvoicePost) -> Outcome<(Order, Option<Billable>)> {
    let found = match (&p.order, &p.shipment) {
        (Some(number), None) => {
            let order = load::order(cx.tx, number)?;
            cx.expect_version(&order.number, order.version, p.version)?;
            (order, None)
        }
        (None, Some(number)) => {
            let shipment = invoices::shipment(cx.tx, number)?
                .ok_or_else(|| Refusal::not_found("shipment", number))?;
            cx.expect_version(&shipment.number, shipment.version, p.version)?;
            let left = [ShipmentState::Dispatched, ShipmentState::Signed];
            if !left.contains(&shipment.state) {
                return Err(Refusal::wrong_state(&shipment.number, shipment.state).into());
            }
            (orders::by_id(cx.tx, shipment.order_id)?, Some(shipment))
        }
        _ => return Err(Refusal::bad_field("order", "an order or a shipment").into()),
    };
    if !found.0.state.is_or_was_in_force() {
        return Err(Refusal::wrong_state(&found.0.number, found.0.state).into());
    }
    Ok(found)
}

fn owner(cx: &Cx<'_>, order: &Order) -> Outcome<Customer> {
    let id = order
        .customer_id
        .ok_or_else(|| Refusal::wrong_state(&order.number, order.state))?;
    Ok(customers::by_id(cx.tx, id)?)
}

/// What there is to bill; refused with `wrong_state` if it is nothing, with `hold.active` if all of
/// it is held.
fn parts(cx: &Cx<'_>, order: &Order, shipment: Option<&Billable>) -> Outcome<Vec<Part>> {
    let of_shipment: Option<BTreeMap<LineId, Qty>> = match shipment {
        None => None,
        Some(shipment) => {
            let lines = invoices::shipment_lines(cx.tx, shipment.id)?;
            Some(lines.into_iter().map(|l| (l.line_id, l.qty)).collect())
        }
    };
    hold::test(cx.tx, order, Stage::Invoice, &[])?;
    let lines = orders::lines(cx.tx, order.id)?;
    let all: Vec<_> = lines.iter().map(|line| line.line).collect();
    // A line held alone waits alone; the others are billed.
    let held = hold::held_lines(cx.tx, order, Stage::Invoice, &all)?;
    let mut parts = Vec::new();
    let mut waiting = Vec::new();
    for line in lines {
        let qty = match &of_shipment {
            None => line.to_bill(),
            Some(there) => line
                .to_bill()
                .min(there.get(&line.id).copied().unwrap_or_default()),
        };
        if qty <= Qty::ZERO {
            continue;
        }
        if held.contains(&line.line) {
            waiting.push(line.line);
            continue;
        }
        let amounts = part_amounts(&line, invoices::billed(cx.tx, line.id)?, qty)?;
        parts.push(Part {
            line: line.id,
            qty,
            amounts,
        });
    }
    if parts.is_empty() {
        hold::test(cx.tx, order, Stage::Invoice, &waiting)?;
        let document = shipment.map_or(&order.number, |s| &s.number);
        return Err(Refusal::new(Code::WrongState)
            .fact("document", document)
            .fact("state", order.state)
            .fact("why", "nothing_to_invoice")
            .into());
    }
    Ok(parts)
}

/// The amounts of a part of a line, where `billed` stands on earlier invoices.
///
/// In proportion to the quantity; the part that completes the line takes the rest of it, so that
/// the parts add up (`rules.md §9`). What goes beyond the order, within the tolerance, is billed at
/// the price really paid, after promotions.
pub(super) fn part_amounts(line: &Line, billed: Amounts, qty: Qty) -> Result<Amounts, Refusal> {
    let wanted = line.wanted();
    let whole = wanted_amounts(line)?;
    let left_qty = wanted.sub(line.invoiced)?.at_least_zero();
    let inside = qty.min(left_qty);
    let left = Amounts {
        net: whole.net.sub(billed.net)?.at_least_zero(),
        tax: whole.tax.sub(billed.tax)?.at_least_zero(),
        gross: Money::ZERO,
    };
    let left = Amounts {
        gross: left.net.add(left.tax)?,
        ..left
    };
    let inner = if inside == left_qty {
        left
    } else {
        let gross = whole.gross.share(inside, wanted)?.min(left.gross);
        let exact = Amounts::of_gross(gross, line.tax_rate)?.net;
        // Never more net or tax than the line still has, so that the last part is not below zero.
        let net = exact.max(gross.sub(left.tax)?).min(left.net);
        let tax = gross.sub(net)?;
        Amounts { net, tax, gross }
    };
    let inner = if inside.is_zero() {
        Amounts::default()
    } else {
        inner
    };
    let beyond = qty.sub(inside)?;
    let extra = if line.gift {
        Amounts::default()
    } else if line.promotion_off.is_zero() {
        Amounts::of_gross(beyond.gross(line.price, line.discount)?, line.tax_rate)?
    } else {
        let gross = line.gross.share(beyond, line.qty.unwrap_or_default())?;
        Amounts::of_gross(gross, line.tax_rate)?
    };
    inner.add(extra)
}

/// The amounts of what is not called off.
fn wanted_amounts(line: &Line) -> Result<Amounts, Refusal> {
    if line.cancelled.is_zero() {
        return Ok(line.amounts());
    }
    let gross = line
        .gross
        .share(line.wanted(), line.qty.unwrap_or_default())?;
    Amounts::of_gross(gross, line.tax_rate)
}

/// By the order's terms, else the customer's; terms that nobody can read are due at once.
fn due_by_terms(order: &Order, customer: &Customer, day: Day) -> Day {
    let own: Option<Terms> = order.terms.parse().ok();
    let terms = own.or_else(|| customer.terms.parse().ok());
    terms.map_or(day, |terms| terms.due(day))
}

/// Uses the deposits of the order: cleared ones first, the oldest first.
fn use_deposits(cx: &mut Cx<'_>, invoice: &Invoice, day: Day) -> Outcome<Vec<Value>> {
    let mut left = invoice.gross;
    let mut applied = Vec::new();
    for receipt in receipts::deposits_for(cx.tx, invoice.order_id)? {
        let amount = receipt.open.min(left);
        if amount.is_zero() {
            break;
        }
        apply::match_up(cx, &Paper::from(&receipt), invoice, amount, day)?;
        left = left.sub(amount)?;
        applied.push(json!({ "receipt": receipt.number, "amount": amount }));
    }
    Ok(applied)
}
