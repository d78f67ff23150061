//! A panic while the office is being saved (`reliability.md` R6): the real screens on a real office, whose
//! clock does the bad thing. A save reads it in its turn, so it is read inside the transaction.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use chrono::{DateTime, Utc};
use orderdesk::desk::{Caller, Clock, Office};
use orderdesk::ui::{self, Frames};
use orderdesk::words::Lang;
use rusqlite::Connection;

use super::desk::{Desk, How};
use super::reports;

const NOW: &str = "2026-11-25T01:00:00Z";

fn caller() -> Caller {
    Caller {
        login: "anna".to_owned(),
        uid: 1,
        seat: None,
    }
}

fn quiet() -> Clock {
    Arc::new(|| NOW.parse().unwrap())
}

/// Whether somebody is inside a save.
fn is_held(office: &Path) -> bool {
    let db = Connection::open(office).unwrap();
    db.busy_timeout(Duration::ZERO).unwrap();
    db.execute_batch("BEGIN IMMEDIATE").is_err()
}

/// Does what the files of the folder say, on the thread that they name.
fn bad(folder: PathBuf) -> Clock {
    Arc::new(move || -> DateTime<Utc> {
        let there = |name: &str| folder.join(name).exists();
        let thread = thread::current();
        match thread.name() {
            Some("write desk") => {
                if there("hold") || there("panic") {
                    let inside = is_held(&folder.join("office.db"));
                    fs::write(folder.join("held"), inside.to_string()).unwrap();
                }
                assert!(!there("panic"), "planted in a save");
                while there("hold") {
                    thread::sleep(Duration::from_millis(5));
                }
            }
            Some("read desk") => {}
            _ => assert!(!there("panic-beside"), "planted beside a save"),
        }
        NOW.parse().unwrap()
    })
}

#[test]
#[ignore = "the child of the other tests"]
fn saving_in_a_pty() {
    let Some(folder) = std::env::var_os("DESK_FOLDER").map(PathBuf::from) else {
        return;
    };
    fs::write(folder.join("pid"), std::process::id().to_string()).unwrap();
    ui::report_panics(folder.clone());
    let setup = ui::Setup {
        office: folder.join("office.db"),
        clock: bad(folder.clone()),
        caller: caller(),
        lang: Lang::En,
        theme: None,
        no_color: true,
        frames: Frames::Ascii,
        ambiguous: None,
        own_keys: None,
        term: std::env::var("TERM").ok(),
        state: folder,
        home: None,
        show_clock: true,
    };
    std::process::exit(ui::open(&setup).unwrap());
}

/// The real order entry in a pty, with an `a` typed and kept.
fn opened() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    drop(Office::found(&path, quiet(), "o", &caller(), false).unwrap());
    let arguments = "--exact saving::saving_in_a_pty --ignored --nocapture --test-threads=1 -q";
    let mut desk = Desk::start_child(How::Leader, "xterm", arguments, folder);
    desk.until("the menu", |desk| desk.screen().contains("Order entry"));
    desk.send("1");
    desk.until("the form", |desk| desk.screen().contains("F6 Submit"));
    desk.send("a");
    desk.until("the form kept", |_| kept(&path).contains('a'));
    desk
}

/// The half-typed form in the office, as another session reads it.
fn kept(office: &Path) -> String {
    let office = Office::open(office, quiet()).unwrap();
    let forms = office.parked(&caller()).unwrap();
    forms.iter().map(|form| form.body.to_string()).collect()
}

#[test]
fn a_panic_in_any_thread_during_a_save_leaves_nothing_of_it() {
    for (file, planted) in [
        ("panic", "planted in a save"),
        ("hold", "planted beside a save"),
    ] {
        let mut desk = opened();
        let office = desk.folder.path().join("office.db");
        let before = kept(&office);
        fs::write(desk.folder.path().join(file), "").unwrap();
        desk.send("z");
        desk.until("a save", |desk| desk.folder.path().join("held").exists());
        if file == "hold" {
            assert!(is_held(&office));
            fs::write(desk.folder.path().join("panic-beside"), "").unwrap();
            desk.send("y");
        }
        assert_eq!(desk.gone(), 101, "{file}");
        let inside = fs::read_to_string(desk.folder.path().join("held")).unwrap();
        assert_eq!(inside, "true", "{file}: it was no save");
        desk.until("the line", |desk| {
            String::from_utf8_lossy(&desk.bytes()).contains("; report: ")
        });
        let all = String::from_utf8_lossy(&desk.bytes()).into_owned();
        let line = all
            .lines()
            .find(|line| line.contains("internal error"))
            .unwrap();
        let (what, report) = line.split_once("; report: ").unwrap();
        assert!(what.contains(planted), "{line}");
        let report = fs::read_to_string(report.trim()).unwrap();
        assert!(report.contains(planted), "{report}");
        desk.assert_given_back();
        assert_eq!(reports(desk.folder.path()), 1);
        // The next one finds the office free, and as it was before.
        assert!(!is_held(&office), "{file}");
        assert_eq!(kept(&office), before, "{file}");
        let after = Office::open(&office, quiet()).unwrap();
        assert!(after.check(true).unwrap().iter().all(|one| one.ok));
    }
}
