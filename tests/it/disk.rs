//! A disk that is full, forbidden or rotten under the whole program (`reliability.md` R14 to R16).

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::support::program::{Answer, Program};
use crate::support::session::Session;
use crate::support::tables;

fn products(from: usize, to: usize) -> Vec<Value> {
    let name = "长".repeat(200);
    let one = |n: usize| {
        json!({"do": "product.save", "with": {"code": format!("P{n:04}"), "name": name, "unit": "件",
            "tax_rate": "13", "list_price": "10", "spec": name}})
    };
    (from..to).map(one).collect()
}

fn lines(of: &[Value]) -> String {
    let all: Vec<String> = of.iter().map(ToString::to_string).collect();
    all.join("\n")
}

fn count(program: &Program) -> u32 {
    let db = Connection::open(&program.db).unwrap();
    db.query_row("SELECT count(*) FROM product", [], |row| row.get(0))
        .unwrap()
}

#[test]
fn a_save_on_a_full_disk_is_never_called_saved_and_works_again_with_room() {
    let program = Program::with_office();
    program.run(&products(0, 3)).ends(0);
    let file = program.file("more.jsonl", lines(&products(3, 400)));
    // Room for the file as it is, and for a little of the log.
    let size = std::fs::metadata(&program.db).unwrap().len();
    let blocks = (size / 512 + 100).to_string();
    let told = program.limited(&blocks, &["run", &file]);
    let saved = told.lines();
    let good = saved.iter().filter(|line| line["ok"] == true);
    let good = u32::try_from(good.count()).unwrap();
    assert!(told.code == Some(3), "{told:?}");
    assert!(told.err.contains("not saved: disk full"), "{}", told.err);
    assert!(good < 397, "the limit was met");
    assert_eq!(
        count(&program),
        3 + good,
        "what was called saved, and no more"
    );
    program.call(&["check", "--deep"]).ends(0);
    let again = program.limited("unlimited", &["run", &file]).ends(0);
    assert_eq!(again.lines().len(), 397);
    assert_eq!(count(&program), 400);
    program.call(&["check", "--deep"]).ends(0);
}

/// The page that all products hang on, and the size of a page; all is in the file itself.
fn root_page(program: &Program) -> (usize, usize) {
    let db = Connection::open(&program.db).unwrap();
    db.pragma_update(None, "wal_checkpoint", "TRUNCATE")
        .unwrap();
    let sql = "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_schema WHERE name = 'product'";
    let found: (u32, u32) = db
        .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    (found.0 as usize, found.1 as usize)
}

#[test]
fn damaged_pages_are_told_with_the_way_back_and_nothing_is_written() {
    let program = Program::with_office();
    program.run(&products(0, 60)).ends(0);
    let (page, size) = root_page(&program);
    let whole = std::fs::read(&program.db).unwrap();
    let pages = whole.len() / size;
    let line = program.file("one.jsonl", lines(&products(900, 901)));
    for at in [page].into_iter().chain((2..=pages).step_by(11)) {
        let mut bytes = whole.clone();
        bytes[(at - 1) * size..][..128].fill(0xA5);
        std::fs::write(&program.db, &bytes).unwrap();
        for words in [
            &["ask", "products"][..],
            &["run", &line],
            &["check"],
            &["admin", "doctor"],
        ] {
            let told = program.call(words);
            let code = told.code.unwrap();
            assert!(code <= 3, "page {at} {words:?}: {told:?}");
            if code == 3 {
                let way = told.err.contains("orderdesk restore");
                assert!(way, "page {at} {words:?}: {}", told.err);
            }
            assert!(code == 3 || at != page || words[0] != "run", "{told:?}");
        }
        let left = std::fs::read(&program.db).unwrap();
        assert!(at != page || left == bytes, "written to a damaged table");
    }
}

/// Bytes may flip within a page that stays whole: what they leave is no text, or no state.
#[test]
fn a_value_that_nobody_can_have_put_there_is_damage_too() {
    let program = Program::with_office();
    program.run(&products(0, 3)).ends(0);
    let db = Connection::open(&program.db).unwrap();
    let change = "UPDATE product SET name = CAST(x'E9FF41' AS TEXT) WHERE code = 'P0001'";
    assert_eq!(db.execute(change, []).unwrap(), 1);
    drop(db);
    let told = program.call(&["ask", "products"]).ends(3);
    let way = told.err.contains("is damaged") && told.err.contains("orderdesk restore");
    assert!(way, "{told:?}");
}

/// An office with sixty products, and a backup of it.
fn with_a_backup() -> (Program, String) {
    let program = Program::with_office();
    program.run(&products(0, 60)).ends(0);
    let copy = program.path("good.db").display().to_string();
    program.call(&["backup", &copy]).ends(0);
    (program, copy)
}

/// The recipe that damage is told with works however bad the damage is, and for nobody to whom the office
/// is open.
#[test]
fn a_damaged_office_is_put_right_by_the_last_backup() {
    let (program, copy) = with_a_backup();
    let whole = std::fs::read(&copy).unwrap();
    let part = |from: usize, to: usize| {
        let mut bytes = whole.clone();
        bytes[from..to].fill(0xA5);
        bytes
    };
    for (what, bytes) in [
        ("no header", part(0, 16)),
        ("no schema", part(100, 500)),
        ("a page", part(8_192, 8_400)),
        ("truncated", whole[..whole.len() / 3].to_vec()),
        ("its header alone", whole[..100].to_vec()),
        ("a part of its header", whole[..50].to_vec()),
        ("one byte", whole[..1].to_vec()),
        ("nothing", Vec::new()),
    ] {
        let inside = tables::reader(&program.db);
        assert_eq!(tables::number(&inside, "SELECT count(*) FROM product"), 60);
        // By another process: closed in this one, the file would take the reader's locks with it.
        let damaged = program.file("damaged", &bytes);
        let done = Command::new("cp").arg(&damaged).arg(&program.db).status();
        assert!(done.unwrap().success());
        let told = program.call(&["restore", &copy]);
        assert_eq!(told.code, Some(3), "{what}: {told:?}");
        let same = Command::new("cmp").arg(&damaged).arg(&program.db).status();
        assert!(same.unwrap().success(), "{what}: restored under somebody");
        drop(inside);
        std::fs::write(&program.db, &bytes).unwrap();
        program.call(&["restore", &copy]).ends(0);
        program.call(&["check", "--deep"]).ends(0);
        assert_eq!(count(&program), 60, "{what}");
    }
}

#[test]
fn nothing_goes_into_an_office_that_was_found_damaged_not_even_its_log() {
    let (program, _) = with_a_backup();
    let (page, size) = root_page(&program);
    let mut session = Session::of(program.command().arg("run").stderr(Stdio::null()));
    let carrier = json!({"do": "carrier.save", "with": {"code": "SF", "name": "SF"}});
    assert_eq!(session.say(&carrier)["ok"], true, "and it is in the log");
    let mut bytes = std::fs::read(&program.db).unwrap();
    bytes[(page - 1) * size..][..128].fill(0xA5);
    std::fs::write(&program.db, &bytes).unwrap();
    session.tell(&products(900, 901)[0]);
    assert_eq!(session.ends(), Some(3));
    assert!(std::fs::read(&program.db).unwrap() == bytes, "written to");
}

/// Somebody who may read an office and not write it, or not even make a file beside it.
#[test]
fn an_office_that_may_not_be_written_is_told_and_left_alone() {
    let program = Program::with_office();
    let line = program.file("one.jsonl", lines(&products(0, 1)));
    let sheet = program.file("c.csv", "code,name,terms\nC1,客,net:30\n");
    // Rights do not hold root: then it is somebody else who asks.
    let other = nix::unistd::geteuid().is_root();
    let place = program.path("place");
    std::fs::create_dir(&place).unwrap();
    let office = place.join("office.db");
    std::fs::copy(&program.db, &office).unwrap();
    let mode = |path: &Path, bits: u32| {
        std::fs::set_permissions(path, PermissionsExt::from_mode(bits)).unwrap();
    };
    mode(program.folder.path(), 0o777);
    let write = "cannot be written; check the rights";
    let read = "check the rights of the file and its folder";
    for (folder, file) in [(0o555, 0o444), (0o777, 0o444), (0o777, 0)] {
        mode(&place, folder);
        mode(&office, file);
        let way = if file == 0 { read } else { write };
        for (words, code) in [
            (&["run", &line][..], 3),
            (&["import", "customers", &sheet], 3),
            (&["check"], if file == 0 { 3 } else { 0 }),
        ] {
            let before = left(&place);
            let mut command = Command::new(if other { "setpriv" } else { "env" });
            if other {
                command.args(["--reuid=61002", "--regid=61002", "--clear-groups"]);
            }
            command.arg(env!("CARGO_BIN_EXE_orderdesk"));
            command.env("LANG", "en").env("HOME", program.path("home"));
            command.env("TMPDIR", program.folder.path());
            command.arg("--db").arg(&office).args(words);
            let told = Answer::from(command.output().unwrap()).ends(code);
            assert!(left(&place) == before, "{file:o} {words:?}: changed");
            if code == 0 {
                continue;
            }
            let named = told.err.contains(&office.display().to_string());
            assert!(
                named && told.err.contains(way),
                "{file:o} {words:?}: {told:?}"
            );
        }
    }
}

/// What lies in a folder: names, and what a plain file holds.
fn left(folder: &Path) -> Vec<(String, Option<Vec<u8>>)> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    let mut all: Vec<_> = entries
        .map(|entry| {
            let plain = entry.file_type().unwrap().is_file();
            let bytes = plain.then(|| std::fs::read(entry.path()).unwrap_or_default());
            (entry.file_name().into_string().unwrap(), bytes)
        })
        .collect();
    all.sort();
    all
}

#[test]
fn what_is_no_office_is_named_and_left_alone() {
    let program = Program::with_office();
    let whole = std::fs::read(&program.db).unwrap();
    let (line, home) = (
        program.file("one.jsonl", lines(&products(0, 1))),
        program.path("home"),
    );
    let place = program.path("place");
    std::fs::create_dir_all(place.join("folder.db")).unwrap();
    let pipe = place.join("pipe.db");
    let kind = rustix::fs::FileType::Fifo;
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, kind, 0o666.into(), 0).unwrap();
    std::fs::write(place.join("text.db"), b"no office, a letter to a friend").unwrap();
    std::fs::write(place.join("empty.db"), b"").unwrap();
    std::fs::write(place.join("short.db"), &whole[..whole.len() / 3]).unwrap();
    let before = left(&place);
    for (name, way) in [
        ("folder.db", "--db names the office file"),
        ("pipe.db", "--db names the office file"),
        ("text.db", "name the office file with --db"),
        ("empty.db", "name the office file with --db"),
        ("short.db", "orderdesk restore"),
        ("missing.db", "orderdesk admin init"),
    ] {
        for (lang, words) in [
            ("zh", &["ask", "orders"][..]),
            ("en", &["ask", "orders"]),
            ("en", &["run", &line]),
            ("en", &["check"]),
            ("en", &["admin", "doctor"]),
            ("en", &["admin", "upgrade"]),
            ("en", &["backup", "copy.db"]),
        ] {
            let mut command = Program::at(&place.join(name), &home);
            command
                .current_dir(&place)
                .args(["--lang", lang])
                .args(words);
            let told = Answer::from(command.output().unwrap()).ends(3);
            assert!(told.err.contains(name), "{name} is named: {told:?}");
            assert!(
                lang == "zh" || told.err.contains(way),
                "{name} {words:?}: {told:?}"
            );
            assert!(lang == "en" || !told.err.is_ascii(), "{told:?}");
            assert!(left(&place) == before, "{name} {words:?}");
        }
    }
}
