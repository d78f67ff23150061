//! The one room that speaks SQL: opening files, transactions, one file per aggregate.
//!
//! What lives here: statements and row mapping. What never does: a rule, a permission, a sentence.
//! Called by `desk` alone. Functions that write take a [`Tx`]; functions that read take a [`Db`],
//! and a `Tx` is one.

mod error;
#[macro_use]
mod record;
mod db;
mod gate;
mod holder;
mod network;
mod open;
mod types;
mod upgrade;
mod walls;

pub mod account_codes;
pub mod ageing;
pub mod applications;
pub mod audit;
pub mod backup;
pub mod board_exceptions;
pub mod board_stock;
pub mod boards;
pub mod breaches;
pub mod cancellations;
pub mod capacity;
pub mod changes;
pub mod check;
pub mod check_desk;
pub mod check_money;
pub mod checks;
pub mod complaints;
pub mod conditions;
pub mod contacts;
pub mod credit_notes;
pub mod customers;
pub mod dealings;
pub mod debtors;
pub mod demand;
pub mod disputes;
pub mod duplicates;
pub mod exceptions;
pub mod goods_map;
pub mod holds;
pub mod import_profiles;
pub mod imports;
pub mod invoices;
pub mod ledger;
pub mod links;
mod log;
pub mod measures;
pub mod nightly;
pub mod office;
pub mod open_items;
pub mod orders;
pub mod pass_rules;
pub mod pick;
pub mod places;
pub mod platforms;
pub mod products;
pub mod promotions;
pub mod receipts;
pub mod returns;
pub mod reviews;
pub mod routes;
pub mod sales;
pub mod schedule;
pub mod search;
pub mod search_texts;
pub mod settlements;
pub mod shipments;
pub mod shipments_waiting;
pub mod statements;
pub mod stock;
pub mod surroundings;
pub mod tasks;
pub mod templates;
#[cfg(test)]
pub mod testing_money;
pub mod told;
pub mod transfers;

pub use db::{Db, Tx};
pub use error::StoreError;
pub use open::{APPLICATION_ID, VERSION, create, open, open_private, open_reader};
pub use upgrade::{STEPS, upgrade};

/// What a statement gives, or why the office failed.
pub type Result<T> = std::result::Result<T, StoreError>;
