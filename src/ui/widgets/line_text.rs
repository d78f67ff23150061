//! A whole order line in the code cell: `1001*20/12.5`, `1001*-2`, `bxgls 20`.

use crate::domain::text::narrow;

/// What was typed, not understood any further.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Quick {
    /// Code, barcode or initials.
    pub code: String,
    /// Quantity; below zero is a return.
    pub qty: Option<String>,
    /// Unit price.
    pub price: Option<String>,
}

/// Takes a line apart.
pub fn read(text: &str) -> Quick {
    let text = narrow(text);
    if let Some((code, rest)) = text.split_once(['*', '×']) {
        let (qty, price) = match rest.split_once('/') {
            Some((qty, price)) => (qty, Some(price)),
            None => (rest, None),
        };
        let given = |part: &str| Some(part.trim().to_owned()).filter(|part| !part.is_empty());
        return Quick {
            code: code.trim().to_owned(),
            qty: given(qty),
            price: price.and_then(given),
        };
    }
    match text.rsplit_once(' ') {
        Some((code, qty)) if is_count(qty) => Quick {
            code: code.trim().to_owned(),
            qty: Some(qty.to_owned()),
            ..Quick::default()
        },
        _ => Quick {
            code: text,
            ..Quick::default()
        },
    }
}

fn is_count(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// Takes a pasted block apart: lines, and cells at tabs; empty lines are left out.
pub fn block(text: &str) -> Vec<Vec<String>> {
    let lines = text
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.trim().is_empty());
    lines
        .map(|line| {
            line.split('\t')
                .map(|cell| cell.trim().to_owned())
                .collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (String, String, String) {
        let quick = read(text);
        (
            quick.code,
            quick.qty.unwrap_or_default(),
            quick.price.unwrap_or_default(),
        )
    }

    #[test]
    fn a_line_is_typed_in_one_cell() {
        let of = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        assert_eq!(parts("1001*20/12.5"), of("1001", "20", "12.5"));
        assert_eq!(parts("1001*20"), of("1001", "20", ""));
        assert_eq!(parts("１００１＊２０"), of("1001", "20", ""));
        assert_eq!(parts("1001*-2"), of("1001", "-2", ""));
        assert_eq!(parts("bxgls 20"), of("bxgls", "20", ""));
        assert_eq!(parts("A-1/2"), of("A-1/2", "", ""));
        assert_eq!(parts("red cap"), of("red cap", "", ""));
        assert_eq!(parts("1001*"), of("1001", "", ""));
    }

    #[test]
    fn a_block_keeps_its_cells() {
        assert_eq!(
            block("1001\t20\n\n1002\t\t9.5\n"),
            [vec!["1001", "20"], vec!["1002", "", "9.5"]]
        );
    }
}
