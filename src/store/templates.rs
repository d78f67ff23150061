//! Orders that come again and again, kept under a name.

use super::{Db, Result, Tx};
use crate::domain::Moment;
use crate::domain::ids::{CustomerId, StaffId};

record! {
    /// A template.
    pub struct Template {
        /// Its name.
        pub name: String,
        /// Search text.
        pub py: String,
        /// The customer it is for; none for everybody.
        pub customer_id: Option<CustomerId>,
        /// Its lines, as JSON.
        pub body: String,
        /// Who keeps it.
        pub staff_id: StaffId,
        /// Since when.
        pub at: Moment,
    }
}

/// The template of this name.
pub fn by_name(db: &Db, name: &str) -> Result<Option<Template>> {
    db.opt("SELECT * FROM order_template WHERE name = ?1", [name])
}

/// Templates for a customer and for everybody whose name or initials hold a text, the customer's own first;
/// without a customer all.
pub fn like(
    db: &Db,
    text: &str,
    customer: Option<CustomerId>,
    limit: i64,
) -> Result<Vec<Template>> {
    let sql = "SELECT * FROM order_template
               WHERE (instr(lower(name), ?1) > 0 OR instr(py, ?1) > 0) AND (?2 IS NULL OR customer_id IS NULL OR customer_id = ?2)
               ORDER BY customer_id IS NULL, name LIMIT ?3";
    db.all(sql, (text.to_lowercase(), customer, limit))
}

/// Keeps a template in place of the one of that name.
pub fn save(tx: &Tx<'_>, t: &Template) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO order_template (name, py, customer_id, body, staff_id, at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    tx.exec(
        sql,
        (&t.name, &t.py, t.customer_id, &t.body, t.staff_id, t.at),
    )
    .map(drop)
}

/// Forgets a template; says whether there was one.
pub fn remove(tx: &Tx<'_>, name: &str) -> Result<bool> {
    Ok(tx.exec("DELETE FROM order_template WHERE name = ?1", [name])? > 0)
}
