//! `receipt.apply` and `receipt.unapply`: matching money and credit notes to invoices
//! (`rules.md §9`).
//!
//! Applying moves no money, save where it leaves an account: a deposit becomes a payment, and the
//! money of one customer pays for another of the same payer.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    clear_holds, find_credit_note, find_invoice, find_receipt, latest, over_applied, posting,
};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::orders::load;
use crate::domain::ids::{CustomerId, OrderId};
use crate::domain::ledger::{Account, Posting, Side};
use crate::domain::{Day, Money, Refusal};
use crate::store::applications::{self, NewMatch, Source, Target};
use crate::store::credit_notes::{self, CreditNote};
use crate::store::invoices::{self, Invoice};
use crate::store::receipts::{self, Receipt};
use crate::store::{self, Db};

/// The part in an order of whoever posted money for it (`rules.md §2`, duties apart).
pub(super) const POSTER: &str = "poster";

/// The part of whoever approved a credit note, a write-off or a refund on it.
pub(super) const APPROVER: &str = "approver";

/// A receipt or a credit note, as far as matching asks.
#[derive(Debug, Clone)]
pub(super) struct Paper {
    pub source: Source,
    pub number: String,
    pub customer_id: CustomerId,
    pub customer: String,
    /// The side of the customer's accounts that its open part stands on.
    pub side: Side,
    /// Its date.
    pub since: Day,
    pub open: Money,
    pub version: i64,
}

impl From<&Receipt> for Paper {
    fn from(receipt: &Receipt) -> Self {
        Self {
            source: Source::Receipt(receipt.id),
            number: receipt.number.clone(),
            customer_id: receipt.customer_id,
            customer: receipt.customer.clone(),
            side: side_of(receipt),
            since: receipt.received_on,
            open: receipt.open,
            version: receipt.version,
        }
    }
}

impl From<&CreditNote> for Paper {
    fn from(note: &CreditNote) -> Self {
        Self {
            source: Source::Note(note.id),
            number: note.number.clone(),
            customer_id: note.customer_id,
            customer: note.customer.clone(),
            side: Side::Receivable,
            since: note.noted_on,
            open: note.open,
            version: note.version,
        }
    }
}

impl Paper {
    /// What it is called in answers and facts.
    const fn kind(&self) -> &'static str {
        match self.source {
            Source::Note(_) => "credit_note",
            Source::Receipt(_) | Source::Writeoff(_) => "receipt",
        }
    }

    /// It as it stands now.
    fn again(&self, db: &Db) -> Outcome<Self> {
        Ok(match self.source {
            Source::Receipt(id) => Self::from(&receipts::by_id(db, id)?),
            Source::Note(id) => Self::from(&credit_notes::by_id(db, id)?),
            Source::Writeoff(_) => self.clone(),
        })
    }
}

/// An amount for an invoice.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct To {
    /// Invoice.
    #[serde(deserialize_with = "fields::code")]
    pub invoice: String,
    /// How much, above zero.
    pub amount: Money,
}

payload! {
    /// Applies what is open on a receipt or credit note to invoices of the customer, or of one with
    /// the same payer.
    pub struct ReceiptApply {
        /// Receipt; or else
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub receipt: Option<String>,
        /// credit note.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub credit_note: Option<String>,
        /// Which invoices, and how much each.
        pub to: Vec<To>,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

payload! {
    /// Takes applied money back from invoices: it is open on the receipt or credit note again.
    pub struct ReceiptUnapply {
        /// Receipt; or else
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub receipt: Option<String>,
        /// credit note.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub credit_note: Option<String>,
        /// Which invoices, and how much each.
        pub to: Vec<To>,
        /// Why.
        #[serde(deserialize_with = "fields::clean")]
        pub reason: String,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

/// What was applied to an invoice, as answers tell it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Applied {
    /// Invoice.
    pub invoice: String,
    /// How much.
    pub amount: Money,
}

/// Applies a paper by hand.
pub fn apply(cx: &mut Cx<'_>, p: &ReceiptApply) -> Outcome<Value> {
    let day = posting::effective(cx, None)?;
    let named = (p.receipt.as_deref(), p.credit_note.as_deref());
    let paper = open_paper(cx, named, p.version, &p.to)?;
    let mut left = paper.open;
    for to in &p.to {
        let invoice = find_invoice(cx.tx, &to.invoice)?;
        if !same_payer(cx.tx, paper.customer_id, invoice.customer_id)? {
            return Err(Refusal::bad_field("to", "invoices of the same customer or payer").into());
        }
        if to.amount > left {
            return Err(over_applied(&paper.number, left, to.amount).into());
        }
        if to.amount > invoice.open {
            return Err(over_applied(&invoice.number, invoice.open, to.amount).into());
        }
        if matches!(paper.source, Source::Receipt(_)) {
            take_part(cx, invoice.order_id)?;
        }
        match_up(cx, &paper, &invoice, to.amount, day)?;
        left = left.sub(to.amount)?;
    }
    clear_holds::of_group(cx, paper.customer_id, &paper.number)?;
    answer(cx, &paper, &p.to)
}

/// Whoever posts money for an order may not have approved a note, a write-off or a refund on it.
pub(super) fn take_part(cx: &Cx<'_>, order: OrderId) -> Outcome<()> {
    load::apart(cx, &store::orders::by_id(cx.tx, order)?, POSTER)?;
    Ok(store::orders::hand(cx.tx, order, POSTER, cx.actor.id)?)
}

/// Takes applied money back by hand.
pub fn unapply(cx: &mut Cx<'_>, p: &ReceiptUnapply) -> Outcome<Value> {
    if p.reason.is_empty() {
        return Err(Refusal::bad_field("reason", "a reason").into());
    }
    let day = posting::effective(cx, None)?;
    let named = (p.receipt.as_deref(), p.credit_note.as_deref());
    let paper = open_paper(cx, named, p.version, &p.to)?;
    for to in &p.to {
        let invoice = find_invoice(cx.tx, &to.invoice)?;
        let applied = applications::matches(cx.tx, paper.source)?;
        let of_it = applied.iter().find(|m| m.invoice_id == invoice.id);
        let there = of_it.map_or(Money::ZERO, |m| m.amount);
        if to.amount > there {
            return Err(over_applied(&invoice.number, there, to.amount).into());
        }
        let day = latest(&[day], of_it.map_or(day, |m| m.effective_on));
        take_back(cx, &paper, &invoice, to.amount, day, &p.reason)?;
    }
    answer(cx, &paper, &p.to)
}

/// The receipt or credit note that a match is made from, if it can be.
fn open_paper(
    cx: &mut Cx<'_>,
    named: (Option<&str>, Option<&str>),
    seen: Option<i64>,
    to: &[To],
) -> Outcome<Paper> {
    let paper = match named {
        (Some(number), None) => {
            let receipt = find_receipt(cx.tx, number)?;
            if receipt.event.as_deref() == Some("bounced") {
                return Err(Refusal::wrong_state(&receipt.number, "bounced").into());
            }
            Paper::from(&receipt)
        }
        (None, Some(number)) => Paper::from(&find_credit_note(cx.tx, number)?),
        _ => return Err(Refusal::bad_field("receipt", "a receipt or a credit note").into()),
    };
    cx.about(&paper.number);
    cx.expect_version(&paper.number, paper.version, seen)?;
    if to.is_empty() {
        return Err(Refusal::bad_field("to", "at least one invoice").into());
    }
    if to.iter().any(|to| to.amount <= Money::ZERO) {
        return Err(Refusal::bad_field("to", "amounts above zero").into());
    }
    Ok(paper)
}

fn answer(cx: &mut Cx<'_>, paper: &Paper, to: &[To]) -> Outcome<Value> {
    let now = paper.again(cx.tx)?;
    cx.changed(Aggregate::Ledger);
    let rows: Vec<_> = to
        .iter()
        .map(|to| json!({ "invoice": to.invoice, "amount": to.amount }))
        .collect();
    let mut told = json!({ "applied": rows, "unapplied": now.open, "version": now.version });
    told[now.kind()] = json!(now.number);
    Ok(told)
}

/// Whether two customers pay through the same payer, so that the money of one may pay for the other.
pub(super) fn same_payer(db: &Db, a: CustomerId, b: CustomerId) -> Outcome<bool> {
    if a == b {
        return Ok(true);
    }
    let payer = |id| -> Outcome<CustomerId> {
        let customer = store::customers::by_id(db, id)?;
        Ok(customer.payer_id.unwrap_or(customer.id))
    };
    Ok(payer(a)? == payer(b)?)
}

/// Matches part of a paper to an invoice; the caller has tested that it is open on both.
///
/// It counts from the day that both papers are there, and that what was matched in its place is
/// taken back; never before, so that no day of the past shows more applied than there was.
pub(super) fn match_up(
    cx: &mut Cx<'_>,
    paper: &Paper,
    invoice: &Invoice,
    amount: Money,
    day: Day,
) -> Outcome<()> {
    let day = latest(&[paper.since, invoice.invoiced_on], day);
    let freed = applications::taken_back_on(cx.tx, Some(paper.source), invoice.id)?;
    let day = latest(&[day], freed.unwrap_or(day));
    write(cx, paper, invoice, amount, day, "")?;
    let postings: Vec<_> = bridge(paper, invoice, amount)?.into_iter().collect();
    posting::post(cx, &postings, &paper.number, bridge_name(paper), day)?;
    let what = match paper.source {
        Source::Note(_) => "credit_note.applied",
        _ => "receipt.applied",
    };
    cx.note_order(invoice.order_id, what, facts(paper, invoice, amount, None));
    Ok(())
}

fn facts(paper: &Paper, invoice: &Invoice, amount: Money, reason: Option<&str>) -> Value {
    let mut facts = json!({ "invoice": invoice.number, "amount": amount });
    facts[paper.kind()] = json!(paper.number);
    if let Some(reason) = reason {
        facts["reason"] = json!(reason);
    }
    facts
}

/// Takes a match back, with the counter-posting of what it posted.
pub(super) fn take_back(
    cx: &mut Cx<'_>,
    paper: &Paper,
    invoice: &Invoice,
    amount: Money,
    day: Day,
    reason: &str,
) -> Outcome<()> {
    write(cx, paper, invoice, amount.negated(), day, reason)?;
    let postings: Vec<_> = bridge(paper, invoice, amount)?
        .into_iter()
        .map(Posting::reversed)
        .collect();
    posting::post(cx, &postings, &paper.number, bridge_name(paper), day)?;
    let what = match paper.source {
        Source::Note(_) => "credit_note.unapplied",
        _ => "receipt.unapplied",
    };
    let facts = facts(paper, invoice, amount, Some(reason));
    cx.note_order(invoice.order_id, what, facts);
    Ok(())
}

/// Takes back all that a receipt is applied to, because it bounced.
pub(super) fn take_all_back(
    cx: &mut Cx<'_>,
    receipt: &Receipt,
    day: Day,
    reason: &str,
) -> Outcome<Vec<Applied>> {
    let mut undone = Vec::new();
    let paper = Paper::from(receipt);
    for found in applications::matches(cx.tx, paper.source)? {
        let invoice = invoices::by_id(cx.tx, found.invoice_id)?;
        // A match that counts from a later day is undone on that day, so that no day sees the
        // reversal without the match.
        let day = latest(&[found.effective_on], day);
        take_back(cx, &paper, &invoice, found.amount, day, reason)?;
        undone.push(Applied {
            invoice: invoice.number,
            amount: found.amount,
        });
    }
    Ok(undone)
}

fn write(
    cx: &Cx<'_>,
    paper: &Paper,
    invoice: &Invoice,
    amount: Money,
    day: Day,
    reason: &str,
) -> Outcome<()> {
    let row = NewMatch {
        source: paper.source,
        target: Target::Invoice(invoice.id),
        amount,
        reason,
        booked_on: cx.today,
        effective_on: day,
        who: cx.actor.id,
    };
    Ok(applications::write(cx.tx, row)?)
}

/// The side of the customer's accounts that the open part of a receipt stands on.
pub(super) const fn side_of(receipt: &Receipt) -> Side {
    if receipt.deposit {
        Side::Deposit
    } else {
        Side::Receivable
    }
}

/// The transfer that a match needs where the money stands on another account than the debt.
fn bridge(paper: &Paper, invoice: &Invoice, amount: Money) -> Result<Option<Posting>, Refusal> {
    let from = paper.side.of(&paper.customer);
    let to = Account::Receivable(invoice.customer.clone());
    if from == to {
        return Ok(None);
    }
    Posting::new(from, to, amount)
}

const fn bridge_name(paper: &Paper) -> &'static str {
    match paper.side {
        Side::Deposit => "deposit_used",
        Side::Receivable => "paid_for_other",
    }
}
