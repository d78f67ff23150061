//! `promotion.save`: what takes money off an order or gives goods free for a time.

use serde_json::Value;

use super::{find, place};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::domain::ids::PromotionId;
use crate::domain::order::Channel;
use crate::domain::promotion::{PromotionKind, Reward};
use crate::domain::{Day, Money, Percent, Price, Qty, Refusal};
use crate::store::promotions::{self, Promotion};
use crate::store::{Db, StoreError, products};

/// The priority of a promotion that names none: behind those that do.
const LAST_PRIORITY: i64 = 100;

payload! {
    /// Adds a promotion or writes it anew. In an order it applies whole or not at all: its saving has
    /// to fit what is left of budget and cap. Of the exclusive ones the one with the greatest saving
    /// applies; the others follow in priority order on the reduced price. Lines with a price by hand
    /// and gifts neither count nor get anything. Orders that are approved keep what they have.
    pub struct PromotionSave {
        /// Code.
        #[serde(deserialize_with = "fields::code")]
        pub code: String,
        /// Name, as orders show it.
        #[serde(deserialize_with = "fields::clean")]
        pub name: String,
        /// What it gives; `reward` holds its numbers.
        pub kind: PromotionKind,
        /// When it applies; left out, always.
        pub condition: Option<PromotionCondition>,
        /// percent_off {percent}, amount_off {amount}, gift {product, qty}, buy_get {buy, get},
        /// fixed_price {price}.
        pub reward: PromotionReward,
        /// Whether at most one of its like applies to an order (default false).
        pub exclusive: Option<bool>,
        /// 1 comes first (default 100).
        pub priority: Option<i64>,
        /// First day, by the order's date.
        pub from: Day,
        /// Last day.
        pub to: Day,
        /// What all orders together may save by it; free goods count at list price.
        pub budget: Option<Money>,
        /// What one customer may save by it.
        pub cap_per_customer: Option<Money>,
        /// Whether it is given (default true).
        pub active: Option<bool>,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

payload! {
    /// When a promotion applies. Products and families choose the lines, every line if none is named;
    /// thresholds and reward look at those lines only.
    #[derive(Default)]
    pub struct PromotionCondition {
        /// From this quantity of the chosen lines on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub min_qty: Option<Qty>,
        /// From this gross of the chosen lines on, before promotions.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub min_amount: Option<Money>,
        /// Product codes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub products: Option<Vec<String>>,
        /// Families.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub families: Option<Vec<String>>,
        /// Customer codes; left out, every customer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub customers: Option<Vec<String>>,
        /// Channels; left out, every channel.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub channels: Option<Vec<Channel>>,
    }
}

payload! {
    /// The numbers of a promotion: those of its kind, no others.
    #[derive(Default)]
    pub struct PromotionReward {
        /// percent_off: percent off the chosen lines.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub percent: Option<Percent>,
        /// amount_off: money off the chosen lines together.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub amount: Option<Money>,
        /// gift: product code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub product: Option<String>,
        /// gift: how many, once an order.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub qty: Option<Qty>,
        /// buy_get: for so many of a product in the order
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub buy: Option<Qty>,
        /// buy_get: so many of it free, in whole steps of the product.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub get: Option<Qty>,
        /// fixed_price: unit price, VAT included, where it is the lower one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub price: Option<Price>,
    }
}

/// Saves a promotion.
pub fn save(cx: &mut Cx<'_>, p: &PromotionSave) -> Outcome<Value> {
    let before = promotions::by_code(cx.tx, &p.code)?;
    if let Some(before) = &before {
        cx.expect_version(&p.code, before.version, p.version)?;
    }
    let used = before.as_ref().map_or(Money::ZERO, |before| before.used);
    refuse_odd_values(p, used)?;
    let condition = condition(cx.tx, p.condition.clone().unwrap_or_default())?;
    let reward = numbers(cx.tx, p.kind, p.reward.clone())?;
    let row = Promotion {
        id: PromotionId(0),
        code: p.code.clone(),
        name: p.name.clone(),
        kind: p.kind,
        condition: as_text(&condition)?,
        reward: as_text(&reward)?,
        exclusive: p.exclusive.unwrap_or(false),
        priority: p.priority.unwrap_or(LAST_PRIORITY),
        from_on: p.from,
        to_on: p.to,
        budget: p.budget,
        used,
        cap_per_customer: p.cap_per_customer,
        active: p.active.unwrap_or(true),
        version: 0,
    };
    promotions::save(cx.tx, &row)?;
    cx.changed(Aggregate::Price);
    place::saved(cx, &p.code, before.map_or(1, |before| before.version + 1))
}

fn as_text<T: serde::Serialize>(part: &T) -> Outcome<String> {
    Ok(serde_json::to_string(part).map_err(|error| StoreError::Sql(error.to_string()))?)
}

fn refuse_odd_values(p: &PromotionSave, used: Money) -> Result<(), Refusal> {
    if p.name.is_empty() {
        return Err(Refusal::bad_field("name", "a name"));
    }
    if p.to < p.from {
        return Err(Refusal::bad_field("to", "not before from"));
    }
    if p.priority.is_some_and(|n| !(1..=1_000_000).contains(&n)) {
        return Err(Refusal::bad_field("priority", "1 to 1000000"));
    }
    if p.budget.is_some_and(|budget| budget < used) {
        let refusal = Refusal::bad_field("budget", "at least what orders have claimed");
        return Err(refusal.fact("used", used));
    }
    if p.cap_per_customer.is_some_and(|cap| cap < Money::ZERO) {
        return Err(Refusal::bad_field("cap_per_customer", "from 0"));
    }
    Ok(())
}

/// The condition with the codes as the file spells them.
fn condition(db: &Db, mut c: PromotionCondition) -> Outcome<PromotionCondition> {
    if c.min_qty.is_some_and(|qty| qty.count() < 0) {
        return Err(Refusal::bad_field("condition.min_qty", "from 0").into());
    }
    if c.min_amount.is_some_and(|amount| amount.count() < 0) {
        return Err(Refusal::bad_field("condition.min_amount", "from 0").into());
    }
    for code in c.products.iter_mut().flatten() {
        *code = find::product(db, &crate::domain::text::narrow(code))?.code;
    }
    for code in c.customers.iter_mut().flatten() {
        *code = find::customer(db, &crate::domain::text::narrow(code))?.code;
    }
    for family in c.families.iter_mut().flatten() {
        *family = crate::domain::text::clean(family);
        if family.is_empty() {
            return Err(Refusal::bad_field("condition.families", "names of families").into());
        }
    }
    Ok(c)
}

/// The numbers, if they are those of the kind; the code of the gift as the file spells it.
fn numbers(db: &Db, kind: PromotionKind, mut r: PromotionReward) -> Outcome<PromotionReward> {
    let wanted: &[&str] = match kind {
        PromotionKind::PercentOff => &["percent"],
        PromotionKind::AmountOff => &["amount"],
        PromotionKind::Gift => &["product", "qty"],
        PromotionKind::BuyGet => &["buy", "get"],
        PromotionKind::FixedPrice => &["price"],
    };
    let given = [
        ("percent", r.percent.map(Percent::count)),
        ("amount", r.amount.map(Money::count)),
        ("product", r.product.as_ref().map(|_| 1)),
        ("qty", r.qty.map(Qty::count)),
        ("buy", r.buy.map(Qty::count)),
        ("get", r.get.map(Qty::count)),
        ("price", r.price.map(Price::count)),
    ];
    for (name, count) in given {
        let field = format!("reward.{name}");
        let least = i64::from(name != "price");
        match (wanted.contains(&name), count) {
            (true, None) => return Err(missing(&field, kind).into()),
            (false, Some(_)) => {
                let why = format!("none with {kind}");
                return Err(Refusal::bad_field(&field, why).into());
            }
            (true, Some(count)) if count < least => {
                return Err(Refusal::bad_field(&field, "above 0").into());
            }
            _ => {}
        }
    }
    if r.percent.is_some_and(|percent| percent.count() > 10_000) {
        return Err(Refusal::bad_field("reward.percent", "at most 100").into());
    }
    if let (Some(code), Some(qty)) = (&mut r.product, r.qty) {
        let product = find::product(db, &crate::domain::text::narrow(code))?;
        crate::desk::stock::whole_steps(&product, qty)?;
        *code = product.code;
    }
    Ok(r)
}

fn missing(field: &str, kind: PromotionKind) -> Refusal {
    Refusal::bad_field(field, format!("given for {kind}"))
}

/// The condition of a promotion in the file.
pub fn condition_of(row: &Promotion) -> PromotionCondition {
    serde_json::from_str(&row.condition).unwrap_or_default()
}

/// The reward of a promotion in the file; none if its gift is no product any more.
pub fn reward_of(db: &Db, row: &Promotion) -> Outcome<Option<Reward>> {
    let r: PromotionReward = serde_json::from_str(&row.reward).unwrap_or_default();
    Ok(match row.kind {
        PromotionKind::PercentOff => r.percent.map(Reward::PercentOff),
        PromotionKind::AmountOff => r.amount.map(Reward::AmountOff),
        PromotionKind::FixedPrice => r.price.map(Reward::FixedPrice),
        PromotionKind::BuyGet => r
            .buy
            .zip(r.get)
            .map(|(buy, get)| Reward::BuyGet { buy, get }),
        PromotionKind::Gift => match r.product.zip(r.qty) {
            None => None,
            Some((code, qty)) => products::by_code(db, &code)?.map(|product| Reward::Gift {
                product: product.code,
                qty,
                list_price: product.list_price,
            }),
        },
    })
}
