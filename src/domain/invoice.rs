//! Kinds of tax invoices and the numbers that the tax office's program gives them.

use super::role::named;

named! {
    /// What kind of tax invoice a bill is.
    InvoiceKind {
        /// 增值税专用发票: the buyer deducts its tax, so the buyer's tax number must stand on it.
        Special = "special",
        /// 普通发票.
        Ordinary = "ordinary",
        /// 数电票: electronic through and through, with a number of twenty digits and no code.
        Digital = "digital",
    }
}

impl InvoiceKind {
    /// Whether a text can be the number of an invoice of this kind.
    ///
    /// Paper ones have eight digits, with their code of ten or twelve before it eighteen or twenty.
    pub fn takes_number(self, number: &str) -> bool {
        let lengths: &[usize] = match self {
            Self::Digital => &[20],
            Self::Special | Self::Ordinary => &[8, 18, 20],
        };
        number.bytes().all(|b| b.is_ascii_digit()) && lengths.contains(&number.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_the_length_of_its_kind() {
        let twenty = "24442000000123456789";
        assert!(InvoiceKind::Digital.takes_number(twenty));
        assert!(!InvoiceKind::Digital.takes_number("01234567"));
        assert!(InvoiceKind::Special.takes_number("01234567"));
        assert!(InvoiceKind::Ordinary.takes_number("044001900111012345678"[..20].as_ref()));
        for wrong in ["", "1234567", "0123456A", "2444200000012345678９"] {
            for kind in InvoiceKind::ALL {
                assert!(!kind.takes_number(wrong), "{wrong}");
            }
        }
    }
}
