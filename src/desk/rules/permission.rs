//! `permission.save`: which role may give which command.

use serde_json::{Value, json};

use crate::desk::boards::page;
use crate::desk::command::Command;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::query::Qx;
use crate::desk::{fields, mask, session};
use crate::domain::{Refusal, Role};
use crate::store::{Db, office};

payload! {
    /// Gives a role the right to a command, or takes it.
    pub struct PermissionSave {
        /// Role.
        pub role: Role,
        /// Command, or one of the rights act_as, cost.see, phone.see and price.see.
        #[serde(deserialize_with = "fields::code")]
        pub command: String,
        /// Given or taken.
        pub allowed: bool,
    }
}

payload! {
    /// Every command with the roles that may give it.
    pub struct PermissionsQuery {
        /// One command.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub command: Option<String>,
        /// Only what this role may.
        pub role: Option<Role>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// A right that is no command: to say `by` and `at` in a shared office.
const ACT_AS: &str = "act_as";

/// The command that gives rights; somebody has to keep it.
const GIVES_RIGHTS: &str = "permission.save";

/// The roles that have a right from the start, if there is such a right.
fn usual(command: &str) -> Option<&'static [Role]> {
    let spec = Command::spec_of(command);
    spec.map(|spec| spec.roles)
        .or_else(|| (command == ACT_AS).then_some(&[]))
        .or_else(|| (command == session::COST).then_some(session::SEE_COST))
        .or_else(|| (command == mask::PHONE).then_some(mask::SEE_PHONE))
        .or_else(|| (command == mask::PRICE).then_some(mask::SEE_PRICE))
}

/// Saves a right.
pub fn save(cx: &mut Cx<'_>, p: &PermissionSave) -> Outcome<Value> {
    set(cx, p.role, &p.command, p.allowed)?;
    cx.about(&format!("permission.{}.{}", p.role, p.command));
    cx.changed(Aggregate::Office);
    Ok(json!({ "role": p.role, "command": p.command, "allowed": p.allowed }))
}

/// Gives or takes a right, refusing what means nothing and what nobody could undo.
pub fn set(cx: &Cx<'_>, role: Role, command: &str, allowed: bool) -> Outcome<()> {
    let usual = usual(command).ok_or_else(|| Refusal::not_found("command", command))?;
    if !allowed && command == GIVES_RIGHTS {
        let mut left = session::who_may(cx.tx, command, usual)?;
        left.retain(|other| *other != role);
        if !somebody_is(cx.tx, &left)? {
            let why = "true: nobody else could give rights";
            return Err(Refusal::bad_field("allowed", why).into());
        }
    }
    Ok(office::permit(cx.tx, role, command, allowed)?)
}

fn somebody_is(db: &Db, roles: &[Role]) -> Outcome<bool> {
    for staff in office::all_staff(db)?.iter().filter(|staff| staff.active) {
        let own = office::roles(db, staff.id)?;
        if own.iter().any(|role| roles.contains(role)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Answers with the commands and who may give each.
pub fn list(qx: &Qx<'_>, q: &PermissionsQuery) -> Outcome<Value> {
    let names = Command::SPECS.iter().map(|spec| spec.name).chain([
        ACT_AS,
        session::COST,
        mask::PHONE,
        mask::PRICE,
    ]);
    let mut rows = Vec::new();
    for command in names.filter(|name| q.command.as_deref().is_none_or(|asked| asked == *name)) {
        let usual = usual(command).unwrap_or_default();
        let roles = in_order(&session::who_may(qx.db, command, usual)?);
        if q.role.is_none_or(|role| roles.contains(&role)) {
            let changed = roles != in_order(usual);
            rows.push(json!({
                "command": command, "roles": roles, "usual": in_order(usual), "changed": changed,
            }));
        }
    }
    Ok(page::of_short(&rows, q.limit, q.after.as_deref())?)
}

fn in_order(roles: &[Role]) -> Vec<Role> {
    let all = Role::ALL.iter().filter(|role| roles.contains(role));
    all.copied().collect()
}
