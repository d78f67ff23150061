//! What the command line says beside results.

use super::messages;

messages! {
    /// Messages of the command line.
    CLI;
    office_missing(path: &str) => "没有办公室文件:{path}\n用 orderdesk admin init 新建,或用 orderdesk demo 打开练习办公室" | "no office file: {path}\nmake one with orderdesk admin init, or open a practice office with orderdesk demo";
    office_there(path: &str) => "文件已存在,没有改动:{path}" | "a file is there already, nothing was changed: {path}";
    office_foreign(path: &str) => "不是订单台的文件,没有改动:{path}\n用 --db 指明办公室文件" | "not an Orderdesk file, nothing was changed: {path}\nname the office file with --db";
    office_newer(found: i64, known: i64) => "文件版本 {found} 比程序 ({known}) 新:请升级程序;文件没有改动" | "the file is of version {found}, this program knows {known}: upgrade the program; the file was not touched";
    office_older(found: i64, known: i64) => "文件版本 {found} 较旧(程序为 {known}):先运行 orderdesk admin upgrade" | "the file is of version {found}, this program wants {known}: run orderdesk admin upgrade first";
    office_full => "没有保存:磁盘已满;腾出空间后再试" | "not saved: disk full; make room and try again";
    office_read_only => "没有保存:文件或目录不可写;检查权限" | "not saved: the file or its folder cannot be written; check the rights";
    office_no_file => "不是普通文件(是目录、管道或设备):--db 要指向办公室文件" | "not a plain file (a folder, a pipe or a device): --db names the office file";
    office_cannot_open(why: &str) => "打不开办公室文件:{why}\n检查文件和目录的权限,以及会话还能否打开文件(ulimit -n)" | "the office file cannot be opened: {why}\ncheck the rights of the file and its folder, and whether the session may open more files (ulimit -n)";
    office_damaged(why: &str) => "文件已损坏:{why}\n用 orderdesk restore 恢复最近的备份" | "the file is damaged: {why}\nrestore the last backup with orderdesk restore";
    office_exposed(path: &str, seen: &str, wanted: &str, mend: &str) => "办公室没有打开:{path} 为 {seen},应为 {wanted}\n由 root 执行:{mend}" | "the office was not opened: {path} is {seen}, wanted is {wanted}\nas root: {mend}";
    office_no_group(why: &str, mend: &str) => "程序没有得到办公室的用户组:{why}\n{mend}" | "the program was started without the group of the office: {why}\n{mend}";
    no_group_mode => "程序文件没有 setgid 位或属组不对" | "the program file is not setgid to it";
    no_group_nosuid => "程序所在的文件系统以 nosuid 挂载;由 root 装到别处:" | "its file system is mounted nosuid; as root, put it elsewhere:";
    no_group_no_new_privs => "启动它的程序不许取得新权限 (no_new_privs);换一个终端或服务设置:" | "whoever started it forbids new rights (no_new_privs); start it from another terminal or service:";
    no_group_traced => "它正被 strace 或 gdb 跟踪;请直接运行:" | "it is being traced by strace or gdb; start it by itself:";
    no_group_unknown => "原因不明;由 root 检查:" | "for a reason that cannot be seen; as root, look with:";
    office_network(name: &str) => "办公室文件在网络盘 ({name}) 上,日志需要本机共享内存,没有打开:请移到本机磁盘" | "the office file lies on {name}, over the network, where its log cannot work; it was not opened: move it to a disk of this machine";
    no_such_login(login: &str) => "系统里没有这个登录名:{login}" | "the system knows no login of this name: {login}";
    shared_not_done => "以上是做法,没有执行。由 root 执行:orderdesk admin setup-shared --owner 登录名(第一个人)" | "This is the recipe; nothing was done. As root: orderdesk admin setup-shared --owner LOGIN (the first person)";
    shared_stopped(why: &str) => "这一步没有成功,到此为止:{why}" | "This step failed, and it ends here: {why}";
    shared_ready => "受护的办公室已就绪。其他人:orderdesk admin user 登录名 --roles …\nsshd 建议:ClientAliveInterval 60, ClientAliveCountMax 3;每夜由 root 备份" | "The guarded office is ready. Other people: orderdesk admin user LOGIN --roles …\nFor sshd: ClientAliveInterval 60, ClientAliveCountMax 3; a backup each night, by root";
    keep_wants_folder => "--keep 只用于备份到文件夹:orderdesk backup 文件夹 --keep 14" | "--keep goes with a folder: orderdesk backup FOLDER --keep 14";
    run_is_office => "这是办公室文件本身,不是命令" | "that is the office file itself, not commands";
    stress_not_here => "这里有真实的客户,不做" | "there are real customers here: not done";
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
    of_file(file: &str, why: &str) => "{file}: {why}" | "{file}: {why}";
    file_gone => "没有这个文件" | "no such file";
    config_unreadable(why: &str) => "读不了 ({why})" | "cannot be read ({why})";
    config_key(key: &str, allowed: &str) => "没有 {key} 这一项;可用 {allowed}" | "there is no {key}; there are {allowed}";
    config_value(key: &str, allowed: &str) => "{key} 可取 {allowed}" | "{key} may be {allowed}";
    config_no_path(key: &str) => "{key} 应为加引号的文件名" | "{key} wants the name of a file in quotes";
    config_keymap(why: &str) => "配置文件 keymap 指定的键表读不了 ({why})" | "the keymap that the configuration names cannot be read ({why})";
    only_practice => "--as 只用于练习办公室" | "--as is for a practice office";
}
