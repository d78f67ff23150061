//! Goods to try: how many of the product under the cursor, and when.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::domain::Qty;
use crate::ui::base::{Action, Ctx, Effect, Look, Press, Tone};
use crate::ui::widgets::date_text::Lean;
use crate::ui::widgets::{Field, Kind, field_draw};

/// What the fields made of a key.
pub(super) enum Typed {
    /// Nothing further.
    Consumed,
    /// Given up.
    Left,
    /// Say this.
    Say(Effect),
    /// Try it: how much, when.
    Try(String, String),
}

/// The two fields.
#[derive(Debug)]
pub(super) struct Supply {
    pub(super) product: String,
    qty: Field,
    date: Field,
    at_date: bool,
}

impl Supply {
    /// Empty fields for a product.
    pub(super) fn of(product: &str) -> Self {
        let mut supply = Self {
            product: product.to_owned(),
            qty: Field::new(Kind::Qty),
            date: Field::new(Kind::Date(Lean::Ahead)),
            at_date: false,
        };
        supply.field().focus();
        supply
    }

    fn field(&mut self) -> &mut Field {
        if self.at_date {
            &mut self.date
        } else {
            &mut self.qty
        }
    }

    fn go(&mut self, to_date: bool) {
        self.at_date = to_date;
        self.field().focus();
    }

    /// Puts pasted text into the field.
    pub(super) fn paste(&mut self, text: &str) {
        self.field().paste(text);
    }

    /// Takes a key.
    pub(super) fn press(&mut self, press: &Press, ctx: &Ctx<'_>) -> Typed {
        match press.action {
            Some(Action::Back) => Typed::Left,
            Some(Action::Up | Action::PrevField) => {
                self.go(false);
                Typed::Consumed
            }
            Some(Action::Accept | Action::NextField | Action::Down) if !self.at_date => {
                if let Some(fault) = self.fault(ctx) {
                    Typed::Say(fault)
                } else {
                    self.go(true);
                    Typed::Consumed
                }
            }
            Some(Action::Accept | Action::Submit) => match self.fault(ctx) {
                Some(fault) => Typed::Say(fault),
                None => self.tried(),
            },
            _ => {
                self.field().press(press);
                Typed::Consumed
            }
        }
    }

    fn tried(&self) -> Typed {
        match (self.qty.qty(), self.date.day()) {
            (Some(qty), Some(day)) => Typed::Try(qty.to_string(), day.to_string()),
            _ => Typed::Consumed,
        }
    }

    /// What is wrong with the field typed in.
    fn fault(&mut self, ctx: &Ctx<'_>) -> Option<Effect> {
        let lang = ctx.look.lang;
        let at_date = self.at_date;
        let label = if at_date {
            lang.schedule_when()
        } else {
            lang.schedule_how_many()
        };
        let field = self.field();
        let fault = match field.settle(ctx.today()) {
            Err(fault) => fault.tell(lang, label),
            Ok(()) if at_date && field.day().is_some() => return None,
            Ok(()) if !at_date && field.qty().is_some_and(|qty| qty > Qty::ZERO) => return None,
            Ok(()) => lang.field_needed(label),
        };
        Some(Effect::Tell(Tone::Bad, fault))
    }

    /// `试到货 P1  数量: [300]  日期: [2026-11-28]`.
    pub(super) fn draw(&self, frame: &mut Frame<'_>, row: Rect, look: &Look) {
        let lang = look.lang;
        let first = lang.schedule_supply_of(&self.product, lang.schedule_how_many());
        let second = format!("  {}: ", lang.schedule_when());
        let mut x = row.x;
        for (label, field, cells, focused) in [
            (first, &self.qty, 10, !self.at_date),
            (second, &self.date, 11, self.at_date),
        ] {
            let size = u16::try_from(look.width(&label)).unwrap_or(0);
            let place = |x: u16, width: u16| Rect { x, width, ..row }.intersection(row);
            frame.render_widget(Line::styled(label, look.theme.title()), place(x, size));
            field_draw::draw(frame, place(x + size, cells), field, focused, look);
            x += size + cells;
        }
    }
}
