//! Quantities and prices as people write them: `20箱`, `两箱半`, `1打=12`, `3箱(24)`, `22元/箱`.
//!
//! Invariant: a quantity in another unit than the product's becomes a number only where it is
//! certain how many that is; else it stays as written, for the clerk to settle.

use super::super::facts::Card;

/// Units that may follow a quantity.
const UNITS: &[&str] = &[
    "箱", "件", "个", "瓶", "包", "盒", "袋", "打", "手", "套", "双", "条", "支", "桶", "罐", "只",
    "台", "米", "卷", "张", "扇", "副", "片", "块", "根", "把", "枚", "本", "册", "捆", "扎", "串",
    "对", "匹", "吨", "升", "组", "份", "筐", "板", "提", "听", "排", "托", "束", "棵", "株", "幅",
    "顶", "粒", "颗", "枝", "管", "坛", "壶", "杯", "令", "樘", "千克", "kg", "公斤", "斤", "pcs",
    "pc", "piece", "pieces", "box", "boxes", "case", "cases", "ctn", "ctns", "carton", "cartons",
    "dozen", "doz", "bottle", "bottles", "can", "cans", "bag", "bags", "pack", "packs", "set",
    "sets", "pair", "pairs", "roll", "rolls", "ea", "each", "cs",
];
/// Letters of sizes, the longest first.
const SIZES: &[&str] = &[
    "XXXXL", "XXXL", "XXL", "4XL", "3XL", "2XL", "XXS", "XL", "XS", "S", "M", "L", "F",
];
/// Words for one unit.
const SAME: &[&[&str]] = &[
    &["千克", "公斤", "kg"],
    &["打", "dozen", "doz"],
    &[
        "箱", "box", "boxes", "case", "cases", "cs", "ctn", "ctns", "carton", "cartons",
    ],
    &["个", "只", "pcs", "pc", "piece", "pieces", "ea", "each"],
    &["支", "枝"],
    &["瓶", "bottle", "bottles"],
    &["罐", "can", "cans"],
    &["袋", "bag", "bags"],
    &["包", "pack", "packs"],
    &["套", "set", "sets"],
    &["双", "pair", "pairs"],
    &["卷", "roll", "rolls"],
];
/// Units that are a carton: of goods counted in one of them another may be anything.
const CARTONS: &[&str] = &[
    "箱", "件", "手", "托", "box", "boxes", "case", "cases", "cs", "ctn", "ctns", "carton",
    "cartons",
];
/// Units of goods that are counted one by one: of them 个 and pcs say the same.
const SINGLE: &[&str] = &[
    "件", "瓶", "条", "支", "枝", "桶", "罐", "台", "张", "扇", "片", "块", "根", "把", "枚", "本",
    "册", "棵", "株", "幅", "顶", "粒", "颗", "杯",
];
/// Units of clothes, which are counted one by one.
const WORN: &[&str] = &["件", "条"];
/// How many of the second are one of the first.
const FIXED: &[(&str, &str, &str)] = &[
    ("斤", "千克", "0.5"),
    ("千克", "斤", "2"),
    ("吨", "千克", "1000"),
];
/// Characters of a number in words, `半` aside.
const DIGITS: &str = "零一二三四五六七八九";

/// A quantity as written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// The number, in figures.
    pub number: String,
    /// The unit behind it; empty if none was written.
    pub unit: String,
    /// Pieces in one of the unit, where the message says so.
    pub pack: String,
}

impl Written {
    /// Reads a whole word: `20箱`, `1,000`, `x30`, `三箱`, `两箱半`, `1打=12`, `3箱(24)`.
    pub fn read(word: &str) -> Option<Self> {
        let word = match word.strip_prefix(['x', 'X', '*', '×']) {
            Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => rest,
            _ => word,
        };
        let (number, rest, figures) = match figures(word) {
            Some((number, rest)) => {
                let (number, rest) = in_thousands(number, rest);
                (number, rest, true)
            }
            None => in_words(word).map(|(number, rest)| (number, rest, false))?,
        };
        let (unit, pack) = match rest.split_once(['=', '(']) {
            Some((unit, pack)) => (unit, pack.trim_end_matches(')')),
            None => (rest, ""),
        };
        let (unit, number) = match unit.strip_suffix('半') {
            Some(unit) if !unit.is_empty() && !number.contains('.') => {
                (unit, format!("{number}.5"))
            }
            _ => (unit, number),
        };
        let unit = unit.to_lowercase();
        // 1.000 may be one, and a thousand.
        let thousand = number
            .split_once('.')
            .is_some_and(|(_, part)| part == "000");
        let unit_known = (is_unit(&unit) || unit.is_empty() && figures) && !thousand;
        let pack_known = pack.is_empty() || is_number(pack);
        (unit_known && pack_known).then(|| Self {
            number,
            unit,
            pack: pack.to_owned(),
        })
    }

    /// Reads the end of a word that begins with goods: `D0034两箱`, `红牛20箱`.
    pub fn behind_goods(word: &str) -> Option<(&str, Self)> {
        let mut before = None;
        for (at, c) in word.char_indices() {
            let apart = match before {
                None => false,
                Some(last) if c.is_ascii_digit() => !is_ascii_word(last) && last != '.',
                Some(last) => !is_in_words(last),
            };
            let read = || Self::read(&word[at..]).filter(|read| !read.unit.is_empty());
            if let Some(read) = apart.then(read).flatten() {
                return Some((&word[..at], read));
            }
            before = Some(c);
        }
        None
    }

    /// As it stands in a cell until it is certain how many that is.
    pub fn text(&self) -> String {
        let Self { number, unit, pack } = self;
        match pack.as_str() {
            "" => format!("{number}{unit}"),
            pack => format!("{number}{unit}({pack})"),
        }
    }

    /// How many of the product's own unit, as a sum; `None` where that is not certain.
    pub fn count(&self, card: &Card) -> Option<String> {
        let number = &self.number;
        let own = card.unit.to_lowercase();
        let by_one = is_same(&self.unit, "个") && SINGLE.contains(&own.as_str());
        // A pair of trousers is one of both; of cigarettes a 件 has fifty 条.
        let worn = !card.style.is_empty()
            && [own.as_str(), &self.unit]
                .iter()
                .all(|of| WORN.contains(of));
        // Of goods in cartons a 件 is one; a 包 is a 袋 unless there are some of the other in it.
        let carton = self.unit == "件" && own == "箱";
        let sack = [&own, &self.unit]
            .iter()
            .all(|of| ["袋", "包"].contains(&of.as_str()));
        let sack = sack && !card.spec.contains(&self.unit);
        if self.unit.is_empty() || is_same(&self.unit, &own) || by_one || worn || carton || sack {
            // 10箱(24) of goods in cartons of 24; other figures there may be anything.
            let pack = card.pack.map(|pack| pack.to_string());
            let agrees = self.pack.is_empty() || pack.as_ref() == Some(&self.pack);
            return agrees.then(|| number.clone());
        }
        if !self.pack.is_empty() {
            return Some(format!("{number}*{}", self.pack));
        }
        let fixed = FIXED
            .iter()
            .find(|(unit, of, _)| is_same(&self.unit, unit) && is_same(&own, of));
        if let Some((_, _, factor)) = fixed {
            return Some(format!("{number}*{factor}"));
        }
        let in_cartons = CARTONS.contains(&own.as_str());
        if ["box", "boxes"].contains(&self.unit.as_str()) {
            return (own == "盒").then(|| number.clone()); // else a carton, or what is in it
        }
        match card.pack.filter(|_| !in_cartons) {
            _ if is_same(&self.unit, "打") => (!in_cartons).then(|| format!("{number}*12")),
            Some(pack) if CARTONS.contains(&self.unit.as_str()) => Some(format!("{number}*{pack}")),
            _ => None,
        }
    }
}

/// `8801黑S2M3L2` is `8801黑`, `S2`, `M3`, `L2`; other words stay as they are.
pub fn unglued(word: &str) -> Vec<String> {
    let begins = |(at, _): &(usize, char)| {
        let before = word[..*at].chars().next_back();
        before.is_none_or(|c| !c.is_ascii())
    };
    for (at, _) in word.char_indices().filter(begins) {
        let mut sizes: Vec<&str> = Vec::new();
        let mut rest = &word[at..];
        while let Some(end) = one_size(rest) {
            sizes.push(&rest[..end]);
            rest = &rest[end..];
        }
        let said = sizes.iter().any(|size| size.contains('码'));
        if rest.is_empty() && (sizes.len() > 1 || said) {
            let head = Some(&word[..at]).filter(|head| !head.is_empty());
            return head.into_iter().chain(sizes).map(str::to_owned).collect();
        }
    }
    vec![word.to_owned()]
}

/// Whether a word is a size in letters.
pub fn is_size(word: &str) -> bool {
    SIZES.contains(&word.to_uppercase().as_str())
}

/// The size that a text begins with, as the office writes it, and what follows; `码` goes.
pub fn size_at_start(text: &str) -> Option<(&'static str, &str)> {
    let begins = |size: &&&str| {
        let head = text.get(..size.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(size))
    };
    let size = SIZES.iter().find(begins)?;
    let rest = &text[size.len()..];
    Some((size, rest.strip_prefix('码').unwrap_or(rest)))
}

/// Where a size with its quantity ends at the start of a text: `S2`, `S:2`, `S码2件`.
fn one_size(text: &str) -> Option<usize> {
    let (_, rest) = size_at_start(text)?;
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let unit = |c: &char| "件个条双套".contains(*c);
    let after = &rest[digits..];
    let unit = after.chars().next().filter(unit).map_or(0, char::len_utf8);
    (digits > 0).then(|| text.len() - after.len() + unit)
}

/// A price with the unit it is for: `22/箱`, `22元/箱`, `8.5元`.
pub fn price(word: &str) -> Option<(String, String)> {
    let word = word.trim_start_matches(['¥', '￥']);
    let (number, unit) = word.split_once('/').unwrap_or((word, ""));
    let jiao = |jiao: &str| jiao.len() == 1 && jiao.bytes().all(|b| b.is_ascii_digit());
    if let Some((yuan, jiao)) = number.split_once('块').filter(|(_, rest)| jiao(rest)) {
        return price(&format!("{yuan}.{jiao}")).map(|(price, _)| (price, unit.to_lowercase()));
    }
    let number = number.trim_end_matches('钱').trim_end_matches(['元', '块']);
    let (number, rest) = figures(number)?;
    let unit = unit.to_lowercase();
    (rest.is_empty() && (unit.is_empty() || is_unit(&unit))).then_some((number, unit))
}

/// Whether two units are one.
pub fn is_same(one: &str, other: &str) -> bool {
    let both = |words: &&[&str]| words.contains(&one) && words.contains(&other);
    one == other || SAME.iter().any(both)
}

/// Whether a word is a unit.
pub fn is_unit(word: &str) -> bool {
    UNITS.contains(&word.to_lowercase().as_str())
}

/// The unit that a text begins with, and what follows.
pub fn unit_at_start(text: &str) -> Option<(&str, &str)> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    let end = ends.take(4).filter(|end| is_unit(&text[..*end])).last()?;
    Some(text.split_at(end))
}

/// Whether a text is a plain number.
pub fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && text.bytes().filter(|b| *b == b'.').count() <= 1
}

fn is_ascii_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

/// Figures at the start, grouped by commas or not, and what follows.
fn figures(word: &str) -> Option<(String, &str)> {
    let end = word
        .find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')
        .unwrap_or(word.len());
    let (number, rest) = word.split_at(end);
    let whole = number.split('.').next().unwrap_or("");
    let mut groups = whole.split(',');
    let first = groups.next().map_or(0, str::len);
    let grouped =
        !whole.contains(',') || (1..=3).contains(&first) && groups.all(|group| group.len() == 3);
    let number = number.replace(',', "");
    (grouped && is_number(&number)).then_some((number, rest))
}

/// `1千`, `1.5万`: figures with a place behind them; not `3千克`.
fn in_thousands(number: String, rest: &str) -> (String, &str) {
    let zeros = match rest.chars().next() {
        Some('百') => 2,
        Some('千') => 3,
        Some('万') => 4,
        _ => 0,
    };
    let (whole, part) = number.split_once('.').unwrap_or((&number, ""));
    if zeros == 0 || is_unit(rest) || part.len() > zeros {
        return (number, rest);
    }
    let number = format!("{whole}{part:0<zeros$}");
    (number, rest.trim_start_matches(['百', '千', '万']))
}

/// Whether a character is of a number in words.
pub fn is_in_words(c: char) -> bool {
    DIGITS.contains(c) || "〇两十百千万半".contains(c)
}

/// A number in words at the start (`三`, `十二`, `两百五`, `半`), in figures, and what follows.
fn in_words(word: &str) -> Option<(String, &str)> {
    let end = word.find(|c| !is_in_words(c)).unwrap_or(word.len());
    let (said, rest) = word.split_at(end);
    if said == "半" {
        return Some(("0.5".to_owned(), rest));
    }
    Some((value(said)?.to_string(), rest)).filter(|(number, _)| number != "0")
}

fn value(said: &str) -> Option<u64> {
    let (mut sum, mut section, mut digit, mut place) = (0_u64, 0_u64, None, 1_u64);
    for c in said.chars() {
        let of_digit = DIGITS.chars().position(|known| known == c);
        let worth = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '万' => 10_000,
            '两' if digit.is_none() => {
                digit = Some(2);
                continue;
            }
            '零' | '〇' => {
                place = 1;
                continue;
            }
            _ => {
                let read = of_digit.filter(|_| digit.is_none())?;
                digit = Some(u64::try_from(read).ok()?);
                continue;
            }
        };
        if worth == 10_000 {
            sum = section
                .checked_add(digit.take().unwrap_or(0))?
                .checked_mul(worth)?;
            section = 0;
        } else {
            section = section.checked_add(digit.take().unwrap_or(1).checked_mul(worth)?)?;
        }
        place = worth;
    }
    // 两百五 is 250: what follows a place without 零 is of the next lower one.
    let last = digit.unwrap_or(0).checked_mul((place / 10).max(1))?;
    sum.checked_add(section)?.checked_add(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(word: &str) -> String {
        Written::read(word).map_or_else(
            || "-".to_owned(),
            |w| format!("{}|{}|{}", w.number, w.unit, w.pack),
        )
    }

    #[test]
    fn quantities_are_read_as_people_write_them() {
        let all = [
            ("20箱", "20|箱|"),
            ("1,000", "1000||"),
            ("12,000.5米", "12000.5|米|"),
            ("x30", "30||"),
            ("三箱", "3|箱|"),
            ("两箱半", "2.5|箱|"),
            ("半箱", "0.5|箱|"),
            ("十二瓶", "12|瓶|"),
            ("二十件", "20|件|"),
            ("两百五件", "250|件|"),
            ("一百零五件", "105|件|"),
            ("一万两千个", "12000|个|"),
            ("1打=12", "1|打|12"),
            ("3箱(24)", "3|箱|24"),
            ("1千", "1000||"),
            ("1.5万个", "15000|个|"),
            ("3千克", "3|千克|"),
            ("三", "-"),
            ("一二三箱", "-"),
            ("1,00", "-"),
            ("1.000箱", "-"),
            ("250ml", "-"),
            ("250ml×24罐", "-"),
            ("3箱多", "-"),
        ];
        for (word, read) in all {
            assert_eq!(told(word), read, "{word}");
        }
    }

    #[test]
    fn goods_and_quantity_in_one_word_come_apart_where_it_is_certain() {
        let told = |word: &str| {
            Written::behind_goods(word).map_or_else(
                || "-".to_owned(),
                |(goods, w)| format!("{goods}|{}", w.text()),
            )
        };
        assert_eq!(told("D0034两箱"), "D0034|2箱");
        assert_eq!(told("红牛20箱"), "红牛|20箱");
        assert_eq!(told("可乐十二瓶"), "可乐|12瓶");
        assert_eq!(told("D003420箱"), "-", "where the code ends nobody knows");
        assert_eq!(told("红牛250ml"), "-");
        assert_eq!(told("螺丝M8个"), "-");
        assert_eq!(told("20箱"), "-");
    }

    #[test]
    fn another_unit_counts_only_where_it_is_certain() {
        let count = |word: &str, unit: &str, pack: Option<i64>| {
            let card = Card {
                unit: unit.to_owned(),
                pack: pack.map(|n| crate::domain::Qty(n * 1000)),
                ..Card::default()
            };
            Written::read(word)
                .unwrap()
                .count(&card)
                .unwrap_or_default()
        };
        assert_eq!(count("2箱", "瓶", Some(24)), "2*24");
        assert_eq!(count("2件", "瓶", Some(24)), "2*24");
        assert_eq!(
            count("2托", "箱", Some(20)),
            "",
            "how many cartons are on a pallet nobody said"
        );
        assert_eq!(count("2件", "箱", Some(20)), "2");
        assert_eq!(count("2包", "袋", None), "2");
        assert_eq!(count("2boxes", "盒", Some(20)), "2");
        assert_eq!(count("2boxes", "包", Some(20)), "");
        assert_eq!(count("2箱", "箱", Some(20)), "2");
        assert_eq!(count("3箱(24)", "箱", Some(24)), "3");
        assert_eq!(count("3箱(24)", "箱", Some(20)), "", "24 of what");
        assert_eq!(count("3箱(24)", "双", None), "3*24");
        assert_eq!(count("2箱", "瓶", None), "");
        assert_eq!(count("5盒", "支", Some(240)), "", "a box is no carton");
        assert_eq!(count("2打", "双", None), "2*12");
        assert_eq!(count("2打", "箱", None), "");
        assert_eq!(count("3斤", "kg", None), "3*0.5");
        assert_eq!(count("5只", "个", None), "5");
        assert_eq!(count("5pcs", "瓶", Some(24)), "5");
        assert_eq!(count("5pcs", "副", None), "", "one or a pair");
    }

    #[test]
    fn prices_are_read_with_their_unit() {
        let own = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(price("8.5元"), own("8.5", ""));
        assert_eq!(price("22块钱"), own("22", ""));
        assert_eq!(price("10块5"), own("10.5", ""));
        assert_eq!(price("$100"), None, "other money");
        assert_eq!(price("22元/箱"), own("22", "箱"));
        assert_eq!(price("1,200.00"), own("1200.00", ""));
        assert_eq!(price("22/天"), None);
        assert_eq!(price("元"), None);
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(word in "[0-9.,零一二两三十百千万半箱件打元块=()/xSA]{0,14}|\\PC{0,12}") {
            let _ = (Written::read(&word), Written::behind_goods(&word), price(&word));
        }
    }
}
