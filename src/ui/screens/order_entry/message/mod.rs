//! A pasted message becomes lines: `红牛250ml 20箱; 农夫550 30件 单价22`, `8801 黑 S2 M3`, cells
//! of a sheet.
//!
//! Invariant: nothing is dropped untold. What is not understood as goods, quantity or price stays in the
//! goods text, goods that no product answers to stay as lines for the clerk to settle; an address, what is
//! to be remarked and what is only polite are told apart, and the order's note has the message whole.
//! What a remark asks of lines, and what is said of the line above, stands with their goods, so that
//! somebody looks.

mod address;
mod aside;
mod beside;
mod cells;
mod correction;
mod courtesy;
mod each;
pub mod goods;
mod instruction;
pub mod item;
mod manner;
pub mod matching;
mod part;
mod parted;
mod reading;
mod remark;
mod section;
mod sender;
#[cfg(test)]
mod tests;
pub mod total;
mod wish;
mod words;
pub mod written;

pub use reading::{Message, is_block, is_rows, read};
