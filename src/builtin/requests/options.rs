//! The arguments that all calls of `requests` take.

use crate::value::Value;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::Stop;

/// What a call asks for.
#[derive(Clone, Copy)]
pub(super) struct Options<'h> {
    pub url: Value<'h>,
    pub params: Value<'h>,
    pub data: Value<'h>,
    pub json: Value<'h>,
    pub headers: Value<'h>,
    pub cookies: Value<'h>,
    pub auth: Value<'h>,
    pub timeout: Value<'h>,
    pub follow: Option<Value<'h>>,
    pub verify: Option<Value<'h>>,
}

/// What a session adds to each of its calls.
pub(super) struct Defaults<'h> {
    pub headers: Value<'h>,
    pub auth: Value<'h>,
    pub params: Value<'h>,
}

/// Keywords that change nothing here.
const IGNORED: &[&str] = &["stream", "proxies", "cert", "hooks", "files"];

impl<'h> Options<'h> {
    /// Reads them: positional arguments have the names given, in order.
    ///
    /// # Errors
    /// `TypeError` for what is missing, too much or unknown.
    pub fn read(
        cx: &Context<'h>,
        function: &str,
        names: &[&str],
        args: &Args<'_, 'h>,
    ) -> Result<Self, Stop<'h>> {
        let mut options = Self {
            url: Value::Unbound,
            params: Value::None,
            data: Value::None,
            json: Value::None,
            headers: Value::None,
            cookies: Value::None,
            auth: Value::None,
            timeout: Value::None,
            follow: None,
            verify: None,
        };
        if args.rest.len() > names.len() {
            let (most, given) = (names.len(), args.rest.len());
            return Err(cx.type_error(format_args!(
                "{function}() takes {most} positional arguments but {given} were given"
            )));
        }
        let positional = names.iter().copied().zip(args.rest.iter().copied());
        let keywords = args
            .keywords
            .iter()
            .map(|(name, value)| (name.as_str(), *value));
        for (name, value) in positional.chain(keywords) {
            if !options.set(name, value) {
                return Err(cx.type_error(format_args!(
                    "Session.request() got an unexpected keyword argument '{name}'"
                )));
            }
        }
        if let Value::Unbound = options.url {
            return Err(cx.type_error(format_args!(
                "{function}() missing 1 required positional argument: 'url'"
            )));
        }
        Ok(options)
    }

    fn set(&mut self, name: &str, value: Value<'h>) -> bool {
        match name {
            "url" => self.url = value,
            "params" => self.params = value,
            "data" => self.data = value,
            "json" => self.json = value,
            "headers" => self.headers = value,
            "cookies" => self.cookies = value,
            "auth" => self.auth = value,
            "timeout" => self.timeout = value,
            "allow_redirects" => self.follow = Some(value),
            "verify" => self.verify = Some(value),
            other => return IGNORED.contains(&other),
        }
        true
    }
}
