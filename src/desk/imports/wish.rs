//! An import as a person asks for it: files by name, tried on a copy first or done, what was not
//! taken told row by row.

use std::collections::BTreeMap;
use std::fs::DirBuilder;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{Imported, Job, columns};
use crate::desk::export;
use crate::desk::failure::Outcome;
use crate::desk::{Caller, Office, StoreError};
use crate::domain::{Code, Refusal};
use crate::paper::RowProblem;
use crate::paper::input::Input;
use crate::paper::masters_sheet::MasterKind;
use crate::paper::problem_sheet::{ProblemRow, problems_csv};
use crate::paper::sheet::FILE_MOST;
use crate::paper::{file_out, lost_rows};

/// What is no master.
const ORDERS: &str = "orders";

/// Not an import: the columns of the first file, for whoever teaches its layout.
pub const COLUMNS: &str = "columns";

/// Problems that an answer tells; the file of problems has all of them.
const TOLD: usize = 500;

/// What is to be imported, and how.
#[derive(Debug, Clone)]
pub struct Wish {
    /// What the files hold: `orders`, or masters of this name; [`COLUMNS`] asks for columns alone.
    pub kind: String,
    /// The files.
    pub files: Vec<PathBuf>,
    /// Platform profile, if it is not to be recognised.
    pub profile: Option<String>,
    /// The customer that orders belong to.
    pub customer: Option<String>,
    /// On a private copy, which is thrown away.
    pub rehearse: bool,
    /// Where that copy may lie, and what is too big for memory.
    pub scratch: PathBuf,
    /// Where the list of what was not taken goes, with the reasons; a new file.
    pub problems: Option<PathBuf>,
    /// Where the refused rows themselves go, in their own layout, to be mended and fed again; a new file,
    /// `.csv` or `.xlsx`.
    pub lost: Option<PathBuf>,
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
                lost,
                rehearse,
                ..
            } = wish.clone();
            (kind, files, profile, customer, problems, lost, rehearse)
        };
        of(self) == of(other)
    }
}

/// Takes a file to import as it is now; refused with `import.bad_file` unless it is a plain one of at most
/// 128 MiB, and not the office that is open.
fn read(path: &Path, office: &Path, scratch: &Path) -> Result<Input, Refusal> {
    let name = path
        .file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let refuse = |why: &str| {
        Refusal::new(Code::ImportBadFile)
            .fact("file", path.display().to_string())
            .fact("why", why)
    };
    let about = std::fs::metadata(path).map_err(|error| refuse(&error.to_string()))?;
    if !about.is_file() || about.len() > FILE_MOST {
        return Err(refuse("not a plain file of at most 128 MiB"));
    }
    if is_of_office(path, office) {
        return Err(refuse("the office itself"));
    }
    Input::of_file(&name, path, scratch).map_err(|error| refuse(&error.to_string()))
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

/// Imports, or tries it on a copy, and tells it as a screen shows it. `progress` as in [`run`].
pub fn import(
    office: &Office,
    caller: &Caller,
    wish: &Wish,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Outcome<Value> {
    if wish.kind == COLUMNS {
        let inputs = inputs(office, wish)?;
        let input = inputs.first();
        return columns::of_file(
            office,
            input.ok_or_else(|| Refusal::bad_field("files", "at least one"))?,
        );
    }
    let ran = run(office, caller, wish, progress)?;
    let written = if wish.rehearse {
        Vec::new()
    } else {
        write(wish, &ran, false)?
    };
    let mut told = told(&ran, wish.words)?;
    told["written"] = json!(written);
    Ok(told)
}

/// Writes the files that were wished of what was not taken, where there is any; the list of problems `even_empty`
/// for a script that counts on it. Tells which.
pub fn write(wish: &Wish, ran: &Ran, even_empty: bool) -> Outcome<Vec<PathBuf>> {
    let mut written = Vec::new();
    if let Some(path) = wish
        .problems
        .as_ref()
        .filter(|_| even_empty || !ran.result.problems.is_empty())
    {
        let rows = ran.result.problems.from(0);
        let rows = rows.map(|problem| Ok::<_, Refusal>(in_words(&problem?, wish.words)));
        file_out::write_new(path, &problems_csv(rows)?)?;
        written.push(path.clone());
    }
    if let Some(path) = wish.lost.as_ref().filter(|_| !ran.result.lost.is_empty()) {
        written.extend(write_lost(wish, ran, path)?);
    }
    Ok(written)
}

/// The refused rows in the layout they came in: one file for each that has some, the second and later ones
/// numbered.
fn write_lost(wish: &Wish, ran: &Ran, path: &Path) -> Outcome<Vec<PathBuf>> {
    let result = &ran.result;
    let as_csv = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let mut written: Vec<PathBuf> = Vec::new();
    for input in &ran.files {
        let name = input.name();
        let of_file = result.lost.get(name).into_iter().flatten();
        let mut why: BTreeMap<u64, String> = of_file.map(|line| (*line, String::new())).collect();
        for problem in result.problems.from(0) {
            let problem = problem?;
            if problem.file != name {
                continue;
            }
            if let Some(reason) = why
                .get_mut(&problem.line)
                .filter(|reason| reason.is_empty())
            {
                *reason = (wish.words)(&problem.refusal);
            }
        }
        let Some(table) = lost_rows::of_file(input, &why, as_csv)? else {
            continue;
        };
        let to = match written.len() {
            0 => path.to_owned(),
            n => numbered(path, n + 1),
        };
        file_out::write_new(&to, &table)?;
        written.push(to);
    }
    Ok(written)
}

/// `lost.xlsx` as `lost.2.xlsx`.
fn numbered(path: &Path, n: usize) -> PathBuf {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().into_owned());
    path.with_extension(match ending {
        Some(ending) => format!("{n}.{ending}"),
        None => n.to_string(),
    })
}

/// What came of it.
#[derive(Debug)]
pub struct Ran {
    /// How it came out.
    pub result: Imported,
    /// Whether it was stopped before its end.
    pub stopped: bool,
    /// The files as they were read.
    pub files: Vec<Input>,
}

/// The files that are wished, in a folder of the person's own where they are big.
fn inputs(office: &Office, wish: &Wish) -> Outcome<Vec<Input>> {
    let mut folder = DirBuilder::new();
    let folder = folder.recursive(true).mode(0o700);
    folder.create(&wish.scratch).map_err(StoreError::Io)?;
    let files = wish.files.iter();
    let files = files.map(|path| read(path, office.path(), &wish.scratch));
    Ok(files.collect::<Result<_, _>>()?)
}

/// Imports, or tries it on a copy. `progress` is told of papers done and of how many, and stops the import
/// by a false: what is in by then stays.
pub fn run(
    office: &Office,
    caller: &Caller,
    wish: &Wish,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Outcome<Ran> {
    let mut kinds = MasterKind::ALL.iter().copied();
    let masters = kinds.find(|kind| kind.name() == wish.kind);
    if masters.is_none() && wish.kind != ORDERS {
        return Err(Refusal::bad_field("kind", "orders or the name of masters").into());
    }
    // Before anything is written: what was not taken must have a place to go.
    for path in wish.problems.iter().chain(&wish.lost) {
        export::refuse_office_name(office.path(), path)?;
        file_out::refuse_unless_free(path)?;
    }
    let files = inputs(office, wish)?;
    let job = Job {
        masters,
        files: &files,
        profile: wish.profile.as_deref(),
        customer: wish.customer.as_deref(),
        scratch: Some(&wish.scratch),
    };
    let mut stopped = false;
    let mut heard = |done: u64, all: u64| {
        stopped |= !progress(done, all);
        !stopped
    };
    let result = if wish.rehearse {
        let copy = office.private_copy(&wish.scratch)?;
        copy.import(caller, &job, &mut heard)?
    } else {
        office.import(caller, &job, &mut heard)?
    };
    Ok(Ran {
        result,
        stopped,
        files,
    })
}

/// A row that was not taken, in words.
pub fn in_words(problem: &RowProblem, words: fn(&Refusal) -> String) -> ProblemRow {
    ProblemRow {
        line: problem.line,
        code: problem.refusal.code().name().to_owned(),
        id: problem.id.clone(),
        text: words(&problem.refusal),
    }
}

fn told(ran: &Ran, words: fn(&Refusal) -> String) -> Outcome<Value> {
    let result = &ran.result;
    let mut problems = Vec::new();
    for problem in result.problems.from(0).take(TOLD) {
        let problem = problem?;
        let row = in_words(&problem, words);
        problems.push(json!({
            "file": problem.file, "line": row.line, "id": row.id, "code": row.code,
            "text": row.text,
        }));
    }
    Ok(json!({
        "batch": result.batch, "added": result.added, "updated": result.updated,
        "skipped": result.skipped, "failed": result.failed, "rows": result.rows,
        "stopped": ran.stopped, "problems": problems, "why": result.why, "read": result.read,
        "customers": result.customers,
    }))
}
