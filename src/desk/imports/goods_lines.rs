//! Lines of ours for goods of theirs: by quantity, amount paid and parts.

use super::goods_known::{self, Part};
use crate::desk::failure::Outcome;
use crate::desk::orders::wish::WishLine;
use crate::domain::number::divide_half_up;
use crate::domain::{Money, Percent, Price, Qty};
use crate::store::Db;

/// A line at the price that was taken: by the amount paid where a unit price gives it exactly, else by
/// the price shown.
pub fn line(product: &str, qty: Qty, amount: Option<Money>, shown: Option<Price>) -> WishLine {
    let price = amount.and_then(|amount| exact_price(qty, amount)).or(shown);
    let free = price.is_some_and(Price::is_zero);
    WishLine {
        product: Some(product.to_owned()),
        qty: Some(qty).filter(|qty| qty.0 > 0),
        price: price.filter(|_| !free),
        price_reason: price.filter(|_| !free).map(|_| "platform".to_owned()),
        need_date: None,
        gift: free.then_some(true),
        delivery_policy: None,
        tolerance_over: None,
        tolerance_under: None,
    }
}

/// One line for each part of what one of theirs is, at the price it takes of the whole amount.
pub fn of_parts(
    db: &Db,
    qty: Qty,
    amount: Option<Money>,
    parts: &[Part],
) -> Outcome<Vec<WishLine>> {
    let shares = match amount {
        Some(amount) => Some(goods_known::shares(db, parts, amount)?),
        None => None,
    };
    let mut lines = Vec::with_capacity(parts.len());
    for (i, part) in parts.iter().enumerate() {
        let qty = qty.times(part.qty)?;
        let share = shares.as_ref().map(|shares| shares[i]);
        let shown = share.and_then(|share| nearest_price(qty, share));
        lines.push(line(&part.product, qty, share, shown));
    }
    Ok(lines)
}

/// The unit price that gives exactly this amount for the quantity, if there is one.
fn exact_price(qty: Qty, amount: Money) -> Option<Price> {
    let price = nearest_price(qty, amount)?;
    (qty.gross(price, Percent::ZERO).ok()? == amount).then_some(price)
}

/// The unit price nearest to an amount.
fn nearest_price(qty: Qty, amount: Money) -> Option<Price> {
    if qty.0 <= 0 {
        return None;
    }
    // 分 over thousandths, in ten-thousandths of a 元: × 100 × 1000.
    Price::narrow(divide_half_up(
        i128::from(amount.0) * 100_000,
        i128::from(qty.0),
    ))
    .ok()
}
