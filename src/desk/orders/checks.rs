//! Running the checks of an order (`rules.md §2`): each is data with a control, its result is kept.

use serde_json::{Value, json};

use super::case::Case;
use super::pricing::Buyer;
use super::{clauses, deviation, making, promote};
use crate::desk::failure::Outcome;
use crate::desk::receivables::credit;
use crate::domain::check::{Check, Control, Level};
use crate::domain::order::{Kind, State};
use crate::domain::terms::Terms;
use crate::domain::{Code, Day, Money, Refusal};
use crate::paper::platform::Mark;
use crate::store::checks::{self, CheckResult, CheckRule};
use crate::store::duplicates::SameLines;
use crate::store::orders::Order;
use crate::store::products::Product;
use crate::store::{self, Db, Tx, holds, platforms};

/// Writes the checks an office starts with.
pub fn seed(tx: &Tx<'_>) -> Outcome<()> {
    for check in Check::ALL {
        checks::save_rule(tx, &usual(*check))?;
    }
    Ok(())
}

/// What an office does about a check until somebody changes it.
pub fn usual(check: Check) -> CheckRule {
    let roles: Vec<_> = check.usual_override().iter().map(|r| r.name()).collect();
    CheckRule {
        code: check,
        control: check.usual_control(),
        overriders: roles.join(","),
        percent: None,
        amount: None,
    }
}

/// Runs every check that is not off. A failed one is told or stops, as its control says.
pub fn run(db: &Db, case: &Case<'_>) -> Outcome<Vec<CheckResult>> {
    let mut results = Vec::new();
    for rule in checks::rules(db)? {
        if rule.control == Control::Off || rule.code.is_at_dispatch() {
            continue;
        }
        results.push(result(&rule, failure(db, case, &rule)?));
    }
    Ok(results)
}

/// How a check came out under its control.
pub fn result(rule: &CheckRule, failed: Option<Value>) -> CheckResult {
    let level = match (&failed, rule.control) {
        (None, _) | (_, Control::Off) => Level::Pass,
        (Some(_), Control::Warn) => Level::Warn,
        (Some(_), Control::Block) => Level::Block,
    };
    CheckResult {
        code: rule.code.to_string(),
        level,
        overriders: rule.overriders.clone(),
        facts: failed.unwrap_or_else(|| json!({})).to_string(),
        answer: String::new(),
    }
}

/// The fact with its numbers if the check fails.
fn failure(db: &Db, case: &Case<'_>, rule: &CheckRule) -> Outcome<Option<Value>> {
    match rule.code {
        Check::Complete => {
            let gaps = checks::gaps(db, case.order.id)?;
            Ok(gaps
                .iter()
                .find(|g| g.blocking)
                .map(|g| json!({ "gap": g.code, "line": g.line })))
        }
        Check::Duplicate => duplicate(db, case),
        Check::PriceFloor => below(case, |p| p.floor_price, "floor"),
        Check::BelowCost => below(case, |p| p.cost, "cost"),
        Check::PriceDeviation => deviation::found(case, rule),
        Check::PromotionValid => {
            let now = promote::lost(db, case.order)?;
            Ok(case.lost.iter().chain(&now).next().map(|lost| json!(lost)))
        }
        Check::AllGift => {
            let all = !case.lines.is_empty() && case.lines.iter().all(|line| line.gift);
            Ok(all.then(|| json!({ "lines": case.lines.len() })))
        }
        Check::Contract => clauses::broken(db, case),
        Check::CustomerBlocked => {
            let blocked = case.customer.as_ref().filter(|c| c.blocked);
            Ok(blocked.map(|c| json!({ "customer": c.code })))
        }
        Check::OffSale => Ok(case
            .with_goods()
            .find(|(_, product)| !product.on_sale)
            .map(|(line, product)| json!({ "line": line.line, "product": product.code }))),
        Check::CreditLimit | Check::Overdue => money(db, case, rule.code),
        Check::PaymentMethod => payment_method(db, case),
        Check::Promise => Ok(case.lines.iter().find_map(|line| {
            let need = line.need_on.or(case.order.need_on)?;
            let promise = line.promise_on.filter(|promise| *promise > need)?;
            Some(json!({ "line": line.line, "need_date": need, "promise": promise }))
        })),
        Check::Capacity => making::short(db, case),
        // Gates at dispatch, see shipping::gate.
        Check::PaymentCleared | Check::ReturnReceived => Ok(None),
    }
}

fn duplicate(db: &Db, case: &Case<'_>) -> Outcome<Option<Value>> {
    let Some(customer) = &case.customer else {
        return Ok(None);
    };
    let order = case.order;
    // An exchange is for the same goods by its nature; its return makes it once.
    if order.kind == Kind::Exchange {
        return Ok(None);
    }
    let (from, to) = (
        order.ordered_on.plus_days(-3),
        order.ordered_on.plus_days(3),
    );
    // Under a shop's name many buyers order the same: there the address says who it is.
    let row = platforms::of_order(db, order.id)?;
    let of_buyers = order.channel.is_platform() || row.is_some();
    // Where the platform does not tell the address, or masks it, nobody knows whether it is the same buyer.
    let hidden = row.is_some_and(|row| row.is_marked(Mark::Masked.name()));
    if of_buyers && (hidden || order.ship_to.trim().is_empty()) {
        return Ok(None);
    }
    let key = SameLines {
        customer: customer.id,
        digest: &order.lines_digest,
        ship_to: of_buyers.then_some(order.ship_to.as_str()),
    };
    let found = store::duplicates::same_lines(db, &key, from, to, order.id)?;
    Ok(found.map(|number| json!({ "order": number, "customer": customer.code })))
}

/// The first line whose unit price really paid is under a bound of its product.
fn below(
    case: &Case<'_>,
    bound: fn(&Product) -> Option<crate::domain::Price>,
    name: &str,
) -> Outcome<Option<Value>> {
    for (line, product) in case.with_goods().filter(|(line, _)| !line.gift) {
        let Some(bound) = bound(product) else {
            continue;
        };
        let price = promote::unit_paid(line)?;
        if price < bound {
            let mut facts = json!({ "line": line.line, "product": product.code, "price": price });
            facts[name] = json!(bound);
            return Ok(Some(facts));
        }
    }
    Ok(None)
}

fn payment_method(db: &Db, case: &Case<'_>) -> Outcome<Option<Value>> {
    let Some(customer) = &case.customer else {
        return Ok(None);
    };
    let buyer = Buyer::new(
        db,
        Some(customer),
        case.order.channel,
        case.order.ordered_on,
    )?;
    let agreed = buyer.contract_terms().unwrap_or(&customer.terms);
    let differs = case.order.terms != agreed;
    Ok(differs.then(|| json!({ "terms": case.order.terms, "agreed": agreed })))
}

/// The amount by which this order would raise the exposure: prepaid orders do not (`rules.md §4`).
pub fn credit_delta(order: &Order) -> Money {
    match order.terms.parse::<Terms>() {
        Ok(Terms::Prepaid) => Money::ZERO,
        _ => order.gross,
    }
}

fn money(db: &Db, case: &Case<'_>, check: Check) -> Outcome<Option<Value>> {
    let Some(customer) = &case.customer else {
        return Ok(None);
    };
    let prepaid = matches!(case.order.terms.parse::<Terms>(), Ok(Terms::Prepaid));
    let approved = case.order.state == State::Approved;
    if prepaid && case.delta.is_none() {
        let refusal = match check {
            Check::CreditLimit if !approved => {
                credit::order_max_alone(db, customer, case.order.gross)?
            }
            _ => None,
        };
        return Ok(refusal.map(|refusal| Value::Object(refusal.facts().clone())));
    }
    let standing = case.standing(db, customer)?;
    let refusal = match check {
        Check::Overdue if prepaid => None,
        Check::Overdue => match case.delta {
            Some(delta) => credit::overdue_of_change(standing, delta),
            None => credit::overdue_refusal(standing),
        },
        _ => {
            if let Some(delta) = case.delta {
                credit::limit_of_change(standing, delta, case.order.gross)
            } else if approved {
                credit::standing_refusal(standing)
            } else {
                credit::order_max_refusal(standing, case.order.gross)
                    .or_else(|| credit::limit_refusal(standing, credit_delta(case.order)))
            }
        }
    };
    Ok(refusal.map(|refusal| Value::Object(refusal.facts().clone())))
}

/// The first block that no live override sets aside, as the refusal it stands for.
pub fn first_block(
    db: &Db,
    order: &Order,
    results: &[CheckResult],
    today: Day,
) -> Outcome<Option<Refusal>> {
    let overrides = holds::overrides(db, order.id)?;
    for result in results.iter().filter(|r| r.level == Level::Block) {
        let facts: Value = serde_json::from_str(&result.facts).unwrap_or_default();
        if live_override(&overrides, &result.code, &facts, today).is_none() {
            return Ok(Some(refusal(order, &result.code, facts)));
        }
    }
    Ok(None)
}

/// The same among the checks of credit alone: for what is tested at once.
pub fn first_credit_block(
    db: &Db,
    order: &Order,
    results: &[CheckResult],
    today: Day,
) -> Outcome<Option<Refusal>> {
    let about_credit = |r: &&CheckResult| r.code.parse().is_ok_and(Check::is_about_credit);
    let money: Vec<_> = results.iter().filter(about_credit).cloned().collect();
    first_block(db, order, &money, today)
}

/// The override that sets this block aside today, if its cap covers what is over.
pub fn live_override<'a>(
    overrides: &'a [holds::Override],
    code: &str,
    facts: &Value,
    today: Day,
) -> Option<&'a holds::Override> {
    let over: Option<Money> = ["over", "overdue", "missing"]
        .iter()
        .find_map(|name| facts[*name].as_str()?.parse().ok());
    overrides.iter().find(|o| {
        o.code == code
            && o.until_on.is_none_or(|until| until >= today)
            && o.amount
                .is_none_or(|cap| over.is_none_or(|over| over <= cap))
    })
}

/// A check's block as a refusal: the contract's own code where there is one.
pub fn refusal(order: &Order, check: &str, facts: Value) -> Refusal {
    let code = Code::from_name(check).unwrap_or(Code::CheckBlocked);
    let mut refusal = Refusal::new(code)
        .fact("order", &order.number)
        .fact("check", check);
    if let Value::Object(facts) = facts {
        for (name, value) in facts {
            refusal = refusal.or_fact(&name, value);
        }
    }
    refusal
}
