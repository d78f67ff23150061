//! The line that says who wrote when, and the head of a letter: no lines of the order.

use super::courtesy::{SURNAMES, is_name};

/// Who wrote, of a line that only says that, or when: `张三 2026-11-27 10:20`, `[10:20] 张三:`, `张三:`.
pub fn sender(line: &str) -> Option<String> {
    let words = line.split_whitespace();
    let words: Vec<&str> = words
        .map(|word| word.trim_matches(['[', ']', '(', ')', ':', ',']))
        .filter(|word| *word != "-")
        .collect();
    let names: Vec<&&str> = words.iter().filter(|word| !is_when(word)).collect();
    let clock = words.iter().any(|word| is_clock(word));
    let figures = |name: &&&str| name.contains(|c: char| c.is_ascii_digit());
    // Without an hour only what is a name by its looks: `取消以下:` is none.
    // Nor one in letters, which may as well be `Cancel:`.
    let name =
        |name: &&&str| name.chars().count() <= 4 && name.starts_with(|c| SURNAMES.contains(c));
    let alone = words.len() <= 2 && !names.is_empty();
    let signed = line.trim().ends_with(':') && alone && names.iter().all(name);
    let said = (clock || signed) && names.len() <= 2 && !names.iter().any(figures);
    said.then(|| {
        names
            .iter()
            .map(|name| **name)
            .collect::<Vec<_>>()
            .join(" ")
    })
}

/// Who wrote a line when, and what: `[27/11/2026, 10:15:32] Peter: D0001 10 cases`.
pub fn written_by(line: &str) -> Option<(String, &str)> {
    let colons = line.match_indices(':').map(|(at, _)| at);
    let ends = colons.filter(|at| !line[..*at].ends_with(|c: char| c.is_ascii_digit()));
    let mut heads = ends.filter_map(|at| Some((sender(&line[..=at])?, at)));
    let (name, at) = heads.find(|(name, _)| !name.is_empty())?;
    let clock = line[..at].split([' ', ',', '[', ']']).any(is_clock);
    clock.then(|| (name, line[at + 1..].trim_start()))
}

/// What a letter is about.
pub fn subject(line: &str) -> Option<&str> {
    let (label, rest) = line.split_once(':')?;
    let label = label.trim().to_lowercase();
    ["subject", "主题", "标题"]
        .contains(&label.as_str())
        .then(|| rest.trim())
}

/// Whether a line is of the head of a letter and names people or an hour: `Sent: Friday`, `From: Tom`; where goods go
/// has figures.
pub fn is_mail_head(line: &str) -> bool {
    let Some((label, rest)) = line.split_once(':') else {
        return false;
    };
    let label = label.trim().to_lowercase();
    let figures = rest.contains(|c: char| c.is_ascii_digit());
    // 发件人:曲江店 要自提 says more than a name.
    let named = rest.contains('@') || is_name(rest.trim());
    match label.as_str() {
        "sent" | "收件时间" | "发送时间" | "抄送" => true,
        "from" | "发件人" => named,
        "to" | "cc" => !figures,
        _ => false,
    }
}

/// `10:20`, `10:20:05`, the hour with 上午 or 下午 before it.
fn is_clock(word: &str) -> bool {
    let word = word.trim_start_matches(|c: char| "上午下中晚凌晨".contains(c));
    let parts: Vec<&str> = word.split(':').collect();
    let figures = |part: &&str| part.bytes().all(|b| b.is_ascii_digit());
    (2..=3).contains(&parts.len())
        && parts.iter().all(figures)
        && (1..=2).contains(&parts[0].len())
        && parts[1..].iter().all(|part| part.len() == 2)
}

/// A part of a date or time.
fn is_when(word: &str) -> bool {
    let day = |c: char| c.is_ascii_digit() || "-/.年月日".contains(c);
    let figures = word.contains(|c: char| c.is_ascii_digit());
    let words = ["昨天", "今天", "前天", "上午", "下午", "AM", "PM"];
    is_clock(word)
        || figures && word.chars().all(day)
        || words.contains(&word)
        || word
            .strip_prefix("星期")
            .is_some_and(|rest| rest.chars().count() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_says_who_wrote_when_is_no_goods() {
        for line in [
            "张三 2026-11-27 10:20",
            "张三 10:20:05",
            "[2026/11/27 10:20] 张三:",
            "张三:",
            "Anna Li 10:20 AM",
            "昨天 15:02",
            "2026年11月27日 上午9:05",
            "星期五 09:12",
        ] {
            assert!(sender(line).is_some(), "{line}");
        }
        for line in [
            "1001*20",
            "8801 黑 S2 M3",
            "红牛 20箱",
            "螺丝 M8:20",
            "比例 3:2",
            "取消以下:",
            "等通知再发:",
            "以下为赠品:",
            "Cancel:",
            "8801:",
            "明天:",
            "H0088: 20",
            "红牛",
        ] {
            assert!(sender(line).is_none(), "{line}");
        }
    }
}
