//! A disk that is full, forbidden or rotten under the whole program (`reliability.md` R14 to R16).

use std::os::unix::fs::PermissionsExt;

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::support::program::Program;

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

#[test]
fn damaged_pages_are_told_with_the_way_back_and_nothing_is_written() {
    let program = Program::with_office();
    program.run(&products(0, 60)).ends(0);
    let db = Connection::open(&program.db).unwrap();
    db.pragma_update(None, "wal_checkpoint", "TRUNCATE")
        .unwrap();
    let page: u32 = db
        .query_row(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'product'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    let size: u32 = db
        .query_row("PRAGMA page_size", [], |row| row.get(0))
        .unwrap();
    drop(db);
    let (page, size) = (page as usize, size as usize);
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

#[test]
fn an_office_that_may_not_be_written_is_told_and_left_alone() {
    let program = Program::with_office();
    if nix::unistd::geteuid().is_root() {
        return; // rights do not hold root; tests/it/guarded.rs has people without
    }
    let line = program.file("one.jsonl", lines(&products(0, 1)));
    std::fs::set_permissions(&program.db, PermissionsExt::from_mode(0o444)).unwrap();
    let told = program.call(&["run", &line]).ends(3);
    assert!(told.err.contains("cannot be written"), "{told:?}");
}

#[test]
fn what_is_no_office_is_named_and_left_alone() {
    let program = Program::with_office();
    let folder = program.path("folder.db");
    std::fs::create_dir(&folder).unwrap();
    let whole = std::fs::read(&program.db).unwrap();
    program.file("text.db", b"no office, a letter to a friend");
    program.file("empty.db", b"");
    program.file("short.db", &whole[..whole.len() / 3]);
    for name in ["folder.db", "text.db", "empty.db", "short.db", "missing.db"] {
        let path = program.path(name);
        let before = std::fs::read(&path).ok();
        for lang in ["zh", "en"] {
            let mut command = Program::at(&path, &program.path("home"));
            command.args(["--lang", lang, "ask", "orders"]);
            let told = command.output().unwrap();
            let words = String::from_utf8_lossy(&told.stderr).into_owned();
            assert_eq!(told.status.code(), Some(3), "{name}: {words}");
            assert!(words.contains(name), "{name} is named: {words}");
            assert!(lang == "en" || !words.is_ascii(), "{words}");
        }
        assert_eq!(std::fs::read(&path).ok(), before, "{name}");
        assert_eq!(path.exists(), name != "missing.db", "{name}");
    }
}
