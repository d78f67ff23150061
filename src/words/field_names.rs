//! Fields of commands as people call them, for the form that each command has.

use super::Lang;
use super::papers::Table;

/// Name in the contract, Chinese, English where the name itself would not do.
#[rustfmt::skip]
pub const FIELD_NAMES: Table = &[
    ("order", "订单", "order"), ("orders", "订单", "orders"), ("reason", "原因", "reason"),
    ("warehouse", "仓库", "warehouse"), ("text", "内容", "text"), ("code", "编码", "code"),
    ("customer", "客户", "customer"), ("qty", "数量", "quantity"), ("lines", "明细", "lines"),
    ("date", "日期", "date"), ("name", "名称", "name"), ("to", "到", "to"), ("from", "从", "from"),
    ("product", "货品", "product"), ("products", "货品", "products"), ("kind", "类型", "kind"),
    ("kinds", "类型", "kinds"), ("shipment", "发货单", "shipment"), ("line", "行号", "line"),
    ("amount", "金额", "amount"), ("return", "退货单", "return"), ("invoice", "发票", "invoice"),
    ("invoices", "发票", "invoices"), ("terms", "付款条件", "terms"), ("receipt", "收款单", "receipt"),
    ("due", "到期", "due"), ("department", "部门", "department"), ("channel", "渠道", "channel"),
    ("channels", "渠道", "channels"), ("carrier", "承运商", "carrier"), ("batch", "批次", "batch"),
    ("active", "有效", "active"), ("waybill", "运单号", "waybill"), ("way", "方式", "way"),
    ("until", "有效至", "until"), ("tolerance_under", "允差(少)%", "tolerance under %"),
    ("tolerance_over", "允差(多)%", "tolerance over %"), ("stage", "环节", "stage"),
    ("ship_to", "收货地址", "ship to"), ("remark", "备注", "remark"), ("ref", "凭据号", "reference"),
    ("quality", "品质", "quality"), ("phone", "电话", "phone"), ("owner", "负责人", "owner"),
    ("need_date", "交期", "needed by"), ("delivery_policy", "交货方式", "delivery policy"),
    ("customer_ref", "客户单号", "their number"), ("credit_note", "红字单", "credit note"),
    ("restocking_fee", "返库手续费", "restocking fee"), ("instalments", "分期", "instalments"), ("check", "检查项", "check"), ("address", "地址", "address"), ("transit_days", "在途天数", "transit days"),
    ("tax_number", "发票号码", "tax number"), ("task", "任务", "task"), ("subject", "关于", "subject"),
    ("source", "来源", "source"), ("signer", "签收人", "signer"), ("signed_at", "签收时间", "signed at"),
    ("roles", "角色", "roles"), ("role", "角色", "role"), ("override", "可特批", "override"),
    ("method", "方式", "method"), ("family", "品类", "family"), ("families", "品类", "families"),
    ("exception", "异常", "exception"), ("counted", "实盘", "counted"), ("cost", "成本", "cost"),
    ("control", "控制", "control"), ("condition", "条件", "condition"), ("complaint", "投诉", "complaint"),
    ("cause", "原因归类", "cause"), ("when", "何时", "when"), ("week", "周", "week"), ("want", "要求", "want"),
    ("verdict", "意见", "verdict"), ("value", "值", "value"), ("unit", "单位", "unit"), ("units", "件数", "units"),
    ("transfer", "调拨单", "transfer"), ("tax_rate", "税率%", "tax rate %"), ("tax_id", "税号", "tax id"),
    ("target", "对象", "target"), ("target_code", "对象编码", "target code"), ("style", "款号", "style"),
    ("step", "起订步长", "step"), ("status", "状态", "status"), ("spec", "规格", "spec"),
    ("solution", "解决办法", "solution"), ("size", "尺码", "size"), ("colour", "颜色", "colour"),
    ("severity", "级别", "severity"), ("score", "评分", "score"), ("scope", "范围", "scope"),
    ("scope_code", "范围编码", "scope code"), ("salesperson", "业务员", "salesperson"),
    ("route", "线路", "route"), ("reward", "优惠", "reward"), ("returns_percent", "退货率%", "returns %"),
    ("remedy", "补救", "remedy"), ("region", "区域", "region"), ("regions", "区域", "regions"),
    ("refused", "拒收", "refused"), ("refund", "退款单", "refund"), ("received_at", "收回时间", "received at"),
    ("reasons", "原因", "reasons"), ("rank", "等级", "rank"), ("promise", "承诺", "promise"),
    ("priority", "优先级", "priority"), ("price", "单价", "price"), ("platform_ref", "平台售后号", "platform ref"),
    ("person", "对方", "person"), ("percent", "百分比", "percent"), ("payer", "付款方", "payer"),
    ("part_a", "职责一", "part a"), ("part_b", "职责二", "part b"), ("pack", "每箱件数", "pack"),
    ("overdue_grace_days", "宽限天数", "grace days"), ("overdue_block_amount", "逾期上限", "overdue limit"),
    ("outcome", "结果", "outcome"), ("order_max", "单笔上限", "largest order"), ("on_sale", "在售", "on sale"),
    ("objective", "客观性", "objective"), ("accurate", "准确性", "accurate"), ("note", "附言", "note"),
    ("next_at", "下次联系", "next at"), ("must_return", "须退回", "must return"), ("month", "月份", "month"),
    ("min_qty", "起订量", "least quantity"), ("min_amount", "金额自", "amount from"),
    ("max_amount", "金额至", "amount to"), ("lost", "丢失", "lost"), ("login", "登录名", "login"),
    ("location", "库位", "location"), ("list_price", "标价", "list price"), ("floor_price", "底价", "floor price"),
    ("limit", "额度", "limit"), ("lead_days", "备货天数", "lead days"), ("weight", "重量(克)", "weight in g"),
    ("platform", "平台", "platform"), ("order_id", "订单号表头", "order number"), ("title", "品名", "goods"),
    ("merchant_code", "商家编码", "shop's own code"), ("sku_text", "规格", "variant"), ("paid", "实付金额", "paid"),
    ("receiver", "收件人", "receiver"), ("buyer_note", "买家留言", "buyer's note"), ("ship_by", "承诺发货时间", "ship by"), ("by", "依据", "by"), ("shop", "店铺客户", "shop's customer"), ("item", "对方货号", "their number"),
    ("sku", "对方规格", "their variant"), ("parts", "组成", "parts"), ("amount_most", "金额上限", "amount at most"),
    ("weight_most", "重量上限(克)", "weight at most"), ("remarks", "有备注也放行", "with remarks too"),
    ("words", "地址含词不放行", "words that keep it"), ("initials", "助记码", "initials"),
    ("grade", "等级", "grade"), ("freight", "运费", "freight"), ("fault", "责任方", "fault"),
    ("exclusive", "互斥", "exclusive"), ("early", "先换货", "early"), ("discount_percent", "折扣%", "discount %"),
    ("credit_limit", "信用额度", "credit limit"), ("confirmed", "已确认", "confirmed"),
    ("command", "命令", "command"), ("cleared", "已到账", "cleared"), ("blocked", "停止往来", "blocked"),
    ("barcode", "条码", "barcode"), ("balance", "余额", "balance"), ("asked_by", "提出方", "asked by"),
    ("arrived_at", "到达时间", "arrived at"), ("answers", "说明", "answers"), ("allowed", "允许", "allowed"),
    ("account", "科目", "account"), ("supplier", "供应商", "supplier"), ("budget", "预算", "budget"),
];

/// The label of a field.
pub fn field_name(lang: Lang, name: &str) -> String {
    match FIELD_NAMES.iter().find(|row| row.0 == name) {
        Some((_, zh, en)) => lang.pick(zh, en).to_owned(),
        None => name.replace('_', " "),
    }
}
