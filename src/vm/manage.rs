//! The `with` statement: entering and leaving context managers.

use super::machine::{Machine, Then};
use crate::value::Value;
use crate::value::value::{Exc, Stop};

impl<'h> Machine<'_, 'h> {
    /// `manager -- manager x`
    pub(super) fn enter_manager(&mut self) -> Result<(), Stop<'h>> {
        let manager = self.peek(1)?;
        let enter = self.manager_method(manager, "__enter__", "")?;
        self.manager_method(manager, "__exit__", " (missed __exit__ method)")?;
        self.invoke(enter, &[], &[], Then::Push)
    }

    /// `manager --`
    pub(super) fn exit_manager(&mut self) -> Result<(), Stop<'h>> {
        let exit = self.manager_method(self.peek(1)?, "__exit__", "")?;
        self.cut(1);
        self.invoke(exit, &[Value::None; 3], &[], Then::Discard)
    }

    /// `manager before exc -- manager before exc bool`
    pub(super) fn exit_manager_by_exception(&mut self) -> Result<(), Stop<'h>> {
        let (manager, error) = (self.peek(3)?, self.peek(1)?);
        let Value::Exc(Exc { class, of, .. }) = error else {
            return Err(Stop::Fatal);
        };
        let exit = self.manager_method(manager, "__exit__", "")?;
        let class = of.map_or(Value::Class(class), Value::Type);
        let args = [class, error, Value::None];
        self.invoke(exit, &args, &[], Then::Truth)
    }

    fn manager_method(
        &self,
        manager: Value<'h>,
        name: &'static str,
        missed: &str,
    ) -> Result<Value<'h>, Stop<'h>> {
        match self.cx.bound_method(manager, name)? {
            Some(method) => Ok(method),
            None => Err(self.cx.type_error(format_args!(
                "'{}' object does not support the context manager protocol{missed}",
                manager.type_name()
            ))),
        }
    }
}
