//! The words of the stock screen, and the reply to a customer that it makes.

use super::messages;

messages! {
    /// All rows of this table.
    STOCK;

    stock_code => "编码" | "Code";
    stock_name => "品名" | "Name";
    stock_spec => "规格" | "Spec";
    stock_unit => "单位" | "Unit";
    stock_price => "标价" | "List";
    stock_free => "可用" | "Free";
    stock_warehouse => "仓库" | "Place";
    stock_on_hand => "在库" | "On hand";
    stock_reserved => "占用" | "Resvd";
    stock_packed => "已装" | "Packed";
    stock_expected => "在途" | "Coming";
    stock_total => "合计" | "All";
    stock_by_day => "可承诺(按日)" | "Can be promised";
    stock_from(day: &str, qty: &str) => "{day} 起 {qty}" | "from {day}: {qty}";
    stock_today => "今天" | "today";
    stock_held => "谁占用" | "Reserved for";
    stock_incoming => "在途到货" | "Coming in";
    stock_nobody => "无人占用" | "nobody";
    stock_nothing_coming => "没有在途" | "nothing";
    stock_instead => "可代用(可用量)" | "Instead (free)";
    stock_aside(held: &str, second: &str) => "另有待检 {held},次品 {second}" | "apart: {held} held, {second} second choice";
    stock_more(n: usize) => "另有 {n} 行" | "{n} more";
    stock_until(day: &str) => "占用至 {day}" | "till {day}";
    stock_confirmed => "已确认" | "sure";
    stock_unconfirmed => "未确认" | "not sure";
    stock_qty => "数量" | "Quantity";
    stock_by => "交期" | "By";
    stock_ask_hint => "Enter: 问数量和交期" | "Enter: how many, by when";
    stock_asking => "计算中..." | "Working it out...";
    stock_yes_stock(day: &str) => "可以: 最早 {day},有现货" | "Yes: {day} at the earliest, from stock";
    stock_yes_supply(day: &str) => "可以: 最早 {day},用在途货" | "Yes: {day} at the earliest, from what comes in";
    stock_yes_lead(day: &str) => "可以: 最早 {day},需生产或采购" | "Yes: {day} at the earliest, made or bought";
    stock_no_stock(day: &str) => "赶不上: 最早 {day}(现货)" | "Not by then: {day} at the earliest, from stock";
    stock_no_supply(day: &str) => "赶不上: 最早 {day}(在途货)" | "Not by then: {day} at the earliest, from what comes in";
    stock_no_lead(day: &str) => "赶不上: 最早 {day}(需生产或采购)" | "Not by then: {day} at the earliest, made or bought";
    stock_by_then(day: &str, qty: &str) => "{day} 前可给 {qty}" | "{qty} by {day}";
    stock_not_kept => "只是查询,没有占用库存" | "only looked up, nothing is reserved";
    stock_copy_which => "复制给客户的答复" | "Copy the reply for the customer";
    stock_keep_it => "记到订单上…" | "Keep it with an order…";
    deed_keep => "记录答复" | "Keep the reply";
    deed_order => "订单号" | "Order";
    stock_copied => "答复已放入剪贴板" | "The reply is in the clipboard";
    stock_no_answer_yes => "先问数量: Enter" | "Ask for a quantity first: Enter";

    // The reply, as it is sent to the customer.
    reply_yes(name: &str, qty: &str, day: &str) => "您好,{name} {qty},{day} 可以交货。" | "Hello, {qty} of {name} can be delivered on {day}.";
    reply_no(name: &str, qty: &str, day: &str) => "您好,{name} {qty},最早 {day} 可以交货。" | "Hello, {qty} of {name} can be delivered on {day} at the earliest.";
    reply_part(day: &str, qty: &str) => "{day} 前可先交 {qty}。" | "{qty} could come by {day}.";
    reply_order(order: &str, day: &str) => "您好,订单 {order} 最迟 {day} 可全部交货:" | "Hello, all of order {order} can be delivered by {day}:";
    reply_order_line(name: &str, qty: &str, day: &str) => "- {name} {qty}: {day}" | "- {qty} of {name}: {day}";
    reply_open => "数量以下单时为准。" | "Subject to stock when you order.";
}
