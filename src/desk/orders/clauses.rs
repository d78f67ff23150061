//! An order against its customer's contracts, clause by clause (`rules.md §2`, contract terms).

use serde_json::{Value, json};

use super::case::Case;
use crate::desk::failure::Outcome;
use crate::domain::Qty;
use crate::store::Db;
use crate::store::customers::{self, Contract, ContractLine, Customer};

/// The first clause that the order does not keep: validity, region, terms, the least quantity of an
/// order, the most over the contract's life.
pub fn broken(db: &Db, case: &Case<'_>) -> Outcome<Option<Value>> {
    let Some(customer) = &case.customer else {
        return Ok(None);
    };
    let contracts = customers::contracts_on(db, customer.id, case.order.ordered_on)?;
    if contracts.is_empty() {
        return out_of_contract(db, case, customer);
    }
    for contract in &contracts {
        if let Some(facts) = region(case, contract).or_else(|| terms(case, contract)) {
            return Ok(Some(facts));
        }
        for line in customers::contract_lines(db, contract.id)? {
            if let Some(facts) = quantity(db, case, contract, &line)? {
                return Ok(Some(facts));
            }
        }
    }
    Ok(None)
}

/// A customer with contracts, none of which counts on the day of the order.
fn out_of_contract(db: &Db, case: &Case<'_>, customer: &Customer) -> Outcome<Option<Value>> {
    let last = customers::last_contract(db, customer.id)?;
    Ok(last.map(|contract| {
        json!({
            "contract": contract.code, "clause": "validity", "from": contract.from_on,
            "to": contract.to_on, "on": case.order.ordered_on,
        })
    }))
}

/// Goods go where the contract is for. It may name several regions, parted by 、 , / or a space.
fn region(case: &Case<'_>, contract: &Contract) -> Option<Value> {
    let region = contract.region.as_deref().unwrap_or("");
    let ship_to = case.order.ship_to.to_lowercase();
    let named = region.to_lowercase();
    let mut parts = named
        .split(['、', ',', '，', '/', ' '])
        .filter(|part| !part.is_empty())
        .peekable();
    if ship_to.is_empty() || parts.peek().is_none() || parts.any(|part| ship_to.contains(part)) {
        return None;
    }
    Some(json!({
        "contract": contract.code, "clause": "region", "region": region,
        "ship_to": case.order.ship_to,
    }))
}

fn terms(case: &Case<'_>, contract: &Contract) -> Option<Value> {
    let agreed = contract.terms.as_deref()?;
    (case.order.terms != agreed).then(|| {
        json!({
            "contract": contract.code, "clause": "terms", "terms": case.order.terms,
            "agreed": agreed,
        })
    })
}

fn quantity(
    db: &Db,
    case: &Case<'_>,
    contract: &Contract,
    line: &ContractLine,
) -> Outcome<Option<Value>> {
    let covered = case.with_goods().filter(|(_, p)| match &line.family {
        Some(family) => p.family.as_ref() == Some(family),
        None => Some(p.id) == line.product_id,
    });
    let qty = Qty::sum(covered.map(|(line, _)| line.wanted()))?;
    if qty.is_zero() {
        return Ok(None);
    }
    let facts = |clause: &str| {
        json!({
            "contract": contract.code, "clause": clause, "contract_line": line.line, "qty": qty,
            "min_qty": line.min_qty, "max_qty": line.max_qty,
        })
    };
    if line.min_qty.is_some_and(|least| qty < least) {
        return Ok(Some(facts("min_qty")));
    }
    let Some(most) = line.max_qty else {
        return Ok(None);
    };
    let before = customers::ordered_under(db, contract, line, case.order.id)?;
    if before.add(qty)? <= most {
        return Ok(None);
    }
    let mut facts = facts("max_qty");
    facts["before"] = json!(before);
    Ok(Some(facts))
}
