//! What is to be packed, and the rules it must pass before anything moves: tolerance, delivery
//! policy, blind count (`rules.md §7`).

use std::collections::BTreeMap;

use serde_json::json;

use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::orders::load;
use crate::desk::shipping_tolerance::{self, Bounds};
use crate::desk::stock::{above_zero, whole_steps};
use crate::domain::ids::ProductId;
use crate::domain::party::DeliveryPolicy;
use crate::domain::{Code, Qty, Refusal};
use crate::store::orders::{Line, Order};
use crate::store::products::Product;
use crate::store::{self, Db};

payload! {
    /// A line and how much of it goes into a shipment.
    pub struct PackLine {
        /// Line of the order.
        pub line: i64,
        /// How much.
        pub qty: Qty,
    }
}

payload! {
    /// What was counted of a product, without looking at the papers.
    pub struct Counted {
        /// Product.
        #[serde(deserialize_with = "fields::code")]
        pub product: String,
        /// How much.
        pub qty: Qty,
    }
}

/// A line and how much of it is to be packed.
#[derive(Debug)]
pub(super) struct Part {
    pub line: Line,
    pub product: ProductId,
    pub qty: Qty,
}

/// Everything that is to go into one shipment, each line once.
#[derive(Debug)]
pub(super) struct Plan {
    pub parts: Vec<Part>,
    pub products: BTreeMap<ProductId, Product>,
}

impl Plan {
    /// Reads the wanted lines; a line named twice counts once with the sum.
    pub fn new(db: &Db, order: &Order, wanted: &[PackLine]) -> Outcome<Self> {
        if wanted.is_empty() {
            return Err(Refusal::bad_field("lines", "at least one line").into());
        }
        let mut plan = Self {
            parts: Vec::new(),
            products: BTreeMap::new(),
        };
        for want in wanted {
            above_zero("lines.qty", want.qty)?;
            let line = load::line(db, order, want.line)?;
            plan.add(db, order, line, want.qty)?;
        }
        Ok(plan)
    }

    fn add(&mut self, db: &Db, order: &Order, line: Line, qty: Qty) -> Outcome<()> {
        let Some(id) = line.product_id else {
            let refusal = Refusal::bad_field("lines", "a line with a product");
            return Err(refusal.fact("line", line.line).into());
        };
        let product = store::products::by_id(db, id)?;
        whole_steps(&product, qty).map_err(|r| r.fact("line", line.line))?;
        if line.wanted().is_zero() {
            let document = format!("{}/{}", order.number, line.line);
            let refusal = Refusal::wrong_state(document, "cancelled");
            return Err(refusal.fact("cancelled", line.cancelled).into());
        }
        self.products.entry(id).or_insert(product);
        match self.parts.iter_mut().find(|part| part.line.id == line.id) {
            Some(part) => part.qty = part.qty.add(qty)?,
            None => self.parts.push(Part {
                line,
                product: id,
                qty,
            }),
        }
        Ok(())
    }

    /// The sum of a product.
    pub fn of(&self, product: ProductId) -> Outcome<Qty> {
        let parts = self.parts.iter().filter(|part| part.product == product);
        Ok(Qty::sum(parts.map(|part| part.qty))?)
    }

    /// How much of a line is to be packed.
    fn of_line(&self, line: &Line) -> Qty {
        let part = self.parts.iter().find(|part| part.line.id == line.id);
        part.map_or(Qty::ZERO, |part| part.qty)
    }

    /// Tests tolerance and delivery policy against the order as it stands.
    pub fn keeps_the_rules(&self, db: &Db, order: &Order) -> Outcome<()> {
        let lines = store::orders::lines(db, order.id)?;
        let bounds = shipping_tolerance::bounds(db, order, &lines)?;
        let after = self.after(&lines)?;
        self.within_tolerance(&bounds, &after)?;
        self.within_price(db, order, &lines)?;
        self.allowed_in_parts(db, order, &lines, (&bounds, &after))
    }

    /// What is packed or shipped of each product once this is packed.
    fn after(&self, lines: &[Line]) -> Outcome<BTreeMap<ProductId, Qty>> {
        let mut after: BTreeMap<ProductId, Qty> = BTreeMap::new();
        for line in lines {
            if let Some(product) = line.product_id {
                let sum = after.entry(product).or_default();
                *sum = Qty::sum([*sum, line.packed, line.shipped, self.of_line(line)])?;
            }
        }
        Ok(after)
    }

    fn within_tolerance(
        &self,
        bounds: &BTreeMap<ProductId, Bounds>,
        after: &BTreeMap<ProductId, Qty>,
    ) -> Outcome<()> {
        for (id, product) in &self.products {
            let asked = after.get(id).copied().unwrap_or_default();
            let Some(b) = bounds.get(id).filter(|b| asked > b.most) else {
                continue;
            };
            return Err(Refusal::new(Code::ShipmentOverTolerance)
                .fact("product", &product.code)
                .fact("wanted", b.wanted)
                .fact("most", b.most)
                .fact("asked", asked)
                .fact("before", asked.sub(self.of(*id)?)?)
                .into());
        }
        Ok(())
    }

    /// Rows of a product may differ among themselves, but not rows of different prices: a gift, or a
    /// cheap row, must not go in place of one that is to be paid.
    fn within_price(&self, db: &Db, order: &Order, lines: &[Line]) -> Outcome<()> {
        for part in &self.parts {
            let same = |line: &&Line| {
                line.product_id == Some(part.product)
                    && (line.price, line.gift) == (part.line.price, part.line.gift)
            };
            let rows: Vec<Line> = lines.iter().filter(same).cloned().collect();
            let of_product = |line: &&Line| line.product_id == Some(part.product);
            if rows.len() == lines.iter().filter(of_product).count() {
                continue; // one price, tested with the sum of the product
            }
            let bounds = shipping_tolerance::bounds(db, order, &rows)?;
            let asked = self.after(&rows)?;
            let asked = asked.get(&part.product).copied().unwrap_or_default();
            let Some(b) = bounds.get(&part.product).filter(|b| asked > b.most) else {
                continue;
            };
            let now = Qty::sum(rows.iter().map(|line| self.of_line(line)))?;
            return Err(Refusal::new(Code::ShipmentOverTolerance)
                .fact("product", self.products.get(&part.product).map(|p| &p.code))
                .fact("line", part.line.line)
                .fact("wanted", b.wanted)
                .fact("most", b.most)
                .fact("asked", asked)
                .fact("before", asked.sub(now)?)
                .into());
        }
        Ok(())
    }

    /// A line is whole if nothing is left to pack of it, or its product is within tolerance. The
    /// line's own policy counts before the order's and the customer's.
    fn allowed_in_parts(
        &self,
        db: &Db,
        order: &Order,
        lines: &[Line],
        (bounds, after): (&BTreeMap<ProductId, Bounds>, &BTreeMap<ProductId, Qty>),
    ) -> Outcome<()> {
        let customer = order.customer_id.map(|id| store::customers::by_id(db, id));
        let usual = order
            .delivery_policy
            .or(customer.transpose()?.map(|c| c.delivery_policy));
        let policy = |line: &Line| line.delivery_policy.or(usual);
        let goes = |line: &Line| !self.of_line(line).is_zero();
        let all_or_none = lines
            .iter()
            .any(|l| goes(l) && policy(l) == Some(DeliveryPolicy::CompleteOrder));
        let mut missing = Vec::new();
        for line in lines {
            let Some(product) = line.product_id else {
                continue;
            };
            let qty = self.of_line(line);
            let must_be_whole =
                all_or_none || goes(line) && policy(line) == Some(DeliveryPolicy::CompleteLine);
            let least = bounds.get(&product).map(|b| b.least).unwrap_or_default();
            let enough = after.get(&product).is_some_and(|sum| *sum >= least);
            if must_be_whole && qty < line.to_pack() && !enough {
                missing.push(json!({
                    "line": line.line, "to_pack": line.to_pack(), "packed": qty,
                }));
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        let named = if all_or_none {
            DeliveryPolicy::CompleteOrder
        } else {
            DeliveryPolicy::CompleteLine
        };
        Err(Refusal::new(Code::DeliveryPolicy)
            .fact("order", &order.number)
            .fact("policy", named)
            .fact("lines", missing)
            .into())
    }

    /// Tests a blind count: it must be what is to be packed, product by product.
    pub fn equals_count(&self, db: &Db, counted: &[Counted]) -> Outcome<()> {
        let mut rows: BTreeMap<String, (Qty, Qty)> = BTreeMap::new();
        for (id, product) in &self.products {
            rows.entry(product.code.clone()).or_default().0 = self.of(*id)?;
        }
        for count in counted {
            let product = find::product(db, &count.product)?;
            let sum = &mut rows.entry(product.code).or_default().1;
            *sum = sum.add(count.qty)?;
        }
        let difference: Vec<_> = rows
            .iter()
            .filter(|(_, (packed, counted))| packed != counted)
            .map(|(product, (packed, counted))| {
                json!({ "product": product, "packed": packed, "counted": counted })
            })
            .collect();
        if difference.is_empty() {
            return Ok(());
        }
        Err(Refusal::new(Code::CountMismatch)
            .fact("difference", difference)
            .into())
    }
}
