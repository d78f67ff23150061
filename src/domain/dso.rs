//! Days sales outstanding by count-back (`rules.md §13`).

use super::number::{Money, divide_half_up};

/// The sales of a month and the days it counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthOfSales {
    /// Sold, tax included.
    pub sales: Money,
    /// Its days.
    pub days: i64,
}

/// What the count came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountBack {
    /// Days in tenths.
    pub tenths: i64,
    /// How much of the receivable each month took, the latest first.
    pub taken: Vec<Money>,
    /// What is owed beyond all the months there are.
    pub beyond: Money,
}

/// Takes the months off the receivable, the latest first: a whole month adds its days, the last one
/// its share of them.
///
/// A month without sales adds its days as well: the debt is older than it. Nothing owed is no day.
pub fn count_back(receivable: Money, months: &[MonthOfSales]) -> CountBack {
    let mut left = receivable.at_least_zero();
    let mut days = 0_i64;
    let mut taken = Vec::new();
    for month in months {
        if left.is_zero() {
            break;
        }
        let sales = month.sales.at_least_zero();
        if left < sales {
            taken.push(left);
            let part = i128::from(left.0) * i128::from(month.days) * 10;
            let tenths = divide_half_up(
                part + i128::from(days) * 10 * i128::from(sales.0),
                i128::from(sales.0),
            );
            return CountBack {
                tenths: i64::try_from(tenths).unwrap_or(i64::MAX),
                taken,
                beyond: Money::ZERO,
            };
        }
        taken.push(sales);
        left = Money(left.0 - sales.0);
        days += month.days;
    }
    CountBack {
        tenths: days * 10,
        taken,
        beyond: left,
    }
}

/// Tenths as a decimal.
pub fn in_days(tenths: i64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(sales: &[i64]) -> Vec<MonthOfSales> {
        let month = |sales: &i64| MonthOfSales {
            sales: Money(sales * 100),
            days: 30,
        };
        sales.iter().map(month).collect()
    }

    #[test]
    fn the_example_of_the_rules() {
        let told = count_back(Money(21_200), &months(&[100, 80, 70]));
        assert_eq!(in_days(told.tenths), "73.7");
        assert_eq!(told.taken, [Money(10_000), Money(8_000), Money(3_200)]);
        assert_eq!(told.beyond, Money::ZERO);
    }

    #[test]
    fn a_whole_month_counts_whole_and_nothing_owed_is_no_day() {
        assert_eq!(count_back(Money(10_000), &months(&[100, 80])).tenths, 300);
        assert_eq!(
            count_back(Money(9_999), &months(&[100])).tenths,
            300,
            "29.997"
        );
        assert_eq!(count_back(Money(0), &months(&[100])).tenths, 0);
        assert_eq!(count_back(Money(-5), &months(&[100])).tenths, 0);
        assert_eq!(count_back(Money(5_000), &months(&[0, 100])).tenths, 450);
    }

    #[test]
    fn what_no_month_covers_is_told() {
        let told = count_back(Money(30_000), &months(&[100, 80]));
        assert_eq!((told.tenths, told.beyond), (600, Money(12_000)));
    }
}
