//! `gap_rule.save`: what an order must have, by channel and kind.

use serde_json::{Value, json};

use crate::desk::boards::page;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::orders::gaps;
use crate::desk::query::Qx;
use crate::domain::Refusal;
use crate::domain::check::Control;
use crate::domain::order::{Channel, Kind};
use crate::store::checks::{self, GapRule};

payload! {
    /// Says what happens when an order lacks something. Of the rows that fit an order, the one that
    /// names its kind counts before one that names its channel, and that before one for all.
    pub struct GapRuleSave {
        /// What it lacks: customer, contact, lines, product, qty, need_date, ship_to, terms, customer_ref, phone.
        #[serde(deserialize_with = "fields::code")]
        pub code: String,
        /// For orders of this channel only.
        pub channel: Option<Channel>,
        /// For orders of this kind only.
        pub kind: Option<Kind>,
        /// off (not looked for), warn (told) or block (the order is incomplete).
        pub control: Control,
    }
}

payload! {
    /// The gap rules.
    pub struct GapRulesQuery {
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// Saves a gap rule.
pub fn save(cx: &mut Cx<'_>, p: &GapRuleSave) -> Outcome<Value> {
    if !gaps::CODES.contains(&p.code.as_str()) {
        return Err(Refusal::not_found("gap", &p.code)
            .fact("known", gaps::CODES)
            .into());
    }
    let rule = GapRule {
        code: p.code.clone(),
        channel: p.channel.map(|c| c.to_string()).unwrap_or_default(),
        kind: p.kind.map(|k| k.to_string()).unwrap_or_default(),
        control: p.control,
    };
    checks::save_gap_rule(cx.tx, &rule)?;
    cx.about(&format!("gap.{}", p.code));
    cx.changed(Aggregate::Office);
    Ok(shown(&rule))
}

fn shown(rule: &GapRule) -> Value {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    json!({
        "code": rule.code, "channel": some(&rule.channel), "kind": some(&rule.kind),
        "control": rule.control,
    })
}

/// Answers with the gap rules.
pub fn list(qx: &Qx<'_>, q: &GapRulesQuery) -> Outcome<Value> {
    let rows: Vec<_> = checks::gap_rules(qx.db)?.iter().map(shown).collect();
    Ok(page::of_short(&rows, q.limit, q.after.as_deref())?)
}
