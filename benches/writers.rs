//! Several clerks save at once: 1, 2, 4, 8 and 16 processes enter orders of 10 lines without pause
//! on one file, with the queue of writers and, taking its lock files away, with SQLite's busy
//! handler alone; 16 that rest 100 ms behind each order; and a clerk who turns pages of the list of
//! orders, alone and beside 8 that save without pause (`performance.md` §1, goals 3 and 10).
//!
//! `cargo bench --bench writers` or `cargo bench --bench writers -- 100000` (older orders).

mod common;

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use orderdesk::desk::{Envelope, Office};
use serde_json::json;

use common::measure::{Samples, ratio};
use common::office_file::{bare, caller, clock, copy};

/// The hidden mode: a kind of clerk, a colon, the file. He works for so long and prints each wait.
const WORKER: &str = "ORDERDESK_BENCH_WRITER";
const SECONDS: u64 = 4;
/// Between two pages: a person looks at one.
const LOOK: Duration = Duration::from_millis(5);

/// A page of the list by bare SQL: the columns that the program shows.
const PAGE: &str = "SELECT o.id, o.number, o.state, o.ordered_on, o.need_on, o.net, o.tax, o.gross, o.version, c.code,
    c.name FROM sales_order o JOIN customer c ON c.id = o.customer_id ORDER BY o.ordered_on DESC, o.id DESC LIMIT 50";

fn main() -> Result<()> {
    if let Some(what) = std::env::var_os(WORKER) {
        let what = what.into_string().ok().context("a clerk and a file")?;
        let (clerk, path) = what.split_once(':').context("a clerk and a file")?;
        let path = Path::new(path);
        return match clerk {
            "reader" => read(path),
            "paced" => write(path, Duration::from_millis(100)),
            _ => write(path, Duration::ZERO),
        };
    }
    let old = std::env::args()
        .find_map(|arg| arg.parse().ok())
        .unwrap_or(100_000);
    println!("{old} older orders, {SECONDS} s a run, ms");
    println!(
        "{:<8}{:<7}{:>10}{:>9}{:>9}{:>9}{:>7}{:>7}",
        "procs", "lock", "orders/s", "p50", "p99", "max", "fair", "busy"
    );
    for procs in [1, 2, 4, 8, 16] {
        for queue in [true, false] {
            run(old, procs, "writer", queue)?;
        }
    }
    run(old, 16, "paced", true)?;
    for savers in [0, 8] {
        pages(old, savers)?;
    }
    Ok(())
}

fn run(old: i64, procs: usize, clerk: &str, queue: bool) -> Result<()> {
    let path = copy(old, "writers")?;
    if !queue {
        // A folder where the lock file should be: the program goes on without a queue.
        std::fs::create_dir_all(format!("{}.gate", path.display()))?;
    }
    let children: Vec<Child> = (0..procs)
        .map(|_| start(clerk, &path))
        .collect::<Result<_>>()?;
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
    let lock = match (clerk, queue) {
        ("paced", _) => "paced",
        (_, true) => "gate",
        (_, false) => "busy",
    };
    println!(
        "{procs:<8}{lock:<7}{:>10}{:>9}{:>9}{:>9}{:>7}{busy:>7}",
        u64::try_from(samples.len())? / SECONDS,
        ratio(samples.at(500), 1_000),
        ratio(samples.at(990), 1_000),
        ratio(samples.at(1_000), 1_000),
        ratio(least, most),
    );
    drop(std::fs::remove_dir(format!("{}.gate", path.display())));
    Ok(())
}

/// A reader beside so many who save without pause.
fn pages(old: i64, savers: usize) -> Result<()> {
    let path = copy(old, "pages")?;
    let savers: Vec<Child> = (0..savers)
        .map(|_| start("writer", &path))
        .collect::<Result<_>>()?;
    let reader = start("reader", &path)?.wait_with_output()?;
    let beside = savers.len();
    for saver in savers {
        saver.wait_with_output()?;
    }
    let log = std::fs::metadata(format!("{}-wal", path.display())).map_or(0, |about| about.len());
    let mut sides = [Samples::default(), Samples::default()];
    for line in String::from_utf8(reader.stdout)?.lines() {
        let (side, micros) = line.split_once(' ').context("a side and its time")?;
        let side: usize = side.parse()?;
        sides[side].push(Duration::from_micros(micros.parse()?));
    }
    for (side, name) in sides.iter().zip(["program", "bare SQL"]) {
        println!(
            "a page of 50 beside {beside} who save, {name}: p50 {}, p99 {}, max {} ({} pages; log left {log})",
            ratio(side.at(500), 1_000),
            ratio(side.at(990), 1_000),
            ratio(side.at(1_000), 1_000),
            side.len(),
        );
    }
    Ok(())
}

fn start(clerk: &str, path: &Path) -> Result<Child> {
    let this = std::env::current_exe()?;
    let child = Command::new(this)
        .env(WORKER, format!("{clerk}:{}", path.display()))
        .stdout(Stdio::piped())
        .spawn();
    child.context("a clerk")
}

fn read(path: &Path) -> Result<()> {
    let office = Office::open(path, clock()?)?;
    let reader = office.second_reader()?;
    let conn = bare(path)?;
    let end = Instant::now() + Duration::from_secs(SECONDS);
    let mut waits = Vec::new();
    while Instant::now() < end {
        let begun = Instant::now();
        let page = reader.ask_by_name(&caller(), "orders", json!({ "limit": 50 }));
        waits.push((0, begun.elapsed()));
        page.map_err(|failure| anyhow::anyhow!("{failure}"))?;
        std::thread::sleep(LOOK);
        let begun = Instant::now();
        let mut statement = conn.prepare_cached(PAGE)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for column in 0..11 {
                row.get::<_, rusqlite::types::Value>(column)?;
            }
        }
        waits.push((1, begun.elapsed()));
        std::thread::sleep(LOOK);
    }
    for (side, wait) in waits {
        println!("{side} {}", wait.as_micros());
    }
    Ok(())
}

fn write(path: &Path, rest: Duration) -> Result<()> {
    let office = Office::open(path, clock()?)?;
    let end = Instant::now() + Duration::from_secs(SECONDS);
    let me = i64::from(std::process::id());
    let mut waits = Vec::new();
    // Sixteen people do not press the key at one moment.
    std::thread::sleep(rest * u32::try_from(me % 16)? / 16);
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
        let took = begun.elapsed().as_micros();
        if n > 0 {
            // The first prepares its statements.
            waits.push(saved.map(|_| took).map_err(|failure| failure.to_string()));
        }
        office.shorten_log(); // behind the answer, as the desk and `run` do
        std::thread::sleep(rest);
    }
    for wait in waits {
        match wait {
            Ok(micros) => println!("{micros}"),
            Err(why) => println!("refused: {why}"),
        }
    }
    Ok(())
}
