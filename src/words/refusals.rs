//! What a refusal says: what was not done and why, and the way out.

use serde_json::{Map, Value};

use super::Lang;
use super::checks::CHECK_WAYS;
use super::field_names::field_name;
use super::fill::fill;
use super::office_refusals;
use crate::domain::{Code, Refusal};

/// A refusal in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What, and the fact behind it.
    pub text: String,
    /// What can be done now.
    pub way_out: String,
}

/// Puts a fact into words.
type Reword = fn(Lang, &str) -> String;

/// The sentences of a code: Chinese text and way out, English text and way out.
type Sentences = (&'static str, &'static str, &'static str, &'static str);

/// Ways out of a wrong state that has a cause of its own.
const WAYS_ON: &[(&str, &str, &str)] = &[
    (
        "draft",
        "还没批准,直接修改即可 (order.edit)",
        "it is not approved yet: edit it (order.edit)",
    ),
    (
        "change_pending",
        "已有一个变更在等审批({reason}):先批准、退回,或撤回该变更 (order.withdraw)",
        "a change waits already ({reason}): approve it, return it or withdraw it first (order.withdraw)",
    ),
    (
        "no_change",
        "没有待审的变更;要退回在审的单请审核人员办 (order.return)",
        "no change waits; an order in review is sent back by who judges it (order.return)",
    ),
    (
        "opinions_owed",
        "先等 {departments} 给出意见,或退回该变更",
        "wait for {departments}, or return the change",
    ),
    (
        "paid",
        "该单已收款 {paid},不能换客户:取消该单(定金转未核销),另录新单",
        "{paid} was paid for it, so the customer stays: cancel it (the deposit is set free) and enter it anew",
    ),
];

impl Lang {
    /// Puts a refusal into words.
    pub fn refusal(self, refusal: &Refusal) -> Told {
        let facts = refusal.facts();
        let (zh, zh_out, en, en_out) = match refusal.code() {
            // A condition stops goods as a hold does, but somebody else lifts it.
            Code::HoldActive if facts.contains_key("condition") => condition(facts),
            Code::CheckBlocked => return self.blocked(facts),
            code => special(refusal).unwrap_or_else(|| sentences(code)),
        };
        let (text, mut way_out) = match self {
            Self::Zh => (zh, zh_out),
            Self::En => (en, en_out),
        };
        let why = facts.get("why").and_then(Value::as_str);
        if let Some((_, zh, en)) = WAYS_ON.iter().find(|(name, _, _)| why == Some(name)) {
            way_out = self.pick(zh, en);
        }
        if refusal.code() == Code::BadField && why.is_some_and(Self::is_of_a_cell) {
            way_out = self.row_way_out();
        }
        let mut facts = self.with_words(facts);
        if let Some(Value::Array(fields)) = refusal.facts().get("missing") {
            let fields = fields.iter().filter_map(Value::as_str);
            let names: Vec<_> = fields.map(|field| field_name(self, field)).collect();
            facts.insert(
                "missing".to_owned(),
                names.join(self.pick("、", ", ")).into(),
            );
        }
        let reworded: &[(&str, Reword)] = match refusal.code() {
            Code::BadField => &[("why", Self::hint), ("field", Self::named_field)],
            Code::ImportBadFile => &[("why", Self::bad_file)],
            Code::ImportBadId => &[("why", Self::bad_id)],
            Code::NotFound => &[("kind", field_name)],
            _ => &[],
        };
        for (name, told) in reworded {
            if let Some(Value::String(text)) = facts.get_mut(*name) {
                *text = told(self, text);
            }
        }
        Told {
            text: fill(text, &facts).trim().to_owned(),
            way_out: fill(way_out, &facts),
        }
    }

    /// A check of the office that blocks: its own sentence behind the order, its own way out.
    fn blocked(self, facts: &Map<String, Value>) -> Told {
        let check = facts.get("check").and_then(Value::as_str).unwrap_or("");
        let (zh, zh_out, en, en_out) = sentences(Code::CheckBlocked);
        let mut facts = facts.clone();
        let why = self.check(check, "block", &Value::Object(facts.clone()));
        let way = self.word(CHECK_WAYS, check);
        facts.insert("why".to_owned(), Value::String(why));
        facts.insert("way".to_owned(), Value::String(way));
        Told {
            text: fill(self.pick(zh, en), &facts),
            way_out: fill(self.pick(zh_out, en_out), &facts),
        }
    }

    /// Puts refusals into words, the way out behind the cause, for whoever knows no language.
    pub fn in_words(self) -> fn(&Refusal) -> String {
        fn line(told: &Told) -> String {
            format!("{} {}", told.text, told.way_out)
        }
        match self {
            Self::Zh => |refusal| line(&Self::Zh.refusal(refusal)),
            Self::En => |refusal| line(&Self::En.refusal(refusal)),
        }
    }

    /// The cause and the way out of a code, without facts, for `help`.
    pub fn refusal_cause(self, code: Code) -> (String, String) {
        let (zh, zh_out, en, en_out) = sentences(code);
        let shown = |sentence: &str| sentence.replace('{', "<").replace('}', ">");
        (shown(self.pick(zh, en)), shown(self.pick(zh_out, en_out)))
    }
}

/// A condition of an opinion that is not met, in words or in money.
fn condition(facts: &Map<String, Value>) -> Sentences {
    if facts.get("paid").is_some_and(|paid| !paid.is_null()) {
        return (
            "{order} 未{stage_text}:{department_text}要求到账 {paid}%({needed}),现有 {cleared} {condition}",
            "先收款并到账,或由该部门、主管确认 (condition.meet)",
            "{order} stops before {stage_text}: {department_text} wants {paid}% cleared ({needed}), there is {cleared} {condition}",
            "record and clear the payment, or the department or a supervisor says it is met (condition.meet)",
        );
    }
    (
        "{order} 未{stage_text}:{department_text}的条件未满足:{condition}",
        "满足后由该部门、主管确认 (condition.meet);装箱的条件仓库也可确认",
        "{order} stops before {stage_text}: a condition of {department_text} is not met: {condition}",
        "the department or a supervisor says when it is met (condition.meet), for packing the warehouse too",
    )
}

/// The sentences where one code has several causes.
fn special(refusal: &Refusal) -> Option<Sentences> {
    let facts = refusal.facts();
    if refusal.code() == Code::OfficeBusy && facts.contains_key("pid") {
        return Some(office_refusals::HELD);
    }
    if refusal.code() == Code::CreditOverLimit && facts.contains_key("order_max") {
        return Some((
            "{order} 未通过:单笔 {amount} 超过单笔上限 {order_max}",
            "拆分或减少订单,或由财务特批 (override.give)",
            "{order} did not pass: {amount} is more than a single order may be ({order_max})",
            "split or shorten the order, or finance gives an override (override.give)",
        ));
    }
    if refusal.code() == Code::ImportBadFile && facts.contains_key("missing") {
        return Some((
            "文件 {file} 缺少这些表头:{missing}",
            "在文件里改表头;订单文件也可在导入屏按 Ins 逐列对应一次",
            "the file {file} lacks headings for {missing}",
            "change the headings; of order files Ins on the import screen tells once what each column is",
        ));
    }
    if refusal.code() == Code::DateOutOfRange && facts.contains_key("latest") {
        return Some((
            "字段 {field} 的日期晚于 {latest}:未到的钱不能入账",
            "填今天或更早的日期",
            "the date in {field} is after {latest}: money that has not come cannot be booked",
            "give today or an earlier day",
        ));
    }
    match facts.get("cause").and_then(Value::as_str) {
        Some("promise") => Some((
            "{order} 未通过:客户未按承诺付款({what})",
            "先收款,或由财务特批 (override.give)",
            "{order} did not pass: the customer broke a promise to pay ({what})",
            "collect first, or finance gives an override (override.give)",
        )),
        Some("cheque") => Some((
            "{order} 未通过:支票退票未补 ({what})",
            "先收款,或由财务特批 (override.give)",
            "{order} did not pass: a cheque bounced and was not made good ({what})",
            "collect first, or finance gives an override (override.give)",
        )),
        _ => None,
    }
}

fn sentences(code: Code) -> Sentences {
    input(code)
        .or_else(|| office_refusals::office(code))
        .or_else(|| order(code))
        .or_else(|| check(code))
        .or_else(|| goods(code))
        .or_else(|| import(code))
        .unwrap_or_else(|| money(code))
}

fn input(code: Code) -> Option<Sentences> {
    Some(match code {
        Code::BadLine => (
            "第 {line} 行不是一条命令:{why}",
            "每行写一个 JSON 对象,最多 1 MiB",
            "line {line} is not a command: {why}",
            "write one JSON object a line, at most 1 MiB",
        ),
        Code::BadField => (
            "字段 {field} 不对:{why}",
            "改正该字段;字段说明见 orderdesk help commands",
            "field {field} is not right: {why}",
            "mend the field; orderdesk help commands describes it",
        ),
        Code::UnknownCommand => (
            "没有名为 {name} 的命令或查询",
            "orderdesk help commands 与 help queries 列出全部",
            "there is no command or query named {name}",
            "orderdesk help commands and help queries list them all",
        ),
        Code::NotFound => (
            "找不到:{kind} {what}",
            "核对编号,或用查找 (F3) 按名称、拼音首字母、尾号查",
            "not found: {kind} {what}",
            "check the code, or find it (F3) by name, initials or number tail",
        ),
        Code::NotPermitted => (
            "{who} 无权执行 {command}",
            "请有此权限的人来做:{roles};管理员可用 user.save 调整角色",
            "{who} may not do {command}",
            "ask somebody who may: {roles}; an administrator changes roles with user.save",
        ),
        Code::VersionConflict => (
            "{document} 未改动:{who} 于 {when} 已改过(现为第 {version} 版,你看到的是第 {yours} 版)",
            "重新载入 (Ctrl+R) 后再改,你填的内容还在",
            "{document} was not changed: {who} changed it at {when} (now version {version}, you saw {yours})",
            "load it again (Ctrl+R) and repeat; what you typed is kept",
        ),
        Code::IdReused => (
            "命令号 {id} 已用于另一条内容不同的命令",
            "换一个命令号",
            "command id {id} was used with other content",
            "use another id",
        ),
        Code::AlreadyThere => (
            "已存在:{kind} {what}",
            "换一个名称,或改已有的那一个",
            "there already: {kind} {what}",
            "take another name, or change the one that is there",
        ),
        Code::DateOutOfRange => (
            "字段 {field} 的日期不在 1990 至 2199 年之间",
            "核对年份",
            "the date in {field} lies outside 1990 to 2199",
            "check the year",
        ),
        Code::MoneyOverflow => (
            "数字过大:{field}",
            "核对数量、单价与金额",
            "a number is too large: {field}",
            "check quantity, price and amount",
        ),
        _ => return None,
    })
}

fn order(code: Code) -> Option<Sentences> {
    Some(match code {
        Code::DutyConflict => (
            "{order} 未办理:{who} 已是该单的 {had},不能再做 {part}",
            "请另一个人来做(职责分离)",
            "{order} was not done: {who} was its {had} already and may not be {part} too",
            "somebody else has to do it (duties apart)",
        ),
        Code::DuplicateOrder => (
            "可能重复:与 {order} 相同",
            "打开 {order} 核对;确为新单时改客户单号,或提交时说明原因",
            "perhaps a duplicate: the same as {order}",
            "look at {order}; if this one is new, change the customer's number or answer the warning when submitting",
        ),
        Code::WrongState => (
            "{document} 未办理:当前状态为 {state}",
            "打开该单看“为什么不能往下走”",
            "{document} was not done: it is {state}",
            "open it and read why it does not go on",
        ),
        Code::OrderIncomplete => (
            "{order} 未提交:资料不全({gaps})",
            "补齐标出的字段再提交",
            "{order} was not submitted: it lacks {gaps}",
            "fill in the marked fields and submit again",
        ),
        Code::OrderBelowShipped => (
            "{order} 第 {line} 行未改:可取消 {open},已装箱 {packed},已发 {shipped}",
            "减少数量,或先拆箱;已发货的走退货",
            "{order} line {line} was not changed: {open} open, {packed} packed, {shipped} shipped",
            "take less, or unpack first; what has shipped comes back as a return",
        ),
        Code::PriceNoReason => (
            "第 {line} 行单价 {price} 与应取价 {resolved}({from})不同,未写原因",
            "写上改价原因,或清空单价",
            "line {line}: the price {price} differs from {resolved} ({from}) without a reason",
            "give a reason for the price, or leave it empty",
        ),
        Code::QtyNotAStep => (
            "{product} 的数量 {qty} 不是 {step} 的整数倍",
            "改成 {step} 的倍数",
            "{product}: the quantity {qty} is no multiple of {step}",
            "use a multiple of {step}",
        ),
        _ => return None,
    })
}

fn check(code: Code) -> Option<Sentences> {
    Some(match code {
        Code::PriceBelowFloor => (
            "{order} 未通过:第 {line} 行单价 {price} 低于最低价 {floor}",
            "改价,或由有权的人特批 (override.give)",
            "{order} did not pass: line {line} at {price} is below the floor {floor}",
            "change the price, or somebody who may gives an override (override.give)",
        ),
        Code::HoldActive => (
            "{order} 被挂起({hold}):{reason}",
            "由有权的人解除挂起 (hold.release)",
            "{order} is on hold ({hold}): {reason}",
            "somebody who may releases the hold (hold.release)",
        ),
        Code::CheckBlocked => (
            "{order} 未通过 {check}:{why}",
            "{way},或由有权的人特批 (override.give)",
            "{order} did not pass {check}: {why}",
            "{way}, or somebody who may gives an override (override.give)",
        ),
        Code::CreditOverLimit => (
            "{order} 未通过:超出信用额度 {over}(额度 {limit},已用 {exposure})",
            "减少订单、先收款,或由财务特批 (override.give)",
            "{order} did not pass: {over} over the limit (limit {limit}, used {exposure})",
            "shorten the order, collect first, or finance gives an override (override.give)",
        ),
        Code::CreditOverdue => (
            "{order} 未通过:逾期 {overdue},最久 {oldest_days} 天",
            "先收逾期款,或由财务特批 (override.give)",
            "{order} did not pass: {overdue} overdue, the oldest by {oldest_days} days",
            "collect what is overdue, or finance gives an override (override.give)",
        ),
        _ => return None,
    })
}

fn goods(code: Code) -> Option<Sentences> {
    Some(match code {
        Code::StockShort => (
            "{product} 库存不足:可用 {free},需要 {asked}",
            "减少数量、换仓,或等到货;看查库存 (Alt+3);已装箱的先拆箱",
            "{product} is short: {free} free, {asked} asked",
            "take less, another warehouse, or wait for supply; see stock check (Alt+3); packed goods are unpacked first",
        ),
        Code::ShipmentOverTolerance => (
            "{product} 超出允许发货量:最多 {most},本次后为 {asked}",
            "减少数量",
            "{product} is beyond what may be shipped: at most {most}, this would make {asked}",
            "take less",
        ),
        Code::CountMismatch => (
            "盘点与装箱不符:{difference};未装箱",
            "重新点数,或改装箱数量",
            "the count differs from what is packed: {difference}; nothing was packed",
            "count again, or change the packed quantity",
        ),
        Code::WaybillUsed => (
            "运单号 {waybill} 已用于 {shipment}",
            "核对运单号",
            "waybill {waybill} is used by {shipment}",
            "check the waybill number",
        ),
        Code::DeliveryPolicy => (
            "{order} 不许部分发货({policy})",
            "等货齐一起发,或改客户的交货方式",
            "{order} may not ship in part ({policy})",
            "wait until it is whole, or change the customer's delivery policy",
        ),
        Code::PaymentNotCleared => (
            "{order} 未发货:按付款方式 {terms} 需先到账 {needed},现有 {cleared}",
            "先收款并到账,或由财务特批 (override.give)",
            "{order} did not leave: its terms {terms} want {needed} cleared first, there is {cleared}",
            "record and clear the payment, or finance gives an override (override.give)",
        ),
        Code::ReturnOverShipped => (
            "{order} 第 {line} 行未退:已发 {shipped},各退货单已占 {returned},还可退 {left},要退 {asked}",
            "核对数量;不来的退货先放弃:退货屏 (Alt+R) 选该单按 F5 (return.drop)",
            "{order} line {line} was not returned: {shipped} shipped, returns claim {returned}, {left} left, {asked} asked",
            "check the quantity; give up a return that does not come: Returns (Alt+R), F5 (return.drop)",
        ),
        Code::ReturnNotReceived => (
            "退货 {return} 的货还没到,{order} 要等",
            "先收退货 (return.receive);换货可先下单 (early),发货仍要等,或由主管特批 (override.give)",
            "the goods of {return} are not in, {order} waits for them",
            "receive the return first (return.receive); an exchange may be entered early and still waits, or a supervisor gives an override (override.give)",
        ),
        _ => return None,
    })
}

fn import(code: Code) -> Option<Sentences> {
    Some(match code {
        Code::ImportBadId => (
            "订单号 {value} 不可信:{why}",
            "在平台重新导出,或把该列设为文本",
            "the order number {value} cannot be trusted: {why}",
            "export again from the platform, or keep the column as text",
        ),
        Code::ReceiptUnmatched => (
            "付款人 {payer} 不是任何客户的名称:{date} {amount} 元,可能是 {like}",
            "用 receipt.record 记到该客户,ref 以流水号 {serial} 开头;再导入同一文件不会重复",
            "{payer} is the name of no customer: {amount} on {date}, perhaps {like}",
            "record it with receipt.record for the right one, with a ref that begins with {serial}; the file can be read again",
        ),
        Code::ImportUnmapped => (
            "没有对应的货品:{goods}",
            "Alt+P 第 2 页匹配一次,同款以后都认得;或在订单里选货品",
            "no product answers to {goods}",
            "map it once (Alt+P, page 2) and all its like are known; or choose the product in the order",
        ),
        Code::ImportBadFile => (
            "文件 {file} 读不懂:{why}",
            "核对文件种类与表头",
            "the file {file} cannot be read: {why}",
            "check its kind and its headings",
        ),
        _ => return None,
    })
}

fn money(code: Code) -> Sentences {
    match code {
        Code::ReceiptOverApplied => (
            "核销过多:{document} 只余 {open},要核 {asked}",
            "减少金额",
            "too much is applied: {document} has {open} open, {asked} asked",
            "apply less",
        ),
        Code::RefundOverPaid => (
            "退款过多:最多可退 {most}",
            "减少金额",
            "too much is refunded: at most {most}",
            "refund less",
        ),
        Code::InvoiceTaxData => (
            "未开专票:客户 {customer} 的税号不对或没有({tax_id})",
            "先用 customer.save 补上税号,或改开普票",
            "no special invoice: the tax number of {customer} is missing or not sound ({tax_id})",
            "save the customer with its tax number, or post an ordinary invoice",
        ),
        Code::PeriodClosed => (
            "{month} 已结账",
            "日期改到未结账的月份",
            "the month {month} is closed",
            "use a date in an open month",
        ),
        // Every other code has its sentence above; the test walks them all.
        _ => ("未办理:{code}", "", "not done: {code}", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_own_words_in_both_languages() {
        for code in Code::ALL {
            for lang in Lang::ALL {
                let told = lang.refusal(&Refusal::new(*code));
                assert!(!told.way_out.is_empty(), "{} in {lang:?}", code.name());
                assert!(!told.text.starts_with("not done"), "{}", code.name());
                assert!(
                    !told.text.contains('!') && !told.text.contains('!'),
                    "{}",
                    told.text
                );
            }
        }
        let ahead = Refusal::new(Code::DateOutOfRange).fact("latest", "2026-11-23");
        assert!(Lang::En.refusal(&ahead).text.contains("is after 2026"));
    }
}
