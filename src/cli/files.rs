//! `orderdesk import`: files through the same commands as the keyboard.

use serde_json::json;

use super::args::{Import, ImportKind};
use super::out::Exit;
use super::session::Session;
use super::{ask, out};
use crate::desk::Failure;
use crate::desk::imports::{Imported, Job, wish};
use crate::paper::masters_sheet::MasterKind;
use crate::paper::problem_sheet::{ProblemRow, problems_csv};
use crate::paper::{RowProblem, file_out};
use crate::words::Lang;

/// Imports and ends with one line of counts; a refused row ends with 1.
pub fn import(session: &Session<'_>, import: &Import) -> Result<Exit, Exit> {
    let failed = |why: Failure| out::failed(session.lang, &why);
    let files = import
        .files
        .iter()
        .map(|path| wish::read(path, None).map_err(|no| failed(no.into())))
        .collect::<Result<Vec<_>, _>>()?;
    let office = session.office()?;
    let job = Job {
        masters: masters(import.kind),
        files: &files,
        profile: import.profile.as_deref(),
        customer: import.customer.as_deref(),
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
    let caller = &session.world.caller;
    let result = if import.dry_run {
        let copy = office
            .private_copy(&session.world.scratch)
            .map_err(failed)?;
        copy.import(caller, &job, &mut progress).map_err(failed)?
    } else {
        office.import(caller, &job, &mut progress).map_err(failed)?
    };
    if let Some(path) = &import.problems {
        let rows: Vec<_> = result
            .problems
            .iter()
            .map(|p| problem_row(session.lang, p))
            .collect();
        let written = file_out::write_new(path, &problems_csv(&rows));
        written.map_err(|why| ask::written(session, &why))?;
    } else {
        for problem in &result.problems {
            let row = problem_row(session.lang, problem);
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

fn masters(kind: ImportKind) -> Option<MasterKind> {
    match kind {
        ImportKind::Orders => None,
        ImportKind::Customers => Some(MasterKind::Customers),
        ImportKind::Products => Some(MasterKind::Products),
        ImportKind::Prices => Some(MasterKind::Prices),
        ImportKind::Stock => Some(MasterKind::Stock),
        ImportKind::Receipts => Some(MasterKind::Receipts),
        ImportKind::Waybills => Some(MasterKind::Waybills),
    }
}

fn problem_row(lang: Lang, problem: &RowProblem) -> ProblemRow {
    let told = lang.refusal(&problem.refusal);
    ProblemRow {
        line: problem.line,
        code: problem.refusal.code().name().to_owned(),
        id: crate::words::fill::safe(&problem.id),
        text: format!("{} {}", told.text, told.way_out),
    }
}
