//! `admin doctor`: whether the office stands as it should, bit by bit, and what mends it.

use std::path::Path;

use serde_json::json;

use super::check::Checked;
use super::failure::Outcome;
use super::finding::{Finding, Grade, bits};
use super::{Office, doctor_guarded as guarded, settings};
use crate::store::audit;
use crate::store::surroundings::{self, Owned, Surroundings};

/// The log should not grow beyond this (`reliability.md` R44).
const WAL_MOST: u64 = 64 << 20;
/// Less room than this, or than three times the file, is too little for a backup and an upgrade.
const ROOM_LEAST: u64 = 100 << 20;
/// The oldest engine with the repairs that the log needs (`reliability.md` D4).
const SQLITE_LEAST: [u32; 3] = [3, 51, 3];

impl Office {
    /// Looks at the office and what stands around it. `program` is the program file, whose group
    /// bit opens a guarded office.
    pub fn doctor(&self, program: Option<&Path>) -> Outcome<Vec<Finding>> {
        let around = surroundings::look(&self.path)?;
        let shared = settings::SHARED.is_on(self.db())?;
        let walled = guarded::is_guarded(&self.path);
        let mut found = vec![guarded::mode(shared, walled)];
        found.extend(place(&self.path, &around));
        found.extend(rights(&self.path, &around, shared || walled));
        if walled {
            found.extend(guarded::walls(&around, program));
        }
        found.push(room(&around));
        found.push(log(&around));
        found.extend(engine(self)?);
        found.push(clock(self)?);
        found.push(head(self)?);
        let checked = self.check_books()?;
        let first = |c: &Checked| format!("{}: {}", c.name, c.faults[..1].concat());
        let faults: Vec<_> = checked.iter().filter(|c| !c.ok).map(first).collect();
        let grade = if faults.is_empty() {
            Grade::Ok
        } else {
            Grade::Bad
        };
        let mut books = Finding::new(
            "books",
            grade,
            json!({ "checks": checked.len(), "failed": faults }),
        );
        if grade == Grade::Bad {
            books = books.mend("orderdesk check");
        }
        found.push(books);
        Ok(found)
    }
}

fn place(path: &Path, around: &Surroundings) -> Vec<Finding> {
    let file = Finding::new(
        "file",
        if around.linked {
            Grade::Warn
        } else {
            Grade::Ok
        },
        json!({ "path": path, "bytes": around.file.size, "link": around.linked }),
    );
    let system = match around.network {
        None => Finding::new("file_system", Grade::Ok, json!({ "network": null })),
        // These two are also how some machines show their own disks.
        Some(name @ ("9p" | "FUSE")) => {
            Finding::new("file_system", Grade::Warn, json!({ "network": name }))
        }
        Some(name) => Finding::new("file_system", Grade::Bad, json!({ "network": name }))
            .mend("move the office to a disk of this machine: orderdesk backup FILE"),
    };
    vec![file, system]
}

/// Who may read and write: others nothing; in a shared office the bits of the recipe, one by one.
fn rights(path: &Path, around: &Surroundings, shared: bool) -> Vec<Finding> {
    let folder = &around.folder_path;
    if !shared {
        let open = around.file.mode & 0o007;
        let grade = if open == 0 { Grade::Ok } else { Grade::Warn };
        let finding = Finding::new("file_mode", grade, bits(&around.file));
        return vec![match grade {
            Grade::Ok => finding,
            _ => finding.mend(format!("chmod o-rwx '{}'", path.display())),
        }];
    }
    let mut found = vec![
        wanted("folder_mode", &around.folder, 0o2770, folder),
        wanted("file_mode", &around.file, 0o660, path),
    ];
    let same = around.folder.gid == around.file.gid;
    let group = Finding::new(
        "file_group",
        if same { Grade::Ok } else { Grade::Bad },
        json!({ "folder": around.folder.gid, "file": around.file.gid }),
    );
    found.push(if same {
        group
    } else {
        let told = format!(
            "chgrp --reference='{}' '{}'",
            folder.display(),
            path.display()
        );
        group.mend(told)
    });
    found
}

fn wanted(name: &'static str, seen: &Owned, mode: u32, path: &Path) -> Finding {
    if seen.mode == mode {
        return Finding::new(name, Grade::Ok, bits(seen));
    }
    let mut facts = bits(seen);
    facts["wanted"] = json!(format!("{mode:04o}"));
    facts["missing"] = json!(format!("{:04o}", mode & !seen.mode));
    facts["too_many"] = json!(format!("{:04o}", seen.mode & !mode));
    Finding::new(name, Grade::Bad, facts).mend(format!("chmod {mode:04o} '{}'", path.display()))
}

fn room(around: &Surroundings) -> Finding {
    let least = around.file.size.saturating_mul(3).max(ROOM_LEAST);
    let grade = if around.free < least {
        Grade::Warn
    } else {
        Grade::Ok
    };
    Finding::new(
        "room",
        grade,
        json!({ "free": around.free, "wanted": least }),
    )
}

fn log(around: &Surroundings) -> Finding {
    let grade = if around.wal > WAL_MOST {
        Grade::Warn
    } else {
        Grade::Ok
    };
    Finding::new(
        "log",
        grade,
        json!({ "bytes": around.wal, "most": WAL_MOST }),
    )
}

fn engine(office: &Office) -> Outcome<Vec<Finding>> {
    let mut found = Vec::new();
    for (name, value) in surroundings::engine(office.db())? {
        let right = match name {
            "sqlite" => {
                let parts: Vec<u32> = value.split('.').filter_map(|n| n.parse().ok()).collect();
                parts.as_slice() >= SQLITE_LEAST.as_slice()
            }
            "journal_mode" => value == "wal",
            "synchronous" => value == "2",
            "trusted_schema" => value == "0",
            _ => value == "1",
        };
        let grade = if right { Grade::Ok } else { Grade::Bad };
        found.push(Finding::new(name, grade, json!({ "value": value })));
    }
    Ok(found)
}

/// A clock behind the last thing that was written down was set back.
fn clock(office: &Office) -> Outcome<Finding> {
    let now = office.wall_clock()?();
    let last = audit::last_clock(office.db())?;
    let grade = if last.is_some_and(|last| last > now) {
        Grade::Warn
    } else {
        Grade::Ok
    };
    let facts = json!({ "now": now, "last": last, "zone": settings::TIME_ZONE.text(office.db())? });
    Ok(Finding::new("clock", grade, facts))
}

/// The head of the audit chain, to be kept outside (`reliability.md` D6).
fn head(office: &Office) -> Outcome<Finding> {
    let head = json!(audit::last(office.db())?);
    Ok(Finding::new("audit_head", Grade::Ok, head))
}
