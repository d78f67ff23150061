//! The words of the papers that move an order: opinion, approval, holds, shipments, money.

use super::messages;

/// Codes in words: code, Chinese, English.
type Table = &'static [(&'static str, &'static str, &'static str)];

/// Reasons for sending an order back.
pub const RETURN_REASONS: Table = &[
    ("price", "价格", "price"),
    ("qty", "数量", "quantity"),
    ("need_date", "交期", "need date"),
    ("terms", "付款方式", "terms"),
    ("customer", "客户资料", "customer data"),
    ("goods", "货品", "goods"),
    ("contract", "合同", "contract"),
    ("credit", "信用", "credit"),
    ("other", "其他", "other"),
];

/// Why an order is called off.
pub const CANCEL_REASONS: Table = &[
    ("customer", "客户不要了", "customer"),
    ("ours", "我方原因", "ours"),
    ("credit", "信用", "credit"),
    ("duplicate", "重复下单", "duplicate"),
    ("stock", "缺货", "stock"),
];

/// Codes of holds that people place.
pub const HOLDS: Table = &[
    ("credit", "信用", "credit"),
    ("payment", "款项", "payment"),
    ("address", "地址", "address"),
    ("price", "价格", "price"),
    ("quality", "质量", "quality"),
    ("customer", "客户要求", "customer's wish"),
];

/// All codes of holds that have a word, those that rules raise among them.
pub const HOLD_NAMES: Table = &[
    ("credit", "信用", "credit"),
    ("overdue", "逾期", "overdue"),
    ("payment", "款项", "payment"),
    ("cheque", "退票", "bounced cheque"),
    ("promise", "失约", "broken promise"),
    ("intercepted", "已拦截", "called back"),
    ("collection", "催款停货", "shipping stopped"),
    ("address", "地址", "address"),
    ("price", "价格", "price"),
    ("quality", "质量", "quality"),
    ("customer", "客户要求", "customer's wish"),
];

/// Ways of giving money back.
pub const REFUND_METHODS: Table = &[
    ("wire", "电汇", "wire"),
    ("cash", "现金", "cash"),
    ("card", "刷卡", "card"),
    ("platform", "平台", "platform"),
];

/// Stages that a hold stops.
pub const STAGES: Table = &[
    ("ship", "发货", "ship"),
    ("approve", "审批", "approve"),
    ("allocate", "占用", "allocate"),
    ("invoice", "开票", "invoice"),
];

/// Ways of payment.
pub const METHODS: Table = &[
    ("wire", "电汇", "wire"),
    ("cash", "现金", "cash"),
    ("card", "刷卡", "card"),
    ("cheque", "支票", "cheque"),
    ("platform", "平台", "platform"),
    ("cod", "货到付款", "COD"),
];

messages! {
    /// All rows of this table.
    STEPS;

    // Names of the steps.
    step_opinion => "给出意见" | "Give an opinion";
    step_approve => "批准" | "Approve";
    step_return => "退回" | "Return";
    step_reject => "否决" | "Reject";
    step_override => "特批" | "Override";
    step_hold => "挂起" | "Hold";
    step_release => "解除挂起" | "Release a hold";
    step_condition => "条件已满足" | "Condition met";
    step_contact => "记录联系" | "Log a contact";
    step_pack => "装箱" | "Pack";
    step_dispatch => "发货" | "Dispatch";
    step_sign => "签收" | "Signed for";
    step_invoice => "开票" | "Post the invoice";
    step_receipt => "收款" | "Record a receipt";
    step_credit_note => "贷项通知" | "Credit note";
    step_write_off => "销账" | "Write off";
    step_refund => "退款" | "Refund";
    step_edit => "修改" | "Edit";
    step_submit => "提交" | "Submit";
    step_intercept => "拦截发货" | "Call back";
    step_unpack => "拆箱" | "Unpack";
    step_cancel => "取消" | "Cancel";
    step_void => "作废" | "Void";
    step_close_short => "短结" | "Close short";
    step_reopen => "重开" | "Reopen";

    // About the papers.
    steps_left_typed => "上次没办完时填的已填回" | "What you typed before is back";
    sheet_choose(n: usize) => "这里按数字 1-{n} 或左右键选择" | "here a digit 1-{n} or the arrows choose";
    sheet_no_list(field: &str) => "{field}: 没有列表可选,请直接填" | "{field}: there is no list, type it in";
    sheet_not_found(what: &str, text: &str) => "没有符合「{text}」的{what}" | "no {what} fits {text}";
    sheet_not_found_out(key: &str) => "{key} 按编码、名称、首字母、尾号列出可选的;再按 Enter 照填的用" | "{key} lists them by code, name, initials or tail; Enter again takes it as it is";
    sheet_seen_first(field: &str) => "{field}: 请先看一下" | "{field}: look at it first";
    sheet_keys_list(key: &str) => "{key} 列表  " | "{key} list  ";
    sheet_confirm(field: &str) => "{field}: 请按数字或 Enter 确认" | "{field}: to be confirmed by digit or Enter";
    sheet_keys_last => "数字选择  Enter 办理  Tab 换项  Esc 返回" | "digit chooses  Enter does it  Tab moves  Esc back";
    sheet_keys_next => "数字选择  Enter 下一项  Tab 换项  Esc 返回" | "digit chooses  Enter goes on  Tab moves  Esc back";
    steps_question(order: &str) => "{order}: 做什么?" | "{order}: what next?";
    steps_none(order: &str) => "{order}: 现在没有可做的步骤" | "{order}: nothing can be done now";
    step_not_now(step: &str, order: &str) => "{order}: 现在不能{step}" | "{order}: {step} is not possible now";
    step_not_now_but(told: &str, state: &str, steps: &str) => "{told}:{state};可做 {steps}" | "{told}: it is {state}; possible: {steps}";
    step_not_now_none(told: &str, state: &str) => "{told}:{state}" | "{told}: it is {state}";
    opinion_not_owed(order: &str) => "{order}: 没有等您部门的意见" | "{order}: no opinion of your department is waited for";
    steps_progress(n: usize, all: usize) => "办理中 {n}/{all}  Esc 停在这里" | "Working {n}/{all}  Esc stops here";
    steps_left(n: usize) => "{n} 单未开始,仍选中" | "{n} not begun, still marked";
    department_all => "全部" | "all";
    checks_more(n: usize) => "另有 {n} 项,见订单" | "{n} more, see the order";
    step_working => "办理中..." | "Working...";
    step_done(order: &str, step: &str) => "{order} {step}: 已办" | "{order} {step}: done";
    steps_done(n: usize, step: &str) => "{step}: {n} 单已办" | "{step}: {n} orders done";
    steps_failed(n: usize, failed: usize, step: &str) => "{step}: {n} 单已办,{failed} 单未办,仍选中,原因见列表" | "{step}: {n} done, {failed} not; they stay marked with the reason";
    steps_many(n: usize) => "对已选的 {n} 单" | "For the {n} orders marked";
    now_state(state: &str) => "现为{state}" | "now {state}";

    // Opinion.
    ask_department => "部门" | "Department";
    ask_verdict => "结论" | "Verdict";
    ask_text => "说明" | "Text";
    ask_condition => "条件" | "Condition";
    ask_gate => "停在" | "Before";
    ask_condition_paid => "须到账 %" | "Cleared %";
    ask_met => "如何满足" | "How it was met";
    ask_must_return => "立即退回" | "Return now";

    // Approval and its noes.
    ask_objective => "客观性" | "Objective";
    ask_accurate => "准确性" | "Accurate";
    ask_note => "备注" | "Note";
    ask_reason => "理由" | "Reason";
    ask_until => "有效至" | "Until";
    ask_cap => "金额上限" | "Up to amount";
    ask_check => "检查项" | "Check";
    ask_line => "行号" | "Line";
    ask_code => "原因" | "Reason code";
    ask_more => "下一步" | "Then";
    more_send => "退回" | "return it";
    more_add => "再加一条" | "add a reason";
    override_asked(check: &str) => "特批才能批准: {check}。填理由后再办理" | "Approve only by override of {check}: give the reason and send again";
    return_kept(reason: &str) => "已记: {reason}" | "kept: {reason}";
    line_of(n: i64) => "第 {n} 行" | "line {n}";

    // Handing in and calling off.
    submit_asks => "Enter 提交评审" | "Enter submits it for review";
    ask_answer => "确为新单的理由" | "Why it is a new order";
    ask_line_or_all => "行号(空为整单)" | "Line (empty: all)";
    ask_qty_or_open => "数量(空为未发的)" | "Qty (empty: all open)";
    line_open(n: i64, name: &str, qty: &str) => "第 {n} 行 {name}: 未发 {qty}" | "line {n} {name}: open {qty}";

    // Holds.
    ask_hold => "挂起类别" | "Hold";
    ask_stage => "停在" | "Stops";
    release_says => "填有效期或上限,即同时特批所拦检查" | "A day or an amount sets the check behind it aside, too";

    // Contacts.
    ask_way => "方式" | "Way";
    ask_outcome => "结果" | "Outcome";
    ask_next_at => "下次联系" | "Call again";
    ask_next_on => "日期" | "Date";
    ask_promise_on => "承诺日期" | "Promised for";
    ask_promise_amount => "承诺金额" | "Promised amount";
    next_told(when: &str) => "{when} 再联系" | "again {when}";
    next_none => "不再联系" | "not again";
    next_hours(time: &str) => "2 小时后 {time}" | "in 2 hours {time}";
    next_tomorrow(day: &str) => "明天 9:00({day})" | "tomorrow 9:00 ({day})";
    next_monday(day: &str) => "周一 9:00({day})" | "Monday 9:00 ({day})";
    next_other => "另定日期" | "another day";
    contact_phone(phone: &str) => "电话 {phone}" | "Phone {phone}";

    // Shipments.
    ask_shipment => "发货单" | "Shipment";
    ask_warehouse => "仓库" | "Warehouse";
    ask_carrier => "承运商" | "Carrier";
    ask_waybill => "运单号" | "Waybill";
    ask_signed_at => "签收时间" | "Signed at";
    ask_signer => "签收人" | "Signed by";
    ask_signed_on => "签收日期" | "Signed on";
    ask_refused(n: i64, name: &str) => "拒收 {n} {name}" | "Refused {n} {name}";
    ask_refused_why => "拒收原因" | "Why refused";
    signed_now => "现在" | "now";
    signed_yesterday => "昨天" | "yesterday";
    signed_before => "前天" | "the day before";
    signed_other => "另填日期" | "another day";
    carriers_coming => "正在取承运商..." | "fetching the carriers...";
    carrier_suggested(carrier: &str) => "运单号像 {carrier} 的,请确认承运商" | "The waybill looks like {carrier}; confirm the carrier";
    pack_reserved(qty: &str, product: &str) => "{product} 已占用 {qty}" | "{product} reserved {qty}";

    // Money.
    ask_due => "到期日" | "Due";
    ask_invoice => "发票" | "Invoice";
    ask_paper => "从" | "Out of";
    ask_qty => "数量" | "Quantity";
    ask_amount_or_line => "金额(或下填行号)" | "Amount (or a line)";
    ask_refund_method => "退款方式" | "Paid by";
    credit_note_says => "按金额,或按行号与数量(以实际成交价)" | "By amount, or by line and quantity at the price really paid";
    ask_amount => "金额" | "Amount";
    ask_method => "收款方式" | "Method";
    ask_ref => "流水号" | "Reference";
    invoice_gross(gross: &str) => "含税 {gross}" | "Gross: {gross}";
    receipt_open(open: &str, left: &str) => "已开票未收 {open}  全单未收 {left}" | "Open on invoices {open}  unpaid of the order {left}";
    invoice_qty(qty: &str) => "待开票数量 {qty}" | "To invoice: {qty}";
}
