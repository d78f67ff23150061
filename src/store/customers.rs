//! Customers, their contracts and the limits set for them.

use rusqlite::named_params;

use super::{Db, Result, Tx};
use crate::domain::ids::{ContractId, CustomerId, OrderId, ProductId, StaffId};
use crate::domain::party::{DeliveryPolicy, Grade, PartyKind};
use crate::domain::{Day, Moment, Money, Percent, Price, Qty};

record! {
    /// A customer's row.
    pub struct Customer {
        /// Row.
        pub id: CustomerId,
        /// Code.
        pub code: String,
        /// Name.
        pub name: String,
        /// Search text.
        pub py: String,
        /// Grade, if graded.
        pub grade: Option<Grade>,
        /// What the customer is.
        pub kind: PartyKind,
        /// Whose customer it is.
        pub salesperson_id: Option<StaffId>,
        /// Telephone.
        pub phone: String,
        /// Usual ship-to.
        pub address: String,
        /// Tax number.
        pub tax_id: String,
        /// Who pays, if another.
        pub payer_id: Option<CustomerId>,
        /// Terms of payment, as written.
        pub terms: String,
        /// Permanent limit; none = unlimited.
        pub credit_limit: Option<Money>,
        /// Largest single order; none = not tested.
        pub order_max: Option<Money>,
        /// Days an item may be overdue; none = not tested.
        pub overdue_grace_days: Option<i64>,
        /// Overdue amount allowed; none = not tested.
        pub overdue_block_amount: Option<Money>,
        /// How orders may be split.
        pub delivery_policy: DeliveryPolicy,
        /// Percent that may be shipped too much.
        pub tolerance_over: Option<Percent>,
        /// Percent that may be missing.
        pub tolerance_under: Option<Percent>,
        /// The channel whose price list counts.
        pub channel_price_list: Option<String>,
        /// Nothing is sold to a blocked customer.
        pub blocked: bool,
        /// Counts the changes of this row.
        pub version: i64,
    }
}

impl Customer {
    /// A new customer of which nothing is known but the code: ungraded, unlimited, not yet in the
    /// file.
    pub fn blank(code: &str) -> Self {
        Self {
            id: CustomerId(0),
            code: code.to_owned(),
            name: String::new(),
            py: String::new(),
            grade: None,
            kind: PartyKind::Company,
            salesperson_id: None,
            phone: String::new(),
            address: String::new(),
            tax_id: String::new(),
            payer_id: None,
            terms: String::new(),
            credit_limit: None,
            order_max: None,
            overdue_grace_days: None,
            overdue_block_amount: None,
            delivery_policy: DeliveryPolicy::Any,
            tolerance_over: None,
            tolerance_under: None,
            channel_price_list: None,
            blocked: false,
            version: 0,
        }
    }
}

/// The customer with this code.
pub fn by_code(db: &Db, code: &str) -> Result<Option<Customer>> {
    db.opt("SELECT * FROM customer WHERE code = ?1", [code])
}

/// The customer of this row.
pub fn by_id(db: &Db, id: CustomerId) -> Result<Customer> {
    db.one("SELECT * FROM customer WHERE id = ?1", [id])
}

/// Adds the customer, or writes the row of the same code.
pub fn save(tx: &Tx<'_>, c: &Customer) -> Result<CustomerId> {
    let digits: String = c.phone.chars().filter(char::is_ascii_digit).collect();
    let tail = &digits[digits.len().saturating_sub(4)..];
    let sql = include_str!("sql/customer_save.sql");
    let id = tx.value(
        sql,
        named_params! {
            ":code": c.code, ":name": c.name, ":py": c.py, ":grade": c.grade, ":kind": c.kind,
            ":salesperson_id": c.salesperson_id, ":phone": c.phone, ":phone_tail": tail,
            ":address": c.address, ":tax_id": c.tax_id, ":payer_id": c.payer_id,
            ":terms": c.terms, ":credit_limit": c.credit_limit, ":order_max": c.order_max,
            ":overdue_grace_days": c.overdue_grace_days,
            ":overdue_block_amount": c.overdue_block_amount,
            ":delivery_policy": c.delivery_policy, ":tolerance_over": c.tolerance_over,
            ":tolerance_under": c.tolerance_under,
            ":channel_price_list": c.channel_price_list, ":blocked": c.blocked,
        },
    )?;
    Ok(id.unwrap_or(c.id))
}

/// The customers whose items count together with this payer's, itself included.
pub fn payer_group(db: &Db, payer: CustomerId) -> Result<Vec<CustomerId>> {
    db.values(
        "SELECT id FROM customer WHERE payer_id = ?1 UNION SELECT ?1",
        [payer],
    )
}

/// Sets the permanent limit.
pub fn set_limit(tx: &Tx<'_>, id: CustomerId, limit: Option<Money>) -> Result<()> {
    let sql = "UPDATE customer SET credit_limit = ?2, version = version + 1 WHERE id = ?1";
    tx.exec(sql, (id, limit)).map(drop)
}

/// Writes down who set which limit.
pub fn grant_limit(
    tx: &Tx<'_>,
    id: CustomerId,
    amount: Option<Money>,
    until: Option<Day>,
    reason: &str,
    who: StaffId,
    at: Moment,
) -> Result<()> {
    let sql = "INSERT INTO credit_grant (customer_id, amount, until_on, reason, staff_id, at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    tx.exec(sql, (id, amount, until, reason, who, at)).map(drop)
}

/// Who set the limit that counts on a day: the last temporary one in force, else the permanent one.
pub fn limit_setter(db: &Db, id: CustomerId, on: Day) -> Result<Option<StaffId>> {
    let sql = "SELECT staff_id FROM credit_grant
               WHERE customer_id = ?1 AND date(at) <= ?2 AND coalesce(until_on, ?2) >= ?2
               ORDER BY until_on IS NULL, id DESC LIMIT 1";
    db.value(sql, (id, on))
}

record! {
    /// A limit with an end.
    pub struct TemporaryLimit {
        /// The limit; none = unlimited.
        pub amount: Option<Money>,
        /// Last day it counts.
        pub until_on: Day,
        /// Login of who set it.
        pub login: String,
        /// Why.
        pub reason: String,
    }
}

record! {
    /// A customer by name.
    pub struct Named {
        /// Code.
        pub code: String,
        /// Name.
        pub name: String,
    }
}

/// Every customer by name, for matching the lines of a file.
pub fn names(db: &Db) -> Result<Vec<Named>> {
    db.all("SELECT code, name FROM customer ORDER BY code", [])
}

/// The temporary limit in force on a day, the last one set.
pub fn temporary_limit(db: &Db, id: CustomerId, on: Day) -> Result<Option<TemporaryLimit>> {
    let sql = "SELECT g.amount, g.until_on, s.login, g.reason
               FROM credit_grant g JOIN staff s ON s.id = g.staff_id
               WHERE g.customer_id = ?1 AND g.until_on >= ?2 AND date(g.at) <= ?2
               ORDER BY g.id DESC LIMIT 1";
    db.opt(sql, (id, on))
}

record! {
    /// A contract's row.
    pub struct Contract {
        /// Row.
        pub id: ContractId,
        /// Code.
        pub code: String,
        /// With whom.
        pub customer_id: CustomerId,
        /// First day.
        pub from_on: Day,
        /// Last day.
        pub to_on: Day,
        /// Terms of payment, if it names any.
        pub terms: Option<String>,
        /// Percent that may come back.
        pub returns_percent: Option<Percent>,
        /// Region it is for.
        pub region: Option<String>,
        /// How much more may be shipped.
        pub tolerance_over: Option<Percent>,
        /// How much less closes a line.
        pub tolerance_under: Option<Percent>,
        /// Counts the changes of this row.
        pub version: i64,
    }
}

record! {
    /// A line of a contract.
    pub struct ContractLine {
        /// Its contract.
        pub contract_id: ContractId,
        /// Line number.
        pub line: i64,
        /// The product, or
        pub product_id: Option<ProductId>,
        /// the family.
        pub family: Option<String>,
        /// Price agreed.
        pub price: Option<Price>,
        /// Least quantity of an order.
        pub min_qty: Option<Qty>,
        /// Most over the contract's life.
        pub max_qty: Option<Qty>,
    }
}

/// The contract with this code.
pub fn contract(db: &Db, code: &str) -> Result<Option<Contract>> {
    db.opt("SELECT * FROM contract WHERE code = ?1", [code])
}

/// The contracts of a customer that count on a day.
pub fn contracts_on(db: &Db, customer: CustomerId, on: Day) -> Result<Vec<Contract>> {
    let sql = "SELECT * FROM contract WHERE customer_id = ?1 AND to_on >= ?2 AND from_on <= ?2
               ORDER BY id";
    db.all(sql, (customer, on))
}

/// The contract of a customer that ends last, whether it counts or not.
pub fn last_contract(db: &Db, customer: CustomerId) -> Result<Option<Contract>> {
    let sql = "SELECT * FROM contract WHERE customer_id = ?1 ORDER BY to_on DESC, id DESC LIMIT 1";
    db.opt(sql, [customer])
}

/// What a customer has ordered for good under a line of a contract, leaving out one order.
pub fn ordered_under(
    db: &Db,
    contract: &Contract,
    line: &ContractLine,
    not: OrderId,
) -> Result<Qty> {
    let sql = "SELECT coalesce(sum(l.qty - l.cancelled), 0)
               FROM sales_order o INDEXED BY order_customer
               JOIN order_line l ON l.order_id = o.id AND l.removed = 0
               JOIN product p ON p.id = l.product_id
               WHERE o.customer_id = ?1 AND o.ordered_on BETWEEN ?2 AND ?3 AND o.id <> ?4
                 AND o.state IN ('approved', 'closed', 'short_closed')
                 AND (p.id = ?5 OR p.family = ?6)";
    let params = (
        contract.customer_id,
        contract.from_on,
        contract.to_on,
        not,
        line.product_id,
        &line.family,
    );
    Ok(db.value(sql, params)?.unwrap_or_default())
}

/// The lines of a contract.
pub fn contract_lines(db: &Db, contract: ContractId) -> Result<Vec<ContractLine>> {
    db.all(
        "SELECT * FROM contract_line WHERE contract_id = ?1 ORDER BY line",
        [contract],
    )
}

/// Adds a contract or writes the one of the same code, with its lines.
pub fn save_contract(tx: &Tx<'_>, c: &Contract, lines: &[ContractLine]) -> Result<()> {
    let sql =
        "INSERT INTO contract (code, customer_id, from_on, to_on, terms, returns_percent, region,
                   tolerance_over, tolerance_under)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
               ON CONFLICT (code) DO UPDATE SET customer_id = excluded.customer_id,
                   from_on = excluded.from_on, to_on = excluded.to_on, terms = excluded.terms,
                   returns_percent = excluded.returns_percent, region = excluded.region,
                   tolerance_over = excluded.tolerance_over, tolerance_under = excluded.tolerance_under,
                   version = version + 1
               RETURNING id";
    let id: Option<ContractId> = tx.value(
        sql,
        (
            &c.code,
            c.customer_id,
            c.from_on,
            c.to_on,
            &c.terms,
            c.returns_percent,
            &c.region,
            c.tolerance_over,
            c.tolerance_under,
        ),
    )?;
    let id = id.unwrap_or(c.id);
    tx.exec("DELETE FROM contract_line WHERE contract_id = ?1", [id])?;
    for l in lines {
        let sql =
            "INSERT INTO contract_line (contract_id, line, product_id, family, price, min_qty,
                   max_qty) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        tx.exec(
            sql,
            (
                id,
                l.line,
                l.product_id,
                &l.family,
                l.price,
                l.min_qty,
                l.max_qty,
            ),
        )?;
    }
    Ok(())
}

/// Where goods of the customer's last orders went, the latest first.
pub fn ship_tos(db: &Db, customer: CustomerId, limit: i64) -> Result<Vec<String>> {
    db.values(
        "SELECT ship_to FROM (
             SELECT id, ship_to FROM sales_order WHERE customer_id = ?1
             ORDER BY ordered_on DESC, id DESC LIMIT ?3)
         WHERE ship_to <> '' GROUP BY ship_to ORDER BY max(id) DESC LIMIT ?2",
        (customer, limit, LAST_ORDERS),
    )
}

/// Orders of a customer that are looked at for addresses.
const LAST_ORDERS: i64 = 200;
