//! Order entry against a real office: keys in, answers from the desk, screens and orders out.

mod flow;
mod forms;
mod hands;
mod looks;
mod mishaps;
mod others;
mod pasted;
mod patterns;
mod sizes;
mod thrown;

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::desk::Failure;
use crate::desk::testing::Bench;
use crate::ui::base::{
    Code, Command, Event, Key, Keymap, Look, Pasted, Port, Query, Reply, ScreenKind, Ticket,
};
use crate::ui::screens;
use crate::ui::screens::menu::Menu;
use crate::ui::shell::status::Status;
use crate::ui::shell::{App, Setup, testing};
use crate::words::Lang;

/// What waits for an answer.
enum Asked {
    Do(Ticket, Command),
    Ask(Ticket, Query),
}

/// A port that keeps what was sent until it is answered.
#[derive(Clone, Default)]
struct Line {
    asked: Rc<RefCell<VecDeque<Asked>>>,
    done: Rc<RefCell<Vec<String>>>,
    parked: Rc<RefCell<Option<Value>>>,
    /// Tokens of the forms that were handed in.
    forms: Rc<RefCell<Vec<String>>>,
}

impl Port for Line {
    fn submit(&self, ticket: Ticket, command: Command) {
        self.done.borrow_mut().push(command.to_string());
        self.asked
            .borrow_mut()
            .push_back(Asked::Do(ticket, command));
    }

    fn submit_once(&self, ticket: Ticket, command: Command, form: String) {
        self.forms.borrow_mut().push(form);
        self.submit(ticket, command);
    }

    fn ask(&self, ticket: Ticket, query: Query) {
        self.asked.borrow_mut().push_back(Asked::Ask(ticket, query));
    }

    fn import(&self, _: Ticket, _: crate::ui::base::ImportWish) {}

    fn stop_import(&self) {}

    fn save(&self, _: Ticket, _: crate::ui::base::Export) {}

    fn park(&self, _: ScreenKind, draft: Option<Value>) {
        *self.parked.borrow_mut() = draft;
    }

    fn park_at_once(&self, _: &[(ScreenKind, Value)]) {}
}

/// A clerk at order entry, and the office behind.
struct Clerk {
    app: App,
    line: Line,
    bench: Bench,
    pressed: usize,
}

/// Goods and customers as a trading company has them.
fn office() -> Bench {
    let bench = Bench::new().with_rules();
    bench.customer(
        "GZMM",
        json!({ "name": "广州某某贸易有限公司", "phone": "13800138000", "address": "天河路 1 号",
            "credit_limit": "5000" }),
    );
    bench.customer(
        "GZMD",
        json!({ "name": "广州明德百货", "phone": "13911112222" }),
    );
    bench.product(
        "1001",
        json!({ "name": "红牛维生素饮料", "spec": "250ml*24", "unit": "箱", "list_price": "120",
            "floor_price": "100", "barcode": "6901234567890" }),
    );
    bench.product(
        "1002",
        json!({ "name": "农夫山泉", "spec": "550ml", "unit": "件", "list_price": "24",
        "step": "5" }),
    );
    bench.product(
        "1003",
        json!({ "name": "不锈钢螺丝", "unit": "盒", "list_price": "8.5" }),
    );
    bench.product(
        "1004",
        json!({ "name": "不锈钢螺母", "unit": "盒", "list_price": "7" }),
    );
    bench.run(
        "stock.receive",
        json!({ "warehouse": "W1", "product": "1001", "qty": "50" }),
    );
    bench.run(
        "stock.receive",
        json!({ "warehouse": "W1", "product": "1003", "qty": "500" }),
    );
    bench.run(
        "price.save",
        json!({ "scope": "customer", "scope_code": "GZMM", "target": "sku", "target_code": "1001",
            "price": "115", "from": "2026-01-01" }),
    );
    bench
}

impl Clerk {
    fn new(lang: Lang) -> Self {
        Self::with(office(), lang, BTreeMap::new())
    }

    fn with(bench: Bench, lang: Lang, parked: BTreeMap<ScreenKind, Value>) -> Self {
        let line = Line::default();
        let setup = Setup {
            look: Look::new(lang),
            keymap: Keymap::built_in(),
            clock: Arc::new(|| "2026-11-23T09:30:00".parse().unwrap()),
            port: Box::new(line.clone()),
            maker: screens::make,
            status: Status {
                office: "广州店".into(),
                login: "boss".into(),
                ..Status::default()
            },
            parked,
            size: (80, 24),
        };
        let mut clerk = Self {
            app: App::new(setup, Box::new(Menu::new())),
            line,
            bench,
            pressed: 0,
        };
        clerk.keys("Alt-1");
        clerk.pressed = 0;
        clerk
    }

    /// Presses keys by name, text behind an apostrophe; the office answers after each.
    fn keys(&mut self, names: &str) {
        for name in names.split_whitespace() {
            self.pressed += name
                .strip_prefix('\'')
                .map_or(1, |text| text.chars().count());
            testing::keys(&mut self.app, name);
            self.answer();
        }
    }

    /// Types a text with blanks in it.
    fn type_text(&mut self, text: &str) {
        for (n, word) in text.split(' ').enumerate() {
            if n > 0 {
                self.keys("Space");
            }
            self.keys(&format!("'{word}"));
        }
    }

    /// Presses keys without an answer coming in between.
    fn keys_ahead(&mut self, names: &str) {
        testing::keys(&mut self.app, names);
    }

    /// What a scanner sends: the figures and Enter, at once.
    fn scan(&mut self, code: &str) {
        for c in code.chars() {
            let key = Key::plain(Code::Char(c));
            self.app.handle_among(Event::Key(key), true);
        }
        self.app
            .handle_among(Event::Key(Key::plain(Code::Enter)), true);
        self.answer();
    }

    fn paste(&mut self, text: &str) {
        let pasted = Pasted {
            text: text.into(),
            left_out: 0,
        };
        self.app.handle(Event::Paste(pasted));
        self.answer();
    }

    /// Opens an order from another screen.
    fn open(&mut self, order: &str) {
        let carried = crate::ui::base::Effect::OpenAt(ScreenKind::OrderEntry, order.to_owned());
        self.app.carry_for_test(carried);
        self.answer();
    }

    /// Lets the office answer everything that was asked.
    fn answer(&mut self) {
        loop {
            let next = self.line.asked.borrow_mut().pop_front();
            let Some(next) = next else { return };
            let (ticket, reply) = match next {
                Asked::Do(ticket, command) => {
                    let done = self.bench.attempt_command(command);
                    (ticket, reply(done.map(|done| done.value)))
                }
                Asked::Ask(ticket, query) => (ticket, reply(self.bench.ask(&query))),
            };
            self.app.handle(Event::Reply(ticket, reply));
        }
    }

    fn seen(&self) -> String {
        testing::seen(&self.app, 80, 24)
    }

    fn wide(&self) -> String {
        testing::seen(&self.app, 120, 40)
    }

    /// The message line.
    fn said(&self) -> String {
        self.seen().lines().nth(22).unwrap_or("").to_owned()
    }

    /// The newest order of the office.
    fn newest(&self) -> Value {
        let query = Query::parse("orders", json!({ "limit": 1 })).unwrap();
        let rows = self.bench.ask(&query).unwrap();
        let order = rows["rows"][0]["order"].clone();
        self.order(order.as_str().unwrap())
    }

    fn order(&self, number: &str) -> Value {
        self.bench
            .ask(&Query::parse("order", json!({ "order": number })).unwrap())
            .unwrap()
    }

    /// Lets every department and the director say yes.
    fn approve(&self, order: &str) {
        for opinion in self.order(order)["opinions"].as_array().unwrap() {
            self.bench.run(
                "review.give",
                json!({ "order": order, "department": opinion["department"], "verdict": "pass" }),
            );
        }
        self.bench.run(
            "order.approve",
            json!({ "order": order, "objective": 5, "accurate": 5 }),
        );
    }

    fn parked(&self) -> Option<Value> {
        self.line.parked.borrow().clone()
    }

    fn commands(&self) -> usize {
        self.line.done.borrow().len()
    }
}

fn reply(outcome: Result<Value, Failure>) -> Reply {
    outcome.map_err(|failure| match failure {
        Failure::Refused(refusal) => refusal,
        Failure::Store(error) => panic!("{error}"),
    })
}
