//! Functions of ints of any size. How large a result becomes is said before it is computed.

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::One as _;

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

/// `math.gcd` of two.
pub(super) fn gcd(a: &BigInt, b: &BigInt) -> BigInt {
    a.gcd(b)
}

/// `math.lcm` of two.
pub(super) fn lcm(a: &BigInt, b: &BigInt) -> BigInt {
    a.lcm(b)
}
