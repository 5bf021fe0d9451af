//! Edwards25519 and SHA-2 for the browser code, on curve25519-dalek and sha2, as WebAssembly.
//!
//! It imports nothing: no clock, no random source, no memory of others. A pointer is a place in its
//! own memory. What is named `crypto_…` stands for the function of libsodium of that name, with its
//! arguments and its answers (0 is success, -1 a refusal), so that voting/client/sodium.js calls
//! either; it is stricter in one point, which the callers have excluded before: every point must be
//! written canonically. Those functions and `tinnhiem_seal`, `tinnhiem_commit` take time that does
//! not depend on scalars. What is named `vartime` is for public values only.
//!
//! Secrets stand on the stack and in the arguments, both of which the caller overwrites (sodium.js),
//! and never on the heap.

#[allow(dead_code)] // the native core uses all of it
#[path = "../../src/arithmetic.rs"]
mod arithmetic;
mod hashes;
#[path = "../../src/members.rs"]
mod members;
mod points;
mod scalars;
mod vartime;

use core::ptr;

/// Where the caller puts arguments and finds results: eight bytes each, and used by nobody else.
const ARGUMENTS: usize = 4096;

/// Bytes of the stack.
const STACK: usize = 1 << 17;

/// Make the place of the arguments; called once.
#[unsafe(no_mangle)]
pub extern "C" fn tinnhiem_arguments() -> *mut u64 {
    vec![0u64; ARGUMENTS].leak().as_mut_ptr()
}

/// Return how many bytes of the memory, from 0 on, are the stack: scripts/build_core.py sets it.
#[unsafe(no_mangle)]
pub extern "C" fn tinnhiem_stack() -> usize {
    STACK
}

type Piece = [u8; 32];

/// Copy what stands at a place.
///
/// # Safety
/// The caller of this module says where: always within its own memory, which nobody else has.
unsafe fn read<const N: usize>(place: *const [u8; N]) -> [u8; N] {
    unsafe { ptr::read(place) }
}

unsafe fn write<const N: usize>(place: *mut [u8; N], bytes: [u8; N]) {
    unsafe { ptr::write(place, bytes) }
}
