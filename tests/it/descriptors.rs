//! A session beside which everything is done that opens files (`reliability.md` R45): what SQLite has open
//! and locked of the office stays as it was, and nobody else ever opens it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};

use orderdesk::desk::Outcome;
use orderdesk::desk::export::{self, Export};
use orderdesk::desk::imports::wish::{self, Wish};
use serde_json::{Value, json};

use crate::support::office::{Desk, boss};

/// The files that must be SQLite's alone, as the kernel names them: device and number.
fn files(office: &Path) -> BTreeMap<String, &'static str> {
    let name = |ending: &str| {
        let mut path = office.as_os_str().to_owned();
        path.push(ending);
        named(&std::fs::metadata(path).unwrap())
    };
    ["", "-wal", "-shm"]
        .map(|ending| (name(ending), ending))
        .into()
}

/// `fe:00:4711`, as in `/proc/locks`: files in memory have numbers of their own.
fn named(about: &Metadata) -> String {
    let (major, minor) = (
        rustix::fs::major(about.dev()),
        rustix::fs::minor(about.dev()),
    );
    format!("{major:02x}:{minor:02x}:{}", about.ino())
}

/// What this process has open of them, and what it has locked: a file closed behind SQLite's back would
/// take the locks with it.
fn held(office: &Path) -> (Vec<&'static str>, BTreeSet<String>) {
    let files = files(office);
    let open = std::fs::read_dir("/proc/self/fd").unwrap();
    // Looked at through the folder, not opened. What another test closes meanwhile is none of ours.
    let open = open.filter_map(|entry| std::fs::metadata(entry.ok()?.path()).ok());
    let mut open: Vec<_> = open
        .filter_map(|about| files.get(&named(&about)).copied())
        .collect();
    open.sort_unstable();
    let me = std::process::id().to_string();
    let lock = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().skip(1).collect();
        let [_, _, kind, pid, place, from, to] = words[..] else {
            return None;
        };
        let file = files.get(place).filter(|_| pid == me)?;
        Some(format!("{file} {kind} {from} {to}"))
    };
    // The kernel tells the list in pieces, between which a line can slip while others lock and let go.
    let look = |_| std::fs::read_to_string("/proc/locks").unwrap();
    let locks: Vec<String> = (0..5).map(look).collect();
    let locks = locks.iter().flat_map(|locks| locks.lines());
    let locks = locks.filter_map(lock).collect();
    (open, locks)
}

/// The office by every name that it has: its own, those beside it, a second name, a link.
fn names(desk: &Desk) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for ending in ["", "-wal", "-shm"] {
        let mut path = desk.path.clone().into_os_string();
        path.push(ending);
        let path = PathBuf::from(path);
        let (second, link) = (
            desk.folder.path().join(format!("second{ending}.csv")),
            desk.folder.path().join(format!("link{ending}.csv")),
        );
        std::fs::hard_link(&path, &second).unwrap();
        symlink(&path, &link).unwrap();
        all.extend([path, second, link]);
    }
    all
}

fn wished(desk: &Desk, file: &Path, rehearse: bool) -> Wish {
    Wish {
        kind: "customers".to_owned(),
        files: vec![file.to_owned()],
        profile: None,
        customer: None,
        rehearse,
        scratch: desk.folder.path().join("scratch"),
        problems: None,
        lost: None,
        words: |refusal| refusal.code().name().to_owned(),
    }
}

fn imported(desk: &Desk, wish: &Wish) -> Outcome<Value> {
    wish::import(&desk.office, &boss(), wish, &mut |_, _| true)
}

#[test]
fn nobody_but_sqlite_opens_the_office_whatever_a_session_does() {
    let desk = Desk::new();
    let reader = desk.office.second_reader().unwrap();
    reader.data_version().unwrap();
    let names = names(&desk);
    let before = held(&desk.path);
    assert!(
        before.0.contains(&"") && before.0.contains(&"-wal"),
        "{before:?}"
    );
    assert!(
        before
            .1
            .iter()
            .any(|lock| lock.starts_with("-shm READ 128")),
        "{before:?}"
    );
    let look = |what: &str| assert_eq!(held(&desk.path), before, "{what}");
    for name in &names {
        for rehearse in [false, true] {
            let wish = wished(&desk, name, rehearse);
            let done = imported(&desk, &wish);
            assert!(done.is_err(), "{}", name.display());
            look(&format!("import of {}", name.display()));
        }
        let columns = Wish {
            kind: wish::COLUMNS.to_owned(),
            ..wished(&desk, name, false)
        };
        assert!(imported(&desk, &columns).is_err());
        let export = Export {
            name: "carriers".to_owned(),
            keys: json!({}),
            file: name.clone(),
            labels: ["", ""],
        };
        assert!(export::save(&desk.office, &boss(), &export, |_, _| Ok(())).is_err());
        look(&format!("export to {}", name.display()));
        let problems = Wish {
            problems: Some(name.clone()),
            ..wished(&desk, name, false)
        };
        assert!(imported(&desk, &problems).is_err());
        assert!(desk.office.back_up(&boss(), name).is_err());
        look(&format!("backup to {}", name.display()));
    }
    let sheet = desk.folder.path().join("c.csv");
    std::fs::write(&sheet, "code,name,terms\nK1,客,net:30\n").unwrap();
    for rehearse in [true, false] {
        let wish = wished(&desk, &sheet, rehearse);
        let done = imported(&desk, &wish).unwrap();
        assert_eq!(done["added"], 1, "{done}");
        look("an import");
    }
    desk.office
        .back_up(&boss(), &desk.folder.path().join("copy.db"))
        .unwrap();
    look("a backup");
    desk.sound(true);
    desk.office.doctor(None).unwrap();
    look("check and doctor");
    // What a connection of its own had open SQLite closes when the last lock is gone.
    drop(desk.office.second_reader().unwrap());
    assert_eq!(
        held(&desk.path).1,
        before.1,
        "a connection that came and went"
    );
    drop(reader);
}
