//! Codes on a sheet: the list of what fits, and the question whether a text is one when its field is left.
//!
//! Invariant: a text is asked about once; what the office does not know may stand after that has been said,
//! for the desk has the last word.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::ui::base::{Action, Ctx, Effect, Input, Look, Press, Reply, Tone};

use super::super::codes::{CodeList, Held};
use super::super::field::Fault;
use super::super::lookup::{Hit, Lookup, LookupAnswer};
use super::item::{Cell, Item};
use super::state::{Finding, Stage, Then};
use super::{Sheet, SheetAnswer};

/// What parts several codes, as a command takes them.
const PARTS: [char; 4] = [',', '，', '、', ';'];

/// The code that is typed last: its place in the text.
fn last_code(text: &str, held: Held) -> std::ops::Range<usize> {
    if !held.many {
        return 0..text.len();
    }
    let from = text.rfind(PARTS).map_or(0, |at| {
        at + text[at..].chars().next().map_or(1, char::len_utf8)
    });
    let blank = text[from..].len() - text[from..].trim_start().len();
    let from = from + blank;
    let to = text[from..]
        .find(['*', '/', ' '])
        .map_or(text.len(), |at| from + at);
    from..to
}

impl Sheet {
    /// Whether keys have to wait for an answer: for `Screen::holds_keys`.
    pub fn holds_keys(&self) -> bool {
        self.finding
            .as_ref()
            .is_some_and(|finding| match &finding.stage {
                Stage::Asked(_) => true,
                Stage::Listed(lookup) => lookup.holds_keys(),
            })
    }

    /// Whether the list of codes has the keys.
    pub fn lists(&self) -> bool {
        self.finding.is_some()
    }

    /// Whether an input is an answer that it asked for.
    pub fn expects(&self, input: &Input) -> bool {
        let (Some(finding), Input::Reply(ticket, _)) = (&self.finding, input) else {
            return false;
        };
        match &finding.stage {
            Stage::Asked(asked) => asked == ticket,
            Stage::Listed(lookup) => lookup.waits_for(*ticket),
        }
    }

    /// Opens the list of the field with the focus, or says that there is none.
    pub(super) fn list(&mut self, ctx: &Ctx<'_>) -> SheetAnswer {
        let lang = ctx.look.lang;
        let Some(item) = self.items.get(self.at) else {
            return SheetAnswer::Waiting;
        };
        let Some(held) = item.codes else {
            let told = match item.choices() {
                0 => lang.sheet_no_list(&item.label),
                count => lang.sheet_choose(count),
            };
            self.said = vec![(Tone::Warn, told)];
            return SheetAnswer::Waiting;
        };
        self.open_list(self.at, held, Then::Stay, ctx)
    }

    /// Opens the list where one chooses among codes, with a letter to look for.
    pub(super) fn list_by(&mut self, press: &Press, ctx: &Ctx<'_>) -> SheetAnswer {
        let codes = self.items.get(self.at).and_then(|item| item.codes);
        let Some(held) = codes else {
            return SheetAnswer::Waiting;
        };
        self.said.clear();
        self.open_list(self.at, held, Then::Stay, ctx);
        let answer = self.find_on(&Input::Press(*press), ctx);
        answer.unwrap_or(SheetAnswer::Waiting)
    }

    fn open_list(&mut self, at: usize, held: Held, then: Then, ctx: &Ctx<'_>) -> SheetAnswer {
        let item = &self.items[at];
        let text = match &item.cell {
            Cell::Text(_) => item.held(),
            Cell::Choice(_) => "", // all there are
        };
        let typed = &text[last_code(text, held)];
        let source = Box::new(CodeList::new(held.codes, ctx.look.lang));
        let (lookup, ask) = Lookup::open(source, typed, ctx);
        let stage = Stage::Listed(Box::new(lookup));
        self.finding = Some(Finding { at, then, stage });
        SheetAnswer::Ask(ask)
    }

    /// The question for a code that the office has not been asked about.
    pub(super) fn find_out(&mut self, at: usize, then: Then, ctx: &Ctx<'_>) -> Option<SheetAnswer> {
        let item = self.items.get(at).filter(|item| !item.hidden)?;
        let held = item.codes.filter(|held| !held.free && !held.many)?;
        let text = item.held();
        if text.is_empty() || text == item.known {
            return None;
        }
        let (ticket, query) = (ctx.ticket(), held.codes.query(text));
        let stage = Stage::Asked(ticket);
        self.finding = Some(Finding { at, then, stage });
        Some(SheetAnswer::Ask(Effect::Ask(ticket, query)))
    }

    /// An input while a code is being found.
    pub(super) fn find_on(&mut self, input: &Input, ctx: &Ctx<'_>) -> Option<SheetAnswer> {
        let mut finding = self.finding.take()?;
        let (at, then) = (finding.at, finding.then);
        let answer = match (&mut finding.stage, input) {
            (Stage::Asked(ticket), Input::Reply(of, reply)) if ticket == of => {
                return Some(self.found(at, then, reply, ctx));
            }
            (Stage::Asked(_), Input::Reply(..)) => SheetAnswer::Ignored,
            (Stage::Asked(_), _) if input.action() == Some(Action::Back) => {
                return Some(SheetAnswer::Waiting);
            }
            (Stage::Asked(_), _) => SheetAnswer::Waiting,
            (Stage::Listed(lookup), _) => match lookup.take(input, ctx) {
                LookupAnswer::Ignored => SheetAnswer::Ignored,
                LookupAnswer::Consumed => SheetAnswer::Waiting,
                LookupAnswer::Ask(ask) => SheetAnswer::Ask(ask),
                LookupAnswer::Cancelled => return Some(SheetAnswer::Waiting),
                LookupAnswer::Chosen(hit) => {
                    self.put(at, &hit);
                    return Some(self.go_on(at, then, ctx));
                }
            },
        };
        self.finding = Some(finding);
        Some(answer)
    }

    /// What fits is known: the one that was meant, several to choose from, or none.
    fn found(&mut self, at: usize, then: Then, reply: &Reply, ctx: &Ctx<'_>) -> SheetAnswer {
        let lang = ctx.look.lang;
        let Some((held, text)) = self.items.get(at).and_then(Item::code) else {
            return SheetAnswer::Waiting;
        };
        if reply.is_err() {
            // Who may not see the list may know the code.
            self.items[at].known = text;
            return self.go_on(at, then, ctx);
        }
        let hits = held.codes.hits(reply, &text, lang);
        let exact = hits
            .iter()
            .find(|hit| hit.id.to_lowercase() == text.to_lowercase());
        let meant = exact.or_else(|| hits.first().filter(|_| hits.len() == 1));
        if let Some(hit) = meant {
            self.put(at, hit);
            return self.go_on(at, then, ctx);
        }
        self.at = at;
        if !hits.is_empty() {
            return self.open_list(at, held, then, ctx);
        }
        let told = lang.sheet_not_found(&held.codes.name(lang), &text);
        if let Cell::Text(field) = &mut self.items[at].cell {
            field.blame(Fault::Said(told.clone()));
        }
        self.items[at].known = text;
        let way_out = lang.sheet_not_found_out(&self.list_key);
        self.say(vec![(Tone::Bad, told), (Tone::Plain, way_out)]);
        SheetAnswer::Waiting
    }

    /// Puts a code in as if it had been typed or chosen.
    fn put(&mut self, at: usize, hit: &Hit) {
        if let Some(Cell::Choice(choice)) = self.items.get_mut(at).map(|item| &mut item.cell) {
            let found = choice.options.iter().position(|(code, _)| *code == hit.id);
            if let Some(n) = found {
                let before = (choice.at, choice.settled);
                (choice.at, choice.settled) = (n, true);
                self.trail.chose(at, before);
            }
            return;
        }
        let Some((held, text)) = self.items.get(at).and_then(Item::code) else {
            return;
        };
        let mut whole = text.clone();
        whole.replace_range(last_code(&text, held), &hit.id);
        let here = std::mem::replace(&mut self.at, at);
        if whole != text {
            self.edited(|field| field.replace(&whole));
        }
        self.at = here;
        self.items[at].known = whole;
        self.said.clear();
    }

    fn go_on(&mut self, at: usize, then: Then, ctx: &Ctx<'_>) -> SheetAnswer {
        // What was to be sent is sent from where the cursor is.
        if then != Then::Finish {
            self.at = at;
        }
        match then {
            Then::Stay => SheetAnswer::Changed(self.items[at].id.clone()),
            Then::Next => self.step(true, ctx),
            Then::Accept => self.accept(ctx),
            Then::Finish => self.finish(ctx),
        }
    }

    /// Draws the list over the sheet.
    pub(in super::super) fn draw_list(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        if let Some(Stage::Listed(lookup)) = self.finding.as_ref().map(|finding| &finding.stage) {
            lookup.draw(frame, area, look);
        }
    }
}

impl Item {
    /// The codes it holds, and the text typed.
    fn code(&self) -> Option<(Held, String)> {
        Some((self.codes?, self.held().to_owned()))
    }
}
