//! A pasted address taken apart: who, telephone, province, city, district, the rest
//! (`practice.md §3.4`).
//!
//! Only what is sure is named; everything else stays in the detail, so that nothing is lost.

use std::ops::Range;

use serde::Serialize;

use super::prefectures;
use super::text::narrow;

/// Where goods go and who takes them in. What was not found is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Address {
    /// Who takes them in.
    pub name: String,
    /// Telephone, with the extension of a privacy number.
    pub phone: String,
    /// Province, as it was written.
    pub province: String,
    /// City, prefecture or league; the municipality itself where it is repeated.
    pub city: String,
    /// District, county or banner.
    pub district: String,
    /// Street and the rest.
    pub detail: String,
}

/// Provinces by their short names, with what may follow.
const PROVINCES: &[(&str, &[&str])] = &[
    ("北京", &["市"]),
    ("天津", &["市"]),
    ("上海", &["市"]),
    ("重庆", &["市"]),
    ("河北", &["省"]),
    ("山西", &["省"]),
    ("辽宁", &["省"]),
    ("吉林", &["省"]),
    ("黑龙江", &["省"]),
    ("江苏", &["省"]),
    ("浙江", &["省"]),
    ("安徽", &["省"]),
    ("福建", &["省"]),
    ("江西", &["省"]),
    ("山东", &["省"]),
    ("河南", &["省"]),
    ("湖北", &["省"]),
    ("湖南", &["省"]),
    ("广东", &["省"]),
    ("海南", &["省"]),
    ("四川", &["省"]),
    ("贵州", &["省"]),
    ("云南", &["省"]),
    ("陕西", &["省"]),
    ("甘肃", &["省"]),
    ("青海", &["省"]),
    ("台湾", &["省"]),
    ("内蒙古", &["自治区"]),
    ("广西", &["壮族自治区"]),
    ("西藏", &["自治区"]),
    ("宁夏", &["回族自治区"]),
    ("新疆", &["维吾尔自治区"]),
    ("香港", &["特别行政区"]),
    ("澳门", &["特别行政区"]),
];

/// Words before a value; longer ones first where one begins with another.
const LABELS: &[&str] = &[
    "收货人姓名",
    "收货人",
    "收件人",
    "联系人",
    "姓名",
    "联系电话",
    "手机号码",
    "手机号",
    "手机",
    "电话",
    "收货地址",
    "详细地址",
    "所在地区",
    "地址",
    "邮编",
];

/// What stands behind the name of who takes the goods in.
const TAKER: &[&str] = &[
    "(收货人)",
    "(收件人)",
    "(收件)",
    "(收货)",
    "(收)",
    "[收]",
    "【收】",
];

/// What shops write in front of all that.
const TAGS: &[&str] = &[
    "发货",
    "收货",
    "寄送",
    "送货",
    "地址",
    "收货地址",
    "收货信息",
];

/// How people are addressed.
const TITLES: &[&str] = &["先生", "女士", "小姐", "经理", "老师", "师傅", "老板"];

/// Signs that only addresses have.
pub const STREETS: [char; 9] = ['路', '街', '号', '区', '县', '镇', '村', '市', '省'];

impl Address {
    /// Takes a text apart; none if it holds neither a telephone nor a province.
    pub fn parse(text: &str) -> Option<Self> {
        let text = unlabelled(text);
        let (phone, text) = take_phone(&in_one_word(&text));
        let begin = province_in(&text);
        if phone.is_empty() && begin.is_none() {
            return None;
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        let (name, place) = match begin {
            Some(at) => apart(&text, at),
            None => by_words(&words),
        };
        let mut address = regions(&place);
        // 韦先生收: a name and what is asked of him.
        let bare = name.strip_suffix('收').filter(|bare| is_name(bare));
        let name = bare.map_or(name.as_str(), |bare| bare).to_owned();
        (address.name, address.phone) = (name, phone);
        Some(address)
    }

    /// Province, city and district as they are shown, what is known of them.
    pub fn region(&self) -> String {
        let place = [&self.province, &self.city, &self.district];
        let named: Vec<&str> = place
            .into_iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        named.join("/")
    }

    /// On one line, as a driver reads it: place, then who and the telephone.
    pub fn line(&self) -> String {
        let place = [&self.province, &self.city, &self.district, &self.detail];
        let place: String = place.into_iter().map(String::as_str).collect();
        let parts = [place.as_str(), &self.name, &self.phone];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(" ")
    }
}

/// Labels, commas and line ends become blanks.
fn unlabelled(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(narrow).collect();
    let mut text = lines.join(" ").replace([',', '、', ';', '\t', '|'], " ");
    for label in LABELS {
        for colon in [":", " :"] {
            text = text.replace(&format!("{label}{colon}"), " ");
        }
    }
    for taker in TAKER {
        text = text.replace(taker, " ");
    }
    for tag in TAGS {
        for (left, right) in [("【", "】"), ("[", "]")] {
            text = text.replace(&format!("{left}{tag}{right}"), " ");
        }
    }
    let said = |word: &&str| *word != "收" && !LABELS.contains(word);
    let words: Vec<&str> = text.split_whitespace().filter(said).collect();
    words.join(" ")
}

/// Where mobile numbers of eleven digits stand in a text, by bytes; a part of a longer number or
/// word is none.
pub fn mobiles(text: &str) -> Vec<Range<usize>> {
    let alone = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + start;
        let run = text[start..].find(|c: char| !c.is_ascii_digit());
        let end = run.map_or(text.len(), |n| start + n);
        let digits = &text.as_bytes()[start..end];
        let mobile = matches!(digits, [b'1', b'3'..=b'9', ..]) && digits.len() == 11;
        let before = text[..start].chars().next_back();
        if mobile && alone(before) && alone(text[end..].chars().next()) {
            found.push(start..end);
        }
        at = end;
    }
    found
}

/// The first telephone of the text, and the text without it.
fn take_phone(text: &str) -> (String, String) {
    let mut at = 0;
    while let Some(found) = text[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + found;
        let run = text[start..].find(|c: char| !c.is_ascii_digit() && !"-转".contains(c));
        let end = run.map_or(text.len(), |n| start + n);
        if let Some((phone, taken)) = phone_at(&text[start..end]) {
            let rest = format!("{} {}", &text[..start], &text[start + taken..]);
            return (phone, rest);
        }
        at = end;
    }
    (String::new(), text.to_owned())
}

/// A text whose mobile numbers in three groups, `138 0013 8000`, are one word each, without the
/// country's `+86`.
fn in_one_word(text: &str) -> String {
    let text = text.replace("+86-", "+86").replace("+86 ", "+86");
    let text = text.replace("+86", " ");
    let mut joined = text.clone();
    for (at, _) in text.match_indices(' ').rev() {
        let (head, tail) = (&text[..at], &text[at + 1..]);
        let digits = |c: &char| c.is_ascii_digit();
        let before = head.chars().rev().take_while(digits).count();
        let behind = tail.chars().take_while(digits).count();
        let start = head.len() - before;
        let group = |text: &str| text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        let first = before == 3 && is_mobile(&head[start..]);
        let last = before == 4 && head[..start].ends_with(' ') && {
            let lead = &head[..start - 1];
            let digits = lead.chars().rev().take_while(digits).count();
            digits == 3 && is_mobile(&lead[lead.len() - 3..])
        };
        let third = tail.get(5..9).filter(|_| tail[behind..].starts_with(' '));
        if behind == 4 && (last || first && third.is_some_and(group)) {
            joined.remove(at);
        }
    }
    joined
}

fn is_mobile(digits: &str) -> bool {
    digits.starts_with('1') && matches!(digits.as_bytes().get(1), Some(b'3'..=b'9'))
}

/// A mobile, landline or service number at the front of digits and dashes, and its length.
fn phone_at(run: &str) -> Option<(String, usize)> {
    let (head, extension) = match run.split_once('转') {
        Some((head, extension)) => (head, Some(extension)),
        None => (run, None),
    };
    let digits: String = head.chars().filter(char::is_ascii_digit).collect();
    let groups: Vec<&str> = head.split('-').collect();
    let mobile = is_mobile(&digits);
    let first_is_whole = groups[0].len() == 11;
    let plain = match () {
        // 138-0013-8000 is one number; 13800138000-1234 has an extension.
        () if mobile && digits.len() == 11 => digits.clone(),
        () if mobile && first_is_whole && (3..=4).contains(&groups[1..].concat().len()) => {
            format!("{}-{}", groups[0], groups[1..].concat())
        }
        () if digits.starts_with('0') && (10..=12).contains(&digits.len()) => head.to_owned(),
        () if digits.starts_with('0') && groups.len() == 3 => head.to_owned(),
        () if (digits.starts_with("400") || digits.starts_with("800")) && digits.len() == 10 => {
            head.to_owned()
        }
        () => return None,
    };
    let phone = match extension.filter(|e| (1..=5).contains(&e.len())) {
        Some(extension) => format!("{plain}转{extension}"),
        None => plain,
    };
    Some((phone, run.len()))
}

/// Where a province begins a word of the text.
fn province_in(text: &str) -> Option<usize> {
    let starts = |name: &str| {
        let mut found = text.match_indices(name).map(|(at, _)| at);
        found.find(|at| text[..*at].chars().next_back().is_none_or(|c| !is_hanzi(c)))
    };
    PROVINCES.iter().filter_map(|(name, _)| starts(name)).min()
}

fn is_hanzi(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// The name before the place, or behind it; the place itself.
fn apart(text: &str, at: usize) -> (String, String) {
    let before: Vec<&str> = text[..at].split_whitespace().collect();
    let mut behind: Vec<&str> = text[at..].split_whitespace().collect();
    let mut name = before.join(" ");
    if name.is_empty()
        && behind.len() > 1
        && let Some(last) = behind.pop_if(|last| is_name(last))
    {
        last.clone_into(&mut name);
    }
    (name, behind.join(" "))
}

/// Without a province the shortest word that may be a name is one.
fn by_words(words: &[&str]) -> (String, String) {
    let name = words.iter().filter(|word| is_name(word));
    let name = name.min_by_key(|word| word.chars().count()).copied();
    let rest = words.iter().filter(|word| Some(**word) != name);
    let rest: Vec<&str> = rest.copied().collect();
    (name.unwrap_or("").to_owned(), rest.join(" "))
}

fn is_name(word: &str) -> bool {
    let long = word.chars().count();
    let titled = TITLES.iter().any(|title| word.ends_with(title));
    let most = if titled { 6 } else { 4 };
    (2..=most).contains(&long) && word.chars().all(is_hanzi) && !word.contains(STREETS)
}

/// Province, city and district off the front of a place.
fn regions(place: &str) -> Address {
    let mut address = Address::default();
    let mut rest = place.trim_start();
    let known = PROVINCES.iter().find(|(name, _)| rest.starts_with(name));
    if let Some((name, suffixes)) = known {
        let long = suffixes
            .iter()
            .map(|suffix| format!("{name}{suffix}"))
            .find(|long| rest.starts_with(long.as_str()));
        let taken = long.map_or(name.len(), |long| long.len());
        rest[..taken].clone_into(&mut address.province);
        rest = rest[taken..].trim_start();
    }
    let repeated = address.province.as_str();
    if !repeated.is_empty() && repeated.ends_with('市') && rest.starts_with(repeated) {
        repeated.clone_into(&mut address.city);
        rest = rest[repeated.len()..].trim_start();
    } else if let Some(city) =
        prefecture(rest, &address.province).or_else(|| upto(rest, &["自治州", "地区", "盟", "市"]))
    {
        rest[city.clone()].clone_into(&mut address.city);
        rest = rest[city.end..].trim_start();
    }
    if let Some(district) = upto(rest, DISTRICTS) {
        rest[district.clone()].clone_into(&mut address.district);
        rest = rest[district.end..].trim_start();
    }
    rest.trim().clone_into(&mut address.detail);
    address
}

/// A prefecture's name at the front of `rest`: whole, or short where the text goes on with a place
/// in it. A county or a street that bears its name is none: 长沙县, 中山东路.
fn prefecture(rest: &str, province: &str) -> Option<Range<usize>> {
    let name = prefectures::begun_with(rest, province)?;
    let behind = &rest[name.len()..];
    if let Some(suffix) = ["市", "地区", "盟"]
        .iter()
        .find(|s| behind.starts_with(**s))
    {
        return Some(0..name.len() + suffix.len());
    }
    let whole = upto(rest, &["自治州"]).filter(|whole| !rest[..whole.end].contains('市'));
    if whole.is_some() {
        return whole;
    }
    let next = behind.trim_start();
    let street = next.trim_start_matches(['东', '西', '南', '北', '中']);
    let ways = ["路", "街", "大道", "大街"];
    let is_way = ways.iter().any(|way| street.starts_with(way));
    let bears_it = is_way && !NO_ROADS.iter().any(|name| next.starts_with(name));
    let kinds = ["县", "区", "小区"];
    let of_it = kinds.iter().any(|kind| next.starts_with(kind));
    // Without its province a short name is one only before a district.
    let sure = !province.is_empty() || upto(next, DISTRICTS).is_some();
    (sure && !bears_it && !of_it).then_some(0..name.len())
}

/// Districts that are no roads.
const NO_ROADS: &[&str] = &["路南区", "路北区", "路桥区"];

/// What the names of districts end in; the longer first.
const DISTRICTS: &[&str] = &["新区", "区", "自治县", "县", "旗", "市"];

/// The front of `rest` up to the nearest of these endings, if it is short, of hanzi and no street.
fn upto(rest: &str, endings: &[&str]) -> Option<Range<usize>> {
    let ends = |ending: &&str| Some(rest.find(*ending)? + ending.len());
    let end = endings.iter().filter_map(ends).min()?;
    let front = &rest[..end];
    let long = front.chars().count();
    let street = front.contains(['路', '街', '号', '村']) && !NO_ROADS.contains(&front);
    // 镇海区, 镇平县: a town's name ends in it.
    let town = front.char_indices().any(|(at, c)| c == '镇' && at > 0);
    let plain = front.chars().all(is_hanzi) && !street && !town;
    let most = if front.contains("自治") { 16 } else { 9 };
    ((2..=most).contains(&long) && plain && !front.ends_with("小区")).then_some(0..end)
}

#[cfg(test)]
mod tests;
