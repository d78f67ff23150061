//! The parts that screens are made of.
//!
//! Invariant: a widget knows no screen and sends nothing; it tells its screen what happened.

pub mod codes;
pub mod date_text;
pub mod dialog;
pub mod field;
pub mod field_draw;
pub mod form;
pub mod form_draw;
pub mod grid;
pub mod grid_draw;
pub mod hint_bar;
pub mod line_text;
pub mod list;
pub mod list_draw;
pub mod lookup;
pub mod order_card;
pub mod popup;
pub mod scroll;
pub mod sheet;
pub mod sheet_draw;
pub mod spark;
pub mod steps;
pub mod sum_text;
pub mod tabs;
#[cfg(test)]
pub(crate) mod testing;
pub mod toast;
pub mod wrap;

pub use dialog::{Dialog, DialogAnswer};
pub use field::{Field, Kind, Took};
pub use form::{Entry, Form, FormAnswer};
pub use grid::{Grid, GridAnswer, GridColumn};
pub use list::{Column, List, ListAnswer, Row, Width};
pub use lookup::{Hit, Lookup, LookupAnswer, Source};
pub use sheet::{Item, Sheet, SheetAnswer};
pub use steps::{Hand, HandAnswer, Step, Steps, Wish};
