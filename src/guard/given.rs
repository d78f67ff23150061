//! What the process was given when it started.

use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use nix::unistd::Gid;

/// The configuration that only root can write.
pub const CONF: &str = "/etc/orderdesk.conf";

/// Empty in plain mode.
static GIVEN: OnceLock<Given> = OnceLock::new();
/// Whether the group was given up for good.
static GONE: AtomicBool = AtomicBool::new(false);

/// A group besides the caller's own, and the office it opens.
#[derive(Debug)]
pub struct Given {
    pub own: Gid,
    pub group: Gid,
    pub office: Option<PathBuf>,
}

/// Notes it, once.
pub fn note(given: Given) -> Result<(), String> {
    let once = GIVEN.set(given);
    once.map_err(|_| "orderdesk was started twice".to_owned())
}

/// What was given, whether or not it is there still.
pub fn ever() -> Option<&'static Given> {
    GIVEN.get()
}

/// What was given, unless it is gone.
pub fn now() -> Option<&'static Given> {
    ever().filter(|_| !GONE.load(Ordering::SeqCst))
}

/// From now on there is no group to take.
pub fn forget() {
    GONE.store(true, Ordering::SeqCst);
}
