//! Lists go on where their page ended and say what is asked; refusals name what they are about.

use serde_json::{Value, json};

use crate::support::program::Program;

#[test]
fn what_the_office_cannot_hold_is_a_bad_field_and_the_run_goes_on() {
    let program = Program::with_office();
    let contract = |percent: &str| {
        json!({"do": "contract.save", "with": {"code": "K1", "customer": "C1", "from": "2026-01-01",
            "to": "2026-12-31", "lines": [], "returns_percent": percent}})
    };
    let rule = |most: i64| json!({"do": "pass_rule.save", "with": {"weight_most": most}});
    let customer = json!({"do": "customer.save",
        "with": {"code": "C1", "name": "C1", "terms": "net:30"}});
    let lines = [
        customer.clone(),
        contract("101"),
        contract("-1"),
        contract("100.01"),
        rule(1_000_000_000_001),
        rule(-1),
        contract("100"),
        rule(1_000_000_000_000),
        customer,
    ];
    let answers = program.run(&lines).ends(1).lines();
    let codes = |answer: &Value| {
        answer["refusal"]["code"]
            .as_str()
            .unwrap_or("ok")
            .to_owned()
    };
    let codes: Vec<_> = answers.iter().map(codes).collect();
    let bad = "bad_field";
    assert_eq!(codes, ["ok", bad, bad, bad, bad, bad, "ok", "ok", "ok"]);
    assert_eq!(answers[1]["refusal"]["facts"]["field"], "returns_percent");
    assert_eq!(answers[4]["refusal"]["facts"]["field"], "weight_most");
}

#[test]
fn the_help_names_the_refusals_that_come() {
    use orderdesk::desk::Command;
    for (command, code) in [
        ("shipment.pack", "payment.not_cleared"),
        ("order.cancel", "qty.not_a_step"),
        ("hold.place", "already_there"),
        ("order.intercept", "already_there"),
    ] {
        let spec = Command::spec_of(command).unwrap();
        let named = spec.refusals.iter().any(|known| known.name() == code);
        assert!(named, "{command} does not name {code}");
    }
}

#[test]
fn a_row_that_a_rule_refuses_keeps_what_it_is_told_by() {
    let program = Program::with_office();
    let warehouse = json!({"do": "warehouse.save", "with": {"code": "W1", "name": "w"}});
    program.run(&[warehouse]).ends(0);
    let refused = |kind: &str, rows: &str| {
        let file = program.file(&format!("{kind}.csv"), rows);
        let list = program.path(&format!("{kind}-problems.csv"));
        let list = list.display().to_string();
        program
            .call(&["import", kind, &file, "--problems", &list])
            .ends(1);
        let text = std::fs::read_to_string(&list).unwrap();
        let row = text.lines().nth(1).unwrap_or_default();
        row.split(',').nth(2).unwrap_or_default().to_owned()
    };
    let told = [
        refused("customers", "code,name,terms,payer\nK1,one,net:30,NOBODY\n"),
        refused(
            "products",
            "code,name,unit,tax_rate,list_price,floor_price\nQ1,one,pc,13,10,-1\n",
        ),
        refused("prices", "target_code,price\nQ7,10\n"),
        refused("stock", "warehouse,product,counted\nW1,Q8,5\n"),
        refused("receipts", "customer,amount,method\nK9,5,cash\n"),
    ];
    assert_eq!(told, ["K1", "Q1", "Q7", "Q8", "K9"]);
}
