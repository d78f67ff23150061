//! Row identities, one type a table, so that no two are ever mixed up.
//!
//! What is printed on paper is a number (`SO20261123-0001`), a `String`; these never leave the program.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
            #[serde(transparent)]
            pub struct $name(pub i64);
        )+
    };
}

ids!(
    /// A person of the office.
    StaffId,
    /// A customer.
    CustomerId,
    /// A product (sku).
    ProductId,
    /// A warehouse.
    WarehouseId,
    /// A carrier.
    CarrierId,
    /// A supplier.
    SupplierId,
    /// A contract.
    ContractId,
    /// A promotion.
    PromotionId,
    /// An order.
    OrderId,
    /// A line of an order.
    LineId,
    /// A shipment.
    ShipmentId,
    /// An invoice.
    InvoiceId,
    /// A receipt.
    ReceiptId,
    /// A credit note.
    CreditNoteId,
    /// A debt given up.
    WriteoffId,
    /// Money given back.
    RefundId,
    /// An expected supply.
    SupplyId,
    /// A transfer between warehouses.
    TransferId,
    /// A batch of imported rows.
    BatchId,
    /// An override.
    OverrideId,
    /// A return.
    ReturnId,
    /// A complaint.
    ComplaintId,
);
