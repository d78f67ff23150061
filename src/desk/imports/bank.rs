//! Lines of a bank's export as receipts: whose money it is, and for which invoices.
//!
//! An invoice number in what the payer wrote says it; else the name of the account, if it is the name
//! of just one customer. What neither says is left to a person, with what is like it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::desk::command::Command;
use crate::desk::failure::Outcome;
use crate::domain::{Code, Money, Refusal, text};
use crate::paper::bank_sheet::BankLine;
use crate::store::{self, Db, customers, invoices};

/// Suggestions that are told; more would not be read.
const SUGGESTED: usize = 3;

/// Customers by the names of their accounts.
#[derive(Debug)]
pub struct Payers {
    by_name: BTreeMap<String, Vec<String>>,
}

impl Payers {
    /// Reads the names of all customers, once for a file.
    pub fn read(db: &Db) -> Outcome<Self> {
        let mut by_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in customers::names(db)? {
            by_name.entry(bare(&row.name)).or_default().push(row.code);
        }
        Ok(Self { by_name })
    }

    /// The customer of this name, if it is just one.
    fn only(&self, name: &str) -> Option<&str> {
        match self.by_name.get(&bare(name)).map(Vec::as_slice) {
            Some([one]) => Some(one),
            _ => None,
        }
    }

    /// Customers whose name holds this one, or is held by it.
    fn like(&self, name: &str) -> Vec<&str> {
        let name = bare(name);
        if name.chars().count() < 2 {
            return Vec::new();
        }
        let like = |known: &str| {
            known.chars().count() >= 2 && (known.contains(&name) || name.contains(known))
        };
        let found = self.by_name.iter().filter(|(known, _)| like(known));
        let codes = found.flat_map(|(_, codes)| codes.iter().map(String::as_str));
        codes.take(SUGGESTED).collect()
    }
}

/// A name as it is compared: narrow, without blanks, brackets and case.
fn bare(name: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && !matches!(c, '(' | ')' | '·' | '.' | ',' | '-');
    text::narrow(name)
        .to_lowercase()
        .chars()
        .filter(kept)
        .collect()
}

/// The id of the command that records a line: what the bank says of it, so that a file read twice,
/// or another that holds the same line, adds nothing. The `nth` of equal lines without a number of
/// the bank is another payment.
pub fn id(line: &BankLine, nth: usize) -> String {
    if line.serial.is_empty() {
        let said = [&line.date, &line.payer, &line.text].map(String::as_str);
        return format!("bank:{}:{}:{nth}", said.join(":"), line.amount);
    }
    format!("bank:{}:{}:{}", line.serial, line.date, line.amount)
}

/// The reference a receipt of this line carries: the bank's number, then what the payer wrote.
pub fn reference(line: &BankLine) -> String {
    let parts = [line.serial.as_str(), line.text.as_str()];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ").chars().take(text::LONGEST).collect()
}

/// Whether the money is in the books: recorded from a file before, or by hand with the bank's number
/// in front of its reference.
pub fn is_known(db: &Db, line: &BankLine, id: &str) -> Outcome<bool> {
    if store::audit::seen(db, id)?.is_some() {
        return Ok(true);
    }
    Ok(!line.serial.is_empty() && store::receipts::has_reference(db, &line.serial, line.amount)?)
}

/// The receipt of a line, or the refusal that says what it may be.
pub fn command(db: &Db, payers: &Payers, line: &BankLine) -> Outcome<Command> {
    let named = invoices_named(db, &line.text)?;
    let mut owners: Vec<&str> = named
        .iter()
        .map(|(_, customer)| customer.as_str())
        .collect();
    owners.dedup();
    let (customer, papers) = match (owners.as_slice(), payers.only(&line.payer)) {
        ([one], _) => ((*one).to_owned(), Some(numbers(&named))),
        (_, Some(code)) => (code.to_owned(), None),
        _ => return Err(unmatched(db, payers, line)?.into()),
    };
    let with = json!({
        "customer": customer, "amount": line.amount, "method": "wire", "date": line.date,
        "ref": reference(line), "invoices": papers,
    });
    Ok(Command::parse("receipt.record", with)?)
}

fn numbers(named: &[(String, String)]) -> Vec<&str> {
    named.iter().map(|(number, _)| number.as_str()).collect()
}

/// The open invoices whose numbers stand in a text, with their customers.
fn invoices_named(db: &Db, written: &str) -> Outcome<Vec<(String, String)>> {
    let mut found = Vec::new();
    let narrowed = text::narrow(written);
    for word in narrowed.split(|c: char| !c.is_ascii_alphanumeric() && c != '-') {
        if word.len() < 4 {
            continue;
        }
        if let Some(invoice) = invoices::by_number(db, word)?
            && !invoice.open.is_zero()
        {
            found.push((invoice.number, invoice.customer));
        }
    }
    Ok(found)
}

/// What a person has to decide, with customers of a like name, or the one that owes just so much.
fn unmatched(db: &Db, payers: &Payers, line: &BankLine) -> Outcome<Refusal> {
    let mut like: Vec<String> = payers
        .like(&line.payer)
        .into_iter()
        .map(str::to_owned)
        .collect();
    if like.is_empty() {
        like = of_amount(db, line.amount)?;
    }
    Ok(Refusal::new(Code::ReceiptUnmatched)
        .fact("payer", &line.payer)
        .fact("amount", line.amount)
        .fact("date", &line.date)
        .fact("serial", &line.serial)
        .fact("like", Value::from(like)))
}

/// The customer with the one open invoice of exactly this amount: a suggestion, never a decision.
fn of_amount(db: &Db, amount: Money) -> Outcome<Vec<String>> {
    let found = invoices::all_of_amount(db, amount, 2)?;
    Ok(match found.as_slice() {
        [one] => vec![format!("{} ({})", one.customer, one.number)],
        _ => Vec::new(),
    })
}
