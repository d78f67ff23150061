//! The words of the follow-up screen.

use super::checks::CHECK_NAMES;
use super::{Lang, messages};

/// Codes in words: code, Chinese, English.
type Table = &'static [(&'static str, &'static str, &'static str)];

/// Queues of the worklist.
pub const QUEUES: Table = &[
    ("incomplete", "待补全", "incomplete"),
    ("review", "待评审", "review"),
    ("director", "待审批", "director"),
    ("late", "延误", "late"),
    ("short", "缺货", "short"),
    ("collect", "催款", "collect"),
    ("returns", "退货", "returns"),
    ("complaints", "投诉", "complaints"),
    ("survey", "回访", "survey"),
    ("tasks", "任务", "tasks"),
    ("exceptions", "异常", "exceptions"),
    ("drafts", "草稿", "drafts"),
    ("billing", "待开票", "to bill"),
    ("platform", "平台单", "platform"),
];

/// Why a row is on the worklist.
pub const WHYS: Table = &[
    ("gap", "资料不全", "incomplete"),
    ("returned", "退回待改", "returned"),
    ("no_answer_3", "三次无人接听", "3 calls in vain"),
    ("opinion", "等意见", "opinion asked"),
    ("approval", "等审批", "to be approved"),
    ("change", "变更待批", "change to approve"),
    ("late", "超时", "late"),
    ("not_shipped", "未发", "not shipped"),
    ("packed", "已装箱未发", "packed, not sent"),
    ("under_way", "在途未签", "under way"),
    ("will_be_late", "将延误", "will be late"),
    ("short", "缺货", "short"),
    ("overdue", "逾期", "overdue"),
    ("promise_broken", "失约", "promise broken"),
    ("due_soon", "将到期", "due soon"),
    ("return_open", "退货待同意", "return to agree to"),
    ("return_approved", "等退货到货", "goods awaited"),
    ("return_received", "退货待结", "return to settle"),
    ("complaint", "投诉", "complaint"),
    ("complaint_overdue", "投诉超时", "complaint overdue"),
    ("complaint_repeated", "第三次投诉", "third complaint"),
    ("survey", "该回访", "survey planned"),
    ("task", "任务", "task"),
    ("task_overdue", "任务超时", "task overdue"),
    ("task_answered", "已答复待关闭", "answered, to close"),
    ("draft_left", "草稿未提交", "draft left lying"),
    ("not_billed", "已发未开票", "sent, not billed"),
    ("exception_short", "异常:缺货", "exception: short"),
    ("exception_late", "异常:延误", "exception: late"),
    ("exception_price", "异常:价格", "exception: price"),
    (
        "exception_payment_bounced",
        "异常:退票",
        "exception: bounced",
    ),
    ("exception_address", "异常:地址", "exception: address"),
    ("exception_damage", "异常:破损", "exception: damage"),
    ("exception_carrier_lost", "异常:丢件", "exception: lost"),
    (
        "exception_platform_cancelled",
        "异常:平台取消",
        "platform cancelled",
    ),
    (
        "exception_platform_refunding",
        "异常:平台退款",
        "platform refunds",
    ),
    (
        "exception_platform_shipped",
        "异常:平台已发",
        "sent per platform",
    ),
    (
        "exception_platform_status",
        "异常:平台状态",
        "platform's state",
    ),
    ("platform_waits", "平台单待提交", "to submit"),
    ("stay_half", "平台单缺一半", "half not come"),
    ("stay_unmapped", "货品未匹配", "goods not mapped"),
    ("stay_incomplete", "资料不全", "incomplete"),
    ("stay_held", "已挂起", "held"),
    ("stay_masked", "收件信息加密", "receiver masked"),
    ("stay_presale", "预售", "sold ahead"),
    ("stay_remark", "有备注", "has a remark"),
    ("stay_amount", "金额超限", "amount"),
    ("stay_weight", "超重", "weight"),
    ("stay_time", "不在时段", "out of hours"),
    ("stay_address", "地址要看", "address"),
    ("stay_same_buyer", "同名未合并", "same buyer"),
    (
        "exception_return_differs",
        "异常:退货不符",
        "return differs",
    ),
    (
        "exception_complaint_repeated",
        "异常:屡次投诉",
        "complaint repeated",
    ),
    ("exception_other", "异常", "exception"),
];

/// The next step of a row of the worklist.
pub const NEXT_STEPS: Table = &[
    ("call", "打电话问", "call"),
    ("order.edit", "改单", "edit"),
    ("review.give", "给意见", "opinion"),
    ("order.approve", "审批", "approve"),
    ("contact.log", "联系客户", "tell them"),
    ("stock.reserve", "找货", "find goods"),
    ("return.approve", "同意退货", "agree"),
    ("letter", "发函", "letter"),
    ("hold.place", "停发", "hold"),
    ("return.receive", "收退货", "receive"),
    ("return.settle", "结退货", "settle"),
    ("complaint.answer", "答复", "answer"),
    ("exception.solve", "解决", "solve"),
    ("order.submit", "提交", "submit"),
    ("invoice.post", "开票", "bill"),
    ("survey.record", "回访", "survey"),
    ("task.answer", "答复", "answer"),
    ("task.close", "关闭", "close"),
    ("goods.map", "匹配货品", "map"),
    ("hold.release", "解挂", "let go"),
    ("order.merge", "合单", "merge"),
];

/// Messages to customers, in the order of an order's life.
pub const MESSAGE_KINDS: Table = &[
    ("received", "收到订单", "order received"),
    ("confirmed", "确认交期", "confirmed with its date"),
    ("shipped", "已发货", "shipped with its waybill"),
    ("delayed", "要延误", "it will be late"),
    ("short", "缺货", "goods are missing"),
    ("signed", "已签收", "signed for"),
    ("reminder", "提醒付款", "money is due"),
];

impl Lang {
    /// Why a row is on the worklist; a check that keeps a platform's order by its name.
    pub fn work_why(self, code: &str) -> String {
        match code.strip_prefix("stay_check_") {
            Some(check) => self.word(CHECK_NAMES, check),
            None => self.word(WHYS, code),
        }
    }
}

messages! {
    /// All rows of this table.
    FOLLOW_UP;

    queue_all => "全部" | "all";
    follow_hint => "数字选队列  Enter 时间线/补单  F6 下一步  F2 联系  F5 步骤" | "digit: queue  Enter: timeline/fill in  F6: next  F2: contact  F5: steps";
    follow_message(order: &str) => "{order}: 发什么给客户" | "{order}: what to say";
    follow_copied => "已复制,发出后在此留记录;Esc 不留" | "Copied; once sent keep it here, Esc keeps nothing";
    follow_overdue => "超时的都在这里" | "all that is overdue";
    follow_late => "迟" | "late";
    follow_lines(n: &str) => "{n} 行" | "{n} lines";
    follow_invoices(n: &str, amount: &str) => "{n} 张 {amount} 元" | "{n} invoices {amount}";
    follow_no_order(subject: &str) => "{subject}: 没有订单" | "{subject}: no order";
    follow_severity(n: &str) => "{n} 级" | "severity {n}";
    follow_quiet => "没有要跟的事" | "Nothing to chase";
    follow_since(since: &str) => "自 {since}" | "since {since}";
    follow_next(step: &str) => "下一步 {step}" | "next: {step}";
    follow_col_queue => "队列" | "Queue";
    follow_col_subject => "单据" | "Paper";
    follow_col_phone => "电话" | "Phone";
    follow_col_why => "为什么" | "Why";
    follow_col_next => "下一步" | "Next";
}
