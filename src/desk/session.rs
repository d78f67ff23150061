//! Who sits at the keyboard and what that person may do.

use crate::domain::{Code, Refusal, Role};
use crate::store::{self, Db, Tx};

use super::cx::Actor;
use super::failure::Outcome;
use super::{Caller, settings};

/// The active person with this login.
pub fn person(db: &Db, login: &str) -> Outcome<Option<Actor>> {
    let found = store::office::staff_by_login(db, login)?;
    found
        .filter(|staff| staff.active)
        .map(|staff| actor(db, staff))
        .transpose()
}

/// The active person at the keyboard, by the operating system's number first and name second.
pub fn at_keyboard(db: &Db, caller: &Caller) -> Outcome<Option<Actor>> {
    if let Some(login) = &caller.seat {
        return person(db, login);
    }
    let by_uid = store::office::staff_by_uid(db, i64::from(caller.uid))?;
    if let Some(staff) = by_uid {
        // In a shared office a number that the system gave to another login is another person.
        let reused = staff.login != caller.login && settings::SHARED.is_on(db)?;
        Ok(if staff.active && !reused {
            Some(actor(db, staff)?)
        } else {
            None
        })
    } else {
        // A login that was bound to another number is not this person (a reused name).
        let named = store::office::staff_by_login(db, &caller.login)?;
        let free = named.filter(|staff| staff.active && staff.uid.is_none());
        free.map(|staff| actor(db, staff)).transpose()
    }
}

/// In a shared office the first command of a person ties the login to the system's number: from then
/// on neither the name nor the number, given to somebody else, is this person (R33).
pub fn bind(tx: &Tx<'_>, actor: &Actor, caller: &Caller) -> Outcome<()> {
    if caller.seat.is_none() && caller.login == actor.login && settings::SHARED.is_on(tx)? {
        store::office::bind(tx, actor.id, i64::from(caller.uid))?;
    }
    Ok(())
}

fn actor(db: &Db, staff: store::office::Staff) -> Outcome<Actor> {
    let roles = store::office::roles(db, staff.id)?;
    Ok(Actor {
        id: staff.id,
        login: staff.login,
        roles,
    })
}

/// The refusal of somebody who is none of the office's people.
pub fn stranger(login: &str) -> Refusal {
    Refusal::new(Code::NotPermitted)
        .fact("who", login)
        .fact("roles", Role::ALL)
}

/// Whether a person may do this: the program's usual roles, as the office has changed them.
pub fn may(db: &Db, actor: &Actor, command: &str, usual: &[Role]) -> Outcome<bool> {
    let allowed = who_may(db, command, usual)?;
    Ok(actor.roles.iter().any(|role| allowed.contains(role)))
}

/// The roles that may do this in this office.
pub fn who_may(db: &Db, command: &str, usual: &[Role]) -> Outcome<Vec<Role>> {
    let mut roles = usual.to_vec();
    for change in store::office::permissions(db, command)? {
        roles.retain(|role| *role != change.role);
        if change.allowed {
            roles.push(change.role);
        }
    }
    Ok(roles)
}

/// Whether a person may see what goods cost and what an order earns. From the start director,
/// finance and supervisor; an office gives it to others as `permission.<role>.cost.see`.
pub fn sees_cost(db: &Db, actor: &Actor) -> Outcome<bool> {
    may(db, actor, COST, SEE_COST)
}

/// Who sees cost from the start.
pub const SEE_COST: &[Role] = &[Role::Director, Role::Finance, Role::Supervisor];

/// The right to see cost, given and taken like that of a command.
pub const COST: &str = "cost.see";
