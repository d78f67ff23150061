//! Gaps, checks and what an office does about them.

use super::{Db, Result, Tx};
use crate::domain::check::{Check, Control, Level};
use crate::domain::ids::OrderId;
use crate::domain::{Percent, Price};

record! {
    /// What an office does about a check.
    pub struct CheckRule {
        /// The check.
        pub code: Check,
        /// What happens when it fails.
        pub control: Control,
        /// Roles that may override it, separated by commas.
        pub overriders: String,
        /// A deviation within this percent passes.
        pub percent: Option<Percent>,
        /// So does one within this unit price.
        pub amount: Option<Price>,
    }
}

record! {
    /// What an office does about a gap.
    pub struct GapRule {
        /// The gap.
        pub code: String,
        /// Channel it is for, or every one.
        pub channel: String,
        /// Kind it is for, or every one.
        pub kind: String,
        /// off, warn (advisory) or block.
        pub control: Control,
    }
}

record! {
    /// Something that an order lacks.
    pub struct Gap {
        /// Line, 0 for the head.
        pub line: i64,
        /// The rule.
        pub code: String,
        /// The field.
        pub field: String,
        /// Whether it stops submission.
        pub blocking: bool,
    }
}

record! {
    /// How a check came out.
    pub struct CheckResult {
        /// The check.
        pub code: String,
        /// Pass, warn or block.
        pub level: Level,
        /// Roles that may set it aside, separated by commas.
        pub overriders: String,
        /// The fact with its numbers, as JSON.
        pub facts: String,
        /// What was answered to a warning.
        pub answer: String,
    }
}

/// Every check rule.
pub fn rules(db: &Db) -> Result<Vec<CheckRule>> {
    db.all("SELECT * FROM check_rule", [])
}

/// Writes a check rule.
pub fn save_rule(tx: &Tx<'_>, r: &CheckRule) -> Result<()> {
    let sql = "INSERT INTO check_rule (code, control, overriders, percent, amount)
               VALUES (?1, ?2, ?3, ?4, ?5)
               ON CONFLICT DO UPDATE SET control = excluded.control,
                   overriders = excluded.overriders, percent = excluded.percent,
                   amount = excluded.amount";
    let params = (r.code, r.control, &r.overriders, r.percent, r.amount);
    tx.exec(sql, params).map(drop)
}

/// Every gap rule.
pub fn gap_rules(db: &Db) -> Result<Vec<GapRule>> {
    db.all("SELECT * FROM gap_rule ORDER BY code, channel, kind", [])
}

/// Writes a gap rule.
pub fn save_gap_rule(tx: &Tx<'_>, r: &GapRule) -> Result<()> {
    let sql = "INSERT INTO gap_rule (code, channel, kind, control) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT DO UPDATE SET control = excluded.control";
    tx.exec(sql, (&r.code, &r.channel, &r.kind, r.control))
        .map(drop)
}

/// The gaps of an order, the head first.
pub fn gaps(db: &Db, order: OrderId) -> Result<Vec<Gap>> {
    let sql = "SELECT line, code, field, blocking FROM gap WHERE order_id = ?1 ORDER BY line, code";
    db.all(sql, [order])
}

/// Writes the gaps of an order anew.
pub fn set_gaps(tx: &Tx<'_>, order: OrderId, gaps: &[Gap]) -> Result<()> {
    tx.exec("DELETE FROM gap WHERE order_id = ?1", [order])?;
    for gap in gaps {
        let sql = "INSERT INTO gap (order_id, line, code, field, blocking)
                   VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING";
        tx.exec(sql, (order, gap.line, &gap.code, &gap.field, gap.blocking))?;
    }
    Ok(())
}

/// Keeps a run of the checks.
pub fn keep_run(tx: &Tx<'_>, order: OrderId, stage: &str, results: &[CheckResult]) -> Result<()> {
    let run: i64 = tx
        .value(
            "SELECT coalesce(max(run), 0) + 1 FROM check_result WHERE order_id = ?1",
            [order],
        )?
        .unwrap_or(1);
    for r in results {
        let sql = "INSERT INTO check_result (order_id, run, stage, code, level, overriders, facts,
                   answer) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        tx.exec(
            sql,
            (
                order,
                run,
                stage,
                &r.code,
                r.level,
                &r.overriders,
                &r.facts,
                &r.answer,
            ),
        )?;
    }
    Ok(())
}

/// How each check of the last full run came out; where a dispatch has tested one again since, how it
/// came out there.
pub fn last_run(db: &Db, order: OrderId) -> Result<Vec<CheckResult>> {
    let sql = "SELECT code, level, overriders, facts, answer FROM check_result
               WHERE id IN (SELECT max(id) FROM check_result WHERE order_id = ?1
                   AND run >= coalesce((SELECT max(run) FROM check_result
                       WHERE order_id = ?1 AND stage <> 'ship'), 0)
                   GROUP BY code)
               ORDER BY id";
    db.all(sql, [order])
}
