//! Words of codes that stand on many papers: who, what was found, how somebody was reached.

/// Codes in words: code, Chinese, English.
type Table = &'static [(&'static str, &'static str, &'static str)];

/// Kinds of what is found.
pub const FOUND: Table = &[
    ("order", "订单", "order"),
    ("customer", "客户", "customer"),
    ("product", "货品", "product"),
    ("shipment", "出库单", "shipment"),
    ("waybill", "运单", "waybill"),
    ("invoice", "发票", "invoice"),
    ("receipt", "收款", "receipt"),
    ("credit_note", "贷项", "credit note"),
];

/// Departments and roles.
pub const ROLES: Table = &[
    ("clerk", "订单专员", "clerk"),
    ("sales", "业务", "sales"),
    ("finance", "财务", "finance"),
    ("production", "生产", "production"),
    ("quality", "品管", "quality"),
    ("warehouse", "仓库", "warehouse"),
    ("logistics", "物流", "logistics"),
    ("purchasing", "采购", "purchasing"),
    ("director", "营销总监", "director"),
    ("supervisor", "主管", "supervisor"),
    ("admin", "管理员", "admin"),
    ("auditor", "审计", "auditor"),
];

/// Who wants an approved order changed.
pub const ASKED_BY: Table = &[("customer", "客户", "the customer"), ("us", "我方", "us")];

/// Ways and outcomes of a contact.
pub const CONTACTS: Table = &[
    ("phone", "电话", "phone"),
    ("wechat", "微信", "WeChat"),
    ("email", "邮件", "e-mail"),
    ("visit", "上门", "visit"),
    ("fax", "传真", "fax"),
    ("reached", "已接通", "reached"),
    ("no_answer", "无人接", "no answer"),
    ("refused", "拒绝", "refused"),
    ("promised", "已承诺", "promised"),
    ("wrong_number", "号码错", "wrong number"),
];

/// Why a version or an order came to nothing without a coded reason of a judge.
pub const OWN_REASONS: Table = &[
    ("rejected", "否决", "refused"),
    ("withdrawn", "撤回", "withdrawn"),
    ("order_ended", "订单已结束", "the order has ended"),
];

/// Why a promotion that was claimed no longer holds.
pub const LOST: Table = &[
    ("ended", "已结束", "has ended"),
    ("budget", "预算不足", "has no budget left"),
    ("cap", "客户额度已满", "is at the customer's cap"),
    ("changed", "条件已变", "is no longer reached"),
];

/// Why a price rule did not give the price.
pub const PRICE_LOST: Table = &[
    ("not_yet", "未生效", "not in force yet"),
    ("expired", "已过期", "has ended"),
    ("quantity_too_small", "数量不够", "quantity too small"),
    (
        "lower_scope",
        "有更优先的价目",
        "a stronger list has a price",
    ),
    ("less_specific", "有更具体的价", "a more specific price"),
    (
        "smaller_break",
        "已到更高数量档",
        "a larger break is reached",
    ),
    ("earlier", "有更晚生效的价", "another started later"),
    ("higher_id", "有更早录入的价", "another was entered first"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_its_word() {
        let has = |table: Table, code| table.iter().any(|(known, _, _)| *known == code);
        let all = crate::domain::price::Lost::ALL;
        assert!(all.iter().all(|lost| has(PRICE_LOST, lost.name())));
        let all = crate::domain::promotion::Missed::ALL;
        assert!(all.iter().all(|missed| has(LOST, missed.name())));
    }
}
