//! Reads of stock: the list of levels, and what can be promised.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::promise;
use crate::desk::failure::Outcome;
use crate::desk::masters::find;
use crate::domain::ids::{ProductId, WarehouseId};
use crate::domain::{Day, Qty, Refusal};
use crate::store::places::Warehouse;
use crate::store::products::Product;
use crate::store::stock::{self as rows, StockRow};
use crate::store::{self, Db};

/// A quantity that can be promised from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtpStep {
    /// From this day on.
    pub date: Day,
    /// So much.
    pub qty: Qty,
}

/// What covers a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Free stock.
    Stock,
    /// Stock and supply that is confirmed.
    Supply,
    /// Neither: it has to be made or bought.
    LeadTime,
}

/// What can be promised of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseRow {
    /// Product code.
    pub product: String,
    /// In the house.
    pub on_hand: Qty,
    /// Of it kept for lines.
    pub reserved: Qty,
    /// Of it packed and not yet gone.
    pub packed: Qty,
    /// What nobody has a claim to.
    pub free: Qty,
    /// What can be promised, day by day where it changes.
    pub atp: Vec<AtpStep>,
    /// The first day for the quantity asked about.
    pub earliest: Option<Day>,
    /// What covers it then.
    pub by: Option<By>,
}

/// Lists stock, one row a product and warehouse that holds or expects something. A product asked
/// for by its code that lies nowhere is one row of zeros. `after` is the `next` of the page before.
pub fn stock(
    db: &Db,
    _today: Day,
    product: Option<&str>,
    warehouse: Option<&str>,
    after: Option<&str>,
    limit: i64,
) -> Outcome<Value> {
    let product = product.map(|code| find::product(db, code)).transpose()?;
    let warehouse = warehouse
        .map(|code| find::warehouse(db, code))
        .transpose()?;
    let after = after.map(page).transpose()?;
    let limit = limit.clamp(1, 1_000);
    let (product_id, warehouse_id) = (
        product.as_ref().map(|p| p.id),
        warehouse.as_ref().map(|w| w.id),
    );
    // One more than asked for tells whether there is a next page.
    let mut found = rows::list(db, product_id, warehouse_id, after, limit + 1)?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = found.len() > wanted;
    found.truncate(wanted);
    if found.is_empty()
        && after.is_none()
        && let Some(product) = product
    {
        found.push(nothing(product, warehouse));
    }
    let next = found.last().filter(|_| more).map(|row| &row.key);
    Ok(json!({ "rows": found, "next": next }))
}

/// Says what can be promised of a product, and the first day for a quantity.
pub fn promise(
    db: &Db,
    today: Day,
    product: &str,
    qty: Option<Qty>,
    warehouse: Option<&str>,
) -> Outcome<Value> {
    Ok(json!(promise_row(db, today, product, qty, warehouse)?))
}

/// The same as a row, for the screens.
pub fn promise_row(
    db: &Db,
    today: Day,
    product: &str,
    qty: Option<Qty>,
    warehouse: Option<&str>,
) -> Outcome<PromiseRow> {
    let product = find::product(db, product)?;
    let warehouse = warehouse
        .map(|code| find::warehouse(db, code))
        .transpose()?;
    let warehouse = warehouse.map(|w| w.id);
    let levels = store::stock::levels(db, product.id)?;
    let levels: Vec<_> = levels
        .into_iter()
        .filter(|l| warehouse.is_none_or(|id| id == l.warehouse_id))
        .collect();
    let atp = promise::atp(db, product.id, warehouse, today)?;
    let free = Qty::sum(levels.iter().map(rows::Level::free))?;
    let (earliest, by) = match qty {
        None => (None, None),
        Some(qty) => match atp.earliest(qty) {
            Some(day) if day == today && qty <= free => (Some(day), Some(By::Stock)),
            Some(day) => (Some(day), Some(By::Supply)),
            None => {
                let day = promise::made_by(db, &product, qty, today)?;
                (Some(day), Some(By::LeadTime))
            }
        },
    };
    Ok(PromiseRow {
        product: product.code,
        on_hand: Qty::sum(levels.iter().map(|l| l.on_hand))?,
        reserved: Qty::sum(levels.iter().map(|l| l.reserved))?,
        packed: Qty::sum(levels.iter().map(|l| l.packed))?,
        free,
        atp: steps(&atp),
        earliest,
        by,
    })
}

fn steps(atp: &crate::domain::promise::Atp) -> Vec<AtpStep> {
    let steps = atp.steps().iter();
    steps
        .map(|(date, qty)| AtpStep {
            date: *date,
            qty: *qty,
        })
        .collect()
}

/// Reads the key of a row.
fn page(after: &str) -> Result<(ProductId, WarehouseId), Refusal> {
    let ids = after.split_once('-').and_then(|(product, warehouse)| {
        let product = product.parse().ok().map(ProductId)?;
        Some((product, warehouse.parse().ok().map(WarehouseId)?))
    });
    ids.ok_or_else(|| Refusal::bad_field("after", "the next of the page before"))
}

fn nothing(product: Product, warehouse: Option<Warehouse>) -> StockRow {
    StockRow {
        product: product.code,
        name: product.name,
        warehouse: warehouse.map(|w| w.code),
        on_hand: Qty::ZERO,
        reserved: Qty::ZERO,
        packed: Qty::ZERO,
        in_transit: Qty::ZERO,
        quarantined: Qty::ZERO,
        second: Qty::ZERO,
        expected: Qty::ZERO,
        free: Qty::ZERO,
        key: String::new(),
    }
}
