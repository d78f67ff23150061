//! Rows of one or several tables joined into orders by their number.
//!
//! Gathered is only where the rows of each order stand; an order is read again from them when its
//! turn comes, so that a file of 100,000 orders takes little more room than its cells.

use std::collections::HashMap;

use indexmap::IndexMap;
use serde_json::{Value, json};

use crate::domain::{Code, Moment, Refusal};

use super::super::RowProblem;
use super::super::cell;
use super::super::profile::{Profile, RowKind, Status};
use super::super::sheet::{Row, Rows, Sheet};
use super::order::{Mark, PlatformLine, PlatformOrder, TableRead};
use super::reading::{Head, Reading, Table};

/// A table with its rows below the headings.
pub(super) struct Source<'p> {
    table: Table<'p>,
    file: String,
    rows: Rows,
}

/// What is gathered while the tables are read.
#[derive(Default)]
pub(super) struct Join<'p> {
    pub(super) sources: Vec<Source<'p>>,
    /// By the platform's number, as they first appear.
    pub(super) orders: IndexMap<String, Gathered>,
    pub(super) problems: Vec<RowProblem>,
    lost: HashMap<String, u64>,
    pub(super) rows: u64,
    pub(super) read: Vec<TableRead>,
}

/// Where the rows of an order stand.
#[derive(Default)]
pub(super) struct Gathered {
    /// Table and row, in the order of the files.
    rows: Vec<(u32, u32)>,
    lost_rows: u64,
}

struct Draft {
    head: Option<(usize, Head)>,
    /// Whether each row of goods repeats the order's values.
    repeated: bool,
    lines: Vec<Kept>,
    status: Status,
}

/// A line with the table it comes from.
struct Kept {
    table: usize,
    refund_open: bool,
    line: PlatformLine,
}

impl<'p> Join<'p> {
    /// Takes in every row below the headings of a table.
    pub(super) fn table(
        &mut self,
        table: Table<'p>,
        sheet: Sheet,
        file: &str,
    ) -> Result<(), Refusal> {
        self.read.push(TableRead {
            file: file.to_owned(),
            encoding: sheet.encoding,
            named: table.header.named(),
            unknown: table.header.unknown.clone(),
        });
        let (below, rows) = (table.header.at + 1, sheet.rows);
        let rounded = all_rounded(&table, rows.from(below))?;
        // The number of the row above, under which rows without one stand; none where it was lost.
        let mut above: Option<usize> = None;
        for (row, n) in rows.from(below).zip(below..) {
            let row = &row?;
            self.rows += 1;
            let reading = Reading { table: &table, row };
            let inherits = reading.inherits();
            let taken = if inherits {
                row_below(&reading, above)
            } else {
                self.row(&reading, rounded)
            };
            above = match (&taken, inherits) {
                (Ok(order), _) => Some(*order),
                // The order's later rows are not lost with this one, but it counts as lost.
                (Err(_), true) => above,
                (Err(_), false) => None,
            };
            match taken {
                Ok(order) => self.orders[order]
                    .rows
                    .push((index(self.sources.len()), index(n))),
                Err(refusal) => {
                    let of_above = above.filter(|_| inherits);
                    let of_above = of_above.and_then(|order| self.orders.get_index(order));
                    let id = of_above.map_or_else(|| reading.told_id(), |(id, _)| id.clone());
                    *self.lost.entry(id.clone()).or_default() += 1;
                    self.problems.push(RowProblem {
                        file: file.to_owned(),
                        line: row.line,
                        id,
                        refusal,
                    });
                }
            }
        }
        self.sources.push(Source {
            table,
            file: file.to_owned(),
            rows,
        });
        Ok(())
    }

    /// The order of a row that can be read whole: half a row would be a wrong order.
    fn row(&mut self, reading: &Reading<'_>, rounded: bool) -> Result<usize, Refusal> {
        let id = reading.order_id()?;
        if rounded && !reading.is_wrapped() {
            return Err(Refusal::new(Code::ImportBadId)
                .fact("field", "order_id")
                .fact("value", &id)
                .fact("why", "rounded"));
        }
        head_of(reading)?;
        lines_of(reading)?;
        let entry = self.orders.entry(id);
        let at = entry.index();
        entry.or_default();
        Ok(at)
    }

    /// All tables are read: what is needed no more goes.
    pub(super) fn close(&mut self) {
        for (id, order) in &mut self.orders {
            order.lost_rows = self.lost.get(id).copied().unwrap_or(0);
            order.rows.shrink_to_fit();
        }
        self.lost = HashMap::new();
    }

    /// An order as its rows tell it.
    pub(super) fn order(
        &self,
        id: &str,
        gathered: &Gathered,
        profile: &Profile,
    ) -> Result<PlatformOrder, Refusal> {
        let mut draft = Draft {
            head: None,
            repeated: false,
            lines: Vec::new(),
            status: Status::Unknown,
        };
        let mut raw: Vec<Value> = Vec::with_capacity(gathered.rows.len());
        let mut first: Option<(String, u64)> = None;
        for (source, row) in &gathered.rows {
            let table = *source as usize;
            let source = &self.sources[table];
            let row = &source.rows.get(*row as usize)?.unwrap_or_default();
            first.get_or_insert_with(|| (source.file.clone(), row.line));
            let reading = Reading {
                table: &source.table,
                row,
            };
            let cells = source.table.header.raw(row);
            raw.push(json!({ "file": source.file, "line": row.line, "cells": cells }));
            // They were read before, without a fault.
            if let Ok(Some(head)) = head_of(&reading) {
                draft.take_head(head, table, source.table.layout.rows);
            }
            for line in lines_of(&reading).unwrap_or_default() {
                draft.take_line(line, table, source.table.profile);
            }
        }
        let (file, line) = first.unwrap_or_default();
        let known = Known {
            id,
            file,
            line,
            raw,
            gathered,
        };
        Ok(draft.finish(profile, known))
    }
}

/// A row merged with the one above: goods of the same order, whose values stand there once.
fn row_below(reading: &Reading<'_>, above: Option<usize>) -> Result<usize, Refusal> {
    reading.table.header.sound(reading.row)?;
    let order = above.ok_or_else(|| {
        Refusal::new(Code::ImportBadId)
            .fact("field", "order_id")
            .fact("why", "missing")
    })?;
    lines_of(reading)?;
    Ok(order)
}

/// What a row says of its order as a whole, where rows of its table do and it is not merged with the one above.
fn head_of(reading: &Reading<'_>) -> Result<Option<Head>, Refusal> {
    let told = reading.table.layout.rows != RowKind::Lines && !reading.inherits();
    told.then(|| reading.head()).transpose()
}

/// The goods of a row, where rows of its table have any.
fn lines_of(reading: &Reading<'_>) -> Result<Vec<PlatformLine>, Refusal> {
    if reading.table.layout.rows == RowKind::Orders && !reading.inherits() {
        return Ok(Vec::new());
    }
    reading.lines()
}

/// A place in a table; a file has far fewer rows.
fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// What is known of an order beside what its rows say.
struct Known<'g> {
    id: &'g str,
    file: String,
    line: u64,
    raw: Vec<Value>,
    gathered: &'g Gathered,
}

impl Draft {
    /// A later table, or a later row of an order list, knows more; JD repeats itself on each row.
    fn take_head(&mut self, head: Head, table: usize, kind: RowKind) {
        let repeated = kind == RowKind::Both;
        if let Some((known, _)) = &self.head
            && repeated
            && *known == table
        {
            return;
        }
        self.status = head.status.unwrap_or(Status::Unknown);
        self.repeated = repeated;
        self.head = Some((table, head));
    }

    /// A line with a number replaces its earlier self; lines without one are those of one table,
    /// because the same order stands whole in each of two overlapping exports.
    fn take_line(&mut self, mut line: PlatformLine, table: usize, profile: &Profile) {
        line.status = if profile.is_refund_done(&line.refund_text) {
            Status::Closed
        } else {
            profile.status(&line.status_text)
        };
        if line.line_id.is_none() {
            self.lines
                .retain(|kept| kept.table == table || kept.line.line_id.is_some());
        }
        let refund_open = profile.is_refund_open(&line.refund_text);
        let kept = Kept {
            table,
            refund_open,
            line,
        };
        let number = kept.line.line_id.as_ref();
        let same = self
            .lines
            .iter_mut()
            .find(|known| number.is_some() && known.line.line_id.as_ref() == number);
        match same {
            Some(known) => *known = kept,
            None => self.lines.push(kept),
        }
    }

    fn finish(self, profile: &Profile, known: Known<'_>) -> PlatformOrder {
        let order_id = known.id.to_owned();
        let refunding = self.lines.iter().any(|kept| kept.refund_open);
        let mut lines: Vec<PlatformLine> = self.lines.into_iter().map(|kept| kept.line).collect();
        let has_head = self.head.is_some();
        let mut head = self.head.map(|(_, head)| head).unwrap_or_default();
        let mut status = self.status;
        // Where the rows of goods repeat the order's status, they together say where it stands.
        let told = lines.iter().filter(|line| !line.status_text.is_empty());
        let told: Vec<Status> = told.map(|line| line.status).collect();
        if !has_head || (self.repeated && !told.is_empty()) {
            status = status_of_lines(told);
        }
        if !has_head {
            head.status_text = lines
                .first()
                .map_or_else(String::new, |l| l.status_text.clone());
        }
        for line in &mut lines {
            let closed = line.status == Status::Closed;
            if line.status_text.is_empty() && !closed {
                line.status = status;
            }
        }
        let by_id = (profile.id_dated && head.created.is_none())
            .then(|| day_of_id(&order_id))
            .flatten();
        let open = matches!(
            status,
            Status::PendingPayment | Status::ToShip | Status::PartShipped | Status::Shipped
        );
        if refunding && open {
            status = Status::Refunding;
        }
        let marks = marks(profile, &head, by_id.is_some());
        PlatformOrder {
            order_id,
            status,
            status_text: head.status_text,
            buyer: head.buyer,
            paid: head.paid,
            freight: head.freight,
            refund: head.refund,
            created: head.created.or(by_id),
            paid_at: head.paid_at,
            ship_by: head.ship_by,
            receiver: head.receiver,
            phone: head.phone,
            address: head.address,
            buyer_note: head.buyer_note,
            seller_note: head.seller_note,
            close_reason: head.close_reason,
            marks,
            goods_text: head.goods_text,
            pay_method: head.pay_method,
            waybill: head.waybill,
            carrier: head.carrier,
            complete: has_head && !lines.is_empty(),
            lines,
            file: known.file,
            line: known.line,
            raw: known.raw,
            rows: known.gathered.rows.len() as u64,
            lost_rows: known.gathered.lost_rows,
        }
    }
}

/// What is out of the common with an order.
fn marks(profile: &Profile, head: &Head, dated_by_id: bool) -> Vec<Mark> {
    let marks = [
        (Mark::Cod, profile.is_cod(&head.pay_method)),
        (Mark::Presale, head.presale),
        (Mark::Masked, head.masked),
        (Mark::DatedById, dated_by_id),
    ];
    let marks = marks.iter().filter(|(_, is)| *is);
    marks.map(|(mark, _)| *mark).collect()
}

/// The state of an order of which only the lines are known; closed lines say nothing of the rest.
fn status_of_lines(all: Vec<Status>) -> Status {
    if all.is_empty() {
        return Status::Unknown;
    }
    let mut open = all;
    open.retain(|status| *status != Status::Closed);
    open.dedup();
    let sent =
        |status: &Status| matches!(status, Status::Shipped | Status::Done | Status::PartShipped);
    match open[..] {
        [] => Status::Closed,
        [only] => only,
        _ if open.contains(&Status::Unknown) => Status::Unknown,
        _ if open.contains(&Status::Refunding) => Status::Refunding,
        _ if open.iter().any(sent) && !open.iter().all(sent) => Status::PartShipped,
        _ if open.iter().all(sent) => Status::Shipped,
        _ => Status::PendingPayment,
    }
}

/// The day an order's number begins with, as `yyMMdd`.
fn day_of_id(id: &str) -> Option<Moment> {
    let digits = id.get(..6)?;
    let text = format!(
        "20{}-{}-{}",
        &digits[..2],
        digits.get(2..4)?,
        digits.get(4..)?
    );
    cell::moment("created", &text).ok().flatten()
}

/// Whether of several order numbers of a table each has only zeros past its fifteenth digit: a
/// spreadsheet program has saved the file as text after it lost the rest.
fn all_rounded(
    table: &Table<'_>,
    rows: impl Iterator<Item = Result<Row, Refusal>>,
) -> Result<bool, Refusal> {
    let mut first: Option<String> = None;
    let mut several = false;
    for row in rows {
        let row = &row?;
        let reading = Reading { table, row };
        if reading.is_wrapped() {
            continue;
        }
        let Ok(id) = reading.order_id() else { continue };
        if id.len() <= 16 || id.bytes().skip(15).any(|digit| digit != b'0') {
            return Ok(false);
        }
        several |= first.as_ref().is_some_and(|known| *known != id);
        first.get_or_insert(id);
    }
    Ok(several)
}
