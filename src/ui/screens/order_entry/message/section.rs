//! Headings that say what the lines below them are: `退货:`, `以下是赠品`, `Samples:`, until one that orders
//! again. What stands below such a heading is nothing to be sold, and is looked at line by line.

use super::words::is_code;

/// What says that lines are not wanted, not now, or for nothing.
const OTHER: &[&str] = &[
    "退货",
    "退回",
    "退换",
    "换货",
    "要退",
    "退的",
    "取消",
    "不要",
    "不用",
    "暂停",
    "缓发",
    "先不",
    "等通知",
    "赠品",
    "赠送",
    "样品",
    "试用",
    "询价",
    "报价",
    "缺货",
    "已发",
    "已收",
    "returns",
    "return",
    "refund",
    "cancel",
    "free",
    "gifts",
    "gift",
    "samples",
    "sample",
    "hold",
    "quotation",
    "quote",
];
/// Those that are a heading even without a colon.
const ALONE: &[&str] = &[
    "退货",
    "退回",
    "退换",
    "退换货",
    "换货",
    "赠品",
    "样品",
    "returns",
    "return",
    "samples",
    "gifts",
    "free samples",
    "free gifts",
];
/// What says that the lines below are wanted.
const WANTED: &[&str] = &[
    "订单",
    "下单",
    "订货",
    "要货",
    "新单",
    "加单",
    "补货",
    "采购",
    "发货",
    "要的",
    "需要",
    "正常",
    "order",
    "please send",
    "buy",
];
/// The longest heading.
const LONGEST: usize = 24;

/// What the lines below a heading are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Section {
    /// Wanted, as without any heading.
    Wanted,
    /// Not to be sold, in the words of the heading.
    Other(String),
}

/// Reads a line that is nothing but a heading.
pub fn heading(line: &str) -> Option<Section> {
    let line = line.trim().trim_end_matches(['.', '!', '~']);
    let (said, colon) = match line.strip_suffix(':') {
        Some(said) => (said.trim_end(), true),
        None => (line, false),
    };
    if !colon && !is_of(&ALONE.iter(), &plain(said)) || !is_short(said) {
        return None;
    }
    match () {
        () if says(OTHER, said) => Some(Section::Other(said.to_owned())),
        () if says(WANTED, said) => Some(Section::Wanted),
        () => None,
    }
}

/// A line that begins with such a word and goes on with goods: `退货:D0001 2箱`, `样品 D0001`. Gives the word
/// and the goods.
pub fn begins(line: &str) -> Option<(&str, &str)> {
    if let Some((said, rest)) = line.split_once(':')
        && is_short(said)
        && says(OTHER, said)
        && !rest.trim().is_empty()
    {
        return Some((said.trim(), rest.trim()));
    }
    let begins = |word: &&&str| {
        let (head, rest) = line.split_at_checked(word.len())?;
        let apart = rest.starts_with(' ') || !head.is_ascii() && starts_with_code(rest);
        (head.eq_ignore_ascii_case(word) && apart).then_some((head, rest.trim_start()))
    };
    let mut all = OTHER.iter();
    all.find_map(|word| begins(&word))
        .filter(|(_, rest)| !rest.is_empty())
}

fn starts_with_code(rest: &str) -> bool {
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric());
    is_code(&rest[..end.unwrap_or(rest.len())])
}

/// Without `以下是` and the like.
fn plain(said: &str) -> String {
    let said = said.trim_start_matches(['以', '下', '面', '这', '些', '是', '为', '的', '要']);
    said.trim().to_lowercase()
}

fn is_of<'a>(words: &(impl Iterator<Item = &'a &'a str> + Clone), said: &str) -> bool {
    words.clone().any(|word| *word == said)
}

fn is_short(said: &str) -> bool {
    let figures = said.contains(|c: char| c.is_ascii_digit());
    !figures && !said.is_empty() && said.chars().count() <= LONGEST
}

/// Whether a heading has one of these words; those in letters stand alone.
fn says(words: &[&str], said: &str) -> bool {
    let said = said.to_lowercase();
    let alone = |word: &str| {
        said.match_indices(word).any(|(at, _)| {
            let letter = |c: char| c.is_ascii_alphabetic();
            let before = said[..at].ends_with(letter);
            let behind = said[at + word.len()..].trim_start_matches('s');
            !before && !behind.starts_with(letter)
        })
    };
    words.iter().any(|word| {
        if word.is_ascii() {
            alone(word)
        } else {
            said.contains(word)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_says_what_the_lines_below_it_are() {
        for line in [
            "退货:",
            "退货",
            "以下是赠品:",
            "这些要退的:",
            "取消以下:",
            "等通知再发:",
            "Returns:",
            "Cancel the following:",
            "free samples",
        ] {
            assert!(matches!(heading(line), Some(Section::Other(_))), "{line}");
        }
        for line in ["新订单:", "要货:", "Orders:", "New order:"] {
            assert_eq!(heading(line), Some(Section::Wanted), "{line}");
        }
        for line in [
            "取消",
            "不要",
            "8801:",
            "明天:",
            "退货 D0001 2箱",
            "border:",
            "freezer bags:",
            "红牛:",
            "样品柜",
        ] {
            assert_eq!(heading(line), None, "{line}");
        }
    }

    #[test]
    fn a_line_may_begin_with_it() {
        assert_eq!(begins("退货:D0001 2箱"), Some(("退货", "D0001 2箱")));
        assert_eq!(begins("样品D0001 1箱"), Some(("样品", "D0001 1箱")));
        assert_eq!(begins("Cancel D0001"), Some(("Cancel", "D0001")));
        for line in [
            "样品柜 2个",
            "freezer 2",
            "D0001 退货",
            "退货",
            "备注:不要发",
        ] {
            assert_eq!(begins(line), None, "{line}");
        }
    }
}
