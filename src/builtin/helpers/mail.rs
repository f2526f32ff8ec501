//! `ak_send_email`.

use super::denied::not_lent;
use crate::host::told;
use crate::value::Value;
use crate::value::class::Row;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::plain::Plain;
use crate::value::services::{Letter, Mailbox};
use crate::value::value::Stop;

const NAME: &str = "ak_send_email";

/// `ak_send_email(address, subject, ...)`: whether the letter was taken over.
pub(super) static AK_SEND_EMAIL: Row = Row::leaf(
    NAME,
    "address, subject, body=None, stage=None, template=None, context=None, cc=None, bcc=None",
    send,
);

fn send<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let (body, template) = (optional(cx, args.value(2))?, optional(cx, args.value(4))?);
    if body.is_some() && template.is_some() {
        return Err(cx.value_error(format_args!(
            "body and template parameters are mutually exclusive"
        )));
    }
    if body.is_none() && template.is_none() {
        return Err(cx.value_error(format_args!(
            "Either body or template parameter must be provided"
        )));
    }
    let Some(mail) = cx.services.mail() else {
        return Err(not_lent(cx, NAME));
    };
    let context = match args.value(5) {
        Value::None => Vec::new(),
        given => match told::plain(cx, given, false)? {
            Plain::Dict(entries) => entries,
            _ => Vec::new(),
        },
    };
    let letter = Letter {
        to: mailboxes(cx, args.value(0))?,
        cc: mailboxes(cx, args.value(6))?,
        bcc: mailboxes(cx, args.value(7))?,
        subject: cx.display(args.value(1))?,
        body,
        template,
        context,
        stage: stage(cx, args.value(3))?,
    };
    if letter.to.is_empty() {
        return Ok(Value::False);
    }
    cx.meter.start_clock();
    let sent = mail.send(&letter);
    if let Err(reason) = &sent {
        cx.services
            .log("warning", &format!("Failed to send email error={reason:?}"));
    }
    told::note(cx, NAME, &shown(&letter, sent.is_ok()))?;
    // The letter is told of also if the deadline passed while it was sent.
    if !cx.meter.look() {
        return Err(Stop::Fatal);
    }
    Ok(Value::bool(sent.is_ok()))
}

fn optional<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<Option<String>, Stop<'h>> {
    match value {
        Value::None => Ok(None),
        value => cx.display(value).map(Some),
    }
}

/// The name of a stage: given as such, or a row that has one.
fn stage<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<Option<String>, Stop<'h>> {
    match value {
        Value::Host(row) => match row.attribute(cx, "name")? {
            Some(name) => cx.display(name).map(Some),
            None => Ok(None),
        },
        value => optional(cx, value),
    }
}

/// One address or several: texts, `Name <address>`, or pairs of name and address.
fn mailboxes<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<Vec<Mailbox>, Stop<'h>> {
    let mut boxes = Vec::new();
    match value {
        Value::None => {}
        Value::List(list) => {
            for item in list.iter() {
                cx.charge(1)?;
                boxes.push(mailbox(cx, item)?);
            }
        }
        value => boxes.push(mailbox(cx, value)?),
    }
    boxes.retain(|mailbox| !mailbox.address.is_empty());
    Ok(boxes)
}

fn mailbox<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<Mailbox, Stop<'h>> {
    if let Value::Tuple(pair) = value
        && let [name, address] = pair.items
    {
        return Ok(Mailbox {
            name: cx.display(*name)?,
            address: cx.display(*address)?,
        });
    }
    let text = cx.display(value)?;
    let inner = text
        .strip_suffix('>')
        .and_then(|text| text.rsplit_once('<'));
    Ok(match inner {
        Some((name, address)) => Mailbox {
            name: name.trim().trim_matches('"').to_owned(),
            address: address.trim().to_owned(),
        },
        None => Mailbox {
            name: String::new(),
            address: text.trim().to_owned(),
        },
    })
}

/// A letter as an effect tells it.
fn shown(letter: &Letter, sent: bool) -> Vec<(String, Plain)> {
    let addresses = |boxes: &[Mailbox]| {
        let addresses = boxes.iter();
        let addresses = addresses.map(|mailbox| Plain::Str(mailbox.address.clone()));
        Plain::List(addresses.collect())
    };
    let text = |text: &Option<String>| text.clone().map_or(Plain::None, Plain::Str);
    let told = [
        ("to", addresses(&letter.to)),
        ("cc", addresses(&letter.cc)),
        ("bcc", addresses(&letter.bcc)),
        ("subject", Plain::Str(letter.subject.clone())),
        ("body", text(&letter.body)),
        ("template", text(&letter.template)),
        ("sent", Plain::Bool(sent)),
    ];
    told.map(|(name, value)| (name.to_owned(), value)).into()
}
