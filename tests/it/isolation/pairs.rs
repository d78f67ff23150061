//! Pairs of acts that meet in one thing, and what the one who comes second is told.

use serde_json::{Value, json};

use super::Told;
use super::scenes::*;
use crate::support::office::Desk;

/// The code of a refusal and facts of it; `{first}` stands for whoever came first.
pub type Loser = (&'static str, &'static [(&'static str, &'static str)]);

/// Two acts that meet.
pub struct Pair {
    pub name: &'static str,
    /// Makes what they are about, and gives both.
    pub scene: fn(&Desk) -> [Value; 2],
    /// What the second is refused with: the other act, and the one, where that comes second.
    pub losers: [Option<Loser>; 2],
}

/// The second was told what it should be.
#[track_caller]
pub fn judged(pair: &Pair, [first, _]: [&Value; 2], told: &Told, loser: Option<Loser>) {
    let Some((code, facts)) = loser else {
        assert!(told.is_ok(), "{}: {told:?}", pair.name);
        return;
    };
    let no = told.as_ref().expect_err(pair.name);
    assert_eq!(no.code().name(), code, "{}: {no:?}", pair.name);
    for (fact, wanted) in facts {
        let wanted = wanted.replace("{first}", first["by"].as_str().unwrap());
        let seen = &no.facts()[*fact];
        let seen = seen
            .as_str()
            .map_or_else(|| seen.to_string(), str::to_owned);
        assert_eq!(seen, wanted, "{}: {fact} of {no:?}", pair.name);
    }
}

/// Somebody moved the order meanwhile: who, and by what.
const MOVED_BY_EDIT: Option<Loser> = Some((
    "version_conflict",
    &[
        ("who", "{first}"),
        ("what", "order.edit"),
        ("when", "2026-11-23T09:30:00"),
        ("version", "2"),
        ("yours", "1"),
    ],
));

const MOVED_BY_HANDING_IN: Option<Loser> = Some((
    "version_conflict",
    &[
        ("who", "{first}"),
        ("what", "order.submit"),
        ("when", "2026-11-23T09:30:00"),
        ("version", "2"),
    ],
));
const FOUR_LEFT: Option<Loser> = Some(("stock.short", &[("free", "4"), ("asked", "5")]));
const NONE_LEFT: Option<Loser> = Some(("stock.short", &[("free", "0"), ("asked", "5")]));
const OVER_BY_A_FEN: Option<Loser> = Some((
    "credit.over_limit",
    &[
        ("exposure", "50.00"),
        ("delta", "50.00"),
        ("limit", "99.99"),
        ("over", "0.01"),
    ],
));
const BILLED_ALREADY: Option<Loser> = Some(("wrong_state", &[("why", "nothing_to_invoice")]));
const OPEN_NO_MORE: Option<Loser> = Some((
    "receipt.over_applied",
    &[("open", "19.99"), ("asked", "30.01")],
));
const TWO_LEFT: Option<Loser> = Some((
    "return.over_shipped",
    &[("left", "2"), ("asked", "3"), ("returned", "3")],
));
const LAST_ADMIN: Option<Loser> = Some(("last_admin", &[]));

/// Enough for both.
const BOTH_FINE: [Option<Loser>; 2] = [None, None];

pub const PAIRS: &[Pair] = &[
    Pair {
        name: "two edits of one order",
        scene: |desk| {
            let order = entered(desk, "C1", 5);
            [
                editing("clerk", &order, json!({"remark": "加急"})),
                editing(
                    "supervisor",
                    &order,
                    json!({"lines": [{"product": "P2", "qty": 3}]}),
                ),
            ]
        },
        losers: [MOVED_BY_EDIT, MOVED_BY_EDIT],
    },
    Pair {
        name: "two edits of two orders",
        scene: |desk| {
            ["clerk", "supervisor"]
                .map(|by| editing(by, &entered(desk, "C1", 5), json!({"remark": "加急"})))
        },
        losers: BOTH_FINE,
    },
    Pair {
        name: "an edit and handing in",
        scene: |desk| {
            let order = entered(desk, "C1", 5);
            [
                editing(
                    "supervisor",
                    &order,
                    json!({"lines": [{"product": "P2", "qty": 3}]}),
                ),
                act(
                    "clerk",
                    "order.submit",
                    json!({"order": order, "version": 1}),
                ),
            ]
        },
        losers: [MOVED_BY_EDIT, MOVED_BY_HANDING_IN],
    },
    Pair {
        name: "approving and rejecting",
        scene: |desk| {
            let order = before_director(desk, "C1", 5);
            let version = desk.ask("order", json!({"order": order}))["version"].clone();
            let mut approval = approval(&order);
            approval["with"]["version"] = version.clone();
            let reject = json!({"order": order, "reason": "x", "version": version});
            [approval, act("director", "order.reject", reject)]
        },
        losers: [
            Some((
                "version_conflict",
                &[("who", "{first}"), ("what", "order.approve")],
            )),
            Some((
                "version_conflict",
                &[("who", "{first}"), ("what", "order.reject")],
            )),
        ],
    },
    Pair {
        name: "one command by two sessions",
        scene: |desk| {
            arrives(desk, 5);
            let mut once = billing(&shipped(desk, "C1", 5));
            once["id"] = json!("once");
            [once.clone(), once]
        },
        losers: BOTH_FINE,
    },
    Pair {
        name: "two orders for the last goods",
        scene: |desk| {
            arrives(desk, 8);
            ["C1", "C1"].map(|customer| approval(&before_director(desk, customer, 5)))
        },
        losers: BOTH_FINE,
    },
    Pair {
        name: "goods sent elsewhere and promised here",
        scene: |desk| {
            desk.say(json!({"do": "warehouse.save", "with": {"code": "W2", "name": "仓二"}}));
            arrives(desk, 8);
            let there = json!({"product": "P1", "qty": 5, "from": "W1", "to": "W2"});
            [
                act("warehouse", "stock.transfer", there),
                approval(&before_director(desk, "C1", 5)),
            ]
        },
        losers: [
            None,
            Some(("stock.short", &[("free", "3"), ("asked", "5")])),
        ],
    },
    Pair {
        name: "two sendings of more than there is",
        scene: |desk| sendings(desk, 9),
        losers: [FOUR_LEFT, FOUR_LEFT],
    },
    Pair {
        name: "two sendings of all there is",
        scene: |desk| sendings(desk, 10),
        losers: BOTH_FINE,
    },
    Pair {
        name: "two parcels of the same goods",
        scene: |desk| parcels(desk, 5),
        losers: [NONE_LEFT, NONE_LEFT],
    },
    Pair {
        name: "two parcels of goods enough",
        scene: |desk| parcels(desk, 10),
        losers: BOTH_FINE,
    },
    Pair {
        name: "two orders within one limit",
        scene: |desk| within_limit(desk, "99.99"),
        losers: [OVER_BY_A_FEN, OVER_BY_A_FEN],
    },
    Pair {
        name: "two orders up to one limit",
        scene: |desk| within_limit(desk, "100"),
        losers: BOTH_FINE,
    },
    Pair {
        name: "a limit lowered and used",
        scene: |desk| {
            let order = before_director(desk, "C1", 5);
            [
                act(
                    "finance",
                    "credit.set",
                    json!({"customer": "C1", "limit": "49.99", "reason": "x"}),
                ),
                approval(&order),
            ]
        },
        losers: [
            Some((
                "credit.over_limit",
                &[("limit", "49.99"), ("exposure", "0.00"), ("over", "0.01")],
            )),
            None,
        ],
    },
    Pair {
        name: "two invoices of one series",
        scene: |desk| {
            arrives(desk, 10);
            [5, 5].map(|qty| billing(&shipped(desk, "C1", qty)))
        },
        losers: BOTH_FINE,
    },
    Pair {
        name: "two invoices of one order",
        scene: |desk| {
            arrives(desk, 10);
            let order = shipped(desk, "C1", 5);
            [billing(&order), billing(&order)]
        },
        losers: [BILLED_ALREADY, BILLED_ALREADY],
    },
    Pair {
        name: "a month closed and booked into",
        scene: |_| {
            let late =
                json!({"customer": "C1", "amount": "5", "method": "cash", "date": "2026-10-31"});
            [
                act("finance", "period.close", json!({"month": "2026-10"})),
                act("finance", "receipt.record", late),
            ]
        },
        losers: [
            Some((
                "period.closed",
                &[("month", "2026-10"), ("closed_at", "2026-11-23T09:30:00")],
            )),
            None,
        ],
    },
    Pair {
        name: "a month closed and the next booked into",
        scene: |_| {
            let next =
                json!({"customer": "C1", "amount": "5", "method": "cash", "date": "2026-11-01"});
            [
                act("finance", "period.close", json!({"month": "2026-10"})),
                act("finance", "receipt.record", next),
            ]
        },
        losers: BOTH_FINE,
    },
    Pair {
        name: "two payments for one invoice",
        scene: |desk| payments(desk, "30.01"),
        losers: [OPEN_NO_MORE, OPEN_NO_MORE],
    },
    Pair {
        name: "two payments of all of one invoice",
        scene: |desk| payments(desk, "25"),
        losers: BOTH_FINE,
    },
    Pair {
        name: "a cheque cleared and bounced",
        scene: |desk| {
            let with = json!({"customer": "C1", "amount": "50", "method": "cheque"});
            let cheque = desk.say(act("finance", "receipt.record", with))["receipt"].clone();
            [
                act("finance", "receipt.clear", json!({"receipt": cheque})),
                act(
                    "finance",
                    "receipt.bounce",
                    json!({"receipt": cheque, "reason": "x"}),
                ),
            ]
        },
        losers: [
            Some(("wrong_state", &[("state", "cleared")])),
            Some(("wrong_state", &[("state", "bounced")])),
        ],
    },
    Pair {
        name: "goods given back twice",
        scene: |desk| givings_back(desk, 3),
        losers: [TWO_LEFT, TWO_LEFT],
    },
    Pair {
        name: "goods given back in two parts",
        scene: |desk| givings_back(desk, 2),
        losers: BOTH_FINE,
    },
    Pair {
        name: "a parcel sent and unpacked",
        scene: |desk| {
            arrives(desk, 5);
            let parcel = packed(desk, &approved(desk, "C1", 5), 5);
            [
                dispatch(&parcel),
                act(
                    "warehouse",
                    "shipment.unpack",
                    json!({"shipment": parcel, "reason": "x"}),
                ),
            ]
        },
        losers: [
            Some(("wrong_state", &[("state", "dispatched")])),
            Some(("wrong_state", &[("state", "unpacked")])),
        ],
    },
    Pair {
        name: "a parcel sent and its order held",
        scene: |desk| {
            arrives(desk, 5);
            let order = approved(desk, "C1", 5);
            let hold = json!({"order": order, "code": "other", "stage": "ship", "reason": "x"});
            [
                dispatch(&packed(desk, &order, 5)),
                act("clerk", "hold.place", hold),
            ]
        },
        losers: [
            None,
            Some(("hold.active", &[("hold", "other"), ("reason", "x")])),
        ],
    },
    Pair {
        name: "the last of a promotion's money",
        scene: |desk| {
            desk.say(json!({"do": "promotion.save", "with": {"code": "PA", "name": "PA", "kind": "percent_off",
                "reward": {"percent": "10"}, "exclusive": true, "priority": 1, "from": "2026-01-01",
                "to": "2027-12-31", "budget": "6"}}));
            [8, 9].map(|qty| act("clerk", "order.enter", order_of("C1", qty)))
        },
        losers: BOTH_FINE,
    },
    Pair {
        name: "the last two administrators sent away",
        scene: |desk| {
            desk.say(json!({"do": "permission.save", "with": {"role": "supervisor", "command": "user.save", "allowed": true}}));
            [("supervisor", "boss"), ("supervisor", "admin")].map(|(by, login)| {
                act(
                    by,
                    "user.save",
                    json!({"login": login, "name": login, "roles": ["supervisor"]}),
                )
            })
        },
        losers: [LAST_ADMIN, LAST_ADMIN],
    },
];
