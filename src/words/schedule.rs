//! Goods and their dates in words: what happened to them, and what to say to a customer.

use serde_json::{Value, json};

use super::papers::Table;
use super::{Lang, messages};

messages! {
    /// All rows of this table.
    SCHEDULE;

    // Steps about dates.
    step_told => "告知客户交期" | "Told the customer";
    step_bump => "插队" | "Bump";
    step_arrive => "到达" | "Arrived";
    step_slip => "回单已收" | "Slip is back";
    told_date => "告知的日期" | "Date told";
    told_answer => "客户答复" | "The customer";
    told_not_yet => "尚未答复" | "has not answered";
    told_accepted => "接受,改承诺期" | "takes it: the new promise";
    arrived_when => "到达时间" | "Arrived at";
    arrived_on => "到达日期" | "Arrived on";
    slip_on => "收到日期(空为今天)" | "Came back on (empty: today)";
    reply_told(order: &str, day: &str) => "您好,订单 {order} 预计 {day} 交货。" | "Hello, order {order} will be delivered on {day}.";
    schedule_copied => "给客户的话已放入剪贴板;发出后用“告知客户”记下" | "What to say is in the clipboard; keep it with F5, told the customer";

    // What is done with goods.
    deed_which(product: &str) => "{product}: 做什么?" | "{product}: what next?";
    deed_receive => "入库" | "Receive";
    deed_count => "盘点" | "Count";
    deed_adjust => "调整" | "Adjust";
    deed_send => "调拨发出" | "Send to another warehouse";
    deed_arrive => "调拨到货" | "Take in a transfer";
    deed_quarantine => "待检隔离" | "Hold back";
    deed_release => "检后处置" | "Decide about what is held";
    deed_expect => "预计到货" | "Expect goods";
    deed_locate => "设货位" | "Say where it lies";
    deed_paper => "来货单号" | "Paper";
    deed_counted => "实盘数量" | "Counted";
    deed_difference => "差额(少为负)" | "Difference (less: minus)";
    deed_from => "调出仓" | "From";
    deed_to => "调入仓" | "To";
    deed_arrives_on => "预计到达(空为次日)" | "Arrives on (empty: as usual)";
    deed_transfer => "调拨单" | "Transfer";
    deed_no_transfer(product: &str) => "{product}: 没有在途调拨" | "{product}: no transfer is under way";
    deed_lost => "途中损失" | "Lost on the way";
    deed_lost_why => "损失原因" | "Why lost";
    deed_fate => "处置" | "They are";
    deed_good => "合格" | "good";
    deed_second => "次品" | "second choice";
    deed_scrap => "报废" | "thrown away";
    deed_sure => "到货日" | "The day is";
    deed_location => "货位" | "Location";

    schedule_col_line => "订单/行" | "Order/line";
    schedule_col_customer => "客户" | "Customer";
    schedule_col_product => "货品" | "Goods";
    schedule_col_qty => "数量" | "Qty";
    schedule_col_promise => "承诺" | "Due";
    schedule_col_possible => "可达" | "Possible";
    schedule_col_pushed => "货在谁手" | "Held by";
    schedule_by_stock => "有现货" | "from stock";
    schedule_by_supply => "等到货" | "from what comes in";
    schedule_by_lead => "需生产或采购" | "made or bought";
    schedule_late_by(days: i64) => "迟 {days} 天" | "{days} days late";
    schedule_pushed(line: &str) => "货在 {line}" | "its goods are with {line}";
    schedule_bumped(rank: i64) => "插队第 {rank}" | "bumped to {rank}";
    schedule_late(n: i64) => "延误 {n} 行 (Tab: 全部)" | "{n} lines late (Tab: all)";
    schedule_all(n: i64) => "全部 {n} 行,按次序 (Tab: 延误)" | "{n} lines in the order they are served (Tab: late ones)";
    schedule_tried_bump(order: &str, n: i64) => "试算: {order} 插队,变动 {n} 行;未改动 (Esc)" | "Tried: {order} first, moving {n} lines; nothing is changed (Esc)";
    schedule_tried_supply(product: &str, qty: &str, day: &str, n: i64) => "试算: {product} {qty} 于 {day} 到货,变动 {n} 行;未改动 (Esc)" | "Tried: {qty} of {product} on {day}, moving {n} lines; nothing is changed (Esc)";
    schedule_moves_nothing => "没有变动" | "It moves nothing";
    schedule_none_late => "没有延误的行" | "No line is late";
    schedule_nothing => "没有未交的行" | "No open line";
    schedule_hint => "F4 试插队  F6 试到货  F9 给客户的话  Enter 时间线  F5 步骤" | "F4: try a bump  F6: try a supply  F9: what to say  Enter: timeline  F5: steps";
    schedule_how_many => "数量" | "Quantity";
    schedule_when => "日期" | "Date";
    schedule_supply_of(product: &str, label: &str) => "试到货 {product}  {label}: " | "Try {product}  {label}: ";
}

/// What happened to an order's goods and dates.
pub const GOODS_HAPPENINGS: Table = &[
    (
        "stock.lost",
        "库存减少,释放第 {line} 行 {qty}",
        "stock lost: line {line} gives up {qty}",
    ),
    (
        "stock.expired",
        "占用到期:第 {line} 行 {qty}",
        "reservation ended: line {line}, {qty}",
    ),
    (
        "order.bumped",
        "插队(第 {rank} 位):{reason}",
        "bumped to {rank}: {reason}",
    ),
    (
        "order.unbumped",
        "取消插队:{reason}",
        "bump taken back: {reason}",
    ),
    (
        "order.told",
        "已告知客户({way}) {date}{said}",
        "customer told ({way}) {date}{said}",
    ),
    (
        "order.date_accepted",
        "客户接受新交期({way}) {date}{said}",
        "customer accepts {date} ({way}){said}",
    ),
    (
        "shipment.arrived",
        "到达 {shipment}:{arrived_at}",
        "arrived {shipment}: {arrived_at}",
    ),
    (
        "shipment.slip",
        "回单已收 {shipment}:{received_at}",
        "slip back {shipment}: {received_at}",
    ),
];

/// Why goods are late, as a customer is told.
pub const LATE_WHYS: Table = &[
    ("short", "货源不足", "goods have to be made or bought"),
    ("supply", "等待到货", "goods are on their way to us"),
    ("not_shipped", "尚未发出", "goods are about to leave"),
    ("packed", "已装箱待发", "goods are packed"),
    ("under_way", "运输途中", "goods are with the carrier"),
];

/// What to say to a customer.
pub const SAYINGS: Table = &[(
    "late",
    "您好,订单 {order} 的 {name} {qty} {unit},原定 {promise},因{late_why},预计 {date} 到货。给您带来不便,敬请谅解。",
    "Hello, {qty} {unit} of {name} in order {order}, promised for {promise}, will be with you on {date}: {late_why}. We are sorry.",
)];

impl Lang {
    /// The reply about a whole order: the last day, then a row a line.
    fn promise_of_order(self, facts: &Value) -> String {
        let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
        let (order, date) = (text(&facts["order"]), text(&facts["date"]));
        let mut rows = vec![self.reply_order(&order, &date)];
        let lines = facts["lines"].as_array().into_iter().flatten();
        rows.extend(lines.map(|line| {
            let qty = format!("{} {}", text(&line["qty"]), text(&line["unit"]));
            self.reply_order_line(&text(&line["name"]), qty.trim(), &text(&line["earliest"]))
        }));
        rows.push(self.reply_open().to_owned());
        rows.join("\n")
    }

    /// What to say to a customer: a code with its facts, as `say` has them.
    pub fn saying(self, say: &Value) -> Option<String> {
        let mut facts = say["facts"].clone();
        if say["code"] == "promise" {
            return Some(self.promise_of_order(&facts));
        }
        if let Some(why) = facts["late_why"].as_str() {
            facts["late_why"] = json!(self.word(LATE_WHYS, why));
        }
        Some(self.sentence(SAYINGS, say["code"].as_str()?, &facts))
    }
}
