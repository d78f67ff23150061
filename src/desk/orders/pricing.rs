//! Which price a line gets: contract, customer, channel, base, list (`rules.md §5`).

use crate::desk::failure::Outcome;
use crate::domain::ids::CustomerId;
use crate::domain::order::Channel;
use crate::domain::price::{PriceRule, PriceValue, Resolved, Scope, Target, resolve};
use crate::domain::{Day, Qty};
use crate::store::Db;
use crate::store::customers::{self, Contract, ContractLine, Customer};
use crate::store::products::{self, PriceKey, Product};

/// Whose prices count, read once for an order.
#[derive(Debug)]
pub struct Buyer {
    scopes: Vec<(&'static str, String)>,
    contracts: Vec<(Contract, Vec<ContractLine>)>,
    on: Day,
}

/// A rule with the words that say where it comes from.
#[derive(Debug, Clone)]
pub struct NamedRule {
    /// The rule.
    pub rule: PriceRule,
    /// `contract:C7`, `customer:K1`, `channel:taobao`, `base`.
    pub name: String,
    /// Product code, style or family; empty for all.
    pub target_code: String,
}

impl Buyer {
    /// Reads the contracts in force and names the lists that count for this customer and channel.
    pub fn new(db: &Db, customer: Option<&Customer>, channel: Channel, on: Day) -> Outcome<Self> {
        let mut contracts = Vec::new();
        if let Some(customer) = customer {
            for contract in customers::contracts_on(db, customer.id, on)? {
                let lines = customers::contract_lines(db, contract.id)?;
                contracts.push((contract, lines));
            }
        }
        let list = customer.and_then(|c| c.channel_price_list.clone());
        let mut scopes: Vec<_> = contracts
            .iter()
            .map(|(contract, _)| ("contract", contract.code.clone()))
            .collect();
        scopes.extend(customer.map(|c| ("customer", c.code.clone())));
        scopes.push(("channel", list.unwrap_or_else(|| channel.to_string())));
        scopes.push(("base", String::new()));
        Ok(Self {
            scopes,
            contracts,
            on,
        })
    }

    /// Terms of payment that a contract in force names.
    pub fn contract_terms(&self) -> Option<&str> {
        self.contracts
            .iter()
            .find_map(|(contract, _)| contract.terms.as_deref())
    }

    /// Every rule that could price this product for this buyer.
    pub fn rules(&self, db: &Db, product: &Product) -> Outcome<Vec<NamedRule>> {
        let mut targets = vec![("sku", product.code.clone())];
        targets.extend(product.style.clone().map(|style| ("style", style)));
        targets.extend(product.family.clone().map(|family| ("family", family)));
        targets.push(("all", String::new()));
        let key = PriceKey {
            scopes: &self.scopes,
            targets: &targets,
        };
        let rows = products::prices(db, &key)?;
        let mut rules: Vec<_> = rows.into_iter().filter_map(named).collect();
        for (contract, lines) in &self.contracts {
            rules.extend(agreed(contract, lines, product));
        }
        Ok(rules)
    }

    /// The price of a product for this buyer and where it comes from.
    pub fn price(&self, db: &Db, product: &Product, qty: Qty) -> Outcome<(Resolved, String)> {
        let rules = self.rules(db, product)?;
        let plain: Vec<_> = rules.iter().map(|named| named.rule).collect();
        let resolved = resolve(&plain, product.list_price, qty, self.on);
        let from = resolved
            .winner
            .and_then(|id| rules.iter().find(|named| named.rule.id == id))
            .map_or_else(|| "list".to_owned(), |named| named.name.clone());
        Ok((resolved, from))
    }
}

fn named(row: products::PriceRow) -> Option<NamedRule> {
    let value = match (row.price, row.discount) {
        (Some(price), _) => PriceValue::Price(price),
        (None, Some(discount)) => PriceValue::Discount(discount),
        (None, None) => return None, // the schema's CHECK lets no such row in
    };
    let name = match row.scope_key.as_str() {
        "" => row.scope.clone(),
        key => format!("{}:{key}", row.scope),
    };
    let rule = PriceRule {
        id: row.id,
        scope: row.scope.parse().ok()?,
        target: row.target.parse().ok()?,
        min_qty: row.min_qty,
        value,
        from: row.from_on,
        to: row.to_on,
    };
    Some(NamedRule {
        rule,
        name,
        target_code: row.target_key,
    })
}

/// The prices that stand in the contract itself. Their ids are below zero, apart from the lists'.
fn agreed(contract: &Contract, lines: &[ContractLine], product: &Product) -> Vec<NamedRule> {
    let rules = lines.iter().filter_map(|line| {
        let price = line.price?;
        let target = match (line.product_id, &line.family) {
            (Some(id), _) if id == product.id => Target::Sku,
            (None, Some(family)) if product.family.as_ref() == Some(family) => Target::Family,
            _ => return None,
        };
        let rule = PriceRule {
            id: i64::MIN + contract.id.0 * 10_000 + line.line,
            scope: Scope::Contract,
            target,
            min_qty: line.min_qty.unwrap_or_default(),
            value: PriceValue::Price(price),
            from: contract.from_on,
            to: Some(contract.to_on),
        };
        Some(NamedRule {
            rule,
            name: format!("contract:{}", contract.code),
            target_code: match target {
                Target::Sku => product.code.clone(),
                _ => line.family.clone().unwrap_or_default(),
            },
        })
    });
    rules.collect()
}

/// The last deals of a customer in a product.
pub fn last_deals(
    db: &Db,
    customer: CustomerId,
    product: &Product,
) -> Outcome<Vec<products::Deal>> {
    Ok(products::last_deals(db, customer, product.id, 5)?)
}
