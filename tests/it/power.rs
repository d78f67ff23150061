//! Power that goes in the middle of a save: of what was written since the last flush, any sectors may
//! be on the disk and any others not (`reliability.md` S2). Whatever is left opens without repair, has
//! every order that was acknowledged, and no half one.
//!
//! A few images by default; `ORDERDESK_POWER=2500` makes so many.

use std::fs;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::support::dice::Dice;
use crate::support::program::Program;
use crate::support::tables;

/// What a disk writes whole.
const SECTOR: usize = 512;
/// Images of each save.
const EACH: usize = 5;

/// The two files of an office at rest.
#[derive(Clone)]
struct Disk {
    log: Vec<u8>,
    file: Vec<u8>,
}

impl Disk {
    /// Nobody writes meanwhile. The log first: a checkpoint between the two takes nothing from it.
    fn of(db: &Path) -> Self {
        let mut log = db.as_os_str().to_owned();
        log.push("-wal");
        let log = fs::read(PathBuf::from(log)).unwrap_or_default();
        let file = fs::read(db).unwrap();
        Self { log, file }
    }

    /// How many whole orders of three lines the image holds; it must be sound.
    fn orders(&self, at: &Path) -> Result<i64, String> {
        for ending in ["-wal", "-shm", ""] {
            let mut part = at.as_os_str().to_owned();
            part.push(ending);
            let _ = fs::remove_file(PathBuf::from(part));
        }
        let mut log = at.as_os_str().to_owned();
        log.push("-wal");
        fs::write(at, &self.file).unwrap();
        fs::write(PathBuf::from(log), &self.log).unwrap();
        let db = rusqlite::Connection::open(at).map_err(|e| e.to_string())?;
        let sound: String = db
            .query_row("PRAGMA integrity_check", (), |row| row.get(0))
            .map_err(|e| e.to_string())?;
        if sound != "ok" {
            return Err(sound);
        }
        let halves = "SELECT count(*) FROM sales_order o
            WHERE (SELECT count(*) FROM order_line l WHERE l.order_id = o.id) <> 3";
        match tables::number(&db, halves) {
            0 => Ok(tables::number(&db, "SELECT count(*) FROM sales_order")),
            n => Err(format!("{n} orders are not whole")),
        }
    }
}

/// Sectors of the later bytes where the dice say so, else of the earlier; beyond the earlier end,
/// what did not get there is nothing.
fn torn(before: &[u8], after: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut mixed = before.to_vec();
    mixed.resize(before.len().max(after.len()), 0);
    for (n, sector) in after.chunks(SECTOR).enumerate() {
        if dice.roll(2) == 0 {
            mixed[n * SECTOR..n * SECTOR + sector.len()].copy_from_slice(sector);
        }
    }
    // The length is written on its own: the file may be as short as it was.
    let cut = usize::try_from(dice.roll(after.len() as u64 / 2 + 1)).unwrap();
    let last = before.len().max(after.len() - cut);
    mixed.truncate(last);
    mixed
}

/// Whether the log was begun anew: its salt differs.
fn begun_anew(before: &Disk, after: &Disk) -> bool {
    before.log.get(16..24) != after.log.get(16..24)
}

/// What may lie on the disk if the power goes between two states of rest.
fn image(before: &Disk, after: &Disk, dice: &mut Dice) -> Disk {
    let checkpointed = before.file != after.file;
    let anew = begun_anew(before, after);
    if checkpointed && dice.roll(2) == 0 {
        // In the checkpoint: the log is safe by then, the file in pieces.
        let log = if anew { &before.log } else { &after.log };
        return Disk {
            log: log.clone(),
            file: torn(&before.file, &after.file, dice),
        };
    }
    // In the save: the log in pieces. It begins anew only once the file is safe.
    Disk {
        log: torn(&before.log, &after.log, dice),
        file: if anew {
            after.file.clone()
        } else {
            before.file.clone()
        },
    }
}

#[test]
fn what_was_acknowledged_outlives_the_power() {
    let seed = RandomState::new().build_hasher().finish();
    println!("seed {seed}");
    let mut dice = Dice(seed);
    let wanted = std::env::var("ORDERDESK_POWER").ok();
    let wanted: usize = wanted.and_then(|n| n.parse().ok()).unwrap_or(100);
    let program = Program::with_office();
    let masters = [
        json!({"do": "customer.save", "with": {"code": "C1", "name": "客", "terms": "prepaid"}}),
        json!({"do": "product.save", "with": {"code": "P1", "name": "货", "unit": "件", "tax_rate": "13", "list_price": "10"}}),
    ];
    program.run(&masters).ends(0);
    let mut child = program
        .command()
        .arg("run")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    let at = program.path("image.db");
    let (mut made, mut checkpoints) = (0, 0);
    let mut before: Option<Disk> = None;
    for acknowledged in 1.. {
        let line = |qty: u64| json!({"product": "P1", "qty": qty.to_string()});
        let order = json!({"do": "order.enter", "with": {"customer": "C1", "channel": "phone",
            "ship_to": "广州", "lines": [line(1), line(2), line(3)]}});
        writeln!(input, "{order}").unwrap();
        let answer: Value = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
        assert_eq!(answer["ok"], true, "{answer}");
        let after = Disk::of(&program.db);
        assert_eq!(after.orders(&at), Ok(acknowledged), "seed {seed}");
        if let Some(before) = &before {
            checkpoints += usize::from(before.file != after.file);
            for _ in 0..EACH {
                let kept = image(before, &after, &mut dice).orders(&at);
                let fine = kept == Ok(acknowledged - 1) || kept == Ok(acknowledged);
                assert!(fine, "seed {seed}, save {acknowledged}: {kept:?}");
                made += 1;
            }
            // The same without the flush, to know that a loss is seen: what was acknowledged is gone.
            let unflushed = Disk {
                log: before.log.clone(),
                file: before.file.clone(),
            };
            assert_eq!(unflushed.orders(&at), Ok(acknowledged - 1), "seed {seed}");
        }
        before = Some(after);
        if made >= wanted {
            break;
        }
    }
    println!("{made} images, {checkpoints} checkpoints among the saves");
    drop(input);
    child.wait().unwrap();
}

/// The images above take for granted that the log is on the disk before anybody hears of a save: here the
/// kernel is asked.
#[test]
fn nothing_is_acknowledged_before_it_is_flushed() {
    let program = Program::with_office();
    let carrier = |code: &str| json!({"do": "carrier.save", "with": {"code": code, "name": code}});
    let lines = format!("{}\n{}\n", carrier("A"), carrier("B"));
    let (file, calls) = (program.file("two.jsonl", lines), program.path("calls"));
    let mut traced = Command::new("strace");
    traced.args([
        "-f",
        "-y",
        "-e",
        "trace=write,pwrite64,fsync,fdatasync",
        "-o",
    ]);
    traced
        .arg(&calls)
        .arg(env!("CARGO_BIN_EXE_orderdesk"))
        .arg("--db");
    traced
        .arg(&program.db)
        .args(["run", &file])
        .env("HOME", program.folder.path());
    let told = traced.output();
    let calls = fs::read_to_string(&calls).unwrap_or_default();
    if calls.is_empty() {
        println!("skipped: no strace here, or nothing may be traced: {told:?}");
        return;
    }
    assert!(
        told.as_ref().is_ok_and(|told| told.status.success()),
        "{told:?}"
    );
    let (mut saves, mut flushed) = (0, true);
    for call in calls.lines() {
        if call.contains("office.db-wal>") {
            flushed = call.contains("sync(");
        } else if call.contains("write(1<") {
            assert!(flushed, "said before it was flushed: {call}");
            saves += 1;
        }
    }
    assert_eq!(saves, 2);
}
