//! The words of the timeline screen.

use super::messages;

messages! {
    /// All rows of this table.
    TIMELINE;

    timeline_newest => "时间线,新的在前" | "Timeline, newest first";
    timeline_oldest => "时间线,旧的在前" | "Timeline, oldest first";
    timeline_which => "看哪张订单" | "Which order";
    timeline_none => "还没有记录" | "Nothing happened yet";
    timeline_lines(n: usize) => "明细 {n} 行" | "{n} lines";
    timeline_more(n: usize) => "... 还有 {n} 行,Tab 切换" | "... {n} more, Tab switches";
    timeline_place(from: usize, to: usize, all: usize) => "{from}-{to} / {all}" | "{from}-{to} of {all}";
}
