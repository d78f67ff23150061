//! What a command body works with: the transaction, the person, the time, what it has changed.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use crate::domain::ids::{CustomerId, OrderId, StaffId};
use crate::domain::{Code, Day, Moment, Refusal, Role};
use crate::store::{self, Tx};

use super::failure::Outcome;

/// A kind of paper that can change; screens re-ask what they show of it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Aggregate {
    /// Settings, people, rights.
    Office,
    /// Customers, products, warehouses, carriers, suppliers.
    Master,
    /// Prices and contracts.
    Price,
    /// Orders with their opinions, checks and holds.
    Order,
    /// Stock, reservations, supply.
    Stock,
    /// Shipments.
    Shipment,
    /// Invoices, receipts, ledger.
    Ledger,
    /// Contacts and tasks.
    Contact,
    /// Imports.
    Import,
}

/// The person who gives the command.
#[derive(Debug, Clone)]
pub struct Actor {
    /// Row.
    pub id: StaffId,
    /// Login.
    pub login: String,
    /// Roles.
    pub roles: Vec<Role>,
}

impl Actor {
    /// Whether the person has this role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// Something that happened to a paper, written when the command is done.
#[derive(Debug)]
pub(super) struct Note {
    pub order: Option<OrderId>,
    pub customer: Option<CustomerId>,
    pub what: &'static str,
    pub facts: Value,
}

/// The surroundings of one command.
#[derive(Debug)]
pub struct Cx<'a> {
    /// The open transaction.
    pub tx: &'a Tx<'a>,
    /// Now, by the office's clock or the command's `at`.
    pub at: Moment,
    /// The day it is booked on.
    pub today: Day,
    /// Who gives it.
    pub actor: Actor,
    pub(super) changed: BTreeSet<Aggregate>,
    pub(super) notes: Vec<Note>,
    pub(super) subject: String,
}

impl<'a> Cx<'a> {
    pub(super) fn new(tx: &'a Tx<'a>, at: Moment, actor: Actor) -> Self {
        Self {
            tx,
            at,
            today: at.day(),
            actor,
            changed: BTreeSet::new(),
            notes: Vec::new(),
            subject: String::new(),
        }
    }

    /// Says that something of this kind has changed.
    pub fn changed(&mut self, what: Aggregate) {
        self.changed.insert(what);
    }

    /// Names the paper that the command is about.
    pub fn about(&mut self, subject: &str) {
        subject.clone_into(&mut self.subject);
    }

    /// Notes what happened to an order, for its timeline.
    pub fn note_order(&mut self, order: OrderId, what: &'static str, facts: Value) {
        self.notes.push(Note {
            order: Some(order),
            customer: None,
            what,
            facts,
        });
    }

    /// Notes what happened to a customer.
    pub fn note_customer(&mut self, customer: CustomerId, what: &'static str, facts: Value) {
        self.notes.push(Note {
            order: None,
            customer: Some(customer),
            what,
            facts,
        });
    }

    /// Refuses if the paper has moved since the caller read it (`rules.md §14`).
    pub fn expect_version(&self, subject: &str, is: i64, seen: Option<i64>) -> Outcome<()> {
        let Some(seen) = seen.filter(|seen| *seen != is) else {
            return Ok(());
        };
        let mut refusal = Refusal::new(Code::VersionConflict)
            .fact("document", subject)
            .fact("version", is)
            .fact("yours", seen);
        if let Some(last) = store::audit::last_about(self.tx, subject)? {
            refusal = refusal
                .fact("who", last.who)
                .fact("when", last.at)
                .fact("what", last.command);
        }
        Err(refusal.into())
    }

    /// The next number of a series on the booking day.
    pub fn next_number(&self, prefix: &str) -> Outcome<String> {
        Ok(store::office::next_number(self.tx, prefix, self.today)?)
    }
}
