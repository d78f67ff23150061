//! What stands in one cell, understood: platform clutter taken off, numbers, times and outside ids.

use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeDelta};
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::domain::day::NotADate;
use crate::domain::number::NotANumber;
use crate::domain::text::narrow;
use crate::domain::{Code, Day, Moment, Refusal};

use super::clip;
use super::sheet::Cell;

/// Digits that survive in a number of a workbook.
const DIGITS_KEPT: usize = 15;

/// Takes off `="…"`, which keeps spreadsheets from reading an id as a number.
pub fn unwrapped(text: &str) -> String {
    let inner = text
        .trim()
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'));
    match inner {
        Some(inner) => inner.replace("\"\"", "\"").trim().to_owned(),
        None => text.trim().to_owned(),
    }
}

/// A cell of a sheet people made: our own guard before `= + - @` taken off again.
pub fn plain(text: &str) -> String {
    let text = unwrapped(text);
    match text.strip_prefix('\'') {
        Some(rest) if wants_guard(&text) => rest.to_owned(),
        _ => text,
    }
}

/// A cell of a platform file: `="…"` and a leading `'` taken off, a word for nothing made empty.
pub fn platform(text: &str, blanks: &[String]) -> String {
    let text = unwrapped(text);
    let text = text.strip_prefix('\'').unwrap_or(&text).trim();
    if text == "-" || blanks.iter().any(|blank| blank == text) {
        return String::new();
    }
    text.to_owned()
}

/// Whether a spreadsheet would calculate with this text, or our own guard would be taken for it.
pub fn wants_guard(text: &str) -> bool {
    let unguarded = text.trim_start_matches('\'');
    unguarded.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Reads a counted number with whatever marks of currency and thousands; nothing if empty.
pub fn number<T>(field: &str, text: &str) -> Result<Option<T>, Refusal>
where
    T: FromStr<Err = NotANumber>,
{
    let narrowed = narrow(text);
    if narrowed.is_empty() {
        return Ok(None);
    }
    let wrong = || Refusal::bad_field(field, "number").fact("value", clip(text));
    let bare = bare_number(&narrowed).ok_or_else(wrong)?;
    bare.parse().map(Some).map_err(|why| match why {
        NotANumber::Form => wrong(),
        NotANumber::TooLarge => Refusal::new(Code::MoneyOverflow)
            .fact("field", field)
            .fact("value", clip(text)),
    })
}

/// Takes off `¥ ￥ 元 RMB CNY`, blanks and commas that stand before each third digit.
///
/// A comma anywhere else is no thousands mark, and leaving it out would change the amount.
fn bare_number(narrowed: &str) -> Option<String> {
    let mut text: String = narrowed
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '，' => ',',
            '−' | '–' => '-',
            other => other,
        })
        .collect();
    let negative = text.contains('-');
    if text.matches('-').count() > 1 {
        return None;
    }
    for mark in ["¥", "￥", "RMB", "CNY", "-"] {
        text = text.strip_prefix(mark).unwrap_or(&text).to_owned();
    }
    text = text.strip_prefix('¥').unwrap_or(&text).to_owned();
    text = text.strip_prefix('￥').unwrap_or(&text).to_owned();
    text = text.strip_suffix('元').unwrap_or(&text).to_owned();
    if text.contains('-') {
        return None;
    }
    let (whole, part) = text
        .split_once('.')
        .map_or((&*text, None), |(w, p)| (w, Some(p)));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or("");
    let mut joined = first.to_owned();
    let grouped = whole.contains(',');
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        joined.push_str(group);
    }
    if grouped && (first.is_empty() || first.len() > 3) {
        return None;
    }
    let sign = if negative { "-" } else { "" };
    Some(match part {
        Some(part) => format!("{sign}{joined}.{part}"),
        None => format!("{sign}{joined}"),
    })
}

/// Reads a quantity; `件` and `个` behind it say nothing new, other units would.
pub fn quantity<T>(field: &str, text: &str) -> Result<Option<T>, Refusal>
where
    T: FromStr<Err = NotANumber>,
{
    let narrowed = narrow(text);
    let bare = narrowed
        .strip_suffix(['件', '个'])
        .unwrap_or(&narrowed)
        .trim();
    number(field, bare)
}

/// Reads a time: `yyyy-MM-dd HH:mm[:ss]`, `yyyy/M/d H:mm`, `yyyy年M月d日`, a day alone, or the
/// serial number of a spreadsheet.
pub fn moment(field: &str, text: &str) -> Result<Option<Moment>, Refusal> {
    let narrowed = narrow(text);
    let bare = narrowed.strip_suffix('前').unwrap_or(&narrowed).trim();
    if bare.is_empty() {
        return Ok(None);
    }
    parse_moment(bare).map(Some).map_err(|why| {
        let refusal = match why {
            NotADate::Form => Refusal::bad_field(field, "time"),
            NotADate::OutOfRange => Refusal::new(Code::DateOutOfRange).fact("field", field),
        };
        refusal.fact("value", clip(text))
    })
}

/// Reads a day in the forms of [`moment`].
pub fn day(field: &str, text: &str) -> Result<Option<Day>, Refusal> {
    Ok(moment(field, text)?.map(Moment::day))
}

fn parse_moment(text: &str) -> Result<Moment, NotADate> {
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'.') && text.matches('.').count() <= 1 {
        return numbered_day(text);
    }
    let (date, clock) = match text.split_once([' ', 'T']) {
        Some((date, clock)) => (date, clock.trim()),
        None => (text, ""),
    };
    let date = date
        .trim_end_matches('日')
        .replace(['年', '月', '/', '.'], "-");
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts[..] else {
        return Err(NotADate::Form);
    };
    if year.len() != 4 {
        return Err(NotADate::Form);
    }
    let date = calendar(small(year, 4)?, small(month, 2)?, small(day, 2)?)?;
    let time = if clock.is_empty() {
        NaiveTime::MIN
    } else {
        parse_clock(clock)?
    };
    Moment::new(date.and_time(time))
}

/// A serial number of a spreadsheet, or a day written as `yyyyMMdd`.
fn numbered_day(text: &str) -> Result<Moment, NotADate> {
    if text.len() == 8 && !text.contains('.') {
        let date = calendar(
            small(&text[..4], 4)?,
            small(&text[4..6], 2)?,
            small(&text[6..], 2)?,
        )?;
        return Moment::new(date.and_time(NaiveTime::MIN));
    }
    let serial: Decimal = text.parse().map_err(|_| NotADate::Form)?;
    let days = serial.trunc().to_u64().ok_or(NotADate::OutOfRange)?;
    let seconds = serial
        .fract()
        .checked_mul(Decimal::from(86_400))
        .ok_or(NotADate::Form)?
        .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
        .to_i64()
        .ok_or(NotADate::Form)?;
    let epoch = calendar(1899, 12, 30)?.and_time(NaiveTime::MIN);
    let moment = epoch
        .checked_add_days(Days::new(days.min(1_000_000)))
        .and_then(|day| day.checked_add_signed(TimeDelta::seconds(seconds)))
        .ok_or(NotADate::OutOfRange)?;
    Moment::new(moment)
}

fn parse_clock(clock: &str) -> Result<NaiveTime, NotADate> {
    let mut parts = clock.split(':');
    let hour = small(parts.next().unwrap_or(""), 2)?;
    let minute = small(parts.next().unwrap_or(""), 2)?;
    let second = match parts.next() {
        Some(second) => small(second.split('.').next().unwrap_or(""), 2)?,
        None => 0,
    };
    if parts.next().is_some() {
        return Err(NotADate::Form);
    }
    NaiveTime::from_hms_opt(hour, minute, second).ok_or(NotADate::Form)
}

fn small(digits: &str, most: usize) -> Result<u32, NotADate> {
    if digits.len() > most || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NotADate::Form);
    }
    digits.parse().map_err(|_| NotADate::Form)
}

fn calendar(year: u32, month: u32, day: u32) -> Result<NaiveDate, NotADate> {
    let year = i32::try_from(year).map_err(|_| NotADate::Form)?;
    let date = NaiveDate::from_ymd_opt(year, month, day);
    match date {
        Some(date) => Ok(date),
        // As the domain does: a day that is none, in a year outside, is out of range first.
        None if !(1990..=2199).contains(&year) => Err(NotADate::OutOfRange),
        None => Err(NotADate::Form),
    }
}

/// The earliest of the ship-by times of an order: `子订单3304…： 2026-06-11 22:17前 ; …`.
pub fn earliest(text: &str) -> Option<Moment> {
    let narrowed = narrow(text);
    let parts = narrowed.split(';').map(str::trim);
    let times = parts.filter_map(|part| {
        let bare = part.strip_prefix("子订单").map_or(part, |rest| {
            rest.split_once(':').map_or(rest, |(_, time)| time)
        });
        moment("ship_by", bare).ok().flatten()
    });
    times.filter(|time| time.time().year() > 1990).min()
}

/// Reads an outside number that must be digits only, with as many of them as the platform gives.
///
/// Spreadsheets keep 15 digits of a number: `3.30438E+18` and `3304380000000000000` have lost
/// the rest, and guessing it would join strangers' orders.
pub fn outside_id(
    field: &str,
    cell: Cell<'_>,
    cleaned: &str,
    digits: (usize, usize),
) -> Result<String, Refusal> {
    let id = narrow(cleaned);
    let bad = |why: &str| bad_id(field, &id, why);
    if id.is_empty() {
        return Err(bad("missing"));
    }
    if is_scientific(&id) {
        return Err(bad("scientific"));
    }
    if is_rounded(cell, &id) {
        return Err(bad("rounded"));
    }
    if !id.bytes().all(|b| b.is_ascii_digit()) {
        return Err(bad("form"));
    }
    if id.len() < digits.0 || id.len() > digits.1 {
        return Err(bad("length"));
    }
    Ok(id)
}

/// Reads an outside number of letters, digits, `-` and `_`; one that a spreadsheet has taken for a
/// number is refused as in [`outside_id`].
pub fn outside_code(
    field: &str,
    cell: Cell<'_>,
    cleaned: &str,
    length: (usize, usize),
) -> Result<String, Refusal> {
    let id = code(field, cell, cleaned)?;
    let bad = |why: &str| bad_id(field, &id, why);
    if id.is_empty() {
        return Err(bad("missing"));
    }
    if is_scientific(&id) {
        return Err(bad("scientific"));
    }
    if !id
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    {
        return Err(bad("form"));
    }
    if id.len() < length.0 || id.len() > length.1 {
        return Err(bad("length"));
    }
    Ok(id)
}

/// Reads a code people gave: any text, but no number that lost its last digits.
pub fn code(field: &str, cell: Cell<'_>, cleaned: &str) -> Result<String, Refusal> {
    let code = narrow(cleaned);
    let scientific = is_scientific(&code) && code.contains('+');
    if scientific || is_rounded(cell, &code) {
        let why = if scientific { "scientific" } else { "rounded" };
        return Err(bad_id(field, &code, why));
    }
    Ok(code)
}

/// A number that cannot be trusted, and why in one word.
fn bad_id(field: &str, id: &str, why: &str) -> Refusal {
    Refusal::new(Code::ImportBadId)
        .fact("field", field)
        .fact("value", clip(id))
        .fact("why", why)
}

fn is_rounded(cell: Cell<'_>, id: &str) -> bool {
    let digits = id.bytes().filter(u8::is_ascii_digit).count();
    // 16 digits may be exact where no spreadsheet program wrote them; a zero at the end says no.
    cell.numeric && (digits > DIGITS_KEPT + 1 || (digits > DIGITS_KEPT && id.ends_with('0')))
}

/// Whether the text is a number with an exponent, as `3.30438E+18`.
fn is_scientific(id: &str) -> bool {
    let Some((mantissa, exponent)) = id.split_once(['E', 'e']) else {
        return false;
    };
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    digits(whole) && digits(part) && digits(exponent)
}
