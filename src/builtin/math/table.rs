//! The module `math`.

use super::floats::*;
use super::ints::*;
use crate::value::class::{Leaf, Row};
use crate::value::module::{Member, Module};
use crate::value::value::Value;

const fn function(name: &'static str, params: &'static str, run: Leaf) -> (&'static str, Member) {
    (name, Member::Function(Row::leaf(name, params, run)))
}

/// `math`.
pub static MODULE: Module = Module {
    name: "math",
    members: &[
        function("acos", "x, /", acos),
        function("acosh", "x, /", acosh),
        function("asin", "x, /", asin),
        function("asinh", "x, /", asinh),
        function("atan", "x, /", atan),
        function("atan2", "y, x, /", atan2),
        function("atanh", "x, /", atanh),
        function("cbrt", "x, /", cbrt),
        function("ceil", "x, /", ceil),
        function("comb", "n, k, /", comb),
        function("copysign", "x, y, /", copysign),
        function("cos", "x, /", cos),
        function("cosh", "x, /", cosh),
        function("degrees", "x, /", degrees),
        function("dist", "@p, @q, /", dist),
        (
            "e",
            Member::Constant(|_| Ok(Value::float(std::f64::consts::E))),
        ),
        function("erf", "x, /", erf),
        function("erfc", "x, /", erfc),
        function("exp", "x, /", exp),
        function("exp2", "x, /", exp2),
        function("expm1", "x, /", expm1),
        function("fabs", "x, /", fabs),
        function("factorial", "n, /", factorial),
        function("floor", "x, /", floor),
        function("fmod", "x, y, /", fmod),
        function("frexp", "x, /", frexp),
        function("fsum", "@seq, /", fsum),
        function("gamma", "x, /", gamma),
        function("gcd", "*integers", gcd),
        function("hypot", "*coordinates", hypot),
        ("inf", Member::Constant(|_| Ok(Value::float(f64::INFINITY)))),
        function("isclose", "a, b, *, rel_tol=1e-09, abs_tol=0.0", isclose),
        function("isfinite", "x, /", isfinite),
        function("isinf", "x, /", isinf),
        function("isnan", "x, /", isnan),
        function("isqrt", "n, /", isqrt),
        function("lcm", "*integers", lcm),
        function("ldexp", "x, i, /", ldexp),
        function("lgamma", "x, /", lgamma),
        function("log", "x, base=e, /", log),
        function("log10", "x, /", log10),
        function("log1p", "x, /", log1p),
        function("log2", "x, /", log2),
        function("modf", "x, /", modf),
        ("nan", Member::Constant(|_| Ok(Value::float(f64::NAN)))),
        function("nextafter", "x, y, /", nextafter),
        function("perm", "n, k=None, /", perm),
        (
            "pi",
            Member::Constant(|_| Ok(Value::float(std::f64::consts::PI))),
        ),
        function("pow", "x, y, /", pow),
        function("prod", "@iterable, /, *, start=1", prod),
        function("radians", "x, /", radians),
        function("remainder", "x, y, /", remainder),
        function("sin", "x, /", sin),
        function("sinh", "x, /", sinh),
        function("sqrt", "x, /", sqrt),
        function("tan", "x, /", tan),
        function("tanh", "x, /", tanh),
        (
            "tau",
            Member::Constant(|_| Ok(Value::float(std::f64::consts::TAU))),
        ),
        function("trunc", "x, /", trunc),
        function("ulp", "x, /", ulp),
    ],
};
