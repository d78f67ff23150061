//! The words of a part of a pasted message: numbers of a list go, what is written together comes
//! apart, what is said of several things is said of each.

use super::written::{self, Written};

/// Words between goods and quantity that say nothing more.
pub const FILLERS: &[char] = &['要', '来', '订', '拿', '的'];
/// Units of a size or weight, which goods have in their names.
const MEASURES: &[&str] = &["kg", "公斤", "千克", "斤", "米", "升"];
/// Figures of the longest quantity without a unit; longer ones are numbers of papers.
const LONGEST: usize = 6;
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
    let labels = ["qty", "quantity", "数量"];
    let said = labels.iter().find_map(|label| {
        let (head, rest) = part.split_at_checked(label.len())?;
        let rest = rest.trim_start_matches([' ', ':', '=']);
        (head.eq_ignore_ascii_case(label) && Written::read(rest).is_some()).then_some(rest)
    });
    if let Some(qty) = said {
        return qty; // Qty: 10, below its goods
    }
    let plain = part.trim_start_matches(FILLERS);
    let code = plain.starts_with(|c: char| c.is_ascii_alphanumeric());
    if code { plain } else { part }
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
    drop_times_behind(words, |_| true);
}

/// Takes out the signs of times before quantities, behind words that are such: `M x 5`.
pub fn drop_times_behind(words: &mut Vec<String>, such: impl Fn(&str) -> bool) {
    let mut n = 1;
    while n + 1 < words.len() {
        if is_times(&words[n]) && such(&words[n - 1]) && Written::read(&words[n + 1]).is_some() {
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

/// How many words stand before quantities that lead their codes, two of them at least, up to the end: `need 10 D0001,
/// 20 D0005`. Whom they are about nobody knows.
pub fn before_leading(words: &[String]) -> usize {
    let leads = |mut rest: &[String]| {
        let mut lines = 0;
        while let [number, others @ ..] = rest {
            let unit = others.first().is_some_and(|word| written::is_unit(word));
            let [code, others @ ..] = &others[usize::from(unit)..] else {
                return false;
            };
            if count(number).is_none() || !is_code(code) {
                return false;
            }
            (rest, lines) = (others, lines + 1);
        }
        lines > 1
    };
    let plain = words.iter().take_while(|word| !is_code(word)).count();
    (1..=plain).find(|at| leads(&words[*at..])).unwrap_or(0)
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
        let last = n > 1 && n + 1 == words.len() && is_style(&words[0]);
        let both = |size: fn(&str) -> bool| [n, n - 1].iter().all(|n| bare(*n) && size(&words[*n]));
        if last && (both(is_shoe) || both(is_height)) {
            return false;
        }
        // 8820 白 38 39码: so is the first of them.
        let other = next.and_then(|next| next.strip_suffix('码'));
        if other.is_some_and(|other| is_shoe(other) || is_height(other)) && is_style(&words[0]) {
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

/// Whether a word may be the height of a child, which clothes are sized by.
pub fn is_height(word: &str) -> bool {
    word.parse::<u32>()
        .is_ok_and(|cm| (80..=180).contains(&cm) && cm % 5 == 0)
}

/// `3 x 8801 black`, `20x H0088`: the quantity stands first, with a sign behind it.
pub fn counted_first(words: &mut Vec<String>) -> Option<Written> {
    let first = words
        .first()
        .and_then(|word| word.strip_suffix(['x', 'X', '×', '*']));
    if let Some(number) = first.filter(|first| written::is_number(first) && words.len() > 1) {
        words[0] = number.to_owned();
        words.insert(1, "x".to_owned());
    }
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
    let called = ["藏青", "卡其", "燕麦", "米"].contains(&word);
    short && (called || word.ends_with('色') || word.chars().any(named))
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
}
