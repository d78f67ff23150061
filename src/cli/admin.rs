//! `orderdesk admin`: making an office, its people, rights and settings.

use serde_json::{Value, json};

use super::args::Admin;
use super::out::Exit;
use super::session::{Screens, Session};
use super::{ask, doctor, out, setup_shared};
use crate::desk::{self, Caller, Command, Envelope, Failure, Office};
use crate::domain::{Code, Moment, Refusal};
use crate::words::fill::safe;

/// Does one act of administration.
pub fn admin(session: &Session<'_>, what: &Admin, screens: &Screens<'_>) -> Result<Exit, Exit> {
    match what {
        Admin::Init {
            name,
            shared,
            owner_login,
        } => init(session, name.as_deref(), *shared, owner_login.as_deref()),
        Admin::SetupShared(what) => setup_shared::setup(session, what),
        Admin::User { login: None, .. } => ask::ask(session, "users", &[], None, None),
        Admin::User {
            login: Some(login),
            name,
            roles,
            inactive,
            active,
        } => {
            let (known_name, known_roles) = known(session, login)?;
            let mut with = json!({
                "login": login,
                "name": name.clone().or(known_name).unwrap_or_else(|| login.clone()),
                "roles": roles.clone().map_or(known_roles, |roles| json!(roles)),
            });
            if *inactive || *active {
                with["active"] = json!(*active);
            }
            run(session, "user.save", with)
        }
        Admin::Role {
            role,
            command,
            allowed,
        } => {
            let allowed = match allowed.as_str() {
                "yes" => json!(true),
                "no" => json!(false),
                other => json!(other),
            };
            let with = json!({ "role": role, "command": command, "allowed": allowed });
            run(session, "permission.save", with)
        }
        Admin::Doctor { format } => doctor::doctor(session, *format),
        Admin::Keys => Ok((screens.keys)(session)),
        Admin::Nightly { at } => nightly(session, at.as_deref()),
        Admin::Upgrade => {
            let done = desk::upgrade(&session.world.caller, &session.db)
                .map_err(|why| out::failed(session.lang, &why))?;
            let (copy, texts) = (done.copy, done.search_texts);
            let told =
                json!({ "ok": true, "file": session.db, "copy": copy, "search_texts": texts });
            out::line(&told.to_string())?;
            Ok(Exit::Done)
        }
        Admin::Setting { name: None, .. } => ask::ask(session, "settings", &[], None, None),
        Admin::Setting {
            name: Some(name),
            value: None,
        } => show(session, name),
        Admin::Setting {
            name: Some(name),
            value: Some(value),
        } => run(
            session,
            "setting.set",
            json!({ "name": name, "value": value }),
        ),
    }
}

fn init(
    session: &Session<'_>,
    name: Option<&str>,
    shared: bool,
    owner: Option<&str>,
) -> Result<Exit, Exit> {
    let world = session.world;
    let first = match owner {
        Some(login) => first_person(session, login)?,
        None => world.caller.clone(),
    };
    let name = name.unwrap_or("Orderdesk");
    Office::found(&session.db, world.clock.clone(), name, &first, shared)
        .map_err(|why| out::failed(session.lang, &why))?;
    out::say(&session.lang.made(&safe(&session.db.display().to_string())));
    let made = json!({ "ok": true, "file": session.db, "office": name, "admin": first.login });
    out::line(&made.to_string())?;
    Ok(Exit::Done)
}

/// Somebody else as the first person, known to the system by this login: root's word alone.
fn first_person(session: &Session<'_>, login: &str) -> Result<Caller, Exit> {
    let caller = &session.world.caller;
    if caller.uid != 0 && caller.login != login {
        let refusal = Refusal::new(Code::NotPermitted)
            .fact("who", &caller.login)
            .fact("command", "admin init --owner-login");
        return Err(out::failed(session.lang, &Failure::Refused(refusal)));
    }
    let Some(user) = nix::unistd::User::from_name(login).ok().flatten() else {
        out::say(&session.lang.no_such_login(&safe(login)));
        return Err(Exit::Usage);
    };
    Ok(Caller {
        login: user.name,
        uid: user.uid.as_raw(),
        seat: None,
    })
}

/// The name and roles that a person has now, so that a change names only what changes.
fn known(session: &Session<'_>, login: &str) -> Result<(Option<String>, Value), Exit> {
    let people = session
        .reader()?
        .ask_by_name(&session.world.caller, "users", json!({}))
        .map_err(|why| out::failed(session.lang, &why))?;
    let rows = people["rows"].as_array().cloned().unwrap_or_default();
    let found = rows.into_iter().find(|row| row["login"] == json!(login));
    Ok(found.map_or((None, json!([])), |row| {
        (
            row["name"].as_str().map(str::to_owned),
            row["roles"].clone(),
        )
    }))
}

fn show(session: &Session<'_>, name: &str) -> Result<Exit, Exit> {
    let settings = session
        .reader()?
        .ask_by_name(&session.world.caller, "settings", json!({}))
        .map_err(|why| out::failed(session.lang, &why))?;
    let rows = settings["rows"].as_array().cloned().unwrap_or_default();
    if let Some(row) = rows.into_iter().find(|row| row["name"] == json!(name)) {
        out::line(&row.to_string()).map(|()| Exit::Done)
    } else {
        let refusal = Refusal::not_found("setting", name);
        Err(out::failed(session.lang, &Failure::Refused(refusal)))
    }
}

/// The nightly run, now or for another day.
fn nightly(session: &Session<'_>, at: Option<&str>) -> Result<Exit, Exit> {
    let at: Option<Moment> = at
        .map(|at| serde_json::from_value(json!(at)))
        .transpose()
        .map_err(|why| {
            let refusal = Refusal::from_serde("at", &why.to_string());
            out::failed(session.lang, &Failure::Refused(refusal))
        })?;
    run_at(session, "nightly.run", json!({}), at)
}

/// Runs one command as the person at the keyboard and writes its value.
fn run(session: &Session<'_>, name: &str, with: Value) -> Result<Exit, Exit> {
    run_at(session, name, with, None)
}

/// The same at another time.
fn run_at(
    session: &Session<'_>,
    name: &str,
    with: Value,
    at: Option<Moment>,
) -> Result<Exit, Exit> {
    let command = Command::parse(name, with)
        .map_err(|refusal| out::failed(session.lang, &Failure::Refused(refusal)))?;
    let mut envelope = Envelope::from(command);
    envelope.at = at;
    let done = session
        .office()?
        .run(&session.world.caller, &envelope)
        .map_err(|why| out::failed(session.lang, &why))?;
    out::line(&done.value.to_string())?;
    Ok(Exit::Done)
}
