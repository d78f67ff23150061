//! What an order earns, and what its customer has been like: for the judge.

use serde_json::Value;

use super::Page;
use super::read::text;
use crate::ui::base::Tone;

/// The margin of the whole order; nothing for those who may not see it.
pub(super) fn earnings(page: &mut Page<'_>, order: &Value) {
    let lang = page.look.lang;
    let margin = &order["margin"];
    if margin.is_null() {
        return;
    }
    let unknown = margin["unknown"].as_u64().unwrap_or(0);
    let unknown = usize::try_from(unknown).unwrap_or(usize::MAX);
    let lines = margin["lines"].as_array().map_or(0, Vec::len);
    if unknown == lines {
        return;
    }
    let percent = match text(margin, "percent") {
        none if none.is_empty() => "-".to_owned(),
        percent => percent,
    };
    let told = lang.margin_total(
        &text(margin, "net"),
        &text(margin, "cost"),
        &text(margin, "margin"),
        &percent,
    );
    let tone = if text(margin, "margin").starts_with('-') {
        Tone::Bad
    } else {
        Tone::Plain
    };
    page.say(tone, &told);
    if unknown > 0 {
        page.say(Tone::Plain, &lang.margin_unknown(unknown));
    }
}

/// The customer's orders and payments of late, and what may still be given.
pub(super) fn customer(page: &mut Page<'_>, order: &Value) {
    let lang = page.look.lang;
    let (history, credit) = (&order["history"], &order["credit"]);
    let number = |of: &Value, name: &str| of[name].as_i64().unwrap_or_default();
    if history.is_null() && credit.is_null() {
        return;
    }
    page.title(lang.card_customer());
    if !history.is_null() {
        let more = if history["more"] == true { "+" } else { "" };
        let orders = match number(history, "orders") {
            0 => lang.history_none().to_owned(),
            n => lang.history_orders(n, more, &text(history, "gross")),
        };
        let (back, off, no) = (
            number(history, "returned"),
            number(history, "cancelled"),
            number(history, "rejected"),
        );
        let last = &history["last_order"];
        let last = if last.is_null() {
            String::new()
        } else {
            let on = text(last, "ordered_on");
            lang.history_last(&on, &text(last, "order"), &text(last, "gross"))
        };
        let paid = number(history, "paid_invoices");
        let late = match history["late_days"].as_i64() {
            Some(days) => lang.history_late(days, paid),
            None => lang.history_unpaid().to_owned(),
        };
        let bad = if back + off + no > 0 {
            lang.history_bad(back, off, no)
        } else {
            String::new()
        };
        for parts in [[orders, bad, late].as_slice(), &[last]] {
            let told: Vec<_> = parts.iter().filter(|part| !part.is_empty()).collect();
            if !told.is_empty() {
                let told: Vec<&str> = told.into_iter().map(String::as_str).collect();
                page.say(Tone::Plain, &told.join("  "));
            }
        }
    }
    if !credit.is_null() {
        money(page, order, credit);
    }
}

/// Limit, exposure, what is left and what is overdue.
fn money(page: &mut Page<'_>, order: &Value, credit: &Value) {
    let lang = page.look.lang;
    let used = lang.credit_used(&text(credit, "exposure"));
    let limit = if credit["limit"].is_null() {
        lang.credit_unlimited(&used)
    } else {
        let available = text(credit, "available");
        lang.credit_limit(&text(credit, "limit"), &used, &available)
    };
    let payer = text(credit, "payer");
    let payer = if payer == text(&order["head"], "customer") {
        String::new()
    } else {
        lang.money_payer(&payer)
    };
    let days = credit["oldest_overdue_days"].as_i64().unwrap_or_default();
    let overdue = text(credit, "overdue_amount");
    let quiet = days == 0 && matches!(overdue.as_str(), "" | "0.00");
    let mut parts = vec![limit, payer];
    if quiet {
        parts.push(lang.money_no_overdue().to_owned());
    }
    parts.retain(|part| !part.is_empty());
    page.say(Tone::Plain, &parts.join("  "));
    if !quiet {
        page.say(Tone::Warn, &lang.money_overdue(&overdue, days));
    }
}
