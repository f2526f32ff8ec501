//! Functions of floats, with CPython's rule for what is a domain and what a range error.

use crate::value::fault::Fault;

/// What an infinite result of a finite argument means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Nothing: no result is refused.
    None,
    /// That the function is not defined there.
    Domain,
    /// That the result is too large.
    Range,
}

/// `ValueError: math domain error`.
#[cold]
pub(super) fn domain() -> Fault {
    Fault::value("math domain error")
}

/// `OverflowError: math range error`.
#[cold]
pub(super) fn range() -> Fault {
    Fault::overflow("math range error")
}

/// A function's value, or what CPython raises.
pub(super) fn apply(run: fn(f64) -> f64, x: f64, trouble: Trouble) -> Result<f64, Fault> {
    let y = run(x);
    match trouble {
        Trouble::Domain | Trouble::Range if y.is_nan() && !x.is_nan() => Err(domain()),
        Trouble::Domain if y.is_infinite() && x.is_finite() => Err(domain()),
        Trouble::Range if y.is_infinite() && x.is_finite() => Err(range()),
        _ => Ok(y),
    }
}

/// `math.log` of a positive float; `log2` and `log10` likewise.
pub(super) fn logarithm(x: f64, run: fn(f64) -> f64) -> Result<f64, Fault> {
    if x > 0.0 || x.is_nan() {
        Ok(run(x))
    } else {
        Err(domain())
    }
}

/// `math.fmod`.
pub(super) fn fmod(x: f64, y: f64) -> Result<f64, Fault> {
    if y.is_infinite() && x.is_finite() {
        return Ok(x);
    }
    let r = x % y;
    if r.is_nan() && !x.is_nan() && !y.is_nan() {
        Err(domain())
    } else {
        Ok(r)
    }
}

/// `math.remainder`: to the nearest multiple, the even one of two.
pub(super) fn remainder(x: f64, y: f64) -> Result<f64, Fault> {
    if x.is_nan() {
        return Ok(x);
    }
    if y.is_nan() {
        return Ok(y);
    }
    if x.is_infinite() || y == 0.0 {
        return Err(domain());
    }
    if y.is_infinite() {
        return Ok(x);
    }
    let (absx, absy) = (x.abs(), y.abs());
    let m = absx % absy;
    // Exact, as both are multiples of one unit in the last place of the smaller.
    let c = absy - m;
    let r = if m < c {
        m
    } else if m > c {
        -c
    } else {
        m - 2.0 * ((0.5 * (absx - m)) % absy)
    };
    Ok(1f64.copysign(x) * r)
}

/// `math.pow`.
pub(super) fn pow(x: f64, y: f64) -> Result<f64, Fault> {
    let r = x.powf(y);
    if !x.is_finite() || !y.is_finite() || r.is_finite() {
        return Ok(r);
    }
    if r.is_nan() || x == 0.0 {
        Err(domain())
    } else {
        Err(range())
    }
}

/// `math.frexp`: a fraction in [0.5, 1) and an exponent.
pub(super) fn frexp(x: f64) -> (f64, i64) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    let (fraction, exponent) = libm::frexp(x);
    (fraction, i64::from(exponent))
}

/// `math.ldexp`; an exponent beyond 64 bits comes cut.
pub(super) fn ldexp(x: f64, exponent: i64) -> Result<f64, Fault> {
    if x == 0.0 || !x.is_finite() {
        return Ok(x);
    }
    let exponent = exponent.clamp(-5000, 5000);
    let r = libm::ldexp(x, i32::try_from(exponent).unwrap_or(0));
    if r.is_infinite() { Err(range()) } else { Ok(r) }
}

/// `math.ulp`.
pub(super) fn ulp(x: f64) -> f64 {
    let x = x.abs();
    if !x.is_finite() {
        return x;
    }
    let next = x.next_up();
    if next.is_infinite() {
        x - x.next_down()
    } else {
        next - x
    }
}

/// `math.nextafter`.
pub(super) fn nextafter(x: f64, y: f64) -> f64 {
    if x.is_nan() || y.is_nan() {
        return x + y;
    }
    if x == y {
        return y;
    }
    if x < y { x.next_up() } else { x.next_down() }
}

/// `math.isclose`.
pub(super) fn isclose(a: f64, b: f64, relative: f64, absolute: f64) -> Result<bool, Fault> {
    if relative < 0.0 || absolute < 0.0 {
        return Err(Fault::value("tolerances must be non-negative"));
    }
    if a == b {
        return Ok(true);
    }
    if a.is_infinite() || b.is_infinite() {
        return Ok(false);
    }
    let difference = (b - a).abs();
    Ok(difference <= (relative * b).abs()
        || difference <= (relative * a).abs()
        || difference <= absolute)
}

/// `math.acosh`, as the C library computes it.
pub(super) fn acosh(x: f64) -> f64 {
    if x < 1.0 {
        f64::NAN
    } else if x > 268_435_456.0 {
        x.ln() + std::f64::consts::LN_2
    } else if x > 2.0 {
        (2.0 * x - 1.0 / (x + (x * x - 1.0).sqrt())).ln()
    } else {
        let t = x - 1.0;
        (t + (2.0 * t + t * t).sqrt()).ln_1p()
    }
}

/// `math.asinh`, as the C library computes it.
pub(super) fn asinh(x: f64) -> f64 {
    let y = x.abs();
    if !x.is_finite() || y < 3.725_290_298_461_914e-9 {
        return x;
    }
    let w = if y > 268_435_456.0 {
        y.ln() + std::f64::consts::LN_2
    } else if y > 2.0 {
        (2.0 * y + 1.0 / ((x * x + 1.0).sqrt() + y)).ln()
    } else {
        let t = x * x;
        (y + t / (1.0 + (1.0 + t).sqrt())).ln_1p()
    };
    w.copysign(x)
}

/// `math.atanh`, as the C library computes it.
pub(super) fn atanh(x: f64) -> f64 {
    let y = x.abs();
    if y < 3.725_290_298_461_914e-9 {
        return x;
    }
    let w = if y < 0.5 {
        let t = y + y;
        0.5 * (t + t * y / (1.0 - y)).ln_1p()
    } else {
        0.5 * ((y + y) / (1.0 - y)).ln_1p()
    };
    w.copysign(x)
}
