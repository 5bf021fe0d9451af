//! Which of many points lie in the prime-order group of edwards25519.
//!
//! A point P of the curve is `M + T` with M in the prime-order group and T one of eight torsion
//! points. P is a member exactly if T is the identity, which costs a multiplication by q to see. For
//! many points 128 random subset sums are tested instead. If some T is not the identity, each sum has
//! a torsion part that is not the identity with probability at least 1/2: fix all coins but that of
//! one bad point; of its two values at most one gives the identity. The coins are independent, so all
//! 128 sums are members with probability at most 2^-128, whatever the points are, as long as they are
//! fixed before the coins are drawn. docs/performance.md has the literature.

use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::Identity;

use crate::arithmetic::in_threads;

/// Bytes of coins of one point: one bit for each of the 128 sums.
pub const COINS: usize = 16;
const SUMS: usize = 8 * COINS;
/// Up to so many points the windows of the sums have four bits, beyond it eight.
const FEW: usize = 2_000;

/// p, little-endian.
const P: [u8; 32] = field_element(0xed, 0x7f);
/// x = 0 stands at y = 1 and y = p - 1 only and has no sign; here it is written as negative.
const SIGNED_ZEROS: [[u8; 32]; 2] = [
    {
        let mut one = [0; 32];
        one[0] = 1;
        one[31] = 0x80;
        one
    },
    field_element(0xec, 0xff),
];

const fn field_element(first: u8, last: u8) -> [u8; 32] {
    let mut bytes = [0xff; 32];
    bytes[0] = first;
    bytes[31] = last;
    bytes
}

/// Read a point from its one canonical encoding; None for any other bytes.
pub fn decode(bytes: &[u8; 32]) -> Option<EdwardsPoint> {
    let mut y = *bytes;
    y[31] &= 0x7f;
    if !y.iter().rev().lt(P.iter().rev()) || SIGNED_ZEROS.contains(bytes) {
        return None;
    }
    CompressedEdwardsY(*bytes).decompress()
}

/// Tell, exactly, whether a point is a member: (q - 1) P = -P.
///
/// q - 1 has few digits that are not zero, so this costs hardly more than 252 doublings.
pub fn is_member(point: &EdwardsPoint) -> bool {
    EdwardsPoint::vartime_double_scalar_mul_basepoint(&-Scalar::ONE, point, &Scalar::ZERO) == -point
}

/// Tell whether all points are members, wrongly with probability at most 2^-128 over the coins.
pub fn are_members(points: &[EdwardsPoint], coins: &[u8], threads: usize) -> bool {
    if points.len() <= SUMS {
        return in_threads(points, threads, |share| vec![share.iter().all(is_member)])
            .into_iter()
            .all(|one| one);
    }
    let width = if points.len() < FEW { 4 } else { 8 };
    let windows: Vec<usize> = (0..SUMS).step_by(width).collect();
    in_threads(&windows, threads, |share| {
        let tested = |first: &usize| window_sums(points, coins, *first, width).iter().all(is_member);
        vec![share.iter().all(tested)]
    })
    .into_iter()
    .all(|one| one)
}

/// Sum the points whose coin is set, for each of the `width` coins from `first` on.
fn window_sums(
    points: &[EdwardsPoint],
    coins: &[u8],
    first: usize,
    width: usize,
) -> Vec<EdwardsPoint> {
    let mut buckets = vec![EdwardsPoint::identity(); 1 << width];
    let mask = (1usize << width) - 1;
    for (point, coin) in points.iter().zip(coins.chunks_exact(COINS)) {
        let digit = (coin[first / 8] as usize >> (first % 8)) & mask;
        if digit != 0 {
            buckets[digit] += point;
        }
    }
    let highest_first = (0..width).rev();
    highest_first
        .map(|bit| {
            // Fold the upper half away: it counts for this bit, and then for the lower ones.
            let half = 1usize << bit;
            let mut sum = EdwardsPoint::identity();
            for place in 0..half {
                let upper = buckets[half + place];
                sum += upper;
                buckets[place] += upper;
            }
            sum
        })
        .collect()
}
