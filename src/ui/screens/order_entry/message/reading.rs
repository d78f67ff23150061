//! The walk over a message: line by line, part by part.

use std::collections::BTreeSet;

use crate::domain::address::Address;
use crate::domain::text::narrow;

use super::address;
use super::beside;
use super::cells::{self, Column};
use super::correction;
use super::courtesy;
use super::part;
use super::remark::is_remark;
use super::section::{self, Section};
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
    /// A heading or a style that stood alone before a colon, until a line is of it.
    heading: Option<String>,
    /// Lines of an earlier message, below an answer to it.
    pub quoted: usize,
    /// Those who wrote lines with a quantity, where it is said who wrote.
    pub speakers: Vec<String>,
    /// Who wrote last.
    speaker: String,
    /// What the lines below a heading are, if they are nothing to be sold.
    section: Option<String>,
    /// A greeting closed it: a name may follow.
    signed: bool,
    /// Lines that tell an address together.
    pieces: Vec<String>,
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
    let message = cells::unquoted(message);
    let manner = Manner::of(&message);
    let mut read = Message::default();
    for line in message.lines() {
        let from = read.items.len();
        read.line(line, &manner);
        read.heed_section(from);
    }
    read.pieces_of_address();
    read.uncertain_totals();
    read.heading_alone();
    read
}

/// How the lines of a message are written, each to be read by it.
struct Manner {
    /// What is added has a plus.
    plus: bool,
    /// The numbers before its codes are those of a list.
    numbered: bool,
    /// It quotes lines with a `>`.
    quoting: bool,
    /// What stands beside lines that it quotes.
    quotes: Quotes,
}

/// What a message says beside the lines that it quotes.
#[derive(PartialEq, Eq)]
enum Quotes {
    /// Nothing: they are the message.
    Alone,
    /// Something of them, for somebody to read.
    Commented,
    /// Goods of its own: what it quotes is over.
    Answered,
}

impl Manner {
    fn of(message: &str) -> Self {
        let added = |line: &str| line.trim_start().starts_with(['+', '＋']);
        let own = || message.lines().filter(|line| !is_quoted(line)).map(narrow);
        let says = |line: String| {
            courtesy::sender(&line).is_none() && !courtesy::uncourteous(&line).is_empty()
        };
        let quotes = match () {
            () if own().any(|line| beside::speaks_of_goods(&line)) => Quotes::Answered,
            () if own().any(says) => Quotes::Commented,
            () => Quotes::Alone,
        };
        Self {
            plus: message.lines().any(added),
            numbered: beside::is_numbered(&narrow(message)),
            quoting: message.lines().any(is_quoted),
            quotes,
        }
    }
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

impl Message {
    /// A line as it was written.
    fn line(&mut self, line: &str, manner: &Manner) {
        let quoted = is_quoted(line);
        if quoted && manner.quotes == Quotes::Answered {
            self.quoted += 1;
            return;
        }
        if line.trim_end().contains('\t') {
            self.row(line);
            return;
        }
        let crossed_out = line.contains("~~");
        let from = self.items.len();
        // A comma of full width never stands inside a figure.
        let line = words::unlisted(line).replace('。', ";").replace('，', ", ");
        let line = courtesy::without_pictures(&narrow(&line));
        let line = line.trim_start_matches(['>', ' ', '+']);
        let mut line = courtesy::unaddressed(line);
        if manner.numbered {
            line = beside::unnumbered_line(line);
        }
        if manner.plus && line.starts_with('-') {
            self.look_at(line.to_owned()); // among those with a plus it takes away
        } else if let Some(name) = courtesy::sender(line) {
            self.turn_to(name);
        } else if courtesy::is_greeting(line)
            || courtesy::is_mail_head(line) && !beside::tells_goods_beside_address(line)
            || manner.quoting && section::is_old_mail(line)
            || self.signed && courtesy::is_name(line) && !section::says_no(line)
        {
            self.asides += 1;
        } else if let Some(section) = section::heading(line) {
            self.open(section);
        } else if !self.says_no(line) {
            self.said(line);
        }
        self.signed |= courtesy::closes(line);
        if crossed_out {
            self.mark(from, "~~");
        }
        if quoted && manner.quotes == Quotes::Commented {
            self.mark(from, ">");
        }
    }

    /// What somebody says in a line: an address, goods, or both.
    fn said(&mut self, line: &str) {
        let (goods, line) = if address::is_one(line) && beside::tells_goods_beside_address(line) {
            beside::apart(line)
        } else {
            (Vec::new(), line.to_owned())
        };
        for part in &goods {
            self.part(part, 0);
        }
        let line = line.as_str();
        if address::is_of_address(line) && !beside::tells_goods(line) {
            self.pieces.push(line.to_owned());
        } else if let Some(address) = address::address(line) {
            // Where no goods go, and whom to call, is for somebody to read.
            if address.detail.is_empty() || address::is_elsewhere(line) {
                self.remarks.push(line.to_owned());
            } else {
                self.addresses.push(address);
            }
        } else {
            let parts = line.split(';').flat_map(|part| part.split(" / "));
            for (n, part) in parts.map(str::trim).filter(|p| !p.is_empty()).enumerate() {
                self.part(part, n);
            }
        }
    }

    /// Somebody speaks; what another one had begun is over.
    fn turn_to(&mut self, name: String) {
        self.asides += 1;
        if !name.is_empty() && name != self.speaker {
            self.speaker = name;
            self.section = None;
            self.signed = false;
        }
    }

    /// Takes a heading in.
    fn open(&mut self, section: Section) {
        match section {
            Section::Wanted => {
                self.asides += 1;
                self.section = None;
            }
            Section::Other(said) => {
                self.heading_alone();
                self.heading = Some(said.clone());
                self.section = Some(said);
            }
        }
    }

    /// Goods behind a word that says no, which marks all of them; tells whether the line is that.
    fn says_no(&mut self, line: &str) -> bool {
        let elsewhere = || address::address(line).is_some() && !beside::tells_goods(line);
        let Some((word, rest)) = section::begins(line).filter(|_| !elsewhere()) else {
            return false;
        };
        let from = self.items.len();
        if !correction::apply(&mut self.items, line) {
            self.said(rest);
            self.mark(from, word);
        }
        true
    }

    /// Marks the lines from there on, under a heading, as what they are, and notes whose they are.
    fn heed_section(&mut self, from: usize) {
        if let Some(said) = self.section.clone() {
            self.mark(from, &said);
        }
        let speaker = &self.speaker;
        let orders = self.items.iter().skip(from).any(|item| item.qty.is_some());
        if orders && !speaker.is_empty() && !self.speakers.contains(speaker) {
            self.speakers.push(speaker.clone());
        }
    }

    fn mark(&mut self, from: usize, said: &str) {
        for item in self.items.iter_mut().skip(from) {
            item.goods = format!("{} {said}", item.goods);
            self.heading = None;
        }
    }

    /// The address that several lines tell; else they are remarked.
    fn pieces_of_address(&mut self) {
        let pieces = std::mem::take(&mut self.pieces);
        match address::address(&pieces.join(" ")).filter(|address| !address.detail.is_empty()) {
            Some(address) if pieces.len() > 1 => self.addresses.push(address),
            _ => self.remarks.extend(pieces),
        }
    }

    /// A row of a sheet; its first cell may be empty.
    fn row(&mut self, line: &str) {
        let cells = line.split('\t');
        let mut cells: Vec<String> = cells
            .map(|cell| courtesy::without_pictures(&narrow(cell)))
            .collect();
        let mut filled = cells.iter().filter(|cell| !cell.is_empty());
        if let (Some(one), None) = (filled.next(), filled.next())
            && let Some(section) = section::heading(one)
        {
            self.open(section);
            return;
        }
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

    /// Goods that several lines name in the same words.
    pub fn twice(&self) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        let goods = self.items.iter().map(|item| item.goods.as_str());
        let mut twice: Vec<&str> = goods.filter(|goods| !seen.insert(*goods)).collect();
        twice.dedup();
        twice
    }

    /// How many places it names, those without a telephone too, which stand among the remarks.
    pub fn places(&self) -> usize {
        let place = |remark: &&String| address::names_place(remark);
        self.addresses.len() + self.remarks.iter().filter(place).count()
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
        let asked = ["?", " ×"].into_iter().find(|sign| part.ends_with(sign));
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
        if correction::apply(&mut self.items, part) {
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
        if let (Some(last), Some(sign)) = (self.items.last_mut(), asked) {
            last.goods = format!("{} {}", last.goods, sign.trim()); // 10箱? is no order yet
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
