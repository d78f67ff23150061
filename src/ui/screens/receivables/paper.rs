//! A statement or letter read on the screen, and copied as text.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use serde_json::Value;

use crate::ui::base::{Action, Look, Press};
use crate::ui::widgets::order_card::read::{self, text};
use crate::ui::widgets::scroll::Scroll;
use crate::words::Lang;
use crate::words::money::ENTRIES;
use crate::words::width::Ruler;

/// The paper.
pub struct Paper {
    /// What stands in line 1.
    pub title: String,
    lines: Vec<String>,
    scroll: std::cell::Cell<(Scroll, usize)>,
}

impl Paper {
    /// A paper with its text.
    fn new(title: String, lines: Vec<String>) -> Self {
        Self {
            title,
            lines,
            scroll: std::cell::Cell::default(),
        }
    }

    /// A letter.
    pub fn letter(answer: &Value, lang: Lang) -> Self {
        let text = lang.letter(&answer["letter"]);
        let title = text.lines().next().unwrap_or_default().to_owned();
        Self::new(title, text.lines().map(str::to_owned).collect())
    }

    /// A statement.
    pub fn statement(answer: &Value, lang: Lang) -> Self {
        let name = text(answer, "customer_name");
        let (from, to) = (text(answer, "from"), text(answer, "to"));
        let mut lines = vec![
            lang.statement_head(&name, &text(answer, "customer")),
            lang.statement_period(&from, &to),
        ];
        let open = answer["by"] == "open";
        if !open {
            lines.push(lang.statement_opening(&text(answer, "opening")));
        }
        lines.push(String::new());
        lines.push(columns([
            lang.money_col_date(),
            lang.money_col_paper(),
            if open {
                lang.money_due_short()
            } else {
                lang.statement_what()
            },
            lang.statement_debit(),
            lang.statement_credit(),
            lang.statement_balance(),
        ]));
        lines.extend(read::rows(answer, "rows").iter().map(|row| {
            let what = if open {
                text(row, "due")
            } else {
                let goods = text(row, "name");
                if goods.is_empty() {
                    lang.word(ENTRIES, &text(row, "text"))
                } else {
                    format!("{goods} {}", text(row, "qty"))
                }
            };
            columns([
                &text(row, "date"),
                &text(row, "number"),
                &what,
                &blank_zero(&text(row, "debit")),
                &blank_zero(&text(row, "credit")),
                &text(row, "balance"),
            ])
        }));
        lines.push(String::new());
        lines.push(lang.statement_sums(&text(answer, "debit"), &text(answer, "credit")));
        lines.push(lang.statement_closing(&text(answer, "closing"), &text(answer, "in_words")));
        let deposits = blank_zero(&text(answer, "deposits"));
        if !deposits.is_empty() {
            lines.push(lang.statement_deposits(&deposits));
        }
        lines.extend([String::new(), lang.statement_answer().to_owned()]);
        Self::new(lang.statement_title().to_owned(), lines)
    }

    /// What everybody owed at the end of a day, by age.
    pub fn ageing(answer: &Value, lang: Lang) -> Self {
        let rows = read::rows(answer, "rows");
        let heads = [
            lang.money_col_code(),
            lang.money_age_not_due(),
            "1-30",
            "31-60",
            "61-90",
            "91-180",
            ">180",
            lang.money_col_owed(),
        ];
        let mut lines = vec![String::new()];
        lines.extend(ages_lines(heads.map(str::to_owned)));
        let line = |row: &Value, whose: &str| ages_lines(ages_of(row, whose));
        lines.extend(
            rows.iter()
                .filter(|row| {
                    ages_of(row, "")
                        .iter()
                        .any(|cell| !matches!(cell.as_str(), "" | "0.00"))
                })
                .flat_map(|row| line(row, &text(row, "customer"))),
        );
        lines.extend(line(&answer["total"], lang.money_total()));
        let all = text(&answer["total"], "balance");
        lines[0] = lang.money_ageing_sums(&text(answer, "as_of"), &all);
        Self::new(lang.money_ageing().to_owned(), lines)
    }

    /// The text as it is copied.
    pub fn text(&self) -> String {
        self.lines.join("\n")
    }

    /// Scrolls; tells whether the key was for that.
    pub fn press(&self, press: &Press) -> bool {
        let (mut scroll, height) = self.scroll.get();
        let page = isize::try_from(height).unwrap_or(1);
        let rows = match press.action {
            Some(Action::Up) => -1,
            Some(Action::Down) => 1,
            Some(Action::PageUp) => -page,
            Some(Action::PageDown) => page,
            Some(Action::First) => isize::MIN / 2,
            Some(Action::Last) => isize::MAX / 2,
            _ => return false,
        };
        scroll.by(rows, height, self.lines.len());
        self.scroll.set((scroll, height));
        true
    }

    /// Draws the part that fits.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let height = usize::from(area.height.saturating_sub(1));
        let (scroll, _) = self.scroll.get();
        self.scroll.set((scroll, height));
        let shown = scroll.range(height, self.lines.len());
        let mut rows = area.rows();
        for (line, row) in self.lines[shown].iter().zip(rows.by_ref().take(height)) {
            let text = look.pad(line, usize::from(row.width).saturating_sub(2));
            frame.render_widget(Line::from(format!("  {text}")), row);
        }
        let foot = Rect {
            y: area.bottom().saturating_sub(1),
            height: 1.min(area.height),
            ..area
        };
        let hint = look.pad(look.lang.money_paper_hint(), foot.width.into());
        frame.render_widget(Line::styled(hint, look.theme.dim()), foot);
    }
}

fn blank_zero(amount: &str) -> String {
    if amount == "0.00" {
        String::new()
    } else {
        amount.to_owned()
    }
}

/// The cells of a row of the ageing.
fn ages_of(row: &Value, whose: &str) -> [String; 8] {
    let names = [
        "", "not_due", "d1_30", "d31_60", "d61_90", "d91_180", "over_180", "balance",
    ];
    names.map(|name| match name {
        "" => whose.to_owned(),
        "balance" => text(row, name),
        age => blank_zero(&text(row, age)),
    })
}

/// A customer, six ages and what is owed, in 78 cells; a long code stands on a line of its own.
fn ages_lines([code, ages @ ..]: [String; 8]) -> Vec<String> {
    let ruler = Ruler::default();
    let fits = ruler.width(&code) <= 7;
    let mut numbers = ruler.pad(if fits { &code } else { "" }, 7);
    for (at, age) in ages.iter().enumerate() {
        numbers.push_str(&ruler.pad_left(age, if at == 6 { 11 } else { 10 }));
    }
    let above = (!fits).then_some(code);
    above.into_iter().chain([numbers]).collect()
}

/// Six columns of 76 cells, the last three of numbers.
fn columns(cells: [&str; 6]) -> String {
    let ruler = Ruler::default();
    let [date, number, what, debit, credit, balance] = cells;
    let texts = [(date, 10), (number, 16), (what, 14)];
    let numbers = [(debit, 10), (credit, 10), (balance, 11)];
    let texts = texts.map(|(text, cells)| ruler.pad(&ruler.shorten(text, cells), cells));
    let numbers = numbers.map(|(text, cells)| ruler.pad_left(text, cells));
    format!("{} {}", texts.join(" "), numbers.join(" "))
}
