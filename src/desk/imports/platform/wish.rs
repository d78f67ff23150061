//! Our order as the platform's two halves describe it.

use crate::desk::failure::Outcome;
use crate::desk::imports::goods_known::{self, Theirs};
use crate::desk::imports::goods_lines::{line, of_parts};
use crate::desk::imports::said::{PlatformGoods, PlatformHead, known};
use crate::desk::orders::wish::{Source, Wish, WishLine};
use crate::domain::ids::OrderId;
use crate::domain::order::{Channel, Kind};
use crate::domain::split::by_largest_remainder;
use crate::domain::terms::Terms;
use crate::domain::{Money, Percent, Qty};
use crate::paper::platform::Mark;
use crate::store::platforms::PlatformRow;
use crate::store::{Db, Tx, goods_map};

/// Goods that nothing says what they are: their name on our line, and the shop's own code.
pub struct Wanted {
    theirs: Theirs,
    goods: String,
    code: String,
}

/// The order that is wished, and its goods that wait to be mapped.
pub fn wish(db: &Db, row: &PlatformRow, channel: Channel) -> Outcome<(Wish, Vec<Wanted>)> {
    let head: Option<PlatformHead> = known(row.head.as_ref());
    let mut goods: Vec<PlatformGoods> = known(row.lines.as_ref()).unwrap_or_default();
    goods.retain(|goods| !goods.closed);
    let paid = match &head {
        Some(head) => paid_by_line(head, &goods)?,
        None => None,
    };
    let (mut lines, mut wanted) = (Vec::with_capacity(goods.len()), Vec::new());
    for (i, goods) in goods.iter().enumerate() {
        let amount = paid.as_ref().map(|paid| paid[i]).or(goods.amount);
        let theirs = Theirs::of(&row.platform, &row.shop, goods);
        if let Some(parts) = goods_known::parts(db, &theirs, &goods.code)? {
            lines.extend(mapped(db, goods, amount, &parts)?);
            continue;
        }
        let named = named(goods);
        lines.push(line(&named, goods.qty, amount, goods.price));
        wanted.push(Wanted {
            theirs,
            goods: named,
            code: goods.code.clone(),
        });
    }
    let cod = row.is_marked(Mark::Cod.name());
    let wish = Wish {
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
        ship_to: Some(
            head.as_ref()
                .map(|head| head.ship_to.clone())
                .unwrap_or_default(),
        ),
        warehouse: None,
        terms: cod.then_some(Terms::Cod),
        delivery_policy: None,
        remark: head.map(|head| head.notes).unwrap_or_default(),
        lines,
    };
    Ok((wish, wanted))
}

/// Keeps what waits to be mapped beside our order.
pub fn remember(tx: &Tx<'_>, row: &PlatformRow, order: OrderId, wanted: &[Wanted]) -> Outcome<()> {
    for wanted in wanted {
        let theirs = &wanted.theirs;
        let key = [&row.platform, &row.shop, &theirs.item, &theirs.sku].map(String::as_str);
        goods_map::want(tx, key, order, &wanted.goods, &wanted.code)?;
    }
    Ok(())
}

/// What the buyer really paid for each line: all of it less freight, spread over the lines by
/// largest remainder (`rules.md §1`). None where the platform's own line amounts add up to it
/// already, or where more than one price is missing.
fn paid_by_line(head: &PlatformHead, goods: &[PlatformGoods]) -> Outcome<Option<Vec<Money>>> {
    let Some(paid) = head.paid else {
        return Ok(None);
    };
    let for_goods = paid.sub(head.freight.unwrap_or_default())?;
    let mut amounts = Vec::with_capacity(goods.len());
    for goods in goods {
        let by_price = match goods.price {
            Some(price) if goods.qty > Qty::ZERO => Some(goods.qty.gross(price, Percent::ZERO)?),
            _ => None,
        };
        amounts.push(goods.amount.or(by_price));
    }
    let known = Money::sum(amounts.iter().flatten().copied())?;
    let missing = amounts.iter().filter(|amount| amount.is_none()).count();
    let rest = for_goods.sub(known)?;
    if missing > 1 || goods.is_empty() || for_goods.0 <= 0 || (missing == 1 && rest.0 <= 0) {
        return Ok(None);
    }
    if missing == 1 {
        let amounts = amounts.into_iter().map(|amount| amount.unwrap_or(rest));
        return Ok(Some(amounts.collect()));
    }
    if known == for_goods {
        return Ok(None);
    }
    let weights: Vec<i64> = amounts.iter().flatten().map(|amount| amount.0).collect();
    Ok(Some(by_largest_remainder(for_goods, &weights)?))
}

fn named(goods: &PlatformGoods) -> String {
    let named = format!("{} {}", goods.title, goods.sku);
    let named = named.trim();
    let named = if named.is_empty() { &goods.code } else { named };
    named.chars().take(crate::domain::text::LONGEST).collect()
}

/// The lines a platform's goods become: one for each part of a set, at the price it takes of the whole.
fn mapped(
    db: &Db,
    goods: &PlatformGoods,
    amount: Option<Money>,
    parts: &[goods_known::Part],
) -> Outcome<Vec<WishLine>> {
    if let [part] = parts
        && part.qty == Qty::ONE
    {
        return Ok(vec![line(&part.product, goods.qty, amount, goods.price)]);
    }
    let amount = match (amount, goods.price) {
        (None, Some(price)) if goods.qty > Qty::ZERO => {
            Some(goods.qty.gross(price, Percent::ZERO)?)
        }
        (amount, _) => amount,
    };
    of_parts(db, goods.qty, amount, parts)
}
