//! `goods.map`: what goods of a platform's shop, or article numbers of a customer's sheets, are among
//! ours; `ask unmapped` and `ask goods_map`. Told once, it is remembered and counts for all their like.

use serde_json::{Value, json};

use super::goods_known::{Theirs, clipped};
use super::{goods_apply, pass};
use crate::desk::boards::page;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::query::Qx;
use crate::domain::{Qty, Refusal};
use crate::store::goods_map::{self, GoodsMap};
use crate::store::{office, search};

/// Orders that one command puts right; the rest is done by giving it again.
const AT_ONCE: i64 = 300;

/// Products that are proposed for goods nobody has mapped.
const PROPOSED: i64 = 3;

payload! {
    /// Says what some goods of theirs are: one product, some of it, or the parts of a set. All orders that wait
    /// for it are put right, up to 300 at once (`left` tells how many more; give it again).
    pub struct GoodsMapping {
        /// Platform, or `sheet` for customers' own sheets.
        #[serde(deserialize_with = "fields::code")]
        pub platform: String,
        /// Code of the customer whose orders they come on.
        #[serde(deserialize_with = "fields::code")]
        pub shop: String,
        /// Their number of the goods, else what they are called.
        #[serde(deserialize_with = "fields::clean")]
        pub item: String,
        /// Colour, size and the like, as they write it.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub sku: Option<String>,
        /// The product.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub product: Option<String>,
        /// How many of it one of theirs is (default 1).
        pub qty: Option<Qty>,
        /// The parts of a set, in place of `product`.
        #[serde(default)]
        pub parts: Vec<GoodsPart>,
    }
}

payload! {
    /// A part of a set.
    pub struct GoodsPart {
        /// Product.
        #[serde(deserialize_with = "fields::code")]
        pub product: String,
        /// How many of it (default 1).
        pub qty: Option<Qty>,
    }
}

payload! {
    /// Forgets what some goods of theirs are. Orders that were made stay as they are.
    pub struct GoodsUnmap {
        /// Platform, or `sheet`.
        #[serde(deserialize_with = "fields::code")]
        pub platform: String,
        /// Code of the customer whose orders they come on.
        #[serde(deserialize_with = "fields::code")]
        pub shop: String,
        /// Their number of the goods, else what they are called.
        #[serde(deserialize_with = "fields::clean")]
        pub item: String,
        /// Colour, size and the like.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub sku: Option<String>,
    }
}

payload! {
    /// Goods on orders that nothing says what they are, with how many orders wait and what it could be. What is
    /// proposed is never applied by itself.
    pub struct UnmappedQuery {
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// What goods of theirs are among ours.
    pub struct GoodsMapQuery {
        /// Platform, or `sheet`.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub platform: Option<String>,
        /// Code of the customer whose orders they come on.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub shop: Option<String>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// Says what they are.
pub fn map(cx: &mut Cx<'_>, p: &GoodsMapping) -> Outcome<Value> {
    let theirs = Theirs {
        platform: p.platform.clone(),
        shop: find::customer(cx.tx, &p.shop)?.code,
        item: clipped(&p.item),
        sku: clipped(p.sku.as_deref().unwrap_or_default()),
    };
    if theirs.item.is_empty() {
        return Err(Refusal::bad_field("item", "what they call it").into());
    }
    let told: Vec<(&str, Option<Qty>)> = match (&p.product, p.parts.as_slice()) {
        (Some(product), []) => vec![(product, p.qty)],
        (None, parts) if !parts.is_empty() && p.qty.is_none() => parts
            .iter()
            .map(|part| (part.product.as_str(), part.qty))
            .collect(),
        _ => {
            return Err(Refusal::bad_field("product", "one product, or the parts of a set").into());
        }
    };
    let mut parts = Vec::with_capacity(told.len());
    for (code, qty) in told {
        let qty = qty.unwrap_or(Qty::ONE);
        if qty <= Qty::ZERO {
            return Err(Refusal::bad_field("qty", "above 0").into());
        }
        parts.push((find::product(cx.tx, code)?.id, qty));
    }
    let row = GoodsMap {
        id: 0,
        platform: theirs.platform.clone(),
        shop: theirs.shop.clone(),
        item: theirs.item.clone(),
        sku: theirs.sku.clone(),
        title: String::new(),
        staff_id: cx.actor.id,
        at: cx.at,
    };
    goods_map::save(cx.tx, &row, &parts)?;
    let done = goods_apply::put_right(cx, &theirs, AT_ONCE)?;
    let mut passed = Vec::new();
    for (order, number) in &done.right {
        if pass::by_itself(cx, *order)? == Some(true) {
            passed.push(number.clone());
        }
    }
    cx.about(&theirs.item);
    cx.changed(Aggregate::Import);
    let right: Vec<_> = done.right.iter().map(|(_, number)| number).collect();
    let left = goods_map::count(cx.tx, theirs.key())?;
    let left = left - i64::try_from(done.kept.len()).unwrap_or(0);
    Ok(
        json!({ "item": theirs.item, "orders": right, "kept": done.kept, "passed": passed, "left": left }),
    )
}

/// Forgets what they are.
pub fn unmap(cx: &mut Cx<'_>, p: &GoodsUnmap) -> Outcome<Value> {
    let sku = clipped(p.sku.as_deref().unwrap_or_default());
    let item = clipped(&p.item);
    if !goods_map::forget(cx.tx, [&p.platform, &p.shop, &item, &sku])? {
        return Err(Refusal::not_found("goods", format!("{item} {sku}").trim()).into());
    }
    cx.about(&item);
    cx.changed(Aggregate::Import);
    Ok(json!({ "item": item }))
}

/// Answers with what waits to be mapped.
pub fn unmapped(qx: &Qx<'_>, q: &UnmappedQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let after: [String; 4] = match &q.after {
        None => Default::default(),
        Some(after) => serde_json::from_str(after)
            .map_err(|_| Refusal::bad_field("after", "the `next` of a page"))?,
    };
    let mut rows = Vec::new();
    for row in goods_map::unmapped(qx.db, after.each_ref().map(String::as_str), limit)? {
        let words = search::words(&row.goods);
        let hits = search::products(
            qx.db,
            words.get(..1).unwrap_or_default(),
            None,
            None,
            PROPOSED,
        )?;
        let could: Vec<_> = hits
            .iter()
            .map(|hit| json!({ "product": hit.code, "name": hit.name }))
            .collect();
        rows.push(json!({
            "platform": row.platform, "shop": row.shop, "item": row.item, "sku": row.sku,
            "goods": row.goods, "code": row.code, "orders": row.orders, "ship_by": row.ship_by,
            "could_be": could,
        }));
    }
    Ok(page::page(&rows, limit, |row| {
        json!([row["platform"], row["shop"], row["item"], row["sku"]]).to_string()
    }))
}

/// Answers with what is known.
pub fn list(qx: &Qx<'_>, q: &GoodsMapQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let after = page::after_id(q.after.as_deref())?.unwrap_or(0);
    let mut rows = Vec::new();
    for map in goods_map::maps(
        qx.db,
        q.platform.as_deref(),
        q.shop.as_deref(),
        after,
        limit,
    )? {
        let parts: Vec<_> = goods_map::parts(qx.db, map.id)?
            .iter()
            .map(|part| json!({ "product": part.code, "name": part.name, "qty": part.qty }))
            .collect();
        rows.push(json!({
            "platform": map.platform, "shop": map.shop, "item": map.item, "sku": map.sku,
            "parts": parts, "who": office::staff(qx.db, map.staff_id)?.login, "at": map.at, "row": map.id,
        }));
    }
    Ok(page::page(&rows, limit, |row| row["row"].to_string()))
}
