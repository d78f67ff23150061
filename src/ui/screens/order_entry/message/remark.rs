//! What a message says that is no goods but is to be remarked: papers, payment, when and how it is to come.

use super::courtesy::after;
use super::goods::is_counted;
use super::wish;
use crate::ui::widgets::date_text::is_date;

/// What a remark begins with, a colon behind it.
const REMARKS: &[&str] = &[
    "备注", "要求", "说明", "注意", "注", "发票", "remark", "remarks", "note", "notes", "ps",
    "p.s.", "又及",
];
/// The same of papers, days, people and places, which ask nothing of the lines.
const PAPERS: &[&str] = &[
    "抬头",
    "税号",
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
    "attn",
    "开户行",
    "开户银行",
    "银行账号",
    "账号",
    "公司名称",
    "纳税人识别号",
    "客户",
    "客户名称",
    "门店",
    "店名",
    "联系",
    "联系人",
    "联系电话",
    "订货人",
    "下单人",
    "下单日期",
    "订货日期",
    "customer",
];
/// Those of them that need no sign behind them.
const SAID: &[&str] = &[
    "抬头",
    "税号",
    "开户行",
    "纳税人识别号",
    "联系人",
    "联系电话",
    "联系",
];
/// Papers that are called by their date.
const DATED: &[&str] = &[
    "订货单",
    "要货单",
    "补货单",
    "采购单",
    "订单日期",
    "下单日期",
    "订货日期",
    "订单",
    "订货",
    "日期",
];
/// And the order's number with who orders.
const REFERENCES: &[&str] = &[
    "采购单号",
    "采购单",
    "订单号",
    "订单编号",
    "po",
    "po#",
    "po #",
    "po no",
    "po no.",
    "po number",
    "p.o.",
];

/// Whether a part is something to remark and no goods: it is called so, or a wish about the whole order.
pub fn is_remark(part: &str) -> bool {
    let wishes = |part: &str| is_note(part) || is_of_papers(part) || wish::is_one(part);
    let pieces = part.split(',').map(str::trim);
    wishes(part) || part.contains(',') && pieces.filter(|piece| !piece.is_empty()).all(wishes)
}

/// Whether a part has the number, the day or the name that papers have.
pub fn is_of_papers(part: &str) -> bool {
    is_called(PAPERS, part) || is_called(REFERENCES, part)
}

/// Whether a part is a paper's name and its date: `订货单 12月5日`, `订单日期:12/5`.
pub fn is_dated(part: &str) -> bool {
    let dated = |name: &&str| {
        part.strip_prefix(*name)
            .is_some_and(|date| is_date(date.trim_matches([' ', ':'])))
    };
    DATED.iter().any(dated)
}

/// Whether a part is called a remark: `备注:急`.
pub fn is_note(part: &str) -> bool {
    is_called(REMARKS, part)
}

/// Whether a part is called one of these: `备注:急`, or with its sign `PO# 4500123`.
fn is_called(words: &[&str], part: &str) -> bool {
    words.iter().any(|word| called(word, part).is_some())
}

/// What a part says that is called so.
fn called<'a>(word: &str, part: &'a str) -> Option<&'a str> {
    let rest = after(part, word)?;
    let behind = &part[word.len()..];
    // 抬头广州某公司, PO 4500123: as they are said, without a sign.
    let number = behind.trim_start();
    let numbered = number.bytes().filter(u8::is_ascii_digit).count() > 3 && !number.contains(' ');
    let named = SAID.contains(&word) && !part.split(' ').any(is_counted);
    let said = named || word.is_ascii() && behind.starts_with(' ') && numbered;
    let apart = behind.starts_with(':') || word.ends_with('#') || said;
    (apart || rest.is_empty()).then_some(rest.trim())
}

/// The number that an order has with who orders: `PO:4500123`, `采购单号:CG-12`.
pub fn reference(part: &str) -> Option<&str> {
    let number = REFERENCES.iter().find_map(|word| called(word, part))?;
    let figures = number.contains(|c: char| c.is_ascii_digit());
    (figures && !number.contains([' ', ','])).then_some(number)
}

/// A remark without the word that it is one.
pub fn unlabelled(part: &str) -> &str {
    let labels = ["备注", "remark", "remarks", "note", "notes"];
    let labelled = |label: &&str| {
        part.split_once(':')
            .filter(|(word, _)| word.eq_ignore_ascii_case(label))
    };
    let rest = labels
        .iter()
        .find_map(labelled)
        .map(|(_, rest)| rest.trim());
    rest.filter(|rest| !rest.is_empty()).unwrap_or(part)
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
