//! A plain model of stock, orders and exposure: what the rules say must come of an act, worked out
//! without the program (`rules.md §4`, `§6`–`§8`). Money stands in `books.rs`, what comes back in `back.rs`.

use super::back::Return;
use super::books::{Invoice, Note, Receipt};

/// The goods that are sold: code and price with tax, in 分.
pub const GOODS: [(&str, i64); 2] = [("P1", 1_000), ("P2", 4_520)];

/// The customers: code, whether prepaid.
pub const CUSTOMERS: [(&str, bool); 3] = [("C1", false), ("C2", false), ("CP", true)];

/// Where the goods lie.
pub const WAREHOUSES: [&str; 2] = ["W1", "W2"];

/// Goods in a warehouse.
pub type Place = (usize, usize);

/// How far an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Draft,
    Reviewing,
    InForce,
    Void,
}

/// An order of one line.
#[derive(Debug, Clone)]
pub struct Order {
    pub number: String,
    pub customer: usize,
    pub goods: usize,
    pub warehouse: usize,
    pub stage: Stage,
    /// Departments whose opinion is still awaited.
    pub awaited: Vec<String>,
    pub qty: i64,
    pub cancelled: i64,
    pub reserved: i64,
    pub packed: i64,
    pub shipped: i64,
    /// Came back before it was billed.
    pub unbilled: i64,
    pub invoiced: i64,
    /// Money that came in for it, in 分.
    pub paid: i64,
    /// Packed shipments with their quantities.
    pub shipments: Vec<(String, i64)>,
    /// Those that left and are not signed for.
    pub under_way: Vec<String>,
    /// Sent, signed for and billed: what is left of its money is free.
    pub closed: bool,
    /// The bounced cheque that holds it.
    pub hold: Option<String>,
    /// Those that ever did.
    pub held_for: Vec<String>,
    /// The day that was promised.
    pub promise: String,
    /// A supervisor lets it go before what it is exchanged for is in.
    pub let_go: bool,
}

impl Order {
    pub fn draft(number: String, customer: usize, (goods, warehouse): Place, qty: i64) -> Self {
        Self {
            number,
            customer,
            goods,
            warehouse,
            stage: Stage::Draft,
            awaited: Vec::new(),
            qty,
            cancelled: 0,
            reserved: 0,
            packed: 0,
            shipped: 0,
            unbilled: 0,
            invoiced: 0,
            paid: 0,
            under_way: Vec::new(),
            closed: false,
            shipments: Vec::new(),
            hold: None,
            held_for: Vec::new(),
            promise: String::new(),
            let_go: false,
        }
    }

    pub fn to_pack(&self) -> i64 {
        self.qty - self.cancelled - self.packed - self.shipped
    }

    fn unreserved(&self) -> i64 {
        self.to_pack() - self.reserved
    }

    pub fn to_bill(&self) -> i64 {
        self.shipped - self.unbilled - self.invoiced
    }

    pub fn price(&self) -> i64 {
        GOODS[self.goods].1
    }

    pub fn place(&self) -> Place {
        (self.goods, self.warehouse)
    }

    pub fn is_prepaid(&self) -> bool {
        CUSTOMERS[self.customer].1
    }

    pub fn is_open(&self) -> bool {
        self.stage == Stage::InForce && self.has_not_left()
    }

    /// Something is still to be sent.
    pub fn has_not_left(&self) -> bool {
        self.qty > self.cancelled + self.shipped
    }

    /// All of it was called off.
    fn is_cancelled(&self) -> bool {
        self.shipped == 0 && self.qty == self.cancelled
    }

    /// In force and not called off, closed or not.
    pub fn goes_on(&self) -> bool {
        self.stage == Stage::InForce && !self.is_cancelled()
    }

    /// Neither void nor called off.
    pub fn is_alive(&self) -> bool {
        self.stage != Stage::Void && !self.is_cancelled()
    }

    /// What it puts into its customer's exposure beside invoices.
    fn carried(&self) -> i64 {
        let to_ship = self.qty - self.cancelled - self.shipped;
        match (self.stage, self.is_prepaid()) {
            (Stage::InForce, false) => (to_ship + self.to_bill()) * self.price(),
            (Stage::InForce, true) => self.to_bill() * self.price(),
            _ => 0,
        }
    }
}

/// Goods on their way from one warehouse to the other.
#[derive(Debug, Clone)]
pub struct Transfer {
    pub number: String,
    pub goods: usize,
    pub to: usize,
    pub open: i64,
}

/// Everything.
#[derive(Debug, Default)]
pub struct Model {
    pub orders: Vec<Order>,
    /// On hand, by goods and warehouse.
    pub on_hand: [[i64; 2]; 2],
    pub transfers: Vec<Transfer>,
    /// Limits, by customer.
    pub limits: [Option<i64>; 3],
    pub invoices: Vec<Invoice>,
    pub receipts: Vec<Receipt>,
    pub notes: Vec<Note>,
    pub returns: Vec<Return>,
}

impl Model {
    fn there(&self, place: Place) -> i64 {
        self.on_hand[place.0][place.1]
    }

    fn add(&mut self, place: Place, qty: i64) {
        self.on_hand[place.0][place.1] += qty;
    }

    fn of(&self, place: Place) -> impl Iterator<Item = &Order> {
        self.orders.iter().filter(move |o| o.place() == place)
    }

    pub fn free(&self, place: Place) -> i64 {
        let taken: i64 = self.of(place).map(|o| o.reserved + o.packed).sum();
        self.there(place) - taken
    }

    /// What an order book carries of a customer.
    pub fn carried(&self, customer: usize) -> i64 {
        let of = self.orders.iter().filter(|o| o.customer == customer);
        of.map(Order::carried).sum()
    }

    fn over_limit(&self, customer: usize, more: i64) -> bool {
        let total = self.exposure(customer) + more;
        self.limits[customer].is_some_and(|limit| total > limit)
    }

    /// What an approval of this order is refused with.
    pub fn approval(&self, at: usize) -> Result<(), &'static str> {
        let order = &self.orders[at];
        let more = order.qty * order.price();
        let over = !order.is_prepaid() && self.over_limit(order.customer, more);
        refused_if(over, "credit.over_limit")
    }

    pub fn put_in_force(&mut self, at: usize, promise: String) {
        let free = self.free(self.orders[at].place());
        let against = self.breaches_against(at);
        let order = &mut self.orders[at];
        order.stage = Stage::InForce;
        order.promise = promise;
        order.reserved = free.min(order.qty);
        for cheque in against {
            order.held_by(&cheque);
        }
    }

    /// Orders by rank: what is promised earlier first, then the older one.
    fn by_rank(&mut self) -> Vec<&mut Order> {
        let mut ranked: Vec<_> = self.orders.iter_mut().filter(|o| o.is_open()).collect();
        ranked.sort_by(|a, b| a.promise.cmp(&b.promise)); // stable: they stand by age
        ranked
    }

    /// Goods arrive: waiting lines are served by rank.
    pub fn receive(&mut self, place: Place, qty: i64) {
        self.add(place, qty);
        let mut left = qty.min(self.free(place));
        for order in self.by_rank() {
            if order.place() == place {
                let taken = left.min(order.unreserved());
                order.reserved += taken;
                left -= taken;
            }
        }
    }

    /// What is packed stands ready: so much cannot be lost.
    pub fn losing(&self, place: Place, qty: i64) -> Result<(), &'static str> {
        let packed: i64 = self.of(place).map(|o| o.packed).sum();
        refused_if(self.there(place) - qty < packed, "stock.short")
    }

    /// Goods are gone: what is free first, then what is kept for the last in rank.
    pub fn lose(&mut self, place: Place, qty: i64) {
        let mut missing = (qty - self.free(place)).max(0);
        self.add(place, -qty);
        for order in self.by_rank().into_iter().rev() {
            if order.place() == place {
                let given = missing.min(order.reserved);
                order.reserved -= given;
                missing -= given;
            }
        }
    }

    pub fn sending(&self, from: Place, qty: i64) -> Result<(), &'static str> {
        refused_if(qty > self.free(from), "stock.short")
    }

    pub fn send(&mut self, (goods, from): Place, qty: i64, number: String) {
        self.add((goods, from), -qty);
        self.transfers.push(Transfer {
            number,
            goods,
            to: 1 - from,
            open: qty,
        });
    }

    pub fn arriving(&self, at: usize, qty: i64, lost: i64) -> Result<(), &'static str> {
        match self.transfers[at].open {
            0 => Err("wrong_state"),
            open => refused_if(qty + lost > open, "bad_field"),
        }
    }

    pub fn arrive(&mut self, at: usize, qty: i64, lost: i64) {
        let sent = &mut self.transfers[at];
        sent.open -= qty + lost;
        let place = (sent.goods, sent.to);
        self.receive(place, qty);
    }

    /// On the way to a place.
    pub fn on_the_way(&self, place: Place) -> i64 {
        let to = self.transfers.iter().filter(|t| (t.goods, t.to) == place);
        to.map(|transfer| transfer.open).sum()
    }

    pub fn packing(&self, at: usize, qty: i64) -> Result<(), &'static str> {
        let order = &self.orders[at];
        if qty > order.to_pack() {
            Err("shipment.over_tolerance")
        } else if qty > order.reserved.min(qty) + self.free(order.place()) {
            Err("stock.short")
        } else {
            Ok(())
        }
    }

    pub fn pack(&mut self, at: usize, qty: i64, shipment: String) {
        let order = &mut self.orders[at];
        order.reserved -= order.reserved.min(qty);
        order.packed += qty;
        order.reserved = order.reserved.min(order.to_pack());
        order.shipments.push((shipment, qty));
    }

    pub fn unpack(&mut self, at: usize, shipment: usize) {
        let order = &mut self.orders[at];
        let (_, qty) = order.shipments.remove(shipment);
        order.packed -= qty;
        let place = order.place();
        let back = qty.min(order.unreserved()).min(self.free(place));
        self.orders[at].reserved += back;
    }

    pub fn dispatch(&self, at: usize, shipment: usize) -> Result<(), &'static str> {
        let order = &self.orders[at];
        if order.hold.is_some() {
            return Err("hold.active");
        }
        if order.is_prepaid() {
            let leaving = order.shipped + order.shipments[shipment].1;
            let enough = self.money_for(at) >= leaving * order.price();
            refused_if(!enough, "payment.not_cleared")?;
            return refused_if(self.waits_for_goods(at), "return.not_received");
        }
        if self.over_limit(order.customer, 0) {
            return Err("credit.over_limit");
        }
        refused_if(!self.breaches_against(at).is_empty(), "credit.overdue")?;
        refused_if(self.waits_for_goods(at), "return.not_received")
    }

    pub fn dispatched(&mut self, at: usize, shipment: usize) {
        let order = &mut self.orders[at];
        let (number, qty) = order.shipments.remove(shipment);
        order.under_way.push(number);
        order.packed -= qty;
        order.shipped += qty;
        let place = order.place();
        self.add(place, -qty);
    }

    pub fn cancelling(&self, at: usize, qty: i64) -> Result<(), &'static str> {
        refused_if(qty > self.orders[at].to_pack(), "order.below_shipped")
    }

    pub fn cancel(&mut self, at: usize, qty: i64) {
        let order = &mut self.orders[at];
        order.cancelled += qty;
        order.reserved = order.reserved.min(order.to_pack());
    }
}

pub fn refused_if(no: bool, code: &'static str) -> Result<(), &'static str> {
    if no { Err(code) } else { Ok(()) }
}
