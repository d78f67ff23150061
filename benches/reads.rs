//! What screens and scripts ask, on files of any age: first pages of lists, a search, credit,
//! ageing, the worklist. Microseconds, warm.
//!
//! `cargo bench --bench reads` (all sizes) or `cargo bench --bench reads -- 1000000`.

mod common;

use anyhow::Result;
use orderdesk::desk::Office;
use serde_json::{Value, json};

use common::measure::Samples;
use common::office_file::{caller, clock, copy, sizes};

/// A question and how it is told in the table; `{n}` in its keys becomes another customer each time.
fn questions() -> Vec<(&'static str, &'static str, Value)> {
    vec![
        ("orders", "orders", json!({})),
        ("orders, approved", "orders", json!({ "state": "approved" })),
        ("orders, closed", "orders", json!({ "state": "closed" })),
        (
            "orders of a customer",
            "orders",
            json!({ "customer": "C{n}" }),
        ),
        (
            "orders with a product",
            "orders",
            json!({ "product": "P{n}" }),
        ),
        ("orders by initials", "orders", json!({ "text": "kh{n}my" })),
        ("orders by channel", "orders", json!({ "channel": "fax" })),
        ("orders, late", "orders", json!({ "late": true })),
        ("find number tail", "find", json!({ "text": "0007" })),
        ("find initials", "find", json!({ "text": "kh12" })),
        ("customers", "customers", json!({})),
        ("products, text", "products", json!({ "text": "cp77" })),
        ("credit", "credit", json!({ "customer": "C{n}" })),
        ("ageing of one", "ageing", json!({ "customer": "C{n}" })),
        ("ageing of all", "ageing", json!({})),
        (
            "measures of a day",
            "kpi",
            json!({ "from": "2026-10-01", "to": "2026-10-01" }),
        ),
        ("worklist", "worklist", json!({})),
        ("counts", "counts", json!({})),
        ("stock", "stock", json!({})),
    ]
}

fn main() -> Result<()> {
    for old in sizes() {
        let office = Office::open(&copy(old, "reads")?, clock()?)?;
        println!("\n{old} older orders, us");
        println!(
            "{:<24}{:>8}{:>8}{:>8}{:>8}",
            "", "first", "p50", "p99", "rows"
        );
        for (told, name, keys) in questions() {
            ask(&office, told, name, &keys)?;
        }
    }
    Ok(())
}

fn ask(office: &Office, told: &str, name: &str, keys: &Value) -> Result<()> {
    let mut samples = Samples::default();
    let mut first = Samples::default();
    let mut rows = 0;
    for n in 0..200_u32 {
        let number = format!("{:05}", 1 + n * 37 % 5_000);
        let text = keys.to_string().replace("{n}", &number);
        let with: Value = serde_json::from_str(&text)?;
        let kept = if n == 0 { &mut first } else { &mut samples };
        let answer = kept.time(|| {
            let asked = office.ask_by_name(&caller(), name, with);
            asked.map_err(|failure| anyhow::anyhow!("{name}: {failure}"))
        })?;
        rows = answer["rows"].as_array().map_or(1, Vec::len);
        if samples.total() > 4_000_000 {
            break; // slow enough to be seen
        }
    }
    let (p50, p99) = (samples.at(500), samples.at(990));
    println!("{told:<24}{:>8}{p50:>8}{p99:>8}{rows:>8}", first.at(500));
    Ok(())
}
