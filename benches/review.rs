//! What judges wait for: the queues with 10,000 orders waiting in each, an order with all that
//! decides about it, and the hand-in of an order of 500 lines under 40 rules. Microseconds.
//!
//! `cargo bench --bench review` (all ages of the file) or `cargo bench --bench review -- 1000000`.

mod common;

use anyhow::{Context, Result};
use orderdesk::desk::{Envelope, Office};
use rusqlite::Connection;
use serde_json::{Value, json};

use common::measure::Samples;
use common::office_file::{caller, clock, copy, sizes};

/// Orders that wait for departments, and as many for the director.
const WAITING: i64 = 10_000;

/// Lines of the large order.
const LINES: u32 = 500;

/// Prices that the large order is asked about, beside those of the office.
const RULES: u32 = 40;

fn main() -> Result<()> {
    for old in sizes() {
        let path = copy(old, "review")?;
        wait(&Connection::open(&path)?).context("orders that wait")?;
        let office = Office::open(&path, clock()?)?;
        println!("\n{old} older orders, {WAITING} in each queue, us");
        println!("{:<28}{:>8}{:>8}{:>8}", "", "first", "p50", "p99");
        let queue = |queue: &str, after: Option<&str>| json!({ "queue": queue, "who": "boss", "limit": 100, "after": after });
        ask(&office, "review queue", "worklist", &queue("review", None))?;
        ask(
            &office,
            "the page behind",
            "worklist",
            &queue("review", Some("100")),
        )?;
        ask(
            &office,
            "director's queue",
            "worklist",
            &queue("director", None),
        )?;
        ask(&office, "counts", "counts", &json!({}))?;
        ask(
            &office,
            "an order to judge",
            "review",
            &json!({ "order": "SO20261120-90001" }),
        )?;
        hand_in(&office)?;
    }
    Ok(())
}

/// Fills both queues by bare SQL, as commands would have left them.
fn wait(conn: &Connection) -> Result<()> {
    conn.execute_batch(
        "PRAGMA synchronous = OFF; BEGIN;
         CREATE TEMP TABLE w AS WITH RECURSIVE c (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM c WHERE n < 20000)
             SELECT n, n <= 10000 AS reviewing, 90000000 + n AS id FROM c;
         INSERT INTO sales_order (id, number, state, version, round, customer_id, channel, kind, need_on, ship_to,
             terms, keyed_by, ordered_on, entered_at, moved_at, net, tax, gross)
         SELECT id, printf('SO20261120-%05d', 90000 + n), CASE WHEN reviewing THEN 'reviewing' ELSE 'director' END, 2, 1,
             1 + n * 7919 % 5000, 'phone', 'spot', '2026-12-10', '上海市', 'net:30', 1, '2026-11-20', '2026-11-20T09:00:00',
             strftime('%Y-%m-%dT%H:%M:%S', '2026-11-20 09:00:00', '+' || (n * 7 % 36000) || ' seconds'), 10000, 0, 10000
         FROM w;
         INSERT INTO order_line (order_id, line, product_id, qty, price, price_from, net, gross)
         SELECT id, 1, 1 + n * 31 % 10000, 1000, 1000000, 'list', 10000, 10000 FROM w;
         INSERT INTO opinion (order_id, round, department, asked_at, due_at)
         SELECT id, 1, d.department, '2026-11-20T09:00:00',
             strftime('%Y-%m-%dT%H:%M:%S', '2026-11-20 13:00:00', '+' || (n * 7 % 36000) || ' seconds')
         FROM w JOIN (SELECT 'sales' AS department UNION ALL SELECT 'finance') d WHERE reviewing;
         COMMIT;",
    )?;
    Ok(())
}

fn tell(told: &str, first: &Samples, samples: &Samples) {
    let (p50, p99) = (samples.at(500), samples.at(990));
    println!("{told:<28}{:>8}{p50:>8}{p99:>8}", first.at(500));
}

fn ask(office: &Office, told: &str, name: &str, keys: &Value) -> Result<()> {
    let (mut first, mut samples) = (Samples::default(), Samples::default());
    let mut with = keys.clone();
    if let Some(keys) = with.as_object_mut() {
        keys.retain(|_, value| !value.is_null());
    }
    for n in 0..200 {
        let kept = if n == 0 { &mut first } else { &mut samples };
        kept.time(|| {
            let asked = office.ask_by_name(&caller(), name, with.clone());
            asked.map_err(|failure| anyhow::anyhow!("{name}: {failure}"))
        })?;
        if samples.total() > 4_000_000 {
            break; // slow enough to be seen
        }
    }
    tell(told, &first, &samples);
    Ok(())
}

fn run(office: &Office, name: &str, with: Value) -> Result<Value> {
    let envelope = Envelope::parse(json!({ "do": name, "with": with }))
        .map_err(|refusal| anyhow::anyhow!("{name}: {refusal}"))?;
    let done = office.run(&caller(), &envelope);
    Ok(done
        .map_err(|failure| anyhow::anyhow!("{name}: {failure}"))?
        .value)
}

/// 500 lines under 40 further rules: entering, and handing in with every check.
fn hand_in(office: &Office) -> Result<()> {
    for n in 0..RULES {
        let (scope, code) = if n % 2 == 0 {
            ("customer", "C00042")
        } else {
            ("channel", "phone")
        };
        let price = json!({
            "scope": scope, "scope_code": code, "target": "family", "target_code": format!("F{n:02}"),
            "min_qty": (1 + n / 10).to_string(), "discount_percent": "2", "from": "2026-01-01",
        });
        run(office, "price.save", price)?;
    }
    let (mut enter, mut submit) = (Samples::default(), Samples::default());
    let none = Samples::default();
    for n in 0..20_u32 {
        let lines: Vec<_> = (0..LINES)
            .map(|line| {
                let product = 1 + (n * 131 + line * 17) % 10_000;
                json!({ "product": format!("P{product:05}"), "qty": (1 + line % 9).to_string() })
            })
            .collect();
        let with = json!({
            "customer": "C00042", "channel": "phone", "customer_ref": format!("L{n}"),
            "need_date": "2026-12-10", "ship_to": "上海市", "lines": lines,
        });
        let entered = enter.time(|| run(office, "order.enter", with))?;
        let order = entered["order"].as_str().context("a number")?.to_owned();
        let done = submit.time(|| run(office, "order.submit", json!({ "order": order })))?;
        anyhow::ensure!(done["state"] == "reviewing", "{done}");
    }
    tell("enter 500 lines", &none, &enter);
    tell("submit them", &none, &submit);
    Ok(())
}
