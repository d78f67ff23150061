//! The words of the customer card.

use super::messages;

messages! {
    /// All rows of this table.
    CUSTOMER;

    customer_grade(grade: &str) => "{grade} 级" | "grade {grade}";
    customer_limit(limit: &str) => "额度 {limit}" | "limit {limit}";
    customer_csat(surveys: i64, mean: &str, csat: &str) => "回访 {surveys} 次,均分 {mean},满意率 {csat}" | "{surveys} surveys, mean {mean}, satisfied {csat}";
    customer_complaints(n: usize) => "投诉 {n}" | "Complaints {n}";
    customer_returns(n: usize) => "退换货 {n}" | "Returns {n}";
    customer_contacts(n: usize) => "联系 {n}" | "Contacts {n}";
}
