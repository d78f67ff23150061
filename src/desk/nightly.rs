//! `nightly.run`: what changes because a day has gone by (`rules.md §3`, `§4`).
//!
//! It holds, lets go and reports; it decides nothing that a dispatch does not test again, so an
//! office where nobody runs it still ships by the rules. A second run on the same day changes nothing.

use serde_json::{Value, json};

use super::cx::{Aggregate, Cx};
use super::failure::Outcome;
use super::nightly_late;
use super::orders::checks::live_override;
use super::orders::hold;
use super::orders::hold_code::COLLECTION;
use super::receivables::{breach, clear_holds, credit, stop_shipping};
use super::search_texts;
use super::stock::{forecast, reserve};
use crate::domain::Refusal;
use crate::domain::check::Check;
use crate::domain::ids::CustomerId;
use crate::domain::terms::Terms;
use crate::store::orders::Order;
use crate::store::{self, holds, nightly};

payload! {
    /// The nightly run, for cron: holds what has not left of payers over their limit, with a
    /// bounced cheque or a broken promise, or so long overdue that shipping stops (setting
    /// `collect.stop`); lets go of reservations kept too long and serves the
    /// next in rank; works out which lines will be late; raises exceptions for what is long past its
    /// promise or lost on the way (`exception.late_days`, `exception.lost_days`); tells which temporary limits have ended,
    /// and the head of the audit chain before it, to be kept elsewhere (`check --deep --anchor`).
    /// After an upgrade of the program makes search texts of an older one anew, 10,000 names a night
    /// (`search_texts` tells how many were); `orderdesk admin upgrade` does all of them at once.
    /// Twice on a day changes nothing else.
    pub struct NightlyRun {}
}

/// The hold of a payer over the limit.
const CREDIT: &str = "credit";

/// Makes the run and tells what it did.
pub fn run(cx: &mut Cx<'_>, _: &NightlyRun) -> Outcome<Value> {
    // For whoever keeps what cron prints: `check --deep --anchor` shows a chain cut behind it.
    let head = store::audit::last(cx.tx)?;
    let (expired, served) = reserve::expire(cx)?;
    let (mut held, mut cleared) = (Vec::new(), Vec::new());
    for payer in nightly::payers(cx.tx)? {
        // First what goes, then what comes: a hold that went may be wanted again for another reason.
        cleared.extend(clear_holds::of_group(cx, payer, &cx.today.to_string())?);
        hold_payer(cx, payer, &mut held)?;
    }
    let since = nightly::last_before(cx.tx, cx.today)?;
    let since = since.unwrap_or_else(|| cx.today.plus_days(-1));
    let ended = nightly::limits_ended(cx.tx, since, cx.today)?;
    let late = forecast::write(cx)?;
    let exceptions = nightly_late::look(cx)?;
    let texts = search_texts::renew(cx.tx, search_texts::A_NIGHT)?;
    nightly::done(cx.tx, cx.today, cx.at, cx.actor.id)?;
    cx.about(&cx.today.to_string());
    if !cleared.is_empty() || !held.is_empty() {
        cx.changed(Aggregate::Order);
    }
    Ok(json!({
        "date": cx.today, "held": held, "cleared": cleared, "expired": expired,
        "reserved": served, "limits_ended": ended, "late": late,
        "exceptions": exceptions, "audit_head": head, "search_texts": texts,
    }))
}

/// Holds what a payer has waiting: over the limit, or with something to make good.
fn hold_payer(cx: &mut Cx<'_>, payer: CustomerId, held: &mut Vec<Value>) -> Outcome<()> {
    let over = if breach::blocks(cx.tx, Check::CreditLimit)? {
        credit::standing_refusal(&credit::standing(cx.tx, payer, cx.today)?)
    } else {
        None
    };
    let overdue = stop_shipping::reached(cx.tx, payer, cx.today)?;
    let code = store::customers::by_id(cx.tx, payer)?.code;
    for order in nightly::unshipped(cx.tx, payer)? {
        let order = store::orders::by_id(cx.tx, order)?;
        if let Some(over) = &over
            && hold_for_credit(cx, &order, over)?
        {
            held.push(json!({ "order": order.number, "code": CREDIT, "payer": code }));
        }
        if let Some(item) = &overdue
            && stop_shipping::hold_order(cx, &order, item)?
        {
            held.push(json!({ "order": order.number, "code": COLLECTION, "payer": code }));
        }
        for placed in breach::hold_order(cx, &order)? {
            held.push(json!({ "order": order.number, "code": placed, "payer": code }));
        }
    }
    Ok(())
}

/// Holds an order of a payer over the limit, unless the money comes first, a live override covers
/// it, or somebody has released such a hold today already.
fn hold_for_credit(cx: &mut Cx<'_>, order: &Order, over: &Refusal) -> Outcome<bool> {
    if matches!(order.terms.parse(), Ok(Terms::Prepaid)) {
        return Ok(false);
    }
    let facts = Value::Object(over.facts().clone());
    let overrides = holds::overrides(cx.tx, order.id)?;
    let check = Check::CreditLimit.name();
    if live_override(&overrides, check, &facts, cx.today).is_some()
        || holds::released_since(cx.tx, order.id, CREDIT, cx.today)?
    {
        return Ok(false);
    }
    let figure = |name: &str| facts[name].as_str().unwrap_or_default().to_owned();
    let reason = format!("{} > {}", figure("exposure"), figure("limit"));
    hold::raise(cx, order, CREDIT, &reason)
}
