//! The guarded office: the program's group opens the file, the clerk behind it never can.
//!
//! `reliability.md` D2. The program file is setgid to a group that nobody is a member of, and the
//! office lies in a folder of that group. [`enter`] runs before all other code: it notes who we
//! are, throws the caller's environment away and steps back to the caller's own group, so that
//! arguments, configuration, imports, exports and helpers are the clerk's own business. From then
//! on a thread has the group only while it has a [`Held`]: around opening, closing and copying
//! beside the one office that the root-owned configuration names.
//!
//! Stepping up is done for one thread alone (the kernel keeps groups by thread), so that a file
//! which another thread writes meanwhile is written by the clerk. Plain mode, where the program has
//! no group of its own, passes through here and nothing happens.

mod cause;
mod conf;
mod given;
mod start;

use std::marker::PhantomData;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use nix::unistd::Gid;
use rustix::fs::Mode;

pub use cause::{Cause, why_without_group};
pub use conf::{Exposed, named_office, vet};
pub use given::CONF;
pub use start::{enter, give_way};

/// Whether the program has a group of its own and has not given it up.
pub fn is_on() -> bool {
    given::now().is_some()
}

/// The office that a guarded program opens, and the group it belongs to.
pub fn office() -> Option<(&'static Path, u32)> {
    let given = given::now()?;
    Some((given.office.as_deref()?, given.group.as_raw()))
}

/// Any file but the guarded office is the caller's own business: the group goes, for good.
pub fn choose(path: &Path) -> Result<(), String> {
    match given::ever() {
        Some(given) if given.office.as_deref() != Some(path) => give_up(),
        _ => Ok(()),
    }
}

/// The group goes, for good.
pub fn give_up() -> Result<(), String> {
    given::ever().map_or(Ok(()), |given| {
        given::forget();
        start::step_to(given.own, given.own, given.own)
    })
}

/// While it lives, its thread has the office's group; it stays on that thread.
#[derive(Debug)]
#[must_use]
pub struct Held(Option<Gid>, PhantomData<*const ()>);

/// How many threads have the group now.
static HOLDERS: Mutex<usize> = Mutex::new(0);

/// Files that SQLite makes beside the office are open to the group from their first moment: it
/// would mend their bits, but whoever opens one in between is locked out. All else is the clerk's.
fn count(more: bool) {
    let mut holders = HOLDERS.lock().unwrap_or_else(PoisonError::into_inner);
    *holders = if more {
        *holders + 1
    } else {
        holders.saturating_sub(1)
    };
    rustix::process::umask(Mode::from_raw_mode(if *holders > 0 {
        0o007
    } else {
        0o077
    }));
}

/// Takes the group, for the guarded office and what lies beside it under its name; for no other path.
pub fn hold(path: &Path) -> Held {
    let has = rustix::process::getegid().as_raw();
    let given = given::now().filter(|given| conf::is_part_of(path, given.office.as_deref()));
    // Who has it already goes on having it: only the outermost steps up and down.
    let up = given.filter(|given| given.group.as_raw() != has && on_this_thread(given.group));
    if up.is_some() {
        count(true);
    }
    Held(up.map(|given| given.own), PhantomData)
}

fn on_this_thread(group: Gid) -> bool {
    let group = rustix::process::Gid::from_raw(group.as_raw());
    rustix::thread::set_thread_res_gid(None, group, None).is_ok()
}

impl Drop for Held {
    fn drop(&mut self) {
        let Some(own) = self.0 else { return };
        if !on_this_thread(own) {
            std::process::abort(); // going on would be going on with the group
        }
        count(false);
    }
}
