//! The masters of the practice office, from `assets/demo`.

use super::table::{Row, rows};
use crate::domain::{Price, Qty};

/// What a customer buys and where it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trade {
    /// Hardware, from the main warehouse.
    Hardware,
    /// Drinks and food, from the main warehouse.
    Drinks,
    /// Clothing, from the clothing warehouse.
    Clothing,
    /// What the shops on the platforms sell, from their own warehouse.
    Platform,
}

impl Trade {
    /// The warehouse that serves it.
    pub(super) const fn warehouse(self) -> &'static str {
        match self {
            Self::Hardware | Self::Drinks => "GZ",
            Self::Clothing => "HZ",
            Self::Platform => "DS",
        }
    }
}

/// How a customer pays what is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pays {
    /// On the day.
    Prompt,
    /// Weeks later.
    Slow,
    /// Hardly ever.
    Bad,
}

/// A customer as the story needs it.
#[derive(Debug)]
pub(super) struct Customer {
    pub(super) code: String,
    pub(super) kind: String,
    pub(super) salesperson: String,
    pub(super) address: String,
    pub(super) terms: String,
    pub(super) policy: String,
    pub(super) buys: Trade,
    pub(super) pays: Pays,
}

impl Customer {
    /// Whether the money is wanted before the goods leave.
    pub(super) fn is_prepaid(&self) -> bool {
        self.terms == "prepaid"
    }

    /// Whether anything is left to pay once an invoice is written.
    pub(super) fn owes_after(&self) -> bool {
        let rest_later = !self.wants_deposit() || self.terms.contains("/net");
        !self.is_prepaid() && rest_later
    }

    /// Whether a part is wanted before goods are reserved.
    pub(super) fn wants_deposit(&self) -> bool {
        self.terms.starts_with("deposit")
    }
}

/// A product as the story needs it.
#[derive(Debug)]
pub(super) struct Product {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) style: String,
    pub(super) trade: Trade,
    pub(super) step: Qty,
    pub(super) price: Price,
}

/// Every table.
#[derive(Debug)]
pub(super) struct Books {
    pub(super) staff: Vec<Row>,
    pub(super) warehouses: Vec<Row>,
    pub(super) carriers: Vec<Row>,
    pub(super) suppliers: Vec<Row>,
    pub(super) customer_rows: Vec<Row>,
    pub(super) product_rows: Vec<Row>,
    pub(super) prices: Vec<Row>,
    /// Promotions.
    pub(super) promotions: Vec<Row>,
    pub(super) contracts: Vec<Row>,
    pub(super) contract_lines: Vec<Row>,
    pub(super) customers: Vec<Customer>,
    /// Goods only; services are on file but not in the story.
    pub(super) products: Vec<Product>,
}

macro_rules! table {
    ($name:literal) => {
        rows(include_str!(concat!(
            "../../../assets/demo/",
            $name,
            ".csv"
        )))
    };
}

impl Books {
    /// Reads the built-in tables.
    pub(super) fn read() -> Self {
        let (customer_rows, product_rows) = (table!("customers"), table!("products"));
        let customers = customer_rows.iter().map(customer).collect();
        let products = product_rows.iter().filter_map(product).collect();
        Self {
            staff: table!("staff"),
            warehouses: table!("warehouses"),
            carriers: table!("carriers"),
            suppliers: table!("suppliers"),
            prices: table!("prices"),
            promotions: table!("promotions"),
            contracts: table!("contracts"),
            contract_lines: table!("contract_lines"),
            customer_rows,
            product_rows,
            customers,
            products,
        }
    }

    /// The person who has this role.
    pub(super) fn person(&self, role: &str) -> String {
        let has = |row: &&Row| row.get("roles").split(' ').any(|r| r == role);
        let row = self.staff.iter().find(has);
        row.expect("staff.csv covers every role")
            .get("login")
            .to_owned()
    }

    /// The usual days under way of a carrier.
    pub(super) fn transit_days(&self, carrier: &str) -> i64 {
        let row = self.carriers.iter().find(|row| row.get("code") == carrier);
        row.and_then(|row| row.get("transit_days").parse().ok())
            .unwrap_or(3)
    }
}

fn customer(row: &Row) -> Customer {
    Customer {
        code: row.get("code").to_owned(),
        kind: row.get("kind").to_owned(),
        salesperson: row.get("salesperson").to_owned(),
        address: row.get("address").to_owned(),
        terms: row.get("terms").to_owned(),
        policy: row.get("delivery_policy").to_owned(),
        buys: match row.get("buys") {
            "drinks" => Trade::Drinks,
            "clothing" => Trade::Clothing,
            "platform" => Trade::Platform,
            _ => Trade::Hardware,
        },
        pays: match row.get("pays") {
            "slow" => Pays::Slow,
            "bad" => Pays::Bad,
            _ => Pays::Prompt,
        },
    }
}

fn product(row: &Row) -> Option<Product> {
    let trade = match row.get("code").chars().next() {
        Some('H') => Trade::Hardware,
        Some('D') => Trade::Drinks,
        Some('C') => Trade::Clothing,
        _ => return None,
    };
    Some(Product {
        code: row.get("code").to_owned(),
        name: row.get("name").to_owned(),
        unit: row.get("unit").to_owned(),
        style: row.get("style").to_owned(),
        trade,
        step: row.get("step").parse().ok()?,
        price: row.get("list_price").parse().ok()?,
    })
}
