//! SHA-256 and SHA-512. A state is 256 bytes of the caller's, aligned to eight.

use core::slice;

use sha2::digest::Update;
use sha2::{Digest, Sha256, Sha512};

use crate::write;

const STATE: usize = 256;
const _: () = assert!(size_of::<Sha256>() <= STATE && size_of::<Sha512>() <= STATE);

#[unsafe(no_mangle)]
pub unsafe extern "C" fn crypto_hash_sha256_init(state: *mut Sha256) -> i32 {
    unsafe { state.write(Sha256::new()) };
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn crypto_hash_sha256_update(
    state: *mut Sha256,
    part: *const u8,
    length: usize,
    _high: usize,
) -> i32 {
    unsafe { Update::update(&mut *state, slice::from_raw_parts(part, length)) };
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn crypto_hash_sha256_final(state: *mut Sha256, out: *mut [u8; 32]) -> i32 {
    unsafe { write(out, state.read().finalize().into()) };
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn crypto_hash_sha512_init(state: *mut Sha512) -> i32 {
    unsafe { state.write(Sha512::new()) };
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn crypto_hash_sha512_update(
    state: *mut Sha512,
    part: *const u8,
    length: usize,
    _high: usize,
) -> i32 {
    unsafe { Update::update(&mut *state, slice::from_raw_parts(part, length)) };
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn crypto_hash_sha512_final(state: *mut Sha512, out: *mut [u8; 64]) -> i32 {
    unsafe { write(out, state.read().finalize().into()) };
    0
}
