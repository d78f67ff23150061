//! A pasted message: its lines go in at once, their products are found behind them.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::domain::Day;
use crate::domain::address::Address;
use crate::domain::text::LONGEST;
use crate::ui::base::{Ctx, Effect, Reply, Ticket, Tone};
use crate::ui::widgets::Kind;
use crate::ui::widgets::date_text::{self, Lean};
use crate::ui::widgets::field::{Fault, Field};
use crate::ui::widgets::grid::GridLine;
use crate::words::Lang;

use super::facts::Card;
use super::history::Whole;
use super::message::item::{Item, Sure, is_near};
use super::message::total;
use super::message::written::{self, Written};
use super::message::{self, Message, matching};
use super::{OrderEntry, Unclear, lines, sources};

impl OrderEntry {
    /// Puts the lines of a message behind those that are there.
    pub(super) fn paste(&mut self, message: &str, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let message_read = message::read(message);
        let items = &message_read.items;
        self.sheet.note_steps();
        self.note_down(message);
        let mut rows = lines::cells(&self.sheet.grid);
        for item in items {
            let cell = |text: String, kind| lines::number(&text, kind).unwrap_or(text);
            let mut cells = vec![String::new(); lines::COLUMNS.len()];
            cells[0].clone_from(&item.goods);
            cells[1] = cell(item.qty_cell(), Kind::Qty);
            cells[2] = cell(item.price_cell(), Kind::Price);
            rows.push(cells);
        }
        lines::load(&mut self.sheet.grid, rows);
        let lang = ctx.look.lang;
        let (mut beside, mut differs) = self.put_beside(&message_read, lang);
        let (day, other) = self.put_day(&message_read, ctx);
        beside += &day;
        differs |= other;
        self.pasted = Some((items.len(), beside.clone()));
        let whole = Some(items.len()).filter(|n| *n > 1).map(Whole::Paste);
        self.sheet.note_as_one(whole);
        for item in items {
            if self.facts.card(&item.goods).is_some() {
                self.count_units(&item.goods);
                self.check_lines_of(&item.goods, ctx, out);
                continue;
            }
            self.look_for(item, matching::looked_for(&item.goods), ctx, out);
        }
        let none = items.is_empty();
        let said = if none {
            lang.entry_pasted_none().to_owned()
        } else {
            lang.entry_pasted(items.len())
        };
        let tone = if differs || none {
            Tone::Warn
        } else {
            Tone::Plain
        };
        out.push(Effect::Tell(tone, said + &beside));
        self.all_matched(ctx, out);
        self.ask(ctx, out);
        self.keep(out);
    }

    /// What a message says beside its lines: the address goes where it belongs if nobody typed one, a
    /// second one and what is to be remarked to the order's remark. Gives what is to be said of it, and whether
    /// something of it contradicts the lines or another part.
    fn put_beside(&mut self, message: &Message, lang: Lang) -> (String, bool) {
        let mut remarks = message.remarks.clone();
        let mut told = String::new();
        let mut addresses = message.addresses.iter().map(Address::line);
        if let Some(address) = addresses.next() {
            if self.sheet.form.value("ship_to").trim().is_empty() {
                self.sheet.form.set("ship_to", &address);
                told += lang.entry_pasted_address();
            } else {
                remarks.push(address);
            }
        }
        remarks.extend(addresses);
        if let Some(number) = &message.reference {
            if self.sheet.form.value("customer_ref").trim().is_empty() {
                self.sheet.form.set("customer_ref", number);
                told += &lang.entry_pasted_reference(number);
            } else {
                remarks.push(number.clone());
            }
        }
        let of_lines = message.items.iter().filter(|item| !item.remark.is_empty());
        let alone = message.items.len() == 1;
        remarks.extend(of_lines.map(|item| match item.goods.split(' ').next() {
            Some(first) if !alone => format!("{first}: {}", item.remark),
            _ => item.remark.clone(),
        }));
        if !remarks.is_empty() {
            told += &lang.entry_pasted_remarks(remarks.len());
        }
        self.remark(remarks);
        let places = message.places();
        if places > 1 {
            told += &lang.entry_pasted_addresses(places);
        }
        if places == 1 && message.addresses.is_empty() {
            told += lang.entry_pasted_place();
        }
        if message.speakers.len() > 1 {
            told += &lang.entry_pasted_people(&message.speakers.join(", "));
        }
        told += &left_out(message, lang);
        let (agree, differ): (Vec<_>, Vec<_>) = message.totals().partition(|(_, agrees)| *agrees);
        let where_to = places > message.addresses.len() || places > 1;
        let differs = !differ.is_empty() || where_to || message.speakers.len() > 1;
        if !agree.is_empty() && differ.is_empty() {
            told += lang.entry_pasted_total();
        }
        for (total, _) in differ {
            told += &lang.entry_pasted_no_total(&total.text());
        }
        (told, differs)
    }

    /// The day when the goods are wanted is the need date if nobody typed one. Gives what is to be said of it, and
    /// whether another one stands there.
    fn put_day(&mut self, message: &Message, ctx: &Ctx<'_>) -> (String, bool) {
        let lang = ctx.look.lang;
        let day = |said: &String| date_text::read(said, ctx.today(), Lean::Ahead).ok();
        let days: BTreeSet<Day> = message.days.iter().filter_map(day).collect();
        let mut of_lines = message.days_of_lines().peekable();
        if days.len() > 1 || of_lines.peek().is_some() {
            let all: Vec<&str> = message
                .days
                .iter()
                .map(String::as_str)
                .chain(of_lines)
                .collect();
            return (lang.entry_pasted_days(&all.join(", ")), true);
        }
        let Some(day) = days.first().map(Day::to_string) else {
            return (String::new(), false);
        };
        let typed = self.sheet.form.value("need_date").trim().to_owned();
        if typed.is_empty() {
            self.sheet.form.set("need_date", &day);
            return (lang.entry_pasted_day(&day), false);
        }
        let other =
            self.sheet.form.field("need_date").and_then(Field::day) != days.first().copied();
        let said = if other {
            lang.entry_pasted_other_day(&day)
        } else {
            String::new()
        };
        (said, other)
    }

    /// Puts what was said behind the order's remark.
    fn remark(&mut self, mut said: Vec<String>) {
        if said.is_empty() {
            return;
        }
        said.dedup();
        let before = self.sheet.form.value("remark").trim().to_owned();
        if !before.is_empty() {
            said.insert(0, before);
        }
        let whole: String = said.join("; ").chars().take(LONGEST).collect();
        self.sheet.form.set("remark", &whole);
    }

    /// The order keeps what the customer wrote.
    fn note_down(&mut self, message: &str) {
        let note = message.trim();
        if !note.is_empty() {
            let gap = if self.sheet.note.is_empty() { "" } else { "; " };
            let rest = LONGEST.saturating_sub(self.sheet.note.chars().count());
            let note: String = format!("{gap}{note}").chars().take(rest).collect();
            self.sheet.note.push_str(&note);
        }
    }

    /// A pasted block of name, telephone and address becomes one line, and says how it was
    /// understood; tells whether it was one.
    pub(super) fn paste_address(
        &mut self,
        pasted: &str,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) -> bool {
        let Some(address) = Address::parse(pasted) else {
            return false;
        };
        self.note_down(pasted);
        self.sheet.form.set("ship_to", &address.line());
        self.sheet.form.go_to("ship_to");
        let said = ctx.look.lang.entry_address(
            &address.name,
            &address.phone,
            &address.region(),
            &address.detail,
        );
        out.push(Effect::Tell(Tone::Plain, said));
        self.keep(out);
        true
    }

    /// Asks for the products that have the first of some words.
    fn look_for(&mut self, item: &Item, words: Vec<String>, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let Some((word, others)) = words.split_first() else {
            return;
        };
        let ticket = ctx.ticket();
        out.push(Effect::Ask(ticket, sources::pasted_query(word)));
        self.matching
            .insert(ticket, (item.clone(), others.to_vec()));
    }

    /// The products a pasted line may mean: the only one that holds all its words is taken.
    pub(super) fn matched(
        &mut self,
        ticket: Ticket,
        reply: &Reply,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) {
        let Some((item, others)) = self.matching.remove(&ticket) else {
            return;
        };
        let rows = sources::rows(reply, "product");
        let fitting = matching::narrowed(&rows, &item.goods);
        let whole = matching::words(&item.goods).len() == 1;
        let exact = rows.iter().find(|row| row["rank"] == 0);
        let all_read =
            |row: &&Value| matching::unread(std::slice::from_ref(*row), &item.goods).is_empty();
        let named = exact.filter(|row| whole || all_read(row));
        let vague = matching::is_vague(&item.goods);
        let clear = fitting.len() == 1 && !vague && !doubtful(&item, &fitting[0], &rows);
        let only = fitting.first().filter(|_| clear);
        let none = exact.is_none() && fitting.is_empty() && !others.is_empty();
        if none {
            self.look_for(&item, others, ctx, out);
            return;
        }
        let Some(row) = named.or(only) else {
            let among = exact.map_or(&rows[..], std::slice::from_ref);
            let unread = matching::unread(among, &item.goods);
            let unclear = match (fitting.len(), unread.as_str()) {
                _ if rows.is_empty() => None, // no such goods
                (0, "") => Some(rows.len()).filter(|n| *n > 1).map(Unclear::Several),
                (0, words) => Some(Unclear::Unread(words.to_owned())),
                (1, _) if !vague => item.qty.clone().map(|qty| Unclear::Unread(qty.text())),
                (n, _) => Some(Unclear::Several(n)),
            };
            let goods = item.goods.clone();
            match unclear {
                Some(unclear) => self.unclear.insert(goods, unclear),
                None => self.unclear.remove(&goods),
            };
            self.facts.mark_unknown(&item.goods);
            self.all_matched(ctx, out);
            return;
        };
        self.facts.keep_hit(row);
        let code = super::facts::text(row, "code");
        let grid = &mut self.sheet.grid;
        let places: Vec<usize> = grid
            .filled()
            .filter(|(_, line)| line.cells[0].value() == item.goods)
            .map(|(n, _)| n)
            .collect();
        for line in places {
            grid.set(line, "code", &code);
        }
        self.count_units(&code);
        self.check_lines_of(&code, ctx, out);
        self.ask(ctx, out);
        self.keep(out);
        self.all_matched(ctx, out);
    }

    /// A product was chosen for goods as they were written: words that are not of it go to the remark.
    pub(super) fn remark_unread(
        &mut self,
        written: &str,
        code: &str,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) {
        if self.unclear.remove(written).is_none() {
            return;
        }
        let Some(card) = self.facts.card(code) else {
            return;
        };
        let row = serde_json::json!({
            "code": code, "name": card.name, "spec": card.spec, "style": card.style,
        });
        let unread = matching::unread(&[row], written);
        if !unread.is_empty() {
            self.remark(vec![format!("{code}: {unread}")]);
            let said = ctx.look.lang.entry_unread_remarked(&unread);
            out.push(Effect::Tell(Tone::Warn, said));
        }
    }

    /// Goods that several lines of the order have, those of before too.
    fn twice(&self) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        let lines = self.sheet.grid.filled();
        let goods = lines.map(|(_, line)| line.cells[0].value());
        let twice: BTreeSet<&str> = goods.filter(|goods| !seen.insert(*goods)).collect();
        twice.into_iter().collect()
    }

    /// Lines without a quantity are marked, but for the one being typed.
    fn mark_uncounted(&mut self) {
        let grid = &self.sheet.grid;
        let typing = grid.typing().map(|_| grid.at().0);
        let lacks = |(n, line): &(usize, &GridLine)| {
            typing != Some(*n) && line.cells[1].is_empty() && line.cells[1].fault().is_none()
        };
        let lines: Vec<usize> = grid.filled().filter(lacks).map(|(n, _)| n).collect();
        for n in lines {
            self.sheet.grid.mark(n, "qty", Fault::Needed);
        }
    }

    /// All pasted goods were looked for: how many lines want a look is said once.
    pub(super) fn all_matched(&mut self, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        if !self.matching.is_empty() {
            return;
        }
        self.mark_uncounted();
        let lang = ctx.look.lang;
        let wants_a_look = |line: &&GridLine| {
            let code = line.cells[0].value();
            let card = self.facts.card(code);
            card.is_none() || lines::fault(line, card, lang).is_some()
        };
        let lines = self.sheet.grid.filled().map(|(_, line)| line);
        let count = lines.filter(wants_a_look).count();
        let twice = self.twice().join(", ");
        let (lines, beside) = self.pasted.clone().unwrap_or_default();
        if lines == 0 || count == 0 && twice.is_empty() {
            return;
        }
        let mut said = match count {
            0 => lang.entry_pasted(lines),
            count => lang.entry_pasted_look(count),
        };
        if !twice.is_empty() {
            said += &lang.entry_pasted_twice(&twice);
        }
        out.push(Effect::Tell(Tone::Warn, said + &beside));
    }

    /// The quantity or price being typed becomes a number of the product's own unit, where it is
    /// certain how many that is: `2箱`, `1打`, `22/箱`.
    pub(super) fn count_typed(&mut self) {
        let grid = &mut self.sheet.grid;
        let ((line, _), id) = (grid.at(), grid.column());
        let typed = grid.value(line, id);
        let Some(card) = self.facts.card(grid.value(line, "code")) else {
            return;
        };
        if let Some(number) = counted(id, typed, card) {
            grid.retype(line, id, &number);
        }
    }

    /// What is asked of a quantity or price whose unit may be anything.
    pub(super) fn unit_unclear(&self, line: usize, lang: Lang) -> Option<String> {
        let line = self.sheet.grid.lines().get(line)?;
        let typed = line.cells[self.sheet.grid.at().1].value();
        if !typed.contains(char::is_alphabetic) {
            return None;
        }
        let card = self.facts.card(line.cells[0].value());
        lines::fault(line, card, lang).map(|(_, said)| said)
    }

    /// Quantities and prices of a product that were written with a unit become numbers of its own
    /// unit, where it is certain how many that is; tells whether any did.
    pub(super) fn count_units(&mut self, code: &str) -> bool {
        let Some(card) = self.facts.card(code) else {
            return false;
        };
        let grid = &mut self.sheet.grid;
        let of_code = |(n, line): (usize, &GridLine)| (line.cells[0].value() == code).then_some(n);
        let places: Vec<usize> = grid.filled().filter_map(of_code).collect();
        let mut found = false;
        for n in places {
            for id in ["qty", "price"] {
                if let Some(value) = counted(id, grid.value(n, id), card) {
                    grid.set(n, id, &value);
                    found = true;
                }
                if let Some(value) = settled(id, grid.value(n, id), grid.value(n, "qty"), card) {
                    grid.set(n, id, &value);
                    found = true;
                }
            }
        }
        found
    }
}

/// What of a message became no line, and which lines lack a quantity.
fn left_out(message: &Message, lang: Lang) -> String {
    let lack = message.items.iter().filter(|item| item.qty.is_none());
    let lack = lack.count();
    let (asides, pictures) = (message.asides, message.pictures);
    let told = [
        (asides, lang.entry_pasted_beside(asides)),
        (pictures, lang.entry_pasted_pictures(pictures)),
        (message.quoted, lang.entry_pasted_quoted(message.quoted)),
        (
            message.unfilled,
            lang.entry_pasted_unfilled(message.unfilled),
        ),
        (lack, lang.entry_pasted_no_qty(lack)),
    ];
    let told = told.into_iter().filter(|(n, _)| *n > 0);
    let mut told: String = told.map(|(_, said)| said).collect();
    if !message.theirs.is_empty() {
        told += &lang.entry_pasted_theirs(&message.theirs.join(", "));
    }
    told
}

/// Whether the bare quantity of goods without a code is a number of their specification, or of that of a sister:
/// `螺母 M6 100`, `霁泉550 380`, `8820 白 38 39`.
fn doubtful(item: &Item, row: &Value, rows: &[Value]) -> bool {
    let Some(qty) = item.qty.as_ref().filter(|qty| qty.unit.is_empty()) else {
        return false;
    };
    let text = super::facts::text;
    let is = |row: &Value| {
        let spec = text(row, "spec");
        let mut numbers = spec.split(|c: char| !c.is_ascii_digit());
        numbers.any(|number| number == qty.number)
    };
    let sisters = rows
        .iter()
        .filter(|other| text(other, "name") == text(row, "name"));
    !item.goods.contains(&qty.number) && (is(row) || sisters.into_iter().any(is))
}

/// A price or a quantity with a `?` without it, where what the goods cost tells that it is one.
fn settled(id: &str, typed: &str, qty: &str, card: &Card) -> Option<String> {
    let (text, sure) = Sure::of_cell(typed);
    let known = card.list_price.map(|price| price.to_string());
    let known = known.and_then(|known| total::number(&known));
    let number = total::number(text).filter(|_| sure != Sure::Said)?;
    if id == "qty" {
        let kept = (!is_near(number, known)).then_some(text);
        return lines::number(kept?, Kind::Qty);
    }
    let price = sure.settle(number, total::number(qty), known)?;
    lines::number(&price.to_string(), Kind::Price)
}

/// A quantity or price with a unit as a number of the product's own unit, where it is certain how
/// many that is; `None` where it is not, or where no unit is written.
pub(super) fn counted(id: &str, typed: &str, card: &Card) -> Option<String> {
    if id == "qty" {
        let qty = Written::read(typed).filter(|qty| !qty.unit.is_empty())?;
        return lines::number(&qty.count(card)?, Kind::Qty);
    }
    let (price, sure) = Sure::of_cell(typed);
    let (number, unit) = written::price(price).filter(|_| id == "price")?;
    let same = written::is_same(&unit, &card.unit.to_lowercase());
    let number = same
        .then(|| lines::number(&number, Kind::Price))
        .flatten()?;
    (sure == Sure::Said || !unit.is_empty()).then(|| format!("{number}{}", &typed[price.len()..]))
}
