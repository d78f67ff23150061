//! `route_rule.save`: which departments are asked about which orders.

use serde_json::{Value, json};

use crate::desk::boards::page;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::query::Qx;
use crate::domain::order::{Channel, Kind};
use crate::domain::route::When;
use crate::domain::{Money, Refusal, Role};
use crate::store::routes::{self, RouteRule};

payload! {
    /// Adds a row of the route or changes one. On a change, what is left out stays. A department is
    /// asked if any of its rows fits the order.
    pub struct RouteRuleSave {
        /// Code of the row.
        #[serde(deserialize_with = "fields::code")]
        pub code: String,
        /// The department it asks: sales, finance, production, quality, warehouse, logistics, purchasing.
        pub department: Role,
        /// Kinds of order it is for; an empty list for every one.
        pub kinds: Option<Vec<Kind>>,
        /// Channels it is for; an empty list for every one.
        pub channels: Option<Vec<Channel>>,
        /// From this gross on; null for any.
        #[serde(default, deserialize_with = "fields::nullable")]
        #[cfg_attr(test, schemars(with = "Option<Money>"))]
        pub min_amount: Option<Option<Money>>,
        /// Below this gross; null for any.
        #[serde(default, deserialize_with = "fields::nullable")]
        #[cfg_attr(test, schemars(with = "Option<Money>"))]
        pub max_amount: Option<Option<Money>>,
        /// What the order must be like (default always).
        pub when: Option<When>,
        /// One person's review: where this row fits, its department alone is asked (default false).
        pub single: Option<bool>,
        /// Whether the row counts (default true).
        pub active: Option<bool>,
    }
}

payload! {
    /// The rows of the route.
    pub struct RouteRulesQuery {
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// Saves a row of the route.
pub fn save(cx: &mut Cx<'_>, p: &RouteRuleSave) -> Outcome<Value> {
    if !Role::DEPARTMENTS.contains(&p.department) {
        let known: Vec<_> = Role::DEPARTMENTS.iter().map(|d| d.name()).collect();
        return Err(Refusal::bad_field("department", known.join(" | ")).into());
    }
    let before = routes::rule(cx.tx, &p.code)?;
    let rule = overlaid(p, before.unwrap_or_else(|| blank(p)));
    for (field, amount) in [
        ("min_amount", rule.min_amount),
        ("max_amount", rule.max_amount),
    ] {
        if amount.is_some_and(|amount| amount < Money::ZERO) {
            return Err(Refusal::bad_field(field, "from 0").into());
        }
    }
    if let (Some(least), Some(most)) = (rule.min_amount, rule.max_amount)
        && most <= least
    {
        return Err(Refusal::bad_field("max_amount", "above min_amount").into());
    }
    if rule.single && rule.applies == When::Condition {
        return Err(Refusal::bad_field("single", "not with when condition").into());
    }
    routes::save(cx.tx, &rule)?;
    cx.about(&format!("route.{}", p.code));
    cx.changed(Aggregate::Office);
    Ok(shown(&rule))
}

fn blank(p: &RouteRuleSave) -> RouteRule {
    RouteRule {
        code: p.code.clone(),
        department: p.department,
        kinds: String::new(),
        channels: String::new(),
        min_amount: None,
        max_amount: None,
        applies: When::Always,
        single: false,
        active: true,
    }
}

/// Lays what was given over what stood before.
fn overlaid(p: &RouteRuleSave, before: RouteRule) -> RouteRule {
    let kinds = p.kinds.as_ref().map(|kinds| joined(kinds));
    let channels = p.channels.as_ref().map(|channels| joined(channels));
    RouteRule {
        department: p.department,
        kinds: kinds.unwrap_or(before.kinds),
        channels: channels.unwrap_or(before.channels),
        min_amount: p.min_amount.unwrap_or(before.min_amount),
        max_amount: p.max_amount.unwrap_or(before.max_amount),
        applies: p.when.unwrap_or(before.applies),
        single: p.single.unwrap_or(before.single),
        active: p.active.unwrap_or(before.active),
        code: before.code,
    }
}

fn joined<T: ToString>(names: &[T]) -> String {
    let names: Vec<_> = names.iter().map(T::to_string).collect();
    names.join(",")
}

fn shown(rule: &RouteRule) -> Value {
    let list = |text: &str| -> Vec<String> {
        let names = text.split(',').filter(|name| !name.is_empty());
        names.map(str::to_owned).collect()
    };
    json!({
        "code": rule.code, "department": rule.department, "kinds": list(&rule.kinds),
        "channels": list(&rule.channels), "min_amount": rule.min_amount,
        "max_amount": rule.max_amount, "when": rule.applies, "single": rule.single,
        "active": rule.active,
    })
}

/// Answers with the rows of the route.
pub fn list(qx: &Qx<'_>, q: &RouteRulesQuery) -> Outcome<Value> {
    let rows: Vec<_> = routes::rules(qx.db)?.iter().map(shown).collect();
    Ok(page::of_short(&rows, q.limit, q.after.as_deref())?)
}
