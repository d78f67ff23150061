//! What a file says laid over what was known of an order.

use serde_json::json;

use crate::desk::imports::said::{ImportOrder, PlatformGoods, known};
use crate::domain::text;
use crate::paper::platform::Mark;
use crate::store::platforms::PlatformRow;

/// What a file has brought that was not known.
#[derive(Debug, Default)]
pub struct News {
    /// Status, refund or logistics.
    pub status: bool,
    /// A line was closed, or more money went back.
    pub refund: bool,
    /// What had not come yet.
    pub halves: Vec<Half>,
}

/// One of the two files that tell an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// The order's own values.
    Head,
    /// Its goods.
    Lines,
}

impl News {
    /// Whether a half has come that was missing.
    pub fn part(&self) -> bool {
        !self.halves.is_empty()
    }

    /// Whether anything is new.
    pub fn any(&self) -> bool {
        self.part() || self.status || self.refund
    }
}

/// Lays the file over what was known: status and logistics always, order and goods once.
pub fn lay_over(row: &mut PlatformRow, p: &ImportOrder) -> News {
    let mut news = News::default();
    let mut set = |field: &mut String, told: Option<&String>| {
        if let Some(told) = told.filter(|told| !told.is_empty() && *told != field) {
            field.clone_from(told);
            news.status = true;
        }
    };
    set(&mut row.status, Some(&p.status));
    set(&mut row.status_text, p.status_text.as_ref());
    set(&mut row.carrier, p.carrier.as_ref());
    set(&mut row.waybill, p.waybill.as_ref());
    if p.ship_by.is_some() && p.ship_by != row.ship_by {
        row.ship_by = p.ship_by;
        news.status = true;
    }
    if p.refund.is_some() && p.refund != row.refund {
        news.status = true;
        news.refund = p.refund > row.refund && p.refund.is_some_and(|back| !back.is_zero());
        row.refund = p.refund;
    }
    for mark in &p.marks {
        if !row.is_marked(mark) {
            if !row.marks.is_empty() {
                row.marks.push(',');
            }
            row.marks.push_str(mark);
        }
    }
    if row.head.is_none()
        && let Some(head) = &p.head
    {
        row.head = Some(json!(head).to_string());
        if !row.is_marked(Mark::Masked.name()) && !head.ship_to.is_empty() {
            row.whom = text::narrow(&format!("{} {}", head.buyer, head.ship_to));
        }
        news.halves.push(Half::Head);
    }
    match (&row.lines, &p.lines) {
        (None, Some(lines)) => {
            row.lines = Some(json!(lines).to_string());
            news.halves.push(Half::Lines);
        }
        (Some(_), Some(lines)) => news.refund |= closed_since(row, lines),
        (_, None) => {}
    }
    news
}

/// Marks the lines that the platform has closed since they were first told; says whether there are any.
fn closed_since(row: &mut PlatformRow, told: &[PlatformGoods]) -> bool {
    let mut lines: Vec<PlatformGoods> = known(row.lines.as_ref()).unwrap_or_default();
    let as_told = lines.len() == told.len();
    let mut any = false;
    for (n, line) in lines.iter_mut().enumerate() {
        let same = match &line.line_id {
            Some(id) => told.iter().find(|other| other.line_id.as_ref() == Some(id)),
            None if as_told => told.get(n),
            None => None,
        };
        if !line.closed && same.is_some_and(|other| other.closed) {
            line.closed = true;
            any = true;
        }
    }
    if any {
        row.lines = Some(json!(lines).to_string());
    }
    any
}
