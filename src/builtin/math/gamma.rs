//! The gamma function and its logarithm, by Lanczos' approximation with Boost's coefficients, as CPython computes them.

use std::f64::consts::PI;

use super::real::{domain, range};
use crate::value::fault::Fault;

const G: f64 = 6.024_680_040_776_729_583_740_234_375;
const G_MINUS_HALF: f64 = 5.524_680_040_776_729_583_740_234_375;
const LN_PI: f64 = 1.144_729_885_849_400_174_143_427_351_353_058_711_647;

/// Numerator and denominator of the Lanczos sum, lowest power first.
const SUM: [(f64, f64); 13] = [
    (
        23_531_376_880.410_759_688_572_007_674_451_636_754_734_846_804_940,
        0.0,
    ),
    (
        42_919_803_642.649_098_768_957_899_047_001_988_850_926_355_848_959,
        39_916_800.0,
    ),
    (
        35_711_959_237.355_668_049_440_185_451_547_166_705_960_488_635_843,
        120_543_840.0,
    ),
    (
        17_921_034_426.037_209_699_919_755_754_458_931_112_671_403_265_390,
        150_917_976.0,
    ),
    (
        6_039_542_586.352_028_005_064_291_644_307_297_921_069_938_842_070_8,
        105_258_076.0,
    ),
    (
        1_439_720_407.311_721_673_663_223_072_794_912_393_971_548_578_637_2,
        45_995_730.0,
    ),
    (
        248_874_557.862_054_156_511_460_386_413_229_423_216_321_251_278_01,
        13_339_535.0,
    ),
    (
        31_426_415.585_400_194_380_614_231_628_318_205_362_874_684_987_640,
        2_637_558.0,
    ),
    (
        2_876_370.628_935_372_441_225_409_051_620_849_613_599_114_537_876_8,
        357_423.0,
    ),
    (
        186_056.265_395_223_495_040_294_989_716_045_699_282_207_842_363_28,
        32_670.0,
    ),
    (
        8_071.672_002_365_816_210_638_002_902_272_250_613_821_851_632_502_4,
        1_925.0,
    ),
    (
        210.824_277_751_579_345_872_509_733_920_713_362_711_669_695_802_91,
        66.0,
    ),
    (
        2.506_628_274_631_000_270_164_908_177_133_837_338_626_431_079_340_8,
        1.0,
    ),
];

fn lanczos_sum(x: f64) -> f64 {
    let (numerator, denominator) = if x < 5.0 {
        let add = |(a, b): (f64, f64), (n, d): &(f64, f64)| (a * x + n, b * x + d);
        SUM.iter().rev().fold((0.0, 0.0), add)
    } else {
        let add = |(a, b): (f64, f64), (n, d): &(f64, f64)| (a / x + n, b / x + d);
        SUM.iter().fold((0.0, 0.0), add)
    };
    numerator / denominator
}

/// `sin(pi * x)`, exact at the zeros.
fn sin_pi(x: f64) -> f64 {
    let y = x.abs() % 2.0;
    let quadrant = (2.0 * y).round();
    let r = if quadrant < 0.5 {
        (PI * y).sin()
    } else if quadrant < 1.5 {
        (PI * (y - 0.5)).cos()
    } else if quadrant < 2.5 {
        (PI * (1.0 - y)).sin()
    } else if quadrant < 3.5 {
        -(PI * (y - 1.5)).cos()
    } else {
        (PI * (y - 2.0)).sin()
    };
    1f64.copysign(x) * r
}

/// `math.gamma`.
pub(super) fn gamma(x: f64) -> Result<f64, Fault> {
    if !x.is_finite() {
        return if x == f64::NEG_INFINITY {
            Err(domain())
        } else {
            Ok(x)
        };
    }
    if x == x.floor() && x <= 23.0 {
        if x <= 0.0 {
            return Err(domain());
        }
        let mut product = 1.0;
        let mut factor = 2.0;
        while factor < x {
            product *= factor;
            factor += 1.0;
        }
        return Ok(product);
    }
    let size = x.abs();
    let r = if size < 1e-20 {
        1.0 / x
    } else if size > 200.0 {
        if x < 0.0 {
            return Ok(0.0 / sin_pi(x));
        }
        f64::INFINITY
    } else {
        approximate(x, size)
    };
    if r.is_infinite() { Err(range()) } else { Ok(r) }
}

fn approximate(x: f64, size: f64) -> f64 {
    let y = size + G_MINUS_HALF;
    // The error of that sum, which the exponential below would magnify.
    let z = if size > G_MINUS_HALF {
        (y - size) - G_MINUS_HALF
    } else {
        (y - G_MINUS_HALF) - size
    };
    let z = z * G / y;
    let halves = if size < 140.0 {
        [y.powf(size - 0.5), 1.0]
    } else {
        [y.powf(size / 2.0 - 0.25); 2]
    };
    if x < 0.0 {
        let r = -PI / sin_pi(size) / size * y.exp() / lanczos_sum(size);
        halves.iter().fold(r - z * r, |r, half| r / half)
    } else {
        let r = lanczos_sum(size) / y.exp();
        halves.iter().fold(r + z * r, |r, half| r * half)
    }
}

/// `math.lgamma`.
pub(super) fn lgamma(x: f64) -> Result<f64, Fault> {
    if !x.is_finite() {
        return Ok(x.abs());
    }
    if x == x.floor() && x <= 2.0 {
        return if x <= 0.0 { Err(domain()) } else { Ok(0.0) };
    }
    let size = x.abs();
    if size < 1e-20 {
        return Ok(-size.ln());
    }
    let mut r = lanczos_sum(size).ln() - G;
    r += (size - 0.5) * ((size + G - 0.5).ln() - 1.0);
    if x < 0.0 {
        r = LN_PI - sin_pi(size).abs().ln() - size.ln() - r;
    }
    if r.is_infinite() { Err(range()) } else { Ok(r) }
}
