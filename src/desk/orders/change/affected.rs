//! Whom a change concerns (`rules.md §8`): more of it or cheaper, finance; sooner, production; another
//! customer, everybody.
//!
//! Who pays is the customer's own affair (`customer.save`), not the order's: another payer asks
//! nobody again, but the credit tests at dispatch and at night look at the payer of that day.

use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::desk::orders::case::Case;
use crate::desk::orders::{route, show};
use crate::desk::stock::promise::Promises;
use crate::domain::route::When;
use crate::domain::{Refusal, Role};
use crate::store::checks::CheckResult;
use crate::store::orders::{Line, Order};
use crate::store::reviews;
use crate::store::routes::RouteRule;

use super::plan::Plan;

/// The departments to be asked again; none lets the change take effect at once.
///
/// Other terms are finance's too: they change what is owed and when. A date that comes so near
/// that the order would be urgent concerns warehouse and logistics beside production.
pub fn departments(
    cx: &Cx<'_>,
    before: &Order,
    old: &[Line],
    plan: &Plan,
    case: &Case<'_>,
    results: &[CheckResult],
) -> Outcome<Vec<RouteRule>> {
    if plan.order.customer_id != before.customer_id {
        return everybody(cx, before, case, results);
    }
    let mut asked = Vec::new();
    if plan.order.terms != before.terms || more_or_cheaper(old, plan)? {
        asked.push(Role::Finance);
    }
    let sooner = sooner(before, old, plan);
    if let Some(first) = sooner.into_iter().min() {
        asked.push(Role::Production);
        if first <= route::urgent_until(cx.tx, cx.today)? {
            asked.extend([Role::Warehouse, Role::Logistics]);
        }
    }
    let row = |department| route::row("change", department, "", When::Always);
    Ok(asked.into_iter().map(row).collect())
}

/// Whom the route asks about it as it is now, and whoever was asked about it before.
fn everybody(
    cx: &Cx<'_>,
    before: &Order,
    case: &Case<'_>,
    results: &[CheckResult],
) -> Outcome<Vec<RouteRule>> {
    let mut asked = route::find(cx.tx, case, results, &mut Promises::beside(before.id))?.asked;
    for department in reviews::heard(cx.tx, before.id)? {
        if asked.iter().all(|rule| rule.department != department) {
            asked.push(route::row("change", department, "", When::Always));
        }
    }
    Ok(asked)
}

fn more_or_cheaper(old: &[Line], plan: &Plan) -> Result<bool, Refusal> {
    for line in &plan.lines {
        let Some(was) = old.iter().find(|was| was.line == line.line) else {
            return Ok(true);
        };
        let price = show::after(line.price, line.discount)?;
        let cheaper = price < show::after(was.price, was.discount)? || (line.gift && !was.gift);
        // More may be shipped and billed without asking again.
        let wider = line.tolerance_over > was.tolerance_over;
        if line.qty > was.qty || line.product_id != was.product_id || cheaper || wider {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The need dates that have come nearer, of lines that still have something to go.
fn sooner(before: &Order, old: &[Line], plan: &Plan) -> Vec<crate::domain::Day> {
    let sooner = plan.lines.iter().filter_map(|line| {
        let was = old.iter().find(|was| was.line == line.line)?;
        let need = line.need_on.or(plan.order.need_on)?;
        let before = was.need_on.or(before.need_on);
        let open = !line.to_pack().is_zero() && !plan.called_off.contains(&line.line);
        (open && before.is_none_or(|before| need < before)).then_some(need)
    });
    sooner.collect()
}
