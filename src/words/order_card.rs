//! The words of an order as it is shown whole.

use super::messages;

/// Codes in words: code, Chinese, English.
type Table = &'static [(&'static str, &'static str, &'static str)];

/// Where a price comes from.
pub const PRICE_ORIGINS: Table = &[
    ("contract", "合同价", "contract"),
    ("customer", "客户价", "customer"),
    ("channel", "渠道价", "channel"),
    ("base", "基础价", "base"),
    ("list", "标价", "list"),
    ("hand", "手工价", "by hand"),
    ("gift", "赠品", "gift"),
    ("promotion", "促销", "promo"),
];

/// Ways an order came in.
pub const CHANNEL_WORDS: Table = &[
    ("phone", "电话", "phone"),
    ("fax", "传真", "fax"),
    ("email", "邮件", "e-mail"),
    ("sales", "业务", "sales"),
    ("counter", "门市", "counter"),
    ("wechat", "微信", "WeChat"),
    ("taobao", "淘宝", "Taobao"),
    ("tmall", "天猫", "Tmall"),
    ("jd", "京东", "JD"),
    ("pdd", "拼多多", "PDD"),
    ("douyin", "抖音", "Douyin"),
    ("1688", "1688", "1688"),
    ("franchise", "加盟", "franchise"),
    ("other", "其他", "other"),
];

/// Kinds of order.
pub const KIND_WORDS: Table = &[
    ("spot", "现货", "spot"),
    ("futures", "期货", "futures"),
    ("bulk", "大宗", "bulk"),
    ("topup", "追单", "top-up"),
    ("replenish", "补货", "replenish"),
    ("new_store", "新店", "new store"),
    ("exchange", "换货", "exchange"),
    ("sample", "样品", "sample"),
];

/// Fields that a resubmission may have changed.
pub const FIELDS: Table = &[
    ("customer_ref", "客户单号", "customer's number"),
    ("customer", "客户", "customer"),
    ("channel", "来源", "channel"),
    ("kind", "类型", "kind"),
    ("warehouse", "仓库", "warehouse"),
    ("owner", "业务员", "salesperson"),
    ("name", "货品", "goods"),
    ("cancelled", "取消数", "called off"),
    ("need_date", "交期", "need date"),
    ("ship_to", "收货地址", "ship-to"),
    ("delivery_policy", "交货方式", "delivery policy"),
    ("tolerance_over", "允许多发%", "tolerance over %"),
    ("tolerance_under", "允许少发%", "tolerance under %"),
    ("terms", "付款方式", "terms"),
    ("remark", "备注", "remark"),
    ("gross", "金额", "amount"),
    ("product", "货品", "product"),
    ("ordered", "数量", "quantity"),
    ("price", "单价", "price"),
    ("gift", "赠品", "gift"),
];

/// How far an order is: shipped.
pub const FULFILMENT: Table = &[
    ("none", "未发", "not shipped"),
    ("part", "部分发", "part shipped"),
    ("shipped", "已发", "shipped"),
    ("signed", "已签收", "signed for"),
];

/// How far an order is: invoiced.
pub const BILLING: Table = &[
    ("none", "未开票", "not invoiced"),
    ("part", "部分开票", "part invoiced"),
    ("invoiced", "已开票", "invoiced"),
];

/// How far an order is: paid.
pub const PAYMENT: Table = &[
    ("none", "未付", "not paid"),
    ("part", "部分付", "part paid"),
    ("paid", "已付", "paid"),
];

messages! {
    /// All rows of this table.
    ORDER_CARD;

    card_no_order => "没有订单" | "No order";
    card_loading => "正在取订单..." | "Fetching the order...";
    card_next => "为什么没往下走" | "Why it does not go on";
    card_changes => "上次提交后的改动" | "Changed since the last submission";
    card_checks => "检查" | "Checks";
    card_passed(names: &str) => "通过: {names}" | "pass: {names}";
    card_all_passed(n: usize) => "{n} 项检查全部通过" | "{n} checks passed";
    card_lines => "明细" | "Lines";
    card_opinions => "部门意见" | "Opinions";
    card_edited_by(who: &str, at: &str) => "{who} 正在改,还没存({at})" | "{who} is changing it, not saved ({at})";
    card_holds => "挂起" | "Holds";
    card_overrides => "特批" | "Overrides";
    card_decisions => "审批记录" | "Decisions";
    card_version(version: i64, revision: i64, round: i64) => "版本 {version} 修订 {revision} 轮次 {round}" | "version {version} revision {revision} round {round}";
    card_totals(net: &str, tax: &str, gross: &str) => "不含税 {net}  税 {tax}  含税 {gross}" | "net {net}  tax {tax}  gross {gross}";
    card_ordered(day: &str) => "下单 {day}" | "ordered {day}";
    card_needed(day: &str) => "交期 {day}" | "needed {day}";
    card_terms(terms: &str) => "付款 {terms}" | "terms {terms}";
    card_owner(login: &str) => "专员 {login}" | "by {login}";
    card_ship_to(place: &str) => "收货 {place}" | "to {place}";
    card_note(text: &str) => "客户原话 {text}" | "as written: {text}";
    card_remark(text: &str) => "备注 {text}" | "remark {text}";
    card_ref(text: &str) => "客户单号 {text}" | "their number {text}";
    card_change(field: &str, was: &str, is: &str) => "{field}: {was} 改为 {is}" | "{field}: {was}, now {is}";
    card_promotion(name: &str, saving: &str, lines: &str) => "促销 {name} 省 {saving}(第 {lines} 行)" | "promotion {name} saves {saving} (line {lines})";
    card_promotion_missed(name: &str, why: &str) => "促销 {name} 未用: {why}" | "promotion {name} not used: {why}";
    card_hand(price: &str, resolved: &str, reason: &str) => "手工价 {price},应取 {resolved},理由: {reason}" | "by hand {price}, the rules say {resolved}, because: {reason}";
    card_answer(text: &str) => "答: {text}" | "answered: {text}";
    card_condition(text: &str) => "条件: {text}" | "if: {text}";
    card_conditions => "条件" | "Conditions";
    card_paid(percent: &str) => "到账 {percent}%" | "{percent}% cleared";
    card_paid_now(needed: &str, cleared: &str) => "(需 {needed},现有 {cleared})" | "(needs {needed}, there is {cleared})";
    card_met => "已满足" | "met";
    card_unmet => "未满足" | "not met";
    card_due(due: &str) => "应于 {due}" | "due {due}";
    card_waiting => "未给" | "not given";
    card_late => "超时" | "late";
    card_given(by: &str, at: &str) => "{by} {at}" | "{by} {at}";
    card_until(day: &str) => "至 {day}" | "until {day}";
    card_hold_owner(who: &str) => "经办 {who}" | "{who} to clear it";
    card_by(by: &str) => "由 {by}" | "by {by}";
    card_scores(objective: i64, accurate: i64) => "客观 {objective} 准确 {accurate}" | "objective {objective} accurate {accurate}";
    card_expected(day: &str) => "预计 {day} 到" | "expected {day}";
    card_wrong => "拦" | "!";
    card_told => "?" | "?";

    // Columns.
    card_col_no => "行" | "#";
    card_col_product => "货品" | "Product";
    card_col_qty => "数量" | "Qty";
    card_col_price => "单价" | "Price";
    card_col_from => "价格来源" | "From";
    card_col_amount => "金额" | "Amount";
    card_col_promise => "能给" | "Promise";
    card_col_ordered => "订购" | "Order";
    card_col_reserved => "占用" | "Resvd";
    card_col_packed => "装箱" | "Packed";
    card_col_shipped => "已发" | "Ship";
    card_col_signed => "签收" | "Signed";
    card_col_invoiced => "开票" | "Inv";
}
