//! Chinese tax numbers 税号 (`practice.md §3.3`).
//!
//! What lives here: the form and the check digits. What never does: whether such a taxpayer
//! exists. Called where a customer is saved, to catch slips before an invoice carries them.

use super::text::bare_code;

/// What kind of number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaxIdKind {
    /// The unified code of a company 统一社会信用代码.
    Unified,
    /// A tax number from before it, or a person's identity number.
    Old,
}

/// The digits of the unified code: no I, O, S, V, Z, which are misread.
const UNIFIED_DIGITS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Powers of 3 modulo 31 (GB 32100-2015).
const UNIFIED_WEIGHTS: [usize; 17] = [
    1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
];
/// Powers of 2 modulo 11, from the left (GB 11643).
const IDENTITY_WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check digit of an identity number by the sum modulo 11.
const IDENTITY_CHECKS: &[u8; 11] = b"10X98765432";

/// Whether a text is a tax number of a known kind.
pub fn is_valid(text: &str) -> bool {
    kind(text).is_some()
}

/// Finds what kind of tax number a text is; spaces, dashes and case do not matter.
pub fn kind(text: &str) -> Option<TaxIdKind> {
    let number = bare_code(text);
    let number = number.as_bytes();
    if is_unified(number) {
        Some(TaxIdKind::Unified)
    } else if is_old_tax_number(number) || is_identity_number(number) {
        Some(TaxIdKind::Old)
    } else {
        None
    }
}

fn is_unified(number: &[u8]) -> bool {
    let value = |byte: &u8| UNIFIED_DIGITS.iter().position(|digit| digit == byte);
    let Some(values) = number.iter().map(value).collect::<Option<Vec<usize>>>() else {
        return false;
    };
    let Ok(values) = <[usize; 18]>::try_from(values) else {
        return false;
    };
    let sum: usize = UNIFIED_WEIGHTS.iter().zip(values).map(|(w, v)| w * v).sum();
    values[17] == (31 - sum % 31) % 31
}

/// Six digits of the region, then the nine characters of the organisation code.
///
/// The latter may hold letters, the X of its check digit above all.
fn is_old_tax_number(number: &[u8]) -> bool {
    number.len() == 15
        && number[..6].iter().all(u8::is_ascii_digit)
        && number[6..].iter().all(u8::is_ascii_alphanumeric)
}

/// A person's identity number by its own check digit.
///
/// Without it any mistyped unified code of digits only would pass as one.
fn is_identity_number(number: &[u8]) -> bool {
    if number.len() != 18 || !number[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let digits = number[..17].iter().map(|byte| usize::from(byte - b'0'));
    let sum: usize = IDENTITY_WEIGHTS
        .iter()
        .zip(digits)
        .map(|(w, d)| w * d)
        .sum();
    number[17] == IDENTITY_CHECKS[sum % 11]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_codes_pass() {
        for code in [
            "91330100799655058B",
            "9144030071526726XG",
            "914403001922038216",
            " 9133 0100-7996 5505 8b ",
        ] {
            assert_eq!(kind(code), Some(TaxIdKind::Unified), "{code}");
            assert!(is_valid(code));
        }
    }

    #[test]
    fn a_slip_is_caught() {
        for code in [
            "91330100799655058C", // other check digit
            "91330100799655085B", // two digits swapped
            "91330100799655058",  // one short
            "91330100799655058BB",
            "9133010079965505OB", // O is no digit of it
            "914403001922038217",
            "",
            "税号",
        ] {
            assert!(!is_valid(code), "{code}");
        }
    }

    #[test]
    fn any_single_wrong_digit_is_caught() {
        let good = *b"91330100799655058B";
        for place in 0..18 {
            for digit in UNIFIED_DIGITS.iter().filter(|digit| **digit != good[place]) {
                let mut wrong = good;
                wrong[place] = *digit;
                assert!(!is_unified(&wrong), "{}", String::from_utf8_lossy(&wrong));
            }
        }
    }

    #[test]
    fn old_numbers_pass_as_such() {
        for (number, found) in [
            ("110108763905321", Some(TaxIdKind::Old)),
            ("11010876390532X", Some(TaxIdKind::Old)),
            ("1101087639053212", None),
            ("A10108763905321", None),
            ("11010519491231002X", Some(TaxIdKind::Old)), // the example of GB 11643
            ("110105194912310021", None),
        ] {
            assert_eq!(kind(number), found, "{number}");
        }
    }
}
