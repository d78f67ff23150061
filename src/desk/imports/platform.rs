//! `import.order`: a platform's order becomes ours, once, and stays in step with the platform.
//!
//! The platform's words are kept beside our order. A later file changes status, refund and
//! logistics, and fills in the part (order or goods) that had not come yet; what a clerk has
//! changed since is never written over.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::batch;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::follow_up::exception::{self, ExceptionKind};
use crate::desk::follow_up::subject::Subject;
use crate::desk::masters::find;
use crate::desk::orders::wish::{Source, Wish, WishLine};
use crate::desk::orders::{draft, edit, enter};
use crate::desk::{fields, settings};
use crate::domain::ids::OrderId;
use crate::domain::number::divide_half_up;
use crate::domain::order::{Channel, Kind, Verb};
use crate::domain::party::PartyKind;
use crate::domain::split::by_largest_remainder;
use crate::domain::{Day, Money, Percent, Price, Qty, initials, text};
use crate::store::customers::{self, Customer};
use crate::store::imports::{self, PlatformRow};
use crate::store::orders::Order;
use crate::store::{self, Db};

payload! {
    /// Takes an order of a platform in, or brings ours in step with it. `orderdesk import orders` gives this by itself.
    pub struct ImportOrder {
        /// Batch.
        #[serde(deserialize_with = "fields::code")]
        pub batch: String,
        /// Channel.
        pub channel: Channel,
        /// The customer these orders belong to (default the shop's by setting, else PLATFORM).
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub shop: Option<String>,
        /// The platform's number.
        #[serde(deserialize_with = "fields::code")]
        pub outside_id: String,
        /// Its state among ours: pending_payment, to_ship, shipped, done, closed, refunding ...
        #[serde(deserialize_with = "fields::code")]
        pub status: String,
        /// The platform's own word.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub status_text: Option<String>,
        /// What was given back.
        pub refund: Option<Money>,
        /// Carrier.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub carrier: Option<String>,
        /// Waybill.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub waybill: Option<String>,
        /// Values of the order, where the file tells them.
        pub head: Option<PlatformHead>,
        /// Its goods, where the file tells them.
        pub lines: Option<Vec<PlatformGoods>>,
    }
}

payload! {
    /// What a platform says of an order as a whole.
    pub struct PlatformHead {
        /// The buyer.
        pub buyer: String,
        /// Who receives it, with telephone and address.
        pub ship_to: String,
        /// What buyer and shop wrote.
        pub notes: String,
        /// What the buyer pays for all of it.
        pub paid: Option<Money>,
        /// Freight in it.
        pub freight: Option<Money>,
        /// The day it was placed there.
        pub ordered_on: Option<Day>,
    }
}

payload! {
    /// A line of goods of a platform.
    pub struct PlatformGoods {
        /// The shop's own code of the goods.
        pub code: String,
        /// What the goods are called there.
        pub title: String,
        /// How many.
        pub qty: Qty,
        /// What one costs.
        pub price: Option<Price>,
        /// What the buyer pays for the line.
        pub amount: Option<Money>,
    }
}

/// How an order of a platform came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Came {
    /// An order of ours was made.
    Added,
    /// Ours was brought in step.
    Updated,
    /// Nothing new.
    Skipped,
}

/// Takes it in.
pub fn order(cx: &mut Cx<'_>, p: &ImportOrder) -> Outcome<Value> {
    let batch = batch::find(cx.tx, &p.batch)?;
    let shop = shop(cx, p)?;
    let before = imports::platform_order(cx.tx, p.channel.name(), &shop, &p.outside_id)?;
    let mut row = before.clone().unwrap_or_else(|| PlatformRow {
        channel: p.channel.to_string(),
        shop: shop.clone(),
        outside_id: p.outside_id.clone(),
        order_id: None,
        batch_id: Some(batch.id),
        status: String::new(),
        status_text: String::new(),
        refund: None,
        carrier: String::new(),
        waybill: String::new(),
        head: None,
        lines: None,
    });
    let news = brought_in_step(&mut row, p);
    let ours = row
        .order_id
        .map(|id| store::orders::by_id(cx.tx, id))
        .transpose()?;
    let (came, number) = match ours {
        None if p.status == "closed" => (Came::Skipped, None),
        None => {
            let wish = wish(cx.tx, &row, p.channel)?;
            let on = p.head.as_ref().and_then(|head| head.ordered_on);
            let on = on.map_or(cx.today, |on| on.min(cx.today));
            let number = enter::enter_wish(cx, &wish, on)?;
            row.order_id = store::orders::by_number(cx.tx, &number)?.map(|order| order.id);
            if let Some(order) = row.order_id {
                imports::add_made(cx.tx, batch.id, order)?;
            }
            (Came::Added, Some(number))
        }
        Some(order) => {
            if news.part() && order.state.allows(Verb::Edit) {
                filled_in(cx, &order, &row, p, &news)?;
            }
            let came = if news.part() || news.status {
                Came::Updated
            } else {
                Came::Skipped
            };
            (came, Some(order.number))
        }
    };
    if before.is_none() || news.part() || news.status {
        imports::save_platform_order(cx.tx, &row)?;
    }
    if let Some(number) = &number {
        cx.about(number);
    }
    if let (Some(id), true, Came::Updated) = (row.order_id, news.status, came) {
        let facts = json!({ "status": row.status, "text": row.status_text, "refund": row.refund });
        cx.note_order(id, "platform.changed", facts);
        tell_cancelled(cx, id, &row)?;
    }
    cx.changed(Aggregate::Import);
    Ok(json!({ "order": number, "came": came }))
}

/// The platform has called off an order that we still work on: somebody has to stop it.
fn tell_cancelled(cx: &mut Cx<'_>, id: OrderId, row: &PlatformRow) -> Outcome<()> {
    let order = store::orders::by_id(cx.tx, id)?;
    if row.status != "closed" || !order.state.is_open() {
        return Ok(());
    }
    let about = Subject {
        number: order.number,
        order: Some(id),
        customer: order.customer_id,
    };
    let facts = json!({ "outside_id": row.outside_id, "text": row.status_text });
    exception::raise_by_rule(cx, ExceptionKind::PlatformCancelled, &about, &facts)
}

/// What a file has brought that was not known.
#[derive(Debug, Default)]
struct News {
    /// Status, refund or logistics.
    status: bool,
    /// The order's own values.
    head: bool,
    /// Its goods.
    lines: bool,
}

impl News {
    /// Whether a half has come that was missing.
    const fn part(&self) -> bool {
        self.head || self.lines
    }
}

/// Lays the file over what was known: status and logistics always, order and goods once.
fn brought_in_step(row: &mut PlatformRow, p: &ImportOrder) -> News {
    let mut news = News::default();
    let mut set = |field: &mut String, told: Option<&String>| {
        if let Some(told) = told.filter(|told| !told.is_empty() && *told != field) {
            field.clone_from(told);
            news.status = true;
        }
    };
    set(&mut row.status, Some(&p.status));
    set(&mut row.status_text, p.status_text.as_ref());
    set(&mut row.carrier, p.carrier.as_ref());
    set(&mut row.waybill, p.waybill.as_ref());
    if p.refund.is_some() && p.refund != row.refund {
        row.refund = p.refund;
        news.status = true;
    }
    if row.head.is_none() && p.head.is_some() {
        row.head = p.head.as_ref().map(|head| json!(head).to_string());
        news.head = true;
    }
    if row.lines.is_none() && p.lines.is_some() {
        row.lines = p.lines.as_ref().map(|lines| json!(lines).to_string());
        news.lines = true;
    }
    news
}

/// The customer that a shop's orders belong to; `PLATFORM` is made once where none is named.
fn shop(cx: &Cx<'_>, p: &ImportOrder) -> Outcome<String> {
    if let Some(code) = &p.shop {
        return Ok(find::customer(cx.tx, code)?.code);
    }
    let named = settings::known(&format!("shop.{}", p.channel));
    let named = named
        .map(|setting| setting.text(cx.tx))
        .transpose()?
        .unwrap_or_default();
    if !named.is_empty() {
        return Ok(find::customer(cx.tx, &named)?.code);
    }
    if customers::by_code(cx.tx, "PLATFORM")?.is_none() {
        customers::save(cx.tx, &platform_customer())?;
    }
    Ok("PLATFORM".to_owned())
}

fn platform_customer() -> Customer {
    let name = "平台客户";
    Customer {
        name: name.to_owned(),
        py: initials::readings(name),
        kind: PartyKind::Person,
        terms: "prepaid".to_owned(),
        ..Customer::blank("PLATFORM")
    }
}

fn known<T: serde::de::DeserializeOwned>(text: Option<&String>) -> Option<T> {
    text.and_then(|text| serde_json::from_str(text).ok())
}

/// Our order as the platform's two halves describe it.
fn wish(db: &Db, row: &PlatformRow, channel: Channel) -> Outcome<Wish> {
    let head: Option<PlatformHead> = known(row.head.as_ref());
    let goods: Vec<PlatformGoods> = known(row.lines.as_ref()).unwrap_or_default();
    let paid = head
        .as_ref()
        .map(|head| paid_by_line(head, &goods))
        .transpose()?
        .flatten();
    let mut lines = Vec::with_capacity(goods.len());
    for (i, goods) in goods.iter().enumerate() {
        let amount = paid.as_ref().map(|paid| paid[i]).or(goods.amount);
        lines.push(line(db, goods, amount)?);
    }
    Ok(Wish {
        customer: Some(row.shop.clone()),
        channel,
        kind: Kind::Spot,
        source: Source {
            reference: Some(row.outside_id.clone()),
            caller: head.as_ref().map(|head| head.buyer.clone()),
            note: Some(row.status_text.clone()),
        },
        customer_ref: row.outside_id.clone(),
        need_date: None,
        ship_to: head.as_ref().map(|head| head.ship_to.clone()),
        warehouse: None,
        terms: None,
        delivery_policy: None,
        remark: head.map(|head| head.notes).unwrap_or_default(),
        lines,
    })
}

/// What the buyer really paid for each line: all of it less freight, spread over the lines by
/// largest remainder (`rules.md §1`). None where the platform's own line amounts add up to it
/// already, or where a price is missing.
fn paid_by_line(head: &PlatformHead, goods: &[PlatformGoods]) -> Outcome<Option<Vec<Money>>> {
    let Some(paid) = head.paid else {
        return Ok(None);
    };
    let for_goods = paid.sub(head.freight.unwrap_or_default())?;
    let mut amounts = Vec::with_capacity(goods.len());
    for goods in goods {
        let by_price = goods
            .price
            .map(|price| goods.qty.gross(price, Percent::ZERO))
            .transpose()?;
        match goods.amount.or(by_price) {
            Some(amount) => amounts.push(amount),
            None => return Ok(None),
        }
    }
    if goods.is_empty() || for_goods.0 <= 0 || Money::sum(amounts.iter().copied())? == for_goods {
        return Ok(None);
    }
    let weights: Vec<i64> = amounts.iter().map(|amount| amount.0).collect();
    Ok(Some(by_largest_remainder(for_goods, &weights)?))
}

/// The unit price that gives exactly this amount for the quantity, if there is one.
fn exact_price(qty: Qty, amount: Money) -> Option<Price> {
    if qty.0 <= 0 {
        return None;
    }
    // 分 over thousandths, in ten-thousandths of a 元: × 100 × 1000.
    let price = divide_half_up(i128::from(amount.0) * 100_000, i128::from(qty.0));
    let price = Price::narrow(price).ok()?;
    (qty.gross(price, Percent::ZERO).ok()? == amount).then_some(price)
}

/// A line at the price the platform took: by the amount paid where a unit price gives it exactly,
/// else by the price shown there. Goods are matched by the shop's own code alone.
fn line(db: &Db, goods: &PlatformGoods, amount: Option<Money>) -> Outcome<WishLine> {
    let code = text::narrow(&goods.code);
    let known = if code.is_empty() {
        None
    } else {
        find::product_opt(db, &code)?
    };
    let price = amount
        .and_then(|amount| exact_price(goods.qty, amount))
        .or(goods.price);
    let free = price.is_some_and(Price::is_zero);
    Ok(WishLine {
        product: Some(known.map_or_else(|| goods.title.clone(), |product| product.code)),
        qty: Some(goods.qty).filter(|qty| qty.0 > 0),
        price: price.filter(|_| !free),
        price_reason: price.filter(|_| !free).map(|_| "platform".to_owned()),
        need_date: None,
        gift: free.then_some(true),
        delivery_policy: None,
        tolerance_over: None,
        tolerance_under: None,
    })
}

/// Fills in the half that had not come, leaving alone what a clerk has changed in the other.
fn filled_in(
    cx: &mut Cx<'_>,
    order: &Order,
    row: &PlatformRow,
    p: &ImportOrder,
    news: &News,
) -> Outcome<()> {
    let full = wish(cx.tx, row, p.channel)?;
    let mut now = draft::wish_of(cx.tx, order)?;
    if news.head {
        now.source = full.source;
        now.ship_to = full.ship_to;
        if now.remark.is_empty() {
            now.remark = full.remark;
        }
    }
    if news.lines && now.lines.is_empty() {
        now.lines = full.lines;
    }
    edit::rewrite(cx, order, &now)
}
