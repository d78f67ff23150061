//! Money at the desk, through the door and through real tables.

mod asked;
mod credit;
mod events;
mod model;
mod planted;
mod random;
mod settle;
