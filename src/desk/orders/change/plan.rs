//! What a change makes of an order: the whole new version, priced, beside the one in force.
//!
//! Prices are frozen: a line keeps its own unless the change itself gives it another one, by hand
//! or through the rules (a quantity break). So are promotions: a line keeps its share in proportion to
//! what is left of it, what is added gets none, and no budget is claimed twice. The version is kept as it was judged and comes into
//! force so; only what has become of the lines meanwhile is read again.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::asked::{ChangeLine, OrderChange};
use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::desk::masters::find;
use crate::desk::orders::draft::{self, Draft};
use crate::desk::orders::wish::{Wish, WishLine};
use crate::desk::orders::{show, still_open};
use crate::desk::receivables::credit;
use crate::desk::stock::promise::Promises;
use crate::desk::stock::reserve;
use crate::domain::ids::{LineId, PromotionId};
use crate::domain::tax::Amounts;
use crate::domain::text::narrow;
use crate::domain::{Money, Qty, Refusal};
use crate::store::changes::Change;
use crate::store::orders::{Line, Order};
use crate::store::promotions::{self, Use};
use crate::store::{self, Db, StoreError, customers, products};

/// A whole version as it is to be.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Plan {
    /// The head.
    pub order: Order,
    /// Every line, the new ones last.
    pub lines: Vec<Line>,
    /// Lines whose rest is called off.
    pub called_off: Vec<i64>,
    /// What it claims of promotions: promotion, line, amount.
    pub claims: Vec<(PromotionId, i64, Money)>,
}

impl Plan {
    /// Works a change out.
    pub fn make(cx: &Cx<'_>, before: &Order, old: &[Line], p: &OrderChange) -> Outcome<Self> {
        let was = draft::wish_of(cx.tx, before)?;
        let mut wish = was.clone();
        lay_head(&mut wish, p);
        let called_off = lay_lines(cx.tx, &mut wish, before, old, p)?;
        let then = draft::assemble(cx, &was, before.ordered_on, Some(before.id))?;
        let now = draft::assemble(cx, &wish, before.ordered_on, Some(before.id))?;
        now.refuse_gaps(&before.number)?;
        let order = head(before, &now);
        draft::refuse_same_ref(cx.tx, &order, Some(before.id))?;
        let (lines, claims) = numbered(cx.tx, before, old, &then, now, wish.lines.len())?;
        let mut plan = Self {
            order,
            lines,
            called_off,
            claims,
        };
        let total = Amounts::sum(plan.lines.iter().map(Line::amounts))?;
        let head = &mut plan.order;
        (head.net, head.tax, head.gross) = (total.net, total.tax, total.gross);
        let moved = plan.moved(before, old);
        promise(cx, &plan.order, &mut plan.lines, &moved)?;
        Ok(plan)
    }

    /// Reads a version that waits.
    pub fn read(change: &Change) -> Outcome<Self> {
        Ok(serde_json::from_str(&change.wish).map_err(|e| StoreError::Sql(e.to_string()))?)
    }

    /// The version as it is kept.
    pub fn text(&self) -> Outcome<String> {
        Ok(serde_json::to_string(self).map_err(|e| StoreError::Sql(e.to_string()))?)
    }

    /// Takes over what has become of the lines since the version was asked for.
    pub fn catch_up(&mut self, now: &[Line]) {
        for line in &mut self.lines {
            if let Some(now) = now.iter().find(|now| now.line == line.line) {
                take_counters(line, now);
            }
        }
    }

    /// The lines once the rest of those called off is gone.
    pub fn lines_then(&self) -> Vec<Line> {
        let mut lines = self.lines.clone();
        for line in &mut lines {
            if self.called_off.contains(&line.line) {
                line.cancelled = Qty(line.cancelled.0 + line.to_pack().0);
            }
        }
        lines
    }

    /// Refuses with `order.below_shipped` what would undo a fact: less than is called off, packed and
    /// shipped, other goods or another customer once any has left, another price for what is billed.
    pub fn keeps_what_is_done(&self, db: &Db, before: &Order, old: &[Line]) -> Outcome<()> {
        let no = |line: &Line, asked: Qty| Err(below_shipped(before, line, asked).into());
        let other_customer = self.order.customer_id != before.customer_id;
        for was in old {
            let Some(line) = self.lines.iter().find(|line| line.line == was.line) else {
                continue;
            };
            let gone = was.packed.add(was.shipped)?;
            let least = gone.add(was.cancelled)?;
            let asked = line.qty.unwrap_or_default();
            let other_goods = line.product_id != was.product_id || other_customer;
            let other_price =
                (line.price, line.discount, line.gift) != (was.price, was.discount, was.gift);
            let called_off = self.called_off.contains(&was.line);
            if (line.qty != was.qty && asked < least)
                || (other_goods && !gone.is_zero())
                || (other_price && !was.invoiced.is_zero())
            {
                return no(was, asked);
            }
            if called_off && was.to_pack().is_zero() {
                return no(was, Qty::ZERO);
            }
        }
        self.keeps_the_sums(before, old)?;
        let paid = store::receipts::paid_for_order(db, before.id)?;
        if other_customer && !paid.is_zero() {
            let refusal = Refusal::wrong_state(&before.number, before.state);
            return Err(refusal.fact("why", "paid").fact("paid", paid).into());
        }
        Ok(())
    }

    /// Rows of the same goods are packed by their sum (`rules.md §7`), so what is less of them, by
    /// quantity or by other goods in a row, must leave as much as is packed and gone in whichever row.
    fn keeps_the_sums(&self, before: &Order, old: &[Line]) -> Outcome<()> {
        let lines = self.lines_then();
        for was in old {
            let same = |lines: &[Line], part: fn(&Line) -> Qty| {
                let rows = lines.iter().filter(|l| l.product_id == was.product_id);
                Qty::sum(rows.map(part))
            };
            let wanted = same(&lines, Line::wanted)?;
            let gone = same(old, |l| Qty(l.packed.0.saturating_add(l.shipped.0)))?;
            let now = lines.iter().find(|line| line.line == was.line);
            let here = now.filter(|line| line.product_id == was.product_id);
            let here = here.map_or(Qty::ZERO, Line::wanted);
            if here < was.wanted() && wanted < same(old, Line::wanted)?.min(gone) {
                return Err(below_shipped(before, was, here).into());
            }
        }
        Ok(())
    }

    /// Lines whose promise has to be worked out anew: new ones, other goods, more of them, another
    /// need date.
    pub fn moved(&self, before: &Order, old: &[Line]) -> BTreeSet<i64> {
        let moved = self.lines.iter().filter(|line| {
            let Some(was) = old.iter().find(|was| was.line == line.line) else {
                return true;
            };
            let need = line.need_on.or(self.order.need_on);
            line.product_id != was.product_id
                || line.qty > was.qty
                || need != was.need_on.or(before.need_on)
        });
        moved.map(|line| line.line).collect()
    }

    /// By how much the version raises the exposure that is tested (`rules.md §4`): all of it where
    /// another payer is to owe it.
    pub fn delta(&self, db: &Db, before: &Order, old: &[Line]) -> Outcome<Money> {
        let carried = |order: &Order, lines: &[Line]| {
            let terms = reserve::terms(db, order)?.map(|terms| terms.to_string());
            credit::carried(&terms.unwrap_or_default(), lines)
        };
        let now = carried(&self.order, &self.lines_then())?;
        let payer = |order: &Order| -> Outcome<_> {
            let customer = order.customer_id.map(|id| customers::by_id(db, id));
            Ok(customer.transpose()?.map(|c| c.payer_id.unwrap_or(c.id)))
        };
        if payer(before)? != payer(&self.order)? {
            return Ok(now);
        }
        Ok(now.sub(carried(before, old)?)?)
    }
}

fn below_shipped(order: &Order, line: &Line, asked: Qty) -> Refusal {
    still_open::below_shipped(order, line, asked, line.to_pack()).fact("invoiced", line.invoiced)
}

fn lay_head(wish: &mut Wish, p: &OrderChange) {
    wish.give_to(p.customer.as_ref());
    if let Some(given) = &p.customer_ref {
        wish.customer_ref = given.clone().unwrap_or_default();
    }
    if let Some(given) = p.need_date {
        wish.need_date = given;
    }
    if let Some(given) = &p.ship_to {
        wish.ship_to.clone_from(given);
    }
    if let Some(given) = &p.warehouse {
        wish.warehouse.clone_from(given);
    }
    if let Some(given) = p.terms {
        wish.terms = given;
    }
    if let Some(given) = p.delivery_policy {
        wish.delivery_policy = given;
    }
    if let Some(given) = &p.remark {
        wish.remark = given.clone().unwrap_or_default();
    }
}

/// Lays the lines over the wish and gives those whose rest is called off.
fn lay_lines(
    db: &Db,
    wish: &mut Wish,
    before: &Order,
    old: &[Line],
    p: &OrderChange,
) -> Outcome<Vec<i64>> {
    let mut called_off = Vec::new();
    let mut named = BTreeSet::new();
    for (n, given) in p.lines.iter().flatten().enumerate() {
        let field = |name: &str| format!("lines[{n}].{name}");
        let Some(number) = given.line else {
            if given.qty.is_none_or(|qty| qty.count() <= 0) {
                return Err(Refusal::bad_field(&field("qty"), "above 0").into());
            }
            wish.lines.push(WishLine {
                product: given.product.clone(),
                qty: given.qty,
                price: given.price.flatten(),
                price_reason: given.price_reason.clone(),
                need_date: given.need_date.flatten(),
                gift: given.gift,
                delivery_policy: given.delivery_policy.flatten(),
                tolerance_over: given.tolerance_over.flatten(),
                tolerance_under: given.tolerance_under.flatten(),
            });
            continue;
        };
        let paid = old.iter().filter(|was| was.promotion_id.is_none());
        let found = paid
            .zip(&mut wish.lines)
            .find(|(was, _)| was.line == number);
        if old
            .iter()
            .any(|was| was.line == number && was.promotion_id.is_some())
        {
            if given.qty != Some(Qty::ZERO) {
                return Err(
                    Refusal::bad_field(&field("qty"), "0: free goods of a promotion").into(),
                );
            }
            called_off.push(number);
            continue;
        }
        let Some((was, wished)) = found else {
            let what = format!("{}/{number}", before.number);
            return Err(Refusal::not_found("line", what).into());
        };
        if !named.insert(number) {
            return Err(Refusal::bad_field(&field("line"), "each line once").into());
        }
        if given.qty == Some(Qty::ZERO) {
            called_off.push(number);
        } else {
            lay_line(db, wished, was, given)?;
        }
    }
    Ok(called_off)
}

fn lay_line(db: &Db, wished: &mut WishLine, was: &Line, given: &ChangeLine) -> Outcome<()> {
    if let Some(code) = &given.product {
        let product = find::product_opt(db, &narrow(code))?;
        if product.map(|product| product.id) != was.product_id {
            wished.product = Some(code.clone());
            (wished.price, wished.price_reason) = (None, None);
        }
    }
    if let Some(price) = given.price {
        let same = price == Some(show::after(was.price, was.discount)?);
        if !same || given.price_reason.is_some() {
            wished.price = price;
            wished.price_reason.clone_from(&given.price_reason);
        }
    } else if given.price_reason.is_some() && wished.price.is_some() {
        wished.price_reason.clone_from(&given.price_reason);
    }
    wished.qty = given.qty.or(wished.qty);
    wished.need_date = given.need_date.unwrap_or(wished.need_date);
    wished.delivery_policy = given.delivery_policy.unwrap_or(wished.delivery_policy);
    wished.tolerance_over = given.tolerance_over.unwrap_or(wished.tolerance_over);
    wished.tolerance_under = given.tolerance_under.unwrap_or(wished.tolerance_under);
    if let Some(gift) = given.gift {
        wished.gift = Some(gift);
        if gift {
            (wished.price, wished.price_reason) = (None, None);
        }
    }
    Ok(())
}

/// The head as it is to be, with the history of the one before.
fn head(before: &Order, now: &Draft) -> Order {
    let other_customer = now.order.customer_id != before.customer_id;
    let owner = if other_customer {
        now.order.owner_id
    } else {
        before.owner_id
    };
    let b = before.clone();
    Order {
        id: b.id,
        number: b.number,
        state: b.state,
        version: b.version,
        revision: b.revision,
        round: b.round,
        to_director: b.to_director,
        owner_id: owner,
        keyed_by: b.keyed_by,
        ordered_on: b.ordered_on,
        entered_at: b.entered_at,
        moved_at: b.moved_at,
        approved_at: b.approved_at,
        ..now.order.clone()
    }
}

/// What a line claims of a promotion.
type Claim = (PromotionId, i64, Money);

/// The lines under their numbers, with their own prices and what has become of them; and what they
/// claim of promotions.
fn numbered(
    db: &Db,
    before: &Order,
    old: &[Line],
    then: &Draft,
    now: Draft,
    wished: usize,
) -> Outcome<(Vec<Line>, Vec<Claim>)> {
    let mut next = store::orders::last_line(db, before.id)?;
    let uses = promotions::uses(db, before.id)?;
    let mut claims = Vec::new();
    let mut lines = now.lines;
    lines.truncate(wished); // free goods stay as they were given
    let (free, paid): (Vec<_>, Vec<_>) = old.iter().partition(|was| was.promotion_id.is_some());
    for (n, line) in lines.iter_mut().enumerate() {
        line.promotion_off = Money::ZERO;
        if let (Some(was), Some(then)) = (paid.get(n), then.lines.get(n)) {
            carry_over(line, was, then);
            keep_share(line, was, &uses, &mut claims)?;
        } else {
            next += 1;
            (line.line, line.order_id, line.promise_on) = (next, before.id, None);
        }
        let gross = line
            .qty
            .unwrap_or_default()
            .gross(line.price, line.discount)?;
        let same = |was: &Line| {
            let key = |l: &Line| {
                (
                    l.qty,
                    l.price,
                    l.discount,
                    l.gift,
                    l.promotion_off,
                    l.tax_rate,
                )
            };
            was.line == line.line && key(was) == key(line)
        };
        let amounts = match old.iter().find(|was| same(was)) {
            Some(was) => was.amounts(),
            None => Amounts::of_gross(gross.sub(line.promotion_off)?, line.tax_rate)?,
        };
        (line.net, line.tax, line.gross) = (amounts.net, amounts.tax, amounts.gross);
    }
    for was in free {
        let own = uses.iter().filter(|claim| claim.line == was.line);
        claims.extend(own.map(|claim| (claim.promotion_id, claim.line, claim.amount)));
        lines.push(was.clone());
    }
    lines.sort_by_key(|line| line.line);
    Ok((lines, claims))
}

/// A line keeps of its promotions what is left of it; other goods and another price by hand keep
/// nothing.
fn keep_share(
    line: &mut Line,
    was: &Line,
    uses: &[Use],
    claims: &mut Vec<(PromotionId, i64, Money)>,
) -> Outcome<()> {
    let whole = was.qty.unwrap_or_default();
    let left = line.qty.unwrap_or_default().min(whole);
    let same = line.product_id == was.product_id && line.gift == was.gift;
    if !same || line.price != was.price {
        return Ok(());
    }
    for claim in uses.iter().filter(|claim| claim.line == was.line) {
        let amount = if left == whole {
            claim.amount
        } else {
            claim.amount.share(left, whole)?
        };
        line.promotion_off = line.promotion_off.add(amount)?;
        claims.push((claim.promotion_id, line.line, amount));
    }
    Ok(())
}

/// Keeps the frozen price if the change gives the line no other one; what is billed keeps it
/// whatever the rules say of the new quantity.
fn carry_over(line: &mut Line, was: &Line, then: &Line) {
    let price = |l: &Line| (l.price, l.discount, l.resolved, l.price_from.clone());
    let same_goods = line.product_id == was.product_id && line.gift == was.gift;
    let by_rules = line.price_from != "hand";
    let same_price = price(line) == price(then) && line.price_reason == then.price_reason;
    if same_goods && (same_price || (by_rules && !was.invoiced.is_zero())) {
        (line.price, line.discount, line.resolved) = (was.price, was.discount, was.resolved);
        line.price_from.clone_from(&was.price_from);
        line.price_reason.clone_from(&was.price_reason);
        line.tax_rate = was.tax_rate;
    }
    (line.line, line.order_id) = (was.line, was.order_id);
    (line.promise_on, line.promise_base_on) = (was.promise_on, was.promise_base_on);
    take_counters(line, was);
}

fn take_counters(line: &mut Line, now: &Line) {
    (line.id, line.in_force) = (now.id, now.in_force);
    (line.cancelled, line.reserved, line.packed) = (now.cancelled, now.reserved, now.packed);
    (line.shipped, line.signed, line.refused) = (now.shipped, now.signed, now.refused);
    (line.returned, line.returned_unbilled) = (now.returned, now.returned_unbilled);
    (line.refused_back, line.invoiced, line.bump) = (now.refused_back, now.invoiced, now.bump);
    if line.product_id != now.product_id {
        line.reserved = Qty::ZERO; // what is kept is of other goods
    }
}

/// Promises these lines of an order in force anew, as if they did not wait yet. What is kept for a
/// line is there for it; only the rest has to be found.
pub fn promise(
    cx: &Cx<'_>,
    order: &Order,
    lines: &mut [Line],
    moved: &BTreeSet<i64>,
) -> Outcome<()> {
    let waits = |line: &&Line| line.in_force && moved.contains(&line.line);
    let waiting: Vec<LineId> = lines.iter().filter(waits).map(|line| line.id).collect();
    for id in &waiting {
        store::orders::set_in_force(cx.tx, *id, false)?;
    }
    let mut promises = Promises::beside(order.id);
    for line in lines.iter_mut().filter(|line| moved.contains(&line.line)) {
        let (Some(product), false) = (line.product_id, line.to_pack().is_zero()) else {
            continue;
        };
        let need = line.need_on.or(order.need_on);
        let open = line.unreserved();
        line.promise_on = Some(if open.is_zero() {
            need.unwrap_or(cx.today).max(cx.today)
        } else {
            let product = products::by_id(cx.tx, product)?;
            promises.line(cx.tx, &product, open, need, cx.today)?
        });
    }
    for id in &waiting {
        store::orders::set_in_force(cx.tx, *id, true)?;
    }
    Ok(())
}
