//! `product.save`.

use serde_json::Value;

use super::place;
use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::domain::ids::ProductId;
use crate::domain::{Percent, Price, Qty, Refusal, initials};
use crate::store::Db;
use crate::store::products::{self, Product};

payload! {
    /// Adds a product or changes one. On a change, what is left out stays.
    pub struct ProductSave {
        /// Code.
        #[serde(deserialize_with = "fields::code")]
        pub code: String,
        /// Name.
        #[serde(deserialize_with = "fields::clean")]
        pub name: String,
        /// Specification.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub spec: Option<String>,
        /// Unit of count.
        #[serde(deserialize_with = "fields::clean")]
        pub unit: String,
        /// Quantities are multiples of this (default 1).
        pub step: Option<Qty>,
        /// VAT rate in percent.
        pub tax_rate: Percent,
        /// Price where no rule says otherwise, VAT included.
        pub list_price: Price,
        /// Lowest price allowed.
        pub floor_price: Option<Price>,
        /// Cost of a unit, VAT included as in every price (`rules.md §1`).
        pub cost: Option<Price>,
        /// Barcode.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub barcode: Option<String>,
        /// Family.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub family: Option<String>,
        /// Style 款.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub style: Option<String>,
        /// Colour 色.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub colour: Option<String>,
        /// Size 码.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub size: Option<String>,
        /// Pieces in a pack.
        pub pack: Option<Qty>,
        /// Working days to make or get it.
        pub lead_days: Option<i64>,
        /// Grams of one unit, packed.
        pub weight: Option<i64>,
        /// Further initials to be found by.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub initials: Option<String>,
        /// Percent that may be shipped too much.
        pub tolerance_over: Option<Percent>,
        /// Percent that may be missing.
        pub tolerance_under: Option<Percent>,
        /// Whether it is sold (default true).
        pub on_sale: Option<bool>,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

/// Saves a product.
pub fn save(cx: &mut Cx<'_>, p: &ProductSave) -> Outcome<Value> {
    refuse_odd_numbers(p)?;
    let before = products::by_code(cx.tx, &p.code)?;
    if let Some(before) = &before {
        cx.expect_version(&p.code, before.version, p.version)?;
    }
    let version = before.as_ref().map_or(1, |b| b.version + 1);
    let row = overlaid(p, before.as_ref())?;
    products::save(cx.tx, &row)?;
    place::saved(cx, &p.code, version)
}

/// The row as it is, if it is there, and as the command would leave it.
pub fn before_and_after(db: &Db, p: &ProductSave) -> Outcome<(Option<Product>, Product)> {
    refuse_odd_numbers(p)?;
    let before = products::by_code(db, &p.code)?;
    let after = overlaid(p, before.as_ref())?;
    Ok((before, after))
}

fn refuse_odd_numbers(p: &ProductSave) -> Result<(), Refusal> {
    if p.unit.is_empty() {
        return Err(Refusal::bad_field("unit", "a unit"));
    }
    if p.step.is_some_and(|step| step.count() <= 0) {
        return Err(Refusal::bad_field("step", "above 0"));
    }
    if p.pack.is_some_and(|pack| pack.count() <= 0) {
        return Err(Refusal::bad_field("pack", "above 0"));
    }
    if !(0..=10_000).contains(&p.tax_rate.count()) {
        return Err(Refusal::bad_field("tax_rate", "0 to 100"));
    }
    let prices = [
        ("list_price", Some(p.list_price)),
        ("floor_price", p.floor_price),
        ("cost", p.cost),
    ];
    for (field, price) in prices {
        if price.is_some_and(|price| price.count() < 0) {
            return Err(Refusal::bad_field(field, "from 0"));
        }
    }
    if p.weight
        .is_some_and(|grams| !(0..=100_000_000).contains(&grams))
    {
        return Err(Refusal::bad_field("weight", "0 to 100000000 grams"));
    }
    if p.lead_days.is_some_and(|days| !(0..=3_650).contains(&days)) {
        return Err(Refusal::bad_field("lead_days", "0 to 3650"));
    }
    for (field, value) in [
        ("tolerance_over", p.tolerance_over),
        ("tolerance_under", p.tolerance_under),
    ] {
        if value.is_some_and(|v| !(0..=10_000).contains(&v.count())) {
            return Err(Refusal::bad_field(field, "0 to 100"));
        }
    }
    Ok(())
}

/// Lays what was given over what stood before.
fn overlaid(p: &ProductSave, before: Option<&Product>) -> Outcome<Product> {
    let text = |given: &Option<String>, was: fn(&Product) -> &Option<String>| {
        given
            .clone()
            .filter(|t| !t.is_empty())
            .or_else(|| before.and_then(|b| was(b).clone()))
    };
    let mut py = initials::readings(&p.name);
    if let Some(more) = &p.initials {
        py = format!("{}|{py}", more.to_lowercase());
    }
    Ok(Product {
        id: before.map_or(ProductId(0), |b| b.id),
        code: p.code.clone(),
        name: place::named(&p.name)?,
        py,
        spec: place::kept(p.spec.as_ref(), before.map(|b| &b.spec)),
        unit: p.unit.clone(),
        step: p.step.or(before.map(|b| b.step)).unwrap_or(Qty::ONE),
        tax_rate: p.tax_rate,
        list_price: p.list_price,
        floor_price: p.floor_price.or_else(|| before.and_then(|b| b.floor_price)),
        cost: p.cost.or_else(|| before.and_then(|b| b.cost)),
        barcode: text(&p.barcode, |b| &b.barcode),
        family: text(&p.family, |b| &b.family),
        style: text(&p.style, |b| &b.style),
        colour: text(&p.colour, |b| &b.colour),
        size: text(&p.size, |b| &b.size),
        pack: p.pack.or_else(|| before.and_then(|b| b.pack)),
        lead_days: p.lead_days.or_else(|| before.and_then(|b| b.lead_days)),
        tolerance_over: p
            .tolerance_over
            .or_else(|| before.and_then(|b| b.tolerance_over)),
        tolerance_under: p
            .tolerance_under
            .or_else(|| before.and_then(|b| b.tolerance_under)),
        on_sale: p.on_sale.or(before.map(|b| b.on_sale)).unwrap_or(true),
        version: 0,
        weight: p.weight.or_else(|| before.and_then(|b| b.weight)),
    })
}
