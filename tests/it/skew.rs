//! Old sessions beside a new program, and a session that does not finish (`reliability.md` R18,
//! R22, R31, S10).

use std::fs::File;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::program::{Answer, Program};
use crate::support::session::Session;
use crate::support::tables;

fn carrier(code: &str) -> Value {
    json!({"do": "carrier.save", "id": code, "with": {"code": code, "name": code}})
}

fn version(program: &Program, version: i64) {
    let db = rusqlite::Connection::open(&program.db).unwrap();
    db.pragma_update(None, "user_version", version).unwrap();
}

#[test]
fn a_session_open_during_an_upgrade_writes_no_more_and_says_why() {
    let program = Program::with_office();
    let mut old = Session::of(program.command().arg("run"));
    assert_eq!(old.say(&carrier("SF"))["ok"], true);
    let now = tables::number(&tables::reader(&program.db), "PRAGMA user_version");
    version(&program, now + 1);
    let before = tables::dump(&tables::reader(&program.db));
    let told = old.say(&carrier("YT"));
    assert_eq!(told["refusal"]["code"], "office.upgraded", "{told}");
    assert!(
        told["refusal"]["way_out"]
            .as_str()
            .unwrap()
            .contains("start again"),
        "{told}"
    );
    // The same token, too: what it would answer again could be of another shape by now.
    assert_eq!(old.say(&carrier("SF"))["ok"], false);
    let db = tables::reader(&program.db);
    assert_eq!(tables::dump(&db), before);
    assert_eq!(tables::number(&db, "SELECT count(*) FROM audit"), 1);
    assert_eq!(old.ends(), Some(1));
    // Whoever starts now hears that the program is the older one.
    program.call(&["ask", "carriers"]).ends(3);
    assert_eq!(tables::number(&db, "PRAGMA user_version"), now + 1);
    version(&program, now);
    program.run(&[carrier("YT")]).ends(0);
    program.call(&["check", "--deep"]).ends(0);
}

/// Waits for the answer of a command while somebody else is in the way.
fn told_while_held(program: &Program) -> Value {
    let start = Instant::now();
    let told = program.run(&[carrier("YT")]).ends(1).json();
    assert!(
        start.elapsed() < Duration::from_millis(5_600),
        "{:?}",
        start.elapsed()
    );
    assert_eq!(told["refusal"]["code"], "office.busy", "{told}");
    assert_eq!(
        told["refusal"]["facts"]["pid"],
        json!(std::process::id()),
        "{told}"
    );
    let me = nix::unistd::User::from_uid(nix::unistd::getuid())
        .unwrap()
        .unwrap();
    let text = told["refusal"]["text"].as_str().unwrap();
    assert!(text.contains(&me.name), "{told}");
    told
}

#[test]
fn whoever_does_not_finish_is_named_after_five_seconds() {
    let program = Program::with_office();
    // By the database's own lock: a program that does not queue.
    let db = rusqlite::Connection::open(&program.db).unwrap();
    db.execute_batch("BEGIN IMMEDIATE").unwrap();
    told_while_held(&program);
    db.execute_batch("ROLLBACK").unwrap();
    program.run(&[carrier("YT")]).ends(0);
}

#[test]
fn whoever_stops_within_his_turn_is_named_too() {
    let program = Program::with_office();
    program.run(&[carrier("SF")]).ends(0);
    let mut work = program.db.clone().into_os_string();
    work.push(".work");
    let work = File::open(work).unwrap();
    work.lock().unwrap();
    let told = told_while_held(&program);
    let out = told["refusal"]["way_out"].as_str().unwrap();
    assert!(
        out.contains(&format!("kill {}", std::process::id())),
        "{told}"
    );
    // A reader waits for nobody.
    program.call(&["ask", "carriers"]).ends(0);
    work.unlock().unwrap();
    program.run(&[carrier("YT")]).ends(0);
}

/// Takes out what versions 4 and 5 brought.
const TO_VERSION_3: &str =
    "DROP TRIGGER line_waits; DROP TRIGGER line_waited; DROP TRIGGER line_made_waiting;
    DROP TRIGGER order_waits_elsewhere; DROP TABLE waiting; DROP INDEX order_same_place;
    DROP INDEX order_short; DROP INDEX line_base; DROP INDEX shipment_left; DROP INDEX complaint_opened;
    PRAGMA user_version = 3;";

#[test]
fn an_office_of_an_older_program_waits_for_a_word_and_one_for_practice_does_not() {
    let program = Program::with_office();
    let practice = json!({"do": "setting.set", "with": {"name": "practice", "value": "yes"}});
    program.run(&[practice]).ends(0);
    let me = program.call(&["ask", "me"]).ends(0).json();
    let db = rusqlite::Connection::open(&program.db).unwrap();
    db.execute_batch(TO_VERSION_3).unwrap();
    drop(db);
    let told = program.call(&["ask", "me"]).ends(3);
    assert!(told.err.contains("admin upgrade"), "{told:?}");
    let home = program.folder.path();
    let own = home.join(".local/share/orderdesk/practice.db");
    std::fs::create_dir_all(own.parent().unwrap()).unwrap();
    std::fs::copy(&program.db, &own).unwrap();
    let mut demo = std::process::Command::new(env!("CARGO_BIN_EXE_orderdesk"));
    demo.env_clear().env("HOME", home).stdin(Stdio::null());
    demo.args(["demo", "--as", me["login"].as_str().unwrap()]);
    Answer::from(demo.output().unwrap()).ends(0);
    program.call(&["admin", "upgrade"]).ends(0);
    for db in [&program.db, &own] {
        let db = tables::reader(db);
        assert_eq!(tables::number(&db, "SELECT count(*) FROM waiting"), 0);
    }
    program.call(&["check", "--deep"]).ends(0);
}

#[test]
fn an_upgrade_that_was_killed_is_done_the_next_time() {
    let program = Program::with_office();
    program.run(&[carrier("SF")]).ends(0);
    let db = rusqlite::Connection::open(&program.db).unwrap();
    db.execute_batch(TO_VERSION_3).unwrap();
    drop(db);
    // One was killed behind its copy, another within it.
    program.file("office.db.v3", "the copy of before");
    program.file(".office.db.v3-2.part-4194304", "half a copy");
    let told = program.call(&["admin", "upgrade"]).ends(0).json();
    let copy = program.path("office.db.v3-2");
    assert_eq!(told["copy"], json!(copy), "{told}");
    let kept = tables::number(&tables::reader(&copy), "PRAGMA user_version");
    assert_eq!(kept, 3);
    let before = std::fs::read(program.path("office.db.v3")).unwrap();
    assert_eq!(before, b"the copy of before");
    assert!(!program.path(".office.db.v3-2.part-4194304").exists());
    program.run(&[carrier("YT")]).ends(0);
    program.call(&["check", "--deep"]).ends(0);
}
