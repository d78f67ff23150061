//! The one table of money transfers: accounts and the postings of each event (`rules.md §9`).
//!
//! What lives here: which account owes which for what happens at the desk. What never does: the
//! applying of receipts to invoices, which moves no money (`settle`). A posting is never changed;
//! a mistake is corrected by its counter-posting.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use super::day::Day;
use super::number::Money;
use super::refusal::Refusal;
use super::role::named;
use super::tax::Amounts;
use super::text::spelled;

/// An account of the desk's ledger, spelled as in `contract.md §4`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// What a customer owes 应收账款, by customer code.
    Receivable(String),
    /// What a customer has paid before any invoice 预收账款, by customer code.
    Deposit(String),
    /// What a carrier has collected for us 其他应收, by carrier code.
    Carrier(String),
    /// Sales before tax 收入.
    Revenue,
    /// Tax on sales 销项税.
    VatOut,
    /// Money in the bank, platform money too.
    Bank,
    /// Money in the till.
    Cash,
    /// Money from card machines.
    Card,
    /// Cheques not yet cleared 应收票据.
    Notes,
    /// Small differences given up 财务费用.
    Discount,
    /// Debts given up 坏账.
    BadDebt,
}

/// Tells that a text is no account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnAccount;

impl Account {
    /// The name without a code, and the code where there is one.
    fn parts(&self) -> (&'static str, Option<&str>) {
        match self {
            Self::Receivable(code) => ("receivable", Some(code)),
            Self::Deposit(code) => ("deposit", Some(code)),
            Self::Carrier(code) => ("carrier", Some(code)),
            Self::Revenue => ("revenue", None),
            Self::VatOut => ("vat_out", None),
            Self::Bank => ("bank", None),
            Self::Cash => ("cash", None),
            Self::Card => ("card", None),
            Self::Notes => ("notes", None),
            Self::Discount => ("discount", None),
            Self::BadDebt => ("bad_debt", None),
        }
    }
}

impl FromStr for Account {
    type Err = NotAnAccount;

    fn from_str(text: &str) -> Result<Self, NotAnAccount> {
        if let Some((name, code)) = text.split_once(':') {
            let code = code.to_owned();
            return match name {
                _ if code.is_empty() => Err(NotAnAccount),
                "receivable" => Ok(Self::Receivable(code)),
                "deposit" => Ok(Self::Deposit(code)),
                "carrier" => Ok(Self::Carrier(code)),
                _ => Err(NotAnAccount),
            };
        }
        match text {
            "revenue" => Ok(Self::Revenue),
            "vat_out" => Ok(Self::VatOut),
            "bank" => Ok(Self::Bank),
            "cash" => Ok(Self::Cash),
            "card" => Ok(Self::Card),
            "notes" => Ok(Self::Notes),
            "discount" => Ok(Self::Discount),
            "bad_debt" => Ok(Self::BadDebt),
            _ => Err(NotAnAccount),
        }
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parts() {
            (name, Some(code)) => f.pad(&format!("{name}:{code}")),
            (name, None) => f.pad(name),
        }
    }
}

spelled!(
    Account,
    "an account: receivable:C1, deposit:C1, carrier:SF, revenue, vat_out, bank, cash, card, notes, discount or bad_debt"
);

named! {
    /// The column of the ageing that an open item stands in.
    Bucket {
        /// Not yet due 未到期, the due day itself included.
        NotDue = "not_due",
        /// 1 to 30 days overdue.
        D1To30 = "d1_30",
        /// 31 to 60 days overdue.
        D31To60 = "d31_60",
        /// 61 to 90 days overdue.
        D61To90 = "d61_90",
        /// 91 to 180 days overdue.
        D91To180 = "d91_180",
        /// More than 180 days overdue.
        Over180 = "over_180",
    }
}

impl Bucket {
    /// Finds the column of an item due on `due`, seen on `as_of`.
    pub fn of(as_of: Day, due: Day) -> Self {
        match as_of.days_since(due) {
            ..=0 => Self::NotDue,
            1..=30 => Self::D1To30,
            31..=60 => Self::D31To60,
            61..=90 => Self::D61To90,
            91..=180 => Self::D91To180,
            _ => Self::Over180,
        }
    }
}

named! {
    /// How money came in or went out.
    Method {
        /// Notes and coins.
        Cash = "cash",
        /// A bank transfer.
        Wire = "wire",
        /// A card.
        Card = "card",
        /// A cheque or bill 票据.
        Cheque = "cheque",
        /// A platform's payout.
        Platform = "platform",
        /// Collected by the carrier at the door.
        Cod = "cod",
    }
}

impl Method {
    /// The account that cleared money of this kind is in; wire and platform money is in the bank.
    ///
    /// Money collected by a carrier is in no account of ours until the carrier hands it over, so
    /// it is refused here: `carrier_collects` and `carrier_remits` post it.
    fn account(self) -> Result<Account, Refusal> {
        match self {
            Self::Cash => Ok(Account::Cash),
            Self::Card => Ok(Account::Card),
            Self::Wire | Self::Platform | Self::Cheque => Ok(Account::Bank),
            Self::Cod => Err(Refusal::bad_field("method", self)),
        }
    }
}

/// Which account of a customer a payment touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What the customer owes.
    Receivable,
    /// What the customer has paid ahead of any invoice.
    Deposit,
}

impl Side {
    /// The customer's account on this side.
    pub fn of(self, customer: &str) -> Account {
        match self {
            Self::Receivable => Account::Receivable(customer.to_owned()),
            Self::Deposit => Account::Deposit(customer.to_owned()),
        }
    }
}

/// One transfer: the debit account gets what the credit account gives.
///
/// Invariant: the amount is above zero (`contract.md §6`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Posting {
    debit: Account,
    credit: Account,
    amount: Money,
}

impl Posting {
    /// Makes a transfer; nothing for zero, and a refusal below it.
    ///
    /// Zero is common (an invoice at tax rate 0) and is no transfer; an amount below zero is a
    /// slip of the caller, who wants the counter-posting.
    pub fn new(debit: Account, credit: Account, amount: Money) -> Result<Option<Self>, Refusal> {
        if amount < Money::ZERO {
            return Err(Refusal::bad_field("amount", amount));
        }
        Ok((!amount.is_zero()).then_some(Self {
            debit,
            credit,
            amount,
        }))
    }

    /// The account that gets it.
    pub const fn debit(&self) -> &Account {
        &self.debit
    }

    /// The account that gives it.
    pub const fn credit(&self) -> &Account {
        &self.credit
    }

    /// How much.
    pub const fn amount(&self) -> Money {
        self.amount
    }

    /// The transfer that undoes this one: the only way to correct it.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self {
            debit: self.credit,
            credit: self.debit,
            amount: self.amount,
        }
    }
}

/// The postings of an event, or why it has none.
pub type Postings = Result<Vec<Posting>, Refusal>;

fn one(debit: Account, credit: Account, amount: Money) -> Postings {
    Ok(Posting::new(debit, credit, amount)?.into_iter().collect())
}

/// Posts an invoice: the customer owes net and tax.
pub fn invoice(customer: &str, amounts: Amounts) -> Postings {
    let owed = || Side::Receivable.of(customer);
    let mut postings = one(owed(), Account::Revenue, amounts.net)?;
    postings.extend(Posting::new(owed(), Account::VatOut, amounts.tax)?);
    Ok(postings)
}

/// Posts a credit note: the counter-postings of an invoice of these amounts.
pub fn credit_note(customer: &str, amounts: Amounts) -> Postings {
    let postings = invoice(customer, amounts)?;
    Ok(postings.into_iter().map(Posting::reversed).collect())
}

/// Posts cleared money for what the customer owes.
pub fn receipt_cleared(method: Method, customer: &str, amount: Money) -> Postings {
    one(method.account()?, Side::Receivable.of(customer), amount)
}

/// Posts cleared money for an order not yet invoiced: a deposit 预收.
pub fn receipt_for_order(method: Method, customer: &str, amount: Money) -> Postings {
    one(method.account()?, Side::Deposit.of(customer), amount)
}

/// Posts the part of a deposit that an invoice uses up.
pub fn deposit_used(customer: &str, amount: Money) -> Postings {
    one(
        Side::Deposit.of(customer),
        Side::Receivable.of(customer),
        amount,
    )
}

/// Posts money given back, from what the customer has in credit on this side.
pub fn refund(side: Side, method: Method, customer: &str, amount: Money) -> Postings {
    one(side.of(customer), method.account()?, amount)
}

/// Posts a cheque on the day it comes in: the customer owes less, the paper is not money yet.
pub fn cheque_received(side: Side, customer: &str, amount: Money) -> Postings {
    one(Account::Notes, side.of(customer), amount)
}

/// Posts a cheque that the bank has paid, or other money that was waited for.
pub fn cheque_cleared(method: Method, amount: Money) -> Postings {
    one(method.account()?, Account::Notes, amount)
}

/// Posts a cheque that the bank has refused: the customer owes again, on the side it was for.
pub fn cheque_bounced(side: Side, customer: &str, amount: Money) -> Postings {
    one(side.of(customer), Account::Notes, amount)
}

/// Posts money a carrier has collected at the door: the carrier owes it now.
pub fn carrier_collects(side: Side, carrier: &str, customer: &str, amount: Money) -> Postings {
    one(
        Account::Carrier(carrier.to_owned()),
        side.of(customer),
        amount,
    )
}

/// Posts collected money that the carrier has handed over to the bank.
///
/// `rules.md §9` is silent on it; without it the carrier would owe for ever.
pub fn carrier_remits(carrier: &str, amount: Money) -> Postings {
    one(Account::Bank, Account::Carrier(carrier.to_owned()), amount)
}

/// Posts a debt given up: a small difference to the discount account, else to bad debts.
pub fn write_off(customer: &str, amount: Money, small: bool) -> Postings {
    let account = if small {
        Account::Discount
    } else {
        Account::BadDebt
    };
    one(account, Side::Receivable.of(customer), amount)
}

#[cfg(test)]
mod tests;
