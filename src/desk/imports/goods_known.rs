//! What goods of theirs are among ours, as somebody said or by an equal code.

use super::said::PlatformGoods;
use crate::desk::failure::Outcome;
use crate::desk::masters::find;
use crate::domain::split::by_largest_remainder;
use crate::domain::{Money, Percent, Qty, text};
use crate::store::Db;
use crate::store::goods_map::{self, Key};

/// The platform under which the article numbers of customers' own sheets are kept.
pub const SHEET: &str = "sheet";

/// Goods as they name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theirs {
    /// Platform, or [`SHEET`].
    pub platform: String,
    /// Code of the customer.
    pub shop: String,
    /// Their number of the goods, else what they are called.
    pub item: String,
    /// Colour, size and the like.
    pub sku: String,
}

/// One part of what one of theirs is.
#[derive(Debug, Clone)]
pub struct Part {
    /// Product code.
    pub product: String,
    /// How many of it.
    pub qty: Qty,
}

impl Theirs {
    /// The goods of a platform's line.
    pub fn of(platform: &str, shop: &str, goods: &PlatformGoods) -> Self {
        let item = [&goods.item, &goods.title, &goods.code];
        let item = item.into_iter().find(|text| !text.is_empty());
        Self {
            platform: platform.to_owned(),
            shop: shop.to_owned(),
            item: clipped(item.map_or("", String::as_str)),
            sku: clipped(&goods.sku),
        }
    }

    /// An article of a customer's own sheet.
    pub fn of_sheet(customer: &str, article: &str) -> Self {
        Self {
            platform: SHEET.to_owned(),
            shop: customer.to_owned(),
            item: clipped(article),
            sku: String::new(),
        }
    }

    /// As the store looks for it.
    pub fn key(&self) -> Key<'_> {
        [&self.platform, &self.shop, &self.item, &self.sku]
    }
}

/// A name as it is compared, as far as it is kept.
pub fn clipped(name: &str) -> String {
    text::narrow(name).chars().take(200).collect()
}

/// What they are among ours: as somebody said, else the product whose code the shop's own code is.
pub fn parts(db: &Db, theirs: &Theirs, code: &str) -> Outcome<Option<Vec<Part>>> {
    if let Some(map) = goods_map::map(db, theirs.key())? {
        let parts = goods_map::parts(db, map.id)?.into_iter();
        return Ok(Some(
            parts
                .map(|part| Part {
                    product: part.code,
                    qty: part.qty,
                })
                .collect(),
        ));
    }
    let code = text::narrow(code);
    if code.is_empty() {
        return Ok(None);
    }
    let same = find::product_opt(db, &code)?;
    Ok(same.map(|product| {
        vec![Part {
            product: product.code,
            qty: Qty::ONE,
        }]
    }))
}

/// What each part takes of an amount, by list price; evenly by quantity where nothing has one.
pub fn shares(db: &Db, parts: &[Part], amount: Money) -> Outcome<Vec<Money>> {
    let mut weights = Vec::with_capacity(parts.len());
    for part in parts {
        let product = find::product(db, &part.product)?;
        weights.push(part.qty.gross(product.list_price, Percent::ZERO)?.0);
    }
    if weights.iter().all(|weight| *weight == 0) {
        weights = parts.iter().map(|part| part.qty.0).collect();
    }
    Ok(by_largest_remainder(amount, &weights)?)
}
