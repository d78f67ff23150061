//! A plain model of stock, orders and exposure: what the rules say must come of an act, worked out
//! without the program (`rules.md §4`, `§6`–`§8`).

/// The goods that are sold: code and price with tax, in 分.
pub const GOODS: [(&str, i64); 2] = [("P1", 1_000), ("P2", 4_520)];

/// The customers: code, whether prepaid.
pub const CUSTOMERS: [(&str, bool); 3] = [("C1", false), ("C2", false), ("CP", true)];

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
    pub stage: Stage,
    /// Departments whose opinion is still awaited.
    pub awaited: Vec<String>,
    pub qty: i64,
    pub cancelled: i64,
    pub reserved: i64,
    pub packed: i64,
    pub shipped: i64,
    pub invoiced: i64,
    /// Money that came in for it, in 分.
    pub paid: i64,
    /// Packed shipments with their quantities.
    pub shipments: Vec<(String, i64)>,
}

impl Order {
    pub fn to_pack(&self) -> i64 {
        self.qty - self.cancelled - self.packed - self.shipped
    }

    fn unreserved(&self) -> i64 {
        self.to_pack() - self.reserved
    }

    fn price(&self) -> i64 {
        GOODS[self.goods].1
    }

    pub fn is_open(&self) -> bool {
        self.stage == Stage::InForce && self.qty > self.cancelled + self.shipped
    }

    /// What it puts into its customer's exposure beside invoices.
    fn carried(&self) -> i64 {
        let to_bill = self.shipped - self.invoiced;
        let to_ship = self.qty - self.cancelled - self.shipped;
        match (self.stage, CUSTOMERS[self.customer].1) {
            (Stage::InForce, false) => (to_ship + to_bill) * self.price(),
            (Stage::InForce, true) => to_bill * self.price(),
            _ => 0,
        }
    }
}

/// Everything.
#[derive(Debug, Default)]
pub struct Model {
    pub orders: Vec<Order>,
    /// On hand, by goods.
    pub on_hand: [i64; 2],
    /// Invoices less money that came in, by customer.
    pub billed: [i64; 3],
    /// Limits, by customer.
    pub limits: [Option<i64>; 3],
    /// Cheques that have not cleared: number, customer, order, amount.
    pub cheques: Vec<(String, usize, Option<usize>, i64)>,
}

impl Model {
    pub fn free(&self, goods: usize) -> i64 {
        let of = self.orders.iter().filter(|order| order.goods == goods);
        self.on_hand[goods] - of.map(|order| order.reserved + order.packed).sum::<i64>()
    }

    pub fn exposure(&self, customer: usize) -> i64 {
        let of = self
            .orders
            .iter()
            .filter(|order| order.customer == customer);
        self.billed[customer] + of.map(Order::carried).sum::<i64>()
    }

    fn over_limit(&self, customer: usize, more: i64) -> bool {
        let total = self.exposure(customer) + more;
        self.limits[customer].is_some_and(|limit| total > limit)
    }

    /// What an approval of this order is refused with.
    pub fn approval(&self, at: usize) -> Result<(), &'static str> {
        let order = &self.orders[at];
        let more = order.qty * order.price();
        let counts = !CUSTOMERS[order.customer].1;
        refused_if(
            counts && self.over_limit(order.customer, more),
            "credit.over_limit",
        )
    }

    pub fn put_in_force(&mut self, at: usize) {
        let free = self.free(self.orders[at].goods);
        let order = &mut self.orders[at];
        order.stage = Stage::InForce;
        order.reserved = free.min(order.qty);
    }

    /// Goods arrive: waiting lines are served, the oldest order first, since all are promised alike.
    pub fn receive(&mut self, goods: usize, qty: i64) {
        self.on_hand[goods] += qty;
        let mut left = qty.min(self.free(goods));
        for order in &mut self.orders {
            if order.goods == goods && order.is_open() {
                let taken = left.min(order.unreserved());
                order.reserved += taken;
                left -= taken;
            }
        }
    }

    pub fn packing(&self, at: usize, qty: i64) -> Result<(), &'static str> {
        let order = &self.orders[at];
        if qty > order.to_pack() {
            Err("shipment.over_tolerance")
        } else if qty > order.reserved.min(qty) + self.free(order.goods) {
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
        let goods = order.goods;
        let back = qty.min(order.unreserved()).min(self.free(goods));
        self.orders[at].reserved += back;
    }

    pub fn dispatch(&self, at: usize, shipment: usize) -> Result<(), &'static str> {
        let order = &self.orders[at];
        let leaving = order.shipped + order.shipments[shipment].1;
        if CUSTOMERS[order.customer].1 {
            return refused_if(order.paid < leaving * order.price(), "payment.not_cleared");
        }
        refused_if(self.over_limit(order.customer, 0), "credit.over_limit")
    }

    pub fn dispatched(&mut self, at: usize, shipment: usize) {
        let order = &mut self.orders[at];
        let (_, qty) = order.shipments.remove(shipment);
        order.packed -= qty;
        order.shipped += qty;
        self.on_hand[order.goods] -= qty;
    }

    pub fn cancelling(&self, at: usize, qty: i64) -> Result<(), &'static str> {
        refused_if(qty > self.orders[at].to_pack(), "order.below_shipped")
    }

    pub fn cancel(&mut self, at: usize, qty: i64) {
        let order = &mut self.orders[at];
        order.cancelled += qty;
        order.reserved = order.reserved.min(order.to_pack());
    }

    /// Bills what has left and is not billed.
    pub fn bill(&mut self, at: usize) {
        let order = &mut self.orders[at];
        self.billed[order.customer] += (order.shipped - order.invoiced) * order.price();
        order.invoiced = order.shipped;
    }

    pub fn money(&mut self, customer: usize, order: Option<usize>, amount: i64) {
        self.billed[customer] -= amount;
        if let Some(order) = order {
            self.orders[order].paid += amount;
        }
    }
}

fn refused_if(no: bool, code: &'static str) -> Result<(), &'static str> {
    if no { Err(code) } else { Ok(()) }
}
