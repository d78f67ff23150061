//! What the makers of a family can make week by week (`rules.md §6`): `capacity.save`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::above_zero;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::domain::ids::OrderId;
use crate::domain::week::Week;
use crate::domain::{Qty, Refusal};
use crate::store::Db;
use crate::store::capacity::{self as rows, Capacity};

payload! {
    /// Says how much of a family can be made in a week. A week nobody speaks of has no limit.
    pub struct CapacitySave {
        /// Family of products.
        #[serde(deserialize_with = "fields::clean")]
        pub family: String,
        /// Week, e.g. 2026-W48.
        pub week: Week,
        /// Units that can be made; null takes the limit away.
        pub units: Option<Qty>,
    }
}

/// Saves the capacity of a family in a week.
pub fn save(cx: &mut Cx<'_>, p: &CapacitySave) -> Outcome<Value> {
    if !rows::known(cx.tx, &p.family)? {
        return Err(Refusal::not_found("family", &p.family).into());
    }
    if let Some(units) = p.units.filter(|units| !units.is_zero()) {
        above_zero("units", units)?;
    }
    rows::save(cx.tx, &p.family, p.week, p.units)?;
    cx.about(&format!("{} {}", p.family, p.week));
    cx.changed(Aggregate::Stock);
    Ok(json!({ "family": p.family, "week": p.week, "units": p.units }))
}

/// A week of a family's makers.
#[derive(Debug, Clone, Copy)]
pub struct Space {
    /// What they can make.
    pub units: Qty,
    /// What they have to make already.
    pub taken: Qty,
}

impl Space {
    /// Reads what is taken of a week; `not` is the order that is being looked at.
    pub fn of(db: &Db, row: &Capacity, not: Option<OrderId>) -> Outcome<Self> {
        let (from, to) = (row.week.monday(), row.week.sunday());
        Ok(Self {
            units: row.units,
            taken: rows::taken(db, &row.family, from, to, not)?,
        })
    }

    /// What they can still make.
    pub fn free(&self) -> Qty {
        Qty(self.units.0 - self.taken.0).at_least_zero()
    }
}

/// The weeks of a family's makers that have a limit.
#[derive(Debug, Default)]
pub struct Room(BTreeMap<Week, Space>);

impl Room {
    /// Reads the weeks from one on; `not` is the order that is being looked at.
    pub fn of(db: &Db, family: &str, from: Week, not: Option<OrderId>) -> Outcome<Self> {
        let mut weeks = BTreeMap::new();
        for row in rows::weeks(db, family, from)? {
            weeks.insert(row.week, Space::of(db, &row, not)?);
        }
        Ok(Self(weeks))
    }

    /// The limit of a week, if it has one.
    pub fn space(&self, week: Week) -> Option<Space> {
        self.0.get(&week).copied()
    }

    /// Whether so much can still be made in a week.
    pub fn has(&self, week: Week, qty: Qty) -> bool {
        self.space(week).is_none_or(|space| qty <= space.free())
    }

    /// Takes part of a week for goods that are promised now.
    pub fn take(&mut self, week: Week, qty: Qty) -> Outcome<()> {
        if let Some(space) = self.0.get_mut(&week) {
            space.taken = space.taken.add(qty)?;
        }
        Ok(())
    }
}
