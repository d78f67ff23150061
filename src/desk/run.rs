//! The one door for writes: permission, immediate transaction, idempotency, body, audit, commit.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::domain::{Code, Moment, Refusal, Role};
use crate::store::{self, Db, Tx};

use super::command::Command;
use super::cx::{Actor, Aggregate, Cx};
use super::failure::{Failure, Outcome};
use super::masters::clock;
use super::{Caller, Office, settings};

/// A command with who gives it and when, as it stands on a line of `run`.
#[derive(Debug, Clone)]
pub struct Envelope {
    /// The command.
    pub command: Command,
    /// Who gives it, if not the person at the keyboard.
    pub by: Option<String>,
    /// When, if not now.
    pub at: Option<Moment>,
    /// Makes a retry harmless.
    pub id: Option<String>,
}

impl From<Command> for Envelope {
    fn from(command: Command) -> Self {
        Self {
            command,
            by: None,
            at: None,
            id: None,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEnvelope {
    r#do: String,
    #[serde(default = "no_fields")]
    with: Value,
    by: Option<String>,
    at: Option<Moment>,
    id: Option<String>,
}

fn no_fields() -> Value {
    Value::Object(serde_json::Map::new())
}

impl Envelope {
    /// Reads an envelope from JSON that has been parsed already.
    pub fn parse(line: Value) -> Result<Self, Refusal> {
        let raw: RawEnvelope = super::reader::read(&line)
            .map_err(|wrong| Refusal::from_serde(&wrong.path(), &wrong.to_string()))?;
        if raw
            .id
            .as_ref()
            .is_some_and(|id| id.is_empty() || id.len() > 200)
        {
            return Err(Refusal::bad_field("id", "1 to 200 bytes"));
        }
        let command = Command::parse(&raw.r#do, raw.with)?;
        Ok(Self {
            command,
            by: raw.by,
            at: raw.at,
            id: raw.id,
        })
    }
}

impl Envelope {
    /// The id under which a form's command is known: the form's own token and what it says, so that the same
    /// is one, and what was changed meanwhile another.
    pub(super) fn id_of_form(&self, form: &str) -> Outcome<String> {
        Ok(format!("{form}:{}", digest(self)?))
    }
}

/// An accepted command.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Done {
    /// What it answers.
    pub value: Value,
    /// What kinds of paper have changed.
    pub changed: Vec<Aggregate>,
}

impl Office {
    /// Runs a command: all of it, or nothing.
    ///
    /// A refusal about permission or duties leaves an audit row behind, and only that.
    pub fn run(&self, caller: &Caller, envelope: &Envelope) -> Outcome<Done> {
        match self.attempt(caller, envelope) {
            Err(Failure::Refused(refusal)) if refusal.code() == Code::MoneyOverflow => {
                // A sum that no field names: all of what the command says comes to too much.
                Err(refusal.or_fact("field", envelope.command.name()).into())
            }
            Err(Failure::Refused(refusal))
                if matches!(refusal.code(), Code::NotPermitted | Code::DutyConflict) =>
            {
                let refusal = named(refusal, envelope.command.name());
                let tx = self.db().begin()?;
                let now = Self::local(&tx, self.now())?;
                // Where nobody may speak for others, what was claimed is not written down as true.
                let believed = refusal
                    .facts()
                    .get("right")
                    .is_none_or(|right| right != "act_as");
                let by = envelope.by.as_deref().filter(|_| believed);
                let who = by.unwrap_or(&caller.login);
                let at = envelope.at.filter(|_| believed).unwrap_or(now);
                let named_order = order_of(&envelope.command);
                let facts = Value::Object(refusal.facts().clone());
                record(
                    &tx,
                    now,
                    at,
                    (who, &caller.login),
                    &envelope.command,
                    facts["order"].as_str().unwrap_or(&named_order),
                    refusal.code().name(),
                )?;
                tx.commit()?;
                Err(refusal.into())
            }
            other => other,
        }
    }

    fn attempt(&self, caller: &Caller, envelope: &Envelope) -> Outcome<Done> {
        let tx = self.db().begin()?;
        // In its turn: whoever waited for it is not written down with a time before the one who came first.
        let now = Self::local(&tx, self.now())?;
        let actor = who_acts(&tx, caller, envelope)?;
        permit(&tx, &actor, envelope.command.spec().name)?;
        clock::not_behind(&tx, now, envelope.command.spec().name)?;
        if envelope.by.is_none() {
            super::session::bind(&tx, &actor, caller)?;
        }
        if let Some(id) = &envelope.id
            && let Some(seen) = store::audit::seen(&tx, id)?
        {
            return answer_again(id, &digest(envelope)?, seen);
        }
        let mut cx = Cx::new(&tx, envelope.at.unwrap_or(now), actor);
        let value = envelope.command.execute(&mut cx)?;
        let done = Done {
            value,
            changed: cx.changed.iter().copied().collect(),
        };
        let (notes, subject) = (
            std::mem::take(&mut cx.notes),
            std::mem::take(&mut cx.subject),
        );
        let who = cx.actor.login.clone();
        let at = cx.at;
        let seq = record(
            &tx,
            now,
            at,
            (&who, &caller.login),
            &envelope.command,
            &subject,
            "ok",
        )?;
        for note in notes {
            let facts = note.facts.to_string();
            store::audit::happen(&tx, seq, note.order, note.customer, note.what, &facts)?;
        }
        if let Some(id) = &envelope.id {
            let answer = serde_json::to_string(&done).map_err(|e| internal(&e))?;
            store::audit::remember(&tx, id, &digest(envelope)?, &answer)?;
        }
        tx.commit()?;
        Ok(done)
    }
}

/// A missing right names what it is missing for, where nobody nearer has said so.
fn named(refusal: Refusal, command: &str) -> Refusal {
    match refusal.code() {
        Code::NotPermitted => refusal.or_fact("command", command),
        _ => refusal,
    }
}

/// The order that a command names, if it names one.
fn order_of(command: &Command) -> String {
    let payload: Value = command
        .payload()
        .ok()
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    payload["order"].as_str().unwrap_or_default().to_owned()
}

/// A value that cannot be written as JSON is our fault, told as the office failing.
fn internal(error: &serde_json::Error) -> Failure {
    Failure::Store(store::StoreError::Sql(error.to_string()))
}

/// The person who acts: the one at the keyboard, or the one named by `by` where that is allowed.
fn who_acts(db: &Db, caller: &Caller, envelope: &Envelope) -> Outcome<Actor> {
    let shared = settings::SHARED.is_on(db)?;
    let stranger = super::session::stranger;
    let sitting = super::session::at_keyboard(db, caller)?;
    let claims = envelope.by.is_some() || envelope.at.is_some();
    if shared && claims {
        let actor = sitting.as_ref().ok_or_else(|| stranger(&caller.login))?;
        if !super::session::may(db, actor, "act_as", &[])? {
            let roles = super::session::who_may(db, "act_as", &[])?;
            let refusal = Refusal::new(Code::NotPermitted)
                .fact("who", &caller.login)
                .fact("right", "act_as")
                .fact("command", "act_as")
                .fact("roles", roles);
            return Err(refusal.into());
        }
    }
    match &envelope.by {
        Some(login) => {
            let found = super::session::person(db, login)?;
            found.ok_or_else(|| stranger(login).into())
        }
        None => sitting.ok_or_else(|| stranger(&caller.login).into()),
    }
}

fn permit(db: &Db, actor: &Actor, command: &'static str) -> Outcome<()> {
    let usual: &[Role] = Command::spec_of(command).map_or(&[], |s| s.roles);
    if super::session::may(db, actor, command, usual)? {
        return Ok(());
    }
    let roles = super::session::who_may(db, command, usual)?;
    let refusal = Refusal::new(Code::NotPermitted)
        .fact("who", &actor.login)
        .fact("command", command)
        .fact("roles", roles);
    Err(refusal.into())
}

fn answer_again(id: &str, digest: &str, seen: store::audit::Seen) -> Outcome<Done> {
    if seen.digest != digest {
        return Err(Refusal::new(Code::IdReused).fact("id", id).into());
    }
    serde_json::from_str(&seen.answer).map_err(|e| internal(&e))
}

/// What the command says, whoever sends it and whenever it is sent again.
fn digest(envelope: &Envelope) -> Outcome<String> {
    let payload = envelope.command.payload().map_err(|e| internal(&e))?;
    let by = envelope.by.as_deref().unwrap_or("");
    let at = envelope.at.map(|at| at.to_string()).unwrap_or_default();
    Ok(hex(&[envelope.command.name(), &payload, by, &at]))
}

/// Appends the audit row and gives its place in the chain.
fn record(
    tx: &Tx<'_>,
    clock_at: Moment,
    at: Moment,
    (who, os_who): (&str, &str),
    command: &Command,
    subject: &str,
    outcome: &str,
) -> Outcome<i64> {
    let (last_seq, prev_hash) =
        store::audit::last(tx)?.map_or((0, String::new()), |link| (link.seq, link.hash));
    let mut row = store::audit::AuditRow {
        seq: last_seq + 1,
        at,
        clock_at,
        who: who.to_owned(),
        os_who: os_who.to_owned(),
        command: command.name().to_owned(),
        subject: subject.to_owned(),
        payload: command.payload().map_err(|e| internal(&e))?,
        outcome: outcome.to_owned(),
        prev_hash,
        hash: String::new(),
    };
    row.hash = chain_hash(&row);
    store::audit::append(tx, &row)?;
    Ok(row.seq)
}

/// The hash of an audit row over all it says and the hash before it.
pub(super) fn chain_hash(row: &store::audit::AuditRow) -> String {
    hex(&[
        &row.seq.to_string(),
        &row.at.to_string(),
        &row.clock_at.to_string(),
        &row.who,
        &row.os_who,
        &row.command,
        &row.subject,
        &row.payload,
        &row.outcome,
        &row.prev_hash,
    ])
}

/// SHA-256 over parts, each preceded by its length so that no two lists read alike.
pub(super) fn hex(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.len().to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher
        .finalize()
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|half| char::from_digit(u32::from(half), 16))
        .collect()
}
