//! The practice office: three months of a made-up trading and franchise company.
//!
//! What lives here: the story that fills a new office through the desk's own door, command by
//! command, from the tables of `assets/demo`. What never does: SQL, the clock, chance; the same
//! day gives the same office. Called by `orderdesk demo`.
//!
//! The company, its customers and suppliers are invented; barcodes are of the range for use inside
//! a house (215…), telephone numbers of the form 13x 0000 ….

mod books;
mod chance;
mod entry;
mod events;
mod goods;
mod masters;
mod money;
mod opening;
mod plan;
mod review;
mod shift;
mod sim;
mod stage;
mod table;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use crate::desk::failure::Outcome;
use crate::desk::{Caller, Office, StoreError};
use crate::domain::Day;
use crate::domain::calendar::Calendar;
use crate::store;

use stage::{Desk, RealDesk, Stage, Tally};

/// Name of the practice office.
pub const OFFICE: &str = "海川澜屿贸易有限公司 (练习)";

/// Whom a newcomer sits down as, unless another is named: the order clerk.
pub const USUAL_SEAT: &str = "wangfang";

/// Where a practice office is made until it is whole: beside its place. What was left there by programs
/// that were killed meanwhile is cleared away.
pub fn unfinished(place: &Path) -> Outcome<PathBuf> {
    if let Some(folder) = place.parent().filter(|it| !it.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(StoreError::from)?;
    }
    Ok(store::backup::unfinished(place)?)
}

/// Fills a new office with the three months before `today`, in the order of the clock.
///
/// `caller` has to be its first person, with every role. What the desk refuses is left out; only
/// an office that fails ends the filling. `progress` hears the parts done and their number.
pub fn fill(
    office: &Office,
    caller: &Caller,
    today: Day,
    progress: &mut dyn FnMut(usize, usize),
) -> Outcome<()> {
    let calendar = Calendar::new(store::office::calendar(office.db())?);
    let mut desk = RealDesk { office, caller };
    tell(&mut desk, calendar, today, progress).map(drop)
}

/// Tells the story to a desk and counts what it says.
fn tell(
    desk: &mut dyn Desk,
    calendar: Calendar,
    today: Day,
    progress: &mut dyn FnMut(usize, usize),
) -> Outcome<Tally> {
    let books = books::Books::read();
    let shift = shift::Shift::new(calendar);
    let mut sim = sim::Sim::new(Stage::new(desk, progress), books, shift, today);
    masters::save(&mut sim.stage, &sim.books, sim.first)?;
    sim.short = opening::short_goods(&sim.books);
    sim.open()?;
    let days = sim.shift.workdays(sim.first, today);
    let plans = plan::orders(&sim.books, &sim.shift, &days, &sim.short);
    sim.expect_orders(plans);
    sim.plan_events();
    sim.play()?;
    Ok(sim.stage.tally)
}
