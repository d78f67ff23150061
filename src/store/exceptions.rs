//! What did not go as it should: raised by a rule or by hand, owned, solved.

use rusqlite::named_params;

use super::{Db, Result, Tx};
use crate::domain::ids::{CustomerId, OrderId, StaffId};
use crate::domain::{Day, Moment};

record! {
    /// Something that did not go as it should.
    pub struct Exception {
        /// Row.
        pub id: i64,
        /// Number.
        pub number: String,
        /// What kind.
        pub kind: String,
        /// The paper it is about.
        pub subject: String,
        /// Its order, if it has one.
        pub order_id: Option<OrderId>,
        /// Its customer, if it has one.
        pub customer_id: Option<CustomerId>,
        /// In words.
        pub text: String,
        /// Of the rule that raised it, as JSON.
        pub facts: String,
        /// Raised by a rule.
        pub by_rule: bool,
        /// Whose it is.
        pub owner_id: Option<StaffId>,
        /// By when.
        pub due_at: Moment,
        /// Counts the commands that wrote it.
        pub version: i64,
        /// Who raised it, or whose command did.
        pub raised_by: StaffId,
        /// When.
        pub raised_at: Moment,
        /// Its root.
        pub cause: String,
        /// What was done.
        pub solution: String,
        /// Who solved it.
        pub solved_by: Option<StaffId>,
        /// When.
        pub solved_at: Option<Moment>,
    }
}

/// Raises an exception.
pub fn raise(tx: &Tx<'_>, e: &Exception) -> Result<()> {
    let sql = "INSERT INTO exception (number, kind, subject, order_id, customer_id, text, facts,
                   by_rule, owner_id, due_at, raised_by, raised_at)
               VALUES (:number, :kind, :subject, :order, :customer, :text, :facts, :by_rule, :owner,
                   :due, :by, :at)";
    let params = named_params! {
        ":number": e.number, ":kind": e.kind, ":subject": e.subject, ":order": e.order_id,
        ":customer": e.customer_id, ":text": e.text, ":facts": e.facts, ":by_rule": e.by_rule,
        ":owner": e.owner_id, ":due": e.due_at, ":by": e.raised_by, ":at": e.raised_at,
    };
    tx.insert(sql, params).map(drop)
}

/// The exception with this number.
pub fn by_number(db: &Db, number: &str) -> Result<Option<Exception>> {
    db.opt("SELECT * FROM exception WHERE number = ?1", [number])
}

/// Gives an exception an owner and a time.
pub fn assign(tx: &Tx<'_>, id: i64, owner: StaffId, due: Moment) -> Result<()> {
    let sql =
        "UPDATE exception SET owner_id = ?2, due_at = ?3, version = version + 1 WHERE id = ?1";
    tx.exec(sql, (id, owner, due)).map(drop)
}

/// The unsolved exception of this kind about this paper.
pub fn standing(db: &Db, subject: &str, kind: &str) -> Result<Option<Exception>> {
    let sql = "SELECT * FROM exception WHERE subject = ?1 AND kind = ?2 AND solved_at IS NULL
               ORDER BY id LIMIT 1";
    db.opt(sql, (subject, kind))
}

/// Writes the facts of a standing exception anew.
pub fn set_facts(tx: &Tx<'_>, id: i64, facts: &str) -> Result<()> {
    let sql = "UPDATE exception SET facts = ?2, version = version + 1 WHERE id = ?1";
    tx.exec(sql, (id, facts)).map(drop)
}

/// Solves an exception.
pub fn solve(
    tx: &Tx<'_>,
    id: i64,
    (cause, solution): (&str, &str),
    (who, at): (StaffId, Moment),
) -> Result<()> {
    let sql = "UPDATE exception SET cause = ?2, solution = ?3, solved_by = ?4, solved_at = ?5,
                   version = version + 1 WHERE id = ?1";
    tx.exec(sql, (id, cause, solution, who, at)).map(drop)
}

/// What a list of exceptions is narrowed to.
#[derive(Debug, Default)]
pub struct Filter<'a> {
    /// Of this kind.
    pub kind: Option<&'a str>,
    /// About this paper.
    pub subject: Option<&'a str>,
    /// This person's.
    pub owner: Option<StaffId>,
    /// Solved ones, not open ones.
    pub solved: bool,
    /// After this row: when it is due, and its row.
    pub after: Option<(&'a str, i64)>,
}

/// Open exceptions, the first due first, or solved ones, the newest first.
pub fn list(db: &Db, f: &Filter<'_>, limit: i64) -> Result<Vec<Exception>> {
    let (state, order) = if f.solved {
        (
            "solved_at IS NOT NULL AND (:due = '' OR id < :row)",
            "id DESC",
        )
    } else {
        (
            "solved_at IS NULL AND (due_at, id) > (:due, :row)",
            "due_at, id",
        )
    };
    let (due, row) = f.after.unwrap_or(("", 0));
    let sql = format!(
        "SELECT * FROM exception WHERE {state} AND (:kind IS NULL OR kind = :kind)
             AND (:subject IS NULL OR subject = :subject)
             AND (:owner IS NULL OR owner_id = :owner) ORDER BY {order} LIMIT :limit"
    );
    let params = named_params! {
        ":kind": f.kind, ":subject": f.subject, ":owner": f.owner, ":due": due,
        ":row": row, ":limit": limit,
    };
    db.all(&sql, params)
}

record! {
    /// How many exceptions of a kind there were.
    pub struct KindCount {
        /// The kind.
        pub kind: String,
        /// Raised.
        pub raised: i64,
        /// Of them not solved.
        pub open: i64,
        /// Of these past their time.
        pub overdue: i64,
    }
}

/// Exceptions raised from a day up to, not including, another, by kind, the most frequent first.
pub fn by_kind(db: &Db, from: Day, until: Day, now: Moment) -> Result<Vec<KindCount>> {
    let sql = "SELECT kind, count(*) AS raised, sum(solved_at IS NULL) AS open,
                   sum(solved_at IS NULL AND due_at < ?3) AS overdue
               FROM exception INDEXED BY exception_raised WHERE raised_at >= ?1 AND raised_at < ?2
               GROUP BY kind ORDER BY raised DESC, kind";
    db.all(sql, (from, until, now))
}
