//! `ask promotions`, `promotion` and `quote`: what is given, to whom it went, what an order would come
//! to.

use serde_json::{Value, json};

use super::page;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::masters::promotion::condition_of;
use crate::desk::orders::draft;
use crate::desk::orders::pricing::Buyer;
use crate::desk::orders::promote;
use crate::desk::orders::wish::WishLine;
use crate::desk::query::Qx;
use crate::domain::order::Channel;
use crate::domain::tax::Amounts;
use crate::domain::{Day, Price, Qty, Refusal};
use crate::store::orders::Line;
use crate::store::promotions::{self, Promotion};

payload! {
    /// Promotions, the newest first.
    pub struct PromotionsQuery {
        /// Only those given on this day.
        pub on: Option<Day>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// A promotion's card, with the orders that claim of it.
    pub struct PromotionQuery {
        /// Code.
        #[serde(deserialize_with = "fields::code")]
        pub promotion: String,
    }
}

payload! {
    /// What an order would come to, with its promotions; nothing is kept.
    pub struct QuoteQuery {
        /// Customer code.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub customer: Option<String>,
        /// By which channel (default phone).
        pub channel: Option<Channel>,
        /// On which day (default today).
        pub on: Option<Day>,
        /// The order that is being changed: what it has claimed already is its own.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub order: Option<String>,
        /// Lines.
        #[serde(deserialize_with = "fields::json_list")]
        pub lines: Vec<QuoteLine>,
    }
}

payload! {
    /// A line to quote.
    pub struct QuoteLine {
        /// Product code or barcode.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub product: Option<String>,
        /// Quantity.
        pub qty: Option<Qty>,
        /// Price by hand; it keeps the line out of promotions.
        pub price: Option<Price>,
        /// Free of charge.
        pub gift: Option<bool>,
    }
}

/// Answers with promotions.
pub fn promotions(qx: &Qx<'_>, q: &PromotionsQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let before = page::after_id(q.after.as_deref())?;
    let found = promotions::list(qx.db, q.on, before, limit)?;
    let next = found
        .last()
        .filter(|_| i64::try_from(found.len()).is_ok_and(|n| n >= limit))
        .map(|last| last.id.0.to_string());
    let rows: Vec<_> = found.iter().map(card).collect::<Result<_, _>>()?;
    Ok(json!({ "rows": rows, "next": next }))
}

/// Answers with a promotion.
pub fn promotion(qx: &Qx<'_>, q: &PromotionQuery) -> Outcome<Value> {
    let found = promotions::by_code(qx.db, &q.promotion)?;
    let row = found.ok_or_else(|| Refusal::not_found("promotion", &q.promotion))?;
    let claims: Vec<_> = promotions::claims(qx.db, row.id, page::USUAL)?
        .into_iter()
        .map(|claim| {
            json!({
                "order": claim.order, "customer": claim.customer, "saving": claim.amount,
                "freed": claim.freed,
            })
        })
        .collect();
    let mut card = card(&row)?;
    card["orders"] = json!(claims);
    Ok(card)
}

fn card(row: &Promotion) -> Result<Value, Refusal> {
    let reward: Value = serde_json::from_str(&row.reward).unwrap_or_default();
    let left = row.budget.map(|budget| budget.sub(row.used)).transpose()?;
    Ok(json!({
        "code": row.code, "name": row.name, "kind": row.kind, "condition": condition_of(row),
        "reward": reward, "exclusive": row.exclusive, "priority": row.priority,
        "from": row.from_on, "to": row.to_on, "budget": row.budget, "used": row.used, "left": left,
        "cap_per_customer": row.cap_per_customer, "active": row.active, "version": row.version,
    }))
}

/// Answers with lines, totals and promotions.
pub fn quote(qx: &Qx<'_>, q: &QuoteQuery) -> Outcome<Value> {
    let customer = q
        .customer
        .as_deref()
        .map(|code| find::customer(qx.db, code))
        .transpose()?;
    let own = q
        .order
        .as_deref()
        .map(|number| crate::desk::orders::load::order(qx.db, number))
        .transpose()?;
    let channel = q.channel.unwrap_or(Channel::Phone);
    // An order keeps its day.
    let day = own.as_ref().map_or(qx.today, |order| order.ordered_on);
    let on = q.on.unwrap_or(day);
    let wished: Vec<_> = q.lines.iter().map(wished).collect();
    let buyer = Buyer::new(qx.db, customer.as_ref(), channel, on)?;
    let whose = promote::Buyer {
        customer: customer.as_ref(),
        channel,
        on,
        own: own.map(|order| order.id),
    };
    let priced = draft::price_all(qx.db, &wished, &buyer, &whose)?;
    let mut lines = Vec::with_capacity(priced.lines.len());
    for (line, product) in priced.lines.iter().zip(&priced.goods) {
        lines.push(json!({
            "line": line.line,
            "product": product.as_ref().map(|product| &product.code),
            "name": product.as_ref().map_or(&line.goods, |product| &product.name),
            "unit": product.as_ref().map(|product| &product.unit),
            "qty": line.qty,
            "price": crate::desk::orders::show::after(line.price, line.discount)?,
            "paid": promote::unit_paid(line)?,
            "price_from": line.price_from,
            "gift": line.gift,
            "promotion_off": line.promotion_off,
            "amount": line.gross, "net": line.net, "tax": line.tax,
        }));
    }
    let totals = Amounts::sum(priced.lines.iter().map(Line::amounts))?;
    Ok(json!({ "lines": lines, "totals": totals, "promotions": priced.promoted.views }))
}

/// A quoted line as a wish; the reason of a price by hand is asked for when it is entered.
fn wished(line: &QuoteLine) -> WishLine {
    WishLine {
        product: line.product.clone(),
        qty: line.qty,
        price: line.price,
        price_reason: line.price.map(|_| "quote".to_owned()),
        need_date: None,
        gift: line.gift,
        delivery_policy: None,
        tolerance_over: None,
        tolerance_under: None,
    }
}
