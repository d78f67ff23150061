//! The walk over a message: line by line, part by part.

use crate::domain::address::Address;
use crate::domain::text::narrow;

use super::address;
use super::beside;
use super::cells::{self, Column};
use super::courtesy;
use super::part;
use super::remark::is_remark;
use super::total::Total;
use super::words;
use super::written::{Item, Written};

/// Whether a pasted text is more than one word for the field it goes into.
pub fn is_block(pasted: &str) -> bool {
    let text = narrow(pasted);
    text.trim().contains(['\n', '\t', ';', ' '])
        || items(&text).iter().any(|item| item.qty.is_some())
}

/// Whether a pasted text has several lines or cells, and goods with a quantity among them.
pub fn is_rows(pasted: &str) -> bool {
    let several = pasted.trim().contains(['\n', '\t']);
    several && items(pasted).iter().any(|item| item.qty.is_some())
}

/// The lines of a message.
pub fn items(message: &str) -> Vec<Item> {
    read(message).items
}

/// What a message says.
#[derive(Debug, Default)]
pub struct Message {
    /// Its lines.
    pub items: Vec<Item>,
    /// Parts that are only about who says it, and how kindly.
    pub asides: usize,
    /// Where the goods are to go.
    pub addresses: Vec<Address>,
    /// What is to be remarked: `备注:急`, `开专票`.
    pub remarks: Vec<String>,
    /// What it says they come to, with the words of it.
    totals: Vec<Said>,
    /// The headings of its table and their columns.
    table: Option<(Vec<String>, Vec<Column>)>,
    /// The row of the table before.
    above: Vec<String>,
    /// The style whose sizes were said last.
    style: Option<String>,
    /// A style that stood alone before a colon, until a line is of it.
    heading: Option<String>,
    /// Lines of an earlier message, below an answer to it.
    pub quoted: usize,
}

/// A total as it is said.
#[derive(Debug)]
struct Said {
    total: Total,
    /// In a sentence of its own.
    words: String,
    /// The first line that it may be of, and the one behind the last.
    of: (usize, usize),
}

impl Said {
    /// Whether the lines come to it, all or those since the last one.
    fn agrees(&self, items: &[Item]) -> Option<bool> {
        let all = self.total.agrees(items);
        let (from, to) = self.of;
        let part = items.get(from..to).and_then(|part| self.total.agrees(part));
        match (all, part) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (all, part) => all.or(part),
        }
    }
}

/// Reads a message.
pub fn read(message: &str) -> Message {
    let mut read = Message::default();
    let mut pieces: Vec<String> = Vec::new();
    let added = |line: &&str| line.trim_start().starts_with(['+', '＋']);
    let plus = message.lines().any(|line| added(&line));
    let is_quoted = |line: &str| line.trim_start().starts_with('>');
    let own = |line: &str| beside::speaks_of_goods(&narrow(line));
    let numbered = beside::is_numbered(&narrow(message));
    let answered = message.lines().any(|line| !is_quoted(line) && own(line));
    for line in message.lines() {
        if answered && is_quoted(line) {
            read.quoted += 1;
            continue;
        }
        if line.trim_end().contains('\t') {
            read.row(line);
            continue;
        }
        // A comma of full width never stands inside a figure.
        let line = words::unlisted(line).replace('。', ";").replace('，', ", ");
        let line = courtesy::without_pictures(&narrow(&line));
        let line = line.trim_start_matches(['>', ' ', '+']);
        let mut line = courtesy::unaddressed(line);
        if numbered {
            line = beside::unnumbered_line(line);
        }
        if plus && line.starts_with('-') {
            read.look_at(line.to_owned()); // among those with a plus it takes away
            continue;
        }
        let (goods, line) = if address::is_one(line) && beside::tells_goods_beside_address(line) {
            beside::apart(line)
        } else {
            (Vec::new(), line.to_owned())
        };
        for part in &goods {
            read.part(part, 0);
        }
        let line = line.as_str();
        if courtesy::is_sender(line) {
            read.asides += 1;
        } else if address::is_of_address(line) && !beside::tells_goods(line) {
            pieces.push(line.to_owned());
        } else if let Some(address) = address::address(line) {
            // Where no goods go, and whom to call, is for somebody to read.
            if address.detail.is_empty() || address::is_elsewhere(line) {
                read.remarks.push(line.to_owned());
            } else {
                read.addresses.push(address);
            }
        } else {
            let parts = line.split(';').flat_map(|part| part.split(" / "));
            for (n, part) in parts.map(str::trim).filter(|p| !p.is_empty()).enumerate() {
                read.part(part, n);
            }
        }
    }
    match address::address(&pieces.join(" ")).filter(|address| !address.detail.is_empty()) {
        Some(address) if pieces.len() > 1 => read.addresses.push(address),
        _ => read.remarks.extend(pieces),
    }
    read.uncertain_totals();
    read.heading_alone();
    read
}

impl Message {
    /// A row of a sheet; its first cell may be empty.
    fn row(&mut self, line: &str) {
        let cells = line.split('\t');
        let mut cells: Vec<String> = cells
            .map(|cell| courtesy::without_pictures(&narrow(cell)))
            .collect();
        if self.table.is_none()
            && let Some(columns) = cells::headings(&cells)
        {
            self.table = Some((cells, columns));
            return;
        }
        if let Some((names, columns)) = &self.table {
            if cells::is_total(&cells) {
                self.remarks.extend(cells::remarks(&cells, columns));
                for total in cells::totals(&cells, columns) {
                    self.sum(total, String::new());
                }
                return;
            }
            cells::fill_down(&mut cells, &self.above, columns);
            self.above.clone_from(&cells);
            self.items.extend(cells::items(&cells, names, columns));
            return;
        }
        if cells.len() > 2 && self.is_number(&cells[0], &cells[1]) {
            cells.remove(0);
        }
        self.items.extend(cells::item(&cells, None));
    }

    /// What it says the lines come to, and whether they do.
    pub fn totals(&self) -> impl Iterator<Item = (&Total, bool)> {
        let totals = self.totals.iter();
        totals.filter_map(|said| Some((&said.total, said.agrees(&self.items)?)))
    }

    /// A total of the lines so far, or of those since the one before.
    fn sum(&mut self, total: Total, words: String) {
        let to = self.items.len();
        let before = self
            .totals
            .iter()
            .map(|said| said.of.1)
            .rfind(|end| *end < to);
        let of = (before.unwrap_or(0), to);
        self.totals.push(Said { total, words, of });
    }

    /// A total that the lines do not tell, for want of prices, is for somebody to read.
    fn uncertain_totals(&mut self) {
        let unsure = |said: &&Said| !said.words.is_empty() && said.agrees(&self.items).is_none();
        let said = self
            .totals
            .iter()
            .filter(unsure)
            .map(|said| said.words.clone());
        self.remarks.extend(said.collect::<Vec<_>>());
    }

    /// Whether a number before a code is that of the line in the sender's list.
    fn is_number(&self, number: &str, code: &str) -> bool {
        words::is_code(code) && number == (self.items.len() + 1).to_string()
    }

    /// The `n`-th part of a line.
    fn part(&mut self, part: &str, n: usize) {
        let asked = part.ends_with('?');
        let part = courtesy::uncourteous(words::unnumbered(part));
        let plain = part.trim_start_matches(words::FILLERS);
        let part = if plain.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            plain
        } else {
            part
        };
        if part.is_empty() {
            self.asides += 1;
            return;
        }
        let pieces = beside::pieces(part);
        if pieces.len() > 1 {
            for piece in pieces {
                self.part(piece, n);
            }
            return;
        }
        if is_remark(part) && !beside::tells_goods(part) {
            self.remarks.push(part.to_owned());
            return;
        }
        if let Some(total) = Total::read(part).filter(|_| !self.items.is_empty()) {
            self.sum(total, part.to_owned());
            return;
        }
        if self.goes_on(part, n) {
            return;
        }
        if let Some(style) = part.strip_suffix(':').filter(|head| words::is_style(head)) {
            self.heading_alone();
            self.style = Some(style.to_owned());
            self.heading = Some(style.to_owned());
            return;
        }
        let mut words = part.splitn(3, ' ');
        let part = match (words.next(), words.next(), words.next()) {
            (Some(number), Some(code), Some(rest))
                if self.is_number(number, code) && rest.contains(|c: char| c.is_ascii_digit()) =>
            {
                part[number.len()..].trim_start()
            }
            _ => part,
        };
        let cells: Vec<String> = part.split(',').map(narrow).collect();
        if words::are_cells(&cells) {
            self.items.extend(cells::item(&cells, None));
            return;
        }
        for part in words::each(part) {
            let items = part::items(&part, &mut self.style);
            let of = |heading: &String| items.iter().any(|item| item.goods.starts_with(heading));
            self.heading.take_if(|heading| of(heading));
            self.items.extend(items);
        }
        if let Some(last) = self.items.last_mut().filter(|_| asked) {
            last.goods += " ?"; // 10箱? is no order yet
        }
    }

    /// A style that no line is of is a line for somebody to look at.
    fn heading_alone(&mut self) {
        if let Some(style) = self.heading.take() {
            self.look_at(style);
        }
    }

    /// A line for somebody to look at.
    fn look_at(&mut self, goods: String) {
        self.items.push(Item {
            goods,
            ..Item::default()
        });
    }

    /// Whether a part is the quantity that the goods before it lack, or behind both their price.
    fn goes_on(&mut self, part: &str, n: usize) -> bool {
        let qty = Written::read(part);
        // Where quantities stand in lines before their goods, none is of the goods before it.
        let alone = self.items.first().map(|item| Written::read(&item.goods));
        let before = alone.flatten().is_some_and(|qty| !qty.unit.is_empty());
        match (self.items.last_mut(), qty) {
            (Some(item), Some(qty)) if item.qty.is_none() && !item.goods.is_empty() && !before => {
                item.qty = Some(qty);
            }
            (Some(item), Some(qty)) if n > 1 && item.price.is_empty() && qty.unit.is_empty() => {
                item.price = qty.number;
            }
            _ => return false,
        }
        true
    }
}
