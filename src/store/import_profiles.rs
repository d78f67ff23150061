//! Layouts of files that an office taught the program.

use super::{Db, Result, Tx};
use crate::domain::Moment;
use crate::domain::ids::{CustomerId, StaffId};

record! {
    /// A layout.
    pub struct ImportProfile {
        /// Its name; for a customer's sheets, the customer's code.
        pub name: String,
        /// A platform's profile as TOML, or a customer's headings as JSON.
        pub source: String,
        /// Whose sheets it reads; none for a platform's.
        pub customer_id: Option<CustomerId>,
        /// Who taught it.
        pub staff_id: StaffId,
        /// When.
        pub at: Moment,
    }
}

/// All layouts, by name; they are few.
pub fn all(db: &Db) -> Result<Vec<ImportProfile>> {
    db.all("SELECT * FROM import_profile ORDER BY name", [])
}

/// The layout of a customer's sheets.
pub fn of_customer(db: &Db, customer: CustomerId) -> Result<Option<ImportProfile>> {
    db.opt(
        "SELECT * FROM import_profile WHERE customer_id = ?1",
        [customer],
    )
}

/// Keeps a layout in place of the one of that name.
pub fn save(tx: &Tx<'_>, p: &ImportProfile) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO import_profile (name, source, customer_id, staff_id, at)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    tx.exec(sql, (&p.name, &p.source, p.customer_id, p.staff_id, p.at))
        .map(drop)
}

/// Forgets a layout; says whether there was one.
pub fn remove(tx: &Tx<'_>, name: &str) -> Result<bool> {
    Ok(tx.exec("DELETE FROM import_profile WHERE name = ?1", [name])? > 0)
}
