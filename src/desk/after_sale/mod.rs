//! Returns: asked for, agreed, received, settled (`rules.md §10`).

pub mod credit;
pub mod door;
pub mod exchange;
pub mod open;
pub mod receive;
pub mod settle;

use serde_json::{Value, json};

use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::follow_up::subject::Subject;
use crate::desk::{settings, workdays};
use crate::domain::after_sale::ReturnState;
use crate::domain::calendar::Hours;
use crate::domain::{Code, Moment, Qty, Refusal};
use crate::store::orders::Line;
use crate::store::returns::{self, Return};
use crate::store::{self, Db};

/// Working hours in which a return is agreed to, and settled once the goods are in: one day.
const STEP_DAYS: u32 = 1;

/// The return that a command is about, if it has not moved since the caller read it.
fn return_for(cx: &mut Cx<'_>, number: &str, seen: Option<i64>) -> Outcome<Return> {
    let found = returns::by_number(cx.tx, number)?;
    let found = found.ok_or_else(|| Refusal::not_found("return", number))?;
    cx.about(&found.number);
    cx.expect_version(&found.number, found.version, seen)?;
    Ok(found)
}

/// Refuses unless the return is in one of these states.
fn require(r: &Return, states: &[ReturnState]) -> Result<(), Refusal> {
    if states.contains(&r.state) {
        return Ok(());
    }
    Err(Refusal::wrong_state(&r.number, r.state).fact("wanted", states))
}

/// When the next step of a return in this state is due, from now on.
fn next_due(db: &Db, state: ReturnState, at: Moment) -> Outcome<Moment> {
    if state == ReturnState::Approved {
        let days = settings::RETURN_DAYS.count(db)?;
        let day = at.day().plus_days(i64::from(days));
        return Ok(Hours::default().end_of(day));
    }
    let hours = STEP_DAYS * Hours::default().length();
    Ok(workdays::calendar(db)?.plus_work_hours(at, hours, Hours::default()))
}

/// The paper as exceptions name it.
fn subject(r: &Return) -> Subject {
    Subject {
        number: r.number.clone(),
        order: Some(r.order_id),
        customer: r.customer_id,
    }
}

/// Refuses what goes beyond what was shipped of a line and no other return claims.
fn refuse_over_shipped(db: &Db, line: &Line, r: Option<&Return>, asked: Qty) -> Outcome<()> {
    let others = returns::claimed(db, line.id, r.map(|r| r.id))?;
    if others.add(asked)? <= line.shipped {
        return Ok(());
    }
    let order = store::orders::by_id(db, line.order_id)?;
    Err(Refusal::new(Code::ReturnOverShipped)
        .fact("order", order.number)
        .fact("line", line.line)
        .fact("shipped", line.shipped)
        .fact("returned", others)
        .fact("left", Qty(line.shipped.0 - others.0).at_least_zero())
        .fact("asked", asked)
        .into())
}

/// Says what has changed and writes it on the order's timeline.
fn moved(cx: &mut Cx<'_>, r: &Return, what: &'static str, facts: Value) {
    cx.changed(Aggregate::Order);
    cx.note_order(r.order_id, what, facts);
}

/// What a command on a return answers: the return as it is now.
fn answer(cx: &Cx<'_>, r: &Return) -> Outcome<Value> {
    let now = returns::by_id(cx.tx, r.id)?;
    Ok(json!({
        "return": now.number, "version": now.version, "state": now.state, "due": now.due_at,
    }))
}
