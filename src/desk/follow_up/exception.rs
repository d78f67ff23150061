//! Exceptions: what did not go as it should, until somebody has solved it.

use serde_json::{Value, json};

use super::subject::{self, Subject};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::masters::find;
use crate::desk::{fields, workdays};
use crate::domain::calendar::Hours;
use crate::domain::ids::{OrderId, StaffId};
use crate::domain::role::named;
use crate::domain::{Code, Moment, Refusal, Role};
use crate::store::Db;
use crate::store::exceptions::{self, Exception};
use crate::store::holds::{self, PLATFORM};

named! {
    /// What kind of exception.
    ExceptionKind {
        /// Goods are missing.
        Short = "short",
        /// Late.
        Late = "late",
        /// The price is disputed.
        Price = "price",
        /// A payment bounced.
        PaymentBounced = "payment_bounced",
        /// The address is wrong.
        Address = "address",
        /// Damaged on the way.
        Damage = "damage",
        /// Lost by the carrier.
        CarrierLost = "carrier_lost",
        /// The platform called the order off.
        PlatformCancelled = "platform_cancelled",
        /// The platform gives money back, or has locked the order for it.
        PlatformRefunding = "platform_refunding",
        /// The platform says it was sent, and here it was not.
        PlatformShipped = "platform_shipped",
        /// The platform's word for it is not one of an order to be sent.
        PlatformStatus = "platform_status",
        /// What came back differs from what was agreed.
        ReturnDiffers = "return_differs",
        /// A third complaint of a customer in 90 days.
        ComplaintRepeated = "complaint_repeated",
        /// Anything else.
        Other = "other",
    }
}

payload! {
    /// Raises an exception by hand. It stands in `ask exceptions` until it is solved.
    pub struct ExceptionRaise {
        /// Number of the paper, or code of the customer or product.
        #[serde(deserialize_with = "fields::code")]
        pub subject: String,
        /// What kind.
        pub kind: ExceptionKind,
        /// In words.
        #[serde(deserialize_with = "fields::clean")]
        pub text: String,
        /// Whose it is (default: nobody's yet).
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub owner: Option<String>,
        /// By when (default a working day); a bare day is the end of its working hours.
        pub due: Option<Moment>,
    }
}

payload! {
    /// Gives an exception an owner, another time, or both.
    pub struct ExceptionAssign {
        /// Exception.
        #[serde(deserialize_with = "fields::code")]
        pub exception: String,
        /// Whose it is.
        #[serde(deserialize_with = "fields::code")]
        pub owner: String,
        /// By when (default as it was).
        pub due: Option<Moment>,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

payload! {
    /// Solves an exception, with its root and what was done.
    pub struct ExceptionSolve {
        /// Exception.
        #[serde(deserialize_with = "fields::code")]
        pub exception: String,
        /// Its root.
        #[serde(deserialize_with = "fields::clean")]
        pub cause: String,
        /// What was done.
        #[serde(deserialize_with = "fields::clean")]
        pub solution: String,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

/// Working hours in which an exception should be solved if nobody says otherwise: one day.
const USUAL_HOURS: u32 = 9;

/// Raises one by hand, once of a kind for a paper.
pub fn raise(cx: &mut Cx<'_>, p: &ExceptionRaise) -> Outcome<Value> {
    let subject = subject::find(cx.tx, &p.subject)?;
    if p.text.is_empty() {
        return Err(Refusal::bad_field("text", "what is wrong").into());
    }
    if let Some(standing) = exceptions::standing(cx.tx, &subject.number, p.kind.name())? {
        return Err(Refusal::new(Code::AlreadyThere)
            .fact("kind", "exception")
            .fact("what", standing.number)
            .fact("subject", &subject.number)
            .into());
    }
    let owner = p.owner.as_deref().map(|login| owner(cx, login));
    let owner = owner.transpose()?;
    let due = due(cx, p.due)?;
    let mut raised = blank(cx, p.kind, &subject, due)?;
    raised.text.clone_from(&p.text);
    raised.owner_id = owner;
    write(cx, &subject, &raised)?;
    cx.about(&raised.number);
    Ok(json!({ "exception": raised.number, "version": 1, "due": due, "owner": p.owner }))
}

/// Gives one an owner.
pub fn assign(cx: &mut Cx<'_>, p: &ExceptionAssign) -> Outcome<Value> {
    let found = exception_for(cx, &p.exception, p.version)?;
    let owner = owner(cx, &p.owner)?;
    let due = match p.due {
        None => found.due_at,
        some => due(cx, some)?,
    };
    exceptions::assign(cx.tx, found.id, owner, due)?;
    cx.changed(Aggregate::Contact);
    let facts =
        json!({ "exception": found.number, "kind": found.kind, "owner": p.owner, "due": due });
    about(&found).note(cx, "exception.assigned", facts);
    Ok(json!({
        "exception": found.number, "version": found.version + 1, "due": due, "owner": p.owner,
    }))
}

/// Solves one, for its owner, a clerk or a supervisor.
pub fn solve(cx: &mut Cx<'_>, p: &ExceptionSolve) -> Outcome<Value> {
    let found = exception_for(cx, &p.exception, p.version)?;
    let may = [Role::Clerk, Role::Supervisor];
    let owns = found.owner_id == Some(cx.actor.id);
    if !owns && !may.iter().any(|role| cx.actor.is(*role)) {
        return Err(Refusal::new(Code::NotPermitted)
            .fact("who", &cx.actor.login)
            .fact("command", "exception.solve")
            .fact("roles", may)
            .into());
    }
    for (field, text, why) in [
        ("cause", &p.cause, "the root of it"),
        ("solution", &p.solution, "what was done"),
    ] {
        if text.is_empty() {
            return Err(Refusal::bad_field(field, why).into());
        }
    }
    let by = (cx.actor.id, cx.at);
    exceptions::solve(cx.tx, found.id, (&p.cause, &p.solution), by)?;
    cx.changed(Aggregate::Contact);
    let facts = json!({
        "exception": found.number, "kind": found.kind, "cause": p.cause, "solution": p.solution,
    });
    about(&found).note(cx, "exception.solved", facts);
    if let Some(order) = found.order_id.filter(|_| lets_go(&found.kind)) {
        release_platform(cx, order, &p.solution)?;
    }
    Ok(json!({
        "exception": found.number, "version": found.version + 1, "state": "solved",
    }))
}

/// Whether an order goes on when this is solved: somebody looked at the platform and says so. One that was
/// called off or sent there goes on only when a supervisor lets it.
fn lets_go(kind: &str) -> bool {
    let kinds = [
        ExceptionKind::PlatformRefunding,
        ExceptionKind::PlatformStatus,
    ];
    kinds.iter().any(|known| known.name() == kind)
}

/// Releases the hold that a platform's word placed.
fn release_platform(cx: &mut Cx<'_>, order: OrderId, solution: &str) -> Outcome<()> {
    let standing = holds::active(cx.tx, order)?;
    for hold in standing.iter().filter(|h| h.by_rule && h.code == PLATFORM) {
        holds::release(cx.tx, hold.id, cx.actor.id, cx.at, solution)?;
        cx.changed(Aggregate::Order);
        cx.note_order(
            order,
            "hold.released",
            json!({ "code": hold.code, "reason": solution }),
        );
        crate::store::orders::touch(cx.tx, order)?;
    }
    Ok(())
}

/// The exception of this number, if nobody has solved it and it has not moved since it was read.
fn exception_for(cx: &mut Cx<'_>, number: &str, seen: Option<i64>) -> Outcome<Exception> {
    let found = exceptions::by_number(cx.tx, number)?;
    let found = found.ok_or_else(|| Refusal::not_found("exception", number))?;
    cx.about(&found.number);
    cx.expect_version(&found.number, found.version, seen)?;
    if found.solved_at.is_some() {
        return Err(Refusal::wrong_state(&found.number, "solved").into());
    }
    Ok(found)
}

fn about(e: &Exception) -> Subject {
    Subject {
        number: e.subject.clone(),
        order: e.order_id,
        customer: e.customer_id,
    }
}

fn owner(cx: &Cx<'_>, login: &str) -> Outcome<StaffId> {
    let staff = find::staff(cx.tx, login)?;
    if !staff.active {
        return Err(Refusal::bad_field("owner", "somebody who is here").into());
    }
    Ok(staff.id)
}

/// The time that was named, not in the past; else a working day from now.
fn due(cx: &Cx<'_>, named: Option<Moment>) -> Outcome<Moment> {
    let Some(named) = named else {
        let calendar = workdays::calendar(cx.tx)?;
        return Ok(calendar.plus_work_hours(cx.at, USUAL_HOURS, Hours::default()));
    };
    let due = Hours::default().or_end_of(named);
    if due < cx.at {
        return Err(Refusal::bad_field("due", "not in the past").into());
    }
    Ok(due)
}

/// An exception that nobody owns yet, with the next number.
fn blank(cx: &Cx<'_>, kind: ExceptionKind, subject: &Subject, due: Moment) -> Outcome<Exception> {
    Ok(Exception {
        id: 0,
        number: cx.next_number("EX")?,
        kind: kind.to_string(),
        subject: subject.number.clone(),
        order_id: subject.order,
        customer_id: subject.customer,
        text: String::new(),
        facts: "{}".to_owned(),
        by_rule: false,
        owner_id: None,
        due_at: due,
        version: 1,
        raised_by: cx.actor.id,
        raised_at: cx.at,
        cause: String::new(),
        solution: String::new(),
        solved_by: None,
        solved_at: None,
    })
}

fn write(cx: &mut Cx<'_>, subject: &Subject, raised: &Exception) -> Outcome<()> {
    exceptions::raise(cx.tx, raised)?;
    cx.changed(Aggregate::Contact);
    let facts = json!({
        "exception": raised.number, "kind": raised.kind, "subject": raised.subject,
        "text": raised.text,
    });
    subject.note(cx, "exception.raised", facts);
    Ok(())
}

/// Raises an exception by a rule, once for a paper: while one of its kind stands, its facts are
/// written anew. It has no owner until somebody takes it.
pub fn raise_by_rule(
    cx: &mut Cx<'_>,
    kind: ExceptionKind,
    subject: &Subject,
    facts: &Value,
) -> Outcome<()> {
    if let Some(standing) = exceptions::standing(cx.tx, &subject.number, kind.name())? {
        exceptions::set_facts(cx.tx, standing.id, &facts.to_string())?;
        return Ok(());
    }
    let due = due(cx, None)?;
    let mut raised = blank(cx, kind, subject, due)?;
    raised.facts = facts.to_string();
    raised.by_rule = true;
    write(cx, subject, &raised)
}

/// Whether one of this kind stands for a paper, whoever raised it.
pub fn stands(db: &Db, kind: ExceptionKind, subject: &str) -> Outcome<bool> {
    Ok(exceptions::standing(db, subject, kind.name())?.is_some())
}

/// Solves a standing exception of this kind by the rule that raised it, if there is one.
pub fn solve_by_rule(
    cx: &mut Cx<'_>,
    kind: ExceptionKind,
    subject: &Subject,
    solution: &str,
) -> Outcome<()> {
    let Some(standing) = exceptions::standing(cx.tx, &subject.number, kind.name())? else {
        return Ok(());
    };
    let by = (cx.actor.id, cx.at);
    exceptions::solve(cx.tx, standing.id, ("", solution), by)?;
    cx.changed(Aggregate::Contact);
    let told = json!({ "exception": standing.number, "kind": kind, "solution": solution });
    subject.note(cx, "exception.solved", told);
    Ok(())
}
