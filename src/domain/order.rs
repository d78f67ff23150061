//! The life of an order: its states, who may move it, and what kinds there are (`rules.md §2`).

use super::refusal::Refusal;
use super::role::named;

named! {
    /// Where an order stands. Shipped, invoiced, paid, late are computed, never states.
    State {
        /// Being written; complete.
        Draft = "draft",
        /// Being written; a blocking gap is open.
        Incomplete = "incomplete",
        /// Departments are asked.
        Reviewing = "reviewing",
        /// On the director's desk.
        Director = "director",
        /// In force.
        Approved = "approved",
        /// Back at sales with coded reasons.
        Returned = "returned",
        /// Refused for good by the director.
        Rejected = "rejected",
        /// Called off before anything shipped.
        Cancelled = "cancelled",
        /// Was never a real order.
        Void = "void",
        /// Shipped, signed and invoiced.
        Closed = "closed",
        /// Closed with an open quantity, by a supervisor.
        ShortClosed = "short_closed",
    }
}

named! {
    /// What moves an order.
    Verb {
        /// The clerk changes it.
        Edit = "edit",
        /// The clerk hands it in.
        Submit = "submit",
        /// A department answers.
        Review = "review",
        /// The director or the rules put it in force.
        Approve = "approve",
        /// It goes back to sales.
        Return = "return",
        /// The director refuses it.
        Reject = "reject",
        /// It was no order.
        Void = "void",
        /// It is called off.
        Cancel = "cancel",
        /// Everything is done.
        Close = "close",
        /// The open rest is given up.
        CloseShort = "close_short",
        /// It is taken up again.
        Reopen = "reopen",
        /// A new version of it is asked for.
        Change = "change",
    }
}

/// Every allowed move. The desk checks it, the manual prints it, a test walks it.
///
/// Draft and incomplete turn into each other by the gaps alone, so an edit may end in either.
pub const TRANSITIONS: &[(State, Verb, State)] = &[
    (State::Draft, Verb::Edit, State::Draft),
    (State::Draft, Verb::Edit, State::Incomplete),
    (State::Incomplete, Verb::Edit, State::Incomplete),
    (State::Incomplete, Verb::Edit, State::Draft),
    (State::Returned, Verb::Edit, State::Draft),
    (State::Returned, Verb::Edit, State::Incomplete),
    (State::Draft, Verb::Submit, State::Reviewing),
    (State::Draft, Verb::Submit, State::Director),
    (State::Draft, Verb::Submit, State::Approved),
    (State::Reviewing, Verb::Review, State::Reviewing),
    (State::Reviewing, Verb::Review, State::Director),
    (State::Reviewing, Verb::Review, State::Approved),
    (State::Reviewing, Verb::Review, State::Returned),
    (State::Director, Verb::Approve, State::Approved),
    (State::Reviewing, Verb::Return, State::Returned),
    (State::Director, Verb::Return, State::Returned),
    (State::Director, Verb::Reject, State::Rejected),
    (State::Draft, Verb::Void, State::Void),
    (State::Incomplete, Verb::Void, State::Void),
    (State::Returned, Verb::Void, State::Void),
    (State::Returned, Verb::Cancel, State::Cancelled),
    (State::Reviewing, Verb::Cancel, State::Cancelled),
    (State::Director, Verb::Cancel, State::Cancelled),
    (State::Approved, Verb::Cancel, State::Approved),
    (State::Approved, Verb::Cancel, State::Cancelled),
    (State::Approved, Verb::Close, State::Closed),
    (State::Approved, Verb::CloseShort, State::ShortClosed),
    (State::Approved, Verb::Change, State::Approved),
    (State::Closed, Verb::Reopen, State::Approved),
    (State::ShortClosed, Verb::Reopen, State::Approved),
];

impl State {
    /// Whether the table has any move by this verb from here.
    pub fn allows(self, verb: Verb) -> bool {
        TRANSITIONS
            .iter()
            .any(|(from, by, _)| *from == self && *by == verb)
    }

    /// Refuses with `wrong_state` unless the table has a move by this verb from here.
    pub fn require(self, verb: Verb, order: &str) -> Result<(), Refusal> {
        if self.allows(verb) {
            return Ok(());
        }
        Err(Refusal::wrong_state(order, self).fact("wanted", verb))
    }

    /// Whether the order still needs somebody's work.
    pub const fn is_open(self) -> bool {
        !matches!(
            self,
            Self::Rejected | Self::Cancelled | Self::Void | Self::Closed | Self::ShortClosed
        )
    }

    /// Whether goods may have moved.
    pub const fn is_or_was_in_force(self) -> bool {
        matches!(self, Self::Approved | Self::Closed | Self::ShortClosed)
    }
}

named! {
    /// The way an order came in.
    Channel {
        /// By telephone.
        Phone = "phone",
        /// By fax.
        Fax = "fax",
        /// By e-mail.
        Email = "email",
        /// Through a salesperson.
        Sales = "sales",
        /// At the counter.
        Counter = "counter",
        /// By WeChat.
        Wechat = "wechat",
        /// Taobao.
        Taobao = "taobao",
        /// Tmall.
        Tmall = "tmall",
        /// JD.
        Jd = "jd",
        /// Pinduoduo.
        Pdd = "pdd",
        /// Douyin.
        Douyin = "douyin",
        /// 1688.
        Alibaba1688 = "1688",
        /// A franchise shop.
        Franchise = "franchise",
        /// Anything else.
        Other = "other",
    }
}

impl Channel {
    /// Whether the orders are a platform's, and the buyer not the customer whose they are.
    pub const fn is_platform(self) -> bool {
        use Channel::{Alibaba1688, Douyin, Jd, Pdd, Taobao, Tmall};
        matches!(self, Taobao | Tmall | Jd | Pdd | Douyin | Alibaba1688)
    }
}

named! {
    /// What an order is for (`rules.md §12`).
    Kind {
        /// From stock, now.
        Spot = "spot",
        /// Season book, delivered in waves.
        Futures = "futures",
        /// Large, made for the customer.
        Bulk = "bulk",
        /// Added to a season book.
        Topup = "topup",
        /// Weekly replenishment of shops.
        Replenish = "replenish",
        /// First filling of a new shop.
        NewStore = "new_store",
        /// Goods for goods.
        Exchange = "exchange",
        /// A sample.
        Sample = "sample",
    }
}

named! {
    /// Why (part of) an order was called off.
    CancelReason {
        /// The customer wanted it so: the demand goes.
        Customer = "customer",
        /// Our doing: the demand stays in the measures.
        Ours = "ours",
        /// For credit.
        Credit = "credit",
        /// Entered twice.
        Duplicate = "duplicate",
        /// For want of stock.
        Stock = "stock",
        /// Given up by a supervisor when the order was closed short.
        Short = "short",
    }
}

named! {
    /// How an order came out of another.
    LinkKind {
        /// Its lines once more.
        Copied = "copied",
        /// It went into the other and is void.
        Merged = "merged",
        /// A part of it became the other.
        Split = "split",
    }
}

named! {
    /// Who wants an approved order changed.
    AskedBy {
        /// The customer: what the measures count from follows.
        Customer = "customer",
        /// We: what was promised stays what the measures count from.
        Us = "us",
    }
}

named! {
    /// What became of a version that was asked for.
    ChangeState {
        /// Waits for opinions or the director.
        Pending = "pending",
        /// Counts.
        InForce = "in_force",
        /// Was sent back or overtaken.
        Dropped = "dropped",
    }
}

named! {
    /// A department's answer.
    Verdict {
        /// Nothing against it.
        Pass = "pass",
        /// Yes, if the condition is kept.
        Conditional = "conditional",
        /// No.
        Fail = "fail",
    }
}

named! {
    /// The stage a hold stops (`rules.md §3`).
    Stage {
        /// Approval.
        Approve = "approve",
        /// Reservation of stock.
        Allocate = "allocate",
        /// Dispatch.
        Ship = "ship",
        /// Invoicing.
        Invoice = "invoice",
    }
}

named! {
    /// The step at which goods wait until a condition is met.
    Gate {
        /// Packing.
        Pack = "pack",
        /// Dispatch.
        Dispatch = "dispatch",
    }
}

named! {
    /// Where a shipment stands.
    ShipmentState {
        /// Packed, still in the house.
        Packed = "packed",
        /// Left the house.
        Dispatched = "dispatched",
        /// Signed for.
        Signed = "signed",
        /// Taken apart again.
        Unpacked = "unpacked",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finished_orders_do_not_move_but_by_reopening() {
        for state in State::ALL.iter().filter(|s| !s.is_open()) {
            for verb in Verb::ALL {
                let reopens =
                    *verb == Verb::Reopen && matches!(state, State::Closed | State::ShortClosed);
                assert_eq!(state.allows(*verb), reopens, "{state} {verb}");
            }
        }
    }

    #[test]
    fn every_state_can_be_reached_from_a_draft() {
        let mut seen = vec![State::Draft];
        while let Some(next) = TRANSITIONS
            .iter()
            .find(|(from, _, to)| seen.contains(from) && !seen.contains(to))
            .map(|(_, _, to)| *to)
        {
            seen.push(next);
        }
        assert_eq!(seen.len(), State::ALL.len());
    }

    #[test]
    fn only_unsent_papers_are_edited() {
        let editable: Vec<_> = State::ALL.iter().filter(|s| s.allows(Verb::Edit)).collect();
        assert_eq!(
            editable,
            [&State::Draft, &State::Incomplete, &State::Returned]
        );
    }
}
