//! A price by hand against the price of the rules (`rules.md §2`: tolerance in % and in 元).

use serde_json::{Value, json};

use super::case::Case;
use crate::desk::failure::Outcome;
use crate::domain::number::divide_half_up;
use crate::domain::{Percent, Price};
use crate::store::checks::CheckRule;

/// The first line whose price by hand is off by more than both tolerances allow. Within either of
/// them it passes; without any, every difference counts.
pub fn found(case: &Case<'_>, rule: &CheckRule) -> Outcome<Option<Value>> {
    for line in case.lines {
        let Some(resolved) = line.resolved.filter(|resolved| *resolved != line.price) else {
            continue;
        };
        let off = Price((line.price.0 - resolved.0).abs());
        if within(off, resolved, rule) {
            continue;
        }
        return Ok(Some(json!({
            "line": line.line, "price": line.price, "resolved": resolved, "off": off,
            "off_percent": share(off, resolved)?, "percent": rule.percent, "amount": rule.amount,
        })));
    }
    Ok(None)
}

fn within(off: Price, resolved: Price, rule: &CheckRule) -> bool {
    let by_percent = rule.percent.is_some_and(|percent| {
        i128::from(off.0) * 10_000 <= i128::from(resolved.0) * i128::from(percent.0)
    });
    by_percent || rule.amount.is_some_and(|amount| off <= amount)
}

/// How much of the resolved price it is off by; of nothing there is no share.
fn share(off: Price, resolved: Price) -> Outcome<Option<Percent>> {
    if resolved.is_zero() {
        return Ok(None);
    }
    let exact = divide_half_up(i128::from(off.0) * 10_000, i128::from(resolved.0));
    Ok(Some(Percent::narrow(exact)?))
}
