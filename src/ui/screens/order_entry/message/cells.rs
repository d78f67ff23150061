//! A row pasted from a sheet: by its headings where it came with them, else by what each cell
//! looks like.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::desk::imports::columns;
use crate::ui::widgets::date_text::is_date;
use crate::ui::widgets::sum_text;

use super::instruction;
use super::item::{Item, Sure};
use super::total::{Total, number};
use super::words::{is_code, is_height, is_shoe};
use super::written::{self, Written};

/// Headings of words for the goods.
const GOODS: &[&str] = &[
    "品名",
    "名称",
    "商品名称",
    "产品名称",
    "商品",
    "产品",
    "货名",
    "货品",
    "货品名称",
    "商品名",
    "产品名",
    "型号",
    "规格",
    "款号",
    "颜色",
    "尺码",
    "name",
    "description",
    "spec",
    "colour",
    "color",
    "size",
    "料号",
    "物料",
    "物料编码",
    "物料名称",
    "part",
    "part no",
    "part no.",
    "item",
    "sku",
];
/// Headings of quantities and prices that order sheets as the office imports them do not have.
const QTYS: &[&str] = &[
    "需求",
    "需求量",
    "需求数量",
    "采购数",
    "采购数量",
    "采购量",
    "要货",
    "要货量",
    "件数",
    "订货数",
    "订数",
    "订购数",
    "订购数量",
    "下单数",
    "下单数量",
    "本次订货",
    "order qty",
    "order quantity",
    "qty ordered",
    "订货",
    "箱数",
    "瓶数",
    "盒数",
    "包数",
    "袋数",
    "双数",
];
/// Headings of how many are in one of the unit, which the office knows too.
const PACKS: &[&str] = &[
    "箱规",
    "装箱数",
    "每箱",
    "包装数",
    "包装规格",
    "case pack",
    "units per case",
];
/// Headings of the day when the goods of a line are wanted.
const DAYS: &[&str] = &[
    "交期",
    "交货日期",
    "要货日期",
    "送货日期",
    "到货日期",
    "需求日期",
    "delivery date",
    "need date",
    "required date",
];
/// Headings of what is theirs and no order.
const THEIRS: &[&str] = &[
    "库存",
    "现库存",
    "现有库存",
    "门店库存",
    "库存数",
    "库存数量",
    "销量",
    "上月销量",
    "上周销量",
    "上次订货",
    "stock",
    "in stock",
    "on hand",
];
const PRICES: &[&str] = &["含税价", "含税单价", "unit price", "price"];
/// Headings of the unit.
const UNITS: &[&str] = &["单位", "unit", "uom"];
/// Headings of what a line comes to.
const AMOUNTS: &[&str] = &[
    "金额",
    "小计",
    "总价",
    "含税金额",
    "amount",
    "total",
    "ext",
    "ext.",
    "extended",
];
/// Headings of the line's number.
const NUMBERS: &[&str] = &["序号", "行号", "no", "no.", "#"];

/// Headings of words that are no goods: they go to the order's remark.
const REMARKS: &[&str] = &["备注", "说明", "要求", "remark", "remarks", "note", "notes"];
/// What the last row of a sheet begins with.
const TOTALS: &[&str] = &["合计", "总计", "小计", "总数", "total", "totals", "sum"];

/// What may stand behind the heading of a price and changes nothing.
const PLAIN_MONEY: &[&str] = &["元", "rmb", "cny", "含税", "含税价", "¥", "￥"];

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Words for the goods; what no other column is for stands with them.
    Goods,
    /// Quantity.
    Qty,
    /// Unit of the quantity.
    Unit,
    /// Unit price.
    Price,
    /// What the line comes to.
    Amount,
    /// The number of the line, of no meaning here.
    Number,
    /// Words about the line that are no goods.
    Remark,
    /// How many of a size.
    Size,
    /// How many are in one of the unit.
    Pack,
    /// The day when the goods are wanted.
    Day,
    /// What is theirs and of no meaning here: their stock, what they sold.
    Theirs,
    /// How many of all sizes.
    Sum,
}

/// The columns of a row of headings; `None` if it is none.
pub fn headings(cells: &[String]) -> Option<Vec<Column>> {
    let known = columns::of_order(cells);
    let column = |(cell, known): (&String, &Option<String>)| {
        let word = cell.to_lowercase();
        let of = |words: &[&str]| words.contains(&word.as_str());
        match known.as_deref() {
            Some("qty") => (Column::Qty, true),
            Some("price") => (Column::Price, true),
            Some("product") => (Column::Goods, true),
            _ if of(GOODS) => (Column::Goods, true),
            _ if of(QTYS) => (Column::Qty, true),
            _ if of(PACKS) => (Column::Pack, true),
            _ if of(DAYS) => (Column::Day, true),
            _ if of(THEIRS) => (Column::Theirs, true),
            _ if of(PRICES) => (Column::Price, true),
            _ if of(UNITS) => (Column::Unit, true),
            _ if of(AMOUNTS) => (Column::Amount, true),
            _ if of(NUMBERS) => (Column::Number, true),
            _ if of(REMARKS) => (Column::Remark, true),
            _ if is_size(cell) => (Column::Size, true),
            _ => (Column::Goods, false),
        }
    };
    let found: Vec<(Column, bool)> = cells.iter().zip(&known).map(column).collect();
    let count = |wanted| {
        found
            .iter()
            .filter(|column| **column == (wanted, true))
            .count()
    };
    let sizes = count(Column::Size);
    let whole = count(Column::Qty) > 0 || sizes > 1;
    // Without a figure it is a row of headings, known or not: what nobody can name is no quantity.
    let figures = cells
        .iter()
        .any(|cell| cell.contains(|c: char| c.is_ascii_digit()));
    let named = cells.iter().filter(|cell| !cell.is_empty()).count() > 1;
    let known = found.iter().any(|(_, known)| *known);
    let headed = count(Column::Goods) > 0 && whole || known && named && !figures;
    let mut columns: Vec<Column> = found.into_iter().map(|(column, _)| column).collect();
    if sizes > 1 {
        let of_all =
            |(_, cell): &(&mut Column, &String)| TOTALS.contains(&cell.to_lowercase().as_str());
        for (column, _) in columns.iter_mut().zip(cells).filter(of_all) {
            *column = Column::Sum;
        }
    }
    headed.then_some(columns)
}

/// A part in which each word has its heading: `编码:D0001 数量:10 单位:箱`. Gives the headings, the cells and the columns.
pub fn labelled(part: &str) -> Option<(Vec<String>, Vec<String>, Vec<Column>)> {
    let words = part.split([' ', ',']).filter(|word| !word.is_empty());
    let both = words.map(|word| word.split_once(':').filter(|(_, cell)| !cell.is_empty()));
    let both: Option<Vec<(String, String)>> = both
        .map(|both| both.map(|(name, cell)| (name.to_owned(), cell.to_owned())))
        .collect();
    let (names, cells): (Vec<String>, Vec<String>) = both?.into_iter().unzip();
    let columns = headings(&names)?;
    let whole = [Column::Goods, Column::Qty]
        .iter()
        .all(|of| columns.contains(of));
    whole.then_some((names, cells, columns))
}

/// `M`, `2XL`, `42`: a size as a heading.
fn is_size(cell: &str) -> bool {
    is_shoe(cell) || is_height(cell) || written::is_size(cell)
}

/// A message whose cells were quoted, as a sheet does with those that have several lines: each row is one line.
pub fn unquoted(message: &str) -> Cow<'_, str> {
    let quoted = message.starts_with('"') || message.contains("\t\"") || message.contains("\n\"");
    if !quoted || !message.contains('\t') {
        return message.into();
    }
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.delimiter(b'\t').has_headers(false).flexible(true);
    let mut rows = String::new();
    for row in reader.from_reader(message.as_bytes()).records() {
        let Ok(row) = row else {
            return message.into();
        };
        let cells: Vec<String> = row
            .iter()
            .map(|cell| cell.replace(['\r', '\n', '\t'], " "))
            .collect();
        rows.push_str(&cells.join("\t"));
        rows.push('\n');
    }
    rows.into()
}

/// Of cells that were merged only the first row has the text: the goods of the next ones begin with it, with
/// style and colour as far as both are missing, or the style is said again.
pub fn fill_down(cells: &mut [String], above: &[String], columns: &[Column]) {
    let of_goods = |n: &usize| columns.get(*n) == Some(&Column::Goods);
    let goods: Vec<usize> = (0..cells.len()).filter(of_goods).collect();
    let Some((first, rest)) = goods.split_first() else {
        return;
    };
    let again = above.get(*first) == cells.get(*first);
    let said = rest.iter().any(|n| !cells[*n].is_empty());
    if !(cells[*first].is_empty() || again) || !said || rest.iter().any(|n| is_code(&cells[*n])) {
        return;
    }
    for n in goods {
        match above.get(n) {
            Some(text) if cells[n].is_empty() => cells[n].clone_from(text),
            Some(text) if *text == cells[n] => {}
            _ => return, // what differs is said, and nothing behind it is the row's above
        }
    }
}

/// Whether a row is empty or has the totals.
pub fn is_total(cells: &[String]) -> bool {
    let total = |cell: &String| {
        let cell = cell.trim_end_matches([':', ' ']).to_lowercase();
        TOTALS.contains(&cell.as_str())
    };
    let begins = cells.iter().find(|cell| !cell.is_empty());
    begins.is_none_or(total)
}

/// Whether a row has no quantity, or nought, and nothing is said of it.
pub fn is_blank(cells: &[String], columns: &[Column]) -> bool {
    let none = |cell: &str, column: Column| match column {
        Column::Qty | Column::Size | Column::Sum | Column::Remark | Column::Amount => {
            cell.is_empty() || cell == "0"
        }
        _ => true,
    };
    let counted = columns
        .iter()
        .any(|of| matches!(of, Column::Qty | Column::Size));
    let mut both = cells.iter().zip(columns);
    counted && both.all(|(cell, column)| none(cell, *column))
}

/// What the last row of a sheet says the rows come to; one figure for each size is one for all.
pub fn totals(cells: &[String], columns: &[Column]) -> Vec<Total> {
    let of = |wanted: Column| {
        let both = cells.iter().zip(columns);
        both.filter(move |(cell, column)| **column == wanted && !cell.is_empty())
            .map(|(cell, _)| cell.as_str())
    };
    let goods = of(Column::Qty).find_map(Written::read).or_else(|| {
        let sizes: Option<Vec<Decimal>> = of(Column::Size).map(number).collect();
        let sizes = sizes.filter(|sizes| !sizes.is_empty())?;
        Written::read(&sizes.into_iter().sum::<Decimal>().to_string())
    });
    let amount = of(Column::Amount).find_map(written::price);
    let amount = amount.map(|(amount, _)| Total::Amount(amount));
    goods.map(Total::Goods).into_iter().chain(amount).collect()
}

/// What stands in the columns of remarks.
pub fn remarks(cells: &[String], columns: &[Column]) -> Vec<String> {
    let cells = cells.iter().zip(columns);
    let of = cells.filter(|(cell, column)| **column == Column::Remark && !cell.is_empty());
    of.map(|(cell, _)| cell.clone()).collect()
}

/// `数量(罐)` gives the quantities their unit, `单价(元/罐)` the prices theirs; a price in other money or
/// without tax stands with the goods, so that somebody looks.
fn heed_headings(item: &mut Item, headings: &[String], columns: &[Column]) {
    for (heading, column) in headings.iter().zip(columns) {
        let in_brackets = heading.split_once('(').map(|(_, said)| said);
        // 箱数 counts cartons, 件数 anything.
        let counted = heading.strip_suffix('数').filter(|unit| *unit != "件");
        let Some(said) = in_brackets.or(counted) else {
            continue;
        };
        let said = said.trim_end_matches(')').to_lowercase();
        let said = said.rsplit(':').next().unwrap_or_default().trim();
        match column {
            Column::Qty if written::is_unit(said) => {
                if let Some(qty) = item.qty.as_mut().filter(|qty| qty.unit.is_empty()) {
                    said.clone_into(&mut qty.unit);
                }
            }
            Column::Price if !item.price.is_empty() && item.price_unit.is_empty() => {
                let unit = said.strip_prefix("元/").unwrap_or(said);
                if written::is_unit(unit) {
                    unit.clone_into(&mut item.price_unit);
                } else if !PLAIN_MONEY.contains(&said) {
                    item.goods = format!("{} {}({said})", item.goods, item.price);
                    item.price.clear();
                }
            }
            _ => {}
        }
    }
}

/// The lines of a row under headings; of sizes a line each.
pub fn items(cells: &[String], headings: &[String], columns: &[Column]) -> Vec<Item> {
    let Some(mut whole) = item(cells, Some(columns)) else {
        return Vec::new();
    };
    heed_headings(&mut whole, headings, columns);
    let of_sizes = columns.iter().zip(cells).zip(headings);
    let sized = of_sizes.filter(|((column, cell), _)| **column == Column::Size && !cell.is_empty());
    let mut items: Vec<Item> = sized
        .map(|((_, cell), size)| {
            let mut item = whole.clone();
            item.qty = Written::read(cell);
            let unread = item.qty.is_none().then_some(cell.as_str());
            let words = [whole.goods.as_str(), size].into_iter().chain(unread);
            item.goods = words.collect::<Vec<_>>().join(" ");
            item
        })
        .collect();
    let sums = columns.iter().zip(cells);
    let sums = sums.filter(|(column, cell)| **column == Column::Sum && !cell.is_empty());
    let mut differ = sums.filter(|(_, cell)| {
        let total = Written::read(cell).map(Total::Goods);
        total.and_then(|total| total.agrees(&items)) != Some(true)
    });
    if let (Some((_, cell)), Some(first)) = (differ.next(), items.first_mut()) {
        first.goods = format!("{} {cell}", first.goods);
    }
    if items.is_empty() { vec![whole] } else { items }
}

/// The line of a row; what cannot be what its column says stands with the goods.
pub fn item(cells: &[String], columns: Option<&[Column]>) -> Option<Item> {
    let mut item = Item::default();
    let (mut goods, mut noted): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let (mut unit, mut amount, mut pack, mut day) = ("", "", "", "");
    for (n, cell) in cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| !cell.is_empty())
    {
        let column = match columns {
            Some(columns) => columns.get(n).copied().unwrap_or(Column::Goods),
            None => looks_like(n, cell, &item, unit),
        };
        match column {
            Column::Number | Column::Size | Column::Sum | Column::Theirs => {}
            Column::Day if is_date(cell) => day = cell,
            Column::Pack if written::is_number(cell) => pack = cell,
            Column::Remark if instruction::is_in_note(cell) => noted.push(cell),
            Column::Remark => cell.clone_into(&mut item.remark),
            Column::Qty if item.qty.is_none() && Written::read(cell).is_some() => {
                let qty = Written::read(cell).unwrap_or_default();
                if columns.is_some() {
                    item.qty = Some(qty);
                } else {
                    item.count(qty);
                }
            }
            Column::Unit | Column::Goods if unit.is_empty() && written::is_unit(cell) => {
                unit = cell;
            }
            Column::Price if item.price.is_empty() && written::price(cell).is_some() => {
                (item.price, item.price_unit) = written::price(cell).unwrap_or_default();
                item.sure = match columns {
                    Some(_) => Sure::Said,
                    None if written::is_number(cell) && counted_bare(&item) => Sure::Bare,
                    None => Sure::Money,
                };
            }
            Column::Amount if amount.is_empty() => amount = cell,
            _ => goods.push(cell),
        }
    }
    if !day.is_empty() {
        let gap = if item.remark.is_empty() { "" } else { ", " };
        item.remark = format!("交期:{day}{gap}{}", item.remark);
    }
    if let Some(qty) = item.qty.as_mut().filter(|qty| qty.pack.is_empty()) {
        pack.clone_into(&mut qty.pack);
    }
    match item.qty.as_mut() {
        Some(qty) if qty.unit.is_empty() => qty.unit = unit.to_lowercase(),
        _ if !unit.is_empty() => goods.push(unit),
        _ => {}
    }
    if !amount.is_empty() && !comes_to(&item, amount) {
        goods.push(amount);
    }
    item.goods = goods.join(" ");
    item.settle_goods();
    for note in noted {
        // A number alone could be of the specification.
        let number = note.starts_with(|c: char| c.is_ascii_digit());
        let sign = if number { "?" } else { "" };
        item.goods = format!("{} {sign}{note}", item.goods);
    }
    (item != Item::default()).then_some(item)
}

/// Whether the quantity is a number without a unit.
fn counted_bare(item: &Item) -> bool {
    item.qty.as_ref().is_some_and(|qty| qty.unit.is_empty())
}

/// What a cell without a heading is: first a quantity, then a price, then what they come to.
fn looks_like(n: usize, cell: &str, item: &Item, unit: &str) -> Column {
    let priced = item.qty.is_some() && written::price(cell).is_some();
    match () {
        () if n == 0 => Column::Goods,
        () if item.qty.is_none() && Written::read(cell).is_some() => Column::Qty,
        () if unit.is_empty() && written::is_unit(cell) => Column::Unit,
        () if priced && item.price.is_empty() => Column::Price,
        () if priced && comes_to(item, cell) => Column::Amount,
        () => Column::Goods,
    }
}

/// Whether quantity times price is this amount, to the 分.
fn comes_to(item: &Item, amount: &str) -> bool {
    let Some(qty) = item.qty.as_ref().filter(|_| !item.price.is_empty()) else {
        return false;
    };
    let Some((amount, _)) = written::price(amount) else {
        return false;
    };
    let sum = sum_text::read(&format!("{}*{}", qty.number, item.price), 2);
    sum.is_ok() && sum == sum_text::read(&amount, 2)
}
