//! Who may give which command, and who may not: the table of `contract.md §3`, both sides.

use serde_json::{Value, json};

use orderdesk::desk::Caller;

use crate::support::office::{Desk, ROLES};

/// What each role may from the start, as far as the program has the command.
const MAY: &[(&str, &[&str])] = &[
    ("user.save", &["admin"]),
    ("customer.save", &["admin"]),
    ("product.save", &["admin"]),
    ("warehouse.save", &["admin"]),
    ("supplier.save", &["admin"]),
    ("carrier.save", &["admin"]),
    ("price.save", &["admin"]),
    ("contract.save", &["admin"]),
    ("setting.set", &["admin"]),
    ("gap_rule.save", &["admin", "supervisor"]),
    ("check_rule.save", &["admin"]),
    ("route_rule.save", &["admin", "supervisor"]),
    ("duty_rule.save", &["admin"]),
    ("permission.save", &["admin"]),
    ("capacity.save", &["admin", "production"]),
    ("credit.set", &["finance"]),
    ("order.enter", &["clerk", "sales", "supervisor"]),
    ("order.edit", &["clerk", "sales", "supervisor"]),
    ("order.submit", &["clerk", "sales", "supervisor"]),
    ("order.change", &["clerk", "supervisor"]),
    ("order.copy", &["clerk", "sales", "supervisor"]),
    ("order.merge", &["clerk", "sales", "supervisor"]),
    ("order.split", &["clerk", "sales", "supervisor"]),
    ("order.confirm", &["clerk", "sales", "supervisor"]),
    ("order.cancel", &["clerk", "supervisor"]),
    ("order.void", &["clerk", "supervisor"]),
    ("order.approve", &["director"]),
    ("order.return", &["director"]),
    ("order.reject", &["director"]),
    ("hold.place", &["clerk", "supervisor"]),
    ("stock.receive", &["warehouse"]),
    ("stock.adjust", &["warehouse"]),
    ("stock.count", &["warehouse"]),
    ("stock.transfer", &["warehouse"]),
    ("stock.transfer_arrive", &["warehouse"]),
    ("stock.quarantine", &["warehouse", "quality"]),
    ("stock.release_quarantine", &["quality"]),
    ("order.bump", &["supervisor"]),
    ("order.told", &["clerk", "sales", "supervisor", "finance"]),
    (
        "shipment.arrive",
        &["clerk", "supervisor", "warehouse", "logistics"],
    ),
    (
        "shipment.slip",
        &["clerk", "supervisor", "warehouse", "logistics"],
    ),
    ("stock.reserve", &["clerk", "supervisor", "warehouse"]),
    ("supply.expect", &["purchasing"]),
    ("shipment.pack", &["clerk", "supervisor", "warehouse"]),
    ("shipment.unpack", &["clerk", "supervisor", "warehouse"]),
    (
        "shipment.dispatch",
        &["clerk", "supervisor", "warehouse", "logistics"],
    ),
    (
        "shipment.sign",
        &["clerk", "supervisor", "warehouse", "logistics"],
    ),
    ("invoice.post", &["finance"]),
    ("receipt.record", &["finance"]),
    ("receipt.clear", &["finance"]),
    ("receipt.bounce", &["finance"]),
    ("receipt.apply", &["finance"]),
    ("receipt.unapply", &["finance"]),
    ("period.close", &["finance"]),
    ("return.open", &["clerk", "sales", "supervisor"]),
    ("return.approve", &["supervisor"]),
    ("return.receive", &["clerk", "supervisor", "warehouse"]),
    ("return.settle", &["finance"]),
    ("return.drop", &["supervisor"]),
    ("complaint.open", &["clerk", "sales", "supervisor"]),
    ("complaint.answer", &["clerk", "sales", "supervisor"]),
    ("complaint.close", &["clerk", "sales", "supervisor"]),
    ("survey.record", &["clerk", "supervisor"]),
    ("exception.assign", &["clerk", "supervisor"]),
    ("credit_note.post", &["finance"]),
    ("refund.pay", &["finance"]),
    ("writeoff.post", &["finance", "supervisor", "director"]),
    ("override.give", &["finance", "supervisor", "director"]),
    // The door is open to whoever a hold code may name; which hold a role may lift, the code says.
    (
        "hold.release",
        &[
            "sales",
            "finance",
            "production",
            "quality",
            "warehouse",
            "logistics",
            "purchasing",
            "director",
            "supervisor",
        ],
    ),
    ("hold_code.save", &["admin"]),
    ("nightly.run", &["admin"]),
];

/// Fields that make sense as far as the reader of fields can tell; they name nothing that is there.
fn fields(command: &str) -> Value {
    match command {
        "user.save" => json!({"login": "x", "name": "x", "roles": ["clerk"]}),
        "customer.save" => json!({"code": "X", "name": "x", "terms": "net:30"}),
        "product.save" => {
            json!({"code": "X", "name": "x", "unit": "件", "tax_rate": "13", "list_price": "1"})
        }
        "warehouse.save" | "supplier.save" | "carrier.save" => json!({"code": "X", "name": "x"}),
        "price.save" => {
            json!({"scope": "base", "target": "all", "price": "1", "from": "2026-01-01"})
        }
        "contract.save" => {
            json!({"code": "X", "customer": "C1", "from": "2026-01-01", "to": "2026-12-31", "lines": []})
        }
        "setting.set" => json!({"name": "office", "value": "x"}),
        "gap_rule.save" => json!({"code": "phone", "control": "warn"}),
        "check_rule.save" => json!({"check": "price.deviation", "control": "warn"}),
        "route_rule.save" => json!({"code": "sales", "department": "sales"}),
        "duty_rule.save" => json!({"part_a": "editor", "part_b": "director"}),
        "permission.save" => json!({"role": "clerk", "command": "order.void", "allowed": true}),
        "capacity.save" => json!({"family": "NONE", "week": "2026-W49", "units": "1"}),
        "credit.set" => json!({"customer": "C1", "limit": "1", "reason": "x"}),
        "order.enter" => json!({"customer": "NONE", "channel": "phone", "lines": []}),
        "order.edit" | "order.submit" | "order.copy" | "invoice.post" => json!({"order": "NONE"}),
        "order.change" => json!({"order": "NONE", "reason": "x", "asked_by": "us"}),
        "order.merge" => json!({"orders": ["NONE", "NONE2"]}),
        "order.split" => json!({"order": "NONE", "lines": [{"line": 1}]}),
        "order.confirm" | "order.told" => json!({"order": "NONE", "way": "phone"}),
        "order.cancel" => json!({"order": "NONE", "reason": "customer"}),
        "order.void" | "order.reject" | "order.bump" => json!({"order": "NONE", "reason": "x"}),
        "order.approve" => json!({"order": "NONE", "objective": 5, "accurate": 5}),
        "order.return" => json!({"order": "NONE", "reasons": [{"code": "other"}]}),
        "hold.place" => json!({"order": "NONE", "code": "x", "reason": "x"}),
        "stock.receive" => json!({"warehouse": "W1", "product": "P1", "qty": "1"}),
        "stock.adjust" => json!({"warehouse": "W1", "product": "P1", "qty": "1", "reason": "x"}),
        "stock.count" => json!({"warehouse": "W1", "product": "P1", "counted": "3", "reason": "x"}),
        "stock.transfer" => json!({"product": "P1", "qty": "1", "from": "W1", "to": "NONE"}),
        "stock.transfer_arrive" => json!({"transfer": "NONE", "qty": "1"}),
        "stock.quarantine" | "stock.release_quarantine" => {
            json!({"warehouse": "NONE", "product": "P1", "qty": "1", "reason": "x"})
        }
        "shipment.arrive" => json!({"shipment": "NONE", "arrived_at": "2026-11-23"}),
        "shipment.slip" => json!({"shipment": "NONE"}),
        "stock.reserve" => json!({"order": "NONE", "line": 1, "qty": "1"}),
        "supply.expect" => {
            json!({"warehouse": "W1", "product": "P1", "qty": "1", "date": "2026-12-01", "confirmed": true})
        }
        "shipment.pack" => json!({"order": "NONE", "lines": [{"line": 1, "qty": "1"}]}),
        "shipment.unpack" => json!({"shipment": "NONE", "reason": "x"}),
        "shipment.dispatch" => json!({"shipment": "NONE", "carrier": "SF"}),
        "shipment.sign" => json!({"shipment": "NONE", "signed_at": "2026-11-23T09:00:00"}),
        other => fields_of_money(other),
    }
}

/// The same for money, holds and what follows a sale.
fn fields_of_money(command: &str) -> Value {
    match command {
        "receipt.record" => json!({"customer": "C1", "amount": "1", "method": "cash"}),
        "receipt.clear" | "receipt.bounce" => json!({"receipt": "NONE"}),
        "receipt.apply" => json!({"receipt": "NONE", "to": [{"invoice": "NONE", "amount": "1"}]}),
        "receipt.unapply" => {
            json!({"receipt": "NONE", "to": [{"invoice": "NONE", "amount": "1"}], "reason": "x"})
        }
        "period.close" => json!({"month": "2026-09"}),
        "return.open" => json!({"order": "NONE", "lines": [], "want": "credit", "fault": "ours"}),
        "return.approve" | "return.settle" => json!({"return": "NONE"}),
        "return.drop" => json!({"return": "NONE", "reason": "x"}),
        "return.receive" => json!({"return": "NONE", "lines": []}),
        "complaint.open" => json!({"customer": "NONE", "severity": 3, "text": "x"}),
        "complaint.answer" => json!({"complaint": "NONE", "text": "x"}),
        "complaint.close" => json!({"complaint": "NONE", "cause": "x", "remedy": "x"}),
        "survey.record" => json!({"order": "NONE", "score": 5}),
        "exception.assign" => json!({"exception": "NONE", "owner": "clerk"}),
        "override.give" => json!({"order": "NONE", "check": "credit.over_limit", "reason": "x"}),
        "hold.release" => json!({"order": "NONE", "code": "credit", "reason": "x"}),
        "credit_note.post" => json!({"invoice": "NONE", "amount": "1", "reason": "x"}),
        "refund.pay" => {
            json!({"customer": "C1", "receipt": "NONE", "amount": "1", "method": "wire"})
        }
        "writeoff.post" => json!({"invoice": "NONE", "amount": "0.01", "reason": "x"}),
        "hold_code.save" => json!({"code": "x"}),
        "nightly.run" => json!({}),
        other => panic!("no fields for {other}"),
    }
}

#[test]
fn each_role_gives_its_commands_and_no_others() {
    // One office for the whole table: who may does not hang on what is in the file.
    let desk = Desk::new();
    let mut faults = Vec::new();
    for (command, roles) in MAY {
        for role in ROLES {
            let answer = desk.attempt(json!({"do": command, "by": role, "with": fields(command)}));
            let barred = matches!(&answer, Err(no) if no.code().name() == "not_permitted");
            if barred == roles.contains(role) {
                faults.push(format!("{role} {command}: {answer:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn each_department_gives_its_own_opinion_only() {
    let desk = Desk::new();
    let entered = desk.say(json!({"do": "order.enter", "by": "clerk", "with": {"customer": "C1", "channel": "phone",
        "kind": "sample", "need_date": "2026-11-24", "ship_to": "广州", "lines": [{"product": "P1", "qty": "1"}]}}));
    let order = &entered["order"];
    let submitted =
        desk.say(json!({"do": "order.submit", "by": "clerk", "with": {"order": order}}));
    let departments = submitted["route"]["departments"].as_array().unwrap();
    assert_eq!(departments.len(), 7, "{departments:?}");
    for department in departments {
        let with = json!({"order": order, "department": department, "verdict": "pass"});
        for role in ROLES.iter().filter(|role| department != *role) {
            let code = desk.refused(json!({"do": "review.give", "by": role, "with": with}));
            assert_eq!(code, "not_permitted", "{role} for {department}");
        }
        desk.say(json!({"do": "review.give", "by": department, "with": with}));
    }
    assert_eq!(
        desk.ask("order", json!({"order": order}))["state"],
        "director"
    );
}

#[test]
fn a_salesperson_enters_for_own_customers_only() {
    let desk = Desk::new();
    let with =
        json!({"customer": "C1", "channel": "phone", "lines": [{"product": "P1", "qty": "1"}]});
    let enter = json!({"do": "order.enter", "by": "sales", "with": with});
    assert_eq!(desk.refused(enter.clone()), "not_permitted");
    desk.say(
        json!({"do": "customer.save", "with": {"code": "C1", "name": "客户一", "terms": "net:30",
        "salesperson": "sales"}}),
    );
    desk.say(enter);
}

#[test]
fn a_shared_office_takes_by_and_at_from_those_with_the_right_alone() {
    let desk = Desk::bare(true);
    desk.say(
        json!({"do": "user.save", "with": {"login": "zhang", "name": "zhang", "roles": ["admin"]}}),
    );
    let save = json!({"code": "W1", "name": "w"});
    for claim in [
        json!({"by": "zhang"}),
        json!({"at": "2026-11-22T09:00:00"}),
        json!({"by": "boss"}),
    ] {
        let mut line = json!({"do": "warehouse.save", "with": save});
        line.as_object_mut()
            .unwrap()
            .extend(claim.as_object().unwrap().clone());
        assert_eq!(desk.refused(line), "not_permitted", "{claim}");
    }
    // What was claimed in vain is not written down as true.
    let rows = desk.ask("audit", json!({}));
    for row in rows["rows"].as_array().unwrap() {
        assert_ne!(row["who"], "zhang", "{row}");
        assert_ne!(row["at"], "2026-11-22T09:00:00", "{row}");
    }
    desk.say(
        json!({"do": "setting.set", "with": {"name": "permission.admin.act_as", "value": "yes"}}),
    );
    desk.say(
        json!({"do": "warehouse.save", "with": save, "by": "zhang", "at": "2026-11-22T09:00:00"}),
    );
    desk.sound(true);
}

#[test]
fn duties_are_strict_from_the_start_in_a_shared_office_alone() {
    for (shared, duties) in [(true, "strict"), (false, "later")] {
        let desk = Desk::bare(shared);
        let settings = desk.ask("settings", json!({}));
        let rows = settings["rows"].as_array().unwrap();
        let row = rows.iter().find(|row| row["name"] == "duties").unwrap();
        assert_eq!(row["value"], duties, "shared: {shared}");
    }
}

#[test]
fn a_refused_attempt_about_permission_is_in_the_audit_log() {
    let desk = Desk::new();
    let code = desk.refused(json!({"do": "credit.set", "by": "clerk", "with": {"customer": "C1", "limit": "1", "reason": "x"}}));
    assert_eq!(code, "not_permitted");
    let rows = desk.ask("audit", json!({"who": "clerk"}));
    assert_eq!(rows["rows"][0]["outcome"], "not_permitted", "{rows}");
    assert_eq!(rows["rows"][0]["command"], "credit.set");
}

#[test]
fn the_last_administrator_stays() {
    let desk = Desk::bare(false);
    let with = json!({"login": "boss", "name": "boss", "roles": ["clerk"]});
    assert_eq!(
        desk.refused(json!({"do": "user.save", "with": with})),
        "last_admin"
    );
    let with = json!({"login": "boss", "name": "boss", "roles": ["admin"], "active": false});
    assert_eq!(
        desk.refused(json!({"do": "user.save", "with": with})),
        "last_admin"
    );
}

#[test]
fn a_mobile_number_typed_into_an_address_is_for_those_who_telephone() {
    let desk = Desk::new();
    let order = desk.say(
        json!({"do": "order.enter", "by": "clerk", "with": {"customer": "C1",
        "channel": "phone", "ship_to": "广州 李四 13800000008", "remark": "先打 15912345678",
        "customer_ref": "13700000007", "lines": [{"product": "P1", "qty": "1"}]}}),
    );
    let read = |login: &str| {
        let caller = Caller {
            login: login.to_owned(),
            uid: if login == "clerk" {
                4_000_002
            } else {
                4_000_003
            },
            seat: None,
        };
        let keys = json!({"order": order["order"]});
        let answer = desk.office.ask_by_name(&caller, "order", keys).unwrap();
        let head = &answer["head"];
        ["ship_to", "remark", "customer_ref"].map(|name| head[name].as_str().unwrap().to_owned())
    };
    let whole = ["广州 李四 13800000008", "先打 15912345678", "13700000007"];
    assert_eq!(read("clerk"), whole);
    let covered = ["广州 李四 138****0008", "先打 159****5678", "13700000007"];
    assert_eq!(read("production"), covered);
    let right = |name: &str, allowed: &str| {
        let setting = json!({"name": format!("permission.{name}.phone.see"), "value": allowed});
        desk.say(json!({"do": "setting.set", "with": setting}));
    };
    right("production", "yes");
    assert_eq!(read("production"), whole);
    // Whoever may edit the order reads what he would write back.
    right("clerk", "no");
    assert_eq!(read("clerk"), whole);
}
