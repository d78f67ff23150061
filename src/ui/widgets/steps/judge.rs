//! The papers of judging an order: opinion, approval, return, rejection, override, holds.

use serde_json::{Value, json};

use super::Subject;
use crate::domain::Refusal;
use crate::domain::check::Check;
use crate::ui::base::Tone;
use crate::ui::widgets::date_text::Lean;
use crate::ui::widgets::field::{Field, Kind};
use crate::ui::widgets::order_card::{self, read::rows};
use crate::ui::widgets::sheet::{Item, Sheet, of_table};
use crate::words::Lang;
use crate::words::papers::{GATES, ROLES, STATES};
use crate::words::steps::{HOLD_NAMES, HOLDS, RETURN_REASONS, STAGES};

/// The choice of all departments of this person.
pub(super) const ALL_MINE: &str = "*";

/// Checks that are told on a paper; the card below has them all.
const TOLD: usize = 5;

fn text(id: &str, label: &str) -> Item {
    Item::field(id, label, Field::new(Kind::Text).with_limit(500))
}

/// The opinion of one of the departments that owe one.
pub(super) fn opinion(title: String, subject: &Subject, lang: Lang) -> Option<Sheet> {
    let verdict = |code: &str| (code.to_owned(), lang.word(STATES, code));
    let mut departments: Vec<&String> = subject
        .targets
        .iter()
        .flat_map(|target| &target.departments)
        .collect();
    departments.sort();
    departments.dedup();
    if departments.is_empty() {
        return None;
    }
    let mut items = Vec::new();
    let mut named: Vec<_> = departments
        .iter()
        .map(|code| ((*code).clone(), lang.word(ROLES, code)))
        .collect();
    if subject.targets.len() == 1 {
        // Whoever is several departments says the same for all with one Enter, or chooses one.
        if named.len() > 1 {
            named.push((ALL_MINE.to_owned(), lang.department_all().to_owned()));
        }
        let last = named.len() - 1;
        items.push(Item::choice(
            "department",
            lang.ask_department(),
            named,
            last,
        ));
    }
    let verdicts = vec![verdict("pass"), verdict("conditional"), verdict("fail")];
    items.push(Item::choice("verdict", lang.ask_verdict(), verdicts, 0));
    items.push(text("condition", lang.ask_condition()).hidden());
    let gates = of_table(GATES, lang).into_iter().rev().collect();
    items.push(Item::choice("stage", lang.ask_gate(), gates, 0).hidden());
    let paid = Field::new(Kind::Money);
    items.push(Item::field("paid", lang.ask_condition_paid(), paid).hidden());
    let back = vec![
        ("no".to_owned(), lang.no().to_owned()),
        ("yes".to_owned(), lang.yes().to_owned()),
    ];
    items.push(Item::choice("must_return", lang.ask_must_return(), back, 0).hidden());
    items.push(text("text", lang.ask_text()));
    let mut sheet = Sheet::new(title, items);
    if departments.len() == 1 {
        sheet.go_to("verdict");
    }
    Some(sheet)
}

/// A conditional pass names its condition, a fail its words and whether it goes back at once.
pub(super) fn adjust_opinion(sheet: &mut Sheet, changed: &str) {
    let verdict = sheet.value("verdict").to_owned();
    let conditional = verdict == "conditional";
    sheet.show("condition", conditional, true);
    sheet.show("stage", conditional, false);
    sheet.show("paid", conditional, false);
    sheet.show("must_return", verdict == "fail", false);
    sheet.show("text", true, verdict == "fail");
    if changed == "verdict" && conditional {
        sheet.go_to("condition");
    }
}

/// Both scores at their usual five, so that Enter is enough.
pub(super) fn approve(title: String, subject: &Subject, lang: Lang) -> Sheet {
    let scores = || {
        (1..=5)
            .map(|n: u8| (n.to_string(), n.to_string()))
            .collect::<Vec<_>>()
    };
    let scores = |id: &str, label: &str| {
        let bare = scores()
            .into_iter()
            .map(|(code, _)| (code, String::new()))
            .collect();
        Item::choice(id, label, bare, 4)
    };
    let mut sheet = Sheet::new(
        title,
        vec![
            scores("objective", lang.ask_objective()),
            scores("accurate", lang.ask_accurate()),
            text("note", lang.ask_note()),
            text("reason", lang.ask_reason()).hidden(),
            until(lang).hidden().seen_first(),
        ],
    );
    if let Some(order) = &subject.order {
        note_checks(&mut sheet, order, lang);
    }
    sheet
}

/// What stands against the order, blocks first, and who has to set a block aside.
fn note_checks(sheet: &mut Sheet, order: &Value, lang: Lang) {
    let mut told = 0;
    let mut more = 0;
    for (level, tone) in [("block", Tone::Bad), ("warn", Tone::Warn)] {
        for check in rows(order, "checks")
            .iter()
            .filter(|check| check["level"] == level)
        {
            if told == TOLD {
                more += 1;
                continue;
            }
            told += 1;
            let code = check["code"].as_str().unwrap_or_default();
            let text = lang.check(code, level, &check["facts"]);
            let who = if level == "block" {
                order_card::who_sets_aside(check, "", lang)
            } else {
                String::new()
            };
            let text = format!("{}: {text}  {who}", lang.word(STATES, level));
            sheet.note(tone, text.trim_end());
        }
    }
    if more > 0 {
        sheet.note(Tone::Plain, lang.checks_more(more));
    }
}

/// The blocks that this person sets aside with the approval.
pub(super) fn to_set_aside(order: &Value) -> Vec<String> {
    rows(order, "checks")
        .iter()
        .filter(|check| {
            check["level"] == "block" && check["mine"] == true && check["set_aside"] != true
        })
        .filter_map(|check| check["code"].as_str())
        .map(str::to_owned)
        .collect()
}

fn until(lang: Lang) -> Item {
    Item::field(
        "until",
        lang.ask_until(),
        Field::new(Kind::Date(Lean::Ahead)),
    )
}

/// The check a refusal names, if somebody may set it aside.
pub(super) fn overridable(refusal: &Refusal, order: Option<&Value>) -> Option<String> {
    let check = refusal.facts().get("check")?.as_str()?;
    let of_order = order.and_then(|order| {
        let found = rows(order, "checks")
            .iter()
            .find(|row| row["code"] == check)?;
        found["overridable"].as_bool()
    });
    let usual = || {
        check
            .parse::<Check>()
            .is_ok_and(|check| !check.usual_override().is_empty())
    };
    of_order.unwrap_or_else(usual).then(|| check.to_owned())
}

/// Asks why the block is set aside, and until when.
pub(super) fn ask_override(sheet: &mut Sheet) {
    sheet.show("reason", true, true);
    sheet.show("until", true, false);
}

/// Reasons, coded, each for the whole order or a line.
pub(super) fn send_back(title: String, lang: Lang) -> Sheet {
    let more = vec![
        ("send".to_owned(), lang.more_send().to_owned()),
        ("add".to_owned(), lang.more_add().to_owned()),
    ];
    Sheet::new(
        title,
        vec![
            Item::choice("code", lang.ask_code(), of_table(RETURN_REASONS, lang), 0).unset(),
            Item::field(
                "line",
                lang.ask_line(),
                Field::new(Kind::Code).with_limit(5),
            ),
            text("text", lang.ask_text()),
            Item::choice("more", lang.ask_more(), more, 0),
        ],
    )
}

/// The reason on the paper, as the desk takes it.
pub(super) fn reason(sheet: &Sheet) -> Value {
    let line = sheet.filled("line").map(|text| {
        text.parse::<i64>()
            .map_or_else(|_| json!(text), |line| json!(line))
    });
    json!({ "code": sheet.value("code"), "line": line, "text": sheet.filled("text") })
}

/// Keeps a reason and clears the paper for the next one.
pub(super) fn keep_reason(sheet: &mut Sheet, kept: &mut Vec<Value>, lang: Lang) {
    let new = reason(sheet);
    let line = new["line"]
        .as_i64()
        .map(|n| format!(" {}", lang.line_of(n)))
        .unwrap_or_default();
    let word = lang.word(RETURN_REASONS, sheet.value("code"));
    let told = lang.return_kept(&format!("{word}{line} {}", sheet.value("text")));
    sheet.note(Tone::Plain, told);
    kept.push(new);
    for id in ["line", "text"] {
        sheet.set(id, "");
    }
    sheet.set("more", "send");
    sheet.unset("code");
    sheet.go_to("code");
}

/// The reason of a no for good.
pub(super) fn reject(title: String, lang: Lang) -> Sheet {
    Sheet::new(title, vec![text("reason", lang.ask_reason()).needed()])
}

/// Sets aside a check that blocks now, or the payment gate that blocks at dispatch.
pub(super) fn set_aside(title: String, subject: &Subject, lang: Lang) -> Option<Sheet> {
    let order = subject.order.as_ref()?;
    let mut codes: Vec<&str> = rows(order, "checks")
        .iter()
        .filter(|check| check["level"] == "block" && check["overridable"] == true)
        .filter_map(|check| check["code"].as_str())
        .collect();
    for gate in [Check::PaymentCleared, Check::CreditLimit, Check::Overdue] {
        if !codes.contains(&gate.name()) {
            codes.push(gate.name());
        }
    }
    let options = codes
        .iter()
        .map(|code| ((*code).to_owned(), lang.check(code, "pass", &Value::Null)));
    let items = vec![
        Item::choice("check", lang.ask_check(), options.collect(), 0).needed(),
        text("reason", lang.ask_reason()).needed(),
        until(lang).seen_first(),
        Item::field("amount", lang.ask_cap(), Field::new(Kind::Money)),
    ];
    Some(Sheet::new(title, items))
}

/// Stops an order at a stage.
pub(super) fn hold(title: String, lang: Lang) -> Sheet {
    Sheet::new(
        title,
        vec![
            Item::choice("code", lang.ask_hold(), of_table(HOLDS, lang), 0).needed(),
            Item::choice("stage", lang.ask_stage(), of_table(STAGES, lang), 0),
            Item::field(
                "line",
                lang.ask_line(),
                Field::new(Kind::Code).with_limit(5),
            ),
            text("reason", lang.ask_reason()).needed(),
        ],
    )
}

/// The fields of a release.
pub(super) fn released(sheet: &Sheet, order: &str, version: Option<i64>) -> Value {
    json!({
        "order": order, "version": version, "code": sheet.value("code"),
        "reason": sheet.value("reason"), "until": sheet.filled("until"),
        "amount": sheet.filled("amount"),
    })
}

/// Lets an order go on.
pub(super) fn release(title: String, subject: &Subject, lang: Lang) -> Option<Sheet> {
    let holds = rows(subject.order.as_ref()?, "holds");
    let mut options: Vec<(String, String)> = Vec::new();
    for hold in holds {
        let code = hold["code"].as_str().unwrap_or_default();
        if options.iter().all(|(known, _)| known != code) {
            let reason = hold["reason"].as_str().unwrap_or_default();
            let word = lang.word(HOLD_NAMES, code);
            options.push((
                code.to_owned(),
                format!("{word}: {}", crate::words::fill::safe(reason)),
            ));
        }
    }
    if options.is_empty() {
        return None;
    }
    let several = options.len() > 1;
    let code = Item::choice("code", lang.ask_hold(), options, 0);
    let code = if several { code.needed() } else { code };
    let mut sheet = Sheet::new(
        title,
        vec![
            code,
            text("reason", lang.ask_reason()).needed(),
            until(lang),
            Item::field("amount", lang.ask_cap(), Field::new(Kind::Money)),
        ],
    );
    sheet.note(Tone::Plain, lang.release_says());
    if !several {
        sheet.go_to("reason");
    }
    Some(sheet)
}

/// The conditions of an order that are not met.
pub(super) fn unmet(order: &Value) -> Vec<&Value> {
    let all = rows(order, "conditions").iter();
    all.filter(|condition| condition["met"] == false).collect()
}

/// Says that a condition is met, and how.
pub(super) fn met(title: String, subject: &Subject, lang: Lang) -> Option<Sheet> {
    let open = unmet(subject.order.as_ref()?);
    let options: Vec<_> = open
        .iter()
        .map(|condition| {
            let department = condition["department"].as_str().unwrap_or_default();
            let mut told = lang.word(ROLES, department);
            if let Some(percent) = condition["paid"].as_str() {
                told = format!("{told} {}", lang.card_paid(percent));
            }
            let text = condition["condition"].as_str().unwrap_or_default();
            let told = format!("{told}: {}", crate::words::fill::safe(text));
            (condition["id"].to_string(), told)
        })
        .collect();
    if options.is_empty() {
        return None;
    }
    let several = options.len() > 1;
    let id = Item::choice("id", lang.ask_condition(), options, 0);
    let id = if several { id.needed() } else { id };
    let mut sheet = Sheet::new(title, vec![id, text("text", lang.ask_met()).needed()]);
    if !several {
        sheet.go_to("text");
    }
    Some(sheet)
}

/// The same as the desk takes it.
pub(super) fn met_condition(sheet: &Sheet, order: &str, version: Option<i64>) -> Value {
    json!({
        "order": order, "version": version, "id": sheet.value("id").parse::<i64>().ok(),
        "text": sheet.value("text"),
    })
}
