//! A pasted message becomes lines: `红牛250ml 20箱; 农夫550 30件 单价22`, `8801 黑 S2 M3`, cells
//! of a sheet.
//!
//! Invariant: nothing is dropped. What is not understood as goods, quantity or price stays in the
//! goods text, and goods that no product answers to stay as lines for the clerk to settle.

use crate::domain::text::narrow;
use crate::ui::widgets::line_text::{self, Quick};

use super::chat;
use super::paste_words::{self, FILLERS, count, size_of};
use super::pasted_cells;
use super::written::{self, Item, Written};

/// Words before a price.
const PRICE_WORDS: &[&str] = &["单价", "价格", "价", "@", "¥", "￥", "price"];
/// The same, alone: goods may begin with it.
const AT: &str = "at";
/// Measures: a number behind one of them and a `*` is of the specification.
const MEASURES: &[&str] = &["ml", "l", "g", "kg", "mm", "cm", "m"];

/// Whether a pasted text is more than one word for the field it goes into.
pub fn is_block(pasted: &str) -> bool {
    let text = narrow(pasted);
    text.contains(['\n', '\t', ';']) || items(&text).iter().any(|item| item.qty.is_some())
}

/// Whether a pasted text has several lines or cells, and goods with a quantity among them.
pub fn is_rows(pasted: &str) -> bool {
    let several = pasted.trim().contains(['\n', '\t']);
    several && items(pasted).iter().any(|item| item.qty.is_some())
}

/// The lines of a message.
pub fn items(message: &str) -> Vec<Item> {
    read(message).0
}

/// Reads a message: its lines, and how many parts of it are only about who says it, and how kindly.
pub fn read(message: &str) -> (Vec<Item>, usize) {
    let mut items = Vec::new();
    let mut asides = 0;
    let mut headings = None;
    let mut style = None;
    for line in message.lines().map(paste_words::unlisted) {
        let line = narrow(&line.replace('。', ";"));
        let line = line.as_str();
        if line.contains('\t') {
            let cells: Vec<String> = line.split('\t').map(narrow).collect();
            if headings.is_none() {
                let columns = pasted_cells::headings(&cells);
                if let Some(columns) = columns {
                    headings = Some((cells, columns));
                    continue;
                }
            }
            match &headings {
                Some((names, columns)) => {
                    items.extend(pasted_cells::items(&cells, names, columns));
                }
                None => items.extend(pasted_cells::item(&cells, None)),
            }
            continue;
        }
        if chat::is_sender(line) || chat::is_address(line) {
            asides += 1;
            continue;
        }
        let parts = line.split(';').flat_map(|part| part.split(" / "));
        for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
            let goods = chat::uncourteous(paste_words::unnumbered(part));
            asides += usize::from(goods.is_empty());
            for part in paste_words::each(goods) {
                items.extend(part_items(&part, &mut style));
            }
        }
    }
    (items, asides)
}

/// One part of a message; sizes with their quantities make a line each. A colour alone before them
/// is of the style before.
fn part_items(part: &str, style: &mut Option<String>) -> Vec<Item> {
    if let Some(item) = in_one_cell(part) {
        *style = None;
        return vec![item];
    }
    let mut words = paste_words::parted(part);
    let first = paste_words::counted_first(&mut words);
    let apart = words.iter().all(|word| count(word).is_none());
    if let [colour, size, ..] = &words[..]
        && let Some(style) = style.as_ref()
        && paste_words::is_colour(colour)
        && size_of(size).is_some()
    {
        words.insert(0, style.clone());
    }
    let mut reading = Reading {
        qty_first: first.is_some(),
        item: Item {
            qty: first,
            ..Item::default()
        },
        ..Reading::default()
    };
    let mut words = words.iter().map(String::as_str).peekable();
    while let Some(word) = words.next() {
        let next = words.peek().copied();
        let more = words.clone().any(|word| count(word).is_some());
        let sized = words.clone().any(|word| size_of(word).is_some());
        if let Some((price, unit, two)) = price_of(word, next, reading.item.qty.is_some()) {
            if reading.item.price.is_empty() {
                (reading.item.price, reading.item.price_unit) = (price, unit);
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
        } else if let Some(mut qty) = count(word) {
            if qty.unit.is_empty() && next.is_some_and(written::is_unit) {
                qty.unit = words.next().unwrap_or("").to_lowercase();
            }
            reading.count(word, qty);
        } else if let Some((goods, qty)) = Written::behind_goods(word).filter(|_| apart) {
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
    reading.items
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
}

impl Reading {
    /// A word for goods. Behind a quantity, with another one to come, it begins the next line.
    fn goods(&mut self, word: &str, more: bool) {
        if word.is_empty() {
            return;
        }
        if more && self.item.qty.is_some() && !self.qty_first {
            self.close();
        }
        self.goods.push(word.to_owned());
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
        let alone = self.goods.is_empty() && qty.unit.is_empty();
        if self.item.qty.is_some() || alone {
            self.goods.push(word.to_owned());
        } else {
            self.qty_first = self.goods.is_empty();
            self.item.qty = Some(qty);
        }
    }

    /// The line is whole.
    fn close(&mut self) {
        let mut item = std::mem::take(&mut self.item);
        let mut goods = std::mem::take(&mut self.goods);
        let sizes = std::mem::take(&mut self.sizes);
        self.qty_first = false;
        let mut sizes = sizes;
        if item.qty.is_some() && sizes.len() == 1 {
            goods.extend(sizes.drain(..).map(|(_, _, word)| word)); // 螺丝 M8 20盒
        } else if !sizes.is_empty()
            && let Some(qty) = item.qty.take()
        {
            goods.push(qty.text()); // of which size nobody knows
        }
        item.goods = goods.join(" ");
        self.style = goods.into_iter().next().filter(|_| !sizes.is_empty());
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
        goods: quick.code,
        qty: Some(Written {
            number: qty,
            ..Written::default()
        }),
        price,
        ..Item::default()
    })
}

/// `单价22`, `@22`, `8.5元`, a price word alone with the number behind it, `9.50` behind a
/// quantity: price, unit, and whether the next word was it.
fn price_of(word: &str, next: Option<&str>, counted: bool) -> Option<(String, String, bool)> {
    let sign = PRICE_WORDS.iter().find(|sign| word.starts_with(**sign));
    let sign = sign.or(Some(&AT).filter(|at| word.eq_ignore_ascii_case(at)));
    let Some(sign) = sign else {
        let in_money = word.contains(['元', '块']) && !word.ends_with('块');
        let fen = word.rsplit_once('.').is_some_and(|(_, fen)| fen.len() == 2);
        let last = next.is_none() && word.contains('.');
        let of_money = in_money || counted && (fen || last || word.ends_with('块'));
        return written::price(word)
            .filter(|_| of_money)
            .map(|(price, unit)| (price, unit, false));
    };
    let rest = word[sign.len()..].trim_start_matches([':', '=']);
    if rest.is_empty() {
        let (price, unit) = written::price(next?)?;
        return Some((price, unit, true));
    }
    written::price(rest).map(|(price, unit)| (price, unit, false))
}

/// A line typed in the code cell; a unit may follow the quantity as in a message: `1001 2箱`.
pub fn quick(typed: &str) -> Quick {
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

    fn told(message: &str) -> Vec<String> {
        let tell = |i: Item| format!("{}|{}|{}", i.goods, i.qty_text(), i.price_text());
        items(message).into_iter().map(tell).collect()
    }

    #[test]
    fn messages_become_lines() {
        assert_eq!(
            told("红牛250ml 20箱; 农夫550 30件 单价22"),
            ["红牛250ml|20箱|", "农夫550|30件|22/件"]
        );
        assert_eq!(
            told("8801 黑 S2 M3 L2"),
            ["8801 黑 S|2|", "8801 黑 M|3|", "8801 黑 L|2|"]
        );
        assert_eq!(
            told("8801 黑 S2 / 8802 白 M5"),
            ["8801 黑 S|2|", "8802 白 M|5|"]
        );
        assert_eq!(
            told("袜子 1打=12\n袜子 3箱(24)"),
            ["袜子|1打(12)|", "袜子|3箱(24)|"]
        );
        assert_eq!(told("1001*20/12.5"), ["1001|20|12.5"]);
        assert_eq!(told("红牛 20 箱 单价 22元"), ["红牛|20箱|22/箱"]);
        assert_eq!(told("H0088 20副 8.5元"), ["H0088|20副|8.5/副"]);
        assert_eq!(told("H0034 20 37.00"), ["H0034|20|37.00"]);
        assert_eq!(
            told("赤虎能量饮料 250ml×24罐 3箱 单价110"),
            ["赤虎能量饮料 250ml×24罐|3箱|110/箱"]
        );
        assert_eq!(told("红牛250ml*24 5箱"), ["红牛250ml*24|5箱|"]);
    }

    #[test]
    fn several_goods_of_one_line_come_apart() {
        assert_eq!(told("D0001 3箱 D0034 5箱"), ["D0001|3箱|", "D0034|5箱|"]);
        assert_eq!(
            told("红牛 20箱，农夫 30件。可乐 5箱"),
            ["红牛|20箱|", "农夫|30件|", "可乐|5箱|"]
        );
        assert_eq!(told("20箱 红牛 30件 农夫"), ["红牛|20箱|", "农夫|30件|"]);
        assert_eq!(
            told("D0001 三箱\nD0034两箱\nH0088要20副\n要 20箱 红牛"),
            ["D0001|3箱|", "D0034|2箱|", "H0088|20副|", "红牛|20箱|"]
        );
        assert_eq!(told("1. H0090 5\n2、红牛 3箱"), ["H0090|5|", "红牛|3箱|"]);
        assert_eq!(
            told("2、20副 H0088\n③ 来12副H0088"),
            ["H0088|20副|", "H0088|12副|"]
        );
        assert_eq!(told("红牛、农夫各2箱"), ["红牛|2箱|", "农夫|2箱|"]);
        assert_eq!(told("H0088x1千, D0001两箱"), ["H0088|1000|", "D0001|2箱|"]);
        assert_eq!(told("C880101L: 3\nH0088:20"), ["C880101L|3|", "H0088|20|"]);
    }

    #[test]
    fn nothing_is_dropped() {
        assert_eq!(told("周五前送到"), ["周五前送到||"]);
        assert_eq!(told("H0029 5包 明天要"), ["H0029 明天要|5包|"]);
        assert_eq!(told("D0001 3箱，送2箱"), ["D0001 送2箱|3箱|"]);
        assert_eq!(told("H0088 20副 8.5元 9元"), ["H0088 9元|20副|8.5/副"]);
        assert_eq!(told("8801 黑 S2 5件"), ["8801 黑 S2|5件|"]);
        assert_eq!(told("螺丝 M8 20盒"), ["螺丝 M8|20盒|"]);
        assert_eq!(told("红牛 24罐装 5箱"), ["红牛 24罐装|5箱|"]);
    }

    #[test]
    fn sizes_come_apart_and_colours_follow_each_other() {
        let black = ["8801黑 S|2|", "8801黑 M|3|", "8801黑 L|2|"];
        assert_eq!(told("8801黑S2M3L2"), black);
        assert_eq!(
            told("8801 黑色 S2 M3 白 L4"),
            ["8801 黑色 S|2|", "8801 黑色 M|3|", "8801 白 L|4|"]
        );
        assert_eq!(told("8801 黑 S2 8802 M5"), ["8801 黑 S|2|", "8802 M|5|"]);
        let both = ["8801 黑 S|2|", "8801 黑 M|3|", "8801 白 XL|1|"];
        assert_eq!(told("8801 黑 S:2,M:3;白 XL:1"), both);
        assert_eq!(told("8801 黑 S2 M3\n白 XL1"), both);
        assert_eq!(told("8801黑 S码2 M码3件"), ["8801黑 S|2|", "8801黑 M|3件|"]);
        assert_eq!(told("8801 黑 S/2 M/3"), both[..2]);
        assert_eq!(told("8801 黑 S M 各2"), ["8801 黑 S|2|", "8801 黑 M|2|"]);
        // Only what is nothing but sizes.
        assert_eq!(told("螺丝M8 20盒"), ["螺丝M8|20盒|"]);
    }

    #[test]
    fn english_messages_are_read() {
        assert_eq!(told("3 x 8801 black M"), ["8801 black M|3|"]);
        assert_eq!(told("H0088 - 20 pcs"), ["H0088|20pcs|"]);
        assert_eq!(told("H0034 - 10 packs @ 36"), ["H0034|10packs|36/packs"]);
        assert_eq!(told("H0088 20 boxes"), ["H0088|20boxes|"]);
        assert_eq!(
            told("20 x H0088 and 10 boxes of H0034"),
            ["H0088|20|", "H0034|10boxes|"]
        );
        assert_eq!(
            told("Please send 20 x H0088 and 10 bags of D0064 at 80.00 each"),
            ["H0088|20|", "D0064|10bags|80.00/bags"]
        );
        assert_eq!(told("H0088 20 10.5"), ["H0088|20|10.5"]);
        assert_eq!(told("8801 black S2"), ["8801 black S|2|"]);
    }

    #[test]
    fn sizes_as_headings_remarks_and_totals() {
        assert_eq!(
            told("款号\t颜色\tS\tM\tL\n8801\t黑\t2\t\t3\n合计\t\t2\t0\t3"),
            ["8801 黑 S|2|", "8801 黑 L|3|"]
        );
        let sheet = "编码\t数量\t备注\nH0088\t5\turgent\n合计\t5\t";
        assert_eq!(told(sheet), ["H0088|5|"]);
        assert_eq!(items(sheet)[0].remark, "urgent");
    }

    #[test]
    fn cells_of_a_sheet_are_read_by_what_they_are() {
        assert_eq!(
            told("1001\t20\t12.5\n1002\t红牛\t3箱"),
            ["1001|20|12.5", "1002 红牛|3箱|"]
        );
        assert_eq!(told("H0034\t1,000\t37.00"), ["H0034|1000|37.00"]);
        assert_eq!(told("不锈钢合页\t20\t副"), ["不锈钢合页|20副|"]);
        assert_eq!(told("1001\t20\t12.5\t250.00"), ["1001|20|12.5"]);
        assert_eq!(told("1001\t20\t12.5\t260.00"), ["1001 260.00|20|12.5"]);
        assert_eq!(
            told(
                "序号\t编码\t品名\t规格\t单价\t数量\t单位\t备注\n1\t8801\t皮鞋\t42\t99\t3\t双\t急"
            ),
            ["8801 皮鞋 42|3双|99/双"]
        );
    }

    #[test]
    fn a_unit_may_follow_the_quantity_that_is_typed() {
        let told = |typed: &str| {
            let quick = quick(typed);
            format!("{}|{}", quick.code, quick.qty.unwrap_or_default())
        };
        assert_eq!(told("H0005 2箱"), "H0005|2箱");
        assert_eq!(told("H0005 2 箱"), "H0005|2箱");
        assert_eq!(told("H0005 3箱(24)"), "H0005|3箱(24)");
        assert_eq!(told("1001*20/12.5"), "1001|20");
        assert_eq!(told("red cap"), "red cap|");
        assert_eq!(told("红牛 250ml"), "红牛 250ml|");
    }

    #[test]
    fn one_word_is_no_block() {
        assert!(!is_block("1001"));
        assert!(!is_block("6901234567890\n".trim()));
        assert!(is_block("1001 20"));
        assert!(is_block("1001\n1002"));
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "[0-9SMLX黑箱单价;/*=() \t\n.]{0,40}|\\PC{0,20}") {
            for item in items(&text) {
                let _ = super::super::paste_match::words(&item.goods);
            }
        }
    }
}
