//! Imports: files become commands, batch by batch (`contract.md §1`, import).

pub mod bank;
pub mod batch;
pub mod columns;
pub mod demand;
pub mod goods;
mod goods_apply;
pub mod goods_known;
mod goods_lines;
pub mod job;
pub mod masters;
pub mod pass;
pub mod platform;
pub mod platform_board;
mod platform_fields;
pub mod profiles;
pub mod said;
mod sheets;
pub mod undo;
pub mod waybills_back;
pub mod wish;

pub use job::{Imported, Job};
