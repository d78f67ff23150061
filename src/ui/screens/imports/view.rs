//! Draws the import: how far it is, what came of it, what was not taken.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use serde_json::Value;

use super::{Going, Imports};
use crate::ui::base::{Look, Tone};
use crate::ui::widgets::order_card::read::{rows, text};
use crate::ui::widgets::{list_draw, sheet_draw, wrap};
use crate::words::Lang;
use crate::words::field_names::FIELD_NAMES;
use crate::words::imports::WHYS;

/// Rows for the whole reason of a row.
const WHY: u16 = 3;

/// Order sheets whose headings are told.
const FILES_TOLD: usize = 3;

/// Cells of the bar.
const BAR: u64 = 40;

impl Imports {
    /// Draws everything.
    pub(super) fn show(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let lines = match (&self.going, &self.result) {
            (Some(going), _) => progress(going, look),
            (None, Some((result, rehearsed))) => told(result, *rehearsed, look),
            (None, None) => Vec::new(),
        };
        let told = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        let mut place = area.rows();
        for (tone, line) in lines {
            if let Some(row) = place.next() {
                let text = look.pad(&line, usize::from(row.width));
                frame.render_widget(Line::styled(text, look.theme.tone(tone)), row);
            }
        }
        let top = told.saturating_add(1).max(4);
        if self.going.is_none() && self.result.is_some() && area.height > top + 2 {
            let list = Rect {
                y: area.y + top,
                height: area.height - top - WHY.min(area.height - top - 1),
                ..area
            };
            list_draw::draw(frame, list, &self.problems, !self.filling, look);
            self.why(
                frame,
                Rect {
                    y: list.bottom(),
                    height: area.bottom() - list.bottom(),
                    ..area
                },
                look,
            );
        }
        if self.filling {
            sheet_draw::draw(frame, area, &self.sheet, look);
        }
        if let Some(saving) = &self.saving {
            sheet_draw::draw(frame, area, &saving.sheet, look);
        }
    }

    /// The whole reason of the row under the cursor.
    fn why(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let Some(row) = self.problems.selected() else {
            return;
        };
        let text = row.cells.last().map_or("", String::as_str);
        let lines = wrap::lines(text, usize::from(area.width), look);
        for (line, place) in lines.into_iter().zip(area.rows()) {
            frame.render_widget(Line::styled(line, look.theme.tone(Tone::Warn)), place);
        }
    }
}

fn progress(going: &Going, look: &Look) -> Vec<(Tone, String)> {
    let lang = look.lang;
    let what = if going.rehearse {
        lang.import_trying()
    } else {
        lang.import_doing()
    };
    let (done, all) = (going.done.to_string(), going.all.to_string());
    let filled = (going.done * BAR)
        .checked_div(going.all)
        .unwrap_or(0)
        .min(BAR);
    let bar: String = (0..BAR)
        .map(|n| if n < filled { '#' } else { '-' })
        .collect();
    let bar = if look.charts() {
        format!("[{bar}] ")
    } else {
        String::new()
    };
    let seconds = u64::try_from(going.now.seconds_since(going.since)).unwrap_or(0);
    let rate = going.done.checked_div(seconds).filter(|rate| *rate > 0);
    let left = rate.map(|rate| (going.all - going.done.min(going.all)) / rate);
    let pace = match (rate, left) {
        (Some(rate), Some(left)) => lang.import_pace(&rate.to_string(), &left.to_string()),
        _ => String::new(),
    };
    let hint = if going.stopping {
        lang.import_stopping()
    } else {
        lang.import_stop_hint()
    };
    vec![
        (Tone::Plain, format!("{what} {done} / {all}")),
        (Tone::Plain, format!("{bar}{pace}")),
        (Tone::Plain, hint.to_owned()),
    ]
}

fn told(result: &Value, rehearsed: bool, look: &Look) -> Vec<(Tone, String)> {
    let lang = look.lang;
    let count = |name: &str| result[name].to_string();
    let counts = lang.import_counts(
        &count("rows"),
        &count("added"),
        &count("updated"),
        &count("skipped"),
        &count("failed"),
    );
    let stopped = result["stopped"] == true;
    let (tone, head) = match (rehearsed, stopped) {
        (true, false) => (Tone::Plain, lang.import_tried().to_owned()),
        (true, true) => (Tone::Warn, lang.import_tried_in_part().to_owned()),
        (false, true) => (Tone::Warn, lang.import_stopped().to_owned()),
        (false, false) => {
            let batch = result["batch"].as_str().unwrap_or_default();
            (Tone::Good, lang.import_done(batch))
        }
    };
    let hint = if rehearsed {
        lang.import_next_hint()
    } else if !rows(result, "customers").is_empty() {
        lang.import_after_sheets_hint()
    } else {
        lang.import_after_hint()
    };
    let mut lines = vec![
        (tone, format!("{}{head}", tone.sign())),
        (Tone::Plain, counts),
    ];
    lines.extend(reasons(result, lang).map(|line| (Tone::Plain, line)));
    lines.extend(
        read(result, lang)
            .into_iter()
            .map(|line| (Tone::Plain, line)),
    );
    lines.push((Tone::Plain, hint.to_owned()));
    lines
}

/// How many orders of a platform by what became of them.
fn reasons(result: &Value, lang: Lang) -> Option<String> {
    let counts = result["why"]
        .as_object()
        .filter(|counts| !counts.is_empty())?;
    let told = counts
        .iter()
        .map(|(why, count)| format!("{} {count}", lang.word(WHYS, why)));
    Some(told.collect::<Vec<_>>().join("  "))
}

/// How each order sheet was read: what its headings were taken for, and which were not.
fn read(result: &Value, lang: Lang) -> Vec<String> {
    let files = rows(result, "read").iter().take(FILES_TOLD);
    let told = files.map(|file| {
        let headings = file["headings"].as_object().into_iter().flatten();
        let headings: Vec<String> = headings
            .map(|(field, heading)| {
                format!(
                    "{}={}",
                    lang.word(FIELD_NAMES, field),
                    heading.as_str().unwrap_or_default()
                )
            })
            .collect();
        let unread: Vec<&str> = rows(file, "unread")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let name = format!("{} ({})", text(file, "file"), text(file, "encoding"));
        let mut told = lang.import_read(&name, &headings.join(" "));
        if !unread.is_empty() {
            told += &lang.import_unread(&unread.join(" "));
        }
        told
    });
    told.collect()
}
