//! Backups beside heavy writing, onto full disks, of names that are taken (`reliability.md` R42, S12).

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;

use serde_json::json;

use crate::support::program::{Answer, Program};
use crate::support::session::Session;

fn names(folder: &Path) -> Vec<String> {
    let all = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = all
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn folder(program: &Program) -> String {
    let folder = program.path("shelf");
    std::fs::create_dir(&folder).unwrap();
    folder.display().to_string()
}

#[test]
fn backups_beside_clerks_who_never_rest_are_whole() {
    let program = Program::with_office();
    program
        .call(&["stress", "--acts", "0", "--furnish"])
        .ends(0);
    let shelf = folder(&program);
    let mut clerks: Vec<_> = (0..2)
        .map(|n| {
            let mut command = program.command();
            command.args([
                "stress",
                "--acts",
                "100000",
                "--name",
                &format!("c{n}"),
                "--seed",
                &n.to_string(),
            ]);
            command.stdout(Stdio::null()).spawn().unwrap()
        })
        .collect();
    let mut last = 0;
    for n in 0..10 {
        let file = format!("{shelf}/{n}.db");
        program.call(&["backup", &file]).ends(0);
        let mut check = Program::at(Path::new(&file), program.folder.path());
        Answer::from(check.args(["check", "--deep"]).output().unwrap()).ends(0);
        let db = crate::support::tables::reader(Path::new(&file));
        let rows = crate::support::tables::number(&db, "SELECT count(*) FROM audit");
        assert!(rows >= last, "a later backup holds more");
        last = rows;
    }
    for clerk in &mut clerks {
        assert!(clerk.try_wait().unwrap().is_none(), "a clerk has stopped");
        clerk.kill().unwrap();
        clerk.wait().unwrap();
    }
    assert!(last > 10, "{last} rows");
    assert_eq!(
        names(Path::new(&shelf)).len(),
        10,
        "{:?}",
        names(Path::new(&shelf))
    );
    // The last one in the place of the office, when nobody is there.
    program.call(&["restore", &format!("{shelf}/9.db")]).ends(0);
    program.call(&["check", "--deep"]).ends(0);
}

#[test]
fn a_backup_that_does_not_fit_leaves_nothing() {
    let program = Program::with_office();
    let shelf = folder(&program);
    let file = format!("{shelf}/a.db");
    let told = program.limited("200", &["backup", &file]).ends(3);
    assert!(told.err.contains("disk full"), "{told:?}");
    assert_eq!(names(Path::new(&shelf)), [""; 0]);
    program.limited("unlimited", &["backup", &file]).ends(0);
    assert_eq!(names(Path::new(&shelf)), ["a.db"]);
    let about = std::fs::metadata(&file).unwrap();
    assert_eq!(about.permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_name_that_is_taken_stays_as_it_is_and_a_faulty_office_gives_no_backup() {
    let program = Program::with_office();
    let shelf = folder(&program);
    let file = format!("{shelf}/a.db");
    std::fs::write(&file, "mine").unwrap();
    program.call(&["backup", &file]).ends(1);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
    std::os::unix::fs::symlink("/nowhere/else.db", format!("{shelf}/link.db")).unwrap();
    program
        .call(&["backup", &format!("{shelf}/link.db")])
        .ends(1);
    // Left by a backup that was killed long ago; that of a living process is let alone.
    std::fs::write(format!("{shelf}/.b.db.part-4194999"), "half").unwrap();
    std::fs::write(format!("{shelf}/.b.db.part-1"), "half").unwrap();
    program.call(&["backup", &format!("{shelf}/b.db")]).ends(0);
    assert_eq!(
        names(Path::new(&shelf)),
        [".b.db.part-1", "a.db", "b.db", "link.db"]
    );
    let carrier = json!({"do": "carrier.save", "with": {"code": "SF", "name": "SF"}});
    program.run(&[carrier]).ends(0);
    let db = rusqlite::Connection::open(&program.db).unwrap();
    db.execute_batch("DROP TRIGGER audit_no_update; UPDATE audit SET who = 'somebody else'")
        .unwrap();
    drop(db);
    program.call(&["check"]).ends(1);
    program.call(&["backup", &format!("{shelf}/c.db")]).ends(1);
    assert!(
        !names(Path::new(&shelf))
            .iter()
            .any(|name| name.contains('c'))
    );
}

#[test]
fn a_folder_keeps_the_newest_and_touches_nothing_else() {
    let program = Program::with_office();
    let shelf = folder(&program);
    for name in [
        "orderdesk-20250101-000000.db",
        "orderdesk-20250102-000000.db",
        "orderdesk-20250103-000000.db",
        "orderdesk-old.db",
        "notes.txt",
    ] {
        std::fs::write(format!("{shelf}/{name}"), "").unwrap();
    }
    let told = program
        .call(&["backup", &shelf, "--keep", "2"])
        .ends(0)
        .json();
    assert_eq!(told["removed"].as_array().unwrap().len(), 2, "{told}");
    let left = names(Path::new(&shelf));
    assert_eq!(left.len(), 4, "{left:?}");
    assert_eq!(
        (left[0].as_str(), left[1].as_str()),
        ("notes.txt", "orderdesk-20250103-000000.db")
    );
    assert_eq!(told["file"], json!(format!("{shelf}/{}", left[2])));
    assert_eq!(left[3], "orderdesk-old.db");
    program
        .call(&["backup", &format!("{shelf}/x.db"), "--keep", "2"])
        .ends(2);
    program.call(&["backup", &shelf, "--keep", "0"]).ends(2);
}

#[test]
fn the_office_itself_is_no_list_of_commands() {
    let program = Program::with_office();
    let link = program.path("link");
    std::os::unix::fs::symlink(&program.db, &link).unwrap();
    for path in [program.db.display().to_string(), link.display().to_string()] {
        let told = program.call(&["run", &path]).ends(2);
        assert!(told.err.contains("the office file itself"), "{told:?}");
    }
    let file = program.file("empty.jsonl", "");
    program.call(&["run", &file]).ends(0);
}

/// A restore that was killed with the office away and its log still there: the next one takes nothing of it in.
#[test]
fn a_log_without_its_office_goes_into_no_other() {
    let program = Program::with_office();
    let carrier = |code: &str| json!({"do": "carrier.save", "with": {"code": code, "name": code}});
    program.run(&[carrier("A")]).ends(0);
    let copy = program.path("copy.db").display().to_string();
    program.call(&["backup", &copy]).ends(0);
    let mut session = Session::of(program.command().arg("run"));
    assert_eq!(session.say(&carrier("B"))["ok"], true);
    let log = std::fs::read(program.path("office.db-wal")).unwrap();
    assert_eq!(session.ends(), Some(0));
    std::fs::remove_file(&program.db).unwrap();
    program.file("office.db-wal", &log);
    program.call(&["restore", &copy]).ends(0);
    program.call(&["check", "--deep"]).ends(0);
    let rows = program.ask(&["carriers"]);
    assert_eq!(rows["rows"].as_array().unwrap().len(), 1, "{rows}");
    let aside = program.path("office.db.before-restore-wal");
    assert!(std::fs::read(aside).unwrap() == log, "put aside");
}

/// An office of which nothing is left but its log: nobody throws that away, and a restore puts it aside.
#[test]
fn a_log_beside_an_empty_office_is_put_aside() {
    let program = Program::with_office();
    let copy = program.path("copy.db").display().to_string();
    program.call(&["backup", &copy]).ends(0);
    let carrier = json!({"do": "carrier.save", "with": {"code": "B", "name": "B"}});
    let mut session = Session::of(program.command().arg("run"));
    assert_eq!(session.say(&carrier)["ok"], true);
    let log = std::fs::read(program.path("office.db-wal")).unwrap();
    assert_eq!(session.ends(), Some(0));
    program.file("office.db", "");
    let beside = program.file("office.db-wal", &log);
    for words in [&["ask", "carriers"][..], &["check"], &["admin", "doctor"]] {
        program.call(words).ends(3);
        assert!(std::fs::read(&beside).unwrap() == log, "{words:?}");
    }
    program.call(&["restore", &copy]).ends(0);
    program.call(&["check", "--deep"]).ends(0);
    let aside = program.path("office.db.before-restore-wal");
    assert!(std::fs::read(aside).unwrap() == log, "put aside");
}
