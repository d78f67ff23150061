//! A whole line typed in the code cell: `1001*20/12.5`, `bxgls 20`, `1001 2箱`.

use crate::domain::text::narrow;
use crate::ui::widgets::line_text::{self, Quick};

use super::message::written::{self, Written};

/// A line typed in the code cell; a unit may follow the quantity as in a message: `1001 2箱`.
pub fn read(typed: &str) -> Quick {
    let quick = line_text::read(typed);
    if quick.qty.is_some() {
        return quick;
    }
    let text = narrow(typed);
    let Some((goods, word)) = text.rsplit_once(' ') else {
        return quick;
    };
    let (goods, word) = match goods.rsplit_once(' ') {
        Some((goods, qty)) if written::is_number(qty) => (goods, format!("{qty}{word}")),
        _ => (goods, word.to_owned()),
    };
    match Written::read(&word) {
        Some(qty) if !qty.unit.is_empty() => Quick {
            code: goods.trim().to_owned(),
            qty: Some(qty.text()),
            price: None,
        },
        _ => quick,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_may_follow_the_quantity_that_is_typed() {
        let told = |typed: &str| {
            let quick = read(typed);
            format!("{}|{}", quick.code, quick.qty.unwrap_or_default())
        };
        assert_eq!(told("H0005 2箱"), "H0005|2箱");
        assert_eq!(told("H0005 2 箱"), "H0005|2箱");
        assert_eq!(told("H0005 3箱(24)"), "H0005|3箱(24)");
        assert_eq!(told("1001*20/12.5"), "1001|20");
        assert_eq!(told("red cap"), "red cap|");
        assert_eq!(told("红牛 250ml"), "红牛 250ml|");
    }
}
