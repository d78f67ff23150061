//! Rules by which clean platform orders go into force by themselves; what does not pass stays a draft with
//! its reasons and stands in the queue `platform` of the worklist.

use serde_json::{Value, json};

use super::said::{PlatformHead, known};
use crate::desk::boards::page;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::orders::{load, submit};
use crate::desk::query::Qx;
use crate::domain::ids::OrderId;
use crate::domain::order::{Channel, State};
use crate::domain::{Moment, Money, Refusal};
use crate::paper::platform::Mark;
use crate::store::orders::{Line, Order};
use crate::store::pass_rules::{self, PassRule};
use crate::store::platforms::{self, PlatformRow};
use crate::store::{self, Db, goods_map, holds, products};

/// Orders that one command tries again.
const AT_ONCE: usize = 300;

payload! {
    /// Says which platform orders go into force by themselves when they are imported or put right. On a change,
    /// what is left out stays. A channel without a row of its own goes by the row without a channel.
    pub struct PassRuleSave {
        /// Channel; left out, for all that have no row of their own.
        pub channel: Option<Channel>,
        /// Whether it counts (default true).
        pub active: Option<bool>,
        /// Up to this gross; null for any.
        #[serde(default, deserialize_with = "fields::nullable")]
        #[cfg_attr(test, schemars(with = "Option<Money>"))]
        pub amount_most: Option<Option<Money>>,
        /// Up to this weight in grams, by the products' own; null for any.
        #[serde(default, deserialize_with = "fields::nullable")]
        #[cfg_attr(test, schemars(with = "Option<i64>"))]
        pub weight_most: Option<Option<i64>>,
        /// From this time of the day on, as HH:MM.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub from: Option<String>,
        /// Before this time of the day, as HH:MM; 24:00 is the end of it.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub to: Option<String>,
        /// Whether one with a remark of buyer or shop may pass (default false).
        pub remarks: Option<bool>,
        /// An address with one of these words stays.
        pub words: Option<Vec<String>>,
    }
}

payload! {
    /// The rules by which platform orders pass.
    pub struct PassRulesQuery {
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// Tries platform orders again, up to 300 at once: those that are clean now go into force by rule.
    pub struct PlatformPass {
        /// The orders.
        pub orders: Vec<String>,
    }
}

/// Grams that a rule may name at most.
const WEIGHT_MOST: i64 = 1_000_000_000_000;

/// Saves a rule.
pub fn save(cx: &mut Cx<'_>, p: &PassRuleSave) -> Outcome<Value> {
    let channel = p
        .channel
        .map(|channel| channel.to_string())
        .unwrap_or_default();
    let mut rule = pass_rules::rule(cx.tx, &channel)?.unwrap_or_else(|| PassRule::blank(&channel));
    rule.active = p.active.unwrap_or(rule.active);
    rule.amount_most = p.amount_most.unwrap_or(rule.amount_most);
    rule.weight_most = p.weight_most.unwrap_or(rule.weight_most);
    rule.remarks = p.remarks.unwrap_or(rule.remarks);
    for (field, told, kept) in [
        ("from", &p.from, &mut rule.from_time),
        ("to", &p.to, &mut rule.to_time),
    ] {
        if let Some(told) = told {
            *kept = clock(told).ok_or_else(|| Refusal::bad_field(field, "a time as HH:MM"))?;
        }
    }
    if rule.from_time >= rule.to_time {
        return Err(Refusal::bad_field("to", "after from").into());
    }
    if rule.amount_most.is_some_and(|most| most.0 < 0) {
        return Err(Refusal::bad_field("amount_most", "from 0").into());
    }
    let heavy = |most: i64| !(0..=WEIGHT_MOST).contains(&most);
    if rule.weight_most.is_some_and(heavy) {
        let hint = "0 to 1000000000000 grams";
        return Err(Refusal::bad_field("weight_most", hint).into());
    }
    if let Some(words) = &p.words {
        let words = words.iter().flat_map(|word| word.split_whitespace());
        rule.words = words.collect::<Vec<_>>().join(" ");
    }
    pass_rules::save(cx.tx, &rule)?;
    cx.about(&format!("pass.{channel}"));
    cx.changed(Aggregate::Office);
    Ok(shown(&rule))
}

/// A time of the day as `HH:MM`, up to 24:00.
fn clock(text: &str) -> Option<String> {
    let (hour, minute) = text.split_once([':', '：'])?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    let fits = hour < 24 && minute < 60 || (hour, minute) == (24, 0);
    fits.then(|| format!("{hour:02}:{minute:02}"))
}

fn shown(rule: &PassRule) -> Value {
    let words: Vec<_> = rule.words.split_whitespace().collect();
    json!({
        "channel": (!rule.channel.is_empty()).then_some(&rule.channel), "active": rule.active,
        "amount_most": rule.amount_most, "weight_most": rule.weight_most, "from": rule.from_time,
        "to": rule.to_time, "remarks": rule.remarks, "words": words,
    })
}

/// Answers with the rules.
pub fn list(qx: &Qx<'_>, q: &PassRulesQuery) -> Outcome<Value> {
    let rows: Vec<_> = pass_rules::rules(qx.db)?.iter().map(shown).collect();
    Ok(page::of_short(&rows, q.limit, q.after.as_deref())?)
}

/// Tries orders again.
pub fn again(cx: &mut Cx<'_>, p: &PlatformPass) -> Outcome<Value> {
    if p.orders.is_empty() || p.orders.len() > AT_ONCE {
        return Err(Refusal::bad_field("orders", "1 to 300 orders").into());
    }
    let (mut passed, mut stay) = (Vec::new(), Vec::new());
    for number in &p.orders {
        let order = load::order(cx.tx, number)?;
        match by_itself(cx, order.id)? {
            Some(true) => passed.push(order.number),
            Some(false) => {
                let row = platforms::of_order(cx.tx, order.id)?;
                let reasons: Value = row
                    .and_then(|row| serde_json::from_str(&row.stays).ok())
                    .unwrap_or_default();
                stay.push(json!({ "order": order.number, "reasons": reasons }));
            }
            None => stay.push(json!({ "order": order.number, "reasons": ["no_rule"] })),
        }
    }
    cx.changed(Aggregate::Import);
    Ok(json!({ "passed": passed, "stay": stay }))
}

/// Lets an order pass if a rule says so: none where no rule speaks of it, or where it is not a platform's
/// or not waiting. What keeps it is written beside it.
pub fn by_itself(cx: &mut Cx<'_>, id: OrderId) -> Outcome<Option<bool>> {
    let order = store::orders::by_id(cx.tx, id)?;
    let Some(row) = platforms::of_order(cx.tx, id)? else {
        return Ok(None);
    };
    let rule = match pass_rules::rule(cx.tx, &row.channel)? {
        None => pass_rules::rule(cx.tx, "")?,
        own => own,
    };
    let waits = matches!(order.state, State::Draft | State::Incomplete);
    let Some(rule) = rule.filter(|rule| rule.active && waits) else {
        return Ok(None);
    };
    let lines = store::orders::lines(cx.tx, id)?;
    let mut reasons = kept_by(cx.tx, &rule, &row, &order, &lines, cx.at)?;
    if reasons.is_empty() {
        let failed = submit::by_rule(cx, &order)?;
        reasons = failed
            .iter()
            .map(|check| format!("check_{check}"))
            .collect();
    }
    platforms::set_stays(cx.tx, id, &json!(reasons).to_string())?;
    Ok(Some(reasons.is_empty()))
}

/// Why an order stays, as codes: what the rule says, and what no rule lets pass.
fn kept_by(
    db: &Db,
    rule: &PassRule,
    row: &PlatformRow,
    order: &Order,
    lines: &[Line],
    at: Moment,
) -> Outcome<Vec<String>> {
    let head: Option<PlatformHead> = known(row.head.as_ref());
    let said = head.as_ref().is_some_and(|head| !head.words.is_empty());
    let time = at.time().format("%H:%M").to_string();
    let heavy = match rule.weight_most {
        Some(most) => weight(db, lines)?.is_none_or(|weight| weight > most),
        None => false,
    };
    let unmapped = !goods_map::waiting_of(db, order.id)?.is_empty();
    let reasons = [
        ("half", row.head.is_none() || row.lines.is_none()),
        ("unmapped", unmapped),
        ("incomplete", order.state == State::Incomplete && !unmapped),
        ("held", !holds::active(db, order.id)?.is_empty()),
        ("masked", row.is_marked(Mark::Masked.name())),
        ("presale", row.is_marked(Mark::Presale.name())),
        ("remark", said && !rule.remarks),
        (
            "amount",
            rule.amount_most.is_some_and(|most| order.gross > most),
        ),
        ("weight", heavy),
        ("time", time < rule.from_time || time >= rule.to_time),
        (
            "address",
            rule.words
                .split_whitespace()
                .any(|word| order.ship_to.contains(word)),
        ),
        (
            "same_buyer",
            !platforms::going_together(db, row, order.id)?.is_empty(),
        ),
    ];
    let kept = reasons.iter().filter(|(_, keeps)| *keeps);
    Ok(kept.map(|(code, _)| (*code).to_owned()).collect())
}

/// The weight of an order in grams; none where one of its goods has none.
fn weight(db: &Db, lines: &[Line]) -> Outcome<Option<i64>> {
    let mut sum = 0_i128;
    for line in lines {
        let (Some(product), Some(qty)) = (line.product_id, line.qty) else {
            return Ok(None);
        };
        let Some(each) = products::by_id(db, product)?.weight else {
            return Ok(None);
        };
        sum += i128::from(each) * i128::from(qty.0);
    }
    Ok(i64::try_from(sum / 1_000).ok())
}
