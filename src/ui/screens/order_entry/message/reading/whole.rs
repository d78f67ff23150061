//! What a message says of the order as a whole: where to, and what its lines come to.

use super::super::address;
use super::super::courtesy;
use super::super::remark;
use super::super::section::{self, Section};
use super::super::total::{Said, Total};
use super::super::wish;
use super::Message;
use crate::domain::address::mobiles;

impl Message {
    /// What is wished of the whole order: a day, its number with who orders, or what is to be remarked.
    pub(super) fn wish(&mut self, said: &str) {
        let days = said.split(',').filter_map(wish::day);
        self.days.extend(days.map(str::to_owned));
        match remark::reference(said).filter(|_| self.reference.is_none()) {
            Some(number) => self.reference = Some(number.to_owned()),
            None => self.remarks.push(remark::unlabelled(said).to_owned()),
        }
    }

    /// What a letter is about: what its lines are, or something to remark.
    pub(super) fn subject(&mut self, said: &str) {
        match section::heading(&format!("{said}:")) {
            Some(section) => self.open(section),
            None if section::says_no(said) => self.open(Section::Other(said.to_owned())),
            None if courtesy::uncourteous(said).is_empty() => self.asides += 1,
            None => self.wish(said),
        }
    }

    /// What was wished behind goods, or behind what is of the whole order: `共30箱 月底前送完`.
    pub(super) fn wish_behind(&mut self, from: usize, wishes: &[&str]) {
        if from == self.items.len() {
            for wish in wishes {
                self.wish(wish);
            }
        }
        self.wish_of(from, wishes);
    }

    /// What was wished behind goods is remarked with their lines.
    pub(super) fn wish_of(&mut self, from: usize, wishes: &[&str]) {
        if wishes.is_empty() {
            return;
        }
        let wishes = wishes.join(", ");
        for item in self.items.iter_mut().skip(from) {
            let gap = if item.remark.is_empty() { "" } else { ", " };
            item.remark = format!("{wishes}{gap}{}", item.remark);
        }
    }

    /// What is said behind goods that they come to; if they do not, each is looked at.
    pub(super) fn sum_of(&mut self, from: usize, said: Option<&str>) {
        let Some(said) = said else { return };
        let Some(total) = Total::read(said).into_iter().next() else {
            return;
        };
        if total.agrees(&self.items[from..]) == Some(false) {
            self.mark(from, said);
            return;
        }
        let (words, of) = (said.to_owned(), (from, self.items.len()));
        self.totals.push(Said { total, words, of });
    }

    /// What was wished of each line is wished of the order; of lines that are wanted on other days each keeps its own.
    pub(super) fn day_of_all(&mut self) {
        let mut remarks = self.items.iter().map(|item| item.remark.as_str());
        let first = remarks.next().unwrap_or_default().to_owned();
        if !first.is_empty() && remarks.all(|remark| remark == first) {
            self.wish(&first);
            self.items.iter_mut().for_each(|item| item.remark.clear());
        }
    }

    /// The days when lines are wanted that are not those of the order, as they are said.
    pub fn days_of_lines(&self) -> impl Iterator<Item = &str> {
        let remarks = self.items.iter().map(|item| item.remark.as_str());
        remarks.flat_map(|remark| remark.split(',').filter_map(wish::day))
    }

    /// The address that several lines tell; else they are remarked.
    pub(super) fn pieces_of_address(&mut self) {
        let pieces = std::mem::take(&mut self.pieces);
        let all = pieces.join(" ");
        // Of two people or two places nobody knows which belong together.
        let places = pieces.iter().filter(|piece| address::is_place(piece));
        let one = pieces.len() > 1 && mobiles(&all).len() < 2 && places.count() < 2;
        match address::address(&all).filter(|address| !address.detail.is_empty()) {
            Some(address) if one => self.addresses.push(address),
            _ => self.remarks.extend(pieces),
        }
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
    pub(super) fn sum(&mut self, total: Total, words: String) {
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
    pub(super) fn uncertain_totals(&mut self) {
        let unsure = |said: &&Said| !said.words.is_empty() && said.agrees(&self.items).is_none();
        let said = self
            .totals
            .iter()
            .filter(unsure)
            .map(|said| said.words.clone());
        self.remarks.extend(said.collect::<Vec<_>>());
    }
}
