//! Sums that do not lose what a plain sum would: `fsum`, `hypot`, `dist`.

use crate::value::fault::Fault;

/// The exact sum of floats, kept as floats that do not overlap, smallest first.
#[derive(Default)]
pub(super) struct Sum {
    partials: Vec<f64>,
    infinities: f64,
    special: f64,
}

impl Sum {
    /// How many floats it takes to hold the sum.
    pub(super) fn len(&self) -> usize {
        self.partials.len()
    }

    /// Adds a float.
    pub(super) fn add(&mut self, item: f64) -> Result<(), Fault> {
        let mut x = item;
        let mut kept = Vec::with_capacity(self.partials.len() + 1);
        for partial in &self.partials {
            let (large, small) = if x.abs() < partial.abs() {
                (*partial, x)
            } else {
                (x, *partial)
            };
            let high = large + small;
            let low = small - (high - large);
            if low != 0.0 {
                kept.push(low);
            }
            x = high;
        }
        self.partials = kept;
        if x == 0.0 {
            return Ok(());
        }
        if x.is_finite() {
            self.partials.push(x);
            return Ok(());
        }
        // An infinite sum of finite floats is an overflow, anything else a special item.
        if item.is_finite() {
            return Err(Fault::overflow("intermediate overflow in fsum"));
        }
        if item.is_infinite() {
            self.infinities += item;
        }
        self.special += item;
        self.partials.clear();
        Ok(())
    }

    /// The sum, rounded once.
    pub(super) fn total(mut self) -> Result<f64, Fault> {
        if self.special != 0.0 {
            if self.infinities.is_nan() {
                return Err(Fault::value("-inf + inf in fsum"));
            }
            return Ok(self.special);
        }
        let Some(mut high) = self.partials.pop() else {
            return Ok(0.0);
        };
        let mut low = 0.0;
        while let Some(y) = self.partials.pop() {
            let x = high;
            high = x + y;
            low = y - (high - x);
            if low != 0.0 {
                break;
            }
        }
        // Exactly between two floats: what comes below decides.
        let next = self.partials.last().copied().unwrap_or(0.0);
        if low < 0.0 && next < 0.0 || low > 0.0 && next > 0.0 {
            let y = low * 2.0;
            let x = high + y;
            if y == x - high {
                high = x;
            }
        }
        Ok(high)
    }
}

/// The Euclidean length of a vector.
pub(super) fn length(coordinates: &[f64]) -> f64 {
    if coordinates.iter().any(|x| x.is_infinite()) {
        return f64::INFINITY;
    }
    let largest = coordinates.iter().fold(
        0.0,
        |most: f64, x| if x.is_nan() { *x } else { most.max(x.abs()) },
    );
    if coordinates.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    if largest == 0.0 || coordinates.len() == 1 {
        return largest;
    }
    let (_, exponent) = libm::frexp(largest);
    if exponent < -1023 {
        // The scale itself would be subnormal.
        let up = f64::MIN_POSITIVE;
        let scaled: Vec<f64> = coordinates.iter().map(|x| x / up).collect();
        return up * length(&scaled);
    }
    let scaled = coordinates.iter().map(|x| libm::ldexp(*x, -exponent));
    libm::ldexp(root_of_squares(scaled), exponent)
}

/// The square root of a sum of squares of floats up to 1, the sum kept to twice the precision.
fn root_of_squares(items: impl Iterator<Item = f64>) -> f64 {
    let (mut high, mut carry, mut low) = (1.0, 0.0, 0.0);
    let mut add = |square: f64, rest: f64| {
        let old = high;
        high += square;
        carry += (old - high) + square;
        low += rest;
        high - 1.0 + (carry + low)
    };
    let mut sum = 0.0;
    for x in items {
        sum = add(x * x, x.mul_add(x, -(x * x)));
    }
    let root = sum.sqrt();
    let rest = add(-root * root, -root.mul_add(root, -(root * root)));
    root + rest / (2.0 * root)
}
