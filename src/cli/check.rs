//! `orderdesk check`, `backup`, `restore`.

use std::path::Path;

use serde_json::json;

use super::args::{Anchor, Format};
use super::out;
use super::out::Exit;
use super::session::Session;
use crate::desk::{self, Checked, Failure, StoreError};
use crate::domain::Code;
use crate::words::fill::safe;

/// Checks the office; a failed invariant ends with 1 and is listed.
pub fn check(
    session: &Session<'_>,
    deep: bool,
    anchor: Option<&Anchor>,
    format: Option<Format>,
) -> Result<Exit, Exit> {
    let office = session.reader()?;
    let checked = office
        .check_against(deep, anchor.map(|(seq, hash)| (*seq, hash.as_str())))
        .map_err(|why| out::failed(session.lang, &why))?;
    let json = match format {
        Some(Format::Json) => true,
        Some(_) => false,
        None => !session.world.stdout_is_terminal,
    };
    if json {
        let ok = checked.iter().all(|c| c.ok);
        out::line(&json!({ "ok": ok, "checks": checked }).to_string())?;
    } else {
        tell(session, &checked)?;
    }
    Ok(if checked.iter().all(|c| c.ok) {
        Exit::Done
    } else {
        Exit::Refused
    })
}

fn tell(session: &Session<'_>, checked: &[Checked]) -> Result<(), Exit> {
    for one in checked {
        out::line(&format!(
            "{}  {}",
            if one.ok { "ok  " } else { "FAIL" },
            one.name
        ))?;
        for line in one.faults.iter().chain(&one.notes) {
            out::line(&format!("        {}", safe(line)))?;
        }
    }
    let failed = checked.iter().filter(|c| !c.ok).count();
    let end = match failed {
        0 => session.lang.check_ok().to_owned(),
        n => session.lang.check_failed(n),
    };
    out::line(&end)
}

/// Copies the office while others work, and checks the copy. Into a folder it goes under a name with
/// the time, and of those the newest may be kept alone.
pub fn backup(session: &Session<'_>, to: &Path, keep: Option<usize>) -> Result<Exit, Exit> {
    let office = session.reader()?;
    let failed = |why: Failure| out::failed(session.lang, &why);
    let folder = to.is_dir();
    if keep.is_some() && !folder {
        out::say(session.lang.keep_wants_folder());
        return Ok(Exit::Usage);
    }
    let file = if folder {
        office.backup_name(to).map_err(failed)?
    } else {
        to.to_owned()
    };
    let file = file.as_path();
    let checked = office
        .back_up(&session.world.caller, file)
        .map_err(|why| match why {
            Failure::Store(StoreError::Exists(path)) => {
                out::say(
                    &session
                        .lang
                        .office_there(&safe(&path.display().to_string())),
                );
                Exit::Refused
            }
            other => out::failed(session.lang, &other),
        })?;
    if checked.iter().any(|c| !c.ok) {
        tell(session, &checked)?;
        return Ok(Exit::Refused);
    }
    let size = std::fs::metadata(file).map_or(0, |about| about.len());
    out::say(&session.lang.backed_up(&safe(&file.display().to_string())));
    let mut told = json!({ "ok": true, "file": file, "bytes": size });
    if let Some(keep) = keep {
        told["removed"] = json!(desk::prune(to, keep).map_err(failed)?);
    }
    out::line(&told.to_string())?;
    Ok(Exit::Done)
}

/// Puts a backup in place, when nobody works.
pub fn restore(session: &Session<'_>, file: &Path) -> Result<Exit, Exit> {
    let restored = desk::restore(
        &session.world.caller,
        file,
        &session.db,
        session.world.clock.clone(),
    );
    match restored {
        Ok(Ok(aside)) => {
            out::say(
                &session
                    .lang
                    .restored(&safe(&session.db.display().to_string())),
            );
            out::line(&json!({ "ok": true, "file": session.db, "old": aside }).to_string())?;
            Ok(Exit::Done)
        }
        Ok(Err(checked)) => {
            tell(session, &checked)?;
            Ok(Exit::Refused)
        }
        Err(Failure::Refused(refusal)) if refusal.code() == Code::OfficeBusy => {
            out::say(session.lang.others_at_work());
            Ok(Exit::Office)
        }
        Err(why) => Err(out::failed(session.lang, &why)),
    }
}
