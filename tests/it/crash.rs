//! A writer killed at any moment: what was acknowledged is there, whole (`reliability.md` R12).
//!
//! The model is SQLite's own crash program: a parent kills its children and opens what they leave.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::support::dice::Dice;
use crate::support::program::Program;
use crate::support::tables;

const KILLS: u64 = 20;

#[test]
fn a_killed_writer_leaves_whole_orders_only() {
    // Another seed each time; it is printed, and a failure shows it.
    let seed = RandomState::new().build_hasher().finish();
    println!("seed {seed}");
    let mut dice = Dice(seed);
    let program = Program::with_office();
    let masters = [
        json!({"do": "warehouse.save", "with": {"code": "W1", "name": "仓"}}),
        json!({"do": "customer.save", "with": {"code": "C1", "name": "客", "terms": "prepaid"}}),
        json!({"do": "product.save", "with": {"code": "P1", "name": "货", "unit": "件", "tax_rate": "13", "list_price": "10"}}),
    ];
    program.run(&masters).ends(0);
    let mut acknowledged: Vec<Value> = Vec::new();
    for round in 0..KILLS {
        acknowledged.extend(one_life(&program, round, &mut dice));
        // The next opener needs no repair.
        let db = tables::reader(&program.db);
        for answer in &acknowledged {
            let order = answer["order"].as_str().unwrap();
            let sql = format!(
                "SELECT count(*) FROM order_line l JOIN sales_order o ON o.id = l.order_id WHERE o.number = '{order}'"
            );
            assert_eq!(
                tables::number(&db, &sql),
                3,
                "seed {seed}: {order} in round {round}"
            );
        }
        let halves = "SELECT count(*) FROM sales_order o
            WHERE (SELECT count(*) FROM order_line l WHERE l.order_id = o.id) <> 3";
        assert_eq!(tables::number(&db, halves), 0, "seed {seed}: round {round}");
    }
    assert!(
        !acknowledged.is_empty(),
        "seed {seed}: nothing was ever acknowledged"
    );
    program.call(&["check", "--deep"]).ends(0);
}

/// Feeds orders without end, kills the writer after a few answers and some bytes of time.
fn one_life(program: &Program, round: u64, dice: &mut Dice) -> Vec<Value> {
    let mut command = program.command();
    command
        .arg("run")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let feed = std::thread::spawn(move || {
        for n in 0_u64.. {
            let line = |qty: u64| json!({"product": "P1", "qty": qty.to_string()});
            let order = json!({"do": "order.enter", "id": format!("{round}-{n}"), "with": {"customer": "C1",
                "channel": "phone", "ship_to": "广州", "lines": [line(1 + n), line(2), line(3)]}});
            // The reader has been killed.
            if writeln!(input, "{order}").is_err() {
                return;
            }
        }
    });
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged = Vec::new();
    let mut take = |line: String| {
        // The last line may be cut short: then nobody has read an acknowledgement.
        if let Ok(answer) = serde_json::from_str::<Value>(&line) {
            assert_eq!(answer["ok"], json!(true), "{answer}");
            acknowledged.push(answer["value"].clone());
        }
    };
    for _ in 0..dice.roll(12) {
        take(answers.next().unwrap().unwrap());
    }
    // Somewhere within the next order: spin, so that nothing waits for a clock.
    for _ in 0..dice.roll(3_000_000) {
        std::hint::spin_loop();
    }
    child.kill().unwrap();
    for line in answers.map_while(Result::ok) {
        take(line);
    }
    child.wait().unwrap();
    feed.join().unwrap();
    acknowledged
}

/// Names in the tester's folder but for the office's own.
fn left(program: &Program) -> Vec<String> {
    let names = std::fs::read_dir(program.folder.path()).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut left: Vec<_> = names
        .filter(|name| !name.starts_with("office.db"))
        .collect();
    left.sort();
    left
}

/// A process that is no more.
fn dead() -> u32 {
    let mut child = std::process::Command::new("true").spawn().unwrap();
    child.wait().unwrap();
    child.id()
}

#[test]
fn a_rehearsal_that_is_killed_leaves_no_copy() {
    let program = Program::with_office();
    let before = left(&program);
    let mut command = program.command();
    command.args(["run", "--dry-run"]);
    command.env("TMPDIR", program.folder.path());
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let carrier = json!({"do": "carrier.save", "with": {"code": "A", "name": "A"}});
    writeln!(input, "{carrier}").unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    let answer = answers.next().unwrap().unwrap();
    assert!(answer.contains("\"ok\":true"), "{answer}");
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(left(&program), before);
}

#[test]
fn what_a_rehearsal_left_is_cleared_away_and_nothing_else() {
    let program = Program::with_office();
    let (dead, alive) = (dead(), std::process::id());
    let gone = [
        format!("orderdesk.rehearsal-{dead}-17"),
        format!("orderdesk.rehearsal-{dead}-17-journal"),
    ];
    let kept = [
        format!("orderdesk.rehearsal-{alive}-17"),
        format!("orderdesk-{dead}-213000.db"),
        format!("my-orderdesk.rehearsal-{dead}-17"),
    ];
    for name in gone.iter().chain(&kept) {
        program.file(name, "half");
    }
    let mut rehearsal = program.command();
    rehearsal.args(["run", "--dry-run"]);
    rehearsal.env("TMPDIR", program.folder.path());
    assert!(rehearsal.status().unwrap().success());
    assert_eq!(left(&program), sorted(kept));
}

fn sorted<const N: usize>(mut names: [String; N]) -> [String; N] {
    names.sort();
    names
}

#[test]
fn what_a_demo_left_that_was_killed_is_cleared_away_by_the_next_one() {
    let program = Program::new();
    let killed = || {
        let mut demo = Program::at(&program.path("practice.db"), program.folder.path());
        let mut child = demo.arg("demo").stderr(Stdio::null()).spawn().unwrap();
        let file = format!(".practice.db.part-{}", child.id());
        let log = format!("{file}-wal");
        while !left(&program).contains(&log) {
            assert!(child.try_wait().unwrap().is_none(), "it is made at once");
        }
        child.kill().unwrap();
        child.wait().unwrap();
        (file, log)
    };
    let (file, log) = killed();
    assert!(left(&program).contains(&file));
    killed();
    assert!(!left(&program).contains(&file) && !left(&program).contains(&log));
    assert!(!program.path("practice.db").exists());
}
