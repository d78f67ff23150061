//! Masters: people, customers, products, places, prices, contracts, limits, settings.

pub mod clock;
pub mod contract;
pub mod credit;
pub mod customer;
pub mod find;
pub mod place;
pub mod price;
pub mod product;
pub mod promotion;
pub mod reading;
pub mod setting;
pub mod user;
