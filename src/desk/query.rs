//! The table of queries: everything that can be asked.

use serde_json::Value;

use crate::domain::{Code, Day, Moment, Refusal};
use crate::store::Db;

use super::cx::Actor;
use super::failure::Outcome;
use super::fields::fields;
use super::{Caller, Office};
use super::{boards, imports, mask, measures, orders, receivables, rules};

/// What a query works with.
#[derive(Debug)]
pub struct Qx<'a> {
    /// The file, seen at one moment.
    pub db: &'a Db,
    /// Now, or what the query calls now.
    pub at: Moment,
    /// Its day.
    pub today: Day,
    /// Who asks.
    pub actor: &'a Actor,
}

/// What the table says of a query.
#[derive(Debug)]
pub struct QuerySpec {
    /// Its name in the contract.
    pub name: &'static str,
}

impl QuerySpec {
    /// Its keys, as JSON Schema.
    pub fn schema(&self) -> Value {
        super::shapes::of(self.name)
    }
}

macro_rules! queries {
    ($($variant:ident($payload:ty) = $name:literal, $run:path;)+) => {
        /// A question to the desk: the screens and `ask` make these.
        #[derive(Debug, Clone)]
        pub enum Query {
            $(#[doc = concat!("`", $name, "`")] $variant(Box<$payload>)),+
        }

        impl Query {
            /// The rows of the table.
            pub const SPECS: &'static [QuerySpec] = &[$(QuerySpec {
                name: $name,
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

            /// Reads the keys of the query of this name.
            pub fn parse(name: &str, with: Value) -> Result<Self, Refusal> {
                match name {
                    $($name => fields(with).map(|p: $payload| Self::$variant(Box::new(p))),)+
                    _ => Err(Refusal::new(Code::UnknownCommand).fact("name", name)),
                }
            }

            /// Its keys, as JSON.
            pub fn payload(&self) -> serde_json::Result<String> {
                match self { $(Self::$variant(p) => serde_json::to_string(p)),+ }
            }

            fn answer(&self, qx: &Qx<'_>) -> Outcome<Value> {
                match self { $(Self::$variant(p) => $run(qx, p)),+ }
            }
        }

        $(impl From<$payload> for Query {
            fn from(payload: $payload) -> Self {
                Self::$variant(Box::new(payload))
            }
        })+
    };
}

queries! {
    Order(boards::order::OrderQuery) = "order", boards::order::order;
    Difference(boards::difference::DifferenceQuery) = "difference", boards::difference::difference;
    Editing(boards::editing::EditingQuery) = "editing", boards::editing::editing;
    Review(boards::review::ReviewQuery) = "review", boards::review::review;
    Orders(boards::orders::OrdersQuery) = "orders", boards::orders::orders;
    Find(boards::find::FindQuery) = "find", boards::find::find;
    Timeline(boards::timeline::TimelineQuery) = "timeline", boards::timeline::timeline;
    Price(boards::price::PriceQuery) = "price", boards::price::price;
    Quote(boards::promotion::QuoteQuery) = "quote", boards::promotion::quote;
    Promotion(boards::promotion::PromotionQuery) = "promotion", boards::promotion::promotion;
    Promotions(boards::promotion::PromotionsQuery) = "promotions", boards::promotion::promotions;
    Stock(boards::stock::StockQuery) = "stock", boards::stock::stock;
    Promise(boards::stock::PromiseQuery) = "promise", boards::stock::promise;
    Credit(boards::money::CreditQuery) = "credit", boards::money::credit;
    Ageing(boards::money::AgeingQuery) = "ageing", boards::money::ageing;
    Ledger(boards::money::LedgerQuery) = "ledger", boards::money::ledger;
    TrialBalance(boards::money::TrialBalanceQuery) = "trial_balance", boards::money::trial_balance;
    Statement(boards::money::StatementQuery) = "statement", boards::money::statement;
    Debtors(receivables::debtors::DebtorsQuery) = "debtors", receivables::debtors::debtors;
    ReceivableTrend(receivables::debtors::ReceivableTrendQuery) = "receivable_trend", receivables::debtors::trend;
    Statements(receivables::confirm::StatementsQuery) = "statements", receivables::confirm::statements;
    Disputes(receivables::dispute::DisputesQuery) = "disputes", receivables::dispute::disputes;
    Letter(receivables::collection::LetterQuery) = "letter", receivables::collection::letter;
    CashForecast(receivables::forecast::CashForecastQuery) = "cash_forecast", receivables::forecast::cash_forecast;
    Dso(receivables::dso::DsoQuery) = "dso", receivables::dso::dso;
    Vouchers(receivables::vouchers::VouchersQuery) = "vouchers", receivables::vouchers::vouchers;
    AccountCodes(receivables::vouchers::AccountCodesQuery) = "account_codes", receivables::vouchers::codes;
    Invoices(boards::money::InvoicesQuery) = "invoices", boards::money::invoices;
    Receipts(boards::money::ReceiptsQuery) = "receipts", boards::money::receipts;
    CreditNotes(boards::money::CreditNotesQuery) = "credit_notes", boards::money::credit_notes;
    Reservations(boards::stock::ReservationsQuery) = "reservations", boards::stock::reservations;
    Supplies(boards::stock::SuppliesQuery) = "supplies", boards::stock::supplies;
    Transfers(boards::stock::TransfersQuery) = "transfers", boards::stock::transfers;
    Shipments(boards::shipments::ShipmentsQuery) = "shipments", boards::shipments::shipments;
    Slips(boards::stock::SlipsQuery) = "slips", boards::stock::slips;
    PickList(boards::pick::PickListQuery) = "pick_list", boards::pick::pick_list;
    Substitutes(boards::pick::SubstitutesQuery) = "substitutes", boards::pick::substitutes;
    Schedule(boards::schedule::ScheduleQuery) = "schedule", boards::schedule::schedule;
    Late(boards::schedule::LateQuery) = "late", boards::schedule::late;
    Worklist(boards::worklist::WorklistQuery) = "worklist", boards::worklist::worklist;
    Overdue(boards::overdue::OverdueQuery) = "overdue", boards::overdue::overdue;
    Csat(boards::csat::CsatQuery) = "csat", boards::csat::csat;
    Kpi(measures::kpi::KpiQuery) = "kpi", measures::kpi::kpi;
    Counts(boards::worklist::CountsQuery) = "counts", boards::worklist::counts;
    Audit(boards::audit::AuditQuery) = "audit", boards::audit::audit;
    Exceptions(boards::audit::ExceptionsQuery) = "exceptions", boards::audit::exceptions;
    Customer(boards::masters::CustomerQuery) = "customer", boards::masters::customer;
    Customers(boards::masters::CustomersQuery) = "customers", boards::masters::customers;
    Product(boards::masters::ProductQuery) = "product", boards::masters::product;
    Products(boards::masters::ProductsQuery) = "products", boards::masters::products;
    Warehouses(boards::masters::WarehousesQuery) = "warehouses", boards::masters::warehouses;
    Carriers(boards::masters::CarriersQuery) = "carriers", boards::masters::carriers;
    Users(boards::masters::UsersQuery) = "users", boards::masters::users;
    Settings(boards::masters::SettingsQuery) = "settings", boards::masters::settings;
    GapRules(rules::gap::GapRulesQuery) = "gap_rules", rules::gap::list;
    CheckRules(rules::check::CheckRulesQuery) = "check_rules", rules::check::list;
    RouteRules(rules::route::RouteRulesQuery) = "route_rules", rules::route::list;
    DutyRules(rules::duty::DutyRulesQuery) = "duty_rules", rules::duty::list;
    Permissions(rules::permission::PermissionsQuery) = "permissions", rules::permission::list;
    Calendar(rules::calendar::CalendarQuery) = "calendar", rules::calendar::list;
    Capacity(boards::capacity::CapacityQuery) = "capacity", boards::capacity::capacity;
    HoldCodes(boards::holds::HoldCodesQuery) = "hold_codes", boards::holds::hold_codes;
    Me(boards::masters::MeQuery) = "me", boards::masters::me;
    Templates(orders::template::TemplatesQuery) = "templates", orders::template::list;
    Template(orders::template::TemplateQuery) = "template", orders::template::one;
    Patterns(orders::template::PatternsQuery) = "patterns", orders::template::patterns;
    Unmapped(imports::goods::UnmappedQuery) = "unmapped", imports::goods::unmapped;
    GoodsMap(imports::goods::GoodsMapQuery) = "goods_map", imports::goods::list;
    WaybillsBack(imports::waybills_back::WaybillsBackQuery) = "waybills_back", imports::waybills_back::list;
    Demand(imports::demand::DemandQuery) = "demand", imports::demand::list;
    Replies(imports::demand::RepliesQuery) = "replies", imports::demand::replies;
    Profiles(imports::profiles::ProfilesQuery) = "profiles", imports::profiles::list;
    Profile(imports::profiles::ProfileQuery) = "profile", imports::profiles::one;
    PassRules(imports::pass::PassRulesQuery) = "pass_rules", imports::pass::list;
    PlatformOrders(imports::platform_board::PlatformOrdersQuery) = "platform_orders", imports::platform_board::list;
    PlatformOrder(imports::platform_board::PlatformOrderQuery) = "platform_order", imports::platform_board::one;
    Imports(imports::batch::ImportsQuery) = "imports", imports::batch::imports;
    Returns(boards::returns::ReturnsQuery) = "returns", boards::returns::returns;
    Complaints(boards::complaints::ComplaintsQuery) = "complaints", boards::complaints::complaints;
    Surveys(boards::complaints::SurveysQuery) = "surveys", boards::complaints::surveys;
    Tasks(boards::tasks::TasksQuery) = "tasks", boards::tasks::tasks;
    Message(boards::message::MessageQuery) = "message", boards::message::message;
    Contacts(boards::timeline::ContactsQuery) = "contacts", boards::timeline::contacts;
}

/// Its name and keys, as with `ask`.
impl std::fmt::Display for Query {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.name(), self.payload().unwrap_or_default())
    }
}

/// Two questions are the same if they ask the same.
impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name() && self.payload().ok() == other.payload().ok()
    }
}

impl Office {
    /// Answers a question, seen at one moment of the file.
    pub fn ask(&self, caller: &Caller, query: &Query, at: Option<Moment>) -> Outcome<Value> {
        let clock = self.now();
        self.db().snapshot(|db| {
            let sitting = super::session::at_keyboard(db, caller)?;
            let stranger = || super::session::stranger(&caller.login).fact("command", query.name());
            let actor = sitting.ok_or_else(stranger)?;
            let now = Self::local(db, clock)?;
            let at = at.unwrap_or(now);
            let answer = query.answer(&Qx {
                db,
                at,
                today: at.day(),
                actor: &actor,
            })?;
            mask::answer(db, &actor, answer)
        })?
    }

    /// Answers a question by name and keys, as `ask` gets it; `at` is what it calls now.
    pub fn ask_by_name(&self, caller: &Caller, name: &str, mut with: Value) -> Outcome<Value> {
        let at = with.as_object_mut().and_then(|keys| keys.remove("at"));
        let at = at
            .map(serde_json::from_value::<Moment>)
            .transpose()
            .map_err(|error| Refusal::from_serde("at", &error.to_string()))?;
        let query = Query::parse(name, with)?;
        self.ask(caller, &query, at)
    }
}
