//! The words of receivables: happenings, kinds of invoices, stages of collection.

use super::papers::Table;

/// What happened to an invoice beside its money.
pub const MONEY_HAPPENINGS: Table = &[
    (
        "invoice.disputed",
        "发票 {invoice} 有争议:{reason}",
        "invoice {invoice} disputed: {reason}",
    ),
    (
        "invoice.dispute_settled",
        "发票 {invoice} 争议已解决:{text}",
        "dispute of invoice {invoice} settled: {text}",
    ),
    (
        "invoice.numbered",
        "发票 {invoice} 的税局号码 {tax_number}",
        "invoice {invoice} has number {tax_number}",
    ),
    (
        "statement.confirmed",
        "对账至 {to}:我方 {ours} 元,对方 {balance} 元,差 {difference} 元 {text}",
        "statement to {to}: ours {ours}, theirs {balance}, difference {difference} {text}",
    ),
];

/// Stages of collection.
pub const STAGES: Table = &[
    ("reminder", "提醒", "reminder"),
    ("call", "电话", "call"),
    ("letter", "发函", "letter"),
    ("stop_shipping", "停发", "stop shipping"),
    ("last_notice", "最后通知", "last notice"),
];

/// What a row of a statement is about.
pub const ENTRIES: Table = &[
    ("invoice", "开票", "invoice"),
    ("receipt", "收款", "receipt"),
    ("cleared", "到账", "cleared"),
    ("bounced", "退票", "bounced"),
    ("deposit", "预收", "deposit"),
    ("deposit_used", "预收冲应收", "deposit used"),
    ("deposit_released", "预收转应收", "deposit released"),
    ("paid_for_other", "代付", "paid for another"),
    ("credit_note", "红字", "credit note"),
    ("restocking", "返库手续费", "restocking fee"),
    ("freight", "运费自负", "freight borne"),
    ("refund", "退款", "refund"),
    ("writeoff", "核销坏账", "write-off"),
    ("unapplied", "未核销收款", "unapplied"),
    ("other", "其他未核销", "other unapplied"),
];
