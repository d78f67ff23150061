//! The words of order entry.

use super::messages;

/// How an order may leave, by its code.
pub const POLICIES: &[(&str, &str, &str)] = &[
    ("any", "有多少发多少", "whatever is ready"),
    ("complete_line", "整行发", "each line whole"),
    ("complete_order", "整单发", "the order whole"),
];

/// Ways an order comes in: code, Chinese, English.
pub const CHANNELS: &[(&str, &str, &str)] = &[
    ("phone", "电话", "phone"),
    ("fax", "传真", "fax"),
    ("email", "邮件", "e-mail"),
    ("sales", "业务员", "sales"),
    ("counter", "柜台", "counter"),
    ("wechat", "微信", "WeChat"),
    ("taobao", "淘宝", "Taobao"),
    ("tmall", "天猫", "Tmall"),
    ("jd", "京东", "JD"),
    ("pdd", "拼多多", "Pinduoduo"),
    ("douyin", "抖音", "Douyin"),
    ("1688", "1688", "1688"),
    ("franchise", "加盟", "franchise"),
    ("other", "其他", "other"),
];

/// What an order is for.
pub const KINDS: &[(&str, &str, &str)] = &[
    ("spot", "现货", "spot"),
    ("futures", "期货", "futures"),
    ("bulk", "批量", "bulk"),
    ("topup", "追补", "top-up"),
    ("replenish", "补货", "replenish"),
    ("new_store", "新店", "new store"),
    ("exchange", "换货", "exchange"),
    ("sample", "样品", "sample"),
];

/// Where a price comes from, in full.
pub const ORIGINS: &[(&str, &str, &str)] = &[
    ("contract", "合同价", "contract"),
    ("customer", "客户价", "customer's list"),
    ("channel", "渠道价", "channel list"),
    ("base", "基准价", "base list"),
    ("list", "标价", "list price"),
    ("hand", "手工价", "by hand"),
    ("gift", "赠品", "gift"),
    ("promotion", "促销赠品", "promotion"),
];

/// The same as a sign in the lines: two cells.
pub const ORIGIN_SIGNS: &[(&str, &str, &str)] = &[
    ("contract", "合", "C"),
    ("customer", "客", "K"),
    ("channel", "渠", "N"),
    ("base", "基", "B"),
    ("list", "标", "L"),
    ("hand", "手", "H"),
    ("gift", "赠", "G"),
    ("promotion", "促", "P"),
];

/// Why a promotion does not apply though it is reached.
pub const MISSED: &[(&str, &str, &str)] = &[
    ("budget", "预算不足", "no budget left"),
    ("cap", "客户额度已满", "customer's cap reached"),
];

messages! {
    /// All rows of this table.
    ENTRY;

    // The head.
    entry_customer => "客户" | "Customer";
    entry_need => "交期" | "Needed by";
    entry_ref => "客户单号" | "Their no.";
    entry_channel => "渠道" | "Channel";
    entry_kind => "类型" | "Kind";
    entry_terms => "付款" | "Terms";
    entry_warehouse => "仓库" | "Warehouse";
    entry_caller => "来电人" | "Caller";
    entry_ship_to => "收货地址" | "Ship to";
    entry_remark => "备注" | "Remark";
    entry_no_customer(typed: &str) => "没有客户 {typed}:可用编码、拼音首字母、名称或电话尾号" | "no customer answers to {typed}: try code, initials, name or phone tail";
    entry_customer_blocked(name: &str) => "{name} 已停用,提交会被拦下" | "{name} is blocked; submitting will be stopped";
    entry_no_choice(typed: &str) => "没有 {typed} 这一项,按 F2 选择" | "{typed} is none of them; F2 shows all";
    entry_policy => "交货方式" | "Delivery";
    entry_tolerance => "允差%" | "Tolerance";
    entry_bad_tolerance => "允差形如 5、+5、-3、+5-3,百分比 0 到 100" | "tolerance looks like 5, +5, -3, +5-3: percent from 0 to 100";
    entry_bad_terms => "付款方式形如 prepaid, cod, net:30, monthly:25+30, deposit:30" | "terms look like prepaid, cod, net:30, monthly:25+30, deposit:30";
    entry_no_warehouse(typed: &str) => "没有仓库 {typed}" | "no warehouse is called {typed}";
    entry_terms_hint => "F2 选择,或输入: net:30 货后30天  monthly:25+30 月结25日+30天" | "F2 chooses; or type net:30 (30 days), monthly:25+30 (day 25 + 30 days)";
    entry_usual_address => "空着按客户资料的地址;F2 是以前用过的" | "empty: the address on the customer's card; F2 shows earlier ones";
    entry_usual_terms => "空着按客户资料,合同另有约定的按合同;F2 选,或输入 net:30" | "empty: the customer's own, or his contract's; F2 chooses, or type net:30";
    entry_usual_tolerance => "空着按各行自己的允差" | "empty: as each line has it";
    entry_customer_first => "先填客户" | "the customer first";

    // The lines.
    entry_code => "编码" | "Code";
    entry_name => "品名 规格" | "Name, spec";
    entry_goods_title => "编码 品名 规格  标价/单位  可用" | "Code, name, spec  list price/unit  free";
    entry_qty => "数量" | "Quantity";
    entry_unit => "单位" | "Unit";
    entry_price => "单价" | "Price";
    entry_amount => "金额" | "Amount";
    entry_free => "可用" | "Free";
    entry_promise => "可交" | "Ready";
    entry_no_goods(typed: &str) => "没有货品 {typed}:改一下,或再按 Enter 留作待查" | "no product answers to {typed}: change it, or Enter again keeps it as it is";
    entry_added(code: &str, line: usize, qty: &str) => "{code} 已在第 {line} 行,现为 {qty}" | "{code} is in line {line} already: now {qty}";
    entry_not_a_step(step: &str) => "应为 {step} 的倍数" | "has to be a multiple of {step}";
    entry_not_above_zero => "须大于 0;退货另开退货单" | "has to be above 0; goods coming back are a return";
    entry_below_floor(floor: &str) => "低于最低价 {floor},提交会被拦下" | "below the floor {floor}; submitting will be stopped";
    entry_line_free(free: &str, on_hand: &str) => "可用 {free} / 在库 {on_hand}" | "free {free} of {on_hand}";
    entry_line_earliest(day: &str, by: &str) => "最早 {day} ({by})" | "ready {day} ({by})";
    entry_by_stock => "库存" | "stock";
    entry_by_supply => "在途" | "supply";
    entry_by_lead_time => "生产或采购" | "lead time";
    entry_last_deal(day: &str, qty: &str, price: &str) => "上次 {day} {qty} x {price}" | "last {day} {qty} x {price}";
    entry_by_rule(price: &str, origin: &str) => "{origin} {price}" | "{origin} {price}";
    entry_address(name: &str, phone: &str, place: &str, detail: &str) => "已拆分: {name} {phone} | {place} | {detail}" | "Read as: {name} {phone} | {place} | {detail}";
    sizes_title(style: &str, name: &str) => "尺码表 {style} {name}" | "Sizes of {style} {name}";
    sizes_packs => "手" | "packs";
    sizes_total => "合计" | "Total";
    sizes_keys(pack: &str) => "数字=件数  {pack}手列=整行  (可用)  方向键/Enter 走  Esc 回到明细" | "number=pieces  {pack}(free)  arrows, Enter move  Esc back to lines";
    sizes_short(what: &str, free: &str, short: &str) => "! {what} 可用 {free},差 {short}" | "! {what}: {free} free, {short} short";
    sizes_not_made => "没有这个颜色的这个尺码" | "This colour is not made in this size";
    sizes_no_pack(code: &str) => "{code} 没有每手件数,请直接填件数" | "{code} has no pieces per pack; type pieces";
    sizes_of_what => "此货品没有颜色尺码" | "These goods have no colours and sizes";
    sizes_missed(n: usize) => "{n} 格没有放下: 不是数字或没有这个尺码" | "{n} cells did not fit: no number, or no such size";
    entry_prices_title(code: &str, name: &str) => "价格 {code} {name}" | "Prices of {code} {name}";
    entry_prices_of_what => "先填客户和货品,再看价格" | "a customer and goods first, then their prices";
    entry_prices_wait => "正在取价" | "asking for the price";
    entry_prices_floor(floor: &str) => "最低价 {floor}" | "floor {floor}";
    entry_prices_tried => "没有取用的价:" | "Prices that did not count:";
    entry_prices_deals => "最近成交:" | "Last deals:";
    entry_prices_no_deals => "还没有成交过" | "no deals yet";
    entry_step(step: &str) => "倍数 {step}" | "step {step}";
    entry_reason_given(reason: &str) => "改价原因: {reason}" | "reason: {reason}";

    // Below the lines.
    entry_totals(lines: usize, qty: &str, net: &str, tax: &str) => "{lines} 行  数量 {qty}  不含税 {net}  税额 {tax}" | "{lines} lines  qty {qty}  net {net}  tax {tax}";
    entry_gross(gross: &str) => "合计 {gross}" | "Total {gross}";
    entry_estimate => "(预估)" | "(estimate)";
    entry_credit(limit: &str, used: &str, available: &str) => "额度 {limit}  {used}  可用 {available}" | "limit {limit}  {used}  left {available}";
    entry_unlimited => "不限" | "none";
    entry_overdue(amount: &str, days: &str) => "逾期 {amount} ({days} 天)" | "overdue {amount} ({days} days)";
    entry_over_limit(over: &str) => "本单超出 {over}" | "this order is {over} over";
    entry_side_customer => "客户" | "Customer";
    entry_side_line => "本行" | "This line";
    entry_side_promotions => "促销" | "Promotions";
    entry_worth(amount: &str) => "值 {amount}" | "worth {amount}";
    entry_free_goods(goods: &str) => "赠 {goods}" | "free {goods}";
    entry_side_totals => "合计" | "Total";
    entry_side_gaps => "待补" | "To fill in";
    entry_side_net => "不含税" | "Net";
    entry_side_tax => "税额" | "Tax";
    entry_side_gross => "价税合计" | "Gross";
    entry_side_limit => "额度" | "Limit";
    entry_side_used => "已用" | "Used";
    entry_side_ahead => "预收余额" | "Paid ahead";
    entry_side_left => "可用" | "Left";
    entry_gap_line(line: &str, gap: &str) => "第 {line} 行 {gap}" | "line {line}: {gap}";
    entry_parked_count(n: usize) => "另有挂单 {n} 张" | "{n} parked";

    // Saving.
    entry_nothing => "还没有内容可保存" | "nothing to save yet";
    entry_save_how => "这张订单:" | "This order:";
    entry_save_draft => "存为草稿" | "Save as draft";
    entry_save_submit => "保存并提交" | "Save and submit";
    entry_back_to_lines => "回到明细" | "Back to the lines";
    entry_saving => "正在保存,按键先记着" | "saving; keys are kept";
    entry_saved_draft(order: &str) => "{order} 已存为草稿" | "{order} saved as draft";
    entry_saved_incomplete(order: &str, gaps: &str) => "{order} 已存,资料不全(!必补): {gaps}" | "{order} saved but incomplete (! a must): {gaps}";
    entry_asked(who: &str) => "评审: {who}" | "asked: {who}";
    entry_open_last(key: &str, order: &str) => "{key} 打开 {order}" | "{key} opens {order}";
    entry_submitted(order: &str) => "{order} 已提交" | "{order} submitted";
    entry_order_kept(order: &str) => "{order} 已存为草稿,未提交" | "{order} is kept as a draft, not submitted";
    entry_reason_title(line: usize, product: &str) => "第 {line} 行 {product}: 改价原因" | "Line {line} {product}: why this price";
    entry_reason_prices(price: &str, rule: &str) => "单价 {price},应取价 {rule}" | "price {price}, by the rules {rule}";
    entry_answer_title => "可能重复" | "Perhaps a duplicate";
    entry_answer_ask => "确为新单的理由:" | "Why it is a new order:";
    entry_answer_keys => "Enter 确认  Esc 取消" | "Enter takes  Esc cancels";
    entry_clash_title(who: &str) => "{who} 同时改过此单,两边都改了的请选" | "{who} changed this order too: choose where both did";
    entry_clash_mine => "1 我填的" | "1 mine";
    entry_clash_theirs => "2 对方的" | "2 theirs";
    entry_clash_none => "(无)" | "(nothing)";
    entry_clash_keys => "1 用我的  2 用对方的  Enter 完成  Esc 先不定" | "1 mine  2 theirs  Enter done  Esc not yet";
    entry_clash_open(n: usize) => "还有 {n} 处没选" | "{n} still to choose";
    entry_clash_chosen => "已合并,请再按 F6 保存" | "Put together; F6 saves";
    entry_clash_merged(who: &str, what: &str) => "{who} 改过此单,已并入:{what};核对后再按 F6" | "{who} changed this too, put in: {what}; look, then F6";

    // Copying, parking, pasting.
    entry_patterns => "模板和旧单" | "Templates and earlier orders";
    entry_pattern_row(code: &str, lines: &str, told: &str) => "{code}  {lines} 行  {told}" | "{code}  {lines} lines  {told}";
    entry_template_title => "存为模板:起个名字" | "Keep as a template: its name";
    entry_template_note => "货品和数量,不带价格;Alt+T 套用" | "Goods and quantities, no prices; Alt+T takes it";
    entry_template_kept(name: &str) => "已存模板 {name}" | "Template {name} is kept";
    entry_copied(order: &str, lines: usize) => "已复制 {order} 的 {lines} 行,价格按现在重取" | "{lines} lines copied from {order}, priced anew";
    entry_no_last => "这个客户还没有可复制的订单" | "this customer has no order to copy";
    entry_loaded(order: &str, state: &str) => "{order} ({state}) 已载入" | "{order} ({state}) loaded";
    entry_not_editable(order: &str, state: &str) => "{order} 状态为 {state},不能在这里改" | "{order} is {state} and cannot be changed here";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::order::{Channel, Kind};
    use crate::words::{Ambiguous, Ruler};

    #[test]
    fn every_channel_and_kind_has_its_word() {
        let has = |table: &[(&str, &str, &str)], code| table.iter().any(|(c, _, _)| *c == code);
        assert!(Channel::ALL.iter().all(|c| has(CHANNELS, c.name())));
        assert!(
            crate::domain::party::DeliveryPolicy::ALL
                .iter()
                .all(|p| has(POLICIES, p.name()))
        );
        assert!(Kind::ALL.iter().all(|k| has(KINDS, k.name())));
    }

    #[test]
    fn signs_are_two_cells_at_most() {
        for (_, zh, en) in ORIGIN_SIGNS {
            assert!(Ruler::new(Ambiguous::Wide).width(zh) <= 2);
            assert_eq!(en.len(), 1);
        }
    }
}
