//! The paper of a call: how it went, when to try again, what was promised.

use chrono::{Datelike, Duration, NaiveTime, Weekday};
use serde_json::Value;

use crate::domain::{Day, Moment};
use crate::ui::widgets::date_text::Lean;
use crate::ui::widgets::field::{Field, Kind};
use crate::ui::widgets::sheet::{Item, Sheet, of_table};
use crate::words::Lang;
use crate::words::papers::CONTACTS;

/// Ways stand first in the table, outcomes behind them.
const WAYS: usize = 5;

/// The ways to choose from.
pub fn ways(lang: Lang) -> Vec<(String, String)> {
    of_table(&CONTACTS[..WAYS.min(CONTACTS.len())], lang)
}

/// The hour at which the office can be called again.
const MORNING: u32 = 9;

/// The paper; the telephone is the usual way, so the outcome is asked first.
/// What was said already stands in it, sent by WeChat.
pub(super) fn sheet(
    title: String,
    now: Moment,
    said: Option<&(String, String)>,
    lang: Lang,
) -> Sheet {
    let (ways, outcomes) = CONTACTS.split_at(WAYS.min(CONTACTS.len()));
    let mut sheet = Sheet::new(
        title,
        vec![
            Item::choice("way", lang.ask_way(), of_table(ways, lang), 0),
            Item::choice("outcome", lang.ask_outcome(), of_table(outcomes, lang), 0).needed(),
            Item::field(
                "promise_on",
                lang.ask_promise_on(),
                Field::new(Kind::Date(Lean::Ahead)),
            )
            .hidden(),
            Item::field(
                "promise_amount",
                lang.ask_promise_amount(),
                Field::new(Kind::Money),
            )
            .hidden(),
            Item::choice("next", lang.ask_next_at(), suggestions(now, lang), 0),
            Item::field(
                "next_on",
                lang.ask_next_on(),
                Field::new(Kind::Date(Lean::Ahead)),
            )
            .hidden(),
            Item::field("text", lang.ask_text(), Field::new(Kind::Text)),
        ],
    );
    sheet.go_to("outcome");
    if let Some((_, text)) = said {
        sheet.set("way", "wechat");
        sheet.set("outcome", "reached");
        sheet.set("text", text);
    }
    sheet
}

fn morning(day: Day) -> Option<Moment> {
    let time = NaiveTime::from_hms_opt(MORNING, 0, 0)?;
    Moment::new(day.date().and_time(time)).ok()
}

/// The next Monday behind this day.
fn monday(day: Day) -> Day {
    let ahead = 7 - i64::from(day.date().weekday().days_since(Weekday::Mon));
    day.plus_days(ahead)
}

/// When to call again; the codes are the times themselves.
fn suggestions(now: Moment, lang: Lang) -> Vec<(String, String)> {
    let soon = Moment::new(now.time() + Duration::hours(2)).ok();
    let short = |day: Day| day.date().format("%m-%d").to_string();
    let (tomorrow, monday) = (now.day().plus_days(1), monday(now.day()));
    let mut all = vec![(String::new(), lang.next_none().to_owned())];
    let at = |moment: Option<Moment>| moment.map(|m| m.to_string());
    let told = [
        (
            at(soon),
            soon.map(|m| lang.next_hours(&m.time().format("%H:%M").to_string())),
        ),
        (
            at(morning(tomorrow)),
            Some(lang.next_tomorrow(&short(tomorrow))),
        ),
        (at(morning(monday)), Some(lang.next_monday(&short(monday)))),
        (Some("other".to_owned()), Some(lang.next_other().to_owned())),
    ];
    // The numbers are fixed in people's fingers: 1 in two hours, 2 tomorrow, 3 Monday.
    let times = told
        .into_iter()
        .filter_map(|(code, text)| Some((code?, text?)));
    all.splice(0..0, times);
    all
}

/// Nobody there: tomorrow is the usual next time. A promise wants its day and amount.
pub(super) fn adjust(sheet: &mut Sheet, changed: &str) {
    let outcome = sheet.value("outcome").to_owned();
    if matches!(changed, "" | "outcome") {
        let usual = if outcome == "no_answer" && changed == "outcome" {
            1
        } else {
            4
        };
        sheet.mark("next", usual);
    }
    let promised = outcome == "promised";
    sheet.show("promise_on", promised, true);
    sheet.show("promise_amount", promised, true);
    if promised && changed == "outcome" {
        sheet.go_to("promise_on");
    }
    let other = sheet.value("next") == "other";
    sheet.show("next_on", other, true);
    if other && changed == "next" {
        sheet.go_to("next_on");
    }
}

/// What was written down: how it went, and when the next call is.
pub(super) fn told(outcome: &str, next_at: &Value, lang: Lang) -> String {
    let outcome = lang.word(CONTACTS, outcome);
    let next = next_at.as_str().and_then(|at| at.parse::<Moment>().ok());
    let next = next.map_or_else(
        || lang.next_none().to_owned(),
        |at| lang.next_told(&at.time().format("%m-%d %H:%M").to_string()),
    );
    format!("{outcome}, {next}")
}

/// The time of the next call as it stands on the paper.
pub(super) fn next_at(sheet: &Sheet) -> Option<String> {
    match sheet.value("next") {
        "" => None,
        "other" => sheet
            .filled("next_on")?
            .parse()
            .ok()
            .and_then(morning)
            .map(|m| m.to_string()),
        time => Some(time.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_times_of_the_next_call_are_working_mornings() {
        let now: Moment = "2026-11-25T15:00:00".parse().unwrap(); // a Wednesday
        let times = suggestions(now, Lang::En);
        let codes: Vec<_> = times.iter().map(|(code, _)| code.as_str()).collect();
        assert_eq!(
            codes,
            [
                "2026-11-25T17:00:00",
                "2026-11-26T09:00:00",
                "2026-11-30T09:00:00",
                "other",
                ""
            ]
        );
        assert_eq!(
            monday("2026-11-30".parse().unwrap()).to_string(),
            "2026-12-07"
        );
    }
}
