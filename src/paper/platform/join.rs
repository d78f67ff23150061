//! Rows of one or several tables joined into orders by their number.

use std::collections::{BTreeSet, HashMap};

use serde_json::json;

use crate::domain::{Code, Refusal};

use super::super::RowProblem;
use super::super::profile::{Profile, RowKind, Status};
use super::super::sheet::{Row, Sheet};
use super::order::{PlatformLine, PlatformOrder, PlatformRead};
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
}

struct Draft {
    order_id: String,
    file: String,
    line: u64,
    head: Option<(usize, Head)>,
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
        let rows = &sheet.rows[(table.header.at + 1).min(sheet.rows.len())..];
        let rounded = all_rounded(&ids(table, rows));
        for row in rows {
            self.rows += 1;
            let reading = Reading { table, row };
            if let Err(refusal) = self.row(&reading, file, rounded) {
                let id = reading.told_id();
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

    fn row(&mut self, reading: &Reading<'_>, file: &str, rounded: bool) -> Result<(), Refusal> {
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
        let line = (kind != RowKind::Orders)
            .then(|| reading.line())
            .transpose()?;
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
            draft.take_head(head, self.tables, kind, profile);
        }
        if let Some(line) = line {
            draft.take_line(line, self.tables, profile);
        }
        Ok(())
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
            channel: profile.channel.code(),
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
    fn take_head(&mut self, head: Head, table: usize, kind: RowKind, profile: &Profile) {
        let repeated = kind == RowKind::Both;
        if let Some((known, _)) = &self.head
            && repeated
            && *known == table
        {
            return;
        }
        self.status = profile.status(&head.status_text);
        self.head = Some((table, head));
    }

    /// A line with a number replaces its earlier self; lines without one are those of one table,
    /// because the same order stands whole in each of two overlapping exports.
    fn take_line(&mut self, line: PlatformLine, table: usize, profile: &Profile) {
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
        let lines: Vec<PlatformLine> = self.lines.into_iter().map(|kept| kept.line).collect();
        let has_head = self.head.is_some();
        let mut head = self.head.map(|(_, head)| head).unwrap_or_default();
        let mut status = self.status;
        if !has_head {
            status = status_of_lines(&lines, profile);
            head.status_text = lines
                .first()
                .map_or_else(String::new, |l| l.status_text.clone());
        }
        let open = matches!(
            status,
            Status::PendingPayment | Status::ToShip | Status::PartShipped | Status::Shipped
        );
        if refunding && open {
            status = Status::Refunding;
        }
        PlatformOrder {
            order_id: self.order_id,
            status,
            status_text: head.status_text,
            buyer: head.buyer,
            paid: head.paid,
            freight: head.freight,
            refund: head.refund,
            created: head.created,
            paid_at: head.paid_at,
            ship_by: head.ship_by,
            receiver: head.receiver,
            phone: head.phone,
            address: head.address,
            buyer_note: head.buyer_note,
            seller_note: head.seller_note,
            close_reason: head.close_reason,
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

/// The state of an order of which only the lines are known; closed lines say nothing of the rest.
fn status_of_lines(lines: &[PlatformLine], profile: &Profile) -> Status {
    let mut all = lines.iter().map(|line| profile.status(&line.status_text));
    let mut open: Vec<Status> = all.by_ref().filter(|s| *s != Status::Closed).collect();
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

/// Ids of which every one has only zeros past its fifteenth digit: a spreadsheet program has saved
/// the file as text after it lost the rest.
fn all_rounded(ids: &BTreeSet<String>) -> bool {
    ids.len() > 1
        && ids
            .iter()
            .all(|id| id.len() > 16 && id.bytes().skip(15).all(|digit| digit == b'0'))
}
