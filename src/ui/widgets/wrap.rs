//! Breaks a sentence into lines of so many cells.

use crate::ui::base::Look;

/// Signs that do not begin a line.
const CLOSING: &str = "。，、；：？！）》”’,.;:?!)";

/// The lines of a text: broken at blanks where a word would be cut, between characters otherwise.
pub fn lines(text: &str, cells: usize, look: &Look) -> Vec<String> {
    let cells = cells.max(2);
    let shown = look.ruler.shown(text);
    let mut out = Vec::new();
    for part in shown.lines() {
        let mut rest = part.trim_end();
        while look.width(rest) > cells {
            let head = look.ruler.cut(rest, cells);
            let at = break_at(head, rest);
            out.push(rest[..at].trim_end().to_owned());
            rest = rest[at..].trim_start();
        }
        out.push(rest.to_owned());
    }
    out
}

/// Where to break: behind the last blank if `head` ends inside a word of letters or digits.
fn break_at(head: &str, rest: &str) -> usize {
    let word = |c: char| c.is_ascii_graphic();
    let next = rest[head.len()..].chars().next();
    let inside = head.chars().next_back().is_some_and(word) && next.is_some_and(word);
    let blank = head.rfind(' ').filter(|at| *at > 0 && inside);
    let at = blank.map_or(head.len(), |at| at + 1);
    // No line begins with what closes the one before: its last character comes along.
    let at = match rest[at..].trim_start().chars().next() {
        Some(c) if CLOSING.contains(c) && !rest[..at].ends_with(' ') => {
            head.char_indices().next_back().map_or(at, |(last, _)| last)
        }
        _ => at,
    };
    // A first character wider than the line is taken whole, so that every turn makes the rest shorter.
    if at == 0 {
        rest.chars().next().map_or(rest.len(), char::len_utf8)
    } else {
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    #[test]
    fn words_stay_whole_and_hanzi_break_anywhere() {
        let look = Look::new(Lang::En);
        assert_eq!(
            lines("over the limit by 1,250.00", 12, &look),
            ["over the", "limit by", "1,250.00"]
        );
        assert_eq!(
            lines("超额度一千二百", 6, &look),
            ["超额度", "一千二", "百"]
        );
        assert_eq!(lines("什么也不会丢。", 12, &look), ["什么也不会", "丢。"]);
        assert_eq!(lines("。。。。", 2, &look), ["。", "。", "。", "。"]);
        assert_eq!(lines("aaaaaaaaaa", 4, &look), ["aaaa", "aaaa", "aa"]);
        assert_eq!(lines("", 4, &look), Vec::<String>::new());
    }
}
