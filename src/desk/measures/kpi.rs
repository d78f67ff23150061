//! `ask kpi`: the measures of a period.

use serde_json::{Value, json};

use super::span::Span;
use super::tally::{Board, KpiBy};
use super::{lines, money, ways};
use crate::desk::boards::page;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::mask;
use crate::desk::query::Qx;
use crate::domain::measures::{self, Measure};
use crate::domain::{Day, Refusal};
use crate::store::{self, Db};

/// Months that can be told apart in one question.
const MONTHS: usize = 120;

payload! {
    /// The measures of a period: numerator, denominator, value (null where there is nothing to
    /// measure), formula, how many failed. Without `by`, or with `group`, each names the first 50
    /// lines or orders that failed, the newest first: `lines` {order, line, why, fact,
    /// customer, customer_name, product, goods}.
    /// Fill, delivery and cycle_time count lines of goods whose promise base (last asked for or
    /// accepted by the customer) falls in the period and has come; orders belong to the day of their
    /// last line. first_pass, recovery, return_to_sales and cancel_rate count orders by their own day,
    /// return_rate and complaint_rate what left in the period, csat surveys by their day, dso and
    /// overdue_rate stand at the end of the period.
    pub struct KpiQuery {
        /// First day.
        pub from: Day,
        /// Last day.
        pub to: Day,
        /// What is known at the end of this day counts (default today).
        pub as_of: Option<Day>,
        /// A row for each clerk, customer, channel, product or month; money owed by customer or month only.
        pub by: Option<KpiBy>,
        /// One of these groups only.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub group: Option<String>,
        /// Which measures (default all), as a list or parted by commas.
        #[serde(default, deserialize_with = "fields::words_opt")]
        pub names: Option<Vec<Measure>>,
        /// Rows of a page (default 1000).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// Answers with the measures.
pub fn kpi(qx: &Qx<'_>, q: &KpiQuery) -> Outcome<Value> {
    if q.to < q.from {
        return Err(Refusal::bad_field("to", "not before from").into());
    }
    if q.group.is_some() && q.by.is_none() {
        return Err(Refusal::bad_field("group", "only with by").into());
    }
    let names = q.names.as_deref().unwrap_or(Measure::ALL);
    let as_of = q.as_of.unwrap_or(qx.today);
    let mut board = Board::new(q.by, names, q.group.clone());
    // A day that has not come is nobody's fault.
    let to = q.to.min(as_of);
    let mut months = match q.by {
        Some(KpiBy::Month) => measures::months(q.from, q.to),
        _ => vec![(q.from, to)],
    };
    if months.len() > MONTHS {
        return Err(Refusal::bad_field("from", "120 months at most").into());
    }
    if let (Some(KpiBy::Month), Some(only)) = (q.by, &q.group) {
        months.retain(|(from, _)| from.month() == *only);
    }
    for (from, to) in months {
        board.begin_month(from.month());
        let to = to.min(as_of);
        if from <= to {
            count(qx, Span { from, to, as_of }, &mut board)?;
        }
    }
    let rows = board.rows(mask::sees_prices(qx.db, qx.actor)?);
    let limit = q.limit.unwrap_or(page::MOST);
    let mut answer = page::of_short(&rows, Some(limit), q.after.as_deref())?;
    for row in answer["rows"].as_array_mut().into_iter().flatten() {
        for line in row["lines"].as_array_mut().into_iter().flatten() {
            name(qx.db, line)?;
        }
    }
    answer["from"] = json!(q.from);
    answer["to"] = json!(q.to);
    answer["as_of"] = json!(as_of);
    Ok(answer)
}

/// Says whose a line that failed is, and of which goods.
fn name(db: &Db, line: &mut Value) -> Outcome<()> {
    let order = line["order"].as_str().unwrap_or_default();
    let named = store::measures::named(db, order, line["line"].as_i64())?;
    if let (Some(named), Some(line)) = (named, line.as_object_mut()) {
        line.insert("customer".to_owned(), json!(named.customer));
        line.insert("customer_name".to_owned(), json!(named.customer_name));
        line.insert("product".to_owned(), json!(named.product));
        line.insert("goods".to_owned(), json!(named.goods));
    }
    Ok(())
}

fn count(qx: &Qx<'_>, span: Span, board: &mut Board) -> Outcome<()> {
    if board.wants(lines::COUNTED) {
        lines::count(qx.db, span, board)?;
    }
    ways::count(qx.db, span, board)?;
    money::count(qx.db, span, board)
}
