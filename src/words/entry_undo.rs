//! What order entry says of steps taken back and done again.

use super::messages;

messages! {
    /// All rows of this table.
    ENTRY_UNDO;

    entry_line_gone(n: usize) => "第 {n} 行已删,Ctrl+Z 取回" | "Line {n} is out; Ctrl+Z brings it back";
    entry_line_n(n: usize) => "第 {n} 行" | "line {n}";
    entry_merge => "合并" | "the merge";
    entry_more(n: usize) => "等 {n} 处" | "{n} more";
    entry_no_redo => "没有可恢复的" | "Nothing to do again";
    entry_no_undo => "没有可撤销的" | "Nothing to take back";
    entry_paste(n: usize) => "粘贴的 {n} 行" | "{n} pasted lines";
    entry_redone(what: &str) => "已恢复:{what}" | "Done again: {what}";
    entry_undone_merge => "已撤销合并:这里又是您填的,F6 会盖掉对方的改动" | "Merge taken back: as you typed it; F6 overwrites theirs";
    sizes_two_packs(pieces: &str) => "2手/2p={pieces}  " | "2p={pieces}  ";
    entry_undone(what: &str) => "已撤销:{what}" | "Taken back: {what}";
}
