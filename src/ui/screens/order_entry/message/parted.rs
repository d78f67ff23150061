//! The words of a part: what is written together comes apart (goods and their quantity, two goods, a style and
//! its colour), and what is one comes together (`105 元`, `S 2`).

use super::words::{self, FILLERS, count, is_code, is_style, names_colour, size_of};
use super::written::{self, Written};

/// Signs and words that stand between goods, quantity and price and say nothing.
const DASHES: &[&str] = &[
    "-", "–", "—", ":", "=", "&", "and", "和", "of", "qty", "need",
];
/// What a quantity in front of it does not count: `12盒装` is a packing.
const PACKINGS: &[char] = &['装', '入', '包', '裹', '/'];

/// Words that join goods.
const JOINS: &[&str] = &["和", "及", "跟", "还有", "以及", "加"];

/// Blanks for commas, but for those that group figures for certain: `5,120` may be 5 at 120, `1,000`
/// and `1,250件` are one number.
fn spread(part: &str) -> String {
    let mut spread = String::with_capacity(part.len());
    for (at, c) in part.char_indices() {
        spread.push(match c {
            ',' if !groups(&spread, &part[at..]) => ' ',
            other => other,
        });
    }
    spread
}

/// Whether the comma that `rest` begins with groups the figures of one number.
fn groups(before: &str, rest: &str) -> bool {
    let word = before.rsplit(' ').next().unwrap_or("");
    let figures = |c: char| c.is_ascii_digit() || c == ',';
    let begun = !word.is_empty() && word.chars().all(figures);
    let whole = rest.trim_start_matches(figures);
    let tail = &rest[..rest.len() - whole.len()];
    let by_three = tail.split(',').skip(1).all(|group| group.len() == 3);
    let unit = written::unit_at_start(whole).is_some();
    begun && by_three && (unit || tail.ends_with(",000"))
}

/// Words at blanks and commas.
pub fn parted(part: &str) -> Vec<String> {
    let spread = spread(part);
    let words = spread.split_whitespace().flat_map(apart);
    let words = words.filter(|word| !DASHES.contains(&word.to_lowercase().as_str()));
    let mut words = of_each(at_arrows(of_money(words.collect())));
    words::drop_times_behind(&mut words, written::is_size); // M x 5, L x 3
    let counted = words.iter().any(|word| count(word).is_some());
    let words = if counted { words } else { all_apart(words) };
    paired(words)
}

/// `105 元` is one word.
fn of_money(words: Vec<String>) -> Vec<String> {
    let mut read: Vec<String> = Vec::new();
    for word in words {
        let money = word.starts_with('元') || word == "块" || word == "块钱";
        match read
            .last_mut()
            .filter(|last| money && written::is_number(last))
        {
            Some(last) => last.push_str(&word),
            None => read.push(word),
        }
    }
    read
}

/// What an arrow leads to is no other quantity but what the one before it becomes: `10 -> 15`.
fn at_arrows(words: Vec<String>) -> Vec<String> {
    let mut read: Vec<String> = Vec::new();
    for word in words {
        let arrow = |last: &&mut String| ["->", "=>", "→"].contains(&last.as_str());
        match read.last_mut().filter(arrow) {
            Some(last) => last.push_str(&word),
            None => read.push(word),
        }
    }
    read
}

/// `10 ea` is a quantity, `10 cases 80.00 each` and `at 80 each` have a price before it.
fn of_each(words: Vec<String>) -> Vec<String> {
    let mut read: Vec<String> = Vec::new();
    for word in words {
        let each = ["each", "ea"].contains(&word.to_lowercase().as_str());
        let number = read.last().filter(|last| each && written::is_number(last));
        let Some(number) = number else {
            if !each {
                read.push(word);
            }
            continue;
        };
        let before = read.len().checked_sub(2).map(|n| read[n].to_lowercase());
        let at = before.is_some_and(|word| ["at", "@", "price"].contains(&word.as_str()));
        let priced = number.contains('.') || read.iter().any(|word| is_counted(word));
        if !at && priced {
            let price = format!("@{number}");
            read.pop();
            read.push(price);
        } else if !at {
            read.push(word);
        }
    }
    read
}

/// Whether a word is a quantity with its unit, or the unit of one.
fn is_counted(word: &str) -> bool {
    written::is_unit(word) || count(word).is_some_and(|qty| !qty.unit.is_empty())
}

/// A word between blanks, as it comes apart wherever it stands.
pub fn apart(word: &str) -> Vec<String> {
    let words = at_joins(word).into_iter().flat_map(|word| at_sign(&word));
    let words = words.flat_map(|word| at_slash(&word));
    let words = words.flat_map(|word| written::unglued(&word));
    let words = words.flat_map(|word| at_dashes(&word));
    let words = words.flat_map(|word| at_size(&word));
    let words = words.flat_map(|word| at_colour(&word));
    words
        .flat_map(|word| at_colon(&word))
        .flat_map(before_code)
        .collect()
}

/// Whether a word is a quantity, or goods with theirs behind them.
fn ends_counted(word: &str) -> bool {
    Written::read(word).is_some() || Written::behind_goods(word).is_some()
}

/// `红牛10箱和可乐5箱` are two goods, each with its quantity.
fn at_joins(word: &str) -> Vec<String> {
    let joins = JOINS.iter().flat_map(|join| word.match_indices(join));
    let mut both = joins.map(|(at, join)| (&word[..at], &word[at + join.len()..]));
    let whole = |word: &str| ends_counted(word) || counted(word).is_some();
    let apart = both.find(|(one, other)| whole(one) && !other.is_empty());
    let Some((one, other)) = apart else {
        return vec![word.to_owned()];
    };
    let mut words = vec![one.to_owned()];
    words.extend(at_joins(other));
    words
}

/// `5箱@110`, `5箱单价110` and `10箱(送2箱)`: a quantity ends at a sign.
fn at_sign(word: &str) -> Vec<String> {
    let ends = word
        .find(['@', '('])
        .or_else(|| word.find("单价"))
        .filter(|at| *at > 0);
    let both = ends.map(|at| word.split_at(at));
    // 3箱(24) says how many are in one.
    match both.filter(|(head, _)| ends_counted(head) && Written::read(word).is_none()) {
        Some((head, rest)) => vec![head.to_owned(), rest.to_owned()],
        None => vec![word.to_owned()],
    }
}

/// `10箱/105.28` is a quantity and a price, as order entry takes them in one cell.
fn at_slash(word: &str) -> Vec<String> {
    let both = word.split_once('/');
    let fen = |price: &str| price.split_once('.').is_some_and(|(_, fen)| fen.len() == 2);
    let priced = |price: &str| written::is_number(price) && fen(price);
    match both.filter(|(qty, price)| Written::read(qty).is_some() && priced(price)) {
        Some((qty, price)) => vec![qty.to_owned(), format!("@{price}")],
        None => vec![word.to_owned()],
    }
}

/// `8801黑` is a style and its colour, `8820白38` one of its sizes too.
fn at_colour(word: &str) -> Vec<String> {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let colour = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    let (style, size) = (&word[..word.len() - rest.len()], &rest[colour.len()..]);
    if !(is_style(style) && names_colour(colour)) {
        return vec![word.to_owned()];
    }
    let words = [style, colour, size].into_iter();
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// `H0088:20`, `H0088:`: what stands before a colon are goods, what behind it is a quantity.
fn at_colon(word: &str) -> Vec<String> {
    let figures = |head: &str| head.bytes().filter(u8::is_ascii_digit).count() > 2;
    match word.split_once([':', '=']) {
        Some((head, "")) if !head.is_empty() => vec![head.to_owned()],
        Some(("", qty)) if word.starts_with(':') && Written::read(qty).is_some() => {
            vec![qty.to_owned()]
        }
        Some((head, qty)) if figures(head) && Written::read(qty).is_some() => {
            vec![head.to_owned(), qty.to_owned()]
        }
        Some((head, size)) if !head.is_ascii() && size_of(size).is_some() => {
            let mut words = at_colour(head);
            words.push(size.to_owned());
            words
        }
        _ => vec![word.to_owned()],
    }
}

/// `8801-黑-M` comes apart; a code in letters keeps its dashes.
fn at_dashes(word: &str) -> Vec<String> {
    let style = word.split('-').next().is_some_and(is_style);
    if word.is_ascii() || !style {
        return vec![word.to_owned()];
    }
    word.split('-').map(str::to_owned).collect()
}

/// `8801黑M10`, `白M5`: behind a colour a size and its quantity.
fn at_size(word: &str) -> Vec<String> {
    let parts = |at: usize| {
        let (head, size) = word.split_at(at);
        let colour = head.trim_start_matches(|c: char| c.is_ascii_digit());
        [&head[..head.len() - colour.len()], colour, size]
    };
    let whole = |[style, colour, size]: &[&str; 3]| {
        let styled = style.is_empty() || is_style(style);
        styled && names_colour(colour) && size_of(size).is_some()
    };
    let mut all = word.char_indices().skip(1).map(|(at, _)| parts(at));
    let parts = all.find(whole).unwrap_or(["", "", word]);
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

/// `10箱D0004` comes apart wherever it stands.
fn before_code(word: String) -> Vec<String> {
    match counted(&word) {
        Some((qty, code)) if is_code(code) => vec![qty.to_owned(), code.to_owned()],
        _ => vec![word],
    }
}

/// Words of a part in which no quantity stands alone: `12副H0088` and `H0088x1千` come apart.
pub fn all_apart(words: Vec<String>) -> Vec<String> {
    let first = words.first().is_some_and(|word| counted(word).is_some());
    let signed = words.iter().any(|word| times(word).is_some());
    let both = |word: String| {
        let behind = || Written::behind_goods(&word).filter(|_| signed);
        let split = if first {
            counted(&word)
        } else {
            times(&word).or_else(|| behind().map(|(goods, _)| word.split_at(goods.len())))
        };
        split.map_or(vec![word.clone()], |(one, other)| {
            vec![one.to_owned(), other.to_owned()]
        })
    };
    words.into_iter().flat_map(both).collect()
}

/// A quantity with its unit, and goods right behind it: `12副H0088`, `来两箱红牛`.
fn counted(word: &str) -> Option<(&str, &str)> {
    let word = word.trim_start_matches(FILLERS);
    let ends = word.char_indices().map(|(at, _)| at).skip(1);
    let read = |at: &usize| Written::read(&word[..*at]).is_some_and(|qty| !qty.unit.is_empty());
    let end = ends.filter(read).last()?;
    let (qty, goods) = word.split_at(end);
    let ascii = qty.ends_with(|c: char| c.is_ascii());
    (!ascii && !goods.starts_with(PACKINGS)).then_some((qty, goods))
}

/// A code, a sign of times and a quantity: `H0088x20`; not `M8x20`, which is a specification.
fn times(word: &str) -> Option<(&str, &str)> {
    let at = word.rfind(['x', 'X', '×', '*'])?;
    let (code, qty) = (&word[..at], &word[at..]);
    let figures = code.bytes().filter(u8::is_ascii_digit).count() > 2;
    let named = code.starts_with(|c: char| c.is_ascii_alphabetic());
    (figures && named && Written::read(qty).is_some()).then_some((code, qty))
}

/// `S 2 M 3` is `S2 M3`, where there are several or it is said to be a size: `L码 3`.
fn paired(words: Vec<String>) -> Vec<String> {
    let is_size = |word: &str| written::is_size(word.trim_end_matches('码'));
    let pair = |two: &&[String]| is_size(&two[0]) && Written::read(&two[1]).is_some();
    let said = words
        .windows(2)
        .filter(pair)
        .any(|two| two[0].ends_with('码'));
    if !said && words.windows(2).filter(pair).count() < 2 {
        return words;
    }
    let mut paired: Vec<String> = Vec::new();
    for word in words {
        let size = paired.last_mut().filter(|last| is_size(last));
        match size {
            Some(size) if Written::read(&word).is_some() => size.push_str(&word),
            _ => paired.push(word),
        }
    }
    paired
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_together_comes_apart() {
        let told = |part: &str| parted(part).join("|");
        for (part, words) in [
            ("12副H0088", "12副|H0088"),
            ("来两箱红牛", "两箱|红牛"),
            ("D0001 10箱D0004 5箱", "D0001|10箱|D0004|5箱"),
            ("20箱红牛 30件农夫", "20箱|红牛|30件|农夫"),
            ("牛奶 12盒礼盒装", "牛奶|12盒礼盒装"),
            ("12盒装牛奶", "12盒装牛奶"),
            ("来一桶 牛肉面 5桶", "来一桶|牛肉面|5桶"),
            ("H0088x1千", "H0088|x1千"),
            ("H0088x20副", "H0088|x20副"),
            ("M8x20", "M8x20"),
            ("1200x600", "1200x600"),
            ("C880101L: 3", "C880101L|3"),
            ("H0088:20", "H0088|20"),
            ("8801 黑 S 2 M 3", "8801|黑|S2|M3"),
            ("螺丝 L 20", "螺丝|L|20"),
            ("赤虎10箱和乌龙茶5箱", "赤虎10箱|乌龙茶5箱"),
            ("D0001 10箱和D0003 5箱", "D0001|10箱|D0003|5箱"),
            ("和路雪5箱", "和路雪5箱"),
            ("D0001 5箱@110", "D0001|5箱|@110"),
            ("D0001 10箱(送2箱)", "D0001|10箱|(送2箱)"),
            ("袜子 3箱(24)", "袜子|3箱(24)"),
            ("8801黑色:S码2件", "8801|黑色|S码2件"),
            ("8801黑 5", "8801|黑|5"),
            ("8820白38 39", "8820|白|38|39"),
            ("D0001 :10", "D0001|10"),
            ("D0001 5箱单价45", "D0001|5箱|单价45"),
            ("D0001 10箱/105.28", "D0001|10箱|@105.28"),
            ("D0001 20/27.73", "D0001|20|@27.73"),
            ("木板 20/27", "木板|20/27"),
        ] {
            assert_eq!(told(part), words);
        }
    }
}
