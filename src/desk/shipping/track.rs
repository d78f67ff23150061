//! `shipment.track`: what a carrier's or a platform's file says of a shipment, through the same
//! doors as the keyboard: dispatched if it is still packed, signed for if the file says so.

use serde_json::{Value, json};

use super::dispatch::{self, ShipmentDispatch};
use super::sign::{self, ShipmentSign};
use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::orders::load;
use crate::domain::order::ShipmentState;
use crate::domain::text::bare_code;
use crate::domain::waybill::suggest_carrier;
use crate::domain::{Code, Moment, Refusal};
use crate::store::shipments::{self, Shipment};
use crate::store::{Db, places};

payload! {
    /// Takes over what a carrier's file says of a shipment, named by its number, its waybill or the
    /// order that has one packed shipment.
    pub struct ShipmentTrack {
        /// Shipment.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub shipment: Option<String>,
        /// Order, if it has one packed shipment.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub order: Option<String>,
        /// Carrier, by code or name; needed to dispatch.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub carrier: Option<String>,
        /// Waybill number.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub waybill: Option<String>,
        /// When it was signed for.
        pub signed_at: Option<Moment>,
        /// By whom.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub signer: Option<String>,
    }
}

/// Dispatches and signs, as far as that is new.
pub fn track(cx: &mut Cx<'_>, p: &ShipmentTrack) -> Outcome<Value> {
    let mut shipment = named(cx.tx, p)?;
    let mut done = Vec::new();
    if shipment.state == ShipmentState::Packed {
        let command = ShipmentDispatch {
            shipment: shipment.number.clone(),
            carrier: carrier(cx.tx, p)?,
            waybill: p.waybill.clone(),
            route: None,
            transit_days: None,
            freight: None,
            version: None,
        };
        dispatch::dispatch(cx, &command)?;
        done.push("dispatched");
    }
    if let Some(signed_at) = p.signed_at
        && shipment.state != ShipmentState::Signed
    {
        let command = ShipmentSign {
            shipment: shipment.number.clone(),
            signed_at,
            signer: p.signer.clone(),
            refused: None,
            version: None,
        };
        sign::sign(cx, &command)?;
        done.push("signed");
    }
    cx.about(&shipment.number);
    shipment = shipments::by_id(cx.tx, shipment.id)?;
    Ok(json!({
        "shipment": shipment.number, "version": shipment.version, "state": shipment.state,
        "done": done,
    }))
}

/// Whether the file says nothing that is not so already.
pub fn is_known(db: &Db, p: &ShipmentTrack) -> Outcome<bool> {
    let shipment = named(db, p)?;
    Ok(match shipment.state {
        ShipmentState::Packed | ShipmentState::Unpacked => false,
        ShipmentState::Dispatched => p.signed_at.is_none(),
        ShipmentState::Signed => true,
    })
}

/// The shipment that is meant.
fn named(db: &Db, p: &ShipmentTrack) -> Outcome<Shipment> {
    if let Some(number) = &p.shipment {
        let found = shipments::by_number(db, number)?;
        return found.ok_or_else(|| Refusal::not_found("shipment", number).into());
    }
    if let Some(waybill) = &p.waybill {
        let bare = bare_code(waybill);
        let mut found = shipments::all_by_waybill(db, &bare)?;
        match (found.pop(), found.is_empty()) {
            (Some(shipment), true) => {
                refuse_other_order(db, p, &shipment)?;
                return Ok(shipment);
            }
            (Some(_), false) => {
                let refusal = Refusal::bad_field("shipment", "several go by this waybill");
                return Err(refusal.fact("waybill", waybill).into());
            }
            (None, _) if p.order.is_none() => {
                return Err(Refusal::not_found("waybill", waybill).into());
            }
            (None, _) => {}
        }
    }
    let Some(number) = &p.order else {
        return Err(Refusal::bad_field("shipment", "a shipment, a waybill or an order").into());
    };
    let order = load::order(db, number)?;
    let mut packed = shipments::of_order(db, order.id)?;
    packed.retain(|shipment| shipment.state == ShipmentState::Packed);
    match (packed.pop(), packed.is_empty()) {
        (Some(shipment), true) => Ok(shipment),
        (None, _) => Err(Refusal::not_found("shipment", number).into()),
        (Some(_), false) => {
            let refusal = Refusal::bad_field("shipment", "the order has several packed shipments");
            Err(refusal.fact("order", number).into())
        }
    }
}

/// A waybill that goes with another order than the file says is a slip of the pen.
fn refuse_other_order(db: &Db, p: &ShipmentTrack, shipment: &Shipment) -> Outcome<()> {
    let Some(number) = &p.order else {
        return Ok(());
    };
    if load::order(db, number)?.id == shipment.order_id {
        return Ok(());
    }
    Err(Refusal::new(Code::WaybillUsed)
        .fact("waybill", &shipment.waybill)
        .fact("shipment", &shipment.number)
        .into())
}

/// The carrier's code. The form of the waybill suggests one, and never sets it.
fn carrier(db: &Db, p: &ShipmentTrack) -> Outcome<String> {
    let Some(told) = p.carrier.as_deref().filter(|told| !told.is_empty()) else {
        let likely = p.waybill.as_deref().and_then(suggest_carrier);
        let refusal = Refusal::bad_field("carrier", "a carrier").fact("likely", likely);
        return Err(refusal.into());
    };
    if let Some(carrier) = places::carrier(db, told)? {
        return Ok(carrier.code);
    }
    let all = places::carriers(db)?;
    let mut by_name = all
        .into_iter()
        .filter(|carrier| carrier.name == told || told.contains(&carrier.name));
    match (by_name.next(), by_name.next()) {
        (Some(carrier), None) => Ok(carrier.code),
        _ => Err(Refusal::new(Code::NotFound)
            .fact("kind", "carrier")
            .fact("what", told)
            .into()),
    }
}
