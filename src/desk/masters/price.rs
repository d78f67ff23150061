//! `price.save`: one price or discount for one scope and one target.

use serde_json::{Value, json};

use super::find;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::domain::order::Channel;
use crate::domain::price::{Scope, Target};
use crate::domain::{Day, Percent, Price, Qty, Refusal};
use crate::store::{Db, customers, products};

payload! {
    /// Sets a price or a discount. The same scope, target, quantity and start replace each other.
    pub struct PriceSave {
        /// Whose price it is; the narrower scope wins.
        pub scope: Scope,
        /// Code of the contract, the customer or the channel; left out for base.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub scope_code: Option<String>,
        /// What it is for.
        pub target: Target,
        /// Product code, style or family; left out for all.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub target_code: Option<String>,
        /// From this quantity of the product in the order on (default 0).
        pub min_qty: Option<Qty>,
        /// Price, VAT included; this or `discount_percent`.
        pub price: Option<Price>,
        /// Percent off the list price.
        pub discount_percent: Option<Percent>,
        /// First day.
        pub from: Day,
        /// Last day.
        pub to: Option<Day>,
    }
}

/// Saves a price rule.
pub fn save(cx: &mut Cx<'_>, p: &PriceSave) -> Outcome<Value> {
    let row = row(cx.tx, p)?;
    let id = products::save_price(cx.tx, &row)?;
    cx.about(&format!("{}:{}", row.scope, row.scope_key));
    cx.changed(Aggregate::Price);
    Ok(json!({ "price_rule": id }))
}

/// The row that the command would write.
fn row(db: &Db, p: &PriceSave) -> Outcome<products::PriceRow> {
    refuse_odd_values(p)?;
    Ok(products::PriceRow {
        id: 0,
        scope: p.scope.to_string(),
        scope_key: scope_key(db, p)?,
        target: p.target.to_string(),
        target_key: target_key(db, p)?,
        min_qty: p.min_qty.unwrap_or_default(),
        price: p.price,
        discount: p.discount_percent,
        from_on: p.from,
        to_on: p.to,
    })
}

/// The row as it is, if it is there, and as the command would leave it.
pub fn before_and_after(
    db: &Db,
    p: &PriceSave,
) -> Outcome<(Option<products::PriceRow>, products::PriceRow)> {
    let after = row(db, p)?;
    Ok((products::same_place(db, &after)?, after))
}

fn refuse_odd_values(p: &PriceSave) -> Result<(), Refusal> {
    if p.price.is_some() == p.discount_percent.is_some() {
        return Err(Refusal::bad_field(
            "price",
            "either price or discount_percent",
        ));
    }
    if p.price.is_some_and(|price| price.count() < 0) {
        return Err(Refusal::bad_field("price", "from 0"));
    }
    if p.discount_percent
        .is_some_and(|d| !(0..=10_000).contains(&d.count()))
    {
        return Err(Refusal::bad_field("discount_percent", "0 to 100"));
    }
    if p.min_qty.is_some_and(|qty| qty.count() < 0) {
        return Err(Refusal::bad_field("min_qty", "from 0"));
    }
    if p.to.is_some_and(|to| to < p.from) {
        return Err(Refusal::bad_field("to", "not before from"));
    }
    Ok(())
}

fn scope_key(db: &Db, p: &PriceSave) -> Outcome<String> {
    let missing = || Refusal::bad_field("scope_code", "the code of the scope");
    let code = || p.scope_code.clone().ok_or_else(missing);
    match p.scope {
        Scope::Base => Ok(String::new()),
        Scope::Customer => Ok(find::customer(db, &code()?)?.code),
        Scope::Channel => {
            let code = code()?;
            code.parse::<Channel>()
                .map_err(|()| Refusal::not_found("channel", &code))?;
            Ok(code)
        }
        Scope::Contract => {
            let code = code()?;
            let found = customers::contract(db, &code)?;
            Ok(found
                .ok_or_else(|| Refusal::not_found("contract", &code))?
                .code)
        }
    }
}

fn target_key(db: &Db, p: &PriceSave) -> Outcome<String> {
    let code = p.target_code.clone().filter(|code| !code.is_empty());
    let missing = || Refusal::bad_field("target_code", "the code of the target");
    match p.target {
        Target::All => Ok(String::new()),
        Target::Sku => Ok(find::product(db, &code.ok_or_else(missing)?)?.code),
        Target::Style | Target::Family => Ok(code.ok_or_else(missing)?),
    }
}
