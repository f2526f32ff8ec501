//! Exceptions: raising, the way to a handler, and what they become at the borders of frames.

use std::iter::successors;
use std::ptr::eq;

use super::construct;
use super::machine::{Machine, Then};
use crate::value::Value;
use crate::value::class::Class;
use crate::value::context::Context;
use crate::value::exceptions::{BASE_EXCEPTION, GENERATOR_EXIT, RUNTIME_ERROR, STOP_ITERATION};
use crate::value::value::{Exc, Generator, Stop, Trace};

/// `raise error`
#[cold]
pub(super) fn raised<'h>(cx: &Context<'h>, error: Value<'h>) -> Stop<'h> {
    match instance(cx, error, "exceptions must derive from BaseException") {
        Ok(exception) => Stop::Raised(exception),
        Err(stop) => stop,
    }
}

/// `raise error from cause`
#[cold]
pub(super) fn raised_from<'h>(cx: &Context<'h>, error: Value<'h>, cause: Value<'h>) -> Stop<'h> {
    let caused = || {
        let exception = instance(cx, error, "exceptions must derive from BaseException")?;
        let cause = match cause {
            Value::None => None,
            cause => Some(instance(
                cx,
                cause,
                "exception causes must derive from BaseException",
            )?),
        };
        exception.cause.set(cause);
        exception.suppress.set(true);
        Ok(exception)
    };
    match caused() {
        Ok(exception) => Stop::Raised(exception),
        Err(stop) => stop,
    }
}

/// The exception itself, or a fresh one of a class.
fn instance<'h>(
    cx: &Context<'h>,
    error: Value<'h>,
    otherwise: &str,
) -> Result<&'h Exc<'h>, Stop<'h>> {
    let made = match error {
        Value::Exc(exception) => return Ok(exception),
        Value::Class(class) if class.derives(&BASE_EXCEPTION) => construct::class(cx, class)?,
        Value::Type(class) if class.native.derives(&BASE_EXCEPTION) => cx.ask(error, &[])?,
        _ => Value::None,
    };
    match made {
        Value::Exc(exception) => Ok(exception),
        _ => Err(cx.type_error(format_args!("{otherwise}"))),
    }
}

/// The exception in an operand; none if there is no exception.
pub(super) fn exception(operand: Value<'_>) -> Option<&'_ Exc<'_>> {
    match operand {
        Value::Exc(exception) => Some(exception),
        _ => None,
    }
}

/// An operand for an exception, or for none.
pub(super) fn operand<'h>(exception: Option<&'h Exc<'h>>) -> Value<'h> {
    exception.map_or(Value::None, Value::Exc)
}

/// `exc --`  An exception that goes on as it is.
pub(super) fn reraised(operand: Value<'_>) -> Stop<'_> {
    exception(operand).map_or(Stop::Fatal, Stop::Raised)
}

/// `exc class -- exc bool`
pub(super) fn matches<'h>(
    cx: &Context<'h>,
    error: Value<'h>,
    wanted: Value<'h>,
) -> Result<bool, Stop<'h>> {
    let Value::Exc(exception) = error else {
        return Err(Stop::Fatal);
    };
    let one = [wanted];
    let classes = match wanted {
        Value::Tuple(tuple) => tuple.items,
        _ => &one,
    };
    cx.charge(classes.len() / 8)?;
    let mut matches = false;
    for class in classes {
        matches |= match *class {
            Value::Type(class) if class.native.derives(&BASE_EXCEPTION) => {
                exception.of.is_some_and(|own| own.derives(class))
            }
            class => {
                let class = exception_class(cx, class)?;
                let own = exception.of.is_some_and(|own| own.derives_native(class));
                own || exception.class.derives(class)
            }
        };
    }
    Ok(matches)
}

fn exception_class<'h>(cx: &Context<'h>, class: Value<'h>) -> Result<&'static Class, Stop<'h>> {
    match class {
        Value::Class(class) if class.derives(&BASE_EXCEPTION) => Ok(class),
        _ => Err(cx.type_error(format_args!(
            "catching classes that do not inherit from BaseException is not allowed"
        ))),
    }
}

/// What the unwinding found.
enum Way<'h> {
    /// The frame below goes on.
    Settled,
    /// The exception goes on in the frame below, perhaps another one.
    Down(&'h Exc<'h>),
    /// It leaves whoever runs the machine.
    Out(&'h Exc<'h>),
}

impl<'h> Machine<'_, 'h> {
    /// `raise` alone.
    #[cold]
    pub(super) fn raised_again(&mut self) -> Stop<'h> {
        match self.handling() {
            Ok(Some(exception)) => {
                self.again = true;
                Stop::Raised(exception)
            }
            Ok(None) => self.cx.raise(
                &RUNTIME_ERROR,
                format_args!("No active exception to reraise"),
            ),
            Err(stop) => stop,
        }
    }

    /// The exception that is being handled, here or in the nearest frame below that handles one.
    fn handling(&self) -> Result<Option<&'h Exc<'h>>, Stop<'h>> {
        if self.frame.handled.get().is_some() {
            return Ok(self.frame.handled.get());
        }
        self.cx.charge(self.frame.depth as usize / 8)?;
        let mut below = successors(self.frame.caller, |frame| frame.caller);
        Ok(below.find_map(|frame| frame.handled.get()))
    }

    /// Brings an exception to its handler; an error if there is none up to the frame that was to finish.
    #[cold]
    pub(super) fn unwind(&mut self, exception: &'h Exc<'h>) -> Result<(), Stop<'h>> {
        let mut exception = exception;
        if let Some(watch) = &self.session.watch {
            watch.raised.set(Some(self.standing()));
        }
        let passes = self.passes(exception);
        if !std::mem::take(&mut self.again) {
            if !passes {
                self.chain(exception)?;
            }
            self.link(exception)?;
        }
        loop {
            if self.caught(exception)? {
                return Ok(());
            }
            match self.abandon(exception)? {
                Way::Settled => return Ok(()),
                Way::Down(next) => exception = next,
                Way::Out(last) => return Err(Stop::Raised(last)),
            }
            self.link(exception)?;
        }
    }

    /// The handled exception is the context of one that is raised; a circle is cut.
    fn chain(&self, exception: &'h Exc<'h>) -> Result<(), Stop<'h>> {
        let Some(handled) = self.handling()? else {
            return Ok(());
        };
        if eq(handled, exception) {
            return Ok(());
        }
        let mut link = handled;
        while let Some(context) = link.context.get() {
            self.cx.charge(1)?;
            if eq(context, exception) {
                link.context.set(None);
                break;
            }
            link = context;
        }
        exception.context.set(Some(handled));
        Ok(())
    }

    /// Notes the running frame on the way of an exception.
    fn link(&self, exception: &'h Exc<'h>) -> Result<(), Stop<'h>> {
        let cx = self.cx;
        cx.charge(1)?;
        let trace = cx.memory(cx.heap.alloc(Trace {
            program: self.frame.loaded().id,
            chunk: self.frame.chunk().entry.id,
            pc: self.frame.pc.get().saturating_sub(1),
            inner: exception.trace.get(),
        }))?;
        exception.trace.set(Some(trace));
        Ok(())
    }

    /// Goes on at the first handler of the running frame that covers the instruction.
    fn caught(&mut self, exception: &'h Exc<'h>) -> Result<bool, Stop<'h>> {
        let chunk = self.frame.chunk();
        let pc = self.frame.pc.get().wrapping_sub(1);
        let mut handlers = chunk.handlers.iter();
        let Some(handler) = handlers.find(|handler| handler.from.0 <= pc && pc < handler.to.0)
        else {
            return Ok(false);
        };
        self.frame.go(self.cx, handler.at)?;
        self.frame
            .top
            .set(chunk.locals.len() as u32 + handler.depth);
        self.push(Value::Exc(exception))?;
        Ok(true)
    }

    /// Ends the running frame by an exception.
    fn abandon(&mut self, exception: &'h Exc<'h>) -> Result<Way<'h>, Stop<'h>> {
        if matches!(self.frame.then.get(), Then::Policy(_)) && self.session.watch.is_some() {
            self.keep_called_end(Some(exception));
        }
        self.cx.count(self.frame.pc.get().into())?;
        let Some((then, generator)) = self.drop_frame() else {
            return Ok(Way::Out(exception));
        };
        let exception = self.leaving(generator, exception)?;
        let settled = match then {
            Then::Finish => return Ok(Way::Out(exception)),
            Then::Policy(boundary) => self.failed(boundary, exception),
            Then::Answer(asked) => self.answered(asked, Err(exception)),
            Then::Close(closing) if is_exit(exception) => self.closed(closing),
            _ => return Ok(Way::Down(exception)),
        };
        match settled {
            Ok(()) => Ok(Way::Settled),
            Err(Stop::Raised(next)) => Ok(Way::Down(next)),
            Err(Stop::Fatal) if self.retry => Ok(Way::Settled),
            Err(Stop::Fatal) => Err(Stop::Fatal),
        }
    }

    /// A generator ends with its frame; a `StopIteration` that leaves it is an error.
    fn leaving(
        &self,
        generator: Option<&'h Generator<'h>>,
        exception: &'h Exc<'h>,
    ) -> Result<&'h Exc<'h>, Stop<'h>> {
        let Some(generator) = generator else {
            return Ok(exception);
        };
        generator.phase.set(crate::value::value::Phase::Done);
        if !exception.class.derives(&STOP_ITERATION) {
            return Ok(exception);
        }
        let text = self.cx.str("generator raised StopIteration")?;
        let error = self.cx.exception(&RUNTIME_ERROR, &[text])?;
        error.cause.set(Some(exception));
        error.context.set(Some(exception));
        error.suppress.set(true);
        Ok(error)
    }
}

fn is_exit(exception: &Exc<'_>) -> bool {
    exception.class.derives(&GENERATOR_EXIT) || exception.class.derives(&STOP_ITERATION)
}
