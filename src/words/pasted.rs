//! What order entry says of what was typed or pasted: lines, quantities with a unit, values to choose.

use super::messages;

messages! {
    /// All rows of this table.
    PASTED;

    entry_answer_lacks => "这里要写一句才能继续;Esc 取消" | "a few words are needed to go on; Esc takes it back";
    entry_adding(code: &str, line: usize) => "{code} 已在第 {line} 行;填数量就加上去" | "{code} is in line {line} already: the quantity is added there";
    entry_all_choices => "F2 全部" | "F2 all";
    entry_need_hint => "空着按 Enter 是今天;也可填 +3、5、1205、明天、周五" | "Enter alone is today; or +3, 5, 1205, tomorrow, fri";
    entry_need_past(day: &str) => "交期 {day} 已经过去,请核对" | "{day} is past: look at the need date";
    entry_no_address => "这个客户还没有收货地址,直接填或粘贴" | "No address of this customer yet: type or paste one";
    entry_no_list(label: &str) => "{label}:没有可选的,直接填" | "{label}: nothing to choose from, type it";
    entry_pasted(lines: usize) => "粘贴成 {lines} 行,请核对" | "lines pasted: {lines}; look them over";
    entry_pasted_none => "没有读出货品行,请核对" | "no line was read out of it: look it over";
    entry_pasted_addresses(n: usize) => ";共 {n} 个地址,送哪里请核对" | "; {n} addresses: look where to";
    entry_pasted_people(names: &str) => ";订货的不止一人({names}),请核对是否一单" | "; several people order ({names}): look whether it is one order";
    entry_pasted_place => ";送货地址记在备注,收货地址未改,请核对" | "; where to is in the remark, the ship-to is as it was: look it over";
    entry_pasted_twice(goods: &str) => ";{goods} 重复,请核对" | "; {goods}: on several lines, look it over";
    entry_pasted_quoted(n: usize) => ";引用的 {n} 行未成行" | "; quoted and left out: {n}";
    entry_pasted_address => ";收货地址已填" | "; the address is filled in";
    entry_pasted_beside(n: usize) => ";{n} 句客套或署名未成行" | "; left out as greeting or name: {n}";
    entry_pasted_remarks(n: usize) => ";{n} 句记到备注" | "; put in the remark: {n}";
    entry_pasted_day(day: &str) => ";交期已填 {day}" | "; the need date is filled in: {day}";
    entry_pasted_other_day(day: &str) => ";对方要 {day},与交期不符" | "; they want {day}, the need date says otherwise";
    entry_pasted_days(days: &str) => ";要货日不一({days}),请核对" | "; not all is wanted on one day ({days}): look at the need date";
    entry_pasted_pictures(n: usize) => ";有 {n} 张图片或语音没有读,请看原消息" | "; pictures or voices not read: {n}, look at the message itself";
    entry_pasted_reference(number: &str) => ";客户单号已填 {number}" | "; the customer's number is filled in: {number}";
    entry_pasted_unfilled(n: usize) => ";{n} 行没填数量,未成行" | "; rows left blank, no lines: {n}";
    entry_pasted_theirs(names: &str) => ";「{names}」列未用" | "; columns not used: {names}";
    entry_pasted_no_qty(n: usize) => ";{n} 行没有数量" | "; lines without a quantity: {n}";
    entry_pasted_no_total(said: &str) => ";对方写合计 {said},与各行之和不符" | "; they say {said} in all, the lines come to something else";
    entry_pasted_total => ";合计相符" | "; the total agrees";
    entry_pasted_look(n: usize) => "{n} 行没有看懂,左边有 ! 的请核对" | "lines not understood: {n}, marked !";
    entry_price_or_not(typed: &str, qty: &str) => "{typed} 是单价吗?数量 {qty},也可能是金额或两个数颠倒;请填单价" | "is {typed} the price of one, with {qty} of them? It may be the amount, or the quantity: type the price";
    entry_price_unclear(typed: &str, unit: &str) => "{typed}:此货按{unit}计价,请改成每{unit}的单价" | "{typed}: these goods are priced by {unit}; type the price of one {unit}";
    entry_sizes_beside(qty: &str) => "按颜色尺码填;数量 {qty} 还没填到哪一格" | "fill in colours and sizes; {qty} stands in none of them yet";
    entry_several_goods(n: usize) => "有 {n} 种货品,按 F2 选择" | "{n} products answer to this; F2 chooses";
    entry_unit_unclear(typed: &str, unit: &str) => "{typed} 是多少{unit}?请改成{unit}数" | "how many {unit} is {typed}? type the number of {unit}";
    entry_unknown_goods => "货品不明,按 F2 选择" | "not known; F2 chooses";
    entry_unread_remarked(words: &str) => "「{words}」记到备注,请核对" | "{words}: put in the remark, look it over";
    entry_unread(words: &str) => "没看懂「{words}」,按 F2" | "F2: what is {words}?";
}
