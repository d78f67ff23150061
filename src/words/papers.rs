//! Names of states, gaps, checks, happenings, queues: codes of the file in a person's words.

use serde_json::{Map, Value};

use super::Lang;
use super::after_sale::CODED;
use super::codes::LOST;
pub use super::codes::{ASKED_BY, CONTACTS, FOUND, ROLES};
use super::fill::{fill, plain};

/// A table of codes: code, Chinese, English. Sentences may hold `{fact}`.
pub type Table = &'static [(&'static str, &'static str, &'static str)];

/// States of orders and shipments, kinds of progress.
pub const STATES: Table = &[
    ("draft", "草稿", "draft"),
    ("incomplete", "不全", "incomplete"),
    ("reviewing", "评审中", "in review"),
    ("director", "待总监", "director"),
    ("approved", "已批", "approved"),
    ("returned", "退回", "returned"),
    ("rejected", "否决", "rejected"),
    ("cancelled", "取消", "cancelled"),
    ("void", "作废", "void"),
    ("closed", "完成", "closed"),
    ("short_closed", "短结", "closed short"),
    ("packed", "已装箱", "packed"),
    ("dispatched", "已发出", "dispatched"),
    ("signed", "已签收", "signed"),
    ("unpacked", "已拆箱", "unpacked"),
    ("none", "未", "none"),
    ("part", "部分", "part"),
    ("shipped", "已发", "shipped"),
    ("invoiced", "已开票", "invoiced"),
    ("paid", "已付", "paid"),
    ("pass", "通过", "pass"),
    ("warn", "提醒", "warn"),
    ("block", "拦截", "block"),
    ("conditional", "有条件", "conditional"),
    ("fail", "不同意", "fail"),
];

/// Gaps.
pub const GAPS: Table = &[
    ("customer", "缺客户", "no customer"),
    ("lines", "没有货品", "no lines"),
    ("product", "货品不明", "goods not known"),
    ("qty", "缺数量", "no quantity"),
    ("need_date", "缺交期", "no need date"),
    ("ship_to", "缺收货地址", "no ship-to"),
    ("terms", "缺付款方式", "no terms"),
    ("customer_ref", "缺客户单号", "no customer's number"),
    ("phone", "电话不对", "phone not valid"),
    ("contact", "缺联系人", "nobody to call back"),
];

/// Steps at which goods wait for a condition.
pub const GATES: Table = &[
    ("pack", "装箱", "packing"),
    ("dispatch", "发货", "dispatch"),
];

/// Why an order does not go on.
pub const BLOCKERS: Table = &[
    ("gap", "{gap_text} {lines}", "{gap_text} {lines}"),
    ("not_submitted", "还没有提交", "not submitted yet"),
    (
        "returned",
        "已退回,待业务修改后重新提交",
        "returned; sales edits it and submits again",
    ),
    (
        "opinion_missing",
        "等 {department_text} 的意见,应于 {due} 前给出",
        "waits for {department_text}, due {due}",
    ),
    (
        "director",
        "等营销总监审批,应于 {due} 前",
        "waits for the director, due {due}",
    ),
    (
        "condition",
        "{department_text}的条件未满足:{condition}",
        "a condition of {department_text} is not met: {condition}",
    ),
    (
        "condition_paid",
        "{department_text}的条件:到账 {paid}%({needed}),现有 {cleared} {condition}",
        "a condition of {department_text}: {paid}% cleared ({needed}), there is {cleared} {condition}",
    ),
    (
        "change_opinions",
        "变更等 {departments} 的意见:{reason}",
        "the change waits for {departments}: {reason}",
    ),
    (
        "change_director",
        "变更等营销总监审批,自 {since}:{reason}",
        "the change waits for the director since {since}: {reason}",
    ),
    ("short", "缺货 {qty}", "{qty} without goods"),
    ("to_pack", "待装箱 {qty}", "{qty} to pack"),
    (
        "to_dispatch",
        "已装箱待发出 {qty}",
        "{qty} packed, to dispatch",
    ),
    (
        "to_sign",
        "在途待签收 {qty}",
        "{qty} under way, to be signed",
    ),
    (
        "refused",
        "拒收 {qty} 待处理退货",
        "{qty} refused at the door, return to settle",
    ),
    ("to_invoice", "待开票 {qty}", "{qty} to invoice"),
    ("hold", "挂起 {hold}:{reason}", "on hold {hold}: {reason}"),
    (
        "to_collect",
        "已完成,待收款 {amount}",
        "done; {amount} to collect",
    ),
    (
        "finished",
        "已{state_text},没有下一步",
        "{state_text}; nothing follows",
    ),
];

/// What happened to an order.
pub const HAPPENINGS: Table = &[
    (
        "order.entered",
        "录入:{lines} 行,{gross} 元",
        "entered: {lines} lines, {gross}",
    ),
    (
        "order.edited",
        "修改:{was} -> {gross} 元",
        "edited: {was} -> {gross}",
    ),
    (
        "order.submitted",
        "提交评审:{departments}",
        "submitted: {departments}",
    ),
    (
        "review.given",
        "{department} 意见:{verdict} {text} {condition}",
        "{department} says {verdict} {text} {condition}",
    ),
    (
        "review.asked",
        "另请 {departments} 评审",
        "{departments} asked too",
    ),
    (
        "condition.met",
        "{department} 的条件已满足:{condition} {text}",
        "a condition of {department} is met: {condition} {text}",
    ),
    ("order.to_director", "转营销总监", "to the director"),
    (
        "order.approved",
        "批准第 {revision} 版:{gross} 元",
        "approved, revision {revision}: {gross}",
    ),
    ("order.returned", "退回:{reasons}", "returned: {reasons}"),
    ("order.rejected", "否决:{reason}", "rejected: {reason}"),
    ("order.voided", "作废:{reason}", "voided: {reason}"),
    (
        "order.cancelled",
        "取消({reason}):{lines}",
        "cancelled ({reason}): {lines}",
    ),
    ("order.closed", "完成", "closed"),
    (
        "order.closed_short",
        "短结:{reason};{lines}",
        "closed short: {reason}; {lines}",
    ),
    (
        "order.change_asked",
        "{asked_by}要求变更:{reason};{departments} 复审,{was} -> {gross} 元",
        "change asked for by {asked_by}: {reason}; again to {departments}, {was} -> {gross}",
    ),
    (
        "order.changed",
        "第 {revision} 版生效({asked_by}):{reason},{was} -> {gross} 元",
        "revision {revision} in force ({asked_by}): {reason}, {was} -> {gross}",
    ),
    (
        "order.change_dropped",
        "第 {revision} 版未通过:{reasons}",
        "revision {revision} dropped: {reasons}",
    ),
    ("order.copied", "抄自 {from}", "copied from {from}"),
    ("order.merged", "并入了 {from}", "{from} merged into it"),
    ("order.merged_into", "已并入 {into}", "merged into {into}"),
    ("order.split", "拆出 {into}", "{into} split off"),
    ("order.split_from", "拆自 {from}", "split off {from}"),
    (
        "order.confirmed",
        "客户确认第 {revision} 版({way}){person} {text}",
        "customer confirmed revision {revision} ({way}) {person} {text}",
    ),
    ("order.reopened", "重新打开:{reason}", "reopened: {reason}"),
    (
        "deposit.released",
        "定金转为未核销 {receipt}:{amount} 元",
        "deposit released {receipt}: {amount}",
    ),
    (
        "platform.changed",
        "平台状态:{text}",
        "platform says: {text}",
    ),
    (
        "override.given",
        "特批 {check}:{reason},至 {until}",
        "override of {check}: {reason}, until {until}",
    ),
    (
        "hold.placed",
        "挂起 {code}({stage}):{reason}",
        "hold {code} ({stage}): {reason}",
    ),
    (
        "hold.released",
        "解除挂起 {code}:{reason}",
        "hold {code} released: {reason}",
    ),
    (
        "stock.reserved",
        "占用库存:第 {line} 行 {qty}",
        "stock reserved: line {line}, {qty}",
    ),
    (
        "stock.unreserved",
        "释放库存:第 {line} 行 {qty}",
        "stock set free: line {line}, {qty}",
    ),
    (
        "stock.expired",
        "占用到期释放:第 {line} 行 {qty}",
        "reservation ran out: line {line}, {qty}",
    ),
    ("shipment.packed", "装箱 {shipment}", "packed {shipment}"),
    (
        "shipment.unpacked",
        "拆箱 {shipment}:{reason}",
        "unpacked {shipment}: {reason}",
    ),
    (
        "shipment.dispatched",
        "发出 {shipment}:{carrier} {waybill}",
        "dispatched {shipment}: {carrier} {waybill}",
    ),
    (
        "shipment.signed",
        "签收 {shipment}:{signer}",
        "signed {shipment}: {signer}",
    ),
    (
        "invoice.posted",
        "开票 {invoice}:{gross} 元,{due} 到期",
        "invoiced {invoice}: {gross}, due {due}",
    ),
    (
        "receipt.recorded",
        "收款 {receipt}:{amount} 元",
        "received {receipt}: {amount}",
    ),
    (
        "receipt.applied",
        "核销 {receipt} -> {invoice}:{amount} 元",
        "applied {receipt} -> {invoice}: {amount}",
    ),
    (
        "receipt.unapplied",
        "撤销核销 {receipt} -> {invoice}:{amount} 元",
        "taken back {receipt} -> {invoice}: {amount}",
    ),
    (
        "credit_note.posted",
        "贷项 {credit_note} 冲 {invoice}:{gross} 元,{reason}",
        "credit note {credit_note} on {invoice}: {gross}, {reason}",
    ),
    (
        "credit_note.applied",
        "冲抵 {credit_note} -> {invoice}:{amount} 元",
        "credited {credit_note} -> {invoice}: {amount}",
    ),
    (
        "credit_note.unapplied",
        "撤销冲抵 {credit_note} -> {invoice}:{amount} 元",
        "credit taken back {credit_note} -> {invoice}: {amount}",
    ),
    (
        "writeoff.posted",
        "销账 {invoice}:{amount} 元",
        "written off {invoice}: {amount}",
    ),
    (
        "refund.paid",
        "退款 {refund}:{amount} 元",
        "refunded {refund}: {amount}",
    ),
    ("receipt.cleared", "到账 {receipt}", "cleared {receipt}"),
    (
        "receipt.bounced",
        "退票 {receipt}:{reason}",
        "bounced {receipt}: {reason}",
    ),
    (
        "contact.logged",
        "联系({way},{outcome}){said}{next}",
        "contact ({way}, {outcome}){said}{next}",
    ),
    (
        "credit.set",
        "额度改为 {limit},至 {until}",
        "limit set to {limit}, until {until}",
    ),
];

impl Lang {
    /// The word for a code of a table; an unknown code stands for itself.
    pub fn word(self, table: Table, code: &str) -> String {
        let row = table.iter().find(|(name, _, _)| *name == code);
        row.map_or_else(
            || code.to_owned(),
            |(_, zh, en)| self.pick(zh, en).to_owned(),
        )
    }

    /// A sentence of a table with its facts.
    pub fn sentence(self, table: Table, code: &str, facts: &Value) -> String {
        let empty = Map::new();
        let facts = facts.as_object().unwrap_or(&empty);
        let Some((_, zh, en)) = table.iter().find(|(name, _, _)| *name == code) else {
            return code.to_owned();
        };
        fill(self.pick(zh, en), &self.with_words(facts))
            .trim()
            .to_owned()
    }

    /// Adds the words of coded facts beside them, so that sentences can name either.
    pub(super) fn with_words(self, facts: &Map<String, Value>) -> Map<String, Value> {
        let mut told = facts.clone();
        let filled = |name: &str| Some(plain(Some(facts.get(name)?))).filter(|t| !t.is_empty());
        // Words of a call and the time of the next one, where there are any.
        let said = filled("text").map_or_else(String::new, |text| {
            format!("{}{text}", self.pick(":", ": "))
        });
        let next = facts.get("next_at").filter(|at| at.is_string());
        let next = next.map_or_else(String::new, |at| {
            let at = plain(Some(at));
            let short = at.get(..16).unwrap_or(&at);
            format!("{} {short}", self.pick(",下次联系", ", call again"))
        });
        told.insert("said".to_owned(), Value::String(said));
        told.insert("next".to_owned(), Value::String(next));
        let tables: [(&str, Table); 4] = [
            ("gap", GAPS),
            ("department", ROLES),
            ("state", STATES),
            ("stage", GATES),
        ];
        for (name, table) in tables.iter().chain(CODED) {
            if let Some(code) = facts.get(*name).and_then(Value::as_str) {
                told.insert(
                    format!("{name}_text"),
                    Value::String(self.word(table, code)),
                );
            }
        }
        let replaced: [(&str, Table); 8] = [
            ("asked_by", ASKED_BY),
            ("gap", GAPS),
            ("lost", LOST),
            ("department", ROLES),
            ("departments", ROLES),
            ("verdict", STATES),
            ("way", CONTACTS),
            ("outcome", CONTACTS),
        ];
        for (name, table) in replaced {
            match told.get_mut(name) {
                Some(Value::String(code)) => *code = self.word(table, code),
                Some(Value::Array(codes)) => {
                    for code in codes {
                        if let Value::String(text) = code {
                            *text = self.word(table, text);
                        }
                    }
                }
                _ => {}
            }
        }
        for value in told.values_mut().filter(|value| value.is_null()) {
            *value = Value::String(String::new());
        }
        told
    }
}

#[cfg(test)]
mod tests;
