//! How far the reminding of a customer has come, and `ask letter` (`rules.md §9`, collection).

use serde_json::{Value, json};

use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::query::Qx;
use crate::desk::settings;
use crate::domain::chinese_amount::in_capitals;
use crate::domain::collection::{DunningDays, DunningStage, LetterGrade};
use crate::domain::{Code, Day, Money, Refusal};
use crate::store::open_items::{self, OpenItem};
use crate::store::{Db, ledger};

payload! {
    /// A letter to a customer about what is due, in one of three grades; `text` is ready to send.
    pub struct LetterQuery {
        /// Customer.
        #[serde(deserialize_with = "fields::code")]
        pub customer: String,
        /// reminder, demand or final; the one that goes with the stage if left out.
        pub grade: Option<LetterGrade>,
        /// As it was at the end of this day (default today).
        pub as_of: Option<Day>,
    }
}

/// From how many days overdue each stage counts in this office.
pub fn dunning_days(db: &Db) -> Outcome<DunningDays> {
    Ok(DunningDays {
        call: i64::from(settings::COLLECT_CALL.count(db)?),
        letter: i64::from(settings::COLLECT_LETTER.count(db)?),
        stop: i64::from(settings::COLLECT_STOP.count(db)?),
        notice: i64::from(settings::COLLECT_NOTICE.count(db)?),
    })
}

/// Answers with a letter; where nothing is due the refusal is `wrong_state`.
///
/// Disputed items stand in no letter; money on account is told beside the sum, because the customer
/// takes it off.
pub fn letter(qx: &Qx<'_>, q: &LetterQuery) -> Outcome<Value> {
    let customer = find::customer(qx.db, &q.customer)?;
    let day = q.as_of.unwrap_or(qx.today);
    let from_facts = ledger::anything_after(qx.db, day)?;
    let mut items = open_items::invoices(qx.db, Some(customer.id), day, from_facts)?;
    items.retain(|item| !item.disputed);
    let late = items.first().map_or(0, |item| day.days_since(item.due_on));
    let stage = DunningStage::of(late, dunning_days(qx.db)?);
    let grade = q.grade.unwrap_or_else(|| stage.letter());
    let ahead = match grade {
        LetterGrade::Reminder => i64::from(settings::COLLECT_REMIND.count(qx.db)?),
        LetterGrade::Demand | LetterGrade::Final => -1,
    };
    items.retain(|item| item.due_on <= day.plus_days(ahead));
    if items.is_empty() {
        return Err(Refusal::new(Code::WrongState)
            .fact("document", &customer.code)
            .fact("state", "nothing_due")
            .into());
    }
    let total = Money::sum(items.iter().map(|item| item.open))?;
    let free = open_items::receipts(qx.db, customer.id, day)?;
    let on_account = Money::sum(free.iter().map(|money| money.open))?;
    let pay_by = match grade {
        LetterGrade::Reminder => items.iter().map(|item| item.due_on).fold(day, Day::max),
        LetterGrade::Demand | LetterGrade::Final => {
            day.plus_days(i64::from(settings::LETTER_DAYS.count(qx.db)?))
        }
    };
    let rows: Vec<Value> = items.iter().map(|item| row(item, day)).collect();
    let letter = json!({
        "grade": grade, "customer": customer.code, "customer_name": customer.name, "date": day,
        "pay_by": pay_by, "total": total, "in_words": in_capitals(total),
        "on_account": on_account, "office": settings::OFFICE.text(qx.db)?,
        "account": settings::BANK_ACCOUNT.text(qx.db)?,
        "contact": settings::LETTER_CONTACT.text(qx.db)?, "items": rows,
    });
    Ok(json!({ "stage": stage, "letter": letter, "rows": rows, "next": Value::Null }))
}

fn row(item: &OpenItem, day: Day) -> Value {
    json!({
        "number": item.number, "date": item.invoiced_on, "due": item.due_on,
        "amount": item.gross, "open": item.open,
        "days_overdue": day.days_since(item.due_on).max(0),
    })
}
