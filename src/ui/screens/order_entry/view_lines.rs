//! Draws the lines: what is typed, and beside it name, origin of the price, amount, free stock
//! and the first day.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use crate::domain::Day;
use crate::ui::base::{Look, Tone};
use crate::ui::widgets::grid::GridLine;
use crate::ui::widgets::{Field, field_draw, scroll};
use crate::words::Lang;
use crate::words::entry::{ORIGIN_SIGNS, ORIGINS};

use super::facts::{Card, Promised};
use super::lines::{self, Seen};
use super::pieces::Piece;
use super::sheet::Gap;
use super::{OrderEntry, Unclear};

/// Where each column begins and how wide it is.
struct Places {
    code: (u16, u16),
    name: (u16, u16),
    qty: (u16, u16),
    unit: (u16, u16),
    price: (u16, u16),
    origin: (u16, u16),
    amount: (u16, u16),
    free: (u16, u16),
    promise: (u16, u16),
}

impl Places {
    /// The name takes what is left; the order never changes.
    fn new(area: Rect) -> Self {
        const WIDTHS: [u16; 9] = [10, 0, 7, 4, 8, 2, 9, 6, 6];
        const NUMBER: u16 = 5;
        let fixed: u16 = NUMBER + WIDTHS.iter().sum::<u16>() + 8;
        let name = area.width.saturating_sub(fixed).max(4);
        let mut x = area.x + NUMBER;
        let mut next = |width: u16| {
            let place = (x, if width == 0 { name } else { width });
            x = x.saturating_add(place.1 + 1);
            place
        };
        let [code, title, qty, unit, price, origin, amount, free, promise] = WIDTHS.map(&mut next);
        Self {
            code,
            name: title,
            qty,
            unit,
            price,
            origin,
            amount,
            free,
            promise,
        }
    }
}

/// A row that is being drawn.
struct Row<'a, 'b> {
    frame: &'a mut Frame<'b>,
    area: Rect,
    look: &'a Look,
}

impl Row<'_, '_> {
    fn place(&self, (x, width): (u16, u16)) -> Rect {
        let cell = Rect {
            x,
            width,
            ..self.area
        };
        cell.intersection(self.area)
    }

    fn text(&mut self, place: (u16, u16), text: &str, style: Style) {
        let area = self.place(place);
        let text = self.look.pad(text, usize::from(area.width));
        self.frame.render_widget(Line::styled(text, style), area);
    }

    /// A number is never cut: one that is too wide reaches over what stands to the left of it, and over
    /// one cell more, else half a wide character there would hide its first digit.
    fn number(&mut self, (x, width): (u16, u16), text: &str, style: Style) {
        let over = self.look.width(text).saturating_sub(usize::from(width));
        let over = u16::try_from(over).unwrap_or(0);
        let over = over + u16::from(over > 0);
        let area = self.place((x.saturating_sub(over), width.saturating_add(over)));
        let text = self.look.pad_left(text, usize::from(area.width));
        self.frame.render_widget(Line::styled(text, style), area);
    }

    fn field(&mut self, place: (u16, u16), field: &Field, focused: bool) {
        let area = self.place(place);
        field_draw::draw(self.frame, area, field, focused, self.look);
    }
}

/// Draws heading and lines; `typing` if a cell has the focus.
pub fn draw(frame: &mut Frame<'_>, area: Rect, entry: &OrderEntry, typing: bool, look: &Look) {
    let places = Places::new(area);
    let mut rows = area.rows();
    let Some(first) = rows.next() else {
        return;
    };
    draw_heading(frame, first, &places, look);
    let grid = &entry.sheet.grid;
    let (at, _) = grid.at();
    let height = usize::from(area.height.saturating_sub(1));
    let shown = scroll::window(at, height, grid.lines().len());
    let sums = lines::sums(grid);
    let gaps = entry.sheet.open_gaps();
    for (n, row) in shown.zip(rows) {
        let mut seen = lines::seen(&grid.lines()[n], &entry.facts, entry.sheet.terms(), &sums);
        seen.amounts = entry.quoted(n).or(seen.amounts);
        let mut row = Row {
            frame,
            area: row,
            look,
        };
        draw_line(&mut row, (entry, &gaps), n, &seen, &places, typing);
    }
}

fn draw_heading(frame: &mut Frame<'_>, area: Rect, places: &Places, look: &Look) {
    let lang = look.lang;
    let style = look.theme.title();
    let mut row = Row { frame, area, look };
    row.text(places.code, lang.entry_code(), style);
    row.text(places.name, lang.entry_name(), style);
    row.number(places.qty, lang.entry_qty(), style);
    row.text(places.unit, lang.entry_unit(), style);
    row.number(places.price, lang.entry_price(), style);
    row.number(places.amount, lang.entry_amount(), style);
    row.number(places.free, lang.entry_free(), style);
    row.number(places.promise, lang.entry_promise(), style);
}

fn draw_line(
    row: &mut Row<'_, '_>,
    (entry, gaps): (&OrderEntry, &[Gap]),
    n: usize,
    seen: &Seen<'_>,
    places: &Places,
    typing: bool,
) {
    let theme = row.look.theme;
    let line = &entry.sheet.grid.lines()[n];
    let (at, column) = entry.sheet.grid.at();
    let here = |cell: usize| typing && (n, cell) == (at, column);
    let code = line.cells[0].value();
    let lost = !code.is_empty() && seen.card.is_none() && entry.facts.is_unknown(code);
    let mut gaps = gaps.iter();
    let gap = gaps.any(|gap| gap.line == Some(n) && gap.blocking) && line.cells[1].is_empty();
    let wrong = lost || gap || line.cells.iter().any(|cell| cell.fault().is_some());
    let sign = match () {
        () if wrong => '!',
        () if typing && n == at => '>',
        () => ' ',
    };
    let number = format!("{sign}{:>3} ", n + 1);
    row.text((row.area.x, 5), &number, theme.dim());
    // While a whole line is typed in the first cell, the name gives way to it.
    let typed = row.look.width(code) >= usize::from(places.code.1) && here(0);
    if typed {
        let both = places.code.1 + 1 + places.name.1;
        row.field((places.code.0, both), &line.cells[0], true);
    } else {
        row.field(places.code, &line.cells[0], here(0));
    }
    match seen.card {
        _ if typed => {}
        Some(card) => {
            let twin = || entry.has_twin(code, card);
            let name = name_in(card, twin, usize::from(places.name.1), row.look);
            row.text(places.name, name.trim(), theme.plain());
            row.text(places.unit, &card.unit, theme.plain());
        }
        None if lost && !here(0) => draw_lost(row, entry, code, places),
        None => {}
    }
    row.field(places.qty, &line.cells[1], here(1));
    let price = line.cells[2].value();
    if row.look.width(price) > usize::from(places.price.1) && !here(2) {
        row.number(places.price, price, theme.plain());
    } else {
        row.field(places.price, &line.cells[2], here(2));
    }
    let by_rule = seen
        .price
        .filter(|_| !code.is_empty() && line.cells[2].is_empty());
    if let Some(price) = by_rule {
        let style = if here(2) { theme.dim() } else { theme.plain() };
        row.number(places.price, &price.to_string(), style);
    }
    if !lost {
        draw_worth(row, seen, places);
    }
    if let Some(promise) = seen.promise {
        let late = is_late(entry, n, promise);
        draw_promise(row, promise, seen, late, places);
    }
}

/// Goods that no product answers to: as they were written, which may be longer than a code.
fn draw_lost(row: &mut Row<'_, '_>, entry: &OrderEntry, code: &str, places: &Places) {
    let theme = row.look.theme;
    let said = entry.lost_told(code, row.look.lang);
    let (x, width) = places.code;
    let short = row.look.width(code) <= usize::from(width);
    let whole = (
        x,
        if short {
            width
        } else {
            width + 1 + places.name.1
        },
    );
    row.text(whole, code, theme.wrong());
    // Goods that nobody knows come to nothing, so the columns to the right have room.
    let right = (places.promise.0 + places.promise.1).saturating_sub(places.amount.0);
    let fits = row.look.width(&said) <= usize::from(places.name.1);
    let beside = if short && fits {
        places.name
    } else {
        (places.amount.0, right)
    };
    row.text(beside, &said, theme.tone(Tone::Warn));
}

/// Where the price comes from, and what the line comes to.
fn draw_worth(row: &mut Row<'_, '_>, seen: &Seen<'_>, places: &Places) {
    let (lang, theme) = (row.look.lang, row.look.theme);
    let by_hand = matches!(seen.origin, "hand" | "gift");
    let style = if by_hand {
        theme.tone(Tone::Warn)
    } else {
        theme.dim()
    };
    row.text(places.origin, &lang.word(ORIGIN_SIGNS, seen.origin), style);
    if let Some(amounts) = seen.amounts {
        row.number(places.amount, &amounts.gross.to_string(), theme.plain());
    }
}

/// What is free, and the first day; `!` before one that is too late.
fn draw_promise(
    row: &mut Row<'_, '_>,
    promise: &Promised,
    seen: &Seen<'_>,
    late: bool,
    places: &Places,
) {
    let theme = row.look.theme;
    let short = seen.qty.is_some_and(|qty| qty > promise.free);
    let style = if short {
        theme.tone(Tone::Warn)
    } else {
        theme.plain()
    };
    row.number(places.free, &promise.free.to_string(), style);
    let sign = if late { "!" } else { "" };
    let day = promise
        .earliest
        .map(|day| day.date().format("%m-%d").to_string());
    let style = if late {
        theme.tone(Tone::Bad)
    } else {
        theme.plain()
    };
    let text = format!("{sign}{}", day.unwrap_or_default());
    row.number(places.promise, &text, style);
}

/// Whether the first day is after the day the goods are needed.
fn is_late(entry: &OrderEntry, line: usize, promise: &Promised) -> bool {
    let own: Option<Day> = entry.sheet.grid.value(line, "need_date").parse().ok();
    let need = own.or_else(|| entry.sheet.form.field("need_date").and_then(Field::day));
    promise
        .earliest
        .zip(need)
        .is_some_and(|(day, need)| day > need)
}

/// Name and specification. Of a style the name gives way, and of goods whose name another line has too:
/// the specification tells one line from the next.
fn name_in(card: &Card, twin: impl Fn() -> bool, cells: usize, look: &Look) -> String {
    let whole = format!("{} {}", card.name, card.spec);
    if look.width(&whole) <= cells {
        return whole;
    }
    let spec = look.width(&card.spec);
    let room = spec + 5 <= cells;
    let of_style = room && !card.style.is_empty();
    if !of_style && !((room || cells > 7) && twin()) {
        return whole;
    }
    let spec = spec.min(cells.saturating_sub(5));
    let name = look.ruler.shorten(&card.name, cells - spec - 1);
    format!("{name} {}", card.spec)
}

impl OrderEntry {
    /// The line under the cursor; while it is empty or being typed, the one above, for that is
    /// what the clerk reads out to the caller.
    pub(super) fn line_spoken_of(&self) -> Option<&GridLine> {
        let grid = &self.sheet.grid;
        let mut above = grid.lines().get(..=grid.at().0)?.iter().rev();
        above.find(|line| self.facts.card(line.cells[0].value()).is_some())
    }

    /// Whether another line has goods of the same name.
    fn has_twin(&self, code: &str, card: &Card) -> bool {
        self.sheet.grid.filled().any(|(_, other)| {
            let other = other.cells[0].value();
            let same = |other: &Card| other.name == card.name;
            other != code && self.facts.card(other).is_some_and(same)
        })
    }

    /// Why no product stands in a line.
    fn lost_told(&self, code: &str, lang: Lang) -> String {
        match self.unclear.get(code) {
            Some(Unclear::Several(n)) => lang.entry_several_goods(*n),
            Some(Unclear::Unread(words)) => lang.entry_unread(words),
            None => lang.entry_unknown_goods().to_owned(),
        }
    }

    /// What is known about the line that is spoken of: name in full, price, stock, last deal.
    pub(super) fn line_pieces(&self, look: &Look) -> Vec<Piece> {
        let lang = look.lang;
        let theme = look.theme;
        let (at, _) = self.sheet.grid.at();
        let code = self.sheet.grid.value(at, "code");
        if !code.is_empty() && self.facts.is_unknown(code) {
            let said = self.lost_told(code, lang);
            return vec![
                (code.to_owned(), theme.title()),
                (said, theme.tone(Tone::Warn)),
            ];
        }
        let Some(line) = self.line_spoken_of() else {
            return Vec::new();
        };
        let sums = lines::sums(&self.sheet.grid);
        let seen = lines::seen(line, &self.facts, self.sheet.terms(), &sums);
        let Some(card) = seen.card else {
            let code = line.cells[0].value();
            return vec![(code.to_owned(), theme.plain())];
        };
        let name = format!("{} {}", card.name, card.spec);
        let mut pieces = vec![(name.trim().to_owned(), theme.title())];
        if let Some(price) = seen.price {
            let origin = lang.word(ORIGINS, seen.origin);
            pieces.push((
                lang.entry_by_rule(&price.to_string(), &origin),
                theme.plain(),
            ));
        }
        // Before the stock, of which the line itself tells the most: what is behind it is cut first.
        if let Some(deal) = seen.rule.and_then(|rule| rule.deals.first()) {
            let day = deal.day.get(5..).unwrap_or(&deal.day);
            let told = lang.entry_last_deal(day, &deal.qty, &deal.price);
            pieces.push((told, theme.dim()));
        }
        if let Some(promise) = seen.promise {
            let (free, on_hand) = (promise.free.to_string(), promise.on_hand.to_string());
            pieces.push((lang.entry_line_free(&free, &on_hand), theme.plain()));
            if let Some(day) = promise.earliest.filter(|_| promise.by != "stock") {
                let by = lang.entry_by(&promise.by);
                let day = day.date().format("%m-%d").to_string();
                pieces.push((lang.entry_line_earliest(&day, by), theme.plain()));
            }
        }
        let reason = line.cells[3].value();
        if !reason.is_empty() {
            pieces.push((lang.entry_reason_given(reason), theme.dim()));
        }
        pieces
    }
}

impl Lang {
    /// What covers a promise.
    pub(super) fn entry_by(self, by: &str) -> &'static str {
        match by {
            "stock" => self.entry_by_stock(),
            "supply" => self.entry_by_supply(),
            _ => self.entry_by_lead_time(),
        }
    }
}
