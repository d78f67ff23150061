//! Adding words to an answer of the desk: checks, gaps, blockers and happenings get their `text`.

use serde_json::{Value, json};

use super::Lang;
use super::after_sale::AFTER_HAPPENINGS;
use super::codes::{OWN_REASONS, PRICE_LOST, ROLES};
use super::fill;
use super::money::MONEY_HAPPENINGS;
use super::papers::{BLOCKERS, GAPS, HAPPENINGS};
use super::schedule::GOODS_HAPPENINGS;
use super::steps::RETURN_REASONS;

impl Lang {
    /// Walks an answer and puts a sentence beside every code that has one.
    pub fn tell(self, answer: &mut Value) {
        match answer {
            Value::Array(items) => items.iter_mut().for_each(|item| self.tell(item)),
            Value::Object(fields) => {
                for (name, value) in fields.iter_mut() {
                    match name.as_str() {
                        "facts" | "with" => {}
                        "gaps" => {
                            each(value, |gap| self.word(GAPS, gap["code"].as_str()?).into());
                        }
                        "checks" => self.tell_checks(value),
                        "tried" => {
                            each(value, |row| {
                                self.word(PRICE_LOST, row["lost"].as_str()?).into()
                            });
                        }
                        "blockers" => each(value, |blocker| {
                            self.sentence(BLOCKERS, blocker["code"].as_str()?, &blocker["facts"])
                                .into()
                        }),
                        "say" => {
                            if let Some(text) = self.saying(value) {
                                value["text"] = json!(text);
                            }
                        }
                        _ => self.tell(value),
                    }
                }
                if let (Some(kind), Some(facts)) = (fields.get("message"), fields.get("facts")) {
                    let lang = fields.get("lang").and_then(Value::as_str);
                    let lang = lang.and_then(Self::from_name).unwrap_or(self);
                    let own = &fields["templates"][lang.pick("zh", "en")];
                    let own = own.as_str().unwrap_or("");
                    let text = lang.message(kind.as_str().unwrap_or(""), own, facts);
                    fields.insert("text".to_owned(), json!(text));
                }
                if let (Some(what), Some(facts)) = (fields.get("what"), fields.get("facts")) {
                    let text = self.happening(what.as_str().unwrap_or(""), facts);
                    fields.insert("text".to_owned(), json!(text));
                }
                if let Some(letter) = fields.get("letter").filter(|letter| letter.is_object()) {
                    let text = self.letter(letter);
                    fields.insert("text".to_owned(), json!(text));
                }
                if let Some(blockers) = fields.get("blockers").and_then(Value::as_array) {
                    let all: Vec<_> = blockers.iter().filter_map(|b| b["text"].as_str()).collect();
                    let why = all.join(self.pick("；", "; "));
                    fields.insert("why_not_next".to_owned(), json!(why));
                }
            }
            _ => {}
        }
    }
}

impl Lang {
    /// What happened, in a sentence; a name that no table knows stands for itself.
    pub fn happening(self, what: &str, facts: &Value) -> String {
        let tables = [
            HAPPENINGS,
            GOODS_HAPPENINGS,
            MONEY_HAPPENINGS,
            AFTER_HAPPENINGS,
        ];
        let knows = |table: &&[(&str, _, _)]| table.iter().any(|(name, _, _)| *name == what);
        let table = tables.into_iter().find(knows).unwrap_or(HAPPENINGS);
        let Some(reasons) = facts["reasons"].as_array() else {
            return self.sentence(table, what, facts);
        };
        let told: Vec<_> = reasons.iter().map(|reason| self.reason(reason)).collect();
        let mut facts = facts.clone();
        facts["reasons"] = json!(told.join("; "));
        self.sentence(table, what, &facts)
    }

    /// A coded reason of a no: what, which line, in words.
    pub fn reason(self, reason: &Value) -> String {
        let code = reason["code"].as_str().unwrap_or("");
        let word = self.word(
            RETURN_REASONS,
            &self.word(OWN_REASONS, &self.word(ROLES, code)),
        );
        let line = reason["line"].as_i64().map(|n| self.line_of(n));
        let text = reason["text"].as_str().map(fill::safe);
        let parts = [Some(word), line, text];
        parts
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Gives each check its sentence, and a failed one its way out.
    fn tell_checks(self, rows: &mut Value) {
        for check in rows.as_array_mut().into_iter().flatten() {
            let (Some(code), Some(level)) = (check["code"].as_str(), check["level"].as_str())
            else {
                continue;
            };
            let text = self.check(code, level, &check["facts"]);
            let overriders = check["overriders"].as_array().cloned().unwrap_or_default();
            let way_out = self.check_way_out(code, level, &overriders);
            let failed = level != "pass";
            check["text"] = json!(text);
            if failed {
                check["way_out"] = json!(way_out);
            }
        }
    }
}

/// Gives each row the text that it has.
fn each(rows: &mut Value, text: impl Fn(&Value) -> Option<String>) {
    for row in rows.as_array_mut().into_iter().flatten() {
        if let Some(text) = text(row) {
            row["text"] = json!(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_get_their_sentences() {
        let mut answer = json!({
            "gaps": [{ "code": "qty", "line": 1 }],
            "blockers": [{ "code": "director", "facts": { "due": "2026-11-25T09:00:00" } }],
            "rows": [{ "what": "order.closed", "facts": {} }],
        });
        Lang::En.tell(&mut answer);
        assert_eq!(answer["gaps"][0]["text"], "no quantity");
        assert_eq!(
            answer["why_not_next"],
            "waits for the director, due 2026-11-25 09:00:00"
        );
        assert_eq!(answer["rows"][0]["text"], "closed");
    }
}
