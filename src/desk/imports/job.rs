//! Running an import: read the files, then one command a paper, each its own commit, so that
//! other clerks are not held up and a stop loses nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Map, Value, json};

use super::bank::{self, Payers};
use super::masters::{self, Effect};
use super::platform::{self, Came};
use super::platform_fields;
use super::profiles;
use crate::desk::command::Command;
use crate::desk::failure::{Failure, Outcome};
use crate::desk::run::{Done, Envelope, hex};
use crate::desk::{Caller, Office};
use crate::domain::{Code, Day, Refusal, text};
use crate::paper::RowProblem;
use crate::paper::bank_sheet::{BankLine, BankRead, read_bank};
use crate::paper::grid::Encoding;
use crate::paper::input::Input;
use crate::paper::masters_sheet::{MasterKind, read_masters};
use crate::paper::platform::{PlatformOrder, PlatformRead, read_platform};
use crate::paper::spool::Spool;
use crate::store;

/// What is to be imported.
#[derive(Debug)]
pub struct Job<'a> {
    /// Masters of this kind; none means orders.
    pub masters: Option<MasterKind>,
    /// The files.
    pub files: &'a [Input],
    /// Platform profile, if it is not to be recognised.
    pub profile: Option<&'a str>,
    /// The customer that orders belong to.
    pub customer: Option<&'a str>,
    /// Where many problems may lie while it runs; without it they stay in memory.
    pub scratch: Option<&'a Path>,
}

/// How an import came out.
#[derive(Debug, Default)]
pub struct Imported {
    /// The batch.
    pub batch: String,
    /// Papers made.
    pub added: i64,
    /// Papers changed.
    pub updated: i64,
    /// Papers that were as the file says.
    pub skipped: i64,
    /// Papers or rows that were refused.
    pub failed: i64,
    /// Rows read.
    pub rows: i64,
    /// How many orders of platforms by what became of them, or by their state there: passed, stays, same,
    /// to_ship, pending_payment, shipped, done, closed, refunding, unknown.
    pub why: BTreeMap<String, i64>,
    /// How files were read: file, encoding, headings by field, headings that were not read.
    pub read: Vec<Value>,
    /// Customers of whose own sheets orders were made: `ask replies` answers each.
    pub customers: BTreeSet<String>,
    /// Rows of each file that were refused, all of an order's where one of them was.
    pub lost: BTreeMap<String, BTreeSet<u64>>,
    /// What was not taken, by row.
    pub problems: Spool<RowProblem>,
}

/// Told how many papers are done of how many; a false stops after the paper under way.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64) -> bool;

/// An import under way.
pub(super) struct Run<'a> {
    pub(super) office: &'a Office,
    caller: &'a Caller,
    pub(super) result: Imported,
}

impl Office {
    /// Imports files through the same commands as the keyboard. Twice is once.
    pub fn import(
        &self,
        caller: &Caller,
        job: &Job<'_>,
        progress: Progress<'_>,
    ) -> Outcome<Imported> {
        let run = Run {
            office: self,
            caller,
            result: Imported {
                problems: job.scratch.map_or_else(Spool::default, Spool::in_folder),
                ..Imported::default()
            },
        };
        let Some(kind) = job.masters else {
            return run.orders(job, progress);
        };
        run.masters(kind, job, progress)
    }
}

impl Run<'_> {
    pub(super) fn give(&self, command: Command, id: Option<String>) -> Outcome<Done> {
        let envelope = Envelope {
            command,
            by: None,
            at: None,
            id,
        };
        self.office.run(self.caller, &envelope)
    }

    /// How a file was read, so that a wrong guess shows before anything is done.
    pub(super) fn was_read(
        &mut self,
        file: &str,
        encoding: Encoding,
        headings: &BTreeMap<String, String>,
        unread: &[String],
    ) {
        let encoding = encoding.name();
        self.result.read.push(
            json!({ "file": file, "encoding": encoding, "headings": headings, "unread": unread }),
        );
    }

    pub(super) fn start(&mut self, kind: &str, job: &Job<'_>, profile: &str) -> Outcome<()> {
        let files: Vec<_> = job.files.iter().map(Input::name).collect();
        let with =
            json!({ "kind": kind, "file": text::clipped(&files.join(", ")), "profile": profile });
        let done = self.give(Command::parse("import.start", with)?, None)?;
        let number = done.value["batch"].as_str().unwrap_or_default();
        number.clone_into(&mut self.result.batch);
        Ok(())
    }

    pub(super) fn finish(self) -> Outcome<Imported> {
        let r = &self.result;
        let with = json!({
            "batch": r.batch, "added": r.added, "updated": r.updated, "skipped": r.skipped,
            "failed": r.failed, "rows": r.rows,
        });
        self.give(Command::parse("import.finish", with)?, None)?;
        Ok(self.result)
    }

    /// A refusal is a problem of its row; a failing office or a missing right ends the import.
    pub(super) fn problem(&mut self, file: &str, line: u64, id: &str, why: Failure) -> Outcome<()> {
        match why {
            Failure::Refused(refusal) if refusal.code() != Code::NotPermitted => {
                self.result.failed += 1;
                self.lost(file, &[line]);
                let (file, id) = (file.to_owned(), id.to_owned());
                let problem = RowProblem {
                    file,
                    line,
                    id,
                    refusal,
                };
                Ok(self.result.problems.push(&problem)?)
            }
            other => Err(other),
        }
    }

    /// These rows of a file were refused.
    pub(super) fn lost(&mut self, file: &str, rows: &[u64]) {
        let lost = self.result.lost.entry(file.to_owned());
        lost.or_default().extend(rows);
    }

    pub(super) fn row_problems(&mut self, problems: Vec<RowProblem>) -> Outcome<()> {
        for problem in &problems {
            self.lost(&problem.file, &[problem.line]);
            self.result.problems.push(problem)?;
        }
        self.result.failed += i64::try_from(problems.len()).unwrap_or(i64::MAX);
        Ok(())
    }

    fn orders(self, job: &Job<'_>, progress: Progress<'_>) -> Outcome<Imported> {
        if let (None, Some(code)) = (job.profile, job.customer)
            && !profiles::of_customer(self.office.db(), code)?.is_empty()
        {
            let unread = Refusal::new(Code::ImportBadFile).fact("why", "unknown_headings");
            return self.order_sheets(job, &unread, progress);
        }
        let profiles = profiles::platforms(self.office.db())?;
        match read_platform(&profiles, job.files, job.profile) {
            Ok(read) => self.platform(job, read, progress),
            Err(refusal) if job.profile.is_some() => Err(refusal.into()),
            Err(no_platform) => self.order_sheets(job, &no_platform, progress),
        }
    }

    fn platform(
        mut self,
        job: &Job<'_>,
        mut read: PlatformRead<'_>,
        progress: Progress<'_>,
    ) -> Outcome<Imported> {
        self.start("orders", job, read.profile())?;
        for table in read.tables() {
            self.was_read(&table.file, table.encoding, &table.named, &table.unknown);
        }
        self.result.rows = i64::try_from(read.rows()).unwrap_or(i64::MAX);
        self.row_problems(read.take_problems())?;
        let all = read.len() as u64;
        for (order, done) in read.orders().zip(1..) {
            let order = order?;
            if order.lost_rows > 0 {
                self.lost_order(&order);
                let refusal = Refusal::bad_field("rows", "other rows of this order were not read");
                self.problem(&order.file, order.line, &order.order_id, refusal.into())?;
            } else {
                self.platform_order(job, &read, &order)?;
            }
            if !progress(done, all) {
                break;
            }
        }
        self.finish()
    }

    fn platform_order(
        &mut self,
        job: &Job<'_>,
        read: &PlatformRead<'_>,
        o: &PlatformOrder,
    ) -> Outcome<()> {
        let with = platform_fields::fields(&self.result.batch, job.customer, read, o);
        let given = self.give_platform_order(with);
        let done = match given {
            Ok(Some(done)) => done,
            // The same as last time: no command, and nothing written.
            Ok(None) => {
                self.result.skipped += 1;
                *self.result.why.entry("same".to_owned()).or_default() += 1;
                return Ok(());
            }
            Err(why) => {
                self.lost_order(o);
                return self.problem(&o.file, o.line, &o.order_id, why);
            }
        };
        let came = serde_json::from_value(done.value["came"].clone());
        match came {
            Ok(Came::Added) => self.result.added += 1,
            Ok(Came::Updated) => self.result.updated += 1,
            _ => self.result.skipped += 1,
        }
        let status = done.value["status"].as_str().unwrap_or_default();
        let why = match done.value["passed"].as_bool() {
            Some(true) => "passed",
            Some(false) => "stays",
            None => status,
        };
        *self.result.why.entry(why.to_owned()).or_default() += 1;
        self.name_unknown_goods(o, done.value["order"].as_str())
    }

    /// All rows of an order were refused.
    fn lost_order(&mut self, o: &PlatformOrder) {
        for row in &o.raw {
            self.lost(
                row["file"].as_str().unwrap_or_default(),
                &[row["line"].as_u64().unwrap_or(0)],
            );
        }
    }

    /// Gives the command unless it would change nothing.
    fn give_platform_order(&self, with: Value) -> Outcome<Option<Done>> {
        let command = Command::parse("import.order", with)?;
        if let Command::ImportOrder(p) = &command
            && platform::is_known(self.office.db(), p)?
        {
            return Ok(None);
        }
        self.give(command, None).map(Some)
    }

    /// Goods that no product answers to wait as a gap of their order; the file's owner is told.
    fn name_unknown_goods(&mut self, o: &PlatformOrder, number: Option<&str>) -> Outcome<()> {
        let Some(number) = number else { return Ok(()) };
        let db = self.office.db();
        let Some(order) = store::orders::by_number(db, number)? else {
            return Ok(());
        };
        let unknown: Vec<_> = store::orders::lines(db, order.id)?
            .into_iter()
            .filter(|line| line.product_id.is_none())
            .map(|line| line.goods)
            .collect();
        for goods in unknown {
            let refusal = Refusal::new(Code::ImportUnmapped)
                .fact("goods", goods)
                .fact("order", number);
            let (file, id) = (o.file.clone(), o.order_id.clone());
            self.result.problems.push(&RowProblem {
                file,
                line: o.line,
                id,
                refusal,
            })?;
        }
        Ok(())
    }

    fn masters(
        mut self,
        kind: MasterKind,
        job: &Job<'_>,
        progress: Progress<'_>,
    ) -> Outcome<Imported> {
        if kind == MasterKind::Receipts
            && let Some(files) = bank_files(job)
        {
            return self.bank(job, files, progress);
        }
        let mut files = Vec::new();
        for input in job.files {
            let mut read = read_masters(kind, input)?;
            self.was_read(input.name(), read.encoding(), &read.named(), read.unknown());
            self.result.rows += i64::try_from(read.total).unwrap_or(i64::MAX);
            self.row_problems(std::mem::take(&mut read.problems))?;
            files.push((input.name(), read));
        }
        self.start(kind.name(), job, "")?;
        let today = self.office.today()?;
        let all = files.iter().map(|(_, read)| read.len() as u64).sum();
        let rows = files.iter();
        let rows = rows.flat_map(|(file, read)| read.rows().map(move |row| (*file, row)));
        for ((file, row), done) in rows.zip(1..) {
            let row = row?;
            if let Err(why) = self.master(kind, row.values, today) {
                self.problem(file, row.line, &row.id, why)?;
            }
            if !progress(done, all) {
                break;
            }
        }
        self.finish()
    }

    /// A bank's export: what came in becomes receipts, applied like any other.
    fn bank(
        mut self,
        job: &Job<'_>,
        files: Vec<(String, BankRead)>,
        progress: Progress<'_>,
    ) -> Outcome<Imported> {
        self.start(MasterKind::Receipts.name(), job, "bank")?;
        let payers = Payers::read(self.office.db())?;
        let all = files.iter().map(|(_, read)| read.lines.len() as u64).sum();
        let mut done = 0;
        for (file, read) in files {
            self.was_read(&file, read.encoding, &read.named, &read.unknown);
            self.result.rows += i64::try_from(read.total).unwrap_or(i64::MAX);
            self.result.skipped += i64::try_from(read.other).unwrap_or(i64::MAX);
            self.row_problems(read.problems)?;
            let mut given = BTreeMap::new();
            for line in read.lines {
                let nth = given.entry(bank::id(&line, 0)).or_insert(0);
                *nth += 1;
                if let Err(why) = self.bank_line(&payers, &line, *nth) {
                    let id = if line.serial.is_empty() {
                        &line.payer
                    } else {
                        &line.serial
                    };
                    self.problem(&file, line.line, id, why)?;
                }
                done += 1;
                if !progress(done, all) {
                    return self.finish();
                }
            }
        }
        self.finish()
    }

    fn bank_line(&mut self, payers: &Payers, line: &BankLine, nth: usize) -> Outcome<()> {
        let db = self.office.db();
        let id = bank::id(line, nth);
        if bank::is_known(db, line, &id)? {
            self.result.skipped += 1;
            return Ok(());
        }
        let command = bank::command(db, payers, line)?;
        self.give(command, Some(id))?;
        self.result.added += 1;
        Ok(())
    }

    fn master(&mut self, kind: MasterKind, values: Map<String, Value>, today: Day) -> Outcome<()> {
        let text = Value::Object(values.clone()).to_string();
        let command = masters::command(self.office.db(), kind, values, today)?;
        let effect = masters::effect(self.office.db(), &command)?;
        // Money is recorded once: the row itself is the command's id.
        let id = (kind == MasterKind::Receipts).then(|| format!("import:{}", hex(&[&text])));
        let seen = match &id {
            Some(id) => store::audit::seen(self.office.db(), id)?.is_some(),
            None => false,
        };
        if effect == Effect::Nothing || seen {
            self.result.skipped += 1;
            return Ok(());
        }
        self.give(command, id)?;
        match effect {
            Effect::Add => self.result.added += 1,
            _ => self.result.updated += 1,
        }
        Ok(())
    }
}

/// The files as a bank's exports; none if one of them is a sheet of ours, or neither.
fn bank_files(job: &Job<'_>) -> Option<Vec<(String, BankRead)>> {
    let read = |input: &Input| {
        if read_masters(MasterKind::Receipts, input).is_ok() {
            return None;
        }
        Some((input.name().to_owned(), read_bank(input).ok()?))
    };
    job.files.iter().map(read).collect()
}
