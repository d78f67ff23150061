//! `order.enter`.

use serde_json::{Value, json};

use super::draft;
use super::wish::{Source, Wish, WishLine};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::imports::batch;
use crate::desk::imports::goods_known::Theirs;
use crate::domain::Day;
use crate::domain::order::{Channel, Kind};
use crate::domain::party::DeliveryPolicy;
use crate::domain::terms::Terms;
use crate::store::orders::Order;
use crate::store::{self, goods_map};

payload! {
    /// Enters an order. What is missing becomes gaps; the order waits as draft or incomplete.
    pub struct OrderEnter {
        /// Customer code; left out it is a gap.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub customer: Option<String>,
        /// How it came in.
        pub channel: Channel,
        /// What it is for (default spot).
        pub kind: Option<Kind>,
        /// Where it comes from, in its own words.
        pub source: Option<Source>,
        /// The customer's own order number; the same twice is refused.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub customer_ref: Option<String>,
        /// Wanted by.
        pub need_date: Option<Day>,
        /// Ship-to (default the customer's address).
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub ship_to: Option<String>,
        /// Warehouse code.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub warehouse: Option<String>,
        /// Terms of payment (default the contract's, else the customer's).
        pub terms: Option<Terms>,
        /// Remark.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub remark: Option<String>,
        /// How it may leave (default the customer's): any, complete_line, complete_order.
        pub delivery_policy: Option<DeliveryPolicy>,
        /// Lines; without any it is a gap.
        #[serde(default)]
        pub lines: Vec<WishLine>,
        /// The batch it belongs to; `orderdesk import` gives this, for `import.undo`.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub batch: Option<String>,
    }
}

/// Enters an order: goods, prices, gaps and promise are worked out, nothing is reserved.
pub fn enter(cx: &mut Cx<'_>, p: &OrderEnter) -> Outcome<Value> {
    let wish = Wish {
        customer: p.customer.clone(),
        channel: p.channel,
        kind: p.kind.unwrap_or(Kind::Spot),
        source: p.source.clone().unwrap_or(Source {
            reference: None,
            caller: None,
            note: None,
        }),
        customer_ref: p.customer_ref.clone().unwrap_or_default(),
        need_date: p.need_date,
        ship_to: p.ship_to.clone(),
        warehouse: p.warehouse.clone(),
        terms: p.terms,
        remark: p.remark.clone().unwrap_or_default(),
        delivery_policy: p.delivery_policy,
        lines: p.lines.clone(),
    };
    let number = enter_wish(cx, &wish, cx.today)?;
    if let Some(batch) = &p.batch {
        let batch = batch::find(cx.tx, batch)?;
        let order = super::load::order(cx.tx, &number)?;
        store::imports::add_made(cx.tx, batch.id, order.id)?;
        want_goods(cx, &order, p.customer.as_deref().unwrap_or_default())?;
    }
    draft::answer(cx.tx, &number)
}

/// Goods of a customer's sheet that no product answers to wait to be mapped.
fn want_goods(cx: &Cx<'_>, order: &Order, customer: &str) -> Outcome<()> {
    let lines = store::orders::lines(cx.tx, order.id)?;
    for line in lines
        .iter()
        .filter(|line| line.product_id.is_none() && !line.goods.is_empty())
    {
        let theirs = Theirs::of_sheet(customer, &line.goods);
        goods_map::want(cx.tx, theirs.key(), order.id, &line.goods, "")?;
    }
    Ok(())
}

/// Writes a wished order of this day and gives its number.
pub fn enter_wish(cx: &mut Cx<'_>, wish: &Wish, on: Day) -> Outcome<String> {
    let mut draft = draft::assemble(cx, wish, on, None)?;
    draft::refuse_same_ref(cx.tx, &draft.order, None)?;
    draft.order.state = draft.state();
    draft.order.number = cx.next_number("SO")?;
    let id = store::orders::insert(cx.tx, &draft.order)?;
    draft.order.id = id;
    draft::write(cx, &draft)?;
    store::orders::hand(cx.tx, id, "editor", cx.actor.id)?;
    cx.about(&draft.order.number);
    cx.changed(Aggregate::Order);
    let facts = json!({ "gross": draft.order.gross, "lines": draft.lines.len(), "state": draft.order.state });
    cx.note_order(id, "order.entered", facts);
    Ok(draft.order.number)
}
