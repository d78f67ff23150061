//! The model's books: invoices, money and what a bounced cheque holds (`rules.md §4`, `§9`). What comes
//! back stands in `back.rs`.

use std::collections::BTreeMap;

use super::model::{Model, Order, refused_if};

/// An invoice of one order.
#[derive(Debug, Clone)]
pub struct Invoice {
    pub number: String,
    pub order: usize,
    pub customer: usize,
    pub qty: i64,
    /// Of it taken back by notes for goods.
    pub noted: i64,
    pub gross: i64,
    /// Of it taken back by notes of any kind, in 分.
    pub credited: i64,
    pub open: i64,
}

/// Money that came in.
#[derive(Debug, Clone)]
pub struct Receipt {
    pub number: String,
    pub customer: usize,
    /// The order it is for, and whether it waits for its invoice.
    pub order: Option<usize>,
    pub deposit: bool,
    pub amount: i64,
    pub open: i64,
    pub day: i64,
    pub state: Money,
    /// Invoices it stands against, and with how much.
    pub matched: Vec<(usize, i64)>,
}

/// Whether a receipt is money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Money {
    Cleared,
    Awaited,
    /// On this day.
    Bounced(i64),
}

/// A credit note with what stands against nothing.
#[derive(Debug, Clone)]
pub struct Note {
    pub number: String,
    pub customer: usize,
    pub open: i64,
}

impl Order {
    /// Closes once all is sent, signed for and billed.
    pub fn close_if_done(&mut self) {
        let settled = self.shipments.is_empty() && self.under_way.is_empty() && self.to_bill() == 0;
        self.closed |= settled && self.goes_on() && !self.has_not_left();
    }

    /// A cheque holds it, unless one does already.
    pub fn held_by(&mut self, cheque: &str) {
        if self.hold.is_none() {
            self.hold = Some(cheque.to_owned());
            self.held_for.push(cheque.to_owned());
        }
    }
}

/// What a customer owes and has paid, in 分.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub ar_open: i64,
    pub unapplied: i64,
    pub uncleared: i64,
}

impl Model {
    pub fn sums(&self, customer: usize) -> Sums {
        let invoices = self.invoices.iter().filter(|i| i.customer == customer);
        let receipts = self.receipts.iter().filter(|r| r.customer == customer);
        let notes = self.notes.iter().filter(|n| n.customer == customer);
        let awaited = receipts.clone().filter(|r| r.state == Money::Awaited);
        Sums {
            ar_open: invoices.map(|i| i.open).sum(),
            unapplied: receipts.map(|r| r.open).sum::<i64>() + notes.map(|n| n.open).sum::<i64>(),
            uncleared: awaited.map(|r| r.amount).sum(),
        }
    }

    pub fn exposure(&self, customer: usize) -> i64 {
        let sums = self.sums(customer);
        sums.ar_open - sums.unapplied + sums.uncleared + self.carried(customer)
    }

    /// Bills what has left and is not billed; deposits of the order go against it, and what each gives
    /// is told.
    pub fn bill(&mut self, at: usize, number: String) -> Vec<(String, i64)> {
        let order = &mut self.orders[at];
        let qty = order.to_bill();
        order.invoiced += qty;
        let gross = qty * order.price();
        let invoice = self.invoices.len();
        self.invoices.push(Invoice {
            number,
            order: at,
            customer: order.customer,
            qty,
            noted: 0,
            gross,
            credited: 0,
            open: gross,
        });
        let deposits = self.receipts.iter().enumerate();
        let deposits = deposits.filter(|(_, r)| r.deposit && r.order == Some(at));
        let deposits: Vec<usize> = deposits.map(|(n, _)| n).collect();
        let used = self.put_against(&deposits, &[invoice]);
        self.orders[at].close_if_done();
        used.into_iter()
            .map(|(receipt, _, amount)| (self.receipts[receipt].number.clone(), amount))
            .collect()
    }

    /// One of those under way is signed for.
    pub fn sign(&mut self, at: usize, which: usize) {
        self.orders[at].under_way.remove(which);
        self.orders[at].close_if_done();
    }

    /// Fills invoices with what is open on receipts, one after the other.
    fn put_against(&mut self, from: &[usize], to: &[usize]) -> Vec<(usize, usize, i64)> {
        let mut done = Vec::new();
        for (receipt, invoice) in from.iter().flat_map(|r| to.iter().map(move |i| (*r, *i))) {
            let amount = self.receipts[receipt].open.min(self.invoices[invoice].open);
            if amount > 0 {
                self.match_up(receipt, invoice, amount);
                done.push((receipt, invoice, amount));
            }
        }
        done
    }

    fn match_up(&mut self, receipt: usize, invoice: usize, amount: i64) {
        let paper = &mut self.receipts[receipt];
        paper.open -= amount;
        match paper.matched.iter_mut().find(|(to, _)| *to == invoice) {
            Some((_, matched)) => *matched += amount,
            None => paper.matched.push((invoice, amount)),
        }
        self.invoices[invoice].open -= amount;
    }

    /// Money comes in, and pays what the rules say: an order's own invoices, else one of exactly that
    /// amount, else the oldest. Says what it paid.
    pub fn record(&mut self, receipt: Receipt) -> Vec<(String, i64)> {
        let (customer, order, amount) = (receipt.customer, receipt.order, receipt.amount);
        let open = self.invoices.iter().enumerate().filter(|(_, i)| {
            i.open > 0 && i.customer == customer && order.is_none_or(|order| i.order == order)
        });
        let mut open: Vec<usize> = open.map(|(n, _)| n).collect();
        let deposit = order.is_some() && open.is_empty();
        if let Some(exact) = open.iter().find(|n| self.invoices[**n].open == amount) {
            open = vec![*exact];
        }
        let cleared = receipt.state == Money::Cleared;
        let at = self.receipts.len();
        self.receipts.push(Receipt { deposit, ..receipt });
        if let Some(order) = order.filter(|_| cleared) {
            self.orders[order].paid += amount;
        }
        let paid = self.put_against(&[at], &open);
        self.lift_holds(customer);
        let told = paid.into_iter();
        told.map(|(_, invoice, amount)| (self.invoices[invoice].number.clone(), amount))
            .collect()
    }

    pub fn clear(&mut self, at: usize) {
        self.receipts[at].state = Money::Cleared;
        self.lift_holds(self.receipts[at].customer);
    }

    /// The bank has refused it: what it had paid is owed again, and nothing leaves.
    pub fn bounce(&mut self, at: usize, day: i64) -> Vec<(String, i64)> {
        let receipt = &mut self.receipts[at];
        receipt.state = Money::Bounced(day);
        receipt.open = 0;
        let (number, customer) = (receipt.number.clone(), receipt.customer);
        let mut undone = std::mem::take(&mut receipt.matched);
        undone.sort_unstable();
        for (invoice, amount) in &undone {
            self.invoices[*invoice].open += amount;
        }
        for order in &mut self.orders {
            if order.customer == customer && order.is_alive() && order.has_not_left() {
                order.held_by(&number);
            }
        }
        let told = undone.into_iter();
        told.map(|(invoice, amount)| (self.invoices[invoice].number.clone(), amount))
            .collect()
    }

    /// By hand: no more than is open on either.
    pub fn applying(
        &self,
        receipt: usize,
        invoice: usize,
        amount: i64,
    ) -> Result<(), &'static str> {
        let paper = &self.receipts[receipt];
        if matches!(paper.state, Money::Bounced(_)) {
            return Err("wrong_state");
        }
        let most = paper.open.min(self.invoices[invoice].open);
        refused_if(amount > most, "receipt.over_applied")
    }

    pub fn apply(&mut self, receipt: usize, invoice: usize, amount: i64) {
        self.match_up(receipt, invoice, amount);
        self.lift_holds(self.receipts[receipt].customer);
    }

    /// What a receipt paid is open again, on it and on the invoice.
    pub fn unapply(&mut self, receipt: usize, invoice: usize, amount: i64) {
        let paper = &mut self.receipts[receipt];
        paper.open += amount;
        self.invoices[invoice].open += amount;
        for (to, matched) in &mut paper.matched {
            *matched -= if *to == invoice { amount } else { 0 };
        }
        paper.matched.retain(|(_, matched)| *matched > 0);
    }

    pub fn give_up(&mut self, invoice: usize, amount: i64) {
        self.invoices[invoice].open -= amount;
        self.lift_holds(self.invoices[invoice].customer);
    }

    /// Bounced cheques of a customer that nothing has made good: as much money since, or nothing owed.
    fn breaches(&self, customer: usize) -> Vec<String> {
        if self.sums(customer).ar_open == 0 {
            return Vec::new();
        }
        let of = self.receipts.iter().filter(|r| r.customer == customer);
        let mut paid: BTreeMap<i64, i64> = BTreeMap::new();
        for receipt in of.clone().filter(|r| r.state == Money::Cleared) {
            *paid.entry(receipt.day).or_default() += receipt.amount;
        }
        let paid_since = |day: i64| -> i64 { paid.range(day..).map(|(_, amount)| amount).sum() };
        let bounced = of.clone().filter_map(|receipt| match receipt.state {
            Money::Bounced(day) => {
                (paid_since(day) < receipt.amount).then(|| receipt.number.clone())
            }
            _ => None,
        });
        bounced.collect()
    }

    /// Of them those that have not held this order before.
    pub fn breaches_against(&self, at: usize) -> Vec<String> {
        let order = &self.orders[at];
        let mut found = self.breaches(order.customer);
        found.retain(|cheque| !order.is_prepaid() && !order.held_for.contains(cheque));
        found
    }

    /// Holds go whose cheque was made good.
    pub fn lift_holds(&mut self, customer: usize) {
        let still = self.breaches(customer);
        for order in &mut self.orders {
            if order.customer == customer && order.is_alive() {
                order.hold.take_if(|cheque| !still.contains(cheque));
            }
        }
    }

    /// What has cleared for a prepaid order, with what its customer has free: the same money never
    /// pays twice.
    pub fn money_for(&self, at: usize) -> i64 {
        let customer = self.orders[at].customer;
        let notes = self.notes.iter().filter(|n| n.customer == customer);
        let of_closed = |r: &&Receipt| r.order.is_some_and(|order| self.orders[order].closed);
        let receipts = self.receipts.iter().filter(|r| r.customer == customer);
        let mut free: i64 = notes.map(|n| n.open).sum();
        free += receipts.filter(of_closed).map(|r| r.open).sum::<i64>();
        for (n, other) in self.orders.iter().enumerate() {
            if n != at && other.customer == customer && other.goes_on() {
                let kept = other.shipped - other.unbilled;
                free -= (kept * other.price() - self.own_money(n)).max(0);
            }
        }
        self.own_money(at) + free.max(0)
    }

    fn own_money(&self, at: usize) -> i64 {
        let invoices = self.invoices.iter().filter(|i| i.order == at);
        let names_it = |r: &&Receipt| r.order == Some(at) && !self.orders[at].closed;
        let receipts = self.receipts.iter().filter(names_it);
        invoices.map(|i| i.gross - i.open).sum::<i64>() + receipts.map(|r| r.open).sum::<i64>()
    }
}
