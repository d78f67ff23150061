//! `override.give`: setting a block aside by name, until a day, up to an amount.

use serde_json::{Value, json};

use super::{load, show};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::{fields, settings};
use crate::domain::check::Check;
use crate::domain::ids::OverrideId;
use crate::domain::{Code, Day, Money, Refusal};
use crate::store::holds::{self, Override};
use crate::store::orders::Order;
use crate::store::{self, checks};

payload! {
    /// Sets aside what a check blocks, now or later; at dispatch above all.
    pub struct OverrideGive {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// The check's code, e.g. credit.over_limit.
        #[serde(deserialize_with = "fields::code")]
        pub check: String,
        /// Why.
        #[serde(deserialize_with = "fields::clean")]
        pub reason: String,
        /// Last day it counts (default: as many days from today as a reservation lasts).
        pub until: Option<Day>,
        /// Up to which amount over.
        pub amount: Option<Money>,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

/// Gives an override by a role that the check names.
pub fn give(cx: &mut Cx<'_>, p: &OverrideGive) -> Outcome<Value> {
    let order = load::order_for(cx, &p.order, p.version)?;
    if !order.state.is_open() {
        return Err(Refusal::wrong_state(&order.number, order.state).into());
    }
    let id = grant(cx, &order, &p.check, &p.reason, p.until, p.amount)?;
    store::orders::touch(cx.tx, order.id)?;
    Ok(
        json!({ "order": order.number, "version": order.version + 1, "override": id, "check": p.check }),
    )
}

/// Writes the override if the check names a role of this person.
pub fn grant(
    cx: &mut Cx<'_>,
    order: &Order,
    check: &str,
    reason: &str,
    until: Option<Day>,
    amount: Option<Money>,
) -> Outcome<OverrideId> {
    let known: Check = check
        .parse()
        .map_err(|()| Refusal::not_found("check", check))?;
    if reason.is_empty() {
        return Err(Refusal::bad_field("reason", "a reason").into());
    }
    if until.is_some_and(|until| until < cx.today) {
        return Err(Refusal::bad_field("until", "today or later").into());
    }
    if amount.is_some_and(|amount| amount.count() < 0) {
        return Err(Refusal::bad_field("amount", "from 0").into());
    }
    let rules = checks::rules(cx.tx)?;
    let named = rules.iter().find(|rule| rule.code == known);
    let roles = named.map_or_else(Vec::new, |rule| show::roles(&rule.overriders));
    if !roles.iter().any(|role| cx.actor.is(*role)) {
        return Err(Refusal::new(Code::NotPermitted)
            .fact("who", &cx.actor.login)
            .fact("command", "override.give")
            .fact("check", check)
            .fact("roles", roles)
            .fact("order", &order.number)
            .into());
    }
    // Every override has an end (`rules.md §4`: named and dated).
    let days = i64::from(settings::RESERVATION_DAYS.count(cx.tx)?);
    let until = until.or_else(|| Some(cx.today.plus_days(days)));
    let id = holds::grant(
        cx.tx,
        &Override {
            id: OverrideId(0),
            order_id: order.id,
            code: check.to_owned(),
            reason: reason.to_owned(),
            until_on: until,
            amount,
            staff_id: cx.actor.id,
            at: cx.at,
        },
    )?;
    cx.changed(Aggregate::Order);
    let facts = json!({ "check": check, "reason": reason, "until": until, "amount": amount });
    cx.note_order(order.id, "override.given", facts);
    Ok(id)
}
