//! The words of the platforms screen.

use super::messages;

messages! {
    /// All rows of this table.
    PLATFORMS;

    platform_tab_waiting => "待处理" | "Waiting";
    platform_tab_unmapped => "未匹配货品" | "To map";
    platform_tab_mapped => "已匹配" | "Mapped";
    platform_tab_back => "运单回传" | "Waybills back";
    platform_tab_rules => "过单规则" | "Pass rules";
    platform_tab_layouts => "文件版式" | "Layouts";
    platform_col_left => "剩余" | "Left";
    platform_col_order => "订单" | "Order";
    platform_col_number => "平台单号" | "Their number";
    platform_col_why => "原因" | "Why";
    platform_col_amount => "金额" | "Amount";
    platform_col_next => "下一步" | "Next";
    platform_col_platform => "平台" | "Platform";
    platform_col_shop => "店铺" | "Shop";
    platform_col_goods => "对方货品" | "Their goods";
    platform_col_orders => "单数" | "Orders";
    platform_col_could => "可能是" | "Could be";
    platform_col_ours => "我方货品" | "Ours";
    platform_col_amount_most => "金额上限" | "Amount";
    platform_col_weight_most => "克数上限" | "Grams";
    platform_col_hours => "时段" | "Hours";
    platform_col_words => "地址含词不过" | "Words that keep it";
    platform_col_carrier => "承运商" | "Carrier";
    platform_col_waybill => "运单号" | "Waybill";
    platform_back_title => "回传运单文件" | "Waybills for the platform";
    platform_back_note => "按平台的上传版式;.csv 或 .xlsx,新文件" | "In the columns the platform takes; a new .csv or .xlsx";
    platform_file => "存到" | "File";
    platform_keys_back => "F9 存成平台上传文件  Enter 时间线  Tab 换页" | "F9: write the platform's file  Enter: timeline  Tab: next page";
    platform_written(rows: &str, file: &str) => "已写 {rows} 行到 {file}" | "{rows} rows written to {file}";
    platform_col_layout => "名称" | "Name";
    platform_col_whose => "用于" | "For";
    platform_col_headings => "表头" | "Headings";
    platform_days(days: &str) => "{days}天" | "{days} days";
    platform_over(span: &str) => "超 {span}" | "over {span}";
    platform_choose => "这是我方哪个货品" | "Which of our products is it";
    platform_map_title(goods: &str) => "匹配 {goods}" | "Map {goods}";
    platform_map_note(name: &str) => "{name};数量:对方 1 件是我方几件" | "{name}; quantity: how many of it one of theirs is";
    platform_rule_title => "自动过单规则" | "Pass rule";
    platform_rule_note => "合条件的平台单自动生效;空=不限" | "Orders that fit go into force by themselves; empty: no limit";
    platform_headings_title => "客户订货单的表头" | "Headings of a customer's sheets";
    platform_headings_note => "只填与常用表头不同的" | "Only those that differ from the usual ones";
    platform_of_customer(customer: &str) => "客户 {customer} 的订货单" | "sheets of {customer}";
    platform_taught => "本公司自定" | "taught here";
    platform_built_in => "内置" | "built in";
    platform_by_file => "平台版式用文件改:ask profile 取出,profile.save 存回" | "A platform's layout is changed by file: ask profile, profile.save";
    platform_keys_waiting => "Enter 打开  F6 办下一步  F8 从此行起全部过单  F11 历史  Tab 换页" | "Enter: open  F6: next step  F8: all from here by rule  F11: history";
    platform_keys_unmapped => "Enter 选货品,所有同款一起匹配  Tab 换页" | "Enter: choose the product for all of it  Tab: next page";
    platform_keys_mapped => "Enter 改  Ctrl+X 取消匹配  Tab 换页" | "Enter: change  Ctrl+X: forget  Tab: next page";
    platform_keys_layouts => "F5 客户表头  Ins 网店表头  Enter 改  Ctrl+X 删除  Tab 换页" | "F5: customer's headings  Ins: a shop's  Enter: change  Ctrl+X: remove  Tab: next page";
    platform_passed(passed: &str, stay: &str) => "通过 {passed},留下 {stay}" | "{passed} passed, {stay} stay";
    platform_no_rule(count: &str) => "{count} 单没有过单规则可依(第 5 页)" | "no rule speaks of {count} (page 5)";
    platform_mapped(orders: &str, left: &str) => "已匹配,改好 {orders} 单,还剩 {left} 单" | "Mapped; {orders} orders put right, {left} left";
    platform_merged(count: &str, order: &str) => "{count} 单合并为 {order}" | "{count} orders made one, {order}";
    platform_shop_title => "自己的网店:导出文件的表头" | "A shop of your own: the headings of its export";
    platform_shop_note => "一行一种货;没填的不读;试导(Alt+D)会列出各表头读成了什么" | "A row for each line of goods; a rehearsal (Alt+D) tells what each heading was read as";
    platform_saved => "已保存" | "Saved";
}
