//! Receivables at size: 5,000 customers with 1,000,000 entries in the ledger, one of them with 50,000,
//! and a bank's file of 2,000 lines. Milliseconds.
//!
//! `cargo bench --bench money`

mod common;

use std::fmt::Write;
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow};
use orderdesk::desk::imports::Job;
use orderdesk::desk::{Envelope, Office};
use orderdesk::paper::input::Input;
use orderdesk::paper::masters_sheet::MasterKind;
use rusqlite::Connection;
use serde_json::{Value, json};

use common::measure::Samples;
use common::office_file::{caller, clock, folder};

const CUSTOMERS: i64 = 5_000;
/// Invoices of all customers together; each makes two entries, and its receipt one.
const INVOICES: i64 = 320_000;
/// Invoices of customer C00001 alone, beside the others.
const OF_ONE: i64 = 17_000;
const BANK_LINES: usize = 2_000;

/// What was billed and paid, by bare SQL; {n} are the invoices, {first} the first row, {who} whose.
const BOOKS: &str = "
    CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n
        WHERE i + 1 < {first} + {n}) SELECT i, {who} AS customer,
        date('2024-01-01', '+' || (i % 1050) || ' days') AS day FROM n;
    INSERT INTO invoice (id, number, order_id, customer_id, net, tax, gross, booked_on, invoiced_on,
        due_on, staff_id)
    SELECT i, printf('IV%08d', i), 1, customer, 8850, 1150, 10000, day, day, date(day, '+30 days'), 1
    FROM n;
    INSERT INTO transfer (debit, credit, amount, document, what, booked_on, effective_on, at, staff_id)
    SELECT 10 + customer, 1, 8850, printf('IV%08d', i), 'invoice', day, day, day || 'T09:00:00', 1 FROM n;
    INSERT INTO transfer (debit, credit, amount, document, what, booked_on, effective_on, at, staff_id)
    SELECT 10 + customer, 2, 1150, printf('IV%08d', i), 'invoice', day, day, day || 'T09:00:00', 1 FROM n;
    INSERT INTO receipt (id, number, customer_id, amount, method, deposit, cleared, received_on,
        booked_on, staff_id)
    SELECT i, printf('RC%08d', i), customer, 10000, 'wire', 0, 1, day, day, 1 FROM n WHERE i % 10 <> 0;
    INSERT INTO transfer (debit, credit, amount, document, what, booked_on, effective_on, at, staff_id)
    SELECT 3, 10 + customer, 10000, printf('RC%08d', i), 'receipt', day, day, day || 'T10:00:00', 1
    FROM n WHERE i % 10 <> 0;
    INSERT INTO application (receipt_id, invoice_id, amount, booked_on, effective_on, staff_id)
    SELECT i, i, 10000, day, day, 1 FROM n WHERE i % 10 <> 0;
    DROP TABLE n;";

/// Customers, their accounts, and the one order that every invoice hangs on.
const MASTERS: &str = "
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {customers})
    INSERT INTO customer (id, code, name, terms) SELECT i, printf('C%05d', i), printf('客户%05d', i),
        'net:30' FROM n;
    INSERT INTO account (id, code) VALUES (1, 'revenue'), (2, 'vat_out'), (3, 'bank');
    INSERT INTO account (id, code) SELECT 10 + id, 'receivable:' || code FROM customer;
    INSERT INTO sales_order (id, number, state, customer_id, channel, kind, keyed_by, ordered_on,
        entered_at, moved_at) VALUES (1, 'SO20240101-0001', 'closed', 1, 'phone', 'spot', 1,
        '2024-01-01', '2024-01-01T09:00:00', '2024-01-01T09:00:00');";

fn office() -> Result<(Office, PathBuf)> {
    std::fs::create_dir_all(folder())?;
    let path = folder().join("money.db");
    for ending in ["", "-wal", "-shm", ".gate", ".work"] {
        let side = PathBuf::from(format!("{}{ending}", path.display()));
        drop(std::fs::remove_file(side));
    }
    drop(Office::found(&path, clock()?, "Bench", &caller(), false).map_err(|e| anyhow!("{e}"))?);
    let db = Connection::open(&path)?;
    db.execute_batch("PRAGMA synchronous = OFF; BEGIN")?;
    db.execute_batch(&MASTERS.replace("{customers}", &CUSTOMERS.to_string()))?;
    let books = |first: i64, n: i64, who: &str| {
        BOOKS
            .replace("{first}", &first.to_string())
            .replace("{n}", &n.to_string())
            .replace("{who}", who)
    };
    db.execute_batch(&books(1, INVOICES, &format!("2 + i % {}", CUSTOMERS - 1)))?;
    db.execute_batch(&books(INVOICES + 1, OF_ONE, "1"))?;
    db.execute_batch("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)")?;
    let entries: i64 = db.query_row("SELECT count(*) FROM transfer", [], |row| row.get(0))?;
    let of_one: i64 = db.query_row(
        "SELECT count(*) FROM transfer WHERE debit = 11 OR credit = 11",
        [],
        |row| row.get(0),
    )?;
    println!("{entries} entries, {of_one} of them of C00001");
    drop(db);
    let office = Office::open(&path, clock()?).map_err(|e| anyhow!("{e}"))?;
    Ok((office, path))
}

fn main() -> Result<()> {
    let (office, _) = office()?;
    println!("\n{:<34}{:>9}{:>9}{:>8}", "ms", "p50", "max", "rows");
    let year = json!({ "customer": "C00001", "from": "2024-01-01", "to": "2026-12-31" });
    let by = |how: &str| {
        let mut keys = year.clone();
        keys["by"] = json!(how);
        keys
    };
    for (told, name, keys) in [
        ("statement, 50,000 entries", "statement", year.clone()),
        ("the same by goods", "statement", by("detail")),
        ("the same by open item", "statement", by("open")),
        ("ageing of all", "ageing", json!({})),
        (
            "ageing of all, 1,000 rows",
            "ageing",
            json!({ "limit": "1000" }),
        ),
        (
            "ageing of all, a year ago",
            "ageing",
            json!({ "as_of": "2025-11-30" }),
        ),
        ("debtors", "debtors", json!({})),
        ("cash forecast", "cash_forecast", json!({})),
        ("dso", "dso", json!({})),
        (
            "trial balance, a year ago",
            "trial_balance",
            json!({ "as_of": "2025-11-30" }),
        ),
        ("letter", "letter", json!({ "customer": "C00001" })),
    ] {
        ask(&office, told, name, &keys)?;
    }
    bank(&office)
}

fn ask(office: &Office, told: &str, name: &str, keys: &Value) -> Result<()> {
    let mut samples = Samples::default();
    let mut rows = 0;
    for _ in 0..5 {
        let answer = samples.time(|| {
            let asked = office.ask_by_name(&caller(), name, keys.clone());
            asked.map_err(|failure| anyhow!("{name}: {failure}"))
        })?;
        rows = answer["rows"].as_array().map_or(1, Vec::len);
    }
    let ms = |micros: u64| format!("{}.{}", micros / 1_000, micros % 1_000 / 100);
    println!(
        "{told:<34}{:>9}{:>9}{rows:>8}",
        ms(samples.at(500)),
        ms(samples.at(1_000))
    );
    Ok(())
}

/// A bank's file of payments, each recorded and applied.
fn bank(office: &Office) -> Result<()> {
    let mut text = "交易日期,流水号,收入金额,对方户名,摘要\n".to_owned();
    for n in 0..BANK_LINES {
        let payer = 2 + n % 4_000;
        writeln!(text, "20261122,T{n:06},100.00,客户{payer:05},货款")?;
    }
    // Somebody has to be there before the first line.
    let me = json!({ "do": "setting.set", "with": { "name": "office", "value": "Bench" } });
    let envelope = Envelope::parse(me).map_err(|e| anyhow!("{e}"))?;
    office
        .run(&caller(), &envelope)
        .map_err(|e| anyhow!("{e}"))?;
    let files = [Input::new("bank.csv", text.as_bytes())];
    let job = Job {
        masters: Some(MasterKind::Receipts),
        files: &files,
        profile: None,
        customer: None,
        scratch: None,
    };
    let mut samples = Samples::default();
    let read = samples.time(|| {
        let done = office.import(&caller(), &job, &mut |_, _| true);
        done.map_err(|failure| anyhow!("{failure}"))
    })?;
    let problem = read.problems.get(0).map_err(|no| anyhow!("{no}"))?;
    let problem = problem.map(|p| p.refusal.to_string());
    println!(
        "\n{} of {BANK_LINES} lines of a bank recorded and applied in {} ms; {}",
        read.added,
        samples.total() / 1_000,
        problem.unwrap_or_default()
    );
    let lines = u64::try_from(BANK_LINES).context("lines")?;
    println!("{} us a line", samples.total() / lines);
    Ok(())
}
