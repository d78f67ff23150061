//! A pasted message becomes lines: `红牛250ml 20箱; 农夫550 30件 单价22`, `8801 黑 S2 M3`, cells
//! of a sheet.
//!
//! Invariant: nothing is dropped. What is not understood as goods, quantity or price stays in the
//! goods text, and goods that no product answers to stay as lines for the clerk to settle.

use serde_json::Value;

use crate::domain::text::narrow;
use crate::ui::widgets::line_text::{self, Quick};

use super::facts::text;

/// A line that was read out of a message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Item {
    /// The words for the goods.
    pub goods: String,
    /// The quantity as written.
    pub qty: String,
    /// The unit behind it.
    pub unit: String,
    /// The unit price as written.
    pub price: String,
    /// Pieces in one of the unit, where the message says so (`1打=12`, `3箱(24)`).
    pub pack: String,
}

/// Words before a price.
const PRICE_WORDS: &[&str] = &["单价", "价格", "价", "@", "¥", "￥", "price"];
/// Letters of sizes, the longest first.
const SIZES: &[&str] = &[
    "XXXXL", "XXXL", "XXL", "4XL", "3XL", "2XL", "XXS", "XL", "XS", "S", "M", "L", "F",
];

/// Whether a pasted text is more than one word for the field it goes into.
pub fn is_block(pasted: &str) -> bool {
    let text = narrow(pasted);
    text.contains(['\n', '\t', ';']) || items(&text).iter().any(|item| !item.qty.is_empty())
}

/// Whether a pasted text has several lines or cells, and goods with a quantity among them.
pub fn is_rows(pasted: &str) -> bool {
    let several = pasted.trim().contains(['\n', '\t']);
    several && items(pasted).iter().any(|item| !item.qty.is_empty())
}

/// Reads a message.
pub fn items(message: &str) -> Vec<Item> {
    let mut items = Vec::new();
    for line in narrow(message).lines() {
        if line.contains('\t') {
            items.extend(cells(line));
            continue;
        }
        let parts = line.split(';').flat_map(|part| part.split(" / "));
        for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
            items.extend(part_items(part));
        }
    }
    items
}

/// Cells of a sheet: goods, quantity, price; a name between them joins the goods.
fn cells(line: &str) -> Option<Item> {
    let cells: Vec<String> = line.split('\t').map(narrow).collect();
    let mut item = Item {
        goods: cells.first()?.clone(),
        ..Item::default()
    };
    for cell in cells.iter().skip(1).filter(|cell| !cell.is_empty()) {
        match (counted(cell), item.qty.is_empty(), item.price.is_empty()) {
            (Some((qty, unit, pack)), true, _) => {
                (item.qty, item.unit, item.pack) = (qty, unit, pack);
            }
            (Some((price, unit, _)), false, true) if unit.is_empty() => item.price = price,
            _ if item.goods.is_empty() => item.goods.clone_from(cell),
            _ => item.goods = format!("{} {cell}", item.goods),
        }
    }
    (!item.goods.is_empty() || !item.qty.is_empty()).then_some(item)
}

/// One part of a message; sizes with their quantities make a line each.
fn part_items(part: &str) -> Vec<Item> {
    let quick = line_text::read(part);
    if quick.qty.is_some() && part.contains(['*', '×']) {
        return vec![Item {
            goods: quick.code,
            qty: quick.qty.unwrap_or_default(),
            price: quick.price.unwrap_or_default(),
            ..Item::default()
        }];
    }
    let mut item = Item::default();
    let mut goods: Vec<String> = Vec::new();
    let mut sizes: Vec<(String, String)> = Vec::new();
    let spread = part.replace(',', " ");
    let words: Vec<&str> = spread.split_whitespace().collect();
    let mut words = words.into_iter().peekable();
    while let Some(word) = words.next() {
        if let Some(price) = price_of(word, words.peek().copied()) {
            item.price = price.0;
            if price.1 {
                words.next();
            }
        } else if let Some(size) = size_of(word).filter(|_| !goods.is_empty()) {
            sizes.push(size);
        } else if let Some((qty, unit, pack)) =
            counted(word).filter(|_| !goods.is_empty() && item.qty.is_empty())
        {
            (item.qty, item.unit, item.pack) = (qty, unit, pack);
            if item.unit.is_empty() && words.peek().is_some_and(|next| UNITS.contains(next)) {
                words.next().unwrap_or("").clone_into(&mut item.unit);
            }
        } else {
            goods.push(word.to_owned());
        }
    }
    item.goods = goods.join(" ");
    if sizes.is_empty() {
        return vec![item];
    }
    let sized = |(size, qty): (String, String)| Item {
        goods: format!("{} {size}", item.goods),
        qty,
        ..item.clone()
    };
    sizes.into_iter().map(sized).collect()
}

/// `单价22`, `@22`, or a price word alone with the number behind it: the price, and whether the
/// next word was it.
fn price_of(word: &str, next: Option<&str>) -> Option<(String, bool)> {
    let rest = PRICE_WORDS
        .iter()
        .find_map(|sign| word.strip_prefix(sign))?;
    let rest = rest
        .trim_start_matches([':', '='])
        .trim_end_matches(['元', '块']);
    if is_number(rest) {
        return Some((rest.to_owned(), false));
    }
    let next = next
        .map(|next| next.trim_end_matches(['元', '块']))
        .filter(|next| is_number(next));
    next.filter(|_| rest.is_empty())
        .map(|next| (next.to_owned(), true))
}

/// `S2`, `XL10`: a size and its quantity.
fn size_of(word: &str) -> Option<(String, String)> {
    let upper = word.to_uppercase();
    let size = SIZES.iter().find(|size| upper.starts_with(**size))?;
    let qty = upper[size.len()..].trim_start_matches([':', '*', 'X']);
    qty.bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| qty.to_owned())
        .filter(|q| !q.is_empty())
        .map(|qty| ((*size).to_owned(), qty))
}

/// Units that may follow a quantity.
const UNITS: &[&str] = &[
    "箱", "件", "个", "瓶", "包", "盒", "袋", "打", "手", "套", "双", "条", "支", "桶", "罐", "只",
    "台", "米", "卷", "张", "扇", "副", "片", "块", "根", "把", "枚", "本", "册", "捆", "扎", "串",
    "对", "匹", "吨", "升", "组", "份", "筐", "板", "提", "听", "排", "托", "束", "棵", "株", "幅",
    "顶", "粒", "颗", "枝", "管", "坛", "壶", "杯", "令", "樘", "千克", "kg", "公斤", "斤", "pcs",
    "pc", "box", "case", "ctn", "dozen", "doz",
];

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
        Some((goods, qty)) if is_number(qty) => (goods, format!("{qty}{word}")),
        _ => (goods, word.to_owned()),
    };
    match counted(&word) {
        Some((qty, unit, pack)) if !unit.is_empty() => Quick {
            code: goods.trim().to_owned(),
            qty: Some(match pack.as_str() {
                "" => qty,
                pack => format!("{qty}*{pack}"),
            }),
            unit: if pack.is_empty() { unit } else { String::new() },
            price: None,
        },
        _ => quick,
    }
}

/// `20箱`, `30`, `1打=12`, `3箱(24)`: quantity, unit, pieces in one.
fn counted(word: &str) -> Option<(String, String, String)> {
    let end = word
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(word.len());
    let (qty, rest) = word.split_at(end);
    if !is_number(qty) {
        return None;
    }
    let (unit, pack) = match rest.split_once(['=', '(']) {
        Some((unit, pack)) => (unit, pack.trim_end_matches(')')),
        None => (rest, ""),
    };
    let unit_known = unit.is_empty() || UNITS.contains(&unit.to_lowercase().as_str());
    let pack_known = pack.is_empty() || is_number(pack);
    (unit_known && pack_known).then(|| (qty.to_owned(), unit.to_lowercase(), pack.to_owned()))
}

fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && text.bytes().filter(|b| *b == b'.').count() <= 1
}

/// The words of a goods text, hanzi and letters apart: `红牛250ml` is two.
pub fn words(goods: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last: Option<bool> = None;
    for c in narrow(goods).to_lowercase().chars() {
        if c.is_whitespace() {
            last = None;
            continue;
        }
        let wide = !c.is_ascii();
        match (last, words.last_mut()) {
            (Some(before), Some(word)) if before == wide => word.push(c),
            _ => words.push(c.to_string()),
        }
        last = Some(wide);
    }
    words
}

/// The rows whose code, name and specification hold every word; a size stands alone.
pub fn narrowed(rows: &[Value], goods: &str) -> Vec<Value> {
    let words = words(goods);
    let holds = |row: &&Value| {
        let parts = ["code", "name", "spec"]
            .map(|name| text(row, name))
            .join(" ")
            .to_lowercase();
        let tokens: Vec<&str> = parts.split(|c: char| !c.is_ascii_alphanumeric()).collect();
        words.iter().all(|word| {
            let is_size = SIZES.contains(&word.to_uppercase().as_str());
            if is_size {
                tokens.contains(&word.as_str())
            } else {
                parts.contains(word.as_str())
            }
        })
    };
    rows.iter().filter(holds).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(message: &str) -> Vec<String> {
        let tell = |i: Item| format!("{}|{}|{}|{}|{}", i.goods, i.qty, i.unit, i.price, i.pack);
        items(message).into_iter().map(tell).collect()
    }

    #[test]
    fn messages_become_lines() {
        assert_eq!(
            told("红牛250ml 20箱; 农夫550 30件 单价22"),
            ["红牛250ml|20|箱||", "农夫550|30|件|22|"]
        );
        assert_eq!(
            told("8801 黑 S2 M3 L2"),
            ["8801 黑 S|2|||", "8801 黑 M|3|||", "8801 黑 L|2|||"]
        );
        assert_eq!(
            told("8801 黑 S2 / 8802 白 M5"),
            ["8801 黑 S|2|||", "8802 白 M|5|||"]
        );
        assert_eq!(
            told("1001\t20\t12.5\n1002\t红牛\t3箱"),
            ["1001|20||12.5|", "1002 红牛|3|箱||"]
        );
        assert_eq!(
            told("袜子 1打=12\n袜子 3箱(24)"),
            ["袜子|1|打||12", "袜子|3|箱||24"]
        );
        assert_eq!(told("1001*20/12.5"), ["1001|20||12.5|"]);
        assert_eq!(told("红牛 20 箱 单价 22元"), ["红牛|20|箱|22|"]);
        assert_eq!(told("周五前送到"), ["周五前送到||||"], "nothing is dropped");
    }

    #[test]
    fn a_unit_may_follow_the_quantity_that_is_typed() {
        let told = |typed: &str| {
            let quick = quick(typed);
            format!(
                "{}|{}|{}",
                quick.code,
                quick.qty.unwrap_or_default(),
                quick.unit
            )
        };
        assert_eq!(told("H0005 2箱"), "H0005|2|箱");
        assert_eq!(told("H0005 2 箱"), "H0005|2|箱");
        assert_eq!(told("H0005 3箱(24)"), "H0005|3*24|");
        assert_eq!(told("1001*20/12.5"), "1001|20|");
        assert_eq!(told("red cap"), "red cap||");
        assert_eq!(told("红牛 250ml"), "红牛 250ml||");
    }

    #[test]
    fn one_word_is_no_block() {
        assert!(!is_block("1001"));
        assert!(!is_block("6901234567890\n".trim()));
        assert!(is_block("1001 20"));
        assert!(is_block("1001\n1002"));
    }

    #[test]
    fn hits_are_narrowed_by_the_other_words() {
        let row = |code: &str, name: &str, spec: &str| serde_json::json!({ "code": code, "name": name, "spec": spec });
        let rows = [
            row("A1", "红牛饮料", "250ml*24"),
            row("A2", "红牛饮料", "500ml"),
        ];
        assert_eq!(narrowed(&rows, "红牛250ml").len(), 1);
        let rows = [
            row("8801-S", "衬衫 黑", "S"),
            row("8801-XS", "衬衫 黑", "XS"),
        ];
        assert_eq!(narrowed(&rows, "8801 黑 S"), [rows[0].clone()]);
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "[0-9SMLX黑箱单价;/*=() \t\n.]{0,40}|\\PC{0,20}") {
            for item in items(&text) {
                let _ = words(&item.goods);
            }
        }
    }
}
