//! The measures of the desk, as far as they are arithmetic (`rules.md §13`).

use super::number::{Qty, divide_half_up};
use super::role::named;
use super::{Day, Moment};

named! {
    /// A measure. What each means exactly:
    Measure {
        /// Units that left by the promise base, of those wanted (ordered less called off by the customer).
        UnitFill = "unit_fill",
        /// Lines of which all that is wanted left by the promise base, or all but the tolerance.
        LineFill = "line_fill",
        /// Orders of which every line left whole with the first shipment.
        OrderFill = "order_fill",
        /// The same as unit_fill in money before tax, at the prices approved.
        ValueFill = "value_fill",
        /// Lines signed for by the promise base, what we called off before it left out.
        OnTime = "on_time",
        /// Lines both on time and filled.
        Otif = "otif",
        /// Orders of which every line is both on time and filled.
        OtifOrder = "otif_order",
        /// Such orders with nothing refused, lost or damaged, no invoice corrected, and within 30 days of
        /// the signature no complaint and no return for a reason of ours or the carrier's.
        PerfectOrder = "perfect_order",
        /// Orders written down whole the first time and never sent back.
        FirstPass = "first_pass",
        /// Of the orders that lacked something or were sent back, those that came into force.
        Recovery = "recovery",
        /// Orders handed in that the departments or the director sent back.
        ReturnToSales = "return_to_sales",
        /// Orders handed in that were called off whole.
        CancelRate = "cancel_rate",
        /// Of what left in the period, what came back since; repairs do not count.
        ReturnRate = "return_rate",
        /// Days from order to last signature, waiting for the customer left out: median, 90th percentile.
        CycleTime = "cycle_time",
        /// Days of sales owed at the end, by count-back.
        Dso = "dso",
        /// Of the open invoices at the end, the money overdue.
        OverdueRate = "overdue_rate",
        /// Surveys with 4 or 5.
        Csat = "csat",
        /// Complaints for each line that left; times 1,000 for the usual figure.
        ComplaintRate = "complaint_rate",
    }
}

/// In what numerator and denominator are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Lines, orders, papers.
    Whole,
    /// Quantities.
    Qty,
    /// Money.
    Money,
}

impl Measure {
    /// The formula, as an answer shows it.
    pub const fn formula(self) -> &'static str {
        match self {
            Self::UnitFill => "sum(min(shipped by base, demand)) / sum(demand)",
            Self::LineFill => "lines shipped >= demand - tolerance by base / lines",
            Self::OrderFill => "orders whole with the first shipment / orders",
            Self::ValueFill => "sum(net * min(shipped by base, demand)) / sum(net * demand)",
            Self::OnTime => "lines signed by base / lines",
            Self::Otif => "lines signed and filled by base / lines",
            Self::OtifOrder => "orders with every line otif / orders",
            Self::PerfectOrder => {
                "orders otif, undamaged, rightly billed, without complaint / orders"
            }
            Self::FirstPass => "orders complete at once and never returned / orders",
            Self::Recovery => "orders in force after all / orders incomplete or returned",
            Self::ReturnToSales => "orders returned / orders submitted",
            Self::CancelRate => "orders cancelled / orders submitted",
            Self::ReturnRate => "qty returned of it / qty shipped",
            Self::CycleTime => "median(signed - received - waiting for the customer)",
            Self::Dso => "count_back",
            Self::OverdueRate => "overdue / open",
            Self::Csat => "scores 4 and 5 / scores",
            Self::ComplaintRate => "complaints / lines shipped",
        }
    }

    /// In what it is counted.
    pub const fn counted(self) -> Counted {
        match self {
            Self::UnitFill | Self::ReturnRate => Counted::Qty,
            Self::ValueFill | Self::Dso | Self::OverdueRate => Counted::Money,
            _ => Counted::Whole,
        }
    }

    /// Whether it counts days; all others are shares.
    pub const fn in_days(self) -> bool {
        matches!(self, Self::CycleTime | Self::Dso)
    }

    /// Whether what it counts above the line is what went wrong: less is better.
    pub const fn counts_faults(self) -> bool {
        matches!(
            self,
            Self::ReturnToSales
                | Self::CancelRate
                | Self::ReturnRate
                | Self::OverdueRate
                | Self::ComplaintRate
        )
    }
}

/// A share to four decimals; nothing where there is nothing to have a share of.
pub fn rate(part: i128, of: i128) -> Option<String> {
    if of <= 0 {
        return None;
    }
    let exact = divide_half_up(part * 10_000, of);
    Some(format!("{}.{:04}", exact / 10_000, exact % 10_000))
}

/// What became of a line, or of all lines of one product of an order, by the promise base of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Delivery {
    /// Ordered less called off by the customer.
    pub demand: Qty,
    /// Called off by us by then.
    pub withdrawn: Qty,
    /// Left by then.
    pub shipped: Qty,
    /// Signed for by then.
    pub signed: Qty,
    /// Refused at the door by then.
    pub refused: Qty,
}

/// How a line did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// All that was wanted left in time.
    pub filled: bool,
    /// All that was still to come was signed for in time.
    pub on_time: bool,
}

impl Judged {
    /// Both.
    pub const fn otif(self) -> bool {
        self.filled && self.on_time
    }
}

impl Delivery {
    /// With the facts of another line of the same product.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self {
            demand: Qty(self.demand.0 + other.demand.0),
            withdrawn: Qty(self.withdrawn.0 + other.withdrawn.0),
            shipped: Qty(self.shipped.0 + other.shipped.0),
            signed: Qty(self.signed.0 + other.signed.0),
            refused: Qty(self.refused.0 + other.refused.0),
        }
    }

    /// What of the demand left in time.
    pub fn units(self) -> Qty {
        self.shipped.min(self.demand)
    }

    const fn all_left(self, least: Qty) -> bool {
        self.shipped.0 >= least.0
    }

    /// What was refused at the door is dealt with; what we called off is not to come.
    const fn all_signed(self, least: Qty) -> bool {
        self.signed.0 + self.refused.0 >= least.0 - self.withdrawn.0
    }

    /// Judges a line by itself, or by all lines of its product and the least that satisfies these
    /// (`rules.md §7`: a tolerance is tested on the product's total of the order).
    ///
    /// On time means signed: a line of which nothing is signed is late, whoever called it off.
    pub fn judge(self, total: Option<(Self, Qty)>) -> Judged {
        let either = |holds: fn(Self, Qty) -> bool| {
            holds(self, self.demand) || total.is_some_and(|(total, least)| holds(total, least))
        };
        Judged {
            filled: either(Self::all_left),
            on_time: self.signed > Qty::ZERO && either(Self::all_signed),
        }
    }
}

/// The parts of an order's way, by name.
pub const STAGES: [&str; 4] = ["entry", "review", "dispatch", "transit"];

/// The marks of an order's way: received, handed in, approved, left, signed. Those that lie before
/// an earlier one count as reached with it.
pub fn stages(marks: [Moment; 5], waits: &[(Moment, Moment)]) -> [i64; 4] {
    let mut seconds = [0; 4];
    let mut from = marks[0];
    for (stage, mark) in seconds.iter_mut().zip(&marks[1..]) {
        let to = from.max(*mark);
        let still: i64 = waits
            .iter()
            .map(|(a, b)| (*b).min(to).seconds_since((*a).max(from)).max(0))
            .sum();
        *stage = (to.seconds_since(from) - still).max(0);
        from = to;
    }
    seconds
}

/// The value in the middle, the mean of two where there are two.
pub fn median(values: &mut [i64]) -> Option<i64> {
    values.sort_unstable();
    let upper = *values.get(values.len() / 2)?;
    let lower = *values.get((values.len() - 1) / 2)?;
    let sum = i128::from(upper) + i128::from(lower);
    i64::try_from(divide_half_up(sum, 2)).ok()
}

/// The smallest value that nine of ten do not exceed.
pub fn ninetieth(values: &mut [i64]) -> Option<i64> {
    values.sort_unstable();
    let rank = (values.len() * 9).div_ceil(10);
    values.get(rank.checked_sub(1)?).copied()
}

/// Seconds as days to one decimal.
pub fn days(seconds: i64) -> String {
    let tenths = divide_half_up(i128::from(seconds) * 10, 86_400);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The months of a period, each cut to it.
pub fn months(from: Day, to: Day) -> Vec<(Day, Day)> {
    let mut found = Vec::new();
    let mut first = from;
    while first <= to {
        let last = first.last_of_month().min(to);
        found.push((first, last));
        let next = last.plus_days(1);
        if next <= last {
            break; // the end of the calendar
        }
        first = next;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(demand: i64, withdrawn: i64, shipped: i64, signed: i64, refused: i64) -> Delivery {
        Delivery {
            demand: Qty(demand),
            withdrawn: Qty(withdrawn),
            shipped: Qty(shipped),
            signed: Qty(signed),
            refused: Qty(refused),
        }
    }

    #[test]
    fn nothing_has_no_rate_and_halves_go_up() {
        assert_eq!(rate(0, 0), None);
        assert_eq!(rate(0, 3).as_deref(), Some("0.0000"));
        assert_eq!(rate(2, 3).as_deref(), Some("0.6667"));
        assert_eq!(rate(1, 20_000).as_deref(), Some("0.0001"));
        assert_eq!(rate(3, 3).as_deref(), Some("1.0000"));
    }

    #[test]
    fn a_line_is_filled_when_all_has_left_and_on_time_when_all_is_signed() {
        let judged = |d: Delivery| (d.judge(None).filled, d.judge(None).on_time);
        assert_eq!(judged(of(10, 0, 10, 10, 0)), (true, true));
        assert_eq!(judged(of(10, 0, 10, 9, 0)), (true, false), "one under way");
        assert_eq!(judged(of(10, 0, 9, 9, 0)), (false, false), "one short");
        assert_eq!(judged(of(10, 2, 8, 8, 0)), (false, true), "two called off");
        assert_eq!(
            judged(of(10, 0, 10, 8, 2)),
            (true, true),
            "two refused at the door"
        );
        assert_eq!(
            judged(of(10, 10, 0, 0, 0)),
            (false, false),
            "all called off"
        );
        assert_eq!(judged(of(10, 0, 10, 0, 10)), (true, false), "all refused");
        assert_eq!(of(10, 0, 12, 0, 0).units(), Qty(10));
    }

    #[test]
    fn a_tolerance_is_tested_on_the_total_of_the_product() {
        let (a, b) = (of(50, 0, 45, 45, 0), of(50, 0, 50, 50, 0));
        let total = a.with(b);
        assert!(a.judge(Some((total, Qty(95)))).otif());
        assert!(!a.judge(Some((total, Qty(96)))).filled);
        assert!(b.judge(Some((total, Qty(100)))).otif());
    }

    #[test]
    fn otif_is_never_more_than_either() {
        for n in 0..3_125_i64 {
            let part = |place: u32| n / 5_i64.pow(place) % 5;
            let line = of(part(0), part(1), part(2), part(3), part(4));
            let judged = line.judge(Some((line.with(of(1, 0, 1, 0, 1)), Qty(part(0)))));
            assert!(!judged.otif() || (judged.filled && judged.on_time));
        }
    }

    #[test]
    fn the_clock_stands_still_while_the_customer_is_waited_for() {
        let at = |text: &str| text.parse::<Moment>().unwrap();
        let marks = [
            at("2026-11-20T09:00:00"),
            at("2026-11-21T09:00:00"),
            at("2026-11-21T10:00:00"),
            at("2026-11-23T10:00:00"),
            at("2026-11-24T10:00:00"),
        ];
        assert_eq!(stages(marks, &[]), [86_400, 3_600, 172_800, 86_400]);
        let waits = [(at("2026-11-20T10:00:00"), at("2026-11-21T09:30:00"))];
        assert_eq!(stages(marks, &waits), [3_600, 1_800, 172_800, 86_400]);
        let odd = [marks[1], marks[0], marks[0], marks[3], marks[2]];
        assert_eq!(stages(odd, &[])[3], 0, "nothing runs backwards");
    }

    #[test]
    fn the_middle_and_the_ninetieth() {
        assert_eq!(median(&mut []), None);
        assert_eq!(median(&mut [3, 1, 2]), Some(2));
        assert_eq!(median(&mut [4, 1, 2, 9]), Some(3));
        assert_eq!(ninetieth(&mut []), None);
        assert_eq!(ninetieth(&mut [7]), Some(7));
        let mut ten: Vec<i64> = (1..=10).rev().collect();
        assert_eq!(ninetieth(&mut ten), Some(9));
        let mut eleven: Vec<i64> = (1..=11).collect();
        assert_eq!(ninetieth(&mut eleven), Some(10));
        assert_eq!((days(86_400), days(4_320)), ("1.0".into(), "0.1".into()));
    }

    #[test]
    fn a_period_falls_into_months() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let cut = months(day("2026-11-20"), day("2027-01-03"));
        assert_eq!(cut.len(), 3);
        assert_eq!(cut[0], (day("2026-11-20"), day("2026-11-30")));
        assert_eq!(cut[2], (day("2027-01-01"), day("2027-01-03")));
        assert_eq!(months(day("2026-11-02"), day("2026-11-01")), []);
        assert_eq!(months(day("2199-12-31"), day("2199-12-31")).len(), 1);
    }
}
