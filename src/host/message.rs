//! `ak_message`: what a policy says.

use crate::value::class::Row;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Stop, Value};

/// What a message that is no str is taken to weigh, in bytes.
const OTHER_BYTES: usize = 64;

/// For how many messages there is room at first.
const FEW: usize = 2;

/// `ak_message(message)`: appends to the messages of the policy that runs. Returns nothing.
pub static AK_MESSAGE: Row = Row::leaf("ak_message", "message", ak_message);

fn ak_message<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let message = args.value(0);
    let bytes = match message {
        Value::Str(text) => text.as_str().len(),
        _ => OTHER_BYTES,
    };
    if !cx.meter.message(bytes) {
        return Err(Stop::Fatal);
    }
    let messages = match cx.messages.get() {
        Some(messages) => messages,
        None => cx.list_with(FEW)?,
    };
    cx.messages.set(Some(messages));
    messages.push(cx, message)?;
    Ok(Value::None)
}
