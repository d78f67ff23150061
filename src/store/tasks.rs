//! Tasks between departments.

use rusqlite::named_params;

use super::{Db, Result, Tx};
use crate::domain::ids::{CustomerId, OrderId, StaffId};
use crate::domain::{Moment, Role};

record! {
    /// A task's row.
    pub struct Task {
        /// Row.
        pub id: i64,
        /// Number.
        pub number: String,
        /// The paper it is about.
        pub subject: String,
        /// Its order, if it has one.
        pub order_id: Option<OrderId>,
        /// Its customer, if it has one.
        pub customer_id: Option<CustomerId>,
        /// Who is asked.
        pub department: Role,
        /// What for.
        pub text: String,
        /// Counts the commands that wrote it.
        pub version: i64,
        /// When an answer is due.
        pub due_at: Moment,
        /// Who asks.
        pub asked_by: StaffId,
        /// When.
        pub asked_at: Moment,
        /// The answer.
        pub answer: String,
        /// Who gave it.
        pub answered_by: Option<StaffId>,
        /// When.
        pub answered_at: Option<Moment>,
        /// Who closed it.
        pub closed_by: Option<StaffId>,
        /// When.
        pub closed_at: Option<Moment>,
        /// What was said then.
        pub close_text: String,
    }
}

record! {
    /// What a department owes.
    pub struct Owed {
        /// Department.
        pub department: Role,
        /// Tasks without an answer.
        pub open: i64,
        /// Of them past their time.
        pub overdue: i64,
        /// When the oldest of these was due.
        pub oldest: Option<Moment>,
    }
}

/// The task with this number.
pub fn by_number(db: &Db, number: &str) -> Result<Option<Task>> {
    db.opt("SELECT * FROM task WHERE number = ?1", [number])
}

/// Asks for something.
pub fn insert(tx: &Tx<'_>, t: &Task) -> Result<()> {
    let sql = "INSERT INTO task (number, subject, order_id, customer_id, department, text, due_at,
                   asked_by, asked_at)
               VALUES (:number, :subject, :order, :customer, :department, :text, :due, :by, :at)";
    let params = named_params! {
        ":number": t.number, ":subject": t.subject, ":order": t.order_id,
        ":customer": t.customer_id, ":department": t.department, ":text": t.text,
        ":due": t.due_at, ":by": t.asked_by, ":at": t.asked_at,
    };
    tx.insert(sql, params).map(drop)
}

/// Writes the department's answer.
pub fn answer(tx: &Tx<'_>, id: i64, text: &str, (who, at): (StaffId, Moment)) -> Result<()> {
    let sql = "UPDATE task SET answer = ?2, answered_by = ?3, answered_at = ?4,
                   version = version + 1 WHERE id = ?1";
    tx.exec(sql, (id, text, who, at)).map(drop)
}

/// Ends a task.
pub fn close(tx: &Tx<'_>, id: i64, text: &str, (who, at): (StaffId, Moment)) -> Result<()> {
    let sql = "UPDATE task SET close_text = ?2, closed_by = ?3, closed_at = ?4,
                   version = version + 1 WHERE id = ?1";
    tx.exec(sql, (id, text, who, at)).map(drop)
}

/// What a list of tasks is narrowed to.
#[derive(Debug, Default)]
pub struct Filter<'a> {
    /// About this paper.
    pub subject: Option<&'a str>,
    /// Asked of this department.
    pub department: Option<Role>,
    /// Not closed.
    pub open_only: bool,
    /// Before this row.
    pub before: i64,
}

/// Tasks, newest first.
pub fn list(db: &Db, f: &Filter<'_>, limit: i64) -> Result<Vec<Task>> {
    let by = match f.subject {
        Some(_) => "subject = :subject",
        None => ":subject IS NULL",
    };
    let open = if f.open_only {
        "closed_at IS NULL"
    } else {
        "1"
    };
    let sql = format!(
        "SELECT * FROM task WHERE {by} AND {open}
             AND (:department IS NULL OR department = :department)
             AND id < :before ORDER BY id DESC LIMIT :limit"
    );
    let params = named_params! {
        ":subject": f.subject, ":department": f.department, ":before": f.before, ":limit": limit,
    };
    db.all(&sql, params)
}

/// What each department owes, the one with most overdue first.
pub fn owed(db: &Db, now: Moment) -> Result<Vec<Owed>> {
    let sql = "SELECT department, count(*) AS open, sum(due_at < ?1) AS overdue,
                   min(CASE WHEN due_at < ?1 THEN due_at END) AS oldest
               FROM task WHERE closed_at IS NULL AND answered_at IS NULL
               GROUP BY department ORDER BY overdue DESC, department";
    db.all(sql, [now])
}
