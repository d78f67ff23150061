//! From answers to rows in words.

use serde_json::Value;

use crate::desk::measures::tally::NamedLine;
use crate::domain::measures::Measure;
use crate::domain::number::divide_half_up;
use crate::ui::base::Tone;
use crate::ui::widgets::Row;
use crate::ui::widgets::order_card::read::text;
use crate::words::Lang;
use crate::words::fill::safe;
use crate::words::measures::{FAILED, MEASURES};

/// A value as a count of its smallest unit: 0.0001, or a tenth of a day.
pub(super) fn count(row: &Value) -> Option<i64> {
    let digits = row["value"].as_str()?.replace('.', "");
    digits.parse().ok()
}

/// Which measure a row is of.
fn measure(row: &Value) -> Option<Measure> {
    row["name"].as_str()?.parse().ok()
}

/// What fills a sign of the chart: all, or the most there was where there is no all.
pub(super) fn most(row: &Value, values: &[Option<i64>]) -> i64 {
    let relative = measure(row).is_some_and(|m| m.in_days() || m == Measure::ComplaintRate);
    if relative {
        values.iter().flatten().copied().max().unwrap_or(0).max(1)
    } else {
        10_000
    }
}

/// The value of a row as people say it: 83.3%, 2.7 days, 1.5 of a thousand.
pub(super) fn value(row: &Value, lang: Lang) -> String {
    let Some(count) = count(row) else {
        return "--".to_owned();
    };
    let tenths = |count: i64| format!("{}.{}", count / 10, count % 10);
    match measure(row) {
        Some(name) if name.in_days() => lang.measures_days(&tenths(count)),
        // Ten thousandths of a line are tenths of a thousand.
        Some(Measure::ComplaintRate) => lang.measures_per_thousand(&tenths(count)),
        _ => {
            let share = divide_half_up(i128::from(count), 10);
            format!("{}.{}%", share / 10, share % 10)
        }
    }
}

/// What the measure is called.
pub(super) fn name(row: &Value, lang: Lang) -> String {
    lang.word(MEASURES, &text(row, "name"))
}

/// The row as the list shows it; `trend` is its last column.
pub(super) fn in_words(row: &Value, trend: String, lang: Lang) -> Row {
    let failed = row["failed"].as_i64().unwrap_or(0);
    let of = text(row, "denominator");
    let parts = match of.as_str() {
        "" | "0" | "0.00" => String::new(),
        of => format!("{}/{of}", text(row, "numerator")),
    };
    Row {
        id: text(row, "name"),
        cells: vec![
            name(row, lang),
            value(row, lang),
            parts,
            if failed == 0 {
                String::new()
            } else {
                failed.to_string()
            },
            trend,
        ],
        tone: Tone::Plain,
    }
}

/// What tells a line that failed from the others.
pub(super) fn failed_id(place: usize) -> String {
    place.to_string()
}

/// A line that failed, in words.
pub(super) fn failed(place: usize, named: &NamedLine, lang: Lang) -> Row {
    let line = &named.failed;
    let told = |text: &Option<String>| text.as_deref().map(safe).unwrap_or_default();
    let order = line.order.as_deref().map(safe).unwrap_or_default();
    Row {
        id: failed_id(place),
        cells: vec![
            match line.line {
                Some(line) => format!("{order}/{line}"),
                None => order,
            },
            told(&named.customer_name),
            told(&named.goods),
            lang.word(FAILED, &line.why),
            safe(&line.fact),
        ],
        tone: Tone::Plain,
    }
}
