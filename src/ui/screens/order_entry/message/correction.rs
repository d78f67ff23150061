//! What takes back or changes something said before: `不对,改成25箱`, `D0001改成25箱`, `D0003不要了`. The line it is
//! about is looked at again; which of the two holds is for somebody to say.

use super::item::Item;
use super::part;
use super::words::{FILLERS, find, is_code, is_style};
use super::written::Written;

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
    "先不要",
    "先不发",
    "先不用了",
    "先不",
    "不要了",
    "不要",
    "不发了",
    "算了",
    "那就",
    "只有",
    "不用了",
    "去掉",
    "删掉",
    "取消",
    "撤回",
    "作废",
    "少发",
    "不用那么多",
    "翻倍",
    "减半",
    "↑改",
    "↑",
    "->",
    "→",
    "half of",
    "not this one",
    "not needed",
    "no longer",
    "scratch that",
    "remove",
    "delete",
    "drop",
    "change it to",
    "change",
    "actually",
    "sorry",
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

/// What points at the line before.
const THIS: &[&str] = &[
    "这个", "这款", "这条", "这项", "那个", "this one", "that one",
];
/// Words that make it about all lines.
const ALL: &[&str] = &[
    "都",
    "全部",
    "上述",
    "以上",
    "上面",
    "all",
    "each",
    "everything",
    "above",
];

/// What takes back, said alone.
const WITHDRAWN: &[&str] = &[
    "算了",
    "不要了",
    "先不要了",
    "先不要",
    "先不发",
    "不发了",
    "不用了",
    "先不用了",
    "取消",
    "撤回",
    "作废",
    "cancel",
];

/// Whether a text corrects something.
pub fn says(text: &str) -> bool {
    WORDS.iter().any(|word| find(text, word).is_some())
}

/// Marks the lines that a part corrects, with what it says; tells whether that is all it says. `false` where it
/// corrects nothing, or names goods that no line has.
pub fn apply(items: &mut [Item], part: &str) -> bool {
    let mut rest = part.to_owned();
    for word in WORDS {
        rest = without(&rest, word);
    }
    if rest == part || items.is_empty() {
        return false;
    }
    for word in THIS {
        rest = without(&rest, word);
    }
    let rest = rest
        .trim_matches(SIGNS)
        .trim_matches(FILLERS)
        .trim_matches(SIGNS);
    let close: String = rest.split_whitespace().collect();
    let alone = rest.is_empty() || Written::read(&close).is_some();
    let read = part::items(rest, &mut None);
    let goods = match &read[..] {
        [one] if !one.goods.is_empty() => Some(one.goods.as_str()),
        _ => None,
    };
    let named: Vec<usize> = (0..items.len())
        .filter(|n| goods == Some(items[*n].goods.as_str()) || names(part, &items[*n]))
        .collect();
    let coded = part
        .split(|c: char| !c.is_ascii_alphanumeric())
        .any(is_code);
    let all = !alone && ALL.iter().any(|word| find(part, word).is_some());
    let last = items.len() - 1;
    // 算了 on a line of its own may be of all of them.
    let withdrawn = rest.is_empty() && WITHDRAWN.contains(&part.trim_matches(SIGNS));
    let (lines, whole) = match () {
        () if !named.is_empty() => (named, true),
        () if all || withdrawn => ((0..items.len()).collect(), !coded),
        () if alone => (vec![last], true),
        () => (vec![last], false),
    };
    mark(items, &lines, part);
    whole
}

/// Whether all that was read of a part is so much more or less of the goods before it, which marks them: `少一箱`,
/// `每样再加2箱`.
pub fn more_or_less(items: &mut [Item], read: &[Item], part: &str) -> bool {
    let [one] = read else { return false };
    let verbs = |c: char| "再加减少多每样各都又另还要来给".contains(c);
    let plain = !one.goods.is_empty() && one.goods.chars().all(verbs);
    let Some(last) = items
        .len()
        .checked_sub(1)
        .filter(|_| plain && one.qty.is_some())
    else {
        return false;
    };
    let all = one.goods.contains(['每', '各', '都']);
    let lines: Vec<usize> = (if all { 0 } else { last }..=last).collect();
    mark(items, &lines, part);
    true
}

/// Puts what is said of some lines beside their goods, so that somebody looks.
pub fn mark(items: &mut [Item], lines: &[usize], said: &str) {
    let said: String = said.split_whitespace().collect();
    for n in lines {
        let goods = &mut items[*n].goods;
        if !goods.contains(&said) {
            *goods = format!("{goods} {said}");
        }
    }
}

/// The lines that a text names.
pub fn named(items: &[Item], text: &str) -> Vec<usize> {
    (0..items.len())
        .filter(|n| names(text, &items[*n]))
        .collect()
}

/// Whether a text names the code or the style that the goods of a line begin with, or all of them in hanzi.
fn names(text: &str, item: &Item) -> bool {
    let first = item.goods.split(' ').next().unwrap_or_default();
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
    is_style(first) && words.any(|word| word.eq_ignore_ascii_case(first))
        || !first.is_ascii() && first.chars().count() > 1 && text.contains(first)
}

/// A text without a word: one in letters once, others wherever they stand.
fn without(text: &str, word: &str) -> String {
    match find(text, word) {
        Some(at) if word.is_ascii() => format!("{} {}", &text[..at], &text[at + word.len()..]),
        Some(_) => text.replace(word, " "),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_something_before_is_told_from_goods() {
        let lines = |part: &str| {
            let mut items = ["D0001", "红牛", "D0003"].map(|goods| Item {
                goods: goods.to_owned(),
                ..Item::default()
            });
            let whole = apply(&mut items, part);
            let marked = items.iter().map(|item| item.goods.contains(' '));
            (marked.map(u8::from).collect::<Vec<_>>(), whole)
        };
        for (part, marked) in [
            ("不对,改成25箱", [0, 0, 1]),
            ("错了", [0, 0, 1]),
            ("make that 25 boxes", [0, 0, 1]),
            ("D0001改成25箱", [1, 0, 0]),
            ("更正:D0001 25箱", [1, 0, 0]),
            ("cancel D0001", [1, 0, 0]),
            ("D0001 -> 15", [1, 0, 0]),
            ("红牛不要了", [0, 1, 0]),
            ("D0003取消,D0001改成5箱", [1, 0, 1]),
            ("上述取消", [1, 1, 1]),
            ("都不要了", [1, 1, 1]),
            ("算了", [1, 1, 1]),
            ("先不用了", [1, 1, 1]),
        ] {
            assert_eq!(lines(part), (marked.to_vec(), true), "{part}");
        }
        assert_eq!(lines("不对,应该是D0009 10箱"), (vec![0, 0, 1], false));
        for part in ["D0001 25箱", "红牛 20箱", "cancelled 5", "make up mirror 5"] {
            assert_eq!(lines(part), (vec![0, 0, 0], false), "{part}");
        }
    }
}
