//! Which products a pasted text means, and which of its words are of none.

use serde_json::Value;

use crate::domain::text::narrow;

use super::super::facts::text;
use super::written::is_size;

/// Colours as customers abroad write them.
const COLOURS: &[(&str, &str)] = &[
    ("black", "黑"),
    ("white", "白"),
    ("red", "红"),
    ("blue", "蓝"),
    ("navy", "藏青"),
    ("green", "绿"),
    ("yellow", "黄"),
    ("grey", "灰"),
    ("gray", "灰"),
    ("pink", "粉"),
    ("purple", "紫"),
    ("brown", "棕"),
    ("orange", "橙"),
    ("beige", "米"),
    ("khaki", "卡其"),
];

/// Measures in words, and as specifications have them.
const MEASURES: &[(&str, &str)] = &[
    ("毫米", "mm"),
    ("厘米", "cm"),
    ("毫升", "ml"),
    ("千克", "kg"),
    ("公斤", "kg"),
];

/// A text as it is compared: one sign of times, one way to write a measure.
fn plain(text: &str) -> String {
    let mut plain = narrow(text).to_lowercase().replace('*', "×");
    let chars: Vec<char> = plain.chars().collect();
    let times = |n: usize| {
        let figure = |n: usize| chars.get(n).is_some_and(char::is_ascii_digit);
        chars[n] == 'x' && n > 0 && figure(n - 1) && figure(n + 1)
    };
    let sign = |n: usize| if times(n) { '×' } else { chars[n] };
    plain = (0..chars.len()).map(sign).collect();
    for (word, short) in MEASURES {
        plain = plain.replace(word, short);
    }
    without_size_word(&plain)
}

/// `38码` is the size 38, `1升` is `1l`.
fn without_size_word(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            _ if !plain.ends_with(|c: char| c.is_ascii_digit()) => plain.push(c),
            '码' => {}
            '升' => plain.push('l'),
            _ => plain.push(c),
        }
    }
    plain
}

/// The words of a goods text, hanzi and letters apart: `红牛250ml` is two.
pub fn words(goods: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last: Option<bool> = None;
    for c in plain(goods).chars() {
        if c.is_whitespace() {
            last = None;
            continue;
        }
        let wide = !c.is_ascii();
        match (last, words.last_mut()) {
            (Some(before), Some(word)) if before == wide => word.push(c),
            _ => words.push(c.to_string()),
        }
        last = Some(wide);
    }
    words
}

/// The word that says most about what is meant, for the office to look for: a code, else the longest in
/// hanzi, else the longest.
pub fn telling_word(goods: &str) -> Option<String> {
    let coded = |word: &&str| {
        let bytes = word.as_bytes();
        let letter = bytes.first().is_some_and(u8::is_ascii_alphabetic);
        let figures = bytes.iter().filter(|b| b.is_ascii_digit()).count();
        letter && figures > 2 && word.is_ascii()
    };
    if let Some(code) = goods.split_whitespace().find(coded) {
        return Some(narrow(code).to_lowercase());
    }
    let words = words(goods);
    let style = words
        .first()
        .filter(|word| word.len() > 2 && word.is_ascii());
    let hanzi = words.iter().filter(|word| !word.is_ascii());
    // Of two of one length the first: what comes behind is colour, size and make.
    let longest = hanzi.rev().max_by_key(|word| word.chars().count());
    style.or(longest).or(words.first()).cloned()
}

/// Whether a goods text says too little to choose by: `黑 30`, `小`.
pub fn is_vague(goods: &str) -> bool {
    let says = |word: &String| {
        let figures = word.bytes().filter(u8::is_ascii_digit).count();
        let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
        !word.is_ascii() && word.chars().count() > 1 || figures > 2 || letters > 0 && word.len() > 1
    };
    !words(goods).iter().any(says)
}

/// The rows whose code, name and specification hold every word; a size stands alone.
pub fn narrowed(rows: &[Value], goods: &str) -> Vec<Value> {
    let words = words(goods);
    if goods.split_whitespace().any(is_sign) {
        return Vec::new();
    }
    let fits = |row: &&Value| words.iter().all(|word| holds_in(row, word, &words));
    rows.iter().filter(fits).cloned().collect()
}

/// Whether a word is a sign alone: `×` behind goods says something, whatever their specification has.
fn is_sign(word: &str) -> bool {
    !word.contains(char::is_alphanumeric)
}

/// The words that none of the rows holds.
pub fn unread(rows: &[Value], goods: &str) -> String {
    let all = words(goods);
    let unread = |word: &&str| {
        let parts = words(word);
        let glued = parts.len() > 1; // 250ml×24罐: none of its numbers stands alone
        let has = |row: &Value| {
            let part = |part: &String| {
                if glued {
                    holds(row, part)
                } else {
                    holds_in(row, part, &all)
                }
            };
            parts.iter().all(part) || is_short_for(row, word)
        };
        is_sign(word) || !rows.iter().any(has)
    };
    let unread: Vec<&str> = goods.split_whitespace().filter(unread).collect();
    unread.join(" ")
}

/// Whether a word in hanzi is the product's name with some characters left out: `赤虎饮料`.
fn is_short_for(row: &Value, word: &str) -> bool {
    let name = text(row, "name");
    let mut rest = name.chars();
    let hanzi = word.chars().all(|c| !c.is_ascii()) && word.chars().count() > 2;
    hanzi && word.chars().all(|c| rest.any(|other| other == c))
}

/// Whether a word is the product's style, its colour (`黑` or `黑色`) or its size.
fn holds_whole(row: &Value, word: &str) -> bool {
    let short = |text: &str| {
        let text = narrow(text).to_lowercase();
        let text = text.strip_suffix(['色', '码']).unwrap_or(&text);
        let text = match text {
            "2xl" => "xxl",
            "3xl" => "xxxl",
            "4xl" => "xxxxl",
            other => other,
        };
        let known = COLOURS.iter().find(|(english, _)| *english == text);
        known.map_or(text, |(_, hanzi)| hanzi).to_owned()
    };
    let is = |name: &str| {
        let value = short(&text(row, name));
        !value.is_empty() && value == short(word)
    };
    ["style", "colour", "size"].into_iter().any(is)
}

/// The same beside other words: where the code says which product it is, a number alone is no part of its
/// specification but something that somebody meant.
fn holds_in(row: &Value, word: &str, all: &[String]) -> bool {
    let code = narrow(&text(row, "code")).to_lowercase();
    let number = word.bytes().all(|b| b.is_ascii_digit());
    if number && word != code && all.contains(&code) {
        return holds_whole(row, word);
    }
    holds(row, word)
}

/// Whether a product's code, name or specification has a word. Letters and figures are whole:
/// `D1` is not of `D10`, `550` is of `550ml`, and a size stands alone.
fn holds(row: &Value, word: &str) -> bool {
    if holds_whole(row, word) {
        return true;
    }
    let parts = ["code", "name", "spec"].map(|name| text(row, name));
    let parts = plain(&parts.join(" "));
    if is_size(word) {
        let mut tokens = parts.split(|c: char| !c.is_ascii_alphanumeric());
        return tokens.any(|token| token == word);
    }
    if is_put_together(&parts, word) {
        return true;
    }
    let class = |c: char| match c {
        '0'..='9' => 1,
        'a'..='z' => 2,
        _ => 0,
    };
    let ends = |inside: Option<char>, outside: Option<char>| {
        let (inside, outside) = (inside.map_or(0, class), outside.map_or(0, class));
        inside == 0 || inside != outside
    };
    parts.match_indices(word).any(|(at, _)| {
        let (before, after) = (&parts[..at], &parts[at + word.len()..]);
        // 5米 is not of 7.5米.
        let behind_point = before.ends_with('.') && word.starts_with(|c: char| c.is_ascii_digit());
        !behind_point
            && ends(word.chars().next(), before.chars().next_back())
            && ends(word.chars().next_back(), after.chars().next())
    })
}

/// Whether a word in hanzi is put together of words of a text, in whatever order, each of two characters at
/// least: `乌龙茶无糖` of 乌龙茶 and 无糖.
fn is_put_together(text: &str, word: &str) -> bool {
    let chars: Vec<char> = word.chars().collect();
    if word.is_ascii() || chars.len() < 4 {
        return false;
    }
    let mut whole = vec![true]; // whether the first n characters are of the text
    for end in 1..=chars.len() {
        let piece = |from: usize| {
            whole[from] && text.contains(&chars[from..end].iter().collect::<String>())
        };
        whole.push((0..end.saturating_sub(1)).any(piece));
    }
    whole[chars.len()]
}

/// The words to look for, each if nothing that has the one before fits: the telling one, what it begins with, and
/// what it ends with.
pub fn looked_for(goods: &str) -> Vec<String> {
    let Some(word) = telling_word(goods) else {
        return Vec::new();
    };
    let chars: Vec<char> = word.chars().collect();
    let mut words = vec![word];
    if !words[0].is_ascii() && chars.len() > 3 {
        words.extend([&chars[..2], &chars[chars.len() - 2..]].map(|end| end.iter().collect()));
    }
    words
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn hits_are_narrowed_by_the_other_words() {
        let row = |code: &str, name: &str, spec: &str| serde_json::json!({ "code": code, "name": name, "spec": spec });
        let rows = [
            row("A1", "红牛饮料", "250ml*24"),
            row("A2", "红牛饮料", "500ml"),
        ];
        assert_eq!(narrowed(&rows, "红牛250ml").len(), 1);
        let rows = [
            row("8801-S", "衬衫 黑", "S"),
            row("8801-XS", "衬衫 黑", "XS"),
        ];
        assert_eq!(narrowed(&rows, "8801 黑 S"), [rows[0].clone()]);
        let rows = [row("H0034", "合页", "M8x20 550ml")];
        assert_eq!(narrowed(&rows, "合页 550").len(), 1);
        assert!(narrowed(&rows, "H003").is_empty(), "half a code is no code");
        assert_eq!(unread(&rows, "H0034 明天 合页"), "明天");
        assert_eq!(unread(&rows, "H0034 550"), "550", "a number beside a code");
        let rows = [
            row("D1", "赤虎能量饮料", "250ml×24罐"),
            row("D2", "钢卷尺", "7.5米"),
            row("D3", "钢丝绳", "5mm"),
        ];
        assert_eq!(unread(&rows[..1], "D1 赤虎饮料 250ml*24罐"), "");
        assert_eq!(narrowed(&rows, "饮料 250ml*24罐"), [rows[0].clone()]);
        assert!(narrowed(&rows, "钢卷尺 5米").is_empty());
        assert_eq!(narrowed(&rows, "钢丝绳5毫米"), [rows[2].clone()]);
        let rows = [
            row("D4", "青屿乌龙茶", "500ml 无糖"),
            row("D5", "青屿乌龙茶", "500ml 低糖"),
        ];
        assert_eq!(narrowed(&rows, "乌龙茶无糖"), [rows[0].clone()]);
        assert!(narrowed(&rows, "乌龙茶微糖").is_empty());
        assert_eq!(unread(&rows[1..], "D5 乌龙茶无糖"), "乌龙茶无糖");
    }

    #[test]
    fn what_says_too_little_chooses_nothing() {
        for goods in ["黑 30", "小", "黑 L"] {
            assert!(is_vague(goods), "{goods}");
        }
        for goods in ["白菜", "M8", "8801 黑", "D0001", "rice"] {
            assert!(!is_vague(goods), "{goods}");
        }
    }

    #[test]
    fn a_style_its_colours_and_sizes_are_words_of_a_product() {
        let rows = [("C880101S", "黑", "S"), ("C880102M", "白色", "M")].map(
            |(code, colour, size)| json!({ "code": code, "name": "T恤", "style": "8801", "colour": colour, "size": size }),
        );
        assert_eq!(narrowed(&rows, "8801 黑色 S"), [rows[0].clone()]);
        assert_eq!(narrowed(&rows, "8801 白 M"), [rows[1].clone()]);
        assert_eq!(narrowed(&rows, "8801 Black S"), [rows[0].clone()]);
        assert_eq!(unread(&rows, "8801 white M"), "");
        assert!(narrowed(&rows, "880 黑 S").is_empty());
    }
}
