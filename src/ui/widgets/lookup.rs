//! A box to choose from: what is typed asks, arrows go down the hits, Enter takes the marked one, Esc
//! goes back.
//!
//! 1-9 choose while the hits are numbered: as long as the list answers what was typed before the box
//! opened, and after an arrow. While somebody types in the box a digit belongs to what is typed, or
//! `1001` would take the first hit.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::ui::base::{Action, Ctx, Effect, Input, Look, Query, Reply, Ticket};

use super::field::{Field, Kind, Took};
use super::{field_draw, popup, scroll};

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What it is: a code.
    pub id: String,
    /// What is shown.
    pub text: String,
}

/// Where hits come from.
pub trait Source {
    /// What the box is called.
    fn title(&self, look: &Look) -> String;

    /// The question for what was typed.
    fn query(&self, text: &str) -> Query;

    /// The hits in an answer; empty if it was refused.
    fn hits(&self, reply: &Reply) -> Vec<Hit>;

    /// Whether a digit chooses though nothing was typed: what is here is seldom looked for by digits.
    fn digits_choose(&self) -> bool {
        false
    }
}

/// What the box made of an input.
#[derive(Debug, Clone, PartialEq)]
pub enum LookupAnswer {
    /// Not for the box (an answer to somebody else).
    Ignored,
    /// Nothing the screen has to know.
    Consumed,
    /// Ask this.
    Ask(Effect),
    /// This one.
    Chosen(Hit),
    /// None.
    Cancelled,
}

/// The most hits a digit can choose, and that are shown at once.
const SHOWN: usize = 9;

/// The box.
pub struct Lookup {
    source: Box<dyn Source>,
    typed: Field,
    hits: Vec<Hit>,
    at: usize,
    /// Whether digits choose; else they are typed.
    choosing: bool,
    /// The question whose answer is wanted; an older answer is dropped.
    waiting: Option<Ticket>,
    answered: bool,
    /// Enter came before the answer: the first hit is taken when it is there.
    eager: bool,
}

impl Lookup {
    /// Opens the box with what stands in the field, and asks.
    pub fn open(source: Box<dyn Source>, text: &str, ctx: &Ctx<'_>) -> (Self, Effect) {
        let typed = Field::new(Kind::Code).with(text);
        let mut lookup = Self {
            choosing: !text.is_empty() || source.digits_choose(),
            source,
            typed,
            hits: Vec::new(),
            at: 0,
            waiting: None,
            answered: false,
            eager: false,
        };
        lookup.typed.focus();
        let ask = lookup.ask(ctx);
        (lookup, ask)
    }

    /// Whether keys have to wait for the hit that Enter took ahead: for `Screen::holds_keys`.
    pub const fn holds_keys(&self) -> bool {
        self.eager
    }

    /// Whether an answer with this ticket is for it.
    pub fn waits_for(&self, ticket: Ticket) -> bool {
        self.waiting == Some(ticket)
    }

    fn ask(&mut self, ctx: &Ctx<'_>) -> Effect {
        let ticket = ctx.ticket();
        self.waiting = Some(ticket);
        Effect::Ask(ticket, self.source.query(self.typed.value().trim()))
    }

    /// Takes an input.
    pub fn take(&mut self, input: &Input, ctx: &Ctx<'_>) -> LookupAnswer {
        match input {
            Input::Reply(ticket, reply) if self.waiting == Some(*ticket) => {
                self.waiting = None;
                self.answered = true;
                self.hits = self.source.hits(reply);
                self.at = 0;
                let eager = std::mem::take(&mut self.eager);
                let first = self.hits.first().filter(|_| eager);
                first
                    .cloned()
                    .map_or(LookupAnswer::Consumed, LookupAnswer::Chosen)
            }
            Input::Press(press) => {
                if let Some(hit) = press.digit().and_then(|n| self.by_digit(n)) {
                    return LookupAnswer::Chosen(hit);
                }
                self.press(press, ctx)
            }
            Input::Paste(pasted) => {
                self.typed.paste(&pasted.text);
                self.choosing = false;
                LookupAnswer::Ask(self.ask(ctx))
            }
            _ => LookupAnswer::Ignored,
        }
    }

    /// A digit chooses among what is shown, while the list is the answer to what was typed.
    fn by_digit(&self, n: usize) -> Option<Hit> {
        if !self.choosing || self.waiting.is_some() || n == 0 {
            return None;
        }
        let shown = scroll::window(self.at, SHOWN, self.hits.len());
        self.hits[shown].get(n - 1).cloned()
    }

    /// Moves the mark; from here on digits choose.
    fn go(&mut self, at: usize) {
        self.at = at.min(self.hits.len().saturating_sub(1));
        self.choosing = true;
    }

    fn press(&mut self, press: &crate::ui::base::Press, ctx: &Ctx<'_>) -> LookupAnswer {
        match press.action {
            Some(Action::Back) => return LookupAnswer::Cancelled,
            Some(Action::Accept) if self.waiting.is_some() => self.eager = true,
            Some(Action::Accept) => {
                let hit = self.hits.get(self.at);
                return hit
                    .cloned()
                    .map_or(LookupAnswer::Consumed, LookupAnswer::Chosen);
            }
            Some(Action::Up) => self.go(self.at.saturating_sub(1)),
            // Out of the line that is typed in, to the first hit.
            Some(Action::Down) if !self.choosing => self.go(self.at),
            Some(Action::Down) => self.go(self.at + 1),
            Some(Action::PageUp) => self.go(self.at.saturating_sub(SHOWN)),
            Some(Action::PageDown) => self.go(self.at + SHOWN),
            _ => {
                if self.typed.press(press) == Took::Edited {
                    self.choosing = false;
                    return LookupAnswer::Ask(self.ask(ctx));
                }
            }
        }
        LookupAnswer::Consumed
    }

    /// Draws the box in the middle of `area`.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let lang = look.lang;
        let place = popup::centred(area, 76, u16::try_from(SHOWN + 4).unwrap_or(13));
        let inner = popup::open(frame, place, &self.source.title(look), look);
        let mut rows = inner.rows();
        let Some(first) = rows.next() else {
            return;
        };
        field_draw::draw(frame, first, &self.typed, true, look);
        let cells = usize::from(inner.width);
        let shown = scroll::window(self.at, SHOWN, self.hits.len());
        let mut lines: Vec<Line<'_>> = Vec::with_capacity(SHOWN + 1);
        for (n, hit) in self.hits[shown.clone()].iter().enumerate() {
            let marked = shown.start + n == self.at;
            let style = if marked {
                look.theme.cursor()
            } else {
                look.theme.plain()
            };
            let pointer = if marked { '>' } else { ' ' };
            let number = if self.choosing {
                (n + 1).to_string()
            } else {
                " ".to_owned()
            };
            lines.push(Line::styled(
                look.pad(&format!("{pointer}{number} {}", hit.text), cells),
                style,
            ));
        }
        if self.hits.is_empty() {
            let told = if self.answered {
                lang.no_hits()
            } else {
                lang.searching()
            };
            lines.push(Line::styled(told, look.theme.dim()));
        }
        lines.resize(SHOWN, Line::default());
        let keys = if self.choosing && !self.hits.is_empty() {
            lang.lookup_keys()
        } else {
            lang.lookup_keys_typing()
        };
        lines.push(Line::styled(look.pad(keys, cells), look.theme.dim()));
        let marked = self.at.saturating_sub(shown.start);
        let reads = look.is_read_aloud() && self.choosing && !self.hits.is_empty();
        for (n, (line, row)) in lines.into_iter().zip(rows).enumerate() {
            if reads && n == marked {
                popup::stand_at(frame, row);
            }
            frame.render_widget(line, row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::testing::{Desk, drawn, text_of};
    use crate::words::Lang;
    use serde_json::json;

    struct Products;

    impl Source for Products {
        fn title(&self, look: &Look) -> String {
            look.lang.pick("产品", "Product").to_owned()
        }

        fn query(&self, text: &str) -> Query {
            Query::parse("find", json!({ "text": text })).unwrap()
        }

        fn hits(&self, reply: &Reply) -> Vec<Hit> {
            let rows = reply
                .as_ref()
                .ok()
                .and_then(|value| value.as_array().cloned())
                .unwrap_or_default();
            let hit = |row: &serde_json::Value| Hit {
                id: row.as_str().unwrap_or_default().to_owned(),
                text: format!("{} 不锈钢螺丝", row.as_str().unwrap_or_default()),
            };
            rows.iter().map(hit).collect()
        }
    }

    fn ticket(effect: &Effect) -> Ticket {
        match effect {
            Effect::Ask(ticket, _) => *ticket,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn only_the_last_question_is_answered() {
        let desk = Desk::new(Lang::Zh);
        let (mut lookup, first) = Lookup::open(Box::new(Products), "", &desk.ctx());
        let LookupAnswer::Ask(second) = lookup.take(&Input::Press(desk.press("b")), &desk.ctx())
        else {
            panic!("typing asks")
        };
        let late = Input::Reply(ticket(&first), Ok(json!(["OLD"])));
        assert_eq!(lookup.take(&late, &desk.ctx()), LookupAnswer::Ignored);
        let reply = Input::Reply(ticket(&second), Ok(json!(["1001", "1002", "1003"])));
        assert_eq!(lookup.take(&reply, &desk.ctx()), LookupAnswer::Consumed);
        // An arrow leaves the line that is typed in.
        lookup.take(&Input::Press(desk.press("Down")), &desk.ctx());
        let chosen = lookup.take(&Input::Press(desk.press("2")), &desk.ctx());
        assert!(matches!(chosen, LookupAnswer::Chosen(hit) if hit.id == "1002"));
        let chosen = lookup.take(&Input::Press(desk.press("Enter")), &desk.ctx());
        assert!(matches!(chosen, LookupAnswer::Chosen(hit) if hit.id == "1001"));
        assert_eq!(
            lookup.take(&Input::Press(desk.press("Esc")), &desk.ctx()),
            LookupAnswer::Cancelled
        );
        let (buffer, _) = drawn(60, 15, |frame, area| lookup.draw(frame, area, &desk.look));
        insta::assert_snapshot!(text_of(&buffer));
    }

    #[test]
    fn enter_ahead_of_the_answer_takes_the_first_hit() {
        let desk = Desk::new(Lang::Zh);
        let (mut lookup, ask) = Lookup::open(Box::new(Products), "bxg", &desk.ctx());
        let enter = Input::Press(desk.press("Enter"));
        assert_eq!(lookup.take(&enter, &desk.ctx()), LookupAnswer::Consumed);
        assert!(lookup.holds_keys());
        let reply = Input::Reply(ticket(&ask), Ok(json!(["1001", "1002"])));
        let chosen = lookup.take(&reply, &desk.ctx());
        assert!(matches!(chosen, LookupAnswer::Chosen(hit) if hit.id == "1001"));
        assert!(!lookup.holds_keys());
    }

    #[test]
    fn a_code_of_digits_can_be_typed() {
        let desk = Desk::new(Lang::Zh);
        let (mut lookup, _) = Lookup::open(Box::new(Products), "", &desk.ctx());
        for press in desk.typed("1001") {
            let answer = lookup.take(&Input::Press(press), &desk.ctx());
            let LookupAnswer::Ask(ask) = answer else {
                panic!("{answer:?}")
            };
            lookup.take(
                &Input::Reply(ticket(&ask), Ok(json!(["1001", "1002"]))),
                &desk.ctx(),
            );
        }
        assert_eq!(lookup.typed.value(), "1001");
    }
}
