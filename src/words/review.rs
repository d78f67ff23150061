//! The words of the review screen.

use super::{Lang, messages};

messages! {
    /// All rows of this table.
    REVIEW;

    review_tab_mine => "等我" | "Mine";
    review_tab_all => "全部" | "All";
    review_mine_empty => "没有等你的订单。Tab 看其他状态" | "Nothing waits for you. Tab shows other states";
    review_no_row => "先选一张订单" | "Choose an order first";
    review_approval => "审批" | "approval";
    review_find => "输入单号尾号、客户或电话来筛选,Esc 取消" | "Type a number tail, customer or phone to filter; Esc ends";
    review_keys(mark: &str) => "Enter 看全单  左右键换部分  {mark} 选中" | "Enter whole  Left/Right part  {mark} marks";
    review_end => "到底了" | "That is all";
    review_keys_whole => "上下键滚动  左右键换部分  Esc 回列表" | "Up/Down scroll  Left/Right part  Esc list";
    review_col_order => "单号" | "Order";
    review_col_customer => "客户" | "Customer";
    review_col_state => "状态" | "State";
    review_col_waits => "等什么" | "Waits for";
    review_col_due => "应于" | "Due";

    // What stands beside a check, lines and the customer.
    way_mine(key: &str) => "{key} 特批" | "{key} override";
    way_here => "在此特批" | "override here";
    way_others(roles: &str) => "可由 {roles} 特批" | "{roles} may override";
    way_nobody => "不能特批" | "no override";
    way_set_aside => "已特批" | "overridden";
    way_return(key: &str) => "{key} 退回" | "{key} return";
    way_edit(key: &str) => "{key} 修改" | "{key} edit";
    margin_total(net: &str, cost: &str, margin: &str, percent: &str) => "不含税 {net}  成本 {cost}  毛利 {margin} ({percent}%)" | "net {net}  cost {cost}  margin {margin} ({percent}%)";
    margin_unknown(n: usize) => "{n} 行没有成本,未计入" | "lines left out for want of a cost: {n}";
    card_col_margin => "毛利" | "Margin";
    card_col_percent => "毛利%" | "Margin%";
    card_customer => "客户近 12 个月" | "Customer, 12 months";
    history_orders(n: i64, more: &str, gross: &str) => "{n}{more} 单 {gross}" | "orders {n}{more}: {gross}";
    history_none => "没有订单" | "no orders";
    history_bad(returned: i64, cancelled: i64, rejected: i64) => "退回 {returned} 取消 {cancelled} 否决 {rejected}" | "returned {returned} cancelled {cancelled} rejected {rejected}";
    history_last(day: &str, order: &str, gross: &str) => "上一单 {day} {order} {gross}" | "last {day} {order} {gross}";
    history_late(days: i64, n: i64) => "付款平均迟 {days} 天({n} 张发票)" | "days late in paying {days} (invoices {n})";
    history_unpaid => "没有已付清的发票" | "no invoice paid yet";
    credit_ahead(amount: &str) => "预收余额 {amount}" | "paid ahead {amount}";
    credit_limit(limit: &str, used: &str, available: &str) => "额度 {limit}  {used}  可用 {available}" | "limit {limit}  {used}  available {available}";
    credit_taken(exposure: &str) => "已用 {exposure}" | "used {exposure}";
    credit_unlimited(used: &str) => "不限额度  {used}" | "no limit  {used}";
    money_payer(payer: &str) => "付款方 {payer}" | "payer {payer}";
    money_overdue(amount: &str, days: i64) => "逾期 {amount},最久 {days} 天" | "overdue {amount}, oldest {days} days";
    money_no_overdue => "无逾期" | "nothing overdue";
    change_new(what: &str) => "{what}: 新增" | "{what}: new";
    change_gone(what: &str) => "{what}: 删除" | "{what}: taken out";
    last_return(told: &str) => "上次退回: {told}" | "Returned before: {told}";
}

impl Lang {
    /// How much of the credit is used; where more was paid than is owed, how much.
    pub fn credit_used(self, exposure: &str) -> String {
        match exposure.strip_prefix('-') {
            Some(ahead) => self.credit_ahead(ahead),
            None => self.credit_taken(exposure),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_paid_than_owed_is_said_in_a_word() {
        assert_eq!(Lang::En.credit_used("-1310.88"), "paid ahead 1310.88");
        assert_eq!(Lang::Zh.credit_used("-1310.88"), "预收余额 1310.88");
        assert_eq!(Lang::En.credit_used("0.00"), "used 0.00");
    }
}
