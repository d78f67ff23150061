//! `import.order`: a platform's order beside ours, and ours made from it once.
//!
//! The platform's words are kept beside our order. A later file changes status, refund and
//! logistics, and fills in the part (order or goods) that had not come yet; what a clerk has
//! changed since is never written over. What the platform's word means for ours stands in [`state`].

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::batch;
use super::pass;
use super::said::ImportOrder;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::masters::find;
use crate::desk::orders::{draft, edit, enter};
use crate::desk::settings;
use crate::domain::ids::BatchId;
use crate::domain::initials;
use crate::domain::order::Verb;
use crate::domain::party::PartyKind;
use crate::store::customers::{self, Customer};
use crate::store::imports;
use crate::store::orders::Order;
use crate::store::platforms::{self, PlatformRow};
use crate::store::{self, Db};

mod news;
pub mod state;
mod wish;

use news::{Half, News};

/// How an order of a platform came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Came {
    /// An order of ours was made.
    Added,
    /// Ours was brought in step, or what is known of one that is not ours to send.
    Updated,
    /// Nothing new, or nothing of it is ours to send.
    Skipped,
}

/// Takes it in.
pub fn order(cx: &mut Cx<'_>, p: &ImportOrder) -> Outcome<Value> {
    let batch = batch::find(cx.tx, &p.batch)?;
    let (mut row, is_new) = match row_of(cx.tx, p)? {
        Some(row) => (row, false),
        None => (blank(p, shop(cx, p)?, batch.id), true),
    };
    let news = news::lay_over(&mut row, p);
    cx.about(&p.outside_id);
    if !is_new && !news.any() {
        return Ok(json!({ "order": null, "came": Came::Skipped, "status": row.status }));
    }
    let ours = row.order_id.map(|id| store::orders::by_id(cx.tx, id));
    let (came, number) = match ours.transpose()? {
        None if state::makes(&row) => (Came::Added, Some(make(cx, &mut row, p)?)),
        None if is_new => (Came::Skipped, None),
        None => (Came::Updated, None),
        Some(order) => {
            if news.part() && order.state.allows(Verb::Edit) {
                filled_in(cx, &order, &row, &news)?;
            }
            (Came::Updated, Some(order.number))
        }
    };
    platforms::save(cx.tx, &row)?;
    let mut passed = None;
    if let (Some(id), Some(number)) = (row.order_id, &number) {
        cx.about(number);
        if came == Came::Updated && news.status {
            let facts =
                json!({ "status": row.status, "text": row.status_text, "refund": row.refund });
            cx.note_order(id, "platform.changed", facts);
        }
        state::follow(cx, &row, &news)?;
        if came == Came::Added {
            imports::add_made(cx.tx, batch.id, id)?;
        }
        passed = pass::by_itself(cx, id)?;
    }
    cx.changed(Aggregate::Import);
    Ok(json!({ "order": number, "came": came, "status": row.status, "passed": passed }))
}

/// Whether a command of this would change nothing: the same file once more.
pub fn is_known(db: &Db, p: &ImportOrder) -> Outcome<bool> {
    let Some(mut row) = row_of(db, p)? else {
        return Ok(false);
    };
    Ok(!news::lay_over(&mut row, p).any())
}

fn row_of(db: &Db, p: &ImportOrder) -> Outcome<Option<PlatformRow>> {
    let shop = match &p.shop {
        Some(code) => find::customer(db, code)?.code,
        None => usual_shop(db, platform(p))?,
    };
    Ok(platforms::order(db, platform(p), &shop, &p.outside_id)?)
}

fn platform(p: &ImportOrder) -> &str {
    p.platform.as_deref().unwrap_or(p.channel.name())
}

fn blank(p: &ImportOrder, shop: String, batch: BatchId) -> PlatformRow {
    PlatformRow {
        platform: platform(p).to_owned(),
        shop,
        outside_id: p.outside_id.clone(),
        channel: p.channel.to_string(),
        order_id: None,
        batch_id: Some(batch),
        status: String::new(),
        status_text: String::new(),
        refund: None,
        carrier: String::new(),
        waybill: String::new(),
        whom: String::new(),
        ship_by: None,
        marks: String::new(),
        head: None,
        lines: None,
        stays: "[]".to_owned(),
    }
}

/// Makes our order and gives its number.
fn make(cx: &mut Cx<'_>, row: &mut PlatformRow, p: &ImportOrder) -> Outcome<String> {
    let (wish, wanted) = wish::wish(cx.tx, row, p.channel)?;
    let on = p.head.as_ref().and_then(|head| head.ordered_on);
    let on = on.map_or(cx.today, |on| on.min(cx.today));
    let number = enter::enter_wish(cx, &wish, on)?;
    row.order_id = store::orders::by_number(cx.tx, &number)?.map(|order| order.id);
    if let Some(order) = row.order_id {
        wish::remember(cx.tx, row, order, &wanted)?;
    }
    Ok(number)
}

/// The customer that a shop's orders belong to; `PLATFORM` is made once where none is named.
fn shop(cx: &Cx<'_>, p: &ImportOrder) -> Outcome<String> {
    if let Some(code) = &p.shop {
        return Ok(find::customer(cx.tx, code)?.code);
    }
    let code = usual_shop(cx.tx, platform(p))?;
    if customers::by_code(cx.tx, &code)?.is_none() {
        customers::save(cx.tx, &platform_customer())?;
    }
    Ok(code)
}

/// The customer a platform's orders belong to by setting, else `PLATFORM`.
fn usual_shop(db: &Db, platform: &str) -> Outcome<String> {
    let named = settings::known(&format!("shop.{platform}"));
    let named = named.map(|setting| setting.text(db)).transpose()?;
    match named.filter(|code| !code.is_empty()) {
        Some(code) => Ok(find::customer(db, &code)?.code),
        None => Ok("PLATFORM".to_owned()),
    }
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

/// Fills in the half that had not come, leaving alone what a clerk has changed in the other.
fn filled_in(cx: &mut Cx<'_>, order: &Order, row: &PlatformRow, news: &News) -> Outcome<()> {
    let (full, wanted) = wish::wish(cx.tx, row, order.channel)?;
    let mut now = draft::wish_of(cx.tx, order)?;
    if news.halves.contains(&Half::Head) {
        now.source = full.source;
        now.ship_to = full.ship_to;
        now.terms = full.terms.or(now.terms);
        if now.remark.is_empty() {
            now.remark = full.remark;
        }
    }
    if news.halves.contains(&Half::Lines) && now.lines.is_empty() {
        now.lines = full.lines;
        wish::remember(cx.tx, row, order.id, &wanted)?;
    }
    edit::rewrite(cx, order, &now)
}
