//! How much more or less than ordered may be shipped (`rules.md §7`).
//!
//! Its own file beside `shipping`, because closing an order asks it too.

use std::collections::BTreeMap;

use crate::desk::failure::Outcome;
use crate::desk::settings;
use crate::domain::ids::ProductId;
use crate::domain::number::divide_half_up;
use crate::domain::{Percent, Qty};
use crate::store::customers::{self, Contract, ContractLine, Customer};
use crate::store::orders::{Line, Order};
use crate::store::products::Product;
use crate::store::{self, Db};

/// The bounds of what may be shipped of one product of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// What is wanted: ordered less called off.
    pub wanted: Qty,
    /// The least that still closes it.
    pub least: Qty,
    /// The most that may go.
    pub most: Qty,
}

/// The bounds by product, on the sum of the product's lines, so that a second row cannot get
/// round them. The line's own before contract, customer, product and office.
pub fn bounds(db: &Db, order: &Order, lines: &[Line]) -> Outcome<BTreeMap<ProductId, Bounds>> {
    bounds_of(db, order, lines, Line::wanted)
}

/// The same where something else is wanted of a line than what is not called off.
pub fn bounds_of(
    db: &Db,
    order: &Order,
    lines: &[Line],
    wanted_of: impl Fn(&Line) -> Qty,
) -> Outcome<BTreeMap<ProductId, Bounds>> {
    let usual = Usual::of(db, order)?;
    let mut by_product: BTreeMap<ProductId, Vec<&Line>> = BTreeMap::new();
    for line in lines {
        if let Some(product) = line.product_id {
            by_product.entry(product).or_default().push(line);
        }
    }
    let mut found = BTreeMap::new();
    for (id, lines) in by_product {
        let product = store::products::by_id(db, id)?;
        let (over, under) = usual.of_product(db, &product)?;
        let wanted = Qty::sum(lines.iter().map(|line| wanted_of(line)))?;
        // Rounded once, over all lines of the product.
        let part = |own: fn(&Line) -> Option<Percent>, usual: Percent| {
            let parts = lines.iter().map(|line| {
                i128::from(wanted_of(line).0) * i128::from(own(line).unwrap_or(usual).0)
            });
            Qty::narrow(divide_half_up(parts.sum(), 10_000))
        };
        let most = wanted.add(part(|line| line.tolerance_over, over)?)?;
        let least = wanted.sub(part(|line| line.tolerance_under, under)?)?;
        found.insert(
            id,
            Bounds {
                wanted,
                least,
                most,
            },
        );
    }
    Ok(found)
}

/// What counts for lines without a tolerance of their own.
struct Usual {
    contracts: Vec<(Contract, Vec<ContractLine>)>,
    customer: Option<Customer>,
}

impl Usual {
    /// Contracts count that were in force on the order's day.
    fn of(db: &Db, order: &Order) -> Outcome<Self> {
        let customer = order.customer_id;
        let customer = customer.map(|id| customers::by_id(db, id)).transpose()?;
        let mut contracts = Vec::new();
        if let Some(customer) = &customer {
            for contract in customers::contracts_on(db, customer.id, order.ordered_on)? {
                let lines = customers::contract_lines(db, contract.id)?;
                contracts.push((contract, lines));
            }
        }
        Ok(Self {
            contracts,
            customer,
        })
    }

    /// Percent over and under.
    fn of_product(&self, db: &Db, product: &Product) -> Outcome<(Percent, Percent)> {
        let agreed = |pick: fn(&Contract) -> Option<Percent>| {
            let mut covering = self
                .contracts
                .iter()
                .filter(|(_, lines)| covers(lines, product));
            covering.find_map(|(contract, _)| pick(contract))
        };
        let own = |pick: fn(&Customer) -> Option<Percent>| self.customer.as_ref().and_then(pick);
        let over = agreed(|c| c.tolerance_over)
            .or_else(|| own(|c| c.tolerance_over))
            .or(product.tolerance_over);
        let under = agreed(|c| c.tolerance_under)
            .or_else(|| own(|c| c.tolerance_under))
            .or(product.tolerance_under);
        Ok((
            over.map_or_else(|| office(db, settings::TOLERANCE_OVER), Ok)?,
            under.map_or_else(|| office(db, settings::TOLERANCE_UNDER), Ok)?,
        ))
    }
}

/// A contract counts for the goods it names; one without lines counts for all.
fn covers(lines: &[ContractLine], product: &Product) -> bool {
    let named = |line: &ContractLine| {
        line.product_id == Some(product.id)
            || line.family.is_some() && line.family == product.family
    };
    lines.is_empty() || lines.iter().any(named)
}

fn office(db: &Db, setting: &settings::Setting) -> Outcome<Percent> {
    Ok(Percent(i64::from(setting.count(db)?.min(100)) * 100))
}

/// Whether every product of the order is shipped within its bounds; what came back from the door
/// counts as shipped.
pub fn is_complete(db: &Db, order: &Order, lines: &[Line]) -> Outcome<bool> {
    let mut shipped: BTreeMap<ProductId, Qty> = BTreeMap::new();
    for line in lines {
        if let Some(product) = line.product_id {
            let sum = shipped.entry(product).or_default();
            *sum = sum.add(line.shipped)?;
        }
    }
    let bounds = bounds(db, order, lines)?;
    Ok(bounds
        .iter()
        .all(|(id, b)| shipped.get(id).copied().unwrap_or_default() >= b.least))
}
