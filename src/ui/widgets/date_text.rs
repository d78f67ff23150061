//! Dates as clerks type them: `5`, `1205`, `12-5`, `+3`, `+2w`, `5 dec`, `明天`, `周五`, `下周一`, `两周后`.
//!
//! Month stands before day, as in Chinese; `31/12` can only be meant the other way round.
//!
//! Invariant: a day that is not in the calendar is refused, never moved to another one; what was
//! understood is shown in full.

use chrono::{Datelike, NaiveDate};

use crate::domain::day::{Day, NotADate};
use crate::domain::text::narrow;

/// Where a date without month or year lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lean {
    /// The next one from today on: when goods are needed.
    #[default]
    Ahead,
    /// The last one up to today: when something happened.
    Back,
}

/// Days that have a name, counted from today.
const NAMED: &[(&str, i64)] = &[
    ("今天", 0),
    ("今日", 0),
    ("today", 0),
    ("明天", 1),
    ("明日", 1),
    ("tomorrow", 1),
    ("后天", 2),
    ("大后天", 3),
    ("昨天", -1),
    ("yesterday", -1),
    ("前天", -2),
];

/// Days of the week in English, from Monday; three letters are enough.
const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Months in English; three letters are enough.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// What English puts behind a day.
const ORDINALS: [&str; 4] = ["st", "nd", "rd", "th"];

/// The furthest `+n` or `-n`: ten years.
const FURTHEST: i64 = 3_660;

/// Whether a text is a date, whatever day is today.
pub fn is_date(text: &str) -> bool {
    let any = NaiveDate::from_ymd_opt(2000, 1, 1).and_then(|date| Day::new(date).ok());
    any.is_some_and(|any| read(text, any, Lean::Ahead).is_ok())
}

/// Reads a date.
pub fn read(text: &str, today: Day, lean: Lean) -> Result<Day, NotADate> {
    let text = narrow(text).to_lowercase();
    if let Some((_, days)) = NAMED.iter().find(|(name, _)| *name == text) {
        return Ok(today.plus_days(*days));
    }
    if let Some(day) = weekday(&text, today, lean).or_else(|| month_end(&text, today, lean)) {
        return Ok(day);
    }
    if let Some(days) = away(&text) {
        let days = days?;
        let moved = today.plus_days(days.clamp(-FURTHEST, FURTHEST));
        let arrived = days.abs() <= FURTHEST && moved.days_since(today) == days;
        return if arrived {
            Ok(moved)
        } else {
            Err(NotADate::OutOfRange)
        };
    }
    if let Some(day) = named_month(&text, today, lean) {
        return day;
    }
    let cleaned = bare_ordinal(&text)
        .replace(['年', '月', '/', '.'], "-")
        .replace(['日', '号'], "");
    let parts: Vec<&str> = cleaned.split('-').collect();
    match parts.as_slice() {
        [digits] => from_digits(digits, today, lean),
        [month, day] => {
            let (month, day) = month_first(number(month, 2)?, number(day, 2)?);
            month_day(month, day, today, lean)
        }
        [month, day, year] if year.len() == 4 => {
            let (month, day) = month_first(number(month, 2)?, number(day, 2)?);
            whole(full_year(year)?, month, day)
        }
        [year, month, day] => whole(full_year(year)?, number(month, 2)?, number(day, 2)?),
        _ => Err(NotADate::Form),
    }
}

/// Month and day; what can only be day and month is turned round.
const fn month_first(month: u32, day: u32) -> (u32, u32) {
    if month > 12 && day <= 12 {
        (day, month)
    } else {
        (month, day)
    }
}

/// How many days from today: `+3`, `+2w`, `3天后`, `两周后`, `三天前`; `None` where it is not that.
fn away(text: &str) -> Option<Result<i64, NotADate>> {
    let counted = |number: &str, unit: i64| {
        let number: i64 = number.trim().parse().map_err(|_| NotADate::Form)?;
        number.checked_mul(unit).ok_or(NotADate::OutOfRange)
    };
    if text.starts_with(['+', '-']) {
        let units = [("w", 7), ("周", 7), ("d", 1), ("天", 1)];
        let given = units
            .iter()
            .find_map(|(name, unit)| Some((text.strip_suffix(name)?, *unit)));
        let (number, unit) = given.unwrap_or((text, 1));
        return Some(counted(number, unit));
    }
    let sides = [
        ("以后", 1),
        ("之后", 1),
        ("后", 1),
        ("之前", -1),
        ("前", -1),
    ];
    let (rest, side) = sides
        .iter()
        .find_map(|(name, side)| Some((text.strip_suffix(name)?, side)))?;
    let units = [("个星期", 7), ("星期", 7), ("周", 7), ("天", 1)];
    let (number, unit) = units
        .iter()
        .find_map(|(name, unit)| Some((rest.strip_suffix(name)?, unit)))?;
    let plain = "一两三四五六七八九十"
        .chars()
        .position(|c| number.chars().eq([c]));
    let number = plain.map_or_else(|| number.replace('二', "2"), |at| (at + 1).to_string());
    let whole = number.bytes().all(|b| b.is_ascii_digit());
    Some(if whole {
        counted(&number, unit * side)
    } else {
        Err(NotADate::Form)
    })
}

/// `5 dec`, `dec 5`, `5th december 2026`; `None` where no month is named.
fn named_month(text: &str, today: Day, lean: Lean) -> Option<Result<Day, NotADate>> {
    let mut words: Vec<String> = Vec::new();
    let mut last = None;
    for c in text.chars() {
        let kind = (c.is_ascii_digit(), c.is_ascii_alphabetic());
        match words.last_mut().filter(|_| last == Some(kind)) {
            _ if kind == (false, false) => {}
            Some(word) => word.push(c),
            None => words.push(c.to_string()),
        }
        last = Some(kind);
    }
    words.retain(|word| word != "of" && !ORDINALS.contains(&word.as_str()));
    let month = |word: &String| {
        let short = |month: &&str| word.len() >= 3 && month.starts_with(word.as_str());
        MONTHS
            .iter()
            .position(short)
            .and_then(|at| u32::try_from(at + 1).ok())
    };
    let (named, numbers): (Vec<_>, Vec<_>) = words.iter().partition(|word| month(word).is_some());
    let month = match named.as_slice() {
        [one] => month(one)?,
        _ => return None,
    };
    let day = match numbers.as_slice() {
        [day] => number(day, 2).and_then(|day| month_day(month, day, today, lean)),
        [day, year] if year.len() == 4 => {
            number(day, 2).and_then(|day| whole(full_year(year)?, month, day))
        }
        _ => Err(NotADate::Form),
    };
    Some(day)
}

/// `周五`, `fri`: the next one after today or the last one before it; `下周一` is in the week after
/// this one, `上周五` in the one before.
fn weekday(text: &str, today: Day, lean: Lean) -> Option<Day> {
    let now = i64::from(today.date().weekday().num_days_from_monday());
    let mut weeks = [("下", 1), ("next ", 1), ("上", -1), ("last ", -1)]
        .into_iter()
        .chain([("本", 0), ("这", 0), ("this ", 0)]);
    let given =
        weeks.find_map(|(sign, weeks)| Some((text.strip_prefix(sign)?.trim_start(), weeks)));
    let name = given.map_or(text, |(name, _)| name);
    let day = ["周", "星期", "礼拜"]
        .iter()
        .find_map(|sign| name.strip_prefix(sign))
        .and_then(|rest| {
            "一二三四五六日"
                .find(if rest == "天" { "日" } else { rest })
                .filter(|_| rest.chars().count() == 1)
        })
        .map(|at| at / "一".len())
        .or_else(|| {
            let short = |day: &&str| name.len() >= 3 && day.starts_with(name);
            WEEKDAYS.iter().position(short)
        })?;
    let ahead = i64::try_from(day).ok()? - now;
    let days = match (given, lean) {
        (Some((_, weeks)), _) => ahead + 7 * weeks,
        (None, Lean::Ahead) if ahead <= 0 => ahead + 7,
        (None, Lean::Back) if ahead >= 0 => ahead - 7,
        (None, _) => ahead,
    };
    Some(today.plus_days(days))
}

/// `月底`, `下月底`, `eom`: the last day of the month, when something happened that of the month before.
fn month_end(text: &str, today: Day, lean: Lean) -> Option<Day> {
    let (months, name) = [("下个", 1), ("下", 1), ("本", 0), ("这个", 0)]
        .iter()
        .find_map(|(sign, months)| Some((*months, text.strip_prefix(sign)?)))
        .unwrap_or((0, text));
    if !["月底", "月末", "eom", "month end"].contains(&name) {
        return None;
    }
    let end = today.plus_months(months).last_of_month();
    Some(if lean == Lean::Back && end > today {
        today.with_day_clamped(1).plus_days(-1)
    } else {
        end
    })
}

/// `5th` as `5`.
fn bare_ordinal(text: &str) -> &str {
    let bare = ORDINALS.iter().find_map(|end| text.strip_suffix(end));
    bare.filter(|bare| !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit()))
        .unwrap_or(text)
}

/// `5`, `1205`, `261205`, `20261205`.
fn from_digits(digits: &str, today: Day, lean: Lean) -> Result<Day, NotADate> {
    if !digits.is_ascii() {
        return Err(NotADate::Form);
    }
    let part = |from: usize, to: usize| number(digits.get(from..to).ok_or(NotADate::Form)?, 4);
    match digits.len() {
        1 | 2 => day_of_month(number(digits, 2)?, today, lean),
        4 => month_day(part(0, 2)?, part(2, 4)?, today, lean),
        6 => whole(full_year(&digits[..2])?, part(2, 4)?, part(4, 6)?),
        8 => whole(full_year(&digits[..4])?, part(4, 6)?, part(6, 8)?),
        _ => Err(NotADate::Form),
    }
}

fn number(digits: &str, longest: usize) -> Result<u32, NotADate> {
    let fits = (1..=longest).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if fits {
        digits.parse().map_err(|_| NotADate::Form)
    } else {
        Err(NotADate::Form)
    }
}

fn full_year(digits: &str) -> Result<i32, NotADate> {
    let year = i32::try_from(number(digits, 4)?).map_err(|_| NotADate::Form)?;
    match digits.len() {
        2 => Ok(2000 + year),
        4 => Ok(year),
        _ => Err(NotADate::Form),
    }
}

fn whole(year: i32, month: u32, day: u32) -> Result<Day, NotADate> {
    Day::new(NaiveDate::from_ymd_opt(year, month, day).ok_or(NotADate::Form)?)
}

/// The day in this month, or in the next or last one that lies on the right side of today.
fn day_of_month(day: u32, today: Day, lean: Lean) -> Result<Day, NotADate> {
    let date = today.date();
    let here = whole(date.year(), date.month(), day);
    let first = whole(date.year(), date.month(), 1)?;
    let beside = match lean {
        Lean::Ahead => first.plus_months(1),
        Lean::Back => first.plus_days(-1),
    };
    let there = whole(beside.date().year(), beside.date().month(), day);
    right_side(here, there, today, lean)
}

fn month_day(month: u32, day: u32, today: Day, lean: Lean) -> Result<Day, NotADate> {
    let year = today.date().year();
    let step = match lean {
        Lean::Ahead => 1,
        Lean::Back => -1,
    };
    right_side(
        whole(year, month, day),
        whole(year + step, month, day),
        today,
        lean,
    )
}

/// The near one if it lies on the right side of today, else the other one.
///
/// A near one that is not in the calendar is refused: `0229` in a common year means a mistake.
fn right_side(
    near: Result<Day, NotADate>,
    other: Result<Day, NotADate>,
    today: Day,
    lean: Lean,
) -> Result<Day, NotADate> {
    let near = near?;
    let right = match lean {
        Lean::Ahead => near >= today,
        Lean::Back => near <= today,
    };
    if right { Ok(near) } else { other }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ahead(text: &str) -> Result<String, NotADate> {
        read(text, "2026-11-25".parse().unwrap(), Lean::Ahead).map(|day| day.to_string())
    }

    fn back(text: &str) -> Result<String, NotADate> {
        read(text, "2026-11-25".parse().unwrap(), Lean::Back).map(|day| day.to_string())
    }

    #[test]
    fn short_forms_are_understood() {
        for (text, day) in [
            ("今天", "2026-11-25"),
            ("明天", "2026-11-26"),
            ("后天", "2026-11-27"),
            ("+3", "2026-11-28"),
            ("＋３", "2026-11-28"),
            ("-1", "2026-11-24"),
            ("28", "2026-11-28"),
            ("5", "2026-12-05"),
            ("25", "2026-11-25"),
            ("1205", "2026-12-05"),
            ("0105", "2027-01-05"),
            ("12-5", "2026-12-05"),
            ("12.5", "2026-12-05"),
            ("12月5日", "2026-12-05"),
            ("20270105", "2027-01-05"),
            ("2027/1/5", "2027-01-05"),
            ("31/12", "2026-12-31"),
            ("12/31", "2026-12-31"),
            ("13.1", "2027-01-13"),
            ("3/4", "2027-03-04"),
            ("31/12/2026", "2026-12-31"),
            ("12/31/2026", "2026-12-31"),
            ("5 dec", "2026-12-05"),
            ("Dec 5", "2026-12-05"),
            ("5 December", "2026-12-05"),
            ("5dec", "2026-12-05"),
            ("5th of dec", "2026-12-05"),
            ("3 may 2027", "2027-05-03"),
            ("Jan 5, 2027", "2027-01-05"),
            ("+2w", "2026-12-09"),
            ("+1W", "2026-12-02"),
            ("+2周", "2026-12-09"),
            ("两周后", "2026-12-09"),
            ("二周后", "2026-12-09"),
            ("2个星期后", "2026-12-09"),
            ("十天后", "2026-12-05"),
            ("10天以后", "2026-12-05"),
            ("三天前", "2026-11-22"),
            ("月底", "2026-11-30"),
            ("下月底", "2026-12-31"),
            ("EOM", "2026-11-30"),
            ("5th", "2026-12-05"),
        ] {
            assert_eq!(ahead(text).as_deref(), Ok(day), "{text}");
        }
        assert_eq!(back("5").as_deref(), Ok("2026-11-05"));
        assert_eq!(back("月底").as_deref(), Ok("2026-10-31"));
        assert_eq!(ahead("th"), Err(NotADate::Form));
        assert_eq!(back("28").as_deref(), Ok("2026-10-28"));
        assert_eq!(back("1205").as_deref(), Ok("2025-12-05"));
    }

    #[test]
    fn days_of_the_week_are_understood() {
        // Today is a Wednesday.
        for (text, next, last) in [
            ("周五", "2026-11-27", "2026-11-20"),
            ("星期五", "2026-11-27", "2026-11-20"),
            ("fri", "2026-11-27", "2026-11-20"),
            ("Friday", "2026-11-27", "2026-11-20"),
            ("周三", "2026-12-02", "2026-11-18"),
            ("周一", "2026-11-30", "2026-11-23"),
            ("礼拜天", "2026-11-29", "2026-11-22"),
            ("下周一", "2026-11-30", "2026-11-30"),
            ("下周五", "2026-12-04", "2026-12-04"),
            ("next fri", "2026-12-04", "2026-12-04"),
            ("上周五", "2026-11-20", "2026-11-20"),
            ("本周五", "2026-11-27", "2026-11-27"),
        ] {
            assert_eq!(ahead(text).as_deref(), Ok(next), "{text}");
            assert_eq!(back(text).as_deref(), Ok(last), "{text}");
        }
        for text in ["周", "周八", "周一二", "fr", "下", "fridays", "下周"] {
            assert_eq!(ahead(text), Err(NotADate::Form), "{text}");
        }
    }

    #[test]
    fn days_that_are_none_are_refused() {
        for text in [
            "",
            "0",
            "31",
            "1301",
            "0230",
            "31.4.",
            "2024-02-30",
            "abc",
            "1-2-3-4",
            "123",
            "+",
            "+w",
            "13/13",
            "31/4",
            "dec",
            "31 feb",
            "5 dec jan",
            "5 de",
            "百天后",
            "天后",
            "dec 5 27",
        ] {
            assert_eq!(ahead(text), Err(NotADate::Form), "{text}");
        }
        assert_eq!(ahead("9999-12-31"), Err(NotADate::OutOfRange));
        assert_eq!(ahead("+99999"), Err(NotADate::OutOfRange));
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "[0-9+./年月日-]{0,12}|[0-9a-z 周天后dec+]{0,10}|\\PC{0,8}") {
            let _ = ahead(&text);
            let _ = back(&text);
        }
    }
}
