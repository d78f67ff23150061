//! The checks an order runs through and what an office does about each (`rules.md §2`).

use super::role::{Role, named};

named! {
    /// A check of an order.
    Check {
        /// Blocking gaps are closed.
        Complete = "order.incomplete",
        /// The same lines are not in the file already.
        Duplicate = "duplicate_order",
        /// The price is not below the floor.
        PriceFloor = "price.below_floor",
        /// The typed price keeps to the resolved one.
        PriceDeviation = "price.deviation",
        /// The promotions claimed still hold and there is money for them.
        PromotionValid = "promotion.valid",
        /// The price is not below cost.
        BelowCost = "price.below_cost",
        /// The order is not gifts alone.
        AllGift = "order.all_gift",
        /// The contract is valid and its quantities are kept.
        Contract = "contract.terms",
        /// The customer is not blocked.
        CustomerBlocked = "customer.blocked",
        /// The goods are on sale.
        OffSale = "product.off_sale",
        /// The limit in force is kept.
        CreditLimit = "credit.over_limit",
        /// Nothing is overdue past what is allowed.
        Overdue = "credit.overdue",
        /// The terms of payment are the customer's.
        PaymentMethod = "payment.method",
        /// Stock or supply meets the need date.
        Promise = "promise.late",
        /// The makers have room in the week the goods would be made in.
        Capacity = "capacity.short",
        /// Cleared money covers what leaves, where the terms want it first. Tested at dispatch alone.
        PaymentCleared = "payment.not_cleared",
        /// The goods that an exchange goes out for are in. Tested at dispatch alone.
        ReturnReceived = "return.not_received",
    }
}

named! {
    /// What an office does about a check that fails.
    Control {
        /// Not run.
        Off = "off",
        /// Told.
        Warn = "warn",
        /// Stopped.
        Block = "block",
    }
}

named! {
    /// How a check came out.
    Level {
        /// In order.
        Pass = "pass",
        /// Told.
        Warn = "warn",
        /// Stopped.
        Block = "block",
    }
}

impl Check {
    /// What an office does about it from the start.
    pub const fn usual_control(self) -> Control {
        match self {
            Self::PriceDeviation
            | Self::BelowCost
            | Self::AllGift
            | Self::Contract
            | Self::Duplicate
            | Self::PaymentMethod
            | Self::Promise
            | Self::Capacity => Control::Warn,
            _ => Control::Block,
        }
    }

    /// Who may override it from the start; nobody where there is no role.
    pub const fn usual_override(self) -> &'static [Role] {
        match self {
            Self::CreditLimit | Self::Overdue | Self::PaymentMethod | Self::PaymentCleared => {
                &[Role::Finance, Role::Supervisor, Role::Director]
            }
            Self::ReturnReceived
            | Self::PriceFloor
            | Self::PromotionValid
            | Self::BelowCost
            | Self::Contract
            | Self::CustomerBlocked
            | Self::OffSale => &[Role::Supervisor, Role::Director],
            Self::Capacity => &[Role::Production, Role::Supervisor, Role::Director],
            _ => &[],
        }
    }

    /// Whether it is a gate at the door and not run before.
    pub const fn is_at_dispatch(self) -> bool {
        matches!(self, Self::PaymentCleared | Self::ReturnReceived)
    }

    /// Whether it is about money, so that its result sends the order to finance.
    pub const fn is_about_credit(self) -> bool {
        matches!(self, Self::CreditLimit | Self::Overdue)
    }

    /// Whether it is about prices, likewise.
    pub const fn is_about_price(self) -> bool {
        matches!(
            self,
            Self::PriceFloor
                | Self::PriceDeviation
                | Self::PromotionValid
                | Self::BelowCost
                | Self::Contract
        )
    }
}
