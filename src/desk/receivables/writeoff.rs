//! `writeoff.post`: a debt given up (`rules.md §9`).

use serde_json::{Value, json};

use super::{apply, clear_holds, find_invoice, latest, over_applied, posting};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::orders::load;
use crate::desk::{fields, settings};
use crate::domain::{Code, Day, Money, Refusal, Role, ledger};
use crate::store::applications::{self, NewMatch, Source, Target};
use crate::store::invoices;
use crate::store::orders;
use crate::store::settlements::{self, NewWriteoff};

payload! {
    /// Gives up what is open on an invoice. Who may hangs on what has been given up of it in all:
    /// finance a small difference, a supervisor more (setting `writeoff_supervisor`), a director any.
    pub struct WriteoffPost {
        /// Invoice.
        #[serde(deserialize_with = "fields::code")]
        pub invoice: String,
        /// How much, above zero.
        pub amount: Money,
        /// Why.
        #[serde(deserialize_with = "fields::clean")]
        pub reason: String,
        /// Its date; today if left out.
        pub date: Option<Day>,
        /// The version of the invoice that was read.
        pub version: Option<i64>,
    }
}

/// Writes off.
pub fn post(cx: &mut Cx<'_>, p: &WriteoffPost) -> Outcome<Value> {
    let invoice = find_invoice(cx.tx, &p.invoice)?;
    cx.expect_version(&invoice.number, invoice.version, p.version)?;
    if p.amount <= Money::ZERO {
        return Err(Refusal::bad_field("amount", "above zero").into());
    }
    if p.reason.is_empty() {
        return Err(Refusal::bad_field("reason", "a reason").into());
    }
    let day = posting::effective_money(cx, p.date)?;
    if day < invoice.invoiced_on {
        return Err(Refusal::bad_field("date", "not before the invoice's own date").into());
    }
    // Many small ones make a large one.
    let in_all = settlements::written_off(cx.tx, invoice.id)?.add(p.amount)?;
    let small = in_all <= settings::SMALL_DIFFERENCE.amount(cx.tx)?;
    refuse_beyond_role(cx, in_all, small)?;
    if p.amount > invoice.open {
        return Err(over_applied(&invoice.number, invoice.open, p.amount).into());
    }
    let order = orders::by_id(cx.tx, invoice.order_id)?;
    load::apart(cx, &order, apply::APPROVER)?;
    let freed = applications::taken_back_on(cx.tx, None, invoice.id)?;
    let day = latest(&[day], freed.unwrap_or(day));
    let number = cx.next_number("WO")?;
    let new = NewWriteoff {
        number: &number,
        invoice: invoice.id,
        customer: invoice.customer_id,
        amount: p.amount,
        small,
        reason: &p.reason,
        booked_on: cx.today,
        written_on: day,
        who: cx.actor.id,
    };
    let source = Source::Writeoff(settlements::write_off(cx.tx, &new)?);
    applications::write(
        cx.tx,
        NewMatch {
            source,
            target: Target::Invoice(invoice.id),
            amount: p.amount,
            reason: "",
            booked_on: cx.today,
            effective_on: day,
            who: cx.actor.id,
        },
    )?;
    let postings = ledger::write_off(&invoice.customer, p.amount, small)?;
    posting::post(cx, &postings, &number, "writeoff", day)?;
    orders::hand(cx.tx, order.id, apply::APPROVER, cx.actor.id)?;
    cx.about(&number);
    cx.changed(Aggregate::Ledger);
    cx.changed(Aggregate::Order);
    let facts = json!({
        "writeoff": number, "invoice": invoice.number, "amount": p.amount, "reason": p.reason,
    });
    cx.note_order(invoice.order_id, "writeoff.posted", facts.clone());
    cx.note_customer(invoice.customer_id, "writeoff.posted", facts);
    clear_holds::of_group(cx, invoice.customer_id, &number)?;
    let open = invoices::by_id(cx.tx, invoice.id)?.open;
    let account = if small { "discount" } else { "bad_debt" };
    Ok(json!({
        "writeoff": number, "invoice": invoice.number, "amount": p.amount, "account": account,
        "open": open,
    }))
}

/// Finance gives up a small difference, a supervisor up to a setting, a director beyond it.
fn refuse_beyond_role(cx: &Cx<'_>, in_all: Money, small: bool) -> Outcome<()> {
    let roles: &[Role] = if small {
        &[Role::Finance, Role::Supervisor, Role::Director]
    } else if in_all <= settings::WRITEOFF_SUPERVISOR.amount(cx.tx)? {
        &[Role::Supervisor, Role::Director]
    } else {
        &[Role::Director]
    };
    if roles.iter().any(|role| cx.actor.is(*role)) {
        return Ok(());
    }
    Err(Refusal::new(Code::NotPermitted)
        .fact("who", &cx.actor.login)
        .fact("command", "writeoff.post")
        .fact("roles", roles)
        .fact("amount", in_all)
        .into())
}
