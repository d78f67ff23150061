//! What a step is about: orders, a customer, an invoice.

use serde_json::Value;

/// An order that a step is for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Target {
    /// Its number; empty for a customer alone.
    pub order: String,
    /// The version that was seen.
    pub version: Option<i64>,
    /// Departments of this person that owe an opinion.
    pub departments: Vec<String>,
}

/// What a step is about.
#[derive(Debug, Clone, Default)]
pub struct Subject {
    /// The orders; one, unless several are marked.
    pub targets: Vec<Target>,
    /// The whole order, if there is one alone and it is known.
    pub order: Option<Value>,
    /// Customer code.
    pub customer: Option<String>,
    /// Invoice, if it is about one.
    pub invoice: Option<String>,
    /// Complaint or task, if it is about one.
    pub paper: Option<String>,
    /// What to show of it: customer, telephone.
    pub label: String,
    /// A date and the reply that goes with it, ready to be told.
    pub say: Option<(String, String)>,
}

impl Subject {
    /// The number or code that it goes by.
    pub fn about(&self) -> &str {
        let order = self.targets.first().map(|target| target.order.as_str());
        let order = order.filter(|order| !order.is_empty());
        let paper = self.paper.as_deref();
        paper.or(order).or(self.customer.as_deref()).unwrap_or("")
    }
}
