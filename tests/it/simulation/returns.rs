//! Acts on what comes back.

use serde_json::json;

use super::World;
use super::books::{Return, Step};
use super::model::WAREHOUSES;

impl World {
    /// Something is given back, or a return goes a step on.
    pub fn give_back(&mut self) {
        let returns = self.model.returns.iter().enumerate();
        let open = returns.filter(|(_, r)| !matches!(r.step, Step::Settled | Step::Dropped));
        let open: Vec<usize> = open.map(|(n, _)| n).collect();
        if open.is_empty() || self.roll(3) == 0 {
            return self.open_return();
        }
        // Now and then one that is over.
        let at = match self.roll(12) {
            0 => self.roll(self.model.returns.len()),
            _ => open[self.roll(open.len())],
        };
        match (self.roll(12), self.model.returns[at].step) {
            (0, _) => self.drop_return(at),
            (1, _) | (2..=6, Step::Received) => self.settle(at),
            (_, Step::Open) => self.agree(at),
            _ => self.take_in(at),
        }
    }

    fn open_return(&mut self) {
        let Some(at) = self.pick(|o| o.shipped > 0) else {
            return;
        };
        let qty = self.some(4);
        let repair = self.roll(5) == 0;
        let told = self.model.returning(at, qty);
        let want = match self.roll(2) {
            _ if repair => "repair",
            0 => "credit",
            _ => "refund",
        };
        let lines = json!([{"line": 1, "qty": qty.to_string(), "reason": "quality"}]);
        let number = &self.model.orders[at].number;
        let with = json!({"order": number, "lines": lines, "want": want, "fault": "ours"});
        if let Some(value) = self.act("clerk", "return.open", with, told) {
            self.model.returns.push(Return {
                number: value["return"].as_str().unwrap().to_owned(),
                order: at,
                step: Step::Open,
                repair,
                agreed: qty,
                received: 0,
                unbilled: 0,
            });
        }
    }

    fn agree(&mut self, at: usize) {
        let with = json!({"return": self.model.returns[at].number});
        self.act("supervisor", "return.approve", with, Ok(()));
        self.model.returns[at].step = Step::Approved;
    }

    fn drop_return(&mut self, at: usize) {
        let told = match self.model.returns[at].step {
            Step::Open | Step::Approved => Ok(()),
            _ => Err("wrong_state"),
        };
        let with = json!({"return": self.model.returns[at].number, "reason": "x"});
        let done = self.act("supervisor", "return.drop", with, told);
        if done.is_some() {
            self.model.returns[at].step = Step::Dropped;
        }
    }

    fn take_in(&mut self, at: usize) {
        let (qty, warehouse) = (self.some(3), self.roll(2));
        let condition = ["good", "good", "second", "scrap"][self.roll(4)];
        let told = self.model.taking_in(at, qty);
        let lines = json!([{"line": 1, "qty": qty.to_string(), "condition": condition}]);
        let number = &self.model.returns[at].number;
        let with = json!({"return": number, "lines": lines, "warehouse": WAREHOUSES[warehouse]});
        let done = self.act("warehouse", "return.receive", with, told);
        if done.is_some() {
            self.model.take_in(at, qty, condition == "good", warehouse);
        }
    }

    fn settle(&mut self, at: usize) {
        let told = self.model.settling(at);
        let with = json!({"return": self.model.returns[at].number});
        let Some(value) = self.act("finance", "return.settle", with, told) else {
            return;
        };
        let notes = value["credit_notes"].as_array().unwrap();
        let numbers = notes.iter().map(|note| note.as_str().unwrap().to_owned());
        let made = self.model.settle(at, numbers);
        assert_eq!(notes.len(), made, "{value}");
    }
}
