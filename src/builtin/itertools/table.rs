//! The table of the module.

use super::choices::{COMBINATIONS, PERMUTATIONS, PRODUCT, WITH_REPLACEMENT};
use super::endless::{COUNT, REPEAT};
use super::lazy::{
    ACCUMULATE, CHAIN, COMPRESS, CYCLE, DROPWHILE, FILTERFALSE, GROUPBY, ISLICE, PAIRWISE, STARMAP,
    TAKEWHILE, TEE, ZIP_LONGEST,
};
use crate::value::module::{Member, Module};

/// `itertools`.
pub static MODULE: Module = Module {
    name: "itertools",
    members: &[
        ("accumulate", Member::Class(&ACCUMULATE)),
        ("chain", Member::Class(&CHAIN)),
        ("combinations", Member::Class(&COMBINATIONS)),
        (
            "combinations_with_replacement",
            Member::Class(&WITH_REPLACEMENT),
        ),
        ("compress", Member::Class(&COMPRESS)),
        ("count", Member::Class(&COUNT)),
        ("cycle", Member::Class(&CYCLE)),
        ("dropwhile", Member::Class(&DROPWHILE)),
        ("filterfalse", Member::Class(&FILTERFALSE)),
        ("groupby", Member::Class(&GROUPBY)),
        ("islice", Member::Class(&ISLICE)),
        ("pairwise", Member::Class(&PAIRWISE)),
        ("permutations", Member::Class(&PERMUTATIONS)),
        ("product", Member::Class(&PRODUCT)),
        ("repeat", Member::Class(&REPEAT)),
        ("starmap", Member::Class(&STARMAP)),
        ("takewhile", Member::Class(&TAKEWHILE)),
        ("tee", Member::Function(TEE)),
        ("zip_longest", Member::Class(&ZIP_LONGEST)),
    ],
};
