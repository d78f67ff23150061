//! What of an order goes into another when it is split by what lies in stock, by warehouse, or by what is
//! sold ahead.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::desk::failure::Outcome;
use crate::domain::ids::{ProductId, WarehouseId};
use crate::domain::role::named;
use crate::domain::{Qty, Refusal};
use crate::store::orders::{Line, Order};
use crate::store::{self, Db, places, stock};

named! {
    /// What an order is split by.
    SplitBy {
        /// What lies free in no warehouse (or not in the order's own) goes.
        Stock = "stock",
        /// What lies free in another warehouse than the most goes, to be sent from there.
        Warehouse = "warehouse",
        /// What is sold ahead goes: lines wanted later than the first of the others.
        Presale = "presale",
    }
}

/// Lines, by number and quantity, that go; and the warehouse they go from.
pub struct Parting {
    /// Line and how much of it.
    pub lines: Vec<(i64, Option<Qty>)>,
    /// Warehouse code of what goes.
    pub warehouse: Option<String>,
}

/// What goes. Refused if nothing does or nothing would stay.
pub fn find(db: &Db, order: &Order, by: SplitBy) -> Outcome<Parting> {
    let lines = store::orders::lines(db, order.id)?;
    let lines: Vec<&Line> = lines
        .iter()
        .filter(|line| line.promotion_id.is_none())
        .collect();
    let parting = match by {
        SplitBy::Stock => by_stock(db, order, &lines)?,
        SplitBy::Warehouse => by_warehouse(db, order, &lines)?,
        SplitBy::Presale => by_presale(order, &lines),
    };
    let wanted: i64 = lines
        .iter()
        .filter_map(|line| line.qty)
        .map(|qty| qty.0)
        .sum();
    let gone: i64 = parting
        .lines
        .iter()
        .filter_map(|(_, qty)| *qty)
        .map(|qty| qty.0)
        .sum();
    if gone == 0 {
        return Err(Refusal::bad_field("by", "all of it can go together").into());
    }
    if gone == wanted {
        return Err(
            Refusal::bad_field("by", "something has to stay, and nothing of it is there").into(),
        );
    }
    Ok(parting)
}

/// Free stock of a product, in one warehouse or in all.
fn free(
    db: &Db,
    product: ProductId,
    only: Option<WarehouseId>,
) -> Outcome<BTreeMap<WarehouseId, i64>> {
    let levels = stock::levels(db, product)?.into_iter();
    let levels = levels.filter(|level| only.is_none_or(|only| level.warehouse_id == only));
    Ok(levels
        .map(|level| (level.warehouse_id, level.free().0.max(0)))
        .collect())
}

fn by_stock(db: &Db, order: &Order, lines: &[&Line]) -> Outcome<Parting> {
    let mut left: BTreeMap<ProductId, i64> = BTreeMap::new();
    let mut goes = Vec::new();
    for line in lines {
        let (Some(product), Some(qty)) = (line.product_id, line.qty) else {
            continue;
        };
        let there = match left.entry(product) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(free(db, product, order.warehouse_id)?.values().sum()),
        };
        let stays = qty.0.min(*there);
        *there -= stays;
        if stays < qty.0 {
            goes.push((line.line, Some(Qty(qty.0 - stays))));
        }
    }
    Ok(Parting {
        lines: goes,
        warehouse: None,
    })
}

/// Lines wanted later than the first; a line without a day of its own has that of the order.
fn by_presale(order: &Order, lines: &[&Line]) -> Parting {
    let wanted = |line: &Line| line.need_on.or(order.need_on);
    let first = lines.iter().filter_map(|line| wanted(line)).min();
    let later = lines.iter().filter(|line| wanted(line) > first);
    Parting {
        lines: later.map(|line| (line.line, line.qty)).collect(),
        warehouse: None,
    }
}

/// The most lines go from one warehouse; those that lie whole in another only go from there. Of several
/// others the one with the most of them goes first.
fn by_warehouse(db: &Db, order: &Order, lines: &[&Line]) -> Outcome<Parting> {
    let mut whole: BTreeMap<WarehouseId, Vec<(i64, Option<Qty>)>> = BTreeMap::new();
    for line in lines {
        let (Some(product), Some(qty)) = (line.product_id, line.qty) else {
            continue;
        };
        for (warehouse, there) in free(db, product, None)? {
            if there >= qty.0 {
                whole
                    .entry(warehouse)
                    .or_default()
                    .push((line.line, Some(qty)));
            }
        }
    }
    let most = whole
        .iter()
        .max_by_key(|(warehouse, lines)| (lines.len(), Reverse(**warehouse)))
        .map(|(warehouse, _)| *warehouse);
    let main = order.warehouse_id.or(most);
    let stays: Vec<i64> = main
        .and_then(|main| whole.get(&main))
        .map(|lines| lines.iter().map(|(line, _)| *line).collect())
        .unwrap_or_default();
    let others = whole
        .into_iter()
        .filter(|(warehouse, _)| Some(*warehouse) != main);
    let others = others.map(|(warehouse, mut lines)| {
        lines.retain(|(line, _)| !stays.contains(line));
        (warehouse, lines)
    });
    let Some((warehouse, lines)) =
        others.max_by_key(|(warehouse, lines)| (lines.len(), Reverse(*warehouse)))
    else {
        return Ok(Parting {
            lines: Vec::new(),
            warehouse: None,
        });
    };
    let code = places::warehouse_by_id(db, warehouse)?.code;
    Ok(Parting {
        lines,
        warehouse: Some(code),
    })
}
