//! Looking up a master by its code, with the refusal that names what was asked for.

use crate::domain::Refusal;
use crate::store::places::{Carrier, Warehouse};
use crate::store::{self, Db, customers::Customer, office::Staff, products::Product};

use crate::desk::failure::Outcome;

/// The customer of this code.
pub fn customer(db: &Db, code: &str) -> Outcome<Customer> {
    let found = store::customers::by_code(db, code)?;
    found.ok_or_else(|| Refusal::not_found("customer", code).into())
}

/// The product of this code, or of this barcode.
pub fn product(db: &Db, code: &str) -> Outcome<Product> {
    product_opt(db, code)?.ok_or_else(|| Refusal::not_found("product", code).into())
}

/// The same, if there is one.
pub fn product_opt(db: &Db, code: &str) -> Outcome<Option<Product>> {
    match store::products::by_code(db, code)? {
        Some(found) => Ok(Some(found)),
        None => Ok(store::products::by_barcode(db, code)?),
    }
}

/// The warehouse of this code.
pub fn warehouse(db: &Db, code: &str) -> Outcome<Warehouse> {
    let found = store::places::warehouse(db, code)?;
    found.ok_or_else(|| Refusal::not_found("warehouse", code).into())
}

/// The carrier of this code.
pub fn carrier(db: &Db, code: &str) -> Outcome<Carrier> {
    let found = store::places::carrier(db, code)?;
    found.ok_or_else(|| Refusal::not_found("carrier", code).into())
}

/// The person of this login.
pub fn staff(db: &Db, login: &str) -> Outcome<Staff> {
    let found = store::office::staff_by_login(db, login)?;
    found.ok_or_else(|| Refusal::not_found("user", login).into())
}
