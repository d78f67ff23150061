//! Warehouses, suppliers and carriers.

use super::{Db, Result, Tx};
use crate::domain::ids::{CarrierId, SupplierId, WarehouseId};

record! {
    /// A warehouse's row.
    pub struct Warehouse {
        /// Row.
        pub id: WarehouseId,
        /// Code.
        pub code: String,
        /// Name.
        pub name: String,
        /// Where it is.
        pub address: String,
        /// Counts the changes of this row.
        pub version: i64,
    }
}

record! {
    /// A supplier's row.
    pub struct Supplier {
        /// Row.
        pub id: SupplierId,
        /// Code.
        pub code: String,
        /// Name.
        pub name: String,
        /// Telephone.
        pub phone: String,
        /// Address.
        pub address: String,
        /// Counts the changes of this row.
        pub version: i64,
    }
}

record! {
    /// A carrier's row.
    pub struct Carrier {
        /// Row.
        pub id: CarrierId,
        /// Code.
        pub code: String,
        /// Name.
        pub name: String,
        /// Telephone.
        pub phone: String,
        /// Usual calendar days under way.
        pub transit_days: Option<i64>,
        /// Counts the changes of this row.
        pub version: i64,
    }
}

/// The warehouse with this code.
pub fn warehouse(db: &Db, code: &str) -> Result<Option<Warehouse>> {
    db.opt("SELECT * FROM warehouse WHERE code = ?1", [code])
}

/// The warehouse of this row.
pub fn warehouse_by_id(db: &Db, id: WarehouseId) -> Result<Warehouse> {
    db.one("SELECT * FROM warehouse WHERE id = ?1", [id])
}

/// Every warehouse, the first made first.
pub fn warehouses(db: &Db) -> Result<Vec<Warehouse>> {
    db.all("SELECT * FROM warehouse ORDER BY id", [])
}

/// The supplier with this code.
pub fn supplier(db: &Db, code: &str) -> Result<Option<Supplier>> {
    db.opt("SELECT * FROM supplier WHERE code = ?1", [code])
}

/// The carrier with this code.
pub fn carrier(db: &Db, code: &str) -> Result<Option<Carrier>> {
    db.opt("SELECT * FROM carrier WHERE code = ?1", [code])
}

/// The carrier of this row.
pub fn carrier_by_id(db: &Db, id: CarrierId) -> Result<Carrier> {
    db.one("SELECT * FROM carrier WHERE id = ?1", [id])
}

/// Every carrier, by code.
pub fn carriers(db: &Db) -> Result<Vec<Carrier>> {
    db.all("SELECT * FROM carrier ORDER BY code", [])
}

record! {
    /// Days a carrier is under way to a region.
    pub struct Region {
        /// Its name, as it stands in a ship-to.
        pub region: String,
        /// Calendar days.
        pub days: i64,
    }
}

/// The regions a carrier has its own days for.
pub fn regions(db: &Db, carrier: CarrierId) -> Result<Vec<Region>> {
    let sql = "SELECT region, days FROM carrier_region WHERE carrier_id = ?1 ORDER BY region";
    db.all(sql, [carrier])
}

/// Writes a carrier's regions anew.
pub fn set_regions(tx: &Tx<'_>, carrier: CarrierId, regions: &[Region]) -> Result<()> {
    tx.exec(
        "DELETE FROM carrier_region WHERE carrier_id = ?1",
        [carrier],
    )?;
    for row in regions {
        let sql = "INSERT INTO carrier_region (carrier_id, region, days) VALUES (?1, ?2, ?3)";
        tx.exec(sql, (carrier, &row.region, row.days))?;
    }
    Ok(())
}

/// Adds a warehouse or writes the one of the same code.
pub fn save_warehouse(tx: &Tx<'_>, w: &Warehouse, py: &str) -> Result<()> {
    let sql = "INSERT INTO warehouse (code, name, py, address) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT (code) DO UPDATE SET name = excluded.name, py = excluded.py,
                   address = excluded.address, version = version + 1";
    tx.exec(sql, (&w.code, &w.name, py, &w.address)).map(drop)
}

/// Adds a supplier or writes the one of the same code.
pub fn save_supplier(tx: &Tx<'_>, s: &Supplier, py: &str) -> Result<()> {
    let sql = "INSERT INTO supplier (code, name, py, phone, address) VALUES (?1, ?2, ?3, ?4, ?5)
               ON CONFLICT (code) DO UPDATE SET name = excluded.name, py = excluded.py,
                   phone = excluded.phone, address = excluded.address, version = version + 1";
    tx.exec(sql, (&s.code, &s.name, py, &s.phone, &s.address))
        .map(drop)
}

/// Adds a carrier or writes the one of the same code.
pub fn save_carrier(tx: &Tx<'_>, c: &Carrier, py: &str) -> Result<()> {
    let sql =
        "INSERT INTO carrier (code, name, py, phone, transit_days) VALUES (?1, ?2, ?3, ?4, ?5)
               ON CONFLICT (code) DO UPDATE SET name = excluded.name, py = excluded.py,
                   phone = excluded.phone, transit_days = excluded.transit_days,
                   version = version + 1";
    tx.exec(sql, (&c.code, &c.name, py, &c.phone, c.transit_days))
        .map(drop)
}
