//! Orders and their lines.

use rusqlite::named_params;

use super::{Db, Result, Tx};
use crate::domain::ids::{
    CustomerId, LineId, OrderId, ProductId, PromotionId, StaffId, WarehouseId,
};
use crate::domain::order::{Channel, Kind, State};
use crate::domain::party::DeliveryPolicy;
use crate::domain::tax::Amounts;
use crate::domain::{Day, Moment, Money, Percent, Price, Qty};

record! {
    /// An order's row.
    pub struct Order {
        /// Row.
        pub id: OrderId,
        /// Number.
        pub number: String,
        /// Where it stands.
        pub state: State,
        /// Counts the commands that wrote it.
        pub version: i64,
        /// Approved versions so far.
        pub revision: i64,
        /// Submissions so far.
        pub round: i64,
        /// Whether the route ends at the director.
        pub to_director: bool,
        /// Customer, if known.
        pub customer_id: Option<CustomerId>,
        /// How it came in.
        pub channel: Channel,
        /// What it is for.
        pub kind: Kind,
        /// Reference of the source.
        pub source_ref: String,
        /// Who asked for it.
        pub caller: String,
        /// The raw message.
        pub source_note: String,
        /// The customer's own number.
        pub customer_ref: String,
        /// Wanted by.
        pub need_on: Option<Day>,
        /// Ship-to.
        pub ship_to: String,
        /// From which warehouse, if said.
        pub warehouse_id: Option<WarehouseId>,
        /// Terms of payment, as written.
        pub terms: String,
        /// Remark.
        pub remark: String,
        /// How it may leave, if not as the customer's usual.
        pub delivery_policy: Option<DeliveryPolicy>,
        /// Whose order it is.
        pub owner_id: Option<StaffId>,
        /// Who keyed it.
        pub keyed_by: StaffId,
        /// The order's day.
        pub ordered_on: Day,
        /// When it was entered.
        pub entered_at: Moment,
        /// When the state last changed.
        pub moved_at: Moment,
        /// When it was approved.
        pub approved_at: Option<Moment>,
        /// Goods and quantities in one word.
        pub lines_digest: String,
        /// Net.
        pub net: Money,
        /// Tax.
        pub tax: Money,
        /// Gross.
        pub gross: Money,
    }
}

record! {
    /// A line's row, with the counters that the triggers keep.
    pub struct Line {
        /// Row.
        pub id: LineId,
        /// Its order.
        pub order_id: OrderId,
        /// Line number.
        pub line: i64,
        /// Product, if known.
        pub product_id: Option<ProductId>,
        /// What was said.
        pub goods: String,
        /// Quantity ordered.
        pub qty: Option<Qty>,
        /// Unit price.
        pub price: Price,
        /// Discount on it.
        pub discount: Percent,
        /// Where the price comes from.
        pub price_from: String,
        /// What the rules would say, beside a hand price.
        pub resolved: Option<Price>,
        /// Why the hand price.
        pub price_reason: String,
        /// Free of charge.
        pub gift: bool,
        /// Its share of promotions, off its gross.
        pub promotion_off: Money,
        /// The promotion that made it, as free goods.
        pub promotion_id: Option<PromotionId>,
        /// Wanted by.
        pub need_on: Option<Day>,
        /// Promised for.
        pub promise_on: Option<Day>,
        /// The promise that the customer asked for or accepted last.
        pub promise_base_on: Option<Day>,
        /// VAT rate.
        pub tax_rate: Percent,
        /// Net.
        pub net: Money,
        /// Tax.
        pub tax: Money,
        /// Gross.
        pub gross: Money,
        /// How it may leave, if not as its order.
        pub delivery_policy: Option<DeliveryPolicy>,
        /// How much more may be shipped, if its own.
        pub tolerance_over: Option<Percent>,
        /// How much less closes it, if its own.
        pub tolerance_under: Option<Percent>,
        /// Served before all lines that have none, 1 first; 0 = none.
        pub bump: i64,
        /// Whether its order is approved.
        pub in_force: bool,
        /// Quantity called off.
        pub cancelled: Qty,
        /// Quantity reserved.
        pub reserved: Qty,
        /// Quantity packed.
        pub packed: Qty,
        /// Quantity shipped.
        pub shipped: Qty,
        /// Quantity signed for.
        pub signed: Qty,
        /// Quantity refused at the door.
        pub refused: Qty,
        /// Of it in the house again.
        pub refused_back: Qty,
        /// Quantity returned.
        pub returned: Qty,
        /// Of it returned before it was invoiced.
        pub returned_unbilled: Qty,
        /// Quantity invoiced.
        pub invoiced: Qty,
    }
}

impl Order {
    /// Its amounts.
    pub const fn amounts(&self) -> Amounts {
        Amounts {
            net: self.net,
            tax: self.tax,
            gross: self.gross,
        }
    }
}

impl Line {
    /// A new line of this number, without goods, price or history.
    pub fn blank(line: i64) -> Self {
        Self {
            id: LineId(0),
            order_id: OrderId(0),
            line,
            product_id: None,
            goods: String::new(),
            qty: None,
            price: Price::ZERO,
            discount: Percent::ZERO,
            price_from: String::new(),
            resolved: None,
            price_reason: String::new(),
            gift: false,
            promotion_off: Money::ZERO,
            promotion_id: None,
            need_on: None,
            promise_on: None,
            promise_base_on: None,
            tax_rate: Percent::ZERO,
            net: Money::ZERO,
            tax: Money::ZERO,
            gross: Money::ZERO,
            delivery_policy: None,
            tolerance_over: None,
            tolerance_under: None,
            bump: 0,
            in_force: false,
            cancelled: Qty::ZERO,
            reserved: Qty::ZERO,
            packed: Qty::ZERO,
            shipped: Qty::ZERO,
            signed: Qty::ZERO,
            refused: Qty::ZERO,
            refused_back: Qty::ZERO,
            returned: Qty::ZERO,
            returned_unbilled: Qty::ZERO,
            invoiced: Qty::ZERO,
        }
    }

    /// Its amounts.
    pub const fn amounts(&self) -> Amounts {
        Amounts {
            net: self.net,
            tax: self.tax,
            gross: self.gross,
        }
    }

    /// What is wanted of it: ordered less called off.
    pub fn wanted(&self) -> Qty {
        Qty(self.qty.unwrap_or_default().0 - self.cancelled.0).at_least_zero()
    }

    /// What is neither shipped nor packed nor called off.
    pub fn to_pack(&self) -> Qty {
        Qty(self.wanted().0 - self.shipped.0 - self.packed.0).at_least_zero()
    }

    /// What was refused at the door and is not back in the house.
    pub fn on_its_way_back(&self) -> Qty {
        Qty(self.refused.0 - self.refused_back.0).at_least_zero()
    }

    /// What is shipped, kept by the customer and not invoiced. What was refused at the door is not
    /// billed, whether or not it is back already.
    pub fn to_bill(&self) -> Qty {
        let kept = self.shipped.0 - self.on_its_way_back().0 - self.returned_unbilled.0;
        Qty(kept - self.invoiced.0).at_least_zero()
    }

    /// What is neither reserved nor packed nor shipped nor called off.
    pub fn unreserved(&self) -> Qty {
        Qty(self.to_pack().0 - self.reserved.0).at_least_zero()
    }
}

/// The order with this number.
pub fn by_number(db: &Db, number: &str) -> Result<Option<Order>> {
    db.opt("SELECT * FROM sales_order WHERE number = ?1", [number])
}

/// The order of this row.
pub fn by_id(db: &Db, id: OrderId) -> Result<Order> {
    db.one("SELECT * FROM sales_order WHERE id = ?1", [id])
}

/// Its lines, without those taken out by an edit.
pub fn lines(db: &Db, order: OrderId) -> Result<Vec<Line>> {
    db.all(
        "SELECT * FROM order_line WHERE order_id = ?1 AND removed = 0 ORDER BY line",
        [order],
    )
}

/// The orders of a customer that may still ship something: those not in force yet, and those in
/// force of which something has not left.
pub fn open_of(db: &Db, customer: CustomerId) -> Result<Vec<OrderId>> {
    let sql = "SELECT id FROM sales_order WHERE customer_id = ?1
                   AND state IN ('draft', 'incomplete', 'reviewing', 'director', 'returned')
               UNION ALL
               SELECT o.id FROM sales_order o INDEXED BY order_open
               WHERE o.customer_id = ?1 AND o.state = 'approved' AND EXISTS (
                   SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.removed = 0
                       AND l.qty > l.cancelled + l.shipped)
               ORDER BY 1";
    db.values(sql, [customer])
}

/// One of its lines.
pub fn line(db: &Db, order: OrderId, line: i64) -> Result<Option<Line>> {
    let sql = "SELECT * FROM order_line WHERE order_id = ?1 AND line = ?2 AND removed = 0";
    db.opt(sql, (order, line))
}

/// The line of this row.
pub fn line_by_id(db: &Db, id: LineId) -> Result<Line> {
    db.one("SELECT * FROM order_line WHERE id = ?1", [id])
}

/// Adds an order; its id, version and round are given by the file.
pub fn insert(tx: &Tx<'_>, o: &Order) -> Result<OrderId> {
    let sql =
        "INSERT INTO sales_order (number, state, customer_id, channel, kind, source_ref, caller,
            source_note, customer_ref, need_on, ship_to, warehouse_id, terms, remark, delivery_policy,
            owner_id, keyed_by, ordered_on, entered_at, moved_at, lines_digest, net, tax, gross)
        VALUES (:number, :state, :customer_id, :channel, :kind, :source_ref, :caller, :source_note,
            :customer_ref, :need_on, :ship_to, :warehouse_id, :terms, :remark, :policy, :owner_id, :keyed_by,
            :ordered_on, :entered_at, :moved_at, :lines_digest, :net, :tax, :gross)";
    tx.insert(
        sql,
        named_params! {
            ":number": o.number, ":state": o.state, ":customer_id": o.customer_id,
            ":channel": o.channel, ":kind": o.kind, ":source_ref": o.source_ref,
            ":caller": o.caller, ":source_note": o.source_note, ":customer_ref": o.customer_ref,
            ":need_on": o.need_on, ":ship_to": o.ship_to, ":warehouse_id": o.warehouse_id,
            ":terms": o.terms, ":remark": o.remark, ":policy": o.delivery_policy,
            ":owner_id": o.owner_id, ":keyed_by": o.keyed_by, ":ordered_on": o.ordered_on, ":entered_at": o.entered_at,
            ":moved_at": o.moved_at, ":lines_digest": o.lines_digest, ":net": o.net,
            ":tax": o.tax, ":gross": o.gross,
        },
    )
    .map(OrderId)
}

/// Writes the head anew and raises the version.
pub fn update(tx: &Tx<'_>, o: &Order) -> Result<()> {
    let sql =
        "UPDATE sales_order SET version = version + :rise, state = :state, customer_id = :customer_id,
            channel = :channel, kind = :kind, source_ref = :source_ref, caller = :caller,
            source_note = :source_note, customer_ref = :customer_ref, need_on = :need_on,
            ship_to = :ship_to, warehouse_id = :warehouse_id, terms = :terms, remark = :remark,
            delivery_policy = :policy, owner_id = :owner_id, moved_at = :moved_at, lines_digest = :lines_digest,
            net = :net, tax = :tax, gross = :gross
        WHERE id = :id";
    tx.exec(
        sql,
        named_params! {
            ":id": o.id, ":rise": tx.rise(o.id), ":state": o.state, ":customer_id": o.customer_id, ":channel": o.channel,
            ":kind": o.kind, ":source_ref": o.source_ref, ":caller": o.caller,
            ":source_note": o.source_note, ":customer_ref": o.customer_ref,
            ":need_on": o.need_on, ":ship_to": o.ship_to, ":warehouse_id": o.warehouse_id,
            ":terms": o.terms, ":remark": o.remark, ":policy": o.delivery_policy,
            ":owner_id": o.owner_id, ":moved_at": o.moved_at, ":lines_digest": o.lines_digest, ":net": o.net,
            ":tax": o.tax, ":gross": o.gross,
        },
    )
    .map(drop)
}

/// Raises the version, for a command that wrote something of the order beside its head.
pub fn touch(tx: &Tx<'_>, id: OrderId) -> Result<()> {
    tx.exec(
        "UPDATE sales_order SET version = version + ?2 WHERE id = ?1",
        (id, tx.rise(id)),
    )
    .map(drop)
}

/// Moves the order to another state and raises the version.
pub fn set_state(tx: &Tx<'_>, id: OrderId, state: State, at: Moment) -> Result<()> {
    let sql =
        "UPDATE sales_order SET state = ?2, moved_at = ?3, version = version + ?4 WHERE id = ?1";
    tx.exec(sql, (id, state, at, tx.rise(id)))?;
    let in_force = state == State::Approved;
    let sql = "UPDATE order_line SET in_force = ?2 WHERE order_id = ?1 AND in_force <> ?2";
    tx.exec(sql, (id, in_force)).map(drop)
}

/// Counts a submission and keeps whether its route ends at the director.
pub fn next_round(tx: &Tx<'_>, id: OrderId, to_director: bool) -> Result<()> {
    let sql = "UPDATE sales_order SET round = round + 1, to_director = ?2 WHERE id = ?1";
    tx.exec(sql, (id, to_director)).map(drop)
}

/// Counts an approved version; when it was approved first stays.
pub fn next_revision(tx: &Tx<'_>, id: OrderId, at: Moment) -> Result<()> {
    let sql = "UPDATE sales_order SET revision = revision + 1,
               approved_at = coalesce(approved_at, ?2) WHERE id = ?1";
    tx.exec(sql, (id, at)).map(drop)
}

/// Adds a line, or writes the one of the same number if anything of it is new.
pub fn save_line(tx: &Tx<'_>, order: OrderId, l: &Line) -> Result<()> {
    tx.exec(
        include_str!("sql/line_save.sql"),
        named_params! {
            ":order_id": order, ":line": l.line, ":product_id": l.product_id, ":goods": l.goods,
            ":qty": l.qty, ":price": l.price, ":discount": l.discount,
            ":price_from": l.price_from, ":resolved": l.resolved,
            ":price_reason": l.price_reason, ":gift": l.gift,
            ":promotion_off": l.promotion_off, ":promotion_id": l.promotion_id,
            ":need_on": l.need_on, ":promise_on": l.promise_on, ":tax_rate": l.tax_rate,
            ":net": l.net, ":tax": l.tax, ":gross": l.gross,
            ":policy": l.delivery_policy, ":over": l.tolerance_over, ":under": l.tolerance_under,
        },
    )
    .map(drop)
}

/// Bumps a line, or takes that back (0).
pub fn bump_line(tx: &Tx<'_>, line: LineId, bump: i64) -> Result<()> {
    tx.exec(
        "UPDATE order_line SET bump = ?2 WHERE id = ?1",
        (line, bump),
    )
    .map(drop)
}

/// Takes the lines after this number out of an unsent order.
pub fn remove_lines_after(tx: &Tx<'_>, order: OrderId, line: i64) -> Result<()> {
    let sql = "UPDATE order_line SET removed = 1 WHERE order_id = ?1 AND line > ?2 AND removed = 0";
    tx.exec(sql, (order, line)).map(drop)
}

/// Writes a line's promise.
pub fn set_promise(tx: &Tx<'_>, line: LineId, promise: Option<Day>) -> Result<()> {
    tx.exec(
        "UPDATE order_line SET promise_on = ?2 WHERE id = ?1 AND promise_on IS NOT ?2",
        (line, promise),
    )
    .map(drop)
}

/// Writes the promise that the customer asked for or accepted.
pub fn set_promise_base(tx: &Tx<'_>, line: LineId, base: Option<Day>) -> Result<()> {
    let sql = "UPDATE order_line SET promise_base_on = ?2 WHERE id = ?1";
    tx.exec(sql, (line, base)).map(drop)
}

/// The customer accepts what is promised of every line that is not delivered.
pub fn accept_promises(tx: &Tx<'_>, order: OrderId) -> Result<()> {
    let sql = "UPDATE order_line SET promise_base_on = promise_on
               WHERE order_id = ?1 AND removed = 0 AND qty > cancelled + signed
                 AND promise_on IS NOT NULL";
    tx.exec(sql, [order]).map(drop)
}

/// Puts a line of an approved order in force, or takes it out while its promise is worked out.
pub fn set_in_force(tx: &Tx<'_>, line: LineId, in_force: bool) -> Result<()> {
    let sql = "UPDATE order_line SET in_force = ?2 WHERE id = ?1";
    tx.exec(sql, (line, in_force)).map(drop)
}

/// The highest line number that an order has ever had.
pub fn last_line(db: &Db, order: OrderId) -> Result<i64> {
    let sql = "SELECT coalesce(max(line), 0) FROM order_line WHERE order_id = ?1";
    Ok(db.value(sql, [order])?.unwrap_or(0))
}

/// Writes who had a part in the order.
pub fn hand(tx: &Tx<'_>, order: OrderId, part: &str, who: StaffId) -> Result<()> {
    let sql = "INSERT INTO order_hand (order_id, part, staff_id)
               SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM order_hand
                   WHERE order_id = ?1 AND part = ?2 AND staff_id = ?3)";
    tx.exec(sql, (order, part, who)).map(drop)
}

/// The parts that a person has had in an order.
pub fn hands(db: &Db, order: OrderId, who: StaffId) -> Result<Vec<String>> {
    db.values(
        "SELECT part FROM order_hand WHERE order_id = ?1 AND staff_id = ?2",
        (order, who),
    )
}
