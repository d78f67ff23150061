//! An order as its checks and its route see it.

use std::cell::OnceCell;

use super::promote::Lost;
use crate::desk::failure::Outcome;
use crate::desk::receivables::credit;
use crate::domain::{Day, Money};
use crate::store::customers::{self, Customer};
use crate::store::orders::{Line, Order};
use crate::store::products::{self, Product};
use crate::store::{self, Db};

/// An order with what its checks look at.
#[derive(Debug)]
pub struct Case<'a> {
    /// The order.
    pub order: &'a Order,
    /// Its lines.
    pub lines: &'a [Line],
    /// Its customer, if known.
    pub customer: Option<Customer>,
    /// The product of each line, if known.
    pub goods: Vec<Option<Product>>,
    /// The day it is judged on.
    pub today: Day,
    /// Promotions that it had claimed and lost when it was worked out anew.
    pub lost: Vec<Lost>,
    /// By how much a new version of an order in force raises the exposure.
    pub delta: Option<Money>,
    standing: OnceCell<credit::Standing>,
}

impl<'a> Case<'a> {
    /// Reads what the checks look at.
    pub fn new(db: &Db, order: &'a Order, lines: &'a [Line], today: Day) -> Outcome<Self> {
        let customer = order
            .customer_id
            .map(|id| customers::by_id(db, id))
            .transpose()?;
        let goods = lines
            .iter()
            .map(|line| {
                line.product_id
                    .map(|id| products::by_id(db, id))
                    .transpose()
            })
            .collect::<store::Result<_>>()?;
        Ok(Self {
            order,
            lines,
            customer,
            goods,
            today,
            lost: Vec::new(),
            delta: None,
            standing: OnceCell::new(),
        })
    }

    /// The same for a new version of an order in force: credit is tested by what it adds.
    pub fn of_change(
        db: &Db,
        order: &'a Order,
        lines: &'a [Line],
        today: Day,
        delta: Money,
    ) -> Outcome<Self> {
        let mut case = Self::new(db, order, lines, today)?;
        case.delta = Some(delta);
        Ok(case)
    }

    /// Where the customer stands, worked out once for all checks that ask.
    pub fn standing(&self, db: &Db, customer: &Customer) -> Outcome<&credit::Standing> {
        if let Some(known) = self.standing.get() {
            return Ok(known);
        }
        let found = credit::standing(db, customer.id, self.today)?;
        Ok(self.standing.get_or_init(|| found))
    }

    /// The lines whose goods are known.
    pub fn with_goods(&self) -> impl Iterator<Item = (&Line, &Product)> {
        self.lines
            .iter()
            .zip(&self.goods)
            .filter_map(|(l, p)| p.as_ref().map(|p| (l, p)))
    }
}
