//! Fill, delivery and the way of orders: what is counted on the lines whose promise base falls in the
//! period, and on the orders whose last one does.

use std::collections::BTreeMap;

use super::span::Span;
use super::tally::{Board, FailedLine, Whose};
use crate::desk::failure::Outcome;
use crate::desk::shipping_tolerance;
use crate::domain::ids::{LineId, ProductId};
use crate::domain::measures::{self, Delivery, Judged, Measure};
use crate::domain::order::CancelReason;
use crate::domain::{Day, Moment, Qty};
use crate::store::measures::{self as facts, CalledOff, Part, PromisedLine};
use crate::store::{self, Db};

/// What is counted here.
pub const COUNTED: &[Measure] = &[
    Measure::UnitFill,
    Measure::LineFill,
    Measure::OrderFill,
    Measure::ValueFill,
    Measure::OnTime,
    Measure::Otif,
    Measure::OtifOrder,
    Measure::PerfectOrder,
    Measure::CycleTime,
];

/// A line with what became of it.
struct Line {
    of: PromisedLine,
    /// By its promise base.
    by_base: Delivery,
    /// Up to now.
    by_now: Delivery,
    /// With the order's first shipment.
    first: Qty,
    signed_last: Option<Moment>,
    judged: Judged,
    whole_at_first: bool,
}

/// Counts every order with such a line.
pub fn count(db: &Db, span: Span, board: &mut Board) -> Outcome<()> {
    let mut order: Vec<PromisedLine> = Vec::new();
    facts::promised_lines(db, (span.from, span.to), |line| {
        let next = order
            .last()
            .is_some_and(|last| last.order_id != line.order_id);
        if next {
            count_order(db, span, &std::mem::take(&mut order), board)?;
        }
        order.push(line);
        Outcome::Ok(())
    })?;
    count_order(db, span, &order, board)
}

fn count_order(db: &Db, span: Span, promised: &[PromisedLine], board: &mut Board) -> Outcome<()> {
    let Some(first) = promised.first() else {
        return Ok(());
    };
    let parts = facts::parts(db, first.order_id, span.as_of)?;
    let off = if promised.iter().any(|line| line.called_off) {
        facts::called_off(db, first.order_id, span.as_of)?
    } else {
        Vec::new()
    };
    let mut lines: Vec<Line> = promised
        .iter()
        .map(|line| Line::new(line, &parts, &off))
        .filter(|line| line.by_base.demand > Qty::ZERO)
        .collect();
    judge(db, &mut lines)?;
    for line in lines.iter().filter(|line| span.has(line.of.base)) {
        count_line(line, board)?;
    }
    let last = lines.iter().map(|line| line.of.base).max();
    if last.is_some_and(|last| span.has(last)) {
        count_whole(db, span, &lines, &parts, board)?;
    }
    Ok(())
}

impl Line {
    fn new(of: &PromisedLine, parts: &[Part], off: &[CalledOff]) -> Self {
        let mine: Vec<&Part> = parts.iter().filter(|p| p.line_id == of.line_id).collect();
        let off: Vec<&CalledOff> = off.iter().filter(|c| c.line_id == of.line_id).collect();
        let first = parts.first().map(|part| part.shipment_id);
        let with_first = mine.iter().filter(|part| Some(part.shipment_id) == first);
        Self {
            of: of.clone(),
            by_base: delivered(of.qty, &mine, &off, Some(of.base)),
            by_now: delivered(of.qty, &mine, &off, None),
            first: Qty(with_first.map(|part| part.qty.0).sum()),
            signed_last: mine.iter().filter_map(|part| part.signed_at).max(),
            judged: Judged {
                filled: false,
                on_time: false,
            },
            whole_at_first: false,
        }
    }

    fn whose(&self) -> Whose<'_> {
        Whose {
            clerk: Some(&self.of.clerk),
            customer: self.of.customer.as_deref(),
            channel: Some(self.of.channel),
            products: std::slice::from_ref(&self.of.product),
        }
    }

    fn failed(&self, why: &str, fact: String) -> FailedLine {
        FailedLine {
            order: Some(self.of.order_number.clone()),
            line: Some(self.of.line),
            why: why.to_owned(),
            fact,
        }
    }

    /// What left in time of what was wanted.
    fn short(&self) -> FailedLine {
        let fact = format!("{}/{}", self.by_base.shipped, self.by_base.demand);
        self.failed("short", fact)
    }

    /// Signed for after its day, or not at all.
    fn late(&self) -> FailedLine {
        let whole = self.by_now.judge(None).on_time;
        match self.signed_last.filter(|_| whole) {
            Some(at) => self.failed("late", at.day().to_string()),
            None => self.failed("unsigned", self.of.base.to_string()),
        }
    }

    /// Why it is not both.
    fn not_otif(&self) -> Option<FailedLine> {
        if !self.judged.on_time {
            Some(self.late())
        } else if self.judged.filled {
            None
        } else {
            Some(self.short())
        }
    }
}

/// What became of a line by the end of a day, or up to now.
///
/// What the customer called off, or had ordered twice, was never wanted, whenever that was said.
fn delivered(qty: Qty, parts: &[&Part], off: &[&CalledOff], by: Option<Day>) -> Delivery {
    let in_time = |at: Moment| by.is_none_or(|day| at.day() <= day);
    let theirs =
        |c: &CalledOff| matches!(c.reason, CancelReason::Customer | CancelReason::Duplicate);
    let unwanted: i64 = off.iter().filter(|c| theirs(c)).map(|c| c.qty.0).sum();
    let ours = off.iter().filter(|c| !theirs(c) && in_time(c.at));
    let left = parts.iter().filter(|part| in_time(part.dispatched_at));
    let signed = parts
        .iter()
        .filter(|part| part.signed_at.is_some_and(in_time));
    Delivery {
        demand: Qty((qty.0 - unwanted).max(0)),
        withdrawn: Qty(ours.map(|c| c.qty.0).sum()),
        shipped: Qty(left.map(|part| part.qty.0).sum()),
        signed: Qty(signed.clone().map(|part| part.qty.0 - part.refused.0).sum()),
        refused: Qty(signed.map(|part| part.refused.0).sum()),
    }
}

/// Judges the lines of an order; the tolerance is read only where one is not right by itself.
fn judge(db: &Db, lines: &mut [Line]) -> Outcome<()> {
    let mut totals: BTreeMap<ProductId, (Delivery, Qty)> = BTreeMap::new();
    for line in lines.iter_mut() {
        line.judged = line.by_base.judge(None);
        line.whole_at_first = line.first >= line.by_base.demand;
        let (total, first) = totals.entry(line.of.product_id).or_default();
        *total = total.with(line.by_base);
        first.0 += line.first.0;
    }
    if lines
        .iter()
        .all(|line| line.judged.otif() && line.whole_at_first)
    {
        return Ok(());
    }
    let least = least(db, lines)?;
    for line in lines {
        let total = totals.get(&line.of.product_id).copied();
        let least = least.get(&line.of.product_id).copied();
        if let (Some((total, first)), Some(least)) = (total, least) {
            line.judged = line.by_base.judge(Some((total, least)));
            line.whole_at_first |= first >= least;
        }
    }
    Ok(())
}

/// The least of each product that satisfies, within its tolerance.
fn least(db: &Db, lines: &[Line]) -> Outcome<BTreeMap<ProductId, Qty>> {
    let Some(line) = lines.first() else {
        return Ok(BTreeMap::new());
    };
    let demand: BTreeMap<LineId, Qty> = lines
        .iter()
        .map(|line| (line.of.line_id, line.by_base.demand))
        .collect();
    let order = store::orders::by_id(db, line.of.order_id)?;
    let mut rows = store::orders::lines(db, order.id)?;
    rows.retain(|row| demand.contains_key(&row.id));
    let bounds = shipping_tolerance::bounds_of(db, &order, &rows, |row| {
        demand.get(&row.id).copied().unwrap_or_default()
    })?;
    Ok(bounds
        .into_iter()
        .map(|(product, bounds)| (product, bounds.least))
        .collect())
}

fn count_line(line: &Line, board: &mut Board) -> Outcome<()> {
    let whose = line.whose();
    let (units, demand) = (line.by_base.units(), line.by_base.demand);
    let missing = (units < demand).then(|| line.short());
    board.add(
        whose,
        Measure::UnitFill,
        (units.0, demand.0),
        missing.as_ref(),
    );
    let worth = |part: Qty| line.of.net.share(part, line.of.qty);
    let (had, wanted) = (worth(units)?, worth(demand)?);
    board.add(
        whose,
        Measure::ValueFill,
        (had.0, wanted.0),
        missing.as_ref(),
    );
    let short = (!line.judged.filled).then(|| line.short());
    board.count(whose, Measure::LineFill, short.as_ref());
    let late = (!line.judged.on_time).then(|| line.late());
    board.count(whose, Measure::OnTime, late.as_ref());
    board.count(whose, Measure::Otif, line.not_otif().as_ref());
    Ok(())
}

/// What is counted by order.
fn count_whole(
    db: &Db,
    span: Span,
    lines: &[Line],
    parts: &[Part],
    board: &mut Board,
) -> Outcome<()> {
    let Some(line) = lines.first() else {
        return Ok(());
    };
    let mut products: Vec<String> = lines.iter().map(|line| line.of.product.clone()).collect();
    products.sort();
    products.dedup();
    let whose = Whose {
        products: &products,
        ..line.whose()
    };
    let parted = lines.iter().find(|line| !line.whole_at_first);
    let parted = parted.map(|line| {
        line.failed(
            "not_first",
            format!("{}/{}", line.first, line.by_base.demand),
        )
    });
    board.count(whose, Measure::OrderFill, parted.as_ref());
    let failed = lines.iter().find_map(Line::not_otif);
    board.count(whose, Measure::OtifOrder, failed.as_ref());
    let signed = parts.iter().filter_map(|part| part.signed_at).max();
    if board.wants(&[Measure::PerfectOrder]) {
        let failed = match (failed, signed) {
            (Some(failed), _) => Some(failed),
            (None, Some(signed)) => blemish(db, span, line, parts, signed)?,
            (None, None) => None,
        };
        board.count(whose, Measure::PerfectOrder, failed.as_ref());
    }
    let done = || {
        lines
            .iter()
            .all(|line| line.by_now.judge(None).on_time || line.judged.on_time)
    };
    if let Some(signed) = signed.filter(|_| board.wants(&[Measure::CycleTime]) && done()) {
        let left = parts.iter().map(|part| part.dispatched_at).max();
        let way = way(db, line, left.unwrap_or(signed), signed)?;
        board.way(whose, way);
    }
    Ok(())
}

/// What keeps an order that came whole and in time from being perfect.
fn blemish(
    db: &Db,
    span: Span,
    line: &Line,
    parts: &[Part],
    signed: Moment,
) -> Outcome<Option<FailedLine>> {
    let about = |why: &str| FailedLine {
        line: None,
        ..line.failed(why, String::new())
    };
    if parts.iter().any(|part| part.refused > Qty::ZERO) {
        return Ok(Some(about("refused")));
    }
    let found = facts::blemish(db, line.of.order_id, signed.day(), span.as_of)?;
    Ok(found.map(|why| about(&why)))
}

/// The seconds of each stage. While an order lacks something, the customer is waited for.
fn way(db: &Db, line: &Line, left: Moment, signed: Moment) -> Outcome<[i64; 4]> {
    let steps = facts::way(db, line.of.order_id)?;
    let first = |what: &str| steps.iter().find(|step| step.what == what).map(|s| s.at);
    let received = line.of.entered_at;
    let approved = first("order.approved")
        .or(line.of.approved_at)
        .unwrap_or(received);
    let submitted = first("order.submitted").unwrap_or(approved);
    let mut waits = Vec::new();
    let mut since: Option<Moment> = None;
    for step in &steps {
        if step.state.as_deref() == Some("incomplete") {
            since = since.or(Some(step.at));
        } else if let Some(since) = since.take() {
            waits.push((since, step.at));
        }
    }
    Ok(measures::stages(
        [received, submitted, approved, left, signed],
        &waits,
    ))
}
