//! Settings, people and masters of the practice office.

use serde_json::{Map, Value, json};

use super::books::Books;
use super::shift;
use super::stage::Stage;
use super::table::Row;
use crate::desk::failure::Outcome;
use crate::domain::{Day, Moment};

const SETTINGS: &[(&str, &str)] = &[
    ("office", "海川澜屿贸易有限公司"),
    ("time_zone", "Asia/Shanghai"),
    ("practice", "yes"),
    ("duties", "strict"),
    ("director_from", "2000"),
    ("opinion_hours", "4"),
    ("shop.taobao", "TBSHOP"),
    ("shop.jd", "JDSHOP"),
];

const CUSTOMER: &[&str] = &[
    "code",
    "name",
    "grade",
    "kind",
    "salesperson",
    "phone",
    "address",
    "tax_id",
    "payer",
    "terms",
    "credit_limit",
    "overdue_grace_days",
    "overdue_block_amount",
    "delivery_policy",
    "tolerance_over",
    "tolerance_under",
    "channel_price_list",
];

const PRODUCT: &[&str] = &[
    "code",
    "name",
    "spec",
    "unit",
    "step",
    "tax_rate",
    "list_price",
    "floor_price",
    "cost",
    "barcode",
    "family",
    "style",
    "colour",
    "size",
    "pack",
    "lead_days",
];

/// Fields that are counts, not decimal numbers.
const COUNTS: &[&str] = &[
    "overdue_grace_days",
    "lead_days",
    "transit_days",
    "priority",
];

/// Sets up the office on its first day and gives the time it took until.
///
/// The caller makes the people; from then on the administrator among them does the rest.
pub(super) fn save(stage: &mut Stage<'_>, books: &Books, first: Day) -> Outcome<()> {
    let admin = books.person("admin");
    let mut clock = Ticks(shift::at(first, shift::OPEN - 120, 0));
    for (name, value) in SETTINGS {
        let with = json!({ "name": name, "value": value });
        stage.give(None, clock.next(), "setting.set", with)?;
    }
    for row in &books.staff {
        let roles: Vec<_> = row.get("roles").split(' ').collect();
        let with = json!({ "login": row.get("login"), "name": row.get("name"), "roles": roles });
        stage.give(None, clock.next(), "user.save", with)?;
    }
    let admin = Some(admin.as_str());
    let place = &["code", "name", "address", "phone", "transit_days"][..];
    let batches = [
        ("warehouse.save", place, &books.warehouses),
        ("carrier.save", place, &books.carriers),
        ("supplier.save", place, &books.suppliers),
        ("customer.save", CUSTOMER, &books.customer_rows),
        ("product.save", PRODUCT, &books.product_rows),
    ];
    for (part, (command, columns, rows)) in batches.into_iter().enumerate() {
        for row in rows {
            stage.give(admin, clock.next(), command, fields(row, columns))?;
        }
        stage.tell(20 + part * 20);
    }
    for row in &books.contracts {
        let with = contract(row, &books.contract_lines, first);
        stage.give(admin, clock.next(), "contract.save", with)?;
    }
    for row in &books.prices {
        stage.give(admin, clock.next(), "price.save", price(row, first))?;
    }
    for row in &books.promotions {
        let with = promotion(row, first);
        stage.give(admin, clock.next(), "promotion.save", with)?;
    }
    stage.tell(150);
    Ok(())
}

/// A second for each command.
struct Ticks(Moment);

impl Ticks {
    fn next(&mut self) -> Moment {
        let now = self.0;
        let next = now.time() + chrono::TimeDelta::seconds(7);
        self.0 = Moment::new(next).unwrap_or(now);
        now
    }
}

/// The filled cells of these columns as fields.
fn fields(row: &Row, columns: &[&str]) -> Value {
    let mut with = Map::new();
    for column in columns {
        if let Some(cell) = row.given(column) {
            with.insert((*column).to_owned(), cell_value(column, cell));
        }
    }
    Value::Object(with)
}

fn cell_value(column: &str, cell: &str) -> Value {
    match cell.parse::<i64>() {
        Ok(count) if COUNTS.contains(&column) => json!(count),
        _ => json!(cell),
    }
}

/// Days in the tables count from the first day of the story plus its length, that is from today.
fn dated(row: &Row, column: &str, first: Day) -> Option<Day> {
    let days: i64 = row.given(column)?.parse().ok()?;
    Some(first.plus_days(shift::SPAN_DAYS + days))
}

fn price(row: &Row, first: Day) -> Value {
    let columns = [
        "scope",
        "scope_code",
        "target",
        "target_code",
        "min_qty",
        "price",
        "discount_percent",
    ];
    let mut with = fields(row, &columns);
    with["from"] = json!(dated(row, "from_days", first));
    if let Some(to) = dated(row, "to_days", first) {
        with["to"] = json!(to);
    }
    with
}

fn promotion(row: &Row, first: Day) -> Value {
    let mut condition = fields(row, &["min_qty", "min_amount"]);
    for list in ["families", "products", "customers", "channels"] {
        if let Some(words) = row.given(list) {
            condition[list] = words.split(' ').collect();
        }
    }
    let columns = [
        "code",
        "name",
        "kind",
        "budget",
        "cap_per_customer",
        "priority",
    ];
    let mut with = fields(row, &columns);
    with["condition"] = condition;
    let numbers = ["percent", "amount", "product", "qty", "buy", "get", "price"];
    with["reward"] = fields(row, &numbers);
    with["exclusive"] = json!(row.get("exclusive") == "yes");
    with["from"] = json!(dated(row, "from_days", first));
    with["to"] = json!(dated(row, "to_days", first));
    with
}

fn contract(row: &Row, lines: &[Row], first: Day) -> Value {
    let mut with = fields(
        row,
        &["code", "customer", "terms", "returns_percent", "region"],
    );
    with["from"] = json!(dated(row, "from_days", first));
    with["to"] = json!(dated(row, "to_days", first));
    let mine = lines
        .iter()
        .filter(|line| line.get("contract") == row.get("code"));
    let columns = ["product", "family", "price", "min_qty", "max_qty"];
    with["lines"] = mine.map(|line| fields(line, &columns)).collect();
    with
}
