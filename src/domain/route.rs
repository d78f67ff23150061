//! When a row of the route asks its department (`rules.md §2`, route).

use super::role::{Role, named};

named! {
    /// What an order must be like for a row of the route to ask.
    When {
        /// Any order.
        Always = "always",
        /// Its terms are not prepaid.
        NotPrepaid = "not_prepaid",
        /// A check of credit is not `pass`.
        MoneyCheck = "money_check",
        /// A check of prices is not `pass`.
        PriceCheck = "price_check",
        /// A line cannot be met from stock by its need date.
        NotInStock = "not_in_stock",
        /// Something must be bought or made.
        ToBuy = "to_buy",
        /// Wanted within two working days from the day after today.
        Urgent = "urgent",
        /// Every check passes.
        Clean = "clean",
        /// The condition of another department's opinion names the department.
        Condition = "condition",
    }
}

/// Words by which people name a department.
const NAMES: &[(Role, &[&str])] = &[
    (Role::Sales, &["业务", "销售", "sales"]),
    (Role::Finance, &["财务", "finance"]),
    (Role::Production, &["生产", "production"]),
    (Role::Quality, &["品管", "品质", "质检", "质量", "quality"]),
    (Role::Warehouse, &["仓库", "warehouse"]),
    (Role::Logistics, &["物流", "logistics"]),
    (Role::Purchasing, &["采购", "purchasing"]),
];

/// Whether a text names this department, in either language.
pub fn names(text: &str, department: Role) -> bool {
    let text = text.to_lowercase();
    NAMES
        .iter()
        .filter(|(role, _)| *role == department)
        .any(|(_, words)| words.iter().any(|word| text.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_names_departments_in_either_language() {
        assert!(names("出货前由品管复检", Role::Quality));
        assert!(names("after Quality has looked", Role::Quality));
        assert!(!names("先收定金", Role::Quality));
        assert!(!names("先收定金", Role::Clerk));
        assert!(
            Role::DEPARTMENTS
                .iter()
                .all(|d| NAMES.iter().any(|(role, _)| role == d))
        );
    }
}
