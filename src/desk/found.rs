//! Founding an office: the file, its first person, the data it starts with.

use std::path::Path;

use super::failure::Outcome;
use super::orders::{checks, gaps, hold_code, route};
use super::receivables::vouchers;
use super::{Caller, Clock, Office, search_texts, settings, workdays};
use crate::domain::Role;
use crate::store;

/// Pairs of parts that one person may not have in an order (`rules.md §2`, duties apart).
const DUTIES: &[(&str, &str)] = &[
    ("editor", "director"),
    ("reviewer", "director"),
    ("editor", "finance_reviewer"),
    ("poster", "approver"),
];

impl Office {
    /// Makes an office file; whoever makes it is its first person, with every role.
    pub fn found(
        path: &Path,
        clock: Clock,
        name: &str,
        caller: &Caller,
        shared: bool,
    ) -> Outcome<Self> {
        let office = Self {
            db: store::create(path)?,
            path: path.to_owned(),
            clock,
        };
        office.furnish(name, caller, shared)?;
        Ok(office)
    }

    fn furnish(&self, name: &str, caller: &Caller, shared: bool) -> Outcome<()> {
        let tx = self.db.begin()?;
        store::office::set(&tx, settings::OFFICE.name, name)?;
        if shared {
            store::office::set(&tx, settings::SHARED.name, "yes")?;
            store::office::set(&tx, settings::DUTIES.name, "strict")?;
        }
        let uid = Some(i64::from(caller.uid));
        store::office::save_staff(&tx, &caller.login, &caller.login, uid, true, Role::ALL)?;
        for (part_a, part_b) in DUTIES {
            store::office::save_duty_rule(&tx, part_a, part_b, true)?;
        }
        checks::seed(&tx)?;
        gaps::seed(&tx)?;
        route::seed(&tx)?;
        hold_code::seed(&tx)?;
        workdays::seed(&tx)?;
        vouchers::seed(&tx)?;
        search_texts::begin(&tx)?;
        tx.commit()?;
        Ok(())
    }
}
