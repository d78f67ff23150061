//! Customers, products, prices, stock counts, receipts and waybills from a sheet people made.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::domain::Refusal;

use super::RowProblem;
use super::form::{self, FormTable};
use super::sheet::{Encoding, Input, Row};

/// Which masters a sheet holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MasterKind {
    /// Rows of `customer.save`.
    Customers,
    /// Rows of `product.save`.
    Products,
    /// Rows of `price.save`.
    Prices,
    /// Rows of `stock.count`.
    Stock,
    /// Rows of `receipt.record`.
    Receipts,
    /// Rows of `shipment.track`.
    Waybills,
}

impl MasterKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::Customers,
        Self::Products,
        Self::Prices,
        Self::Stock,
        Self::Receipts,
        Self::Waybills,
    ];

    /// The kind's name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Products => "products",
            Self::Prices => "prices",
            Self::Stock => "stock",
            Self::Receipts => "receipts",
            Self::Waybills => "waybills",
        }
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [
            Self::Customers,
            Self::Products,
            Self::Prices,
            Self::Stock,
            Self::Receipts,
            Self::Waybills,
        ]
        .into_iter()
        .find(|kind| kind.name() == name)
    }

    /// The field that tells a row from others.
    const fn key(self) -> &'static str {
        match self {
            Self::Customers | Self::Products => "code",
            Self::Prices => "target_code",
            Self::Stock => "product",
            Self::Receipts => "customer",
            Self::Waybills => "waybill",
        }
    }
}

/// What a sheet of masters says.
pub struct MasterRead {
    /// What it holds.
    kind: MasterKind,
    table: FormTable,
    /// Which of its rows were understood.
    good: Vec<u32>,
    /// The rows not taken, in file order.
    pub problems: Vec<RowProblem>,
    /// Fields of codes that came as numbers, so that leading zeros may be lost.
    pub numbered: Vec<String>,
    /// All rows below the headings.
    pub total: u64,
}

/// One row as the fields of its command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MasterRow {
    /// Line of the file.
    pub line: u64,
    /// What tells the row from others, as it stands.
    pub id: String,
    /// Fields under the contract's names; decimals and dates as strings.
    pub values: Map<String, Value>,
}

impl std::fmt::Debug for MasterRead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MasterRead")
            .field("kind", &self.kind)
            .field("rows", &self.len())
            .finish_non_exhaustive()
    }
}

impl MasterRead {
    /// Headings that name no field; their columns were not read.
    pub fn unknown(&self) -> &[String] {
        &self.table.header.unknown
    }

    /// What each field is called here.
    pub fn named(&self) -> BTreeMap<String, String> {
        self.table.header.named()
    }

    /// How the file was written, as far as we can tell.
    pub const fn encoding(&self) -> Encoding {
        self.table.encoding
    }

    /// How many rows were understood.
    pub const fn len(&self) -> usize {
        self.good.len()
    }

    /// Whether none was.
    pub const fn is_empty(&self) -> bool {
        self.good.is_empty()
    }

    /// The rows understood, in file order, each read again when its turn comes.
    pub fn rows(&self) -> impl Iterator<Item = Result<MasterRow, Refusal>> + '_ {
        let rows = self.good.iter();
        rows.map(|at| {
            let row = self.table.row(*at as usize)?;
            let (values, _) = master_row(self.kind, &self.table, &row)?;
            Ok(MasterRow {
                line: row.line,
                id: self.table.told(&row, self.kind.key()),
                values,
            })
        })
    }
}

/// Reads a sheet of masters.
pub fn read_masters(kind: MasterKind, input: &Input) -> Result<MasterRead, Refusal> {
    let table = form::open(kind.name(), input)?;
    let (mut good, mut problems) = (Vec::new(), Vec::new());
    let (mut of_numbers, mut total) = (Vec::new(), 0);
    for (row, at) in table.rows().zip(0..) {
        let row = &row?;
        total += 1;
        match master_row(kind, &table, row) {
            Ok((_, numbered)) => {
                good.push(at);
                for field in numbered {
                    if !of_numbers.contains(&field) {
                        of_numbers.push(field);
                    }
                }
            }
            Err(refusal) => problems.push(RowProblem {
                file: input.name().to_owned(),
                line: row.line,
                id: table.told(row, kind.key()),
                refusal,
            }),
        }
    }
    Ok(MasterRead {
        kind,
        table,
        good,
        problems,
        numbered: of_numbers,
        total,
    })
}

fn master_row(
    kind: MasterKind,
    table: &FormTable,
    row: &Row,
) -> Result<(Map<String, Value>, Vec<String>), Refusal> {
    let mut read = table.read(row)?;
    let mut for_all = false;
    if kind == MasterKind::Prices {
        price_defaults(&mut read.values);
        for_all = read.values.get("target").is_some_and(|to| to == "all");
    }
    if !for_all {
        table.filled(&read.values)?;
    }
    Ok((read.values, read.numbered))
}

/// A price list names a customer and goods and leaves the rest to be understood.
fn price_defaults(values: &mut Map<String, Value>) {
    let scope = if values.contains_key("scope_code") {
        "customer"
    } else {
        "base"
    };
    values.entry("scope").or_insert_with(|| scope.into());
    values.entry("target").or_insert_with(|| "sku".into());
}
