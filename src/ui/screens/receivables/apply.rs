//! Money put against invoices by keyboard: receipts on the left, invoices on the right, and what is
//! left of the receipt as it goes.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use serde_json::{Value, json};

use crate::domain::{Day, Money};
use crate::ui::base::{Action, Command, Ctx, Effect, Key, Look, Press, Ticket, Tone};
use crate::ui::widgets::order_card::read::text;
use crate::ui::widgets::{Field, Kind, Took, field_draw, scroll};
use crate::words::Lang;

/// Cells of the left half.
const LEFT: u16 = 30;
/// Cells of an amount.
const AMOUNT: usize = 12;

/// What the lists made of a key.
pub enum Applied {
    /// Not for them.
    Ignored,
    /// Nothing further.
    Consumed,
    /// Say this.
    Say(Effect),
    /// Send it.
    Send(Effect),
    /// Back to the open items.
    Leave,
}

/// A receipt or invoice with what is open on it.
#[derive(Debug, Clone)]
struct Paper {
    number: String,
    day: String,
    open: Money,
    version: Option<i64>,
    note: bool,
    late: bool,
}

/// Both lists.
pub struct Applying {
    receipts: Vec<Paper>,
    invoices: Vec<Paper>,
    /// How much of the receipt goes to each invoice.
    parts: Vec<Money>,
    receipt: usize,
    invoice: usize,
    /// The cursor stands on the right.
    right: bool,
    /// The amount that is being typed.
    typing: Option<Field>,
    /// The command whose answer is awaited.
    pub sent: Option<Ticket>,
}

fn papers(rows: &[Value], day: &str, today: Day) -> Vec<Paper> {
    rows.iter()
        .filter_map(|row| {
            let due = text(row, day);
            Some(Paper {
                number: text(row, "number"),
                open: text(row, "open").parse().ok()?,
                version: row["version"].as_i64(),
                note: row["note"] == true,
                late: due.parse::<Day>().is_ok_and(|due| due < today),
                day: due,
            })
        })
        .collect()
}

impl Applying {
    /// The lists, with the cursor on this receipt if it is one of them; none without money or debt.
    pub fn new(
        receipts: &[Value],
        invoices: &[Value],
        at: Option<&str>,
        today: Day,
    ) -> Option<Self> {
        let receipts = papers(receipts, "received_on", today);
        let invoices = papers(invoices, "due_on", today);
        if receipts.is_empty() || invoices.is_empty() {
            return None;
        }
        let receipt = receipts
            .iter()
            .position(|paper| Some(paper.number.as_str()) == at);
        // An invoice under the cursor is the one that money is meant for.
        let invoice = invoices
            .iter()
            .position(|paper| Some(paper.number.as_str()) == at);
        Some(Self {
            parts: vec![Money::ZERO; invoices.len()],
            right: receipt.is_some() || receipts.len() == 1,
            receipt: receipt.unwrap_or(0),
            invoice: invoice.unwrap_or(0),
            receipts,
            invoices,
            typing: None,
            sent: None,
        })
    }

    /// What is left of the receipt.
    fn left(&self) -> Money {
        let given = Money::sum(self.parts.iter().copied());
        given
            .and_then(|given| self.receipts[self.receipt].open.sub(given))
            .unwrap_or(Money::ZERO)
    }

    /// Takes a key.
    pub fn press(&mut self, press: &Press, ctx: &Ctx<'_>) -> Applied {
        let lang = ctx.look.lang;
        if self.sent.is_some() {
            return Applied::Consumed; // the answer is on its way
        }
        if let Some(field) = &mut self.typing {
            match press.action {
                Some(Action::Back) => {
                    self.typing = None;
                    return Applied::Consumed;
                }
                Some(
                    Action::Accept
                    | Action::Apply
                    | Action::Submit
                    | Action::Up
                    | Action::Down
                    | Action::NextField
                    | Action::PrevField,
                ) => {
                    if let Some(fault) = self.settle(ctx) {
                        return Applied::Say(Effect::Tell(Tone::Bad, fault));
                    }
                    if press.action == Some(Action::Accept) {
                        self.step(true);
                        return Applied::Consumed;
                    }
                }
                _ => {
                    return match field.press(press) {
                        Took::Ignored => Applied::Ignored,
                        Took::Moved | Took::Edited => Applied::Consumed,
                    };
                }
            }
        }
        match press.action {
            Some(Action::Back) if self.right && self.receipts.len() > 1 => self.right = false,
            Some(Action::Back) => return Applied::Leave,
            Some(Action::NextField | Action::PrevField) => self.right = !self.right,
            Some(Action::Up) => self.step(false),
            Some(Action::Down) => self.step(true),
            Some(Action::First) => self.go(0),
            Some(Action::Last) => self.go(usize::MAX),
            Some(Action::Accept | Action::Mark) if !self.right => self.right = true,
            Some(Action::Accept | Action::Mark) => self.fill(),
            Some(Action::Apply | Action::Submit) => return self.send(ctx),
            _ if self.right && starts_amount(press) => {
                let mut field = Field::new(Kind::Money);
                field.press(press);
                self.typing = Some(field);
            }
            _ if press.key == Some(Key::plain(crate::ui::base::Code::Left)) => self.right = false,
            _ if press.key == Some(Key::plain(crate::ui::base::Code::Right)) => self.right = true,
            _ if press.typed().is_some() => {
                let told = lang.money_apply_hint().to_owned();
                return Applied::Say(Effect::Tell(Tone::Plain, told));
            }
            _ => return Applied::Ignored,
        }
        Applied::Consumed
    }

    fn step(&mut self, down: bool) {
        let at = if self.right {
            self.invoice
        } else {
            self.receipt
        };
        self.go(if down { at + 1 } else { at.saturating_sub(1) });
    }

    fn go(&mut self, to: usize) {
        if self.right {
            self.invoice = to.min(self.invoices.len() - 1);
        } else {
            let to = to.min(self.receipts.len() - 1);
            if to != self.receipt {
                // Other money: what the former one was meant for is no longer said.
                self.parts.fill(Money::ZERO);
            }
            self.receipt = to;
        }
    }

    /// As much as fits to the invoice under the cursor, or nothing if it has something already.
    fn fill(&mut self) {
        let there = self.parts[self.invoice];
        self.parts[self.invoice] = if there.is_zero() {
            self.left().min(self.invoices[self.invoice].open)
        } else {
            Money::ZERO
        };
        self.step(true);
    }

    /// Understands the amount typed; says what is wrong with it.
    fn settle(&mut self, ctx: &Ctx<'_>) -> Option<String> {
        let lang = ctx.look.lang;
        let field = self.typing.as_mut()?;
        if let Err(fault) = field.settle(ctx.today()) {
            return Some(fault.tell(lang, lang.money_col_amount()));
        }
        let amount = field.money().unwrap_or(Money::ZERO);
        let open = self.invoices[self.invoice].open;
        let before = self.parts[self.invoice];
        let most = self.left().add(before).unwrap_or(Money::ZERO).min(open);
        if amount < Money::ZERO || amount > most {
            return Some(lang.money_at_most(&most.to_string()));
        }
        self.parts[self.invoice] = amount;
        self.typing = None;
        None
    }

    fn send(&mut self, ctx: &Ctx<'_>) -> Applied {
        let receipt = &self.receipts[self.receipt];
        let to: Vec<Value> = self
            .invoices
            .iter()
            .zip(&self.parts)
            .filter(|(_, part)| !part.is_zero())
            .map(|(invoice, part)| json!({ "invoice": invoice.number, "amount": part }))
            .collect();
        if to.is_empty() {
            let told = ctx.look.lang.money_apply_hint().to_owned();
            return Applied::Say(Effect::Tell(Tone::Plain, told));
        }
        let paper = if receipt.note {
            "credit_note"
        } else {
            "receipt"
        };
        let with = json!({ paper: receipt.number, "to": to, "version": receipt.version });
        match Command::parse("receipt.apply", with) {
            Ok(command) => {
                let ticket = ctx.ticket();
                self.sent = Some(ticket);
                Applied::Send(Effect::Do(ticket, command))
            }
            Err(refusal) => {
                let told = ctx.look.lang.refusal(&refusal).text;
                Applied::Say(Effect::Tell(Tone::Bad, told))
            }
        }
    }

    /// Draws both lists.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let lang = look.lang;
        let mut rows = area.rows();
        let Some(head) = rows.next() else {
            return;
        };
        let receipt = &self.receipts[self.receipt];
        let told = lang.money_apply_head(
            &receipt.number,
            &receipt.open.to_string(),
            &self.left().to_string(),
        );
        let told = look.pad(&told, head.width.into());
        frame.render_widget(Line::styled(told, look.theme.title()), head);
        let body = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(2),
            ..area
        };
        let left = Rect {
            width: LEFT.min(body.width),
            ..body
        };
        let right = Rect {
            x: body.x + left.width,
            width: body.width - left.width,
            ..body
        };
        self.draw_receipts(frame, left, look);
        self.draw_invoices(frame, right, look);
        let foot = Rect {
            y: area.bottom().saturating_sub(1),
            height: 1,
            ..area
        };
        let hint = look.pad(lang.money_apply_hint(), foot.width.into());
        frame.render_widget(Line::styled(hint, look.theme.dim()), foot);
    }

    fn draw_receipts(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let mut rows = area.rows();
        if let Some(row) = rows.next() {
            let text = line(
                look,
                look.lang.money_receipts(),
                "",
                look.lang.money_col_open(),
            );
            frame.render_widget(Line::styled(format!(" {text}"), look.theme.title()), row);
        }
        let height = usize::from(area.height.saturating_sub(1));
        for (n, place) in scroll::window(self.receipt, height, self.receipts.len()).zip(rows) {
            let paper = &self.receipts[n];
            let here = n == self.receipt;
            // The receipt whose money is put against invoices stays marked while those have the keys.
            let pointer = match (here, self.right) {
                (true, false) => ">",
                (true, true) => "*",
                (false, _) => " ",
            };
            let text = line(look, &paper.number, "", &paper.open.to_string());
            let style = if here && !self.right {
                look.theme.cursor()
            } else {
                look.theme.plain()
            };
            frame.render_widget(Line::styled(format!("{pointer}{text}"), style), place);
        }
    }

    fn draw_invoices(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let lang = look.lang;
        let mut rows = area.rows();
        if let Some(row) = rows.next() {
            let text = line(
                look,
                lang.money_invoices(),
                lang.money_due_short(),
                lang.money_col_open(),
            );
            let text = format!(" {text} {}", look.pad_left(lang.money_applied(), AMOUNT));
            frame.render_widget(Line::styled(text, look.theme.title()), row);
        }
        let height = usize::from(area.height.saturating_sub(1));
        for (n, place) in scroll::window(self.invoice, height, self.invoices.len()).zip(rows) {
            let paper = &self.invoices[n];
            let here = self.right && n == self.invoice;
            let day = paper.day.get(5..).unwrap_or(&paper.day);
            let text = line(look, &paper.number, day, &paper.open.to_string());
            let part = self.parts[n];
            let part = if part.is_zero() {
                String::new()
            } else {
                part.to_string()
            };
            let pointer = if here { ">" } else { " " };
            let text = format!("{pointer}{text} {}", look.pad_left(&part, AMOUNT));
            let style = match (here, paper.late) {
                (true, _) => look.theme.cursor(),
                (false, true) => look.theme.tone(Tone::Warn),
                (false, false) => look.theme.plain(),
            };
            let cells = look.width(&text);
            frame.render_widget(Line::styled(text, style), place);
            if let Some(field) = self.typing.as_ref().filter(|_| here) {
                let width = u16::try_from(AMOUNT).unwrap_or(0);
                let x = u16::try_from(cells).unwrap_or(0).saturating_sub(width);
                let place = Rect {
                    x: place.x + x,
                    width,
                    ..place
                }
                .intersection(area);
                field_draw::draw(frame, place, field, true, look);
            }
        }
    }
}

/// Number, day, amount.
fn line(look: &Look, number: &str, day: &str, amount: &str) -> String {
    let day = if day.is_empty() {
        String::new()
    } else {
        format!("{} ", look.pad(day, 5))
    };
    format!(
        "{} {day}{}",
        look.pad(number, 16),
        look.pad_left(amount, AMOUNT - 1)
    )
}

/// Whether a key begins an amount: digits of either width, or a point.
fn starts_amount(press: &Press) -> bool {
    let narrow = |c: char| crate::domain::text::narrow(&c.to_string());
    press
        .typed()
        .is_some_and(|c| narrow(c).starts_with(|c: char| c.is_ascii_digit() || c == '.'))
}

/// What the answer to an application says.
pub fn told(value: &Value, lang: Lang) -> String {
    lang.money_apply_done(&text(value, "unapplied"))
}
