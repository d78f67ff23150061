//! `duty_rule.save`: which parts of an order one person may not have together.

use serde_json::{Value, json};

use crate::desk::boards::page;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::query::Qx;
use crate::domain::Refusal;
use crate::store::office::{self, DutyRule};

/// The parts that a person can have in an order.
pub const PARTS: &[&str] = &[
    "editor",
    "reviewer",
    "finance_reviewer",
    "director",
    "packer",
    "shipper",
    "poster",
    "approver",
    "limit_setter",
];

payload! {
    /// Keeps two parts of an order apart, or lets one person have both. The setting `duties` says
    /// whether a person who has both is refused or listed.
    pub struct DutyRuleSave {
        /// One part: editor, reviewer, finance_reviewer, director, packer, shipper, poster, approver,
        /// limit_setter.
        #[serde(deserialize_with = "fields::code")]
        pub part_a: String,
        /// The other.
        #[serde(deserialize_with = "fields::code")]
        pub part_b: String,
        /// Whether they are kept apart (default true).
        pub active: Option<bool>,
    }
}

payload! {
    /// The duty matrix.
    pub struct DutyRulesQuery {
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// Saves a row of the duty matrix. The pair is the same whichever part is named first.
pub fn save(cx: &mut Cx<'_>, p: &DutyRuleSave) -> Outcome<Value> {
    for part in [&p.part_a, &p.part_b] {
        if !PARTS.contains(&part.as_str()) {
            return Err(Refusal::not_found("part", part).fact("known", PARTS).into());
        }
    }
    if p.part_a == p.part_b {
        return Err(Refusal::bad_field("part_b", "another part").into());
    }
    let rows = office::all_duty_rules(cx.tx)?;
    let turned = rows
        .iter()
        .any(|r| r.part_a == p.part_b && r.part_b == p.part_a);
    let (part_a, part_b) = if turned {
        (&p.part_b, &p.part_a)
    } else {
        (&p.part_a, &p.part_b)
    };
    let active = p.active.unwrap_or(true);
    office::save_duty_rule(cx.tx, part_a, part_b, active)?;
    cx.about(&format!("duty.{part_a}.{part_b}"));
    cx.changed(Aggregate::Office);
    Ok(json!({ "part_a": part_a, "part_b": part_b, "active": active }))
}

/// Answers with the duty matrix.
pub fn list(qx: &Qx<'_>, q: &DutyRulesQuery) -> Outcome<Value> {
    let rows: Vec<DutyRule> = office::all_duty_rules(qx.db)?;
    Ok(page::of_short(&rows, q.limit, q.after.as_deref())?)
}
