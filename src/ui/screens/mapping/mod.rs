//! What each column of a file is: its headings with the first rows beside them, a field chosen for
//! each, kept as the layout of a shop or of a customer's order sheets.

mod update;

#[cfg(test)]
mod tests;

use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use serde_json::Value;

use crate::desk::imports::profiles::{FIELDS, SHOP_FIELDS};
use crate::ui::base::{
    Action, Answer, Ctx, HelpPart, Input, Look, Opening, Screen, ScreenKind, Ticket, Tone,
};
use crate::ui::widgets::order_card::read::{rows, text};
use crate::ui::widgets::{Column, List, Row, Sheet, Width, list_draw, popup, sheet_draw};
use crate::words::Lang;
use crate::words::field_names::field_name;

/// Cells of the box of fields, and its rows.
const FIELD_BOX: (u16, u16) = (44, 20);

/// A column of the file.
struct Mapped {
    heading: String,
    values: String,
    /// What it seems to be in a shop's export, and in a customer's sheet.
    guesses: [Option<String>; 2],
    /// What it is.
    field: Option<String>,
}

/// The screen.
pub struct Mapping {
    file: String,
    columns: Vec<Mapped>,
    /// A customer's order sheet; else a shop's export.
    of_customer: bool,
    /// The customer the paper of the import names.
    customer: String,
    list: List,
    /// The fields to choose from.
    choosing: Option<List>,
    /// The name under which it is kept.
    naming: Option<Sheet>,
    sent: Option<Ticket>,
    /// Keys to name.
    keys: (String, String),
    height: Cell<usize>,
    box_height: Cell<usize>,
}

impl Mapping {
    /// The columns that the import read.
    pub fn new(opening: &Opening) -> Self {
        let told: Value = opening
            .subject
            .as_deref()
            .and_then(|subject| serde_json::from_str(subject).ok())
            .unwrap_or_default();
        let guess = |column: &Value, name: &str| column[name].as_str().map(str::to_owned);
        let column = |column: &Value| {
            let values: Vec<String> = rows(column, "values")
                .iter()
                .filter_map(|value| value.as_str().map(crate::words::fill::safe))
                .collect();
            Mapped {
                heading: text(column, "heading"),
                values: values.join(" / "),
                guesses: [guess(column, "shop"), guess(column, "customer")],
                field: None,
            }
        };
        let list = List::new(vec![
            Column::text(Lang::mapping_col_heading, Width::Rest(2)),
            Column::text(Lang::mapping_col_values, Width::Rest(3)),
            Column::text(Lang::mapping_col_field, Width::Cells(16)),
        ]);
        let customer = text(&told, "customer");
        let mut mapping = Self {
            file: text(&told, "file"),
            columns: rows(&told, "columns").iter().map(column).collect(),
            of_customer: !customer.is_empty(),
            customer,
            list,
            choosing: None,
            naming: None,
            sent: None,
            keys: Default::default(),
            height: Cell::new(15),
            box_height: Cell::new(10),
        };
        mapping.guess();
        mapping
    }

    /// Takes what each column seems to be.
    fn guess(&mut self) {
        let which = usize::from(self.of_customer);
        for column in &mut self.columns {
            column.field.clone_from(&column.guesses[which]);
        }
    }

    const fn fields(&self) -> &'static [&'static str] {
        if self.of_customer {
            FIELDS
        } else {
            SHOP_FIELDS
        }
    }

    /// The rows of the list. Headings may repeat, so that a row is known by its place.
    fn rows(&self, lang: Lang) -> Vec<Row> {
        let row = |(n, column): (usize, &Mapped)| Row {
            id: n.to_string(),
            cells: vec![
                column.heading.clone(),
                column.values.clone(),
                column
                    .field
                    .as_ref()
                    .map_or_else(String::new, |field| field_name(lang, field)),
            ],
            tone: if column.field.is_some() {
                Tone::Good
            } else {
                Tone::Plain
            },
        };
        self.columns.iter().enumerate().map(row).collect()
    }
}

impl Screen for Mapping {
    fn kind(&self) -> ScreenKind {
        ScreenKind::Mapping
    }

    fn crumb(&self, _: &Look) -> String {
        self.file.clone()
    }

    fn update(&mut self, input: Input, ctx: &Ctx<'_>) -> Answer {
        self.list.set_page(self.height.get().max(1));
        if let Some(fields) = &mut self.choosing {
            fields.set_page(self.box_height.get().max(1));
        }
        self.take(&input, ctx)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let lang = look.lang;
        let what = if self.of_customer {
            lang.mapping_customer()
        } else {
            lang.mapping_shop()
        };
        let top = Rect {
            height: 1.min(area.height),
            ..area
        };
        let told = lang.mapping_as(&self.file, what);
        frame.render_widget(Line::styled(told, look.theme.title()), top);
        let keys = Rect {
            y: area.bottom().saturating_sub(1),
            height: 1.min(area.height),
            ..area
        };
        let list = Rect {
            y: area.y + top.height,
            height: area.height.saturating_sub(3),
            ..area
        };
        self.height.set(list_draw::page(list.height).into());
        let mut shown = self.list.clone();
        shown.reword(self.rows(lang));
        let active = self.choosing.is_none() && self.naming.is_none();
        list_draw::draw(frame, list, &shown, active, look);
        let told = lang.mapping_keys(&self.keys.0, &self.keys.1);
        frame.render_widget(Line::styled(told, look.theme.dim()), keys);
        if let Some(fields) = &self.choosing {
            let place = popup::centred(area, FIELD_BOX.0, FIELD_BOX.1);
            let inner = popup::open(frame, place, lang.mapping_field_title(), look);
            self.box_height.set(list_draw::page(inner.height).into());
            list_draw::draw(frame, inner, fields, true, look);
        }
        if let Some(sheet) = &self.naming {
            sheet_draw::draw(frame, area, sheet, look);
        }
    }

    fn holds_keys(&self) -> bool {
        self.naming.as_ref().is_some_and(Sheet::holds_keys)
    }

    fn help_part(&self) -> HelpPart {
        HelpPart::paper(self.naming.is_some())
    }

    fn actions(&self) -> Vec<Action> {
        vec![Action::Submit, Action::DeleteLine]
    }
}
