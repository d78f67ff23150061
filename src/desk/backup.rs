//! Copies of the whole office for the shelf, and back again; bringing it to today's shape
//! (`reliability.md` D8, D9).
//!
//! Invariant: under the name of a backup there is a whole one that was checked, or nothing.

use std::path::{Path, PathBuf};

use super::check::Checked;
use super::failure::Outcome;
use super::{Caller, Clock, Office, StoreError, search_texts, session};
use crate::domain::{Code, Refusal, Role};
use crate::guard;
use crate::store::{self, backup};

/// What the names of backups made in a folder begin with; a time and the ending follow.
const NAME: &str = "orderdesk-";
const ENDING: &str = ".db";

/// An unfinished copy, gone unless it is finished.
struct Part(PathBuf);

impl Drop for Part {
    fn drop(&mut self) {
        backup::discard(&self.0);
    }
}

impl Office {
    /// Copies the office under another name, checks the copy, and only then gives it the name that
    /// was asked for, which nobody may have taken.
    ///
    /// In a guarded office a copy would hand a clerk all that the guard keeps: it takes an
    /// administrator, or root. Elsewhere whoever can read the file can copy it anyway.
    pub fn back_up(&self, caller: &Caller, to: &Path) -> Outcome<Vec<Checked>> {
        if guard::is_on() && caller.uid != 0 {
            let person = session::at_keyboard(self.db(), caller)?;
            if !person.is_some_and(|actor| actor.roles.contains(&Role::Admin)) {
                return Err(not_for(caller, "backup", &["admin", "root"]).into());
            }
        }
        if to.symlink_metadata().is_ok() {
            return Err(StoreError::Exists(to.to_owned()).into());
        }
        let part = Part(backup::unfinished(to)?);
        backup::copy(self.db(), &part.0)?;
        let copy = Self::open_reader(&part.0, self.clock.clone())?;
        let checked = copy.check(false)?;
        drop(copy);
        if checked.iter().all(|c| c.ok) {
            backup::finish(&part.0, to)?;
        }
        Ok(checked)
    }

    /// The name of a backup made now in this folder.
    pub fn backup_name(&self, folder: &Path) -> Outcome<PathBuf> {
        let now = Self::local(self.db(), self.now())?.to_string();
        let digits: String = now.chars().filter(char::is_ascii_digit).collect();
        let (day, time) = digits.split_at_checked(8).unwrap_or((&digits, ""));
        Ok(folder.join(format!("{NAME}{day}-{time}{ENDING}")))
    }
}

/// Removes all but the newest `keep` backups that bear names of ours; tells which went.
pub fn prune(folder: &Path, keep: usize) -> Outcome<Vec<PathBuf>> {
    let mut ours = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(StoreError::from)? {
        let entry = entry.map_err(StoreError::from)?;
        let name = entry.file_name().into_string().unwrap_or_default();
        let time = name
            .strip_prefix(NAME)
            .and_then(|rest| rest.strip_suffix(ENDING));
        let plain = entry.file_type().is_ok_and(|kind| kind.is_file());
        if plain && time.is_some_and(is_time) {
            ours.push(entry.path());
        }
    }
    ours.sort();
    ours.truncate(ours.len().saturating_sub(keep.max(1)));
    for old in &ours {
        std::fs::remove_file(old).map_err(StoreError::from)?;
    }
    Ok(ours)
}

/// `20261126-213000`.
fn is_time(text: &str) -> bool {
    let digit = |part: &str, len| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
    text.split_once('-')
        .is_some_and(|(day, time)| digit(day, 8) && digit(time, 6))
}

/// A part of the guarded office that is not this person's.
fn not_for(caller: &Caller, what: &str, roles: &[&str]) -> Refusal {
    Refusal::new(Code::NotPermitted)
        .fact("who", &caller.login)
        .fact("command", what)
        .fact("roles", roles)
}

/// Changing the file itself is root's part in a guarded office, where root made it.
fn only_root(caller: &Caller, what: &str) -> Result<(), Refusal> {
    if guard::is_on() && caller.uid != 0 {
        return Err(not_for(caller, what, &["root"]));
    }
    Ok(())
}

/// What an upgrade did.
#[derive(Debug)]
pub struct Upgraded {
    /// Where the copy of the old file lies, if the shape of the data was an older one.
    pub copy: Option<PathBuf>,
    /// Search texts made anew because an older rule had made them.
    pub search_texts: usize,
}

/// Brings an older office file to today's shape, and its search texts to today's rule.
pub fn upgrade(caller: &Caller, path: &Path) -> Outcome<Upgraded> {
    only_root(caller, "upgrade")?;
    let copy = store::upgrade(path)?;
    let search_texts = search_texts::renew_all(&store::open(path)?)?;
    Ok(Upgraded { copy, search_texts })
}

/// Puts a backup in the place of an office, after checking it. Gives where the old file lies now.
pub fn restore(
    caller: &Caller,
    copy: &Path,
    office: &Path,
    clock: Clock,
) -> Outcome<Result<Option<PathBuf>, Vec<Checked>>> {
    only_root(caller, "restore")?;
    let checked = Office::open_reader(copy, clock)?.check(false)?;
    if checked.iter().any(|c| !c.ok) {
        return Ok(Err(checked));
    }
    Ok(Ok(backup::put_in_place(copy, office)?))
}
