//! The steps by name, and which of them an order allows now.

use serde_json::Value;

use super::goods::{qty, rest_of};
use super::{dates, goods, judge, settle};
use crate::domain::order::{State, Verb};
use crate::ui::widgets::order_card::read::rows;
use crate::words::Lang;

/// Something to do with an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A department's opinion.
    Opinion,
    /// The director's yes.
    Approve,
    /// Back to sales.
    Return,
    /// No, for good.
    Reject,
    /// Sets a block aside.
    Override,
    /// Stops it.
    Hold,
    /// Lets it go on.
    Release,
    /// A condition of an opinion is met.
    Condition,
    /// A word with the customer.
    Contact,
    /// Packs what is reserved.
    Pack,
    /// Lets a shipment go.
    Dispatch,
    /// The signature at the door.
    Sign,
    /// The invoice.
    Invoice,
    /// Money came.
    Receipt,
    /// Takes back part of an invoice.
    CreditNote,
    /// Gives up what is open on an invoice.
    WriteOff,
    /// Gives money back.
    Refund,
    /// Changes it, on the screen of order entry.
    Edit,
    /// Hands it in.
    Submit,
    /// Asks for a new version of an approved order.
    Change,
    /// Takes back the version that waits.
    Withdraw,
    /// The customer says that the version is right.
    Confirm,
    /// The same once more, as a new draft.
    Copy,
    /// Other orders go into it.
    Merge,
    /// A part of it becomes an order of its own.
    Split,
    /// Takes a packing back.
    Unpack,
    /// Call it back before it leaves.
    Intercept,
    /// Calls it off, or a part of it.
    Cancel,
    /// It was no order.
    Void,
    /// Gives up the open rest.
    CloseShort,
    /// Takes a closed one up again.
    Reopen,
    /// The customer was told a date.
    Told,
    /// Served before all others.
    Bump,
    /// At the customer's.
    Arrive,
    /// The signed slip is back.
    Slip,
    /// The steps of what follows a sale.
    AfterSale,
    /// Goods come back.
    GoodsBack,
    /// Agrees to a return.
    ReturnApprove,
    /// The goods are in.
    ReturnReceive,
    /// The money of a return.
    ReturnSettle,
    /// Gives a return up.
    ReturnDrop,
    /// The customer complains.
    Complain,
    /// Answers a complaint.
    ComplaintAnswer,
    /// Closes a complaint.
    ComplaintClose,
    /// How content the customer is.
    Survey,
    /// Asks a department for something.
    AskTask,
    /// Answers a task.
    TaskAnswer,
    /// Closes a task.
    TaskClose,
    /// An exception is solved.
    ExceptionSolve,
    /// An exception gets an owner.
    ExceptionAssign,
    /// Something went wrong.
    Problem,
}

impl Step {
    /// Its name.
    pub const fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Opinion => lang.step_opinion(),
            Self::Approve => lang.step_approve(),
            Self::Return => lang.step_return(),
            Self::Reject => lang.step_reject(),
            Self::Override => lang.step_override(),
            Self::Hold => lang.step_hold(),
            Self::Release => lang.step_release(),
            Self::Condition => lang.step_condition(),
            Self::Contact => lang.step_contact(),
            Self::Pack => lang.step_pack(),
            Self::Dispatch => lang.step_dispatch(),
            Self::Sign => lang.step_sign(),
            Self::Invoice => lang.step_invoice(),
            Self::Receipt => lang.step_receipt(),
            Self::CreditNote => lang.step_credit_note(),
            Self::WriteOff => lang.step_write_off(),
            Self::Refund => lang.step_refund(),
            Self::Edit => lang.step_edit(),
            Self::Submit => lang.step_submit(),
            Self::Change => lang.step_change(),
            Self::Withdraw => lang.step_withdraw(),
            Self::Confirm => lang.step_confirm(),
            Self::Copy => lang.step_copy(),
            Self::Merge => lang.step_merge(),
            Self::Split => lang.step_split(),
            Self::Unpack => lang.step_unpack(),
            Self::Intercept => lang.step_intercept(),
            Self::Cancel => lang.step_cancel(),
            Self::Void => lang.step_void(),
            Self::CloseShort => lang.step_close_short(),
            Self::Reopen => lang.step_reopen(),
            Self::Told => lang.step_told(),
            Self::Bump => lang.step_bump(),
            Self::Arrive => lang.step_arrive(),
            Self::Slip => lang.step_slip(),
            Self::AfterSale => lang.step_after_sale(),
            Self::GoodsBack => lang.step_goods_back(),
            Self::ReturnApprove => lang.step_return_approve(),
            Self::ReturnReceive => lang.step_return_receive(),
            Self::ReturnSettle => lang.step_return_settle(),
            Self::ReturnDrop => lang.step_return_drop(),
            Self::Complain => lang.step_complain(),
            Self::ComplaintAnswer => lang.step_complaint_answer(),
            Self::ComplaintClose => lang.step_complaint_close(),
            Self::Survey => lang.step_survey(),
            Self::AskTask => lang.step_ask_task(),
            Self::TaskAnswer => lang.step_task_answer(),
            Self::TaskClose => lang.step_task_close(),
            Self::ExceptionSolve => lang.step_exception_solve(),
            Self::ExceptionAssign => lang.step_exception_assign(),
            Self::Problem => lang.step_problem(),
        }
    }

    /// The command it makes.
    pub const fn command(self) -> &'static str {
        match self {
            Self::Opinion => "review.give",
            Self::Approve => "order.approve",
            Self::Return => "order.return",
            Self::Reject => "order.reject",
            Self::Override => "override.give",
            Self::Hold => "hold.place",
            Self::Release => "hold.release",
            Self::Condition => "condition.meet",
            Self::Contact => "contact.log",
            Self::Pack => "shipment.pack",
            Self::Dispatch => "shipment.dispatch",
            Self::Sign => "shipment.sign",
            Self::Invoice => "invoice.post",
            Self::Receipt => "receipt.record",
            Self::CreditNote => "credit_note.post",
            Self::WriteOff => "writeoff.post",
            Self::Refund => "refund.pay",
            Self::Edit => "order.edit",
            Self::Submit => "order.submit",
            Self::Change => "order.change",
            Self::Withdraw => "order.withdraw",
            Self::Confirm => "order.confirm",
            Self::Copy => "order.copy",
            Self::Merge => "order.merge",
            Self::Split => "order.split",
            Self::Unpack => "shipment.unpack",
            Self::Intercept => "order.intercept",
            Self::Cancel => "order.cancel",
            Self::Void => "order.void",
            Self::CloseShort => "order.close_short",
            Self::Reopen => "order.reopen",
            Self::Told => "order.told",
            Self::Bump => "order.bump",
            Self::Arrive => "shipment.arrive",
            Self::Slip => "shipment.slip",
            Self::AfterSale => "", // a menu of its own
            Self::GoodsBack => "return.open",
            Self::ReturnApprove => "return.approve",
            Self::ReturnReceive => "return.receive",
            Self::ReturnSettle => "return.settle",
            Self::ReturnDrop => "return.drop",
            Self::Complain => "complaint.open",
            Self::ComplaintAnswer => "complaint.answer",
            Self::ComplaintClose => "complaint.close",
            Self::Survey => "survey.record",
            Self::AskTask => "task.open",
            Self::TaskAnswer => "task.answer",
            Self::TaskClose => "task.close",
            Self::ExceptionSolve => "exception.solve",
            Self::ExceptionAssign => "exception.assign",
            Self::Problem => "exception.raise",
        }
    }

    /// Whether it is one of the menu of what follows a sale.
    pub(super) const fn is_after_sale(self) -> bool {
        matches!(
            self,
            Self::GoodsBack
                | Self::ReturnApprove
                | Self::ReturnReceive
                | Self::ReturnSettle
                | Self::ReturnDrop
                | Self::Complain
                | Self::ComplaintAnswer
                | Self::ComplaintClose
                | Self::Survey
                | Self::AskTask
                | Self::TaskAnswer
                | Self::TaskClose
                | Self::ExceptionSolve
                | Self::ExceptionAssign
                | Self::Problem
        )
    }
}

/// Whether an order can be changed on the screen of order entry.
pub fn editable(order: &Value) -> bool {
    allows(order, Verb::Edit)
}

fn allows(order: &Value, verb: Verb) -> bool {
    let state = order["state"].as_str().and_then(|name| name.parse().ok());
    state.is_some_and(|state: State| state.allows(verb))
}

fn has_shipment(order: &Value, state: &str) -> bool {
    let mut all = rows(order, "shipments").iter();
    all.any(|shipment| shipment["state"] == state)
}

/// What leads the goods to the door.
fn about_goods(order: &Value, going: bool) -> Vec<Step> {
    let mut lines = rows(order, "lines").iter();
    let kept = lines.any(|line| qty(line, "reserved").0 > 0);
    [
        (Step::Dispatch, going && has_shipment(order, "packed")),
        (Step::Pack, going && kept),
        (Step::Sign, has_shipment(order, "dispatched")),
    ]
    .into_iter()
    .filter_map(|(step, there)| there.then_some(step))
    .collect()
}

/// Dates, arrivals and slips; `waits` if goods of it have still to be packed.
fn about_dates(order: &Value, waits: bool) -> Vec<Step> {
    let shipments = rows(order, "shipments");
    let going = order["state"] == "approved";
    [
        (Step::Told, going),
        (Step::Arrive, shipments.iter().any(dates::on_its_way)),
        (Step::Slip, shipments.iter().any(dates::without_slip)),
        (Step::Bump, waits),
    ]
    .into_iter()
    .filter_map(|(step, there)| there.then_some(step))
    .collect()
}

/// The steps that settle an invoice without new money, or give money back.
fn settling(order: &Value) -> impl Iterator<Item = Step> {
    let there = [
        (Step::WriteOff, !settle::invoices(order, true).is_empty()),
        (Step::CreditNote, !settle::invoices(order, false).is_empty()),
        (Step::Refund, !settle::credits(order).is_empty()),
    ];
    let there = there.into_iter().filter(|(_, there)| *there);
    there.map(|(step, _)| step)
}

/// The steps that an order allows now, the most likely first.
pub fn allowed(order: &Value) -> Vec<Step> {
    let state = order["state"].as_str().unwrap_or_default();
    let mut steps = match state {
        "reviewing" => vec![Step::Opinion, Step::Return],
        "director" => vec![Step::Approve, Step::Return, Step::Reject],
        // What is not whole yet is filled in first; the desk says what is missing.
        "draft" => vec![Step::Submit, Step::Edit],
        "incomplete" => vec![Step::Edit, Step::Submit],
        "returned" => vec![Step::Edit],
        _ if order["pending"] == true => waiting(order),
        _ => Vec::new(),
    };
    let going = state == "approved";
    steps.extend(about_goods(order, going));
    if going && goods::to_invoice(order).0 > 0 {
        steps.push(Step::Invoice);
    }
    let owed = matches!(
        state,
        "approved" | "director" | "reviewing" | "closed" | "short_closed"
    );
    if owed && order["payment"] != "paid" {
        steps.push(Step::Receipt);
    }
    steps.extend(settling(order));
    steps.push(Step::Contact);
    steps.push(Step::AfterSale);
    if going && order["pending"] != true {
        steps.push(Step::Change);
    }
    let open = !matches!(
        state,
        "rejected" | "cancelled" | "void" | "closed" | "short_closed"
    );
    if !rows(order, "holds").is_empty() {
        steps.push(Step::Release);
    }
    if open && !judge::unmet(order).is_empty() {
        steps.push(Step::Condition);
    }
    if open {
        steps.extend([Step::Hold, Step::Override]);
    }
    if going && has_shipment(order, "packed") {
        steps.push(Step::Unpack);
    }
    let rest = rows(order, "lines").iter().any(|line| rest_of(line).0 > 0);
    if going && rest {
        steps.push(Step::Intercept);
    }
    let last = [
        (Step::Cancel, Verb::Cancel, !going || rest),
        (Step::CloseShort, Verb::CloseShort, rest),
        (Step::Void, Verb::Void, true),
        (Step::Reopen, Verb::Reopen, true),
    ];
    let last = last
        .into_iter()
        .filter(|(_, verb, there)| *there && allows(order, *verb));
    steps.extend(last.map(|(step, _, _)| step));
    steps.extend(about_dates(order, going && rest));
    if going {
        steps.push(Step::Confirm);
    }
    if allows(order, Verb::Edit) {
        steps.extend([Step::Merge, Step::Split]);
    }
    steps.push(Step::Copy);
    steps
}

/// The steps of a version that waits.
fn waiting(order: &Value) -> Vec<Step> {
    let judge = if rows(&order["change"], "owed").is_empty() {
        Step::Approve
    } else {
        Step::Opinion
    };
    vec![judge, Step::Return, Step::Reject, Step::Withdraw]
}
