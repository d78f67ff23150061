//! What tests of widgets and screens share.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_width::UnicodeWidthStr;

use crate::ui::base::Tickets;
use crate::ui::base::{Ctx, Key, Keymap, Look, Press, ScreenKind};
use crate::words::Lang;

/// What a buffer shows, a line a row; the cell hidden behind a wide character is skipped.
pub fn text_of(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut line = String::new();
        let mut x = buffer.area.left();
        while x < buffer.area.right() {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += u16::try_from(symbol.width().max(1)).unwrap();
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Draws once and tells what is seen and where the cursor is.
pub fn drawn(
    columns: u16,
    rows: u16,
    draw: impl FnOnce(&mut ratatui::Frame<'_>, Rect),
) -> (Buffer, Option<Position>) {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal
        .draw(|frame| {
            let area = frame.area();
            draw(frame, area);
        })
        .unwrap();
    let at = terminal.backend().cursor_position();
    let shown = terminal.backend().cursor_visible();
    (terminal.backend().buffer().clone(), shown.then_some(at))
}

/// A session to test in: fixed clock, built-in keys.
pub struct Desk {
    /// The look.
    pub look: Look,
    /// The keys.
    pub keymap: Keymap,
    /// The tickets.
    pub tickets: Tickets,
}

impl Desk {
    /// In this language, without colours.
    pub fn new(lang: Lang) -> Self {
        Self {
            look: Look::new(lang),
            keymap: Keymap::built_in(),
            tickets: Tickets::default(),
        }
    }

    /// The context at nine on 25 November 2026.
    pub fn ctx(&self) -> Ctx<'_> {
        let now = "2026-11-25T09:00:00".parse().unwrap();
        Ctx {
            look: &self.look,
            keymap: &self.keymap,
            tickets: &self.tickets,
            now,
        }
    }

    /// A key by its name, as order entry understands it.
    pub fn press(&self, name: &str) -> Press {
        let key: Key = name.parse().unwrap();
        Press {
            action: self.keymap.find(ScreenKind::OrderEntry, key),
            key: Some(key),
            burst: false,
        }
    }

    /// A text as key presses.
    pub fn typed(&self, text: &str) -> Vec<Press> {
        let key = |c| Key::plain(crate::ui::base::Code::Char(c));
        let find = |key| self.keymap.find(ScreenKind::OrderEntry, key);
        text.chars()
            .map(|c| Press {
                action: find(key(c)),
                key: Some(key(c)),
                burst: false,
            })
            .collect()
    }
}
