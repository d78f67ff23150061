//! Collection: how far the reminding of a customer has come (`rules.md §9`).

use super::role::named;

named! {
    /// A stage of collection, by the oldest undisputed overdue item.
    DunningStage {
        /// A reminder before an item falls due, and just after.
        Reminder = "reminder",
        /// A call.
        Call = "call",
        /// A letter 催款函.
        Letter = "letter",
        /// Nothing more is shipped.
        StopShipping = "stop_shipping",
        /// The last notice before it goes to the lawyer.
        LastNotice = "last_notice",
    }
}

named! {
    /// How sharp a letter is.
    LetterGrade {
        /// 到期提醒.
        Reminder = "reminder",
        /// 催款函.
        Demand = "demand",
        /// 律师函前最后通知.
        Final = "final",
    }
}

/// From how many days overdue each stage counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DunningDays {
    /// The call.
    pub call: i64,
    /// The letter.
    pub letter: i64,
    /// The stop.
    pub stop: i64,
    /// The last notice.
    pub notice: i64,
}

impl DunningStage {
    /// The stage of an item that is so many days overdue.
    pub const fn of(days_overdue: i64, from: DunningDays) -> Self {
        if days_overdue <= 0 {
            Self::Reminder
        } else if days_overdue >= from.notice {
            Self::LastNotice
        } else if days_overdue >= from.stop {
            Self::StopShipping
        } else if days_overdue >= from.letter {
            Self::Letter
        } else if days_overdue >= from.call {
            Self::Call
        } else {
            Self::Reminder
        }
    }

    /// The letter that goes with the stage.
    pub const fn letter(self) -> LetterGrade {
        match self {
            Self::Reminder | Self::Call => LetterGrade::Reminder,
            Self::Letter | Self::StopShipping => LetterGrade::Demand,
            Self::LastNotice => LetterGrade::Final,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DunningStage::{Call, LastNotice, Letter, Reminder, StopShipping};
    use super::*;

    #[test]
    fn a_stage_begins_on_its_day() {
        let from = DunningDays {
            call: 1,
            letter: 15,
            stop: 30,
            notice: 60,
        };
        let told = [-3, 0, 1, 14, 15, 29, 30, 59, 60, 400].map(|n| DunningStage::of(n, from));
        let wanted = [
            Reminder,
            Reminder,
            Call,
            Call,
            Letter,
            Letter,
            StopShipping,
            StopShipping,
            LastNotice,
            LastNotice,
        ];
        assert_eq!(told, wanted);
        assert_eq!(told[9].letter(), LetterGrade::Final);
    }
}
