//! The words of the shipping screen.

use super::messages;
use super::papers::Table;

/// What is to happen next with goods on their way.
pub const WAITS: Table = &[
    ("pack", "待装箱", "to pack"),
    ("dispatch", "待发货", "to send"),
    ("arrive", "在途", "on the road"),
    ("sign", "待签收", "to be signed"),
    ("slip", "待回单", "slip out"),
];

/// Where returns stand.
pub const RETURN_STATES: Table = &[
    ("open", "待同意", "to agree"),
    ("approved", "待到货", "to come"),
    ("received", "待结算", "to settle"),
    ("settled", "已结", "settled"),
    ("dropped", "放弃", "given up"),
];

messages! {
    /// All rows of this table.
    SHIPPING;

    ship_col_paper => "单号" | "Paper";
    ship_col_qty => "数量" | "Qty";
    ship_col_due => "应到" | "Due";
    ship_col_waybill => "承运商 运单" | "Carrier, waybill";
    ship_col_since => "自" | "Since";
    ship_col_order => "订单" | "Order";
    ship_steps => "步骤" | "steps";
    return_col_want => "客户要" | "Wants";
    return_col_goods => "货品" | "Goods";
    return_col_reason => "原因" | "Reason";
    ship_quiet => "这里没有要办的" | "Nothing waits here";
    ship_hint(step: &str) => "F6 {step}  1-5/Tab 换列表  打字或 F3 筛选  Enter 订单时间线" | "F6 {step}  1-5/Tab list  type or F3 filters  Enter timeline";
}
