//! Screens over a real office in a test: what goes out through the port is answered by the desk.

use std::cell::Cell;
use std::sync::Arc;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::desk::export::{self, Export};
use crate::desk::imports::wish::{self, Wish};
use crate::desk::{Caller, Envelope, Failure, Office};
use crate::domain::{Code, Moment, Refusal};
use crate::ui::base::{Command, Event, Look, Query, Reply, ScreenKind, Ticket};
use crate::ui::screens;
use crate::ui::shell::app::App;
use crate::ui::shell::testing::{self, Sent};
use crate::words::Lang;

/// The moment at which the keyboard is used, as in `shell::testing`.
const NOW: &str = "2026-11-25T09:00:00";

/// An office with a keyboard.
pub(crate) struct Live {
    pub(crate) app: App,
    sent: Sent,
    answered: Cell<usize>,
    pub(crate) office: Office,
    caller: Caller,
    /// Changes what the desk answers to `review`, to show what is hard to bring about.
    pub(crate) alter: Option<fn(&mut Value)>,
    /// No file is read or written, whatever is asked for.
    pub(crate) no_files: bool,
    folder: TempDir,
}

/// What the port was asked to import.
fn wish_of(name: &str, body: &Value, scratch: &std::path::Path) -> Wish {
    let files = body["files"].as_array().into_iter().flatten();
    Wish {
        kind: name.to_owned(),
        files: files
            .filter_map(|file| Some(file.as_str()?.into()))
            .collect(),
        profile: None,
        customer: None,
        rehearse: body["rehearse"] == true,
        scratch: scratch.to_owned(),
        problems: None,
        lost: None,
        words: |refusal| Lang::En.refusal(refusal).text,
    }
}

impl Live {
    /// An office with two products in stock, two customers, and `boss` at the keyboard.
    pub(crate) fn new(lang: Lang) -> Self {
        Self::that_looks(Look::new(lang))
    }

    /// The same, drawn like this.
    pub(crate) fn that_looks(look: Look) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let caller = Caller {
            login: "boss".to_owned(),
            uid: 1,
            seat: None,
        };
        let clock: crate::desk::Clock = Arc::new(|| "2026-11-25T01:00:00Z".parse().unwrap());
        let path = folder.path().join("office.db");
        let office = Office::found(&path, clock, "广州店", &caller, false).unwrap();
        let (app, sent) = testing::app_that_looks(look, screens::make);
        let live = Self {
            app,
            sent,
            answered: Cell::new(0),
            office,
            caller,
            alter: None,
            no_files: false,
            folder,
        };
        live.furnish();
        live
    }

    fn furnish(&self) {
        let save = |name: &str, with: Value| self.run("2026-11-20T09:00:00", name, with);
        save("warehouse.save", json!({"code": "W1", "name": "总仓"}));
        save(
            "carrier.save",
            json!({"code": "SF", "name": "顺丰", "transit_days": 2}),
        );
        save(
            "carrier.save",
            json!({"code": "YTO", "name": "圆通", "transit_days": 3}),
        );
        let customer = json!({"code": "C1", "name": "广州天河百货", "terms": "net:30",
            "phone": "13800138000", "address": "广州市天河路1号", "credit_limit": "20000"});
        save("customer.save", customer);
        let customer = json!({"code": "C2", "name": "Harbor Supply", "terms": "net:30",
            "phone": "020-87654321", "address": "Pier 4"});
        save("customer.save", customer);
        let product = json!({"code": "P1", "name": "不锈钢螺丝", "spec": "M8", "unit": "件",
            "tax_rate": "13", "list_price": "12.50", "floor_price": "10"});
        save("product.save", product);
        let product = json!({"code": "P2", "name": "铝合金窗", "spec": "1200x1500", "unit": "扇",
            "tax_rate": "13", "list_price": "200", "floor_price": "180"});
        save("product.save", product);
        save(
            "stock.receive",
            json!({"warehouse": "W1", "product": "P1", "qty": "500"}),
        );
        save(
            "stock.receive",
            json!({"warehouse": "W1", "product": "P2", "qty": "40"}),
        );
    }

    /// Puts another person at the keyboard, who is made with this role.
    pub(crate) fn sit_down(&mut self, login: &str, role: &str) {
        let with = json!({"login": login, "name": login, "roles": [role]});
        self.run("2026-11-20T09:00:00", "user.save", with);
        self.caller.seat = Some(login.to_owned());
    }

    /// Puts somebody at the keyboard who is known already.
    pub(crate) fn change_seat(&mut self, login: &str) {
        self.caller.seat = Some(login.to_owned());
    }

    /// Gives a command that must be accepted.
    #[track_caller]
    pub(crate) fn run(&self, at: &str, name: &str, with: Value) -> Value {
        let mut envelope = Envelope::from(Command::parse(name, with).unwrap());
        envelope.at = Some(at.parse::<Moment>().unwrap());
        self.office
            .run(&self.caller, &envelope)
            .unwrap_or_else(|why| panic!("{name}: {why}"))
            .value
    }

    /// Asks something that must be answered.
    #[track_caller]
    pub(crate) fn ask(&self, name: &str, with: Value) -> Value {
        self.office.ask_by_name(&self.caller, name, with).unwrap()
    }

    /// Enters an order and hands it in; its number.
    #[track_caller]
    pub(crate) fn submitted(&self, at: &str, customer: &str, lines: Value) -> String {
        let order = self.entered(at, customer, lines);
        self.run(at, "order.submit", json!({ "order": order }));
        order
    }

    /// Sells goods and bills them, to fall due on a day.
    #[track_caller]
    pub(crate) fn billed(&self, customer: &str, product: &str, qty: &str, due: &str) {
        let day = due.min("2026-11-24");
        let lines = json!([{"product": product, "qty": qty}]);
        let order = self.submitted(&format!("{day}T09:00:00"), customer, lines);
        for opinion in self.ask("order", json!({ "order": order }))["opinions"]
            .as_array()
            .unwrap()
        {
            let with =
                json!({"order": order, "department": opinion["department"], "verdict": "pass"});
            self.run(&format!("{day}T10:00:00"), "review.give", with);
        }
        if self.state(&order) == "director" {
            let with = json!({"order": order, "objective": 5, "accurate": 5});
            self.run(&format!("{day}T11:00:00"), "order.approve", with);
        }
        let packed = self.run(
            &format!("{day}T12:00:00"),
            "shipment.pack",
            json!({"order": order, "lines": [{"line": 1, "qty": qty}]}),
        );
        let with = json!({"shipment": packed["shipment"], "carrier": "SF"});
        self.run(&format!("{day}T13:00:00"), "shipment.dispatch", with);
        let with = json!({"order": order, "due": due});
        self.run(&format!("{day}T14:00:00"), "invoice.post", with);
    }

    /// Where an order stands.
    #[track_caller]
    pub(crate) fn state(&self, order: &str) -> String {
        self.ask("order", json!({ "order": order }))["state"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Presses keys before the desk has answered anything.
    pub(crate) fn keys_ahead(&mut self, names: &str) {
        testing::keys(&mut self.app, names);
    }

    /// Enters an order.
    #[track_caller]
    pub(crate) fn entered(&self, at: &str, customer: &str, lines: Value) -> String {
        let with = json!({"customer": customer, "channel": "phone", "need_date": "2026-11-30",
            "ship_to": "广州市天河路1号", "lines": lines});
        self.run(at, "order.enter", with)["order"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Opens a step from the menu of steps by its name.
    pub(crate) fn step(&mut self, name: &str) {
        self.keys("F5");
        let seen = self.seen(80, 40);
        let rows: Vec<_> = seen.lines().collect();
        let first = rows
            .iter()
            .position(|row| row.contains("│>1 ") || row.contains("│ 1 "))
            .unwrap();
        let wanted = rows.iter().skip(first).position(|row| row.contains(name));
        let down = wanted.unwrap_or_else(|| panic!("{name}: {seen}"));
        for _ in 0..down {
            self.keys("Down");
        }
        self.keys("Enter");
    }

    /// Presses keys, each answered before the next.
    pub(crate) fn keys(&mut self, names: &str) {
        for name in names.split_whitespace() {
            testing::keys(&mut self.app, name);
            self.settle();
        }
    }

    /// Pastes a text, and lets the desk answer.
    pub(crate) fn paste(&mut self, text: &str) {
        let pasted = crate::ui::base::Pasted {
            text: text.to_owned(),
            left_out: 0,
        };
        self.app.handle(Event::Paste(pasted));
        self.settle();
    }

    /// Lets the desk answer everything that was asked.
    pub(crate) fn settle(&mut self) {
        while let Some(line) = self.sent.all().get(self.answered.get()).cloned() {
            self.answered.set(self.answered.get() + 1);
            if let Some((ticket, reply)) = self.answer(&line) {
                self.app.handle(Event::Reply(ticket, reply));
            }
        }
    }

    fn answer(&self, line: &str) -> Option<(Ticket, Reply)> {
        let mut parts = line.splitn(4, ' ');
        let (what, ticket, name, body) =
            (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let ticket = Ticket(ticket.parse().ok()?);
        let mut body: Value = serde_json::from_str(body).ok()?;
        if let Some(fields) = body.as_object_mut() {
            fields.retain(|_, value| !value.is_null()); // as the screen handed them in
        }
        let now: Moment = NOW.parse().unwrap();
        let outcome = match what {
            "do" => {
                let mut envelope = Envelope::from(Command::parse(name, body).unwrap());
                envelope.at = Some(now);
                self.office
                    .run(&self.caller, &envelope)
                    .map(|done| done.value)
            }
            "import" | "save" if self.no_files => {
                Err(Failure::Refused(Refusal::new(Code::AlreadyThere)))
            }
            "import" => {
                let wish = wish_of(name, &body, self.folder.path());
                wish::import(&self.office, &self.caller, &wish, &mut |_, _| true)
            }
            "save" => {
                let export = Export {
                    name: name.to_owned(),
                    keys: body["keys"].take(),
                    file: body["file"].as_str()?.into(),
                    labels: ["opening", "closing"],
                };
                export::save(&self.office, &self.caller, &export, |_, _| Ok(()))
            }
            _ => self
                .office
                .ask(&self.caller, &Query::parse(name, body).unwrap(), Some(now)),
        };
        let reply = match outcome {
            Ok(mut value) => {
                if let Some(alter) = self.alter.filter(|_| name == "review") {
                    alter(&mut value);
                }
                Ok(value)
            }
            Err(Failure::Refused(refusal)) => Err(refusal),
            Err(failure) => panic!("{failure}"),
        };
        Some((ticket, reply))
    }

    /// What goes out as commands, the last one.
    pub(crate) fn last_command(&self) -> Option<String> {
        self.sent
            .all()
            .into_iter()
            .rfind(|line| line.starts_with("do "))
    }

    /// What was kept for a screen last.
    pub(crate) fn last_kept(&self, screen: &str) -> Option<String> {
        let start = format!("park {screen} ");
        let mut all = self.sent.all().into_iter();
        all.rfind(|line| line.starts_with(&start))
    }

    /// The screen on top.
    pub(crate) fn on(&self) -> ScreenKind {
        testing::on(&self.app)
    }

    /// What is on the screen.
    pub(crate) fn worn(&self) -> String {
        testing::worn(&self.app, 80, 24)
    }

    /// What is on a screen of this size.
    pub(crate) fn seen(&self, columns: u16, rows: u16) -> String {
        testing::seen(&self.app, columns, rows)
    }
}
