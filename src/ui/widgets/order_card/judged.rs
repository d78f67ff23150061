//! What was said and found about an order: changes, checks, opinions, holds, decisions.

use ratatui::text::{Line, Span};
use serde_json::{Value, json};

use super::Page;
use super::read::{day, is_editable, is_over, rows, text};
use crate::ui::base::Tone;
use crate::ui::widgets::wrap;
use crate::words::Lang;
use crate::words::checks::CHECK_WAYS;
use crate::words::fill::plain;
use crate::words::order_card::{CHANNEL_WORDS, FIELDS, KIND_WORDS};
use crate::words::papers::{GATES, ROLES, STATES};
use crate::words::steps::{HOLDS, STAGES};

/// Cells of an opinion at least.
const OPINION_LEAST: usize = 24;

/// What the last resubmission changed, and why it was wanted.
pub(super) fn changes(page: &mut Page<'_>, order: &Value) {
    let lang = page.look.lang;
    let changes = rows(order, "changes");
    let returned = rows(order, "decisions")
        .iter()
        .rfind(|decision| decision["outcome"] == "returned");
    if changes.is_empty() && (returned.is_none() || order["round"].as_i64() < Some(2)) {
        return;
    }
    page.title(lang.card_changes());
    if let Some(decision) = returned {
        let told = lang.last_return(&decision_told(decision, lang));
        page.say(Tone::Plain, &told);
    }
    for (n, change) in changes.iter().enumerate() {
        let same_line =
            |other: &Value| !change["line"].is_null() && other["line"] == change["line"];
        let name = change["field"].as_str().unwrap_or_default();
        // A line that came or went is told once, by its goods.
        let first = changes[..n].iter().find(|other| same_line(other));
        let whole = |row: &Value| {
            row["field"] == "product" && (row["was"].is_null() != row["now"].is_null())
        };
        let quantity = changes
            .iter()
            .find(|row| same_line(row) && row["field"] == "ordered");
        if first.is_some_and(whole) {
            continue;
        }
        let line = change["line"]
            .as_i64()
            .map(|n| lang.line_of(n) + " ")
            .unwrap_or_default();
        if whole(change) && !line.is_empty() {
            let gone = change["now"].is_null();
            let side = if gone { "was" } else { "now" };
            let qty = quantity.map(|row| text(row, side)).unwrap_or_default();
            let what = format!("{line}{} {qty}", text(change, side));
            let told = if gone {
                lang.change_gone(what.trim())
            } else {
                lang.change_new(what.trim())
            };
            page.say(Tone::Warn, &told);
            continue;
        }
        let told = lang.card_change(
            &format!("{line}{}", lang.word(FIELDS, name)),
            &value_told(name, &change["was"], lang),
            &value_told(name, &change["now"], lang),
        );
        page.say(Tone::Warn, &told);
    }
}

/// A value of a field as people say it.
fn value_told(field: &str, value: &Value, lang: Lang) -> String {
    match (field, value) {
        ("terms", Value::String(terms)) => lang.terms(&plain(Some(&json!(terms)))),
        ("channel", Value::String(code)) => lang.word(CHANNEL_WORDS, code),
        ("kind", Value::String(code)) => lang.word(KIND_WORDS, code),
        ("gift", Value::Bool(gift)) => (if *gift { lang.yes() } else { lang.no() }).to_owned(),
        _ => plain(Some(value)),
    }
}

/// Blocks first, then warnings; an order in which all passed says so in a line.
pub(super) fn checks(page: &mut Page<'_>, order: &Value) {
    let lang = page.look.lang;
    let checks = rows(order, "checks");
    if checks.is_empty() {
        return;
    }
    if checks.iter().all(|check| check["level"] == "pass") {
        page.say(Tone::Good, &lang.card_all_passed(checks.len()));
        return;
    }
    page.title(lang.card_checks());
    failed(page, order);
}

/// Each check that does not pass: the fact, and the way out below it.
pub(super) fn failed(page: &mut Page<'_>, order: &Value) {
    let lang = page.look.lang;
    let checks = rows(order, "checks");
    for (level, tone) in [("block", Tone::Bad), ("warn", Tone::Warn)] {
        for check in checks.iter().filter(|check| check["level"] == level) {
            let code = check["code"].as_str().unwrap_or_default();
            let told = lang.check(code, level, &facts_of(check, lang));
            let mut told = format!("{}: {told}", lang.word(STATES, level));
            let answer = text(check, "answer");
            if !answer.is_empty() {
                told = format!("{told}  {}", lang.card_answer(&answer));
            }
            page.say(tone, &told);
            let way = way_out(page, order, check);
            if !way.is_empty() {
                page.say_below(&way);
            }
        }
    }
}

/// The facts of a check, terms of payment in words.
fn facts_of(check: &Value, lang: Lang) -> Value {
    let mut facts = check["facts"].clone();
    for name in ["terms", "agreed"] {
        if let Some(terms) = facts[name].as_str().map(|terms| lang.terms(terms)) {
            facts[name] = json!(terms);
        }
    }
    facts
}

/// What to do about a check, by which key, and whether it can be set aside.
fn way_out(page: &Page<'_>, order: &Value, check: &Value) -> String {
    let lang = page.look.lang;
    let way = lang.word(CHECK_WAYS, check["code"].as_str().unwrap_or_default());
    let mut parts = vec![way];
    let state = order["state"].as_str().unwrap_or_default();
    let blocks = check["level"] == "block";
    match state {
        "director" if blocks && !page.keys.send_back.is_empty() => {
            parts.push(lang.way_return(&page.keys.send_back));
        }
        state if is_editable(state) && !page.keys.edit.is_empty() => {
            parts.push(lang.way_edit(&page.keys.edit));
        }
        _ => {}
    }
    if blocks {
        let key = if state == "director" {
            &page.keys.approve
        } else {
            &page.keys.steps
        };
        parts.push(who_sets_aside(check, key, lang));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("  ")
}

/// Whether a block can be set aside: by the one who looks, with this key or on this paper; by
/// others; by nobody.
pub fn who_sets_aside(check: &Value, key: &str, lang: Lang) -> String {
    let roles = rows(check, "overriders");
    let names: Vec<_> = roles
        .iter()
        .filter_map(|role| Some(lang.word(ROLES, role.as_str()?)))
        .collect();
    match () {
        () if check["set_aside"] == true => lang.way_set_aside().to_owned(),
        () if roles.is_empty() => lang.way_nobody().to_owned(),
        () if check["mine"] == true && key.is_empty() => lang.way_here().to_owned(),
        () if check["mine"] == true => lang.way_mine(key),
        () => lang.way_others(&names.join(lang.pick("、", ", "))),
    }
}

/// The names of the checks that passed.
pub(super) fn passed(page: &mut Page<'_>, order: &Value) {
    let lang = page.look.lang;
    let passed: Vec<_> = rows(order, "checks")
        .iter()
        .filter(|check| check["level"] == "pass")
        .map(|check| {
            lang.check(
                check["code"].as_str().unwrap_or_default(),
                "pass",
                &Value::Null,
            )
        })
        .collect();
    if !passed.is_empty() {
        page.say(
            Tone::Plain,
            &lang.card_passed(&passed.join(lang.pick("、", ", "))),
        );
    }
}

/// The opinions side by side.
pub(super) fn opinions(page: &mut Page<'_>, order: &Value) {
    let opinions = rows(order, "opinions");
    if opinions.is_empty() {
        return;
    }
    page.title(page.look.lang.card_opinions());
    let per_row = (page.cells / OPINION_LEAST).clamp(1, opinions.len());
    let cells = page.cells / per_row - 1;
    for row in opinions.chunks(per_row) {
        let columns: Vec<_> = row
            .iter()
            .map(|opinion| opinion_lines(page, opinion, cells))
            .collect();
        let height = columns.iter().map(Vec::len).max().unwrap_or(0);
        for n in 0..height {
            let mut spans = Vec::new();
            for column in &columns {
                let (tone, told) = column
                    .get(n)
                    .cloned()
                    .unwrap_or((Tone::Plain, String::new()));
                spans.push(Span::styled(
                    page.look.pad(&told, cells),
                    page.look.theme.tone(tone),
                ));
                spans.push(Span::raw(" "));
            }
            page.lines.push(Line::from(spans));
        }
    }
}

/// Department and verdict, the words, and by when it is due.
fn opinion_lines(page: &Page<'_>, opinion: &Value, cells: usize) -> Vec<(Tone, String)> {
    let lang = page.look.lang;
    let department = lang.word(ROLES, &text(opinion, "department"));
    let (due, at) = (text(opinion, "due"), text(opinion, "at"));
    let mut lines = Vec::new();
    let verdict = opinion["verdict"].as_str();
    let tone = match verdict {
        Some("pass") => Tone::Good,
        Some("conditional") => Tone::Warn,
        Some(_) => Tone::Bad,
        None => Tone::Plain,
    };
    let word = verdict.map_or_else(
        || lang.card_waiting().to_owned(),
        |code| lang.word(STATES, code),
    );
    lines.push((tone, format!("{}{department}: {word}", tone.sign())));
    let condition = text(opinion, "condition");
    let said = [
        text(opinion, "text"),
        if condition.is_empty() {
            condition
        } else {
            lang.card_condition(&condition)
        },
    ];
    for part in said.iter().filter(|part| !part.is_empty()) {
        lines.extend(
            wrap::lines(part, cells, page.look)
                .into_iter()
                .map(|line| (Tone::Plain, line)),
        );
    }
    let late = if verdict.is_none() {
        is_over(&due, page.now)
    } else {
        !due.is_empty() && at > due
    };
    let when = match verdict {
        None => lang.card_due(&day(&due)),
        Some(_) => lang.card_given(&text(opinion, "by"), &day(&at)),
    };
    if late {
        lines.push((
            Tone::Warn,
            format!("{}{when} {}", Tone::Warn.sign(), lang.card_late()),
        ));
    } else {
        lines.push((Tone::Plain, when));
    }
    lines
}

/// What the goods wait for by an opinion's word, and what has been met.
pub(super) fn conditions(page: &mut Page<'_>, order: &Value) {
    let lang = page.look.lang;
    for condition in rows(order, "conditions") {
        let is_met = condition["met"] == true;
        let mut money = String::new();
        if let Some(percent) = condition["paid"].as_str() {
            let (needed, cleared) = (text(condition, "needed"), text(condition, "cleared"));
            money = lang.card_paid(percent) + &lang.card_paid_now(&needed, &cleared);
        }
        let by = text(condition, "met_by");
        let parts = [
            money,
            text(condition, "condition"),
            if is_met {
                lang.card_met()
            } else {
                lang.card_unmet()
            }
            .to_owned(),
            text(condition, "met_text"),
            if by.is_empty() { by } else { lang.card_by(&by) },
            day(&text(condition, "met_at")),
        ];
        let told: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let told = format!(
            "{} {}({}): {}",
            lang.card_conditions(),
            lang.word(ROLES, &text(condition, "department")),
            lang.word(GATES, &text(condition, "stage")),
            told.join(" "),
        );
        page.say(if is_met { Tone::Good } else { Tone::Warn }, &told);
    }
}

/// What stops the order, where and why.
pub fn holds(page: &mut Page<'_>, order: &Value) {
    let lang = page.look.lang;
    for hold in rows(order, "holds") {
        let line = hold["line"]
            .as_i64()
            .map(|n| format!(" {}", lang.line_of(n)))
            .unwrap_or_default();
        let owner = match text(hold, "owner") {
            none if none.is_empty() => none,
            who => lang.card_hold_owner(&who),
        };
        let told = format!(
            "{} {}({}){line}: {} {} {} {}",
            lang.card_holds(),
            lang.word(HOLDS, &text(hold, "code")),
            lang.word(STAGES, &text(hold, "stage")),
            text(hold, "reason"),
            lang.card_by(&text(hold, "by")),
            day(&text(hold, "at")),
            owner,
        );
        page.say(Tone::Bad, told.trim_end());
    }
}

/// What was set aside, by whom, until when.
pub(super) fn overrides(page: &mut Page<'_>, order: &Value) {
    let lang = page.look.lang;
    for given in rows(order, "overrides") {
        let check = lang.check(
            given["check"].as_str().unwrap_or_default(),
            "pass",
            &Value::Null,
        );
        let until = text(given, "until");
        let until = if until.is_empty() {
            until
        } else {
            lang.card_until(&until)
        };
        let told = format!(
            "{} {check}: {} {until} {} {}",
            lang.card_overrides(),
            text(given, "reason"),
            lang.card_by(&text(given, "by")),
            day(&text(given, "at")),
        );
        page.say(Tone::Warn, &told);
    }
}

/// What the director said, each time.
pub(super) fn decisions(page: &mut Page<'_>, order: &Value) {
    let lang = page.look.lang;
    let decisions = rows(order, "decisions");
    if decisions.is_empty() {
        return;
    }
    page.title(lang.card_decisions());
    for decision in decisions {
        page.say(Tone::Plain, &decision_told(decision, lang));
    }
}

/// When, who, what, the scores, the reasons.
fn decision_told(decision: &Value, lang: Lang) -> String {
    let reasons: Vec<_> = rows(decision, "reasons")
        .iter()
        .map(|reason| lang.reason(reason))
        .collect();
    let scores = match (
        decision["objective"].as_i64(),
        decision["accurate"].as_i64(),
    ) {
        (Some(objective), Some(accurate)) => lang.card_scores(objective, accurate),
        _ => String::new(),
    };
    let parts = [
        day(&text(decision, "at")),
        text(decision, "by"),
        lang.word(STATES, &text(decision, "outcome")),
        scores,
        text(decision, "note"),
        reasons.join("; "),
    ];
    let told: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    told.join(" ")
}
