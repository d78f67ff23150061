//! Several clerks save at once: 1, 2, 4, 8 and 16 processes enter orders of 10 lines without pause
//! on one file, with the queue of writers and, taking its lock files away, with SQLite's busy
//! handler alone.
//!
//! `cargo bench --bench writers` or `cargo bench --bench writers -- 100000` (older orders).

mod common;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use orderdesk::desk::{Envelope, Office};
use serde_json::json;

use common::measure::{Samples, ratio};
use common::office_file::{caller, clock, copy};

/// The hidden mode: enters orders into this file for so long and prints each wait.
const WORKER: &str = "ORDERDESK_BENCH_WRITER";
const SECONDS: u64 = 4;

fn main() -> Result<()> {
    if let Some(path) = std::env::var_os(WORKER) {
        return work(&PathBuf::from(path));
    }
    let old = std::env::args()
        .find_map(|arg| arg.parse().ok())
        .unwrap_or(100_000);
    println!("{old} older orders, {SECONDS} s a run, ms");
    println!(
        "{:<8}{:<6}{:>10}{:>9}{:>9}{:>9}{:>7}{:>7}",
        "procs", "lock", "orders/s", "p50", "p99", "max", "fair", "busy"
    );
    for procs in [1, 2, 4, 8, 16] {
        for queue in [true, false] {
            run(old, procs, queue)?;
        }
    }
    Ok(())
}

fn run(old: i64, procs: usize, queue: bool) -> Result<()> {
    let path = copy(old, "writers")?;
    if !queue {
        // A folder where the lock file should be: the program goes on without a queue.
        std::fs::create_dir_all(format!("{}.gate", path.display()))?;
    }
    let children: Vec<Child> = (0..procs).map(|_| start(&path)).collect::<Result<_>>()?;
    let mut samples = Samples::default();
    let (mut least, mut most, mut busy) = (u64::MAX, 0, 0);
    for child in children {
        let output = child.wait_with_output()?;
        let mut own = 0;
        for line in String::from_utf8(output.stdout)?.lines() {
            match line.parse() {
                Ok(micros) => {
                    samples.push(Duration::from_micros(micros));
                    own += 1;
                }
                Err(_) => busy += 1,
            }
        }
        (least, most) = (least.min(own), most.max(own));
    }
    println!(
        "{procs:<8}{:<6}{:>10}{:>9}{:>9}{:>9}{:>7}{busy:>7}",
        if queue { "gate" } else { "busy" },
        u64::try_from(samples.len())? / SECONDS,
        ratio(samples.at(500), 1_000),
        ratio(samples.at(990), 1_000),
        ratio(samples.at(1_000), 1_000),
        ratio(least, most),
    );
    drop(std::fs::remove_dir(format!("{}.gate", path.display())));
    Ok(())
}

fn start(path: &Path) -> Result<Child> {
    let this = std::env::current_exe()?;
    let child = Command::new(this)
        .env(WORKER, path)
        .stdout(Stdio::piped())
        .spawn();
    child.context("a clerk")
}

fn work(path: &Path) -> Result<()> {
    let office = Office::open(path, clock()?)?;
    let end = Instant::now() + Duration::from_secs(SECONDS);
    let me = i64::from(std::process::id());
    let mut waits = Vec::new();
    for n in 0.. {
        if Instant::now() >= end {
            break;
        }
        let lines: Vec<_> = (0..10)
            .map(|line| json!({ "product": format!("P{:05}", 1 + (me * 31 + n * 131 + line * 977) % 10_000), "qty": "2" }))
            .collect();
        let enter = json!({ "do": "order.enter", "with": {
            "customer": format!("C{:05}", 1 + (me + n * 37) % 5_000), "channel": "phone",
            "customer_ref": format!("{me}-{n}"), "need_date": "2026-12-10", "lines": lines,
        } });
        let envelope = Envelope::parse(enter).map_err(|refusal| anyhow::anyhow!("{refusal}"))?;
        let begun = Instant::now();
        let saved = office.run(&caller(), &envelope);
        waits.push(
            saved
                .map(|_| begun.elapsed().as_micros())
                .map_err(|failure| failure.to_string()),
        );
    }
    for wait in waits {
        match wait {
            Ok(micros) => println!("{micros}"),
            Err(why) => println!("refused: {why}"),
        }
    }
    Ok(())
}
