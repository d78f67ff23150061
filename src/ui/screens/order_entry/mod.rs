//! Order entry: head, lines, what the office says about them, saving and submitting.
//!
//! Invariants: nothing typed is lost, whatever the office answers; nothing typed waits for prices,
//! stock or credit; the order of the fields never changes.

mod choices;
mod clash;
mod conflict;
mod facts;
mod gaps;
mod goods;
mod head;
mod head_values;
mod history;
mod lines;
mod looked_up;
mod marks;
mod message;
mod others;
mod outcome;
mod pasting;
mod patterns;
mod pieces;
mod price_box;
mod quick;
mod quote;
mod quoting;
mod replies;
mod save;
mod sheet;
mod shelf;
mod size_table;
mod sizes;
mod sources;
#[cfg(test)]
mod tests;
mod text_box;
mod thrown;
mod undo;
mod update;
mod view;
mod view_head;
mod view_lines;
mod view_outcome;
mod view_side;
mod view_sizes;

use std::collections::{BTreeMap, VecDeque};

use ratatui::Frame;
use ratatui::layout::Rect;
use serde_json::{Value, json};

use crate::ui::base::{
    Action, Answer, Ctx, Effect, HelpPart, Input, Look, Opening, Screen, ScreenKind, Ticket, Tone,
};
use crate::ui::widgets::line_text::Quick;
use crate::ui::widgets::{Dialog, Lookup};

use clash::Clash;
use facts::Facts;
use message::item::Item;
use quote::Quotes;
use sheet::Sheet;
use size_table::SizeTable;
use text_box::TextBox;

/// Where the keys go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Focus {
    Head,
    Lines,
}

/// What a look-up is for.
#[derive(Debug, Clone)]
enum Target {
    Customer,
    Warehouse,
    Code {
        line: usize,
        quick: Quick,
    },
    /// A template or an earlier order.
    Pattern,
}

/// What a dialog asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    /// Draft or submit.
    Save,
    /// A value of this head field.
    Field(&'static str),
    /// Which address of before.
    Address,
    /// Which parked order.
    Parked,
    /// Whether what is on the desk is thrown away.
    Discard,
    /// Whether this parked order is, the newest being 0.
    DiscardParked(usize),
    /// What becomes of changes to an order that somebody else has handed in.
    OutOfReach,
}

/// What a text is wanted for.
#[derive(Debug, Clone)]
enum Purpose {
    /// Why this line's price.
    Reason { line: usize },
    /// Why it is no duplicate.
    Answer { check: String },
    /// What the lines are to be kept as.
    Template,
}

/// What lies over the form.
#[derive(Default)]
enum Over {
    #[default]
    Nothing,
    Lookup(Box<Lookup>, Target),
    Choice(Dialog, Choice),
    Text(TextBox, Purpose),
    /// The price of a product; any key closes it, and what is typed goes on into the line.
    Prices(String),
    /// Colours and sizes of a style.
    Sizes(Box<SizeTable>),
    /// What somebody else and the clerk both changed.
    Clash(Box<Clash>),
}

/// Why pasted goods are no product.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Unclear {
    /// So many products answer to them.
    Several(usize),
    /// These words are of none.
    Unread(String),
}

/// A question the next key has to wait for.
#[derive(Debug, Clone)]
enum Waiting {
    Customer(String),
    Warehouse(String),
    Code {
        line: usize,
        quick: Quick,
    },
    /// Colours and sizes of this style.
    Style(String),
    /// The order as this person changed it meanwhile.
    Theirs(String),
    LastOrders,
    LastOrder(String),
    /// Lines are being kept as a template.
    Template,
    Load,
}

/// What goes on once what is typed is understood.
#[derive(Debug, Clone, Copy)]
enum Then {
    /// Saving; true to submit.
    Save(bool),
    /// The prices of this line.
    Prices(usize),
    /// The size table of its style.
    Sizes(usize),
}

/// An order thrown away.
#[derive(Debug)]
enum Thrown {
    /// The one on the desk, with its steps, and where the keys went.
    Desk(Box<Sheet>, Focus),
    /// One of those put aside, and its place among them.
    Parked(usize, Value),
}

/// A command under way.
#[derive(Debug)]
struct Saving {
    ticket: Ticket,
    /// Whether the order is to be handed in.
    submit: bool,
    /// Whether this command hands it in.
    handing_in: bool,
    /// The place in the grid of each line that was sent.
    places: Vec<usize>,
}

/// The screen.
pub struct OrderEntry {
    sheet: Sheet,
    facts: Facts,
    /// What promotions make of the lines.
    quotes: Quotes,
    focus: Focus,
    over: Over,
    waiting: Option<(Ticket, Waiting)>,
    /// What was asked for and goes on once a look-up or a reason is there.
    then: Option<Then>,
    /// A draft was to be saved when somebody else's version came in the way.
    draft_wished: bool,
    saving: Option<Saving>,
    /// Keys typed while a command was under way.
    ahead: VecDeque<Input>,
    /// Orders put aside, the newest last.
    shelf: Vec<Value>,
    /// Pasted goods that are being looked for, and the words that are left for it.
    matching: BTreeMap<Ticket, (Item, Vec<String>)>,
    /// Pasted goods that no single product answers to, and why.
    unclear: BTreeMap<String, Unclear>,
    /// How many lines the message pasted last became and what it said beside, as a sentence, until a line is typed.
    pasted: Option<(usize, String)>,
    /// Goods that were not found; confirmed again they stay as they are.
    kept: String,
    /// The line whose goods stand in another one, until its quantity goes there.
    adding: Option<usize>,
    /// The way out of the last refusal, until the next save.
    advice: String,
    /// The order to load when shown first.
    subject: Option<String>,
    /// An order of the office that was just laid on the desk.
    opened: Option<String>,
    /// A draft was picked up and has not been asked about.
    fresh: bool,
    /// What became of the order handed in last.
    outcome: Option<outcome::Outcome>,
    /// What was typed before undo took the last of it away; parked until something else is typed.
    undone: Option<Value>,
    /// What was typed before the first of several steps back.
    before_undo: Option<Value>,
    /// What was thrown away last.
    thrown: Option<Thrown>,
    /// Nothing was done since.
    just_thrown: bool,
}

/// What several windows had parked, the newest first, as one window parks it.
pub fn joined(forms: Vec<Value>) -> Value {
    let mut current = Value::Null;
    let mut shelf: Vec<Value> = Vec::new();
    for mut form in forms {
        let mut part = |name: &str| form.get_mut(name).map(Value::take).unwrap_or_default();
        let typed = part("current");
        let aside = match part("shelf") {
            Value::Array(aside) => aside,
            _ => Vec::new(),
        };
        // The newest of the shelf stands last, the order that was on the desk above it.
        let mut older = aside;
        if current.is_null() {
            current = typed;
        } else if typed.is_object() {
            older.push(typed);
        }
        older.append(&mut shelf);
        shelf = older;
    }
    as_parked(&current, &shelf)
}

/// What is on the desk and what was put aside as it is kept, with the orders of the office that
/// others see as being edited.
fn as_parked(current: &Value, shelf: &[Value]) -> Value {
    let all = std::iter::once(current).chain(shelf);
    let edits: Vec<_> = all
        .filter_map(|draft| draft["saved"]["order"].as_str())
        .collect();
    json!({ "current": current, "shelf": shelf, "edits": edits })
}

impl OrderEntry {
    /// Opens with what was parked, or for an order of the office.
    pub fn new(opening: &Opening) -> Self {
        let parked = opening.parked.clone().unwrap_or_default();
        let mut shelf = parked["shelf"].as_array().cloned().unwrap_or_default();
        let mut current = Some(&parked["current"]).filter(|draft| draft.is_object());
        if opening.subject.is_some()
            && let Some(draft) = current.take()
        {
            shelf.push(draft.clone());
        }
        let fresh = current.is_some();
        let sheet = current.map(Sheet::from_draft).unwrap_or_default();
        Self {
            sheet,
            facts: Facts::default(),
            quotes: Quotes::default(),
            focus: Focus::Head,
            over: Over::Nothing,
            waiting: None,
            then: None,
            draft_wished: false,
            saving: None,
            ahead: VecDeque::new(),
            shelf,
            matching: BTreeMap::new(),
            unclear: BTreeMap::new(),
            pasted: None,
            kept: String::new(),
            advice: String::new(),
            subject: opening.subject.clone(),
            opened: None,
            fresh,
            outcome: None,
            undone: None,
            before_undo: None,
            adding: None,
            thrown: None,
            just_thrown: false,
        }
    }

    /// Keeps what is typed, at once.
    fn keep(&self, out: &mut Vec<Effect>) {
        out.push(Effect::Park(self.park()));
    }

    /// What is on the desk, with the place where typing is to go on.
    fn kept(&self) -> Value {
        let mut kept = self.sheet.kept();
        if self.focus == Focus::Head {
            kept["field"] = json!(self.sheet.form.focused());
        }
        kept
    }

    /// Puts another order on the desk.
    fn lay_down(&mut self, sheet: Sheet) {
        self.sheet = sheet;
        self.undone = None;
        self.before_undo = None;
        self.thrown = None;
        self.focus = Focus::Head;
        if self.sheet.form.typing().is_none() && !self.sheet.left_in_head {
            self.sheet.form.go_to("customer");
        }
        self.over = Over::Nothing;
        self.then = None;
        self.matching.clear();
        self.unclear.clear();
        self.pasted = None;
        self.kept.clear();
        self.adding = None;
        self.advice.clear();
    }

    /// Goes to the lines: to the last one, where typing goes on.
    fn turn_to_lines(&mut self) {
        self.focus = Focus::Lines;
        let (line, column) = self.sheet.grid.at();
        if self.sheet.grid.typing().is_none() {
            self.sheet.grid.go(line, column);
        }
    }

    /// Goes where typing is to go on in an order that was picked up.
    fn turn_to_typing(&mut self) {
        let in_head = self.sheet.left_in_head || self.sheet.form.typing().is_some();
        if !in_head && !lines::cells(&self.sheet.grid).is_empty() {
            self.turn_to_lines();
        }
    }

    /// The first question when the screen is seen, and those whose answers are old.
    fn shown(&mut self, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        self.facts.age();
        self.quotes.age();
        if let Some(order) = self.subject.take() {
            self.load(order, ctx, out);
        } else if std::mem::take(&mut self.fresh) {
            self.know_buyer();
            out.push(Effect::Tell(
                Tone::Plain,
                ctx.look.lang.entry_picked_up().to_owned(),
            ));
            self.turn_to_typing();
        }
        self.ask_buyer(ctx, out);
        self.ask(ctx, out);
    }
}

impl Screen for OrderEntry {
    fn kind(&self) -> ScreenKind {
        ScreenKind::OrderEntry
    }

    fn crumb(&self, _: &Look) -> String {
        let number = self
            .sheet
            .saved
            .as_ref()
            .map_or("", |saved| saved.order.as_str());
        format!("{number} {}", self.sheet.name).trim().to_owned()
    }

    fn update(&mut self, input: Input, ctx: &Ctx<'_>) -> Answer {
        let mut out = Vec::new();
        let taken = match &input {
            Input::Reply(ticket, reply) => self.reply(*ticket, reply, ctx, &mut out),
            Input::Shown => {
                self.shown(ctx, &mut out);
                true
            }
            Input::Changed => {
                self.facts.age();
                self.quotes.age();
                self.ask_buyer(ctx, &mut out);
                self.ask(ctx, &mut out);
                true
            }
            Input::Press(_) | Input::Paste(_) => self.typed(&input, ctx, &mut out),
        };
        self.sheet.note_steps();
        if taken || !out.is_empty() {
            out.into()
        } else {
            Answer::Ignored
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        self.draw_all(frame, area, look);
    }

    fn goods(&self) -> Option<String> {
        let line = self.line_spoken_of().filter(|_| self.focus == Focus::Lines);
        line.map(|line| line.cells[0].value().to_owned())
    }

    fn help_part(&self) -> HelpPart {
        match self.over {
            Over::Sizes(_) => HelpPart::Sizes,
            Over::Clash(_) => HelpPart::Clash,
            _ => HelpPart::Screen,
        }
    }

    fn boxed(&self) -> bool {
        !matches!(self.over, Over::Nothing | Over::Prices(_))
    }

    fn digits_choose(&self) -> bool {
        self.boxed() && !matches!(self.over, Over::Sizes(_))
    }

    fn actions(&self) -> Vec<Action> {
        let mut all = vec![Action::Submit, Action::Lookup, Action::CopyLast];
        if !self.shelf.is_empty() {
            all.push(Action::PickUp);
        }
        all.push(Action::Patterns);
        all.push(Action::New);
        if self.focus == Focus::Lines {
            all.extend([
                Action::DeleteLine,
                Action::Deals,
                Action::Sizes,
                Action::InsertLine,
                Action::RepeatLine,
                Action::KeepPattern,
            ]);
        }
        all.extend([Action::Undo, Action::Redo, Action::Discard]);
        if self.at_hand().is_some() {
            all.push(Action::History);
        }
        all
    }

    fn park(&self) -> Option<Value> {
        let current = self.sheet.is_unsaved().then(|| self.kept());
        let current = self.undone.clone().or(current);
        if current.is_none() && self.shelf.is_empty() {
            return None;
        }
        Some(as_parked(&current.unwrap_or_default(), &self.shelf))
    }

    fn unsaved(&self) -> bool {
        self.sheet.is_unsaved()
    }

    fn rests(&self) -> bool {
        // What undo alone took away comes back with the draft.
        self.unsaved() && self.undone.is_none()
    }

    fn holds_keys(&self) -> bool {
        let looking = matches!(&self.over, Over::Lookup(lookup, _) if lookup.holds_keys());
        self.waiting.is_some() || looking
    }
}
