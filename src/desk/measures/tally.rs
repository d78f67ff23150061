//! Sums of the measures, by group, with the lines and orders that failed.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::domain::measures::{self, Counted, Measure, STAGES};
use crate::domain::number::divide_half_up;
use crate::domain::order::Channel;
use crate::domain::{Money, Qty};

/// What measures are told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum KpiBy {
    /// Who keyed the order.
    Clerk,
    /// The customer.
    Customer,
    /// The way the order came in.
    Channel,
    /// The product; what is about a whole order counts for each of its products.
    Product,
    /// The month of the day that puts a line or order into the period.
    Month,
}

impl KpiBy {
    /// The field of the group.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::Customer => "customer",
            Self::Channel => "channel",
            Self::Product => "product",
            Self::Month => "month",
        }
    }
}

/// What a line or order counts for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Whose<'a> {
    /// Login of who keyed it.
    pub clerk: Option<&'a str>,
    /// Customer code.
    pub customer: Option<&'a str>,
    /// How it came in.
    pub channel: Option<Channel>,
    /// Codes of its products.
    pub products: &'a [String],
}

/// A line, order or paper that a measure counts against us.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FailedLine {
    /// Order.
    pub order: Option<String>,
    /// Its line; none where it is about the whole order.
    pub line: Option<i64>,
    /// Why, as a code.
    pub why: String,
    /// The number that says so, e.g. shipped/wanted.
    pub fact: String,
}

/// One of them as it is told, with its names.
#[derive(Debug, Clone, Deserialize)]
pub struct NamedLine {
    /// What failed.
    #[serde(flatten)]
    pub failed: FailedLine,
    /// The customer.
    #[serde(default)]
    pub customer_name: Option<String>,
    /// Name of the goods.
    #[serde(default)]
    pub goods: Option<String>,
}

/// How many failed ones a row names at most; `failed` counts all.
pub const LISTED: usize = 50;

#[derive(Debug, Default)]
struct Tally {
    part: i128,
    of: i128,
    failed: i64,
    listed: Vec<FailedLine>,
    /// Of the cycle time: the seconds of each order's stages.
    ways: Vec<[i64; 4]>,
    /// Of the days owed, worked out elsewhere.
    value: Option<String>,
}

/// The sums.
#[derive(Debug)]
pub struct Board {
    by: Option<KpiBy>,
    wanted: BTreeSet<Measure>,
    only: Option<String>,
    month: String,
    tallies: BTreeMap<(String, Measure), Tally>,
}

impl Board {
    /// Nothing counted yet. `only` keeps one group.
    pub fn new(by: Option<KpiBy>, wanted: &[Measure], only: Option<String>) -> Self {
        Self {
            by,
            wanted: wanted.iter().copied().collect(),
            only,
            month: String::new(),
            tallies: BTreeMap::new(),
        }
    }

    /// Whether any of these is asked for.
    pub fn wants(&self, any: &[Measure]) -> bool {
        any.iter().any(|name| self.wanted.contains(name))
    }

    /// Whether groups are products: then what is about an order needs those of it.
    pub fn by_product(&self) -> bool {
        self.by == Some(KpiBy::Product)
    }

    /// Whether money owed can be told by the groups asked for.
    pub fn groups_money(&self) -> bool {
        matches!(self.by, None | Some(KpiBy::Month | KpiBy::Customer))
    }

    /// Whether groups are customers.
    pub fn by_customer(&self) -> bool {
        self.by == Some(KpiBy::Customer)
    }

    /// What follows belongs to this month, if months are told apart. Each has its rows, also without
    /// anything to count.
    pub fn begin_month(&mut self, month: String) {
        if self.by == Some(KpiBy::Month) {
            self.open_group(&month);
            self.month = month;
        }
    }

    fn open_group(&mut self, group: &str) {
        for name in &self.wanted {
            self.tallies.entry((group.to_owned(), *name)).or_default();
        }
    }

    fn groups(&self, whose: Whose<'_>) -> Vec<String> {
        let one = |key: Option<&str>| key.map(str::to_owned).into_iter().collect();
        let mut groups: Vec<String> = match self.by {
            None => vec![String::new()],
            Some(KpiBy::Month) => vec![self.month.clone()],
            Some(KpiBy::Clerk) => one(whose.clerk),
            Some(KpiBy::Customer) => one(whose.customer),
            Some(KpiBy::Channel) => one(whose.channel.map(Channel::name)),
            Some(KpiBy::Product) => whose.products.to_vec(),
        };
        groups.retain(|group| self.has(group));
        groups
    }

    fn each(&mut self, whose: Whose<'_>, name: Measure, mut change: impl FnMut(&mut Tally)) {
        if self.wanted.contains(&name) {
            for group in self.groups(whose) {
                change(self.tallies.entry((group, name)).or_default());
            }
        }
    }

    /// Whether a group is asked for.
    pub fn has(&self, group: &str) -> bool {
        self.only.as_deref().is_none_or(|only| only == group)
    }

    /// Whether one more that failed would be named.
    pub fn lists(&self, whose: Whose<'_>, name: Measure) -> bool {
        let named = |group: String| self.tallies.get(&(group, name));
        let full = |tally: &Tally| tally.listed.len() >= LISTED;
        self.names_failed()
            && self
                .groups(whose)
                .into_iter()
                .any(|group| !named(group).is_some_and(full))
    }

    /// A row for every group has no room for what failed.
    fn names_failed(&self) -> bool {
        self.by.is_none() || self.only.is_some()
    }

    /// Counts `part` of `of`; `failed` names what is counted against us.
    pub fn add(
        &mut self,
        whose: Whose<'_>,
        name: Measure,
        (part, of): (i64, i64),
        failed: Option<&FailedLine>,
    ) {
        let lists = self.names_failed();
        self.each(whose, name, |tally| {
            tally.part += i128::from(part);
            tally.of += i128::from(of);
            if let Some(failed) = failed {
                tally.failed += 1;
                if lists && tally.listed.len() < LISTED {
                    tally.listed.push(failed.clone());
                }
            }
        });
    }

    /// Counts one that is right or failed.
    pub fn count(&mut self, whose: Whose<'_>, name: Measure, failed: Option<&FailedLine>) {
        let right = i64::from(failed.is_some() == name.counts_faults());
        self.add(whose, name, (right, 1), failed);
    }

    /// The way of one order, stage by stage.
    pub fn way(&mut self, whose: Whose<'_>, seconds: [i64; 4]) {
        self.each(whose, Measure::CycleTime, |tally| tally.ways.push(seconds));
    }

    /// A value that was worked out elsewhere, with what it is made of.
    pub fn set(&mut self, whose: Whose<'_>, name: Measure, (part, of): (i64, i64), value: &str) {
        self.each(whose, name, |tally| {
            tally.part = i128::from(part);
            tally.of = i128::from(of);
            tally.value = Some(value.to_owned());
        });
    }

    /// The rows, group by group, in the order of the measures.
    pub fn rows(mut self, sees_prices: bool) -> Vec<Value> {
        if self.by.is_none() {
            self.open_group("");
        }
        let (by, lists) = (self.by, self.names_failed());
        let tallies = self.tallies.into_iter();
        tallies
            .map(|((group, name), tally)| {
                let mut row = tally.shown(name, lists, sees_prices);
                if let Some(by) = by {
                    row[by.name()] = json!(group);
                }
                row
            })
            .collect()
    }
}

impl Tally {
    fn shown(mut self, name: Measure, lists: bool, sees_prices: bool) -> Value {
        let number = |count: i128| -> Value {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            match name.counted() {
                Counted::Whole => json!(count),
                Counted::Qty => json!(Qty(count)),
                Counted::Money => json!(Money(count)),
            }
        };
        let mut row = json!({
            "name": name, "numerator": number(self.part), "denominator": number(self.of),
            "value": measures::rate(self.part, self.of), "formula": name.formula(),
            "failed": self.failed,
        });
        if name == Measure::ValueFill && !sees_prices {
            row["numerator"] = Value::Null;
            row["denominator"] = Value::Null;
        }
        if name.in_days() {
            row["value"] = json!(self.value);
        }
        if name == Measure::CycleTime {
            self.add_ways(&mut row);
        }
        if lists {
            row["lines"] = json!(self.listed);
        }
        row
    }

    /// Of the cycle time the denominator is how many orders, the numerator the sum of their days.
    fn add_ways(&mut self, row: &mut Value) {
        let mut whole: Vec<i64> = self.ways.iter().map(|way| way.iter().sum()).collect();
        let sum: i128 = whole.iter().map(|seconds| i128::from(*seconds)).sum();
        let days = |seconds: Option<i64>| seconds.map(measures::days);
        row["numerator"] = json!(i64::try_from(divide_half_up(sum, 86_400)).unwrap_or(i64::MAX));
        row["denominator"] = json!(whole.len());
        row["value"] = json!(days(measures::median(&mut whole)));
        row["p90"] = json!(days(measures::ninetieth(&mut whole)));
        let stages = STAGES.iter().enumerate().map(|(place, stage)| {
            let mut part: Vec<i64> = self.ways.iter().map(|way| way[place]).collect();
            let (median, p90) = (measures::median(&mut part), measures::ninetieth(&mut part));
            json!({ "stage": stage, "median": days(median), "p90": days(p90) })
        });
        row["stages"] = stages.collect();
    }
}
