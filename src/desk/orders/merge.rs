//! `order.merge` and `order.split`: unsent orders made one, or one made two. Each keeps a sign of the
//! other; nothing vanishes.

use serde_json::{Value, json};

use super::split_by::{self, Parting, SplitBy};
use super::wish::{Wish, WishLine};
use super::{cancel, draft, edit, enter, load};
use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::domain::order::Verb;
use crate::domain::{Qty, Refusal};
use crate::store::links::{self, Link, LinkKind};
use crate::store::orders::Order;

payload! {
    /// Makes one order of several drafts, incomplete or returned orders of the same customer, channel,
    /// kind, terms, ship-to and warehouse. The others become void and name the one they went into.
    pub struct OrderMerge {
        /// The orders, at least two.
        pub orders: Vec<String>,
        /// The one that stays (default the first).
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub into: Option<String>,
        /// The version of the one that stays, as it was read.
        pub version: Option<i64>,
    }
}

payload! {
    /// Takes lines, or a part of them, out of a draft, incomplete or returned order into a new one: those that are
    /// named, or by what lies free in stock or in another warehouse.
    pub struct OrderSplit {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// What goes; something has to stay.
        #[serde(default)]
        pub lines: Vec<SplitLine>,
        /// In place of lines: `stock`, what does not lie free, `warehouse`, what lies free in another one only, or `presale`,
        /// what is wanted later than the rest.
        pub by: Option<SplitBy>,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

payload! {
    /// A line, or a part of it.
    pub struct SplitLine {
        /// Line.
        pub line: i64,
        /// How much of it (default all).
        pub qty: Option<Qty>,
    }
}

/// Merges orders.
pub fn merge(cx: &mut Cx<'_>, p: &OrderMerge) -> Outcome<Value> {
    let mut numbers: Vec<String> = Vec::new();
    for number in p.into.iter().chain(&p.orders) {
        if !numbers.contains(number) {
            numbers.push(number.clone());
        }
    }
    let [into, others @ ..] = numbers.as_slice() else {
        return Err(Refusal::bad_field("orders", "at least two").into());
    };
    if others.is_empty() {
        return Err(Refusal::bad_field("orders", "at least two").into());
    }
    let target = load::order_for(cx, into, p.version)?;
    target.state.require(Verb::Edit, &target.number)?;
    let mut wish = draft::wish_of(cx.tx, &target)?;
    let mut gone = Vec::new();
    for number in others {
        let other = load::order(cx.tx, number)?;
        other.state.require(Verb::Edit, &other.number)?;
        refuse_unlike(&target, &other)?;
        load::apart(cx, &other, "editor")?;
        let theirs = draft::wish_of(cx.tx, &other)?;
        take_in(&mut wish, theirs);
        gone.push(other);
    }
    // Void first: the customer's number that comes along is theirs no more.
    for other in &gone {
        cancel::take_back(cx, other, &format!("-> {}", target.number))?;
        links::add(cx.tx, &Link::new(other.id, target.id, LinkKind::Merged))?;
        cx.note_order(
            other.id,
            "order.merged_into",
            json!({ "into": target.number }),
        );
        cx.note_order(target.id, "order.merged", json!({ "from": other.number }));
    }
    edit::rewrite(cx, &target, &wish)?;
    let mut answer = draft::answer(cx.tx, &target.number)?;
    answer["merged"] = gone.iter().map(|order| json!(order.number)).collect();
    Ok(answer)
}

/// Refuses an order that could not have been entered as part of the other.
fn refuse_unlike(a: &Order, b: &Order) -> Result<(), Refusal> {
    let tests = [
        ("customer", a.customer_id == b.customer_id),
        ("channel", a.channel == b.channel),
        ("kind", a.kind == b.kind),
        ("terms", a.terms == b.terms),
        ("ship_to", a.ship_to == b.ship_to),
        ("warehouse", a.warehouse_id == b.warehouse_id),
    ];
    match tests.iter().find(|(_, same)| !same) {
        None => Ok(()),
        Some((field, _)) => Err(Refusal::bad_field(
            "orders",
            format!("{} and {} differ in {field}", a.number, b.number),
        )),
    }
}

/// Adds the lines of another order; of the head the first word that was said stays, sources are kept
/// one after the other.
fn take_in(wish: &mut Wish, other: Wish) {
    if wish.customer_ref.is_empty() {
        wish.customer_ref = other.customer_ref;
    }
    let of_head = other
        .need_date
        .filter(|_| other.need_date != wish.need_date);
    if wish.need_date.is_none() && wish.lines.iter().all(|line| line.need_date.is_some()) {
        wish.need_date = other.need_date;
    }
    wish.lines
        .extend(other.lines.into_iter().map(|line| WishLine {
            need_date: line.need_date.or(of_head),
            ..line
        }));
    let s = &mut wish.source;
    for (ours, theirs, between) in [
        (&mut s.reference, other.source.reference, " "),
        (&mut s.caller, other.source.caller, " "),
        (&mut s.note, other.source.note, "\n"),
    ] {
        let (a, b) = (ours.take().unwrap_or_default(), theirs.unwrap_or_default());
        *ours = Some(both(&a, &b, between));
    }
    wish.remark = both(&wish.remark, &other.remark, "; ");
}

/// Both texts, each once.
fn both(a: &str, b: &str, between: &str) -> String {
    match (a.is_empty(), b.is_empty() || a == b) {
        (true, _) => b.to_owned(),
        (false, true) => a.to_owned(),
        (false, false) => format!("{a}{between}{b}"),
    }
}

/// Splits an order.
pub fn split(cx: &mut Cx<'_>, p: &OrderSplit) -> Outcome<Value> {
    let order = load::order_for(cx, &p.order, p.version)?;
    order.state.require(Verb::Edit, &order.number)?;
    let mut stays = draft::wish_of(cx.tx, &order)?;
    let mut goes = stays.clone();
    let parting = match p.by {
        Some(by) if p.lines.is_empty() => split_by::find(cx.tx, &order, by)?,
        None if !p.lines.is_empty() => Parting {
            lines: p.lines.iter().map(|part| (part.line, part.qty)).collect(),
            warehouse: None,
        },
        _ => return Err(Refusal::bad_field("lines", "at least one line, or by").into()),
    };
    goes.warehouse = parting.warehouse.or(goes.warehouse);
    goes.lines.clear();
    // Lines of the wish stand under the numbers 1, 2, 3; free goods of promotions behind them.
    let mut parts: Vec<Option<WishLine>> = stays.lines.drain(..).map(Some).collect();
    for (n, (number, qty)) in parting.lines.iter().enumerate() {
        let at = usize::try_from(number - 1).ok();
        let found = at.and_then(|at| parts.get_mut(at));
        let Some(slot) = found else {
            let what = format!("{}/{number}", order.number);
            return Err(Refusal::not_found("line", what).into());
        };
        let field = format!("lines[{n}]");
        let Some(line) = slot.take() else {
            return Err(Refusal::bad_field(&field, "no more than the line has").into());
        };
        let (gone, left) = cut(line, *qty, &field)?;
        goes.lines.push(gone);
        *slot = left;
    }
    stays.lines = parts.into_iter().flatten().collect();
    if stays.lines.is_empty() {
        return Err(Refusal::bad_field("lines", "something has to stay").into());
    }
    if !goes.customer_ref.is_empty() {
        let many = links::of(cx.tx, order.id)?
            .iter()
            .filter(|l| l.kind == LinkKind::Split)
            .count();
        goes.customer_ref = format!("{}/{}", goes.customer_ref, many + 2);
    }
    edit::rewrite(cx, &order, &stays)?;
    let number = enter::enter_wish(cx, &goes, order.ordered_on)?;
    cx.about(&order.number);
    let new = load::order(cx.tx, &number)?;
    links::add(cx.tx, &Link::new(order.id, new.id, LinkKind::Split))?;
    cx.note_order(order.id, "order.split", json!({ "into": new.number }));
    cx.note_order(new.id, "order.split_from", json!({ "from": order.number }));
    let mut answer = draft::answer(cx.tx, &order.number)?;
    answer["split"] = json!(number);
    Ok(answer)
}

/// What goes of a line and what stays of it.
fn cut(line: WishLine, qty: Option<Qty>, field: &str) -> Outcome<(WishLine, Option<WishLine>)> {
    let (Some(asked), whole) = (qty, line.qty.unwrap_or_default()) else {
        return Ok((line, None));
    };
    if asked.count() <= 0 || asked > whole {
        return Err(
            Refusal::bad_field(&format!("{field}.qty"), "no more than the line has").into(),
        );
    }
    let left = whole.sub(asked)?;
    let gone = WishLine {
        qty: Some(asked),
        ..line.clone()
    };
    let stays = (!left.is_zero()).then_some(WishLine {
        qty: Some(left),
        ..line
    });
    Ok((gone, stays))
}
