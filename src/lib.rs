//! Orderdesk (订单台): the order desk as a library, so that tests and benches drive the real rooms.
//!
//! Floors, from the top: `ui` and `cli` > `desk` > `store`, `paper`, `words` > `domain`, `guard`. A room
//! imports only rooms below its own; `tests/tidy.rs` holds it to that.

pub mod cli;
pub mod desk;
pub mod domain;
pub mod guard;
pub mod paper;
pub mod store;
pub mod ui;
pub mod words;
