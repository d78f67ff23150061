//! The four counted things of the desk: money, unit price, quantity and percent (`rules.md §1`).
//!
//! Each is an integer count of its smallest unit; no float ever touches them. Arithmetic is
//! checked, and a result outside the bounds is the refusal `money.overflow`.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::refusal::{Code, Refusal};

/// The largest count any number of a paper may hold: so many that no sum over a lifetime reaches `i64`.
pub const BOUND: i64 = 1_000_000_000_000;

/// The largest count that money of many papers may add up to.
const MONEY_SUMS: i64 = 100_000 * BOUND;

/// Why a text is no number of the wanted kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotANumber {
    /// Not digits with at most one point, or more decimals than the kind has.
    Form,
    /// Outside the bounds.
    TooLarge,
}

/// Reads a plain decimal (`-12.5`) as a count of `10^-scale`, never rounding.
fn parse_scaled(text: &str, scale: u32) -> Result<i64, NotANumber> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let ends_in_point = digits.ends_with('.');
    if whole.is_empty() || ends_in_point || !plain(whole) || !plain(part) {
        return Err(NotANumber::Form);
    }
    if part.trim_end_matches('0').len() > scale as usize {
        return Err(NotANumber::Form);
    }
    if whole.trim_start_matches('0').len() > 13 {
        return Err(NotANumber::TooLarge);
    }
    let decimals = part.bytes().chain(std::iter::repeat(b'0'));
    let digits = whole.bytes().chain(decimals.take(scale as usize));
    let count = digits.fold(0, |count, digit| count * 10 + i64::from(digit - b'0'));
    if count > BOUND {
        return Err(NotANumber::TooLarge);
    }
    Ok(if text.starts_with('-') { -count } else { count })
}

/// Writes a count of `10^-scale` with at least `least` decimals and no further trailing zeros.
fn write_scaled(f: &mut fmt::Formatter<'_>, count: i64, scale: u32, least: usize) -> fmt::Result {
    let unit = 10_u64.pow(scale);
    let (whole, mut part) = (count.unsigned_abs() / unit, count.unsigned_abs() % unit);
    let mut width = scale as usize;
    while width > least && part % 10 == 0 {
        (width, part) = (width - 1, part / 10);
    }
    // A page of a list writes a thousand numbers: on the stack, from the last digit on.
    let mut text = [b'.'; 24]; // an i64 has 19 digits; point and sign
    let mut at = digits(&mut text, part, width);
    if width > 0 {
        at -= 1;
    }
    let mut at = digits(&mut text[..at], whole, 1);
    if count < 0 {
        at -= 1;
        text[at] = b'-';
    }
    f.pad(std::str::from_utf8(&text[at..]).map_err(|_| fmt::Error)?)
}

/// Writes a number to the end of `text`, with zeros in front of it up to this many; says where it begins.
pub(super) fn digits(text: &mut [u8], mut number: u64, least: usize) -> usize {
    let mut at = text.len();
    while number > 0 || text.len() - at < least {
        at -= 1;
        text[at] = b'0' + (number % 10).to_le_bytes()[0];
        number /= 10;
    }
    at
}

struct Scaled(u32);

impl Visitor<'_> for Scaled {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a decimal in a string with at most {} decimals, or a whole number",
            self.0
        )
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<i64, E> {
        parse_scaled(&super::text::narrow(text), self.0).map_err(|why| match why {
            NotANumber::Form => E::invalid_value(de::Unexpected::Str(text), &self),
            NotANumber::TooLarge => E::custom(Code::MoneyOverflow.name()),
        })
    }

    fn visit_i64<E: de::Error>(self, whole: i64) -> Result<i64, E> {
        whole
            .checked_mul(10_i64.pow(self.0))
            .filter(|count| count.abs() <= BOUND)
            .ok_or_else(|| E::custom(Code::MoneyOverflow.name()))
    }

    fn visit_u64<E: de::Error>(self, whole: u64) -> Result<i64, E> {
        let whole = i64::try_from(whole).map_err(|_| E::custom(Code::MoneyOverflow.name()))?;
        self.visit_i64(whole)
    }
}

macro_rules! counted {
    ($(#[$doc:meta])* $name:ident, $scale:literal, $least:literal, $example:literal, $sums:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(pub i64);

        impl $name {
            /// Nothing at all.
            pub const ZERO: Self = Self(0);
            /// One whole unit.
            pub const ONE: Self = Self(10_i64.pow($scale));

            /// The count of smallest units.
            pub const fn count(self) -> i64 {
                self.0
            }

            /// Takes a count if it lies within the bounds, else refuses with `money.overflow`.
            pub fn checked(count: i64) -> Result<Self, Refusal> {
                if count.abs() > BOUND {
                    return Err(Refusal::new(Code::MoneyOverflow));
                }
                Ok(Self(count))
            }

            /// Takes a wide count if it lies within the bounds.
            pub fn narrow(count: i128) -> Result<Self, Refusal> {
                let count = i64::try_from(count).map_err(|_| Refusal::new(Code::MoneyOverflow))?;
                Self::checked(count)
            }

            /// A sum. Money may add up to more than a paper holds: `checked` tests before it is written.
            fn total(count: i128) -> Result<Self, Refusal> {
                let count = i64::try_from(count).ok().filter(|count| count.abs() <= $sums);
                count.map(Self).ok_or_else(|| Refusal::new(Code::MoneyOverflow))
            }

            /// Adds, refusing what leaves the bounds of sums.
            pub fn add(self, other: Self) -> Result<Self, Refusal> {
                Self::total(i128::from(self.0) + i128::from(other.0))
            }

            /// Takes away, refusing what leaves the bounds of sums.
            pub fn sub(self, other: Self) -> Result<Self, Refusal> {
                Self::total(i128::from(self.0) - i128::from(other.0))
            }

            /// Adds up, refusing what leaves the bounds of sums.
            pub fn sum(all: impl IntoIterator<Item = Self>) -> Result<Self, Refusal> {
                all.into_iter().try_fold(Self::ZERO, Self::add)
            }

            /// The same amount with its sign turned.
            #[must_use]
            pub const fn negated(self) -> Self {
                Self(-self.0)
            }

            /// Itself, or zero where it is below zero.
            #[must_use]
            pub fn at_least_zero(self) -> Self {
                Self(self.0.max(0))
            }

            /// Whether it is exactly zero.
            pub const fn is_zero(self) -> bool {
                self.0 == 0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_scaled(f, self.0, $scale, $least)
            }
        }

        impl FromStr for $name {
            type Err = NotANumber;

            fn from_str(text: &str) -> Result<Self, NotANumber> {
                parse_scaled(text, $scale).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                d.deserialize_any(Scaled($scale)).map(Self)
            }
        }

        #[cfg(test)]
        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": ["string", "integer"],
                    "description": concat!("decimal, e.g. \"", $example, "\""),
                    "pattern": concat!("^-?[0-9]+(\\.[0-9]{1,", stringify!($scale), "})?$"),
                })
            }
        }
    };
}

counted!(
    /// Money in 分 (0.01 元).
    Money, 2, 2, "12.50", MONEY_SUMS
);
counted!(
    /// Unit price in 0.0001 元, VAT included.
    Price, 4, 2, "12.50", BOUND
);
counted!(
    /// Quantity in 0.001 unit.
    Qty, 3, 0, "12", BOUND
);
counted!(
    /// Percent in 0.01 %.
    Percent, 2, 0, "13", BOUND
);

/// Divides with ties away from zero: the one rounding rule of the house (`rules.md §1`).
///
/// Invariant: `divisor` is above zero.
pub const fn divide_half_up(value: i128, divisor: i128) -> i128 {
    let half = divisor / 2;
    if value >= 0 {
        (value + half) / divisor
    } else {
        (value - half) / divisor
    }
}

impl Qty {
    /// Whether this is a whole multiple of `step`; a step of zero or less allows everything.
    pub const fn is_multiple_of(self, step: Self) -> bool {
        step.0 <= 0 || self.0 % step.0 == 0
    }

    /// This many of something of which each is `each`, rounded half up.
    pub fn times(self, each: Self) -> Result<Self, Refusal> {
        let exact = i128::from(self.0) * i128::from(each.0);
        Self::narrow(divide_half_up(exact, i128::from(Self::ONE.0)))
    }

    /// The gross amount of this quantity at `price` less `discount`, rounded once at the end.
    pub fn gross(self, price: Price, discount: Percent) -> Result<Money, Refusal> {
        let exact = i128::from(self.0)
            * i128::from(price.0)
            * i128::from(10_000 - discount.0.clamp(0, 10_000));
        // qty 10^-3, price 10^-4, discount 10^-4, money 10^-2: nine decimals go.
        Money::narrow(divide_half_up(exact, 1_000_000_000))
    }
}

impl Money {
    /// The part of this amount that `part` is of `whole`, rounded half up.
    pub fn share(self, part: Qty, whole: Qty) -> Result<Self, Refusal> {
        if whole.0 <= 0 {
            return Ok(Self::ZERO);
        }
        let exact = i128::from(self.0) * i128::from(part.0);
        Self::narrow(divide_half_up(exact, i128::from(whole.0)))
    }

    /// This percent of the amount, rounded half up.
    pub fn percent(self, percent: Percent) -> Result<Self, Refusal> {
        Self::narrow(divide_half_up(
            i128::from(self.0) * i128::from(percent.0),
            10_000,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_exactly_or_not_at_all() {
        assert_eq!("12.50".parse(), Ok(Money(1250)));
        assert_eq!("-0.01".parse(), Ok(Money(-1)));
        assert_eq!(
            "12.500".parse(),
            Ok(Money(1250)),
            "trailing zeros carry nothing"
        );
        for bad in [
            "", ".", "1.", ".5", "1,000", "1_000", "1e3", "+1", "12.505", " 1", "NaN",
        ] {
            assert_eq!(bad.parse::<Money>(), Err(NotANumber::Form), "{bad}");
        }
        for large in [
            "9000000000000000000",
            "10000000000.01",
            "99999999999999999999999999999",
        ] {
            assert_eq!(large.parse::<Money>(), Err(NotANumber::TooLarge), "{large}");
        }
        assert_eq!("10000000000".parse(), Ok(Money(BOUND)));
    }

    #[test]
    fn texts_are_written_as_the_contract_says() {
        assert_eq!(Money(1250).to_string(), "12.50");
        assert_eq!(Money(-5).to_string(), "-0.05");
        assert_eq!(Price(125_000).to_string(), "12.50");
        assert_eq!(Price(3333).to_string(), "0.3333");
        assert_eq!(Qty(1000).to_string(), "1");
        assert_eq!(Qty(1250).to_string(), "1.25");
        assert_eq!(Percent(1300).to_string(), "13");
    }

    #[test]
    fn json_takes_strings_and_whole_numbers_only() {
        assert_eq!(
            serde_json::from_str::<Money>("\"12.5\"").unwrap(),
            Money(1250)
        );
        assert_eq!(serde_json::from_str::<Money>("12").unwrap(), Money(1200));
        assert_eq!(
            serde_json::from_str::<Money>("\"１２．５\"").unwrap(),
            Money(1250)
        );
        assert!(serde_json::from_str::<Money>("12.5").is_err());
        for large in [
            "10000000001",
            "-10000000001",
            "9000000000000000000",
            "1e400",
            "NaN",
        ] {
            assert!(serde_json::from_str::<Money>(large).is_err(), "{large}");
        }
        let most = serde_json::from_str::<Money>("10000000000");
        assert_eq!(most.unwrap(), Money(BOUND));
    }

    #[test]
    fn a_discount_applies_to_the_exact_product() {
        let gross = Qty(1_000_000).gross(Price(3333), Percent(1250)).unwrap();
        assert_eq!(gross, Money(29_164), "0.3333 × 1000 − 12.5 % = 291.64");
        assert!(Qty(BOUND).gross(Price(BOUND), Percent(0)).is_err());
    }

    #[test]
    fn half_goes_away_from_zero() {
        assert_eq!(divide_half_up(5, 10), 1);
        assert_eq!(divide_half_up(-5, 10), -1);
        assert_eq!(divide_half_up(4, 10), 0);
        assert_eq!(divide_half_up(-4, 10), 0);
        assert_eq!(divide_half_up(3, 3), 1);
        assert_eq!(divide_half_up(1, 3), 0);
        assert_eq!(divide_half_up(-1, 3), 0);
        assert_eq!(divide_half_up(-2, 3), -1);
    }
}
