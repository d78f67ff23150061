//! `credit_note.post`: what an invoice was too much, by line or by amount (`rules.md §9`).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::apply::{self, Paper};
use super::{clear_holds, find_invoice, over_applied, posting};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::orders::load;
use crate::desk::stock::whole_steps;
use crate::domain::after_sale::ChargeKind;
use crate::domain::ids::LineId;
use crate::domain::tax::Amounts;
use crate::domain::{Code, Day, Money, Qty, Refusal, ledger, split};
use crate::store::credit_notes::{self, NewCreditNote};
use crate::store::invoices::Invoice;
use crate::store::orders::{self, Order};
use crate::store::products;

/// Goods of an invoice.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NoteLine {
    /// Line of the order.
    pub line: i64,
    /// How many of what the invoice bills.
    pub qty: Qty,
}

payload! {
    /// Takes back part of an invoice: goods at the price really paid, or an amount. It stands
    /// against its invoice at once as far as that is open; the rest waits for the customer.
    pub struct CreditNotePost {
        /// Invoice; or else
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub invoice: Option<String>,
        /// a return whose goods are in: what was billed of them, a note for each invoice.
        #[serde(default, rename = "return", deserialize_with = "fields::code_opt")]
        pub of_return: Option<String>,
        /// Goods; or else
        pub lines: Option<Vec<NoteLine>>,
        /// an amount, tax included.
        pub amount: Option<Money>,
        /// Why.
        #[serde(deserialize_with = "fields::clean")]
        pub reason: String,
        /// Its date; today if left out.
        pub date: Option<Day>,
        /// The version of the invoice that was read.
        pub version: Option<i64>,
    }
}

/// What a credit note takes of a line.
struct Part {
    line: LineId,
    qty: Qty,
    amounts: Amounts,
}

/// What is still to be kept back of notes for goods, tax included.
pub type Charges = [(ChargeKind, Money)];

/// Posts a credit note.
pub fn post(cx: &mut Cx<'_>, p: &CreditNotePost) -> Outcome<Value> {
    post_less(cx, p, &mut [])
}

/// Posts a credit note for goods less what is kept back of them (`rules.md §10`: a line of its own).
///
/// What is kept back carries tax as the goods do, and leaves something to credit: what this note cannot
/// bear stays in `charges`.
pub fn post_less(cx: &mut Cx<'_>, p: &CreditNotePost, charges: &mut Charges) -> Outcome<Value> {
    let Some(number) = &p.invoice else {
        return Err(Refusal::bad_field("invoice", "an invoice or a return").into());
    };
    let invoice = find_invoice(cx.tx, number)?;
    cx.expect_version(&invoice.number, invoice.version, p.version)?;
    if p.reason.is_empty() {
        return Err(Refusal::bad_field("reason", "a reason").into());
    }
    let day = posting::effective(cx, p.date.or(Some(cx.today.max(invoice.invoiced_on))))?;
    if day < invoice.invoiced_on {
        return Err(Refusal::bad_field("date", "not before the invoice's own date").into());
    }
    let order = orders::by_id(cx.tx, invoice.order_id)?;
    load::apart(cx, &order, apply::APPROVER)?;
    let (goods, parts) = amounts(cx, p, &invoice, &order)?;
    let (amounts, charges) = less(goods, charges)?;
    let number = cx.next_number("CN")?;
    let new = NewCreditNote {
        number: &number,
        invoice: invoice.id,
        customer: invoice.customer_id,
        amounts,
        by_line: !parts.is_empty(),
        reason: &p.reason,
        booked_on: cx.today,
        noted_on: day,
        who: cx.actor.id,
    };
    let id = credit_notes::insert(cx.tx, &new)?;
    for part in &parts {
        credit_notes::insert_line(cx.tx, id, part.line, part.qty, part.amounts)?;
    }
    for (kind, charge) in &charges {
        credit_notes::insert_charge(cx.tx, id, *kind, *charge)?;
    }
    let postings = ledger::credit_note(&invoice.customer, amounts)?;
    posting::post(cx, &postings, &number, "credit_note", day)?;
    orders::hand(cx.tx, order.id, apply::APPROVER, cx.actor.id)?;
    note(cx, &invoice, &number, amounts, &p.reason);
    let applied = amounts.gross.min(invoice.open);
    let mut rows = Vec::new();
    if !applied.is_zero() {
        let paper = Paper::from(&credit_notes::by_id(cx.tx, id)?);
        apply::match_up(cx, &paper, &invoice, applied, day)?;
        rows.push(json!({ "invoice": invoice.number, "amount": applied }));
    }
    clear_holds::of_group(cx, invoice.customer_id, &number)?;
    let unapplied = credit_notes::by_id(cx.tx, id)?.open;
    Ok(json!({
        "credit_note": number, "invoice": invoice.number, "net": amounts.net, "tax": amounts.tax,
        "gross": amounts.gross, "applied": rows, "unapplied": unapplied,
        "charges": told(&charges),
    }))
}

/// What was kept back, as an answer tells it.
fn told(charges: &[(ChargeKind, Amounts)]) -> Value {
    let row = |(kind, amounts): &(ChargeKind, Amounts)| json!({ "kind": kind, "net": amounts.net, "tax": amounts.tax, "gross": amounts.gross });
    charges.iter().map(row).collect()
}

fn note(cx: &mut Cx<'_>, invoice: &Invoice, number: &str, amounts: Amounts, reason: &str) {
    cx.about(number);
    cx.changed(Aggregate::Ledger);
    cx.changed(Aggregate::Order);
    let facts = json!({
        "credit_note": number, "invoice": invoice.number, "gross": amounts.gross, "reason": reason,
    });
    cx.note_order(invoice.order_id, "credit_note.posted", facts.clone());
    cx.note_customer(invoice.customer_id, "credit_note.posted", facts);
}

/// The amounts of goods less what is kept back of them, and that with its tax; at least 0.01 of the
/// goods is left to credit.
fn less(goods: Amounts, charges: &mut Charges) -> Outcome<(Amounts, Vec<(ChargeKind, Amounts)>)> {
    let mut left = goods;
    let mut kept = Vec::new();
    for (kind, asked) in charges {
        let gross = left.gross.sub(Money(1))?.at_least_zero().min(*asked);
        if gross.is_zero() {
            continue;
        }
        *asked = asked.sub(gross)?;
        let net = split::by_largest_remainder(gross, &[goods.net.0, goods.tax.0])?[0];
        // The 分 of rounding never makes net or tax of the rest negative.
        let net = net.max(gross.sub(left.tax)?).min(left.net);
        let charge = Amounts {
            net,
            tax: gross.sub(net)?,
            gross,
        };
        left = left.sub(charge)?;
        kept.push((*kind, charge));
    }
    Ok((left, kept))
}

/// What the note comes to: never more than its invoice with the notes before it.
fn amounts(
    cx: &Cx<'_>,
    p: &CreditNotePost,
    invoice: &Invoice,
    order: &Order,
) -> Outcome<(Amounts, Vec<Part>)> {
    let whole = whole(invoice);
    let rest = whole.sub(credit_notes::noted(cx.tx, invoice.id)?)?;
    let (gross, mut parts) = match (&p.lines, p.amount) {
        (None, Some(amount)) if amount > Money::ZERO => (amount, Vec::new()),
        (None, Some(_)) => return Err(Refusal::bad_field("amount", "above zero").into()),
        (Some(lines), None) => {
            let parts = parts(cx, lines, invoice, order)?;
            let gross = Money::sum(parts.iter().map(|part| part.amounts.gross))?;
            (gross, parts)
        }
        _ => return Err(Refusal::bad_field("amount", "lines or an amount").into()),
    };
    if gross.is_zero() {
        return Err(Refusal::bad_field("lines", "goods that were paid for").into());
    }
    if gross > rest.gross {
        return Err(over_applied(&invoice.number, rest.gross, gross).into());
    }
    let net = if parts.is_empty() {
        split::by_largest_remainder(gross, &[whole.net.0, whole.tax.0])?[0]
    } else {
        Money::sum(parts.iter().map(|part| part.amounts.net))?
    };
    let fitted = fit(gross, net, rest)?;
    correct(&mut parts, fitted.net.sub(net)?)?;
    Ok((fitted, parts))
}

fn whole(invoice: &Invoice) -> Amounts {
    Amounts {
        net: invoice.net,
        tax: invoice.tax,
        gross: invoice.gross,
    }
}

/// Net and tax of a note that stay within what the invoice has left of each; the note that takes
/// all that is left takes all of both, so that the notes add up to the invoice.
fn fit(gross: Money, net: Money, rest: Amounts) -> Result<Amounts, Refusal> {
    let net = net.max(gross.sub(rest.tax)?).min(rest.net);
    Ok(Amounts {
        net,
        tax: gross.sub(net)?,
        gross,
    })
}

/// Moves the few 分 between net and tax that fitting a note cost onto its largest lines.
fn correct(parts: &mut [Part], mut by: Money) -> Result<(), Refusal> {
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(parts[i].amounts.gross));
    for i in order {
        let a = &mut parts[i].amounts;
        let moved = by.min(a.tax).max(a.net.negated());
        a.net = a.net.add(moved)?;
        a.tax = a.tax.sub(moved)?;
        by = by.sub(moved)?;
    }
    Ok(())
}

/// The lines of a note, each within what the invoice bills of it and earlier notes have left.
fn parts(cx: &Cx<'_>, lines: &[NoteLine], invoice: &Invoice, order: &Order) -> Outcome<Vec<Part>> {
    let mut parts: Vec<Part> = Vec::new();
    for wanted in lines {
        let line = load::line(cx.tx, order, wanted.line)?;
        let billed = credit_notes::billed_line(cx.tx, invoice.id, line.id)?;
        let billed = billed.ok_or_else(|| {
            let what = format!("{}/{}", invoice.number, wanted.line);
            Refusal::not_found("line", what)
        })?;
        if parts.iter().any(|part| part.line == line.id) {
            return Err(Refusal::bad_field("lines", "each line once").into());
        }
        let noted = credit_notes::noted_line(cx.tx, invoice.id, line.id)?;
        let left = billed.qty.sub(noted.qty)?;
        if wanted.qty <= Qty::ZERO {
            return Err(Refusal::bad_field("qty", "above 0").into());
        }
        if wanted.qty > left {
            let refusal = Refusal::new(Code::ReceiptOverApplied);
            return Err(refusal
                .fact("document", format!("{}/{}", invoice.number, wanted.line))
                .fact("open", left)
                .fact("asked", wanted.qty)
                .into());
        }
        if let Some(product) = line.product_id.filter(|_| wanted.qty != left) {
            whole_steps(&products::by_id(cx.tx, product)?, wanted.qty)?;
        }
        let rest = billed.amounts().sub(noted.amounts())?;
        let amounts = if wanted.qty == left {
            rest
        } else {
            let gross = billed.gross.share(wanted.qty, billed.qty)?.min(rest.gross);
            let net = Amounts::of_gross(gross, line.tax_rate)?.net;
            fit(gross, net, rest)?
        };
        parts.push(Part {
            line: line.id,
            qty: wanted.qty,
            amounts,
        });
    }
    if parts.is_empty() {
        return Err(Refusal::bad_field("lines", "at least one line").into());
    }
    Ok(parts)
}
