//! `ask price`: which price a customer gets, which rule won, why the others lost.

use serde_json::{Value, json};

use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::orders::pricing::{self, Buyer, NamedRule};
use crate::desk::orders::show;
use crate::desk::query::Qx;
use crate::domain::check::Check;
use crate::domain::order::Channel;
use crate::domain::price::{Lost, PriceValue};
use crate::domain::promotion::unit_paid;
use crate::domain::{Day, Qty, Role};
use crate::store;

payload! {
    /// The price of a product for a customer, and where it comes from.
    pub struct PriceQuery {
        /// Customer.
        #[serde(deserialize_with = "fields::code")]
        pub customer: String,
        /// Product.
        #[serde(deserialize_with = "fields::code")]
        pub product: String,
        /// Quantity of the product in the order (default 1).
        pub qty: Option<Qty>,
        /// On which day (default today).
        pub on: Option<Day>,
        /// By which channel (default phone).
        pub channel: Option<Channel>,
    }
}

/// Answers with the price, the rule and the last deals.
pub fn price(qx: &Qx<'_>, q: &PriceQuery) -> Outcome<Value> {
    let customer = find::customer(qx.db, &q.customer)?;
    let product = find::product(qx.db, &q.product)?;
    let qty = q.qty.unwrap_or(Qty::ONE);
    let channel = q.channel.unwrap_or(Channel::Phone);
    let buyer = Buyer::new(qx.db, Some(&customer), channel, q.on.unwrap_or(qx.today))?;
    let rules = buyer.rules(qx.db, &product)?;
    let (resolved, from) = buyer.price(qx.db, &product, qty)?;
    let tried: Vec<_> = resolved
        .tried
        .iter()
        .filter_map(|(id, lost)| {
            let named = rules.iter().find(|rule| rule.rule.id == *id)?;
            Some(tried_row(named, *lost))
        })
        .collect();
    let (sees_floor, below_floor_by) = floor_rights(qx)?;
    let deals = pricing::last_deals(qx.db, customer.id, &product)?;
    let deals: Vec<_> = deals
        .iter()
        .map(|deal| {
            let price = unit_paid(deal.qty, deal.price, deal.discount, deal.promotion_off)?;
            Ok(json!({
                "order": deal.number, "date": deal.ordered_on, "qty": deal.qty, "price": price,
            }))
        })
        .collect::<Outcome<_>>()?;
    Ok(json!({
        "customer": customer.code,
        "product": product.code,
        "name": product.name,
        "unit": product.unit,
        "price": show::after(resolved.price, resolved.discount)?,
        "unit_price": resolved.price,
        "discount": resolved.discount,
        "from": from,
        "tried": tried,
        "list_price": product.list_price,
        "floor": product.floor_price.filter(|_| sees_floor),
        "below_floor_by": below_floor_by,
        "last_deals": deals,
    }))
}

/// A rule that did not give the price, and why.
fn tried_row(named: &NamedRule, lost: Lost) -> Value {
    let rule = &named.rule;
    let mut row = json!({
        "rule": named.name, "target": rule.target, "target_code": named.target_code,
        "min_qty": rule.min_qty, "from": rule.from, "to": rule.to, "lost": lost,
    });
    match rule.value {
        PriceValue::Price(price) => row["price"] = json!(price),
        PriceValue::Discount(percent) => row["discount_percent"] = json!(percent),
    }
    row
}

/// Whether this person sees the floor, and the roles that may sell below it. It is shown to those,
/// and to who keeps the prices, the money and the books: nobody else should bargain with it in mind.
fn floor_rights(qx: &Qx<'_>) -> Outcome<(bool, Vec<String>)> {
    let rules = store::checks::rules(qx.db)?;
    let rule = rules.iter().find(|rule| rule.code == Check::PriceFloor);
    let roles: Vec<String> = rule
        .map(|rule| rule.overriders.split(',').map(str::to_owned).collect())
        .unwrap_or_default();
    let others = [Role::Admin, Role::Finance, Role::Auditor];
    let mut own = qx.actor.roles.iter();
    let sees = own.any(|role| others.contains(role) || roles.iter().any(|r| r == role.name()));
    Ok((sees, roles))
}
