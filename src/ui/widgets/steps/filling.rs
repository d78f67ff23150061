//! The paper of each step: what it asks, and what its values ask for in turn.

use serde_json::Value;

use super::step::allowed;
use super::{
    Step, Subject, after, arrange, change, contact, dates, ending, goods, judge, money, settle,
};
use crate::ui::base::Ctx;
use crate::ui::widgets::sheet::Sheet;
use crate::words::Lang;
use crate::words::papers::STATES;

/// Steps that are told in place of one that is not possible.
const TOLD: usize = 4;

impl Step {
    /// Whether an order allows it now.
    pub(super) fn is_possible(self, order: &Value) -> bool {
        let steps = if self.is_after_sale() {
            after::allowed(order)
        } else {
            allowed(order)
        };
        steps.contains(&self)
    }

    /// The paper to fill in, or why there is nothing to fill in.
    pub(super) fn sheet(self, subject: &Subject, ctx: &Ctx<'_>) -> Result<Sheet, String> {
        let lang = ctx.look.lang;
        let number = subject
            .targets
            .first()
            .map_or("", |target| target.order.as_str());
        let title = if subject.targets.len() == 1 && !number.is_empty() {
            format!("{} {number}", self.name(lang))
        } else {
            self.name(lang).to_owned()
        };
        if subject
            .order
            .as_ref()
            .is_some_and(|order| !self.is_possible(order))
        {
            return Err(self.not_now(subject.order.as_ref(), number, lang));
        }
        let sheet = match self {
            Self::Opinion => judge::opinion(title, subject, lang),
            Self::Approve => Some(judge::approve(title, subject, lang)),
            Self::Return => Some(judge::send_back(title, lang)),
            Self::Reject | Self::Void | Self::Reopen | Self::Withdraw | Self::Intercept => {
                Some(judge::reject(title, lang))
            }
            Self::Override => judge::set_aside(title, subject, lang),
            Self::Hold => Some(judge::hold(title, lang)),
            Self::Release => judge::release(title, subject, lang),
            Self::Condition => judge::met(title, subject, lang),
            Self::Contact => Some(contact::sheet(title, ctx.now, subject.say.as_ref(), lang)),
            Self::Pack => goods::pack(title, subject, lang),
            Self::Dispatch => goods::dispatch(title, subject, lang),
            Self::Sign => goods::sign(title, subject, lang),
            Self::Invoice => Some(money::invoice(title, subject, lang)),
            Self::Receipt => Some(money::receipt(title, subject, lang)),
            Self::CreditNote => settle::credit_note(title, subject, lang),
            Self::WriteOff => settle::write_off(title, subject, lang),
            Self::Refund => settle::refund(title, subject, lang),
            Self::Edit => None, // a screen of its own
            _ if self.is_after_sale() => after::sheet(self, title, subject, ctx.now, lang),
            Self::Submit => Some(ending::submit(title, subject, lang)),
            Self::Change => Some(change::change(title, subject, lang)),
            Self::Confirm => Some(change::confirm(title, lang)),
            Self::Copy => Some(arrange::copy(title, lang)),
            Self::Merge => Some(arrange::merge(title, lang)),
            Self::Split => Some(arrange::split(title, subject, lang)),
            Self::Unpack => goods::unpack(title, subject, lang),
            Self::Cancel => Some(ending::cancel(title, subject, lang)),
            Self::CloseShort => Some(ending::close_short(title, subject, lang)),
            Self::Told => Some(dates::told(title, subject, lang)),
            Self::Bump => Some(dates::bump(title, lang)),
            Self::Arrive => dates::arrive(title, subject, lang),
            Self::Slip => dates::slip(title, subject, lang),
            _ => None, // a menu
        };
        sheet.ok_or_else(|| self.not_now(subject.order.as_ref(), number, lang))
    }

    /// Why it is not possible, and what is.
    pub(super) fn not_now(self, order: Option<&Value>, number: &str, lang: Lang) -> String {
        let told = lang.step_not_now(self.name(lang), number);
        let told = told.trim_start_matches([':', ' ']);
        let Some(order) = order else {
            return told.to_owned();
        };
        if self == Self::Opinion && self.is_possible(order) {
            return lang.opinion_not_owed(number);
        }
        let state = order["state"].as_str().unwrap_or_default();
        let state = lang.word(STATES, state);
        let steps = allowed(order).into_iter();
        let steps = steps.filter(|step| *step != self && *step != Self::AfterSale);
        let names: Vec<_> = steps.take(TOLD).map(|step| step.name(lang)).collect();
        if names.is_empty() {
            lang.step_not_now_none(told, &state)
        } else {
            let names = names.join(lang.pick("、", ", "));
            lang.step_not_now_but(told, &state, &names)
        }
    }

    /// Shows what the values ask for; called when `changed` has another one, and once at the start.
    pub(super) fn adjust(
        self,
        sheet: &mut Sheet,
        changed: &str,
        order: Option<&Value>,
        lang: Lang,
    ) {
        match self {
            Self::Opinion => judge::adjust_opinion(sheet, changed),
            Self::Contact => contact::adjust(sheet, changed),
            Self::Dispatch => goods::suggest(sheet, changed, lang),
            Self::Sign => goods::adjust_sign(sheet, changed, order),
            Self::Cancel => ending::adjust_cancel(sheet),
            Self::Arrive => dates::adjust_arrive(sheet, changed),
            Self::AskTask => after::adjust(sheet, changed),
            Self::Change => change::adjust(sheet),
            Self::WriteOff | Self::Refund => settle::adjust(sheet, changed, order),
            _ => {}
        }
    }
}
