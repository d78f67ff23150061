//! What is wished of the whole order: when and how it is to come, which papers go with it. It changes no line.

use crate::ui::widgets::date_text;

use super::goods::is_counted;

/// Words that are of an invoice or a payment.
const SPOKEN: &[&str] = &[
    "专票",
    "普票",
    "开票",
    "发票",
    "货到付款",
    "微信付",
    "转账",
    "到付",
];
/// Words of a wish about the whole order, without a quantity.
const WISHES: &str = "尽快|加急|急用|特急|很急|月结|现结|门卫|前台|放门口|不要发|别发|暂不发|等通知|送货前|发货前|到货前|\
电联|打电话|来电|提前联系|提前通知|联系我|自提|上门|老地址|原地址|地址不变|地址照旧|地址同|贴标|打托|缠膜|新日期|日期要新|\
日期新鲜|送货单|发货单|随货|回单|盖章|轻拿轻放|包装好|包好|卸货|结款|账期|先发货|付款|打款|汇款|已付|专线|物流|快递|对账|call before|before delivery|\
before shipping|call on arrival|tail lift|urgent|rush|invoice";
/// Wishes that are one only as the whole of what is said.
pub const ALONE: &[&str] = &["急", "急单", "急件", "加急", "asap"];
/// Who carries goods.
const CARRIERS: &[&str] = &[
    "顺丰", "中通", "圆通", "申通", "韵达", "德邦", "京东", "邮政", "极兔", "跨越", "百世", "安能",
    "EMS", "ems",
];
/// What may stand before a day.
const BEFORE: &[&str] = &[
    "急", "请", "麻烦", "务必", "最晚", "最迟", "一定", "尽量", "争取", "希望", "赶在", "必须",
    "需要", "需", "能", "可以", "在", "送货", "到货", "please", "pls", "we need", "need", "needed",
    "required", "deliver", "delivery", "ship", "send", "it", "them", "this", "by", "before", "on",
    "for",
];
/// Labels of the day when goods are wanted.
const LABELS: &[&str] = &[
    "要货日期",
    "要货时间",
    "需求日期",
    "期望到货",
    "到货日期",
    "到货时间",
    "交货日期",
    "送货日期",
    "送货时间",
    "交货期",
    "交期",
    "delivery date",
    "need date",
    "required date",
    "need by",
    "deliver by",
];
/// What may stand behind a day, the longest first where one begins another.
const BEHIND: &[&str] = &[
    "之前",
    "以前",
    "前",
    "上午",
    "下午",
    "早上",
    "晚上",
    "中午",
    "送货上门",
    "送到",
    "送达",
    "送货",
    "送来",
    "送完",
    "送齐",
    "送",
    "到货",
    "到",
    "发货",
    "发出",
    "发走",
    "发",
    "要货",
    "要用",
    "要",
    "用",
    "收到",
    "收",
    "交货",
    "出货",
    "必须",
    "一定",
    "务必",
    "能",
    "可以",
    "急",
    "就行",
    "就好",
    "即可",
    "就可以",
    "门店",
    "店里",
    "仓库",
    "公司",
    "家里",
    "吗",
    "么",
    "吧",
    "呢",
    "哦",
    "的",
    "please",
    "pls",
];
/// Signs around it.
pub const SIGNS: &[char] = &[' ', ',', '!', '.', '~', '?', ':', '(', ')', ';'];
/// The longest way to write a day.
const LONGEST_DAY: usize = 14;

/// Whether a text is such a wish and nothing else.
pub fn is_one(text: &str) -> bool {
    let text = text.trim_matches(SIGNS);
    let lower = text.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let wishes = || WISHES.split('|').any(|word| lower.contains(word));
    let papers = says(SPOKEN) && !figures_but_for_rates(text);
    let carried = || CARRIERS.iter().any(|name| is_carried_by(text, name));
    let plain = || wishes() || ALONE.contains(&lower.as_str()) || carried();
    papers || !counts_goods(text) && (plain() || day(text).is_some())
}

/// Whether a carrier is all that is said: `用中通发`, `走德邦`.
fn is_carried_by(text: &str, name: &str) -> bool {
    let Some((before, behind)) = text.split_once(name) else {
        return false;
    };
    let (verbs, rest) = ("用走发寄要请", "发寄走送快递物流的吧");
    before.chars().all(|c| verbs.contains(c)) && behind.chars().all(|c| rest.contains(c))
}

/// The words for the day, of a text that says when the goods are wanted and nothing else: `周五前送到`,
/// `交期:2026-12-08`, `deliver by Friday`.
pub fn day(text: &str) -> Option<&str> {
    let text = text.trim_matches(SIGNS);
    let labelled = LABELS.iter().find_map(|label| after(text, label));
    let mut rest = labelled.unwrap_or(text);
    while let Some(shorter) = BEFORE.iter().find_map(|word| after(rest, word)) {
        rest = shorter;
    }
    let (day, behind) = day_at_start(rest)?;
    let mut rest = behind.trim_matches(SIGNS);
    // A date alone may be of anything: of the letter, of an invoice.
    let bare = rest.is_empty() && day.len() == text.len();
    while !rest.is_empty() {
        let shorter = BEHIND.iter().find_map(|word| after(rest, word));
        rest = shorter.or_else(|| after_hour(rest))?;
    }
    let dated = day.contains(|c: char| c.is_ascii_digit());
    (!(bare && dated)).then_some(day)
}

/// What follows a word at the start of a text; one in letters stands alone.
fn after<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(word.len())?;
    let apart = !word.is_ascii() || !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    (apart && head.eq_ignore_ascii_case(word)).then(|| rest.trim_start_matches(SIGNS))
}

/// What follows an hour: `3点`, `10点半`.
fn after_hour(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = rest.strip_prefix('点').filter(|_| rest.len() < text.len());
    rest.map(|rest| rest.trim_start_matches('钟').trim_start_matches('半'))
}

/// The day a text begins with, as clerks may type one, and what follows.
fn day_at_start(text: &str) -> Option<(&str, &str)> {
    let known = |day: &str| {
        let number = day.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        !number && !day.ends_with(' ') && date_text::is_date(day)
    };
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    let end = ends.take(LONGEST_DAY).filter(|end| known(&text[..*end]));
    let (day, rest) = text.split_at(end.last()?);
    let goes_on = |c: char| c.is_ascii_alphanumeric();
    (!(day.ends_with(goes_on) && rest.starts_with(goes_on))).then_some((day, rest))
}

/// Whether there are figures besides those of a tax rate: `开13%专票` has none.
pub fn figures_but_for_rates(text: &str) -> bool {
    let pieces = text.split_inclusive('%');
    let mut pieces = pieces.map(|piece| match piece.strip_suffix('%') {
        Some(rated) => rated.trim_end_matches(|c: char| c.is_ascii_digit()),
        None => piece,
    });
    pieces.any(|piece| piece.contains(|c: char| c.is_ascii_digit()))
}

/// Whether a text has a quantity with its unit.
fn counts_goods(text: &str) -> bool {
    text.split([' ', ',', ':']).any(is_counted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_about_the_order_is_told_from_goods() {
        for text in [
            "开专票",
            "要开13%专票",
            "货到付款",
            "加急",
            "急",
            "送货前打电话",
            "送货上门",
            "用中通发",
            "贴标签",
            "要新日期的",
            "地址还是老地址",
            "先不要发货",
            "Call before delivery",
        ] {
            assert!(is_one(text), "{text}");
            assert_eq!(day(text), None, "{text}");
        }
        for text in [
            "加急章 5个",
            "发票打印纸 5包",
            "明天送到红牛 5箱",
            "红牛 20箱",
            "顺丰车厘子",
            "12/8",
            "2026-12-08",
        ] {
            assert!(!is_one(text), "{text}");
        }
    }

    #[test]
    fn the_day_of_a_wish_is_found() {
        for (text, said) in [
            ("周五前送到", "周五"),
            ("明天要", "明天"),
            ("明天能送吗?", "明天"),
            ("12月8日前送到", "12月8日"),
            ("12/8送", "12/8"),
            ("急!今天发", "今天"),
            ("要货日期:2026-12-08", "2026-12-08"),
            ("交期:12月8号", "12月8号"),
            ("明天下午3点前送到门店", "明天"),
            ("最晚下周一到货", "下周一"),
            ("deliver by Friday", "Friday"),
            ("Need by Dec 5", "Dec 5"),
        ] {
            assert_eq!(day(text), Some(said), "{text}");
        }
        for text in [
            "12月8日",
            "2026-12-08",
            "D0001",
            "周五牌饼干",
            "5",
            "今天特价",
            "may flower",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
