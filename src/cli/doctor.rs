//! `orderdesk admin doctor`: what was looked at, how it stands, the command that mends it.

use serde_json::{Value, json};

use super::args::Format;
use super::out;
use super::out::Exit;
use super::session::Session;
use crate::desk::{Finding, Grade};
use crate::words::doctor::{FACTS, FINDINGS};
use crate::words::fill::safe;

/// Looks at the office and tells; what is wrong ends with 1.
pub fn doctor(session: &Session<'_>, format: Option<Format>) -> Result<Exit, Exit> {
    let found = session
        .reader()?
        .doctor(session.world.program.as_deref())
        .map_err(|why| out::failed(session.lang, &why))?;
    let bad = found.iter().filter(|one| one.grade == Grade::Bad).count();
    let json = match format {
        Some(Format::Json) => true,
        Some(_) => false,
        None => !session.world.stdout_is_terminal,
    };
    if json {
        out::line(&json!({ "ok": bad == 0, "findings": found }).to_string())?;
    } else {
        for one in &found {
            tell(session, one)?;
        }
        out::line(&match bad {
            0 => session.lang.doctor_well().to_owned(),
            n => session.lang.doctor_ill(n),
        })?;
    }
    Ok(if bad == 0 { Exit::Done } else { Exit::Refused })
}

fn tell(session: &Session<'_>, one: &Finding) -> Result<(), Exit> {
    let lang = session.lang;
    let grade = match one.grade {
        Grade::Ok => "ok   ",
        Grade::Warn => "warn ",
        Grade::Bad => "BAD  ",
    };
    let facts = one.facts.as_object().into_iter().flatten();
    let facts: Vec<_> = facts
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| {
            let value = match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            format!("{} {}", lang.word(FACTS, name), safe(&value))
        })
        .collect();
    out::line(&format!(
        "{grade} {}: {}",
        lang.word(FINDINGS, one.name),
        facts.join(", ")
    ))?;
    match &one.mend {
        Some(command) => out::line(&format!("      {}", lang.doctor_mend(&safe(command)))),
        None => Ok(()),
    }
}
