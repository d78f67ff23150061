//! The words of `orderdesk admin doctor`.

use super::messages;
use super::papers::Table;

/// What is looked at.
pub const FINDINGS: Table = &[
    ("mode", "方式", "mode"),
    ("file", "文件", "file"),
    ("file_system", "文件系统", "file system"),
    ("folder_mode", "文件夹权限", "folder's bits"),
    ("file_mode", "文件权限", "file's bits"),
    ("file_group", "文件属组", "file's group"),
    ("owner", "属主", "owner"),
    ("program_mode", "程序权限", "program's bits"),
    ("group_members", "用户组成员", "members of the group"),
    ("links", "硬链接保护", "protected links"),
    ("room", "磁盘余量", "room on the disk"),
    ("log", "日志大小", "size of the log"),
    ("sqlite", "数据库引擎", "database engine"),
    ("journal_mode", "日志方式", "journal mode"),
    ("synchronous", "落盘", "synchronous"),
    ("foreign_keys", "外键", "foreign keys"),
    ("trusted_schema", "信任模式", "trusted schema"),
    ("clock", "时钟", "clock"),
    ("audit_head", "审计链头", "head of the audit chain"),
    ("books", "账目检查", "check of the books"),
];

/// What was seen.
pub const FACTS: Table = &[
    ("mode", "为", "is"),
    ("path", "位于", "at"),
    ("bytes", "字节", "bytes"),
    ("link", "符号链接", "link"),
    ("network", "网络盘", "over the network"),
    ("uid", "属主", "uid"),
    ("gid", "属组", "gid"),
    ("wanted", "应为", "wanted"),
    ("missing", "缺", "missing"),
    ("too_many", "多", "too many"),
    ("folder", "文件夹", "folder"),
    ("file", "文件", "file"),
    ("group", "组", "group"),
    ("members", "成员", "members"),
    ("hardlinks", "硬链接", "hard links"),
    ("symlinks", "符号链接", "symbolic links"),
    ("free", "可用", "free"),
    ("most", "至多", "at most"),
    ("value", "为", "is"),
    ("now", "现在", "now"),
    ("last", "最后一笔", "last entry"),
    ("zone", "时区", "zone"),
    ("seq", "第", "no."),
    ("hash", "哈希", "hash"),
    ("checks", "项数", "checks"),
    ("failed", "未过", "failed"),
];

messages! {
    /// All rows of this table.
    DOCTOR;

    doctor_well => "一切正常" | "All is well";
    doctor_ill(n: usize) => "{n} 处不对" | "{n} faults";
    doctor_mend(command: &str) => "修复: {command}" | "mend: {command}";
}
