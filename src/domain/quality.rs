//! What state goods in the house are in (`rules.md §6`).

use super::role::named;

named! {
    /// Whether goods may be sold as they are. Only good ones count as on hand.
    Quality {
        /// As they should be.
        Good = "good",
        /// Held back until quality has decided.
        Held = "held",
        /// Second choice.
        Second = "second",
    }
}

named! {
    /// What becomes of goods that were held back.
    Fate {
        /// They are good.
        Good = "good",
        /// They are second choice.
        Second = "second",
        /// They are thrown away.
        Scrap = "scrap",
    }
}
