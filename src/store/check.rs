//! What `check` finds wrong: the shape shared by the files that recount (`contract.md §6`).

/// An invariant that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Fault {
    /// Name of the invariant.
    pub invariant: &'static str,
    /// The paper, and what is wrong with it.
    pub what: String,
}
