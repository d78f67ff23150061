//! Customers and how they want to be served.

use super::role::named;

named! {
    /// Customer grade; A is served before B before C, none last (`rules.md §6`).
    Grade {
        /// Served first.
        A = "A",
        /// Served second.
        B = "B",
        /// Served third.
        C = "C",
    }
}

named! {
    /// What a customer is.
    PartyKind {
        /// A company.
        Company = "company",
        /// A franchisee.
        Franchise = "franchise",
        /// A single shop.
        Shop = "shop",
        /// A private person.
        Person = "person",
    }
}

named! {
    /// Whether an order may leave in parts (`rules.md §7`).
    DeliveryPolicy {
        /// Whatever is ready.
        Any = "any",
        /// Each line whole.
        CompleteLine = "complete_line",
        /// The order whole.
        CompleteOrder = "complete_order",
    }
}
