//! `contract.save`: what was agreed with a customer for a time.

use serde_json::Value;

use super::{find, place};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::domain::ids::ContractId;
use crate::domain::terms::Terms;
use crate::domain::{Day, Percent, Price, Qty, Refusal};
use crate::store::customers::{self, Contract, ContractLine};

payload! {
    /// Adds a contract or writes it anew, with all its lines.
    pub struct ContractSave {
        /// Code.
        #[serde(deserialize_with = "fields::code")]
        pub code: String,
        /// With whom.
        #[serde(deserialize_with = "fields::code")]
        pub customer: String,
        /// First day.
        pub from: Day,
        /// Last day.
        pub to: Day,
        /// Terms of payment agreed.
        pub terms: Option<Terms>,
        /// Prices and quantities.
        pub lines: Vec<ContractSaveLine>,
        /// Percent that may come back.
        pub returns_percent: Option<Percent>,
        /// Region it is for.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub region: Option<String>,
        /// Percent by which more may be shipped (default: customer, product, office).
        pub tolerance_over: Option<Percent>,
        /// Percent by which less closes a line (default: the same).
        pub tolerance_under: Option<Percent>,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

payload! {
    /// A line of a contract: a product or a family.
    pub struct ContractSaveLine {
        /// Product code.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub product: Option<String>,
        /// Family.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub family: Option<String>,
        /// Price agreed.
        pub price: Option<Price>,
        /// Least quantity of an order.
        pub min_qty: Option<Qty>,
        /// Most over the contract's life.
        pub max_qty: Option<Qty>,
    }
}

/// Saves a contract.
pub fn save(cx: &mut Cx<'_>, p: &ContractSave) -> Outcome<Value> {
    if p.to < p.from {
        return Err(Refusal::bad_field("to", "not before from").into());
    }
    for (field, percent) in [
        ("returns_percent", p.returns_percent),
        ("tolerance_over", p.tolerance_over),
        ("tolerance_under", p.tolerance_under),
    ] {
        if percent.is_some_and(|percent| !(0..=10_000).contains(&percent.0)) {
            return Err(Refusal::bad_field(field, "0 to 100").into());
        }
    }
    let customer = find::customer(cx.tx, &p.customer)?;
    let before = customers::contract(cx.tx, &p.code)?;
    if let Some(before) = &before {
        cx.expect_version(&p.code, before.version, p.version)?;
    }
    let mut lines = Vec::with_capacity(p.lines.len());
    for (line, number) in p.lines.iter().zip(1_i64..) {
        lines.push(line_row(cx, line, number)?);
    }
    let row = Contract {
        id: ContractId(0),
        code: p.code.clone(),
        customer_id: customer.id,
        from_on: p.from,
        to_on: p.to,
        terms: p.terms.map(|terms| terms.to_string()),
        returns_percent: p.returns_percent,
        region: p.region.clone(),
        tolerance_over: p.tolerance_over,
        tolerance_under: p.tolerance_under,
        version: 0,
    };
    customers::save_contract(cx.tx, &row, &lines)?;
    cx.changed(Aggregate::Price);
    place::saved(cx, &p.code, before.map_or(1, |b| b.version + 1))
}

fn line_row(cx: &Cx<'_>, line: &ContractSaveLine, number: i64) -> Outcome<ContractLine> {
    let family = line.family.clone().filter(|family| !family.is_empty());
    if line.product.is_some() == family.is_some() {
        let field = format!("lines[{}].product", number - 1);
        return Err(Refusal::bad_field(&field, "either product or family").into());
    }
    let below = |qty: Option<Qty>| qty.is_some_and(|qty| qty.count() < 0);
    if below(line.min_qty) || below(line.max_qty) || line.price.is_some_and(|p| p.count() < 0) {
        return Err(Refusal::bad_field(&format!("lines[{}]", number - 1), "from 0").into());
    }
    let product = line
        .product
        .as_deref()
        .map(|code| find::product(cx.tx, code))
        .transpose()?;
    Ok(ContractLine {
        contract_id: ContractId(0),
        line: number,
        product_id: product.map(|product| product.id),
        family,
        price: line.price,
        min_qty: line.min_qty,
        max_qty: line.max_qty,
    })
}
