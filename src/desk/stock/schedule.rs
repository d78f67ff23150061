//! The schedule: every open line in its order of service, the day it can be met, and which line has
//! its goods (`rules.md §6`). Looking reserves nothing; a bump or a supply can be tried first.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::promise::Promises;
use crate::desk::failure::Outcome;
use crate::desk::workdays;
use crate::domain::calendar::Calendar;
use crate::domain::ids::{LineId, OrderId, ProductId, SupplyId, WarehouseId};
use crate::domain::party::{DeliveryPolicy, Grade};
use crate::domain::role::named;
use crate::domain::schedule::{Met, Source, Want, serve};
use crate::domain::week::Week;
use crate::domain::{Day, Qty};
use crate::store::schedule::{self as rows, OpenLine};
use crate::store::{self, Db, capacity};

use super::query::By;

named! {
    /// Who is served first.
    Policy {
        /// By rank: grade, promise date, age, number.
        Rank = "rank",
        /// By promise date alone.
        Date = "date",
        /// By age alone: first come, first served.
        Age = "age",
    }
}

/// What is tried before it is done.
#[derive(Debug, Default)]
pub struct Trial {
    /// An order, or one line of it, served before all others.
    pub bump: Option<(OrderId, Option<i64>)>,
    /// Goods that would come: product, warehouse, day, how much.
    pub supply: Option<(ProductId, WarehouseId, Day, Qty)>,
    /// An expected supply on another day.
    pub moved: Option<(SupplyId, Day)>,
}

impl Trial {
    /// Whether nothing is tried.
    pub const fn is_nothing(&self) -> bool {
        self.bump.is_none() && self.supply.is_none() && self.moved.is_none()
    }
}

/// A line in the schedule.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The line.
    pub line: OpenLine,
    /// The day it can be met.
    pub possible: Day,
    /// What covers it then.
    pub by: By,
    /// Whether that is after the promise.
    pub late: bool,
    /// The line that has its goods, by its place in the schedule.
    pub displaced_by: Option<usize>,
}

/// A line of the schedule as it is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduleRow {
    /// Order.
    pub order: String,
    /// Line.
    pub line: i64,
    /// Customer code.
    pub customer: Option<String>,
    /// Their grade.
    pub grade: Option<Grade>,
    /// Product code.
    pub product: String,
    /// Product name.
    pub name: String,
    /// Neither packed nor shipped.
    pub qty: Qty,
    /// Of it reserved.
    pub reserved: Qty,
    /// Promised for.
    pub promise: Option<Day>,
    /// The day it can be met.
    pub possible: Day,
    /// What covers it then.
    pub by: By,
    /// Whether that is after the promise.
    pub late: bool,
    /// The line that has its goods: order/line.
    pub displaced_by: Option<String>,
    /// Served before all lines that are not bumped; 0 = not bumped.
    pub bump: i64,
    /// The day without what is tried; only in a trial.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Day>,
}

/// Plans every line that is not packed or shipped whole, in the order of service.
pub fn plan(db: &Db, today: Day, policy: Policy, trial: &Trial) -> Outcome<Vec<Planned>> {
    let lines = rows::open_lines(db)?;
    let lines = lines.into_iter().filter(|l| l.to_pack > Qty::ZERO);
    let mut lines: Vec<OpenLine> = lines.collect();
    if let Some((order, line)) = trial.bump {
        let bumped = |l: &&mut OpenLine| l.order_id == order && line.is_none_or(|n| n == l.line);
        lines.iter_mut().filter(bumped).for_each(|l| l.bump = 1);
    }
    rank(&mut lines, policy, today);
    let met = met(db, today, &lines, trial)?;
    let mut makers = Makers::new(db)?;
    let mut planned = Vec::with_capacity(lines.len());
    for (line, met) in lines.into_iter().zip(met) {
        let (possible, by) = match met.day {
            Some(day) if day <= today => (today, By::Stock),
            Some(day) => (day, By::Supply),
            None => {
                let made = makers.made(db, line.product_id, met.missing, today)?;
                (made, By::LeadTime)
            }
        };
        planned.push(Planned {
            line,
            possible,
            by,
            late: false,
            displaced_by: met.displaced_by,
        });
    }
    keep_orders_together(&mut planned);
    for row in &mut planned {
        row.late = row.line.promise_on.is_some_and(|on| row.possible > on);
        row.displaced_by = row.displaced_by.filter(|_| row.late);
    }
    Ok(planned)
}

/// Sorts by rank (`rules.md §6`). A line without a promise is owed today.
fn rank(lines: &mut [OpenLine], policy: Policy, today: Day) {
    lines.sort_by(|a, b| {
        let bumped = |l: &OpenLine| (l.bump == 0, l.bump);
        let grade = |l: &OpenLine| (l.grade.is_none(), l.grade);
        let owed = |l: &OpenLine| l.promise_on.unwrap_or(today);
        let age = |l: &OpenLine| (l.ordered_on, l.entered_at);
        let by_policy = match policy {
            Policy::Rank => bumped(a)
                .cmp(&bumped(b))
                .then_with(|| grade(a).cmp(&grade(b)))
                .then_with(|| owed(a).cmp(&owed(b))),
            Policy::Date => owed(a).cmp(&owed(b)),
            Policy::Age => std::cmp::Ordering::Equal,
        };
        by_policy
            .then_with(|| age(a).cmp(&age(b)))
            .then_with(|| a.order.len().cmp(&b.order.len()))
            .then_with(|| a.order.cmp(&b.order))
            .then_with(|| a.line.cmp(&b.line))
    });
}

/// When each line is met, and by its place which line has its goods.
fn met(db: &Db, today: Day, lines: &[OpenLine], trial: &Trial) -> Outcome<Vec<Met>> {
    let mut places: BTreeMap<ProductId, Vec<usize>> = BTreeMap::new();
    for (place, line) in lines.iter().enumerate() {
        places.entry(line.product_id).or_default().push(place);
    }
    let mut kept: HashMap<LineId, Vec<WarehouseId>> = HashMap::new();
    for row in rows::kept(db)? {
        kept.entry(row.line_id).or_default().push(row.warehouse_id);
    }
    let mut sources = sources(db, today, &places, trial)?;
    let nothing = Met {
        day: None,
        missing: Qty::ZERO,
        displaced_by: None,
    };
    let mut met = vec![nothing; lines.len()];
    for (product, places) in &places {
        let wants: Vec<Want> = places
            .iter()
            .filter_map(|place| lines.get(*place))
            .map(|line| Want {
                qty: Qty(line.to_pack.0 - line.reserved.0).at_least_zero(),
                site: line.site,
                promise: line.promise_on.unwrap_or(today),
                kept: kept.remove(&line.id).unwrap_or_default(),
            })
            .collect();
        let served = serve(today, &wants, sources.remove(product).unwrap_or_default());
        for (place, served) in places.iter().zip(served) {
            let whole = |within: usize| places.get(within).copied();
            if let Some(row) = met.get_mut(*place) {
                row.day = served.day;
                row.missing = served.missing;
                row.displaced_by = served.displaced_by.and_then(whole);
            }
        }
    }
    Ok(met)
}

/// The goods of every product that a line waits for.
fn sources(
    db: &Db,
    today: Day,
    wanted: &BTreeMap<ProductId, Vec<usize>>,
    trial: &Trial,
) -> Outcome<BTreeMap<ProductId, Vec<Source>>> {
    let mut found: BTreeMap<ProductId, Vec<Source>> = BTreeMap::new();
    for row in rows::goods(db)? {
        if !wanted.contains_key(&row.product_id) {
            continue;
        }
        let moved = trial.moved.filter(|(id, _)| row.supply == Some(*id));
        let day = moved.map(|(_, day)| day).or(row.day).unwrap_or(today);
        found.entry(row.product_id).or_default().push(Source {
            day,
            site: row.warehouse_id,
            qty: row.qty,
        });
    }
    if let Some((product, site, day, qty)) = trial.supply {
        let more = Source { day, site, qty };
        found.entry(product).or_default().push(more);
    }
    Ok(found)
}

/// An order that may leave only whole waits for the last of its lines (`rules.md §7`).
fn keep_orders_together(planned: &mut [Planned]) {
    let mut last: HashMap<OrderId, (Day, By, Option<usize>)> = HashMap::new();
    let whole = |row: &Planned| row.line.policy == DeliveryPolicy::CompleteOrder;
    for row in planned.iter().filter(|row| whole(row)) {
        let own = (row.possible, row.by, row.displaced_by);
        let slot = last.entry(row.line.order_id).or_insert(own);
        if row.possible > slot.0 {
            *slot = own;
        }
    }
    for row in planned.iter_mut().filter(|row| whole(row)) {
        if let Some((possible, by, pushed)) = last.get(&row.line.order_id)
            && *possible > row.possible
        {
            (row.possible, row.by, row.displaced_by) = (*possible, *by, *pushed);
        }
    }
}

/// The makers: lead times by product, and what is left of each limited week of a family. Every line
/// that is not covered is dealt out anew, so what stands promised takes nothing here.
struct Makers {
    calendar: Calendar,
    ready: HashMap<ProductId, (Day, Option<String>)>,
    left: HashMap<String, BTreeMap<Week, Qty>>,
}

impl Makers {
    fn new(db: &Db) -> Outcome<Self> {
        Ok(Self {
            calendar: workdays::calendar(db)?,
            ready: HashMap::new(),
            left: HashMap::new(),
        })
    }

    /// The day by which so much is made or bought: the lead time, pushed to the first week with
    /// room for it (`rules.md §6`).
    fn made(&mut self, db: &Db, product: ProductId, qty: Qty, today: Day) -> Outcome<Day> {
        let (mut day, family) = self.ready(db, product, today)?;
        let Some(family) = family else {
            return Ok(day);
        };
        let weeks = match self.left.entry(family) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(fresh) => {
                let rows = capacity::weeks(db, fresh.key(), Week::of(today))?;
                fresh.insert(rows.into_iter().map(|row| (row.week, row.units)).collect())
            }
        };
        while let Some(left) = weeks.get_mut(&Week::of(day)) {
            if qty <= *left {
                *left = left.sub(qty)?;
                break;
            }
            let monday = Week::of(day).next().monday();
            let next = self.calendar.plus_workdays(monday.plus_days(-1), 1);
            if next <= day {
                break; // the end of the calendar's range
            }
            day = next;
        }
        Ok(day)
    }

    fn ready(&mut self, db: &Db, product: ProductId, today: Day) -> Outcome<(Day, Option<String>)> {
        if let Some(known) = self.ready.get(&product) {
            return Ok(known.clone());
        }
        let row = store::products::by_id(db, product)?;
        let day = Promises::default().making_day(db, &row, None, today)?;
        self.ready.insert(product, (day, row.family.clone()));
        Ok((day, row.family))
    }
}

/// `order/line` of a place in the schedule.
pub fn name_of(planned: &[Planned], place: Option<usize>) -> Option<String> {
    let row = planned.get(place?)?;
    Some(format!("{}/{}", row.line.order, row.line.line))
}
