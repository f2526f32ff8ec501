//! `ak_create_event`.

use crate::host::told;
use crate::value::Value;
use crate::value::class::Row;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::plain::Plain;
use crate::value::value::Stop;

/// `ak_create_event(action, **kwargs)`: an event, as an effect; secrets are left out of it. Whoever
/// keeps events adds the request to it.
pub(super) static AK_CREATE_EVENT: Row =
    Row::leaf(crate::host::events::CREATE, "action, **kwargs", create);

fn create<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let action = cx.display(args.value(0))?;
    let mut event = vec![("action".to_owned(), Plain::Str(action))];
    event.extend(told::keywords(cx, args.keywords, true)?);
    told::note(cx, crate::host::events::CREATE, &event)?;
    Ok(Value::None)
}
