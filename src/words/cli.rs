//! What the command line says beside results.

use super::messages;

messages! {
    /// Messages of the command line.
    CLI;
    office_missing(path: &str) => "没有办公室文件:{path}\n用 orderdesk admin init 新建,或用 orderdesk demo 打开练习办公室" | "no office file: {path}\nmake one with orderdesk admin init, or open a practice office with orderdesk demo";
    office_there(path: &str) => "文件已存在,没有改动:{path}" | "a file is there already, nothing was changed: {path}";
    office_foreign(path: &str) => "不是订单台的文件:{path}" | "not an Orderdesk file: {path}";
    office_newer(found: i64, known: i64) => "文件版本 {found} 比程序 ({known}) 新:请升级程序;文件没有改动" | "the file is of version {found}, this program knows {known}: upgrade the program; the file was not touched";
    office_older(found: i64, known: i64) => "文件版本 {found} 较旧(程序为 {known}):先运行 orderdesk admin upgrade" | "the file is of version {found}, this program wants {known}: run orderdesk admin upgrade first";
    office_full => "没有保存:磁盘已满;腾出空间后再试" | "not saved: disk full; make room and try again";
    office_read_only => "没有保存:文件或目录不可写;检查权限" | "not saved: the file or its folder cannot be written; check the rights";
    office_cannot_open(why: &str) => "打不开办公室文件:{why}" | "the office file cannot be opened: {why}";
    office_damaged(why: &str) => "文件已损坏:{why}\n用 orderdesk restore 恢复最近的备份" | "the file is damaged: {why}\nrestore the last backup with orderdesk restore";
    office_failed(why: &str) => "办公室文件出错:{why}" | "the office file failed: {why}";
    way_out(text: &str) => "办法:{text}" | "way out: {text}";
    first_run(path: &str) => "欢迎使用订单台。新的办公室文件将建在 {path}" | "Welcome to Orderdesk. A new office file will be made at {path}";
    ask_office_name => "公司或办公室名称?(回车 = Orderdesk)" | "Name of the company or office? (Enter = Orderdesk)";
    ask_shared => "谁用?1 只有我(回车) 2 几个人共用" | "Who uses it? 1 only me (Enter), 2 several people";
    made(path: &str) => "已建立:{path}" | "made: {path}";
    backed_up(path: &str) => "已备份并检查:{path}" | "backed up and checked: {path}";
    restored(path: &str) => "已恢复:{path}" | "restored: {path}";
    others_at_work => "没有恢复:还有人在用这个文件" | "not restored: somebody is working with this file";
    demo_filling => "正在建立练习办公室..." | "making the practice office...";
    no_terminal => "需要终端;脚本请用 run 和 ask" | "this needs a terminal; scripts use run and ask";
    check_ok => "全部正常" | "all is well";
    check_failed(n: usize) => "{n} 项不符" | "{n} checks failed";
    who_may => "谁可以" | "who may";
    fields => "字段" | "fields";
    keys => "键" | "keys";
    refused_with => "可能被拒" | "may be refused with";
    optional => "可省" | "optional";
    at_key => "查询视为“现在”的日期或时间" | "what the query calls now";
    version_key => "读到的版本" | "the version that was read";
    unknown_setting(name: &str) => "没有这个设置:{name}" | "no such setting: {name}";
    import_progress(done: u64, all: u64) => "{done} / {all} 行" | "{done} / {all} rows";
    only_practice => "--as 只用于练习办公室" | "--as is for a practice office";
}
