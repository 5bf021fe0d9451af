//! Points, in constant time: sums, multiples of the generator, of any point, and of one key.

use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::edwards::{EdwardsBasepointTable, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::{BasepointTable, IsIdentity};

use crate::{Piece, arithmetic, members, read, write};

const REFUSED: i32 = -1;

/// The tables of the key that is in use: one for secrets, one for public scalars.
pub struct Key {
    constant_time: EdwardsBasepointTable,
    pub vartime: arithmetic::Key,
}

static mut KEY: Option<Box<Key>> = None;

/// Return the key in use.
#[allow(static_mut_refs)] // there is one thread
pub fn key() -> Option<&'static Key> {
    unsafe { KEY.as_deref() }
}

/// Take a public key into use. Refused unless it is a member and not the identity.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinnhiem_vartime_use_key(point: *const Piece) -> i32 {
    let piece = unsafe { read(point) };
    let (Some(point), Ok(vartime)) = (valid(&piece), arithmetic::Key::new(&piece)) else {
        return REFUSED;
    };
    let constant_time = EdwardsBasepointTable::create(&point);
    unsafe { KEY = Some(Box::new(Key { constant_time, vartime })) };
    0
}

/// Write rG, rY, rY + G, each 32 bytes. Refused without a key.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinnhiem_seal(out: *mut [u8; 96], r: *const Piece) -> i32 {
    let Some(key) = key() else { return REFUSED };
    let r = unsafe { scalar(r) };
    let masked = &r * &key.constant_time;
    let points = [EdwardsPoint::mul_base(&r), masked, masked + ED25519_BASEPOINT_POINT];
    unsafe { written(out, &points) }
}

/// Write aG, aY, aY + bG, each 32 bytes. Refused without a key.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinnhiem_commit(
    out: *mut [u8; 96],
    a: *const Piece,
    b: *const Piece,
) -> i32 {
    let Some(key) = key() else { return REFUSED };
    let (a, b) = unsafe { (scalar(a), scalar(b)) };
    let plain = &a * &key.constant_time;
    let points = [EdwardsPoint::mul_base(&a), plain, plain + EdwardsPoint::mul_base(&b)];
    unsafe { written(out, &points) }
}

unsafe fn written(out: *mut [u8; 96], points: &[EdwardsPoint; 3]) -> i32 {
    let [first, second, third] = EdwardsPoint::compress_batch(points);
    let mut bytes = [0; 96];
    bytes[..32].copy_from_slice(&first.0);
    bytes[32..64].copy_from_slice(&second.0);
    bytes[64..].copy_from_slice(&third.0);
    unsafe { write(out, bytes) };
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn crypto_scalarmult_ed25519_base_noclamp(
    out: *mut Piece,
    n: *const Piece,
) -> i32 {
    let n = unsafe { scalar(n) };
    unsafe { multiple(out, &EdwardsPoint::mul_base(&n)) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn crypto_scalarmult_ed25519_noclamp(
    out: *mut Piece,
    n: *const Piece,
    p: *const Piece,
) -> i32 {
    let Some(p) = valid(&unsafe { read(p) }) else { return REFUSED };
    let n = unsafe { scalar(n) };
    unsafe { multiple(out, &(p * n)) }
}

/// Write a multiple; refused if it is the identity.
unsafe fn multiple(out: *mut Piece, point: &EdwardsPoint) -> i32 {
    unsafe { write(out, point.compress().0) };
    if point.is_identity() { REFUSED } else { 0 }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn crypto_core_ed25519_is_valid_point(p: *const Piece) -> i32 {
    i32::from(valid(&unsafe { read(p) }).is_some())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn crypto_core_ed25519_add(
    out: *mut Piece,
    p: *const Piece,
    q: *const Piece,
) -> i32 {
    unsafe { combined(out, p, q, |p, q| p + q) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn crypto_core_ed25519_sub(
    out: *mut Piece,
    p: *const Piece,
    q: *const Piece,
) -> i32 {
    unsafe { combined(out, p, q, |p, q| p - q) }
}

unsafe fn combined(
    out: *mut Piece,
    p: *const Piece,
    q: *const Piece,
    how: fn(EdwardsPoint, EdwardsPoint) -> EdwardsPoint,
) -> i32 {
    let (p, q) = unsafe { (members::decode(&read(p)), members::decode(&read(q))) };
    let (Some(p), Some(q)) = (p, q) else { return REFUSED };
    unsafe { write(out, how(p, q).compress().0) };
    0
}

/// Read a member that is not the identity. Points are public: this takes the time it takes.
fn valid(piece: &Piece) -> Option<EdwardsPoint> {
    let point = members::decode(piece)?;
    (!point.is_identity() && members::is_member(&point)).then_some(point)
}

/// Read 255 bits modulo q, as libsodium does.
unsafe fn scalar(place: *const Piece) -> Scalar {
    let mut bytes = unsafe { read(place) };
    bytes[31] &= 127;
    Scalar::from_bytes_mod_order(bytes)
}
