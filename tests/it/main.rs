//! The desk from outside: stories a clerk could read, and what must hold whatever happens.

// Helpers of tests are not marked as tests, so the lints cannot tell them from the program.
#![allow(clippy::unwrap_used, clippy::panic)]

mod backups;
mod bank;
mod bounced;
mod cli;
mod corpus;
mod crash;
mod descriptors;
mod disk;
mod doctor;
mod exports;
mod foreign;
mod guarded;
mod guarded_people;
mod guarded_world;
mod help;
mod hostile;
mod imports;
mod isolation;
mod limits;
mod lists;
mod month;
mod network;
mod office;
mod passing;
mod permissions;
mod planted;
mod platforms;
mod power;
mod review;
mod rules;
mod schema;
mod search;
mod sheets;
mod simulation;
mod skew;
mod stopped;
mod stories;
mod storm;
mod support;
mod tamper;
mod told;
mod waybills;
