//! `ask worklist`: one list of what waits for somebody, most urgent first (`rules.md §11`).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::page;
use crate::desk::cx::Actor;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::query::Qx;
use crate::desk::receivables::collection;
use crate::desk::{session, settings, workdays};
use crate::domain::calendar::Hours;
use crate::domain::collection::{DunningDays, DunningStage};
use crate::domain::role::named;
use crate::domain::{Day, Moment, Money, Refusal, Role};
use crate::store::Db;
use crate::store::boards::{self, WorkRow};
use crate::store::contacts;

named! {
    /// A queue of the worklist.
    Queue {
        /// Incomplete and returned orders to call about.
        Incomplete = "incomplete",
        /// Opinions that departments owe.
        Review = "review",
        /// Orders on the director's desk.
        Director = "director",
        /// Orders past their promise.
        Late = "late",
        /// Approved orders without goods.
        Short = "short",
        /// Invoices to collect.
        Collect = "collect",
        /// Returns waiting.
        Returns = "returns",
        /// Complaints due.
        Complaints = "complaints",
        /// Surveys to make.
        Survey = "survey",
        /// Tasks between departments.
        Tasks = "tasks",
        /// Exceptions nobody has solved.
        Exceptions = "exceptions",
        /// Complete drafts left lying since a day before.
        Drafts = "drafts",
        /// Goods that left days ago and were not billed (`billing.days`).
        Billing = "billing",
        /// Platform orders that did not go into force, by the time they should leave.
        Platform = "platform",
    }
}

payload! {
    /// What waits for somebody, most urgent first.
    pub struct WorklistQuery {
        /// One queue only.
        pub queue: Option<Queue>,
        /// Only what this person's roles can do.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub who: Option<String>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// How many rows each queue has for the one who asks.
    pub struct CountsQuery {}
}

/// Something that waits.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WorklistRow {
    /// Its queue.
    pub queue: String,
    /// The paper.
    pub subject: String,
    /// Its order.
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
    /// Why it is here, as a code.
    pub why: String,
    /// A fact beside it: gaps, department, goods.
    pub fact: Option<String>,
    /// The next step, as a command or an act.
    pub next: String,
    /// Amount, if it is about money.
    pub amount: Option<Money>,
    /// Stage of collection, in that queue.
    #[serde(default)]
    pub stage: Option<String>,
    /// What was promised last, in that queue.
    #[serde(default)]
    pub promised: Option<Money>,
    /// For which day.
    #[serde(default)]
    pub promised_on: Option<Day>,
}

/// Calls without answer after which a row is the supervisor's.
const CALLS_IN_VAIN: i64 = 3;

impl Queue {
    fn next_step(self) -> &'static str {
        match self {
            Self::Incomplete => "call",
            Self::Review => "review.give",
            Self::Director => "order.approve",
            Self::Short => "stock.reserve",
            Self::Late | Self::Collect => "contact.log",
            Self::Returns => "return.receive",
            Self::Complaints => "complaint.answer",
            Self::Survey => "survey.record",
            Self::Tasks => "task.answer",
            Self::Exceptions => "exception.solve",
            Self::Drafts | Self::Platform => "order.submit",
            Self::Billing => "invoice.post",
        }
    }

    /// Whose a row of this queue is, where its fact does not name a department.
    pub(super) const fn roles(self, fact: Option<&str>, no_answer: i64) -> &'static [Role] {
        use Role::{
            Clerk, Director, Finance, Logistics, Production, Purchasing, Sales, Supervisor,
            Warehouse,
        };
        match self {
            Self::Incomplete if no_answer >= CALLS_IN_VAIN => &[Supervisor],
            Self::Incomplete | Self::Complaints | Self::Drafts | Self::Platform => {
                &[Clerk, Sales, Supervisor]
            }
            Self::Review | Self::Tasks => &[],
            Self::Director => &[Director],
            Self::Late => &[Clerk, Logistics, Supervisor],
            Self::Short => &[Clerk, Purchasing, Production, Supervisor],
            Self::Collect => &[Finance, Sales],
            Self::Returns => match fact {
                Some(fact) if matches!(fact.as_bytes(), b"open") => &[Supervisor],
                Some(fact) if matches!(fact.as_bytes(), b"received") => &[Finance],
                _ => &[Clerk, Warehouse, Supervisor],
            },
            Self::Survey | Self::Exceptions => &[Clerk, Supervisor],
            Self::Billing => &[Finance],
        }
    }

    /// Whether a row of this queue is for this person.
    fn is_for(self, fact: Option<&str>, no_answer: i64, who: &Actor) -> bool {
        match self {
            Self::Review => fact.is_some_and(|department| holds(who, department)),
            // With an owner an exception is nobody else's.
            Self::Exceptions if fact.is_some() => {
                fact.and_then(|fact| fact.strip_prefix('@')) == Some(who.login.as_str())
            }
            // Answered, a task is back with whoever asked.
            Self::Tasks => match fact.and_then(|fact| fact.strip_prefix('@')) {
                Some(asker) => asker == who.login,
                None => fact.is_some_and(|department| holds(who, department)),
            },
            _ => self.roles(fact, no_answer).iter().any(|role| who.is(*role)),
        }
    }
}

fn holds(who: &Actor, role: &str) -> bool {
    who.roles.iter().any(|held| held.name() == role)
}

/// The next step where the reason says more than the queue.
fn step_for(why: &str) -> Option<&'static str> {
    Some(match why {
        "returned" | "stay_incomplete" | "stay_half" => "order.edit",
        "return_open" => "return.approve",
        "return_received" => "return.settle",
        "task_answered" => "task.close",
        "stay_unmapped" => "goods.map",
        "stay_held" => "hold.release",
        "stay_same_buyer" => "order.merge",
        _ => return None,
    })
}

fn row(queue: Queue, row: WorkRow) -> WorklistRow {
    let vain = queue == Queue::Incomplete && row.no_answer >= CALLS_IN_VAIN;
    let next = step_for(&row.why).unwrap_or_else(|| queue.next_step());
    WorklistRow {
        queue: queue.to_string(),
        subject: row.subject,
        order: row.order,
        version: row.version,
        customer: row.customer,
        customer_name: row.customer_name,
        phone: row.phone,
        since: row.since,
        due: row.due,
        why: if vain {
            "no_answer_3".to_owned()
        } else {
            row.why
        },
        fact: row.fact,
        next: next.to_owned(),
        amount: row.amount,
        stage: None,
        promised: None,
        promised_on: None,
    }
}

/// Adds to a row of collection how far it has come and what was promised.
fn add_stage(qx: &Qx<'_>, from: DunningDays, row: &mut WorklistRow) -> Outcome<()> {
    if let Ok(due) = row.due.parse::<Day>() {
        let stage = DunningStage::of(qx.today.days_since(due), from);
        row.stage = Some(stage.to_string());
        match stage {
            DunningStage::Reminder | DunningStage::Call => "contact.log",
            DunningStage::Letter | DunningStage::LastNotice => "letter",
            DunningStage::StopShipping => "hold.place",
        }
        .clone_into(&mut row.next);
    }
    let Some(customer) = &row.customer else {
        return Ok(());
    };
    if let Some(last) = contacts::last_promise(qx.db, customer)? {
        (row.promised, row.promised_on) = (Some(last.amount), Some(last.on));
    }
    Ok(())
}

/// When an approval is due that has waited since a time.
pub fn director_due(db: &Db, since: Moment) -> Outcome<Moment> {
    let hours = settings::DIRECTOR_HOURS.count(db)?;
    Ok(workdays::calendar(db)?.plus_work_hours(since, hours, Hours::default()))
}

/// Gives the director's rows their due time, in working hours from when each came in.
fn with_due(qx: &Qx<'_>, rows: &mut [WorkRow]) -> Outcome<()> {
    let hours = settings::DIRECTOR_HOURS.count(qx.db)?;
    let calendar = workdays::calendar(qx.db)?;
    let now = qx.at.to_string();
    for row in rows {
        let Ok(since) = row.since.parse() else {
            continue; // the schema's CHECK lets no such row in
        };
        row.due = calendar
            .plus_work_hours(since, hours, Hours::default())
            .to_string();
        if row.due < now {
            "late".clone_into(&mut row.why);
        }
    }
    Ok(())
}

/// Answers with a page of what waits.
pub fn worklist(qx: &Qx<'_>, q: &WorklistQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let skip = page::after_id(q.after.as_deref())?.unwrap_or(0).max(0);
    let who = match &q.who {
        None => None,
        Some(login) => {
            let person = session::person(qx.db, login)?;
            Some(person.ok_or_else(|| Refusal::not_found("user", login))?)
        }
    };
    let mut rows = collected(
        qx,
        q.queue,
        who.as_ref(),
        limit.saturating_add(skip).min(10_000),
    )?;
    rows.sort_by(|a, b| (&a.due, &a.subject).cmp(&(&b.due, &b.subject)));
    let skip = usize::try_from(skip).unwrap_or(usize::MAX);
    let take = usize::try_from(limit).unwrap_or(usize::MAX);
    let total = rows.len();
    let mut shown: Vec<_> = rows.into_iter().skip(skip).take(take).collect();
    let from = collection::dunning_days(qx.db)?;
    let collect = Queue::Collect.name();
    for row in shown.iter_mut().filter(|row| row.queue == collect) {
        add_stage(qx, from, row)?;
    }
    let next = (skip + shown.len() < total || (shown.len() == take && total >= skip + take))
        .then(|| (skip + shown.len()).to_string());
    Ok(json!({ "rows": shown, "next": next }))
}

pub(super) fn collected(
    qx: &Qx<'_>,
    only: Option<Queue>,
    who: Option<&Actor>,
    limit: i64,
) -> Outcome<Vec<WorklistRow>> {
    let mut rows = Vec::new();
    for queue in Queue::ALL
        .iter()
        .filter(|queue| only.is_none_or(|only| only == **queue))
    {
        let roles = who.map(|who| who.roles.as_slice());
        let mut found = found(qx, *queue, roles, limit)?;
        if *queue == Queue::Director {
            with_due(qx, &mut found)?;
        }
        let mine = found.into_iter().filter(|found| {
            who.is_none_or(|who| queue.is_for(found.fact.as_deref(), found.no_answer, who))
        });
        rows.extend(mine.map(|found| row(*queue, found)));
    }
    Ok(rows)
}

/// The rows of a queue, as few as these roles can need.
fn found(qx: &Qx<'_>, queue: Queue, roles: Option<&[Role]>, limit: i64) -> Outcome<Vec<WorkRow>> {
    let has = |role: Role| roles.is_none_or(|roles| roles.contains(&role));
    let mut rows = Vec::new();
    match queue {
        // Each department has its own way through the index: one that owes nothing costs nothing,
        // and one that owes much never hides what another owes.
        Queue::Review => {
            for department in Role::DEPARTMENTS.iter().filter(|role| has(**role)) {
                let name = Some(department.name());
                rows.extend(boards::queue(qx.db, queue.name(), name, qx.at, limit)?);
            }
        }
        Queue::Director if !has(Role::Director) => {}
        Queue::Director => {
            for waiting in [queue.name(), "change"] {
                rows.extend(boards::queue(qx.db, waiting, None, qx.at, limit)?);
            }
        }
        _ => rows = boards::queue(qx.db, queue.name(), None, qx.at, limit)?,
    }
    Ok(rows)
}

/// Answers with the number of rows of each queue for the one who asks.
pub fn counts(qx: &Qx<'_>, _: &CountsQuery) -> Outcome<Value> {
    let mut counts = serde_json::Map::new();
    for found in boards::queue_counts(qx.db, qx.at)? {
        let mine = found
            .queue
            .parse::<Queue>()
            .is_ok_and(|queue| queue.is_for(found.fact.as_deref(), found.no_answer, qx.actor));
        if mine && found.rows > 0 {
            let count = counts.entry(found.queue).or_insert(json!(0));
            *count = json!(count.as_i64().unwrap_or(0) + found.rows);
        }
    }
    Ok(Value::Object(counts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::follow_up::{NEXT_STEPS, WHYS};

    #[test]
    fn every_next_step_is_worded() {
        let of_queues = Queue::ALL.iter().map(|queue| queue.next_step());
        let of_whys = WHYS.iter().filter_map(|(why, ..)| step_for(why));
        for step in of_queues.chain(of_whys) {
            assert!(NEXT_STEPS.iter().any(|(code, ..)| *code == step), "{step}");
        }
    }
}
