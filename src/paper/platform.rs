//! Platform exports: the layout told from the headings, rows joined into orders by order number.
//!
//! Invariant: every row below the headings is either behind one order or one problem.

use crate::domain::Refusal;

use super::RowProblem;
use super::header;
use super::profile::{Profile, Profiles};
use super::sheet::{Input, Sheet, no_scratch, read_sheets};
use super::{bad_file, clip};

mod join;
mod order;
mod reading;

use join::Join;
use reading::Table;

pub use order::{Mark, PlatformLine, PlatformOrder, TableRead};

/// What the files of one platform say.
pub struct PlatformRead<'p> {
    profile: &'p Profile,
    join: Join<'p>,
}

impl std::fmt::Debug for PlatformRead<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PlatformRead")
            .field("profile", &self.profile.name)
            .field("orders", &self.len())
            .finish_non_exhaustive()
    }
}

impl PlatformRead<'_> {
    /// The profile that knew the first table.
    pub fn profile(&self) -> &str {
        &self.profile.name
    }

    /// The channel's code, e.g. `taobao`.
    pub fn channel(&self) -> &'static str {
        self.profile.channel.name()
    }

    /// The platform's code: the channel's, where no two share it.
    pub fn platform(&self) -> &str {
        self.profile.platform()
    }

    /// How each table was read.
    pub fn tables(&self) -> &[TableRead] {
        &self.join.read
    }

    /// Rows that were not taken, in file order; asked for once.
    pub fn take_problems(&mut self) -> Vec<RowProblem> {
        std::mem::take(&mut self.join.problems)
    }

    /// All rows below the headings: those behind orders and those that are problems.
    pub fn rows(&self) -> u64 {
        self.join.rows
    }

    /// How many orders there are.
    pub fn len(&self) -> usize {
        self.join.orders.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.join.orders.is_empty()
    }

    /// The orders in the order in which they first appear, each read when its turn comes.
    pub fn orders(&self) -> impl Iterator<Item = Result<PlatformOrder, Refusal>> + '_ {
        let orders = self.join.orders.iter();
        orders.map(|(id, gathered)| self.join.order(id, gathered, self.profile))
    }
}

/// Reads the files of one platform, known by their headings.
///
/// `profile` names a profile or a platform where the person has chosen one.
pub fn read_platform<'p>(
    profiles: &'p Profiles,
    files: &[Input],
    profile: Option<&str>,
) -> Result<PlatformRead<'p>, Refusal> {
    let chosen = profiles.chosen(profile)?;
    let mut join = Join::default();
    let mut first: Option<&Profile> = None;
    for (at, input) in files.iter().enumerate() {
        let file = input.name();
        for earlier in &files[..at] {
            if earlier.same_as(input).map_err(|why| no_scratch(&why))? {
                return Err(bad_file("same_file_twice").fact("file", file));
            }
        }
        let sheets = read_sheets(input).map_err(|no| no.or_fact("file", file))?;
        let mut known = false;
        let unknown = unknown_layout(&sheets)?;
        for sheet in sheets {
            let Some(table) = recognise(&sheet, &chosen)? else {
                continue;
            };
            let channel = first.get_or_insert(table.profile).channel;
            if channel != table.profile.channel {
                return Err(bad_file("mixed_platforms").fact("file", file));
            }
            known = true;
            join.table(table, sheet, file)?;
        }
        if !known {
            return Err(unknown.fact("file", file));
        }
    }
    let Some(profile) = first else {
        return Err(bad_file("empty"));
    };
    join.close();
    Ok(PlatformRead { profile, join })
}

/// The layout that fits a sheet best.
fn recognise<'a>(sheet: &Sheet, profiles: &[&'a Profile]) -> Result<Option<Table<'a>>, Refusal> {
    let mut best: Option<(usize, Table<'a>)> = None;
    for &profile in profiles {
        for layout in &profile.tables {
            let Some(header) = header::find(sheet, &layout.fields)? else {
                continue;
            };
            let marks = layout
                .marks
                .iter()
                .filter(|mark| header.names(mark))
                .count();
            let fits = layout.needs.iter().all(|field| header.has(field))
                && (marks > 0 || layout.marks.is_empty())
                && !layout.never.iter().any(|name| header.names(name));
            // Marks weigh more: most fields carry the same names in old and new files.
            let score = header.score() + 3 * marks;
            if fits && best.as_ref().is_none_or(|(known, _)| score > *known) {
                best = Some((
                    score,
                    Table {
                        profile,
                        layout,
                        header,
                    },
                ));
            }
        }
    }
    Ok(best.map(|(_, table)| table))
}

fn unknown_layout(sheets: &[Sheet]) -> Result<Refusal, Refusal> {
    let mut first: Vec<String> = Vec::new();
    for sheet in sheets {
        let row = sheet.rows.get(0)?.unwrap_or_default();
        first.extend(row.cells.iter().take(12).map(|cell| clip(cell.text)));
    }
    Ok(bad_file("unknown_headings").fact("headings", first))
}
