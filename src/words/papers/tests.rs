use super::*;
use crate::domain::Role;
use crate::domain::order::{Gate, State};

#[test]
fn every_code_of_the_domain_has_its_word() {
    let has = |table: Table, code: &str| table.iter().any(|(name, _, _)| *name == code);
    assert!(State::ALL.iter().all(|state| has(STATES, state.name())));
    assert!(Gate::ALL.iter().all(|gate| has(GATES, gate.name())));
    assert!(Role::ALL.iter().all(|role| has(ROLES, role.name())));
}

#[test]
fn sentences_hold_their_facts_in_words() {
    let facts = serde_json::json!({ "department": "finance", "due": "2026-11-25T14:00:00" });
    let told = Lang::Zh.sentence(BLOCKERS, "opinion_missing", &facts);
    assert_eq!(told, "等 财务 的意见,应于 2026-11-25 14:00:00 前给出");
}
