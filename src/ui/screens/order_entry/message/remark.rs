//! What a message says that is no goods but is to be remarked: papers, payment, when and how it is to come.

use super::courtesy::after;
use super::words::count;
use super::written::Written;

/// What a remark begins with, a colon behind it.
const REMARKS: &[&str] = &[
    "备注", "要求", "说明", "注意", "注", "发票", "remark", "remarks", "note", "notes", "ps",
    "p.s.", "又及",
];
/// The same of papers, days, people and places, which ask nothing of the lines.
const PAPERS: &[&str] = &[
    "抬头",
    "税号",
    "订单号",
    "订单编号",
    "采购单号",
    "采购单",
    "合同号",
    "单号",
    "日期",
    "交期",
    "交货日期",
    "送货日期",
    "地址",
    "电话",
    "收货人",
    "ship to",
    "deliver to",
    "delivery date",
    "date",
    "address",
    "tel",
    "phone",
    "po",
    "po#",
    "po #",
    "po no",
    "po no.",
    "po number",
    "p.o.",
    "attn",
];
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
const WISHES: &[&str] = &[
    "加急",
    "急用",
    "尽快发",
    "月结",
    "门卫",
    "不要发",
    "别发",
    "暂不发",
    "等通知",
    "送货前",
    "发货前",
    "电联",
    "自提",
];
/// What a wish for a day begins with, and what it ends with.
const WHEN: &[&str] = &["今天", "明天", "后天", "周", "下周", "星期", "月底", "本周"];
const THEN: &[&str] = &[
    "前", "送", "到", "发", "要", "前到", "发货", "到货", "送货", "送达", "发出", "要货", "要用",
    "收到", "送来", "前发", "前送",
];
/// Whether a part is something to remark and no goods: it is called so, or speaks of invoices and
/// payment without a quantity.
pub fn is_remark(part: &str) -> bool {
    let called = is_note(part) || is_of_papers(part);
    let says = |words: &[&str]| words.iter().any(|word| part.contains(word));
    let figures = figures_but_for_rates(part);
    called || says(SPOKEN) && !figures || !counts_goods(part) && (says(WISHES) || is_time(part))
}

/// Whether a part has the number, the day or the name that papers have.
pub fn is_of_papers(part: &str) -> bool {
    is_called(PAPERS, part)
}

/// Whether a part is called a remark: `备注:急`.
pub fn is_note(part: &str) -> bool {
    is_called(REMARKS, part)
}

/// Whether a part is called one of these: `备注:急`, or with its sign `PO# 4500123`.
fn is_called(words: &[&str], part: &str) -> bool {
    words.iter().any(|word| {
        let rest = after(part, word);
        let behind = &part[rest.map_or(part.len(), |_| word.len())..];
        let apart = behind.starts_with(':') || word.ends_with('#');
        rest.is_some_and(|rest| apart || rest.is_empty())
    })
}

/// Whether there are figures besides those of a tax rate: `开13%专票` has none.
fn figures_but_for_rates(part: &str) -> bool {
    let pieces = part
        .split_inclusive('%')
        .map(|piece| match piece.strip_suffix('%') {
            Some(rated) => rated.trim_end_matches(|c: char| c.is_ascii_digit()),
            None => piece,
        });
    let figure = |c: char| c.is_ascii_digit();
    pieces.into_iter().any(|piece| piece.contains(figure))
}

/// Whether a part says when the goods are to come and nothing else: `周五前送到`.
fn is_time(part: &str) -> bool {
    let begins = WHEN.iter().any(|word| part.starts_with(word));
    let said = part.trim_end_matches(['?', '吗', '么', '吧', '!', '.']);
    let ends = THEN.iter().any(|word| said.ends_with(word));
    begins && ends && part.chars().count() <= 12
}

/// Whether a part has a quantity with its unit.
fn counts_goods(part: &str) -> bool {
    let counted = |word: &str| {
        let qty = count(word).filter(|qty| !qty.unit.is_empty());
        qty.is_some() || Written::behind_goods(word).is_some()
    };
    part.split([' ', ',', ':']).any(counted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_remarked_is_told_from_goods() {
        for part in [
            "备注:急用",
            "开专票",
            "货到付款",
            "Ship to: 12 Tangxia Street",
            "PO: 4500123",
            "周五前送到",
            "明天送",
            "先不要发货",
            "明天能送吗?",
            "要开13%专票",
        ] {
            assert!(is_remark(part), "{part}");
        }
        for part in [
            "注射器 5支",
            "发票打印纸 5包",
            "红牛 20箱",
            "H0088: 20",
            "加急章 5个",
            "明天送到红牛 5箱",
        ] {
            assert!(!is_remark(part), "{part}");
        }
    }
}
