//! `orderdesk stress`: a clerk who never rests, for storms (`reliability.md` S1). Hidden from help.
//!
//! It does acts of every kind in an office made for it, at random but by a seed, and tells each
//! commit as `ACK id` once it is made, each refusal as `NO id code`. Whoever kills it at any moment
//! finds every acknowledged id in the office again. It is for offices that hold nothing else: its
//! customers and goods begin with `STRESS`.

use serde_json::{Value, json};

use super::args::Stress;
use super::out;
use super::out::Exit;
use super::session::Session;
use crate::desk::{Caller, Command, Envelope, Failure, Office};

/// Rows among which an act chooses.
const CHOICE: u64 = 20;

/// Whether an act is due, and which.
type Act = Option<(&'static str, Value)>;

/// Numbers that look random; the seed alone decides.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides.max(1)
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        let at = usize::try_from(self.roll(of.len() as u64)).unwrap_or(0);
        of.get(at).copied().unwrap_or_default()
    }
}

/// Works until it has tried so many acts.
pub fn stress(session: &Session<'_>, how: &Stress) -> Result<Exit, Exit> {
    let mut worker = Worker {
        office: session.office()?,
        caller: &session.world.caller,
        dice: Dice(how.seed),
        id: String::new(),
    };
    let customers = worker
        .office
        .ask_by_name(worker.caller, "customers", json!({ "limit": 50 }))
        .map_err(|why| out::failed(session.lang, &why))?;
    let mut codes = customers["rows"].as_array().into_iter().flatten();
    if codes.any(|row| {
        !row["code"]
            .as_str()
            .is_some_and(|code| code.starts_with("STRESS"))
    }) {
        out::say(session.lang.stress_not_here());
        return Ok(Exit::Usage);
    }
    if how.furnish {
        worker
            .furnish()
            .map_err(|why| out::failed(session.lang, &why))?;
    }
    for n in 0..how.acts {
        worker.id = format!("{}-{n}", how.name);
        let Some((name, with)) = worker.choose() else {
            continue;
        };
        let id = worker.id.clone();
        match worker.give(name, with, Some(&id)) {
            Ok(_) => out::line(&format!("ACK {id}"))?,
            Err(Failure::Refused(no)) => {
                out::line(&format!("NO {id} {name} {}", no.code().name()))?;
            }
            Err(why) => return Err(out::failed(session.lang, &why)),
        }
        worker.office.shorten_log();
    }
    Ok(Exit::Done)
}

struct Worker<'a> {
    office: Office,
    caller: &'a Caller,
    dice: Dice,
    /// Of the act under way; it makes texts unlike each other.
    id: String,
}

impl Worker<'_> {
    fn give(&self, name: &str, with: Value, id: Option<&str>) -> Result<Value, Failure> {
        let mut envelope = Envelope::from(Command::parse(name, with)?);
        envelope.id = id.map(str::to_owned);
        Ok(self.office.run(self.caller, &envelope)?.value)
    }

    /// What all workers share; the first of them makes it.
    fn furnish(&self) -> Result<(), Failure> {
        for code in ["STRESS1", "STRESS2"] {
            self.give("warehouse.save", json!({"code": code, "name": code}), None)?;
            let with = json!({"code": code, "name": code, "unit": "件", "tax_rate": "13",
                "list_price": "9.99", "floor_price": "5"});
            self.give("product.save", with, None)?;
            let with = json!({"code": code, "name": code, "terms": "net:30", "kind": "shop",
                "credit_limit": "100000", "address": "某地", "phone": "13800000008"});
            self.give("customer.save", with, None)?;
        }
        self.give(
            "carrier.save",
            json!({"code": "STRESS", "name": "STRESS"}),
            None,
        )?;
        Ok(())
    }

    /// The field of one row among the first of a list; nothing where the list is empty.
    fn pick(&mut self, query: &str, keys: Value, field: &str) -> Option<Value> {
        let mut keys = keys;
        keys["limit"] = json!(CHOICE);
        let answer = self.office.ask_by_name(self.caller, query, keys).ok()?;
        let rows = answer["rows"].as_array()?;
        let at = usize::try_from(self.dice.roll(rows.len() as u64)).ok()?;
        rows.get(at)
            .map(|row| row[field].clone())
            .filter(|value| !value.is_null())
    }

    fn order(&mut self, state: &str) -> Option<Value> {
        self.pick("orders", json!({ "state": state }), "order")
    }

    fn thing(&mut self) -> &'static str {
        self.dice.one(&["STRESS1", "STRESS2"])
    }

    fn qty(&mut self, most: u64) -> String {
        (1 + self.dice.roll(most)).to_string()
    }

    fn choose(&mut self) -> Act {
        match self.dice.roll(100) {
            n @ 0..50 => self.order_act(n),
            n @ 50..72 => self.goods_act(n),
            n @ 72..86 => self.money_act(n),
            n => self.after_act(n),
        }
    }

    fn order_act(&mut self, n: u64) -> Act {
        Some(match n {
            0..9 => {
                let lines = 1 + self.dice.roll(3);
                let line =
                    |worker: &mut Self| json!({"product": worker.thing(), "qty": worker.qty(5)});
                let lines: Vec<_> = (0..lines).map(|_| line(self)).collect();
                let with = json!({"customer": self.thing(), "channel": "phone", "customer_ref": self.id,
                    "ship_to": "广州", "need_date": "2199-12-01", "lines": lines});
                ("order.enter", with)
            }
            9..17 => {
                let answers = json!([{"check": "duplicate_order", "text": "a storm"}]);
                (
                    "order.submit",
                    json!({"order": self.order("draft")?, "answers": answers}),
                )
            }
            17..34 => {
                let department =
                    self.dice
                        .one(&["sales", "finance", "sales", "finance", "production"]);
                let order = self.order("reviewing")?;
                (
                    "review.give",
                    json!({"order": order, "department": department, "verdict": "pass"}),
                )
            }
            34..43 => {
                let order = self.order("director")?;
                (
                    "order.approve",
                    json!({"order": order, "objective": 5, "accurate": 4}),
                )
            }
            43..46 => {
                let line = json!({"product": self.thing(), "qty": self.qty(5)});
                (
                    "order.edit",
                    json!({"order": self.order("draft")?, "lines": [line]}),
                )
            }
            46..48 => {
                let order = self.order("approved")?;
                (
                    "order.cancel",
                    json!({"order": order, "line": 1, "qty": "1", "reason": "customer"}),
                )
            }
            48 => (
                "order.void",
                json!({"order": self.order("draft")?, "reason": "a storm"}),
            ),
            _ => {
                let reasons = json!([{"code": "other", "text": "a storm"}]);
                (
                    "order.return",
                    json!({"order": self.order("director")?, "reasons": reasons}),
                )
            }
        })
    }

    fn goods_act(&mut self, n: u64) -> Act {
        let (here, there) = ("STRESS1", "STRESS2");
        Some(match n {
            50..54 => (
                "stock.receive",
                json!({"warehouse": here, "product": self.thing(), "qty": self.qty(9)}),
            ),
            54 => {
                let with = json!({"warehouse": here, "product": self.thing(), "qty": format!("-{}", self.qty(3)),
                    "reason": "broken"});
                ("stock.adjust", with)
            }
            55..57 => {
                let with =
                    json!({"product": self.thing(), "qty": self.qty(3), "from": here, "to": there});
                ("stock.transfer", with)
            }
            57 => {
                let transfer = self.pick("transfers", json!({}), "transfer")?;
                (
                    "stock.transfer_arrive",
                    json!({"transfer": transfer, "qty": self.qty(3)}),
                )
            }
            58..65 => {
                let lines = json!([{"line": 1, "qty": self.qty(3)}]);
                let order = self.order("approved")?;
                (
                    "shipment.pack",
                    json!({"order": order, "warehouse": here, "lines": lines}),
                )
            }
            65..69 => {
                let shipment = self.pick("shipments", json!({"wait": "dispatch"}), "shipment")?;
                (
                    "shipment.dispatch",
                    json!({"shipment": shipment, "carrier": "STRESS"}),
                )
            }
            69 => {
                let shipment = self.pick("shipments", json!({"wait": "dispatch"}), "shipment")?;
                (
                    "shipment.unpack",
                    json!({"shipment": shipment, "reason": "a storm"}),
                )
            }
            _ => {
                let shipment = self.pick("shipments", json!({"wait": "arrive"}), "shipment")?;
                let me = self.office.ask_by_name(self.caller, "me", json!({})).ok()?;
                (
                    "shipment.sign",
                    json!({"shipment": shipment, "signed_at": me["now"]}),
                )
            }
        })
    }

    fn money_act(&mut self, n: u64) -> Act {
        Some(match n {
            72..77 => {
                let state = self.dice.one(&["approved", "closed"]);
                ("invoice.post", json!({"order": self.order(state)?}))
            }
            77..81 => {
                let method = self.dice.one(&["wire", "cash", "card", "cheque"]);
                let with =
                    json!({"customer": self.thing(), "amount": self.qty(60), "method": method});
                ("receipt.record", with)
            }
            81..84 => {
                let invoice = self.pick("invoices", json!({"open": true}), "number")?;
                (
                    "credit_note.post",
                    json!({"invoice": invoice, "amount": "1.01", "reason": "a storm"}),
                )
            }
            84 => {
                let invoice = self.pick("invoices", json!({"open": true}), "number")?;
                (
                    "writeoff.post",
                    json!({"invoice": invoice, "amount": "0.02", "reason": "a storm"}),
                )
            }
            _ => {
                let limit = json!((5_000 + self.dice.roll(100_000)).to_string());
                (
                    "credit.set",
                    json!({"customer": self.thing(), "limit": limit, "reason": "a storm"}),
                )
            }
        })
    }

    fn after_act(&mut self, n: u64) -> Act {
        Some(match n {
            86..88 => {
                let lines = json!([{"line": 1, "qty": "1", "reason": "quality"}]);
                let order = self.order("closed")?;
                (
                    "return.open",
                    json!({"order": order, "lines": lines, "want": "credit", "fault": "ours"}),
                )
            }
            88 => (
                "return.approve",
                json!({"return": self.pick("returns", json!({}), "return")?}),
            ),
            89 => {
                let lines = json!([{"line": 1, "qty": "1", "condition": self.dice.one(&["good", "second", "scrap"])}]);
                let back = self.pick("returns", json!({}), "return")?;
                (
                    "return.receive",
                    json!({"return": back, "lines": lines, "warehouse": "STRESS1"}),
                )
            }
            90 => (
                "return.settle",
                json!({"return": self.pick("returns", json!({}), "return")?}),
            ),
            91..94 => {
                let with = json!({"customer": self.thing(), "way": "phone", "outcome": "reached", "text": self.id});
                ("contact.log", with)
            }
            94 => {
                let with = json!({"customer": self.thing(), "severity": 3, "text": self.id});
                ("complaint.open", with)
            }
            95 => {
                let complaint = self.pick("complaints", json!({}), "complaint")?;
                (
                    "complaint.answer",
                    json!({"complaint": complaint, "text": self.id}),
                )
            }
            96 => {
                let order = self.order("approved")?;
                (
                    "task.open",
                    json!({"subject": order, "department": "warehouse", "text": self.id,
                    "due": "2199-12-01T12:00:00"}),
                )
            }
            97 => {
                let order = self.order("approved")?;
                (
                    "hold.place",
                    json!({"order": order, "code": "other", "reason": "a storm"}),
                )
            }
            98 => {
                let order = self.order("approved")?;
                (
                    "hold.release",
                    json!({"order": order, "code": "other", "reason": "a storm"}),
                )
            }
            _ => ("carrier.save", json!({"code": "STRESS", "name": self.id})),
        })
    }
}
