//! Pure types and rules of the order desk.
//!
//! What lives here: numbers, dates, states, formulas of `rules.md`. What never does: a clock, a
//! random number, a file, a database, a sentence meant for a person. Called by every other room.

pub mod address;
pub mod after_sale;
pub mod calendar;
pub mod check;
pub mod chinese_amount;
pub mod collection;
pub mod credit;
pub mod day;
pub mod dso;
pub mod ids;
pub mod initials;
pub mod invoice;
pub mod ledger;
pub mod measures;
pub mod number;
pub mod order;
pub mod party;
mod prefectures;
pub mod price;
pub mod promise;
pub mod promotion;
pub mod quality;
pub mod refusal;
pub mod role;
pub mod route;
pub mod schedule;
pub mod settle;
pub mod size;
pub mod split;
pub mod tax;
pub mod tax_id;
pub mod terms;
pub mod text;
pub mod waybill;
pub mod week;

pub use day::{Day, Moment};
pub use number::{Money, Percent, Price, Qty};
pub use refusal::{Code, Refusal};
pub use role::Role;
