//! What the nightly run finds so late that somebody has to see to it: exceptions by rule
//! (`rules.md §10`), which end by themselves once it is no longer so.

use serde_json::json;

use super::cx::Cx;
use super::failure::Outcome;
use super::follow_up::exception::{self, ExceptionKind};
use super::follow_up::subject;
use super::settings;
use crate::store::nightly::{self, LongLate};

/// Raises an exception for each order past its promise and each shipment not heard of for longer than
/// the office bears; solves those that are over. Tells the papers it raised one for.
pub fn look(cx: &mut Cx<'_>) -> Outcome<Vec<String>> {
    let by = |days: u32| cx.today.plus_days(-i64::from(days));
    let late = nightly::long_late(cx.tx, by(settings::EXCEPTION_LATE_DAYS.count(cx.tx)?))?;
    let lost = nightly::long_under_way(cx.tx, by(settings::EXCEPTION_LOST_DAYS.count(cx.tx)?))?;
    let mut raised = settle(cx, ExceptionKind::Late, &late)?;
    raised.extend(settle(cx, ExceptionKind::CarrierLost, &lost)?);
    Ok(raised)
}

/// Exceptions of one kind: those that began are raised, those that are over are solved.
fn settle(cx: &mut Cx<'_>, kind: ExceptionKind, found: &[LongLate]) -> Outcome<Vec<String>> {
    let standing = nightly::standing(cx.tx, kind.name())?;
    for number in &standing {
        if !found.iter().any(|late| late.number == *number) {
            let about = subject::find(cx.tx, number)?;
            exception::solve_by_rule(cx, kind, &about, "over")?;
        }
    }
    let mut raised = Vec::new();
    for late in found {
        if standing.contains(&late.number) || exception::stands(cx.tx, kind, &late.number)? {
            continue;
        }
        let about = subject::find(cx.tx, &late.number)?;
        let facts = json!({ "promise": late.day, "days": cx.today.days_since(late.day) });
        exception::raise_by_rule(cx, kind, &about, &facts)?;
        raised.push(late.number.clone());
    }
    Ok(raised)
}
