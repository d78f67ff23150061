//! Words of returns: what the customer wants, whose fault it was, how the goods came back
//! (`rules.md §10`).

use super::role::named;

named! {
    /// Where a return stands.
    ReturnState {
        /// Asked for; somebody has to agree.
        Open = "open",
        /// Agreed; the goods are awaited.
        Approved = "approved",
        /// The goods are in the house.
        Received = "received",
        /// Nothing follows.
        Settled = "settled",
        /// Given up: the goods do not come.
        Dropped = "dropped",
    }
}

named! {
    /// What the customer wants for the goods.
    Want {
        /// A credit note.
        Credit = "credit",
        /// Money back.
        Refund = "refund",
        /// Other goods.
        Exchange = "exchange",
        /// The same goods, mended.
        Repair = "repair",
    }
}

named! {
    /// What is kept back of the credit for goods that came back (`rules.md §10`).
    ChargeKind {
        /// A fee for taking them back into stock.
        Restocking = "restocking",
        /// Their freight, where the customer bears it.
        Freight = "freight",
    }
}

named! {
    /// Whose fault it was, who bears the freight.
    Fault {
        /// Ours.
        Ours = "ours",
        /// The customer's.
        Customer = "customer",
        /// The carrier's.
        Carrier = "carrier",
    }
}

named! {
    /// Why goods come back.
    ReturnReason {
        /// Quality.
        Quality = "quality",
        /// The wrong goods were sent.
        WrongItem = "wrong_item",
        /// Fewer arrived than were billed.
        Short = "short",
        /// Damaged.
        Damaged = "damaged",
        /// Does not fit.
        Size = "size",
        /// Within the days in which no reason is needed.
        NoReason = "no_reason",
        /// Refused at the door.
        Refused = "refused",
        /// The address was wrong.
        Address = "address",
    }
}

named! {
    /// How a unit came back.
    Condition {
        /// As new: into stock.
        Good = "good",
        /// Second choice.
        Second = "second",
        /// To be thrown away.
        Scrap = "scrap",
        /// To be mended.
        Repair = "repair",
        /// Back to the supplier.
        Vendor = "vendor",
    }
}

impl ReturnState {
    /// Whether somebody still has to do something about it.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Settled | Self::Dropped)
    }
}
