//! What a remark or a note beside a line asks: a plain wish (`周五前送到`, `放门卫`) is only remarked, what is asked
//! of the lines themselves (`D0003不要了`, `多发2箱`, `按100结`) marks them, for they may be other than they stand.

use super::correction;
use super::goods;
use super::item::Item;
use super::words::{find, names_colour};

/// Words by which lines are other ones, fewer or more, not now, or for nothing.
const CHANGES: &[&str] = &[
    "不要",
    "不发",
    "不用发",
    "别发",
    "不订",
    "先不",
    "缓发",
    "暂停",
    "暂不",
    "等通知",
    "取消",
    "作废",
    "退",
    "拆",
    "换",
    "替",
    "改",
    "更正",
    "另加",
    "再加",
    "追加",
    "加发",
    "加到",
    "加一",
    "也加",
    "多加",
    "也来",
    "也要",
    "再来",
    "再要",
    "还要",
    "多发",
    "多给",
    "多送",
    "另送",
    "少发",
    "少给",
    "少送",
    "赠",
    "样品",
    "试用",
    "免费",
    "不收",
    "不计价",
    "对半",
    "一半",
    "半箱",
    "各半",
    "平分",
    "搭配",
    "混装",
    "翻倍",
    "减半",
    "只要",
    "只发",
    "不含",
    "价",
    "折",
    "便宜",
    "优惠",
    "缺货",
    "没货",
    "有货",
    "如果",
    "的话",
    "cancel",
    "canceled",
    "cancelled",
    "change",
    "instead",
    "replace",
    "swap",
    "substitute",
    "free",
    "foc",
    "no charge",
    "sample",
    "samples",
    "hold",
    "backorder",
    "back order",
    "back-order",
    "add",
    "extra",
    "half",
    "more",
    "less",
    "fewer",
    "minus",
    "plus",
    "double",
    "remove",
    "drop",
    "delete",
    "skip",
    "only",
    "if",
    "unless",
    "don't ship",
    "don't send",
    "do not ship",
    "do not send",
    "not needed",
    "no longer",
    "return",
    "refund",
    "discount",
    "price",
    "wait",
];
/// Words that make it about the whole order, whatever it names.
const WHOLE: &[&str] = &[
    "整单",
    "全单",
    "全部",
    "所有",
    "都不",
    "whole order",
    "everything",
    "entire order",
];
/// Wishes that sound like one of them.
const PLAIN: &[&str] = &[
    "加急",
    "改天",
    "不要压",
    "不要摔",
    "不要打电话",
    "不要放",
    "不要淋",
    "不要晚",
    "价格保密",
    "不要混装",
    "不要发顺丰",
    "不要发中通",
    "不要发圆通",
    "不要发申通",
    "不要发韵达",
    "不要发德邦",
    "不要发京东",
    "不要发邮政",
    "不要发快递",
    "不要发物流",
    "不发顺丰",
    "不发快递",
    "不发物流",
    "不要写价格",
    "不写价格",
    "call if",
    "if absent",
];
/// What may stand behind a figure that is of a day, an hour or a place.
const WHEN_AND_WHERE: &[&str] = &[
    "月", "日", "号", "点", "时", "分", "天", "楼", "层", "栋", "幢", "座", "单元", "室", "门",
    "库", "仓", "%", "am", "pm", "th", "st", "nd", "rd", "年",
];
/// Months and what stands before a figure that is of a day or an hour.
const BEFORE: &[&str] = &[
    "周", "星期", "礼拜", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct",
    "nov", "dec", "by", "before", "after",
];
/// Letters that numbers of papers begin with: no code of goods.
const PAPERS: &[&str] = &["po", "so", "no", "inv", "ht", "cg", "dd"];

/// Whether a remark asks something of the lines.
pub fn is_in(remark: &str) -> bool {
    says(remark) || names_goods(remark) || goods::tells_goods_beside_address(remark)
}

/// Whether a note beside a line does; a figure that is of no day and no place says so too.
pub fn is_in_note(note: &str) -> bool {
    is_in(note) || has_loose_figure(note) || names_colour(note) || note.eq_ignore_ascii_case("no")
}

/// Marks the lines that a remark asks something of: those it names, all where it names none. A remark about goods
/// that no line has is a line for somebody to look at.
pub fn apply(items: &mut Vec<Item>, remark: &str) {
    let mut lines = correction::named(items, remark);
    if WHOLE.iter().any(|word| find(remark, word).is_some()) {
        lines = (0..items.len()).collect();
    }
    if lines.is_empty() && !names_goods(remark) {
        lines = (0..items.len()).collect();
    }
    if lines.is_empty() {
        items.push(Item {
            goods: remark.to_owned(),
            ..Item::default()
        });
    }
    correction::mark(items, &lines, remark);
}

/// Whether a text says that lines are to be other ones.
pub fn says(text: &str) -> bool {
    let mut text = text.to_lowercase();
    for wish in PLAIN {
        text = text.replace(wish, " ");
    }
    let by_figure = text.split('按').skip(1);
    let mut by_figure = by_figure.filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    by_figure.next().is_some() || CHANGES.iter().any(|word| find(&text, word).is_some())
}

/// Whether a text has a code of goods by its looks.
pub fn names_goods(text: &str) -> bool {
    let runs = text.split(|c: char| !c.is_ascii_alphanumeric());
    let mut codes = runs.map(goods::begins_with_code);
    codes.any(|code| {
        let letters = code.trim_end_matches(|c: char| c.is_ascii_digit());
        !code.is_empty() && !PAPERS.contains(&letters.to_lowercase().as_str())
    })
}

/// Whether a text has a figure that is of no day, no hour, no place and no telephone.
fn has_loose_figure(text: &str) -> bool {
    let text = text.to_lowercase();
    let mut rest = text.as_str();
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let end = rest[at..].find(|c: char| !c.is_ascii_digit() && !"-/:.".contains(c));
        let end = end.map_or(rest.len(), |end| at + end);
        let (head, figures) = (rest[..at].trim_end(), &rest[at..end]);
        rest = &rest[end..];
        let tail = rest.trim_start();
        let joined = figures
            .trim_end_matches(['.', '-', '/', ':'])
            .contains(['-', '/', ':']);
        let long = figures.bytes().filter(u8::is_ascii_digit).count() > 4;
        let beside = WHEN_AND_WHERE.iter().any(|word| tail.starts_with(word))
            || BEFORE
                .iter()
                .any(|word| head.ends_with(word) || tail.starts_with(word));
        if !(joined || long || beside) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_a_line_is_told_from_a_plain_wish() {
        for note in [
            "半箱",
            "要550ml的",
            "按25.5",
            "和D0005对半",
            "另送1箱",
            "先发2箱",
            "换L",
            "少2件",
            "change to 8",
            "backorder",
            "only if price is 100",
            "不要",
            "样品",
        ] {
            assert!(is_in_note(note), "{note}");
        }
        for note in [
            "急",
            "urgent",
            "周五前送到",
            "放门卫",
            "开专票",
            "call before delivery",
            "12月1日前",
            "送3楼",
            "11/30到",
            "上午9点后",
            "before 5 pm",
            "by Dec 5",
            "加急",
            "电话13800138000",
            "PO4500123",
            "13%专票",
            "不要发顺丰",
            "不要混装",
        ] {
            assert!(!is_in_note(note), "{note}");
        }
    }

    #[test]
    fn a_remark_marks_the_lines_it_names_or_all() {
        let marked = |remark: &str| {
            let item = |goods: &str| Item {
                goods: goods.to_owned(),
                ..Item::default()
            };
            let mut items = vec![item("D0001"), item("红牛")];
            apply(&mut items, remark);
            let marked = items.iter().map(|item| item.goods.contains(remark));
            marked.map(u8::from).collect::<Vec<_>>()
        };
        assert_eq!(marked("备注:D0001不要了"), [1, 0]);
        assert_eq!(marked("备注:红牛换成无糖的"), [0, 1]);
        assert_eq!(marked("备注:按100结"), [1, 1]);
        assert_eq!(marked("备注:另加D0005"), [0, 0, 1]);
    }
}
