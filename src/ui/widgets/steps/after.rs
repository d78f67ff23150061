//! The papers of what follows a sale: returns, complaints, surveys, tasks, exceptions.

use serde_json::{Value, json};

use super::goods::qty;
use super::{Step, Subject};
use crate::domain::Moment;
use crate::ui::base::Tone;
use crate::ui::widgets::date_text::Lean;
use crate::ui::widgets::field::{Field, Kind};
use crate::ui::widgets::order_card::read::{rows, text};
use crate::ui::widgets::sheet::{Item, Sheet, of_table};
use crate::words::Lang;
use crate::words::after_sale::{CONDITIONS, EXCEPTIONS, FAULTS, RETURN_CAUSES, WANTS};
use crate::words::fill::safe;
use crate::words::papers::ROLES;

/// Roles that are asked for something: all but the one that only reads and the administrator.
const ASKED: &[&str] = &[
    "production",
    "warehouse",
    "logistics",
    "purchasing",
    "quality",
    "finance",
    "sales",
    "supervisor",
    "director",
];

/// Kinds of exceptions that people raise.
const RAISED: &[&str] = &[
    "damage",
    "carrier_lost",
    "address",
    "short",
    "late",
    "price",
    "payment_bounced",
    "platform_cancelled",
    "platform_refunding",
    "platform_shipped",
    "platform_status",
    "other",
];

fn words(id: &str, label: &str) -> Item {
    Item::field(id, label, Field::new(Kind::Text).with_limit(500))
}

fn some_of(
    table: &'static [(&'static str, &'static str, &'static str)],
    codes: &[&str],
    lang: Lang,
) -> Vec<(String, String)> {
    let word = |code: &&str| ((*code).to_owned(), lang.word(table, code));
    codes.iter().map(word).collect()
}

/// The paper of one of these steps; nothing where there is nothing to fill in.
pub(super) fn sheet(
    step: Step,
    title: String,
    subject: &Subject,
    now: Moment,
    lang: Lang,
) -> Option<Sheet> {
    let items = match step {
        Step::GoodsBack => return goods_back(title, subject, lang),
        Step::ReturnApprove => return of_return(title, subject, TO_AGREE, Vec::new(), lang),
        Step::ReturnReceive => return receive(title, subject, lang),
        Step::ReturnSettle => return settle(title, subject, lang),
        Step::ReturnDrop => {
            let reason = words("reason", lang.ask_reason()).needed();
            return of_return(title, subject, TO_DROP, vec![reason], lang);
        }
        Step::Complain => vec![
            Item::choice("severity", lang.ask_severity(), severities(lang), 0).unset(),
            words("text", lang.ask_text()).needed(),
        ],
        Step::ComplaintAnswer | Step::TaskAnswer => {
            vec![words("text", lang.ask_answer_text()).needed()]
        }
        Step::ComplaintClose => vec![
            words("cause", lang.ask_cause()).needed(),
            words("remedy", lang.ask_remedy()).needed(),
            Item::field("cost", lang.ask_cost(), Field::new(Kind::Money)),
        ],
        Step::Survey => vec![
            Item::choice("score", lang.ask_score(), scores(lang), 0).unset(),
            words("reason", lang.ask_reason()),
        ],
        Step::AskTask => vec![
            Item::choice(
                "department",
                lang.ask_department(),
                some_of(ROLES, ASKED, lang),
                0,
            )
            .unset(),
            words("text", lang.ask_what_for()).needed(),
            Item::choice("due", lang.ask_due_by(), dues(now, lang), 1),
            Item::field(
                "due_on",
                lang.ask_next_on(),
                Field::new(Kind::Date(Lean::Ahead)),
            )
            .hidden(),
        ],
        Step::TaskClose => vec![words("text", lang.ask_text())],
        Step::ExceptionSolve => vec![
            words("cause", lang.ask_cause()).needed(),
            words("solution", lang.ask_solution()).needed(),
        ],
        Step::ExceptionAssign => vec![owner(lang)],
        Step::Problem => vec![
            Item::choice(
                "kind",
                lang.ask_problem(),
                some_of(EXCEPTIONS, RAISED, lang),
                0,
            )
            .unset(),
            words("text", lang.ask_text()).needed(),
        ],
        _ => return None,
    };
    Some(Sheet::new(title, items))
}

/// 1 to 3, the worst first, each with its time.
fn severities(lang: Lang) -> Vec<(String, String)> {
    let texts = [lang.severity_1(), lang.severity_2(), lang.severity_3()];
    let numbered = texts.iter().enumerate();
    numbered
        .map(|(n, text)| ((n + 1).to_string(), (*text).to_owned()))
        .collect()
}

/// 1 to 5: the digit is the score.
fn scores(lang: Lang) -> Vec<(String, String)> {
    let texts = [
        lang.score_1(),
        lang.score_2(),
        lang.score_3(),
        lang.score_4(),
        lang.score_5(),
    ];
    let numbered = texts.iter().enumerate();
    numbered
        .map(|(n, text)| ((n + 1).to_string(), (*text).to_owned()))
        .collect()
}

/// Days by which an answer is wanted; each means the end of its working hours.
fn dues(now: Moment, lang: Lang) -> Vec<(String, String)> {
    let day = |n: i64| now.day().plus_days(n);
    let short = |n: i64| day(n).date().format("%m-%d").to_string();
    vec![
        (day(0).to_string(), lang.due_today(&short(0))),
        (day(1).to_string(), lang.due_tomorrow(&short(1))),
        (day(3).to_string(), lang.due_in_days(3, &short(3))),
        (day(7).to_string(), lang.due_in_days(7, &short(7))),
        ("other".to_owned(), lang.next_other().to_owned()),
    ]
}

/// Another day is typed.
pub(super) fn adjust(sheet: &mut Sheet, changed: &str) {
    let other = sheet.value("due") == "other";
    sheet.show("due_on", other, true);
    if other && changed == "due" {
        sheet.go_to("due_on");
    }
}

/// The returns of an order in a state, or all that are open.
pub(super) fn returns_in<'a>(order: &'a Value, states: &[&str]) -> Vec<&'a Value> {
    let wanted = |row: &&Value| states.iter().any(|state| row["state"] == *state);
    rows(order, "returns").iter().filter(wanted).collect()
}

/// The states in which the steps find their returns.
const TO_AGREE: &[&str] = &["open"];
const TO_RECEIVE: &[&str] = &["approved", "received"];
const TO_SETTLE: &[&str] = &["received"];
const TO_DROP: &[&str] = &["open", "approved"];

/// What comes back: how much of each line, why, what for, whose fault.
fn goods_back(title: String, subject: &Subject, lang: Lang) -> Option<Sheet> {
    let order = subject.order.as_ref()?;
    let mut items = Vec::new();
    let out = rows(order, "lines").iter().filter(|line| may_return(line));
    for line in out {
        let number = line["line"].as_i64().unwrap_or_default();
        let name = safe(line["name"].as_str().unwrap_or_default());
        let label = lang.ask_back(number, &name, &qty(line, "shipped").to_string());
        items.push(Item::field(
            &format!("line{number}"),
            &label,
            Field::new(Kind::Qty),
        ));
    }
    if items.is_empty() {
        return None;
    }
    items.push(
        Item::choice(
            "reason",
            lang.ask_reason(),
            of_table(RETURN_CAUSES, lang),
            0,
        )
        .unset(),
    );
    items.push(Item::choice("want", lang.ask_want(), of_table(WANTS, lang), 0).unset());
    items.push(Item::choice("fault", lang.ask_fault(), of_table(FAULTS, lang), 0).unset());
    items.push(Item::field(
        "platform_ref",
        lang.ask_platform_ref(),
        Field::new(Kind::Code).with_limit(64),
    ));
    items.push(words("text", lang.ask_text()));
    Some(Sheet::new(title, items))
}

/// Whether something of a line is out and not back.
pub(super) fn may_return(line: &Value) -> bool {
    qty(line, "shipped") > qty(line, "returned")
}

/// A paper about one return of the order; several are to choose from.
fn of_return(
    title: String,
    subject: &Subject,
    states: &[&str],
    items: Vec<Item>,
    lang: Lang,
) -> Option<Sheet> {
    let order = subject.order.as_ref()?;
    let found = returns_in(order, states);
    let first = found.first()?;
    let options: Vec<_> = found
        .iter()
        .map(|row| (text(row, "return"), told(row, lang)))
        .collect();
    let several = options.len() > 1;
    let choice = Item::choice("return", lang.ask_return(), options, 0);
    let first_id = items.first().map(|item| item.id.clone());
    let mut all = vec![if several { choice.needed() } else { choice }];
    all.extend(items);
    let mut sheet = Sheet::new(title, all);
    note_lines(&mut sheet, first, lang);
    if let Some(id) = first_id.filter(|_| !several) {
        sheet.go_to(&id);
    }
    Some(sheet)
}

/// A return in a few words.
fn told(row: &Value, lang: Lang) -> String {
    format!(
        "{} {}",
        text(row, "return"),
        lang.word(WANTS, &text(row, "want"))
    )
}

fn note_lines(sheet: &mut Sheet, row: &Value, lang: Lang) {
    for line in rows(row, "lines") {
        let number = line["line"].as_i64().unwrap_or_default();
        let name = safe(line["name"].as_str().unwrap_or_default());
        let (agreed, came) = (qty(line, "agreed"), qty(line, "received"));
        let reason = lang.word(RETURN_CAUSES, &text(line, "reason"));
        let told = lang.return_line(number, &name, &agreed.to_string(), &came.to_string());
        sheet.note(Tone::Plain, format!("{told}  {reason}"));
    }
}

/// What came of each line, and how; Enter takes what was agreed, as good as new.
fn receive(title: String, subject: &Subject, lang: Lang) -> Option<Sheet> {
    let order = subject.order.as_ref()?;
    let found = returns_in(order, TO_RECEIVE);
    let row = found.first()?;
    let mut items = Vec::new();
    for line in rows(row, "lines") {
        let number = line["line"].as_i64().unwrap_or_default();
        let name = safe(line["name"].as_str().unwrap_or_default());
        let open = qty(line, "agreed").0 - qty(line, "received").0;
        let open = crate::domain::Qty(open.max(0)).to_string();
        let label = lang.ask_came(number, &name);
        let field = Field::new(Kind::Qty).with(&open);
        items.push(Item::field(&format!("line{number}"), &label, field));
        let how = of_table(CONDITIONS, lang);
        let label = lang.ask_condition_of(number);
        items.push(Item::choice(&format!("how{number}"), &label, how, 0).needed());
    }
    items.push(Item::field(
        "warehouse",
        lang.ask_warehouse(),
        Field::new(Kind::Code),
    ));
    of_return(title, subject, TO_RECEIVE, items, lang)
}

/// What settling does is said before Enter does it.
fn settle(title: String, subject: &Subject, lang: Lang) -> Option<Sheet> {
    let order = subject.order.as_ref()?;
    let states = if returns_in(order, TO_SETTLE).is_empty() {
        TO_RECEIVE
    } else {
        TO_SETTLE
    };
    let found = returns_in(order, states);
    let early = found.first().filter(|row| row["state"] == "approved");
    if early.is_some_and(|row| row["want"] != "exchange" || row["exchange"].is_string()) {
        return None;
    }
    let first = found.first()?;
    let want = text(first, "want");
    let takes_back = early.is_none() && want != "repair" && text(first, "fault") != "ours";
    let kept = |id: &str, label: &str| Item::field(id, label, Field::new(Kind::Money));
    let charges = if takes_back {
        vec![
            kept("restocking_fee", lang.settle_fee()),
            kept("freight", lang.settle_freight()),
        ]
    } else {
        Vec::new()
    };
    let mut sheet = of_return(title, subject, states, charges, lang)?;
    sheet.note(
        Tone::Plain,
        match (early.is_some(), want.as_str()) {
            (true, _) => lang.settle_early(),
            (_, "exchange") => lang.settle_exchange(),
            (_, "repair") => lang.settle_repair(),
            _ => lang.settle_credit(),
        },
    );
    Some(sheet)
}

/// The fields of the command that the paper makes.
pub(super) fn fields(step: Step, sheet: &Sheet, subject: &Subject, order: &str) -> Value {
    let row = of_paper(sheet, subject);
    let version = row.and_then(|row| row["version"].as_i64());
    let back = sheet.filled("return");
    let paper = subject.paper.as_deref();
    let order = Some(order).filter(|order| !order.is_empty());
    match step {
        Step::GoodsBack => json!({
            "order": order, "want": sheet.value("want"), "fault": sheet.value("fault"),
            "platform_ref": sheet.filled("platform_ref"), "lines": lines_back(sheet, subject),
        }),
        Step::ReturnApprove => json!({ "return": back, "version": version }),
        Step::ReturnDrop => json!({
            "return": back, "version": version, "reason": sheet.value("reason"),
        }),
        Step::ReturnReceive => json!({
            "return": back, "version": version, "warehouse": sheet.filled("warehouse"),
            "lines": row.map(|row| lines_come(sheet, row)),
        }),
        Step::ReturnSettle => json!({
            "return": back, "version": version,
            "early": row.is_some_and(|row| row["state"] == "approved").then_some(true),
            "restocking_fee": sheet.filled("restocking_fee"), "freight": sheet.filled("freight"),
        }),
        Step::Complain => json!({
            "customer": subject.customer, "order": order, "text": sheet.value("text"),
            "severity": sheet.value("severity").parse::<i64>().ok(),
        }),
        Step::ComplaintAnswer => json!({ "complaint": paper, "text": sheet.value("text") }),
        Step::ComplaintClose => json!({
            "complaint": paper, "cause": sheet.value("cause"), "remedy": sheet.value("remedy"),
            "cost": sheet.filled("cost"),
        }),
        Step::Survey => json!({
            "order": order, "score": sheet.value("score").parse::<i64>().ok(),
            "reason": sheet.filled("reason"),
        }),
        Step::AskTask => json!({
            "subject": order.or(subject.customer.as_deref()), "text": sheet.value("text"),
            "department": sheet.value("department"), "due": match sheet.value("due") {
                "other" => sheet.value("due_on").to_owned(),
                day => day.to_owned(),
            },
        }),
        Step::TaskAnswer => json!({ "task": paper, "text": sheet.value("text") }),
        Step::TaskClose => json!({ "task": paper, "text": sheet.filled("text") }),
        Step::ExceptionSolve => json!({
            "exception": paper, "cause": sheet.value("cause"), "solution": sheet.value("solution"),
        }),
        Step::ExceptionAssign => json!({ "exception": paper, "owner": sheet.value("owner") }),
        Step::Problem => json!({
            "subject": order.or(subject.customer.as_deref()), "kind": sheet.value("kind"),
            "text": sheet.value("text"),
        }),
        _ => Value::Null,
    }
}

/// Whose it shall be.
fn owner(lang: Lang) -> Item {
    Item::field("owner", lang.ask_owner(), Field::new(Kind::Code)).needed()
}

/// The return that was chosen on the paper.
fn of_paper<'a>(sheet: &Sheet, subject: &'a Subject) -> Option<&'a Value> {
    let wanted = sheet.filled("return")?;
    let order = subject.order.as_ref()?;
    rows(order, "returns")
        .iter()
        .find(|row| row["return"] == wanted)
}

/// The lines of the paper with a quantity, each with the reason.
fn lines_back(sheet: &Sheet, subject: &Subject) -> Vec<Value> {
    let order = subject.order.as_ref();
    let lines = order.map_or(&[][..], |order| rows(order, "lines"));
    let numbers = lines.iter().filter_map(|line| line["line"].as_i64());
    numbers
        .filter_map(|n| Some((n, sheet.filled(&format!("line{n}"))?)))
        .map(|(n, qty)| {
            json!({
                "line": n, "qty": qty, "reason": sheet.value("reason"),
                "text": sheet.filled("text"),
            })
        })
        .collect()
}

/// The lines of which something came.
fn lines_come(sheet: &Sheet, row: &Value) -> Vec<Value> {
    let numbers = rows(row, "lines")
        .iter()
        .filter_map(|line| line["line"].as_i64());
    numbers
        .filter_map(|n| Some((n, sheet.filled(&format!("line{n}"))?)))
        .filter(|(_, qty)| *qty != "0")
        .map(|(n, qty)| json!({ "line": n, "qty": qty, "condition": sheet.value(&format!("how{n}")) }))
        .collect()
}

/// The steps that an order allows now, of these.
pub(super) fn allowed(order: &Value) -> Vec<Step> {
    let mut steps = Vec::new();
    let state = text(order, "state");
    if !returns_in(order, TO_AGREE).is_empty() {
        steps.push(Step::ReturnApprove);
    }
    if !returns_in(order, TO_RECEIVE).is_empty() {
        steps.push(Step::ReturnReceive);
    }
    let early = returns_in(order, &["approved"])
        .iter()
        .any(|row| row["want"] == "exchange" && !row["exchange"].is_string());
    if early || !returns_in(order, TO_SETTLE).is_empty() {
        steps.push(Step::ReturnSettle);
    }
    if !returns_in(order, TO_DROP).is_empty() {
        steps.push(Step::ReturnDrop);
    }
    let out = matches!(state.as_str(), "approved" | "closed" | "short_closed");
    if out && rows(order, "lines").iter().any(may_return) {
        steps.push(Step::GoodsBack);
    }
    let signed = rows(order, "lines").iter().any(|l| qty(l, "signed").0 > 0);
    if signed && !order["survey"].is_string() {
        steps.push(Step::Survey);
    }
    if order["head"]["customer"].is_string() {
        steps.push(Step::Complain);
    }
    steps.extend([Step::AskTask, Step::Problem]);
    steps
}
