//! Complaints, their answers, and what customers said when they were asked.

use rusqlite::named_params;

use super::{Db, Result, Tx};
use crate::domain::ids::{ComplaintId, CustomerId, OrderId, ReturnId, StaffId};
use crate::domain::{Day, Moment, Money};

record! {
    /// A complaint's row.
    pub struct Complaint {
        /// Row.
        pub id: ComplaintId,
        /// Number.
        pub number: String,
        /// Who complains.
        pub customer_id: CustomerId,
        /// About which order.
        pub order_id: Option<OrderId>,
        /// Dealt with by which return.
        pub return_id: Option<ReturnId>,
        /// 1 worst to 3.
        pub severity: i64,
        /// In words.
        pub text: String,
        /// The third or a later one of the customer in 90 days.
        pub repeated: bool,
        /// Counts the commands that wrote it.
        pub version: i64,
        /// When an end is due.
        pub due_at: Moment,
        /// Who took it.
        pub opened_by: StaffId,
        /// When.
        pub opened_at: Moment,
        /// Its root.
        pub cause: String,
        /// What was done.
        pub remedy: String,
        /// What that cost.
        pub cost: Option<Money>,
        /// Who closed it.
        pub closed_by: Option<StaffId>,
        /// When.
        pub closed_at: Option<Moment>,
    }
}

record! {
    /// An answer to a complaint.
    pub struct Answer {
        /// In words.
        pub text: String,
        /// Login of who gave it.
        pub who: String,
        /// When.
        pub at: Moment,
    }
}

record! {
    /// What a customer said of an order.
    pub struct Survey {
        /// Row.
        pub id: i64,
        /// Number.
        pub number: String,
        /// The order.
        pub order_id: OrderId,
        /// The customer.
        pub customer_id: Option<CustomerId>,
        /// 1 to 5.
        pub score: i64,
        /// Why.
        pub reason: String,
        /// The plan had asked for it.
        pub planned: bool,
        /// The complaint that the score opened.
        pub complaint_id: Option<ComplaintId>,
        /// Who asked.
        pub staff_id: StaffId,
        /// When.
        pub at: Moment,
    }
}

record! {
    /// Scores of a customer: 4 and 5 count as satisfied.
    pub struct Satisfaction {
        /// Customer code.
        pub customer: Option<String>,
        /// Surveys.
        pub surveys: i64,
        /// Of them 4 or 5.
        pub satisfied: i64,
        /// Sum of the scores.
        pub points: i64,
    }
}

/// The complaint with this number.
pub fn by_number(db: &Db, number: &str) -> Result<Option<Complaint>> {
    db.opt("SELECT * FROM complaint WHERE number = ?1", [number])
}

/// The complaint of this row.
pub fn by_id(db: &Db, id: ComplaintId) -> Result<Complaint> {
    db.one("SELECT * FROM complaint WHERE id = ?1", [id])
}

/// Takes a complaint.
pub fn insert(tx: &Tx<'_>, c: &Complaint) -> Result<ComplaintId> {
    let sql = "INSERT INTO complaint (number, customer_id, order_id, return_id, severity, text,
                   repeated, due_at, opened_by, opened_at)
               VALUES (:number, :customer, :order, :return, :severity, :text, :repeated, :due, :by, :at)";
    let params = named_params! {
        ":number": c.number, ":customer": c.customer_id, ":order": c.order_id,
        ":return": c.return_id, ":severity": c.severity, ":text": c.text,
        ":repeated": c.repeated, ":due": c.due_at, ":by": c.opened_by, ":at": c.opened_at,
    };
    tx.insert(sql, params).map(ComplaintId)
}

/// How many complaints of a customer were opened after a time.
pub fn since(db: &Db, customer: CustomerId, after: Moment) -> Result<i64> {
    let sql = "SELECT count(*) FROM complaint WHERE customer_id = ?1 AND opened_at > ?2";
    Ok(db.value(sql, (customer, after))?.unwrap_or(0))
}

/// Adds an answer to the chain.
pub fn answer(
    tx: &Tx<'_>,
    id: ComplaintId,
    text: &str,
    (who, at): (StaffId, Moment),
) -> Result<()> {
    let sql = "INSERT INTO complaint_answer (complaint_id, text, staff_id, at)
               VALUES (?1, ?2, ?3, ?4)";
    tx.exec(sql, (id, text, who, at))?;
    tx.exec(
        "UPDATE complaint SET version = version + 1 WHERE id = ?1",
        [id],
    )
    .map(drop)
}

/// The answers to a complaint, oldest first.
pub fn answers(db: &Db, id: ComplaintId) -> Result<Vec<Answer>> {
    let sql = "SELECT a.text, s.login AS who, a.at FROM complaint_answer a
               JOIN staff s ON s.id = a.staff_id WHERE a.complaint_id = ?1 ORDER BY a.id";
    db.all(sql, [id])
}

/// Ends a complaint.
pub fn close(
    tx: &Tx<'_>,
    id: ComplaintId,
    (cause, remedy, cost): (&str, &str, Money),
    (who, at): (StaffId, Moment),
) -> Result<()> {
    let sql = "UPDATE complaint SET cause = ?2, remedy = ?3, cost = ?4, closed_by = ?5,
                   closed_at = ?6, version = version + 1 WHERE id = ?1";
    tx.exec(sql, (id, cause, remedy, cost, who, at)).map(drop)
}

/// What a list of complaints is narrowed to.
#[derive(Debug, Default)]
pub struct Filter {
    /// About this order.
    pub order: Option<OrderId>,
    /// Of this customer.
    pub customer: Option<CustomerId>,
    /// Not closed.
    pub open_only: bool,
    /// Before this row.
    pub before: i64,
}

/// Complaints, newest first.
pub fn list(db: &Db, f: &Filter, limit: i64) -> Result<Vec<Complaint>> {
    let by = match (f.order, f.customer) {
        (Some(_), _) => "order_id = :order AND (:customer IS NULL OR customer_id = :customer)",
        (None, Some(_)) => "customer_id = :customer AND :order IS NULL",
        (None, None) => ":order IS NULL AND :customer IS NULL",
    };
    let open = if f.open_only {
        "closed_at IS NULL"
    } else {
        "1"
    };
    let sql = format!(
        "SELECT * FROM complaint WHERE {by} AND {open} AND id < :before ORDER BY id DESC LIMIT :limit"
    );
    let params = named_params! {
        ":order": f.order, ":customer": f.customer, ":before": f.before, ":limit": limit,
    };
    db.all(&sql, params)
}

/// Writes down that an order was signed for, in its turn, and whether the plan takes it. Says
/// nothing twice: an order has one turn.
pub fn take_turn(
    tx: &Tx<'_>,
    order: OrderId,
    every: i64,
    (at, due): (Moment, Moment),
) -> Result<()> {
    let sql = "INSERT INTO survey_turn (turn, order_id, planned, due_at, at)
               SELECT t.turn, ?1, t.turn % ?2 = 0, ?4, ?3
               FROM (SELECT coalesce(max(turn), 0) + 1 AS turn FROM survey_turn) t
               WHERE NOT EXISTS (SELECT 1 FROM survey_turn WHERE order_id = ?1)";
    tx.exec(sql, (order, every, at, due)).map(drop)
}

/// Whether the plan takes this order.
pub fn is_planned(db: &Db, order: OrderId) -> Result<bool> {
    let sql = "SELECT planned FROM survey_turn WHERE order_id = ?1";
    Ok(db.value(sql, [order])?.unwrap_or(false))
}

/// The survey of an order, if it was asked.
pub fn survey_of(db: &Db, order: OrderId) -> Result<Option<Survey>> {
    db.opt("SELECT * FROM survey WHERE order_id = ?1", [order])
}

/// Writes what the customer said.
pub fn insert_survey(tx: &Tx<'_>, s: &Survey) -> Result<()> {
    let sql = "INSERT INTO survey (number, order_id, customer_id, score, reason, planned,
                   complaint_id, staff_id, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let params = (
        &s.number,
        s.order_id,
        s.customer_id,
        s.score,
        &s.reason,
        s.planned,
        s.complaint_id,
        s.staff_id,
        s.at,
    );
    tx.exec(sql, params).map(drop)
}

/// Surveys, newest first, of one customer or of all.
pub fn surveys(
    db: &Db,
    customer: Option<CustomerId>,
    (from, to): (Option<Day>, Option<Day>),
    before: i64,
    limit: i64,
) -> Result<Vec<Survey>> {
    let by = match customer {
        Some(_) => "customer_id = :customer",
        None => ":customer IS NULL",
    };
    let sql = format!(
        "SELECT * FROM survey WHERE {by} AND {SPAN} AND id < :before ORDER BY id DESC LIMIT :limit"
    );
    let params = named_params! {
        ":customer": customer, ":from": from, ":until": to.map(|to| to.plus_days(1)),
        ":before": before, ":limit": limit,
    };
    db.all(&sql, params)
}

/// Times from a day up to, not including, another; each may be left out.
const SPAN: &str = "at >= coalesce(:from, '') AND at < coalesce(:until, '3')";

record! {
    /// Scores of a kind of thing together.
    pub struct Scores {
        /// Its code; none where an order names nothing of the kind.
        pub code: Option<String>,
        /// Its name.
        pub name: Option<String>,
        /// Surveys.
        pub surveys: i64,
        /// Of them 4 and 5.
        pub satisfied: i64,
        /// Sum of the scores.
        pub points: i64,
    }
}

/// What scores are put together by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScoresBy {
    /// The customer.
    Customer,
    /// Each product of the order.
    Product,
    /// Each carrier that brought a part of the order.
    Carrier,
    /// Who keyed the order.
    Clerk,
}

/// Scores in a span of time by one of these, the worst first. An order with several products or
/// carriers counts for each of them, once.
pub fn scores(
    db: &Db,
    by: ScoresBy,
    (from, to): (Option<Day>, Option<Day>),
    limit: i64,
    skip: i64,
) -> Result<Vec<Scores>> {
    let of = match by {
        ScoresBy::Customer => {
            "SELECT s.id, s.score, c.code, c.name FROM survey s
            LEFT JOIN customer c ON c.id = s.customer_id"
        }
        ScoresBy::Product => {
            "SELECT DISTINCT s.id, s.score, p.code, p.name FROM survey s
            JOIN order_line l ON l.order_id = s.order_id AND l.in_force = 1
            JOIN product p ON p.id = l.product_id"
        }
        ScoresBy::Carrier => {
            "SELECT DISTINCT s.id, s.score, k.code, k.name FROM survey s
            JOIN shipment h ON h.order_id = s.order_id JOIN carrier k ON k.id = h.carrier_id"
        }
        ScoresBy::Clerk => {
            "SELECT s.id, s.score, w.login AS code, w.name FROM survey s
            JOIN sales_order o ON o.id = s.order_id JOIN staff w ON w.id = o.keyed_by"
        }
    };
    let sql = format!(
        "SELECT code, max(name) AS name, count(*) AS surveys, sum(score >= 4) AS satisfied,
             sum(score) AS points
         FROM ({of} WHERE s.at >= coalesce(:from, '') AND s.at < coalesce(:until, '3'))
         GROUP BY code ORDER BY avg(score), code LIMIT :limit OFFSET :skip"
    );
    let params = named_params! {
        ":from": from, ":until": to.map(|to| to.plus_days(1)), ":limit": limit, ":skip": skip,
    };
    db.all(&sql, params)
}

/// Scores by customer in a span of time, by code.
pub fn satisfaction(
    db: &Db,
    customer: Option<CustomerId>,
    (from, to): (Option<Day>, Option<Day>),
    limit: i64,
) -> Result<Vec<Satisfaction>> {
    let sql = format!(
        "SELECT c.code AS customer, count(*) AS surveys, sum(s.score >= 4) AS satisfied,
             sum(s.score) AS points
         FROM survey s LEFT JOIN customer c ON c.id = s.customer_id
         WHERE (:customer IS NULL OR s.customer_id = :customer) AND {SPAN}
         GROUP BY s.customer_id ORDER BY c.code LIMIT :limit"
    );
    let params = named_params! {
        ":customer": customer, ":from": from, ":until": to.map(|to| to.plus_days(1)),
        ":limit": limit,
    };
    db.all(&sql, params)
}
