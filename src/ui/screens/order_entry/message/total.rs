//! What a message says it comes to: `共30箱`, `一共5种`, the last row of a sheet. It is no line of the
//! order; where the lines come to something else, somebody has miscounted, and the clerk is told.

use rust_decimal::Decimal;

use crate::ui::widgets::sum_text;

use super::goods::is_counted;
use super::item::{Item, Sure};
use super::words::{count, size_of};
use super::written::{self, Written};

/// Words before it, the longest first where one begins another.
const WORDS: &[&str] = &[
    "in total",
    "总数量",
    "总金额",
    "总价",
    "总计",
    "总共",
    "总数",
    "一共",
    "共计",
    "合计",
    "total",
    "共",
];
/// What is counted by the line.
const KINDS: &[&str] = &["个品种", "种", "款", "样", "项", "items", "lines"];
/// Decimals of the numbers compared.
const SCALE: u32 = 4;

/// What is said to be the sum of the lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Total {
    /// Goods, all or those of a unit.
    Goods(Written),
    /// Lines.
    Lines(String),
    /// What all lines cost.
    Amount(String),
}

/// A total as it is said.
#[derive(Debug)]
pub struct Said {
    /// The total.
    pub total: Total,
    /// In a sentence of its own.
    pub words: String,
    /// The first line that it may be of, and the one behind the last.
    pub of: (usize, usize),
}

impl Said {
    /// Whether the lines come to it, all or those since the last one.
    pub fn agrees(&self, items: &[Item]) -> Option<bool> {
        let all = self.total.agrees(items);
        let (from, to) = self.of;
        let part = items.get(from..to).and_then(|part| self.total.agrees(part));
        match (all, part) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (all, part) => all.or(part),
        }
    }
}

impl Total {
    /// Reads a part that says nothing else: `合计:30箱`, `total 30 boxes`, `共200元`, `共2个品种35箱`.
    pub fn read(part: &str) -> Vec<Self> {
        let Some(said) = Self::said(part) else {
            return Vec::new();
        };
        let said = said.trim_end_matches(['货', '.', '!', '~']);
        let both = KINDS.iter().find_map(|kind| {
            let at = said.find(kind)? + kind.len();
            Some((&said[..at], said[at..].trim_start_matches(',')))
                .filter(|(_, rest)| !rest.is_empty())
        });
        let one = Self::of(said).map(|total| vec![total]);
        let two = || both.and_then(|(lines, rest)| Some(vec![Self::of(lines)?, Self::of(rest)?]));
        one.or_else(two).unwrap_or_default()
    }

    /// What stands behind the word that it is one.
    fn said(part: &str) -> Option<String> {
        let rest = WORDS.iter().find_map(|word| {
            let (head, rest) = part.split_at_checked(word.len())?;
            head.eq_ignore_ascii_case(word).then_some(rest)
        })?;
        Some(rest.chars().filter(|c| !": =是".contains(*c)).collect())
    }

    fn of(said: &str) -> Option<Self> {
        if let Some(qty) = Written::read(said) {
            return Some(Self::Goods(qty));
        }
        let kinds = KINDS.iter().find_map(|kind| said.strip_suffix(kind));
        if let Some(count) = kinds.and_then(|count| Written::read(&format!("{count}个"))) {
            return Some(Self::Lines(count.number));
        }
        let (amount, unit) = written::price(said)?;
        unit.is_empty().then_some(Self::Amount(amount))
    }

    /// Whether the lines come to it; `None` where they do not tell, as without prices.
    pub fn agrees(&self, items: &[Item]) -> Option<bool> {
        match self {
            Self::Lines(count) => Some(number(count)? == Decimal::from(items.len())),
            Self::Goods(all) => {
                let all_units = sum(items.iter().map(|item| item.qty.as_ref()))?;
                let unit = all.unit.as_str();
                let same = items.iter().filter_map(|item| item.qty.as_ref());
                let same = same.filter(|qty| written::is_same(&qty.unit, unit));
                let of_unit = sum(same.map(Some)).filter(|_| !unit.is_empty());
                let count = number(&all.number)?;
                let amount = || {
                    unit.is_empty() && Self::Amount(all.number.clone()).agrees(items) == Some(true)
                };
                Some(count == all_units || Some(count) == of_unit || amount())
            }
            Self::Amount(all) => {
                let of_one = |item: &Item| {
                    let qty = item.qty.as_ref()?;
                    let same = item.price_unit.is_empty() || item.price_unit == qty.unit;
                    number(&qty.number)?.checked_mul(number(&item.price).filter(|_| same)?)
                };
                // What is money and nothing more may be of the whole line.
                let of_line = |item: &Item| match item.sure {
                    Sure::Said => of_one(item),
                    Sure::Money | Sure::Bare => number(&item.price),
                };
                let sum = |amount: &dyn Fn(&Item) -> Option<Decimal>| {
                    let amounts: Option<Vec<Decimal>> = items.iter().map(amount).collect();
                    amounts.map(|amounts| amounts.into_iter().sum::<Decimal>())
                };
                let all = number(all)?;
                Some(sum(&of_one)? == all || sum(&of_line) == Some(all))
            }
        }
    }

    /// As it is told.
    pub fn text(&self) -> String {
        match self {
            Self::Goods(qty) => qty.text(),
            Self::Lines(text) | Self::Amount(text) => text.clone(),
        }
    }
}

/// Goods with their quantities, and what is said behind them that they come to: `8801 黑 S2 M3 共5件`.
pub fn behind(part: &str) -> (&str, Option<&str>) {
    let word = |word: &str| count(word).is_some() || size_of(word).is_some() || is_counted(word);
    let counted = |goods: &str| goods.split([' ', ',']).any(word);
    let both = part.rsplit_once([' ', ',']);
    match both.filter(|(goods, said)| counted(goods) && !Total::read(said).is_empty()) {
        Some((goods, said)) => (goods.trim_end_matches([' ', ',']), Some(said)),
        None => (part, None),
    }
}

/// A figure of a message.
pub fn number(text: &str) -> Option<Decimal> {
    sum_text::read(text, SCALE).ok()
}

/// The sum of all; `None` if one of them is no number.
fn sum<'a>(all: impl Iterator<Item = Option<&'a Written>>) -> Option<Decimal> {
    let all: Option<Vec<Decimal>> = all.map(|qty| number(&qty?.number)).collect();
    Some(all?.into_iter().sum())
}

#[cfg(test)]
mod tests {
    use super::super::read as read_message;
    use super::*;

    #[test]
    fn a_part_that_says_what_it_comes_to_is_told_from_goods() {
        for (part, text) in [
            ("共30箱", "30箱"),
            ("合计:30箱", "30箱"),
            ("一共三十箱", "30箱"),
            ("Total: 30 boxes", "30boxes"),
            ("总共5种", "5"),
            ("共200元", "200"),
            ("合计 1,250", "1250"),
        ] {
            let total = Total::read(part);
            assert_eq!(total[0].text(), text, "{part}");
        }
        let both = Total::read("共2个品种35箱");
        assert_eq!(
            both,
            [
                Total::Lines("2".to_owned()),
                Total::Goods(Written::read("35箱").unwrap())
            ]
        );
        for part in [
            "共享雨伞 5把",
            "总统饼干 3箱",
            "共 D0001 5箱",
            "totally 5",
            "共",
        ] {
            assert_eq!(Total::read(part), [], "{part}");
        }
    }

    #[test]
    fn lines_come_to_what_is_said_or_not() {
        let agrees = |message: &str| {
            let read = read_message(message);
            let all: Vec<bool> = read.totals().map(|(_, agrees)| agrees).collect();
            let said = all.iter().all(|agrees| *agrees);
            (!all.is_empty()).then_some(said)
        };
        let goods = "D0001 3箱\nD0034 5包\n";
        for (total, agree) in [
            ("共3箱", Some(true)),
            ("合计8", Some(true)),
            ("共8件", Some(true)),
            ("共4箱", Some(false)),
            ("共两种", Some(true)),
            ("共3种", Some(false)),
            ("共200元", None),
        ] {
            assert_eq!(agrees(&format!("{goods}{total}")), agree, "{total}");
        }
        let priced = "D0001 3箱 100元\nD0034 5包 20元\n";
        assert_eq!(agrees(&format!("{priced}共400元")), Some(true));
        assert_eq!(agrees(&format!("{priced}共410元")), Some(false));
        let amounts = "D0001 10箱 1052.80元\nD0003 5箱 554.60元\n";
        assert_eq!(agrees(&format!("{amounts}合计1607.40元")), Some(true));
        assert_eq!(agrees(&format!("{amounts}合计1607.50元")), Some(false));
        let sheet = "款号\t颜色\tS\tM\n8801\t黑\t2\t3\n合计\t\t2\t";
        assert_eq!(agrees(&format!("{sheet}3")), Some(true));
        assert_eq!(agrees(&format!("{sheet}4")), Some(false));
        let parts = "编码\t数量\nD0001\t10\n小计\t10\nD0009\t5\n小计\t5\n合计\t";
        assert_eq!(agrees(&format!("{parts}15")), Some(true));
        assert_eq!(agrees(&format!("{parts}16")), Some(false));
        assert_eq!(agrees("编码\t数量\nD0001\t10\n小计\t99"), Some(false));
        let sheet = "编码\t数量\t单价\t金额\nD0001\t3\t100\t300\n合计\t3\t\t";
        assert_eq!(agrees(&format!("{sheet}300.00")), Some(true));
        assert_eq!(agrees(&format!("{sheet}310.00")), Some(false));
    }
}
