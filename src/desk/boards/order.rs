//! `ask order`: one order with everything that has become of it.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{complaints, difference, editing, order_money, returns};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::orders::change::pending;
use crate::desk::orders::{condition, hold_code, load, promote, show};
use crate::desk::query::Qx;
use crate::desk::session;
use crate::domain::address::Address;
use crate::domain::order::State;
use crate::domain::tax::Amounts;
use crate::domain::{Day, Money, Qty};
use crate::store::orders::{Line, Order};
use crate::store::{self, Db, customers, holds, links, places, reviews};

use super::worklist;

payload! {
    /// One order, whole.
    pub struct OrderQuery {
        /// Its number.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
    }
}

/// Why an order does not go on: a code and its facts; `words` makes the sentence.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Blocker {
    /// What it waits for.
    pub code: String,
    /// The numbers behind it.
    pub facts: Value,
}

/// Answers with the whole order.
pub fn order(qx: &Qx<'_>, q: &OrderQuery) -> Outcome<Value> {
    whole(qx, &load::order(qx.db, &q.order)?)
}

/// The whole order as this person may see it.
pub fn whole(qx: &Qx<'_>, order: &Order) -> Outcome<Value> {
    let db = qx.db;
    let sees_cost = session::sees_cost(db, qx.actor)?;
    let lines = store::orders::lines(db, order.id)?;
    let mut shown = Vec::with_capacity(lines.len());
    for line in &lines {
        shown.push(show::line(db, order, line)?);
    }
    let gaps: Vec<_> = store::checks::gaps(db, order.id)?
        .iter()
        .map(show::gap)
        .collect();
    let checks: Vec<_> = store::checks::last_run(db, order.id)?
        .iter()
        .map(|result| show::check(result, sees_cost))
        .collect();
    let overrides = holds::overrides(db, order.id)?;
    let waiting = pending::of(db, order)?;
    let to_judge = difference::to_judge(db, order, waiting.as_ref())?;
    let change = waiting
        .as_ref()
        .map(|change| difference::change_row(db, change, &to_judge))
        .transpose()?;
    Ok(json!({
        "order": order.number,
        "version": order.version,
        "revision": order.revision,
        "round": order.round,
        "pending": waiting.is_some(),
        "change": change,
        "links": links::of(db, order.id)?,
        "confirmed": difference::confirmed(db, order)?,
        "state": order.state,
        "editing": editing::others(qx, &order.number)?,
        "head": head(db, order)?,
        "gaps": gaps,
        "checks": checks,
        "opinions": opinions(qx, order)?,
        "conditions": conditions(db, order)?,
        "decisions": decisions(db, order)?,
        "changes": to_judge,
        "holds": held(db, order)?,
        "overrides": overrides.iter().map(|o| override_row(db, o, qx.today)).collect::<Outcome<Vec<_>>>()?,
        "shipments": shipments(db, order)?,
        "returns": returns::of_order(db, order.id)?,
        "complaints": complaints::of_order(db, order.id)?,
        "survey": store::complaints::survey_of(db, order.id)?.map(|survey| survey.number),
        "lines": shown,
        "promotions": promote::of_order(db, order, &lines)?,
        "totals": totals(&lines)?,
        "fulfilment": fulfilment(order, &lines),
        "billing": billing(order, &lines),
        "payment": order_money::payment(db, order, totals(&lines)?.gross)?,
        "money": order_money::money(db, order, &lines, totals(&lines)?.gross)?,
        "invoices": order_money::invoices(db, order)?,
        "credits": order_money::credits(db, order)?,
        "blockers": blockers(db, order, &lines)?,
    }))
}

fn login(db: &Db, id: Option<crate::domain::ids::StaffId>) -> Outcome<Option<String>> {
    Ok(id
        .map(|id| store::office::staff(db, id))
        .transpose()?
        .map(|staff| staff.login))
}

fn head(db: &Db, o: &Order) -> Outcome<Value> {
    let customer = o
        .customer_id
        .map(|id| customers::by_id(db, id))
        .transpose()?;
    let warehouse = o
        .warehouse_id
        .map(|id| places::warehouse_by_id(db, id))
        .transpose()?;
    Ok(json!({
        "customer": customer.as_ref().map(|c| &c.code),
        "customer_name": customer.as_ref().map(|c| &c.name),
        "phone": customer.as_ref().map(|c| &c.phone),
        "grade": customer.as_ref().and_then(|c| c.grade),
        "channel": o.channel,
        "kind": o.kind,
        "source": { "ref": o.source_ref, "caller": o.caller, "note": o.source_note },
        "customer_ref": o.customer_ref,
        "need_date": o.need_on,
        "ship_to": o.ship_to, "consignee": Address::parse(&o.ship_to),
        "warehouse": warehouse.map(|w| w.code),
        "terms": o.terms,
        "remark": o.remark,
        "delivery_policy": o.delivery_policy,
        "owner": login(db, o.owner_id)?,
        "keyed_by": login(db, Some(o.keyed_by))?,
        "ordered_on": o.ordered_on,
        "entered_at": o.entered_at,
        "moved_at": o.moved_at,
        "approved_at": o.approved_at,
    }))
}

fn opinions(qx: &Qx<'_>, o: &Order) -> Outcome<Vec<Value>> {
    let db = qx.db;
    let round = store::changes::counting_round(db, o.id)?.unwrap_or(o.round);
    let rows = reviews::opinions(db, o.id, round)?;
    rows.into_iter()
        .map(|row| {
            let late = row.given_at.unwrap_or(qx.at) > row.due_at;
            Ok(json!({
                "late": late, "department": row.department, "rule": row.rule, "asked_at": row.asked_at,
                "due": row.due_at,
                "verdict": row.verdict, "text": row.text, "condition": row.condition,
                "must_return": row.must_return, "by": login(db, row.staff_id)?, "at": row.given_at,
            }))
        })
        .collect()
}

/// What the opinions of this round depend on, met or not.
fn conditions(db: &Db, o: &Order) -> Outcome<Vec<Value>> {
    let rows = condition::all(db, o)?;
    rows.iter()
        .map(|standing| {
            let mut row = standing.facts();
            let c = &standing.condition;
            row["by"] = json!(login(db, Some(c.staff_id))?);
            row["at"] = json!(c.at);
            row["met"] = json!(standing.is_met());
            row["met_by"] = json!(login(db, c.met_by)?);
            row["met_at"] = json!(c.met_at);
            row["met_text"] = json!(c.met_text);
            Ok(row)
        })
        .collect()
}

fn decisions(db: &Db, o: &Order) -> Outcome<Vec<Value>> {
    let rows = reviews::decisions(db, o.id)?;
    rows.into_iter()
        .map(|row| {
            let reasons: Value = serde_json::from_str(&row.reasons).unwrap_or_default();
            Ok(json!({
                "outcome": row.outcome, "objective": row.objective, "accurate": row.accurate,
                "note": row.note, "reasons": reasons, "by": login(db, Some(row.staff_id))?,
                "at": row.at,
            }))
        })
        .collect()
}

fn held(db: &Db, o: &Order) -> Outcome<Vec<Value>> {
    let rows = holds::active(db, o.id)?;
    rows.into_iter()
        .map(|h| {
            let code = hold_code::meaning(db, &h.code)?;
            Ok(json!({
                "code": h.code, "stage": h.stage, "line": h.line, "reason": h.reason,
                "by": login(db, Some(h.staff_id))?, "by_rule": h.by_rule, "at": h.at,
                "owner": login(db, h.owner_id)?,
                "roles": hold_code::releasers(&code), "clears": code.clears,
            }))
        })
        .collect()
}

/// An override as it is shown: who, why, until when, and whether it counts today.
pub fn override_row(db: &Db, o: &holds::Override, today: Day) -> Outcome<Value> {
    let live = o.until_on.is_none_or(|until| until >= today);
    Ok(json!({
        "check": o.code, "live": live, "reason": o.reason, "until": o.until_on, "amount": o.amount,
        "by": login(db, Some(o.staff_id))?, "at": o.at,
    }))
}

fn shipments(db: &Db, o: &Order) -> Outcome<Vec<Value>> {
    let rows = store::shipments::of_order(db, o.id)?;
    rows.into_iter()
        .map(|s| {
            let carrier = s
                .carrier_id
                .map(|id| places::carrier_by_id(db, id))
                .transpose()?;
            Ok(json!({
                "shipment": s.number, "state": s.state, "version": s.version,
                "carrier": carrier.map(|c| c.code), "waybill": s.waybill,
                "dispatched_at": s.dispatched_at, "expected": s.expected_on,
                "arrived_at": s.arrived_at, "signed_at": s.signed_at, "signer": s.signer,
                "slip": s.slip_on,
            }))
        })
        .collect()
}

/// Totals of what is not called off.
pub(super) fn totals(lines: &[Line]) -> Outcome<Amounts> {
    let mut total = Amounts::default();
    for line in lines {
        let part = match line.qty {
            Some(qty) if !line.cancelled.is_zero() => {
                let gross = line.gross.share(line.wanted(), qty)?;
                Amounts::of_gross(gross, line.tax_rate)?
            }
            _ => line.amounts(),
        };
        total = total.add(part)?;
    }
    Ok(total)
}

fn sums(lines: &[Line]) -> (i64, i64, i64, i64) {
    let sum = |pick: fn(&Line) -> Qty| lines.iter().map(|l| pick(l).0).sum::<i64>();
    (
        sum(Line::wanted),
        sum(|l| l.shipped),
        sum(|l| l.signed),
        sum(|l| l.invoiced),
    )
}

/// none, part, shipped or signed.
fn fulfilment(order: &Order, lines: &[Line]) -> &'static str {
    let (wanted, shipped, signed, _) = sums(lines);
    // Closed within tolerance is done, whatever a row still shows.
    if order.state == State::Closed {
        return "signed";
    }
    let open = lines.iter().any(|l| l.shipped < l.wanted());
    match () {
        () if shipped == 0 => "none",
        () if open => "part",
        () if signed >= wanted => "signed",
        () => "shipped",
    }
}

/// none, part or invoiced.
fn billing(order: &Order, lines: &[Line]) -> &'static str {
    let (wanted, shipped, _, invoiced) = sums(lines);
    let back: i64 = lines.iter().map(|l| l.returned_unbilled.0).sum();
    if order.state == State::Closed {
        return "invoiced";
    }
    match () {
        () if invoiced == 0 => "none",
        // What came back before it was billed is owed by nobody.
        () if invoiced >= wanted.max(shipped) - back => "invoiced",
        () => "part",
    }
}

/// Everything that keeps the order from its next step.
fn blockers(db: &Db, order: &Order, lines: &[Line]) -> Outcome<Vec<Blocker>> {
    let one = |code: &str, facts: Value| Blocker {
        code: code.to_owned(),
        facts,
    };
    let mut found = Vec::new();
    match order.state {
        State::Incomplete => found.extend(open_gaps(db, order, &one)?),
        State::Draft => found.push(one("not_submitted", json!({}))),
        State::Returned => found.push(one("returned", json!({}))),
        State::Reviewing => {
            for o in reviews::opinions(db, order.id, order.round)? {
                if o.verdict.is_none() {
                    let facts = json!({ "department": o.department, "due": o.due_at });
                    found.push(one("opinion_missing", facts));
                }
            }
        }
        State::Director => {
            let due = worklist::director_due(db, order.moved_at)?;
            found.push(one(
                "director",
                json!({ "since": order.moved_at, "due": due }),
            ));
        }
        State::Approved => {
            found.extend(waiting(db, order, &one)?);
            found.extend(under_way(lines, &one));
            found.extend(unmet(db, order, lines, &one)?);
        }
        _ => {
            let open = store::invoices::open_of_order(db, order.id)?;
            let open = Money::sum(open.iter().map(|invoice| invoice.open))?;
            // Of an order closed short what left is still to be billed.
            if order.state == State::ShortClosed {
                found.extend(under_way(lines, &one));
            }
            if !open.is_zero() {
                found.push(one("to_collect", json!({ "amount": open })));
            } else if found.is_empty() {
                found.push(one("finished", json!({ "state": order.state })));
            }
        }
    }
    for hold in holds::active(db, order.id)? {
        let facts = json!({ "hold": hold.code, "stage": hold.stage, "reason": hold.reason });
        found.push(one("hold", facts));
    }
    Ok(found)
}

/// What the version that waits is waiting for.
fn waiting(
    db: &Db,
    order: &Order,
    one: &impl Fn(&str, Value) -> Blocker,
) -> Outcome<Option<Blocker>> {
    let Some(change) = pending::of(db, order)? else {
        return Ok(None);
    };
    let owed = pending::owed(db, &change)?;
    Ok(Some(if owed.is_empty() {
        one(
            "change_director",
            json!({ "since": change.at, "reason": change.reason }),
        )
    } else {
        one(
            "change_opinions",
            json!({ "departments": owed, "reason": change.reason }),
        )
    }))
}

/// Conditions that keep goods in the house.
fn unmet(
    db: &Db,
    order: &Order,
    lines: &[Line],
    one: &impl Fn(&str, Value) -> Blocker,
) -> Outcome<Vec<Blocker>> {
    if lines.iter().all(|l| l.shipped >= l.wanted()) {
        return Ok(Vec::new());
    }
    let rows = condition::open(db, order)?;
    let rows = rows.iter().map(|standing| {
        let code = match standing.money {
            Some(_) => "condition_paid",
            None => "condition",
        };
        one(code, standing.facts())
    });
    Ok(rows.collect())
}

/// One row a gap, with all its lines.
fn open_gaps(
    db: &Db,
    order: &Order,
    one: &impl Fn(&str, Value) -> Blocker,
) -> Outcome<Vec<Blocker>> {
    let mut lines: std::collections::BTreeMap<String, Vec<i64>> = std::collections::BTreeMap::new();
    for gap in store::checks::gaps(db, order.id)?
        .into_iter()
        .filter(|g| g.blocking)
    {
        let of = lines.entry(gap.code).or_default();
        of.extend(Some(gap.line).filter(|line| *line > 0));
    }
    let rows = lines
        .into_iter()
        .map(|(gap, lines)| one("gap", json!({ "gap": gap, "lines": lines })));
    Ok(rows.collect())
}

fn under_way(lines: &[Line], one: &impl Fn(&str, Value) -> Blocker) -> Vec<Blocker> {
    let mut found = Vec::new();
    let open = |pick: fn(&Line) -> Qty| Qty(lines.iter().map(|l| pick(l).0).sum());
    let short = open(Line::unreserved);
    let to_pack = Qty(open(Line::to_pack).0 - short.0);
    let packed = open(|l| l.packed);
    let unsigned = open(|l| Qty(l.shipped.0 - l.signed.0 - l.refused.0));
    let unbilled = open(Line::to_bill);
    let refused = open(Line::on_its_way_back);
    let steps = [
        ("short", short),
        ("to_pack", to_pack),
        ("to_dispatch", packed),
        ("to_sign", unsigned),
        ("refused", refused),
        ("to_invoice", unbilled),
    ];
    for (code, qty) in steps {
        if qty.0 > 0 {
            found.push(one(code, json!({ "qty": qty })));
        }
    }
    found
}
