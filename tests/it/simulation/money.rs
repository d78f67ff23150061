//! Acts on money: bills, payments, cheques that clear or bounce, and what a bounce holds.

use serde_json::{Value, json};

use super::books::{Money, Receipt};
use super::model::{CUSTOMERS, GOODS, Order, refused_if};
use super::{World, listed, money, said};

impl World {
    pub fn bill(&mut self, at: usize) {
        let order = &self.model.orders[at];
        let told = if order.to_bill() > 0 {
            Ok(())
        } else {
            Err("wrong_state")
        };
        let with = json!({ "order": order.number });
        if let Some(value) = self.act("finance", "invoice.post", with, told) {
            let number = value["invoice"].as_str().unwrap().to_owned();
            let used = self.model.bill(at, number);
            assert_eq!(listed(&value["applied"], "receipt"), said(used), "{value}");
        }
    }

    /// Money comes in: for an order of the customer who pays before, else for what is owed.
    pub fn money(&mut self) {
        let customer = self.roll(3);
        if CUSTOMERS[customer].1 {
            let Some(at) = self.pick(|o| CUSTOMERS[o.customer].1 && o.is_open()) else {
                return;
            };
            let of = &self.model.orders[at];
            let owed = (of.qty - of.cancelled) * GOODS[of.goods].1 - of.paid;
            // A part or all of it, never more than the order.
            if owed > 0 {
                let amount = if self.roll(3) == 0 {
                    owed / 2 + 1
                } else {
                    owed
                };
                self.comes_in(customer, Some(at), amount, "wire");
            }
        } else if let Some(amount) = self.an_amount(customer) {
            self.comes_in(customer, None, amount, "wire");
        }
    }

    /// What somebody may pay who owes: one invoice, or anything up to a bit more than all.
    fn an_amount(&mut self, customer: usize) -> Option<i64> {
        let invoices = self.model.invoices.iter();
        let open = invoices.filter(|i| i.customer == customer && i.open > 0);
        let open: Vec<i64> = open.map(|i| i.open).collect();
        if open.is_empty() {
            return None;
        }
        let one = open[self.roll(open.len())];
        let all: i64 = open.iter().sum();
        Some(match self.roll(3) {
            0 => one,
            _ => self.some(all.unsigned_abs() * 9 / 8),
        })
    }

    fn comes_in(&mut self, customer: usize, order: Option<usize>, amount: i64, method: &str) {
        let mut with =
            json!({"customer": CUSTOMERS[customer].0, "method": method, "amount": money(amount)});
        if let Some(at) = order {
            with["order"] = json!(self.model.orders[at].number);
        }
        let Some(value) = self.act("finance", "receipt.record", with, Ok(())) else {
            return;
        };
        let state = if method == "cheque" {
            Money::Awaited
        } else {
            Money::Cleared
        };
        let applied = self.model.record(Receipt {
            number: value["receipt"].as_str().unwrap().to_owned(),
            customer,
            order,
            deposit: false,
            amount,
            open: amount,
            day: self.today(),
            state,
            matched: Vec::new(),
        });
        assert_eq!(
            listed(&value["applied"], "invoice"),
            said(applied),
            "{value}"
        );
        let left = self.model.receipts.last().map_or(0, |r| r.open);
        assert_eq!(value["unapplied"], json!(money(left)), "{value}");
    }

    /// A cheque comes, or one that came clears or bounces; what is over is over.
    pub fn cheque(&mut self) {
        let receipts = self.model.receipts.iter().enumerate();
        let awaited = receipts.filter(|(_, r)| r.state == Money::Awaited);
        let awaited: Vec<usize> = awaited.map(|(n, _)| n).collect();
        if awaited.len() < 3 && self.roll(2) == 0 {
            let customer = self.roll(2);
            let amount = self.an_amount(customer).unwrap_or(1_000);
            return self.comes_in(customer, None, amount, "cheque");
        }
        let at = match self.roll(12) {
            0 => self.one_of((0..self.model.receipts.len()).collect()),
            _ => self.one_of(awaited),
        };
        let Some(at) = at else {
            return;
        };
        let told = match self.model.receipts[at].state {
            Money::Awaited => Ok(()),
            _ => Err("wrong_state"),
        };
        let with = json!({"receipt": self.model.receipts[at].number});
        if self.roll(2) == 0 {
            if self.act("finance", "receipt.clear", with, told).is_some() {
                self.model.clear(at);
            }
        } else if let Some(value) = self.act("finance", "receipt.bounce", with, told) {
            let undone = self.model.bounce(at, self.today());
            assert_eq!(
                listed(&value["unapplied"], "invoice"),
                said(undone),
                "{value}"
            );
        }
    }

    /// What is open on a receipt is put against an invoice by hand; now and then too much.
    pub fn apply(&mut self) {
        let receipts = self.model.receipts.iter().enumerate();
        let fit = receipts.filter(|(_, r)| r.open > 0 || matches!(r.state, Money::Bounced(_)));
        let fit = fit.map(|(n, _)| n).collect();
        let Some(receipt) = self.one_of(fit) else {
            return;
        };
        let customer = self.model.receipts[receipt].customer;
        let invoices = self.model.invoices.iter().enumerate();
        let fit = invoices.filter(|(_, i)| i.customer == customer && i.open > 0);
        let fit = fit.map(|(n, _)| n).collect();
        let Some(invoice) = self.one_of(fit) else {
            return;
        };
        let most = self.model.receipts[receipt]
            .open
            .min(self.model.invoices[invoice].open);
        let amount = self.some(most.unsigned_abs() * 5 / 4 + 1);
        let told = self.model.applying(receipt, invoice, amount);
        let to: Value =
            json!([{"invoice": self.model.invoices[invoice].number, "amount": money(amount)}]);
        let with = json!({"receipt": self.model.receipts[receipt].number, "to": to});
        if self.act("finance", "receipt.apply", with, told).is_some() {
            self.model.apply(receipt, invoice, amount);
        }
    }

    /// What was put against an invoice is taken back; now and then more than was.
    pub fn unapply(&mut self) {
        let receipts = self.model.receipts.iter().enumerate();
        let fit = receipts.filter(|(_, r)| !CUSTOMERS[r.customer].1 && !r.matched.is_empty());
        let fit = fit.map(|(n, _)| n).collect();
        let Some(at) = self.one_of(fit) else {
            return;
        };
        let receipt = self.model.receipts[at].clone();
        let (invoice, there) = receipt.matched[self.roll(receipt.matched.len())];
        let amount = self.some(there.unsigned_abs() * 5 / 4 + 1);
        let told = refused_if(amount > there, "receipt.over_applied");
        let from =
            json!([{"invoice": self.model.invoices[invoice].number, "amount": money(amount)}]);
        let with = json!({"receipt": receipt.number, "to": from, "reason": "x"});
        if self.act("finance", "receipt.unapply", with, told).is_some() {
            self.model.unapply(at, invoice, amount);
        }
    }

    /// The office gives up what somebody owes; now and then more than that.
    pub fn give_up(&mut self) {
        let invoices = self.model.invoices.iter().enumerate();
        let fit = invoices.filter(|(_, i)| !CUSTOMERS[i.customer].1 && i.open > 0);
        let fit = fit.map(|(n, _)| n).collect();
        let Some(at) = self.one_of(fit) else {
            return;
        };
        let invoice = self.model.invoices[at].clone();
        let amount = self.some(invoice.open.unsigned_abs() * 5 / 4 + 1);
        let told = refused_if(amount > invoice.open, "receipt.over_applied");
        let with = json!({"invoice": invoice.number, "amount": money(amount), "reason": "x"});
        if self.act("director", "writeoff.post", with, told).is_some() {
            self.model.give_up(at, amount);
        }
    }

    /// What was paid too much goes back; now and then more is asked for than there is.
    pub fn refund(&mut self) {
        let receipts = self.model.receipts.iter().enumerate();
        let fit =
            receipts.filter(|(_, r)| r.open > 0 && r.order.is_none() && r.state == Money::Cleared);
        let fit = fit.map(|(n, _)| n).collect();
        let Some(at) = self.one_of(fit) else {
            return;
        };
        let receipt = self.model.receipts[at].clone();
        let amount = self.some(receipt.open.unsigned_abs() * 5 / 4);
        let told = refused_if(amount > receipt.open, "refund.over_paid");
        let with = json!({"customer": CUSTOMERS[receipt.customer].0, "receipt": receipt.number,
            "amount": money(amount), "method": "wire"});
        if self.act("finance", "refund.pay", with, told).is_some() {
            self.model.receipts[at].open -= amount;
        }
    }

    /// Finance lets an order go whose payer's cheque bounced, or one that nothing holds.
    pub fn release(&mut self) {
        let held = self.pick(|o| o.hold.is_some() && o.is_alive());
        let Some(at) = held.or_else(|| self.pick(Order::is_open)) else {
            return;
        };
        let order = &self.model.orders[at];
        let told = match order.hold {
            Some(_) => Ok(()),
            None => Err("not_found"),
        };
        let with = json!({"order": order.number, "code": "cheque", "reason": "x"});
        if self.act("finance", "hold.release", with, told).is_some() {
            self.model.orders[at].hold = None;
        }
    }
}
