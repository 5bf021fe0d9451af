//! The operations over many points, without Python. Public values only.

use std::collections::BTreeMap;
use std::fmt;

use curve25519_dalek::edwards::{EdwardsPoint, VartimeEdwardsPrecomputation};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::{VartimeMultiscalarMul, VartimePrecomputedMultiscalarMul};

use crate::members;

const POINT: usize = 32;
const NUMBER: usize = 4;

/// Why there is no answer.
#[derive(Debug)]
pub enum Refused {
    /// Lengths or numbers do not fit together.
    Shape,
    /// A scalar is not below q.
    Scalar(usize),
    /// A point is no point, or no member where that is asked.
    Point(usize),
}

impl fmt::Display for Refused {
    fn fmt(&self, form: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Shape => write!(form, "shape"),
            Refused::Scalar(place) => write!(form, "scalar {place}"),
            Refused::Point(place) => write!(form, "point {place}"),
        }
    }
}

/// r G + c P and r Y + c Q', read and tested.
pub struct Pair {
    first: EdwardsPoint,
    second: EdwardsPoint,
    challenge: Scalar,
    response: Scalar,
}

/// A public point Y with its table.
pub struct Key(VartimeEdwardsPrecomputation);

impl Key {
    pub fn new(point: &[u8]) -> Result<Self, Refused> {
        let piece: [u8; POINT] = point.try_into().map_err(|_| Refused::Shape)?;
        match members::decode(&piece) {
            Some(point) if members::is_member(&point) => {
                Ok(Key(VartimeEdwardsPrecomputation::new([point])))
            }
            _ => Err(Refused::Point(0)),
        }
    }

    pub fn commitments(&self, pairs: &[Pair], threads: usize) -> Vec<u8> {
        in_threads(pairs, threads, |share| {
            let mut sums = Vec::with_capacity(2 * share.len());
            for Pair { first, second, challenge, response } in share {
                sums.push(EdwardsPoint::vartime_double_scalar_mul_basepoint(
                    challenge, first, response,
                ));
                let whole = self.0.vartime_mixed_multiscalar_mul([response], [challenge], [second]);
                sums.push(whole);
            }
            encoded(&sums)
        })
    }
}

pub fn are_members(points: &[u8], threads: usize) -> Result<Vec<u8>, Refused> {
    let pieces = pieces(points)?;
    Ok(in_threads(pieces, threads, |share| {
        let is_member = |piece| members::decode(piece).is_some_and(|one| members::is_member(&one));
        share.iter().map(|piece| u8::from(is_member(piece))).collect()
    }))
}

/// Decode points and test membership: Err has the number of the first that is no member.
pub fn checked(points: &[u8], coins: &[u8], threads: usize) -> Result<Vec<EdwardsPoint>, Refused> {
    if coins.len() != points.len() / POINT * members::COINS {
        return Err(Refused::Shape);
    }
    match decoded(points, threads) {
        Ok(decoded) if members::are_members(&decoded, coins, threads) => Ok(decoded),
        Err(Refused::Shape) => Err(Refused::Shape),
        _ => {
            let flags = are_members(points, threads)?;
            let place = flags.iter().position(|flag| *flag == 0);
            Err(place.map_or(Refused::Shape, Refused::Point))
        }
    }
}

pub fn with_base(
    points: &[u8],
    base_scalars: &[u8],
    scalars: &[u8],
    threads: usize,
) -> Result<Vec<u8>, Refused> {
    let points = members_only(points, threads)?;
    let (first, second) = (read_scalars(base_scalars)?, read_scalars(scalars)?);
    if first.len() != points.len() || second.len() != points.len() {
        return Err(Refused::Shape);
    }
    let terms: Vec<_> = points.iter().zip(first).zip(second).collect();
    Ok(in_threads(&terms, threads, |share| {
        let sums: Vec<EdwardsPoint> = share
            .iter()
            .map(|((p, a), b)| EdwardsPoint::vartime_double_scalar_mul_basepoint(b, p, a))
            .collect();
        encoded(&sums)
    }))
}

pub fn sums(points: &[u8], sizes: &[u8]) -> Result<Vec<u8>, Refused> {
    let points = decoded(points, 1)?;
    let sizes = numbers(sizes)?;
    if sizes.iter().sum::<usize>() != points.len() {
        return Err(Refused::Shape);
    }
    let mut rest = points.as_slice();
    let mut sums = Vec::with_capacity(sizes.len());
    for size in sizes {
        let (own, others) = rest.split_at_checked(size).ok_or(Refused::Shape)?;
        sums.push(own.iter().sum());
        rest = others;
    }
    Ok(encoded(&sums))
}

pub fn multiscalar(points: &[u8], scalars: &[u8]) -> Result<Vec<u8>, Refused> {
    let points = members_only(points, 1)?;
    let scalars = read_scalars(scalars)?;
    if scalars.len() != points.len() {
        return Err(Refused::Shape);
    }
    Ok(encoded(&[EdwardsPoint::vartime_multiscalar_mul(&scalars, &points)]))
}

/// Read what is to be multiplied: Q' = Q - m G is made here.
pub fn read_pairs(
    points: &[EdwardsPoint],
    triples: &[u8],
    challenges: &[u8],
    responses: &[u8],
) -> Result<Vec<Pair>, Refused> {
    let triples = numbers(triples)?;
    let (challenges, responses) = (read_scalars(challenges)?, read_scalars(responses)?);
    let count = challenges.len();
    if triples.len() != 3 * count || responses.len() != count {
        return Err(Refused::Shape);
    }
    let mut markers: BTreeMap<usize, EdwardsPoint> = BTreeMap::new();
    let scalars = challenges.into_iter().zip(responses);
    triples
        .chunks_exact(3)
        .zip(scalars)
        .map(|(triple, (challenge, response))| {
            let first = *points.get(triple[0]).ok_or(Refused::Shape)?;
            let second = *points.get(triple[1]).ok_or(Refused::Shape)?;
            let marker = markers
                .entry(triple[2])
                .or_insert_with(|| EdwardsPoint::mul_base(&Scalar::from(triple[2] as u64)));
            Ok(Pair { first, second: second - *marker, challenge, response })
        })
        .collect()
}

fn members_only(points: &[u8], threads: usize) -> Result<Vec<EdwardsPoint>, Refused> {
    let decoded = decoded(points, threads)?;
    match decoded.iter().position(|point| !members::is_member(point)) {
        Some(place) => Err(Refused::Point(place)),
        None => Ok(decoded),
    }
}

fn decoded(points: &[u8], threads: usize) -> Result<Vec<EdwardsPoint>, Refused> {
    let read = in_threads(pieces(points)?, threads, |share| {
        share.iter().map(members::decode).collect()
    });
    read.into_iter()
        .enumerate()
        .map(|(place, point)| point.ok_or(Refused::Point(place)))
        .collect()
}

fn encoded(points: &[EdwardsPoint]) -> Vec<u8> {
    let pieces = EdwardsPoint::compress_batch_alloc(points);
    pieces.iter().flat_map(|piece| piece.0).collect()
}

fn read_scalars(bytes: &[u8]) -> Result<Vec<Scalar>, Refused> {
    let read = pieces(bytes)?.iter().enumerate();
    read.map(|(place, piece)| {
        Option::from(Scalar::from_canonical_bytes(*piece)).ok_or(Refused::Scalar(place))
    })
    .collect()
}

fn numbers(bytes: &[u8]) -> Result<Vec<usize>, Refused> {
    let (pieces, rest) = bytes.as_chunks::<NUMBER>();
    if !rest.is_empty() {
        return Err(Refused::Shape);
    }
    Ok(pieces.iter().map(|piece| u32::from_le_bytes(*piece) as usize).collect())
}

fn pieces(bytes: &[u8]) -> Result<&[[u8; POINT]], Refused> {
    match bytes.as_chunks::<POINT>() {
        (pieces, []) => Ok(pieces),
        _ => Err(Refused::Shape),
    }
}

/// Do some work on equal shares of the items, in so many threads, and join what it gives, in order.
pub fn in_threads<T: Sync, R: Send>(
    items: &[T],
    threads: usize,
    work: impl Fn(&[T]) -> Vec<R> + Sync,
) -> Vec<R> {
    let threads = threads.min(items.len());
    if threads <= 1 {
        return work(items);
    }
    let work = &work;
    std::thread::scope(|scope| {
        let shares = items.chunks(items.len().div_ceil(threads));
        let running: Vec<_> = shares.map(|share| scope.spawn(move || work(share))).collect();
        running
            .into_iter()
            .flat_map(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}
