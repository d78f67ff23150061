//! What is said of several goods, colours or sizes at once is said of each.

use super::parted;
use super::words::{count, is_code, is_height, is_shoe, is_style, names_colour, size_of};
use super::written::{Written, is_size};

/// `8801 黑 S M L 各2` is `8801 黑 S2 M2 L2`, `红牛、农夫各2箱` is two parts; others stay.
pub fn each(part: &str) -> Vec<String> {
    let part = before_sizes(part);
    let parts = said_of_each(&part).or_else(|| colours_of_size(&part));
    let parts = parts
        .or_else(|| colours(&part))
        .or_else(|| sizes_in_figures(&part))
        .or_else(|| pairs_in_figures(&part));
    parts.unwrap_or_else(|| vec![part])
}

/// Words at blanks and commas.
fn words(text: &str) -> Vec<&str> {
    let words = text.split([' ', ',']);
    words.filter(|word| !word.is_empty()).collect()
}

/// A blank before each size in figures: `8820白38码2件39码3件` is `8820白 38码2件 39码3件`.
fn before_sizes(part: &str) -> String {
    let first = part.split(' ').next().unwrap_or_default();
    let word = first.find(|c: char| !c.is_ascii()).map(|at| &first[..at]);
    let styled = word.is_some_and(is_style); // 8820藏青38*2, not 木板30*40
    let mut spaced = String::with_capacity(part.len());
    for (at, c) in part.char_indices() {
        let rest = &part[at..];
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let sign = after.strip_prefix(['*', '×', 'x', '-', '/']);
        let sized = after.starts_with('码')
            || styled && sign.is_some_and(|qty| qty.starts_with(|c: char| c.is_ascii_digit()));
        let begins = sized && (2..=3).contains(&(rest.len() - after.len()));
        if begins && spaced.ends_with(|c: char| !c.is_ascii()) {
            spaced.push(' ');
        }
        spaced.push(c);
    }
    spaced
}

/// `腰带 黑色5条 棕色3条`: so many in each colour.
fn colours(part: &str) -> Option<Vec<String>> {
    let words = words(part);
    let of = |word: &&str| {
        let (colour, qty) = word.split_at(word.find(|c: char| c.is_ascii_digit())?);
        (names_colour(colour) && Written::read(qty).is_some()).then(|| format!("{colour} {qty}"))
    };
    let at = words.iter().position(|word| of(word).is_some())?;
    let (goods, colours) = words.split_at(at);
    let goods = Some(goods.join(" ")).filter(|goods| !goods.is_empty() && colours.len() > 1)?;
    let parts = colours
        .iter()
        .map(|word| Some(format!("{goods} {}", of(word)?)));
    parts.collect()
}

/// `8801 M 黑2 白3`: of one size so many in each colour.
fn colours_of_size(part: &str) -> Option<Vec<String>> {
    let words: Vec<&str> = part.split_whitespace().collect();
    let at = words.iter().position(|word| is_size(word))?;
    let (goods, colours) = (&words[..at], &words[at + 1..]);
    let of = |word: &&str| {
        let end = word.find(|c: char| c.is_ascii_digit())?;
        let (colour, qty) = word.split_at(end);
        let whole = names_colour(colour) && Written::read(qty).is_some();
        whole.then(|| format!("{} {colour} {}{qty}", goods.join(" "), words[at]))
    };
    let styled = matches!(goods, [style] if is_style(style));
    let parts: Option<Vec<String>> = colours.iter().map(of).collect();
    parts.filter(|parts| styled && !parts.is_empty())
}

/// `8820 白 38码2件 39码3件`, `8820 白 38*2 39*3`: sizes in figures with their quantities.
fn sizes_in_figures(part: &str) -> Option<Vec<String>> {
    let sized = |word: &str| {
        let (size, qty) = word.split_once(['码', '*', '×', 'x', ':', '/', '-'])?;
        // 30-32 is from one to another.
        let range = word.contains('-') && is_shoe(qty);
        let whole = (is_shoe(size) || is_height(size)) && Written::read(qty).is_some();
        (whole && !range).then(|| format!("{size} {qty}"))
    };
    let words = words(part);
    let at = words.iter().position(|word| sized(word).is_some())?;
    let (goods, sizes) = words.split_at(at);
    let several = sizes.len() > 1 || sizes[0].contains('码');
    let styled = goods
        .first()
        .is_some_and(|word| is_style(&parted::apart(word)[0]));
    let of = |word: &&str| Some(format!("{} {}", goods.join(" "), sized(word)?));
    let parts: Option<Vec<String>> = sizes.iter().map(of).collect();
    parts.filter(|_| several && styled)
}

/// `8801 黑,白各 M3 L3`: the same sizes in each colour.
fn sizes_of_each(head: &str, sizes: &str) -> Option<Vec<String>> {
    let (goods, colours) = head.trim().split_once(' ')?;
    let colours: Vec<&str> = colours
        .split([',', ' ', '和'])
        .filter(|w| !w.is_empty())
        .collect();
    let whole =
        is_style(goods) && colours.len() > 1 && colours.iter().all(|word| names_colour(word));
    let sized = words(sizes).iter().all(|word| size_of(word).is_some());
    (whole && sized).then(|| {
        let of = |colour: &&str| format!("{goods} {colour} {sizes}");
        colours.iter().map(of).collect()
    })
}

/// `8831 黑 30 32 34 各2`: so many of each size in figures.
fn figures_of_each(head: &str, qty: &str) -> Option<Vec<String>> {
    let words: Vec<String> = head.split([' ', ',']).flat_map(parted::apart).collect();
    let goods = words.iter().take(2).map(String::as_str).collect::<Vec<_>>();
    let sizes = words.get(2..).filter(|sizes| sizes.len() > 1)?;
    let coloured = matches!(goods[..], [style, colour] if is_style(style) && names_colour(colour));
    let sized = sizes.iter().all(|size| is_shoe(size)) || sizes.iter().all(|size| is_height(size));
    let of = |size: &String| format!("{} {size} {qty}", goods.join(" "));
    (coloured && sized).then(|| sizes.iter().map(of).collect())
}

/// `8831 黑 28 2 30 3`: sizes in figures and how many of each, two of them at least.
fn pairs_in_figures(part: &str) -> Option<Vec<String>> {
    let words = words(part);
    let number = |word: &&str| word.bytes().all(|b| b.is_ascii_digit());
    let at = words.iter().skip(1).position(number)? + 1;
    let (goods, numbers) = words.split_at(at);
    let pairs: Vec<&[&str]> = numbers.chunks(2).collect();
    let size = |word: &str| is_shoe(word) || is_height(word);
    let whole =
        |pair: &&[&str]| matches!(pair, [one, qty] if size(one) && number(qty) && !size(qty));
    let coloured = goods.len() == 2 && is_style(goods[0]) && names_colour(goods[1]);
    let all = coloured && pairs.len() > 1 && pairs.iter().all(whole);
    let of = |pair: &&[&str]| format!("{} {}", goods.join(" "), pair.join(" "));
    all.then(|| pairs.iter().map(of).collect())
}

fn said_of_each(part: &str) -> Option<Vec<String>> {
    let (head, tail) = part.rsplit_once('各')?;
    if let Some(parts) = sizes_of_each(head, tail.trim()).filter(|_| !tail.trim().is_empty()) {
        return Some(parts);
    }
    let (qty, rest) = tail.split_once(' ').unwrap_or((tail, ""));
    let qty = count(qty)?.text();
    let mut goods = head.trim_end();
    let mut sizes: Vec<&str> = Vec::new();
    while let Some((before, size)) = last_size(goods) {
        sizes.insert(0, size);
        goods = before;
    }
    if let Some((goods, sizes)) = range(head.trim_end()) {
        let of = |size: String| format!("{goods} {size} {qty} {rest}").trim_end().to_owned();
        return Some(sizes.into_iter().map(of).collect());
    }
    if !sizes.is_empty() && !goods.is_empty() {
        let sizes: Vec<String> = sizes.iter().map(|size| format!("{size}{qty}")).collect();
        let part = format!("{goods} {} {rest}", sizes.join(" "));
        return Some(vec![part.trim_end().to_owned()]);
    }
    if let Some(parts) = figures_of_each(head, &qty) {
        return Some(parts);
    }
    let codes = head.split_whitespace().all(is_code);
    let apart = |c: char| c == ',' || c == '和' || codes && c == ' ';
    let pieces = head.trim().split(apart).map(str::trim);
    let pieces: Vec<&str> = pieces.filter(|piece| !piece.is_empty()).collect();
    let plain = |piece: &&str| {
        !piece.is_empty() && piece.split_whitespace().all(|word| count(word).is_none())
    };
    (pieces.len() > 1 && pieces.iter().all(plain)).then(|| {
        let of = |piece: &&str| format!("{piece} {qty} {rest}").trim_end().to_owned();
        pieces.iter().map(of).collect()
    })
}

/// The sizes from one to another that a text ends with, and what stands before them: `8801 黑 S-XL`, `8862 黑 38-42`.
fn range(text: &str) -> Option<(&str, Vec<String>)> {
    const LETTERS: &[&str] = &["XXS", "XS", "S", "M", "L", "XL", "2XL", "3XL", "4XL"];
    let (goods, both) = text.rsplit_once(' ')?;
    let both = both.trim_end_matches('码');
    let (from, to) = both.split_once(['-', '~', '到', '至'])?;
    let place = |size: &str| {
        let size = size.trim_end_matches('码').to_uppercase();
        let size = if size == "XXL" { "2XL" } else { size.as_str() };
        LETTERS.iter().position(|known| *known == size)
    };
    if let (Some(from), Some(to)) = (place(from), place(to)) {
        let sizes = LETTERS.get(from..=to)?;
        return Some((goods, sizes.iter().map(ToString::to_string).collect()));
    }
    let shoe = |size: &str| size.parse::<u32>().ok().filter(|_| is_shoe(size));
    let sizes = shoe(from)?..=shoe(to)?;
    (sizes.clone().count() < 12 && !sizes.is_empty())
        .then(|| (goods, sizes.map(|size| size.to_string()).collect()))
}

/// The size that a text ends with, and what stands before it: `8801 黑 S/M` ends with `M`.
fn last_size(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end_matches(['码', ' ', ',', '/']);
    let letters = |c: char| c.is_ascii_alphanumeric();
    let before = text.trim_end_matches(letters);
    let size = &text[before.len()..];
    is_size(size).then(|| (before.trim_end_matches([' ', ',', '/', '码']), size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_several_is_said_of_each() {
        for (part, parts) in [
            ("8801 黑 S M L 各2", "8801 黑 S2 M2 L2"),
            ("8801黑S/M/L各2件", "8801黑 S2件 M2件 L2件"),
            ("红牛,农夫各2箱 22元", "红牛 2箱 22元|农夫 2箱 22元"),
            ("D0001 D0004 各2箱", "D0001 2箱|D0004 2箱"),
            (
                "8801 黑 S-XL各1",
                "8801 黑 S 1|8801 黑 M 1|8801 黑 L 1|8801 黑 XL 1",
            ),
            (
                "8862 黑 38-40码各2双",
                "8862 黑 38 2双|8862 黑 39 2双|8862 黑 40 2双",
            ),
            ("8801 M 黑2 白3", "8801 黑 M2|8801 白 M3"),
            ("8820 白 38码2件 39码3件", "8820 白 38 2件|8820 白 39 3件"),
            ("8820 白 38*2 39*3", "8820 白 38 2|8820 白 39 3"),
            ("8820 白 38/2 39/3", "8820 白 38 2|8820 白 39 3"),
            ("8877 黄 110*2 120*3", "8877 黄 110 2|8877 黄 120 3"),
            ("8820藏青38*2 39*4", "8820藏青 38 2|8820藏青 39 4"),
            ("8831 黑 28-2 30-3", "8831 黑 28 2|8831 黑 30 3"),
            ("8831 黑 28 2 30 3", "8831 黑 28 2|8831 黑 30 3"),
            ("8831 黑 30 32 34 36", "8831 黑 30 32 34 36"),
            ("8831 黑 30-32", "8831 黑 30-32"),
            (
                "8831黑 30 32 34 各2",
                "8831 黑 30 2|8831 黑 32 2|8831 黑 34 2",
            ),
            ("8820白38码2件39码3件", "8820白 38 2件|8820白 39 3件"),
            ("8820 白色38码 5件", "8820 白色 38码 5件"),
            ("腰带 黑色5条 棕色3条", "腰带 黑色 5条|腰带 棕色 3条"),
            ("8801 黑,白各 M3 L3", "8801 黑 M3 L3|8801 白 M3 L3"),
            ("红茶5箱 绿茶3箱", "红茶5箱 绿茶3箱"),
            ("木板 30*40 50*60", "木板 30*40 50*60"),
            ("各2箱", "各2箱"),
            ("各色T恤 3", "各色T恤 3"),
        ] {
            assert_eq!(each(part).join("|"), parts);
        }
    }
}
