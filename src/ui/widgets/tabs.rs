//! The pages of a screen by number; the chosen one stands in brackets.

use ratatui::text::{Line, Span};

use crate::ui::base::Look;

/// The pages in a line.
pub fn line<'a>(names: impl Iterator<Item = &'a str>, at: usize, look: &Look) -> Line<'static> {
    let page = |(n, name): (usize, &str)| {
        if n == at {
            Span::styled(format!("[{}{name}]", n + 1), look.theme.title())
        } else {
            Span::raw(format!(" {}{name} ", n + 1))
        }
    };
    names.enumerate().map(page).collect::<Vec<_>>().into()
}
