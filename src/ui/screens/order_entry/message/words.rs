//! The words of a part of a pasted message: numbers of a list go, what is written together comes
//! apart, what is said of several things is said of each.

use super::written::{self, Written};

/// Words between goods and quantity that say nothing more.
pub const FILLERS: &[char] = &['要', '来', '订', '拿', '的'];
/// Signs and words that stand between goods, quantity and price and say nothing.
const DASHES: &[&str] = &["-", "–", "—", ":", "=", "&", "and", "和", "of"];
/// Units of a size or weight, which goods have in their names.
const MEASURES: &[&str] = &["kg", "公斤", "千克", "斤", "米", "升"];
/// Figures of the longest quantity without a unit; longer ones are numbers of papers.
const LONGEST: usize = 6;
/// What a quantity in front of it does not count: `12盒装` is a packing.
const PACKINGS: &[char] = &['装', '入', '包', '裹', '/'];

/// A line without the `3、` of the sender's list, as it was written: made narrow, it could be `3,`.
pub fn unlisted(line: &str) -> &str {
    let digit =
        |c: char| c.is_ascii_digit() || "０１２３４５６７８９一二三四五六七八九十".contains(c);
    let (number, rest) = line.split_once('、').unwrap_or(("", line));
    let number = number.trim();
    if (1..=2).contains(&number.chars().count()) && number.chars().all(digit) {
        rest
    } else {
        line
    }
}

/// A part without the number it has in the sender's list: `1. `, `2)`, `④`. In brackets before goods without a
/// quantity it may be just that, unless it is the `next`.
pub fn unnumbered(part: &str, next: usize) -> &str {
    if let Some(rest) = part.strip_prefix(|c| ('①'..='⑳').contains(&c)) {
        return rest.trim_start();
    }
    let open = part.strip_prefix('(').unwrap_or(part);
    let rest = open.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = open.len() - rest.len();
    let number = (1..=2).contains(&digits);
    let counted = |word: &str| count(word).is_some() || Written::behind_goods(word).is_some();
    let lacking = open.len() < part.len() && open[..digits].parse() != Ok(next);
    if lacking && !rest.split([' ', ',']).any(counted) {
        return part;
    }
    match rest.strip_prefix(['.', ')', ',']) {
        Some(after) if number && rest.starts_with(')') => after.trim_start(),
        Some(after) if number && !after.starts_with(|c: char| c.is_ascii_digit()) => {
            after.trim_start()
        }
        _ => part,
    }
}

/// A code without what stands before it and says nothing: `要D0001`.
pub fn unfilled(part: &str) -> &str {
    let plain = part.trim_start_matches(FILLERS);
    let code = plain.starts_with(|c: char| c.is_ascii_alphanumeric());
    if code { plain } else { part }
}

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
    let words = spread.split_whitespace().flat_map(written::unglued);
    let words = words.flat_map(|word| at_dashes(&word));
    let words = words.flat_map(|word| at_size(&word));
    let words = words.flat_map(|word| at_colon(&word)).flat_map(before_code);
    let words = words.filter(|word| !DASHES.contains(&word.to_lowercase().as_str()));
    let words = of_each(at_arrows(words.collect()));
    let counted = words.iter().any(|word| count(word).is_some());
    let words = if counted { words } else { apart(words) };
    paired(words)
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

/// `H0088:20`, `H0088:`: what stands before a colon are goods, what behind it is a quantity.
fn at_colon(word: &str) -> Vec<String> {
    let figures = |head: &str| head.bytes().filter(u8::is_ascii_digit).count() > 2;
    match word.split_once([':', '=']) {
        Some((head, "")) if !head.is_empty() => vec![head.to_owned()],
        Some((head, qty)) if figures(head) && Written::read(qty).is_some() => {
            vec![head.to_owned(), qty.to_owned()]
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
fn apart(words: Vec<String>) -> Vec<String> {
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

/// Whether a word is a code of ours by its looks: letters and figures.
pub fn is_code(word: &str) -> bool {
    let has = |of: fn(&u8) -> bool| word.bytes().any(|b| of(&b));
    word.is_ascii() && word.len() > 2 && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic)
}

/// Whether a word is the number of a style by its looks.
pub fn is_style(word: &str) -> bool {
    let figures = word.bytes().all(|b| b.is_ascii_digit()) && (3..=6).contains(&word.len());
    figures || is_code(word)
}

/// `D0001,5,120`: goods, quantity and price as a sheet without tabs has them.
pub fn are_cells(cells: &[String]) -> bool {
    let plain = |cell: &String| written::is_number(cell);
    let goods = |cell: &String| !cell.is_empty() && !cell.contains(' ');
    (3..=4).contains(&cells.len()) && goods(&cells[0]) && cells[1..].iter().all(plain)
}

fn is_times(word: &str) -> bool {
    matches!(word, "x" | "X" | "×" | "*")
}

/// Takes out the sign between goods and quantity: `H0088 x 20`.
pub fn drop_times(words: &mut Vec<String>) {
    let mut n = 1;
    while n + 1 < words.len() {
        if is_times(&words[n]) && Written::read(&words[n + 1]).is_some() {
            words.remove(n);
        }
        n += 1;
    }
}

/// Whether numbers stand before their codes: `5 D0001, 6 D0003`.
pub fn number_leads(words: &[String]) -> bool {
    let ends = words.last().is_some_and(|word| count(word).is_some());
    match words {
        [number, code, ..] => written::is_number(number) && is_code(code) && !ends,
        _ => false,
    }
}

/// Which words are quantities: of two numbers side by side the first is of the goods (`8801 5件`,
/// `白 39 3`), but for one right behind a code, and a measure is where a quantity is still to come.
pub fn counts(words: &[String]) -> Vec<bool> {
    let read: Vec<Option<Written>> = words.iter().map(|word| count(word)).collect();
    let is = |n: usize| {
        let Some(qty) = read[n].as_ref() else {
            return false;
        };
        let next = words.get(n + 1);
        let unit = next.is_some_and(|next| written::is_unit(next));
        if !qty.unit.is_empty() || unit {
            let measure = |qty: &Written| MEASURES.contains(&qty.unit.as_str());
            let other = |qty: &Option<Written>| qty.as_ref().is_some_and(|qty| !measure(qty));
            return !(measure(qty) && read[n + 1..].iter().any(other));
        }
        // 8831 黑 30 32: two sizes, or one and how many of it.
        let bare = |n: usize| read[n].as_ref().is_some_and(|qty| qty.unit.is_empty());
        let shoe = |n: usize| bare(n) && is_shoe(&words[n]);
        if n > 1 && n + 1 == words.len() && shoe(n) && shoe(n - 1) && is_style(&words[0]) {
            return false;
        }
        let sized = next.is_some_and(|next| size_of(next).is_some());
        let counted = read.get(n + 1).and_then(Option::as_ref);
        let by_code = n == 1 && is_code(&words[0]);
        // 红牛 20 10.5: what has a point and stands last is a price.
        let priced = |next: &Written| {
            n + 2 == words.len() && next.number.contains('.') && !qty.number.contains('.')
        };
        let goods = match counted {
            Some(next) => !next.unit.is_empty() || !(by_code || priced(next)),
            None => sized,
        };
        !goods && qty.number.len() <= LONGEST
    };
    (0..words.len()).map(is).collect()
}

/// `8801-黑-L` is `8801 黑 L`; a code keeps its dashes.
pub fn apart_at_dashes(goods: &str) -> String {
    if goods.is_ascii() {
        return goods.to_owned();
    }
    goods.replace('-', " ")
}

/// Whether a word may be a size in figures: of shoes, of trousers.
pub fn is_shoe(word: &str) -> bool {
    word.parse::<u32>()
        .is_ok_and(|size| (20..=60).contains(&size))
}

/// `3 x 8801 black`, `20 x H0088`: the quantity stands first, with a sign behind it.
pub fn counted_first(words: &mut Vec<String>) -> Option<Written> {
    let times = words.get(1).is_some_and(|word| is_times(word));
    let qty = words.first().and_then(|word| Written::read(word));
    let qty = qty.filter(|_| times && words.len() > 2)?;
    words.drain(..2);
    Some(qty)
}

/// A quantity that stands alone, a filler before it or not.
pub fn count(word: &str) -> Option<Written> {
    Written::read(word).or_else(|| Written::read(word.trim_start_matches(FILLERS)))
}

/// `S2`, `XL10`, `S:2`, `S码2件`: a size and its quantity.
pub fn size_of(word: &str) -> Option<(String, Written)> {
    let (size, rest) = written::size_at_start(word)?;
    let qty = rest.trim_start_matches([':', '*', 'X', 'x', '/', '=']);
    let figures = qty.starts_with(|c: char| c.is_ascii_digit());
    let qty = Written::read(qty).filter(|_| figures)?;
    Some((size.to_owned(), qty))
}

/// Where a word stands in a text; one in letters stands alone, however large they are.
pub fn find(text: &str, word: &str) -> Option<usize> {
    if !word.is_ascii() {
        return text.find(word);
    }
    let lower = text.to_ascii_lowercase();
    let letter = |c: char| c.is_ascii_alphanumeric();
    let alone = |at: &usize| {
        !lower[..*at].ends_with(letter) && !lower[at + word.len()..].starts_with(letter)
    };
    let mut places = lower.match_indices(word).map(|(at, _)| at);
    places.find(alone)
}

/// What stands behind a style is a colour: a short word without figures.
pub fn is_colour(word: &str) -> bool {
    let hanzi = word.chars().all(|c| !c.is_ascii());
    let letters = word.chars().all(|c| c.is_ascii_alphabetic());
    hanzi && word.chars().count() <= 4 || letters && word.len() > 2 && word.len() < 10
}

/// Whether a short word in hanzi names a colour.
pub fn names_colour(word: &str) -> bool {
    let named = |c: char| "黑白红蓝绿黄灰粉紫棕橙杏咖驼银金".contains(c);
    let short = !word.is_ascii() && word.chars().count() <= 3;
    short && (word.ends_with('色') || word.chars().any(named))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_a_list_go() {
        for (line, left) in [
            ("2、20副", "20副"),
            ("２、20副", "20副"),
            ("红牛、农夫", "红牛、农夫"),
            ("120、5", "120、5"),
        ] {
            assert_eq!(unlisted(line), left);
        }
        for (part, left) in [
            ("2)20副 H0088", "20副 H0088"),
            ("1. 红牛", "红牛"),
            ("1.5 红牛", "1.5 红牛"),
            ("③ 红牛", "红牛"),
        ] {
            assert_eq!(unnumbered(part, 1), left);
        }
    }

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
        ] {
            assert_eq!(told(part), words);
        }
    }
}
