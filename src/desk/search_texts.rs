//! Search texts that were made by an older rule are made anew, a batch at a time.
//!
//! Nothing is written down about it: no name changes, a name is only found by more of its readings.

use super::failure::Outcome;
use crate::domain::initials;
use crate::store::search_texts::{self, Kept, TABLES};
use crate::store::{Db, Tx, office};

/// The rule that `initials::readings` goes by. One that rises has every office look at its texts.
const RULE: &str = "2";

/// Where an office keeps the rule its texts were made by, and how far it has come: a table and the
/// last row, where there are rows behind it.
const MARK: &str = "search_texts";

/// Rows that one night looks at: tenths of a second in which nobody else saves.
pub const A_NIGHT: i64 = 10_000;

/// Rows looked at in one go while people may be working.
const A_BATCH: i64 = 1_000;

/// Marks a new office: its texts will be made by today's rule.
pub fn begin(tx: &Tx<'_>) -> Outcome<()> {
    Ok(office::set(tx, MARK, RULE)?)
}

/// Whether no text is left to be looked at.
fn done(db: &Db) -> Outcome<bool> {
    Ok(office::setting(db, MARK)?.as_deref() == Some(RULE))
}

/// Looks at the next rows, so many at most, and tells how many texts were renewed.
pub fn renew(tx: &Tx<'_>, most: i64) -> Outcome<usize> {
    if done(tx)? {
        return Ok(0);
    }
    let mark = office::setting(tx, MARK)?.unwrap_or_default();
    let place = mark.strip_prefix(RULE).and_then(|rest| {
        let (table, row) = rest.trim_start().split_once(' ')?;
        let at = TABLES.iter().position(|(name, _)| *name == table)?;
        Some((at, row.to_owned()))
    });
    let (mut at, mut last) = place.unwrap_or_default();
    let (mut left, mut renewed) = (most, 0);
    while let Some(table) = TABLES.get(at).copied() {
        let rows = search_texts::behind(tx, table, &last, left)?;
        for row in &rows {
            if let Some(py) = newer(row) {
                search_texts::write(tx, table, &row.key, &py)?;
                renewed += 1;
            }
        }
        left -= i64::try_from(rows.len()).unwrap_or(left);
        if left == 0
            && let Some(row) = rows.last()
        {
            office::set(tx, MARK, &format!("{RULE} {} {}", table.0, row.key))?;
            return Ok(renewed);
        }
        at += 1;
        last.clear();
    }
    begin(tx)?;
    Ok(renewed)
}

/// Looks at all rows, each batch for itself, so that others save in between.
pub fn renew_all(db: &Db) -> Outcome<usize> {
    let mut renewed = 0;
    while !done(db)? {
        let tx = db.begin()?;
        renewed += renew(&tx, A_BATCH)?;
        tx.commit()?;
    }
    Ok(renewed)
}

/// Initials of a long name that no rule left out.
const SURE: usize = 20;

/// The text by today's rule, if it is another. What a person has set before it (`initials` of a
/// product) stays.
fn newer(row: &Kept) -> Option<String> {
    let py = initials::readings(&row.name);
    let own = row.py.strip_suffix(py.as_str());
    if own.is_some_and(|own| own.is_empty() || own.ends_with('|')) {
        return None;
    }
    // Every rule began with the initials as they are usually said, of long names not all.
    let whole = py.split(['|', ' ']).next().unwrap_or_default();
    let usual = whole.get(..SURE).unwrap_or(whole);
    let begins = |at: &usize| *at == 0 || row.py[..*at].ends_with('|');
    let ends = |at: &usize| {
        let behind = &row.py[at + usual.len()..];
        usual.len() < whole.len() || behind.is_empty() || behind.starts_with(['|', ' '])
    };
    let mut found = row.py.match_indices(usual).map(|(at, _)| at);
    let own = found.find(|at| begins(at) && ends(at)).unwrap_or(0);
    Some(format!("{}{py}", &row.py[..own]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::testing::Bench;

    fn kept(name: &str, py: &str) -> Kept {
        Kept {
            key: "P1".into(),
            name: name.into(),
            py: py.into(),
        }
    }

    #[test]
    fn what_a_person_set_stays_before_the_new_text() {
        let py = initials::readings("重庆火锅");
        assert_eq!(newer(&kept("重庆火锅", &py)), None);
        assert_eq!(newer(&kept("重庆火锅", &format!("hg|{py}"))), None);
        let old = "zqhg|cqhg|zhongqinghuoguo";
        assert_eq!(newer(&kept("重庆火锅", old)), Some(py.clone()));
        let own = newer(&kept("重庆火锅", &format!("hg|zqhgx|{old}")));
        assert_eq!(own, Some(format!("hg|zqhgx|{py}")));
        assert_eq!(newer(&kept("、", "")), None);
        assert_eq!(newer(&kept("、", "own|")), None);
    }

    #[test]
    fn batches_go_through_every_table_and_then_nothing_is_looked_at() {
        let bench = Bench::new();
        let old = |table: (&str, &str), row: &str| {
            let tx = bench.db().begin().unwrap();
            search_texts::write(&tx, table, row, "old").unwrap();
            tx.commit().unwrap();
        };
        let text = |table| {
            search_texts::behind(bench.db(), table, "", 9).unwrap()[0]
                .py
                .clone()
        };
        for n in 2..9 {
            bench.product(&format!("P{n}"), serde_json::json!({}));
            old(TABLES[1], &format!("P{n}"));
        }
        for (table, row) in [(0, "C1"), (1, "P1"), (2, "W1"), (4, "SF")] {
            old(TABLES[table], row);
        }
        let step = || {
            let tx = bench.db().begin().unwrap();
            let renewed = renew(&tx, 3).unwrap();
            tx.commit().unwrap();
            renewed
        };
        assert!(!done(bench.db()).unwrap());
        // C1 P1 P2, P3 P4 P5, P6 P7 P8, W1 SF.
        assert_eq!([step(), step(), step(), step(), step()], [3, 3, 3, 2, 0]);
        assert!(done(bench.db()).unwrap());
        assert_eq!(text(TABLES[4]), "sf");
        old(TABLES[4], "SF");
        assert_eq!(renew_all(bench.db()).unwrap(), 0, "not looked at again");
        assert_eq!(text(TABLES[4]), "old");
    }
}
