//! What can be promised by which day (`rules.md §6`). Looking reserves nothing.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::capacity::Room;
use crate::desk::failure::Outcome;
use crate::desk::{settings, workdays};
use crate::domain::calendar::Calendar;
use crate::domain::ids::{OrderId, ProductId, WarehouseId};
use crate::domain::promise::Atp;
use crate::domain::week::Week;
use crate::domain::{Day, Qty};
use crate::store::Db;
use crate::store::products::Product;
use crate::store::stock::{self, Dated};

/// What can be promised of a product, in one warehouse or in all, from each day on.
pub fn atp(
    db: &Db,
    product: ProductId,
    warehouse: Option<WarehouseId>,
    today: Day,
) -> Outcome<Atp> {
    let seen = Seen::of(db, product, warehouse, today)?;
    Ok(seen.beside(today, &[]))
}

/// Promises one line: its need date if covered by then, else the first day it is, else lead time.
/// Without a need date, the first day it is covered.
///
/// Several lines of one order want one [`Promises`], or each would be promised the same goods.
pub fn promise_line(
    db: &Db,
    product: &Product,
    qty: Qty,
    need: Option<Day>,
    today: Day,
) -> Outcome<Day> {
    Promises::default().line(db, product, qty, need, today)
}

/// Promises of the lines of one order, each beside those before it.
#[derive(Debug, Default)]
pub struct Promises {
    given: BTreeMap<ProductId, Vec<(Day, Qty)>>,
    seen: BTreeMap<ProductId, Seen>,
    rooms: BTreeMap<String, Room>,
    calendar: Option<Calendar>,
    own: Option<OrderId>,
}

/// What stands in the file about a product, read once for an order.
#[derive(Debug)]
struct Seen {
    free: Qty,
    supply: Vec<(Day, Qty)>,
    commitments: Vec<(Day, Qty)>,
}

impl Promises {
    /// Promises for an order that is in the file: what it has to be made already takes no room.
    pub fn beside(own: OrderId) -> Self {
        Self {
            own: Some(own),
            ..Self::default()
        }
    }

    /// Promises the next line.
    pub fn line(
        &mut self,
        db: &Db,
        product: &Product,
        qty: Qty,
        need: Option<Day>,
        today: Day,
    ) -> Outcome<Day> {
        if let Some(day) = self.from_goods(db, product, qty, need, today)? {
            return Ok(day);
        }
        // Bought or made for this line alone, so it takes nothing from the lines after it.
        let wanted = self.making_day(db, product, need, today)?;
        self.with_room(db, product, qty, wanted, today)
    }

    /// Promises the next line from stock and supply, if they cover it.
    pub fn from_goods(
        &mut self,
        db: &Db,
        product: &Product,
        qty: Qty,
        need: Option<Day>,
        today: Day,
    ) -> Outcome<Option<Day>> {
        let seen = see(&mut self.seen, db, product.id, today)?;
        let given = self.given.entry(product.id).or_default();
        let atp = seen.beside(today, given);
        let covered = atp.promise(qty, need.unwrap_or(today).max(today));
        given.extend(covered.map(|day| (day, qty)));
        Ok(covered)
    }

    /// The day on which goods that must be made or bought are wanted from their makers: today and
    /// the working days it takes, or the need date if that is later.
    pub fn making_day(
        &mut self,
        db: &Db,
        product: &Product,
        need: Option<Day>,
        today: Day,
    ) -> Outcome<Day> {
        let own = product.lead_days.and_then(|days| u32::try_from(days).ok());
        let days = match own {
            Some(days) => days,
            None => settings::LEAD_DAYS.count(db)?,
        };
        let made = self.calendar(db)?.plus_workdays(today, days);
        Ok(made.max(need.unwrap_or(today)))
    }

    /// The makers of a family, seen from this week on.
    pub fn room(&mut self, db: &Db, family: &str, today: Day) -> Outcome<&mut Room> {
        Ok(match self.rooms.entry(family.to_owned()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(fresh) => {
                let from = Week::of(today);
                let family = fresh.key().clone();
                fresh.insert(Room::of(db, &family, from, self.own)?)
            }
        })
    }

    /// Pushes a day to the first week whose makers have room for so much, and takes it
    /// (`rules.md §6`). A quantity that no limited week holds waits for the first without a limit.
    fn with_room(
        &mut self,
        db: &Db,
        product: &Product,
        qty: Qty,
        wanted: Day,
        today: Day,
    ) -> Outcome<Day> {
        let Some(family) = &product.family else {
            return Ok(wanted);
        };
        let mut day = wanted;
        while !self.room(db, family, today)?.has(Week::of(day), qty) {
            let monday = Week::of(day).next().monday();
            let next = self.calendar(db)?.plus_workdays(monday.plus_days(-1), 1);
            if next <= day {
                break; // the end of the calendar's range
            }
            day = next;
        }
        self.room(db, family, today)?.take(Week::of(day), qty)?;
        Ok(day)
    }

    fn calendar(&mut self, db: &Db) -> Outcome<&Calendar> {
        if self.calendar.is_none() {
            self.calendar = Some(workdays::calendar(db)?);
        }
        Ok(self.calendar.get_or_insert_default())
    }

    /// What can be promised of a product as if these lines took nothing.
    pub fn atp(&mut self, db: &Db, product: ProductId, today: Day) -> Outcome<Atp> {
        Ok(see(&mut self.seen, db, product, today)?.beside(today, &[]))
    }
}

fn see<'a>(
    seen: &'a mut BTreeMap<ProductId, Seen>,
    db: &Db,
    product: ProductId,
    today: Day,
) -> Outcome<&'a Seen> {
    Ok(match seen.entry(product) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(fresh) => fresh.insert(Seen::of(db, product, None, today)?),
    })
}

/// The first day by which so much of a product can be made or bought.
pub fn made_by(db: &Db, product: &Product, qty: Qty, today: Day) -> Outcome<Day> {
    let mut promises = Promises::default();
    let wanted = promises.making_day(db, product, None, today)?;
    promises.with_room(db, product, qty, wanted, today)
}

impl Seen {
    fn of(
        db: &Db,
        product: ProductId,
        warehouse: Option<WarehouseId>,
        today: Day,
    ) -> Outcome<Self> {
        let levels = stock::levels(db, product)?;
        let there = levels
            .iter()
            .filter(|l| warehouse.is_none_or(|id| id == l.warehouse_id));
        Ok(Self {
            free: Qty::sum(there.map(stock::Level::free))?,
            supply: pairs(stock::confirmed_supply(db, product, warehouse)?),
            commitments: pairs(stock::commitments(db, product, warehouse, today)?),
        })
    }

    /// What can be promised beside what was given already.
    fn beside(&self, today: Day, given: &[(Day, Qty)]) -> Atp {
        let mut commitments = self.commitments.clone();
        commitments.extend(given);
        Atp::new(today, self.free, &self.supply, &commitments)
    }
}

fn pairs(rows: Vec<Dated>) -> Vec<(Day, Qty)> {
    rows.into_iter().map(|row| (row.day, row.qty)).collect()
}

#[cfg(test)]
mod tests;
