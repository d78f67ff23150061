//! The words of the rules screen: gaps, checks, route, duties, rights.

use super::messages;
use super::papers::Table;

/// What an order must be like for a row of the route to ask.
pub const WHENS: Table = &[
    ("always", "总是", "always"),
    ("not_prepaid", "非款到发货", "not prepaid"),
    ("money_check", "信用检查未过", "credit check fails"),
    ("price_check", "价格检查未过", "price check fails"),
    ("not_in_stock", "现货不够", "not in stock"),
    ("to_buy", "要采购或生产", "to buy or make"),
    ("urgent", "两个工作日内要", "within 2 workdays"),
    ("clean", "检查全过", "all checks pass"),
    ("condition", "条件点名", "named in a condition"),
];

/// Parts that a person can have in an order.
pub const PARTS: Table = &[
    ("editor", "录入修改", "editor"),
    ("reviewer", "评审", "reviewer"),
    ("finance_reviewer", "财务评审", "finance reviewer"),
    ("director", "审批", "director"),
    ("packer", "装箱", "packer"),
    ("shipper", "发货", "shipper"),
    ("poster", "收款登记", "poster"),
    ("approver", "核销退款批准", "approver"),
    ("limit_setter", "额度设定", "limit setter"),
];

messages! {
    /// All rows of this table.
    RULES;

    rules_tab_gaps => "资料" | "Gaps";
    rules_tab_checks => "检查" | "Checks";
    rules_tab_route => "评审路线" | "Route";
    rules_tab_duties => "职责分离" | "Duties";
    rules_tab_rights => "权限" | "Rights";
    rules_col_gap => "缺项" | "Gap";
    rules_col_channel => "渠道" | "Channel";
    rules_col_kind => "类别" | "Kind";
    rules_col_control => "控制" | "Control";
    rules_col_check => "检查" | "Check";
    rules_col_overriders => "谁可特批" | "Who may override";
    rules_col_tolerance => "容差" | "Tolerance";
    rules_col_code => "代号" | "Code";
    rules_col_department => "部门" | "Department";
    rules_col_when => "条件" | "When";
    rules_col_for => "范围" | "For";
    rules_col_active => "启用" | "Active";
    rules_col_part => "一方" | "One part";
    rules_col_other => "另一方" | "The other";
    rules_col_apart => "分开" | "Apart";
    rules_col_command => "命令" | "Command";
    rules_col_roles => "谁可办" | "Who may";
    rules_any => "全部" | "all";
    rules_single => "一人评审" | "one person";
    rules_changed => "已改" | "changed";
    rules_from(amount: &str) => "{amount} 起" | "from {amount}";
    rules_below(amount: &str) => "{amount} 以下" | "below {amount}";
    rules_saved(what: &str) => "{what}: 已保存" | "{what}: saved";
    rules_unchanged(what: &str) => "{what}: 没有改动" | "{what}: nothing changed";
    rules_no_role(text: &str) => "没有名为 {text} 的角色" | "no role is called {text}";
    rules_new_gap => "新资料规则" | "New gap rule";
    rules_new_route => "新评审路线" | "New row of the route";
    rules_new_duty => "新职责分离" | "New duty rule";
    rules_not_new => "此页不能新建,Enter 修改" | "Nothing is added here; Enter changes a row";
    rules_keys => "Enter 修改  F5 新建  Tab 换页" | "Enter changes  F5 adds  Tab other pages";
    rules_keys_fixed => "Enter 修改  Tab 换页" | "Enter changes  Tab other pages";
    ask_channel => "渠道代号(空为全部)" | "Channel (empty: all)";
    ask_kind => "类别代号(空为全部)" | "Kind (empty: all)";
    ask_kinds => "类别,逗号分开" | "Kinds, by commas";
    ask_channels => "渠道,逗号分开" | "Channels, by commas";
    ask_control => "控制" | "Control";
    ask_overriders => "谁可特批,逗号分开" | "Who may override";
    ask_percent => "容差 %" | "Tolerance %";
    ask_per_unit => "容差 元/件" | "Tolerance a unit";
    ask_when => "条件" | "When";
    ask_min_amount => "金额从" | "From amount";
    ask_max_amount => "金额低于" | "Below amount";
    ask_single => "只问这一人" | "One person alone";
    ask_active => "启用" | "Active";
    ask_apart => "分开" | "Keep apart";
    ask_part => "一方" | "One part";
    ask_other_part => "另一方" | "The other";
    ask_roles => "谁可办,逗号分开" | "Who may, by commas";
    ask_rule_code => "代号" | "Code";
    ask_gap => "缺项" | "Gap";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::route::When;

    #[test]
    fn every_when_has_its_words() {
        let has = |code: &str| WHENS.iter().any(|(name, _, _)| *name == code);
        assert!(When::ALL.iter().all(|when| has(when.name())));
    }
}
