//! `order.copy`: an old order once more, priced anew.

use serde_json::{Value, json};

use super::{draft, enter, load};
use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::store::links::{self, Link, LinkKind};

payload! {
    /// Enters a new draft with the lines of an order, whatever became of that. Prices and promotions
    /// are those of today; prices by hand, the customer's number, the raw message and a need date
    /// that is past do not come along.
    pub struct OrderCopy {
        /// The order that is copied.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// For another customer, with its own address and terms.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub customer: Option<String>,
    }
}

/// Copies an order.
pub fn copy(cx: &mut Cx<'_>, p: &OrderCopy) -> Outcome<Value> {
    let old = load::order(cx.tx, &p.order)?;
    let mut wish = draft::wish_of(cx.tx, &old)?;
    wish.give_to(p.customer.as_ref());
    wish.customer_ref = String::new();
    (wish.source.reference, wish.source.note) = (None, None);
    let still_to_come = |day: &crate::domain::Day| *day >= cx.today;
    wish.need_date = wish.need_date.filter(still_to_come);
    for line in &mut wish.lines {
        (line.price, line.price_reason) = (None, None);
        line.need_date = line.need_date.filter(still_to_come);
    }
    let number = enter::enter_wish(cx, &wish, cx.today)?;
    let new = load::order(cx.tx, &number)?;
    links::add(cx.tx, &Link::new(old.id, new.id, LinkKind::Copied))?;
    cx.note_order(new.id, "order.copied", json!({ "from": old.number }));
    draft::answer(cx.tx, &number)
}
