//! What is owed at the end of the period: in days of sales, and how much of it is overdue.

use super::span::Span;
use super::tally::{Board, FailedLine, Whose};
use crate::desk::failure::Outcome;
use crate::desk::receivables::count_back;
use crate::domain::measures::Measure;
use crate::store::open_items::{self, OpenItem};
use crate::store::{Db, ageing, ledger, measures as facts};

/// Counts both, for all customers together or for each.
pub fn count(db: &Db, span: Span, board: &mut Board) -> Outcome<()> {
    if !board.groups_money() {
        return Ok(());
    }
    if board.wants(&[Measure::Dso]) {
        count_dso(db, span, board)?;
    }
    if board.wants(&[Measure::OverdueRate]) {
        let past = ledger::anything_after(db, span.to)?;
        for item in open_items::invoices(db, None, span.to, past)? {
            count_item(db, span, &item, board)?;
        }
    }
    Ok(())
}

fn count_dso(db: &Db, span: Span, board: &mut Board) -> Outcome<()> {
    if !board.by_customer() {
        return owed(db, None, span, board);
    }
    let past = ledger::anything_after(db, span.to)?.then_some(span.to);
    for debtor in ageing::debtors(db, past, "", i64::MAX)? {
        if board.has(&debtor.code) {
            owed(db, Some(&debtor.code), span, board)?;
        }
    }
    Ok(())
}

fn owed(db: &Db, customer: Option<&str>, span: Span, board: &mut Board) -> Outcome<()> {
    let told = count_back::at(db, customer, span.to)?;
    if let Some(value) = told.value {
        let whose = Whose {
            customer,
            ..Whose::default()
        };
        let parts = (told.receivable.0, told.sales.0);
        board.set(whose, Measure::Dso, parts, &value);
    }
    Ok(())
}

/// In dispute an invoice's clock stands still: it is open, and not overdue.
fn count_item(db: &Db, span: Span, item: &OpenItem, board: &mut Board) -> Outcome<()> {
    let whose = Whose {
        customer: Some(&item.customer),
        ..Whose::default()
    };
    let open = item.open.0;
    if item.due_on >= span.to || item.disputed {
        board.add(whose, Measure::OverdueRate, (0, open), None);
        return Ok(());
    }
    // The order is read for those that are named.
    let order = if board.lists(whose, Measure::OverdueRate) {
        facts::billed_order(db, item.invoice_id)?
    } else {
        None
    };
    let failed = FailedLine {
        order,
        line: None,
        why: "overdue".to_owned(),
        fact: format!("{} {}", item.number, item.due_on),
    };
    board.add(whose, Measure::OverdueRate, (open, open), Some(&failed));
    Ok(())
}
