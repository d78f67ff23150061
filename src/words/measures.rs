//! The measures in words: names, formulas, why a line failed.

use super::messages;
use super::papers::Table;

/// What each measure is called.
pub const MEASURES: Table = &[
    ("unit_fill", "件满足率", "Unit fill"),
    ("line_fill", "行满足率", "Line fill"),
    ("order_fill", "单满足率", "Order fill"),
    ("value_fill", "金额满足率", "Value fill"),
    ("on_time", "配送及时率", "On time"),
    ("otif", "及时足量率", "On time in full"),
    ("otif_order", "整单及时足量", "Orders OTIF"),
    ("perfect_order", "完美订单率", "Perfect orders"),
    ("first_pass", "首次完整率", "Right first time"),
    ("recovery", "无效单挽回率", "Recovered"),
    ("return_to_sales", "退回销售率", "Sent back to sales"),
    ("cancel_rate", "取消率", "Called off"),
    ("return_rate", "退货率", "Goods returned"),
    ("cycle_time", "订单周期", "Cycle time"),
    ("dso", "应收周转天数", "Days sales owed"),
    ("overdue_rate", "逾期率", "Overdue"),
    ("csat", "满意率", "Satisfied"),
    ("complaint_rate", "千行投诉", "Complaints"),
];

/// How each is worked out.
pub const FORMULAS: Table = &[
    (
        "unit_fill",
        "承诺日前发出件数 ÷ 需求件数(订购减客户取消)",
        "units sent by the promised day / units wanted, less what customers called off",
    ),
    (
        "line_fill",
        "承诺日前发足的行(容差内算足) ÷ 行数",
        "lines sent whole by the promised day, tolerance included / lines",
    ),
    (
        "order_fill",
        "首次发货即各行发足的订单 ÷ 订单数",
        "orders whole with the first shipment / orders",
    ),
    (
        "value_fill",
        "承诺日前发出的金额 ÷ 需求金额(批准价,未税)",
        "value sent by the promised day / value wanted (approved prices before tax)",
    ),
    (
        "on_time",
        "承诺日前签收的行 ÷ 到期的行",
        "lines signed for by the promised day / lines due",
    ),
    (
        "otif",
        "及时签收且发足的行 ÷ 到期的行",
        "lines both on time and in full / lines due",
    ),
    (
        "otif_order",
        "各行都及时足量的订单 ÷ 订单数",
        "orders with every line on time and in full / orders",
    ),
    (
        "perfect_order",
        "及时足量、无损、开票无误、30 天内无投诉退货的订单 ÷ 订单数",
        "orders on time, in full, undamaged, rightly billed, without complaint for 30 days / orders",
    ),
    (
        "first_pass",
        "首次录入即完整且未被退回的订单 ÷ 订单数",
        "orders complete at once and never sent back / orders",
    ),
    (
        "recovery",
        "缺项或退回后生效的订单 ÷ 缺项或退回的订单",
        "orders in force after all / orders incomplete or sent back",
    ),
    (
        "return_to_sales",
        "被退回的订单 ÷ 已提交订单",
        "orders sent back / orders handed in",
    ),
    (
        "cancel_rate",
        "整单取消的订单 ÷ 已提交订单",
        "orders called off whole / orders handed in",
    ),
    (
        "return_rate",
        "其中退回的件数 ÷ 期间发出件数",
        "units of them that came back / units sent in the period",
    ),
    (
        "cycle_time",
        "从下单到最后签收的天数,等客户不计:中位数",
        "days from order to last signature, waiting for the customer left out: median",
    ),
    (
        "dso",
        "期末应收从最近月份的销售倒推",
        "what is owed, counted back over the latest months of sales",
    ),
    (
        "overdue_rate",
        "逾期金额 ÷ 未清金额(争议中的不算逾期)",
        "money overdue / money open (disputed is not overdue)",
    ),
    (
        "csat",
        "评 4、5 分的回访 ÷ 回访数",
        "surveys with 4 or 5 / surveys",
    ),
    (
        "complaint_rate",
        "投诉数 ÷ 发出行数,每千行",
        "complaints / lines sent, for 1,000 lines",
    ),
];

/// Why a line or order failed.
pub const FAILED: Table = &[
    ("short", "发货不足", "sent short"),
    ("late", "签收晚", "signed late"),
    ("unsigned", "到期未签收", "due and not signed"),
    ("not_first", "首次未发足", "not whole at first"),
    ("refused", "拒收", "refused at the door"),
    ("damaged", "破损或丢失", "damaged or lost"),
    ("credited", "发票更正", "invoice corrected"),
    ("complaint", "投诉", "complaint"),
    ("return", "退货", "return"),
    ("incomplete", "录入不全", "incomplete"),
    ("returned", "被退回", "sent back"),
    ("not_recovered", "未挽回", "not recovered"),
    ("cancelled", "已取消", "called off"),
    ("came_back", "退回", "came back"),
    ("dissatisfied", "不满意", "not satisfied"),
    ("overdue", "逾期", "overdue"),
];

/// The parts of an order's way.
pub const STAGES: Table = &[
    ("entry", "录入", "entry"),
    ("review", "评审", "review"),
    ("dispatch", "备货发运", "dispatch"),
    ("transit", "在途", "transit"),
];

messages! {
    /// All rows of this table.
    MEASURES_SCREEN;

    measures_this_month => "本月" | "This month";
    measures_last_month => "上月" | "Last month";
    measures_quarter => "近三月" | "Three months";
    measures_year => "今年" | "This year";
    measures_twelve => "近一年" | "A year";
    measures_col_name => "指标" | "Measure";
    measures_col_value => "值" | "Value";
    measures_col_parts => "分子/分母" | "Part/whole";
    measures_col_failed => "未达" | "Failed";
    measures_col_trend => "走势" | "Trend";
    measures_col_line => "订单/行" | "Order/line";
    measures_col_why => "原因" | "Why";
    measures_col_fact => "说明" | "Fact";
    measures_days(days: &str) => "{days} 天" | "{days} d";
    measures_per_thousand(rate: &str) => "{rate}/千行" | "{rate}/1000";
    measures_before(value: &str) => "上月 {value}" | "before {value}";
    measures_p90(value: &str) => "90 分位 {value}" | "90th percentile {value}";
    measures_stage(stage: &str, value: &str) => "{stage} {value}" | "{stage} {value}";
    measures_failed(name: &str, count: i64) => "{name}: 未达 {count}" | "{name}: {count} failed";
    measures_failed_first(name: &str, count: i64, shown: usize) => "{name}: 未达 {count},列出最近 {shown}" | "{name}: {count} failed, the newest {shown} are here";
    measures_none_failed(name: &str) => "{name}: 没有未达的" | "{name}: nothing failed";
    measures_reading => "正在统计.." | "Counting..";
    measures_scale => "0-9: 十分之几  #: 全部  .: 无  天数和投诉以最大的为 #" | "0-9: tenths  #: all  .: none  days and complaints: # is the most";
    measures_hint => "Enter 看未达的行  Tab 换期间  Ctrl+R 重新统计" | "Enter the lines that failed  Tab another period  Ctrl+R counts again";
    measures_failed_hint => "Enter 看订单  Esc 返回指标" | "Enter the order  Esc the measures";
}
