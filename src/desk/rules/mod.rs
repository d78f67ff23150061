//! The office's own rules as data: gaps, checks, route, duties, rights. Each has a command that
//! changes a row and a query that lists them.

pub mod calendar;
pub mod check;
pub mod duty;
pub mod gap;
pub mod permission;
pub mod route;
