//! `ak_message`: what a policy says.

use crate::limits::Limit;
use crate::value::class::Row;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Stop, Value};

/// Messages that one policy may give.
const MOST_MESSAGES: usize = 1000;

/// `ak_message(message)`: appends to the messages of the policy that runs. Returns nothing.
pub static AK_MESSAGE: Row = Row::leaf("ak_message", "message", ak_message);

fn ak_message<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    if let Some(messages) = cx.messages.get() {
        if messages.len() >= MOST_MESSAGES {
            return Err(cx.stop(Limit::Messages(MOST_MESSAGES)));
        }
        messages.push(cx, args.value(0))?;
    }
    Ok(Value::None)
}
