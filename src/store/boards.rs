//! Read models of lists: orders, worklist rows. Every one is bounded by an index and a limit.

use std::collections::HashMap;

use rusqlite::{ToSql, named_params};
use serde::{Deserialize, Serialize};

use super::{Db, Result};
use crate::domain::ids::{CustomerId, OrderId, ProductId};
use crate::domain::order::{Channel, Kind, State};
use crate::domain::{Day, Moment, Money, Qty};

/// A row of the list of orders.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OrderRow {
    /// What the order itself says.
    #[serde(flatten)]
    pub head: OrderHead,
    /// How far its lines are.
    #[serde(flatten)]
    pub progress: OrderProgress,
}

record! {
    /// What an order itself says in a list.
    pub struct OrderHead {
        /// Row.
        pub id: OrderId,
        /// Number.
        pub order: String,
        /// Where it stands.
        pub state: State,
        /// Version.
        pub version: i64,
        /// Customer code.
        pub customer: Option<String>,
        /// Customer name.
        pub customer_name: Option<String>,
        /// How it came in.
        pub channel: Channel,
        /// What it is for.
        pub kind: Kind,
        /// The customer's own number.
        pub customer_ref: String,
        /// Its day.
        pub ordered_on: Day,
        /// Wanted by.
        pub need_date: Option<Day>,
        /// Gross of what is not cancelled; kept back from whoever may not see prices.
        pub gross: Option<Money>,
        /// Login of the owner.
        pub owner: Option<String>,
        /// When the state last changed.
        pub moved_at: Moment,
    }
}

record! {
    /// How far the lines of an order are.
    #[derive(Default)]
    pub struct OrderProgress {
        /// Row of the order.
        #[serde(skip)]
        pub id: i64,
        /// Last promise of its lines.
        pub promise: Option<Day>,
        /// How many lines.
        pub lines: i64,
        /// Quantity wanted.
        pub wanted: Qty,
        /// Quantity cancelled.
        pub cancelled: Qty,
        /// Quantity shipped.
        pub shipped: Qty,
        /// Quantity signed for.
        pub signed: Qty,
        /// Quantity invoiced.
        pub invoiced: Qty,
        /// Whether something promised before the day asked is not signed for.
        pub late: bool,
    }
}

/// What a list of orders is narrowed to.
#[derive(Debug, Default)]
pub struct OrderFilter {
    /// State.
    pub state: Option<State>,
    /// Customer.
    pub customer: Option<CustomerId>,
    /// One of these customers.
    pub customers: Option<Vec<CustomerId>>,
    /// Product on one of its lines.
    pub product: Option<ProductId>,
    /// Channel.
    pub channel: Option<Channel>,
    /// Kind.
    pub kind: Option<Kind>,
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
    /// Only late ones, or only those that are not.
    pub late: Option<bool>,
    /// After this row: day and id.
    pub after: Option<(Day, i64)>,
}

const ORDER_COLUMNS: &str = include_str!("sql/order_row.sql");

/// Orders newest first. `today` decides what is late.
pub fn orders(db: &Db, f: &OrderFilter, today: Day, limit: i64) -> Result<Vec<OrderRow>> {
    let mut sql = ORDER_COLUMNS.to_owned();
    let ids: Option<String> = f.customers.as_ref().map(|ids| {
        ids.iter()
            .map(|id| id.0.to_string())
            .collect::<Vec<_>>()
            .join(",")
    });
    let (after_day, after_id) = f
        .after
        .map_or((None, None), |(day, id)| (Some(day), Some(id)));
    if f.customer.is_some() {
        sql.push_str(" AND o.customer_id = :customer");
    }
    if let Some(ids) = &ids {
        for part in [" AND o.customer_id IN (", ids, ")"] {
            sql.push_str(part);
        }
    }
    if f.product.is_some() {
        sql.push_str(
            " AND o.id IN (SELECT order_id FROM order_line WHERE product_id = :product AND removed = 0)",
        );
    }
    sql.push_str(&of_this_sort(f));
    if f.from.is_some() {
        sql.push_str(" AND o.ordered_on >= :from");
    }
    if f.to.is_some() {
        sql.push_str(" AND o.ordered_on <= :until");
    }
    match f.late {
        Some(true) => sql.push_str(
            " AND o.id IN (SELECT order_id FROM order_line WHERE in_force = 1
               AND qty > cancelled + signed + refused AND promise_on < :today)",
        ),
        Some(false) => sql.push_str(
            " AND NOT EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.in_force = 1
               AND l.qty > l.cancelled + l.signed + l.refused AND l.promise_on < :today)",
        ),
        None => {}
    }
    if f.after.is_some() {
        sql.push_str(" AND (o.ordered_on, o.id) < (:after_day, :after_id)");
    }
    sql.push_str(" ORDER BY o.ordered_on DESC, o.id DESC LIMIT :limit");
    let all: [(&str, &dyn ToSql); 11] = [
        (":today", &today),
        (":limit", &limit),
        (":state", &f.state),
        (":customer", &f.customer),
        (":product", &f.product),
        (":channel", &f.channel),
        (":kind", &f.kind),
        (":from", &f.from),
        (":until", &f.to),
        (":after_day", &after_day),
        (":after_id", &after_id),
    ];
    let used: Vec<_> = all
        .into_iter()
        .filter(|(name, _)| names(&sql, name))
        .collect();
    let heads = db.all(&sql, used.as_slice())?;
    with_progress(db, heads, today)
}

/// Heads with how far their lines are, which one statement reads for all of them: each line once.
fn with_progress(db: &Db, heads: Vec<OrderHead>, today: Day) -> Result<Vec<OrderRow>> {
    let ids: Vec<String> = heads.iter().map(|head| head.id.0.to_string()).collect();
    let rows: Vec<OrderProgress> = db.all(
        include_str!("sql/order_progress.sql"),
        named_params! { ":today": today, ":orders": format!("[{}]", ids.join(",")) },
    )?;
    let mut known: HashMap<i64, OrderProgress> =
        rows.into_iter().map(|row| (row.id, row)).collect();
    let row = |head: OrderHead| OrderRow {
        progress: known.remove(&head.id.0).unwrap_or_default(),
        head,
    };
    Ok(heads.into_iter().map(row).collect())
}

/// The conditions on state, channel and kind.
///
/// One index answers a page. Without statistics the planner takes any that fits, so all but the
/// narrowest are written with a `+`, which no index answers.
fn of_this_sort(f: &OrderFilter) -> String {
    let by_party = f.customer.is_some() || f.customers.is_some();
    let narrowest = match f.state {
        _ if by_party || f.product.is_some() || f.late == Some(true) => "",
        Some(state) if state != State::Closed => "state",
        _ if f.channel.is_some() => "channel",
        _ if f.kind.is_some() => "kind",
        _ => "state",
    };
    let asked = [
        (f.state.is_some(), "state"),
        (f.channel.is_some(), "channel"),
        (f.kind.is_some(), "kind"),
    ];
    let mut sql = String::new();
    for (_, column) in asked.into_iter().filter(|(asked, _)| *asked) {
        let plus = if column == narrowest { "" } else { "+" };
        for part in [" AND ", plus, "o.", column, " = :", column] {
            sql.push_str(part);
        }
    }
    sql
}

/// Whether a statement has this parameter; `:to` is not `:today`.
fn names(sql: &str, name: &str) -> bool {
    sql.split(name)
        .skip(1)
        .any(|rest| !rest.starts_with(|c: char| c.is_ascii_lowercase() || c == '_'))
}

/// One row of the list by number.
pub fn order_row(db: &Db, number: &str, today: Day) -> Result<Option<OrderRow>> {
    let head = db.opt(&format!("{ORDER_COLUMNS} AND o.number = ?1"), [number])?;
    Ok(with_progress(db, head.into_iter().collect(), today)?.pop())
}

/// Orders whose number ends in these digits, newest first.
pub fn orders_by_tail(db: &Db, tail: &str, today: Day, limit: i64) -> Result<Vec<OrderRow>> {
    let last = &tail[tail.len().saturating_sub(4)..];
    let padded = format!("{last:0>4}");
    let sql = format!(
        "{ORDER_COLUMNS} AND substr(o.number, -4) = ?1 AND o.number LIKE ?2 ORDER BY o.id DESC LIMIT ?3"
    );
    with_progress(
        db,
        db.all(&sql, (padded, format!("%{tail}"), limit))?,
        today,
    )
}

/// Orders that carry this number of the customer's own.
pub fn orders_by_ref(db: &Db, customer_ref: &str, today: Day, limit: i64) -> Result<Vec<OrderRow>> {
    let sql = format!(
        "{ORDER_COLUMNS} AND o.customer_ref = ?1 AND o.customer_ref <> '' ORDER BY o.id DESC LIMIT ?2"
    );
    with_progress(db, db.all(&sql, (customer_ref, limit))?, today)
}

record! {
    /// A row of the worklist as the file gives it.
    pub struct WorkRow {
        /// The paper.
        pub subject: String,
        /// Its order, if it is about one.
        pub order: Option<String>,
        /// The version of the order.
        pub version: Option<i64>,
        /// Customer code.
        pub customer: Option<String>,
        /// Customer name.
        pub customer_name: Option<String>,
        /// Telephone at hand.
        pub phone: Option<String>,
        /// Since when.
        pub since: String,
        /// Due when.
        pub due: String,
        /// Why, as a code.
        pub why: String,
        /// A fact beside it.
        pub fact: Option<String>,
        /// Amount, if it is about money.
        pub amount: Option<Money>,
        /// When somebody wants to look again.
        pub next_at: Option<Moment>,
        /// How many times nobody answered, in a row.
        pub no_answer: i64,
    }
}

record! {
    /// How many rows of a queue are whose.
    pub struct QueueCount {
        /// The queue.
        pub queue: String,
        /// What decides whose it is: the department asked, the state of a return.
        pub fact: Option<String>,
        /// How many times nobody answered, in a row.
        pub no_answer: i64,
        /// Rows.
        pub rows: i64,
    }
}

/// Counts the rows of every queue.
pub fn queue_counts(db: &Db, now: Moment) -> Result<Vec<QueueCount>> {
    db.all(
        include_str!("sql/queue_counts.sql"),
        named_params! { ":now": now, ":today": now.day() },
    )
}

/// The statements of the queues, by name. Each takes :now, :today and :limit, that of opinions
/// :department too.
pub const QUEUES: &[(&str, &str)] = &[
    ("incomplete", include_str!("sql/queue_incomplete.sql")),
    ("review", include_str!("sql/queue_review.sql")),
    ("director", include_str!("sql/queue_director.sql")),
    ("change", include_str!("sql/queue_change.sql")),
    ("late", include_str!("sql/queue_late.sql")),
    ("short", include_str!("sql/queue_short.sql")),
    ("collect", include_str!("sql/queue_collect.sql")),
    ("returns", include_str!("sql/queue_returns.sql")),
    ("complaints", include_str!("sql/queue_complaints.sql")),
    ("survey", include_str!("sql/queue_survey.sql")),
    ("tasks", include_str!("sql/queue_tasks.sql")),
    ("exceptions", include_str!("sql/queue_exceptions.sql")),
    ("drafts", include_str!("sql/queue_drafts.sql")),
    ("billing", include_str!("sql/queue_billing.sql")),
    ("platform", include_str!("sql/queue_platform.sql")),
];

/// The rows of a queue, most urgent first; opinions are those of one department.
pub fn queue(
    db: &Db,
    name: &str,
    department: Option<&str>,
    now: Moment,
    limit: i64,
) -> Result<Vec<WorkRow>> {
    let Some((_, sql)) = QUEUES.iter().find(|(queue, _)| *queue == name) else {
        return Ok(Vec::new());
    };
    let today = now.day();
    let all: [(&str, &dyn ToSql); 4] = [
        (":now", &now),
        (":today", &today),
        (":department", &department),
        (":limit", &limit),
    ];
    let used: Vec<_> = all
        .into_iter()
        .filter(|(name, _)| names(sql, name))
        .collect();
    db.all(sql, used.as_slice())
}
