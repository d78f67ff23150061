//! Whether the makers have room for what must be made (`rules.md §2`, capacity; §6).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::case::Case;
use crate::desk::failure::Outcome;
use crate::desk::stock::promise::Promises;
use crate::domain::Qty;
use crate::domain::week::Week;
use crate::store::{Db, capacity};

/// The first family and week that cannot take what the order wants made in it: the lines that
/// neither stock nor supply covers, in the week of their lead time or of their need date if that
/// is later. The promise has been pushed to a later week by then.
pub fn short(db: &Db, case: &Case<'_>) -> Outcome<Option<Value>> {
    if !capacity::any(db)? {
        return Ok(None);
    }
    let mut promises = Promises::beside(case.order.id);
    let mut wanted: BTreeMap<(&str, Week), (Qty, i64)> = BTreeMap::new();
    for (line, product) in case.with_goods() {
        let qty = line.unreserved();
        let need = line.need_on.or(case.order.need_on);
        if qty.is_zero()
            || promises
                .from_goods(db, product, qty, need, case.today)?
                .is_some()
        {
            continue;
        }
        let Some(family) = product.family.as_deref() else {
            continue;
        };
        let week = Week::of(promises.making_day(db, product, need, case.today)?);
        let (sum, _) = wanted
            .entry((family, week))
            .or_insert((Qty::ZERO, line.line));
        *sum = sum.add(qty)?;
    }
    for ((family, week), (qty, line)) in wanted {
        let Some(space) = promises.room(db, family, case.today)?.space(week) else {
            continue;
        };
        if qty > space.free() {
            return Ok(Some(json!({
                "family": family, "week": week, "line": line, "qty": qty, "units": space.units,
                "taken": space.taken, "free": space.free(),
            })));
        }
    }
    Ok(None)
}
