//! Promotions of an order: worked out anew each time it is written, claimed in the same transaction
//! (`rules.md §5`).
//!
//! Once it is handed in, an order keeps what it has claimed until it is off; whether that still holds
//! is the check `promotion.valid`.

use serde::{Deserialize, Serialize};

use crate::desk::failure::Outcome;
use crate::desk::masters::promotion::{condition_of, reward_of};
use crate::domain::ids::{OrderId, PromotionId};
use crate::domain::order::{Channel, State};
use crate::domain::promotion::{self, Applied, Item, Missed, PromotionKind};
use crate::domain::tax::Amounts;
use crate::domain::{Day, Money, Price, Refusal};
use crate::store::customers::{self, Customer};
use crate::store::orders::{Line, Order};
use crate::store::products::{self, Product};
use crate::store::promotions::{self, Promotion};
use crate::store::{Db, Tx};

/// Whose promotions count.
#[derive(Debug, Clone, Copy)]
pub struct Buyer<'a> {
    /// The customer, if known.
    pub customer: Option<&'a Customer>,
    /// By which channel.
    pub channel: Channel,
    /// The order's day.
    pub on: Day,
    /// The order itself, whose own claims do not count against it.
    pub own: Option<OrderId>,
}

/// A promotion as an order shows it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PromotionView {
    /// Code.
    pub promotion: String,
    /// Name.
    pub name: String,
    /// What it gives.
    pub kind: PromotionKind,
    /// What it saves; free goods at list price.
    pub saving: Money,
    /// What it gives each line.
    pub lines: Vec<PromotionLine>,
    /// Why it does not apply though it is reached: budget or cap.
    pub why: Option<Missed>,
}

/// A line's part in a promotion.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PromotionLine {
    /// The line.
    pub line: i64,
    /// What it is spared, or what the free goods of this line are worth.
    pub amount: Money,
}

/// What promotions make of an order.
#[derive(Debug, Default)]
pub struct Promoted {
    /// Those that apply, and those that lack money.
    pub views: Vec<PromotionView>,
    /// What is to be claimed: promotion, line, amount.
    pub claims: Vec<(PromotionId, i64, Money)>,
}

/// A promotion that was claimed and no longer holds.
#[derive(Debug, Clone, Serialize)]
pub struct Lost {
    /// Code.
    pub promotion: String,
    /// Name.
    pub name: String,
    /// What it saved.
    pub saving: Money,
    /// ended, budget, cap or changed.
    pub lost: &'static str,
}

/// A promotion that this buyer may have: its row, and what the rules look at.
struct Offer {
    row: Promotion,
    rule: promotion::Promotion,
}

/// The promotions in force for a buyer, with what is left of their money.
fn offers(db: &Db, buyer: &Buyer<'_>) -> Outcome<Vec<Offer>> {
    let mut offers = Vec::new();
    for row in promotions::on(db, buyer.on)? {
        let condition = condition_of(&row);
        let code = buyer.customer.map(|customer| &customer.code);
        let for_customer = condition
            .customers
            .as_ref()
            .is_none_or(|codes| code.is_some_and(|code| codes.contains(code)));
        let for_channel = condition
            .channels
            .as_ref()
            .is_none_or(|channels| channels.contains(&buyer.channel));
        // Who is not known yet has no cap of his own to stay under.
        let capped_stranger = row.cap_per_customer.is_some() && buyer.customer.is_none();
        if !for_customer || !for_channel || capped_stranger {
            continue;
        }
        let Some(reward) = reward_of(db, &row)? else {
            continue;
        };
        let (budget_left, cap_left) = left(db, &row, buyer)?;
        let rule = promotion::Promotion {
            code: row.code.clone(),
            min_qty: condition.min_qty.unwrap_or_default(),
            min_amount: condition.min_amount.unwrap_or_default(),
            products: condition.products.unwrap_or_default(),
            families: condition.families.unwrap_or_default(),
            reward,
            exclusive: row.exclusive,
            priority: row.priority,
            budget_left,
            cap_left,
        };
        offers.push(Offer { row, rule });
    }
    Ok(offers)
}

/// What is left of a promotion's budget and of its cap for this customer.
fn left(db: &Db, row: &Promotion, buyer: &Buyer<'_>) -> Outcome<(Option<Money>, Option<Money>)> {
    let mut own = Money::ZERO;
    if let (Some(_), Some(order)) = (row.budget, buyer.own) {
        for claim in promotions::uses(db, order)? {
            if claim.promotion_id == row.id && !claim.freed {
                own = own.add(claim.amount)?;
            }
        }
    }
    let budget = row
        .budget
        .map(|budget| budget.sub(row.used)?.add(own))
        .transpose()?;
    let cap = match row.cap_per_customer.zip(buyer.customer) {
        None => None,
        Some((cap, customer)) => {
            Some(cap.sub(promotions::used_by(db, row.id, customer.id, buyer.own)?)?)
        }
    };
    Ok((budget, cap))
}

/// The lines that promotions look at, each with its place. Free lines are none of them.
fn items(lines: &[Line], goods: &[Option<Product>]) -> (Vec<usize>, Vec<Item>) {
    let priced = lines.iter().zip(goods).enumerate();
    priced
        .filter_map(|(at, (line, product))| {
            let (product, qty) = (product.as_ref()?, line.qty?);
            let item = Item {
                product: product.code.clone(),
                family: product.family.clone(),
                qty,
                price: line.price,
                discount: line.discount,
                list_price: product.list_price,
                step: product.step,
                pinned: line.price_from == "hand",
            };
            (!line.gift).then_some((at, item))
        })
        .unzip()
}

/// Lays the promotions of a buyer over priced lines: reductions on the lines, free goods as lines
/// behind them.
pub fn lay_over(
    db: &Db,
    buyer: &Buyer<'_>,
    lines: &mut Vec<Line>,
    goods: &mut Vec<Option<Product>>,
) -> Outcome<Promoted> {
    let offers = offers(db, buyer)?;
    if offers.is_empty() {
        return Ok(Promoted::default());
    }
    let (places, items) = items(lines, goods);
    let rules: Vec<_> = offers.iter().map(|offer| offer.rule.clone()).collect();
    let outcome = promotion::apply(&items, &rules)?;
    let mut promoted = Promoted::default();
    for applied in outcome.applied {
        let Some(row) = row(&offers, &applied.code) else {
            continue;
        };
        let parts = take(db, row, &applied, &places, lines, goods)?;
        let claims = parts.iter().map(|part| (row.id, part.line, part.amount));
        promoted.claims.extend(claims);
        promoted.views.push(view(row, applied.saving, parts, None));
    }
    for (code, why) in outcome.missed {
        let row = row(&offers, &code);
        let missed = row.map(|row| view(row, Money::ZERO, Vec::new(), Some(why)));
        promoted.views.extend(missed);
    }
    Ok(promoted)
}

fn row<'a>(offers: &'a [Offer], code: &str) -> Option<&'a Promotion> {
    let found = offers.iter().find(|offer| offer.row.code == code);
    found.map(|offer| &offer.row)
}

fn view(
    row: &Promotion,
    saving: Money,
    lines: Vec<PromotionLine>,
    why: Option<Missed>,
) -> PromotionView {
    PromotionView {
        promotion: row.code.clone(),
        name: row.name.clone(),
        kind: row.kind,
        saving,
        lines,
        why,
    }
}

/// Takes the shares off the lines and puts the free goods behind them.
fn take(
    db: &Db,
    row: &Promotion,
    applied: &Applied,
    places: &[usize],
    lines: &mut Vec<Line>,
    goods: &mut Vec<Option<Product>>,
) -> Outcome<Vec<PromotionLine>> {
    let mut parts = Vec::new();
    for share in &applied.shares {
        let line = &mut lines[places[share.item]];
        line.promotion_off = line.promotion_off.add(share.off)?;
        let amounts = Amounts::of_gross(line.gross.sub(share.off)?, line.tax_rate)?;
        (line.net, line.tax, line.gross) = (amounts.net, amounts.tax, amounts.gross);
        parts.push(PromotionLine {
            line: line.line,
            amount: share.off,
        });
    }
    for free in &applied.free {
        let Some(product) = products::by_code(db, &free.product)? else {
            continue;
        };
        let number = lines.iter().map(|line| line.line).max().unwrap_or(0) + 1;
        lines.push(Line {
            product_id: Some(product.id),
            qty: Some(free.qty),
            price_from: format!("promotion:{}", row.code),
            gift: true,
            promotion_id: Some(row.id),
            tax_rate: product.tax_rate,
            ..Line::blank(number)
        });
        goods.push(Some(product));
        parts.push(PromotionLine {
            line: number,
            amount: free.worth,
        });
    }
    Ok(parts)
}

/// Claims what an unsent order saves, in place of what it had claimed before.
pub fn claim(tx: &Tx<'_>, order: &Order, promoted: &Promoted) -> Outcome<()> {
    Ok(promotions::claim(
        tx,
        order.id,
        order.customer_id,
        &promoted.claims,
    )?)
}

/// The promotions of an order as it stands; while it is unsent also those that lack money.
pub fn of_order(db: &Db, order: &Order, lines: &[Line]) -> Outcome<Vec<PromotionView>> {
    let mut views: Vec<(PromotionId, PromotionView)> = Vec::new();
    for claim in promotions::uses(db, order.id)? {
        let part = PromotionLine {
            line: claim.line,
            amount: claim.amount,
        };
        match views.last_mut() {
            Some((id, view)) if *id == claim.promotion_id => {
                view.saving = view.saving.add(part.amount)?;
                view.lines.push(part);
            }
            _ => {
                let row = promotions::by_id(db, claim.promotion_id)?;
                views.push((row.id, view(&row, part.amount, vec![part], None)));
            }
        }
    }
    let mut views: Vec<_> = views.into_iter().map(|(_, view)| view).collect();
    if matches!(
        order.state,
        State::Draft | State::Incomplete | State::Returned
    ) {
        views.extend(missed(db, order, lines)?);
    }
    Ok(views)
}

/// The promotions that an unsent order reaches and that lack money.
fn missed(db: &Db, order: &Order, lines: &[Line]) -> Outcome<Vec<PromotionView>> {
    let customer = customer(db, order)?;
    let offers = offers(db, &buyer(order, customer.as_ref()))?;
    if offers.is_empty() {
        return Ok(Vec::new());
    }
    let mut goods = Vec::with_capacity(lines.len());
    for line in lines {
        let product = line.product_id.map(|id| products::by_id(db, id));
        goods.push(product.transpose()?);
    }
    let rules: Vec<_> = offers.iter().map(|offer| offer.rule.clone()).collect();
    let outcome = promotion::apply(&items(lines, &goods).1, &rules)?;
    let missed = outcome.missed.into_iter().filter_map(|(code, why)| {
        let row = row(&offers, &code)?;
        Some(view(row, Money::ZERO, Vec::new(), Some(why)))
    });
    Ok(missed.collect())
}

fn customer(db: &Db, order: &Order) -> Outcome<Option<Customer>> {
    let id = order.customer_id;
    Ok(id.map(|id| customers::by_id(db, id)).transpose()?)
}

fn buyer<'a>(order: &Order, customer: Option<&'a Customer>) -> Buyer<'a> {
    Buyer {
        customer,
        channel: order.channel,
        on: order.ordered_on,
        own: Some(order.id),
    }
}

/// What an order has claimed and would not get any more: ended, or its money gone.
pub fn lost(db: &Db, order: &Order) -> Outcome<Vec<Lost>> {
    let claimed = of_claims(db, order)?;
    if claimed.is_empty() {
        return Ok(Vec::new());
    }
    let customer = customer(db, order)?;
    let offers = offers(db, &buyer(order, customer.as_ref()))?;
    let mut all = Vec::new();
    for (row, saving) in claimed {
        let offer = offers.iter().find(|offer| offer.row.id == row.id);
        let why = match offer.map(|offer| offer.rule.lacks(saving)) {
            None => "ended",
            Some(Some(why)) => why.name(),
            Some(None) => continue,
        };
        all.push(lost_one(row, saving, why));
    }
    Ok(all)
}

/// What an order had claimed before it was worked out anew and has not got back, if the customer
/// pays more for it.
pub fn lost_since(before: Vec<(Promotion, Money)>, after: &Promoted) -> Outcome<Vec<Lost>> {
    let was = Money::sum(before.iter().map(|(_, saving)| *saving))?;
    let is = Money::sum(after.views.iter().map(|view| view.saving))?;
    if is >= was {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    for (row, saving) in before {
        let now = after.views.iter().find(|view| view.promotion == row.code);
        let why = match now {
            None if !row.active => "ended",
            None => "changed",
            Some(view) => match view.why {
                Some(why) => why.name(),
                None if view.saving < saving => "changed",
                None => continue,
            },
        };
        all.push(lost_one(row, saving, why));
    }
    Ok(all)
}

fn lost_one(row: Promotion, saving: Money, lost: &'static str) -> Lost {
    Lost {
        promotion: row.code,
        name: row.name,
        saving,
        lost,
    }
}

/// The promotions that an order claims, with what each saves it.
pub fn of_claims(db: &Db, order: &Order) -> Outcome<Vec<(Promotion, Money)>> {
    let mut claimed: Vec<(Promotion, Money)> = Vec::new();
    for claim in promotions::uses(db, order.id)? {
        match claimed.last_mut() {
            Some((row, saving)) if row.id == claim.promotion_id => {
                *saving = saving.add(claim.amount)?;
            }
            _ => claimed.push((promotions::by_id(db, claim.promotion_id)?, claim.amount)),
        }
    }
    Ok(claimed)
}

/// The unit price really paid on a line, after its share of promotions.
pub fn unit_paid(line: &Line) -> Result<Price, Refusal> {
    let qty = line.qty.unwrap_or_default();
    promotion::unit_paid(qty, line.price, line.discount, line.promotion_off)
}
