//! Values and rows for the walls of the file, those that fit and those that do not.

/// Columns with values that fit and values that do not.
pub const SAMPLES: &[(&str, &str, &[&str], &[&str])] = &[
    (
        "product",
        "list_price",
        &["0", "1000000000000"],
        &[
            "-1",
            "1000000000001",
            "1.5",
            "'1,000'",
            "'NaN'",
            "9e18",
            "NULL",
        ],
    ),
    (
        "product",
        "tax_rate",
        &["0", "10000"],
        &["-1", "10001", "'13%'"],
    ),
    (
        "product",
        "step",
        &["1", "1000000000000"],
        &["0", "-1", "0.5"],
    ),
    (
        "customer",
        "credit_limit",
        &["NULL", "0", "1000000000000"],
        &["-1", "1000000000001", "'much'"],
    ),
    (
        "customer",
        "grade",
        &["'A'", "'C'", "NULL"],
        &["'D'", "''", "'a'"],
    ),
    (
        "customer",
        "delivery_policy",
        &["'any'", "'complete_order'"],
        &["'some'", "NULL"],
    ),
    (
        "sales_order",
        "state",
        &["'draft'", "'short_closed'"],
        &["'open'", "''", "NULL", "1"],
    ),
    (
        "sales_order",
        "channel",
        &["'1688'", "'fax'"],
        &["'post'", "16880"],
    ),
    (
        "sales_order",
        "need_on",
        &["'2024-02-29'", "NULL"],
        &[
            "'2025-02-29'",
            "'2024-02-30'",
            "'31.4.'",
            "'2024-2-3'",
            "'0000-00-00x'",
            "20240101",
        ],
    ),
    (
        "sales_order",
        "entered_at",
        &["'2026-11-23T09:30:00'"],
        &["'2026-11-23'", "'2026-11-23T25:00:00'", "'now'", "NULL"],
    ),
    ("shipment", "state", &["'unpacked'"], &["'lost'", "NULL"]),
    (
        "shipment",
        "transit_days",
        &["0", "365", "NULL"],
        &["-1", "366", "'x'"],
    ),
    ("staff", "active", &["0", "1"], &["2", "-1", "NULL"]),
    (
        "check_rule",
        "control",
        &["'off'", "'block'"],
        &["'maybe'", "NULL"],
    ),
];

/// Whole rows that fit or do not.
pub const ROWS: &[(bool, &str)] = &[
    (
        true,
        "INSERT INTO transfer VALUES (900, 1, 2, 1, 'd', 'w', '2026-11-23', '2026-11-23', '2026-11-23T09:30:00', 1)",
    ),
    (
        false,
        "INSERT INTO transfer VALUES (901, 1, 2, 0, 'd', 'w', '2026-11-23', '2026-11-23', '2026-11-23T09:30:00', 1)",
    ),
    (
        false,
        "INSERT INTO transfer VALUES (901, 1, 1, 5, 'd', 'w', '2026-11-23', '2026-11-23', '2026-11-23T09:30:00', 1)",
    ),
    (
        false,
        "INSERT INTO transfer VALUES (901, 1, 2, 1000000000001, 'd', 'w', '2026-11-23', '2026-11-23', '2026-11-23T09:30:00', 1)",
    ),
    (
        false,
        "INSERT INTO transfer VALUES (901, 1, 2, 1, 'd', 'w', '2026-02-30', '2026-11-23', '2026-11-23T09:30:00', 1)",
    ),
    (
        true,
        "INSERT INTO period VALUES ('2026-10', '2026-11-23T09:30:00', 1)",
    ),
    // Behind the closed month, and not into it, neither by the day it is booked on nor by its own.
    (
        true,
        "INSERT INTO transfer VALUES (902, 1, 2, 1, 'd', 'w', '2026-11-01', '2026-11-01', '2026-11-23T09:30:00', 1)",
    ),
    (
        false,
        "INSERT INTO transfer VALUES (903, 1, 2, 1, 'd', 'w', '2026-11-23', '2026-10-31', '2026-11-23T09:30:00', 1)",
    ),
    (
        false,
        "INSERT INTO transfer VALUES (903, 1, 2, 1, 'd', 'w', '2026-10-31', '2026-11-23', '2026-11-23T09:30:00', 1)",
    ),
    // The chain is never forked, whoever writes the row.
    (
        false,
        "INSERT INTO audit SELECT seq + 1, at, clock_at, who, os_who, command, subject, payload, outcome, prev_hash, 'x' || hash
         FROM audit ORDER BY seq DESC LIMIT 1",
    ),
    (
        true,
        "INSERT INTO audit SELECT seq + 1, at, clock_at, who, os_who, command, subject, payload, outcome, hash, 'x' || hash
         FROM audit ORDER BY seq DESC LIMIT 1",
    ),
    (
        false,
        "INSERT INTO period VALUES ('2026-13', '2026-11-23T09:30:00', 1)",
    ),
    (false, "UPDATE stock_level SET on_hand = -1"),
    (false, "UPDATE stock_level SET reserved = on_hand + 1"),
    (false, "UPDATE order_line SET invoiced = shipped + 1"),
    (false, "UPDATE sales_order SET gross = net + tax + 1"),
];
