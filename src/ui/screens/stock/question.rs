//! "Can I have 300 by Friday?": quantity, date, and what is answered.

use crate::desk::stock::query::{By, PromiseRow};
use crate::domain::{Day, Qty};
use crate::ui::base::{Action, Ctx, Effect, Press, Reply, Ticket, Tone};
use crate::ui::widgets::date_text::Lean;
use crate::ui::widgets::{Field, Kind, Took};
use crate::words::Lang;

use super::card::{self, ProductHit};

/// Which field is typed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// How many.
    Qty,
    /// By when.
    By,
}

/// What was asked, and what came.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The product.
    pub product: ProductHit,
    /// How many.
    pub qty: Qty,
    /// By when; `None` asks for the first day.
    pub by: Option<Day>,
    /// What can be promised, once it has come.
    pub row: Option<PromiseRow>,
}

/// What the question made of a key.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// Not for it.
    Ignored,
    /// Nothing further.
    Consumed,
    /// Back to the list.
    Leave,
    /// Ask or say this.
    Effect(Effect),
}

/// The question.
#[derive(Debug)]
pub struct Question {
    /// How many.
    pub qty: Field,
    /// By when.
    pub by: Field,
    /// The field typed in; `None` while the list is used.
    pub at: Option<At>,
    waiting: Option<Ticket>,
    /// What was asked last, for the product it was asked for.
    pub answer: Option<Answer>,
}

impl Question {
    /// Nothing asked yet.
    pub fn new() -> Self {
        Self {
            qty: Field::new(Kind::Qty),
            by: Field::new(Kind::Date(Lean::Ahead)),
            at: None,
            waiting: None,
            answer: None,
        }
    }

    /// Goes to the quantity, or past it if it was typed with the product already.
    pub fn begin(&mut self, qty: Option<&str>) {
        if let Some(qty) = qty.filter(|qty| *qty != self.qty.value()) {
            self.qty.set(qty);
            self.forget();
        }
        self.go(if qty.is_some() { At::By } else { At::Qty });
    }

    /// Another product, quantity or date: what was answered is no longer true.
    pub fn forget(&mut self) {
        self.answer = None;
        self.waiting = None;
    }

    fn go(&mut self, at: At) {
        self.at = Some(at);
        self.field().focus();
    }

    fn field(&mut self) -> &mut Field {
        match self.at {
            Some(At::By) => &mut self.by,
            _ => &mut self.qty,
        }
    }

    /// Puts pasted text into the field.
    pub fn paste(&mut self, text: &str) {
        self.field().paste(text);
        self.forget();
    }

    /// Takes a key while a field is typed in.
    pub fn press(&mut self, press: &Press, product: &ProductHit, ctx: &Ctx<'_>) -> Asked {
        let Some(at) = self.at else {
            return Asked::Ignored;
        };
        match (press.action, at) {
            (Some(Action::Back), _) | (Some(Action::Up | Action::PrevField), At::Qty) => {
                self.at = None;
                Asked::Leave
            }
            (Some(Action::Up | Action::PrevField), At::By) => {
                self.go(At::Qty);
                Asked::Consumed
            }
            (Some(Action::Accept | Action::NextField | Action::Down), At::Qty) => {
                match self.settle(ctx) {
                    None => {
                        self.go(At::By);
                        Asked::Consumed
                    }
                    Some(fault) => Asked::Effect(fault),
                }
            }
            (Some(Action::Accept | Action::Submit), _) => self.ask(product, ctx),
            _ => match self.field().press(press) {
                Took::Ignored => Asked::Ignored,
                Took::Moved => Asked::Consumed,
                Took::Edited => {
                    self.forget();
                    Asked::Consumed
                }
            },
        }
    }

    /// Understands what stands in the fields; gives what is wrong, the focus on it.
    fn settle(&mut self, ctx: &Ctx<'_>) -> Option<Effect> {
        let lang = ctx.look.lang;
        let by = self.at == Some(At::By);
        for at in [At::Qty, At::By].into_iter().take(1 + usize::from(by)) {
            let (field, label) = match at {
                At::Qty => (&mut self.qty, lang.stock_qty()),
                At::By => (&mut self.by, lang.stock_by()),
            };
            let fault = match field.settle(ctx.today()) {
                Err(fault) => fault.tell(lang, label),
                Ok(()) if at == At::Qty && field.qty().is_none_or(|qty| qty <= Qty::ZERO) => {
                    lang.field_needed(label)
                }
                Ok(()) => continue,
            };
            self.at = Some(at);
            return Some(Effect::Tell(Tone::Bad, fault));
        }
        None
    }

    fn ask(&mut self, product: &ProductHit, ctx: &Ctx<'_>) -> Asked {
        self.at = Some(At::By);
        if let Some(fault) = self.settle(ctx) {
            return Asked::Effect(fault);
        }
        let Some(qty) = self.qty.qty() else {
            return Asked::Consumed;
        };
        // The next date typed is another one.
        self.go(At::By);
        let ticket = ctx.ticket();
        self.waiting = Some(ticket);
        self.answer = Some(Answer {
            product: product.clone(),
            qty,
            by: self.by.day(),
            row: None,
        });
        Asked::Effect(Effect::Ask(ticket, card::promise(&product.code, Some(qty))))
    }

    /// Asks again what stands there: the office changed.
    pub fn again(&mut self, ctx: &Ctx<'_>) -> Option<Effect> {
        let answer = self.answer.as_ref()?;
        let ticket = ctx.ticket();
        self.waiting = Some(ticket);
        let query = card::promise(&answer.product.code, Some(answer.qty));
        Some(Effect::Ask(ticket, query))
    }

    /// Takes an answer; ignored if it is for somebody else.
    pub fn take(&mut self, ticket: Ticket, reply: &Reply, lang: Lang) -> Asked {
        if self.waiting.take_if(|wanted| *wanted == ticket).is_none() {
            return Asked::Ignored;
        }
        match reply {
            Ok(row) => {
                if let Some(answer) = &mut self.answer {
                    answer.row = serde_json::from_value(row.clone()).ok();
                }
                Asked::Consumed
            }
            Err(refusal) => {
                self.answer = None;
                let told = lang.refusal(refusal);
                Asked::Effect(Effect::Tell(Tone::Bad, told.text))
            }
        }
    }
}

impl Answer {
    /// The first day, and what covers it.
    fn earliest(&self) -> Option<(Day, By)> {
        let row = self.row.as_ref()?;
        Some((row.earliest?, row.by?))
    }

    /// The day that can be said: the one wished for if it is not too early.
    fn day(&self, earliest: Day) -> Day {
        self.by.map_or(earliest, |by| by.max(earliest))
    }

    /// Whether it can be had by the day wished for.
    fn in_time(&self, earliest: Day) -> bool {
        self.by.is_none_or(|by| earliest <= by)
    }

    /// What can be had by the day wished for, if that is too early for all of it.
    fn part(&self) -> Option<(Day, Qty)> {
        let by = self.by?;
        let steps = &self.row.as_ref()?.atp;
        let step = steps.iter().rfind(|step| step.date <= by)?;
        (step.qty > Qty::ZERO && step.qty < self.qty).then_some((by, step.qty))
    }

    /// The verdict as a line, with its tone.
    pub fn verdict(&self, lang: Lang) -> (Tone, String) {
        let Some((earliest, by)) = self.earliest() else {
            return (Tone::Plain, lang.stock_asking().to_owned());
        };
        let day = earliest.to_string();
        if self.in_time(earliest) {
            let text = match by {
                By::Stock => lang.stock_yes_stock(&day),
                By::Supply => lang.stock_yes_supply(&day),
                By::LeadTime => lang.stock_yes_lead(&day),
            };
            return (Tone::Good, text);
        }
        let text = match by {
            By::Stock => lang.stock_no_stock(&day),
            By::Supply => lang.stock_no_supply(&day),
            By::LeadTime => lang.stock_no_lead(&day),
        };
        (Tone::Warn, text)
    }

    /// What stands below the verdict.
    pub fn beside(&self, lang: Lang) -> String {
        let late = self
            .earliest()
            .is_some_and(|(earliest, _)| !self.in_time(earliest));
        let part = self.part().filter(|_| late).map(|(day, qty)| {
            let qty = self.amount(qty);
            lang.stock_by_then(&day.to_string(), &qty)
        });
        let mut parts: Vec<String> = part.into_iter().collect();
        parts.push(lang.stock_not_kept().to_owned());
        parts.join(lang.pick(";", "; "))
    }

    /// The reply to the customer; `None` while nothing has come.
    pub fn reply(&self, lang: Lang) -> Option<String> {
        let (earliest, _) = self.earliest()?;
        let name = format!("{} {}", self.product.name, self.product.spec);
        let (name, qty) = (name.trim(), self.amount(self.qty));
        let day = self.day(earliest).to_string();
        let mut parts = if self.in_time(earliest) {
            vec![lang.reply_yes(name, &qty, &day)]
        } else {
            let part = self.part();
            let part = part.map(|(day, n)| lang.reply_part(&day.to_string(), &self.amount(n)));
            std::iter::once(lang.reply_no(name, &qty, &day))
                .chain(part)
                .collect()
        };
        parts.push(lang.reply_open().to_owned());
        Some(parts.join(lang.pick("", " ")))
    }

    /// The day by which the reply names the whole quantity.
    pub fn named_day(&self) -> Option<String> {
        let (earliest, _) = self.earliest()?;
        Some(self.day(earliest).to_string())
    }

    fn amount(&self, qty: Qty) -> String {
        format!("{qty} {}", self.product.unit).trim().to_owned()
    }
}
