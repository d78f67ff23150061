//! A small office for the tests of the desk: a file of its own, a fixed clock, one person who may
//! do everything, one warehouse, one customer, and orders that are in force without the way there.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Caller, Command, Cx, Done, Envelope, Failure, Office, Outcome};
use crate::domain::ids::{OrderId, StaffId};
use crate::domain::order::{Channel, Kind, State};
use crate::domain::tax::Amounts;
use crate::domain::{Code, Day, Moment, Percent, Qty, Refusal, Role};
use crate::store::{self, Db, orders};

/// The moment at which tests happen: 2026-11-23 09:30 in Shanghai.
pub(crate) const NOW: &str = "2026-11-23T01:30:00Z";

/// Lays further fields over a fixed set.
fn overlaid(base: Value, more: Value) -> Value {
    let (Value::Object(mut base), Value::Object(more)) = (base, more) else {
        panic!("objects of fields")
    };
    base.extend(more);
    Value::Object(base)
}

/// An office to test in.
pub(crate) struct Bench {
    pub(crate) office: Office,
    caller: Caller,
    _folder: TempDir,
}

impl Bench {
    /// An office with warehouse W1, carrier SF (2 days), customer C1 (net:30) and product P1 at
    /// 10.00; `boss` has every role.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("office.db");
        let db = store::create(&path).unwrap();
        let tx = db.begin().unwrap();
        store::office::save_staff(&tx, "boss", "Boss", Some(1), true, Role::ALL).unwrap();
        super::orders::route::seed(&tx).unwrap();
        tx.commit().unwrap();
        let now: DateTime<Utc> = NOW.parse().unwrap();
        let office = Office {
            db,
            path,
            clock: Arc::new(move || now),
        };
        let bench = Self {
            office,
            caller: Caller {
                login: "boss".to_owned(),
                uid: 1,
                seat: None,
            },
            _folder: folder,
        };
        bench.warehouse("W1");
        bench.run(
            "carrier.save",
            json!({"code": "SF", "name": "SF", "transit_days": 2}),
        );
        bench.customer("C1", json!({}));
        bench.product("P1", json!({}));
        bench
    }

    /// The file, for reading.
    pub(crate) fn db(&self) -> &Db {
        self.office.db()
    }

    /// The day on which tests happen.
    #[allow(clippy::unused_self)] // tests ask the office for its day as the desk does
    pub(crate) fn today(&self) -> Day {
        crate::domain::day::day("2026-11-23")
    }

    /// Gives a command, at another time if one is said.
    pub(crate) fn attempt(&self, name: &str, with: Value, at: Option<&str>) -> Outcome<Done> {
        let mut envelope = Envelope::from(Command::parse(name, with)?);
        envelope.at = at.map(|at| at.parse::<Moment>().unwrap());
        self.office.run(&self.caller, &envelope)
    }

    /// Gives a command as a screen makes it.
    pub(crate) fn attempt_command(&self, command: Command) -> Outcome<Done> {
        self.office.run(&self.caller, &Envelope::from(command))
    }

    /// Writes the rules a founded office starts with: checks, gaps, working days.
    pub(crate) fn with_rules(self) -> Self {
        let tx = self.db().begin().unwrap();
        super::orders::checks::seed(&tx).unwrap();
        super::orders::gaps::seed(&tx).unwrap();
        super::workdays::seed(&tx).unwrap();
        tx.commit().unwrap();
        self
    }

    /// Asks a question as a screen makes it.
    pub(crate) fn ask(&self, query: &super::Query) -> Outcome<Value> {
        self.office.ask(&self.caller, query, None)
    }

    /// Gives a command that must be accepted, and its value.
    #[track_caller]
    pub(crate) fn run(&self, name: &str, with: Value) -> Value {
        match self.attempt(name, with, None) {
            Ok(done) => done.value,
            Err(failure) => panic!("{name}: {failure}"),
        }
    }

    /// The same by somebody else.
    #[track_caller]
    pub(crate) fn run_by(&self, who: &str, name: &str, with: Value) -> Value {
        let envelope = Envelope::from(Command::parse(name, with).unwrap());
        match self.office.run(&self.seat(who), &envelope) {
            Ok(done) => done.value,
            Err(failure) => panic!("{name}: {failure}"),
        }
    }

    /// Keeps a half-typed order of somebody else, or forgets it.
    pub(crate) fn parks(&self, who: &str, body: &Value) {
        let body = Some(body).filter(|body| !body.is_null());
        let parked = self.office.park(&self.seat(who), "order_entry", "", body);
        parked.unwrap();
    }

    fn seat(&self, who: &str) -> Caller {
        Caller {
            seat: Some(who.to_owned()),
            ..self.caller.clone()
        }
    }

    /// The same at another time.
    #[track_caller]
    pub(crate) fn run_at(&self, at: &str, name: &str, with: Value) -> Value {
        match self.attempt(name, with, Some(at)) {
            Ok(done) => done.value,
            Err(failure) => panic!("{name}: {failure}"),
        }
    }

    /// Gives a command that must be refused with this code, and the refusal.
    #[track_caller]
    pub(crate) fn refused(&self, code: Code, name: &str, with: Value) -> Refusal {
        match self.attempt(name, with, None) {
            Err(Failure::Refused(refusal)) => {
                assert_eq!(refusal.code(), code, "{refusal}");
                refusal
            }
            Err(failure) => panic!("{name}: {failure}"),
            Ok(done) => panic!("{name} was accepted: {}", done.value),
        }
    }

    /// Runs part of a command that has no name of its own, and keeps what it wrote.
    pub(crate) fn body<T>(&self, body: impl FnOnce(&mut Cx<'_>) -> Outcome<T>) -> T {
        self.body_on("2026-11-23", body)
    }

    /// The same on another day.
    pub(crate) fn body_on<T>(&self, on: &str, body: impl FnOnce(&mut Cx<'_>) -> Outcome<T>) -> T {
        let tx = self.db().begin().unwrap();
        let actor = super::session::person(&tx, "boss").unwrap().unwrap();
        let mut cx = Cx::new(&tx, on.parse().unwrap(), actor);
        let value = body(&mut cx).unwrap();
        tx.commit().unwrap();
        value
    }

    /// Saves a warehouse.
    pub(crate) fn warehouse(&self, code: &str) {
        self.run("warehouse.save", json!({"code": code, "name": code}));
    }

    /// Saves a customer on net:30, with further fields.
    pub(crate) fn customer(&self, code: &str, more: Value) {
        let base = json!({"code": code, "name": code, "terms": "net:30"});
        self.run("customer.save", overlaid(base, more));
    }

    /// Saves a product of 13 % VAT at 10.00, with further fields.
    pub(crate) fn product(&self, code: &str, more: Value) {
        let base = json!({"code": code, "name": code, "unit": "件", "tax_rate": "13",
            "list_price": "10"});
        self.run("product.save", overlaid(base, more));
    }

    /// Writes an order in force straight into the file, lines at list price.
    #[track_caller]
    pub(crate) fn approved(&self, customer: &str, lines: &[(&str, &str)]) -> String {
        let wanted = |(product, qty): &(&str, &str)| (product.to_string(), qty.to_string(), None);
        self.promised(customer, &lines.iter().map(wanted).collect::<Vec<_>>())
    }

    /// The same with a promise for each line.
    #[track_caller]
    pub(crate) fn promised(
        &self,
        customer: &str,
        lines: &[(String, String, Option<Day>)],
    ) -> String {
        let db = self.db();
        let tx = db.begin().unwrap();
        let at: Moment = "2026-11-23T09:30:00".parse().unwrap();
        let customer = store::customers::by_code(&tx, customer).unwrap().unwrap();
        let number = store::office::next_number(&tx, "SO", at.day()).unwrap();
        let lines: Vec<_> = (1_i64..)
            .zip(lines)
            .map(|(n, (product, qty, promise))| line(&tx, n, product, qty, *promise))
            .collect();
        let total = Amounts::sum(lines.iter().map(orders::Line::amounts)).unwrap();
        let mut head = head(&number, at);
        head.customer_id = Some(customer.id);
        head.terms = customer.terms;
        (head.net, head.tax, head.gross) = (total.net, total.tax, total.gross);
        let order = orders::insert(&tx, &head).unwrap();
        for line in &lines {
            orders::save_line(&tx, order, line).unwrap();
        }
        orders::set_state(&tx, order, State::Approved, at).unwrap();
        tx.commit().unwrap();
        number
    }

    /// A line as it stands in the file.
    #[track_caller]
    pub(crate) fn line(&self, order: &str, line: i64) -> orders::Line {
        let order = orders::by_number(self.db(), order).unwrap().unwrap();
        orders::line(self.db(), order.id, line).unwrap().unwrap()
    }

    /// An order as it stands in the file.
    #[track_caller]
    pub(crate) fn order(&self, order: &str) -> orders::Order {
        orders::by_number(self.db(), order).unwrap().unwrap()
    }
}

fn head(number: &str, at: Moment) -> orders::Order {
    orders::Order {
        id: OrderId(0),
        to_director: true,
        number: number.to_owned(),
        state: State::Draft,
        version: 1,
        revision: 0,
        round: 0,
        customer_id: None,
        channel: Channel::Phone,
        kind: Kind::Spot,
        source_ref: String::new(),
        caller: String::new(),
        source_note: String::new(),
        customer_ref: String::new(),
        need_on: None,
        ship_to: String::new(),
        warehouse_id: None,
        terms: String::new(),
        remark: String::new(),
        delivery_policy: None,
        owner_id: None,
        keyed_by: StaffId(1),
        ordered_on: at.day(),
        entered_at: at,
        moved_at: at,
        approved_at: None,
        lines_digest: String::new(),
        net: crate::domain::Money::ZERO,
        tax: crate::domain::Money::ZERO,
        gross: crate::domain::Money::ZERO,
    }
}

fn line(db: &Db, n: i64, product: &str, qty: &str, promise: Option<Day>) -> orders::Line {
    let product = store::products::by_code(db, product).unwrap().unwrap();
    let qty: Qty = qty.parse().unwrap();
    let gross = qty.gross(product.list_price, Percent::ZERO).unwrap();
    let amounts = Amounts::of_gross(gross, product.tax_rate).unwrap();
    orders::Line {
        product_id: Some(product.id),
        qty: Some(qty),
        price: product.list_price,
        price_from: "list".to_owned(),
        promise_on: promise,
        tax_rate: product.tax_rate,
        net: amounts.net,
        tax: amounts.tax,
        gross: amounts.gross,
        ..orders::Line::blank(n)
    }
}
