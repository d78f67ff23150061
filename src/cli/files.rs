//! `orderdesk import`: files through the same commands as the keyboard.

use std::path::Path;

use serde_json::json;

use super::args::{Import, ImportKind};
use super::out::Exit;
use super::session::Session;
use super::{ask, out};
use crate::desk::Failure;
use crate::desk::imports::{Imported, Job};
use crate::domain::Refusal;
use crate::paper::masters_sheet::MasterKind;
use crate::paper::problem_sheet::{ProblemRow, problems_csv};
use crate::paper::{RowProblem, file_out};
use crate::words::Lang;

/// The largest file that is read: what a spreadsheet of a year holds many times over.
const LARGEST: u64 = 128 << 20;

/// Imports and ends with one line of counts; a refused row ends with 1.
pub fn import(session: &Session<'_>, import: &Import) -> Result<Exit, Exit> {
    let files = import
        .files
        .iter()
        .map(|path| read(session, path))
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
    let failed = |why: Failure| out::failed(session.lang, &why);
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

fn read(session: &Session<'_>, path: &Path) -> Result<(String, Vec<u8>), Exit> {
    let name = path
        .file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let refuse = |why: &str| {
        let refusal = Refusal::new(crate::domain::Code::ImportBadFile)
            .fact("file", path.display().to_string())
            .fact("why", why);
        out::failed(session.lang, &Failure::Refused(refusal))
    };
    let about = std::fs::metadata(path).map_err(|error| refuse(&error.to_string()))?;
    if !about.is_file() || about.len() > LARGEST {
        return Err(refuse("not a plain file of at most 128 MiB"));
    }
    let bytes = std::fs::read(path).map_err(|error| refuse(&error.to_string()))?;
    Ok((name, bytes))
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
