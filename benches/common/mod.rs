//! What the benches share: office files of any age, the floor in bare SQL, measuring.
#![allow(dead_code)] // each bench uses its own part

pub mod floor;
pub mod measure;
pub mod office_file;
