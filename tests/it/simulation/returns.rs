//! Acts on what comes back: returns, exchanges, credit notes by hand.

use serde_json::{Value, json};

use super::back::{Return, Step, Want};
use super::model::WAREHOUSES;
use super::{World, money};

/// Of what is open or billed, so many of the newest are still of interest.
const NEWEST: usize = 30;

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
            _ => open[open.len() - 1 - self.roll(open.len().min(NEWEST))],
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
        let told = self.model.returning(at, qty);
        let (want, name) = [
            (Want::Money, "credit"),
            (Want::Money, "refund"),
            (Want::Repair, "repair"),
            (Want::Exchange, "exchange"),
        ][self.roll(4)];
        let lines = json!([{"line": 1, "qty": qty.to_string(), "reason": "quality"}]);
        let number = &self.model.orders[at].number;
        let with = json!({"order": number, "lines": lines, "want": name, "fault": "ours"});
        if let Some(value) = self.act("clerk", "return.open", with, told) {
            self.model.returns.push(Return {
                number: value["return"].as_str().unwrap().to_owned(),
                order: at,
                step: Step::Open,
                want,
                agreed: qty,
                received: 0,
                unbilled: 0,
                credited: 0,
                notes: Vec::new(),
                exchange: None,
            });
        }
    }

    fn agree(&mut self, at: usize) {
        let with = json!({"return": self.model.returns[at].number});
        self.act("supervisor", "return.approve", with, Ok(()));
        self.model.returns[at].step = Step::Approved;
    }

    fn drop_return(&mut self, at: usize) {
        let told = self.model.dropping(at);
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
        let early = self.roll(3) == 0;
        let told = self.model.settling(at, early);
        let with = json!({"return": self.model.returns[at].number, "early": early});
        let Some(value) = self.act("finance", "return.settle", with, told) else {
            return;
        };
        let going_out = self.model.exchanging(at);
        if !self.model.settles_later(at) {
            let before = self.model.returns[at].notes.clone();
            let told = numbers(&value["credit_notes"]);
            // Where it makes no note, it tells those that were made for it before.
            let made: &[String] = if told == before { &[] } else { &told };
            self.model.settle(at, made);
        }
        if let Some(qty) = going_out {
            let of = &self.model.orders[self.model.returns[at].order];
            let (customer, place) = (of.customer, of.place());
            let made = self.drafted(&value["order"], customer, place, qty);
            self.model.returns[at].exchange = Some(made);
        }
        let exchange = self.model.returns[at].exchange;
        let exchange = exchange.map(|n| self.model.orders[n].number.as_str());
        assert_eq!(value["order"], json!(exchange), "{value}");
    }

    /// Finance writes a credit note: for a return whose goods are in, for goods of an invoice, or for an
    /// amount; now and then for more than there is.
    pub fn note_by_hand(&mut self) {
        if self.roll(3) == 0 {
            return self.note_of_return();
        }
        let invoices = self.model.invoices.len();
        if invoices == 0 {
            return;
        }
        let at = invoices - 1 - self.roll(invoices.min(NEWEST));
        let invoice = self.model.invoices[at].clone();
        let mut with = json!({"invoice": invoice.number, "reason": "x"});
        let (told, gross, qty) = if self.roll(2) == 0 {
            let qty = self.part(invoice.qty - invoice.noted);
            with["lines"] = json!([{"line": 1, "qty": qty.to_string()}]);
            let price = self.model.orders[invoice.order].price();
            (self.model.noting_goods(at, qty), qty * price, qty)
        } else {
            let left = (invoice.gross - invoice.credited).unsigned_abs();
            // Seldom much of it: the goods can hardly be credited any more.
            let most = if self.roll(4) == 0 {
                left * 5 / 4
            } else {
                left / 8
            };
            let amount = self.some(most + 1);
            with["amount"] = json!(money(amount));
            (self.model.noting(at, amount), amount, 0)
        };
        if let Some(value) = self.act("finance", "credit_note.post", with, told) {
            let number = value["credit_note"].as_str().unwrap().to_owned();
            self.model.invoices[at].noted += qty;
            self.model.note(at, gross, number);
            assert_eq!(value["gross"], json!(money(gross)), "{value}");
            let left = self.model.notes.last().map_or(0, |note| note.open);
            assert_eq!(value["unapplied"], json!(money(left)), "{value}");
        }
    }

    fn note_of_return(&mut self) {
        let returns = self.model.returns.iter().enumerate();
        let came = returns.filter(|(_, back)| back.step == Step::Received);
        let mut came: Vec<usize> = came.map(|(n, _)| n).collect();
        came.drain(..came.len().saturating_sub(NEWEST));
        let any = self.roll(8) == 0;
        let fit = if any {
            (0..self.model.returns.len()).collect()
        } else {
            came
        };
        let Some(at) = self.one_of(fit) else {
            return;
        };
        let told = self.model.crediting(at);
        let with = json!({"return": self.model.returns[at].number, "reason": "x"});
        if let Some(value) = self.act("finance", "credit_note.post", with, told) {
            self.model.credit(at, &numbers(&value["credit_notes"]));
        }
    }
}

fn numbers(notes: &Value) -> Vec<String> {
    let notes = notes.as_array().unwrap().iter();
    notes
        .map(|note| note.as_str().unwrap().to_owned())
        .collect()
}
