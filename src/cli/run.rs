//! `orderdesk run`: commands in as JSON lines, one answer line out for each, in order.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use serde_json::{Value, json};

use super::out;
use super::out::Exit;
use super::session::Session;
use crate::desk::imports::wish::is_of_office;
use crate::desk::{Envelope, Failure, Office};
use crate::domain::{Code, Refusal};
use crate::words::Lang;

/// The longest line that is read: 1 MiB.
const LONGEST: u64 = 1 << 20;

/// Runs the commands of a file or of standard input.
pub fn run(
    session: &Session<'_>,
    file: Option<&Path>,
    dry_run: bool,
    stop_on_refusal: bool,
) -> Result<Exit, Exit> {
    if let Some(path) = file
        && is_of_office(path, &session.db)
    {
        out::say(session.lang.run_is_office());
        return Ok(Exit::Usage);
    }
    let input: Box<dyn Read> = match file {
        Some(path) if path != Path::new("-") => Box::new(File::open(path).map_err(|error| {
            out::say(&format!("{}: {error}", path.display()));
            Exit::Usage
        })?),
        _ => Box::new(io::stdin()),
    };
    let office = session.office()?;
    if dry_run {
        let copy = office
            .private_copy(&session.world.scratch)
            .map_err(|why| out::failed(session.lang, &why))?;
        return lines(session, &copy, BufReader::new(input), stop_on_refusal);
    }
    lines(session, &office, BufReader::new(input), stop_on_refusal)
}

fn lines(
    session: &Session<'_>,
    office: &Office,
    mut input: impl BufRead,
    stop_on_refusal: bool,
) -> Result<Exit, Exit> {
    let mut exit = Exit::Done;
    let mut number = 0_u64;
    loop {
        let mut bytes = Vec::new();
        let read = input
            .by_ref()
            .take(LONGEST + 1)
            .read_until(b'\n', &mut bytes);
        if read.map_err(|error| {
            out::say(&error.to_string());
            Exit::Office
        })? == 0
        {
            return Ok(exit);
        }
        number += 1;
        // A byte order mark before the first command is a habit of editors, not part of it.
        if number == 1 && bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
            bytes.drain(..3);
        }
        let length = bytes.strip_suffix(b"\n").map_or(bytes.len(), <[u8]>::len);
        let too_long = length as u64 > LONGEST;
        if too_long {
            skip_line(&mut input, &bytes)?;
        }
        if !too_long && bytes.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let answer = answer(session, office, &bytes, number, too_long)?;
        if answer["ok"] != json!(true) {
            exit = Exit::Refused;
        }
        out::line(&answer.to_string())?;
        office.shorten_log();
        if exit != Exit::Done && stop_on_refusal {
            return Ok(exit);
        }
    }
}

/// Reads past the rest of a line that is too long, keeping none of it.
fn skip_line(input: &mut impl BufRead, head: &[u8]) -> Result<(), Exit> {
    if head.ends_with(b"\n") {
        return Ok(());
    }
    loop {
        let chunk = input.fill_buf().map_err(|_| Exit::Office)?;
        if chunk.is_empty() {
            return Ok(());
        }
        let end = chunk.iter().position(|b| *b == b'\n');
        let used = end.map_or(chunk.len(), |at| at + 1);
        input.consume(used);
        if end.is_some() {
            return Ok(());
        }
    }
}

/// The answer to one line; only a failing office ends the run.
fn answer(
    session: &Session<'_>,
    office: &Office,
    bytes: &[u8],
    number: u64,
    too_long: bool,
) -> Result<Value, Exit> {
    let bad = |why: &str| {
        Refusal::new(Code::BadLine)
            .fact("line", number)
            .fact("why", why)
    };
    if too_long {
        return Ok(refused(
            session.lang,
            Value::Null,
            &bad("longer than 1 MiB"),
        ));
    }
    let parsed: Value = match serde_json::from_slice(bytes) {
        Ok(parsed @ Value::Object(_)) => parsed,
        Ok(_) => return Ok(refused(session.lang, Value::Null, &bad("no JSON object"))),
        Err(error) => return Ok(refused(session.lang, Value::Null, &bad(&error.to_string()))),
    };
    let id = parsed.get("id").cloned().unwrap_or(Value::Null);
    let envelope = match Envelope::parse(parsed) {
        Ok(envelope) => envelope,
        Err(refusal) => return Ok(refused(session.lang, id, &refusal)),
    };
    match office.run(&session.world.caller, &envelope) {
        Ok(done) => {
            let mut value = done.value;
            session.lang.tell(&mut value);
            Ok(json!({ "ok": true, "id": id, "value": value, "changed": done.changed }))
        }
        Err(Failure::Refused(refusal)) => Ok(refused(session.lang, id, &refusal)),
        Err(failure) => Err(out::failed(session.lang, &failure)),
    }
}

fn refused(lang: Lang, id: Value, refusal: &Refusal) -> Value {
    json!({ "ok": false, "id": id, "refusal": out::refusal(lang, refusal) })
}
