//! The measures: how well the desk does, down to the lines that failed (`rules.md §13`).

pub mod kpi;
mod lines;
mod money;
mod span;
pub mod tally;
mod ways;
