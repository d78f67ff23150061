//! How domain values stand in columns.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

use crate::domain::after_sale::{ChargeKind, Condition, Fault, ReturnReason, ReturnState, Want};
use crate::domain::check::{Check, Control, Level};
use crate::domain::ids::{
    BatchId, CarrierId, ComplaintId, ContractId, CreditNoteId, CustomerId, InvoiceId, LineId,
    OrderId, OverrideId, ProductId, PromotionId, ReceiptId, RefundId, ReturnId, ShipmentId,
    StaffId, SupplierId, SupplyId, TransferId, WarehouseId, WriteoffId,
};
use crate::domain::invoice::InvoiceKind;
use crate::domain::ledger::Method;
use crate::domain::order::{
    AskedBy, CancelReason, ChangeState, Channel, Gate, Kind, LinkKind, ShipmentState, Stage, State,
    Verdict,
};
use crate::domain::party::{DeliveryPolicy, Grade, PartyKind};
use crate::domain::promotion::PromotionKind;
use crate::domain::quality::Quality;
use crate::domain::route::When;
use crate::domain::week::Week;
use crate::domain::{Day, Moment, Money, Percent, Price, Qty, Role};

macro_rules! as_integer {
    ($($name:ident),+ $(,)?) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.0.into())
            }
        }
        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                i64::column_result(value).map(Self)
            }
        }
    )+};
}

macro_rules! as_text {
    ($($name:ident),+ $(,)?) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.to_string().into())
            }
        }
        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_str()?.parse().map_err(|_| FromSqlError::InvalidType)
            }
        }
    )+};
}

as_integer!(Money, Price, Qty, Percent);
as_text!(InvoiceKind);
as_integer!(
    StaffId,
    CustomerId,
    ProductId,
    WarehouseId,
    CarrierId,
    SupplierId,
    ContractId,
    PromotionId,
    OrderId,
    LineId,
    ShipmentId,
    InvoiceId,
    ReceiptId,
    CreditNoteId,
    WriteoffId,
    RefundId,
    SupplyId,
    TransferId,
    BatchId,
    OverrideId,
    ReturnId,
    ComplaintId,
);
as_text!(
    Want,
    ChargeKind,
    Fault,
    ReturnReason,
    ReturnState,
    Condition
);
as_text!(
    Day,
    Moment,
    Role,
    State,
    Channel,
    Kind,
    Verdict,
    Stage,
    ShipmentState,
    CancelReason,
    AskedBy,
    ChangeState,
    LinkKind
);
as_text!(
    Grade,
    PartyKind,
    DeliveryPolicy,
    Quality,
    Check,
    Control,
    Level,
    Method,
    When,
    Week,
    Gate,
    PromotionKind
);
