//! Imports: files become commands, batch by batch (`contract.md §1`, import).

pub mod bank;
pub mod batch;
pub mod job;
pub mod masters;
pub mod platform;
pub mod undo;
pub mod wish;

pub use job::{Imported, Job};
