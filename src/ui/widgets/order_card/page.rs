//! The page that the parts of an order are written on.

use ratatui::text::{Line, Span};

use crate::domain::Moment;
use crate::ui::base::{Look, Tone};
use crate::ui::widgets::wrap;

/// Keys that a way out names, as this person has them.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    /// Approves, with an override if it must be.
    pub approve: String,
    /// Sends back to sales.
    pub send_back: String,
    /// Everything that can be done.
    pub steps: String,
    /// Changes the order.
    pub edit: String,
}

/// Lines being collected for a width.
pub struct Page<'a> {
    /// The look.
    pub look: &'a Look,
    /// Cells of a line.
    pub cells: usize,
    /// Now, to tell what is late.
    pub now: Option<Moment>,
    /// Keys to name beside a way out.
    pub keys: Keys,
    /// The lines.
    pub lines: Vec<Line<'static>>,
    /// The lines at which a part begins.
    pub parts: Vec<usize>,
}

impl<'a> Page<'a> {
    /// An empty page.
    pub fn new(look: &'a Look, cells: usize, now: Option<Moment>) -> Self {
        Self {
            look,
            cells,
            now,
            keys: Keys::default(),
            lines: Vec::new(),
            parts: vec![0],
        }
    }

    /// A heading; a part begins with it.
    pub fn title(&mut self, text: &str) {
        self.parts.push(self.lines.len());
        let text = self.look.pad(text, self.cells);
        self.lines.push(Line::styled(text, self.look.theme.title()));
    }

    /// A sentence over as many lines as it takes; its tone has a sign in front.
    pub fn say(&mut self, tone: Tone, text: &str) {
        let style = self.look.theme.tone(tone);
        let told = format!("{}{text}", tone.sign());
        let broken =
            |indent: usize| wrap::lines(&told, self.cells.saturating_sub(indent), self.look);
        let mut lines = broken(2);
        if lines.len() > 1 {
            lines = broken(4); // the lines behind the first are indented further
        }
        for (n, line) in lines.into_iter().enumerate() {
            let indent = if n == 0 { "  " } else { "    " };
            self.lines.push(Line::from(vec![
                Span::raw(indent),
                Span::styled(line, style),
            ]));
        }
    }

    /// The same below a sentence, as a part of it.
    pub fn say_below(&mut self, text: &str) {
        for line in wrap::lines(text, self.cells.saturating_sub(4), self.look) {
            let line = self
                .look
                .ruler
                .shorten(&line, self.cells.saturating_sub(4))
                .into_owned();
            self.lines.push(Line::from(vec![
                Span::raw("    "),
                Span::styled(line, self.look.theme.dim()),
            ]));
        }
    }

    /// Parts on one line if they fit, else on several.
    pub fn flow(&mut self, parts: &[String]) {
        let mut line = String::new();
        for part in parts.iter().filter(|part| !part.is_empty()) {
            let gap = if line.is_empty() { "" } else { "  " };
            if self.look.width(&line) + self.look.width(part) + gap.len() > self.cells
                && !line.is_empty()
            {
                self.lines.push(Line::from(std::mem::take(&mut line)));
                line.clone_from(part);
            } else {
                line.push_str(gap);
                line.push_str(part);
            }
        }
        if !line.is_empty() {
            let line = self
                .look
                .ruler
                .shorten(&self.look.ruler.shown(&line), self.cells)
                .into_owned();
            self.lines.push(Line::from(line));
        }
    }
}
