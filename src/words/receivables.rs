//! The words of the receivables screen.

use super::{Lang, messages};

/// Ways to lay out a statement: code, Chinese, English.
pub const STATEMENT_WAYS: &[(&str, &str, &str)] = &[
    ("document", "按单据", "by paper"),
    ("detail", "按明细", "by goods"),
    ("open", "未清项", "open items"),
];

messages! {
    /// All rows of this table.
    RECEIVABLES;

    money_col_code => "客户" | "Code";
    money_col_name => "名称" | "Name";
    money_col_owed => "欠款" | "Owed";
    money_col_overdue => "逾期" | "Overdue";
    money_col_days => "天数" | "Days";
    money_col_age => "账龄" | "Age";
    money_col_stage => "催收" | "Stage";
    money_col_promised => "承诺" | "Promised";
    money_col_paper => "单号" | "Paper";
    money_col_date => "日期" | "Date";
    money_col_due => "到期" | "Due";
    money_col_amount => "金额" | "Amount";
    money_col_open => "未清" | "Open";
    money_col_note => "备注" | "Note";
    money_by_overdue => "按逾期" | "by overdue";
    money_by_owed => "按欠款" | "by owed";
    money_by_code => "按编号" | "by code";
    money_age_not_due => "未到期" | "not due";
    money_age_part(name: &str, sign: &str, amount: &str) => "{name}[{sign}] {amount}" | "{name}[{sign}] {amount}";
    money_part_disputed(amount: &str) => "有争议 {amount}" | "disputed {amount}";
    money_part_unapplied(amount: &str) => "未核销 {amount}" | "unapplied {amount}";
    money_part_deposits(amount: &str) => "预收 {amount}" | "deposits {amount}";
    money_promise(amount: &str, day: &str) => "承诺 {day} 付 {amount}" | "promised {amount} by {day}";
    money_promise_over(amount: &str, day: &str) => "承诺 {day} 付 {amount} 已过" | "promised {amount} by {day}, past";
    money_unlimited => "不限" | "unlimited";
    money_limit(amount: &str) => "额度 {amount}" | "limit {amount}";
    money_available(amount: &str) => "可用 {amount}" | "available {amount}";
    money_bucket_open(amount: &str) => "= 应收 {amount}" | "= open {amount}";
    money_bucket_shipped(amount: &str) => "+ 已发未开票 {amount}" | "+ shipped {amount}";
    money_bucket_approved(amount: &str) => "+ 已批未发 {amount}" | "+ approved {amount}";
    money_bucket_unapplied(amount: &str) => "- 未核销 {amount}" | "- unapplied {amount}";
    money_bucket_uncleared(amount: &str) => "+ 未到账 {amount}" | "+ uncleared {amount}";
    money_trend => "月末欠款" | "Month ends";
    money_instalment(part: &str, parts: &str, open: &str) => "第{part}/{parts}期 {open}" | "part {part}/{parts} {open}";
    money_file => "存为文件" | "To a file";
    money_file_hint => "留空在屏幕上看;.xlsx 或 .csv 写成新文件" | "empty: read it here; .xlsx or .csv: a new file";
    money_ageing_on => "账龄截至" | "Ageing as of";
    money_ageing => "账龄表" | "Ageing";
    money_ageing_sums(on: &str, owed: &str) => "截至 {on},合计欠款 {owed}" | "As of {on}, owed in all {owed}";
    money_total => "合计" | "total";
    saved_to(rows: &str, file: &str) => "{rows} 行已写入 {file}" | "{rows} rows written to {file}";
    money_disputed => "有争议" | "disputed";
    money_note => "红字发票" | "credit note";
    money_deposit => "预收" | "deposit";
    money_unapplied => "未核销收款" | "unapplied";
    money_uncleared => "未到账" | "uncleared";
    money_list_hint => "Enter 未清项  F5 收款  F6 核销  F2 联系  F9 对账单/催款函  Ctrl+L 排序" | "Enter: items  F5: receipt  F6: apply  F2: contact  F9: papers  Ctrl+L: sort";
    money_items_hint => "Enter 时间线  F5 收款  F6 核销  F2 联系/承诺  F4 争议  F9 对账单" | "Enter: timeline  F5: receipt  F6: apply  F2: contact  F4: dispute  F9: papers";
    money_apply_hint => "Tab 换边  空格/Enter 填满  输入金额  F6 核销  Esc 返回" | "Tab: side  Space/Enter: fill  type an amount  F6: apply  Esc: back";
    money_paper_hint => "上下翻页  F9 复制全文  Esc 返回" | "arrows: scroll  F9: copy  Esc: back";
    money_receipts => "收款" | "Receipts";
    money_invoices => "发票" | "Invoices";
    money_due_short => "到期" | "Due";
    money_applied => "核销" | "Apply";
    money_apply_head(receipt: &str, open: &str, left: &str) => "{receipt} 未核销 {open}  剩余 {left}" | "{receipt} open {open}  left {left}";
    money_apply_done(left: &str) => "已核销,剩余 {left}" | "Applied, {left} left";
    money_nothing_to_apply => "没有可核销的收款或未清发票" | "No money or no open invoice to apply";
    money_at_most(amount: &str) => "最多 {amount}" | "At most {amount}";
    money_receipt => "登记收款" | "Record a receipt";
    money_received(receipt: &str, left: &str) => "已登记 {receipt},未核销 {left}" | "{receipt} recorded, {left} unapplied";
    money_dispute => "争议" | "Dispute";
    money_settle => "争议解决" | "Settle the dispute";
    money_reason => "原因" | "Reason";
    money_how_settled => "处理结果" | "Outcome";
    money_dispute_noted(invoice: &str) => "{invoice} 已标为有争议,停止催收" | "{invoice} is in dispute; its clock stands still";
    money_dispute_over(invoice: &str) => "{invoice} 争议已解决" | "{invoice}: dispute settled";
    money_no_invoice => "先选一张发票" | "Choose an invoice first";
    money_no_order => "没有对应订单" | "No order behind it";
    money_which_paper => "哪一份?" | "Which paper?";
    money_copied => "全文已放入剪贴板" | "Copied to the clipboard";
    money_confirm => "登记对账结果" | "Record the customer's answer";
    money_confirmed(difference: &str) => "已登记,差额 {difference}" | "Recorded, difference {difference}";
    money_their_balance => "对方余额" | "Their balance";
    money_confirmed_by => "对账人" | "Answered by";
    money_explains => "差异说明" | "Explanation";
    statement_title => "对账单" | "Statement";
    statement_by => "方式" | "Layout";
    statement_from => "从" | "From";
    statement_to => "至" | "To";
    statement_head(name: &str, code: &str) => "客户:{name}({code})" | "Customer: {name} ({code})";
    statement_period(from: &str, to: &str) => "期间:{from} 至 {to}" | "Period: {from} to {to}";
    statement_opening_short => "期初余额" | "opening";
    statement_closing_short => "期末余额" | "closing";
    statement_opening(amount: &str) => "期初余额:{amount}" | "Opening balance: {amount}";
    statement_what => "摘要" | "What";
    statement_debit => "应收" | "Debit";
    statement_credit => "已收" | "Credit";
    statement_balance => "余额" | "Balance";
    statement_sums(debit: &str, credit: &str) => "本期应收 {debit}  本期已收 {credit}" | "Debits {debit}  credits {credit}";
    statement_closing(amount: &str, words: &str) => "期末余额:{amount}({words})" | "Closing balance: {amount} ({words})";
    statement_deposits(amount: &str) => "另有预收款:{amount}" | "Paid ahead: {amount}";
    statement_answer => "核对无误 [ ]    不符,差额 ________    盖章/日期 ________" | "Agreed [ ]    Differs by ________    Signed, date ________";
}

impl Lang {
    /// What the first and last balance of an account are called.
    pub fn balance_labels(self) -> [&'static str; 2] {
        [
            self.statement_opening_short(),
            self.statement_closing_short(),
        ]
    }

    /// The name of an order of the list, by its place.
    pub const fn money_by(self, place: usize) -> &'static str {
        match place {
            0 => self.money_by_overdue(),
            1 => self.money_by_owed(),
            _ => self.money_by_code(),
        }
    }

    /// The name of a column of the ageing.
    pub fn money_age(self, column: &str) -> &'static str {
        match column {
            "not_due" => self.money_age_not_due(),
            "d1_30" => "1-30",
            "d31_60" => "31-60",
            "d61_90" => "61-90",
            "d91_180" => "91-180",
            _ => ">180",
        }
    }
}
