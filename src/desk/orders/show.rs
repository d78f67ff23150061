//! How an order is shown in answers: the rows that scripts and screens read.

use serde::{Deserialize, Serialize};

use crate::desk::failure::Outcome;
use crate::domain::party::DeliveryPolicy;
use crate::domain::{Day, Money, Percent, Price, Qty, Refusal, Role};
use crate::store::checks;
use crate::store::orders::{Line, Order};
use crate::store::{self, Db, products};

/// A line of an order with everything that has become of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LineView {
    /// Line number.
    pub line: i64,
    /// Product code, if known.
    pub product: Option<String>,
    /// Product name, or what was said.
    pub name: String,
    /// Specification.
    pub spec: String,
    /// Unit.
    pub unit: String,
    /// Quantity ordered; null is a gap.
    pub ordered: Option<Qty>,
    /// Called off.
    pub cancelled: Qty,
    /// Reserved.
    pub reserved: Qty,
    /// Packed.
    pub packed: Qty,
    /// Shipped.
    pub shipped: Qty,
    /// Signed for.
    pub signed: Qty,
    /// Returned.
    pub returned: Qty,
    /// Invoiced.
    pub invoiced: Qty,
    /// Shipped, kept by the customer and not invoiced.
    pub to_invoice: Qty,
    /// Unit price after discount, VAT included.
    pub price: Price,
    /// The price before discount.
    pub unit_price: Price,
    /// The discount on it.
    pub discount: Percent,
    /// The rule it comes from.
    pub price_from: String,
    /// What the rules say, beside a price by hand.
    pub resolved: Option<Price>,
    /// Why the price by hand.
    pub price_reason: String,
    /// Free of charge.
    pub gift: bool,
    /// The promotion that made this line, as free goods.
    #[serde(default)]
    pub promotion: Option<String>,
    /// What promotions take off it.
    #[serde(default)]
    pub promotion_off: Money,
    /// Gross of the ordered quantity after promotions.
    pub amount: Money,
    /// Net of it.
    pub net: Money,
    /// Tax of it.
    pub tax: Money,
    /// VAT rate.
    pub tax_rate: Percent,
    /// Wanted by.
    pub need_date: Option<Day>,
    /// Promised for.
    pub promise: Option<Day>,
    /// How it may leave, if not as its order.
    #[serde(default)]
    pub delivery_policy: Option<DeliveryPolicy>,
    /// How much more may be shipped, if its own.
    #[serde(default)]
    pub tolerance_over: Option<Percent>,
    /// How much less closes it, if its own.
    #[serde(default)]
    pub tolerance_under: Option<Percent>,
    /// Served before all lines that are not bumped; 0 = not bumped.
    #[serde(default)]
    pub bump: i64,
    /// The promise that the customer asked for or accepted last: what the measures count from.
    #[serde(default)]
    pub promise_base: Option<Day>,
}

/// Something an order lacks.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GapView {
    /// The rule.
    pub code: String,
    /// The field.
    pub field: String,
    /// The line, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<i64>,
    /// Whether it stops submission.
    pub blocking: bool,
}

/// How a check came out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CheckView {
    /// The check.
    pub code: String,
    /// pass, warn or block.
    pub level: String,
    /// Whether somebody may set it aside.
    pub overridable: bool,
    /// Roles that may.
    #[serde(default)]
    pub overriders: Vec<Role>,
    /// The fact with its numbers.
    pub facts: serde_json::Value,
    /// What was answered to a warning.
    #[serde(default)]
    pub answer: String,
}

/// A line with its product.
pub fn line(db: &Db, order: &Order, line: &Line) -> Outcome<LineView> {
    let product = line
        .product_id
        .map(|id| products::by_id(db, id))
        .transpose()?;
    let (code, name, spec, unit) = match product {
        Some(p) => (Some(p.code), p.name, p.spec, p.unit),
        None => (None, line.goods.clone(), String::new(), String::new()),
    };
    Ok(LineView {
        line: line.line,
        product: code,
        name,
        spec,
        unit,
        ordered: line.qty,
        cancelled: line.cancelled,
        reserved: line.reserved,
        packed: line.packed,
        shipped: line.shipped,
        signed: line.signed,
        returned: line.returned,
        invoiced: line.invoiced,
        to_invoice: line.to_bill(),
        price: after(line.price, line.discount)?,
        unit_price: line.price,
        discount: line.discount,
        price_from: line.price_from.clone(),
        resolved: line.resolved,
        price_reason: line.price_reason.clone(),
        gift: line.gift,
        promotion: line
            .promotion_id
            .and_then(|_| line.price_from.split_once(':'))
            .map(|(_, code)| code.to_owned()),
        promotion_off: line.promotion_off,
        amount: line.gross,
        net: line.net,
        tax: line.tax,
        tax_rate: line.tax_rate,
        need_date: line.need_on.or(order.need_on),
        promise: line.promise_on,
        delivery_policy: line.delivery_policy,
        tolerance_over: line.tolerance_over,
        tolerance_under: line.tolerance_under,
        bump: line.bump,
        promise_base: line.promise_base_on,
    })
}

/// A gap.
pub fn gap(gap: &checks::Gap) -> GapView {
    GapView {
        code: gap.code.clone(),
        field: gap.field.clone(),
        line: (gap.line > 0).then_some(gap.line),
        blocking: gap.blocking,
    }
}

/// A check result; what goods cost is for those who may see it.
pub fn check(result: &checks::CheckResult, sees_cost: bool) -> CheckView {
    let mut facts: serde_json::Value = serde_json::from_str(&result.facts).unwrap_or_default();
    if !sees_cost && let Some(fields) = facts.as_object_mut() {
        fields.remove("cost");
    }
    CheckView {
        code: result.code.clone(),
        level: result.level.to_string(),
        overridable: !result.overriders.is_empty(),
        overriders: roles(&result.overriders),
        facts,
        answer: result.answer.clone(),
    }
}

/// Roles written in one word, separated by commas.
pub fn roles(list: &str) -> Vec<Role> {
    list.split(',')
        .filter_map(|name| name.parse().ok())
        .collect()
}

/// A unit price after its discount, rounded half up to its own four decimals; for comparing and
/// showing alone, amounts are computed from the exact product.
pub fn after(price: Price, discount: Percent) -> Result<Price, Refusal> {
    crate::domain::promotion::unit_paid(Qty::ZERO, price, discount, Money::ZERO)
}

#[derive(Serialize)]
struct Snapshot<'a> {
    head: &'a Order,
    lines: &'a [LineView],
}

/// The order as it stands, for showing what a later version changed.
pub fn snapshot(db: &Db, order: &Order, lines: &[Line]) -> Outcome<String> {
    let mut shown = Vec::with_capacity(lines.len());
    for each in lines {
        shown.push(line(db, order, each)?);
    }
    let body = Snapshot {
        head: order,
        lines: &shown,
    };
    Ok(serde_json::to_string(&body).map_err(|e| store::StoreError::Sql(e.to_string()))?)
}
