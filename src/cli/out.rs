//! Writing results, refusals and failures; exit codes.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::desk::{Failure, StoreError};
use crate::domain::text::is_hidden;
use crate::domain::{Code, Refusal};
use crate::guard::Cause;
use crate::words::Lang;
use crate::words::fill::safe;

/// Exit codes of `contract.md §1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// At least one refusal, or a check failed.
    Refused,
    /// Wrong usage.
    Usage,
    /// The office file cannot be used.
    Office,
    /// Not permitted.
    NotPermitted,
    /// Ended by a signal.
    Signal(u8),
}

impl Exit {
    /// The number for the shell.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Refused => 1,
            Self::Usage => 2,
            Self::Office => 3,
            Self::NotPermitted => 4,
            Self::Signal(n) => 128 + n,
        }
    }
}

/// Text for a terminal or a file: hidden characters in JSON's own form, so that they reach neither
/// (`reliability.md` R35). Line ends and tabs are ours.
pub(super) fn visible(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\n' | '\t') || !is_hidden(c) {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            write!(out, "\\u{unit:04x}").expect("writing to a string cannot fail");
        }
    }
    out
}

/// Writes a line of result; a reader that has gone away ends the program quietly, as SIGPIPE would.
pub fn line(text: &str) -> Result<(), Exit> {
    raw((visible(text) + "\n").as_bytes())
}

/// Writes bytes of result.
pub fn raw(bytes: &[u8]) -> Result<(), Exit> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)
        .and_then(|()| out.flush())
        .map_err(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => Exit::Signal(13),
            _ => Exit::Office,
        })
}

/// Says something beside the result.
pub fn say(text: &str) {
    // With standard error gone there is nobody left to tell.
    drop(writeln!(io::stderr().lock(), "{}", visible(text)));
}

/// A refusal as scripts read it.
pub fn refusal(lang: Lang, refusal: &Refusal) -> Value {
    let told = lang.refusal(refusal);
    let mut facts = Value::Object(refusal.facts().clone());
    lang.tell(&mut facts);
    json!({
        "code": refusal.code(),
        "facts": facts,
        "text": told.text,
        "way_out": told.way_out,
    })
}

/// Tells why a call failed, on standard error, and gives its exit code.
pub fn failed(lang: Lang, why: &Failure) -> Exit {
    match why {
        Failure::Refused(no) => {
            say(&json!({ "ok": false, "refusal": refusal(lang, no) }).to_string());
            if no.code() == Code::NotPermitted {
                Exit::NotPermitted
            } else {
                Exit::Refused
            }
        }
        Failure::Store(error) => {
            say(&store_text(lang, error));
            Exit::Office
        }
    }
}

/// What is wrong with the office file, and what to do.
pub fn store_text(lang: Lang, error: &StoreError) -> String {
    let shown = |path: &std::path::Path| safe(&path.display().to_string());
    match error {
        StoreError::Missing(path) => lang.office_missing(&shown(path)),
        StoreError::Exists(path) => lang.office_there(&shown(path)),
        StoreError::Foreign(path) => lang.office_foreign(&shown(path)),
        StoreError::Newer { found, known } => lang.office_newer(*found, *known),
        StoreError::Older { found, known } => lang.office_older(*found, *known),
        StoreError::DiskFull => lang.office_full().to_owned(),
        StoreError::ReadOnly => lang.office_read_only().to_owned(),
        StoreError::Opening(path, what) => format!("{}: {}", shown(path), store_text(lang, what)),
        StoreError::NotAFile => lang.office_no_file().to_owned(),
        StoreError::CannotOpen(why) => lang.office_cannot_open(&safe(why)),
        StoreError::Exposed(it) => {
            lang.office_exposed(&shown(&it.path), &it.seen, &it.wanted, &safe(&it.mend))
        }
        StoreError::NoGroup(cause) => {
            let why = match cause {
                Cause::Mode { .. } => lang.no_group_mode(),
                Cause::NoSuid => lang.no_group_nosuid(),
                Cause::NoNewPrivileges => lang.no_group_no_new_privs(),
                Cause::Traced => lang.no_group_traced(),
                Cause::Unknown => lang.no_group_unknown(),
            };
            lang.office_no_group(why, &safe(&cause.mend()))
        }
        StoreError::Network(name) => lang.office_network(name),
        StoreError::Damaged(why) => lang.office_damaged(&safe(why)),
        StoreError::NotADatabase => lang.office_damaged(&error.to_string()),
        other => lang.office_failed(&safe(&other.to_string())),
    }
}
