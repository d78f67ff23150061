//! `warehouse.save`, `supplier.save`, `carrier.save`.

use serde_json::{Value, json};

use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::domain::ids::{CarrierId, SupplierId, WarehouseId};
use crate::domain::{Refusal, initials};
use crate::store::places::{self, Carrier, Region, Supplier, Warehouse};

payload! {
    /// Adds a warehouse or changes one.
    pub struct WarehouseSave {
        /// Code.
        #[serde(deserialize_with = "fields::code")]
        pub code: String,
        /// Name.
        #[serde(deserialize_with = "fields::clean")]
        pub name: String,
        /// Where it is.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub address: Option<String>,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

payload! {
    /// Adds a supplier or changes one.
    pub struct SupplierSave {
        /// Code.
        #[serde(deserialize_with = "fields::code")]
        pub code: String,
        /// Name.
        #[serde(deserialize_with = "fields::clean")]
        pub name: String,
        /// Telephone.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub phone: Option<String>,
        /// Address.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub address: Option<String>,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

payload! {
    /// Adds a carrier or changes one.
    pub struct CarrierSave {
        /// Code, e.g. SF.
        #[serde(deserialize_with = "fields::code")]
        pub code: String,
        /// Name.
        #[serde(deserialize_with = "fields::clean")]
        pub name: String,
        /// Telephone.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub phone: Option<String>,
        /// Usual calendar days under way.
        pub transit_days: Option<i64>,
        /// Days to single regions, found by name in the ship-to; they replace the ones before.
        pub regions: Option<Vec<CarrierRegion>>,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

payload! {
    /// Days under way to a region.
    pub struct CarrierRegion {
        /// Its name, as it stands in addresses: a province, a city.
        #[serde(deserialize_with = "fields::clean")]
        pub region: String,
        /// Calendar days.
        pub days: i64,
    }
}

/// Saves a warehouse.
pub fn save_warehouse(cx: &mut Cx<'_>, p: &WarehouseSave) -> Outcome<Value> {
    let before = places::warehouse(cx.tx, &p.code)?;
    if let Some(before) = &before {
        cx.expect_version(&p.code, before.version, p.version)?;
    }
    let row = Warehouse {
        id: WarehouseId(0),
        code: p.code.clone(),
        name: named(&p.name)?,
        address: kept(p.address.as_ref(), before.as_ref().map(|b| &b.address)),
        version: 0,
    };
    places::save_warehouse(cx.tx, &row, &initials::readings(&p.name))?;
    saved(cx, &p.code, before.map_or(1, |b| b.version + 1))
}

/// Saves a supplier.
pub fn save_supplier(cx: &mut Cx<'_>, p: &SupplierSave) -> Outcome<Value> {
    let before = places::supplier(cx.tx, &p.code)?;
    if let Some(before) = &before {
        cx.expect_version(&p.code, before.version, p.version)?;
    }
    let row = Supplier {
        id: SupplierId(0),
        code: p.code.clone(),
        name: named(&p.name)?,
        phone: kept(p.phone.as_ref(), before.as_ref().map(|b| &b.phone)),
        address: kept(p.address.as_ref(), before.as_ref().map(|b| &b.address)),
        version: 0,
    };
    places::save_supplier(cx.tx, &row, &initials::readings(&p.name))?;
    saved(cx, &p.code, before.map_or(1, |b| b.version + 1))
}

/// Saves a carrier.
pub fn save_carrier(cx: &mut Cx<'_>, p: &CarrierSave) -> Outcome<Value> {
    if p.transit_days
        .is_some_and(|days| !(0..=365).contains(&days))
    {
        return Err(Refusal::bad_field("transit_days", "0 to 365").into());
    }
    let before = places::carrier(cx.tx, &p.code)?;
    if let Some(before) = &before {
        cx.expect_version(&p.code, before.version, p.version)?;
    }
    let row = Carrier {
        id: CarrierId(0),
        code: p.code.clone(),
        name: named(&p.name)?,
        phone: kept(p.phone.as_ref(), before.as_ref().map(|b| &b.phone)),
        transit_days: p
            .transit_days
            .or_else(|| before.as_ref().and_then(|b| b.transit_days)),
        version: 0,
    };
    places::save_carrier(cx.tx, &row, &initials::readings(&p.name))?;
    if let Some(regions) = &p.regions {
        let rows = regions.iter().map(region).collect::<Result<Vec<_>, _>>()?;
        if let Some(saved) = places::carrier(cx.tx, &p.code)? {
            places::set_regions(cx.tx, saved.id, &once(rows))?;
        }
    }
    saved(cx, &p.code, before.map_or(1, |b| b.version + 1))
}

fn region(r: &CarrierRegion) -> Result<Region, Refusal> {
    if r.region.is_empty() {
        return Err(Refusal::bad_field("regions.region", "a name"));
    }
    if !(0..=365).contains(&r.days) {
        return Err(Refusal::bad_field("regions.days", "0 to 365"));
    }
    Ok(Region {
        region: r.region.clone(),
        days: r.days,
    })
}

/// Each region once; of two, the later counts.
fn once(rows: Vec<Region>) -> Vec<Region> {
    let by_name = rows.into_iter().map(|row| (row.region.clone(), row));
    let by_name: std::collections::BTreeMap<_, _> = by_name.collect();
    by_name.into_values().collect()
}

/// A name that says something.
pub(super) fn named(name: &str) -> Result<String, Refusal> {
    if name.is_empty() {
        Err(Refusal::bad_field("name", "a name"))
    } else {
        Ok(name.to_owned())
    }
}

/// What was given, else what stood before.
pub(super) fn kept(given: Option<&String>, before: Option<&String>) -> String {
    given.or(before).cloned().unwrap_or_default()
}

/// The answer to a saved master.
#[allow(clippy::unnecessary_wraps)] // it ends the body of a command, which gives an outcome
pub(super) fn saved(cx: &mut Cx<'_>, code: &str, version: i64) -> Outcome<Value> {
    cx.about(code);
    cx.changed(Aggregate::Master);
    Ok(json!({ "code": code, "version": version }))
}
