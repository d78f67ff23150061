//! The words of the papers that follow a sale: returns, complaints, surveys, tasks.

use super::messages;

messages! {
    /// All rows of this table.
    AFTER_STEPS;

    // Names of the steps.
    step_after_sale => "售后与协作..." | "After the sale...";
    step_goods_back => "开退货单" | "Open a return";
    step_return_approve => "同意退货" | "Agree to the return";
    step_return_receive => "收退货" | "Receive the return";
    step_return_settle => "结退货" | "Settle the return";
    step_return_drop => "放弃退货" | "Give the return up";
    step_complain => "登记投诉" | "Take a complaint";
    step_complaint_answer => "答复投诉" | "Answer the complaint";
    step_complaint_close => "关闭投诉" | "Close the complaint";
    step_survey => "回访打分" | "Record a survey";
    step_ask_task => "发任务" | "Ask a department";
    step_task_answer => "答复任务" | "Answer the task";
    step_task_close => "关闭任务" | "Close the task";
    step_exception_solve => "解决异常" | "Solve the exception";
    step_exception_assign => "指派异常" | "Give it an owner";
    ask_solution => "怎么解决的" | "Solution";
    ask_owner => "负责人" | "Owner";
    step_problem => "报异常" | "Raise an exception";

    // On the papers.
    ask_return => "退货单" | "Return";
    ask_back(n: i64, name: &str, shipped: &str) => "退 {n} {name}(已发 {shipped})" | "Back {n} {name} (shipped {shipped})";
    ask_came(n: i64, name: &str) => "到货 {n} {name}" | "Came {n} {name}";
    ask_condition_of(n: i64) => "{n} 品相" | "{n} condition";
    ask_want => "客户要" | "Wants";
    ask_fault => "责任" | "Fault";
    ask_platform_ref => "平台售后单号" | "Platform's number";
    return_line(n: i64, name: &str, agreed: &str, came: &str) => "第 {n} 行 {name}: 约退 {agreed},已到 {came}" | "line {n} {name}: agreed {agreed}, in {came}";
    settle_fee => "返库手续费" | "Restocking fee";
    settle_freight => "运费(客户担)" | "Freight kept back";
    settle_early => "货还没到: 先开换货单,发货要等退货到" | "The goods are not in: makes the exchange order now, it waits for them";
    settle_exchange => "已开票的冲账,并开换货单" | "Credits what was billed and makes the exchange order";
    settle_repair => "维修不动账" | "A repair moves no money";
    settle_credit => "已开票的按实付价冲账;未开票的不再开" | "Credits what was billed at the price paid; the rest is not billed";
    ask_severity => "级别" | "Severity";
    severity_1 => "1 级 4 小时内" | "1: 4 working hours";
    severity_2 => "2 级 1 个工作日" | "2: one working day";
    severity_3 => "3 级 3 个工作日" | "3: three working days";
    ask_answer_text => "答复" | "Answer";
    ask_cause => "原因" | "Cause";
    ask_remedy => "处理" | "Remedy";
    ask_cost => "花费" | "Cost";
    ask_score => "打分" | "Score";
    score_1 => "很不满意" | "very bad";
    score_2 => "不满意" | "bad";
    score_3 => "一般" | "fair";
    score_4 => "满意" | "good";
    score_5 => "很满意" | "very good";
    ask_what_for => "要做什么" | "What for";
    ask_due_by => "何时前" | "By when";
    due_today(day: &str) => "今天下班({day})" | "end of today ({day})";
    due_tomorrow(day: &str) => "明天下班({day})" | "end of tomorrow ({day})";
    due_in_days(n: i64, day: &str) => "{n} 天后({day})" | "in {n} days ({day})";
    ask_problem => "哪种异常" | "What kind";
}
