//! The floor: what entering, submitting, reviewing and approving an order of 10 lines leaves in the
//! file, written by bare prepared SQL with the fewest reads that its truth needs.
//!
//! The rows are those of a model order that the program itself has made: same texts, same counts.

use anyhow::{Context, Result};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Params, params};

use super::office_file::chained;

/// The five acts, one commit each in the program.
pub const STEPS: [&str; 5] = ["enter", "submit", "review 1", "review 2", "approve"];

/// A product and how much of it.
pub type Want = (i64, i64);

/// What the program's own order has left behind, to be written again.
#[derive(Debug)]
pub struct Model {
    order: i64,
    checks: [Vec<[Value; 5]>; 2],
    departments: Vec<String>,
    bodies: [String; 2],
    audits: Vec<(String, String)>,
    happenings: Vec<Vec<(String, String)>>,
    hands: Vec<String>,
}

impl Model {
    /// Reads what an approved order has left.
    pub fn of(conn: &Connection, order: i64) -> Result<Self> {
        let runs = [1, 2].map(|run| -> rusqlite::Result<Vec<[Value; 5]>> {
            let sql = "SELECT stage, code, level, overriders, facts FROM check_result
                       WHERE order_id = ?1 AND run = ?2";
            conn.prepare(sql)?
                .query_map((order, run), |r| {
                    Ok([r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?])
                })?
                .collect()
        });
        let [first, second] = runs;
        let texts = |sql: &str| -> rusqlite::Result<Vec<String>> {
            conn.prepare(sql)?
                .query_map([order], |r| r.get(0))?
                .collect()
        };
        let bodies = texts("SELECT body FROM order_snapshot WHERE order_id = ?1 ORDER BY id")?;
        let seqs: Vec<(i64, String, String)> = conn
            .prepare(
                "SELECT seq, command, payload FROM audit
                 WHERE subject = (SELECT number FROM sales_order WHERE id = ?1) ORDER BY seq",
            )?
            .query_map([order], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let mut happenings = Vec::new();
        for (seq, ..) in &seqs {
            happenings.push(
                conn.prepare("SELECT what, facts FROM happening WHERE seq = ?1 ORDER BY id")?
                    .query_map([seq], |r| Ok((r.get(0)?, r.get(1)?)))?
                    .collect::<rusqlite::Result<_>>()?,
            );
        }
        Ok(Self {
            order,
            checks: [first?, second?],
            departments: texts("SELECT department FROM opinion WHERE order_id = ?1 ORDER BY id")?,
            bodies: bodies.try_into().ok().context("two snapshots")?,
            audits: seqs.into_iter().map(|(_, c, p)| (c, p)).collect(),
            happenings,
            hands: texts("SELECT part FROM order_hand WHERE order_id = ?1 ORDER BY part")?,
        })
    }
}

const AT: &str = "2026-11-23T09:30:00";
const DAY: &str = "2026-11-23";

/// An order on its way through the floor.
#[derive(Debug)]
pub struct Floor<'a> {
    conn: &'a Connection,
    model: &'a Model,
    customer: String,
    customer_id: i64,
    wants: &'a [Want],
    order: i64,
    number: String,
    lines: Vec<i64>,
}

impl<'a> Floor<'a> {
    /// An order to be written.
    pub fn new(conn: &'a Connection, model: &'a Model, customer: &str, wants: &'a [Want]) -> Self {
        Self {
            conn,
            model,
            customer: customer.to_owned(),
            customer_id: 0,
            wants,
            order: 0,
            number: String::new(),
            lines: Vec::new(),
        }
    }

    /// One act, without its transaction.
    pub fn step(&mut self, step: usize) -> Result<()> {
        match step {
            0 => self.enter()?,
            1 => self.submit()?,
            2 | 3 => self.review(step - 2)?,
            _ => self.approve()?,
        }
        self.record(step)
    }

    /// Begins a writing transaction.
    pub fn begin(&self) -> Result<()> {
        self.exec("BEGIN IMMEDIATE", []).map(drop)
    }

    /// Commits it.
    pub fn commit(&self) -> Result<()> {
        self.exec("COMMIT", []).map(drop)
    }

    fn exec(&self, sql: &str, params: impl Params) -> Result<usize> {
        Ok(self.conn.prepare_cached(sql)?.execute(params)?)
    }

    fn int(&self, sql: &str, params: impl Params) -> Result<i64> {
        let found = self
            .conn
            .prepare_cached(sql)?
            .query_row(params, |r| r.get(0));
        Ok(found.optional()?.unwrap_or(0))
    }

    fn enter(&mut self) -> Result<()> {
        let (id, terms, address): (i64, String, String) = self
            .conn
            .prepare_cached("SELECT id, terms, address FROM customer WHERE code = ?1")?
            .query_row([&self.customer], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        self.customer_id = id;
        let last = self.int(
            "INSERT INTO series (prefix, day, last) VALUES ('SO', '20261123', 1)
             ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last",
            [],
        )?;
        self.number = format!("SO20261123-{last:04}");
        let mut rows = Vec::with_capacity(self.wants.len());
        for (product, qty) in self.wants {
            let price = self.int("SELECT list_price FROM product WHERE id = ?1", [product])?;
            let by_rule = self.int(
                "SELECT price FROM price_rule WHERE scope = 'base' AND scope_key = ''
                 AND target = 'sku' AND target_key = printf('P%05d', ?1)",
                [product],
            )?;
            self.free(*product)?;
            let price = if by_rule > 0 { by_rule } else { price };
            let gross = price * qty / 100_000;
            rows.push((*product, *qty, price, gross - gross * 13 / 113, gross));
        }
        let gross: i64 = rows.iter().map(|r| r.4).sum();
        let net: i64 = rows.iter().map(|r| r.3).sum();
        self.order = self
            .conn
            .prepare_cached(
                "INSERT INTO sales_order (number, state, customer_id, channel, kind, customer_ref,
                    need_on, ship_to, terms, owner_id, keyed_by, ordered_on, entered_at, moved_at,
                    lines_digest, net, tax, gross)
                 VALUES (?1, 'draft', ?2, 'phone', 'spot', ?3, '2026-12-10', ?4, ?5, 1, 1, ?6, ?7,
                    ?7, ?8, ?9, ?10, ?11)",
            )?
            .insert(params![
                self.number,
                id,
                format!("F{}", self.number),
                address,
                terms,
                DAY,
                AT,
                &chained(&[&self.number])[..32],
                net,
                gross - net,
                gross
            ])?;
        for (n, (product, qty, price, net, gross)) in (1..).zip(&rows) {
            let sql = "INSERT INTO order_line (order_id, line, product_id, qty, price, price_from,
                           promise_on, tax_rate, net, tax, gross)
                       VALUES (?1, ?2, ?3, ?4, ?5, 'list', '2026-12-10', 1300, ?6, ?7, ?8)";
            let line = self.conn.prepare_cached(sql)?.insert(params![
                self.order,
                n,
                product,
                qty,
                price,
                net,
                gross - net,
                gross
            ])?;
            self.lines.push(line);
        }
        self.hand("editor")
    }

    fn submit(&mut self) -> Result<()> {
        self.credit()?;
        self.run_of_checks(0)?;
        for department in &self.model.departments {
            self.exec(
                "INSERT INTO opinion (order_id, round, department, asked_at, due_at)
                 VALUES (?1, 1, ?2, ?3, '2026-11-23T13:30:00')",
                (self.order, department, AT),
            )?;
        }
        self.snapshot("submitted", 0)?;
        self.exec(
            "UPDATE sales_order SET version = version + 1, state = 'reviewing', round = 1,
                moved_at = ?2 WHERE id = ?1",
            (self.order, AT),
        )
        .map(drop)
    }

    fn review(&mut self, nth: usize) -> Result<()> {
        let department = self.model.departments.get(nth).map_or("", String::as_str);
        self.exec(
            "UPDATE opinion SET verdict = 'pass', text = 'fine', staff_id = 1, given_at = ?3, waiting = 0
             WHERE order_id = ?1 AND round = 1 AND department = ?2",
            (self.order, department, AT),
        )?;
        if nth == 0 {
            self.hand("reviewer")?;
        } else {
            self.hand("finance_reviewer")?;
        }
        let state = if nth == 0 { "reviewing" } else { "director" };
        self.exec(
            "UPDATE sales_order SET version = version + 1, state = ?2, moved_at = ?3 WHERE id = ?1",
            (self.order, state, AT),
        )
        .map(drop)
    }

    fn approve(&mut self) -> Result<()> {
        self.credit()?;
        self.run_of_checks(1)?;
        self.exec(
            "INSERT INTO decision (order_id, round, outcome, objective, accurate, staff_id, at)
             VALUES (?1, 1, 'approved', 5, 5, 1, ?2)",
            (self.order, AT),
        )?;
        self.hand("director")?;
        self.exec(
            "UPDATE sales_order SET version = version + 1, state = 'approved', revision = 1,
                moved_at = ?2, approved_at = ?2 WHERE id = ?1",
            (self.order, AT),
        )?;
        self.exec(
            "UPDATE order_line SET in_force = 1 WHERE order_id = ?1",
            [self.order],
        )?;
        for (line, (product, qty)) in self.lines.iter().zip(self.wants) {
            self.free(*product)?;
            self.exec(
                "INSERT INTO reservation (line_id, warehouse_id, product_id, qty, expires_on)
                 VALUES (?1, 1, ?2, ?3, '2026-12-23')",
                (line, product, qty),
            )?;
        }
        self.snapshot("approved", 1)
    }

    /// What is free of a product.
    fn free(&self, product: i64) -> Result<i64> {
        self.int(
            "SELECT on_hand - reserved - packed FROM stock_level WHERE product_id = ?1",
            [product],
        )
    }

    /// What the customer owes, what is overdue, what is promised.
    fn credit(&self) -> Result<()> {
        let account = format!("receivable:{}", self.customer);
        self.int("SELECT balance FROM account WHERE code = ?1", [account])?;
        self.int(
            "SELECT coalesce(sum(open), 0) FROM invoice_open WHERE customer_id = ?1 AND due_on < ?2",
            (self.customer_id, DAY),
        )?;
        self.int(
            "SELECT coalesce(sum(l.gross), 0) FROM sales_order o JOIN order_line l
                 ON l.order_id = o.id WHERE o.customer_id = ?1 AND o.state = 'approved'",
            [self.customer_id],
        )?;
        Ok(())
    }

    fn run_of_checks(&self, run: usize) -> Result<()> {
        for [stage, code, level, overriders, facts] in &self.model.checks[run] {
            self.exec(
                "INSERT INTO check_result (order_id, run, stage, code, level, overriders, facts)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    self.order,
                    i64::try_from(run)? + 1,
                    stage,
                    code,
                    level,
                    overriders,
                    facts
                ],
            )?;
        }
        Ok(())
    }

    fn snapshot(&self, what: &str, which: usize) -> Result<()> {
        self.exec(
            "INSERT INTO order_snapshot (order_id, what, number, body, staff_id, at)
             VALUES (?1, ?2, 1, ?3, 1, ?4)",
            (self.order, what, &self.model.bodies[which], AT),
        )
        .map(drop)
    }

    fn hand(&self, part: &str) -> Result<()> {
        if !self.model.hands.iter().any(|had| had == part) {
            return Ok(());
        }
        self.exec(
            "INSERT INTO order_hand (order_id, part, staff_id) VALUES (?1, ?2, 1)",
            (self.order, part),
        )
        .map(drop)
    }

    /// The audit row of an act and its happenings.
    fn record(&self, step: usize) -> Result<()> {
        let (last, before): (i64, String) = self
            .conn
            .prepare_cached("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")?
            .query_row([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        let seq = last + 1;
        let (command, payload) = &self.model.audits[step];
        let text = seq.to_string();
        let said = [
            text.as_str(),
            AT,
            AT,
            "boss",
            "boss",
            command,
            &self.number,
            payload,
            "ok",
            &before,
        ];
        self.exec(
            "INSERT INTO audit (seq, at, clock_at, who, os_who, command, subject, payload, outcome,
                prev_hash, hash)
             VALUES (?1, ?2, ?2, 'boss', 'boss', ?3, ?4, ?5, 'ok', ?6, ?7)",
            params![
                seq,
                AT,
                command,
                self.number,
                payload,
                before,
                chained(&said)
            ],
        )?;
        for (what, facts) in &self.model.happenings[step] {
            self.exec(
                "INSERT INTO happening (seq, order_id, what, facts) VALUES (?1, ?2, ?3, ?4)",
                (seq, self.order, what, facts),
            )?;
        }
        Ok(())
    }

    /// Whether the model's order has as many rows as this one, table by table.
    pub fn like_the_model(&self) -> Result<()> {
        for table in [
            "order_line",
            "check_result",
            "opinion",
            "decision",
            "order_snapshot",
            "order_hand",
            "happening",
            "gap",
        ] {
            let sql = format!("SELECT count(*) FROM {table} WHERE order_id = ?1");
            let (ours, floor) = (
                self.int(&sql, [self.model.order])?,
                self.int(&sql, [self.order])?,
            );
            anyhow::ensure!(
                ours == floor,
                "{table}: the program wrote {ours}, the floor {floor}"
            );
        }
        Ok(())
    }
}
