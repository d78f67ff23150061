//! Fetching the order that a command names.

use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::domain::{Code, Refusal};
use crate::store::orders::{Line, Order};
use crate::store::{self, Db};

/// The order of this number, for a query.
pub fn order(db: &Db, number: &str) -> Outcome<Order> {
    let found = store::orders::by_number(db, number)?;
    found.ok_or_else(|| Refusal::not_found("order", number).into())
}

/// The order that a command is about, if it has not moved since the caller read it.
pub fn order_for(cx: &mut Cx<'_>, number: &str, seen: Option<i64>) -> Outcome<Order> {
    let order = order(cx.tx, number)?;
    cx.about(&order.number);
    cx.expect_version(&order.number, order.version, seen)?;
    Ok(order)
}

/// A line of an order.
pub fn line(db: &Db, order: &Order, line: i64) -> Outcome<Line> {
    let found = store::orders::line(db, order.id, line)?;
    let what = format!("{}/{line}", order.number);
    found.ok_or_else(|| Refusal::not_found("line", what).into())
}

/// Refuses with `duty_conflict` if this person already had a part that does not go with `part`
/// (`rules.md §2`, duties apart); in `later` mode it is allowed and listed.
pub fn apart(cx: &Cx<'_>, order: &Order, part: &str) -> Outcome<()> {
    if crate::desk::settings::DUTIES.text(cx.tx)? != "strict" {
        return Ok(());
    }
    let had = store::orders::hands(cx.tx, order.id, cx.actor.id)?;
    for rule in store::office::duty_rules(cx.tx)? {
        let other = match part {
            p if p == rule.part_a => &rule.part_b,
            p if p == rule.part_b => &rule.part_a,
            _ => continue,
        };
        if had.contains(other) {
            return Err(Refusal::new(Code::DutyConflict)
                .fact("order", &order.number)
                .fact("who", &cx.actor.login)
                .fact("part", part)
                .fact("had", other)
                .into());
        }
    }
    Ok(())
}
