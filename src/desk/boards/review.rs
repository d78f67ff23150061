//! `ask review`: an order with what those look at who judge it.
//!
//! The checks are those of now, not of the hand-in: what the judge sees is what an approval meets.

use serde::Serialize;
use serde_json::{Value, json};

use super::order;
use crate::desk::failure::Outcome;
use crate::desk::orders::case::Case;
use crate::desk::orders::{checks, load, show};
use crate::desk::query::Qx;
use crate::desk::receivables::credit;
use crate::desk::{fields, session};
use crate::domain::number::divide_half_up;
use crate::domain::order::State;
use crate::domain::tax::Amounts;
use crate::domain::{Money, Percent, Refusal};
use crate::store::orders::{Line, Order};
use crate::store::{self, Db, dealings, holds, products};

payload! {
    /// An order with what its judges look at: all of `ask order`, the checks as they come out now
    /// (who may override each, `mine` if the one who asks may, `set_aside` if a live override does),
    /// margin (null without the right `cost.see`; a cost has VAT in it as every price, here all sums are without), the customer's `history` of
    /// twelve months and `credit`, and the last `decision`.
    pub struct ReviewQuery {
        /// Its number.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
    }
}

/// Days of a customer's history.
const YEAR: i64 = 365;

/// Answers with the order and what decides about it.
pub fn review(qx: &Qx<'_>, q: &ReviewQuery) -> Outcome<Value> {
    let order = load::order(qx.db, &q.order)?;
    let lines = store::orders::lines(qx.db, order.id)?;
    let mut answer = order::whole(qx, &order)?;
    let sees_cost = session::sees_cost(qx.db, qx.actor)?;
    answer["checks"] = checks_of_now(qx, &order, &lines, sees_cost)?;
    answer["margin"] = if sees_cost {
        json!(margin(qx.db, &lines)?)
    } else {
        Value::Null
    };
    answer["history"] = history(qx, &order)?;
    answer["credit"] = match order.customer_id {
        None => Value::Null,
        Some(customer) => credit::told(&credit::standing(qx.db, customer, qx.today)?)?,
    };
    let last = answer["decisions"].as_array().and_then(|all| all.last());
    answer["decision"] = last.cloned().unwrap_or_default();
    Ok(answer)
}

/// The checks run anew where the order is still judged, else as they were run last.
fn checks_of_now(qx: &Qx<'_>, order: &Order, lines: &[Line], sees_cost: bool) -> Outcome<Value> {
    let kept = store::checks::last_run(qx.db, order.id)?;
    let mut results = if matches!(order.state, State::Reviewing | State::Director) {
        checks::run(qx.db, &Case::new(qx.db, order, lines, qx.today)?)?
    } else {
        kept.clone()
    };
    for result in &mut results {
        if let Some(before) = kept.iter().find(|before| before.code == result.code) {
            result.answer.clone_from(&before.answer);
        }
    }
    let overrides = holds::overrides(qx.db, order.id)?;
    let mut shown = Vec::with_capacity(results.len());
    for result in &results {
        let roles = show::roles(&result.overriders);
        let facts: Value = serde_json::from_str(&result.facts).unwrap_or_default();
        let live = checks::live_override(&overrides, &result.code, &facts, qx.today);
        let mut row = json!(show::check(result, sees_cost));
        row["mine"] = json!(roles.iter().any(|role| qx.actor.is(*role)));
        row["set_aside"] = json!(live.is_some());
        shown.push(row);
    }
    Ok(json!(shown))
}

/// What an order earns.
#[derive(Debug, Serialize)]
struct Earned {
    lines: Vec<LineMargin>,
    /// Net of the lines whose cost is known.
    net: Money,
    cost: Money,
    margin: Money,
    percent: Option<Percent>,
    /// Lines without a cost, which are in none of the sums.
    unknown: usize,
}

/// What a line earns; nothing is said where the cost is not known.
#[derive(Debug, Serialize)]
struct LineMargin {
    line: i64,
    net: Money,
    cost: Option<Money>,
    margin: Option<Money>,
    percent: Option<Percent>,
}

/// Net less cost, by line and in all.
fn margin(db: &Db, lines: &[Line]) -> Outcome<Earned> {
    let mut all = Earned {
        lines: Vec::with_capacity(lines.len()),
        net: Money::ZERO,
        cost: Money::ZERO,
        margin: Money::ZERO,
        percent: None,
        unknown: 0,
    };
    for line in lines {
        let cost = match (line.product_id, line.qty) {
            (Some(product), Some(qty)) => {
                let cost = products::by_id(db, product)?.cost;
                cost.map(|cost| before_tax(qty.gross(cost, Percent::ZERO)?, line.tax_rate))
                    .transpose()?
            }
            _ => None,
        };
        let margin = cost.map(|cost| line.net.sub(cost)).transpose()?;
        match cost {
            Some(cost) => {
                all.net = all.net.add(line.net)?;
                all.cost = all.cost.add(cost)?;
            }
            None => all.unknown += 1,
        }
        all.lines.push(LineMargin {
            line: line.line,
            net: line.net,
            cost,
            margin,
            percent: margin.map(|m| percent(m, line.net)).transpose()?.flatten(),
        });
    }
    all.margin = all.net.sub(all.cost)?;
    all.percent = percent(all.margin, all.net)?;
    Ok(all)
}

/// A cost without its VAT, so that net is set against net.
fn before_tax(cost: Money, rate: Percent) -> Result<Money, Refusal> {
    Ok(Amounts::of_gross(cost, rate)?.net)
}

/// A part in 0.01 % of a whole; of nothing there is none.
fn percent(part: Money, whole: Money) -> Result<Option<Percent>, Refusal> {
    if whole.count() <= 0 {
        return Ok(None);
    }
    let exact = i128::from(part.count()) * 10_000;
    Percent::narrow(divide_half_up(exact, i128::from(whole.count()))).map(Some)
}

/// What the customer's last twelve months were like, this order left out.
fn history(qx: &Qx<'_>, order: &Order) -> Outcome<Value> {
    let Some(customer) = order.customer_id else {
        return Ok(Value::Null);
    };
    let since = qx.today.plus_days(-YEAR);
    let d = dealings::orders(qx.db, customer, since, order.id)?;
    let last = dealings::last(qx.db, customer, order.id)?;
    let paid = dealings::paid(qx.db, customer, since)?;
    let late: i64 = paid
        .iter()
        .map(|invoice| invoice.paid_on.days_since(invoice.due_on).max(0))
        .sum();
    let count = paid.len() as i128;
    let average = (count > 0).then(|| divide_half_up(i128::from(late), count));
    let average = average.and_then(|days| i64::try_from(days).ok());
    Ok(json!({
        "since": since, "orders": d.orders, "more": d.orders >= dealings::MOST, "gross": d.gross,
        "returned": d.returned, "cancelled": d.cancelled, "rejected": d.rejected,
        "last_order": last.map(|last| json!({
            "order": last.number, "ordered_on": last.ordered_on, "gross": last.gross,
        })),
        "paid_invoices": paid.len(), "late_days": average,
    }))
}
