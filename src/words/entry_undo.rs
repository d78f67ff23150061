//! What order entry says of steps taken back and done again.

use super::messages;

messages! {
    /// All rows of this table.
    ENTRY_UNDO;

    entry_line_gone(n: usize) => "第 {n} 行已删,Ctrl+Z 取回" | "Line {n} is out; Ctrl+Z brings it back";
    entry_line_n(n: usize) => "第 {n} 行" | "line {n}";
    entry_no_redo => "没有可恢复的" | "Nothing to do again";
    entry_no_undo => "没有可撤销的" | "Nothing to take back";
    entry_redone(what: &str) => "已恢复:{what}" | "Done again: {what}";
    entry_undone(what: &str) => "已撤销:{what}" | "Taken back: {what}";
}
