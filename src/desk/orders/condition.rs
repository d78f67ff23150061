//! What conditional opinions depend on, tested at packing and dispatch: `condition.meet`.

use serde_json::{Value, json};

use super::load;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::receivables::cleared::cleared_for;
use crate::domain::order::Gate;
use crate::domain::{Code, Money, Percent, Refusal, Role};
use crate::store::conditions::{self, Condition};
use crate::store::orders::Order;
use crate::store::{self, Db};

payload! {
    /// Says that the condition of an opinion is met: the department that set it, a supervisor, or
    /// the warehouse for one of packing.
    pub struct ConditionMeet {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// The department that set it; left out where one condition is open.
        pub department: Option<Role>,
        /// Its row, as `ask order` shows it; instead of the department.
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub id: Option<i64>,
        /// How it was met.
        #[serde(deserialize_with = "fields::clean")]
        pub text: String,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

/// A condition as an opinion sets it.
#[derive(Debug)]
pub struct Wanted<'a> {
    /// The department.
    pub department: Role,
    /// In words; empty if only money is waited for.
    pub text: &'a str,
    /// The step at which the goods wait.
    pub stage: Gate,
    /// Percent of the gross that must be cleared.
    pub paid: Option<Percent>,
}

/// Writes a condition down.
pub fn set(cx: &Cx<'_>, order: &Order, wanted: &Wanted<'_>) -> Outcome<()> {
    let condition = Condition {
        id: 0,
        order_id: order.id,
        round: order.round,
        department: wanted.department,
        text: wanted.text.to_owned(),
        stage: wanted.stage,
        paid: wanted.paid,
        staff_id: cx.actor.id,
        at: cx.at,
        met_by: None,
        met_at: None,
        met_text: String::new(),
    };
    Ok(conditions::set(cx.tx, &condition)?)
}

/// Says that a condition is met.
pub fn meet(cx: &mut Cx<'_>, p: &ConditionMeet) -> Outcome<Value> {
    let order = load::order_for(cx, &p.order, p.version)?;
    if p.text.is_empty() {
        return Err(Refusal::bad_field("text", "how it was met").into());
    }
    let condition = asked_for(cx.tx, &order, p)?;
    let warehouse = condition.stage == Gate::Pack && cx.actor.is(Role::Warehouse);
    if !warehouse && !cx.actor.is(condition.department) && !cx.actor.is(Role::Supervisor) {
        let mut roles = vec![condition.department, Role::Supervisor];
        roles.extend((condition.stage == Gate::Pack).then_some(Role::Warehouse));
        return Err(Refusal::new(Code::NotPermitted)
            .fact("who", &cx.actor.login)
            .fact("command", "condition.meet")
            .fact("roles", roles)
            .fact("order", &order.number)
            .into());
    }
    conditions::meet(cx.tx, condition.id, cx.actor.id, cx.at, &p.text)?;
    store::orders::touch(cx.tx, order.id)?;
    cx.changed(Aggregate::Order);
    let facts = json!({
        "department": condition.department, "condition": condition.text, "text": p.text,
    });
    cx.note_order(order.id, "condition.met", facts);
    let version = store::orders::by_id(cx.tx, order.id)?.version;
    let left = open(cx.tx, &order)?.len();
    Ok(json!({ "order": order.number, "version": version, "id": condition.id, "open": left }))
}

/// The one open condition that the command means.
fn asked_for(db: &Db, order: &Order, p: &ConditionMeet) -> Outcome<Condition> {
    let mut all = conditions::that_count(db, order.id)?;
    all.retain(|c| {
        c.met_at.is_none()
            && p.department.is_none_or(|asked| asked == c.department)
            && p.id.is_none_or(|id| id == c.id)
    });
    if all.len() > 1 && p.department.is_none() {
        let known: Vec<_> = all.iter().map(|c| c.id).collect();
        let why = format!("which one: {known:?}");
        return Err(Refusal::bad_field("id", why).into());
    }
    all.into_iter().next().ok_or_else(|| {
        let which = p.id.map(|id| id.to_string());
        let which = which.or_else(|| p.department.map(|d| d.to_string()));
        let what = format!("{} {}", order.number, which.unwrap_or_default());
        Refusal::not_found("condition", what.trim()).into()
    })
}

/// A condition with what it stands on.
#[derive(Debug)]
pub struct Standing {
    /// The condition.
    pub condition: Condition,
    /// What must be cleared and what is, where money is waited for.
    pub money: Option<(Money, Money)>,
}

impl Standing {
    fn of(db: &Db, order: &Order, condition: Condition) -> Outcome<Self> {
        let money = match (condition.paid, order.customer_id) {
            (Some(percent), Some(customer)) => Some((
                order.gross.percent(percent)?,
                cleared_for(db, customer, order.id)?,
            )),
            _ => None,
        };
        Ok(Self { condition, money })
    }

    /// Whether the goods may go on.
    pub fn is_met(&self) -> bool {
        self.condition.met_at.is_some()
            || self
                .money
                .is_some_and(|(needed, cleared)| cleared >= needed)
    }

    /// The facts behind it.
    pub fn facts(&self) -> Value {
        let c = &self.condition;
        let (needed, cleared) = self.money.unzip();
        json!({
            "id": c.id, "department": c.department, "condition": c.text, "stage": c.stage,
            "paid": c.paid, "needed": needed, "cleared": cleared,
        })
    }
}

/// Every condition of the round that counts.
pub fn all(db: &Db, order: &Order) -> Outcome<Vec<Standing>> {
    let rows = conditions::that_count(db, order.id)?;
    rows.into_iter()
        .map(|condition| Standing::of(db, order, condition))
        .collect()
}

/// Those that are not met.
pub fn open(db: &Db, order: &Order) -> Outcome<Vec<Standing>> {
    let mut found = all(db, order)?;
    found.retain(|standing| !standing.is_met());
    Ok(found)
}

/// Refuses with `hold.active` if a condition of this step is not met. Nothing is dispatched past a
/// condition of packing either.
pub fn test(db: &Db, order: &Order, at: Gate) -> Outcome<()> {
    let stops = open(db, order)?
        .into_iter()
        .find(|standing| standing.condition.stage <= at);
    let Some(standing) = stops else {
        return Ok(());
    };
    let mut refusal = Refusal::new(Code::HoldActive)
        .fact("order", &order.number)
        .fact("hold", "condition")
        .fact("reason", &standing.condition.text)
        .fact("since", standing.condition.at);
    if let Value::Object(facts) = standing.facts() {
        for (name, value) in facts {
            refusal = refusal.fact(&name, value);
        }
    }
    Err(refusal.into())
}
