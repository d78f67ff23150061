//! What the program says, whatever the texts it was given: no hidden character reaches a terminal
//! (`reliability.md` R35), and how a file was understood is shown (R37).

use chrono::NaiveDateTime;
use rusqlite::Connection;
use serde_json::json;

use crate::support::program::{Answer, Program};

/// A title for the window, an 8-bit sequence, text turned round.
const EVIL: &str = "x\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}cba";

#[track_caller]
fn clean(answer: &Answer, of: &str) {
    for (stream, text) in [("out", &answer.out), ("err", &answer.err)] {
        let hidden = |c: char| matches!(c, '\u{1b}' | '\u{7}' | '\u{9b}' | '\u{202e}');
        assert!(!text.contains(hidden), "{of} {stream}: {text:?}");
    }
}

#[test]
fn names_of_files_and_words_of_the_call_are_told_without_their_hidden_characters() {
    let program = Program::with_office();
    let there = program.file(&format!("{EVIL}.csv"), "who,knows\n1,2\n");
    let gone = program.path(&format!("{EVIL}.gone"));
    let gone = gone.to_str().unwrap();
    for words in [
        &["import", "customers", &there][..],
        &["import", "orders", &there],
        &["import", "customers", gone],
        &["run", gone],
        &["ask", EVIL],
        &["ask", "customers", &format!("{EVIL}=1")],
        &[EVIL],
        &["--config", gone, "ask", "customers"],
        &["--db", gone, "check"],
        &["backup", &there],
        &["restore", gone],
    ] {
        let answer = program.call(words);
        assert_ne!(answer.code, Some(0), "{words:?}");
        assert!(!answer.err.is_empty(), "{words:?}");
        clean(&answer, &format!("{words:?}"));
    }
}

#[test]
fn a_text_that_got_into_the_file_by_another_way_stays_inside_its_cell() {
    let program = Program::with_office();
    let customer = json!({"do": "customer.save", "with":
        {"code": "C1", "name": "平常", "terms": "net:30"}});
    program.run(&[customer]).ends(0);
    let db = Connection::open(&program.db).unwrap();
    db.execute("UPDATE customer SET name = ?1, address = ?1", [EVIL])
        .unwrap();
    drop(db);
    for words in [
        &["ask", "customers"][..],
        &["ask", "customers", "--format", "table"],
        &["ask", "customer", "customer=C1"],
        &["check"],
        &["admin", "doctor"],
    ] {
        clean(&program.call(words), &format!("{words:?}"));
    }
    let told = program.ask(&["customers"]);
    assert_eq!(
        told["rows"][0]["name"], EVIL,
        "JSON tells it in its own form"
    );
}

#[test]
fn how_a_file_was_understood_is_told() {
    let program = Program::with_office();
    let text = "编码,名称,付款方式,绰号\nC1,海港商贸,月结30天,老港\n";
    let gbk = encoding_rs::GB18030.encode(text).0.into_owned();
    for (bytes, encoding) in [(gbk, "GB18030"), (text.as_bytes().to_vec(), "UTF-8")] {
        let file = program.file("c.csv", bytes);
        let done = program.call(&["import", "customers", &file, "--dry-run"]);
        let read = &done.ends(0).json()["read"][0];
        assert_eq!(read["encoding"], encoding);
        assert_eq!(read["file"], "c.csv");
        assert_eq!(read["headings"]["name"], "名称");
        assert_eq!(read["unread"], json!(["绰号"]));
    }
}

#[test]
fn without_a_terminal_the_screens_say_so_in_a_line_and_make_nothing() {
    let program = Program::new();
    let told = program.call(&[]).ends(2);
    assert_eq!(
        (told.err.lines().count(), told.out.as_str()),
        (1, ""),
        "{told:?}"
    );
    let left = std::fs::read_dir(program.folder.path()).unwrap();
    let left: Vec<_> = left.map(|one| one.unwrap().file_name()).collect();
    assert!(left.is_empty(), "{left:?}");
    program.call(&["admin", "init"]).ends(0);
    program.call(&["ask", "customers"]).ends(0);
}

#[test]
fn what_is_wrong_in_the_configuration_ends_a_call_with_its_line() {
    let program = Program::with_office();
    let text = "lang = \"zh\"\ntheme = \"blue\"\nkeymap = 7\nkeys = \"k.toml\"\n";
    let config = program.file("config.toml", text);
    for words in [&["ask", "me"][..], &["admin", "keys"], &[]] {
        let call = [&["--config", &config], words].concat();
        let told = program.call(&call).ends(2);
        assert_eq!(told.out, "");
        let lines: Vec<&str> = told.err.lines().collect();
        assert_eq!(lines.len(), 3, "{told:?}");
        for (line, part) in lines.iter().zip([
            "第 2 行: theme 可取 auto,",
            "第 3 行: keymap 应为加引号的文件名",
            "第 4 行: 没有 keys 这一项;可用 db,",
        ]) {
            assert!(line.starts_with(&config) && line.contains(part), "{line}");
        }
    }
    // The help tells what one may say.
    program.call(&["--config", &config, "help"]).ends(0);
    let told = program.call(&["--lang", "en", "--config", &config, "ask", "me"]);
    assert!(told.ends(2).err.contains("line 2: theme may be auto,"));
    let gone = program.path("gone.toml").display().to_string();
    let told = program.call(&["--lang", "en", "--config", &gone, "ask", "me"]);
    assert_eq!(told.ends(2).err, format!("{gone}: no such file\n"));
}

#[test]
fn files_that_the_configuration_names_lie_beside_it() {
    let program = Program::with_office();
    let config = program.file("config.toml", "db = \"office.db\"\nkeymap = \"k.toml\"\n");
    let place = program.path("k.toml").display().to_string();
    let call = ["--lang", "en", "--config", &config, "admin", "keys"];
    let told = program.call(&call).ends(2);
    let why = "the keymap that the configuration names cannot be read (no such file)";
    assert_eq!(told.err, format!("{place}: {why}\n"));
    program.file("k.toml", "[global]\npalette = []\n");
    let map = program.call(&call).ends(0).out;
    assert!(
        map.contains("[global]\nhelp = [\"F1\", \"Ctrl+G\"] # Help"),
        "{map}"
    );
}

/// The office's zone tells the time, not that of whoever calls (`reliability.md` R27).
#[test]
fn the_zone_of_the_caller_moves_nothing() {
    let program = Program::with_office();
    let now = |zone: &str| -> NaiveDateTime {
        let mut command = program.command();
        let told = command
            .env("TZ", zone)
            .args(["ask", "me"])
            .output()
            .unwrap();
        let told = Answer::from(told).ends(0).json();
        told["now"].as_str().unwrap().parse().unwrap()
    };
    let before = now("UTC");
    for zone in ["Pacific/Kiritimati", "Pacific/Niue", "XXX-14", "nowhere"] {
        let ahead = now(zone) - before;
        assert!((0..=30).contains(&ahead.num_minutes()), "{zone}: {ahead}");
    }
}
