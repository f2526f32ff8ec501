//! Operators of numbers: sizes are checked and work is charged before anything is computed.

use super::context::Context;
use super::float::arithmetic as floats;
use super::number::integer::{self, IntRef};
use super::number::{bitwise, mixed, power};
use super::value::{Stop, Value};
use crate::ops::BinaryOp;

impl<'h> Context<'h> {
    /// `a op b` if both are ints, and ints have that operator.
    pub(super) fn int_op(
        &self,
        op: BinaryOp,
        a: Value<'h>,
        b: Value<'h>,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        let (Some(a), Some(b)) = (a.as_int(), b.as_int()) else {
            return Ok(None);
        };
        if let (IntRef::Big(_), _) | (_, IntRef::Big(_)) = (a, b) {
            self.charge_sizes(op, a, b)?;
        }
        let result = match op {
            BinaryOp::Add => integer::add(a, b),
            BinaryOp::Sub => integer::subtract(a, b),
            BinaryOp::Mul => {
                self.check_bits(integer::bits_of_product(a, b).saturating_sub(1))?;
                integer::multiply(a, b)
            }
            BinaryOp::FloorDiv => self.settled(integer::floor_divide(a, b))?,
            BinaryOp::Mod => self.settled(integer::modulo(a, b))?,
            BinaryOp::BitOr => bitwise::or(a, b),
            BinaryOp::BitAnd => bitwise::and(a, b),
            BinaryOp::BitXor => bitwise::xor(a, b),
            BinaryOp::Shr => self.settled(bitwise::shift_right(a, b))?,
            BinaryOp::Shl => {
                if !b.is_negative() && !a.is_zero() {
                    let bits = bitwise::bits_of_shift(a, b);
                    self.check_bits(bits)?;
                    self.charge((bits / 1024) as usize)?;
                }
                self.settled(bitwise::shift_left(a, b))?
            }
            BinaryOp::Div => {
                let quotient = self.settled(mixed::true_divide(a, b))?;
                return Ok(Some(Value::float(quotient)));
            }
            BinaryOp::Pow => return self.power(a, b).map(Some),
            BinaryOp::MatMul => return Ok(None),
        };
        self.whole(result).map(Some)
    }

    /// Charges what an operation on ints of this size costs.
    fn charge_sizes(&self, op: BinaryOp, a: IntRef<'_>, b: IntRef<'_>) -> Result<(), Stop<'h>> {
        let words = |int: IntRef<'_>| (int.bits() / 64 + 1) as usize;
        let work = match op {
            BinaryOp::Mul | BinaryOp::Div | BinaryOp::FloorDiv | BinaryOp::Mod => {
                words(a).saturating_mul(words(b))
            }
            _ => words(a).saturating_add(words(b)),
        };
        self.charge(work / 16)
    }

    fn power(&self, base: IntRef<'_>, exponent: IntRef<'_>) -> Result<Value<'h>, Stop<'h>> {
        if exponent.is_negative() {
            let base = self.settled(mixed::to_float(base))?;
            let exponent = self.settled(mixed::to_float(exponent))?;
            return self.float_power(base, exponent).map(Value::float);
        }
        if !matches!(base, IntRef::Small(-1..=1)) {
            // The result has at least this many bits: what is refused here is really too large.
            let times = u64::try_from(exponent.clamp()).unwrap_or(u64::MAX);
            let least = (base.bits() - 1).max(1).saturating_mul(times);
            self.check_bits(least)?;
            let words = (power::bits_of_power(base, exponent) / 64) as usize;
            self.charge(words.saturating_mul(words) / 16)?;
        }
        self.whole(power::power(base, exponent))
    }

    /// `pow(base, exponent, modulus)`.
    ///
    /// # Errors
    /// `ValueError` if the modulus is zero, or the base has no inverse.
    pub fn power_modulo(
        &self,
        base: IntRef<'_>,
        exponent: IntRef<'_>,
        modulus: IntRef<'_>,
    ) -> Result<Value<'h>, Stop<'h>> {
        let words = (modulus.bits() / 64 + 1) as usize;
        let work = words
            .saturating_mul(words)
            .saturating_mul(exponent.bits() as usize + 1);
        self.charge(work / 16)?;
        self.charge((base.bits() / 64) as usize)?;
        if exponent.clamp() < 0 {
            // To invert the base takes a division for every few bits of the modulus.
            let divisions = usize::try_from(modulus.bits()).unwrap_or(usize::MAX);
            self.charge(divisions.saturating_mul(words + 16) / 4)?;
        }
        self.whole(self.settled(power::power_modulo(base, exponent, modulus))?)
    }

    /// Charges a float's exact decimal with so many places, before it is written. A few digits cost nothing; of a
    /// float there are no more than about a thousand, the others are zeros.
    ///
    /// # Errors
    /// [`Stop::Fatal`] when the budget is spent or the deadline has passed.
    pub fn charge_digits(&self, x: f64, places: usize) -> Result<(), Stop<'h>> {
        const MOST: usize = 1100;
        let before_point = x.abs().log10().clamp(0.0, 310.0) as usize;
        let digits = places.min(MOST).saturating_add(before_point);
        self.charge(digits / 32 * 8)
    }

    /// `a op b` of floats, if floats have that operator.
    pub(super) fn float_op(
        &self,
        op: BinaryOp,
        a: f64,
        b: f64,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        let result = match op {
            BinaryOp::Add => a + b,
            BinaryOp::Sub => a - b,
            BinaryOp::Mul => a * b,
            BinaryOp::Div => self.settled(floats::divide(a, b))?,
            BinaryOp::FloorDiv => self.settled(floats::floor_divide(a, b))?,
            BinaryOp::Mod => self.settled(floats::modulo(a, b))?,
            BinaryOp::Pow => self.float_power(a, b)?,
            _ => return Ok(None),
        };
        Ok(Some(Value::float(result)))
    }

    fn float_power(&self, a: f64, b: f64) -> Result<f64, Stop<'h>> {
        match self.settled(floats::power(a, b))? {
            Some(float) => Ok(float),
            None => Err(self.value_error(format_args!(
                "negative number cannot be raised to a fractional power"
            ))),
        }
    }
}
