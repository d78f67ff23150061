//! Before all other code: who we are, whose environment, which group (`reliability.md` D2, 1 to 6).
//!
//! This is the only file with unsafe code: throwing the environment away, which is sound only
//! while there is no second thread, ignoring two signals, and how a thread is scheduled.
#![allow(unsafe_code)]

use std::ffi::{OsStr, OsString};

use nix::sys::signal::{SigHandler, SigSet, Signal, signal};
use nix::unistd::{Gid, User, getresgid, getresuid, getuid, setresgid};

use super::conf;
use super::given::{self, CONF, Given};

/// What the environment may hold in guarded mode, besides `LC_*`; `PATH` and `HOME` are ours.
const KEPT: &[&str] = &["TERM", "LANG", "COLORTERM", "NO_COLOR"];

/// Starts guarded where the program was started with a group of its own; else only sees to it that
/// a file that may not grow is an error and not the end. Call it first of all. A text is why the
/// program must not go on.
pub fn enter() -> Result<(), String> {
    for ignored in [Signal::SIGXFSZ, Signal::SIGPIPE] {
        // SAFETY: ignoring runs no code of ours inside a signal. A limit on file sizes and a
        // reader that has gone away become errors of the write itself, and are told.
        unsafe { signal(ignored, SigHandler::SigIgn) }.map_err(told)?;
    }
    let (users, groups) = (getresuid().map_err(told)?, getresgid().map_err(told)?);
    if users.real != users.effective || users.real != users.saved {
        return Err("orderdesk must not be setuid: chmod u-s".to_owned());
    }
    if groups.real == groups.effective && groups.real == groups.saved {
        return Ok(());
    }
    if std::fs::read_dir("/proc/self/task").map_err(told)?.count() != 1 {
        return Err("orderdesk was started with a second thread".to_owned());
    }
    replace_environment()?;
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    // A caller could have blocked the signals that end us.
    SigSet::all().thread_unblock().map_err(told)?;
    let (own, group) = (groups.real, groups.effective);
    step_to(own, own, group)?;
    // Only now, with the caller's own rights: looking somebody up runs what the system is set up with.
    set_home();
    let office = conf::named_office(std::path::Path::new(CONF))?;
    given::note(Given { own, group, office })
}

/// From now on this thread, when it wakes up, waits until whoever runs has come to an end of his own
/// (`SCHED_BATCH`): a clerk who saves, woken by the queue or by the disk, pushed the one aside whose list was
/// being read, for the whole of his save. It costs savers nothing that can be measured; the p99 of a page
/// beside eight of them falls by half. A courtesy: where the system forbids it all goes on without.
pub fn give_way() {
    thread_local!(static DONE: std::cell::Cell<bool> = const { std::cell::Cell::new(false) });
    if DONE.replace(true) {
        return;
    }
    let none = nix::libc::sched_param { sched_priority: 0 };
    // SAFETY: the call reads one number behind the pointer, which lives until it returns; 0 is this thread.
    unsafe { nix::libc::sched_setscheduler(0, nix::libc::SCHED_BATCH, &raw const none) };
}

fn told(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// For all threads at once; looks afterwards whether it is so.
pub(super) fn step_to(real: Gid, effective: Gid, saved: Gid) -> Result<(), String> {
    setresgid(real, effective, saved).map_err(told)?;
    let now = getresgid().map_err(told)?;
    if (now.real, now.effective, now.saved) == (real, effective, saved) {
        Ok(())
    } else {
        Err("the group of the office could not be given up".to_owned())
    }
}

/// What is left are a language and a terminal, and a path of the system's: no name of a file or
/// program that the caller chose.
fn replace_environment() -> Result<(), String> {
    let all = std::env::vars_os();
    let kept: Vec<_> = all.filter(|(name, value)| harmless(name, value)).collect();
    // SAFETY: `enter` has seen that no second thread could read the environment meanwhile, and
    // nothing points into the old one: `kept` owns its texts.
    unsafe {
        nix::env::clearenv().map_err(told)?;
        for (name, value) in kept {
            std::env::set_var(name, value);
        }
        std::env::set_var("PATH", "/usr/bin:/bin");
    }
    Ok(())
}

/// The home that the system knows, whatever the caller said.
fn set_home() {
    let user = User::from_uid(getuid()).ok().flatten();
    let home = user.map_or_else(|| "/nonexistent".into(), |user| user.dir);
    // SAFETY: there is still no second thread that could read the environment meanwhile.
    unsafe { std::env::set_var("HOME", home) };
}

/// Names a language or a terminal, and can name no file.
fn harmless(name: &OsStr, value: &OsString) -> bool {
    let (Some(name), Some(value)) = (name.to_str(), value.to_str()) else {
        return false;
    };
    let known = KEPT.contains(&name) || name.strip_prefix("LC_").is_some_and(is_word);
    known && value.len() <= 64 && is_word(value)
}

fn is_word(text: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b"_-.@+:=".contains(&b);
    text.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_and_terminals_stay_and_files_do_not() {
        let stays = |name: &str, value: &str| harmless(OsStr::new(name), &value.into());
        assert!(stays("TERM", "xterm-256color") && stays("LC_ALL", "zh_CN.UTF-8"));
        assert!(stays("LANG", "sr_RS.UTF-8@latin") && stays("NO_COLOR", ""));
        for (name, value) in [
            ("TERM", "../../home/anna/evil"),
            ("TERM", "a\nb"),
            ("LANG", "%n"),
            ("LC_", "/etc"),
            ("PATH", "/bin"),
            ("HOME", "home"),
            ("TERMINFO", "x"),
            ("LC_ÄLL", "C"),
        ] {
            assert!(!stays(name, value), "{name}={value}");
        }
        assert!(!stays("LANG", &"a".repeat(65)));
    }
}
