//! Headings that say what the lines below them are: `退货:`, `以下是赠品`, `Samples:`, until one that orders
//! again. What stands below such a heading is nothing to be sold, and is looked at line by line.

use super::goods::tells_goods_beside_address;
use super::words::{find, is_code};
use super::written::is_unit;

/// What says that lines are not wanted, not now, not any more, or for nothing.
const OTHER: &[&str] = &[
    "退",
    "换货",
    "取消",
    "不要",
    "不用",
    "不发",
    "别发",
    "暂停",
    "缓发",
    "先不",
    "等通知",
    "待定",
    "未定",
    "作废",
    "赠品",
    "赠送",
    "送的",
    "免费",
    "样品",
    "试用",
    "询价",
    "报价",
    "价格",
    "竞品",
    "查一下",
    "缺货",
    "漏发",
    "错发",
    "多发",
    "已发",
    "已收",
    "已经有",
    "库存",
    "家里",
    "多余",
    "坏",
    "破损",
    "过期",
    "上周",
    "上次",
    "上回",
    "之前",
    "以前",
    "旧",
    "原来",
    "下周",
    "下次",
    "以后",
    "原始邮件",
    "转发邮件",
    "写道",
    "return",
    "returned",
    "sent back",
    "refund",
    "cancel",
    "cancelled",
    "canceled",
    "not needed",
    "no longer",
    "don't",
    "do not",
    "free",
    "gift",
    "sample",
    "hold",
    "quotation",
    "quote",
    "stock",
    "inventory",
    "received",
    "already",
    "broken",
    "damaged",
    "left over",
    "leftover",
    "warranty",
    "replacement",
    "wrong",
    "missing",
    "expired",
    "competitor",
    "last week",
    "last order",
    "last time",
    "old",
    "previous",
    "later",
    "next week",
    "next time",
    "original message",
    "forwarded message",
    "wrote",
];
/// What says of a list of goods that it is another one: `上周订单`, `上次的`.
const BEFORE: &[&str] = &[
    "上周", "上次", "上回", "之前", "以前", "旧", "原来", "下周", "下次",
];
/// A list of goods, as it is called behind that.
const LIST: &[&str] = &[
    "",
    "订单",
    "单子",
    "单",
    "订货",
    "订的",
    "的",
    "的单",
    "的订单",
    "要的",
    "下的单",
];
/// Those that are a heading even without a colon.
const ALONE: &[&str] = &[
    "先不要",
    "先不发",
    "库存还有",
    "家里还有",
    "还有库存",
    "don't send",
    "don't ship",
    "do not send",
    "do not ship",
    "退",
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
/// Those that say it of all that follows in their line, whatever that is.
const VERBS: &[&str] = &[
    "退回", "退货", "取消", "不要", "不发", "别发", "先不", "缓发", "暂停",
];
/// What says that the lines below are wanted.
const WANTED: &[&str] = &[
    "订单",
    "下单",
    "订货",
    "新订",
    "要货",
    "新单",
    "加单",
    "加订",
    "补货",
    "采购",
    "要的",
    "再要",
    "还要",
    "以下要",
    "需要",
    "正常",
    "这次",
    "本次",
    "order",
    "this time",
    "please send",
    "buy",
];
/// Those that are a heading even without a colon.
const WANTED_ALONE: &[&str] = &[
    "订货",
    "订单",
    "下单",
    "要货",
    "补货",
    "需要补货",
    "新订单",
    "这次要",
    "这次要的",
    "这次的",
    "这次",
    "这次订",
    "本次",
    "本次要",
    "本次订货",
    "现在要",
    "另外要",
    "还要",
    "order",
    "orders",
    "new order",
];
/// The longest heading.
const LONGEST: usize = 32;
/// Signs around a heading.
const FRAME: &[char] = &[
    '[', ']', '(', ')', '【', '】', '「', '」', '#', '*', '-', '=', '_', ' ',
];

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
    if is_old_mail(line) {
        return Some(Section::Other(line.trim_matches(FRAME).to_owned()));
    }
    let bare = line.trim_matches(FRAME).trim_end_matches(':').trim_end();
    let said = bare.trim_end_matches("清单").trim_end_matches(['单', ':']);
    let said = if said.ends_with('订') { bare } else { said };
    let down = ["以下", "下面", "the following", "below"];
    let down = down.iter().any(|word| find(said, word) == Some(0));
    // 以下备用: what nobody can name may be anything but a plain list.
    let plainly = [
        "商品", "产品", "货", "品种", "发", "送", "如下", "这", "几", ",",
    ];
    let turned = down && !says(WANTED, said) && !plainly.iter().any(|word| said.contains(word));
    let framed = line.ends_with(':') || line.starts_with(FRAME) && line.len() > bare.len();
    let is = |words: &[&str]| words.contains(&plain(said).as_str()) || words.contains(&said);
    if unit_below(line).is_some() {
        return Some(Section::Other(line.to_owned()));
    }
    if !is_short(said) {
        return None;
    }
    let other_list = BEFORE.iter().find_map(|word| said.strip_prefix(word));
    let other = || other_list.is_some_and(|list| LIST.contains(&list));
    match () {
        () if framed && says(OTHER, said) || is(ALONE) || turned || other() => {
            Some(Section::Other(said.to_owned()))
        }
        // Where the goods below it go; others go elsewhere.
        () if framed && ["送", "寄", "发"].iter().any(|to| goes_to(said, to)) => {
            Some(Section::Other(said.to_owned()))
        }
        () if framed && says(WANTED, said) || is(WANTED_ALONE) => Some(Section::Wanted),
        () => None,
    }
}

/// Whether a heading says where to: `送天河店`, not `送货` and not `发货清单`.
fn goes_to(said: &str, to: &str) -> bool {
    let place = said.strip_prefix(to).unwrap_or_default();
    place.ends_with(['店', '仓', '库', '厂', '部']) && !place.starts_with('货')
}

/// The unit that a line gives the lines below it: `单位:瓶`.
fn unit_below(line: &str) -> Option<&str> {
    let (label, unit) = line.split_once(':')?;
    let labels = ["单位", "计量单位", "unit", "uom"];
    let label = label.trim().to_lowercase();
    Some(unit.trim()).filter(|unit| labels.contains(&label.as_str()) && is_unit(unit))
}

/// Whether a line in brackets speaks of the line above it, and is no heading: `(这个不要了)`.
pub fn is_of_above(line: &str) -> bool {
    let said = line
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    let down = |said: &&str| {
        let heads = |words: &[&str]| words.contains(&plain(said).as_str());
        let below = ["以下", "下面", "below", "following"];
        heads(ALONE) || heads(WANTED_ALONE) || below.iter().any(|word| find(said, word).is_some())
    };
    said.is_some_and(|said| !down(&said) && !tells_goods_beside_address(said))
}

/// Whether a line says that what follows is a letter of before.
pub fn is_old_mail(line: &str) -> bool {
    let said = line.to_lowercase();
    let marks = [
        "original message",
        "forwarded message",
        "原始邮件",
        "转发邮件",
    ];
    let wrote = said.ends_with("wrote:") || said.ends_with("写道:");
    wrote || said.starts_with('-') && marks.iter().any(|mark| said.contains(mark))
}

/// Whether a text says that something is not wanted.
pub fn says_no(text: &str) -> bool {
    says(OTHER, text)
}

/// A line that begins with such words and goes on with goods: `退货:D0001 2箱`, `样品 D0001`, `I already got
/// D0001`. Gives the words and the goods.
pub fn begins(line: &str) -> Option<(&str, &str)> {
    let (lead, rest) = match line.split_once(':').filter(|(said, _)| is_short(said)) {
        Some(both) => both,
        None => line.split_at(before_code(line)?),
    };
    if is_short(lead) && says(OTHER, lead) && !rest.trim().is_empty() {
        return Some((lead.trim(), rest.trim()));
    }
    let of_all = |word: &&str| {
        line.strip_prefix(*word)
            .map(|rest| (&line[..word.len()], rest))
    };
    VERBS
        .iter()
        .find_map(of_all)
        .filter(|(_, rest)| !rest.trim().is_empty())
}

/// Where the first code of a line begins; its end if there is none.
fn before_code(line: &str) -> Option<usize> {
    let begins = |at: &usize| {
        !line[..*at].ends_with(|c: char| c.is_ascii_alphanumeric())
            && starts_with_code(&line[*at..])
    };
    let at = line.char_indices().map(|(at, _)| at).find(begins);
    Some(at.unwrap_or(line.len())).filter(|at| *at > 0)
}

fn starts_with_code(rest: &str) -> bool {
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric());
    is_code(&rest[..end.unwrap_or(rest.len())])
}

/// Without `以下是` and the like.
fn plain(said: &str) -> String {
    let said = said.trim_start_matches(['以', '下', '面', '这', '些', '是', '为', '的', '要']);
    let said = said.trim().to_lowercase();
    said.strip_prefix("please ").unwrap_or(&said).to_owned()
}

fn is_short(said: &str) -> bool {
    let figures = said.contains(|c: char| c.is_ascii_digit());
    !figures && !said.is_empty() && said.chars().count() <= LONGEST
}

/// Whether a heading has one of these words, those in letters by one or by several.
fn says(words: &[&str], said: &str) -> bool {
    let one_or_several = |word: &&str| {
        let several = || word.is_ascii() && find(said, &format!("{word}s")).is_some();
        find(said, word).is_some() || several()
    };
    words.iter().any(one_or_several)
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
            "【退货】",
            "## Returns",
            "*退货*",
            "退货单",
            "Old Order:",
            "下周再要的:",
            "Please don't ship these:",
            "-----Original Message-----",
            "On 23 Nov Tom wrote:",
            "上周订单",
            "上次的",
            "送天河店:",
        ] {
            assert!(matches!(heading(line), Some(Section::Other(_))), "{line}");
        }
        for line in [
            "新订单:",
            "要货:",
            "Orders:",
            "New order:",
            "ORDER",
            "【订货】",
            "订货单",
            "另外再要:",
            "以下要:",
            "这次要",
        ] {
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
            "旧金山饼干",
            "送货单",
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
