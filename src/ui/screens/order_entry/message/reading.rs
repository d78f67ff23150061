//! The walk over a message: line by line, part by part.

mod rows;
mod whole;

use crate::domain::address::{Address, mobiles};
use crate::domain::text::narrow;

use super::address;
use super::aside;
use super::beside;
use super::cells::{self, Column};
use super::correction;
use super::courtesy;
use super::each;
use super::goods;
use super::instruction;
use super::item::{Item, Sure};
use super::manner::{Manner, Quotes, is_quoted};
use super::part;
use super::parted;
use super::remark::{is_dated, is_note, is_of_papers, is_remark};
use super::section::{self, Section};
use super::sender;
use super::total::{self, Said, Total};
use super::wish;
use super::words;
use super::written::Written;

/// Whether a pasted text is more than the code or the name of one product for the field it goes into.
pub fn is_block(pasted: &str) -> bool {
    let text = narrow(pasted);
    let apart = |c: char| c.is_whitespace() || ";,:!?'\"".contains(c);
    let plain = |item: &Item| item.qty.is_none() && item.goods.replace(' ', "") == text;
    let one = matches!(&items(&text)[..], [item] if plain(item));
    let coded = !text.is_ascii() && instruction::names_goods(&text);
    let counted = parted::parted(&text).len() > 1 && goods::is_counted(&text);
    text.contains(apart) || !one || coded || counted || instruction::says(&text)
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
    /// The days when it wants the goods, as they are said.
    pub days: Vec<String>,
    /// The day that the lines below are wanted, as it is said: `明天要:`.
    for_day: Option<String>,
    /// The number that the order has with who orders.
    pub reference: Option<String>,
    /// Columns of its table that are no order: their stock.
    pub theirs: Vec<String>,
    /// Rows of its table that were left without a quantity, and are no lines.
    pub unfilled: usize,
    /// Which rows those may be.
    blank: Vec<usize>,
    /// Remarks that ask something of its lines, also of those below.
    instructions: Vec<String>,
    /// What it says they come to, with the words of it.
    totals: Vec<Said>,
    /// The headings of its table and their columns.
    table: Option<(Vec<String>, Vec<Column>)>,
    /// Its cells have commas between them.
    commas: bool,
    /// The row of the table before.
    above: Vec<String>,
    /// The style whose sizes were said last.
    style: Option<String>,
    /// A heading or a style that stood alone before a colon, until a line is of it.
    heading: Option<String>,
    /// Pictures and voices that stand for themselves.
    pub pictures: usize,
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
    /// And one came.
    named: bool,
    /// Lines that tell an address together.
    pieces: Vec<String>,
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
    read.day_of_all();
    read.without_blank();
    read.uncertain_totals();
    read.heading_alone();
    for remark in std::mem::take(&mut read.instructions) {
        instruction::apply(&mut read.items, &remark);
    }
    read.items.iter_mut().for_each(Item::settle_goods);
    read
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
        if let Some(row) = self.with_commas(line) {
            self.commas = true;
            self.row(&row);
            return;
        }
        let from = self.items.len();
        // A comma of full width never stands inside a figure.
        let line = words::unlisted(line).replace('。', ";").replace('，', ", ");
        self.pictures += courtesy::pictures(&line);
        let line = courtesy::without_pictures(&narrow(&line));
        let line = line.trim_start_matches(['>', ' ', '+']);
        let crossed_out = line.contains("~~") || line.starts_with('~');
        let mut line = courtesy::unaddressed(line);
        if manner.numbered {
            line = beside::unnumbered_line(line);
        }
        if let Some((name, said)) = sender::written_by(line) {
            self.turn_to(name);
            line = said;
        }
        if let Some(subject) = sender::subject(line) {
            self.subject(subject);
        } else if manner.plus && line.starts_with('-') {
            self.look_at(line.to_owned()); // among those with a plus it takes away
        } else if let Some(name) = sender::sender(line) {
            self.turn_to(name);
        } else if courtesy::is_greeting(line)
            || sender::is_mail_head(line) && !goods::tells_goods_beside_address(line)
            || manner.quoting && section::is_old_mail(line)
            || self.signed && courtesy::is_signature(line, self.named) && !section::says_no(line)
        {
            self.asides += 1;
            self.named |= self.signed;
        } else if !self.items.is_empty() && section::is_of_above(line) {
            self.mark_last(line);
        } else if let Some(section) = section::heading(line) {
            self.open(section);
        } else if !self.says_no(line) {
            self.said(line);
            // Two people to call, and goods: which go to whom nobody knows.
            let phones = mobiles(line);
            if let [_, other, ..] = &phones[..]
                && goods::tells_goods_beside_address(line)
            {
                self.mark(from, &line[other.clone()]);
            }
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
        if let Some((goods, place)) = beside::sent(line) {
            if beside::is_share(goods) {
                // Of the goods above so many go elsewhere: where the others go nobody said.
                self.mark_last(&line[..line.len() - place.len()]);
                self.remarks.push(line.to_owned());
            } else {
                self.said(goods);
                self.said(courtesy::uncourteous(place));
            }
            return;
        }
        let (goods, line) = if address::is_one(line) && goods::tells_goods_beside_address(line) {
            beside::apart(line)
        } else {
            (Vec::new(), line.to_owned())
        };
        for part in &goods {
            self.part(part, 0);
        }
        let line = line.as_str();
        let place = || address::is_place(line) && !goods::tells_goods_beside_address(line);
        if address::is_of_address(line) && !goods::tells_goods(line) || place() {
            self.pieces.push(line.to_owned());
        } else if let Some(address) = address::address(line) {
            if goods.is_empty() && goods::has_times(line) {
                self.look_at(line.to_owned()); // goods that nobody can tell from the place
                return;
            }
            // Where no goods go, and whom to call, is for somebody to read.
            if address::is_elsewhere(line) {
                self.remarks.push(line.to_owned());
            } else if address.detail.is_empty() {
                self.pieces.push(line.to_owned());
            } else {
                self.addresses.push(address);
            }
        } else {
            let parts = line.split(';').flat_map(|part| part.split(" / "));
            let parts = parts.flat_map(beside::sentences).map(str::trim);
            for (n, part) in parts.filter(|part| !part.is_empty()).enumerate() {
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
            (self.signed, self.named) = (false, false);
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
        if aside::ahead(line).is_some() {
            return false; // 下周二送 D0001: a day, not the next time
        }
        let elsewhere = || address::address(line).is_some() && !goods::tells_goods(line);
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
        if let Some(day) = self.for_day.clone() {
            self.wish_of(from, &[&day]);
        }
        let speaker = &self.speaker;
        let orders = self.items.iter().skip(from).any(|item| item.qty.is_some());
        if orders && !speaker.is_empty() && !self.speakers.contains(speaker) {
            self.speakers.push(speaker.clone());
        }
    }

    /// What is said of the line above; of none it is a line to look at.
    fn mark_last(&mut self, said: &str) {
        match self.items.len().checked_sub(1) {
            Some(last) => correction::mark(&mut self.items, &[last], said),
            None => self.look_at(said.to_owned()),
        }
    }

    fn mark(&mut self, from: usize, said: &str) {
        for item in self.items.iter_mut().skip(from) {
            item.goods = format!("{} {said}", item.goods);
            self.heading = None;
        }
    }

    /// Whether a number before a code is that of the line in the sender's list.
    fn is_number(&self, number: &str, code: &str) -> bool {
        words::is_code(code) && number == (self.items.len() + 1).to_string()
    }

    /// The `n`-th part of a line.
    fn part(&mut self, part: &str, n: usize) {
        let asked = ["?", " ×"].into_iter().find(|sign| part.ends_with(sign));
        let part = words::unnumbered(part, self.items.len() + 1);
        // Before what is courteous goes: 要货 of 要货日期.
        if wish::day(part).is_some() || is_dated(part) {
            match part.strip_suffix(':') {
                Some(day) => self.for_day = Some(day.to_owned()),
                None => self.wish(part),
            }
            return;
        }
        let part = words::unfilled(courtesy::uncourteous(part));
        if part.is_empty() {
            self.asides += 1;
            return;
        }
        if is_note(part) && instruction::says(part) {
            self.instructions.push(part.to_owned());
            return;
        }
        let pieces = beside::pieces(part);
        if pieces.len() > 1 {
            for piece in pieces {
                self.part(piece, n);
            }
            return;
        }
        if self.of_others(part) || self.goes_on(part, n) {
            return;
        }
        if let Some((wish, goods)) = aside::ahead(part) {
            let from = self.items.len();
            self.part(goods, n);
            self.wish_of(from, &[wish]);
            return;
        }
        let (goods, wishes) = aside::behind(part);
        if !wishes.is_empty() {
            let from = self.items.len();
            self.part(goods, n);
            self.wish_behind(from, &wishes);
            if let Some(sign) = asked {
                self.mark(from, sign.trim());
            }
            return;
        }
        let from = self.items.len();
        let (part, total) = total::behind(part);
        self.goods(part);
        self.sum_of(from, total);
        if let (Some(last), Some(sign)) = (self.items.last_mut(), asked) {
            last.goods = format!("{} {}", last.goods, sign.trim()); // 10箱? is no order yet
        }
    }

    /// A part that is of goods.
    fn goods(&mut self, part: &str) {
        if let Some(style) = part.strip_suffix(':').filter(|head| words::is_style(head)) {
            self.heading_alone();
            self.style = Some(style.to_owned());
            self.heading = Some(style.to_owned());
            return;
        }
        if let Some((names, cells, columns)) = cells::labelled(part) {
            self.items.extend(cells::items(&cells, &names, &columns));
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
        for part in each::each(part) {
            let items = part::items(&part, &mut self.style);
            if correction::more_or_less(&mut self.items, &items, &part) {
                continue;
            }
            let of = |heading: &String| items.iter().any(|item| item.goods.starts_with(heading));
            self.heading.take_if(|heading| of(heading));
            self.items.extend(items);
        }
    }

    /// Whether a part is of the order or of lines that are there: a remark, a total, a correction.
    fn of_others(&mut self, part: &str) -> bool {
        if is_remark(part) && !goods::tells_goods(part) {
            if !is_of_papers(part) && instruction::is_in(part) {
                self.instructions.push(part.to_owned());
            } else {
                self.wish(part);
            }
            return true;
        }
        let totals = Total::read(part);
        if !totals.is_empty() && !self.items.is_empty() {
            for total in totals {
                self.sum(total, part.to_owned());
            }
            return true;
        }
        correction::apply(&mut self.items, part)
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
        let before = alone.flatten().is_some();
        match (self.items.last_mut(), qty) {
            (Some(item), Some(qty)) if item.qty.is_none() && !item.goods.is_empty() && !before => {
                item.count(qty);
            }
            (Some(item), Some(qty)) if n > 1 && item.price.is_empty() && qty.unit.is_empty() => {
                item.price = qty.number;
                item.sure = Sure::Bare;
            }
            // Behind goods that have theirs it is more of them, or another one: nobody knows.
            (Some(item), Some(_)) if item.qty.is_some() && !before => {
                self.mark_last(&format!("?{part}"));
            }
            _ => return false,
        }
        true
    }
}
