//! Goods that stand in one line with an address, a remark or other goods: the line comes apart, or stays one
//! that somebody looks at.

use crate::ui::widgets::date_text;

use super::address;
use super::courtesy;
use super::goods::{
    UNITS, begins_with_code, ends_counted, speaks_of_goods, tells_goods_beside_address,
};
use super::remark::is_remark;
use super::total::Total;
use super::words::{count, size_of, unnumbered};
use super::written::{Written, is_in_words, is_unit};

/// Whether the numbers before the codes of a message are those of its lines: one, two, three without a gap.
pub fn is_numbered(message: &str) -> bool {
    let lines: Vec<(&str, bool)> = message.lines().filter_map(numbered).collect();
    let mut running = lines.iter().zip(1_usize..);
    let more = lines.len() > 2 || lines.iter().any(|(_, more)| *more);
    lines.len() > 1 && more && running.all(|((number, _), n)| number.parse() == Ok(n))
}

/// The number before a code, and whether more than the code follows.
fn numbered(line: &str) -> Option<(&str, bool)> {
    let mut words = line.split_whitespace();
    let (number, code) = (words.next()?, words.next()?);
    let figures = number.len() < 3 && number.bytes().all(|b| b.is_ascii_digit());
    (figures && !begins_with_code(code).is_empty()).then(|| (number, words.next().is_some()))
}

/// The line without that number.
pub fn unnumbered_line(line: &str) -> &str {
    numbered(line).map_or(line, |(number, _)| {
        line.trim_start()[number.len()..].trim_start()
    })
}

/// What says where to behind goods, the longest first.
const TO: &[&str] = &[
    "送货到",
    "发货到",
    "寄送到",
    "快递到",
    "送到",
    "寄到",
    "发到",
    "发往",
    "寄往",
    "送往",
    "寄给",
    "发给",
    "到",
    "寄",
    "发",
    "送",
    "ship to",
    "deliver to",
    "send to",
];

/// Whether a text says how much of the goods above and no goods of its own: `两箱`, `其中5箱`, `一半`.
pub fn is_share(text: &str) -> bool {
    let share = ["其中", "里面", "另外", "另", "有"]
        .iter()
        .fold(text, |rest, word| rest.trim_start_matches(word));
    Written::read(share).is_some()
        || ["一半", "其余", "其余的", "剩下", "剩下的", "其他"].contains(&share)
}

/// The goods of a line and where they go, with a word for that between them: `请发D0001 10箱到白云区机场路88号…`.
pub fn sent(line: &str) -> Option<(&str, &str)> {
    let places = TO.iter().flat_map(|word| {
        let places = line.match_indices(word);
        places.map(|(at, word)| (at, at + word.len()))
    });
    let mut both = places.map(|(from, to)| {
        let goods = line[..from].trim_end_matches([' ', ',', ':']);
        (goods, line[to..].trim_start_matches([' ', ':']))
    });
    let counted = |goods: &str| {
        let unit = UNITS.iter().find_map(|unit| goods.strip_suffix(unit));
        unit.is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_digit() || is_in_words(c)))
    };
    both.find(|(goods, place)| {
        let told = counted(goods) || speaks_of_goods(goods) || is_share(goods);
        let other = address::is_one(goods) || address::is_elsewhere(line);
        told && !other && address::is_one(place)
    })
}

/// A line with goods and an address: the parts with goods, and the rest in one.
pub fn apart(line: &str) -> (Vec<String>, String) {
    let (mut goods, mut rest) = (Vec::new(), Vec::new());
    for piece in line.split([',', ';']).map(str::trim) {
        if !tells_goods_beside_address(piece) {
            rest.push(piece.to_owned());
            continue;
        }
        let words: Vec<&str> = piece.split([' ', ':']).filter(|w| !w.is_empty()).collect();
        let ends = |word: &&str| count(word).is_some() || Written::behind_goods(word).is_some();
        let phone = |word: &&str| word.bytes().filter(u8::is_ascii_digit).count() > 6;
        let of_goods =
            |word: &&str| (ends(word) || ends_counted(begins_behind(word))) && !phone(word);
        let last = words.iter().rposition(of_goods).unwrap_or(words.len() - 1);
        let first = words
            .iter()
            .position(|word| !begins_with_code(word).is_empty());
        let first = first.filter(|first| *first <= last).unwrap_or(0);
        goods.push(words[first..=last].join(" "));
        rest.extend([&words[..first], &words[last + 1..]].map(|words| words.join(" ")));
    }
    rest.retain(|piece| !piece.is_empty());
    let rest = rest.join(" ");
    let rest = unnumbered(&rest, 0);
    let to = ["送到", "发到", "寄到", "发往", "发", "送", "寄"];
    let place = to.iter().find_map(|word| rest.strip_prefix(word));
    let place = place.filter(|_| !address::is_elsewhere(rest));
    (goods, place.unwrap_or(rest).trim_start().to_owned())
}

/// What stands behind the code that a word begins with.
fn begins_behind(word: &str) -> &str {
    &word[begins_with_code(word).len()..]
}

/// The sentences of a text in letters: `Deliver by Friday. Call before delivery`.
pub fn sentences(text: &str) -> Vec<&str> {
    let ends = text.match_indices(". ").map(|(at, _)| at);
    let whole = |at: &usize| {
        let word = text[..*at].rsplit(' ').next().unwrap_or_default();
        let letters = word.len() > 3 && word.bytes().all(|b| b.is_ascii_lowercase());
        let named = word.len() > 3 && date_text::is_date(word);
        (letters || named) && text[at + 2..].starts_with(|c: char| c.is_ascii_uppercase())
    };
    let mut sentences = Vec::new();
    let mut from = 0;
    for at in ends.filter(whole) {
        sentences.push(&text[from..at]);
        from = at + 2;
    }
    sentences.push(&text[from..]);
    sentences
}

/// The pieces of a part between commas, where each says something whole: goods and how many, what is to be
/// remarked, or only courtesy. Else the part is one.
pub fn pieces(part: &str) -> Vec<&str> {
    let pieces: Vec<&str> = part
        .split(',')
        .map(str::trim)
        .filter(|p| !p.is_empty())
        .collect();
    let beside = |piece: &str| {
        let kind = courtesy::uncourteous(piece).is_empty();
        kind || is_remark(piece) || !Total::read(piece).is_empty()
    };
    let some = pieces.iter().any(|piece| is_whole(piece));
    // 8801黑色:S码2件,M码3件 goes on with another size of the same.
    if pieces.iter().skip(1).any(|piece| size_of(piece).is_some()) {
        return vec![part];
    }
    if pieces.len() > 1 && some && pieces.iter().all(|piece| is_whole(piece) || beside(piece)) {
        pieces
    } else {
        vec![part]
    }
}

/// Whether a piece has goods and a quantity with its unit, in two words or one.
fn is_whole(piece: &str) -> bool {
    let piece = courtesy::uncourteous(piece);
    let counted = |word: &str| count(word).is_some_and(|qty| !qty.unit.is_empty());
    let glued = |word: &str| {
        Written::behind_goods(word).is_some_and(|(goods, _)| goods.chars().count() > 1)
    }; // 送2箱 is none
    let words: Vec<&str> = piece.split_whitespace().collect();
    let two = |two: &[&str]| count(two[0]).is_some() && is_unit(two[1]); // 10 cases
    if let [one] = words[..] {
        return glued(one);
    }
    let goods = words.iter().any(|word| count(word).is_none());
    let spaced = words.len() > 2 && words.windows(2).any(two);
    goods && (spaced || words.iter().any(|word| counted(word)))
}

#[cfg(test)]
mod tests {
    use super::super::read as read_message;
    use super::*;

    #[test]
    fn goods_in_the_line_of_an_address_are_goods() {
        let to = "佛山市南海区桂城海八路8号 张三 13912345678";
        for line in [
            format!("D0001 10箱,送到{to}"),
            format!("D0001 10箱 发{to}"),
            format!("收货地址:{to},D0001 10箱"),
            format!("{to}:D0001 10箱"),
            format!("D0001*10 {to}"),
        ] {
            let read = read_message(&format!("{line}\nD0004 5箱"));
            assert_eq!(read.items.len(), 2, "{line}: {:?}", read.items);
            assert!(
                read.items.iter().all(|item| item.qty.is_some()),
                "{:?}",
                read.items
            );
            assert!(read.addresses[0].detail.contains("海八路8号"), "{line}");
            assert!(!read.addresses[0].line().contains("D0001"), "{line}");
        }
        let (goods, rest) =
            apart("赤虎能量饮料250ml 10箱 广东省广州市番禺区大北路12号 李姐 13800138000");
        assert_eq!(goods, ["赤虎能量饮料250ml 10箱"]);
        assert!(rest.starts_with("广东省"), "{rest}");
    }

    #[test]
    fn goods_in_a_remark_are_looked_at() {
        for line in [
            "联系人:李姐 D0001 10箱",
            "备注:D0005也要2箱",
            "抬头:广州珠屿,再加D0005 5箱",
        ] {
            let read = read_message(&format!("{line}\nD0004 5箱"));
            assert_eq!(read.items.len(), 2, "{line}: {read:?}");
        }
        for line in [
            "备注:PO4500123 急",
            "税号:91440101MA5X0001 5",
            "订单号:SO20261128-0001",
        ] {
            assert!(!super::super::goods::tells_goods(line), "{line}");
        }
    }

    #[test]
    fn a_part_comes_apart_where_each_piece_is_whole() {
        assert_eq!(
            pieces("赤虎250ml十箱,霁泉550五箱,再来 苏打水 十五箱").len(),
            3
        );
        assert_eq!(pieces("椰汁要5箱,明天送").len(), 2);
        for part in [
            "D0001 1,250箱",
            "红牛,农夫各2箱",
            "8801 黑 S:2,M:3",
            "D0001 5箱,22元",
        ] {
            assert_eq!(pieces(part), [part]);
        }
    }
}
