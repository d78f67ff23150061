//! `check`: the file, every invariant of `contract.md §6`, the audit chain; backup and restore.

use std::path::Path;

use serde::Serialize;

use super::failure::Outcome;
use super::run::chain_hash;
use super::{Office, settings};
use crate::guard;
use crate::store::{self, Db, audit, backup, board_exceptions, check_desk, check_money};

/// How one invariant came out.
#[derive(Debug, Clone, Serialize)]
pub struct Checked {
    /// Name of the invariant.
    pub name: &'static str,
    /// Whether it holds.
    pub ok: bool,
    /// Papers that break it, and how.
    pub faults: Vec<String>,
    /// What is allowed in this office but worth knowing.
    pub notes: Vec<String>,
}

/// Faults of one invariant that are listed; more would not be read.
const LISTED: usize = 100;

/// Rows of the audit chain that a quick check looks at, from the end.
const TAIL: i64 = 10_000;

impl Office {
    /// Checks the office, seen at one moment.
    pub fn check(&self, deep: bool) -> Outcome<Vec<Checked>> {
        self.check_against(deep, None)
    }

    /// The same, and whether the audit chain still holds a head that was kept elsewhere: a tail
    /// that was cut off, or a chain forged anew, follows from itself and shows only so (D6).
    pub fn check_against(&self, deep: bool, anchor: Option<(i64, &str)>) -> Outcome<Vec<Checked>> {
        let mut found = self.db().snapshot(|db| all(db, deep, deep))??;
        if let Some((seq, hash)) = anchor {
            let row = audit::stretch(self.db(), seq - 1, 1)?.into_iter().next();
            let fault = match row.filter(|row| row.seq == seq) {
                Some(row) if row.hash == hash => None,
                Some(_) => Some("is not the one that was kept"),
                None => Some("is not there any more"),
            };
            let faults = fault.map(|fault| format!("audit row {seq}: {fault}"));
            found.push(named("audit.anchor", faults.into_iter().collect()));
        }
        Ok(found)
    }

    /// Checks as quickly as may be, but the whole audit chain: a row changed long ago shows, too.
    pub(super) fn check_books(&self) -> Outcome<Vec<Checked>> {
        self.db().snapshot(|db| all(db, false, true))?
    }

    /// A copy of one's own, for rehearsals: commands run on it and nobody waits. It has no name, so that
    /// it is gone with whoever opened it, killed or not.
    pub fn private_copy(&self, scratch: &Path) -> Outcome<Self> {
        let stamp = self.now().timestamp_nanos_opt().unwrap_or_default();
        let beside = match guard::office() {
            // Anywhere else it would lie open to the clerk who rehearses.
            Some(_) => self.path.clone(),
            None => scratch.join("orderdesk"),
        };
        let _held = guard::hold(&beside);
        let path = backup::rehearsal(&beside, stamp);
        backup::copy(self.db(), &path)?;
        let copy = store::open_private(&path);
        backup::discard(&path);
        Ok(Self {
            db: copy?,
            path,
            clock: self.clock.clone(),
        })
    }
}

fn all(db: &Db, pages: bool, chain_whole: bool) -> Outcome<Vec<Checked>> {
    let mut found = vec![named("file.pages", backup::faults(db, pages)?)];
    let mut faults = check_money::faults(db)?;
    faults.extend(check_desk::faults(db)?);
    for name in check_money::names().chain(check_desk::names()) {
        let own = faults.iter().filter(|f| f.invariant == name).take(LISTED);
        found.push(named(name, own.map(|f| f.what.clone()).collect()));
    }
    found.push(duties(db)?);
    found.push(named("audit.chain", chain(db, chain_whole)?));
    Ok(found)
}

fn named(name: &'static str, faults: Vec<String>) -> Checked {
    Checked {
        name,
        ok: faults.is_empty(),
        faults,
        notes: Vec::new(),
    }
}

/// In a strict office nobody has two parts that the matrix keeps apart; in another one they are
/// named (`rules.md §2`).
fn duties(db: &Db) -> Outcome<Checked> {
    let rows = board_exceptions::duties(db, None, i64::try_from(LISTED).unwrap_or(100))?;
    let texts = rows
        .into_iter()
        .map(|row| {
            format!(
                "{}: {} was {} and {}",
                row.number, row.login, row.part_a, row.part_b
            )
        })
        .collect();
    let strict = settings::DUTIES.text(db)? == "strict";
    Ok(if strict {
        named("duties.apart", texts)
    } else {
        Checked {
            name: "duties.apart",
            ok: true,
            faults: Vec::new(),
            notes: texts,
        }
    })
}

/// Walks the chain: each hash follows from its row and the hash before.
fn chain(db: &Db, deep: bool) -> Outcome<Vec<String>> {
    let last = audit::last(db)?.map_or(0, |row| row.seq);
    let mut after = if deep { 0 } else { (last - TAIL).max(0) };
    let mut before: Option<(i64, String)> = None;
    if after == 0 {
        before = Some((0, String::new()));
    }
    loop {
        let rows = audit::stretch(db, after, 1_000)?;
        let Some(end) = rows.last().map(|row| row.seq) else {
            return Ok(Vec::new());
        };
        for row in rows {
            let fault = match &before {
                Some((seq, _)) if row.seq != seq + 1 => Some("rows before it are missing"),
                Some((_, hash)) if row.prev_hash != *hash => Some("does not follow the row before"),
                _ if chain_hash(&row) != row.hash => Some("was changed"),
                _ => None,
            };
            if let Some(fault) = fault {
                return Ok(vec![format!("audit row {}: {fault}", row.seq)]);
            }
            before = Some((row.seq, row.hash));
        }
        after = end;
    }
}
