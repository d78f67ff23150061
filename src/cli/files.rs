//! `orderdesk import`: files through the same commands as the keyboard.

use clap::ValueEnum as _;
use serde_json::json;

use super::args::Import;
use super::out;
use super::out::Exit;
use super::session::Session;
use crate::desk::Failure;
use crate::desk::imports::Imported;
use crate::desk::imports::wish::{self, Wish};
use crate::words::fill::safe;

/// Imports and ends with one line of counts; a refused row ends with 1.
pub fn import(session: &Session<'_>, import: &Import) -> Result<Exit, Exit> {
    let failed = |why: Failure| out::failed(session.lang, &why);
    let kind = import.kind.to_possible_value();
    let wish = Wish {
        kind: kind.map_or_else(String::new, |kind| kind.get_name().to_owned()),
        files: import.files.clone(),
        profile: import.profile.clone(),
        customer: import.customer.clone(),
        rehearse: import.dry_run,
        scratch: session.world.scratch.clone(),
        problems: import.problems.clone(),
        lost: import.lost.clone(),
        words: session.lang.in_words(),
    };
    let mut shown = 0;
    let terminal = session.world.stdout_is_terminal;
    let mut progress = |done: u64, all: u64| {
        let step = (all / 20).max(1);
        if terminal && (done == all || done >= shown + step) {
            shown = done;
            out::say(&session.lang.import_progress(done, all));
        }
        true
    };
    let office = session.office()?;
    let caller = &session.world.caller;
    let ran = wish::run(&office, caller, &wish, &mut progress).map_err(failed)?;
    let result = &ran.result;
    // What is in by now is told even where a file cannot be written.
    let written = wish::write(&wish, &ran, true);
    if import.problems.is_none() {
        for problem in result.problems.from(0) {
            let problem = problem.map_err(|why| failed(why.into()))?;
            let row = wish::in_words(&problem, wish.words);
            out::say(&format!(
                "{}:{} {} {} {}",
                problem.file,
                row.line,
                row.code,
                safe(&row.id),
                row.text
            ));
        }
    }
    let told = tell(result);
    written.map_err(failed)?;
    told
}

fn tell(result: &Imported) -> Result<Exit, Exit> {
    let line = json!({
        "batch": result.batch, "added": result.added, "updated": result.updated,
        "skipped": result.skipped, "failed": result.failed, "rows": result.rows, "why": result.why,
        "read": result.read, "customers": result.customers,
    });
    out::line(&line.to_string())?;
    Ok(if result.failed > 0 {
        Exit::Refused
    } else {
        Exit::Done
    })
}
