//! What is said when a file says no: the office busy, full, damaged, of another version; one that goes out.

use crate::domain::Code;

/// Chinese text and way out, English text and way out.
type Sentences = (&'static str, &'static str, &'static str, &'static str);

/// Busy, where it is known with whom.
pub(super) const HELD: Sentences = (
    "未保存:{who}(进程 {pid})正在保存,还没有完",
    "稍候再试一次,内容还在;一直不完就找 {who},或由管理员结束它:kill {pid}",
    "not saved: {who} (process {pid}) is saving and has not finished",
    "try again in a moment, nothing is lost; if it stays so ask {who}, or have an administrator end it: kill {pid}",
);

/// The sentences of such a code.
pub(super) fn office(code: Code) -> Option<Sentences> {
    Some(match code {
        Code::LastAdmin => (
            "未保存 {login}:这是最后一位在岗管理员",
            "先给另一个人管理员角色",
            "{login} was not saved: the last active administrator",
            "give somebody else the role admin first",
        ),
        Code::FileNotWritten => (
            "没有写成 {file}:{why}",
            "换一个可写的文件夹和名称再试;办公室没有改动",
            "{file} was not written: {why}",
            "take a folder that can be written and try again; the office is as it was",
        ),
        Code::ClockBehind => (
            "未保存:电脑时钟为 {now},早于最后一笔记录 {last}",
            "把电脑时钟调对;若现在的时钟是对的,由管理员或主管执行 clock.accept",
            "not saved: the machine's clock says {now}, and the last entry was made at {last}",
            "set the machine's clock right; if it is right now, an administrator or supervisor says so (clock.accept)",
        ),
        Code::OfficeUpgraded => (
            "订单台已升级,此会话版本过旧",
            "退出后重新启动;已填内容会保留",
            "Orderdesk was upgraded, this session is too old",
            "quit and start again; what you typed is kept",
        ),
        Code::OfficeBusy => (
            "未保存:另一个会话正在保存",
            "稍候再试一次,内容还在",
            "not saved: another session is saving",
            "try again in a moment; nothing is lost",
        ),
        Code::OfficeFull => (
            "未保存:磁盘已满",
            "腾出空间后再试一次,内容还在",
            "not saved: disk full",
            "make room and try again; nothing is lost",
        ),
        Code::OfficeReadOnly => (
            "未保存:办公室文件或目录不可写",
            "检查权限后再试一次,内容还在",
            "not saved: the office file or its folder cannot be written",
            "check the rights and try again; nothing is lost",
        ),
        Code::OfficeDamaged => (
            "未保存:办公室文件已损坏({why}),此后不再写入",
            "所有人退出后用 orderdesk restore 恢复最近的备份;草稿已保留",
            "not saved: the office file is damaged ({why}); nothing more is written to it",
            "everybody leaves, then restore the last backup with orderdesk restore; drafts are kept",
        ),
        Code::OfficeFailed => (
            "未保存:办公室文件出错({why})",
            "再试一次;仍不行就退出,运行 orderdesk check",
            "not saved: the office file failed ({why})",
            "try again; if it stays so, leave and run orderdesk check",
        ),
        _ => return None,
    })
}
