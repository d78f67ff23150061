//! Reading answers of the desk: texts made safe, times made short.

use serde_json::Value;

use crate::domain::Moment;
use crate::domain::order::{State, Verb};
use crate::words::fill::{plain, safe};

/// The rows of a list.
pub fn rows<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

/// A field as text, safe for any terminal; empty if there is none.
pub fn text(value: &Value, name: &str) -> String {
    match &value[name] {
        Value::Null => String::new(),
        Value::String(text) => safe(text),
        other => plain(Some(other)),
    }
}

/// Whether a text is a time of the desk.
pub fn is_time(text: &str) -> bool {
    text.len() >= 16 && text.as_bytes()[10] == b'T' && text.as_bytes()[4] == b'-'
}

/// A time as `11-25 14:00`, a day as it is.
pub fn day(time: &str) -> String {
    match (is_time(time), time.get(5..10), time.get(11..16)) {
        (true, Some(day), Some("00:00")) => day.to_owned(),
        (true, Some(day), Some(clock)) => format!("{day} {clock}"),
        _ if time.len() == 10 => time.get(5..).unwrap_or(time).to_owned(),
        _ => safe(time),
    }
}

/// Whether a day or time is over.
pub fn is_over(due: &str, now: Option<Moment>) -> bool {
    let Some(now) = now.map(|now| now.to_string()) else {
        return false;
    };
    // Days and times of the desk sort as text; a bare day is over when the next one has begun.
    let until = now.get(..due.len().min(now.len())).unwrap_or(&now);
    !due.is_empty() && due < until
}

/// Whether an order in this state can be typed in (`rules.md §2`).
pub fn is_editable(state: &str) -> bool {
    let state = state.parse::<State>();
    state.is_ok_and(|state| state.allows(Verb::Edit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short_and_a_day_lasts_until_midnight() {
        assert_eq!(day("2026-11-25T14:00:00"), "11-25 14:00");
        assert_eq!(day("2026-11-25"), "11-25");
        assert_eq!(day(""), "");
        let now: Option<Moment> = "2026-11-25T14:00:00".parse().ok();
        assert!(is_over("2026-11-25T13:59:59", now) && !is_over("2026-11-25T14:00:00", now));
        assert!(is_over("2026-11-24", now) && !is_over("2026-11-25", now));
        assert!(!is_over("", now));
    }
}
