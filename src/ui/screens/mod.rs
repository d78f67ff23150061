//! The screens. None of them knows another; they ask for one by its kind.

pub mod columns;
pub mod command;
#[cfg(test)]
mod corpus;
pub mod customer;
pub mod find;
pub mod follow_up;
pub mod help;
pub mod imports;
#[cfg(test)]
mod key_counts;
#[cfg(test)]
pub(crate) mod live;
#[cfg(test)]
mod looks;
pub mod mapping;
pub mod measures;
pub mod menu;
#[cfg(test)]
mod monkey;
pub mod order_entry;
pub mod palette;
pub mod platforms;
pub mod receivables;
pub mod review;
pub mod rules;
pub mod schedule;
pub mod shipping;
pub mod stock;
pub mod timeline;
pub mod tour;

use serde_json::Value;

use crate::ui::base::{Ctx, Opening, Screen, ScreenKind};

/// One parked form of several, the newest first; none if the screen can hold only one.
pub fn joined(kind: ScreenKind, forms: Vec<Value>) -> Option<Value> {
    match kind {
        ScreenKind::OrderEntry => Some(order_entry::joined(forms)),
        _ => None,
    }
}

/// Makes a screen; `None` if there is none of this kind yet.
pub fn make(kind: ScreenKind, opening: &Opening, ctx: &Ctx<'_>) -> Option<Box<dyn Screen>> {
    match kind {
        ScreenKind::Menu => Some(Box::new(menu::Menu::new())),
        ScreenKind::Command => Some(Box::new(command::CommandForm::new(opening, ctx))),
        ScreenKind::Help => Some(Box::new(help::Help::new(opening, ctx))),
        ScreenKind::Columns => {
            let list = opening.list.clone()?;
            Some(Box::new(columns::Columns::new(list, &opening.lists)))
        }
        ScreenKind::Palette => Some(Box::new(palette::Palette::new(opening, ctx))),
        ScreenKind::Stock => Some(Box::new(stock::Stock::new(opening, ctx))),
        ScreenKind::Find => Some(Box::new(find::Find::new())),
        ScreenKind::OrderEntry => Some(Box::new(order_entry::OrderEntry::new(opening))),
        ScreenKind::Review => Some(Box::new(review::Review::new(opening))),
        ScreenKind::Schedule => Some(Box::new(schedule::Schedule::new(opening))),
        ScreenKind::Shipping => Some(Box::new(shipping::Shipping::new(opening))),
        ScreenKind::Returns => Some(Box::new(shipping::Shipping::returns(opening))),
        ScreenKind::Imports => Some(Box::new(imports::Imports::new(ctx))),
        ScreenKind::Mapping => Some(Box::new(mapping::Mapping::new(opening))),
        ScreenKind::Platforms => Some(Box::new(platforms::Platforms::new())),
        ScreenKind::Tour => Some(Box::new(tour::Tour::new(opening))),
        ScreenKind::Measures => Some(Box::new(measures::Measures::new())),
        ScreenKind::Rules => Some(Box::new(rules::Rules::new())),
        ScreenKind::FollowUp => Some(Box::new(follow_up::FollowUp::new(opening, ctx.look.lang))),
        ScreenKind::Customer => Some(Box::new(customer::Customer::new(opening))),
        ScreenKind::Receivables => Some(Box::new(receivables::Receivables::new(opening, ctx))),
        ScreenKind::Timeline => Some(Box::new(timeline::Timeline::new(opening))),
    }
}
