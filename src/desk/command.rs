//! The table of commands: a new one is one row here, and shows up in `run`, `help`, permissions
//! and audit by itself.

use serde_json::Value;

use crate::domain::{Code, Refusal, Role};

use super::cx::Cx;
use super::failure::Outcome;
use super::fields::fields;
use super::{
    after_sale, follow_up, imports, masters, nightly, orders, receivables, rules, shipping, stock,
};

/// What the table says of a command.
#[derive(Debug)]
pub struct CommandSpec {
    /// Its name in the contract.
    pub name: &'static str,
    /// Who may give it from the start.
    pub roles: &'static [Role],
    /// What it may be refused with, beside what every command can be.
    pub refusals: &'static [Code],
}

/// Refusals that every command knows.
pub const ALWAYS: &[Code] = &[
    Code::BadField,
    Code::NotFound,
    Code::NotPermitted,
    Code::IdReused,
    Code::MoneyOverflow,
    Code::DateOutOfRange,
    Code::OfficeBusy,
    Code::OfficeUpgraded,
    Code::ClockBehind,
];

impl CommandSpec {
    /// Its fields, as JSON Schema.
    pub fn schema(&self) -> Value {
        super::shapes::of(self.name)
    }
}

macro_rules! commands {
    ($($variant:ident($payload:ty) = $name:literal, $run:path, $roles:expr, [$($code:ident),*];)+) => {
        /// An order to the desk: the keyboard, `run` and `import` all make these.
        #[derive(Debug, Clone)]
        pub enum Command {
            $(#[doc = concat!("`", $name, "`")] $variant(Box<$payload>)),+
        }

        impl Command {
            /// The rows of the table.
            pub const SPECS: &'static [CommandSpec] = &[$(CommandSpec {
                name: $name,
                roles: $roles,
                refusals: &[$(Code::$code),*],
            }),+];

            /// What the types say of them.
            #[cfg(test)]
            pub(super) fn shapes() -> Vec<(&'static str, Value)> {
                vec![$(($name, schemars::schema_for!($payload).to_value())),+]
            }

            /// Its name in the contract.
            pub const fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => $name),+ }
            }

            /// Reads the fields of the command of this name.
            pub fn parse(name: &str, with: Value) -> Result<Self, Refusal> {
                match name {
                    $($name => fields(with).map(|p: $payload| Self::$variant(Box::new(p))),)+
                    _ => Err(Refusal::new(Code::UnknownCommand).fact("name", name)),
                }
            }

            /// Its fields as they are kept in the audit row.
            pub(super) fn payload(&self) -> serde_json::Result<String> {
                match self { $(Self::$variant(p) => serde_json::to_string(p)),+ }
            }

            /// Runs the body.
            pub(super) fn execute(&self, cx: &mut Cx<'_>) -> Outcome<Value> {
                match self { $(Self::$variant(p) => $run(cx, p)),+ }
            }

            /// Its row of the table.
            pub fn spec(&self) -> &'static CommandSpec {
                let name = self.name();
                Self::spec_of(name).expect("the macro makes a row for each")
            }

            /// The row of the command of this name, if there is one.
            pub fn spec_of(name: &str) -> Option<&'static CommandSpec> {
                Self::SPECS.iter().find(|s| s.name == name)
            }
        }

        $(impl From<$payload> for Command {
            fn from(payload: $payload) -> Self {
                Self::$variant(Box::new(payload))
            }
        })+
    };
}

/// Its name and fields, as on a line of `run`.
impl std::fmt::Display for Command {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.name(), self.payload().unwrap_or_default())
    }
}

/// Two commands are the same if they say the same.
impl PartialEq for Command {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name() && self.payload().ok() == other.payload().ok()
    }
}

const ADMIN: &[Role] = &[Role::Admin];
const ENTRY: &[Role] = &[Role::Clerk, Role::Sales, Role::Supervisor];
const CLERK: &[Role] = &[Role::Clerk, Role::Supervisor];
const PACKERS: &[Role] = &[Role::Clerk, Role::Supervisor, Role::Warehouse];
const CARRIERS: &[Role] = &[
    Role::Clerk,
    Role::Supervisor,
    Role::Warehouse,
    Role::Logistics,
];
const STORE: &[Role] = &[Role::Warehouse];
const INSPECTORS: &[Role] = &[Role::Warehouse, Role::Quality];
const QUALITY: &[Role] = &[Role::Quality];
const PLANNERS: &[Role] = &[
    Role::Clerk,
    Role::Supervisor,
    Role::Production,
    Role::Purchasing,
    Role::Logistics,
];
const RESERVERS: &[Role] = &[Role::Clerk, Role::Supervisor, Role::Warehouse];
const SUPPLY: &[Role] = &[Role::Purchasing];
const FINANCE: &[Role] = &[Role::Finance];
const SUPERVISOR: &[Role] = &[Role::Supervisor];
const DIRECTOR: &[Role] = &[Role::Director];
const OVERRIDERS: &[Role] = &[Role::Finance, Role::Supervisor, Role::Director];
/// Whoever a hold code may name; the code says who it is (`ask hold_codes`).
const RELEASERS: &[Role] = &[
    Role::Sales,
    Role::Finance,
    Role::Production,
    Role::Quality,
    Role::Warehouse,
    Role::Logistics,
    Role::Purchasing,
    Role::Director,
    Role::Supervisor,
];
const IMPORTERS: &[Role] = &[
    Role::Clerk,
    Role::Supervisor,
    Role::Admin,
    Role::Finance,
    Role::Warehouse,
    Role::Logistics,
];
/// Everybody who may act on papers can ask for something and answer.
const COLLEAGUES: &[Role] = &[
    Role::Clerk,
    Role::Sales,
    Role::Finance,
    Role::Production,
    Role::Quality,
    Role::Warehouse,
    Role::Logistics,
    Role::Purchasing,
    Role::Director,
    Role::Supervisor,
    Role::Admin,
];
const SETTLERS: &[Role] = &[Role::Finance, Role::Supervisor];
const RULERS: &[Role] = &[Role::Admin, Role::Supervisor];
const MAKERS: &[Role] = &[Role::Admin, Role::Production];
/// Departments for what they asked for, the warehouse for packing, the supervisor for all.
const JUDGES: &[Role] = &[
    Role::Sales,
    Role::Finance,
    Role::Production,
    Role::Quality,
    Role::Warehouse,
    Role::Logistics,
    Role::Purchasing,
    Role::Supervisor,
];
const CALLERS: &[Role] = &[Role::Clerk, Role::Sales, Role::Supervisor, Role::Finance];

commands! {
    // masters
    UserSave(masters::user::UserSave) = "user.save", masters::user::save, ADMIN, [LastAdmin];
    CustomerSave(masters::customer::CustomerSave) = "customer.save", masters::customer::save, ADMIN, [VersionConflict];
    ProductSave(masters::product::ProductSave) = "product.save", masters::product::save, ADMIN, [VersionConflict];
    WarehouseSave(masters::place::WarehouseSave) = "warehouse.save", masters::place::save_warehouse, ADMIN, [VersionConflict];
    SupplierSave(masters::place::SupplierSave) = "supplier.save", masters::place::save_supplier, ADMIN, [VersionConflict];
    CarrierSave(masters::place::CarrierSave) = "carrier.save", masters::place::save_carrier, ADMIN, [VersionConflict];
    PriceSave(masters::price::PriceSave) = "price.save", masters::price::save, ADMIN, [];
    PromotionSave(masters::promotion::PromotionSave) = "promotion.save", masters::promotion::save, ADMIN,
        [VersionConflict, QtyNotAStep];
    ContractSave(masters::contract::ContractSave) = "contract.save", masters::contract::save, ADMIN, [VersionConflict];
    CreditSet(masters::credit::CreditSet) = "credit.set", masters::credit::set, FINANCE, [];
    SettingSet(masters::setting::SettingSet) = "setting.set", masters::setting::set, ADMIN, [];
    ClockAccept(masters::clock::ClockAccept) = "clock.accept", masters::clock::accept, RULERS, [];
    ReadingLog(masters::reading::ReadingLog) = "reading.log", masters::reading::log, Role::ALL, [];
    // the office's rules
    GapRuleSave(rules::gap::GapRuleSave) = "gap_rule.save", rules::gap::save, RULERS, [];
    CheckRuleSave(rules::check::CheckRuleSave) = "check_rule.save", rules::check::save, ADMIN, [];
    RouteRuleSave(rules::route::RouteRuleSave) = "route_rule.save", rules::route::save, RULERS, [];
    DutyRuleSave(rules::duty::DutyRuleSave) = "duty_rule.save", rules::duty::save, ADMIN, [];
    PermissionSave(rules::permission::PermissionSave) = "permission.save", rules::permission::save, ADMIN, [];
    CalendarSave(rules::calendar::CalendarSave) = "calendar.save", rules::calendar::save, RULERS, [];
    CapacitySave(stock::capacity::CapacitySave) = "capacity.save", stock::capacity::save, MAKERS, [];
    // orders
    OrderEnter(orders::enter::OrderEnter) = "order.enter", orders::enter::enter, ENTRY,
        [DuplicateOrder, PriceNoReason, QtyNotAStep];
    OrderEdit(orders::edit::OrderEdit) = "order.edit", orders::edit::edit, ENTRY,
        [WrongState, VersionConflict, DuplicateOrder, PriceNoReason, QtyNotAStep];
    OrderSubmit(orders::submit::OrderSubmit) = "order.submit", orders::submit::submit, ENTRY,
        [WrongState, VersionConflict, OrderIncomplete, DuplicateOrder, PriceBelowFloor, CheckBlocked];
    ReviewGive(orders::review::ReviewGive) = "review.give", orders::review::give, Role::DEPARTMENTS,
        [WrongState, VersionConflict, DutyConflict];
    ConditionMeet(orders::condition::ConditionMeet) = "condition.meet", orders::condition::meet, JUDGES, [VersionConflict];
    OrderApprove(orders::approve::OrderApprove) = "order.approve", orders::approve::approve, DIRECTOR,
        [WrongState, VersionConflict, DutyConflict, CreditOverLimit, CreditOverdue, PriceBelowFloor, HoldActive, CheckBlocked, StockShort,
         OrderBelowShipped];
    OverrideGive(orders::grant::OverrideGive) = "override.give", orders::grant::give, OVERRIDERS, [WrongState, VersionConflict];
    OrderReturn(orders::send_back::OrderReturn) = "order.return", orders::send_back::send_back, DIRECTOR,
        [WrongState, VersionConflict, DutyConflict];
    OrderReject(orders::send_back::OrderReject) = "order.reject", orders::send_back::reject, DIRECTOR,
        [WrongState, VersionConflict, DutyConflict];
    OrderVoid(orders::cancel::OrderVoid) = "order.void", orders::cancel::void, CLERK, [WrongState, VersionConflict];
    OrderCancel(orders::cancel::OrderCancel) = "order.cancel", orders::cancel::cancel, CLERK,
        [WrongState, VersionConflict, OrderBelowShipped, QtyNotAStep];
    OrderCloseShort(orders::close_short::OrderCloseShort) = "order.close_short", orders::close_short::close_short, SUPERVISOR,
        [WrongState, VersionConflict];
    OrderChange(orders::change::asked::OrderChange) = "order.change", orders::change::ask::change, CLERK,
        [WrongState, VersionConflict, DutyConflict, OrderBelowShipped, OrderIncomplete, DuplicateOrder, PriceNoReason, QtyNotAStep,
         CreditOverLimit, CreditOverdue];
    OrderWithdraw(orders::change::withdraw::OrderWithdraw) = "order.withdraw", orders::change::withdraw::withdraw, CLERK,
        [WrongState, VersionConflict];
    OrderConfirm(orders::confirm::OrderConfirm) = "order.confirm", orders::confirm::confirm, ENTRY, [WrongState, VersionConflict];
    OrderCopy(orders::copy::OrderCopy) = "order.copy", orders::copy::copy, ENTRY, [PriceNoReason, QtyNotAStep];
    OrderMerge(orders::merge::OrderMerge) = "order.merge", orders::merge::merge, ENTRY,
        [WrongState, VersionConflict, DutyConflict, DuplicateOrder, QtyNotAStep];
    OrderSplit(orders::merge::OrderSplit) = "order.split", orders::merge::split, ENTRY,
        [WrongState, VersionConflict, DutyConflict, DuplicateOrder, QtyNotAStep];
    TemplateSave(orders::template::TemplateSave) = "template.save", orders::template::save, ENTRY, [];
    TemplateRemove(orders::template::TemplateRemove) = "template.remove", orders::template::remove, ENTRY, [];
    OrderReopen(orders::close_short::OrderReopen) = "order.reopen", orders::close_short::reopen, SUPERVISOR,
        [WrongState, VersionConflict, CreditOverLimit, CreditOverdue];
    HoldPlace(orders::hold::HoldPlace) = "hold.place", orders::hold::place, CLERK, [WrongState, VersionConflict, AlreadyThere];
    HoldRelease(orders::hold::HoldRelease) = "hold.release", orders::hold::release, RELEASERS, [WrongState, VersionConflict];
    HoldCodeSave(orders::hold_code::HoldCodeSave) = "hold_code.save", orders::hold_code::save, ADMIN, [];
    // the night
    NightlyRun(nightly::NightlyRun) = "nightly.run", nightly::run, ADMIN, [];
    // files
    ImportStart(imports::batch::ImportStart) = "import.start", imports::batch::start, IMPORTERS, [];
    ImportOrder(imports::said::ImportOrder) = "import.order", imports::platform::order, CLERK,
        [DuplicateOrder, QtyNotAStep];
    GoodsMap(imports::goods::GoodsMapping) = "goods.map", imports::goods::map, ENTRY, [];
    GoodsUnmap(imports::goods::GoodsUnmap) = "goods.unmap", imports::goods::unmap, ENTRY, [];
    ProfileSave(imports::profiles::ProfileSave) = "profile.save", imports::profiles::save, CLERK, [];
    ProfileRemove(imports::profiles::ProfileRemove) = "profile.remove", imports::profiles::remove, SUPERVISOR, [];
    PassRuleSave(imports::pass::PassRuleSave) = "pass_rule.save", imports::pass::save, ADMIN, [];
    PlatformPass(imports::pass::PlatformPass) = "platform.pass", imports::pass::again, CLERK, [];
    ImportUndo(imports::undo::ImportUndo) = "import.undo", imports::undo::undo, CLERK, [WrongState];
    ImportFinish(imports::batch::ImportFinish) = "import.finish", imports::batch::finish, IMPORTERS, [];
    // following up
    ContactLog(follow_up::contact::ContactLog) = "contact.log", follow_up::contact::log, CALLERS, [VersionConflict];
    TaskOpen(follow_up::task::TaskOpen) = "task.open", follow_up::task::open, COLLEAGUES, [];
    TaskAnswer(follow_up::task::TaskAnswer) = "task.answer", follow_up::task::answer, COLLEAGUES, [WrongState, VersionConflict];
    TaskClose(follow_up::task::TaskClose) = "task.close", follow_up::task::close, COLLEAGUES, [WrongState, VersionConflict];
    ComplaintOpen(follow_up::complaint::ComplaintOpen) = "complaint.open", follow_up::complaint::open, ENTRY, [];
    ComplaintAnswer(follow_up::complaint::ComplaintAnswer) = "complaint.answer", follow_up::complaint::answer, ENTRY, [WrongState, VersionConflict];
    ComplaintClose(follow_up::complaint::ComplaintClose) = "complaint.close", follow_up::complaint::close, ENTRY, [WrongState, VersionConflict];
    SurveyRecord(follow_up::survey::SurveyRecord) = "survey.record", follow_up::survey::record, CLERK, [WrongState, VersionConflict, AlreadyThere];
    ExceptionRaise(follow_up::exception::ExceptionRaise) = "exception.raise", follow_up::exception::raise, COLLEAGUES, [AlreadyThere];
    ExceptionAssign(follow_up::exception::ExceptionAssign) = "exception.assign", follow_up::exception::assign, CLERK, [WrongState, VersionConflict];
    ExceptionSolve(follow_up::exception::ExceptionSolve) = "exception.solve", follow_up::exception::solve, COLLEAGUES, [WrongState, VersionConflict];
    // after the sale
    ReturnOpen(after_sale::open::ReturnOpen) = "return.open", after_sale::open::open, ENTRY,
        [WrongState, VersionConflict, ReturnOverShipped, QtyNotAStep];
    ReturnApprove(after_sale::open::ReturnApprove) = "return.approve", after_sale::open::approve, SUPERVISOR, [WrongState, VersionConflict];
    ReturnReceive(after_sale::receive::ReturnReceive) = "return.receive", after_sale::receive::receive, PACKERS,
        [WrongState, VersionConflict, ReturnOverShipped, QtyNotAStep];
    ReturnSettle(after_sale::settle::ReturnSettle) = "return.settle", after_sale::settle::settle, FINANCE,
        [WrongState, VersionConflict, ReturnNotReceived, AlreadyThere, ReceiptOverApplied, DutyConflict, PeriodClosed];
    ReturnDrop(after_sale::open::ReturnDrop) = "return.drop", after_sale::open::drop, SUPERVISOR, [WrongState, VersionConflict];

    // stock and shipping
    StockReceive(stock::movement::StockReceive) = "stock.receive", stock::movement::receive, STORE, [QtyNotAStep];
    StockAdjust(stock::movement::StockAdjust) = "stock.adjust", stock::movement::adjust, STORE, [StockShort, QtyNotAStep];
    StockCount(stock::movement::StockCount) = "stock.count", stock::movement::count, STORE, [StockShort, QtyNotAStep];
    StockQuarantine(stock::aside::StockQuarantine) = "stock.quarantine", stock::aside::quarantine, INSPECTORS, [StockShort, QtyNotAStep];
    StockReleaseQuarantine(stock::aside::StockReleaseQuarantine) = "stock.release_quarantine", stock::aside::release, QUALITY,
        [StockShort, QtyNotAStep];
    StockTransfer(stock::transfer::StockTransfer) = "stock.transfer", stock::transfer::send, STORE, [StockShort, QtyNotAStep];
    StockTransferArrive(stock::transfer::StockTransferArrive) = "stock.transfer_arrive", stock::transfer::arrive, STORE,
        [WrongState, VersionConflict, QtyNotAStep];
    StockLocate(stock::locate::StockLocate) = "stock.locate", stock::locate::locate, STORE, [];
    StockReserve(stock::reserve::StockReserve) = "stock.reserve", stock::reserve::reserve, RESERVERS,
        [WrongState, VersionConflict, StockShort, HoldActive, PaymentNotCleared, QtyNotAStep];
    StockUnreserve(stock::reserve::StockUnreserve) = "stock.unreserve", stock::reserve::unreserve, RESERVERS,
        [WrongState, VersionConflict, StockShort, QtyNotAStep];
    OrderBump(orders::bump::OrderBump) = "order.bump", orders::bump::bump, SUPERVISOR, [WrongState, VersionConflict];
    OrderTold(follow_up::told::OrderTold) = "order.told", follow_up::told::told, CALLERS, [WrongState, VersionConflict];
    ForecastRun(stock::forecast::ForecastRun) = "forecast.run", stock::forecast::run, PLANNERS, [];
    SupplyExpect(stock::supply::SupplyExpect) = "supply.expect", stock::supply::expect, SUPPLY, [QtyNotAStep];
    ShipmentPack(shipping::pack::ShipmentPack) = "shipment.pack", shipping::pack::pack, PACKERS,
        [WrongState, VersionConflict, HoldActive, PaymentNotCleared, StockShort, ShipmentOverTolerance, CountMismatch, DeliveryPolicy,
         QtyNotAStep];
    ShipmentUnpack(shipping::pack::ShipmentUnpack) = "shipment.unpack", shipping::pack::unpack, PACKERS, [WrongState, VersionConflict];
    OrderIntercept(shipping::intercept::OrderIntercept) = "order.intercept", shipping::intercept::intercept, CLERK,
        [WrongState, VersionConflict, AlreadyThere];
    ShipmentDispatch(shipping::dispatch::ShipmentDispatch) = "shipment.dispatch", shipping::dispatch::dispatch, CARRIERS,
        [WrongState, VersionConflict, HoldActive, CreditOverLimit, CreditOverdue, PaymentNotCleared, WaybillUsed, DutyConflict];
    ShipmentArrive(shipping::arrive::ShipmentArrive) = "shipment.arrive", shipping::arrive::arrive, CARRIERS, [WrongState, VersionConflict];
    ShipmentSlip(shipping::arrive::ShipmentSlip) = "shipment.slip", shipping::arrive::slip, CARRIERS, [WrongState, VersionConflict];
    ShipmentTrack(shipping::track::ShipmentTrack) = "shipment.track", shipping::track::track, CARRIERS,
        [WrongState, HoldActive, CreditOverLimit, CreditOverdue, PaymentNotCleared, WaybillUsed, DutyConflict];
    ShipmentSign(shipping::sign::ShipmentSign) = "shipment.sign", shipping::sign::sign, CARRIERS, [WrongState, VersionConflict, QtyNotAStep];
    // receivables
    InvoicePost(receivables::invoice::InvoicePost) = "invoice.post", receivables::invoice::post, FINANCE,
        [WrongState, VersionConflict, PeriodClosed, HoldActive, InvoiceTaxData, AlreadyThere];
    InvoiceNumber(receivables::tax_data::InvoiceNumber) = "invoice.number", receivables::tax_data::number, FINANCE, [AlreadyThere];
    InvoiceDispute(receivables::dispute::InvoiceDispute) = "invoice.dispute", receivables::dispute::open, CALLERS, [WrongState];
    InvoiceDisputeSettle(receivables::dispute::InvoiceDisputeSettle) = "invoice.dispute_settle", receivables::dispute::settle,
        SETTLERS, [WrongState];
    StatementConfirm(receivables::confirm::StatementConfirm) = "statement.confirm", receivables::confirm::confirm, CALLERS, [];
    AccountCodeSave(receivables::vouchers::AccountCodeSave) = "account_code.save", receivables::vouchers::save, FINANCE, [];
    ReceiptRecord(receivables::receipt::ReceiptRecord) = "receipt.record", receivables::receipt::record, FINANCE,
        [PeriodClosed, ReceiptOverApplied, DutyConflict];
    ReceiptClear(receivables::clearing::ReceiptClear) = "receipt.clear", receivables::clearing::clear, FINANCE, [WrongState, VersionConflict, PeriodClosed];
    ReceiptBounce(receivables::clearing::ReceiptBounce) = "receipt.bounce", receivables::clearing::bounce, FINANCE, [WrongState, VersionConflict, PeriodClosed];
    ReceiptApply(receivables::apply::ReceiptApply) = "receipt.apply", receivables::apply::apply, FINANCE,
        [WrongState, VersionConflict, ReceiptOverApplied, PeriodClosed, DutyConflict];
    ReceiptUnapply(receivables::apply::ReceiptUnapply) = "receipt.unapply", receivables::apply::unapply, FINANCE,
        [WrongState, VersionConflict, ReceiptOverApplied, PeriodClosed];
    CreditNotePost(receivables::credit_note::CreditNotePost) = "credit_note.post", after_sale::credit::post, FINANCE,
        [VersionConflict, ReceiptOverApplied, PeriodClosed, DutyConflict, QtyNotAStep];
    RefundPay(receivables::refund::RefundPay) = "refund.pay", receivables::refund::pay, FINANCE,
        [VersionConflict, WrongState, RefundOverPaid, PeriodClosed, DutyConflict];
    WriteoffPost(receivables::writeoff::WriteoffPost) = "writeoff.post", receivables::writeoff::post, OVERRIDERS,
        [VersionConflict, ReceiptOverApplied, PeriodClosed, DutyConflict];
    PeriodClose(receivables::period::PeriodClose) = "period.close", receivables::period::close, FINANCE, [WrongState];
}
