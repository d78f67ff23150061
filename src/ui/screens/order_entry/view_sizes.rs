//! Draws the size table: a row of numbers and below it what is free, for each colour.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::domain::Qty;
use crate::ui::base::{Look, Tone};
use crate::ui::widgets::{field_draw, popup, scroll};

use super::OrderEntry;
use super::size_table::SizeTable;

/// Cells of the colours, of packs, of a size, of a total.
const COLOUR: usize = 12;
const PACKS: usize = 5;
const SIZE: usize = 6;
const TOTAL: usize = 7;
/// The narrowest box, for the keys below the table.
const NARROWEST: usize = 74;
/// The widest box.
const WIDEST: u16 = 118;

impl OrderEntry {
    /// Draws the box.
    pub(super) fn draw_sizes(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        table: &SizeTable,
        look: &Look,
    ) {
        let wanted = COLOUR + PACKS + SIZE * table.sizes.len() + TOTAL + 2;
        let columns = u16::try_from(wanted.max(NARROWEST))
            .unwrap_or(WIDEST)
            .min(WIDEST);
        let rows = u16::try_from(table.colours.len() * 2 + 5).unwrap_or(area.height);
        let place = popup::centred(area, columns, rows);
        let title = look.lang.sizes_title(&table.style, &table.name);
        let inner = popup::open(frame, place, &title, look);
        let fits = (usize::from(inner.width).saturating_sub(COLOUR + PACKS + TOTAL) / SIZE).max(1);
        let shown = scroll::window(table.at.1.saturating_sub(1), fits, table.sizes.len());
        let high = (usize::from(inner.height).saturating_sub(3) / 2).max(1);
        let colours = scroll::window(table.at.0, high, table.colours.len());
        let mut places = inner.rows();
        if let Some(row) = places.next() {
            let heads = table.sizes[shown.clone()].iter();
            let heads: String = heads.map(|size| look.pad_left(size, SIZE)).collect();
            let text = format!(
                "{}{}{heads}{}",
                look.pad("", COLOUR),
                look.pad_left(look.lang.sizes_packs(), PACKS),
                look.pad_left(look.lang.sizes_total(), TOTAL)
            );
            frame.render_widget(Line::styled(text, look.theme.title()), row);
        }
        for colour in colours {
            let (Some(numbers), Some(free)) = (places.next(), places.next()) else {
                break;
            };
            self.draw_colour(frame, numbers, table, colour, &shown, look);
            let stock: String = shown
                .clone()
                .map(|column| {
                    let sku = table.skus.get(&(colour, column + 1));
                    let text = sku.map_or_else(String::new, |sku| format!("({})", sku.free));
                    look.pad_left(&text, SIZE)
                })
                .collect();
            let text = format!("{}{}{stock}", look.pad("", COLOUR), look.pad("", PACKS));
            frame.render_widget(Line::styled(text, look.theme.dim()), free);
        }
        if let Some(row) = places.next() {
            self.draw_sums(frame, row, table, &shown, look);
        }
        if let Some(row) = places.next() {
            let keys = look.lang.sizes_keys(&table.pack_told(look.lang));
            let (told, style) = match self.short_told(table, look) {
                Some(told) => (told, look.theme.tone(Tone::Warn)),
                None => (keys, look.theme.dim()),
            };
            let told = look.pad(&told, usize::from(inner.width));
            frame.render_widget(Line::styled(told, style), row);
        }
    }

    /// How many are free where more is asked for in the cell under the cursor.
    fn short_told(&self, table: &SizeTable, look: &Look) -> Option<String> {
        let (row, column) = table.at;
        let sku = table.skus.get(&table.at)?;
        let typed = table.typed(look.lang).ok();
        let typed = typed.and_then(|cells| cells.first()?.1.parse().ok());
        let qty: Qty = typed.or_else(|| self.qty_of(table, row, column))?;
        let short = qty
            .sub(sku.free)
            .ok()
            .filter(|_| table.is_short(row, column, qty))?;
        let (colour, size) = (
            table.colours.get(row)?,
            table.sizes.get(column.checked_sub(1)?)?,
        );
        let what = format!("{colour} {size}");
        Some(
            look.lang
                .sizes_short(what.trim(), &sku.free.to_string(), &short.to_string()),
        )
    }

    fn draw_colour(
        &self,
        frame: &mut Frame<'_>,
        row: Rect,
        table: &SizeTable,
        colour: usize,
        shown: &std::ops::Range<usize>,
        look: &Look,
    ) {
        let mut spans = vec![
            Span::raw(look.pad(&table.colours[colour], COLOUR)),
            Span::raw(look.pad("", PACKS)),
        ];
        for column in shown.clone() {
            let qty = self.qty_of(table, colour, column + 1);
            let text = match (table.skus.contains_key(&(colour, column + 1)), qty) {
                (false, _) => "-".to_owned(),
                (true, None) => ".".to_owned(),
                (true, Some(qty)) if table.is_short(colour, column + 1, qty) => format!("!{qty}"),
                (true, Some(qty)) => qty.to_string(),
            };
            spans.push(Span::raw(look.pad_left(&text, SIZE)));
        }
        let sum = (1..=table.sizes.len()).filter_map(|column| self.qty_of(table, colour, column));
        let sum = Qty::sum(sum).unwrap_or_default();
        spans.push(Span::raw(look.pad_left(&sum.to_string(), TOTAL)));
        frame.render_widget(Line::from(spans), row);
        if colour == table.at.0 {
            let column = table.at.1;
            let (from, cells) = if column == 0 {
                (COLOUR, PACKS)
            } else {
                let before = (column - 1).saturating_sub(shown.start);
                (COLOUR + PACKS + before * SIZE, SIZE)
            };
            let narrow = |cells: usize| u16::try_from(cells).unwrap_or(0);
            // One blank stays between the cells.
            let place = Rect {
                x: row.x + narrow(from + 1),
                width: narrow(cells - 1),
                ..row
            };
            let mut field = table.field.clone();
            if field.is_empty()
                && let Some(qty) = self.qty_of(table, colour, column)
            {
                field.set(&qty.to_string());
                field.focus();
            }
            field_draw::draw(frame, place.intersection(row), &field, true, look);
        }
    }

    fn draw_sums(
        &self,
        frame: &mut Frame<'_>,
        row: Rect,
        table: &SizeTable,
        shown: &std::ops::Range<usize>,
        look: &Look,
    ) {
        let sum_of = |column: usize| {
            let all = (0..table.colours.len()).filter_map(|row| self.qty_of(table, row, column));
            Qty::sum(all).unwrap_or_default()
        };
        let sums: String = shown
            .clone()
            .map(|column| look.pad_left(&sum_of(column + 1).to_string(), SIZE))
            .collect();
        let all = Qty::sum((1..=table.sizes.len()).map(sum_of)).unwrap_or_default();
        let text = format!(
            "{}{}{sums}{}",
            look.pad(look.lang.sizes_total(), COLOUR),
            look.pad("", PACKS),
            look.pad_left(&all.to_string(), TOTAL)
        );
        frame.render_widget(Line::styled(text, look.theme.title()), row);
    }

    fn qty_of(&self, table: &SizeTable, row: usize, column: usize) -> Option<Qty> {
        let sku = table.skus.get(&(row, column))?;
        self.qty_in_lines(&sku.code)
    }
}
