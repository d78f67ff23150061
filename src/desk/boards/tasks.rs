//! `ask tasks`: what departments asked of each other, and what each owes.

use serde_json::{Value, json};

use super::page;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::query::Qx;
use crate::domain::{Moment, Refusal, Role};
use crate::store::tasks::{self, Filter, Task};
use crate::store::{self, Db};

payload! {
    /// Tasks, newest first, and what each department owes.
    pub struct TasksQuery {
        /// One task.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub task: Option<String>,
        /// About this paper.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub subject: Option<String>,
        /// Asked of this department.
        pub department: Option<Role>,
        /// Only those that are not closed.
        #[serde(default, deserialize_with = "fields::flag")]
        #[cfg_attr(test, schemars(with = "Option<bool>"))]
        pub open: Option<bool>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// Answers with a page of tasks; `owed` has a row for each department that owes an answer.
pub fn tasks(qx: &Qx<'_>, q: &TasksQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let found = if let Some(number) = &q.task {
        let found = tasks::by_number(qx.db, number)?;
        vec![found.ok_or_else(|| Refusal::not_found("task", number))?]
    } else {
        let filter = Filter {
            subject: q.subject.as_deref(),
            department: q.department,
            open_only: q.open.unwrap_or(false),
            before: page::after_id(q.after.as_deref())?.unwrap_or(i64::MAX),
        };
        tasks::list(qx.db, &filter, limit)?
    };
    let mut rows = Vec::with_capacity(found.len());
    for task in &found {
        rows.push(view(qx.db, task, qx.at)?);
    }
    let full = q.task.is_none() && i64::try_from(rows.len()).is_ok_and(|n| n >= limit);
    let next = found
        .last()
        .filter(|_| full)
        .map(|task| task.id.to_string());
    let owed = tasks::owed(qx.db, qx.at)?;
    Ok(json!({ "rows": rows, "owed": owed, "next": next }))
}

fn view(db: &Db, t: &Task, now: Moment) -> Outcome<Value> {
    let login = |id: Option<crate::domain::ids::StaffId>| {
        id.map(|id| store::office::staff(db, id).map(|staff| staff.login))
            .transpose()
    };
    let order = t.order_id.map(|id| store::orders::by_id(db, id));
    let customer = t.customer_id.map(|id| store::customers::by_id(db, id));
    let state = match (t.closed_at, t.answered_at) {
        (Some(_), _) => "closed",
        (None, Some(_)) => "answered",
        (None, None) => "open",
    };
    Ok(json!({
        "task": t.number, "state": state, "version": t.version, "subject": t.subject,
        "order": order.transpose()?.map(|o| o.number),
        "customer": customer.transpose()?.map(|c| c.code),
        "department": t.department, "text": t.text, "due": t.due_at,
        "overdue": state == "open" && t.due_at < now,
        "asked_by": login(Some(t.asked_by))?, "asked_at": t.asked_at, "answer": t.answer,
        "answered_by": login(t.answered_by)?, "answered_at": t.answered_at,
        "closed_by": login(t.closed_by)?, "closed_at": t.closed_at, "close_text": t.close_text,
    }))
}
