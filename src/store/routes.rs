//! Which departments are asked about which orders.

use super::{Db, Result, Tx};
use crate::domain::route::When;
use crate::domain::{Money, Role};

record! {
    /// A row of the route.
    pub struct RouteRule {
        /// Its name.
        pub code: String,
        /// The department it asks.
        pub department: Role,
        /// Kinds of order it is for, separated by commas; none = every one.
        pub kinds: String,
        /// Channels it is for, likewise.
        pub channels: String,
        /// From this gross on.
        pub min_amount: Option<Money>,
        /// Below this gross.
        pub max_amount: Option<Money>,
        /// What the order must be like.
        pub applies: When,
        /// Whether this department alone is asked.
        pub single: bool,
        /// Whether it counts.
        pub active: bool,
    }
}

/// Every row, by code.
pub fn rules(db: &Db) -> Result<Vec<RouteRule>> {
    db.all("SELECT * FROM route_rule ORDER BY code", [])
}

/// The row of this code.
pub fn rule(db: &Db, code: &str) -> Result<Option<RouteRule>> {
    db.opt("SELECT * FROM route_rule WHERE code = ?1", [code])
}

/// Adds a row, or writes the one of the same code.
pub fn save(tx: &Tx<'_>, r: &RouteRule) -> Result<()> {
    let sql = "INSERT INTO route_rule (code, department, kinds, channels, min_amount, max_amount,
                   applies, single, active) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
               ON CONFLICT DO UPDATE SET department = excluded.department, kinds = excluded.kinds,
                   channels = excluded.channels, min_amount = excluded.min_amount,
                   max_amount = excluded.max_amount, applies = excluded.applies,
                   single = excluded.single, active = excluded.active";
    let params = (
        &r.code,
        r.department,
        &r.kinds,
        &r.channels,
        r.min_amount,
        r.max_amount,
        r.applies,
        r.single,
        r.active,
    );
    tx.exec(sql, params).map(drop)
}
