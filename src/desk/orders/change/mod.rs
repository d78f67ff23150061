//! New versions of approved orders (`rules.md §8`): asked for, judged again where they matter, put
//! in force or dropped. The old version goes on meanwhile.

pub mod affected;
pub mod ask;
pub mod asked;
pub mod decide;
pub mod force;
pub mod pending;
pub mod plan;
pub mod withdraw;
