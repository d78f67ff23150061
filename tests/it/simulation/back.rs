//! The model of what comes back: returns, exchanges and credit notes (`rules.md §9`, `§10`).

use super::books::Note;
use super::model::{Model, refused_if};

/// How far a return is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Open,
    Approved,
    Received,
    Settled,
    Dropped,
}

/// What the customer wants for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    Money,
    Repair,
    Exchange,
}

/// Goods that come back.
#[derive(Debug, Clone)]
pub struct Return {
    pub number: String,
    pub order: usize,
    pub step: Step,
    pub want: Want,
    pub agreed: i64,
    pub received: i64,
    pub unbilled: i64,
    /// Of what came, taken back by notes that name this return.
    pub credited: i64,
    /// Those notes.
    pub notes: Vec<String>,
    /// The order that goes out for it.
    pub exchange: Option<usize>,
}

impl Return {
    fn claims(&self) -> i64 {
        match (self.step, self.want) {
            (Step::Dropped, _) | (Step::Settled, Want::Repair) => 0,
            (Step::Settled, _) => self.received,
            _ => self.agreed.max(self.received),
        }
    }

    /// What came and had been billed, as far as no note of this return has taken it back.
    fn to_credit(&self) -> i64 {
        match self.want {
            Want::Repair => 0,
            _ => self.received - self.unbilled - self.credited,
        }
    }

    fn is_awaited(&self) -> bool {
        matches!(self.step, Step::Open | Step::Approved)
    }
}

impl Model {
    fn claimed(&self, order: usize, but: Option<usize>) -> i64 {
        let of = self.returns.iter().enumerate();
        let of = of.filter(|(n, back)| back.order == order && Some(*n) != but);
        of.map(|(_, back)| back.claims()).sum()
    }

    pub fn returning(&self, order: usize, qty: i64) -> Result<(), &'static str> {
        let over = self.claimed(order, None) + qty > self.orders[order].shipped;
        refused_if(over, "return.over_shipped")
    }

    pub fn taking_in(&self, at: usize, qty: i64) -> Result<(), &'static str> {
        let back = &self.returns[at];
        if !matches!(back.step, Step::Approved | Step::Received) {
            return Err("wrong_state");
        }
        let all = self.claimed(back.order, Some(at)) + back.received + qty;
        let over = all > self.orders[back.order].shipped;
        refused_if(over, "return.over_shipped")
    }

    /// Goods come back: what was not billed is just not billed, what is good is stock again.
    pub fn take_in(&mut self, at: usize, qty: i64, good: bool, warehouse: usize) {
        let back = &mut self.returns[at];
        back.step = Step::Received;
        back.received += qty;
        if back.want == Want::Repair {
            return;
        }
        let order = &mut self.orders[back.order];
        let unbilled = qty.min(order.to_bill().max(0));
        back.unbilled += unbilled;
        order.unbilled += unbilled;
        let goods = order.goods;
        if good {
            self.receive((goods, warehouse), qty);
        }
    }

    /// Given up while nothing has come, and no exchange is under way.
    pub fn dropping(&self, at: usize) -> Result<(), &'static str> {
        let back = &self.returns[at];
        let goes_out = back.exchange.is_some_and(|n| self.orders[n].is_alive());
        refused_if(!back.is_awaited() || goes_out, "wrong_state")
    }

    pub fn settling(&self, at: usize, early: bool) -> Result<(), &'static str> {
        let back = &self.returns[at];
        match back.step {
            Step::Approved | Step::Received if early && back.want != Want::Exchange => {
                Err("bad_field")
            }
            Step::Approved if !early => Err("return.not_received"),
            Step::Approved => refused_if(back.exchange.is_some(), "already_there"),
            Step::Received => self.fits(&self.notes_of(at)),
            _ => Err("wrong_state"),
        }
    }

    /// Nothing but the exchange, before the goods are in.
    pub fn settles_later(&self, at: usize) -> bool {
        self.returns[at].step == Step::Approved
    }

    /// What goes out for a return that nothing has gone out for yet: what came, or what will.
    pub fn exchanging(&self, at: usize) -> Option<i64> {
        let back = &self.returns[at];
        let wanted = back.want == Want::Exchange && back.exchange.is_none();
        wanted.then_some(match back.received {
            0 => back.agreed,
            came => came,
        })
    }

    /// What the notes of a return would take back of which invoice, the newest first.
    fn notes_of(&self, at: usize) -> Vec<(usize, i64)> {
        let back = &self.returns[at];
        let mut left = back.to_credit();
        let mut parts = Vec::new();
        for (n, invoice) in self.invoices.iter().enumerate().rev() {
            let qty = left.min(invoice.qty - invoice.noted);
            if invoice.order == back.order && qty > 0 {
                parts.push((n, qty));
                left -= qty;
            }
        }
        parts
    }

    /// No note goes beyond what its invoice comes to with the notes before it.
    fn fits(&self, parts: &[(usize, i64)]) -> Result<(), &'static str> {
        let beyond = parts.iter().any(|(invoice, qty)| {
            let invoice = &self.invoices[*invoice];
            qty * self.orders[invoice.order].price() > invoice.gross - invoice.credited
        });
        refused_if(beyond, "receipt.over_applied")
    }

    /// `credit_note.post` for a return whose goods are in.
    pub fn crediting(&self, at: usize) -> Result<(), &'static str> {
        let parts = self.notes_of(at);
        let nothing = self.returns[at].step != Step::Received || parts.is_empty();
        refused_if(nothing, "wrong_state")?;
        self.fits(&parts)
    }

    /// Credits what came and had been billed; `numbers` names the notes.
    pub fn credit(&mut self, at: usize, numbers: &[String]) {
        let parts = self.notes_of(at);
        assert_eq!(parts.len(), numbers.len(), "a note for each invoice");
        for ((invoice, qty), number) in parts.into_iter().zip(numbers) {
            self.invoices[invoice].noted += qty;
            let price = self.orders[self.returns[at].order].price();
            self.note(invoice, qty * price, number.clone());
            self.returns[at].credited += qty;
            self.returns[at].notes.push(number.clone());
        }
    }

    pub fn settle(&mut self, at: usize, numbers: &[String]) {
        self.credit(at, numbers);
        self.returns[at].step = Step::Settled;
        self.orders[self.returns[at].order].close_if_done();
    }

    /// A note on an invoice by hand, for goods of it.
    pub fn noting_goods(&self, invoice: usize, qty: i64) -> Result<(), &'static str> {
        let paper = &self.invoices[invoice];
        refused_if(qty > paper.qty - paper.noted, "receipt.over_applied")?;
        self.fits(&[(invoice, qty)])
    }

    /// The same for an amount.
    pub fn noting(&self, invoice: usize, amount: i64) -> Result<(), &'static str> {
        let paper = &self.invoices[invoice];
        refused_if(
            amount > paper.gross - paper.credited,
            "receipt.over_applied",
        )
    }

    /// It stands against its invoice as far as that is open; the rest is the customer's.
    pub fn note(&mut self, invoice: usize, gross: i64, number: String) {
        let paper = &mut self.invoices[invoice];
        let applied = paper.open.min(gross);
        paper.open -= applied;
        paper.credited += gross;
        let customer = paper.customer;
        self.notes.push(Note {
            number,
            customer,
            open: gross - applied,
        });
        self.lift_holds(customer);
    }

    /// An exchange waits for the goods that it goes out for.
    pub fn waits_for_goods(&self, at: usize) -> bool {
        let mut for_it = self.returns.iter().filter(|r| r.exchange == Some(at));
        for_it.any(Return::is_awaited) && !self.orders[at].let_go
    }
}
