//! Draws the stock screen: products above, the card of one below.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::domain::Qty;
use crate::ui::base::Look;
use crate::ui::widgets::{field_draw, list_draw, spark};

use super::Stock;
use super::card::{Card, Held, Incoming, Instead, StockRow};
use super::question::At;

/// Rows of the chart, its ground included.
const CHART: u16 = 5;
/// Cells of the left half of the card: the table of warehouses.
const LEFT: u16 = 50;

/// Cells of a quantity.
const QTY: usize = 8;
/// The same in the table of warehouses.
const LEVEL: usize = 7;

impl Stock {
    pub(super) fn show(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        // The card wants 14 rows; of a larger window both halves get their part.
        let above = (area.height / 3).max(7).min(area.height);
        let list = Rect {
            height: above,
            ..area
        };
        self.height.set(list_draw::page(above).into());
        let typing = self.question.at.is_some();
        let open = typing || self.deeds.is_some();
        list_draw::draw(frame, list, &self.list, !open, look);
        let below = Rect {
            y: area.y + above,
            height: area.height - above,
            ..area
        };
        self.show_card(frame, below, look);
        if let Some(deeds) = &self.deeds {
            deeds.draw(frame, area, look);
        }
        if let Some(dialog) = &self.copying {
            dialog.draw(frame, area, look);
        }
    }

    fn show_card(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let Some(card) = &self.card else {
            return;
        };
        let mut rows = area.rows();
        let Some(head) = rows.next() else {
            return;
        };
        frame.render_widget(
            Line::styled(
                self.heading(card, head.width.into(), look),
                look.theme.title(),
            ),
            head,
        );
        let tables = part(area, 1, CHART + 1);
        show_levels(frame, left(tables), card, look);
        self.show_promise(frame, right(tables), card, look);
        self.show_question(frame, part(area, CHART + 2, 3), look);
        let rest = CHART + 5;
        let lists = part(area, rest, area.height.saturating_sub(rest));
        show_held(frame, left(lists), card, look);
        let beside = right(lists);
        if card.instead.is_empty() || beside.height < 4 {
            show_incoming(frame, beside, card, look);
            return;
        }
        let above = beside.height / 2;
        show_incoming(frame, part(beside, 0, above), card, look);
        show_instead(
            frame,
            part(beside, above, beside.height - above),
            card,
            look,
        );
    }

    /// A rule with the product's name in it.
    fn heading(&self, card: &Card, cells: usize, look: &Look) -> String {
        let hit = self.hits.iter().find(|hit| hit.code == card.product);
        let name = hit.map_or_else(String::new, |hit| format!("{} {}", hit.name, hit.spec));
        look.heading(&format!("{} {}", card.product, name.trim()), cells)
    }

    /// The chart of coming days, and the days on which it changes.
    fn show_promise(&self, frame: &mut Frame<'_>, area: Rect, card: &Card, look: &Look) {
        let lang = look.lang;
        let mut rows = area.rows();
        let Some(head) = rows.next() else {
            return;
        };
        let title = look.pad(lang.stock_by_day(), head.width.into());
        frame.render_widget(Line::styled(title, look.theme.title()), head);
        let wide = area.width > 50;
        let day_cells = if wide { 10 } else { 5 };
        let table = u16::try_from(day_cells + 1 + QTY)
            .unwrap_or(0)
            .min(area.width);
        let days = area.width.saturating_sub(table + 1).min(42);
        let chart = Rect {
            width: days,
            ..part(area, 1, CHART)
        };
        let values = card.by_day(self.today, days.into());
        spark::draw(frame, chart, &values, look);
        self.show_days(frame, chart, look);
        let table = Rect {
            x: area.x + days + 1,
            width: area.width.saturating_sub(days + 1),
            ..chart
        };
        let steps = card.promise.as_ref().map_or(&[][..], |p| &p.atp);
        let shown = usize::from(table.height);
        let fits = if steps.len() > shown {
            shown.saturating_sub(1)
        } else {
            shown
        };
        let lines = steps.iter().take(fits).map(|step| {
            let day = if step.date <= self.today {
                lang.stock_today().to_owned()
            } else {
                step.date.to_string()[10 - day_cells..].to_owned()
            };
            format!(
                "{} {}",
                look.pad(&day, day_cells),
                look.pad_left(&step.qty.to_string(), QTY)
            )
        });
        let more = steps.len().saturating_sub(fits);
        let lines = lines.chain((more > 0).then(|| lang.stock_more(more)));
        for (line, row) in lines.zip(table.rows()) {
            frame.render_widget(Line::from(look.pad(&line, row.width.into())), row);
        }
    }

    /// The first and the last day of the chart, on its ground.
    fn show_days(&self, frame: &mut Frame<'_>, chart: Rect, look: &Look) {
        const DAY: u16 = 5;
        if !look.charts() || chart.width < 2 * DAY + 1 || chart.height == 0 {
            return;
        }
        let last = self.today.plus_days(i64::from(chart.width) - 1);
        for (day, x) in [(self.today, chart.x), (last, chart.right() - DAY)] {
            let place = Rect {
                x,
                y: chart.bottom() - 1,
                width: DAY,
                height: 1,
            };
            let text = day.to_string()[5..].to_owned();
            frame.render_widget(Line::styled(text, look.theme.dim()), place);
        }
    }

    /// `数量 [300] 交期 [2026-11-28]`, the verdict below.
    fn show_question(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let lang = look.lang;
        let question = &self.question;
        let mut rows = area.rows();
        let (Some(first), Some(second), Some(third)) = (rows.next(), rows.next(), rows.next())
        else {
            return;
        };
        if question.at.is_none() && question.answer.is_none() {
            let hint = look.pad(lang.stock_ask_hint(), first.width.into());
            frame.render_widget(Line::styled(hint, look.theme.dim()), first);
            return;
        }
        let mut x = first.x;
        for (at, label, field, cells) in [
            (At::Qty, lang.stock_qty(), &question.qty, 10),
            (At::By, lang.stock_by(), &question.by, 11),
        ] {
            let text = format!("{label}: ");
            let size = u16::try_from(look.width(&text)).unwrap_or(0);
            let place = |x: u16, width: u16| Rect { x, width, ..first }.intersection(first);
            frame.render_widget(Line::styled(text, look.theme.dim()), place(x, size));
            let open = self.copying.is_some() || self.deeds.is_some();
            let focused = question.at == Some(at) && !open;
            field_draw::draw(frame, place(x + size, cells), field, focused, look);
            x += size + cells + 2;
        }
        let Some(answer) = &question.answer else {
            return;
        };
        let (tone, verdict) = answer.verdict(lang);
        let verdict = format!("{}{verdict}", tone.sign());
        let verdict = look.pad(&verdict, second.width.into());
        frame.render_widget(Line::styled(verdict, look.theme.tone(tone)), second);
        let beside = look.pad(&format!("  {}", answer.beside(lang)), third.width.into());
        frame.render_widget(Line::styled(beside, look.theme.dim()), third);
    }
}

/// So many rows of an area, from the `top`-th on.
fn part(area: Rect, top: u16, height: u16) -> Rect {
    let y = area.y.saturating_add(top);
    Rect { y, height, ..area }.intersection(area)
}

fn left(area: Rect) -> Rect {
    Rect {
        width: LEFT.min(area.width),
        ..area
    }
}

fn right(area: Rect) -> Rect {
    let gap = LEFT.min(area.width);
    Rect {
        x: area.x + gap,
        width: area.width - gap,
        ..area
    }
}

/// What there is, warehouse by warehouse, and together.
fn show_levels(frame: &mut Frame<'_>, area: Rect, card: &Card, look: &Look) {
    let lang = look.lang;
    let mut rows = area.rows();
    let line = |name: &str, cells: [String; 5]| {
        let numbers = cells.map(|cell| look.pad_left(&cell, LEVEL)).join(" ");
        format!("{} {numbers}", look.pad(name, QTY))
    };
    if let Some(row) = rows.next() {
        let titles = [
            lang.stock_on_hand(),
            lang.stock_reserved(),
            lang.stock_packed(),
            lang.stock_expected(),
            lang.stock_free(),
        ];
        let text = line(lang.stock_warehouse(), titles.map(str::to_owned));
        frame.render_widget(Line::styled(text, look.theme.title()), row);
    }
    let columns: [fn(&StockRow) -> Qty; 5] = [
        |row| row.on_hand,
        |row| row.reserved,
        |row| row.packed,
        StockRow::coming,
        |row| row.free,
    ];
    // The last rows are kept for the sum and for what stands apart.
    let fits = usize::from(area.height.saturating_sub(2));
    for level in card.levels.iter().take(fits) {
        let Some(row) = rows.next() else {
            return;
        };
        let name = level.warehouse.as_deref().unwrap_or("-");
        let text = line(name, columns.map(|column| column(level).to_string()));
        frame.render_widget(Line::from(text), row);
    }
    if card.levels.len() > 1
        && let Some(row) = rows.next()
    {
        let sums = columns.map(|column| {
            let sum = card.total(column);
            sum.map_or_else(|| "-".to_owned(), |sum| sum.to_string())
        });
        let text = line(lang.stock_total(), sums);
        frame.render_widget(Line::styled(text, look.theme.title()), row);
    }
    let [held, second] = [
        card.total(|row| row.quarantined),
        card.total(|row| row.second),
    ]
    .map(Option::unwrap_or_default);
    if (!held.is_zero() || !second.is_zero())
        && let Some(row) = rows.next()
    {
        let text = lang.stock_aside(&held.to_string(), &second.to_string());
        frame.render_widget(Line::styled(text, look.theme.dim()), row);
    }
}

/// What could be had instead, the nearest first.
fn show_instead(frame: &mut Frame<'_>, area: Rect, card: &Card, look: &Look) {
    let name_cells = usize::from(area.width).saturating_sub(QTY + 1);
    let text = |other: &Instead| {
        let name = format!("{} {} {}", other.product, other.name, other.spec);
        let free = look.pad_left(&other.free.to_string(), QTY);
        format!("{} {free}", look.pad(name.trim(), name_cells))
    };
    let texts = card.instead.iter().map(text).collect();
    show_rows(frame, area, (look.lang.stock_instead(), ""), texts, look);
}

/// A heading that says how many are left out, and rows as they fit.
fn show_rows(
    frame: &mut Frame<'_>,
    area: Rect,
    (title, nothing): (&str, &str),
    texts: Vec<String>,
    look: &Look,
) {
    let cells = usize::from(area.width);
    let mut rows = area.rows();
    let room = usize::from(area.height.saturating_sub(1));
    let more = texts.len().saturating_sub(room);
    if let Some(row) = rows.next() {
        let title = match more {
            0 => title.to_owned(),
            more => format!("{title}  {}", look.lang.stock_more(more)),
        };
        let title = look.pad(&title, cells);
        frame.render_widget(Line::styled(title, look.theme.title()), row);
    }
    if texts.is_empty()
        && let Some(row) = rows.next()
    {
        let text = look.pad(nothing, cells);
        frame.render_widget(Line::styled(text, look.theme.dim()), row);
    }
    for (text, row) in texts.into_iter().zip(rows) {
        frame.render_widget(Line::from(look.pad(&text, cells)), row);
    }
}

fn show_held(frame: &mut Frame<'_>, area: Rect, card: &Card, look: &Look) {
    let lang = look.lang;
    let name_cells = usize::from(area.width).saturating_sub(31 + QTY);
    let text = |held: &Held| {
        let name = held.customer_name.as_deref().unwrap_or("-");
        let qty = look.pad_left(&held.qty.to_string(), QTY);
        let until = lang.stock_until(&held.expires.to_string()[5..]);
        format!(
            "{} {} {qty} {until}",
            held.order,
            look.pad(name, name_cells)
        )
    };
    let texts = card.held.iter().map(text).collect();
    let heads = (lang.stock_held(), lang.stock_nobody());
    show_rows(frame, area, heads, texts, look);
}

fn show_incoming(frame: &mut Frame<'_>, area: Rect, card: &Card, look: &Look) {
    let lang = look.lang;
    let wide = area.width > 50;
    let text = |supply: &Incoming| {
        let open = supply.qty.sub(supply.received).unwrap_or(supply.qty);
        let open = look.pad_left(&open.to_string(), QTY);
        let sure = if supply.confirmed {
            lang.stock_confirmed()
        } else {
            lang.stock_unconfirmed()
        };
        let day = &supply.due.to_string()[5..];
        if wide {
            let (place, paper) = (&supply.warehouse, &supply.paper);
            let sure = look.pad(sure, 8);
            return format!(
                "{} {open} {sure} {} {paper}",
                supply.due,
                look.pad(place, QTY)
            );
        }
        format!("{day} {open} {sure}")
    };
    let texts = card.incoming.iter().map(text).collect();
    let heads = (lang.stock_incoming(), lang.stock_nothing_coming());
    show_rows(frame, area, heads, texts, look);
}
