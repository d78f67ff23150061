//! Which departments are asked about an order (`rules.md §2`, route): rows that an office edits.

use serde_json::{Value, json};

use super::case::Case;
use crate::desk::failure::Outcome;
use crate::desk::stock::promise::Promises;
use crate::desk::{settings, workdays};
use crate::domain::check::{Check, Level};
use crate::domain::order::Kind;
use crate::domain::route::{self, When};
use crate::domain::terms::Terms;
use crate::domain::{Day, Money, Role};
use crate::store::checks::CheckResult;
use crate::store::orders::Order;
use crate::store::routes::{self, RouteRule};
use crate::store::{Db, Tx};

/// The rows an office starts with: code, department, kind ('' = every one), when.
pub const USUAL: &[(&str, Role, &str, When)] = &[
    ("sales", Role::Sales, "", When::Always),
    ("finance_terms", Role::Finance, "", When::NotPrepaid),
    ("finance_credit", Role::Finance, "", When::MoneyCheck),
    ("finance_price", Role::Finance, "", When::PriceCheck),
    ("production_stock", Role::Production, "", When::NotInStock),
    // Bulk is made for the customer: production has its say whatever lies in stock (`rules.md §12`).
    ("production_bulk", Role::Production, "bulk", When::Always),
    ("quality_sample", Role::Quality, "sample", When::Always),
    ("quality_condition", Role::Quality, "", When::Condition),
    ("warehouse_urgent", Role::Warehouse, "", When::Urgent),
    ("logistics_urgent", Role::Logistics, "", When::Urgent),
    ("purchasing_buy", Role::Purchasing, "", When::ToBuy),
];

/// Kinds of order that one person may judge where the office switches `single_small` on.
const SMALL_KINDS: &[Kind] = &[Kind::Spot, Kind::Topup, Kind::Replenish];

/// Writes the rows an office starts with. Review by one person is there, switched off.
pub fn seed(tx: &Tx<'_>) -> Outcome<()> {
    for (code, department, kinds, applies) in USUAL {
        routes::save(tx, &row(code, *department, kinds, *applies))?;
    }
    let kinds: Vec<_> = SMALL_KINDS.iter().map(|kind| kind.name()).collect();
    let mut single = row("single_small", Role::Sales, &kinds.join(","), When::Clean);
    single.max_amount = Some(Money(100_000));
    single.single = true;
    single.active = false;
    Ok(routes::save(tx, &single)?)
}

/// A row that asks a department of every order, or of those of these kinds.
pub fn row(code: &str, department: Role, kinds: &str, applies: When) -> RouteRule {
    RouteRule {
        code: code.to_owned(),
        department,
        kinds: kinds.to_owned(),
        channels: String::new(),
        min_amount: None,
        max_amount: None,
        applies,
        single: false,
        active: true,
    }
}

/// The stations of an order.
#[derive(Debug, Clone)]
pub struct Route {
    /// Departments asked in parallel, each by a row of the rules.
    pub asked: Vec<RouteRule>,
    /// Whether the director decides at the end.
    pub director: bool,
}

impl Route {
    /// The departments.
    pub fn departments(&self) -> Vec<Role> {
        self.asked.iter().map(|rule| rule.department).collect()
    }

    /// The stations and the rule that put each there.
    pub fn shown(&self) -> Value {
        let asked = self.asked.iter();
        let mut why: Vec<_> = asked
            .map(|r| json!({ "department": r.department, "rule": r.code, "when": r.applies }))
            .collect();
        if self.director {
            why.push(json!({ "department": Role::Director, "rule": "director_from" }));
        }
        json!({ "departments": self.departments(), "director": self.director, "why": why })
    }
}

/// Finds the stations from the order and how its checks came out.
pub fn find(
    db: &Db,
    case: &Case<'_>,
    results: &[CheckResult],
    promises: &mut Promises,
) -> Outcome<Route> {
    let all_pass = results.iter().all(|r| r.level == Level::Pass);
    let supply = supply(db, case, promises)?;
    let failed = |about: fn(Check) -> bool| {
        let failed = results.iter().filter(|r| r.level != Level::Pass);
        failed.filter_map(|r| r.code.parse().ok()).any(about)
    };
    let urgent = is_urgent(db, case)?;
    let applies = |when: When| match when {
        When::Always => true,
        When::NotPrepaid => !matches!(case.order.terms.parse::<Terms>(), Ok(Terms::Prepaid)),
        When::MoneyCheck => failed(Check::is_about_credit),
        When::PriceCheck => failed(Check::is_about_price),
        When::NotInStock => supply != Supply::InStock,
        When::ToBuy => supply == Supply::ToBuy,
        When::Urgent => urgent,
        When::Clean => all_pass,
        When::Condition => false, // asked later, by an opinion
    };
    let mut rules = routes::rules(db)?;
    rules.retain(|rule| rule.active && is_for(rule, case.order) && applies(rule.applies));
    Ok(Route {
        asked: stations(&rules),
        director: ends_at_director(db, case.order.gross, results)?,
    })
}

/// Whether the director decides: always, but for small orders in which every check passes.
pub fn ends_at_director(db: &Db, gross: Money, results: &[CheckResult]) -> Outcome<bool> {
    let all_pass = results.iter().all(|r| r.level == Level::Pass);
    let small = settings::DIRECTOR_FROM.amount(db)? > gross;
    Ok(!(small && all_pass))
}

/// The row of a single review alone, else one row for each department in its usual order.
fn stations(rules: &[RouteRule]) -> Vec<RouteRule> {
    if let Some(single) = rules.iter().find(|rule| rule.single) {
        return vec![single.clone()];
    }
    let departments = Role::DEPARTMENTS.iter();
    departments
        .filter_map(|d| rules.iter().find(|rule| rule.department == *d))
        .cloned()
        .collect()
}

/// Departments that a condition names and that a row of the rules asks for that.
pub fn named_in(db: &Db, order: &Order, condition: &str) -> Outcome<Vec<RouteRule>> {
    let mut rules = routes::rules(db)?;
    rules.retain(|rule| {
        rule.active
            && rule.applies == When::Condition
            && is_for(rule, order)
            && route::names(condition, rule.department)
    });
    Ok(stations(&rules))
}

/// Whether a row speaks of orders of this kind, channel and size.
fn is_for(rule: &RouteRule, order: &Order) -> bool {
    let among = |list: &str, name: &str| list.is_empty() || list.split(',').any(|own| own == name);
    among(&rule.kinds, order.kind.name())
        && among(&rule.channels, order.channel.name())
        && rule.min_amount.is_none_or(|least| order.gross >= least)
        && rule.max_amount.is_none_or(|most| order.gross < most)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Supply {
    /// Everything can be met from stock by its need date.
    InStock,
    /// Stock alone does not do it; what is coming does.
    Coming,
    /// Something must be bought or made.
    ToBuy,
}

/// How the worst line can be met.
fn supply(db: &Db, case: &Case<'_>, promises: &mut Promises) -> Outcome<Supply> {
    let mut worst = Supply::InStock;
    let mut taken = std::collections::BTreeMap::new();
    for (line, product) in case.lines.iter().zip(&case.goods) {
        let (Some(product), Some(qty)) = (product, line.qty) else {
            continue;
        };
        let sum: &mut crate::domain::Qty = taken.entry(product.id).or_default();
        *sum = sum.add(qty)?;
        let atp = promises.atp(db, product.id, case.today)?;
        let need = line.need_on.or(case.order.need_on).unwrap_or(case.today);
        let way = match atp.earliest(*sum) {
            Some(day) if day <= case.today => Supply::InStock,
            Some(day) if day <= need => Supply::InStock,
            Some(_) => Supply::Coming,
            None => Supply::ToBuy,
        };
        worst = worst.max(way);
    }
    Ok(worst)
}

/// Wanted within two working days from the day after today.
fn is_urgent(db: &Db, case: &Case<'_>) -> Outcome<bool> {
    let needs = case
        .lines
        .iter()
        .filter_map(|line| line.need_on.or(case.order.need_on));
    let Some(first) = needs.min() else {
        return Ok(false);
    };
    Ok(first <= urgent_until(db, case.today)?)
}

/// What is wanted by this day is urgent.
pub fn urgent_until(db: &Db, today: Day) -> Outcome<Day> {
    Ok(workdays::calendar(db)?.plus_workdays(today, 2))
}
