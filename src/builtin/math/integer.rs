//! Functions of ints of any size. How large a result becomes is said before it is computed.

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::{One as _, Signed as _, Zero as _};

/// Bits of the product of the `count` ints up to `top`.
pub(super) fn product_bits(top: &BigInt, count: u64) -> u64 {
    top.bits().saturating_mul(count)
}

/// Bits of `factorial(n)`, at most.
pub(super) fn factorial_bits(n: u64) -> u64 {
    let n = n as f64;
    (n * (n.max(2.0).log2() - 1.4) + 32.0).max(64.0) as u64
}

/// Bits of `comb(n, k)` for `k` up to half of `n`, at most.
pub(super) fn comb_bits(n: &BigInt, k: u64) -> u64 {
    let each = n
        .bits()
        .saturating_sub(u64::from(k.checked_ilog2().unwrap_or(0)))
        .saturating_add(2);
    each.saturating_mul(k).min(
        n.bits()
            .saturating_add(64)
            .max(u64::try_from(n).unwrap_or(u64::MAX)),
    )
}

/// The product of the `count` ints that end in `top`, halved again and again so that factors are of equal size.
pub(super) fn falling_product(top: &BigInt, count: u64) -> BigInt {
    if count <= 16 {
        let mut product = BigInt::one();
        for step in 0..count {
            product *= top - step;
        }
        return product;
    }
    let half = count / 2;
    falling_product(top, half) * falling_product(&(top - half), count - half)
}

/// `math.comb` for `k` up to half of `n`.
pub(super) fn comb(n: &BigInt, k: u64) -> BigInt {
    if k <= 16 {
        return falling_product(n, k) / falling_product(&BigInt::from(k), k);
    }
    // Choosing j, then the others, counts each choice of k once for every choice of j among them.
    let j = k / 2;
    comb(n, j) * comb(&(n - j), k - j) / comb(&BigInt::from(k), j)
}

/// `math.gcd` of two. The larger one is reduced first: what follows subtracts again and again, which costs
/// the square of the longer length.
pub(super) fn gcd(a: &BigInt, b: &BigInt) -> BigInt {
    let (long, short) = if a.bits() < b.bits() { (b, a) } else { (a, b) };
    match short.is_zero() {
        true => long.abs(),
        false => short.gcd(&(long % short)),
    }
}

/// `math.lcm` of two.
pub(super) fn lcm(a: &BigInt, b: &BigInt) -> BigInt {
    match a.is_zero() || b.is_zero() {
        true => BigInt::ZERO,
        false => (a / gcd(a, b) * b).abs(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_divisors_and_multiples_are_not_negative() {
        let big = |n: i64| BigInt::from(n);
        for (a, b, divisor, multiple) in [
            (0, 0, 0, 0),
            (0, -5, 5, 0),
            (7, 0, 7, 0),
            (12, 18, 6, 36),
            (-12, 18, 6, 36),
            (-4, -6, 2, 12),
            (1, 97, 1, 97),
            (1 << 40, 48, 16, 3 << 40),
        ] {
            assert_eq!(gcd(&big(a), &big(b)), big(divisor), "{a}, {b}");
            assert_eq!(gcd(&big(b), &big(a)), big(divisor), "{b}, {a}");
            assert_eq!(lcm(&big(a), &big(b)), big(multiple), "{a}, {b}");
        }
    }

    /// In lengths as unequal as these, one number was subtracted from the other bit by bit.
    #[test]
    fn a_multiple_of_many_small_numbers_is_found_in_a_moment() {
        let all = (1..20_000_i64).fold(BigInt::one(), |all, n| lcm(&all, &BigInt::from(n)));
        assert!((1..20_000_i64).all(|n| (&all % n).is_zero()));
        assert!(!(&all % 20_011_i64).is_zero());
    }
}
