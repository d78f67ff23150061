//! Rows of a masters sheet as commands, and whether one would change anything.

use serde_json::{Map, Value, json};

use crate::desk::command::Command;
use crate::desk::failure::Outcome;
use crate::desk::masters::{customer, find, price, product};
use crate::desk::shipping::track;
use crate::domain::{Day, Refusal};
use crate::paper::masters_sheet::MasterKind;
use crate::store::{self, Db};

/// The command of a row, with what the sheet leaves out filled in.
pub fn command(
    db: &Db,
    kind: MasterKind,
    mut values: Map<String, Value>,
    today: Day,
) -> Outcome<Command> {
    let name = match kind {
        MasterKind::Customers => "customer.save",
        MasterKind::Products => "product.save",
        MasterKind::Prices => {
            values.entry("from").or_insert_with(|| json!(today));
            "price.save"
        }
        MasterKind::Stock => {
            values.entry("reason").or_insert_with(|| json!("import"));
            if !values.contains_key("warehouse") {
                let first = store::places::warehouses(db)?.into_iter().next();
                let first = first.ok_or_else(|| Refusal::bad_field("warehouse", "a warehouse"))?;
                values.insert("warehouse".to_owned(), json!(first.code));
            }
            "stock.count"
        }
        MasterKind::Receipts => "receipt.record",
        MasterKind::Waybills => "shipment.track",
    };
    Ok(Command::parse(name, Value::Object(values))?)
}

/// What a row would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Make something new.
    Add,
    /// Change something.
    Change,
    /// Nothing: it is so already.
    Nothing,
}

/// What the command of a row would do.
pub fn effect(db: &Db, command: &Command) -> Outcome<Effect> {
    let compared = |is_new: bool, same: bool| match (is_new, same) {
        (true, _) => Effect::Add,
        (_, true) => Effect::Nothing,
        _ => Effect::Change,
    };
    Ok(match command {
        Command::CustomerSave(p) => {
            let (before, after) = customer::before_and_after(db, p)?;
            let same = before.as_ref().is_some_and(|before| same(before, &after));
            compared(before.is_none(), same)
        }
        Command::ProductSave(p) => {
            let (before, after) = product::before_and_after(db, p)?;
            let same = before.as_ref().is_some_and(|before| same(before, &after));
            compared(before.is_none(), same)
        }
        Command::PriceSave(p) => {
            let (before, after) = price::before_and_after(db, p)?;
            let same = before.as_ref().is_some_and(|before| same(before, &after));
            compared(before.is_none(), same)
        }
        Command::StockCount(p) => {
            let product = find::product(db, &p.product)?;
            let warehouse = find::warehouse(db, &p.warehouse)?;
            let level = store::stock::level(db, product.id, warehouse.id)?;
            compared(level.on_hand.is_zero(), level.on_hand == p.counted)
        }
        Command::ShipmentTrack(p) => {
            let known = track::is_known(db, p)?;
            compared(false, known)
        }
        _ => Effect::Add,
    })
}

/// Whether two rows say the same, their identity and version aside.
fn same<T: serde::Serialize>(before: &T, after: &T) -> bool {
    let bare = |row: &T| {
        let mut value = serde_json::to_value(row).unwrap_or_default();
        if let Some(fields) = value.as_object_mut() {
            fields.remove("id");
            fields.remove("version");
        }
        value
    };
    bare(before) == bare(after)
}
