//! `hold.place` and `hold.release` (`rules.md §3`).

use serde_json::{Value, json};

use super::case::Case;
use super::checks;
use super::{grant, hold_code, load, show};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::masters::find;
use crate::desk::{fields, session};
use crate::domain::order::{Stage, State};
use crate::domain::{Code, Day, Money, Refusal};
use crate::store::holds::{self, Hold, HoldCode};
use crate::store::{self, Db, orders::Order};

payload! {
    /// Stops an order, or one of its lines, at a stage.
    pub struct HoldPlace {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// Code of the hold, e.g. credit, address, price.
        #[serde(deserialize_with = "fields::code")]
        pub code: String,
        /// One line only.
        pub line: Option<i64>,
        /// The stage it stops (default: what the code stops, see `ask hold_codes`).
        pub stage: Option<Stage>,
        /// Login of who sees to it that it can go (default: who places it; of a hold by a rule, the
        /// order's owner).
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub owner: Option<String>,
        /// Why.
        #[serde(deserialize_with = "fields::clean")]
        pub reason: String,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

payload! {
    /// Releases a hold. What raised it is tested again at the next step, unless the release sets
    /// that aside too, until a day or up to an amount.
    pub struct HoldRelease {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// Code of the hold.
        #[serde(deserialize_with = "fields::code")]
        pub code: String,
        /// The hold of one line only.
        pub line: Option<i64>,
        /// Sets aside what raised it, too, up to and including this day.
        pub until: Option<Day>,
        /// Sets aside what raised it, too, up to this amount over.
        pub amount: Option<Money>,
        /// Why.
        #[serde(deserialize_with = "fields::clean")]
        pub reason: String,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

/// Places a hold. Several may stand at once, each code once a line.
pub fn place(cx: &mut Cx<'_>, p: &HoldPlace) -> Outcome<Value> {
    let order = load::order_for(cx, &p.order, p.version)?;
    if !order.state.is_open() {
        return Err(Refusal::wrong_state(&order.number, order.state).into());
    }
    if p.reason.is_empty() {
        return Err(Refusal::bad_field("reason", "a reason").into());
    }
    if let Some(line) = p.line {
        load::line(cx.tx, &order, line)?;
    }
    let standing = holds::active(cx.tx, order.id)?;
    if standing
        .iter()
        .any(|h| h.code == p.code && h.line == p.line)
    {
        return Err(Refusal::new(Code::AlreadyThere)
            .fact("kind", "hold")
            .fact("what", &p.code)
            .fact("document", &order.number)
            .into());
    }
    let stage = match p.stage {
        Some(stage) => stage,
        None => hold_code::meaning(cx.tx, &p.code)?.stage,
    };
    let owner = match &p.owner {
        Some(login) => find::staff(cx.tx, login)?.id,
        None => cx.actor.id,
    };
    let hold = Hold {
        id: 0,
        order_id: order.id,
        line: p.line,
        code: p.code.clone(),
        stage,
        reason: p.reason.clone(),
        by_rule: false,
        staff_id: cx.actor.id,
        owner_id: Some(owner),
        at: cx.at,
    };
    write(cx, &hold)?;
    Ok(
        json!({ "order": order.number, "version": order.version + 1, "code": p.code, "stage": stage }),
    )
}

fn write(cx: &mut Cx<'_>, hold: &Hold) -> Outcome<()> {
    holds::place(cx.tx, hold)?;
    store::orders::touch(cx.tx, hold.order_id)?;
    cx.changed(Aggregate::Order);
    let facts = json!({
        "code": hold.code, "stage": hold.stage, "line": hold.line, "reason": hold.reason,
    });
    cx.note_order(hold.order_id, "hold.placed", facts);
    Ok(())
}

/// Places a hold by a rule on a whole order, unless one of this code stands already; says whether
/// it did.
pub fn raise(cx: &mut Cx<'_>, order: &Order, code: &str, reason: &str) -> Outcome<bool> {
    let standing = holds::active(cx.tx, order.id)?;
    if standing.iter().any(|h| h.code == code && h.line.is_none()) {
        return Ok(false);
    }
    let hold = Hold {
        id: 0,
        order_id: order.id,
        line: None,
        code: code.to_owned(),
        stage: hold_code::meaning(cx.tx, code)?.stage,
        reason: reason.to_owned(),
        by_rule: true,
        staff_id: cx.actor.id,
        owner_id: order.owner_id,
        at: cx.at,
    };
    write(cx, &hold)?;
    Ok(true)
}

/// Releases the holds of this code on the order, or on one of its lines.
pub fn release(cx: &mut Cx<'_>, p: &HoldRelease) -> Outcome<Value> {
    let order = load::order_for(cx, &p.order, p.version)?;
    if p.reason.is_empty() {
        return Err(Refusal::bad_field("reason", "a reason").into());
    }
    let code = hold_code::meaning(cx.tx, &p.code)?;
    let roles = hold_code::releasers(&code);
    if !roles.iter().any(|role| cx.actor.is(*role)) {
        return Err(Refusal::new(Code::NotPermitted)
            .fact("who", &cx.actor.login)
            .fact("command", "hold.release")
            .fact("roles", roles)
            .fact("order", &order.number)
            .into());
    }
    let standing = holds::active(cx.tx, order.id)?;
    let meant = |h: &&Hold| h.code == p.code && (p.line.is_none() || h.line == p.line);
    let mine: Vec<_> = standing.iter().filter(meant).collect();
    if mine.is_empty() {
        let what = format!("{} {}", order.number, p.code);
        return Err(Refusal::not_found("hold", what).into());
    }
    for hold in &mine {
        lift(cx, hold, &p.reason)?;
    }
    let granted = set_aside(cx, &order, p, &code)?;
    store::orders::touch(cx.tx, order.id)?;
    let checks = recheck(cx, &order)?;
    Ok(json!({
        "order": order.number, "version": order.version + 1, "released": mine.len(),
        "override": granted, "checks": checks,
    }))
}

/// Releases one hold and notes it.
pub fn lift(cx: &mut Cx<'_>, hold: &Hold, reason: &str) -> Outcome<()> {
    holds::release(cx.tx, hold.id, cx.actor.id, cx.at, reason)?;
    cx.changed(Aggregate::Order);
    let facts = json!({ "code": hold.code, "line": hold.line, "reason": reason });
    cx.note_order(hold.order_id, "hold.released", facts);
    Ok(())
}

/// A release with a day or an amount is an override of what the code stands for.
fn set_aside(
    cx: &mut Cx<'_>,
    order: &Order,
    p: &HoldRelease,
    code: &HoldCode,
) -> Outcome<Option<crate::domain::ids::OverrideId>> {
    if p.until.is_none() && p.amount.is_none() {
        return Ok(None);
    }
    if code.check_code.is_empty() {
        let field = if p.until.is_some() { "until" } else { "amount" };
        let why = "only for a hold that stands for a check (see ask hold_codes)";
        return Err(Refusal::bad_field(field, why).into());
    }
    let check = &code.check_code;
    grant::grant(cx, order, check, &p.reason, p.until, p.amount).map(Some)
}

/// What the checks say now that the hold is gone: told, and tested for good at the next step.
fn recheck(cx: &Cx<'_>, order: &Order) -> Outcome<Vec<show::CheckView>> {
    if !matches!(
        order.state,
        State::Reviewing | State::Director | State::Approved
    ) {
        return Ok(Vec::new());
    }
    let lines = store::orders::lines(cx.tx, order.id)?;
    let case = Case::new(cx.tx, order, &lines, cx.today)?;
    let results = checks::run(cx.tx, &case)?;
    store::checks::keep_run(cx.tx, order.id, "hold", &results)?;
    let sees_cost = session::sees_cost(cx.tx, &cx.actor)?;
    let shown = results.iter().map(|r| show::check(r, sees_cost));
    Ok(shown.collect())
}

/// The lines, of these, that a hold of this stage stops one by one.
pub fn held_lines(db: &Db, order: &Order, stage: Stage, lines: &[i64]) -> Outcome<Vec<i64>> {
    let standing = holds::active(db, order.id)?;
    let held = standing.iter().filter(|h| h.stage == stage);
    Ok(held
        .filter_map(|h| h.line)
        .filter(|line| lines.contains(line))
        .collect())
}

/// Whether a hold stops it, where that is no refusal. A file that cannot be read is an error, not a
/// hold: an order must not be approved without its stock because a statement failed.
pub fn stops(db: &Db, order: &Order, stage: Stage, lines: &[i64]) -> Outcome<bool> {
    Ok(standing(db, order, stage, lines)?.is_some())
}

/// The first hold of this stage that is about the order or one of these lines.
fn standing(db: &Db, order: &Order, stage: Stage, lines: &[i64]) -> Outcome<Option<Hold>> {
    let mut active = holds::active(db, order.id)?.into_iter();
    let stops = |h: &Hold| h.stage == stage && h.line.is_none_or(|line| lines.contains(&line));
    Ok(active.find(stops))
}

/// Refuses with `hold.active` if a hold stops this stage for the order or one of these lines.
pub fn test(db: &Db, order: &Order, stage: Stage, lines: &[i64]) -> Outcome<()> {
    match standing(db, order, stage, lines)? {
        None => Ok(()),
        Some(hold) => Err(Refusal::new(Code::HoldActive)
            .fact("order", &order.number)
            .fact("hold", &hold.code)
            .fact("stage", hold.stage)
            .fact("line", hold.line)
            .fact("reason", &hold.reason)
            .fact("since", hold.at)
            .into()),
    }
}
