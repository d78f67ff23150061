//! Draws the review screen: tabs, list, the order under the cursor.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Card, Review, TABS, Tab};
use crate::ui::base::Look;
use crate::ui::widgets::list_draw;
use crate::ui::widgets::order_card::{Page, for_judging};
use crate::words::papers::STATES;

/// From this width on the list stands beside the order: with all its columns, and the order as wide
/// as on the smallest screen.
const BESIDE: u16 = LIST + 80;
/// From this height on the list takes no more rows than it has.
const TALL: u16 = 30;

/// From this width on the list shows what an order waits for.
const WAITS_FROM: u16 = 60;

/// Columns of the list beside the order.
const LIST: u16 = 72;

/// Rows of the list that are none of its orders.
const LIST_ROUND: u16 = 3;

impl Review {
    /// Draws everything.
    pub(super) fn draw_all(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let (top, body) = split_top(area, 1);
        frame.render_widget(self.tabs(look), top);
        if self.whole {
            self.draw_order(frame, body, look);
        } else if area.width >= BESIDE {
            let list = Rect {
                width: LIST,
                ..body
            };
            self.draw_list(frame, list, look);
            let order = Rect {
                x: body.x + LIST + 1,
                width: body.width - LIST - 1,
                ..body
            };
            self.draw_order(frame, order, look);
        } else {
            let mut height = (body.height / 3).clamp(6, 14);
            if body.height >= TALL {
                let rows = u16::try_from(self.list.rows().len()).unwrap_or(height);
                height = height.min(rows.saturating_add(LIST_ROUND)).max(6);
            }
            let height = height.min(body.height);
            let (list, rest) = split_top(body, height);
            self.draw_list(frame, list, look);
            let (rule, order) = split_top(rest, 1);
            let sign = look.rule().repeat(usize::from(rule.width));
            frame.render_widget(Line::styled(sign, look.theme.frame()), rule);
            self.draw_order(frame, order, look);
        }
        if let Some(open) = self.hand.open() {
            open.draw(frame, area, look);
        }
    }

    /// The tabs by number; the chosen one stands in brackets.
    fn tabs(&self, look: &Look) -> Line<'static> {
        let lang = look.lang;
        let mut spans = Vec::new();
        for (n, tab) in TABS.iter().enumerate() {
            let name = match tab {
                Tab::Mine => lang.review_tab_mine().to_owned(),
                Tab::State(state) => lang.word(STATES, state),
                Tab::All => lang.review_tab_all().to_owned(),
            };
            if n == self.tab {
                spans.push(Span::styled(
                    format!("[{}{name}]", n + 1),
                    look.theme.title(),
                ));
            } else {
                spans.push(Span::raw(format!(" {}{name}", n + 1)));
            }
        }
        Line::from(spans)
    }

    fn draw_list(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let height = usize::from(list_draw::page(area.height));
        self.drawn.set(height.max(1));
        // Made anew in the language of now; the cursor and the marks are the list's own.
        let mut list = self.list.clone();
        list.reword(self.rows(look.lang, area.width < WAITS_FROM));
        list_draw::draw(frame, area, &list, true, look);
        if list.rows().is_empty() && self.tab() == Tab::Mine && area.height > 2 {
            let row = Rect {
                x: area.x + 2,
                y: area.y + 1,
                width: area.width - 2,
                height: 1,
            };
            let text = look
                .ruler
                .shorten(look.lang.review_mine_empty(), row.width.into())
                .into_owned();
            frame.render_widget(Line::styled(text, look.theme.dim()), row);
        }
    }

    fn draw_order(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let cells = usize::from(area.width);
        let mut page = Page::new(look, cells, self.now);
        page.keys = self.keys.clone();
        match (self.hand.order(), self.hand.number()) {
            (Some(order), _) => {
                if let Some(why) = self.failed.get(self.hand.number().unwrap_or_default()) {
                    page.say(crate::ui::base::Tone::Bad, why);
                }
                for_judging(&mut page, order);
            }
            (None, Some(_)) => page.say(crate::ui::base::Tone::Plain, look.lang.card_loading()),
            (None, None) => {}
        }
        let count = page.lines.len();
        let whole = usize::from(area.height);
        // Where not all fits, the last row says how much is left and by which keys it is reached.
        let height = if count > whole {
            whole.saturating_sub(1)
        } else {
            whole
        };
        let mut scroll = self.scroll;
        scroll.by(0, height, count);
        let shown = scroll.range(height, count);
        for (line, row) in page.lines[shown.clone()].iter().zip(area.rows()) {
            frame.render_widget(line, row);
        }
        if count > whole && area.height > 1 {
            let row = Rect {
                y: area.bottom() - 1,
                height: 1,
                ..area
            };
            let keys = if self.whole {
                look.lang.review_keys_whole().to_owned()
            } else {
                look.lang.review_keys(&self.mark)
            };
            let below = match count - shown.end {
                0 => look.lang.review_end().to_owned(),
                rows => look.lang.more_below(rows),
            };
            let text = format!("  {below}  {keys}");
            frame.render_widget(Line::styled(look.pad(&text, cells), look.theme.dim()), row);
        }
        *self.card.borrow_mut() = Card {
            height,
            lines: count,
            parts: page.parts,
        };
    }
}

/// The first rows of an area, and the rest.
fn split_top(area: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(area.height);
    let top = Rect {
        height: rows,
        ..area
    };
    let rest = Rect {
        y: area.y + rows,
        height: area.height - rows,
        ..area
    };
    (top, rest)
}
