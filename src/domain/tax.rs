//! Value added tax inside a gross amount (`rules.md §1`: prices include VAT).

use serde::{Deserialize, Serialize};

use super::number::{Money, Percent, divide_half_up};
use super::refusal::Refusal;

/// A gross amount taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Amounts {
    /// Before tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
    /// Both together.
    pub gross: Money,
}

impl Amounts {
    /// Takes the tax out of a gross amount: net is rounded half up, tax is the rest.
    pub fn of_gross(gross: Money, rate: Percent) -> Result<Self, Refusal> {
        let net = divide_half_up(
            i128::from(gross.0) * 10_000,
            10_000 + i128::from(rate.0.max(0)),
        );
        let net = Money::narrow(net)?;
        Ok(Self {
            net,
            tax: gross.sub(net)?,
            gross,
        })
    }

    /// Adds another line or document.
    pub fn add(self, other: Self) -> Result<Self, Refusal> {
        Ok(Self {
            net: self.net.add(other.net)?,
            tax: self.tax.add(other.tax)?,
            gross: self.gross.add(other.gross)?,
        })
    }

    /// Takes another away.
    pub fn sub(self, other: Self) -> Result<Self, Refusal> {
        Ok(Self {
            net: self.net.sub(other.net)?,
            tax: self.tax.sub(other.tax)?,
            gross: self.gross.sub(other.gross)?,
        })
    }

    /// Adds up lines.
    pub fn sum(all: impl IntoIterator<Item = Self>) -> Result<Self, Refusal> {
        all.into_iter().try_fold(Self::default(), Self::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_worked_vectors_hold() {
        // practice.md §3.2
        for (gross, rate, net, tax) in [
            (11_300, 13, 10_000, 1_300),
            (10_000, 13, 8_850, 1_150),
            (9_999, 13, 8_849, 1_150),
            (10_000, 9, 9_174, 826),
            (10_000, 6, 9_434, 566),
            (10_000, 3, 9_709, 291),
            (10_000, 1, 9_901, 99),
            (5, 9, 5, 0),
        ] {
            let a = Amounts::of_gross(Money(gross), Percent(rate * 100)).unwrap();
            assert_eq!(
                (a.net, a.tax),
                (Money(net), Money(tax)),
                "{gross} at {rate}"
            );
        }
    }

    proptest! {
        #[test]
        fn net_and_tax_always_add_up(gross in -1_000_000_000_i64..1_000_000_000, rate in 0_i64..10_000) {
            let a = Amounts::of_gross(Money(gross), Percent(rate)).unwrap();
            prop_assert_eq!(a.net.add(a.tax).unwrap(), a.gross);
            prop_assert_eq!(a.net.0.signum() * a.gross.0.signum() >= 0, true);
        }
    }
}
