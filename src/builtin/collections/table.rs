//! The table of the module.

use super::abc::ABC;
use super::chain_map::CHAIN_MAP;
use super::counter::COUNTER;
use super::default_dict::DEFAULT_DICT;
use super::deque::DEQUE;
use super::named_tuple::NAMED_TUPLE;
use super::ordered_dict::ORDERED_DICT;
use crate::value::module::{Member, Module};

/// `collections`.
pub static MODULE: Module = Module {
    name: "collections",
    members: &[
        ("ChainMap", Member::Class(&CHAIN_MAP)),
        ("Counter", Member::Class(&COUNTER)),
        ("OrderedDict", Member::Class(&ORDERED_DICT)),
        ("abc", Member::Module(&ABC)),
        ("defaultdict", Member::Class(&DEFAULT_DICT)),
        ("deque", Member::Class(&DEQUE)),
        ("namedtuple", Member::Function(NAMED_TUPLE)),
    ],
};
