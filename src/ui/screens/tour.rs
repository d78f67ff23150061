//! The tour of the practice office: six steps, each a thing to do on a real screen; what was begun is kept for
//! the person.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use serde_json::{Value, json};

use crate::ui::base::{
    Action, Answer, Ctx, Effect, Input, Look, Opening, Pasted, Press, Screen, ScreenKind, Tone,
};
use crate::ui::widgets::wrap;
use crate::words::Lang;
use crate::words::tour::STEPS;

/// Where each step is done.
const PLACES: [ScreenKind; 6] = [
    ScreenKind::OrderEntry,
    ScreenKind::Find,
    ScreenKind::Stock,
    ScreenKind::FollowUp,
    ScreenKind::Platforms,
    ScreenKind::Menu,
];

/// The tour.
#[derive(Debug)]
pub struct Tour {
    at: usize,
    begun: [bool; 6],
}

impl Tour {
    /// The tour at the first step that was not begun.
    pub fn new(opening: &Opening) -> Self {
        let kept = opening
            .parked
            .as_ref()
            .and_then(|kept| kept["begun"].as_array());
        let mut begun = [false; 6];
        for (step, kept) in begun.iter_mut().zip(kept.into_iter().flatten()) {
            *step = kept == true;
        }
        let at = begun.iter().position(|begun| !begun).unwrap_or(0);
        Self { at, begun }
    }

    fn press(&mut self, press: &Press, lang: Lang) -> Answer {
        if let Some(n) = press.digit().filter(|n| (1..=PLACES.len()).contains(n)) {
            self.at = n - 1;
            return self.begin(lang);
        }
        match press.action {
            Some(Action::Accept) => return self.begin(lang),
            Some(Action::Up | Action::PrevField) => {
                self.at = self.at.checked_sub(1).unwrap_or(PLACES.len() - 1);
            }
            Some(Action::Down | Action::NextField) => self.at = (self.at + 1) % PLACES.len(),
            Some(Action::Back) => return Effect::Close.into(),
            _ => return Answer::Ignored,
        }
        Answer::Consumed
    }

    /// Goes where the step is done and says once more what to type.
    fn begin(&mut self, lang: Lang) -> Answer {
        self.begun[self.at] = true;
        let (_, zh, en) = STEPS[self.at];
        let done = self.begun.iter().filter(|begun| **begun).count();
        let told = lang.tour_now(
            &(self.at + 1).to_string(),
            lang.pick(zh, en),
            &done.to_string(),
        );
        let here = self.at;
        self.at = (self.at + 1) % PLACES.len();
        let place = PLACES[here];
        let open = if place == ScreenKind::OrderEntry {
            // What was half typed is parked: the step begins with an empty order.
            Effect::NewFrom(place, Pasted::default())
        } else {
            Effect::Open(place)
        };
        vec![
            Effect::Park(self.park()),
            open,
            Effect::Tell(Tone::Plain, told),
        ]
        .into()
    }
}

impl Screen for Tour {
    fn kind(&self) -> ScreenKind {
        ScreenKind::Tour
    }

    fn crumb(&self, look: &Look) -> String {
        let done = self.begun.iter().filter(|begun| **begun).count();
        look.lang.tour_progress(&done.to_string())
    }

    fn update(&mut self, input: Input, ctx: &Ctx<'_>) -> Answer {
        match input {
            Input::Press(press) => self.press(&press, ctx.look.lang),
            Input::Shown | Input::Changed => Answer::Consumed,
            _ => Answer::Ignored,
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let mut rows = area.rows();
        let mut line = |text: &str, style| {
            if let Some(row) = rows.next() {
                frame.render_widget(Line::styled(look.pad(text, row.width.into()), style), row);
            }
        };
        line(look.lang.tour_intro(), look.theme.title());
        for (n, (title, zh, en)) in STEPS.iter().enumerate() {
            let (title_zh, title_en) = title.split_once('|').unwrap_or((title, title));
            let style = if n == self.at {
                look.theme.cursor()
            } else {
                look.theme.plain()
            };
            let pointer = if n == self.at { '>' } else { ' ' };
            let mark = if self.begun[n] { "[x]" } else { "[ ]" };
            line(
                &format!(
                    "{pointer}{} {mark} {}",
                    n + 1,
                    look.lang.pick(title_zh, title_en)
                ),
                style,
            );
            let cells = usize::from(area.width).saturating_sub(8);
            for told in wrap::lines(look.lang.pick(zh, en), cells, look) {
                line(&format!("        {told}"), look.theme.dim());
            }
        }
        line("", look.theme.plain());
        line(look.lang.tour_keys(), look.theme.dim());
    }

    fn digits_choose(&self) -> bool {
        true
    }

    fn actions(&self) -> Vec<Action> {
        Vec::new()
    }

    fn park(&self) -> Option<Value> {
        let any = self.begun.iter().any(|begun| *begun);
        any.then(|| json!({ "begun": self.begun }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::screens::live::Live;

    #[test]
    fn a_step_fits_the_two_rows_of_a_message() {
        for lang in Lang::ALL {
            for (n, (_, zh, en)) in STEPS.iter().enumerate() {
                let step = (n + 1).to_string();
                let told = lang.tour_now(&step, lang.pick(zh, en), &step);
                let rows = wrap::lines(&told, 80, &Look::new(lang));
                assert!(rows.len() <= 2, "{rows:?}");
            }
        }
    }

    #[test]
    fn six_steps_lead_to_the_screens_and_are_remembered() {
        for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
            let mut live = Live::new(lang);
            live.keys("Alt-U");
            insta::assert_snapshot!(format!("tour_80_{name}"), live.seen(80, 24));
            for place in PLACES {
                live.keys("Alt-U Enter");
                assert_eq!(live.on(), place);
            }
            live.keys("Alt-U");
            let seen = live.seen(80, 24);
            assert_eq!(seen.matches("[x]").count(), 6, "{seen}");
            live.keys("3");
            assert_eq!(live.on(), ScreenKind::Stock);
        }
    }
}
