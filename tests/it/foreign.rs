//! What another program made, and an office of a newer one (`reliability.md` R17): refused by every
//! way in, with not a byte changed; a log that is left beside the file is part of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde_json::json;

use crate::support::program::{Answer, Program};
use crate::support::tables;

/// A database as a program that was killed leaves it: its last rows are in the log alone.
fn left_by_a_kill(at: &Path, from: &Path, change: &str) {
    let db = Connection::open(from).unwrap();
    let mode: String = db
        .query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))
        .unwrap();
    assert_eq!(mode, "wal");
    db.execute_batch(change).unwrap();
    for ending in ["", "-wal"] {
        std::fs::copy(with_ending(from, ending), with_ending(at, ending)).unwrap();
    }
    let log = std::fs::metadata(with_ending(at, "-wal")).unwrap();
    assert!(log.len() > 0, "the rows are in the log");
}

/// A database as a program leaves it that was killed in the middle of a save and keeps a journal: part of the
/// new pages are in the file, and the old ones beside it.
fn left_in_a_save(at: &Path, from: &Path) {
    let db = Connection::open(from).unwrap();
    let rows = "PRAGMA journal_mode = DELETE; PRAGMA cache_size = 5; CREATE TABLE IF NOT EXISTS letter (text);
        BEGIN; WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
        INSERT INTO letter SELECT hex(randomblob(500)) FROM n";
    db.execute_batch(rows).unwrap();
    for ending in ["", "-journal"] {
        std::fs::copy(with_ending(from, ending), with_ending(at, ending)).unwrap();
    }
    db.execute_batch("ROLLBACK").unwrap();
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Every file of the folder but the memory beside a log, which holds nothing of its own.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let all = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    let all = all.filter(|entry| entry.file_type().unwrap().is_file());
    all.map(|entry| (entry.file_name().into_string().unwrap(), entry.path()))
        .filter(|(name, _)| !name.ends_with("-shm"))
        .map(|(name, path)| (name, std::fs::read(path).unwrap()))
        .collect()
}

/// An office, and beside it the files that are none of its program's.
fn strangers() -> (Program, Vec<PathBuf>) {
    let program = Program::with_office();
    let carrier = json!({"do": "carrier.save", "with": {"code": "SF", "name": "SF"}});
    program.run(&[carrier]).ends(0);
    program
        .call(&["backup", &program.path("good.db").display().to_string()])
        .ends(0);
    let path = |name: &str| program.path(name);
    let other = Connection::open(path("foreign.db")).unwrap();
    let rows =
        "PRAGMA application_id = 7; CREATE TABLE letter (text); INSERT INTO letter VALUES ('dear')";
    other.execute_batch(rows).unwrap();
    drop(other);
    // No mark at all, and the number of an office's version: the mark alone decides.
    let unmarked = Connection::open(path("unmarked.db")).unwrap();
    let rows =
        "PRAGMA user_version = 3; CREATE TABLE letter (text); INSERT INTO letter VALUES ('dear')";
    unmarked.execute_batch(rows).unwrap();
    drop(unmarked);
    std::fs::copy(path("good.db"), path("newer.db")).unwrap();
    let newer = Connection::open(path("newer.db")).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    drop(newer);
    let scratch = tempfile::tempdir().unwrap();
    for (from, change) in [
        ("foreign.db", "INSERT INTO letter VALUES ('sir')"),
        (
            "newer.db",
            "UPDATE setting SET value = 'x'; PRAGMA user_version = 100",
        ),
    ] {
        let copy = scratch.path().join(from);
        std::fs::copy(path(from), &copy).unwrap();
        left_by_a_kill(&path(&format!("killed_{from}")), &copy, change);
    }
    for from in ["foreign.db", "newer.db"] {
        // A name that would mean something else where names are taken apart.
        let (copy, at) = (scratch.path().join("b"), path(&format!("hot ?#%41_{from}")));
        std::fs::copy(path(from), &copy).unwrap();
        left_in_a_save(&at, &copy);
        let (opened, before) = (scratch.path().join("c"), std::fs::read(&at).unwrap());
        for ending in ["", "-journal"] {
            std::fs::copy(with_ending(&at, ending), with_ending(&opened, ending)).unwrap();
        }
        tables::names(&Connection::open(&opened).unwrap());
        let rolled_back = std::fs::read(&opened).unwrap() != before;
        assert!(rolled_back, "reading it as anybody does changes it");
    }
    let names = [
        "foreign.db",
        "unmarked.db",
        "newer.db",
        "killed_foreign.db",
        "killed_newer.db",
        "hot ?#%41_foreign.db",
        "hot ?#%41_newer.db",
    ];
    let all = names.map(path).to_vec();
    (program, all)
}

#[test]
fn a_file_of_another_program_or_a_newer_one_is_refused_by_every_way_in() {
    let (program, strangers) = strangers();
    let line = program.file(
        "one.jsonl",
        "{\"do\":\"carrier.save\",\"with\":{\"code\":\"A\",\"name\":\"A\"}}",
    );
    let (out, good) = (program.path("out.db"), program.path("good.db"));
    let (out, good) = (out.display().to_string(), good.display().to_string());
    let before = files(program.folder.path());
    for stranger in &strangers {
        let name = stranger.display().to_string();
        for words in [
            &["ask", "carriers"][..],
            &["run", &line],
            &["run", "--dry-run", &line],
            &["check", "--deep"],
            &["backup", &out],
            &["restore", &good],
            &["admin", "upgrade"],
            &["admin", "nightly"],
            &["admin", "user", "bo", "--roles", "clerk"],
            &["stress", "--acts", "1", "--furnish"],
        ] {
            let mut command = Program::at(stranger, program.folder.path());
            let told = Answer::from(command.args(words).output().unwrap()).ends(3);
            assert!(told.out.is_empty(), "{words:?}: {told:?}");
            let why = if name.contains("newer") {
                "upgrade the program"
            } else {
                "not an Orderdesk file"
            };
            assert!(
                told.err.contains(&name) && told.err.contains(why),
                "{words:?}: {told:?}"
            );
            assert!(
                files(program.folder.path()) == before,
                "{name}: {words:?} left its mark"
            );
        }
        // Nor is it put in the place of an office.
        program.call(&["restore", &name]).ends(3);
        assert!(files(program.folder.path()) == before, "{name}: restored");
    }
    program.call(&["check", "--deep"]).ends(0);
}

#[test]
fn an_office_with_a_journal_of_its_own_is_itself_again() {
    let program = Program::with_office();
    let carrier = json!({"do": "carrier.save", "with": {"code": "SF", "name": "SF"}});
    program.run(&[carrier]).ends(0);
    let hot = program.path("hot.db");
    left_in_a_save(&hot, &program.db);
    let mut command = Program::at(&hot, program.folder.path());
    Answer::from(command.args(["check", "--deep"]).output().unwrap()).ends(0);
    let db = tables::reader(&hot);
    assert_eq!(tables::number(&db, "SELECT count(*) FROM carrier"), 1);
    assert!(!with_ending(&hot, "-journal").exists());
}

#[test]
fn a_restore_that_is_refused_leaves_no_copy_behind() {
    let program = Program::with_office();
    let copy = program.path("copy.db").display().to_string();
    program.call(&["backup", &copy]).ends(0);
    let names = || {
        let mut all: Vec<String> = files(program.folder.path()).into_keys().collect();
        all.retain(|name| !name.ends_with("-wal"));
        all
    };
    let before = names();
    let inside = tables::reader(&program.db);
    tables::number(&inside, "SELECT count(*) FROM audit");
    program.call(&["restore", &copy]).ends(3);
    assert_eq!(names(), before);
    drop(inside);
    program.call(&["restore", &copy]).ends(0);
}
