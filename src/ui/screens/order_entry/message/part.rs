//! One part of a pasted message: goods, quantity, price, sizes.

use crate::ui::widgets::line_text;

use super::item::{Item, Sure};
use super::parted;
use super::words::{self, FILLERS, count, size_of};
use super::written::{self, Written};

/// Words before a price.
const PRICE_WORDS: &[&str] = &[
    "单价",
    "价格",
    "特价",
    "优惠价",
    "价",
    "@",
    "¥",
    "￥",
    "price",
];
/// The same, alone: goods may begin with it.
const AT: &str = "at";
/// Measures: a number behind one of them and a `*` is of the specification.
const MEASURES: &[&str] = &["ml", "l", "g", "kg", "mm", "cm", "m"];

/// One part of a message; sizes with their quantities make a line each. A colour alone before them
/// is of the style before.
pub fn items(part: &str, style: &mut Option<String>) -> Vec<Item> {
    if let Some(item) = in_one_cell(part) {
        *style = None;
        return vec![item];
    }
    let mut words = parted::parted(part);
    let before: Vec<String> = words.drain(..words::before_leading(&words)).collect();
    let first = words::counted_first(&mut words);
    words::drop_times(&mut words);
    let leads = first.is_some() || words::number_leads(&words);
    let apart = words.iter().all(|word| count(word).is_none());
    of_style(&mut words, style.as_deref());
    let mut reading = Reading::begun(first, leads);
    let counts = words::counts(&words);
    let mut words = words.iter().map(String::as_str).zip(counts).peekable();
    while let Some((word, counts)) = words.next() {
        let next = words.peek().map(|(word, _)| *word);
        let more = words.clone().any(|(_, counts)| counts);
        let sized = words.clone().any(|(word, _)| size_of(word).is_some());
        if let Some((price, unit, sure, two)) = price_of(word, next, reading.item.qty.is_some()) {
            if reading.item.price.is_empty() {
                (reading.item.price, reading.item.price_unit) = (price, unit);
                reading.item.sure = sure;
            } else {
                reading.goods.push(word.to_owned());
            }
            if two {
                words.next();
            }
        } else if let Some(size) = size_of(word).filter(|_| !reading.goods.is_empty()) {
            reading.sizes.push((size.0, size.1, word.to_owned()));
        } else if sized && !reading.sizes.is_empty() {
            reading.next_colour(word);
        } else if next.is_none() && written::is_number(word) && reading.lacks_price(word) {
            word.clone_into(&mut reading.item.price); // D0001 10箱 105
            reading.item.sure = Sure::Bare;
        } else if let Some(mut qty) = count(word).filter(|_| counts) {
            if qty.unit.is_empty() && next.is_some_and(written::is_unit) {
                words.next();
                qty.unit = next.unwrap_or("").to_lowercase();
            }
            reading.count(word, qty);
        } else if let Some(qty) = next
            .and_then(count)
            .filter(|qty| qty.unit.is_empty() && written::is_unit(word))
            .filter(|_| !reading.goods.is_empty() && reading.item.qty.is_none())
        {
            words.next(); // 罐 48
            let unit = word.to_lowercase();
            reading.count(word, Written { unit, ..qty });
        } else if let Some((goods, qty)) = Written::behind_goods(word).filter(|_| apart) {
            if goods.chars().count() > 1 && reading.item.qty.is_some() {
                reading.close(); // D0001十箱 D0003五箱; 送2箱 is of the goods before it
            }
            reading.goods(goods.trim_end_matches(FILLERS), false);
            reading.count(word, qty);
        } else if !(word.trim_matches(FILLERS).is_empty()
            && next.is_some_and(|next| count(next).is_some()))
        {
            reading.goods(word, more);
        }
    }
    reading.close();
    *style = reading.style;
    behind_all(reading.items, &before)
}

/// Words that may be of any of the lines stand with the goods of each.
fn behind_all(mut items: Vec<Item>, words: &[String]) -> Vec<Item> {
    for item in items.iter_mut().filter(|_| !words.is_empty()) {
        item.goods = format!("{} {}", item.goods, words.join(" "));
    }
    items
}

/// A colour alone before sizes is of the style that was said last.
fn of_style(words: &mut Vec<String>, style: Option<&str>) {
    let Some(style) = style else { return };
    let size = |word: Option<&String>| word.is_some_and(|word| size_of(word).is_some());
    let sized = |word: &String| written::is_size(word) || written::is_number(word);
    let of_it = match &words[..] {
        [colour, ..] if words::is_colour(colour) && size(words.get(1)) => true,
        [colour, next, ..] if words::names_colour(colour) => sized(next),
        [first, next, ..] if written::is_size(first) => written::is_number(next),
        [first, ..] => size(Some(first)),
        [] => false,
    };
    if of_it {
        words.insert(0, style.to_owned());
    }
}

/// A part on its way to items.
#[derive(Default)]
struct Reading {
    items: Vec<Item>,
    item: Item,
    goods: Vec<String>,
    sizes: Vec<(String, Written, String)>,
    /// The style whose sizes came last.
    style: Option<String>,
    /// The quantity came before the goods: `20箱 红牛`.
    qty_first: bool,
    /// Each number stands before its goods: `5 D0001, 6 D0003`.
    leads: bool,
}

impl Reading {
    /// With a quantity before the goods, or none.
    fn begun(qty: Option<Written>, leads: bool) -> Self {
        let qty_first = qty.is_some();
        let item = Item {
            qty,
            ..Item::default()
        };
        Self {
            item,
            qty_first,
            leads,
            ..Self::default()
        }
    }

    /// A word for goods. Behind a quantity, with another one to come, it begins the next line.
    fn goods(&mut self, word: &str, more: bool) {
        if word.is_empty() {
            return;
        }
        let aside = word.starts_with('('); // 10 cases (or 12 if in stock)
        if more && self.item.qty.is_some() && !self.qty_first && !aside {
            self.close();
        }
        self.goods.push(word.to_owned());
    }

    /// Whether goods have a quantity with its unit and nothing behind it but a number, which is none of their sizes.
    fn lacks_price(&self, number: &str) -> bool {
        let style = self.goods.first().is_some_and(|word| words::is_style(word));
        let size = style && self.goods.len() > 1 && words::is_shoe(number);
        let counted = self
            .item
            .qty
            .as_ref()
            .is_some_and(|qty| !qty.unit.is_empty());
        counted && !size && !self.qty_first && self.item.price.is_empty() && self.sizes.is_empty()
    }

    /// A word between sizes: another colour of the same goods, or with figures another style.
    fn next_colour(&mut self, word: &str) {
        let mut goods = self.goods.clone();
        self.close();
        if word.contains(|c: char| c.is_ascii_digit()) || goods.len() < 2 {
            goods.clear();
        } else {
            goods.pop();
        }
        goods.push(word.to_owned());
        self.goods = goods;
    }

    /// A quantity; one without goods and unit is a word like others.
    fn count(&mut self, word: &str, qty: Written) {
        if self.item.qty.is_some() && self.qty_first && !self.goods.is_empty() {
            self.close();
        }
        let alone = self.goods.is_empty() && qty.unit.is_empty() && !self.leads;
        if self.item.qty.is_some() || alone {
            self.goods.push(word.to_owned());
        } else {
            self.qty_first = self.goods.is_empty();
            self.item.count(qty);
        }
    }

    /// The line is whole.
    fn close(&mut self) {
        let mut item = std::mem::take(&mut self.item);
        let mut goods = std::mem::take(&mut self.goods);
        let mut sizes = std::mem::take(&mut self.sizes);
        self.qty_first = false;
        if item.qty.is_some() && sizes.len() == 1 {
            goods.extend(sizes.drain(..).map(|(_, _, word)| word)); // 螺丝 M8 20盒
        } else if !sizes.is_empty()
            && let Some(qty) = item.qty.take()
        {
            goods.push(qty.text()); // of which size nobody knows
        }
        item.goods = goods.join(" ");
        item.settle_goods();
        let first = goods.into_iter().next();
        self.style = first.filter(|word| !sizes.is_empty() || words::is_style(word));
        if sizes.is_empty() && item != Item::default() {
            self.items.push(item);
            return;
        }
        let sized = |(size, qty, _)| Item {
            goods: format!("{} {size}", item.goods),
            qty: Some(qty),
            ..item.clone()
        };
        self.items.extend(sizes.into_iter().map(sized));
    }
}

/// `1001*20/12.5`; not `250ml*24`, which is a specification.
fn in_one_cell(part: &str) -> Option<Item> {
    let quick = line_text::read(part);
    let (qty, price) = (quick.qty?, quick.price.unwrap_or_default());
    let measured = |code: &str| {
        let word = code.rsplit(' ').next().unwrap_or("").to_lowercase();
        let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let figures = number.ends_with(|c: char| c.is_ascii_digit());
        figures && MEASURES.contains(&&word[number.len()..])
    };
    let numbers = written::is_number(&qty) && (price.is_empty() || written::is_number(&price));
    let signed = part.contains(['*', '×']);
    (signed && numbers && !measured(&quick.code)).then(|| Item {
        goods: words::apart_at_dashes(&quick.code),
        qty: Some(Written {
            number: qty,
            ..Written::default()
        }),
        price,
        ..Item::default()
    })
}

/// `单价22`, `@22`, `8.5元`, a price word alone with the number behind it, `9.50` behind a
/// quantity: price, unit, how certain it is, and whether the next word was it.
fn price_of(word: &str, next: Option<&str>, counted: bool) -> Option<(String, String, Sure, bool)> {
    let sign = PRICE_WORDS.iter().find(|sign| word.starts_with(**sign));
    let sign = sign.or(Some(&AT).filter(|at| word.eq_ignore_ascii_case(at)));
    let each = word.strip_prefix('每').and_then(written::unit_at_start);
    if let Some((unit, rest)) = each.filter(|(_, rest)| !rest.is_empty()) {
        let price = written::price(rest);
        return price.map(|(price, _)| (price, unit.to_lowercase(), Sure::Said, false));
    }
    if let Some((price, unit)) = each_behind(word) {
        return Some((price, unit, Sure::Said, false));
    }
    let Some(sign) = sign else {
        let in_money = word.contains(['元', '块']) && !word.ends_with('块');
        let fen = word.rsplit_once('.').is_some_and(|(_, fen)| fen.len() == 2);
        let last = next.is_none() && word.contains('.');
        let of_money = in_money || counted && (fen || last || word.ends_with('块'));
        return written::price(word)
            .filter(|_| of_money)
            .map(|(price, unit)| {
                let sure = if unit.is_empty() {
                    Sure::Money
                } else {
                    Sure::Said
                };
                (price, unit, sure, false)
            });
    };
    let money = ["¥", "￥"].contains(sign);
    let sure = |unit: &str| match unit {
        "" if money => Sure::Money,
        _ => Sure::Said,
    };
    let rest = word[sign.len()..].trim_start_matches([':', '=']);
    if rest.is_empty() {
        let (price, unit) = written::price(next?)?;
        let sure = sure(&unit);
        return Some((price, unit, sure, true));
    }
    let (price, unit) = written::price(rest)?;
    let sure = sure(&unit);
    Some((price, unit, sure, false))
}

/// `26元每箱`, `25块一箱`: the price and the unit it is for.
fn each_behind(word: &str) -> Option<(String, String)> {
    let both = ['每', '一'].iter().find_map(|each| word.split_once(*each));
    let (price, unit) = both.filter(|(_, unit)| written::is_unit(unit))?;
    let (price, none) = written::price(price)?;
    none.is_empty().then(|| (price, unit.to_lowercase()))
}
