//! An order as it is shown whole: what decides comes first.
//!
//! What lives here: lines of text made from the answer to `Query::Order`. What never does: keys,
//! questions, the position on the screen. Called by review and timeline.

mod dealings;
mod judged;
mod lines;
mod page;
pub mod read;

use ratatui::text::Line;
use serde_json::Value;

use crate::ui::base::{Look, Tone};
use crate::words::Lang;
use crate::words::order_card::{BILLING, CHANNEL_WORDS, FULFILMENT, KIND_WORDS, PAYMENT};
use crate::words::papers::{BLOCKERS, ROLES, STATES};

use read::{day, rows, text};

pub use judged::{holds, who_sets_aside};
pub use lines::{priced, progress, shipments};
pub use page::{Keys, Page};

/// Number, state and how far it is: one line for the top.
pub fn standing(order: &Value, look: &Look) -> String {
    let lang = look.lang;
    let word = |table, name: &str| lang.word(table, order[name].as_str().unwrap_or_default());
    let mut parts = vec![text(order, "order"), word(STATES, "state")];
    if matches!(
        order["state"].as_str(),
        Some("approved" | "closed" | "short_closed")
    ) {
        parts.push(word(FULFILMENT, "fulfilment"));
        parts.push(word(BILLING, "billing"));
        parts.push(word(PAYMENT, "payment"));
    }
    parts.join("  ")
}

/// Who wants what, on which terms.
pub fn head(page: &mut Page<'_>, order: &Value) {
    let lang = page.look.lang;
    let head = &order["head"];
    let filled = |name: &str| Some(text(head, name)).filter(|text| !text.is_empty());
    page.lines.push(Line::styled(
        page.look.pad(
            &format!("{}  {}", standing(order, page.look), customer(head)),
            page.cells,
        ),
        page.look.theme.title(),
    ));
    let number = |name: &str| order[name].as_i64().unwrap_or_default();
    page.flow(&[
        text(head, "phone"),
        format!(
            "{}/{}",
            lang.word(CHANNEL_WORDS, &text(head, "channel")),
            lang.word(KIND_WORDS, &text(head, "kind"))
        ),
        filled("ordered_on")
            .map(|d| lang.card_ordered(&d))
            .unwrap_or_default(),
        filled("need_date")
            .map(|d| lang.card_needed(&d))
            .unwrap_or_default(),
        filled("terms")
            .map(|t| lang.card_terms(&lang.terms(&t)))
            .unwrap_or_default(),
        filled("keyed_by")
            .map(|l| lang.card_owner(&l))
            .unwrap_or_default(),
        filled("customer_ref")
            .map(|r| lang.card_ref(&r))
            .unwrap_or_default(),
        lang.card_version(number("version"), number("revision"), number("round")),
    ]);
    let totals = &order["totals"];
    page.flow(&[
        lang.card_totals(
            &text(totals, "net"),
            &text(totals, "tax"),
            &text(totals, "gross"),
        ),
        filled("ship_to")
            .map(|p| lang.card_ship_to(&p))
            .unwrap_or_default(),
        filled("remark")
            .map(|r| lang.card_remark(&r))
            .unwrap_or_default(),
        Some(text(&order["head"]["source"], "note"))
            .filter(|note| !note.is_empty())
            .map(|note| lang.card_note(&note.replace('\n', " / ")))
            .unwrap_or_default(),
    ]);
    for other in rows(order, "editing") {
        let told = lang.card_edited_by(&text(other, "who"), &day(&text(other, "since")));
        page.say(Tone::Warn, &told);
    }
}

/// Customer code and name, once if they are the same.
pub fn customer(head: &Value) -> String {
    let (code, name) = (text(head, "customer"), text(head, "customer_name"));
    if name.is_empty() || name == code {
        code
    } else {
        format!("{code} {name}")
    }
}

/// Why the order does not go on.
pub fn why_not_next(page: &mut Page<'_>, order: &Value) {
    blockers(page, order, &[]);
}

/// The same without what stands elsewhere on the page.
fn blockers(page: &mut Page<'_>, order: &Value, but: &[&str]) {
    let lang = page.look.lang;
    let told: Vec<_> = rows(order, "blockers")
        .iter()
        .filter_map(|row| Some((row["code"].as_str()?, &row["facts"])))
        .filter(|(code, _)| !but.contains(code))
        .map(|(code, facts)| lang.sentence(BLOCKERS, code, &with_short_times(facts)))
        .collect();
    if !told.is_empty() {
        let all = told.join(lang.pick("；", "; "));
        page.say(Tone::Plain, &format!("{}: {all}", lang.card_next()));
    }
}

/// The facts with times as people write them.
fn with_short_times(facts: &Value) -> Value {
    let mut facts = facts.clone();
    for value in facts
        .as_object_mut()
        .into_iter()
        .flat_map(serde_json::Map::values_mut)
    {
        if let Some(short) = value.as_str().filter(|text| read::is_time(text)).map(day) {
            *value = Value::String(short);
        }
    }
    facts
}

/// Who is asked about an order that was handed in: the departments, and the director where he decides.
pub fn asked(answer: &Value, lang: Lang) -> Option<String> {
    let route = &answer["route"];
    let director = (route["director"] == true).then_some("director");
    let departments = rows(route, "departments").iter().filter_map(Value::as_str);
    let asked: Vec<String> = departments
        .chain(director)
        .map(|code| lang.word(ROLES, code))
        .collect();
    (!asked.is_empty()).then(|| lang.entry_asked(&asked.join(lang.pick("、", ", "))))
}

/// What the answer to a hand-in says: who is asked now, which checks did not pass, the way out.
pub fn handed_in(page: &mut Page<'_>, answer: &Value) {
    let lang = page.look.lang;
    let told = lang.entry_submitted(&text(answer, "order"));
    let asked = asked(answer, lang).unwrap_or_default();
    page.title(format!("{told}  {asked}").trim_end());
    judged::failed(page, answer);
}

/// Everything a judge looks at, what decides first.
pub fn for_judging(page: &mut Page<'_>, order: &Value) {
    head(page, order);
    // Opinions with their times and holds have lines of their own below.
    blockers(
        page,
        order,
        &["opinion_missing", "hold", "condition", "condition_paid"],
    );
    judged::changes(page, order);
    holds(page, order);
    judged::checks(page, order);
    judged::opinions(page, order);
    judged::conditions(page, order);
    priced(page, order);
    dealings::earnings(page, order);
    dealings::customer(page, order);
    judged::overrides(page, order);
    judged::decisions(page, order);
    judged::passed(page, order);
}
