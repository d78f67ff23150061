//! What order entry says of orders put aside, thrown away, and handed in by somebody else.

use super::messages;

messages! {
    /// All rows of this table.
    ENTRY_PARKED;

    entry_clash_gone => "(已删)" | "(taken out)";
    entry_clash_done(what: &str) => "已合并,另并入 {what};F6 保存" | "Put together, and put in: {what}; F6 saves";
    entry_clash_how(what: &str) => "已与别人的修改合并 {what};怎样保存?" | "Put together with theirs {what}; save how?";
    entry_clash_same(who: &str) => "{who} 改过此单,与这里填的不冲突,没有要并入的;再按 F6" | "{who} changed this too, nothing that is not here already; F6 again";
    entry_discard(about: &str) => "丢弃这张没提交的单?\n{about}" | "Throw this unsaved order away?\n{about}";
    entry_discard_changes(order: &str) => "丢弃对 {order} 的修改?\n系统里的单不变。" | "Throw your changes to {order} away?\nThe order stays as saved.";
    entry_discard_undone => "丢弃的单已取回" | "The order thrown away is back";
    entry_discarded => "已丢弃,Ctrl+Z 取回" | "Thrown away; Ctrl+Z brings it back";
    entry_edited_by(who: &str) => "{who} 也在改这张单,还没存" | "{who} is changing it too, not saved";
    entry_failed(level: &str, n: usize) => "{level} {n} 项" | "{n} {level}";
    entry_gone(who: &str, order: &str, state: &str) => "{order} 现为「{state}」,{who} 改的。\n这里填的存不进去了。" | "{order} is {state} now ({who}).\nWhat is typed here cannot go into it.";
    entry_gone_discard => "丢弃我填的" | "Throw mine away";
    entry_gone_look(order: &str) => "我填的先挂单,看 {order}" | "Park mine and look at {order}";
    entry_gone_new => "我填的另作一张新单" | "Make a new order of mine";
    entry_gone_now_new => "现在是一张新单,F6 提交" | "A new order now; F6 submits it";
    entry_no_name => "未填客户" | "no customer yet";
    entry_no_parked => "没有挂单" | "nothing is parked";
    entry_nothing_to_discard => "没有未存的内容" | "Nothing here that is not saved";
    entry_parked_row(who: &str, lines: usize) => "{who}  {lines} 行" | "{who}  {lines} lines";
    entry_pick_up(key: &str) => "取回哪一张?({key} 丢弃所选)" | "Recall which one? ({key} throws it away)";
    entry_picked_up => "已取回没录完的订单" | "recalled the order left half done";
    entry_moved_by(who: &str, state: &str) => "{who} 已把此单转为「{state}」,这里改的存不进去了" | "{who} made it {state}; changes here cannot go in";
    entry_saved_by(who: &str) => "{who} 已改过这张单,F6 时合并" | "{who} saved it meanwhile; F6 merges";
    entry_totals_short(lines: usize, qty: &str, net: &str) => "{lines} 行  数量 {qty}  不含税 {net}" | "{lines} lines  qty {qty}  net {net}";
    entry_set_aside(n: usize) => "已挂单,共 {n} 张;在录单按 Ctrl+L 取回" | "parked, {n} in all; Ctrl+L in order entry recalls one";
}
