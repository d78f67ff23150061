//! Journeys through bad times: a window that shrinks to nothing, a line that freezes, an office that
//! somebody else holds, files that are made to do harm (`reliability.md` R3, R7, R14, R21, R22, R36).

use std::os::unix::fs::MetadataExt;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use rustix::process::{Pid, Resource, Rlimit, prlimit};

use super::books::{book, row, with_parts};
use super::desk::{Desk, ESC, F6};

/// Longer than any state takes to come about, even on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// Five seconds, and what a busy machine takes to draw.
const TOLD_WITHIN: Duration = Duration::from_secs(8);

/// Waits until it is so.
fn until(what: &str, is_so: impl Fn() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < end, "waited for {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_window_that_shrinks_to_nothing_keeps_what_is_typed() {
    let mut desk = Desk::half_typed();
    let sizes = [
        (0, 0),
        (1, 1),
        (10, 5),
        (5, 10),
        (24, 79),
        (23, 80),
        (200, 500),
    ];
    for n in 0..60_u16 {
        for (rows, cols) in [(n, 3 * n)].into_iter().chain(sizes) {
            desk.resize(rows, cols);
        }
    }
    // A storm is drawn in few frames: each size for itself, until it has been drawn.
    for (rows, cols) in sizes {
        let before = desk.bytes().len();
        desk.resize(rows, cols);
        until("a frame", || desk.bytes().len() > before);
    }
    desk.resize(20, 60);
    desk.until("Too small: 60x20");
    desk.send("7"); // typed where nothing of the form can be seen
    desk.resize(24, 80);
    desk.until("K016");
    desk.until("H0088");
    desk.until("218.50");
    desk.until(" 2 7 ");
    desk.send("\x7f");
    desk.send(F6);
    desk.until("submitted");
    let rows = desk.ask(&["orders", "limit=1"])["rows"].clone();
    assert_eq!(
        (&rows[0]["customer"], &rows[0]["lines"]),
        (&"K016".into(), &1.into()),
        "{rows}"
    );
    assert_eq!(desk.leave().0, 0);
}

/// What a process has locked of the memory beside the office: from which byte on.
fn locked(desk: &Desk) -> Vec<u32> {
    let mut shared = desk.office.clone().into_os_string();
    shared.push("-shm");
    let file = format!(":{}", std::fs::metadata(shared).unwrap().ino());
    let locks = std::fs::read_to_string("/proc/locks").unwrap();
    let mut from = Vec::new();
    for line in locks.lines() {
        let words: Vec<&str> = line.split_whitespace().skip(1).collect();
        if let [_, _, _, pid, place, start, ..] = words[..]
            && pid == desk.pid().to_string()
            && place.ends_with(&file)
        {
            from.push(start.parse().unwrap());
        }
    }
    from
}

#[test]
fn a_frozen_line_with_a_half_typed_order_holds_up_nobody() {
    let mut desk = Desk::half_typed();
    let frozen = desk.frozen.clone();
    let held = frozen.lock().unwrap();
    // Until the line is full and the program waits for it: then no byte comes out of it any more.
    for n in 0..100 {
        desk.resize(24 + n % 20, 80 + n);
    }
    desk.send("9");
    for n in 0..5 {
        let order = format!(
            r#"{{"do":"order.enter","with":{{"channel":"phone","lines":[],"remark":"another's {n}"}}}}"#
        );
        let answer = desk.run(&order);
        assert_eq!(answer["ok"], true, "{answer}");
    }
    // 120 to 127 are locked by who writes, moves the log or reads; 128 by whoever has the file open.
    until("all locks to go", || locked(&desk) == [128]);
    // Nor is there a transaction that pins the log: all of it can be moved.
    let db = Connection::open(&desk.office).unwrap();
    let busy: i64 = db
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
        .unwrap();
    assert_eq!(busy, 0);
    drop(db);
    drop(held);
    desk.resize(24, 80);
    desk.until("K016");
    desk.until("218.50");
    assert_eq!(desk.leave().0, 0);
}

#[test]
fn an_office_that_somebody_holds_is_waited_for_on_a_living_screen() {
    let mut desk = Desk::half_typed();
    let db = Connection::open(&desk.office).unwrap();
    db.execute_batch("BEGIN IMMEDIATE").unwrap();
    let start = Instant::now();
    desk.send(F6);
    // Five seconds in which the screen goes on: a question is answered, keys draw.
    desk.send("\x1b5");
    let who = format!("(process {}) is saving", std::process::id());
    desk.until_one_of(&["> Find", &who]);
    let screen = desk.screen();
    assert!(!screen.contains(&who), "it waited with drawing:\n{screen}");
    desk.send("K016");
    desk.until("customer K016");
    desk.send(ESC);
    desk.until(&who);
    assert!(start.elapsed() < TOLD_WITHIN, "{:?}", start.elapsed());
    desk.until("try again");
    desk.until("H0088");
    desk.until("218.50");
    let before = desk.ask(&["orders", "limit=1"])["rows"][0]["order"].clone();
    db.execute_batch("ROLLBACK").unwrap();
    desk.send(F6);
    desk.until("submitted");
    let rows = desk.ask(&["orders", "limit=2"])["rows"].clone();
    assert_eq!(
        (&rows[0]["customer"], &rows[0]["wanted"]),
        (&"K016".into(), &"20".into())
    );
    assert_eq!(rows[1]["order"], before, "one order, and no more");
    assert_eq!(desk.leave().0, 0);
}

#[test]
fn an_order_for_which_there_is_no_room_stays_on_the_screen_and_goes_in_with_room() {
    let mut desk = Desk::half_typed();
    desk.until_kept("H0088");
    let before = desk.ask(&["orders", "limit=1"])["rows"][0]["order"].clone();
    let pid = Pid::from_raw(i32::try_from(desk.pid()).unwrap());
    let most = |bytes| {
        let limit = Rlimit {
            current: bytes,
            maximum: None,
        };
        prlimit(pid, Resource::Fsize, limit).unwrap();
    };
    most(Some(0));
    desk.send(F6);
    desk.until("not saved: disk full");
    desk.until("make room");
    desk.until("H0088");
    desk.until("218.50");
    assert_eq!(desk.ask(&["orders", "limit=1"])["rows"][0]["order"], before);
    most(None);
    desk.send(F6);
    desk.until("submitted");
    desk.has_made_one_order(&before);
    assert_eq!(desk.leave().0, 0);
}

#[test]
fn the_keys_that_hand_in_held_down_make_one_order() {
    let mut desk = Desk::half_typed();
    let before = desk.ask(&["orders", "limit=1"])["rows"][0]["order"].clone();
    desk.send(&F6.repeat(40));
    desk.until("nothing to save yet");
    desk.send(&"\r".repeat(40));
    // All keys have been taken when one behind them shows.
    desk.send("\x1b5");
    desk.until("> Find");
    desk.has_made_one_order(&before);
    assert_eq!(desk.leave().0, 0);
}

#[test]
fn a_workbook_made_to_do_harm_is_refused_on_the_import_screen_and_the_desk_goes_on() {
    let mut desk = Desk::open("linxia");
    let head = row(1, &["code", "name", "terms"]);
    let line = row(2, &["ZZ1", "good", "prepaid"]);
    let good = book(&[head, line].concat(), "");
    let text = format!("<si><t>{}</t></si>", "a".repeat(300 << 20));
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let outside = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE worksheet [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\
         <worksheet xmlns=\"{main}\"><sheetData>&x;</sheetData></worksheet>"
    );
    let sheet = "xl/worksheets/sheet1.xml";
    for (name, bytes) in [
        ("far.xlsx", book(far, "")),
        (
            "bomb.xlsx",
            book("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>", &text),
        ),
        ("cut.xlsx", good[..good.len() / 2].to_vec()),
        ("nested.xlsx", with_parts(&good, &[(sheet, good.clone())])),
        (
            "outside.xlsx",
            with_parts(&good, &[(sheet, outside.into_bytes())]),
        ),
    ] {
        std::fs::write(desk.home.path().join(name), bytes).unwrap();
        tried(&mut desk, name);
        desk.until("cannot be read");
        let screen = desk.screen();
        assert!(
            screen.contains(name) && !screen.contains("root:"),
            "{screen}"
        );
        desk.send(ESC);
        desk.until("Choose by digit");
    }
    std::fs::write(desk.home.path().join("good.xlsx"), good).unwrap();
    tried(&mut desk, "good.xlsx");
    desk.until("Tried");
    assert_eq!(desk.leave().0, 0);
}

/// Customers of a file at home are tried on the import screen.
fn tried(desk: &mut Desk, name: &str) {
    desk.send("\x1bd");
    desk.until("Import files");
    desk.send("5");
    desk.until("[5 customers"); // with text at its heels it would be a burst, which chooses nothing
    desk.send(&format!("~/{name}\r"));
}
