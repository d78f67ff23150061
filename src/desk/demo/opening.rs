//! What lies in the warehouses on the first day, and what is known to come.

use serde_json::json;

use super::books::{Books, Trade};
use super::chance::Chance;
use super::plan;
use super::shift;
use super::sim::{Sim, Step};
use crate::desk::failure::Outcome;
use crate::domain::{Moment, Qty};

/// Steps of a product below which it is ordered again.
pub(super) const LOW: i64 = 15;
/// Steps of a product that are ordered at a time.
pub(super) const REFILL: i64 = 150;

/// Goods that run out during the story and do not come in before its end.
pub(super) fn short_goods(books: &Books) -> Vec<usize> {
    let mut dice = Chance::new(5);
    let mut short = Vec::new();
    for (trade, count) in [
        (Trade::Hardware, 3),
        (Trade::Drinks, 3),
        (Trade::Clothing, 3),
    ] {
        let goods: Vec<usize> = (0..books.products.len())
            .filter(|p| books.products[*p].trade == trade)
            .filter(|p| !plan::offers(books, Trade::Platform, *p))
            .collect();
        for _ in 0..count {
            short.push(*dice.pick(&goods));
        }
    }
    short.sort_unstable();
    short.dedup();
    short
}

impl Sim<'_> {
    /// Fills the warehouses and tells what has been ordered from suppliers.
    pub(super) fn open(&mut self) -> Outcome<()> {
        let mut second = 0;
        let by = self.crew.warehouse.clone();
        for product in 0..self.books.products.len() {
            let mut places = vec![self.kept_in(product)];
            if plan::offers(&self.books, Trade::Platform, product) {
                places.push(Trade::Platform.warehouse());
            }
            for warehouse in places {
                let qty = self.opening_qty(product, warehouse);
                second += 5;
                let at = shift::at(self.first, shift::OPEN - 40, second);
                let with = json!({
                    "warehouse": warehouse, "product": self.books.products[product].code,
                    "qty": qty, "ref": "期初库存",
                });
                if self.ask(&by, at, "stock.receive", with)?.is_some() {
                    self.free.insert((product, warehouse), qty);
                }
            }
            self.stage.tell(150 + product / 3);
        }
        self.plan_restocking();
        Ok(())
    }

    fn opening_qty(&mut self, product: usize, warehouse: &str) -> Qty {
        let goods = &self.books.products[product];
        let steps = match goods.trade {
            _ if self.short.contains(&product) => self.dice.between(8, 40),
            _ if warehouse == "DS" => self.dice.between(20, 70),
            Trade::Clothing => self.dice.between(30, 120),
            _ => self.dice.between(40, 300),
        };
        Qty(goods.step.0 * steps)
    }

    /// Purchasing looks through the stock twice a week.
    fn plan_restocking(&mut self) {
        let days = self.shift.workdays(self.first, self.today);
        for day in days.iter().skip(2).step_by(3) {
            let at = shift::at(*day, shift::OPEN + 45, 11);
            self.later(at, Step::Restock);
        }
    }

    /// What is still to come for the goods that have run out: some of it sure, some late.
    pub(super) fn expect_short_goods(&mut self, at: Moment) -> Outcome<()> {
        let day = at.day();
        let by = self.crew.purchasing.clone();
        for (n, product) in self.short.clone().into_iter().enumerate() {
            let goods = &self.books.products[product];
            let count = i64::try_from(n).unwrap_or(0);
            // The first two should have come last week.
            let date = if n < 2 {
                self.shift.after(day, 5 + count)
            } else {
                self.shift.after(self.today, 2 + count * 2)
            };
            let with = json!({
                "product": goods.code, "warehouse": self.kept_in(product),
                "qty": Qty(goods.step.0 * 120), "date": date, "confirmed": n % 3 != 1,
                "ref": format!("CG{}-S{n}", day.compact()),
            });
            self.give(&by, at, "supply.expect", with)?;
        }
        Ok(())
    }
}
