//! A line that was read out of a message.

use rust_decimal::Decimal;

use super::written::Written;

/// How certain it is that a number is the price of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sure {
    /// It is said: `单价22`, `@22`, `22/箱`, a heading.
    #[default]
    Said,
    /// It is money, of one or of all: `22元`, `37.00`.
    Money,
    /// One of two numbers that nothing tells from the other: `D0001⇥105⇥10`.
    Bare,
}

impl Sure {
    /// What a cell says by its `?`, and the price before them.
    pub fn of_cell(cell: &str) -> (&str, Self) {
        let price = cell.trim_end_matches('?');
        let sure = match cell.len() - price.len() {
            0 => Self::Said,
            1 => Self::Money,
            _ => Self::Bare,
        };
        (price, sure)
    }

    /// The price of one by what the goods are known to cost; `None` where it may be something else.
    pub fn settle(
        self,
        price: Decimal,
        qty: Option<Decimal>,
        known: Option<Decimal>,
    ) -> Option<Decimal> {
        let known = known.filter(|known| !known.is_zero());
        let near = |number| is_near(number, known);
        let amount = known
            .zip(qty)
            .filter(|(known, qty)| *qty != Decimal::ONE && known.checked_mul(*qty) == Some(price));
        let plain = match self {
            Self::Said => true,
            // Twice and a half the price is nearer to what several cost.
            Self::Money => known.is_none_or(|known| {
                price.checked_mul(Decimal::from(2)) < known.checked_mul(Decimal::from(5))
            }),
            Self::Bare => near(price) && !qty.is_some_and(near),
        };
        match amount.filter(|_| self != Self::Said) {
            Some((known, _)) => Some(known),
            None => Some(price).filter(|_| plain),
        }
    }
}

/// Whether a number is about what the goods are known to cost.
pub fn is_near(number: Decimal, known: Option<Decimal>) -> bool {
    known.is_some_and(|known| (number - known).abs() * Decimal::from(3) <= known)
}

/// A line that was read out of a message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Item {
    /// The words for the goods, and what was not understood.
    pub goods: String,
    /// The quantity as written.
    pub qty: Option<Written>,
    /// The unit price as written.
    pub price: String,
    /// The unit it is for, where the message says so.
    pub price_unit: String,
    /// How certain it is that it is a price.
    pub sure: Sure,
    /// What a sheet says about the line beside.
    pub remark: String,
}

impl Item {
    /// A quantity or a price of no goods is a word for them: of which goods nobody knows.
    pub fn settle_goods(&mut self) {
        if self.goods.is_empty()
            && let Some(qty) = self.qty.take()
        {
            self.goods = qty.text();
        }
        if self.goods.is_empty() {
            self.goods = std::mem::take(&mut self.price);
        }
    }

    /// Takes a quantity that nothing but its place says to be one; with two decimals it looks like money.
    pub fn count(&mut self, qty: Written) {
        let money = qty.number.rsplit_once('.');
        if money.is_some_and(|(_, fen)| fen.len() == 2) && self.price.is_empty() {
            self.sure = Sure::Bare;
        }
        self.qty = Some(qty);
    }

    /// What stands in the cell of the quantity until it is settled: with a `?` where it may be the price.
    pub fn qty_cell(&self) -> String {
        let bare = self.qty.as_ref().is_some_and(|qty| qty.unit.is_empty());
        let money = bare && self.price.is_empty() && self.sure == Sure::Bare;
        self.qty_text() + if money { "?" } else { "" }
    }

    /// What stands in the cell of the quantity.
    pub fn qty_text(&self) -> String {
        self.qty.as_ref().map(Written::text).unwrap_or_default()
    }

    /// What stands in the cell of the price: a price without a unit is for that of the quantity.
    pub fn price_text(&self) -> String {
        let own = self.qty.as_ref().map_or("", |qty| qty.unit.as_str());
        match (self.price.as_str(), self.price_unit.as_str(), own) {
            ("", ..) | (_, "", "") => self.price.clone(),
            (price, "", unit) | (price, unit, _) => format!("{price}/{unit}"),
        }
    }

    /// The same in the cell until it is settled: with a `?` where it may be the amount, with two where it
    /// may be the quantity as well.
    pub fn price_cell(&self) -> String {
        let price = self.price_text();
        let doubt = match self.sure {
            _ if price.is_empty() => "",
            Sure::Said => "",
            Sure::Money => "?",
            Sure::Bare => "??",
        };
        price + doubt
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_number_is_a_price_where_the_goods_cost_about_that() {
        let settled = |cell: &str, qty: i64| {
            let (price, sure) = Sure::of_cell(cell);
            let price: i64 = price.parse().unwrap();
            let known = Some(Decimal::from(112));
            sure.settle(Decimal::from(price), Some(Decimal::from(qty)), known)
                .map(|price| price.to_string())
        };
        let is = |text: &str| Some(text.to_owned());
        assert_eq!(settled("1050", 10), is("1050"), "said");
        assert_eq!(settled("1050?", 10), None, "an amount");
        assert_eq!(settled("1120?", 10), is("112"), "the amount agrees");
        assert_eq!(settled("99?", 10), is("99"));
        assert_eq!(settled("105??", 10), is("105"));
        for (price, qty) in [("10??", 105), ("10??", 24), ("100??", 110), ("1050??", 10)] {
            assert_eq!(settled(price, qty), None, "{price} {qty}");
        }
        let unknown = |sure: Sure| sure.settle(Decimal::from(5), None, None).is_some();
        assert!(unknown(Sure::Money) && !unknown(Sure::Bare));
    }
}
