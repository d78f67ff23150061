//! Who is served from which goods, and when: the schedule of `rules.md §6`.
//!
//! What lives here: dealing out the stock and supply of one product to lines in their order of
//! service. What never does: how lines are ranked, and reservations, which stand as they are.

use std::collections::BTreeMap;

use super::Qty;
use super::day::Day;
use super::ids::WarehouseId;

/// A line that waits, at its place in the order of service.
#[derive(Debug, Clone)]
pub struct Want {
    /// What is not reserved of it yet.
    pub qty: Qty,
    /// The only warehouse it may be served from; none = every one.
    pub site: Option<WarehouseId>,
    /// The day it is owed.
    pub promise: Day,
    /// Where goods are reserved for it already.
    pub kept: Vec<WarehouseId>,
}

/// Goods that are there or will be.
#[derive(Debug, Clone)]
pub struct Source {
    /// From this day on.
    pub day: Day,
    /// Where.
    pub site: WarehouseId,
    /// How much.
    pub qty: Qty,
}

/// When a line can be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Met {
    /// The day its last piece is there; none = stock and supply do not cover it.
    pub day: Option<Day>,
    /// What they do not cover.
    pub missing: Qty,
    /// The line, by its place, that has the goods which would have kept the promise.
    pub displaced_by: Option<usize>,
}

/// Deals the goods out, the first in service first, each from the earliest goods it may have.
///
/// A line that is not covered takes what there is, as a reservation would.
pub fn serve(today: Day, wants: &[Want], mut sources: Vec<Source>) -> Vec<Met> {
    for source in &mut sources {
        source.day = source.day.max(today);
    }
    sources.sort_by_key(|source| (source.day, source.site));
    let mut hands = Hands::new(wants, sources.len());
    let mut first = 0;
    let mut met = Vec::with_capacity(wants.len());
    for (place, want) in wants.iter().enumerate() {
        while sources.get(first).is_some_and(|s| s.qty <= Qty::ZERO) {
            first += 1;
        }
        let pushed_by = hands.pushing(place, want, today, &sources);
        let mut left = want.qty;
        let mut day = today;
        for (at, source) in sources.iter_mut().enumerate().skip(first) {
            if left <= Qty::ZERO {
                break;
            }
            let taken = left.min(source.qty);
            if taken <= Qty::ZERO || !may_have(want, source.site) {
                continue;
            }
            left = Qty(left.0 - taken.0);
            source.qty = Qty(source.qty.0 - taken.0);
            day = day.max(source.day);
            hands.took(at, place);
        }
        hands.keeps(place, want);
        let day = (left <= Qty::ZERO).then_some(day);
        let late = day.is_none_or(|day| day > want.promise.max(today));
        met.push(Met {
            day,
            missing: left.at_least_zero(),
            displaced_by: pushed_by.filter(|_| late),
        });
    }
    met
}

fn may_have(want: &Want, site: WarehouseId) -> bool {
    want.site.is_none_or(|only| only == site)
}

/// In whose hands goods are.
struct Hands {
    /// Who took of a source last.
    takers: Vec<Option<usize>>,
    /// The last in service that keeps goods in a warehouse.
    lowest: BTreeMap<WarehouseId, usize>,
    /// The same of those before the line that is served now.
    before: BTreeMap<WarehouseId, usize>,
}

impl Hands {
    fn new(wants: &[Want], sources: usize) -> Self {
        let mut lowest = BTreeMap::new();
        for (place, want) in wants.iter().enumerate() {
            lowest.extend(want.kept.iter().map(|site| (*site, place)));
        }
        Self {
            takers: vec![None; sources],
            lowest,
            before: BTreeMap::new(),
        }
    }

    fn took(&mut self, source: usize, place: usize) {
        if let Some(taker) = self.takers.get_mut(source) {
            *taker = Some(place);
        }
    }

    fn keeps(&mut self, place: usize, want: &Want) {
        self.before
            .extend(want.kept.iter().map(|site| (*site, place)));
    }

    /// The line that has goods this one could have had in time: one behind it that keeps stock,
    /// because that can be undone; else the nearest before it.
    fn pushing(&self, place: usize, want: &Want, today: Day, sources: &[Source]) -> Option<usize> {
        if want.qty <= Qty::ZERO {
            return None;
        }
        let mine = |kept: &BTreeMap<WarehouseId, usize>| {
            let kept = kept.iter().filter(|(site, _)| may_have(want, **site));
            kept.map(|(_, place)| *place).max()
        };
        let behind = mine(&self.lowest).filter(|other| *other > place);
        let due = want.promise.max(today);
        let in_time = sources.iter().zip(&self.takers);
        let in_time = in_time
            .take_while(|(source, _)| source.day <= due)
            .filter(|(source, _)| may_have(want, source.site));
        let took = in_time.filter_map(|(_, taker)| *taker).max();
        behind.or_else(|| took.max(mine(&self.before)))
    }
}

#[cfg(test)]
mod tests;
