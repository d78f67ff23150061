//! What the tests share: an office of their own, the program itself, the tables behind it.

pub mod books;
pub mod dice;
pub mod lived_in;
pub mod office;
pub mod program;
pub mod recount;
pub mod samples;
pub mod session;
pub mod shop;
pub mod statements;
pub mod storm;
pub mod tables;
pub mod three_users;
