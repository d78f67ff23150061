//! From a filled-in paper to commands.

use serde_json::{Map, Value, json};

use super::{
    Step, Subject, Target, after, arrange, change, contact, dates, ending, goods, judge, settle,
};
use crate::domain::{Moment, Refusal};
use crate::ui::base::Command;
use crate::ui::widgets::sheet::Sheet;

/// A paper with what stands beside it.
pub(super) struct Filled<'a> {
    /// The paper.
    pub sheet: &'a Sheet,
    /// What it is about.
    pub subject: &'a Subject,
    /// Checks that the approval sets aside, or that handing in answers.
    pub blocks: &'a [String],
    /// Reasons or lines kept before the one on the paper.
    pub kept: &'a [Value],
    /// Now.
    pub now: Moment,
}

/// The commands of a step, each with the order it is for.
pub(super) fn commands(step: Step, p: &Filled<'_>) -> Result<Vec<(String, Command)>, Refusal> {
    let mut made = Vec::new();
    for target in &p.subject.targets {
        for fields in fields(step, p, target) {
            let fields = without_nothing(fields);
            made.push((
                target.order.clone(),
                Command::parse(step.command(), fields)?,
            ));
        }
    }
    Ok(made)
}

/// Leaves out what was not filled in.
fn without_nothing(fields: Value) -> Value {
    match fields {
        Value::Object(fields) => {
            let kept: Map<String, Value> = fields
                .into_iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(name, value)| (name, without_nothing(value)))
                .collect();
            Value::Object(kept)
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_nothing).collect()),
        other => other,
    }
}

fn fields(step: Step, p: &Filled<'_>, target: &Target) -> Vec<Value> {
    let sheet = p.sheet;
    let (order, version) = (&target.order, target.version);
    let one = |value: Value| vec![value];
    match step {
        Step::Opinion => opinions(p, target),
        Step::Approve => one(approval(p, target)),
        Step::Return => {
            let mut reasons = p.kept.to_vec();
            reasons.push(judge::reason(sheet));
            one(json!({ "order": order, "version": version, "reasons": reasons }))
        }
        Step::Reject | Step::Void | Step::Reopen | Step::Withdraw | Step::Intercept => {
            one(json!({ "order": order, "version": version, "reason": sheet.value("reason") }))
        }
        Step::Override => one(json!({
            "order": order, "version": version, "check": sheet.value("check"),
            "reason": sheet.value("reason"), "until": sheet.filled("until"),
            "amount": sheet.filled("amount"),
        })),
        Step::Hold => one(json!({
            "order": order, "version": version, "code": sheet.value("code"),
            "stage": sheet.value("stage"), "line": judge::reason(sheet)["line"],
            "reason": sheet.value("reason"),
        })),
        Step::Release => one(judge::released(sheet, order, version)),
        Step::Condition => one(judge::met_condition(sheet, order, version)),
        Step::Contact => one(call(p, target)),
        Step::Pack | Step::Dispatch | Step::Sign | Step::Unpack => one(of_goods(step, p, target)),
        Step::Told | Step::Bump | Step::Arrive | Step::Slip => one(about_dates(step, p, target)),
        Step::Invoice => {
            one(json!({ "order": order, "version": version, "due": sheet.filled("due") }))
        }
        Step::Edit => Vec::new(), // a screen of its own
        Step::Change => one(new_version(p, target)),
        Step::Confirm => one(confirmation(p, target)),
        Step::Copy => one(json!({ "order": order, "customer": sheet.filled("customer") })),
        Step::Merge => {
            let orders = arrange::merged(sheet, order);
            one(json!({ "orders": orders, "into": order, "version": version }))
        }
        Step::Split => one(match arrange::split_by(sheet) {
            Some(by) => json!({ "order": order, "version": version, "by": by }),
            None => {
                json!({ "order": order, "version": version, "lines": arrange::parts(sheet) })
            }
        }),
        Step::Submit => one(submission(p, target)),
        Step::Cancel => one(json!({
            "order": order, "version": version, "reason": sheet.value("reason"),
            "line": ending::line_of(sheet), "qty": sheet.filled("qty"),
        })),
        Step::CloseShort => one(json!({
            "order": order, "version": version, "reason": sheet.value("reason"),
            "line": ending::line_of(sheet),
        })),
        Step::CreditNote => one(settle::credit_note_of(sheet)),
        Step::WriteOff => one(settle::write_off_of(sheet)),
        Step::Refund => one(settle::refund_of(sheet, p.subject.order.as_ref())),
        Step::Receipt => one(json!({
            "customer": p.subject.customer, "order": order, "amount": sheet.value("amount"),
            "method": sheet.value("method"), "ref": sheet.filled("ref"),
        })),
        _ => one(after::fields(step, sheet, p.subject, order)),
    }
}

/// The customer's word.
fn confirmation(p: &Filled<'_>, target: &Target) -> Value {
    json!({
        "order": target.order, "version": target.version, "way": p.sheet.value("way"),
        "person": p.sheet.filled("person"), "text": p.sheet.filled("text"),
    })
}

/// The lines kept and the one on the paper; a date without a line is that of the order.
fn new_version(p: &Filled<'_>, target: &Target) -> Value {
    let of_line = change::line(p.sheet);
    let date = p.sheet.filled("need_date").filter(|_| of_line.is_none());
    let lines: Vec<_> = p.kept.iter().cloned().chain(of_line).collect();
    json!({
        "order": target.order, "version": target.version, "reason": p.sheet.value("reason"),
        "asked_by": p.sheet.value("asked_by"), "need_date": date,
        "lines": (!lines.is_empty()).then_some(lines),
    })
}

/// Handing in, with an answer to each warning that wanted one.
fn submission(p: &Filled<'_>, target: &Target) -> Value {
    let answer = |check: &String| json!({ "check": check, "text": p.sheet.value("answer") });
    let answers: Vec<_> = p.blocks.iter().map(answer).collect();
    let answers = (!answers.is_empty()).then_some(answers);
    json!({ "order": target.order, "version": target.version, "answers": answers })
}

/// One opinion, or those of all departments of this person.
fn opinions(p: &Filled<'_>, target: &Target) -> Vec<Value> {
    let sheet = p.sheet;
    let chosen = sheet
        .filled("department")
        .filter(|department| *department != judge::ALL_MINE)
        .map(|department| vec![department.to_owned()]);
    let departments = chosen.unwrap_or_else(|| target.departments.clone());
    let opinion = |(n, department): (usize, &String)| {
        // The first opinion moves the version on; the next one cannot name the one that was seen.
        let version = target.version.filter(|_| n == 0);
        json!({
            "order": target.order, "version": version, "department": department,
            "verdict": sheet.value("verdict"), "text": sheet.filled("text"),
            "condition": sheet.filled("condition"), "stage": sheet.filled("stage"),
            "condition_paid": sheet.filled("paid"),
            "must_return": (sheet.value("must_return") == "yes").then_some(true),
        })
    };
    departments.iter().enumerate().map(opinion).collect()
}

fn of_goods(step: Step, p: &Filled<'_>, target: &Target) -> Value {
    let sheet = p.sheet;
    let shipment = sheet.value("shipment");
    let seen = goods::version_of(p.subject, shipment);
    let whole = p.subject.order.as_ref();
    match step {
        Step::Pack => json!({
            "order": target.order, "version": target.version,
            "warehouse": sheet.filled("warehouse"),
            "lines": whole.map(|order| goods::packed(sheet, order)),
        }),
        Step::Dispatch => json!({
            "shipment": shipment, "carrier": sheet.value("carrier"),
            "waybill": sheet.filled("waybill"), "version": seen,
        }),
        Step::Sign => json!({
            "shipment": shipment, "signed_at": signed_at(p), "signer": sheet.filled("signer"),
            "refused": whole.and_then(|order| goods::refused(sheet, order)), "version": seen,
        }),
        _ => json!({
            "shipment": shipment, "reason": sheet.value("reason"), "version": seen,
        }),
    }
}

fn about_dates(step: Step, p: &Filled<'_>, target: &Target) -> Value {
    let sheet = p.sheet;
    let (order, version) = (&target.order, target.version);
    let shipment = sheet.value("shipment");
    let seen = goods::version_of(p.subject, shipment);
    match step {
        Step::Told => json!({
            "order": order, "version": version, "way": sheet.value("way"),
            "date": sheet.filled("date"), "text": sheet.filled("text"),
            "accepted": (sheet.value("accepted") == "yes").then_some(true),
        }),
        Step::Bump => json!({
            "order": order, "version": version, "line": dates::bumped_line(sheet),
            "reason": sheet.value("reason"),
        }),
        Step::Arrive => json!({
            "shipment": shipment, "arrived_at": signed_at(p), "version": seen,
        }),
        _ => json!({
            "shipment": shipment, "received_at": sheet.filled("on"), "version": seen,
        }),
    }
}

fn approval(p: &Filled<'_>, target: &Target) -> Value {
    let score = |id: &str| p.sheet.value(id).parse::<i64>().ok();
    let aside = |check: &String| json!({ "check": check, "reason": p.sheet.value("reason"), "until": p.sheet.filled("until") });
    let overrides: Vec<_> = p.blocks.iter().map(aside).collect();
    json!({
        "order": target.order, "version": target.version, "objective": score("objective"),
        "accurate": score("accurate"), "note": p.sheet.filled("note"),
        "override": (!overrides.is_empty()).then_some(overrides),
    })
}

fn call(p: &Filled<'_>, target: &Target) -> Value {
    let sheet = p.sheet;
    let promise = sheet
        .filled("promise_on")
        .map(|date| json!({ "date": date, "amount": sheet.value("promise_amount") }));
    json!({
        "customer": p.subject.customer, "invoice": p.subject.invoice,
        "order": Some(&target.order).filter(|order| !order.is_empty()),
        "way": sheet.value("way"), "outcome": sheet.value("outcome"),
        "text": sheet.filled("text"), "next_at": contact::next_at(sheet), "promise": promise,
    })
}

fn signed_at(p: &Filled<'_>) -> String {
    let today = p.now.day();
    match p.sheet.value("when") {
        "now" => p.now.to_string(),
        "other" => p.sheet.value("on").to_owned(),
        days => today
            .plus_days(-days.parse::<i64>().unwrap_or(0))
            .to_string(),
    }
}
