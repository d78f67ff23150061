//! From the worklist to rows in words.

use serde_json::Value;

use crate::domain::Moment;
use crate::ui::base::Tone;
use crate::ui::widgets::Row;
use crate::ui::widgets::order_card::customer;
use crate::ui::widgets::order_card::read::{day, is_over, text};
use crate::ui::widgets::steps::{Subject, Target};
use crate::ui::widgets::{Step, Wish};
use crate::words::Lang;
use crate::words::follow_up::{NEXT_STEPS, QUEUES};
use crate::words::money::STAGES;
use crate::words::papers::{GAPS, ROLES};

/// What a row is: an order can stand in several queues.
pub(super) fn id(row: &Value) -> String {
    let (queue, subject) = (text(row, "queue"), text(row, "subject"));
    // Several departments can owe an opinion about the same order.
    let part = if queue == "review" {
        text(row, "fact")
    } else {
        String::new()
    };
    format!("{queue}/{subject}/{part}")
}

/// Why the row is here, with the fact beside it in words.
pub(super) fn why(row: &Value, lang: Lang) -> String {
    let code = text(row, "why");
    let word = lang.work_why(&code);
    let fact = text(row, "fact");
    let each = |table| -> String {
        fact.split(',')
            .map(|code| lang.word(table, code))
            .collect::<Vec<_>>()
            .join(lang.pick("、", ", "))
    };
    let fact = match code.as_str() {
        // The state of a return stands in the reason already.
        _ if fact.is_empty() || code.starts_with("return_") => String::new(),
        "gap" => each(GAPS),
        "opinion" | "late" | "task" | "task_overdue" => each(ROLES),
        "complaint" | "complaint_overdue" | "complaint_repeated" => lang.follow_severity(&fact),
        "not_shipped" | "packed" | "under_way" => lang.follow_lines(&fact),
        "overdue" | "promise_broken" | "due_soon" => {
            let told = lang.follow_invoices(&fact, &text(row, "amount"));
            let stage = lang.word(STAGES, &text(row, "stage"));
            format!("{told} {stage}").trim_end().to_owned()
        }
        _ => fact,
    };
    if fact.is_empty() {
        word
    } else {
        format!("{word}: {fact}")
    }
}

/// Whether the due time is over: what is over is said in a word.
pub(super) fn is_late(row: &Value, now: Option<Moment>) -> bool {
    // A gap has no deadline of its own: its time is when the order came in.
    let timed = !matches!(row["queue"].as_str(), Some("incomplete"));
    timed && is_over(&text(row, "due"), now)
}

/// When the row is due, with the word where it is over.
pub(super) fn due(row: &Value, lang: Lang, now: Option<Moment>) -> String {
    let due = text(row, "due");
    if is_late(row, now) {
        let short = due.get(5..10).unwrap_or(&due).to_owned();
        return format!("{short} {}", lang.follow_late());
    }
    day(&due)
}

/// The row as the list shows it.
pub(super) fn in_words(row: &Value, lang: Lang, now: Option<Moment>) -> Row {
    let subject = text(row, "subject");
    // The department behind the slash stands in the reason already.
    let subject = subject.split('/').next().unwrap_or(&subject).to_owned();
    let cells = vec![
        lang.word(QUEUES, &text(row, "queue")),
        subject,
        name(row),
        text(row, "phone"),
        due(row, lang, now),
        whose_and_why(row, lang),
        lang.word(NEXT_STEPS, &text(row, "next")),
    ];
    Row {
        id: id(row),
        cells,
        tone: if is_late(row, now) {
            Tone::Warn
        } else {
            Tone::Plain
        },
    }
}

/// The reason, behind whose it is where that is told.
fn whose_and_why(row: &Value, lang: Lang) -> String {
    let whose = row["whose"].as_array().into_iter().flatten();
    let whose: Vec<_> = whose
        .filter_map(Value::as_str)
        .map(|name| lang.word(ROLES, name))
        .collect();
    let why = why(row, lang);
    if whose.is_empty() {
        why
    } else {
        format!("{}: {why}", whose.join("/"))
    }
}

/// What the clerk calls the customer by.
fn name(row: &Value) -> String {
    let name = text(row, "customer_name");
    if name.is_empty() {
        text(row, "customer")
    } else {
        name
    }
}

/// What can be done about the paper of this row beside its order, the next step first.
pub(super) fn acts(row: &Value) -> &'static [Step] {
    match (row["queue"].as_str(), row["next"].as_str()) {
        (Some("complaints"), _) => &[Step::ComplaintAnswer, Step::ComplaintClose],
        (Some("exceptions"), _) => &[Step::ExceptionSolve, Step::ExceptionAssign],
        (Some("tasks"), Some("task.close")) => &[Step::TaskClose],
        (Some("tasks"), _) => &[Step::TaskAnswer, Step::TaskClose],
        _ => &[],
    }
}

/// What can be done next with the order of this row.
pub(super) fn next(row: &Value) -> Wish {
    Wish::Step(match row["next"].as_str() {
        Some("review.give") => Step::Opinion,
        Some("order.approve") => Step::Approve,
        Some("order.edit") => Step::Edit,
        Some("return.approve") => Step::ReturnApprove,
        Some("return.receive") => Step::ReturnReceive,
        Some("return.settle") => Step::ReturnSettle,
        Some("survey.record") => Step::Survey,
        Some("order.submit") => Step::Submit,
        Some("invoice.post") => Step::Invoice,
        Some("call" | "contact.log") => Step::Contact,
        _ => return Wish::Menu,
    })
}

/// The paper of a row, for what is done about it.
pub(super) fn paper(row: &Value) -> Subject {
    let mut about = call(row);
    about.paper = row["subject"].as_str().map(str::to_owned);
    about
}

/// What a call about this row is logged with.
pub(super) fn call(row: &Value) -> Subject {
    let field = |name: &str| row[name].as_str().map(str::to_owned);
    let collect = row["queue"] == "collect";
    let target = Target {
        order: if collect {
            String::new()
        } else {
            field("order").unwrap_or_default()
        },
        version: None, // a call does not judge the order: it is logged whatever its version
        departments: Vec::new(),
    };
    let label = [
        customer(row),
        text(row, "phone"),
        if collect {
            text(row, "subject")
        } else {
            String::new()
        },
    ];
    Subject {
        say: None,
        targets: vec![target],
        order: None,
        customer: field("customer"),
        invoice: field("subject").filter(|_| collect),
        paper: None,
        label: label
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("  "),
    }
}
