//! What a platform's word for its order means for ours.
//!
//! To be sent there: ours goes its way. Locked, unknown or partly sent: a hold `platform` stops ours at
//! dispatch. Cancelled, refunded, or sent by somebody while ours is open: an exception and the hold. When
//! the word is back at "to be sent", hold and exceptions go by themselves.

use serde_json::json;

use super::news::News;
use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::desk::follow_up::exception::{self, ExceptionKind};
use crate::desk::follow_up::subject::Subject;
use crate::desk::imports::said::{PlatformGoods, known};
use crate::desk::orders::hold;
use crate::domain::Qty;
use crate::domain::order::{LinkKind, State};
use crate::paper::profile::Status;
use crate::store::holds::{self, PLATFORM};
use crate::store::orders::Order;
use crate::store::platforms::PlatformRow;
use crate::store::{self, Db, links};

/// Exceptions that a platform's word raises; at most one of them fits at a time.
const KINDS: [ExceptionKind; 4] = [
    ExceptionKind::PlatformCancelled,
    ExceptionKind::PlatformRefunding,
    ExceptionKind::PlatformShipped,
    ExceptionKind::PlatformStatus,
];

/// The state behind a row's status; a word of another program is one nobody knows.
pub fn status(row: &PlatformRow) -> Status {
    serde_json::from_value(json!(row.status)).unwrap_or(Status::Unknown)
}

/// Whether an order of ours is made from it.
pub fn makes(row: &PlatformRow) -> bool {
    use Status::{Closed, Done, PartShipped, PendingPayment, Refunding, Shipped, ToShip, Unknown};
    match status(row) {
        ToShip | PartShipped | Refunding | Unknown => true,
        PendingPayment | Shipped | Done | Closed => false,
    }
}

/// Brings our orders in step with the platform's word.
pub fn follow(cx: &mut Cx<'_>, row: &PlatformRow, news: &News) -> Outcome<()> {
    let Some(first) = row.order_id else {
        return Ok(());
    };
    for order in family(cx.tx, store::orders::by_id(cx.tx, first)?)? {
        if order.state.is_open() {
            one(cx, row, news, &order)?;
        }
    }
    Ok(())
}

fn one(cx: &mut Cx<'_>, row: &PlatformRow, news: &News, order: &Order) -> Outcome<()> {
    let raises = match status(row) {
        Status::Closed => Some(ExceptionKind::PlatformCancelled),
        Status::Refunding => Some(ExceptionKind::PlatformRefunding),
        Status::Shipped | Status::Done if to_send(cx.tx, order)? => {
            Some(ExceptionKind::PlatformShipped)
        }
        Status::PartShipped if !has_sent(cx.tx, order)? => Some(ExceptionKind::PlatformStatus),
        Status::Unknown | Status::PendingPayment => Some(ExceptionKind::PlatformStatus),
        Status::ToShip | Status::PartShipped | Status::Shipped | Status::Done => None,
    };
    // Money back while the order goes on: somebody has to look what of it is not sent any more.
    let part_back = raises.is_none() && news.refund;
    let kind = raises.or(part_back.then_some(ExceptionKind::PlatformRefunding));
    let about = Subject::of_order(order);
    let Some(kind) = kind else {
        // A part that went back stays somebody's until it is solved by hand.
        let refund_stands = row.refund.is_some_and(|back| !back.is_zero()) || any_closed(row);
        if news.status && !refund_stands {
            release(cx, row, order)?;
            solve(cx, &about, &row.status)?;
        }
        return Ok(());
    };
    for other in KINDS.into_iter().filter(|other| *other != kind) {
        exception::solve_by_rule(cx, other, &about, &row.status)?;
    }
    let facts = json!({
        "outside_id": row.outside_id, "status": row.status, "text": row.status_text,
        "refund": row.refund,
    });
    exception::raise_by_rule(cx, kind, &about, &facts)?;
    let word = if row.status_text.is_empty() {
        &row.status
    } else {
        &row.status_text
    };
    hold::raise(cx, order, PLATFORM, &format!("{} {word}", row.platform))?;
    Ok(())
}

/// Solves the exceptions that a platform's word raised about an order of ours.
pub fn solve(cx: &mut Cx<'_>, about: &Subject, solution: &str) -> Outcome<()> {
    for kind in KINDS {
        exception::solve_by_rule(cx, kind, about, solution)?;
    }
    Ok(())
}

fn any_closed(row: &PlatformRow) -> bool {
    let lines: Vec<PlatformGoods> = known(row.lines.as_ref()).unwrap_or_default();
    lines.iter().any(|line| line.closed)
}

fn release(cx: &mut Cx<'_>, row: &PlatformRow, order: &Order) -> Outcome<()> {
    let standing = holds::active(cx.tx, order.id)?;
    let mine: Vec<_> = standing
        .iter()
        .filter(|h| h.code == PLATFORM && h.by_rule)
        .collect();
    for hold in &mine {
        hold::lift(cx, hold, &format!("{} {}", row.platform, row.status))?;
    }
    if !mine.is_empty() {
        store::orders::touch(cx.tx, order.id)?;
    }
    Ok(())
}

/// Whether something of it has still to leave.
fn to_send(db: &Db, order: &Order) -> Outcome<bool> {
    let lines = store::orders::lines(db, order.id)?;
    Ok(lines.is_empty()
        || lines
            .iter()
            .any(|line| line.qty.unwrap_or(Qty::ONE).0 > line.cancelled.0 + line.shipped.0))
}

fn has_sent(db: &Db, order: &Order) -> Outcome<bool> {
    let lines = store::orders::lines(db, order.id)?;
    Ok(lines.iter().any(|line| line.shipped > Qty::ZERO))
}

/// The order, the one it was merged into, and those that were split off: what the platform's order is
/// among ours now.
pub fn family(db: &Db, first: Order) -> Outcome<Vec<Order>> {
    let mut all = vec![first];
    let mut at = 0;
    while let Some(order) = all.get(at) {
        let (id, state) = (order.id, order.state);
        for link in links::of(db, id)? {
            let goes_on = match link.kind {
                LinkKind::Merged => link.ahead && state == State::Void,
                LinkKind::Split => link.ahead,
                LinkKind::Copied => false,
            };
            let known = all.iter().any(|order| order.number == link.order);
            if goes_on
                && !known
                && let Some(next) = store::orders::by_number(db, &link.order)?
            {
                all.push(next);
            }
        }
        at += 1;
    }
    Ok(all)
}
