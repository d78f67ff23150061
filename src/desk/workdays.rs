//! The office's working days: the table in the file, and the one the program ships.

use crate::domain::calendar::Calendar;
use crate::domain::{Day, Refusal};
use crate::store::{self, Db, Tx};

use super::failure::Outcome;

/// Holidays and make-up workdays 调休 by the yearly notice of the State Council: day, work, name.
const SHIPPED: &str = include_str!("../../assets/workdays-cn.csv");

/// The calendar of this office; a year without marks is Monday to Friday (`rules.md §1`).
pub fn calendar(db: &Db) -> Outcome<Calendar> {
    Ok(Calendar::new(store::office::calendar(db)?))
}

/// Writes the shipped table into a new office, where people may change it.
pub fn seed(tx: &Tx<'_>) -> Outcome<()> {
    for (number, row) in SHIPPED.lines().enumerate().skip(1) {
        let (day, work, name) = parsed(row)
            .ok_or_else(|| Refusal::bad_field("workdays-cn.csv", format!("line {}", number + 1)))?;
        store::office::mark_day(tx, day, work, name)?;
    }
    Ok(())
}

/// Reads `2026-02-14,1,春节调休`; the shipped names hold no commas.
fn parsed(row: &str) -> Option<(Day, bool, &str)> {
    let mut cells = row.splitn(3, ',');
    let day = cells.next()?.parse().ok()?;
    let work = match cells.next()? {
        "0" => false,
        "1" => true,
        _ => return None,
    };
    Some((day, work, cells.next()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::testing::Bench;
    use crate::domain::day::day;

    #[test]
    fn the_shipped_table_is_laid_over_the_weeks() {
        let bench = Bench::new();
        let tx = bench.office.db().begin().unwrap();
        seed(&tx).unwrap();
        let calendar = calendar(&tx).unwrap();
        for (text, works) in [
            ("2026-01-02", false), // a Friday off
            ("2026-01-04", true),  // a Sunday worked
            ("2026-02-14", true),
            ("2026-02-23", false),
            ("2026-02-24", true),
            ("2026-10-07", false),
            ("2026-10-08", true),
            ("2026-10-10", true),
            ("2026-10-11", false),
        ] {
            assert_eq!(calendar.is_workday(day(text)), works, "{text}");
        }
        assert!(calendar.knows(2026) && !calendar.knows(2027));
    }
}
