//! `order.edit`: changing an order that has not been handed in, or has come back.

use serde_json::{Value, json};

use super::wish::{Source, Wish, WishLine};
use super::{draft, load};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::domain::Day;
use crate::domain::order::{Channel, Kind, State, Verb};
use crate::domain::party::DeliveryPolicy;
use crate::domain::terms::Terms;
use crate::store::{self, orders::Order};

payload! {
    /// Changes a draft, an incomplete or a returned order. Lines, if given, replace all lines. What is
    /// left out stays; null takes a customer's number, need date, ship-to, warehouse or remark away,
    /// and puts terms and ship-to back to the customer's own.
    pub struct OrderEdit {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// Customer code.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub customer: Option<String>,
        /// How it came in.
        pub channel: Option<Channel>,
        /// What it is for.
        pub kind: Option<Kind>,
        /// Where it comes from, in its own words.
        pub source: Option<Source>,
        /// The customer's own order number.
        #[serde(default, deserialize_with = "fields::clean_nullable", skip_serializing_if = "Option::is_none")]
        pub customer_ref: Option<Option<String>>,
        /// Wanted by.
        #[serde(default, deserialize_with = "fields::nullable", skip_serializing_if = "Option::is_none")]
        pub need_date: Option<Option<Day>>,
        /// Ship-to.
        #[serde(default, deserialize_with = "fields::clean_nullable", skip_serializing_if = "Option::is_none")]
        pub ship_to: Option<Option<String>>,
        /// Warehouse code.
        #[serde(default, deserialize_with = "fields::code_nullable", skip_serializing_if = "Option::is_none")]
        pub warehouse: Option<Option<String>>,
        /// Terms of payment.
        #[serde(default, deserialize_with = "fields::nullable", skip_serializing_if = "Option::is_none")]
        pub terms: Option<Option<Terms>>,
        /// Remark.
        #[serde(default, deserialize_with = "fields::clean_nullable", skip_serializing_if = "Option::is_none")]
        pub remark: Option<Option<String>>,
        /// How it may leave (default the customer's): any, complete_line, complete_order.
        #[serde(default, deserialize_with = "fields::nullable", skip_serializing_if = "Option::is_none")]
        pub delivery_policy: Option<Option<DeliveryPolicy>>,
        /// Lines; they replace the ones before.
        pub lines: Option<Vec<WishLine>>,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

/// Lays the changes over the order as it is and works everything out anew.
pub fn edit(cx: &mut Cx<'_>, p: &OrderEdit) -> Outcome<Value> {
    let before = load::order_for(cx, &p.order, p.version)?;
    before.state.require(Verb::Edit, &before.number)?;
    let mut wish = draft::wish_of(cx.tx, &before)?;
    wish.give_to(p.customer.as_ref());
    wish.channel = p.channel.unwrap_or(wish.channel);
    wish.kind = p.kind.unwrap_or(wish.kind);
    wish.source = p.source.clone().unwrap_or(wish.source);
    let p = p.clone();
    wish.customer_ref = p
        .customer_ref
        .map_or(wish.customer_ref, Option::unwrap_or_default);
    wish.need_date = p.need_date.unwrap_or(wish.need_date);
    wish.ship_to = p.ship_to.unwrap_or(wish.ship_to);
    wish.warehouse = p.warehouse.unwrap_or(wish.warehouse);
    wish.terms = p.terms.unwrap_or(wish.terms);
    wish.remark = p.remark.map_or(wish.remark, Option::unwrap_or_default);
    wish.delivery_policy = p.delivery_policy.unwrap_or(wish.delivery_policy);
    wish.lines = p.lines.unwrap_or(wish.lines);
    rewrite(cx, &before, &wish)?;
    draft::answer(cx.tx, &before.number)
}

/// Writes an order anew as it is wished now.
pub fn rewrite(cx: &mut Cx<'_>, before: &Order, wish: &Wish) -> Outcome<()> {
    load::apart(cx, before, "editor")?;
    let mut draft = draft::assemble(cx, wish, before.ordered_on, Some(before.id))?;
    draft::refuse_same_ref(cx.tx, &draft.order, Some(before.id))?;
    draft.order.id = before.id;
    draft.order.state = draft.state();
    draft.order.moved_at = if draft.order.state == before.state {
        before.moved_at
    } else {
        cx.at
    };
    store::orders::update(cx.tx, &draft.order)?;
    draft::write(cx, &draft)?;
    store::orders::hand(cx.tx, before.id, "editor", cx.actor.id)?;
    cx.changed(Aggregate::Order);
    let facts = json!({
        "gross": draft.order.gross,
        "was": before.gross,
        "state": draft.order.state,
        "came_back": before.state == State::Returned,
    });
    cx.note_order(before.id, "order.edited", facts);
    Ok(())
}
