//! What the stock screen makes of keys and answers.

use crate::desk::boards::masters::ProductsQuery;
use crate::domain::size;
use crate::ui::base::{Action, Answer, Ctx, Effect, Input, Press, Reply, Ticket, Tone};
use crate::ui::widgets::{Dialog, DialogAnswer, ListAnswer, Row, line_text};
use crate::words::Lang;

use super::Stock;
use super::card::{self, Gathering, ProductHit};
use super::deeds::{Deeds, Did};
use super::question::Asked;

/// Products of a list; whoever wants another one types a letter more.
const PRODUCTS: usize = 100;

impl Stock {
    pub(super) fn take(&mut self, input: Input, ctx: &Ctx<'_>) -> Answer {
        if let Some(answer) = self.take_deed(&input, ctx) {
            return answer;
        }
        match input {
            Input::Shown | Input::Changed => {
                let mut effects = vec![self.ask_products(ctx)];
                effects.extend(self.ask_card(ctx));
                effects.extend(self.question.again(ctx));
                effects.into()
            }
            Input::Reply(ticket, reply) => self.reply(ticket, &reply, ctx),
            Input::Paste(pasted) if self.question.at.is_some() => {
                self.question.paste(&pasted.text);
                Answer::Consumed
            }
            Input::Paste(pasted) => {
                let answer = self.list.paste(&pasted.text);
                self.listed(answer, ctx)
            }
            Input::Press(press) => self.press(&press, ctx),
        }
    }

    /// The menu or paper of the goods, while it is open.
    fn take_deed(&mut self, input: &Input, ctx: &Ctx<'_>) -> Option<Answer> {
        match self.deeds.as_mut()?.take(input, ctx) {
            Did::Ignored if matches!(input, Input::Press(_)) => Some(Answer::Ignored),
            Did::Ignored => None,
            Did::Open(effects) => Some(effects.into()),
            Did::Closed => {
                self.deeds = None;
                Some(Answer::Consumed)
            }
            Did::Done(text) => {
                self.deeds = None;
                let mut effects = vec![self.ask_products(ctx)];
                effects.extend(self.ask_card(ctx));
                effects.extend(self.question.again(ctx));
                effects.push(Effect::Tell(Tone::Good, text));
                Some(effects.into())
            }
        }
    }

    fn open_deeds(&mut self, ctx: &Ctx<'_>) -> Answer {
        let Some(code) = self.selected().map(|hit| hit.code.clone()) else {
            return Effect::Tell(Tone::Plain, ctx.look.lang.no_hits().to_owned()).into();
        };
        let (deeds, effects) = Deeds::open(&code, ctx);
        self.deeds = Some(deeds);
        effects.into()
    }

    fn press(&mut self, press: &Press, ctx: &Ctx<'_>) -> Answer {
        if self.copying.is_some() {
            return self.choose_reply(press, ctx.look.lang);
        }
        if press.action == Some(Action::Print) {
            return self.offer_reply(ctx.look.lang);
        }
        if press.action == Some(Action::Steps) {
            return self.open_deeds(ctx);
        }
        if self.question.at.is_some()
            && let Some(product) = self.selected().cloned()
        {
            let asked = self.question.press(press, &product, ctx);
            return self.asked(asked);
        }
        let as_opened = self.subject.as_deref() == Some(self.list.filter());
        if press.action == Some(Action::Back) && as_opened {
            return Answer::Ignored; // back to where it was opened from
        }
        if press.action == Some(Action::Accept) && self.asking.is_some() && self.fresh {
            self.eager = true; // the first of those that are on their way
            return Answer::Consumed;
        }
        let answer = self.list.press(press);
        self.listed(answer, ctx)
    }

    fn listed(&mut self, answer: ListAnswer, ctx: &Ctx<'_>) -> Answer {
        match answer {
            ListAnswer::Ignored => Answer::Ignored,
            ListAnswer::Filter(_) => {
                self.fresh = true;
                self.ask_products(ctx).into()
            }
            ListAnswer::Moved { .. } => self.ask_card_of_another(ctx).into(),
            ListAnswer::Open(_) => {
                self.question.begin(self.typed_qty().as_deref());
                Answer::Consumed
            }
            ListAnswer::Consumed | ListAnswer::Marked => Answer::Consumed,
        }
    }

    /// The quantity of `1001*300` in the filter.
    fn typed_qty(&self) -> Option<String> {
        line_text::read(self.list.filter())
            .qty
            .filter(|_| has_star(self.list.filter()))
    }

    fn ask_products(&mut self, ctx: &Ctx<'_>) -> Effect {
        let typed = self.list.filter();
        let text = if has_star(typed) {
            line_text::read(typed).code
        } else {
            typed.trim().to_owned()
        };
        let ticket = ctx.ticket();
        self.asking = Some(ticket);
        let query = ProductsQuery {
            text: Some(text).filter(|text| !text.is_empty()),
            style: None,
            customer: None,
            // One more than are shown tells whether there are more.
            limit: i64::try_from(PRODUCTS + 1).ok(),
            after: None,
        };
        Effect::Ask(ticket, query.into())
    }

    /// Asks for the card of the product under the cursor.
    fn ask_card(&mut self, ctx: &Ctx<'_>) -> Vec<Effect> {
        let Some(code) = self.selected().map(|hit| hit.code.clone()) else {
            self.card = None;
            self.gathering = None;
            return Vec::new();
        };
        let (gathering, effects) = Gathering::ask(&code, ctx);
        self.gathering = Some(gathering);
        effects
    }

    /// The same, unless it is the one that is there or on its way.
    fn ask_card_of_another(&mut self, ctx: &Ctx<'_>) -> Vec<Effect> {
        let code = self.selected().map(|hit| hit.code.as_str());
        let coming = self.gathering.as_ref().map(|g| g.card.product.as_str());
        let here = self.card.as_ref().map(|card| card.product.as_str());
        if code.is_some() && coming.or(here) == code {
            return Vec::new();
        }
        self.question.forget();
        self.ask_card(ctx)
    }

    fn reply(&mut self, ticket: Ticket, reply: &Reply, ctx: &Ctx<'_>) -> Answer {
        let lang = ctx.look.lang;
        if self.asking == Some(ticket) {
            self.asking = None;
            return self.products(reply, ctx);
        }
        if let Some(gathering) = &mut self.gathering
            && gathering.take(ticket, reply)
        {
            if gathering.is_whole() {
                self.card = self.gathering.take().map(|gathering| gathering.card);
            }
            return Answer::Consumed;
        }
        let asked = self.question.take(ticket, reply, lang);
        self.asked(asked)
    }

    fn asked(&mut self, asked: Asked) -> Answer {
        match asked {
            Asked::Ignored => Answer::Ignored,
            Asked::Consumed => Answer::Consumed,
            Asked::Effect(effect) => effect.into(),
            Asked::Leave => {
                self.list.select_filter();
                Answer::Consumed
            }
        }
    }

    /// The products have come.
    fn products(&mut self, reply: &Reply, ctx: &Ctx<'_>) -> Answer {
        let lang = ctx.look.lang;
        let eager = std::mem::take(&mut self.eager);
        if let Err(refusal) = reply {
            return Effect::Tell(Tone::Bad, lang.refusal(refusal).text).into();
        }
        self.hits = card::rows(reply);
        let cut = self.hits.len() > PRODUCTS;
        self.hits.truncate(PRODUCTS);
        // The one whose code was typed stays first.
        let fit = self.hits.iter().take_while(|hit| hit.rank == 0).count();
        size::arrange(&mut self.hits[fit..], ProductHit::variant);
        let rows = self.hits.iter().map(row).collect();
        if std::mem::take(&mut self.fresh) {
            self.list.replace(rows, None);
        } else {
            self.list.refresh(rows, None);
        }
        self.list.cut_short(cut);
        let effects = self.ask_card_of_another(ctx);
        if eager && self.selected().is_some() {
            self.question.begin(self.typed_qty().as_deref());
        } else if eager {
            return Effect::Tell(Tone::Plain, lang.no_hits().to_owned()).into();
        }
        effects.into()
    }

    fn offer_reply(&mut self, lang: Lang) -> Answer {
        let answer = self.question.answer.as_ref();
        let replies = Lang::ALL.map(|lang| answer.and_then(|answer| answer.reply(lang)));
        let mut choices: Vec<String> = replies.into_iter().flatten().collect();
        if choices.is_empty() {
            return Effect::Tell(Tone::Plain, lang.stock_no_answer_yes().to_owned()).into();
        }
        choices.push(lang.stock_keep_it().to_owned());
        let usual = usize::from(lang == Lang::En);
        self.copying = Some(Dialog::new(lang.stock_copy_which(), choices, usual));
        Answer::Consumed
    }

    fn choose_reply(&mut self, press: &Press, lang: Lang) -> Answer {
        let Some(dialog) = &mut self.copying else {
            return Answer::Ignored;
        };
        let chosen = dialog.press(press);
        if chosen != DialogAnswer::Waiting {
            self.copying = None;
        }
        let DialogAnswer::Chosen(n) = chosen else {
            return Answer::Consumed;
        };
        let Some(answer) = self.question.answer.as_ref() else {
            return Answer::Consumed;
        };
        if n >= Lang::ALL.len() {
            let (said, day) = (answer.reply(lang), answer.named_day());
            let (said, day) = (said.unwrap_or_default(), day.unwrap_or_default());
            self.deeds = Some(Deeds::keep(&answer.product.code, &said, &day, lang));
            return Answer::Consumed;
        }
        let text = Lang::ALL.get(n).and_then(|lang| answer.reply(*lang));
        let said = Effect::Tell(Tone::Good, lang.stock_copied().to_owned());
        text.map_or(Answer::Consumed, |text| {
            vec![Effect::Copy(text), said].into()
        })
    }
}

fn has_star(text: &str) -> bool {
    text.contains(['*', '×', '*'])
}

fn row(hit: &ProductHit) -> Row {
    Row {
        id: hit.code.clone(),
        cells: vec![
            hit.code.clone(),
            hit.name.clone(),
            hit.spec.clone(),
            hit.unit.clone(),
            hit.list_price
                .map_or_else(String::new, |price| price.to_string()),
            hit.free.to_string(),
        ],
        tone: Tone::Plain,
    }
}
