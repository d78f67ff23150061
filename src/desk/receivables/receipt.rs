//! `receipt.record`: money has come in, and where it goes (`rules.md §9`).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::apply::{self, Applied, Paper};
use super::{clear_holds, find_invoice, on_deposit_cleared, posting};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::{Failure, Outcome};
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::orders::load;
use crate::domain::ids::{CarrierId, CustomerId};
use crate::domain::ledger::{self, Method, Posting, Side};
use crate::domain::settle::{self, OpenItem};
use crate::domain::{Day, Money, Refusal, text};
use crate::store::customers::{self, Customer};
use crate::store::invoices::{self, Invoice};
use crate::store::orders::Order;
use crate::store::receipts::{self, NewReceipt};

/// As many invoices as one receipt pays of its own accord; what is left waits for a person.
const AUTOMATIC: i64 = 1_000;

payload! {
    /// Records money that came in and applies it.
    pub struct ReceiptRecord {
        /// Customer.
        #[serde(deserialize_with = "fields::code")]
        pub customer: String,
        /// How much, above zero.
        pub amount: Money,
        /// cash, wire, card, cheque, platform or cod.
        pub method: Method,
        /// The carrier who collected it, for cod; else the one of the order's last shipment.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub carrier: Option<String>,
        /// Whether it is money already; true, but for a cheque.
        pub cleared: Option<bool>,
        /// The order it is meant for; a deposit while nothing of it is invoiced.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub order: Option<String>,
        /// The invoices it is meant for, and no others.
        #[serde(default)]
        pub invoices: Option<Vec<String>>,
        /// What the payer wrote; an invoice number in it counts as naming that invoice.
        #[serde(default, rename = "ref", deserialize_with = "fields::clean_opt")]
        pub reference: Option<String>,
        /// When it came in; today if left out.
        pub date: Option<Day>,
    }
}

/// Where the money goes.
enum Goes {
    /// It waits in 预收 for the order's invoice.
    Deposit,
    /// To these invoices, and what is left waits.
    To(Vec<(Invoice, Money)>),
}

/// Records a receipt.
pub fn record(cx: &mut Cx<'_>, p: &ReceiptRecord) -> Outcome<Value> {
    if p.amount <= Money::ZERO {
        return Err(Refusal::bad_field("amount", "an amount above zero").into());
    }
    let day = posting::effective_money(cx, p.date)?;
    let customer = find::customer(cx.tx, &p.customer)?;
    let order = order_meant(cx, p, &customer)?;
    let named = invoices_named(cx, p, &customer)?;
    let carrier = carrier(cx, p, order.as_ref(), &named)?;
    let goes = where_to(cx, p, &customer, order.as_ref(), named)?;
    let cleared = p.cleared.unwrap_or(p.method != Method::Cheque);
    let new = NewReceipt {
        number: cx.next_number("RC")?,
        customer: customer.id,
        amount: p.amount,
        method: p.method,
        carrier: carrier.as_ref().map(|(id, _)| *id),
        order: order.as_ref().map(|o| o.id),
        deposit: matches!(goes, Goes::Deposit),
        cleared,
        reference: p.reference.clone().unwrap_or_default(),
        received_on: day,
        booked_on: cx.today,
        who: cx.actor.id,
    };
    let id = receipts::insert(cx.tx, &new)?;
    let code = carrier.as_ref().map_or("", |(_, code)| code);
    let postings = received(p, &customer.code, cleared, new.deposit, code)?;
    let what = if new.deposit { "deposit" } else { "receipt" };
    posting::post(cx, &postings, &new.number, what, day)?;
    note(cx, &new, order.as_ref())?;
    let receipt = receipts::by_id(cx.tx, id)?;
    let mut applied = Vec::new();
    if let Goes::To(parts) = goes {
        let paper = Paper::from(&receipt);
        for (invoice, amount) in parts {
            // The money is a fact; what this person may not post it for waits for another one.
            match apply::take_part(cx, invoice.order_id) {
                Err(Failure::Refused(_)) => continue,
                other => other?,
            }
            apply::match_up(cx, &paper, &invoice, amount, day)?;
            let invoice = invoice.number;
            applied.push(Applied { invoice, amount });
        }
    }
    if let Some(order) = order.filter(|_| new.deposit && cleared) {
        on_deposit_cleared(cx, order.id)?;
    }
    clear_holds::of_group(cx, new.customer, &new.number)?;
    let unapplied = receipts::by_id(cx.tx, id)?.open;
    Ok(json!({ "receipt": new.number, "applied": applied, "unapplied": unapplied }))
}

fn note(cx: &mut Cx<'_>, new: &NewReceipt, order: Option<&Order>) -> Outcome<()> {
    cx.about(&new.number);
    cx.changed(Aggregate::Ledger);
    let facts = json!({
        "receipt": new.number, "amount": new.amount, "method": new.method,
        "deposit": new.deposit, "cleared": new.cleared,
    });
    if let Some(order) = order {
        cx.note_order(order.id, "receipt.recorded", facts.clone());
        apply::take_part(cx, order.id)?;
    }
    cx.note_customer(new.customer, "receipt.recorded", facts);
    Ok(())
}

/// The postings of money that comes in; what is not money yet stands in 应收票据.
fn received(
    p: &ReceiptRecord,
    customer: &str,
    cleared: bool,
    deposit: bool,
    carrier: &str,
) -> Result<Vec<Posting>, Refusal> {
    let side = if deposit {
        Side::Deposit
    } else {
        Side::Receivable
    };
    match (p.method, cleared, side) {
        (Method::Cod, ..) => ledger::carrier_collects(side, carrier, customer, p.amount),
        (_, false, _) => ledger::cheque_received(side, customer, p.amount),
        (method, true, Side::Receivable) => ledger::receipt_cleared(method, customer, p.amount),
        (method, true, Side::Deposit) => ledger::receipt_for_order(method, customer, p.amount),
    }
}

/// The order that the money is meant for: of this customer, or of one with the same payer.
fn order_meant(cx: &Cx<'_>, p: &ReceiptRecord, customer: &Customer) -> Outcome<Option<Order>> {
    let Some(number) = &p.order else {
        return Ok(None);
    };
    let order = load::order(cx.tx, number)?;
    let of_it = match order.customer_id {
        Some(owner) => apply::same_payer(cx.tx, customer.id, owner)?,
        None => false,
    };
    if !of_it {
        return Err(Refusal::bad_field("order", "an order of this customer").into());
    }
    Ok(Some(order))
}

/// The invoices that the payer has named.
fn invoices_named(cx: &Cx<'_>, p: &ReceiptRecord, customer: &Customer) -> Outcome<Vec<Invoice>> {
    let mut named = Vec::new();
    for number in p.invoices.iter().flatten() {
        let invoice = find_invoice(cx.tx, &text::narrow(number))?;
        if !apply::same_payer(cx.tx, customer.id, invoice.customer_id)? {
            return Err(Refusal::bad_field("invoices", "invoices of this customer").into());
        }
        named.push(invoice);
    }
    Ok(named)
}

/// The carrier who owes what it has collected: the one given, or that of the order's last shipment.
fn carrier(
    cx: &Cx<'_>,
    p: &ReceiptRecord,
    order: Option<&Order>,
    named: &[Invoice],
) -> Outcome<Option<(CarrierId, String)>> {
    if p.method != Method::Cod {
        return match p.carrier {
            None => Ok(None),
            Some(_) => Err(Refusal::bad_field("carrier", "only for cod").into()),
        };
    }
    let order = order.map(|o| o.id).or(named.first().map(|i| i.order_id));
    let code = match (&p.carrier, order) {
        (Some(code), _) => Some(code.clone()),
        (None, Some(order)) => invoices::last_carrier(cx.tx, order)?,
        (None, None) => None,
    };
    let code = code.ok_or_else(|| Refusal::bad_field("carrier", "who collected the money"))?;
    let found = find::carrier(cx.tx, &code)?;
    Ok(Some((found.id, found.code)))
}

/// Decides where the money goes: named invoices alone; else the named order's; else by the rules
/// for automatic application.
///
/// Money for an order that is over and owes nothing waits unapplied: no invoice will use a deposit.
fn where_to(
    cx: &Cx<'_>,
    p: &ReceiptRecord,
    customer: &Customer,
    order: Option<&Order>,
    named: Vec<Invoice>,
) -> Outcome<Goes> {
    if !named.is_empty() {
        let numbers: Vec<String> = named.iter().map(|i| i.number.clone()).collect();
        return Ok(Goes::To(planned(p.amount, &numbers, named)));
    }
    if let Some(order) = order {
        let open = invoices::open_of_order(cx.tx, order.id)?;
        if open.is_empty() && order.state.is_open() {
            return Ok(Goes::Deposit);
        }
        return Ok(Goes::To(planned(p.amount, &[], open)));
    }
    let referred = invoices_in_reference(cx, p, customer)?;
    if !referred.is_empty() {
        let numbers: Vec<String> = referred.iter().map(|i| i.number.clone()).collect();
        return Ok(Goes::To(planned(p.amount, &numbers, referred)));
    }
    let mut exact = Vec::new();
    let mut parts = Vec::new();
    for member in who_is_paid_for(cx, customer)? {
        exact.extend(invoices::of_amount(cx.tx, member, p.amount)?);
        parts.extend(invoices::oldest_due(cx.tx, member, AUTOMATIC)?);
    }
    let oldest = exact
        .into_iter()
        .min_by(|a, b| (a.due_on, &a.number).cmp(&(b.due_on, &b.number)));
    Ok(Goes::To(match oldest {
        Some(invoice) => vec![(invoice, p.amount)],
        None => planned_by_part(p.amount, parts),
    }))
}

/// The plan over instalments, each by its own due date: what goes to one invoice goes there at once.
fn planned_by_part(amount: Money, parts: Vec<Invoice>) -> Vec<(Invoice, Money)> {
    let items: Vec<OpenItem> = parts
        .iter()
        .map(|part| OpenItem {
            number: part.number.clone(),
            due: part.due_on,
            open: part.due_open,
        })
        .collect();
    let mut goes: Vec<(Invoice, Money)> = Vec::new();
    for (number, part) in settle::plan(amount, &[], &items) {
        if let Some((_, sum)) = goes.iter_mut().find(|(paid, _)| paid.number == number) {
            *sum = Money(sum.0 + part.0); // within the amount, so within the bounds
        } else {
            let found = parts.iter().find(|invoice| invoice.number == number);
            goes.extend(found.map(|invoice| (invoice.clone(), part)));
        }
    }
    goes
}

/// A payer's money is for all it pays for; anybody else's for its own invoices.
fn who_is_paid_for(cx: &Cx<'_>, customer: &Customer) -> Outcome<Vec<CustomerId>> {
    Ok(match customer.payer_id {
        Some(_) => vec![customer.id],
        None => customers::payer_group(cx.tx, customer.id)?,
    })
}

/// The open invoices whose numbers stand in what the payer wrote.
fn invoices_in_reference(
    cx: &Cx<'_>,
    p: &ReceiptRecord,
    customer: &Customer,
) -> Outcome<Vec<Invoice>> {
    let written = text::narrow(p.reference.as_deref().unwrap_or_default());
    let mut found = Vec::new();
    for word in written.split(|c: char| !c.is_alphanumeric() && c != '-') {
        if word.is_empty() {
            continue;
        }
        if let Some(invoice) = invoices::by_number(cx.tx, word)?
            && !invoice.open.is_zero()
            && apply::same_payer(cx.tx, customer.id, invoice.customer_id)?
        {
            found.push(invoice);
        }
    }
    Ok(found)
}

/// The plan of `domain::settle`, with the invoices it speaks of.
fn planned(amount: Money, named: &[String], open: Vec<Invoice>) -> Vec<(Invoice, Money)> {
    let by_number: BTreeMap<String, Invoice> =
        open.into_iter().map(|i| (i.number.clone(), i)).collect();
    let items: Vec<OpenItem> = by_number
        .values()
        .map(|invoice| OpenItem {
            number: invoice.number.clone(),
            due: invoice.due_on,
            open: invoice.open,
        })
        .collect();
    let parts = settle::plan(amount, named, &items);
    parts
        .into_iter()
        .filter_map(|(number, part)| {
            let invoice = by_number.get(&number)?;
            Some((invoice.clone(), part))
        })
        .collect()
}
