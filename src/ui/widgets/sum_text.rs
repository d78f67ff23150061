//! Numbers as clerks type them: plain, grouped (`1,200`), full width, or a sum (`12*3+5`).
//!
//! The stated rules: a plain number with more decimals than its kind has is refused; the result of
//! a sum is rounded half up to the kind's decimals and shown. No floats anywhere.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::domain::number::BOUND;
use crate::domain::text::narrow;

/// Why a text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSum {
    /// Not a number and not a sum.
    Form,
    /// Outside the bounds.
    TooLarge,
    /// More decimals than the kind has.
    Decimals(u32),
    /// A division by zero.
    ByZero,
}

/// Brackets go no deeper: enough for hands, harmless for the stack.
const DEEPEST: u32 = 16;
/// The longest sum.
const LONGEST: usize = 200;

/// Reads a number with `scale` decimals at most; the result is in plain decimal notation.
pub fn read(text: &str, scale: u32) -> Result<Decimal, NoSum> {
    let text: String = narrow(text)
        .chars()
        .filter(|c| *c != ' ')
        .map(plain_sign)
        .collect();
    if text.is_empty() || text.len() > LONGEST {
        return Err(NoSum::Form);
    }
    let mut sum = Sum {
        rest: text.as_str(),
        depth: 0,
    };
    let plain = sum.rest.strip_prefix('-').unwrap_or(sum.rest);
    let is_plain = plain
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
    let value = sum.terms()?;
    if !sum.rest.is_empty() {
        return Err(NoSum::Form);
    }
    let rounded = value.round_dp_with_strategy(scale, RoundingStrategy::MidpointAwayFromZero);
    if is_plain && rounded != value {
        return Err(NoSum::Decimals(scale));
    }
    let most = Decimal::new(BOUND, scale);
    if rounded.abs() > most {
        Err(NoSum::TooLarge)
    } else {
        Ok(rounded.normalize())
    }
}

const fn plain_sign(c: char) -> char {
    match c {
        '×' => '*',
        '÷' => '/',
        '−' | '–' => '-',
        other => other,
    }
}

/// What is left to read.
struct Sum<'a> {
    rest: &'a str,
    depth: u32,
}

impl Sum<'_> {
    fn take(&mut self, sign: char) -> bool {
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn terms(&mut self) -> Result<Decimal, NoSum> {
        let mut value = self.factors()?;
        loop {
            value = if self.take('+') {
                value.checked_add(self.factors()?)
            } else if self.take('-') {
                value.checked_sub(self.factors()?)
            } else {
                return Ok(value);
            }
            .ok_or(NoSum::TooLarge)?;
        }
    }

    fn factors(&mut self) -> Result<Decimal, NoSum> {
        let mut value = self.one()?;
        loop {
            value = if self.take('*') {
                value.checked_mul(self.one()?)
            } else if self.take('/') {
                let by = self.one()?;
                if by.is_zero() {
                    return Err(NoSum::ByZero);
                }
                value.checked_div(by)
            } else {
                return Ok(value);
            }
            .ok_or(NoSum::TooLarge)?;
        }
    }

    fn one(&mut self) -> Result<Decimal, NoSum> {
        if self.depth >= DEEPEST {
            return Err(NoSum::Form);
        }
        self.depth += 1;
        let value = if self.take('-') {
            self.one().map(|value| -value)
        } else if self.take('(') {
            let inner = self.terms()?;
            if self.take(')') {
                Ok(inner)
            } else {
                Err(NoSum::Form)
            }
        } else {
            self.number()
        };
        self.depth -= 1;
        value
    }

    fn number(&mut self) -> Result<Decimal, NoSum> {
        let part_of_it = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
        let end = self
            .rest
            .find(|c| !part_of_it(c))
            .unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = ungrouped(whole).ok_or(NoSum::Form)?;
        if digits.is_empty() && part.is_empty() || part.contains(['.', ',']) {
            return Err(NoSum::Form);
        }
        format!("0{digits}.{part}0")
            .parse()
            .map_err(|_| NoSum::TooLarge)
    }
}

/// Takes the commas out if they stand at thousands.
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.is_empty() || first.len() > 3 {
            return None;
        }
        digits.push_str(group);
    }
    Some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Result<String, NoSum> {
        read(text, 2).map(|value| value.to_string())
    }

    #[test]
    fn sums_are_worked_out() {
        for (text, value) in [
            ("12*3+5", "41"),
            ("１２．５０", "12.5"),
            ("１２。５", "12.5"),
            ("1,200", "1200"),
            ("1,234,567.89", "1234567.89"),
            ("2+3*4", "14"),
            ("(2+3)*4", "20"),
            ("100/3", "33.33"),
            ("-5", "-5"),
            ("10--5", "15"),
            ("0.1+0.2", "0.3"),
            ("12 × 3", "36"),
            (".5", "0.5"),
        ] {
            assert_eq!(money(text).as_deref(), Ok(value), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "", "abc", "1_000", "1e3", "12,5", "1,00", ",100", "1..2", "(1", "1)", "1*", "NaN", "+",
        ] {
            assert_eq!(money(text), Err(NoSum::Form), "{text}");
        }
        assert_eq!(money("12.505"), Err(NoSum::Decimals(2)));
        assert_eq!(money("1/0"), Err(NoSum::ByZero));
        assert_eq!(money("9000000000000000000"), Err(NoSum::TooLarge));
        assert_eq!(
            money("99999999999*99999999999*99999999999"),
            Err(NoSum::TooLarge)
        );
        assert_eq!(money(&"(".repeat(150)), Err(NoSum::Form));
        assert_eq!(money(&"9".repeat(150)), Err(NoSum::TooLarge));
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "[0-9+*/().,x -]{0,60}") {
            let _ = read(&text, 4);
        }
    }
}
