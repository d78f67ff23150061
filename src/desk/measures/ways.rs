//! Orders on their way into force, what left and came back, what customers say.

use super::span::Span;
use super::tally::{Board, FailedLine, Whose};
use crate::desk::failure::Outcome;
use crate::domain::ids::OrderId;
use crate::domain::measures::Measure;
use crate::store::Db;
use crate::store::measures::{self as facts, Entry, ShippedLine, Voice};

/// What is counted on the orders of the period.
const ENTRIES: &[Measure] = &[
    Measure::FirstPass,
    Measure::Recovery,
    Measure::ReturnToSales,
    Measure::CancelRate,
];

/// What is counted on the lines that left in the period.
const SHIPPED: &[Measure] = &[Measure::ReturnRate, Measure::ComplaintRate];

/// Counts everything of the period.
pub fn count(db: &Db, span: Span, board: &mut Board) -> Outcome<()> {
    let days = (span.from, span.to);
    if board.wants(ENTRIES) {
        facts::entries(db, days, span.as_of, |entry| {
            let products = products(db, board, Some(entry.order_id))?;
            count_entry(&entry, &products, board);
            Outcome::Ok(())
        })?;
    }
    if board.wants(SHIPPED) {
        facts::shipped_lines(db, days, span.as_of, |line| {
            count_shipped(&line, board);
            Outcome::Ok(())
        })?;
    }
    if board.wants(&[Measure::Csat]) {
        facts::surveys(db, days, |survey| {
            let products = products(db, board, survey.order_id)?;
            let failed = said(&survey, "dissatisfied");
            let failed = (survey.score < 4).then_some(&failed);
            board.count(of_voice(&survey, &products), Measure::Csat, failed);
            Outcome::Ok(())
        })?;
    }
    if board.wants(&[Measure::ComplaintRate]) {
        facts::complaints(db, days, |complaint| {
            let products = products(db, board, complaint.order_id)?;
            let failed = said(&complaint, "complaint");
            let whose = of_voice(&complaint, &products);
            board.add(whose, Measure::ComplaintRate, (1, 0), Some(&failed));
            Outcome::Ok(())
        })?;
    }
    Ok(())
}

/// The products of an order, where they are the groups.
fn products(db: &Db, board: &Board, order: Option<OrderId>) -> Outcome<Vec<String>> {
    match order.filter(|_| board.by_product()) {
        Some(order) => Ok(facts::products(db, order)?),
        None => Ok(Vec::new()),
    }
}

/// What was entered by mistake is no order; what went into another is counted there.
fn count_entry(entry: &Entry, products: &[String], board: &mut Board) {
    if entry.merged {
        return;
    }
    let whose = Whose {
        clerk: Some(&entry.clerk),
        customer: entry.customer.as_deref(),
        channel: Some(entry.channel),
        products,
    };
    let failed = |why: &str| FailedLine {
        order: Some(entry.order_number.clone()),
        line: None,
        why: why.to_owned(),
        fact: String::new(),
    };
    let invalid = match (entry.incomplete, entry.returned) {
        (true, _) => Some(failed("incomplete")),
        (false, true) => Some(failed("returned")),
        (false, false) => None,
    };
    if !entry.void {
        board.count(whose, Measure::FirstPass, invalid.as_ref());
    }
    if invalid.is_some() {
        let lost = (!entry.approved).then(|| failed("not_recovered"));
        board.count(whose, Measure::Recovery, lost.as_ref());
    }
    if entry.submitted {
        let returned = entry.returned.then(|| failed("returned"));
        board.count(whose, Measure::ReturnToSales, returned.as_ref());
        let cancelled = entry.cancelled.then(|| failed("cancelled"));
        board.count(whose, Measure::CancelRate, cancelled.as_ref());
    }
}

/// What came back of a line came back of what left first, so that each piece counts in one month.
fn count_shipped(line: &ShippedLine, board: &mut Board) {
    let products: Vec<String> = line.product.clone().into_iter().collect();
    let whose = Whose {
        clerk: Some(&line.clerk),
        customer: line.customer.as_deref(),
        channel: Some(line.channel),
        products: &products,
    };
    let back = (line.returned.0 - line.before.0).clamp(0, line.shipped.0);
    let failed = FailedLine {
        order: Some(line.order_number.clone()),
        line: Some(line.line),
        why: "came_back".to_owned(),
        fact: format!("{}/{}", crate::domain::Qty(back), line.shipped),
    };
    board.add(
        whose,
        Measure::ReturnRate,
        (back, line.shipped.0),
        (back > 0).then_some(&failed),
    );
    board.add(whose, Measure::ComplaintRate, (0, 1), None);
}

fn of_voice<'a>(voice: &'a Voice, products: &'a [String]) -> Whose<'a> {
    Whose {
        clerk: voice.clerk.as_deref(),
        customer: voice.customer.as_deref(),
        channel: voice.channel,
        products,
    }
}

fn said(voice: &Voice, why: &str) -> FailedLine {
    FailedLine {
        order: voice.order_number.clone(),
        line: None,
        why: why.to_owned(),
        fact: voice.score.to_string(),
    }
}
