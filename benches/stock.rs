//! Promise, schedule and pick list on a busy office: 20,000 open lines, half of them of one product.
//! Microseconds, warm.
//!
//! `cargo bench --bench stock` or `cargo bench --bench stock -- 100000` (older orders).

mod common;

use anyhow::Result;
use orderdesk::desk::Office;
use serde_json::{Value, json};

use common::measure::Samples;
use common::office_file::{bare, caller, clock, copy, sizes};

/// The product that everybody wants.
const WANTED: &str = "P00001";

/// Lines in force beside those the office has: 10,000 of one product, 10,000 of as many.
const GROW: &str = "
    WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 4000)
    INSERT INTO sales_order (id, number, state, version, revision, round, customer_id, channel, kind,
        customer_ref, ship_to, terms, owner_id, keyed_by, ordered_on, entered_at, moved_at, approved_at, net, gross)
    SELECT 9000000 + n, 'SO20261120-' || printf('%05d', n), 'approved', 5, 1, 1, 1 + n * 7919 % 5000, 'phone', 'spot',
        'B' || n, '上海市测试路', 'net:30', 1, 1, '2026-11-20', '2026-11-20T09:00:00', '2026-11-20T10:00:00',
        '2026-11-20T10:00:00', 100000, 100000
    FROM n;
    WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 5),
        o AS (SELECT id FROM sales_order WHERE id > 9000000)
    INSERT INTO order_line (order_id, line, product_id, qty, price, price_from, promise_on, net, gross, in_force)
    SELECT o.id, n.n, iif((o.id + n.n) % 2, 1, 1 + (o.id * 31 + n.n * 977) % 10000), 2000, 1000000, 'list',
        date('2026-11-23', '+' || ((o.id * 13 + n.n) % 60) || ' days'), 20000, 20000, 1
    FROM o JOIN n;
    INSERT INTO supply (product_id, warehouse_id, qty, due_on, confirmed, ref)
    SELECT 1, 1, 100000, date('2026-11-23', '+' || (id % 60) || ' days'), 1, 'PB' || id FROM product WHERE id <= 100;
    INSERT INTO stock_place (product_id, warehouse_id, location)
    SELECT id, 1, printf('%c-%02d-%02d', 65 + id % 20, id / 20 % 30, id % 7) FROM product;";

fn main() -> Result<()> {
    let old = sizes().into_iter().min().unwrap_or(0);
    let path = copy(old, "stock")?;
    bare(&path)?.execute_batch(GROW)?;
    let office = Office::open(&path, clock()?)?;
    println!("{old} older orders, 20,000 open lines more, us");
    println!("{:<34}{:>8}{:>8}{:>8}", "", "p50", "p99", "rows");
    let wanted = json!({ "product": WANTED, "qty": "300" });
    ask(&office, "promise, 10,000 open lines", "promise", &wanted)?;
    ask(
        &office,
        "reservations of it",
        "reservations",
        &json!({ "product": WANTED }),
    )?;
    ask(
        &office,
        "substitutes of it",
        "substitutes",
        &json!({ "product": WANTED }),
    )?;
    ask(&office, "schedule, first page", "schedule", &json!({}))?;
    ask(
        &office,
        "schedule, late ones",
        "schedule",
        &json!({ "late": true }),
    )?;
    let bump = json!({ "bump": "SO20261120-02000", "changed": true });
    ask(&office, "schedule, a bump tried", "schedule", &bump)?;
    ask(&office, "late", "late", &json!({}))?;
    let pick = json!({ "warehouse": "W1", "limit": 500 });
    ask(&office, "pick list of 500 lines", "pick_list", &pick)?;
    Ok(())
}

fn ask(office: &Office, told: &str, name: &str, keys: &Value) -> Result<()> {
    let mut samples = Samples::default();
    let mut rows = 0;
    for n in 0..100 {
        let mut first = Samples::default();
        let kept = if n == 0 { &mut first } else { &mut samples };
        let answer = kept.time(|| {
            let asked = office.ask_by_name(&caller(), name, keys.clone());
            asked.map_err(|failure| anyhow::anyhow!("{name}: {failure}"))
        })?;
        rows = answer["rows"].as_array().map_or(1, Vec::len);
        if samples.total() > 4_000_000 {
            break; // slow enough to be seen
        }
    }
    let (p50, p99) = (samples.at(500), samples.at(990));
    println!("{told:<34}{p50:>8}{p99:>8}{rows:>8}");
    Ok(())
}
