//! `user.save`: the people of the office and their roles.

use serde_json::{Value, json};

use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::domain::{Code, Refusal, Role};
use crate::store;

payload! {
    /// Adds a person or changes one: name, roles, whether active.
    pub struct UserSave {
        /// Login at the operating system.
        #[serde(deserialize_with = "fields::code")]
        pub login: String,
        /// Name for people.
        #[serde(deserialize_with = "fields::clean")]
        pub name: String,
        /// Roles; they replace the ones before.
        pub roles: Vec<Role>,
        /// Whether the person may act (default true).
        pub active: Option<bool>,
    }
}

/// Saves a person. The last active administrator stays one (`reliability.md` D7).
pub fn save(cx: &mut Cx<'_>, p: &UserSave) -> Outcome<Value> {
    if p.name.is_empty() {
        return Err(Refusal::bad_field("name", "a name").into());
    }
    let before = store::office::staff_by_login(cx.tx, &p.login)?;
    let active = p
        .active
        .unwrap_or_else(|| before.as_ref().is_none_or(|staff| staff.active));
    let stays_admin = active && p.roles.contains(&Role::Admin);
    if let Some(staff) = &before
        && !stays_admin
        && store::office::roles(cx.tx, staff.id)?.contains(&Role::Admin)
        && store::office::other_admins(cx.tx, staff.id)? == 0
    {
        return Err(Refusal::new(Code::LastAdmin).fact("login", &p.login).into());
    }
    store::office::save_staff(cx.tx, &p.login, &p.name, None, active, &p.roles)?;
    cx.about(&p.login);
    cx.changed(Aggregate::Office);
    Ok(json!({ "login": p.login, "roles": p.roles, "active": active }))
}
