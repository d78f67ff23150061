//! The words of what follows a sale: returns, complaints, surveys, tasks, exceptions.

/// A table of codes: code, Chinese, English. Sentences may hold `{fact}`.
type Table = &'static [(&'static str, &'static str, &'static str)];

/// Where a return, a complaint or a task stands.
pub const AFTER_STATES: Table = &[
    ("open", "待办", "open"),
    ("approved", "待到货", "goods awaited"),
    ("received", "已到货", "goods in"),
    ("settled", "已结", "settled"),
    ("dropped", "已放弃", "given up"),
    ("answered", "已答复", "answered"),
    ("closed", "已关闭", "closed"),
];

/// What a customer wants for goods that come back.
pub const WANTS: Table = &[
    ("credit", "退货冲账", "credit"),
    ("refund", "退货退款", "refund"),
    ("exchange", "换货", "exchange"),
    ("repair", "维修", "repair"),
];

/// Whose fault it was.
pub const FAULTS: Table = &[
    ("ours", "我方", "ours"),
    ("customer", "客户", "the customer's"),
    ("carrier", "承运商", "the carrier's"),
];

/// Why goods come back.
pub const RETURN_CAUSES: Table = &[
    ("quality", "质量", "quality"),
    ("wrong_item", "发错货", "wrong goods"),
    ("short", "少发", "short"),
    ("damaged", "破损", "damaged"),
    ("size", "尺码不合", "size"),
    ("no_reason", "七天无理由", "no reason needed"),
    ("refused", "拒收", "refused at the door"),
    ("address", "地址错", "address"),
];

/// How goods came back.
pub const CONDITIONS: Table = &[
    ("good", "良品", "good"),
    ("second", "次品", "second choice"),
    ("scrap", "报废", "scrap"),
    ("repair", "待修", "to mend"),
    ("vendor", "退供应商", "to the supplier"),
];

/// Kinds of exceptions.
pub const EXCEPTIONS: Table = &[
    ("short", "缺货", "short"),
    ("late", "延误", "late"),
    ("price", "价格", "price"),
    ("payment_bounced", "退票", "payment bounced"),
    ("address", "地址", "address"),
    ("damage", "破损", "damage"),
    ("carrier_lost", "承运商丢件", "lost by the carrier"),
    (
        "platform_cancelled",
        "平台取消",
        "called off by the platform",
    ),
    ("platform_refunding", "平台退款", "refunded by the platform"),
    ("platform_shipped", "平台已发货", "sent, says the platform"),
    ("platform_status", "平台状态不明", "the platform's state"),
    ("return_differs", "退货与约定不符", "return differs"),
    ("complaint_repeated", "重复投诉", "repeated complaints"),
    ("other", "其他", "other"),
];

/// What happened after the sale.
pub const AFTER_HAPPENINGS: Table = &[
    (
        "return.opened",
        "退货 {return}:{want_text},责任{fault_text};{lines}",
        "return {return}: {want_text}, fault {fault_text}; {lines}",
    ),
    (
        "return.approved",
        "同意退货 {return},{due} 前到货",
        "return {return} agreed, goods due {due}",
    ),
    (
        "return.received",
        "退货到货 {return}({warehouse}):{lines}",
        "goods of {return} in ({warehouse}): {lines}",
    ),
    (
        "return.settled",
        "退货办结 {return}:{want_text} {credit_notes}",
        "return {return} settled: {want_text} {credit_notes}",
    ),
    (
        "return.exchanged",
        "{return} 换货单 {order}",
        "exchange order {order} for {return}",
    ),
    (
        "return.dropped",
        "放弃退货 {return}:{reason}",
        "return {return} given up: {reason}",
    ),
    (
        "complaint.opened",
        "投诉 {complaint}({severity} 级):{text}",
        "complaint {complaint} (severity {severity}): {text}",
    ),
    (
        "complaint.answered",
        "答复投诉 {complaint}:{text}",
        "complaint {complaint} answered: {text}",
    ),
    (
        "complaint.closed",
        "投诉关闭 {complaint}:{cause};{remedy};花费 {cost} 元",
        "complaint {complaint} closed: {cause}; {remedy}; cost {cost}",
    ),
    (
        "survey.recorded",
        "回访 {survey}:{score} 分{said}",
        "survey {survey}: {score} of 5{said}",
    ),
    (
        "task.opened",
        "任务 {task} -> {department}:{text},{due} 前",
        "task {task} -> {department}: {text}, due {due}",
    ),
    (
        "task.answered",
        "{department} 答复任务 {task}:{text}",
        "{department} answers task {task}: {text}",
    ),
    (
        "task.closed",
        "任务关闭 {task}{said}",
        "task {task} closed{said}",
    ),
    (
        "exception.raised",
        "异常 {exception}({kind_text}){subject}{said}",
        "exception {exception} ({kind_text}) {subject}{said}",
    ),
    (
        "exception.assigned",
        "异常 {exception}({kind_text})交给 {owner},{due} 前",
        "exception {exception} ({kind_text}) is {owner}'s, due {due}",
    ),
    (
        "exception.solved",
        "异常解决 {exception}({kind_text}):{cause} {solution}",
        "exception {exception} ({kind_text}) solved: {cause} {solution}",
    ),
];

/// Coded facts of these sentences, whose words stand beside them as `{name_text}`.
pub const CODED: &[(&str, Table)] = &[("want", WANTS), ("fault", FAULTS), ("kind", EXCEPTIONS)];
