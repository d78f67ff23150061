//! Invoices, receipts, cheques, dunning, the closing of a month.

use serde_json::{Value, json};

use super::books::Pays;
use super::entry::{amount, text};
use super::plan::Fate;
use super::sim::{Debt, Sim, Step};
use crate::desk::failure::Outcome;
use crate::domain::{Day, Moment, Money};

impl Sim<'_> {
    /// Money before the goods: all of it, or the deposit and shortly after the rest.
    pub(super) fn pay_ahead(&mut self, n: usize, all: bool, at: Moment) -> Outcome<()> {
        let serial = self.next_serial();
        let order = &self.orders[n];
        let who = &self.books.customers[order.plan.customer];
        let platform = order.plan.warehouse == "DS";
        let rest_later = who.terms.contains("/net");
        let whole = order.gross;
        let sum = match (all, order.paid) {
            (true, _) => whole,
            (false, false) => deposit(whole),
            (false, true) => Money(whole.0 - deposit(whole).0),
        };
        let method = match who.kind.as_str() {
            _ if platform => "platform",
            "person" => "card",
            "shop" => "cash",
            _ => "wire",
        };
        let with = json!({
            "customer": who.code, "amount": sum, "method": method, "order": order.number,
            "ref": format!("{}{serial:06}", if platform { "ZFB" } else { "HK" }),
        });
        let finance = self.crew.finance.clone();
        if self.ask(&finance, at, "receipt.record", with)?.is_none() {
            return Ok(());
        }
        let second = self.orders[n].paid;
        if !all && !second {
            self.reserve_free(n);
        }
        self.orders[n].paid = true;
        if !all && !second && !rest_later {
            let when = self.in_minutes(at, 60, 400);
            self.later(when, Step::PayAhead(n, false));
        } else {
            self.pack_soon(n, at);
        }
        Ok(())
    }

    pub(super) fn invoice(&mut self, n: usize, parcel: &str, at: Moment) -> Outcome<()> {
        let finance = self.crew.finance.clone();
        let with = json!({ "shipment": parcel });
        let Some(value) = self.ask(&finance, at, "invoice.post", with)? else {
            return Ok(());
        };
        let gross = amount(&value["gross"]);
        let due: Day = value["due"]
            .as_str()
            .and_then(|day| day.parse().ok())
            .unwrap_or(at.day());
        let customer = self.orders[n].plan.customer;
        let who = &self.books.customers[customer];
        if who.terms == "cod" {
            let when = self.in_days(at.day(), 2);
            self.later(when, Step::CodPaid(n, gross));
        } else if who.owes_after() {
            let owed = if who.wants_deposit() {
                Money(gross.0 - deposit(gross).0)
            } else {
                gross
            };
            let pays = who.pays;
            self.debts.push(Debt {
                customer,
                invoice: text(&value["invoice"]),
                amount: owed,
                due,
                paid: false,
            });
            self.expect_money(pays, customer, due);
        }
        Ok(())
    }

    /// When the money will come, or the reminders.
    fn expect_money(&mut self, pays: Pays, customer: usize, due: Day) {
        let debt = self.debts.len() - 1;
        let days = match pays {
            Pays::Prompt => self.dice.between(-2, 2),
            Pays::Slow => self.dice.between(9, 26),
            Pays::Bad => self.dice.between(60, 90),
        };
        let when = self.on_workday(due.plus_days(days));
        self.later(when, Step::Pay(customer, due));
        let remind = self.dice.between(2, 5);
        let when = self.on_workday(due.plus_days(remind));
        self.later(when, Step::Dun(debt, 1));
    }

    pub(super) fn cod_paid(&mut self, n: usize, sum: Money, at: Moment) -> Outcome<()> {
        let order = &self.orders[n];
        let with = json!({
            "customer": self.books.customers[order.plan.customer].code, "amount": sum,
            "method": "cod", "carrier": order.carrier, "order": order.number,
        });
        let finance = self.crew.finance.clone();
        self.give(&finance, at, "receipt.record", with).map(drop)
    }

    /// Pays everything of a customer that is due by a day, now and then only a part of it.
    pub(super) fn pay(&mut self, customer: usize, due: Day, at: Moment) -> Outcome<()> {
        let open: Vec<usize> = (0..self.debts.len())
            .filter(|d| {
                let debt = &self.debts[*d];
                debt.customer == customer && debt.due <= due && !debt.paid
            })
            .collect();
        if open.is_empty() {
            return Ok(());
        }
        let serial = self.next_serial();
        let whole = Money(open.iter().map(|d| self.debts[*d].amount.0).sum());
        let part = open.len() == 1 && self.dice.one_in(9);
        let sum = if part { Money(whole.0 * 6 / 10) } else { whole };
        let who = &self.books.customers[customer];
        let method = match (who.kind.as_str(), self.dice.between(1, 7)) {
            ("shop", _) => "cash",
            (_, 1) => "cheque",
            _ => "wire",
        };
        let mut with = json!({
            "customer": who.code, "amount": sum, "method": method, "ref": format!("HK{serial:06}"),
        });
        if self.dice.between(1, 10) <= 6 {
            let numbers: Vec<_> = open
                .iter()
                .map(|d| self.debts[*d].invoice.clone())
                .collect();
            with["invoices"] = json!(numbers);
        }
        let finance = self.crew.finance.clone();
        let Some(value) = self.ask(&finance, at, "receipt.record", with)? else {
            return Ok(());
        };
        for d in &open {
            self.debts[*d].paid = !part;
            if part {
                self.debts[*d].amount = Money(whole.0 - sum.0);
            }
        }
        if method == "cheque" {
            let good = !self.dice.one_in(5);
            let when = self.in_days(at.day(), 4);
            self.later(when, Step::Cheque(text(&value["receipt"]), good));
        }
        Ok(())
    }

    pub(super) fn cheque(&mut self, receipt: &str, good: bool, at: Moment) -> Outcome<()> {
        let finance = self.crew.finance.clone();
        let (name, with) = if good {
            ("receipt.clear", json!({ "receipt": receipt }))
        } else {
            let reason = "存款不足，银行退票";
            (
                "receipt.bounce",
                json!({ "receipt": receipt, "reason": reason }),
            )
        };
        self.give(&finance, at, name, with).map(drop)
    }

    /// Reminds of what is overdue: a call, a promise, a letter.
    pub(super) fn dun(&mut self, debt: usize, times: u8, at: Moment) -> Outcome<()> {
        let owed = &self.debts[debt];
        if owed.paid || owed.due >= at.day() {
            return Ok(());
        }
        let who = &self.books.customers[owed.customer];
        let promise_day = self.shift.after(at.day(), 5);
        let next = if times == 2 {
            promise_day
        } else {
            self.shift.after(at.day(), 3)
        };
        let mut with = json!({
            "customer": who.code, "invoice": owed.invoice,
            "next_at": super::shift::at(next, super::shift::OPEN + 30, 0),
        });
        let (way, outcome, said) = match (times, self.dice.between(1, 3)) {
            (1, 1) => ("phone", "no_answer", "对账催款，无人接听"),
            (1, _) => ("phone", "reached", "已发对账单，对方财务核对中"),
            (2, _) => ("phone", "promised", "答应按约定日期付款"),
            (3, 1) => ("wechat", "refused", "对方称等工程款到账"),
            _ => ("email", "reached", "已寄催款函，要求三日内答复"),
        };
        with["way"] = json!(way);
        with["outcome"] = json!(outcome);
        with["text"] = json!(said);
        if outcome == "promised" {
            with["promise"] = json!({ "date": promise_day, "amount": owed.amount });
        }
        let by = if times == 3 {
            &self.crew.finance
        } else {
            &self.crew.clerk
        }
        .clone();
        self.give(&by, at, "contact.log", with)?;
        if times < 4 {
            let wait = if times == 2 { 7 } else { 4 };
            let when = self.in_days(at.day(), wait);
            self.later(when, Step::Dun(debt, times + 1));
        }
        Ok(())
    }

    pub(super) fn close_month(&mut self, month: &str, at: Moment) -> Outcome<()> {
        let finance = self.crew.finance.clone();
        let with = json!({ "month": month });
        self.give(&finance, at, "period.close", with).map(drop)
    }

    /// An order that is on its way or arrived, for what comes after the sale.
    pub(super) fn delivered(&self, at: Moment, skip: usize) -> Option<(usize, Value)> {
        let ready = |n: &usize| {
            let order = &self.orders[*n];
            !order.parcels.is_empty()
                && order.plan.fate == Fate::Through
                && order.plan.kind != "futures"
                && at.day().days_since(order.plan.entered.day()) > 16
        };
        let mut found = (0..self.orders.len()).filter(ready);
        let n = found.nth(skip)?;
        Some((n, json!(self.orders[n].number)))
    }
}

/// The first part of a price: 30 %.
fn deposit(whole: Money) -> Money {
    Money((whole.0 * 3 + 9) / 10)
}
