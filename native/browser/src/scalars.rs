//! Numbers modulo q, in constant time.

use curve25519_dalek::scalar::Scalar;

use crate::{Piece, read, write};

#[unsafe(no_mangle)]
pub unsafe extern "C" fn crypto_core_ed25519_scalar_add(
    out: *mut Piece,
    a: *const Piece,
    b: *const Piece,
) {
    unsafe { write(out, (scalar(a) + scalar(b)).to_bytes()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn crypto_core_ed25519_scalar_sub(
    out: *mut Piece,
    a: *const Piece,
    b: *const Piece,
) {
    unsafe { write(out, (scalar(a) - scalar(b)).to_bytes()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn crypto_core_ed25519_scalar_mul(
    out: *mut Piece,
    a: *const Piece,
    b: *const Piece,
) {
    unsafe { write(out, (scalar(a) * scalar(b)).to_bytes()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn crypto_core_ed25519_scalar_reduce(out: *mut Piece, wide: *const [u8; 64]) {
    unsafe { write(out, Scalar::from_bytes_mod_order_wide(&read(wide)).to_bytes()) }
}

unsafe fn scalar(place: *const Piece) -> Scalar {
    Scalar::from_bytes_mod_order(unsafe { read(place) })
}
