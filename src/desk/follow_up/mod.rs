//! Following up: contacts, tasks, complaints, surveys, exceptions.

pub mod complaint;
pub mod contact;
pub mod exception;
pub mod subject;
pub mod survey;
pub mod task;
pub mod told;
