//! Completeness: what an order lacks, by rules that are data (`rules.md §2`).

use crate::desk::failure::Outcome;
use crate::domain::check::Control;
use crate::domain::order::{Channel, Kind};
use crate::domain::party::PartyKind;
use crate::store::checks::{self, Gap, GapRule};
use crate::store::customers::Customer;
use crate::store::orders::{Line, Order};
use crate::store::{Db, Tx};

/// The rules an office starts with: code, channel, kind, control ('' = every one).
///
/// What stops an order is what nobody could ship without; the rest is told and can be switched.
pub const USUAL: &[(&str, &str, &str, Control)] = &[
    ("customer", "", "", Control::Block),
    ("lines", "", "", Control::Block),
    ("product", "", "", Control::Block),
    ("qty", "", "", Control::Block),
    ("terms", "", "", Control::Block),
    ("need_date", "", "", Control::Warn),
    ("need_date", "", "bulk", Control::Block),
    ("need_date", "", "futures", Control::Block),
    ("ship_to", "", "", Control::Warn),
    ("ship_to", "taobao", "", Control::Block),
    ("ship_to", "tmall", "", Control::Block),
    ("ship_to", "jd", "", Control::Block),
    ("ship_to", "pdd", "", Control::Block),
    ("ship_to", "douyin", "", Control::Block),
    ("ship_to", "1688", "", Control::Block),
    ("ship_to", "counter", "", Control::Off),
    ("customer_ref", "", "", Control::Warn),
    ("phone", "", "", Control::Warn),
    ("contact", "", "", Control::Warn),
];

/// Everything an order can lack.
pub const CODES: &[&str] = &[
    "customer",
    "contact",
    "lines",
    "product",
    "qty",
    "need_date",
    "ship_to",
    "terms",
    "customer_ref",
    "phone",
];

/// Writes the rules an office starts with.
pub fn seed(tx: &Tx<'_>) -> Outcome<()> {
    for (code, channel, kind, control) in USUAL {
        let rule = GapRule {
            code: (*code).to_owned(),
            channel: (*channel).to_owned(),
            kind: (*kind).to_owned(),
            control: *control,
        };
        checks::save_gap_rule(tx, &rule)?;
    }
    Ok(())
}

/// What the order lacks.
pub fn find(
    db: &Db,
    order: &Order,
    customer: Option<&Customer>,
    lines: &[Line],
) -> Outcome<Vec<Gap>> {
    let rules = checks::gap_rules(db)?;
    let mut gaps = Vec::new();
    let mut lacks = |line: i64, code: &str, field: &str| {
        let control = control_of(&rules, code, order.channel, order.kind);
        if control != Control::Off {
            gaps.push(Gap {
                line,
                code: code.to_owned(),
                field: field.to_owned(),
                blocking: control == Control::Block,
            });
        }
    };
    if customer.is_none() {
        lacks(0, "customer", "customer");
    }
    if lines.is_empty() {
        lacks(0, "lines", "lines");
    }
    if order.terms.is_empty() && customer.is_some() {
        lacks(0, "terms", "terms");
    }
    if order.ship_to.is_empty() {
        lacks(0, "ship_to", "ship_to");
    }
    let is_company = customer.is_some_and(|c| c.kind == PartyKind::Company);
    if is_company && order.customer_ref.is_empty() {
        lacks(0, "customer_ref", "customer_ref");
    }
    if customer.is_some_and(|c| !c.phone.is_empty() && !is_phone(&c.phone)) {
        lacks(0, "phone", "phone");
    }
    // Somebody to call back: who asked for it, or the customer's telephone.
    let reachable = !order.caller.is_empty() || customer.is_none_or(|c| !c.phone.is_empty());
    if !reachable {
        lacks(0, "contact", "source");
    }
    for line in lines {
        if line.product_id.is_none() {
            lacks(line.line, "product", "product");
        }
        if line.qty.is_none() {
            lacks(line.line, "qty", "qty");
        }
        if line.need_on.or(order.need_on).is_none() {
            lacks(line.line, "need_date", "need_date");
        }
    }
    Ok(gaps)
}

/// The narrowest rule for this channel and kind.
fn control_of(rules: &[GapRule], code: &str, channel: Channel, kind: Kind) -> Control {
    let fits = |own: &str, asked: &str| own.is_empty() || own == asked;
    rules
        .iter()
        .filter(|r| {
            r.code == code && fits(&r.channel, channel.name()) && fits(&r.kind, kind.name())
        })
        .max_by_key(|r| (!r.kind.is_empty(), !r.channel.is_empty()))
        .map_or(Control::Off, |r| r.control)
}

/// A mobile, a landline, a service number or a privacy number (`practice.md §3.4`).
fn is_phone(text: &str) -> bool {
    let bare: String = crate::domain::text::narrow(text)
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '+' | '转' | '*'))
        .collect();
    let masked = text.contains('*');
    bare.chars().all(|c| c.is_ascii_digit()) && (masked || (7..=17).contains(&bare.len()))
}
