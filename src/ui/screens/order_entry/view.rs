//! Draws the screen: the head, the lines, what is below or beside them.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::ui::base::{Look, Tone};
use crate::words::Lang;

use super::lines::Estimate;
use super::pieces::{Piece, draw_pieces, name_shortened, pieces_width};
use super::{Focus, OrderEntry, Over, head, lines, view_head, view_lines};

/// From this width on there is a panel beside the lines.
const WIDE: u16 = 112;
/// The widths it may have; the lines have the rest, for names and specifications.
const PANEL: (u16, u16) = (28, 36);

impl OrderEntry {
    /// Draws the body and what lies over it.
    pub(super) fn draw_all(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let wide = area.width >= WIDE;
        let mut left = area;
        if wide {
            let width = (area.width / 4).clamp(PANEL.0, PANEL.1);
            left.width = area.width - width - 2;
            let panel = Rect {
                x: area.x + area.width - width,
                width,
                ..area
            };
            self.draw_panel(frame, panel, look);
        }
        let free = matches!(self.over, Over::Nothing) && self.saving.is_none();
        let mut rows = left;
        let head_rows = view_head::ROWS.min(rows.height);
        let head_area = Rect {
            height: head_rows,
            ..rows
        };
        let typing = free && self.focus == Focus::Head;
        view_head::draw(frame, head_area, &self.sheet, &self.facts, typing, look);
        rows.y += head_rows;
        rows.height -= head_rows;
        let below: u16 = if wide { 3 } else { 5 };
        let lines_area = Rect {
            height: rows.height.saturating_sub(below),
            ..rows
        };
        let at_lines = free && self.focus == Focus::Lines;
        view_lines::draw(frame, lines_area, self, at_lines, look);
        self.draw_outcome(frame, lines_area, look);
        let foot = Rect {
            y: lines_area.bottom(),
            height: rows.height - lines_area.height,
            ..rows
        };
        self.draw_foot(frame, foot, wide, look);
        match &self.over {
            Over::Nothing => {}
            Over::Lookup(lookup, _) => lookup.draw(frame, area, look),
            Over::Choice(dialog, _) => dialog.draw(frame, area, look),
            Over::Text(text_box, _) => text_box.draw(frame, area, look),
            Over::Prices(code) => self.draw_prices(frame, area, code, look),
            Over::Clash(clash) => self.draw_clash(frame, area, clash, look),
            Over::Sizes(table) => self.draw_sizes(frame, area, table, look),
        }
    }

    /// What the lines come to.
    pub(super) fn estimate(&self) -> Estimate {
        let quoted = |line| self.quoted(line);
        lines::estimate(&self.sheet.grid, &self.facts, self.sheet.terms(), quoted)
    }

    fn draw_foot(&self, frame: &mut Frame<'_>, area: Rect, wide: bool, look: &Look) {
        let mut rows = area.rows();
        let Some(rule) = rows.next() else {
            return;
        };
        let width = usize::from(rule.width);
        let others = self.others_told(look.lang);
        let line = if others.is_empty() {
            Line::styled(look.rule().repeat(width), look.theme.frame())
        } else {
            Line::styled(look.heading(&others, width), look.theme.tone(Tone::Warn))
        };
        frame.render_widget(line, rule);
        let mut told: Vec<Vec<Piece>> = Vec::new();
        if !wide {
            told.push(name_shortened(self.line_pieces(look), width, look));
            told.push(self.credit_pieces(look));
        }
        told.push(self.hint_pieces(width, look));
        told.push(self.total_pieces(width, look));
        for (pieces, row) in told.iter().zip(rows) {
            draw_pieces(frame, row, pieces, look);
        }
    }

    /// The way out of a refusal, the choices of the field, or what is still missing.
    pub(super) fn hint_pieces(&self, cells: usize, look: &Look) -> Vec<Piece> {
        let lang = look.lang;
        if !self.advice.is_empty() {
            return vec![(self.advice.clone(), look.theme.tone(Tone::Warn))];
        }
        let id = self.sheet.form.focused();
        if self.focus == Focus::Head
            && let Some(table) = head::table(id)
        {
            return vec![(choices_told(table, cells, look), look.theme.dim())];
        }
        let origin = self.origin_told(lang);
        if self.focus == Focus::Head && !origin.is_empty() {
            return vec![(origin.to_owned(), look.theme.dim())];
        }
        if self.sheet.open_gaps().is_empty() {
            return self.promotion_pieces(look);
        }
        let title = format!("{}:", lang.entry_side_gaps());
        vec![
            (title, look.theme.dim()),
            (self.gaps_told(lang), look.theme.tone(Tone::Warn)),
        ]
    }

    /// Where the value in brackets comes from that the empty field under the caret stands for; how
    /// terms are typed.
    fn origin_told(&self, lang: Lang) -> &'static str {
        let form = &self.sheet.form;
        let entry = form.entries().get(form.at());
        let stands = entry.and_then(|e| view_head::stands_for(e, &self.sheet, &self.facts, lang));
        match form.focused() {
            "need_date" if form.value("need_date").is_empty() => lang.entry_need_hint(),
            "terms" if stands.is_some() => lang.entry_usual_terms(),
            "terms" => lang.entry_terms_hint(),
            "ship_to" if stands.is_some() => lang.entry_usual_address(),
            "tolerance" if stands.is_some() => lang.entry_usual_tolerance(),
            _ => "",
        }
    }

    /// The promotions that the lines reach, and what comes free.
    fn promotion_pieces(&self, look: &Look) -> Vec<Piece> {
        let told = self.promotions_told(look.lang);
        let title = Some(format!("{}:", look.lang.entry_side_promotions()));
        let title = title.filter(|_| !told.is_empty()).into_iter();
        title
            .map(|title| (title, look.theme.dim()))
            .chain(told.into_iter().map(|(name, saving)| {
                let text = format!("{name} {saving}");
                (text.trim().to_owned(), look.theme.tone(Tone::Good))
            }))
            .collect()
    }

    /// Lines, quantity, net, tax and gross; where the row is narrow, less of what is least wanted.
    fn total_pieces(&self, cells: usize, look: &Look) -> Vec<Piece> {
        let lang = look.lang;
        let all = self.estimate();
        let sums = lang.entry_totals(
            all.lines,
            &all.qty.to_string(),
            &all.amounts.net.to_string(),
            &all.amounts.tax.to_string(),
        );
        let gross = lang.entry_gross(&all.amounts.gross.to_string());
        let mut pieces = vec![(sums, look.theme.plain()), (gross, look.theme.title())];
        if !self.shelf.is_empty() {
            pieces.push((lang.entry_parked_count(self.shelf.len()), look.theme.dim()));
        }
        let with_note = pieces_width(&pieces, look) + 2 + look.width(lang.entry_estimate());
        if all.lines > 0 && with_note <= cells {
            pieces.push((lang.entry_estimate().to_owned(), look.theme.dim()));
        }
        if pieces_width(&pieces, look) > cells {
            let net = all.amounts.net.to_string();
            pieces[0].0 = lang.entry_totals_short(all.lines, &all.qty.to_string(), &net);
        }
        pieces
    }

    /// Limit, use, what is left, what is overdue; nothing where the office does not say.
    fn credit_pieces(&self, look: &Look) -> Vec<Piece> {
        let lang = look.lang;
        let code = self.sheet.form.value("customer");
        let mut pieces = Vec::new();
        let Some(credit) = self.facts.credit(code) else {
            return pieces;
        };
        let used = lang.credit_used(&credit.exposure.to_string());
        let left = credit.available.unwrap_or_default().to_string();
        let text = match credit.limit {
            Some(limit) => lang.entry_credit(&limit.to_string(), &used, &left),
            None => lang.credit_unlimited(&used),
        };
        // Warnings first: a row too long is cut at its end.
        pieces.extend(self.credit_warnings(look));
        pieces.push((text, look.theme.plain()));
        pieces
    }

    /// Overdue money, and by how much this order would be over.
    pub(super) fn credit_warnings(&self, look: &Look) -> Vec<Piece> {
        let lang = look.lang;
        let mut pieces = Vec::new();
        let Some(credit) = self.facts.credit(self.sheet.form.value("customer")) else {
            return pieces;
        };
        if credit.overdue.count() > 0 {
            let text = lang.entry_overdue(&credit.overdue.to_string(), &credit.days.to_string());
            pieces.push((text, look.theme.tone(Tone::Warn)));
        }
        let prepaid = self.sheet.form.value("terms") == "prepaid";
        let gross = self.estimate().amounts.gross;
        let over = credit.available.and_then(|left| gross.sub(left).ok());
        if let Some(over) = over.filter(|over| over.count() > 0 && gross.count() > 0 && !prepaid) {
            let text = format!("! {}", lang.entry_over_limit(&over.to_string()));
            pieces.push((text, look.theme.tone(Tone::Bad)));
        }
        pieces
    }
}

/// The words a field chooses from with their digits, as many as fit; F2 has them all.
fn choices_told(table: head::Table, cells: usize, look: &Look) -> String {
    let words = table.iter().enumerate();
    let words: Vec<String> = words
        .map(|(n, (_, zh, en))| format!("{} {}", n + 1, look.lang.pick(zh, en)))
        .collect();
    let all = words.join("  ");
    if look.width(&all) <= cells {
        return all;
    }
    let rest = look.lang.entry_all_choices();
    let room = cells.saturating_sub(look.width(rest));
    let mut told = String::new();
    for word in words {
        if look.width(&told) + look.width(&word) + 2 > room {
            break;
        }
        told.push_str(&word);
        told.push_str("  ");
    }
    told + rest
}
