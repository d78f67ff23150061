//! Roles of the people at the desk (`contract.md §3`, `user.save`).

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            /// Every one of them, in their usual order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name as it stands in the contract and in the file.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = ();

            fn from_str(text: &str) -> Result<Self, ()> {
                match text { $($text => Ok(Self::$variant),)+ _ => Err(()) }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }
    };
}
pub(crate) use named;

named! {
    /// What a person may do; a person can have several.
    Role {
        /// Order clerk 订单专员.
        Clerk = "clerk",
        /// Salesperson, on own customers.
        Sales = "sales",
        /// Finance: credit, invoices, receipts.
        Finance = "finance",
        /// Production department.
        Production = "production",
        /// Quality department.
        Quality = "quality",
        /// Warehouse: stock and shipments.
        Warehouse = "warehouse",
        /// Logistics: dispatch and signature.
        Logistics = "logistics",
        /// Purchasing: supply.
        Purchasing = "purchasing",
        /// Marketing director 营销总监.
        Director = "director",
        /// Supervisor of the desk.
        Supervisor = "supervisor",
        /// Administrator: masters, people, settings; nothing on orders.
        Admin = "admin",
        /// Reads only.
        Auditor = "auditor",
    }
}

impl Role {
    /// The departments that can be asked for an opinion.
    pub const DEPARTMENTS: &'static [Self] = &[
        Self::Sales,
        Self::Finance,
        Self::Production,
        Self::Quality,
        Self::Warehouse,
        Self::Logistics,
        Self::Purchasing,
    ];
}
