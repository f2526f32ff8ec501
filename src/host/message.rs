//! `ak_message`: what a policy says.

use crate::value::class::Row;
use crate::value::context::{Context, Message};
use crate::value::native::Args;
use crate::value::value::{Stop, Value};

/// What a message that is no str is taken to weigh, in bytes.
const OTHER_BYTES: usize = 64;

/// `ak_message(message)`: appends to the messages of the policy that runs. Returns nothing.
pub static AK_MESSAGE: Row = Row::leaf("ak_message", "message", ak_message);

fn ak_message<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let said = args.value(0);
    let bytes = match said {
        Value::Str(text) => text.as_str().len(),
        _ => OTHER_BYTES,
    };
    if !cx.meter.message(bytes) {
        return Err(Stop::Fatal);
    }
    let before = cx.messages.get();
    let message = cx.memory(cx.heap.alloc(Message { said, before }))?;
    cx.messages.set(Some(message));
    Ok(Value::None)
}
