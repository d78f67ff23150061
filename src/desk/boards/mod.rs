//! Reads for lists, cards and searches: what `ask` and the screens show.

pub mod audit;
pub mod capacity;
pub mod complaints;
pub mod customer;
pub mod difference;
pub mod exceptions;
pub mod find;
pub mod holds;
pub mod masters;
pub mod message;
pub mod money;
pub mod order;
pub mod order_money;
pub mod orders;
pub mod page;
pub mod pick;
pub mod price;
pub mod promotion;
pub mod returns;
pub mod review;
pub mod schedule;
pub mod shipments;
pub mod stock;
pub mod tasks;
pub mod timeline;
pub mod worklist;
