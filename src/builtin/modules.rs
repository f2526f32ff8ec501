//! The modules that policies can import.

use crate::value::module::Module;

/// Every module, sorted by name.
pub static MODULES: &[&Module] = &[
    &super::base64::MODULE,
    &super::binascii::MODULE,
    &super::collections::MODULE,
    &super::collections::ABC,
    &super::copy::MODULE,
    &super::datetime::MODULE,
    &super::fnmatch::MODULE,
    &super::functools::MODULE,
    &super::hashlib::MODULE,
    &super::hashlib::HMAC,
    &super::ipaddress::MODULE,
    &super::itertools::MODULE,
    &super::json::MODULE,
    &super::json::DECODER_MODULE,
    &super::json::ENCODER_MODULE,
    &super::math::MODULE,
    &super::operator::MODULE,
    &super::ordain::MODULE,
    &super::posixpath::OS,
    &super::posixpath::MODULE,
    &super::re::MODULE,
    &super::string::MODULE,
    &super::time::MODULE,
    &super::unicodedata::MODULE,
    &super::urllib::MODULE,
    &super::urllib::PARSE,
    &super::uuid::MODULE,
];

/// The modules over services: `requests` over the network, all others over a directory.
fn over_services() -> impl Iterator<Item = &'static Module> {
    let network = [
        &super::requests::MODULE,
        &super::requests::AUTH,
        &super::requests::EXCEPTIONS,
    ];
    super::authentik::MODULES.iter().copied().chain(network)
}

/// The module of a dotted name, of those over services.
#[must_use]
pub fn lent(name: &str) -> Option<&'static Module> {
    over_services().find(|module| module.name == name)
}

/// The module of a dotted name.
#[must_use]
pub fn module(name: &str) -> Option<&'static Module> {
    let name = if name == "os.path" { "posixpath" } else { name };
    let at = MODULES
        .binary_search_by(|module| module.name.cmp(name))
        .ok()?;
    MODULES.get(at).copied()
}

#[cfg(test)]
mod tests {
    use super::MODULES;
    use crate::value::class::Class;
    use crate::value::module::{Member, Module};

    fn assert_sorted<'n>(of: &str, names: impl Iterator<Item = &'n str>) {
        let names: Vec<&str> = names.collect();
        for pair in names.windows(2) {
            assert!(
                pair[0] < pair[1],
                "{of}: {} stands before {}",
                pair[0],
                pair[1]
            );
        }
    }

    fn check_class(class: &Class) {
        assert_sorted(class.name, class.methods.iter().map(|row| row.name));
        assert_sorted(class.name, class.statics.iter().map(|row| row.name));
        assert_sorted(class.name, class.getters.iter().map(|getter| getter.name));
        assert_sorted(
            class.name,
            class.constants.iter().map(|constant| constant.name),
        );
    }

    fn check_module(module: &Module) {
        assert_sorted(module.name, module.members.iter().map(|member| member.0));
        for (name, member) in module.members {
            match member {
                Member::Class(class) => check_class(class),
                Member::Function(row) => assert_eq!(row.name, *name),
                Member::Module(inner) => check_module(inner),
                Member::Constant(_) => {}
            }
        }
    }

    #[test]
    fn tables_are_sorted_as_look_ups_expect() {
        assert_sorted("modules", MODULES.iter().map(|module| module.name));
        let all = MODULES.iter().copied().chain(super::over_services());
        all.for_each(check_module);
    }
}
