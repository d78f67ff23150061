//! `stock.transfer`, `stock.transfer_arrive`: from one warehouse to another (`rules.md §6`).

use serde_json::{Value, json};

use super::{above_zero, movement, reserve, whole_steps};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::masters::find;
use crate::desk::{fields, settings};
use crate::domain::ids::TransferId;
use crate::domain::{Day, Qty, Refusal};
use crate::store::transfers::{self, Transfer};
use crate::store::{self, stock};

payload! {
    /// Sends free goods to another warehouse. They leave at once; there they count as in transit,
    /// and may be promised for the day they should arrive.
    pub struct StockTransfer {
        /// Product.
        #[serde(deserialize_with = "fields::code")]
        pub product: String,
        /// How much.
        pub qty: Qty,
        /// From this warehouse.
        #[serde(deserialize_with = "fields::code")]
        pub from: String,
        /// To this one.
        #[serde(deserialize_with = "fields::code")]
        pub to: String,
        /// When they should arrive (default: the setting transfer_days from today).
        pub date: Option<Day>,
    }
}

payload! {
    /// Takes in goods of a transfer, all or a part. They serve waiting lines by rank.
    pub struct StockTransferArrive {
        /// Transfer.
        #[serde(deserialize_with = "fields::code")]
        pub transfer: String,
        /// How much arrived.
        pub qty: Qty,
        /// How much of the rest is given up as lost on the way; left out, the rest stays in transit.
        pub lost: Option<Qty>,
        /// What happened to it; needed with lost.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub reason: Option<String>,
        /// The version of the transfer that was read.
        pub version: Option<i64>,
    }
}

/// Prefix of transfer numbers.
const SERIES: &str = "TR";

/// Sends. What is reserved or packed stays where it is.
pub fn send(cx: &mut Cx<'_>, p: &StockTransfer) -> Outcome<Value> {
    let product = find::product(cx.tx, &p.product)?;
    let from = find::warehouse(cx.tx, &p.from)?;
    let to = find::warehouse(cx.tx, &p.to)?;
    if from.id == to.id {
        return Err(Refusal::bad_field("to", "another warehouse than from").into());
    }
    above_zero("qty", p.qty)?;
    whole_steps(&product, p.qty)?;
    let free = stock::level(cx.tx, product.id, from.id)?.free();
    if p.qty > free {
        return Err(reserve::short(&product, Some(&from), free, p.qty).into());
    }
    let days = settings::TRANSFER_DAYS.count(cx.tx)?;
    let expected = p.date.unwrap_or(cx.today.plus_days(i64::from(days)));
    if expected < cx.today {
        return Err(Refusal::bad_field("date", "not before today").into());
    }
    let number = cx.next_number(SERIES)?;
    let because = ("transfer_out", number.as_str(), to.code.as_str());
    movement::book(cx, &product, &from, p.qty.negated(), because)?;
    let row = Transfer {
        id: TransferId(0),
        number: number.clone(),
        product_id: product.id,
        from_id: from.id,
        to_id: to.id,
        qty: p.qty,
        arrived: Qty::ZERO,
        lost: Qty::ZERO,
        sent_on: cx.today,
        expected_on: expected,
        staff_id: cx.actor.id,
        version: 1,
    };
    transfers::insert(cx.tx, &row)?;
    cx.about(&number);
    cx.changed(Aggregate::Stock);
    Ok(json!({
        "transfer": number,
        "version": 1,
        "product": product.code,
        "from": from.code,
        "to": to.code,
        "qty": p.qty,
        "expected": expected,
    }))
}

/// Takes in. Together with what came before it is never more than was sent.
pub fn arrive(cx: &mut Cx<'_>, p: &StockTransferArrive) -> Outcome<Value> {
    let found = transfers::by_number(cx.tx, &p.transfer)?;
    let transfer = found.ok_or_else(|| Refusal::not_found("transfer", &p.transfer))?;
    cx.about(&transfer.number);
    cx.expect_version(&transfer.number, transfer.version, p.version)?;
    if transfer.open().is_zero() {
        return Err(Refusal::wrong_state(&transfer.number, "arrived").into());
    }
    let lost = p.lost.unwrap_or_default();
    refuse_odd_parts(cx, &transfer, p, lost)?;
    transfers::arrive(cx.tx, transfer.id, p.qty, lost)?;
    cx.changed(Aggregate::Stock);
    let product = store::products::by_id(cx.tx, transfer.product_id)?;
    let to = store::places::warehouse_by_id(cx.tx, transfer.to_id)?;
    let because = ("transfer_in", transfer.number.as_str());
    let mut told = if p.qty.is_zero() {
        movement::answer(cx, &product, &to, "reserved", &[])?
    } else {
        movement::came_in(cx, &product, &to, p.qty, because)?
    };
    told["transfer"] = json!(transfer.number);
    told["version"] = json!(transfer.version + 1);
    told["open"] = json!(transfer.open().sub(p.qty)?.sub(lost)?);
    told["lost"] = json!(transfer.lost.add(lost)?);
    Ok(told)
}

fn refuse_odd_parts(
    cx: &Cx<'_>,
    transfer: &Transfer,
    p: &StockTransferArrive,
    lost: Qty,
) -> Outcome<()> {
    let product = store::products::by_id(cx.tx, transfer.product_id)?;
    if p.qty < Qty::ZERO || (p.qty.is_zero() && lost.is_zero()) {
        return Err(Refusal::bad_field("qty", "above 0").into());
    }
    if lost < Qty::ZERO {
        return Err(Refusal::bad_field("lost", "from 0").into());
    }
    whole_steps(&product, p.qty)?;
    whole_steps(&product, lost)?;
    if p.qty.add(lost)? > transfer.open() {
        let refusal = Refusal::bad_field("qty", "no more than is in transit");
        return Err(refusal
            .fact("transfer", &transfer.number)
            .fact("sent", transfer.qty)
            .fact("arrived", transfer.arrived)
            .fact("lost", transfer.lost)
            .fact("open", transfer.open())
            .into());
    }
    if !lost.is_zero() && p.reason.as_deref().unwrap_or("").is_empty() {
        return Err(Refusal::bad_field("reason", "a reason for what is lost").into());
    }
    Ok(())
}
