//! Many public points at once: what verifying a ballot needs, on the code of the native core.
//!
//! Arguments and results stand in one room, which grows as asked; arithmetic.rs says how they are
//! written. A number is the length of the result, or -1: refused, for a reason that the caller finds
//! by doing the same one by one.

use core::slice;

use crate::{arithmetic, points};

const REFUSED: i32 = -1;

static mut ROOM: Vec<u8> = Vec::new();

/// Return a room of at least so many bytes; what stood in it is gone, and its place may change.
#[unsafe(no_mangle)]
#[allow(static_mut_refs)] // there is one thread
pub extern "C" fn tinnhiem_vartime_room(length: usize) -> *mut u8 {
    unsafe {
        if ROOM.len() < length {
            ROOM = Vec::new();
            ROOM = vec![0; length];
        }
        ROOM.as_mut_ptr()
    }
}

/// Write the sums of so many points each: n points, then k sizes, at the start of the room.
#[unsafe(no_mangle)]
pub extern "C" fn tinnhiem_vartime_sums(n: usize, k: usize) -> i32 {
    let mut given = Given::new();
    let (points, sizes) = (given.next(32 * n), given.next(4 * k));
    answer(arithmetic::sums(points, sizes))
}

/// Write rG + cP and rY + c(Q − mG) of each of m triples P, Q, m, Y being the key in use: n points
/// with their coins, m triples, challenges, responses, at the start of the room.
///
/// Refused if a point is no member.
#[unsafe(no_mangle)]
pub extern "C" fn tinnhiem_vartime_commitments(n: usize, m: usize) -> i32 {
    let mut given = Given::new();
    let (points, coins) = (given.next(32 * n), given.next(16 * n));
    let (triples, challenges, responses) = (given.next(12 * m), given.next(32 * m), given.next(32 * m));
    let Some(key) = points::key() else { return REFUSED };
    answer(arithmetic::checked(points, coins, 1).and_then(|points| {
        let pairs = arithmetic::read_pairs(&points, triples, challenges, responses)?;
        Ok(key.vartime.commitments(&pairs, 1))
    }))
}

/// What stands in the room, one part after the other.
struct Given(&'static [u8]);

impl Given {
    #[allow(static_mut_refs)] // there is one thread
    fn new() -> Self {
        Given(unsafe { slice::from_raw_parts(ROOM.as_ptr(), ROOM.len()) })
    }

    fn next(&mut self, length: usize) -> &'static [u8] {
        let (part, rest) = self.0.split_at(length);
        self.0 = rest;
        part
    }
}

fn answer(done: Result<Vec<u8>, arithmetic::Refused>) -> i32 {
    let Ok(bytes) = done else { return REFUSED };
    unsafe {
        let room = tinnhiem_vartime_room(bytes.len());
        core::ptr::copy_nonoverlapping(bytes.as_ptr(), room, bytes.len());
    }
    bytes.len() as i32
}
