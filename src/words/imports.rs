//! The words of the import screen.

use super::messages;
use super::papers::Table;

/// What a file to import holds, as on the command line.
pub const KINDS: Table = &[
    (
        "orders",
        "订单(平台导出、订货单)",
        "orders (platform file, order sheet)",
    ),
    ("receipts", "银行流水", "bank statement"),
    ("waybills", "运单、签收", "waybills, signatures"),
    ("stock", "盘点库存", "counted stock"),
    ("customers", "客户", "customers"),
    ("products", "货品", "products"),
    ("prices", "价格", "prices"),
];

/// What became of platform orders, or their state there.
pub const WHYS: Table = &[
    ("passed", "自动过单", "passed by rule"),
    ("stays", "留待处理", "stay"),
    ("to_ship", "待发货", "to send"),
    ("part_shipped", "平台部分已发", "partly sent there"),
    ("refunding", "退款或锁定,已挂起", "refunding, held"),
    ("unknown", "状态不识,已挂起", "state unknown, held"),
    ("pending_payment", "未付款,不建单", "unpaid, not made"),
    ("shipped", "平台已发,不建单", "sent there, not made"),
    ("done", "已完成,不建单", "done there, not made"),
    ("closed", "已关闭,不建单", "closed there, not made"),
    ("same", "与上次相同", "as last time"),
];

messages! {
    /// All rows of this table.
    IMPORTS;

    import_read(file: &str, headings: &str) => "{file}:{headings}" | "{file}: {headings}";
    import_unread(headings: &str) => ";未读:{headings}" | "; not read: {headings}";

    import_teach_hint => "Ins(或 Ctrl+E):逐列对应表头" | "Ins (or Ctrl+E): say what each column of the file is";
    mapping_shop => "店铺导出" | "a shop's export";
    mapping_customer => "客户订货单" | "a customer's order sheet";
    mapping_as(file: &str, what: &str) => "{file} 作为{what};Tab 换" | "{file} as {what}; Tab: the other";
    mapping_col_heading => "表头" | "Heading";
    mapping_col_values => "前几行" | "First rows";
    mapping_col_field => "对应" | "Is";
    mapping_keys(take: &str, save: &str) => "Enter 选对应  {take} 取消对应  {save} 存  Esc 返回" | "Enter: what it is  {take}: nothing  {save}: keep  Esc: back";
    mapping_field_title => "这一列是" | "This column is";
    mapping_save_title => "存为" | "Keep as";
    mapping_shop_name => "店铺或平台名" | "Shop or platform";
    mapping_kept(name: &str) => "已存 {name},可以试导了" | "{name} is kept; try the file now";
    mapping_needs(field: &str) => "还没有一列是{field}" | "No column is {field} yet";
    import_title => "导入文件" | "Import files";
    import_kind => "内容" | "Holds";
    import_files => "文件" | "Files";
    import_customer => "客户(订货单)" | "Customer";
    import_profile => "平台模板" | "Platform";
    import_lost => "退回行存到" | "Refused rows to";
    import_problems => "问题行存到" | "Problems to";
    import_note => "先试导,不写入;多个文件用空格隔开,名字里有空格的加引号;也可直接粘贴邮件或聊天里的订单" | "Tried first, nothing written; files parted by spaces, a name with spaces in quotes; or paste an order in words";
    import_col_line => "行" | "Line";
    import_col_id => "单号" | "Number";
    import_col_why => "原因和办法" | "Why, and the way out";
    import_trying => "试导中" | "Trying";
    import_doing => "导入中" | "Importing";
    import_pace(rate: &str, left: &str) => "每秒 {rate},还要约 {left} 秒" | "{rate} a second, about {left} s to go";
    import_stop_hint => "Esc 停在当前一单之后,已导入的保留;可以切到别的屏幕" | "Esc stops after the paper at hand, what is in stays; other screens stay open";
    import_stopping => "正在停…" | "Stopping…";
    import_tried => "试导完毕,什么都还没有写入" | "Tried; nothing is written yet";
    import_tried_in_part => "试导中途停下,下面只是停下以前的;什么都还没有写入" | "Stopped while trying; this is as far as it went, and nothing is written";
    import_stopped => "已停;导入的保留,再导一次从断处继续" | "Stopped; what is in stays, the same file again goes on from there";
    import_done(batch: &str) => "导入完成,批次 {batch}" | "Imported, batch {batch}";
    import_counts(rows: &str, added: &str, updated: &str, skipped: &str, failed: &str) => "{rows} 行:新 {added},改 {updated},不变 {skipped},未收 {failed}" | "{rows} rows: {added} new, {updated} changed, {skipped} as they were, {failed} not taken";
    import_next_hint => "F6 正式导入  F5 换文件  Esc 返回" | "F6: import for real  F5: other files  Esc: back";
    import_after_sheets_hint => "F9 汇总和各店回复存成文件  F5 再导  Esc 返回" | "F9: demand and replies to files  F5: more files  Esc: back";
    import_replies_title => "汇总与回复" | "Demand and replies";
    import_replies_note => "各店合计存到此文件(.xlsx 或 .csv,新文件),每店的回复在旁边,名字后加客户编码" | "What all want goes to this new file (.xlsx or .csv), the reply to each beside it, his code behind the name";
    import_replies_written(files: &str, file: &str) => "已写 {files} 个文件:{file} 及旁边各店" | "{files} files written: {file} and those beside it";
    import_after_hint => "F5 再导  Esc 返回" | "F5: more files  Esc: back";
}
