//! The head of the order: its fields, what may be typed in them, what they say to the desk.

use serde_json::{Map, Value, json};

use crate::domain::Percent;
use crate::domain::initials;
use crate::domain::terms::Terms;
use crate::domain::text::narrow;
use crate::ui::widgets::date_text::Lean;
use crate::ui::widgets::{Entry, Field, Form, Kind};
use crate::words::Lang;
use crate::words::entry::{CHANNELS, KINDS, POLICIES};

/// A table of codes and their words.
pub type Table = &'static [(&'static str, &'static str, &'static str)];

/// Terms offered by F2; any other may be typed.
pub const USUAL_TERMS: &[&str] = &[
    "prepaid",
    "cod",
    "net:30",
    "net:60",
    "monthly:25+30",
    "deposit:30",
];

/// The fields in their order, which never changes. Enter stops at the customer and the need date.
pub fn form() -> Form {
    Form::new(vec![
        Entry::new("customer", Lang::entry_customer, Field::new(Kind::Code)).needed(),
        Entry::new(
            "need_date",
            Lang::entry_need,
            Field::new(Kind::Date(Lean::Ahead)),
        )
        .needed(),
        Entry::new("customer_ref", Lang::entry_ref, Field::new(Kind::Text)),
        Entry::new(
            "channel",
            Lang::entry_channel,
            Field::new(Kind::Code).with("phone"),
        ),
        Entry::new(
            "kind",
            Lang::entry_kind,
            Field::new(Kind::Code).with("spot"),
        ),
        Entry::new("terms", Lang::entry_terms, Field::new(Kind::Code)),
        Entry::new("warehouse", Lang::entry_warehouse, Field::new(Kind::Code)),
        Entry::new("caller", Lang::entry_caller, Field::new(Kind::Text)),
        Entry::new("ship_to", Lang::entry_ship_to, Field::new(Kind::Text)),
        Entry::new("remark", Lang::entry_remark, Field::new(Kind::Text)),
        Entry::new(
            "delivery_policy",
            Lang::entry_policy,
            Field::new(Kind::Code),
        ),
        Entry::new("tolerance", Lang::entry_tolerance, Field::new(Kind::Text)),
    ])
}

/// The words a field chooses from, if it is one that does.
pub fn table(id: &str) -> Option<Table> {
    match id {
        "channel" => Some(CHANNELS),
        "kind" => Some(KINDS),
        "delivery_policy" => Some(POLICIES),
        _ => None,
    }
}

/// What an empty field of this name means.
pub fn usual(id: &str) -> &'static str {
    match id {
        "channel" => "phone",
        "kind" => "spot",
        _ => "",
    }
}

/// The code that was meant: by code, digit, first letters of its word, or pinyin initials.
pub fn choose(table: Table, typed: &str) -> Option<&'static str> {
    let typed = narrow(typed).to_lowercase();
    let exact = table
        .iter()
        .find(|(code, zh, _)| *code == typed || *zh == typed);
    if let Some((code, _, _)) = exact {
        return Some(code);
    }
    if let Some(row) = typed
        .parse::<usize>()
        .ok()
        .and_then(|n| table.get(n.wrapping_sub(1)))
    {
        return Some(row.0);
    }
    let begins = |(code, zh, en): &(&str, &str, &str)| {
        code.starts_with(&typed)
            || zh.starts_with(&typed)
            || en.to_lowercase().starts_with(&typed)
            || initials::readings(zh)
                .split('|')
                .any(|way| way.starts_with(&typed))
    };
    table
        .iter()
        .find(|row| !typed.is_empty() && begins(row))
        .map(|(code, _, _)| *code)
}

/// Whether an order is taken without this field, though Enter stops there: an empty need date is
/// today by Enter and none by Tab, and the office's rules say later what may go without.
pub fn may_stay_empty(id: &str) -> bool {
    id == "need_date"
}

/// Terms to choose from, in words and as they are typed: the usual ones, and last those of now
/// where they are others.
pub fn terms_rows(now: &str, lang: Lang) -> Vec<String> {
    let others = Some(now).filter(|now| !now.is_empty() && !USUAL_TERMS.contains(now));
    let all = USUAL_TERMS.iter().copied().chain(others);
    let words = all.map(|code| (code, lang.terms(code)));
    words
        .map(|(code, words)| {
            if words == code {
                words
            } else {
                format!("{words}  {code}")
            }
        })
        .collect()
}

/// Terms as the desk spells them; `None` if they are none.
pub fn terms(typed: &str) -> Option<String> {
    let typed = narrow(typed).to_lowercase();
    let by_digit = typed
        .parse::<usize>()
        .ok()
        .and_then(|n| USUAL_TERMS.get(n.wrapping_sub(1)));
    let text = by_digit.map_or(typed.as_str(), |text| text);
    text.parse::<Terms>().ok().map(|terms| terms.to_string())
}

/// How much more and less than ordered may be shipped, in percent; `None` if it is not that.
///
/// `5` is both ways, `+5` more alone, `-3` less alone, `+5-3` each its own.
pub fn tolerance(typed: &str) -> Option<[Option<String>; 2]> {
    let typed: String = narrow(typed).replace(['%', ' '], "");
    let percent = |text: &str| -> Option<String> {
        let value: Percent = text.parse().ok()?;
        (0..=10_000).contains(&value.0).then(|| value.to_string())
    };
    if let Some(rest) = typed.strip_prefix('+') {
        return match rest.split_once('-') {
            Some((over, under)) => Some([Some(percent(over)?), Some(percent(under)?)]),
            None => Some([Some(percent(rest)?), None]),
        };
    }
    if let Some(under) = typed.strip_prefix('-') {
        return Some([None, Some(percent(under)?)]);
    }
    let both = percent(&typed)?;
    Some([Some(both.clone()), Some(both)])
}

/// Terms or a tolerance as they are shown once typed; `None` if they are none.
pub fn spelled(id: &str, typed: &str) -> Option<String> {
    if id == "terms" {
        return terms(typed);
    }
    let sides = tolerance(typed)?.map(Option::unwrap_or_default);
    Some(tolerance_text(&sides[0], &sides[1]))
}

/// What is said where they are none.
pub fn bad(id: &str, lang: Lang) -> &'static str {
    match id {
        "terms" => lang.entry_bad_terms(),
        _ => lang.entry_bad_tolerance(),
    }
}

/// Both tolerances as they are typed.
pub fn tolerance_text(over: &str, under: &str) -> String {
    match (over.is_empty(), under.is_empty()) {
        (true, true) => String::new(),
        (false, true) => format!("+{over}"),
        (true, false) => format!("-{under}"),
        (false, false) => format!("+{over}-{under}"),
    }
}

/// The head as fields of `order.enter`. What is left empty is left to the desk: the customer's
/// address and terms, the contract's terms, any warehouse.
pub fn wish(form: &Form, source_ref: &str, note: &str) -> Map<String, Value> {
    let given = |id: &str| Some(form.value(id).trim()).filter(|text| !text.is_empty());
    let mut fields = Map::new();
    for id in [
        "customer",
        "need_date",
        "terms",
        "warehouse",
        "ship_to",
        "channel",
        "kind",
        "delivery_policy",
    ] {
        if let Some(text) = given(id) {
            fields.insert(id.to_owned(), json!(text));
        }
    }
    for id in ["customer_ref", "remark"] {
        fields.insert(id.to_owned(), json!(form.value(id)));
    }
    fields.insert(
        "source".to_owned(),
        json!({ "ref": source_ref, "caller": form.value("caller"), "note": note }),
    );
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_made_by_digit_letters_and_initials() {
        for (typed, code) in [
            ("1", "phone"),
            ("６", "wechat"),
            ("wx", "wechat"),
            ("微", "wechat"),
            ("We", "wechat"),
            ("1688", "1688"),
            ("jm", "franchise"),
            ("14", "other"),
        ] {
            assert_eq!(choose(CHANNELS, typed), Some(code), "{typed}");
        }
        assert_eq!(choose(CHANNELS, "zzz"), None);
        assert_eq!(choose(CHANNELS, ""), None);
        assert_eq!(choose(KINDS, "bh"), Some("replenish"));
    }

    #[test]
    fn terms_are_understood() {
        assert_eq!(terms("3").as_deref(), Some("net:30"));
        assert_eq!(terms("NET:45").as_deref(), Some("net:45"));
        assert_eq!(terms("soon"), None);
    }
}
