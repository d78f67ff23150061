//! An order of 10 lines, entered, submitted, reviewed twice and approved: the program beside the
//! same rows by bare SQL (`performance.md` §3), turn about on the same file.
//!
//! The program moves its log into the file behind an answer, as the desk and `run` do: that is a row of its
//! own and counts as CPU of the order. The bare SQL leaves it to SQLite, within its commits.
//!
//! `cargo bench --bench save` (all sizes) or `cargo bench --bench save -- 100000`.

mod common;

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use orderdesk::desk::{Envelope, Office};
use serde_json::{Value, json};

use common::floor::{Floor, Model, STEPS, Want};
use common::measure::{Samples, cpu_now, ratio};
use common::office_file::{bare, caller, clock, copy, sizes};

const ROUNDS: i64 = 6;
const BATCH: i64 = 100;

fn main() -> Result<()> {
    for old in sizes() {
        measure(old)?;
    }
    Ok(())
}

/// What each side took: five commits, and the floor in one commit.
#[derive(Default)]
struct Taken {
    ours: [Samples; 5],
    floor: [Samples; 5],
    ours_all: Samples,
    log: Samples,
    floor_all: Samples,
    floor_one: Samples,
}

fn measure(old: i64) -> Result<()> {
    let path = copy(old, "save")?;
    let office = Office::open(&path, clock()?)?;
    let conn = bare(&path)?;
    let mut taken = Taken::default();
    let model_order = ours(&office, 0, &mut Taken::default())?;
    let id = conn.query_row(
        "SELECT id FROM sales_order WHERE number = ?1",
        [&model_order],
        |r| r.get(0),
    )?;
    let model = Model::of(&conn, id)?;
    for warm in 1..=20 {
        ours(&office, warm, &mut Taken::default())?;
        floor(&conn, &model, warm, &mut Taken::default())?.like_the_model()?;
    }
    for round in 0..ROUNDS {
        let from = 1_000 + round * BATCH;
        let cpu = cpu_now()?;
        for n in from..from + BATCH {
            ours(&office, n, &mut taken)?;
        }
        taken.ours_all.add_cpu(cpu_now()? - cpu);
        let cpu = cpu_now()?;
        for n in from..from + BATCH {
            let mut all = std::mem::take(&mut taken.floor_all);
            all.time(|| floor(&conn, &model, n, &mut taken).map(drop))?;
            taken.floor_all = all;
        }
        taken.floor_all.add_cpu(cpu_now()? - cpu);
        let cpu = cpu_now()?;
        for n in from..from + BATCH {
            taken.floor_one.time(|| floor_in_one(&conn, &model, n))?;
        }
        taken.floor_one.add_cpu(cpu_now()? - cpu);
    }
    tell(old, &taken);
    Ok(())
}

fn tell(old: i64, taken: &Taken) {
    println!(
        "\n{old} older orders; {} orders a side, us",
        taken.ours_all.len()
    );
    println!(
        "{:<22}{:>8}{:>8}{:>8} |{:>8}{:>8}{:>8} |{:>7}",
        "", "p50", "p99", "max", "floor50", "99", "max", "x p50"
    );
    let row = |name: &str, a: &Samples, b: &Samples| {
        println!(
            "{name:<22}{:>8}{:>8}{:>8} |{:>8}{:>8}{:>8} |{:>7}",
            a.at(500),
            a.at(990),
            a.at(1_000),
            b.at(500),
            b.at(990),
            b.at(1_000),
            ratio(a.at(500), b.at(500)),
        );
    };
    for (n, step) in STEPS.iter().enumerate() {
        row(step, &taken.ours[n], &taken.floor[n]);
    }
    let none = Samples::default();
    row("log, behind answers", &taken.log, &none);
    row("all, five commits", &taken.ours_all, &taken.floor_all);
    row("all, floor in one", &taken.ours_all, &taken.floor_one);
    let (ours, five, one) = (
        taken.ours_all.cpu(),
        taken.floor_all.cpu(),
        taken.floor_one.cpu(),
    );
    println!(
        "cpu an order: {ours} us; floor in five commits {five} ({}x), in one {one} ({}x)",
        ratio(ours, five),
        ratio(ours, one)
    );
}

/// Ten lines that differ from order to order, and who buys them.
fn wants(n: i64) -> (String, Vec<Want>) {
    let customer = format!("C{:05}", 1 + n * 37 % 5_000);
    let wants = (0..10).map(|line| (1 + (n * 131 + line * 977) % 10_000, 1_000 * (1 + line % 3)));
    (customer, wants.collect())
}

/// The program's way; gives the order's number.
fn ours(office: &Office, n: i64, taken: &mut Taken) -> Result<String> {
    let (customer, wants) = wants(n);
    let lines: Vec<_> = wants
        .iter()
        .map(|(product, qty)| json!({ "product": format!("P{product:05}"), "qty": (qty / 1_000).to_string() }))
        .collect();
    let enter = json!({
        "customer": customer, "channel": "phone", "customer_ref": format!("B{n}"),
        "need_date": "2026-12-10", "lines": lines,
    });
    let mut waited = Duration::ZERO;
    let mut act = |step: usize, name: &str, with: Value| -> Result<Value> {
        let begun = Instant::now();
        let envelope = Envelope::parse(json!({ "do": name, "with": with }))
            .map_err(|refusal| anyhow::anyhow!("{name}: {refusal}"))?;
        let done = office.run(&caller(), &envelope);
        let took = begun.elapsed();
        waited += took;
        taken.ours[step].push(took);
        taken.log.time(|| {
            office.shorten_log();
            Ok(())
        })?;
        let done = done.map_err(|failure| anyhow::anyhow!("{name}: {failure}"))?;
        Ok(done.value)
    };
    let entered = act(0, "order.enter", enter)?;
    let order = entered["order"].as_str().context("a number")?.to_owned();
    act(1, "order.submit", json!({ "order": order }))?;
    for (step, department) in [(2, "sales"), (3, "finance")] {
        let give =
            json!({ "order": order, "department": department, "verdict": "pass", "text": "fine" });
        act(step, "review.give", give)?;
    }
    let approve = json!({ "order": order, "objective": 5, "accurate": 5 });
    let approved = act(4, "order.approve", approve)?;
    anyhow::ensure!(approved["state"] == "approved", "{approved}");
    taken.ours_all.push(waited);
    Ok(order)
}

/// The floor's way, five commits.
fn floor<'a>(
    conn: &'a rusqlite::Connection,
    model: &'a Model,
    n: i64,
    taken: &mut Taken,
) -> Result<Floor<'a>> {
    let (customer, wants) = wants(n);
    let wants: &'static [Want] = Box::leak(wants.into_boxed_slice());
    let mut floor = Floor::new(conn, model, &customer, wants);
    for step in 0..STEPS.len() {
        taken.floor[step].time(|| {
            floor.begin()?;
            floor.step(step)?;
            floor.commit()
        })?;
    }
    Ok(floor)
}

/// The floor's way, everything in one commit.
fn floor_in_one(conn: &rusqlite::Connection, model: &Model, n: i64) -> Result<()> {
    let (customer, wants) = wants(n);
    let mut floor = Floor::new(conn, model, &customer, &wants);
    floor.begin()?;
    for step in 0..STEPS.len() {
        floor.step(step)?;
    }
    floor.commit()
}
