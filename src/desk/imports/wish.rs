//! An import as a person asks for it: files by name, tried on a copy first or done, what was not
//! taken told row by row.

use std::fs::DirBuilder;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{Imported, Job};
use crate::desk::failure::{Failure, Outcome};
use crate::desk::{Caller, Office, StoreError};
use crate::domain::{Code, Refusal};
use crate::paper::RowProblem;
use crate::paper::file_out::{self, WriteError};
use crate::paper::masters_sheet::MasterKind;
use crate::paper::problem_sheet::{ProblemRow, problems_csv};

/// The largest file that is read: what a spreadsheet of a year holds many times over.
const LARGEST: u64 = 128 << 20;

/// What is no master.
const ORDERS: &str = "orders";

/// Problems that an answer tells; the file of problems has all of them.
const TOLD: usize = 500;

/// What is to be imported, and how.
#[derive(Debug, Clone)]
pub struct Wish {
    /// What the files hold: `orders`, or masters of this name.
    pub kind: String,
    /// The files.
    pub files: Vec<PathBuf>,
    /// Platform profile, if it is not to be recognised.
    pub profile: Option<String>,
    /// The customer that orders belong to.
    pub customer: Option<String>,
    /// On a private copy, which is thrown away.
    pub rehearse: bool,
    /// Where that copy may lie.
    pub scratch: PathBuf,
    /// Where the rows go that were not taken, with the reason; a new file.
    pub problems: Option<PathBuf>,
    /// The words for a refusal.
    pub words: fn(&Refusal) -> String,
}

impl PartialEq for Wish {
    fn eq(&self, other: &Self) -> bool {
        let of = |wish: &Self| {
            let Self {
                kind,
                files,
                profile,
                customer,
                problems,
                rehearse,
                ..
            } = wish.clone();
            (kind, files, profile, customer, problems, rehearse)
        };
        of(self) == of(other)
    }
}

/// Reads a file to import; refused with `import.bad_file` unless it is a plain one of at most 128 MiB.
///
/// `office` is the office that is open, if one is: it is refused, too.
pub fn read(path: &Path, office: Option<&Path>) -> Result<(String, Vec<u8>), Refusal> {
    let name = path
        .file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let refuse = |why: &str| {
        Refusal::new(Code::ImportBadFile)
            .fact("file", path.display().to_string())
            .fact("why", why)
    };
    let about = std::fs::metadata(path).map_err(|error| refuse(&error.to_string()))?;
    if !about.is_file() || about.len() > LARGEST {
        return Err(refuse("not a plain file of at most 128 MiB"));
    }
    if office.is_some_and(|office| is_of_office(path, office)) {
        return Err(refuse("the office itself"));
    }
    let bytes = std::fs::read(path).map_err(|error| refuse(&error.to_string()))?;
    Ok((name, bytes))
}

/// Whether a file is the office, or the log or memory beside it, by whatever name: those are never
/// opened by name, since closing them would drop the database's locks (`reliability.md` R45).
pub fn is_of_office(path: &Path, office: &Path) -> bool {
    let file = |path: &Path| path.metadata().ok().map(|about| (about.dev(), about.ino()));
    let named = file(path);
    named.is_some()
        && ["", "-wal", "-shm"].iter().any(|ending| {
            let mut part = office.as_os_str().to_owned();
            part.push(ending);
            file(Path::new(&part)) == named
        })
}

/// Imports, or tries it on a copy. `progress` is told of papers done and of how many, and
/// stops the import by a false: what is in by then stays.
pub fn import(
    office: &Office,
    caller: &Caller,
    wish: &Wish,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Outcome<Value> {
    let masters = MasterKind::ALL
        .iter()
        .copied()
        .find(|kind| kind.name() == wish.kind);
    if masters.is_none() && wish.kind != ORDERS {
        return Err(Refusal::bad_field("kind", "orders or the name of masters").into());
    }
    let mut files = Vec::new();
    for path in &wish.files {
        files.push(read(path, Some(office.path()))?);
    }
    let job = Job {
        masters,
        files: &files,
        profile: wish.profile.as_deref(),
        customer: wish.customer.as_deref(),
    };
    let mut stopped = false;
    let mut heard = |done: u64, all: u64| {
        stopped |= !progress(done, all);
        !stopped
    };
    let result = if wish.rehearse {
        let folder = DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&wish.scratch);
        folder.map_err(StoreError::Io)?;
        let copy = office.private_copy(&wish.scratch)?;
        copy.import(caller, &job, &mut heard)?
    } else {
        office.import(caller, &job, &mut heard)?
    };
    let rows: Vec<ProblemRow> = result.problems.iter().map(|p| row(wish.words, p)).collect();
    if let Some(path) = wish
        .problems
        .as_ref()
        .filter(|_| !wish.rehearse && !rows.is_empty())
    {
        file_out::write_new(path, &problems_csv(&rows)).map_err(|why| match why {
            WriteError::Refused(refusal) => Failure::Refused(refusal),
            WriteError::Io(error) => Failure::Store(StoreError::Io(error)),
        })?;
    }
    Ok(told(&result, &rows, stopped))
}

fn told(result: &Imported, rows: &[ProblemRow], stopped: bool) -> Value {
    let problems = rows.iter().zip(&result.problems).take(TOLD);
    let problems: Vec<Value> = problems
        .map(|(row, problem)| {
            json!({
                "file": problem.file, "line": row.line, "id": row.id, "code": row.code,
                "text": row.text,
            })
        })
        .collect();
    json!({
        "batch": result.batch, "added": result.added, "updated": result.updated,
        "skipped": result.skipped, "failed": result.failed, "rows": result.rows,
        "stopped": stopped, "problems": problems,
    })
}

fn row(words: fn(&Refusal) -> String, problem: &RowProblem) -> ProblemRow {
    ProblemRow {
        line: problem.line,
        code: problem.refusal.code().name().to_owned(),
        id: problem.id.clone(),
        text: words(&problem.refusal),
    }
}
