//! Splitting an amount over parts so that the parts add up to the last 分 (`rules.md §1`).

use super::number::Money;
use super::refusal::Refusal;

/// Splits `total` by `weights` with the largest remainder, ties to the lower index.
///
/// Invariant: the parts add up to `total`; all weights zero gives it all to the first part.
pub fn by_largest_remainder(total: Money, weights: &[i64]) -> Result<Vec<Money>, Refusal> {
    let sum: i128 = weights.iter().map(|w| i128::from(*w.max(&0))).sum();
    if weights.is_empty() {
        return Ok(Vec::new());
    }
    if sum == 0 {
        let mut parts = vec![Money::ZERO; weights.len()];
        parts[0] = total;
        return Ok(parts);
    }
    let sign = i128::from(total.0.signum());
    let whole = i128::from(total.0.abs());
    let exact: Vec<i128> = weights
        .iter()
        .map(|w| whole * i128::from(*w.max(&0)))
        .collect();
    let mut parts: Vec<i128> = exact.iter().map(|e| e / sum).collect();
    let missing = whole - parts.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(exact[i] % sum), i));
    for &i in order.iter().take(usize::try_from(missing).unwrap_or(0)) {
        parts[i] += 1;
    }
    parts.into_iter().map(|p| Money::narrow(p * sign)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_tie_goes_to_the_lower_line() {
        let parts = by_largest_remainder(Money(100), &[1, 1, 1]).unwrap();
        assert_eq!(parts, [Money(34), Money(33), Money(33)]);
    }

    proptest! {
        #[test]
        fn parts_add_up(total in -1_000_000_i64..1_000_000, weights in prop::collection::vec(0_i64..1_000, 1..20)) {
            let parts = by_largest_remainder(Money(total), &weights).unwrap();
            prop_assert_eq!(Money::sum(parts).unwrap(), Money(total));
        }
    }
}
