//! `admin doctor` on a guarded office: what keeps clerks out of the file (`reliability.md` D2, D3).

use std::path::Path;

use nix::unistd::{Gid, Group};
use serde_json::json;

use super::finding::{Finding, Grade, bits};
use crate::guard;
use crate::store::surroundings::{self, Surroundings};

/// Makes a guarded office, or shows how.
const SETUP: &str = "orderdesk admin setup-shared";

/// A shared office that is not guarded works, but everybody in its group can go round the program.
pub fn mode(shared: bool, guarded: bool) -> Finding {
    let told = |name: &str, grade| Finding::new("mode", grade, json!({ "mode": name }));
    match (shared, guarded) {
        (_, true) => told("guarded", Grade::Ok),
        (true, false) => told("shared", Grade::Warn).mend(SETUP),
        (false, false) => told("plain", Grade::Ok),
    }
}

/// An office is guarded when root's configuration names it.
pub fn is_guarded(office: &Path) -> bool {
    let named = || guard::named_office(Path::new(guard::CONF)).ok().flatten();
    let here = guard::office().is_some_and(|(path, _)| path == office);
    here || named().as_deref() == Some(office)
}

/// Owner, program, group, links: each from the recipe.
pub fn walls(around: &Surroundings, program: Option<&Path>) -> Vec<Finding> {
    let mut found = vec![owner(around)];
    found.extend(program.and_then(|program| program_bits(program, around)));
    found.extend([members(around.folder.gid), hard_links()]);
    found
}

fn owner(around: &Surroundings) -> Finding {
    let (folder, file) = (around.folder.uid, around.file.uid);
    let facts = json!({ "folder": folder, "file": file });
    if folder == 0 && file == 0 {
        return Finding::new("owner", Grade::Ok, facts);
    }
    let folder = around.folder_path.display();
    Finding::new("owner", Grade::Bad, facts).mend(format!("chown root '{folder}' '{folder}'/*"))
}

/// The group bit is advised only on a file that root alone can write: any other program with it
/// would hand the office to whoever replaces the file.
fn program_bits(program: &Path, around: &Surroundings) -> Option<Finding> {
    let file = surroundings::look(program).ok()?.file;
    let right = file.mode == 0o2755 && file.uid == 0 && file.gid == around.folder.gid;
    let grade = if right { Grade::Ok } else { Grade::Bad };
    let finding = Finding::new("program_mode", grade, bits(&file));
    Some(match right {
        true => finding,
        false if file.uid == 0 && file.mode & 0o022 == 0 => finding.mend(format!(
            "chgrp --reference='{}' '{1}' && chmod 2755 '{1}'",
            around.folder_path.display(),
            program.display()
        )),
        false => finding.mend(SETUP),
    })
}

/// Whoever is in the group is past the guard.
fn members(gid: u32) -> Finding {
    let group = Group::from_gid(Gid::from_raw(gid)).ok().flatten();
    let (name, members) = group.map_or_else(Default::default, |group| (group.name, group.mem));
    let grade = if members.is_empty() {
        Grade::Ok
    } else {
        Grade::Bad
    };
    let mend = members
        .first()
        .map(|first| format!("gpasswd -d {first} {name}"));
    let finding = Finding::new(
        "group_members",
        grade,
        json!({ "group": name, "members": members }),
    );
    match mend {
        Some(mend) => finding.mend(mend),
        None => finding,
    }
}

/// Without these a clerk could keep an old, faulty program by a second name.
fn hard_links() -> Finding {
    let read = |name: &str| std::fs::read_to_string(format!("/proc/sys/fs/{name}"));
    let on = |name: &str| read(name).is_ok_and(|text| text.trim() != "0");
    let (hard, soft) = (on("protected_hardlinks"), on("protected_symlinks"));
    let facts = json!({ "hardlinks": hard, "symlinks": soft });
    if hard && soft {
        Finding::new("links", Grade::Ok, facts)
    } else {
        Finding::new("links", Grade::Warn, facts)
            .mend("sysctl fs.protected_hardlinks=1 fs.protected_symlinks=1")
    }
}
