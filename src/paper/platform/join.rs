//! Rows of one or several tables joined into orders by their number.

use std::collections::{BTreeSet, HashMap};

use serde_json::json;

use crate::domain::{Code, Moment, Refusal};

use super::super::RowProblem;
use super::super::cell;
use super::super::profile::{Profile, RowKind, Status};
use super::super::sheet::{Row, Sheet};
use super::order::{Mark, PlatformLine, PlatformOrder, PlatformRead, TableRead};
use super::reading::{Head, Reading, Table};

/// What is gathered while the tables are read.
#[derive(Default)]
pub(super) struct Join {
    orders: Vec<Draft>,
    by_id: HashMap<String, usize>,
    problems: Vec<RowProblem>,
    lost: HashMap<String, u64>,
    rows: u64,
    tables: usize,
    read: Vec<TableRead>,
}

struct Draft {
    order_id: String,
    file: String,
    line: u64,
    head: Option<(usize, Head)>,
    /// Whether each row of goods repeats the order's values.
    repeated: bool,
    lines: Vec<Kept>,
    /// The raw rows, each as JSON already: as values they would take several times the memory.
    raw: String,
    rows: u64,
    status: Status,
}

/// A line with the table it comes from.
struct Kept {
    table: usize,
    refund_open: bool,
    line: PlatformLine,
}

impl Join {
    /// Takes in every row below the headings of a table.
    pub(super) fn table(&mut self, table: &Table<'_>, sheet: &Sheet, file: &str) {
        self.tables += 1;
        self.read.push(TableRead {
            file: file.to_owned(),
            named: table.header.named(),
            unknown: table.header.unknown.clone(),
        });
        let rows = &sheet.rows[(table.header.at + 1).min(sheet.rows.len())..];
        let rounded = all_rounded(&ids(table, rows));
        // The number of the row above, under which rows without one stand; none where it was lost.
        let mut above: Option<String> = None;
        for row in rows {
            self.rows += 1;
            let reading = Reading { table, row };
            let inherits = reading.inherits();
            let taken = if inherits {
                self.row_below(&reading, file, above.as_deref())
            } else {
                self.row(&reading, file, rounded)
            };
            above = match (&taken, inherits) {
                (Ok(id), _) => Some(id.clone()),
                // The order's later rows are not lost with this one, but it counts as lost.
                (Err(_), true) => above,
                (Err(_), false) => None,
            };
            if let Err(refusal) = taken {
                let told = reading.told_id();
                let id = if inherits {
                    above.clone().unwrap_or(told)
                } else {
                    told
                };
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

    /// A row merged with the one above: goods of the same order, whose values stand there once.
    fn row_below(
        &mut self,
        reading: &Reading<'_>,
        file: &str,
        above: Option<&str>,
    ) -> Result<String, Refusal> {
        reading.table.header.sound(reading.row)?;
        let id = above.ok_or_else(|| {
            Refusal::new(Code::ImportBadId)
                .fact("field", "order_id")
                .fact("why", "missing")
        })?;
        let lines = reading.lines()?;
        self.keep(reading, id.to_owned(), file, None, lines);
        Ok(id.to_owned())
    }

    fn row(&mut self, reading: &Reading<'_>, file: &str, rounded: bool) -> Result<String, Refusal> {
        let id = reading.order_id()?;
        if rounded && !reading.is_wrapped() {
            return Err(Refusal::new(Code::ImportBadId)
                .fact("field", "order_id")
                .fact("value", &id)
                .fact("why", "rounded"));
        }
        let kind = reading.table.layout.rows;
        // All of the row is read before any of it is kept: half a row would be a wrong order.
        let head = (kind != RowKind::Lines)
            .then(|| reading.head())
            .transpose()?;
        let lines = (kind != RowKind::Orders)
            .then(|| reading.lines())
            .transpose()?;
        self.keep(reading, id.clone(), file, head, lines.unwrap_or_default());
        Ok(id)
    }

    /// Keeps what a row says, and the row itself.
    fn keep(
        &mut self,
        reading: &Reading<'_>,
        id: String,
        file: &str,
        head: Option<Head>,
        lines: Vec<PlatformLine>,
    ) {
        let kind = reading.table.layout.rows;
        let at = self.draft(id, file, reading.row.line);
        let draft = &mut self.orders[at];
        draft.rows += 1;
        let raw = reading.table.header.raw(reading.row);
        let raw = json!({"file": file, "line": reading.row.line, "cells": raw});
        if !draft.raw.is_empty() {
            draft.raw.push(',');
        }
        draft.raw.push_str(&raw.to_string());
        let profile = reading.table.profile;
        if let Some(head) = head {
            draft.take_head(head, self.tables, kind);
        }
        for line in lines {
            draft.take_line(line, self.tables, profile);
        }
    }

    fn draft(&mut self, id: String, file: &str, line: u64) -> usize {
        if let Some(at) = self.by_id.get(&id) {
            return *at;
        }
        let at = self.orders.len();
        self.by_id.insert(id.clone(), at);
        self.orders.push(Draft {
            order_id: id,
            file: file.to_owned(),
            line,
            head: None,
            repeated: false,
            lines: Vec::new(),
            raw: String::new(),
            rows: 0,
            status: Status::Unknown,
        });
        at
    }

    /// The orders as they stand once all tables are read.
    pub(super) fn finish(self, profile: &Profile) -> PlatformRead {
        let lost = self.lost;
        let orders = self.orders.into_iter();
        PlatformRead {
            profile: profile.name.clone(),
            channel: profile.channel.name(),
            platform: profile.platform().to_owned(),
            tables: self.read,
            orders: orders
                .map(|draft| {
                    let lost_rows = lost.get(&draft.order_id).copied().unwrap_or(0);
                    draft.finish(profile, lost_rows)
                })
                .collect(),
            problems: self.problems,
            rows: self.rows,
        }
    }
}

/// The distinct order numbers of a table that a spreadsheet may have taken for numbers.
fn ids(table: &Table<'_>, rows: &[Row]) -> BTreeSet<String> {
    let readings = rows.iter().map(|row| Reading { table, row });
    readings
        .filter(|reading| !reading.is_wrapped())
        .filter_map(|reading| reading.order_id().ok())
        .collect()
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

    fn finish(self, profile: &Profile, lost_rows: u64) -> PlatformOrder {
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
            .then(|| day_of_id(&self.order_id))
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
            order_id: self.order_id,
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
            file: self.file,
            line: self.line,
            raw: format!("[{}]", self.raw),
            rows: self.rows,
            lost_rows,
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

/// Ids of which every one has only zeros past its fifteenth digit: a spreadsheet program has saved
/// the file as text after it lost the rest.
fn all_rounded(ids: &BTreeSet<String>) -> bool {
    ids.len() > 1
        && ids
            .iter()
            .all(|id| id.len() > 16 && id.bytes().skip(15).all(|digit| digit == b'0'))
}
