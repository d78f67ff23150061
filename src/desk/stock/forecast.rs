//! Late before it is late: the day each line will be with the customer, against its promise
//! (`rules.md §11`). The nightly run writes it down for the worklist; `ask late` works it out now.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::query::By;
use super::schedule::{self, Policy, Trial};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::settings;
use crate::domain::ids::LineId;
use crate::domain::{Day, Qty};
use crate::store::schedule::{self as rows, Coming, OpenLine};
use crate::store::{Db, told};

payload! {
    /// Works out anew which lines will miss their promise, for the worklist. The nightly run does
    /// the same.
    pub struct ForecastRun {}
}

/// A line and the day it will be there.
#[derive(Debug, Clone)]
pub struct Forecast {
    /// The line.
    pub line: OpenLine,
    /// The day it will be there.
    pub predicted: Day,
    /// What it waits for: a word of `late_line.why`.
    pub why: &'static str,
    /// The line that has its goods, and its `order/line`.
    pub displaced_by: Option<(LineId, String)>,
}

/// The lines that will miss their promise, the one promised first first.
pub fn late(db: &Db, today: Day) -> Outcome<Vec<Forecast>> {
    let transit = i64::from(settings::TRANSIT_DAYS.count(db)?);
    let planned = schedule::plan(db, today, Policy::Rank, &Trial::default())?;
    let place: HashMap<LineId, usize> = planned
        .iter()
        .enumerate()
        .map(|(place, row)| (row.line.id, place))
        .collect();
    let coming = rows::coming(db)?;
    let coming: HashMap<LineId, Coming> = coming.into_iter().map(|c| (c.line_id, c)).collect();
    let mut found = Vec::new();
    for line in rows::open_lines(db)? {
        let Some(promise) = line.promise_on else {
            continue;
        };
        let row = place.get(&line.id).and_then(|place| planned.get(*place));
        let mut parts: Vec<(Day, &'static str)> = Vec::new();
        if let Some(row) = row {
            let why = match row.by {
                By::Stock => "not_shipped",
                By::Supply => "supply",
                By::LeadTime => "short",
            };
            parts.push((row.possible.plus_days(transit), why));
        }
        if line.packed > Qty::ZERO {
            parts.push((today.plus_days(transit), "packed"));
        }
        if line.under_way > Qty::ZERO {
            let there = coming.get(&line.id).map(|c| there(c, transit));
            parts.push((there.unwrap_or(today).max(today), "under_way"));
        }
        let Some((predicted, why)) = parts.into_iter().max_by_key(|(day, _)| *day) else {
            continue;
        };
        if predicted <= promise {
            continue;
        }
        let pushed = row.and_then(|row| row.displaced_by);
        let displaced_by = pushed
            .filter(|_| matches!(why, "supply" | "short"))
            .and_then(|place| {
                let id = planned.get(place)?.line.id;
                Some((id, schedule::name_of(&planned, Some(place))?))
            });
        found.push(Forecast {
            line,
            predicted,
            why,
            displaced_by,
        });
    }
    found.sort_by(|a, b| {
        let key = |f: &Forecast| (f.line.promise_on, f.line.order_id, f.line.line);
        key(a).cmp(&key(b))
    });
    Ok(found)
}

/// When goods under way should be there. What has arrived waits for a signature alone.
fn there(coming: &Coming, transit: i64) -> Day {
    if coming.arrived {
        return coming.left;
    }
    coming.expected.unwrap_or(coming.left.plus_days(transit))
}

/// Writes down which lines will be late.
pub fn run(cx: &mut Cx<'_>, _: &ForecastRun) -> Outcome<Value> {
    let lines = write(cx)?;
    Ok(json!({ "lines": lines }))
}

/// The same for the nightly run; gives how many lines will be late.
pub fn write(cx: &mut Cx<'_>) -> Outcome<usize> {
    let found = late(cx.tx, cx.today)?;
    told::forget_late(cx.tx)?;
    for row in &found {
        let line = told::LateLine {
            line: row.line.id,
            order: row.line.order_id,
            predicted: row.predicted,
            why: row.why,
            displaced_by: row.displaced_by.as_ref().map(|(id, _)| *id),
        };
        told::write_late(cx.tx, &line)?;
    }
    cx.changed(Aggregate::Order);
    Ok(found.len())
}
