//! What takes back or changes something said before: `不对,改成25箱`, `D0001改成25箱`, `D0003不要了`. The line it is
//! about is looked at again; which of the two holds is for somebody to say.

use super::part;
use super::words::FILLERS;
use super::written::{Item, Written};

/// The words that say so, the longest first where one begins another.
const WORDS: &[&str] = &[
    "打错了",
    "写错了",
    "说错了",
    "搞错了",
    "发错了",
    "错了",
    "不对",
    "更正为",
    "更正",
    "改成",
    "改为",
    "改到",
    "换成",
    "应该是",
    "应为",
    "先不要了",
    "不要了",
    "不用了",
    "去掉",
    "删掉",
    "取消",
    "change it to",
    "change to",
    "make that",
    "make it",
    "correction",
    "i mean",
    "instead of",
    "instead",
    "cancel",
];
/// Signs between them.
const SIGNS: &[char] = &[' ', ',', ':', '!', '.', '~', '→'];

/// What is said of something before.
#[derive(Debug, PartialEq, Eq)]
pub struct Correction {
    /// The goods it names; none if it is about what was said last.
    pub goods: String,
    /// As it was said, in one word.
    pub said: String,
}

/// Reads a part that corrects another.
pub fn read(part: &str) -> Option<Correction> {
    let mut rest = part.to_owned();
    for word in WORDS {
        rest = without(&rest, word);
    }
    if rest == part {
        return None;
    }
    let said = part.split_whitespace().collect::<String>();
    let rest = rest.trim_matches(SIGNS).trim_matches(FILLERS);
    let rest = rest.trim_matches(SIGNS);
    let close: String = rest.split_whitespace().collect();
    if rest.is_empty() || Written::read(&close).is_some() {
        let goods = String::new();
        return Some(Correction { goods, said });
    }
    match part::items(rest, &mut None).as_slice() {
        [one] if !one.goods.is_empty() => Some(Correction {
            goods: one.goods.clone(),
            said,
        }),
        _ => None,
    }
}

/// The line that a correction is about.
pub fn target<'a>(items: &'a mut [Item], correction: &Correction) -> Option<&'a mut Item> {
    let goods = correction.goods.as_str();
    if goods.is_empty() {
        return items.last_mut();
    }
    let begins = |one: &str, other: &str| {
        let rest = other.strip_prefix(one);
        !one.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let same = |item: &&mut Item| begins(goods, &item.goods) || begins(&item.goods, goods);
    items.iter_mut().find(same)
}

/// A text without a word; one in letters stands alone, however large they are.
fn without(text: &str, word: &str) -> String {
    if !word.is_ascii() {
        return text.replace(word, " ");
    }
    let lower = text.to_ascii_lowercase();
    let letter = |c: char| c.is_ascii_alphanumeric();
    let alone = |at: &usize| {
        !lower[..*at].ends_with(letter) && !lower[at + word.len()..].starts_with(letter)
    };
    let at = lower.match_indices(word).map(|(at, _)| at).find(alone);
    at.map_or_else(
        || text.to_owned(),
        |at| format!("{} {}", &text[..at], &text[at + word.len()..]),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_something_before_is_told_from_goods() {
        for (part, goods) in [
            ("不对,改成25箱", ""),
            ("改为25箱", ""),
            ("错了", ""),
            ("不要了", ""),
            ("make that 25 boxes", ""),
            ("D0001改成25箱", "D0001"),
            ("更正:D0001 25箱", "D0001"),
            ("D0003 不要了", "D0003"),
            ("cancel D0003", "D0003"),
        ] {
            assert_eq!(
                read(part).map(|c| c.goods).as_deref(),
                Some(goods),
                "{part}"
            );
        }
        for part in ["D0001 25箱", "红牛 20箱", "cancelled 5", "make up mirror 5"] {
            assert_eq!(read(part), None, "{part}");
        }
    }
}
