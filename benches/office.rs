//! A working day pressed into seconds: 1, 2, 4, 8 and 16 processes without pause on one file, each
//! entering, changing, handing in, reviewing and approving orders, packing, taking money and turning
//! pages; beside them as many processes of bare SQL that write the rows of an order of the same
//! shape with the same settings (`performance.md` §1, goals 2, 3 and 10).
//!
//! `cargo bench --bench office` on an empty office, `cargo bench --bench office -- 1000000` on an old
//! one. The bare SQL enters, hands in, reviews twice and approves, as `save` does: for the other
//! acts there is no floor to compare with, and their columns stay empty.

mod common;

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use orderdesk::desk::{Envelope, Office};
use serde_json::{Value, json};

use common::floor::{Floor, Model, STEPS, Want};
use common::measure::{Samples, ratio};
use common::office_file::{bare, caller, clock, copy};

/// The hidden mode: which side, a colon, the file.
const WORKER: &str = "ORDERDESK_BENCH_OFFICE";
const SECONDS: u64 = 2;
const LINES: i64 = 10;

/// What is timed; the first five have a floor.
const ACTS: [&str; 11] = [
    STEPS[0],
    STEPS[1],
    STEPS[2],
    STEPS[3],
    STEPS[4],
    "edit",
    "pack",
    "receipt",
    "list",
    "worklist",
    "order card",
];

fn main() -> Result<()> {
    if let Some(what) = std::env::var_os(WORKER) {
        let what = what.into_string().ok().context("a side and a file")?;
        let (side, path) = what.split_once(':').context("a side and a file")?;
        return work(side == "ours", Path::new(path));
    }
    let old = std::env::args()
        .find_map(|arg| arg.parse().ok())
        .unwrap_or(0);
    println!("{old} older orders, {SECONDS} s a run, ms; the floor in the columns behind the bar");
    for procs in [1, 2, 4, 8, 16] {
        let (ours, floor) = (run(old, procs, "ours")?, run(old, procs, "floor")?);
        tell(procs, &ours, &floor);
    }
    Ok(())
}

/// What all processes of a run took, act by act, and how even it was.
struct Taken {
    acts: Vec<Samples>,
    least: u64,
    most: u64,
    refused: u64,
}

fn tell(procs: usize, ours: &Taken, floor: &Taken) {
    let orders = |taken: &Taken| taken.acts[4].len() as u64 / SECONDS;
    println!(
        "\n{procs} processes: {} orders/s, fair {}, {} refused; floor {} orders/s, fair {}",
        orders(ours),
        ratio(ours.least, ours.most),
        ours.refused,
        orders(floor),
        ratio(floor.least, floor.most),
    );
    let shown = |samples: &Samples, at: usize| match samples.len() {
        0 => "-".to_owned(),
        _ => ratio(samples.at(at), 1_000),
    };
    println!(
        "{:<12}{:>7}{:>9}{:>9}{:>9} |{:>9}{:>9}{:>9}",
        "", "n", "p50", "p99", "max", "p50", "p99", "max"
    );
    for (n, act) in ACTS.iter().enumerate() {
        let (a, b) = (&ours.acts[n], &floor.acts[n]);
        println!(
            "{act:<12}{:>7}{:>9}{:>9}{:>9} |{:>9}{:>9}{:>9}",
            a.len(),
            shown(a, 500),
            shown(a, 990),
            shown(a, 1_000),
            shown(b, 500),
            shown(b, 990),
            shown(b, 1_000),
        );
    }
}

fn run(old: i64, procs: usize, side: &str) -> Result<Taken> {
    let path = copy(old, "office")?;
    if side == "floor" {
        // The shape of an order in force, for the bare SQL to write again.
        let office = Office::open(&path, clock()?)?;
        let mut none = Timed::default();
        let order = through(&office, 0, 0, &mut none)?.context("a model order")?;
        std::fs::write(path.with_extension("model"), order)?;
    }
    let children: Vec<Child> = (0..procs)
        .map(|_| start(side, &path))
        .collect::<Result<_>>()?;
    let mut taken = Taken {
        acts: ACTS.iter().map(|_| Samples::default()).collect(),
        least: u64::MAX,
        most: 0,
        refused: 0,
    };
    for child in children {
        let output = child.wait_with_output()?;
        anyhow::ensure!(output.status.success(), "a worker failed");
        let mut orders = 0;
        for line in String::from_utf8(output.stdout)?.lines() {
            let (act, micros) = line.split_once(' ').context("an act and its time")?;
            let act: usize = act.parse()?;
            if act == ACTS.len() {
                taken.refused += 1;
                continue;
            }
            taken.acts[act].push(Duration::from_micros(micros.parse()?));
            orders += u64::from(act == 4);
        }
        (taken.least, taken.most) = (taken.least.min(orders), taken.most.max(orders));
    }
    Ok(taken)
}

fn start(side: &str, path: &Path) -> Result<Child> {
    let this = std::env::current_exe()?;
    let mut command = Command::new(this);
    command
        .env(WORKER, format!("{side}:{}", path.display()))
        .stdout(Stdio::piped());
    command.spawn().context("a clerk")
}

/// Acts and how long each took; written out at the end, so that the pipe is not measured.
#[derive(Default)]
struct Timed(Vec<(usize, u128)>);

impl Timed {
    fn time<T>(&mut self, act: usize, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let start = Instant::now();
        let done = work()?;
        self.0.push((act, start.elapsed().as_micros()));
        Ok(done)
    }
}

fn work(ours: bool, path: &Path) -> Result<()> {
    let end = Instant::now() + Duration::from_secs(SECONDS);
    let me = i64::from(std::process::id());
    let mut timed = Timed::default();
    if ours {
        let office = Office::open(path, clock()?)?;
        for n in 0.. {
            if Instant::now() >= end {
                break;
            }
            one_of_ours(&office, me, n, &mut timed)?;
        }
    } else {
        let conn = bare(path)?;
        let number = std::fs::read_to_string(path.with_extension("model"))?;
        let sql = "SELECT id FROM sales_order WHERE number = ?1";
        let model = Model::of(&conn, conn.query_row(sql, [number], |row| row.get(0))?)?;
        for n in 0.. {
            if Instant::now() >= end {
                break;
            }
            let (customer, wants) = wants(me, n);
            let mut floor = Floor::new(&conn, &model, &customer, &wants);
            for step in 0..STEPS.len() {
                timed.time(step, || {
                    floor.begin()?;
                    floor.step(step)?;
                    floor.commit()
                })?;
            }
        }
    }
    let lines: Vec<_> = timed
        .0
        .iter()
        .map(|(act, micros)| format!("{act} {micros}\n"))
        .collect();
    print!("{}", lines.concat());
    Ok(())
}

fn wants(me: i64, n: i64) -> (String, Vec<Want>) {
    let customer = format!("C{:05}", 1 + (me * 7 + n * 37) % 5_000);
    let one = |line: i64| {
        (
            1 + (me * 31 + n * 131 + line * 977) % 10_000,
            1_000 * (1 + line % 3),
        )
    };
    (customer, (0..LINES).map(one).collect())
}

/// An order on its way, its goods, its money, and the pages between.
fn one_of_ours(office: &Office, me: i64, n: i64, timed: &mut Timed) -> Result<()> {
    let ask = |timed: &mut Timed, act: usize, name: &str, with: Value| {
        timed.time(act, || {
            office.ask_by_name(&caller(), name, with).map_err(why)
        })
    };
    ask(timed, 8, "orders", json!({ "limit": 50 }))?;
    let Some(order) = through(office, me, n, timed)? else {
        return Ok(());
    };
    ask(timed, 10, "order", json!({ "order": order }))?;
    if n % 3 == 0 {
        ask(timed, 9, "worklist", json!({ "limit": 20 }))?;
    }
    let lines = json!([{ "line": 1, "qty": "1" }]);
    run_it(
        office,
        timed,
        6,
        "shipment.pack",
        json!({ "order": order, "lines": lines }),
    )?;
    if n % 2 == 0 {
        let money = json!({ "customer": wants(me, n).0, "amount": "25.00", "method": "wire" });
        run_it(office, timed, 7, "receipt.record", money)?;
    }
    Ok(())
}

/// Enters, changes, hands in, reviews, approves; gives the number unless something was refused.
fn through(office: &Office, me: i64, n: i64, timed: &mut Timed) -> Result<Option<String>> {
    let (customer, wants) = wants(me, n);
    let line = |(product, qty): &Want| json!({ "product": format!("P{product:05}"), "qty": (qty / 1_000).to_string() });
    let lines: Vec<_> = wants.iter().map(line).collect();
    let enter = json!({ "customer": customer, "channel": "phone", "customer_ref": format!("{me}-{n}"),
        "need_date": "2026-12-10", "lines": lines });
    let Some(entered) = run_it(office, timed, 0, "order.enter", enter)? else {
        return Ok(None);
    };
    let order = entered["order"].as_str().context("a number")?.to_owned();
    if n % 4 == 1 {
        run_it(
            office,
            timed,
            5,
            "order.edit",
            json!({ "order": order, "remark": "called again" }),
        )?;
    }
    run_it(office, timed, 1, "order.submit", json!({ "order": order }))?;
    for (act, department) in [(2, "sales"), (3, "finance")] {
        let give = json!({ "order": order, "department": department, "verdict": "pass" });
        run_it(office, timed, act, "review.give", give)?;
    }
    let approve = json!({ "order": order, "objective": 5, "accurate": 5 });
    Ok(run_it(office, timed, 4, "order.approve", approve)?.map(|_| order))
}

/// Runs a command; a refusal is counted and the day goes on.
fn run_it(
    office: &Office,
    timed: &mut Timed,
    act: usize,
    name: &str,
    with: Value,
) -> Result<Option<Value>> {
    let envelope = Envelope::parse(json!({ "do": name, "with": with }))
        .map_err(|refusal| anyhow::anyhow!("{name}: {refusal}"))?;
    let start = Instant::now();
    let done = office.run(&caller(), &envelope);
    let took = start.elapsed().as_micros();
    office.shorten_log(); // behind the answer, as the desk and `run` do
    match done {
        Ok(done) => {
            timed.0.push((act, took));
            Ok(Some(done.value))
        }
        Err(orderdesk::desk::Failure::Refused(_)) => {
            timed.0.push((ACTS.len(), took));
            Ok(None)
        }
        Err(failure) => Err(why(failure)),
    }
}

fn why(failure: orderdesk::desk::Failure) -> anyhow::Error {
    anyhow::anyhow!("{failure}")
}
