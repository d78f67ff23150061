//! Draws the measures: periods, list, the year of the one under the cursor; or what failed of it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use serde_json::Value;

use super::period::PERIODS;
use super::{Measures, Opened, rows};
use crate::ui::base::Look;
use crate::ui::widgets::order_card::Page;
use crate::ui::widgets::order_card::read::{self, text};
use crate::ui::widgets::{list_draw, spark, tabs};
use crate::words::measures::{FORMULAS, MEASURES, STAGES};

/// Rows of the chart.
const CHART: usize = 3;
/// Cells of a month in it.
const CELLS: usize = 6;
/// Rows below the list: heading, formula, stages, chart with its ground, values, months, keys.
const BELOW: u16 = 10;
/// The same without chart and what its signs mean.
const HEARD: u16 = 6;
/// Below this height there is only the list.
const ROOM: u16 = 18;

impl Measures {
    pub(super) fn show(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let top = Rect { height: 1, ..area }.intersection(area);
        let below = match area.height {
            ROOM.. if look.charts() => BELOW,
            ROOM.. => HEARD,
            3.. => 1,
            _ => 0,
        };
        let body = Rect {
            y: area.y + top.height,
            height: area.height.saturating_sub(top.height + below),
            ..area
        };
        let last = Rect {
            y: body.bottom(),
            height: below,
            ..area
        };
        if let Some(opened) = &self.opened {
            let body = Rect {
                height: body.height + below.saturating_sub(1),
                ..body
            };
            self.drawn.set(list_draw::page(body.height).into());
            opened.draw(frame, (top, body), look);
            Self::hint(frame, last, look.lang.measures_failed_hint(), look);
            return;
        }
        let names = PERIODS.iter().map(|period| period.name(look.lang));
        frame.render_widget(tabs::line(names, self.page, look), top);
        self.drawn.set(list_draw::page(body.height).into());
        let list = self.list.worded(
            &self.found,
            |row| text(row, "name"),
            |row| rows::in_words(row, self.in_a_row(row, look), look.lang),
        );
        list_draw::draw(frame, body, &list, true, look);
        if self.found.is_empty() && body.height > 1 {
            let row = Rect {
                y: body.y + 1,
                height: 1,
                ..body
            };
            let text = look.pad(look.lang.measures_reading(), row.width.into());
            frame.render_widget(Line::styled(text, look.theme.dim()), row);
        }
        if below > 1 {
            self.year(frame, last, look);
        }
        Self::hint(frame, last, look.lang.measures_hint(), look);
    }

    /// The keys, on the last row.
    fn hint(frame: &mut Frame<'_>, area: Rect, hint: &str, look: &Look) {
        if let Some(row) = area.rows().next_back() {
            let text = look.pad(hint, row.width.into());
            frame.render_widget(Line::styled(text, look.theme.dim()), row);
        }
    }

    /// The last twelve months in a cell; for those who hear the screen, what it was the month before.
    fn in_a_row(&self, row: &Value, look: &Look) -> String {
        let months = self.trend(&text(row, "name"));
        if !look.charts() {
            let before = months.iter().rev().nth(1).and_then(|(_, month)| *month);
            return before.map_or_else(String::new, |month| {
                look.lang.measures_before(&rows::value(month, look.lang))
            });
        }
        let values: Vec<Option<i64>> = months
            .iter()
            .map(|(_, month)| month.and_then(rows::count))
            .collect();
        spark::row(&values, rows::most(row, &values))
    }

    /// The measure under the cursor: how it is worked out, and its year.
    fn year(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let Some(row) = self.row() else {
            return;
        };
        let lang = look.lang;
        let cells = usize::from(area.width);
        let mut page = Page::new(look, cells, None);
        let title = format!("{} {}", rows::name(row, lang), rows::value(row, lang));
        page.title(&look.heading(&title, cells));
        page.flow(&[lang.word(FORMULAS, &text(row, "name"))]);
        page.lines.truncate(2);
        page.flow(&about(row, look));
        page.lines.truncate(3);
        let months = self.trend(&text(row, "name"));
        if !look.charts() {
            let told = months.iter().map(|(first, month)| {
                let value = month.map_or_else(String::new, short);
                format!("{} {value}", &first.month()[2..])
            });
            page.flow(&told.collect::<Vec<_>>());
            page.lines
                .truncate(usize::from(area.height).saturating_sub(1));
            Self::lay(frame, area, &page);
            return;
        }
        let fits = (cells / CELLS).min(months.len());
        let months = &months[months.len() - fits..];
        let values: Vec<Option<i64>> = months
            .iter()
            .map(|(_, month)| month.and_then(rows::count))
            .collect();
        let drawn: Vec<i64> = values.iter().map(|value| value.unwrap_or(0)).collect();
        let bars = spark::wide(&drawn, rows::most(row, &values), CHART, CELLS);
        page.lines.extend(bars.into_iter().map(Line::from));
        let cell = |text: String| look.pad_left(&text, CELLS);
        let values = months
            .iter()
            .map(|(_, month)| cell(month.map_or_else(String::new, short)));
        page.lines.push(Line::from(values.collect::<String>()));
        let names = months
            .iter()
            .map(|(first, _)| cell(first.month()[2..].to_owned()));
        let names: String = names.collect();
        page.lines.push(Line::styled(names, look.theme.dim()));
        Self::lay(frame, area, &page);
    }

    fn lay(frame: &mut Frame<'_>, area: Rect, page: &Page<'_>) {
        for (line, place) in page.lines.iter().zip(area.rows()) {
            frame.render_widget(line, place);
        }
    }
}

/// Of the cycle time its stages, of all others what the signs of the chart mean.
fn about(row: &Value, look: &Look) -> Vec<String> {
    let lang = look.lang;
    let days = |value: String| {
        if value.is_empty() {
            "--".to_owned()
        } else {
            lang.measures_days(&value)
        }
    };
    let stages = read::rows(row, "stages");
    if stages.is_empty() {
        let scale = look.charts().then(|| lang.measures_scale().to_owned());
        return scale.into_iter().collect();
    }
    let part = |stage: &Value| {
        let name = lang.word(STAGES, &text(stage, "stage"));
        lang.measures_stage(&name, &days(text(stage, "median")))
    };
    let whole = lang.measures_p90(&days(text(row, "p90")));
    std::iter::once(whole)
        .chain(stages.iter().map(part))
        .collect()
}

/// The value in five cells: whole percent, days without a word.
fn short(row: &Value) -> String {
    match (row["value"].as_str(), rows::count(row)) {
        (Some(value), _) if value.len() < 6 => value.to_owned(),
        (_, Some(count)) if text(row, "name") == "complaint_rate" => {
            format!("{}.{}", count / 10, count % 10)
        }
        (Some(_), Some(count)) => {
            let share = crate::domain::number::divide_half_up(i128::from(count), 100);
            format!("{share}%")
        }
        _ => "--".to_owned(),
    }
}

impl Opened {
    fn draw(&self, frame: &mut Frame<'_>, (top, body): (Rect, Rect), look: &Look) {
        let lang = look.lang;
        let name = lang.word(MEASURES, &self.name);
        let shown = self.found.len();
        let all = usize::try_from(self.count).is_ok_and(|count| count <= shown);
        let text = if all {
            lang.measures_failed(&name, self.count)
        } else {
            lang.measures_failed_first(&name, self.count, shown)
        };
        let text = look.pad(&text, top.width.into());
        frame.render_widget(Line::styled(text, look.theme.title()), top);
        let mut list = self.list.clone();
        list.reword(self.rows(lang));
        list_draw::draw(frame, body, &list, true, look);
    }
}
