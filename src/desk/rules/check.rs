//! `check_rule.save`: what an office does about a check that fails.

use serde_json::{Value, json};

use crate::desk::boards::page;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::orders::{checks as running, show};
use crate::desk::query::Qx;
use crate::domain::check::{Check, Control};
use crate::domain::{Percent, Price, Refusal, Role};
use crate::store::Db;
use crate::store::checks::{self, CheckRule};

payload! {
    /// Changes a check. What is left out stays.
    pub struct CheckRuleSave {
        /// The check's code, e.g. price.deviation.
        #[serde(deserialize_with = "fields::code")]
        pub check: String,
        /// off (not run), warn (told) or block (stops the order).
        pub control: Option<Control>,
        /// Roles that may set a block aside; an empty list for nobody.
        #[serde(rename = "override")]
        pub overriders: Option<Vec<Role>>,
        /// Of price.deviation: a difference within this percent of the resolved price passes; null for none.
        #[serde(default, deserialize_with = "fields::nullable")]
        #[cfg_attr(test, schemars(with = "Option<Percent>"))]
        pub percent: Option<Option<Percent>>,
        /// Of price.deviation: so does one within this many 元 a unit. Either tolerance is enough; null for none.
        #[serde(default, deserialize_with = "fields::nullable")]
        #[cfg_attr(test, schemars(with = "Option<Price>"))]
        pub amount: Option<Option<Price>>,
    }
}

payload! {
    /// The checks, with their controls and who may set them aside.
    pub struct CheckRulesQuery {
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// The check of this code.
pub fn known(code: &str) -> Result<Check, Refusal> {
    code.parse().map_err(|()| {
        let known: Vec<_> = Check::ALL.iter().map(|c| c.name()).collect();
        Refusal::not_found("check", code).fact("known", known)
    })
}

/// Its row; the usual one in an office founded before the check was.
pub fn rule(db: &Db, check: Check) -> Outcome<CheckRule> {
    let rules = checks::rules(db)?;
    let own = rules.into_iter().find(|rule| rule.code == check);
    Ok(own.unwrap_or_else(|| running::usual(check)))
}

/// Saves a check.
pub fn save(cx: &mut Cx<'_>, p: &CheckRuleSave) -> Outcome<Value> {
    let check = known(&p.check)?;
    let mut rule = rule(cx.tx, check)?;
    refuse_odd_tolerance(check, p)?;
    rule.control = p.control.unwrap_or(rule.control);
    if let Some(roles) = &p.overriders {
        let mut names: Vec<&str> = Vec::new();
        for role in Role::ALL.iter().filter(|role| roles.contains(role)) {
            names.push(role.name());
        }
        rule.overriders = names.join(",");
    }
    rule.percent = p.percent.unwrap_or(rule.percent);
    rule.amount = p.amount.unwrap_or(rule.amount);
    checks::save_rule(cx.tx, &rule)?;
    cx.about(&format!("check.{check}"));
    cx.changed(Aggregate::Office);
    Ok(shown(&rule))
}

fn refuse_odd_tolerance(check: Check, p: &CheckRuleSave) -> Result<(), Refusal> {
    let (percent, amount) = (p.percent.flatten(), p.amount.flatten());
    if check != Check::PriceDeviation && (percent.is_some() || amount.is_some()) {
        return Err(Refusal::bad_field("percent", "only for price.deviation"));
    }
    if percent.is_some_and(|percent| !(0..=10_000).contains(&percent.count())) {
        return Err(Refusal::bad_field("percent", "0 to 100"));
    }
    if amount.is_some_and(|amount| amount.count() < 0) {
        return Err(Refusal::bad_field("amount", "from 0"));
    }
    Ok(())
}

fn shown(rule: &CheckRule) -> Value {
    json!({
        "check": rule.code, "control": rule.control, "override": show::roles(&rule.overriders),
        "percent": rule.percent, "amount": rule.amount,
    })
}

/// Answers with the checks, in their usual order.
pub fn list(qx: &Qx<'_>, q: &CheckRulesQuery) -> Outcome<Value> {
    let mut rows = Vec::new();
    for check in Check::ALL {
        rows.push(shown(&rule(qx.db, *check)?));
    }
    Ok(page::of_short(&rows, q.limit, q.after.as_deref())?)
}
