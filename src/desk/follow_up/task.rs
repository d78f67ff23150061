//! `task.open`, `task.answer`, `task.close`: work that one department asks of another.

use serde_json::{Value, json};

use super::subject::{self, Subject};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::{fields, workdays};
use crate::domain::calendar::Hours;
use crate::domain::{Code, Moment, Refusal, Role};
use crate::store::tasks::{self, Task};

payload! {
    /// Asks a department for something about a paper. It is on the department's worklist until it
    /// answers, then on the asker's until it is closed.
    pub struct TaskOpen {
        /// Number of the paper: order, shipment, invoice, receipt, return or complaint; or the code
        /// of a customer or a product.
        #[serde(deserialize_with = "fields::code")]
        pub subject: String,
        /// Who is asked.
        pub department: Role,
        /// What for.
        #[serde(deserialize_with = "fields::clean")]
        pub text: String,
        /// When an answer is due; a bare day is the end of its working hours.
        pub due: Moment,
    }
}

payload! {
    /// Answers a task, for the department that was asked.
    pub struct TaskAnswer {
        /// Task.
        #[serde(deserialize_with = "fields::code")]
        pub task: String,
        /// The answer.
        #[serde(deserialize_with = "fields::clean")]
        pub text: String,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

payload! {
    /// Closes a task, answered or not.
    pub struct TaskClose {
        /// Task.
        #[serde(deserialize_with = "fields::code")]
        pub task: String,
        /// A last word.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub text: Option<String>,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

/// Asks.
pub fn open(cx: &mut Cx<'_>, p: &TaskOpen) -> Outcome<Value> {
    let subject = subject::find(cx.tx, &p.subject)?;
    if p.text.is_empty() {
        return Err(Refusal::bad_field("text", "what is asked for").into());
    }
    if p.department == Role::Auditor {
        return Err(Refusal::bad_field("department", "a role that may act").into());
    }
    let due = Hours::default().or_end_of(p.due);
    if due < cx.at {
        return Err(Refusal::bad_field("due", "not in the past").into());
    }
    let task = Task {
        id: 0,
        number: cx.next_number("TK")?,
        subject: subject.number.clone(),
        order_id: subject.order,
        customer_id: subject.customer,
        department: p.department,
        text: p.text.clone(),
        version: 1,
        due_at: due,
        asked_by: cx.actor.id,
        asked_at: cx.at,
        answer: String::new(),
        answered_by: None,
        answered_at: None,
        closed_by: None,
        closed_at: None,
        close_text: String::new(),
    };
    tasks::insert(cx.tx, &task)?;
    cx.about(&task.number);
    cx.changed(Aggregate::Contact);
    let facts = json!({
        "task": task.number, "department": task.department, "text": task.text, "due": due,
    });
    subject.note(cx, "task.opened", facts);
    let outside = !workdays::calendar(cx.tx)?.is_workday(due.day());
    Ok(json!({ "task": task.number, "version": 1, "due": due, "due_on_a_day_off": outside }))
}

/// Answers. A clerk may write down what the department said. Once answered, a task is closed or
/// asked anew, not answered again.
pub fn answer(cx: &mut Cx<'_>, p: &TaskAnswer) -> Outcome<Value> {
    let task = task_for(cx, &p.task, p.version)?;
    if p.text.is_empty() {
        return Err(Refusal::bad_field("text", "the answer").into());
    }
    if task.answered_at.is_some() {
        return Err(Refusal::wrong_state(&task.number, "answered").into());
    }
    let may = [task.department, Role::Clerk, Role::Supervisor];
    if !may.iter().any(|role| cx.actor.is(*role)) {
        return Err(not_permitted(cx, "task.answer", &may).into());
    }
    tasks::answer(cx.tx, task.id, &p.text, (cx.actor.id, cx.at))?;
    cx.changed(Aggregate::Contact);
    let facts = json!({ "task": task.number, "department": task.department, "text": p.text });
    about(&task).note(cx, "task.answered", facts);
    Ok(json!({ "task": task.number, "version": task.version + 1, "state": "answered" }))
}

fn not_permitted(cx: &Cx<'_>, command: &str, roles: &[Role]) -> Refusal {
    Refusal::new(Code::NotPermitted)
        .fact("who", &cx.actor.login)
        .fact("command", command)
        .fact("roles", roles)
}

/// Closes, for whoever asked, a clerk or a supervisor.
pub fn close(cx: &mut Cx<'_>, p: &TaskClose) -> Outcome<Value> {
    let task = task_for(cx, &p.task, p.version)?;
    let may = [Role::Clerk, Role::Supervisor];
    if task.asked_by != cx.actor.id && !may.iter().any(|role| cx.actor.is(*role)) {
        return Err(not_permitted(cx, "task.close", &may).into());
    }
    let text = p.text.as_deref().unwrap_or("");
    tasks::close(cx.tx, task.id, text, (cx.actor.id, cx.at))?;
    cx.changed(Aggregate::Contact);
    let facts = json!({ "task": task.number, "text": text });
    about(&task).note(cx, "task.closed", facts);
    Ok(json!({ "task": task.number, "version": task.version + 1, "state": "closed" }))
}

/// The task of this number, if it is not closed and has not moved since it was read.
fn task_for(cx: &mut Cx<'_>, number: &str, seen: Option<i64>) -> Outcome<Task> {
    let found = tasks::by_number(cx.tx, number)?;
    let task = found.ok_or_else(|| Refusal::not_found("task", number))?;
    cx.about(&task.number);
    cx.expect_version(&task.number, task.version, seen)?;
    if task.closed_at.is_some() {
        return Err(Refusal::wrong_state(&task.number, "closed").into());
    }
    Ok(task)
}

fn about(task: &Task) -> Subject {
    Subject {
        number: task.subject.clone(),
        order: task.order_id,
        customer: task.customer_id,
    }
}
