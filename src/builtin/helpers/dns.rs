//! `resolve_dns` and `reverse_dns`.

use super::denied::not_lent;
use crate::value::Value;
use crate::value::class::Row;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::services::Family;
use crate::value::value::Stop;

/// What a question costs.
const QUESTION: usize = 1000;

/// `resolve_dns(host, ip_version=None)`: the addresses of a host.
pub(super) static RESOLVE_DNS: Row = Row::leaf("resolve_dns", "host, ip_version=None", resolve);

/// `reverse_dns(ip_addr)`: the name of an address, or the address itself.
pub(super) static REVERSE_DNS: Row = Row::leaf("reverse_dns", "ip_addr", reverse);

fn resolve<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    if !cx.truth(args.value(0))? {
        return cx.lent_str("");
    }
    let host = cx.display(args.value(0))?;
    let family = match args.value(1) {
        Value::Int(4) => Family::V4,
        Value::Int(6) => Family::V6,
        _ => Family::Any,
    };
    let Some(dns) = cx.services.dns() else {
        return Err(not_lent(cx, "resolve_dns"));
    };
    cx.charge(QUESTION)?;
    let mut addresses: Vec<String> = Vec::new();
    for address in cx.wait(|| dns.addresses(&host, family))? {
        let text = address.to_string();
        if !addresses.contains(&text) {
            addresses.push(text);
        }
    }
    cx.charge(addresses.len())?;
    let list = cx.list(&[])?;
    for address in addresses {
        list.push(cx, cx.str(&address)?)?;
    }
    Ok(Value::List(list))
}

fn reverse<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let address = cx.display(args.value(0))?;
    let Some(dns) = cx.services.dns() else {
        return Err(not_lent(cx, "reverse_dns"));
    };
    cx.charge(QUESTION)?;
    let name = cx.wait(|| dns.name(&address))?;
    cx.str(&name.unwrap_or(address))
}
