//! The paper that names the file for what shops want together.

use crate::ui::base::{Ticket, Tone};
use crate::ui::widgets::sheet::{Item, Sheet};
use crate::ui::widgets::{Field, Kind};
use crate::words::Lang;

/// The files are named, or being written.
pub(super) struct Saving {
    pub(super) sheet: Sheet,
    /// Files whose answer is not there yet.
    pub(super) open: Vec<Ticket>,
    pub(super) written: usize,
}

impl Saving {
    /// Nothing named yet.
    pub(super) fn new(lang: Lang) -> Self {
        let file = Item::field(
            "file",
            lang.platform_file(),
            Field::new(Kind::Text).with_limit(1_000),
        );
        let mut sheet = Sheet::new(lang.import_replies_title(), vec![file.needed()]);
        sheet.note(Tone::Plain, lang.import_replies_note());
        Self {
            sheet,
            open: Vec::new(),
            written: 0,
        }
    }
}
