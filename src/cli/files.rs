//! `orderdesk import`: files through the same commands as the keyboard.

use clap::ValueEnum as _;
use serde_json::json;

use super::args::Import;
use super::out::Exit;
use super::session::Session;
use super::{ask, out};
use crate::desk::Failure;
use crate::desk::imports::Imported;
use crate::desk::imports::wish::{self, Wish};
use crate::paper::file_out;
use crate::paper::problem_sheet::problems_csv;
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
        problems: None, // written below, after a rehearsal too
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
    let (result, _) = wish::run(&office, caller, &wish, &mut progress).map_err(failed)?;
    let mut rows = wish::rows(&result, wish.words);
    for row in &mut rows {
        row.id = safe(&row.id);
    }
    if let Some(path) = &import.problems {
        let written = file_out::write_new(path, &problems_csv(&rows));
        written.map_err(|why| ask::written(session, &why))?;
    } else {
        for (problem, row) in result.problems.iter().zip(&rows) {
            out::say(&format!(
                "{}:{} {} {} {}",
                problem.file, row.line, row.code, row.id, row.text
            ));
        }
    }
    tell(&result)
}

fn tell(result: &Imported) -> Result<Exit, Exit> {
    let line = json!({
        "batch": result.batch, "added": result.added, "updated": result.updated,
        "skipped": result.skipped, "failed": result.failed, "rows": result.rows,
    });
    out::line(&line.to_string())?;
    Ok(if result.failed > 0 {
        Exit::Refused
    } else {
        Exit::Done
    })
}
