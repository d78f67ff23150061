//! Draws the chrome: line 1, the body, the message line, the hint bar.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::domain::text::is_hidden;
use crate::ui::base::ScreenKind;
use crate::ui::widgets::{hint_bar, toast};

use super::app::App;

/// The smallest window the screens are made for.
pub const SMALLEST: (u16, u16) = (80, 24);

/// Cells of what a screen is about that are kept before a name on the left is: an order's number.
const LEAST_ABOUT: usize = 20;

/// Cells of it that still tell one from another beside the name of the screen.
const NARROWEST_ABOUT: usize = 12;

impl App {
    /// Draws everything.
    pub fn draw(&self, frame: &mut Frame<'_>) {
        let area = frame.area();
        let look = &self.setup.look;
        if area.is_empty() {
            return;
        }
        if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
            let text = look.lang.too_small(area.width, area.height);
            let row = Rect {
                y: area.y + area.height / 2,
                height: 1,
                ..area
            };
            frame.render_widget(
                Line::from(look.ruler.cut(&text, area.width.into())).centered(),
                row,
            );
            return;
        }
        let row = |y: u16| Rect {
            y,
            height: 1,
            ..area
        };
        self.draw_head(frame, row(area.y));
        // A message that does not fit one row takes a second one from the body.
        let said = self.messages.current();
        let said_rows = said.map_or(1, |(tone, text)| {
            toast::rows(look, *tone, text, area.width.into())
        });
        let body = Rect {
            y: area.y + 1,
            height: area.height - 2 - said_rows,
            ..area
        };
        for screen in self.layers.visible() {
            screen.draw(frame, body, look);
        }
        if let Some((tone, text)) = said {
            let place = Rect {
                y: body.bottom(),
                height: said_rows,
                ..area
            };
            toast::draw(frame, place, look, *tone, text);
        }
        let top = self.layers.top();
        let hints = row(area.bottom() - 1);
        let actions = if top.boxed() {
            Vec::new()
        } else {
            top.actions()
        };
        hint_bar::draw(frame, hints, look, &self.setup.keymap, top.kind(), &actions);
        veil(frame.buffer_mut());
    }

    /// Where one is on the left, who and where on the right.
    fn draw_head(&self, frame: &mut Frame<'_>, area: Rect) {
        let look = &self.setup.look;
        let cells = usize::from(area.width);
        let right =
            self.setup
                .status
                .text(look, self.under_way.len(), (self.setup.clock)(), cells / 2);
        let right = look
            .ruler
            .shorten(&look.ruler.shown(&right), cells / 2)
            .into_owned();
        let left_cells = cells.saturating_sub(look.width(&right) + 2);
        let left = look.pad(&self.crumbs(left_cells), left_cells);
        frame.render_widget(
            Line::styled(format!("{left}  {right}"), look.theme.title()),
            area,
        );
    }

    /// `订单台 > 录单 > 广州某某 *未保存`: the menu stands for the program. Where it is too long the
    /// names on the left give way: the screen one is on and the mark are what has to be seen.
    fn crumbs(&self, cells: usize) -> String {
        let look = &self.setup.look;
        let mut names: Vec<String> = vec![look.lang.app_name().to_owned()];
        let open = self
            .layers
            .all()
            .filter(|screen| screen.kind() != ScreenKind::Menu);
        names.extend(open.map(|screen| screen.kind().name(look.lang).to_owned()));
        // A box over a screen is the name behind it; what the screen is about stands there no more.
        let top = self.layers.top();
        let about = look.ruler.shown(&top.crumb(look)).into_owned();
        let mark = if top.unsaved() {
            format!(" *{}", look.lang.unsaved())
        } else {
            String::new()
        };
        let about_cells = if about.is_empty() {
            0
        } else {
            LEAST_ABOUT.min(look.width(&about)) + 3
        };
        let room = cells.saturating_sub(look.width(&mark));
        let mut text = names.join(" > ");
        while look.width(&text) + about_cells > room && names.len() > 1 {
            names.remove(0);
            text = format!(".. > {}", names.join(" > "));
        }
        if !about.is_empty() {
            if look.width(&text) + about_cells > room {
                text = names.concat(); // the last one, without the dots for those that are gone
            }
            // Not even its name leaves room for it: what one works at matters more.
            let left = room.saturating_sub(look.width(&text) + 3);
            text = if left < NARROWEST_ABOUT.min(look.width(&about)) {
                about
            } else {
                format!("{text} > {about}")
            };
        }
        format!("{}{mark}", look.ruler.shorten(&text, room))
    }
}

/// Takes out what must not reach a terminal, though it got into the office by another way than ours
/// (`reliability.md` R35): the library lets bidi and zero width pass, which stand in the cell before them.
fn veil(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let symbol = cell.symbol();
        if !symbol.is_ascii() && symbol.chars().any(is_hidden) {
            // What follows one in the same cell was joined to it and would need cells of its own.
            let shown: String = symbol.chars().take_while(|c| !is_hidden(*c)).collect();
            cell.set_symbol(if shown.is_empty() { " " } else { &shown });
        }
    }
}
