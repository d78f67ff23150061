//! Puts orders right that wait for goods to be mapped: the line that names them becomes the product's, or
//! those of a set. A line a clerk has filled in since is left alone.

use serde_json::{Value, json};

use super::goods_known::{self, Theirs};
use super::goods_lines;
use crate::desk::cx::Cx;
use crate::desk::failure::{Failure, Outcome};
use crate::desk::orders::wish::WishLine;
use crate::desk::orders::{draft, edit};
use crate::domain::ids::OrderId;
use crate::domain::order::Verb;
use crate::domain::{Money, Percent};
use crate::store::{self, Db, goods_map};

/// What was done.
#[derive(Debug, Default)]
pub struct Applied {
    /// Orders put right.
    pub right: Vec<(OrderId, String)>,
    /// Orders that were not, and why.
    pub kept: Vec<Value>,
}

/// Puts right what waits for these goods, this many orders at once.
pub fn put_right(cx: &mut Cx<'_>, theirs: &Theirs, most: i64) -> Outcome<Applied> {
    let mut applied = Applied::default();
    for wanted in goods_map::wanted(cx.tx, theirs.key(), most)? {
        let order = store::orders::by_id(cx.tx, wanted.order_id)?;
        let mut wish = draft::wish_of(cx.tx, &order)?;
        let lines = replaced(cx.tx, theirs, &wanted.goods, &wish.lines)?;
        let (true, Some(lines)) = (order.state.allows(Verb::Edit), lines) else {
            goods_map::got(cx.tx, theirs.key(), order.id)?;
            continue;
        };
        wish.lines = lines;
        match edit::rewrite(cx, &order, &wish) {
            Ok(()) => {
                goods_map::got(cx.tx, theirs.key(), order.id)?;
                applied.right.push((order.id, order.number));
            }
            // Refused before anything is written: the order stays as it was and is named.
            Err(Failure::Refused(no)) => {
                applied
                    .kept
                    .push(json!({ "order": order.number, "code": no.code().name() }));
            }
            Err(other) => return Err(other),
        }
    }
    Ok(applied)
}

/// The lines with those of these goods replaced; none where no line names them any more.
fn replaced(
    db: &Db,
    theirs: &Theirs,
    goods: &str,
    lines: &[WishLine],
) -> Outcome<Option<Vec<WishLine>>> {
    let parts = goods_known::parts(db, theirs, "")?.unwrap_or_default();
    let names = |line: &WishLine| line.product.as_deref() == Some(goods);
    if parts.is_empty() || !lines.iter().any(names) {
        return Ok(None);
    }
    let mut after = Vec::with_capacity(lines.len());
    for line in lines {
        if !names(line) {
            after.push(line.clone());
            continue;
        }
        let qty = line.qty.unwrap_or_default();
        let amount = match line.price {
            Some(price) => Some(qty.gross(price, Percent::ZERO)?),
            None => line.gift.filter(|gift| *gift).map(|_| Money::ZERO),
        };
        for made in goods_lines::of_parts(db, qty, amount, &parts)? {
            after.push(WishLine {
                need_date: line.need_date,
                ..made
            });
        }
    }
    Ok(Some(after))
}
