//! The words of the papers that make a new version of an order, or another order of it.

use super::messages;

messages! {
    /// All rows of this table.
    VERSIONS;

    step_change => "变更" | "Change";
    step_withdraw => "撤回变更" | "Withdraw the change";
    step_confirm => "客户确认" | "Customer confirms";
    step_copy => "复制" | "Copy";
    step_merge => "并单" | "Merge";
    step_split => "拆单" | "Split";
    ask_asked_by => "谁要求" | "Asked by";
    ask_line_or_goods => "行号或新货品" | "Line, or new goods";
    ask_new_qty => "数量(0 为取消余量)" | "Qty (0: rest off)";
    ask_new_price => "单价" | "Price";
    ask_new_need => "交期(无行号为整单)" | "Need date (no line: all)";
    more_change => "再改一行" | "another line";
    change_line(n: i64, name: &str, qty: &str, price: &str, need: &str) => "第 {n} 行 {name}: {qty} x {price}  {need}" | "line {n} {name}: {qty} x {price}  {need}";
    change_waits => "待复审,原版照常执行" | "to be judged again; the old version goes on";
    ask_person => "确认人" | "Person";
    ask_other_customer => "客户(空为原客户)" | "Customer (empty: the same)";
    ask_orders => "并入的单号" | "Orders that go into it";
    ask_parts => "行*数量,如 1*4 3" | "Line*qty, e.g. 1*4 3";
    ask_parts_words => "或写一个词:现货、仓库、预售,按它拆" | "or one word to split by: stock, warehouse, presale";
}
