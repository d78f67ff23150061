//! Whether a text tells goods: a code and a quantity, or a quantity in a unit of goods.

use super::words::{count, is_code};
use super::written::Written;

/// Units of goods that no address has.
pub const UNITS: &[&str] = &[
    "箱", "件", "包", "盒", "袋", "瓶", "罐", "打", "双", "套", "条", "支", "桶", "手",
];

/// Whether a text tells goods: a code with a quantity behind it or in one word with it.
pub fn tells_goods(text: &str) -> bool {
    let words: Vec<&str> = words(text).collect();
    let counted = |n: usize| {
        words
            .get(n)
            .is_some_and(|word| count(word).is_some() || begins_with_number(word))
    };
    let told = |(n, word): (usize, &&str)| {
        let code = begins_with_code(word);
        let rest = &word[code.len()..];
        !code.is_empty() && (rest.is_empty() && counted(n + 1) || ends_counted(rest))
    };
    words.iter().enumerate().any(told)
}

/// The same, or a quantity in a unit of goods.
pub fn tells_goods_beside_address(text: &str) -> bool {
    let of_goods = |word: &str| {
        let behind = Written::behind_goods(word).map(|(_, qty)| qty);
        let qty = count(word).or(behind);
        qty.is_some_and(|qty| UNITS.contains(&qty.unit.as_str()))
    };
    tells_goods(text) || words(text).any(of_goods)
}

/// Whether a word is or ends with a quantity with its unit: `5箱`, `红牛5箱`.
pub fn is_counted(word: &str) -> bool {
    let qty = count(word).filter(|qty| !qty.unit.is_empty());
    qty.is_some() || Written::behind_goods(word).is_some()
}

/// Whether a text has a code with a sign of times behind it: `…海三路5号D0001*10`.
pub fn has_times(text: &str) -> bool {
    let signs = text.match_indices(['*', '×']).map(|(at, _)| &text[..at]);
    let mut heads = signs.map(|head| head.rsplit(|c: char| !c.is_ascii_alphanumeric()).next());
    heads.any(|word| word.is_some_and(|word| !begins_with_code(word).is_empty()))
}

/// Whether a text has a code and, elsewhere, a number that may be its quantity, in whatever order.
pub fn speaks_of_goods(text: &str) -> bool {
    let runs = || text.split(|c: char| !c.is_ascii_alphanumeric());
    let code = runs().any(|run| !begins_with_code(run).is_empty());
    tells_goods_beside_address(text) || code && runs().any(begins_with_number)
}

/// Whether a word begins with a number as quantities have them: `5箱也送这里`, no telephone.
fn begins_with_number(word: &str) -> bool {
    let figures = word.bytes().take_while(u8::is_ascii_digit).count();
    (1..7).contains(&figures)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split([' ', ',', ';', ':']);
    words.filter(|word| !word.is_empty())
}

/// The code of goods that a word begins with: letters, then three figures at least.
pub fn begins_with_code(word: &str) -> &str {
    let end = word.find(|c: char| !c.is_ascii_alphanumeric());
    let code = &word[..end.unwrap_or(word.len())];
    let letter = code.starts_with(|c: char| c.is_ascii_alphabetic());
    let figures = code.bytes().filter(u8::is_ascii_digit).count();
    if letter && is_code(code) && (3..=8).contains(&figures) {
        code
    } else {
        ""
    }
}

/// `*10`, `也要2箱`: what stands behind a code in the same word ends with a quantity.
pub fn ends_counted(rest: &str) -> bool {
    let times = rest.strip_prefix(['*', 'x', '×']).unwrap_or(rest);
    Written::read(times).is_some() || Written::behind_goods(rest).is_some()
}
