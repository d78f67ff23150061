//! A small office for tests of money: one person with every role, two customers, a carrier.

use std::sync::Arc;

use chrono::{TimeZone, Utc};
use serde_json::{Value, json};

use super::{Caller, Done, Envelope, Failure, Office};
use crate::domain::ids::{CustomerId, OrderId, ProductId, StaffId};
use crate::domain::order::{Channel, Kind, State};
use crate::domain::tax::Amounts;
use crate::domain::{Day, Percent, Price, Qty, Refusal, Role};
use crate::store::orders::{self, Line, Order};
use crate::store::{self, check::Fault};

/// An office in a folder that goes with it.
pub struct Desk {
    /// The office.
    pub office: Office,
    caller: Caller,
    papers: std::cell::Cell<i64>,
    _folder: tempfile::TempDir,
}

/// A day in November 2026, or of another month as `12-01`.
pub fn day(text: &str) -> Day {
    let full = if text.len() == 2 {
        format!("2026-11-{text}")
    } else {
        format!("2026-{text}")
    };
    full.parse().unwrap()
}

impl Desk {
    /// An office where it is 2 November 2026, with customers C1 (net:30), C2 (pays through C1) and C9.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("office.db");
        let db = store::create(&path).unwrap();
        let roles: Vec<Role> = Role::ALL.to_vec();
        let tx = db.begin().unwrap();
        store::office::save_staff(&tx, "cai", "Cai", Some(7), true, &roles).unwrap();
        tx.commit().unwrap();
        let clock = Arc::new(|| Utc.with_ymd_and_hms(2026, 11, 2, 2, 0, 0).unwrap());
        let desk = Self {
            office: Office { db, path, clock },
            caller: Caller {
                login: "cai".to_owned(),
                uid: 7,
                seat: None,
            },
            papers: std::cell::Cell::new(0),
            _folder: folder,
        };
        desk.does("carrier.save", json!({ "code": "SF", "name": "SF" }));
        desk.does("warehouse.save", json!({ "code": "W1", "name": "Main" }));
        desk.does(
            "product.save",
            json!({
                "code": "P1", "name": "Tea", "unit": "box", "tax_rate": "13", "list_price": "45.20",
            }),
        );
        desk.does(
            "customer.save",
            json!({ "code": "C1", "name": "One", "terms": "net:30" }),
        );
        desk.does(
            "customer.save",
            json!({ "code": "C2", "name": "Two", "terms": "net:30", "payer": "C1" }),
        );
        desk.does(
            "customer.save",
            json!({ "code": "C9", "name": "Nine", "terms": "net:30" }),
        );
        desk
    }

    /// Gives a command, now or on a day.
    pub fn try_on(&self, on: Option<Day>, name: &str, with: Value) -> Result<Value, Refusal> {
        let mut line = json!({ "do": name, "with": with });
        if let Some(on) = on {
            line["at"] = json!(format!("{on}T10:00:00"));
        }
        match self.office.run(&self.caller, &Envelope::parse(line)?) {
            Ok(Done { value, .. }) => Ok(value),
            Err(Failure::Refused(refusal)) => Err(refusal),
            Err(Failure::Store(error)) => panic!("{error}"),
        }
    }

    /// Gives a command that must be accepted.
    pub fn does(&self, name: &str, with: Value) -> Value {
        self.try_on(None, name, with).unwrap()
    }

    /// Gives a command on a day; it must be accepted.
    pub fn does_on(&self, on: &str, name: &str, with: Value) -> Value {
        self.try_on(Some(day(on)), name, with).unwrap()
    }

    /// Gives a command that must be refused; gives the code.
    pub fn refused(&self, name: &str, with: Value) -> String {
        self.try_on(None, name, with)
            .unwrap_err()
            .code()
            .name()
            .to_owned()
    }

    /// An approved order of lines (quantity, gross in 分); the number.
    pub fn order(&self, customer: &str, terms: &str, lines: &[(i64, i64)]) -> String {
        let tx = self.office.db().begin().unwrap();
        let customer = store::customers::by_code(&tx, customer)
            .unwrap()
            .unwrap()
            .id;
        let number = store::office::next_number(&tx, "SO", day("02")).unwrap();
        let id = orders::insert(&tx, &head(&number, customer, terms)).unwrap();
        for (at, (qty, gross)) in lines.iter().enumerate() {
            let line = i64::try_from(at).unwrap() + 1;
            orders::save_line(&tx, id, &row(line, *qty, *gross)).unwrap();
        }
        let at = day("02").start();
        orders::set_state(&tx, id, State::Approved, at).unwrap();
        tx.commit().unwrap();
        number
    }

    /// Ships and signs quantities of an order by line; the shipment's number.
    pub fn ship(&self, order: &str, lines: &[(i64, i64)]) -> String {
        let paper = self.papers.get() + 1;
        self.papers.set(paper);
        let number = format!("SH20261102-{paper:04}");
        let tx = self.office.db().begin().unwrap();
        let id = orders::by_number(&tx, order).unwrap().unwrap().id;
        let lines: Vec<_> = lines
            .iter()
            .map(|(line, qty)| (*line, qty * 1_000))
            .collect();
        store::testing_money::ship(&tx, id, &number, &lines).unwrap();
        tx.commit().unwrap();
        number
    }

    /// An invoice over one line of this gross, shipped and posted on a day; the number.
    pub fn invoice(&self, customer: &str, gross: i64, on: &str) -> String {
        let order = self.order(customer, "net:30", &[(1, gross)]);
        self.ship(&order, &[(1, 1)]);
        let value = self.does_on(on, "invoice.post", json!({ "order": order }));
        value["invoice"].as_str().unwrap().to_owned()
    }

    /// A receipt of a customer; the answer.
    pub fn receive(&self, customer: &str, amount: &str, method: &str, more: Value) -> Value {
        let mut with = json!({ "customer": customer, "amount": amount, "method": method });
        for (name, value) in more.as_object().unwrap() {
            with[name] = value.clone();
        }
        self.does("receipt.record", with)
    }

    /// What stands on an account.
    pub fn balance(&self, account: &str) -> String {
        store::ledger::balance(self.office.db(), account)
            .unwrap()
            .to_string()
    }

    /// The transfers of a paper, as `debit credit amount`.
    pub fn posted(&self, paper: &str) -> Vec<String> {
        let window = store::ledger::Window {
            limit: 1_000,
            ..Default::default()
        };
        let all = store::ledger::transfers(self.office.db(), None, window).unwrap();
        let mine = all.iter().filter(|t| t.document == paper);
        mine.map(|t| format!("{} {} {}", t.debit, t.credit, t.amount))
            .collect()
    }

    /// The faults that `check` finds.
    pub fn faults(&self) -> Vec<Fault> {
        store::check_money::faults(self.office.db()).unwrap()
    }
}

fn head(number: &str, customer: CustomerId, terms: &str) -> Order {
    let at = day("02").start();
    Order {
        id: OrderId(0),
        number: number.to_owned(),
        state: State::Draft,
        version: 1,
        revision: 0,
        round: 0,
        to_director: true,
        customer_id: Some(customer),
        channel: Channel::Phone,
        kind: Kind::Spot,
        source_ref: String::new(),
        caller: String::new(),
        source_note: String::new(),
        customer_ref: String::new(),
        need_on: None,
        ship_to: String::new(),
        warehouse_id: None,
        terms: terms.to_owned(),
        remark: String::new(),
        delivery_policy: None,
        owner_id: None,
        keyed_by: StaffId(1),
        ordered_on: day("02"),
        entered_at: at,
        moved_at: at,
        approved_at: None,
        lines_digest: String::new(),
        net: crate::domain::Money(0),
        tax: crate::domain::Money(0),
        gross: crate::domain::Money(0),
    }
}

fn row(line: i64, qty: i64, gross: i64) -> Line {
    let rate = Percent(1_300);
    let amounts = Amounts::of_gross(crate::domain::Money(gross), rate).unwrap();
    Line {
        product_id: Some(ProductId(1)),
        qty: Some(Qty(qty * 1_000)),
        price: Price(gross * 100 / qty.max(1)),
        tax_rate: rate,
        net: amounts.net,
        tax: amounts.tax,
        gross: amounts.gross,
        ..Line::blank(line)
    }
}
