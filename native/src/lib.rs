//! Batched edwards25519 arithmetic for tinnhiem, on curve25519-dalek.
//!
//! Bytes in, bytes out: points are 32 bytes (RFC 8032), scalars 32 bytes, little-endian and below q,
//! numbers four bytes, little-endian. n of them stand one after another. The GIL is released while it
//! works, in so many threads as the caller says.
//!
//! Everything here takes time that depends on its input, is for public values only, and says so by a
//! name that begins with `vartime_` or `Vartime`. Nothing here knows a protocol: it is written once,
//! in Python.

mod arithmetic;
mod field;
mod members;
mod unpacked;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::PyBytes;

use arithmetic::Refused;
use unpacked::Template;

type Answer<'py> = PyResult<Bound<'py, PyBytes>>;

/// Tables of a public point that is multiplied often.
#[pyclass(frozen)]
struct VartimeKey(arithmetic::Key);

#[pymethods]
impl VartimeKey {
    /// Make the tables of a point. Raises ValueError if it is no member.
    #[new]
    fn new(point: &[u8]) -> PyResult<Self> {
        arithmetic::Key::new(point).map(VartimeKey).map_err(raised)
    }
}

/// Tell of each of n points whether it is a member: one byte each, 1 or 0. Exact.
///
/// A member is canonical, on the curve and in the prime-order group; so is the identity.
#[pyfunction]
fn vartime_are_members<'py>(py: Python<'py>, points: &[u8], threads: usize) -> Answer<'py> {
    let done = py.detach(|| arithmetic::are_members(points, threads));
    answer(py, done)
}

/// Return the number of the first of n points that is no member, or None.
///
/// coins: 16 n random bytes, drawn after the points were fixed. A wrong None has probability below
/// 2^-128 over the coins, whatever the points are; a number is always right.
#[pyfunction]
fn vartime_first_outside(
    py: Python<'_>,
    points: &[u8],
    coins: &[u8],
    threads: usize,
) -> PyResult<Option<usize>> {
    match py.detach(|| arithmetic::checked(points, coins, threads)) {
        Ok(_) => Ok(None),
        Err(Refused::Point(place)) => Ok(Some(place)),
        Err(refused) => Err(raised(refused)),
    }
}

/// Return a G + b P of n points and scalars a and b; the points are tested, exactly.
#[pyfunction]
fn vartime_with_base<'py>(
    py: Python<'py>,
    points: &[u8],
    base_scalars: &[u8],
    scalars: &[u8],
    threads: usize,
) -> Answer<'py> {
    let done = py.detach(|| arithmetic::with_base(points, base_scalars, scalars, threads));
    answer(py, done)
}

/// Return the sums of runs of points: `sizes` says how many points belong to each sum.
///
/// The points are on the curve; whether they are members is not tested.
#[pyfunction]
fn vartime_sums<'py>(py: Python<'py>, points: &[u8], sizes: &[u8]) -> Answer<'py> {
    let done = py.detach(|| arithmetic::sums(points, sizes));
    answer(py, done)
}

/// Return x of every point that stands in n texts, 32 bytes each, little-endian.
///
/// rows: what stands after each marker of a text, of which there are so many and no others, with 64
/// zero bytes where a point stands as hexadecimal digits, the most significant first. The points are
/// on the curve; whether they are members is not tested.
#[pyfunction]
fn vartime_unpack<'py>(
    py: Python<'py>,
    texts: Vec<PyBackedBytes>,
    marker: &[u8],
    rows: Vec<PyBackedBytes>,
) -> Answer<'py> {
    let done = py.detach(|| unpacked::unpack(&texts, &Template::new(marker, &rows)?));
    answer(py, done)
}

/// Return the sum of the points of each place in n texts, as vartime_unpack has them.
///
/// unpacked: what vartime_unpack gave for them. It is compared with the points, so the sums are right
/// whatever it is, and fast if it is right.
#[pyfunction]
fn vartime_unpacked_sums<'py>(
    py: Python<'py>,
    texts: Vec<PyBackedBytes>,
    marker: &[u8],
    rows: Vec<PyBackedBytes>,
    unpacked: &[u8],
) -> Answer<'py> {
    let done = py.detach(|| unpacked::sums(&texts, &Template::new(marker, &rows)?, unpacked));
    answer(py, done)
}

/// Return the sum of all s P of n points and scalars; the points are tested, exactly.
#[pyfunction]
fn vartime_multiscalar<'py>(py: Python<'py>, points: &[u8], scalars: &[u8]) -> Answer<'py> {
    let done = py.detach(|| arithmetic::multiscalar(points, scalars));
    answer(py, done)
}

/// Return the n pairs r G + c P, r Y + c (Q - m G) of a key Y; 64 n bytes.
///
/// points: all P and Q, each once. coins: as vartime_first_outside has them. triples: three numbers a
/// pair, which point is P, which is Q, and m. challenges, responses: the n scalars c and r.
/// Raises ValueError with the number of the first point that is no member.
#[pyfunction]
#[allow(clippy::too_many_arguments)]
fn vartime_commitments<'py>(
    py: Python<'py>,
    key: &VartimeKey,
    points: &[u8],
    coins: &[u8],
    triples: &[u8],
    challenges: &[u8],
    responses: &[u8],
    threads: usize,
) -> Answer<'py> {
    let done = py.detach(|| {
        let points = arithmetic::checked(points, coins, threads)?;
        let pairs = arithmetic::read_pairs(&points, triples, challenges, responses)?;
        Ok(key.0.commitments(&pairs, threads))
    });
    answer(py, done)
}

fn answer(py: Python<'_>, done: Result<Vec<u8>, Refused>) -> Answer<'_> {
    done.map(|bytes| PyBytes::new(py, &bytes)).map_err(raised)
}

fn raised(refused: Refused) -> PyErr {
    PyValueError::new_err(refused.to_string())
}

#[pymodule]
fn tinnhiem_native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("VERSION", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<VartimeKey>()?;
    module.add_function(wrap_pyfunction!(vartime_are_members, module)?)?;
    module.add_function(wrap_pyfunction!(vartime_first_outside, module)?)?;
    module.add_function(wrap_pyfunction!(vartime_with_base, module)?)?;
    module.add_function(wrap_pyfunction!(vartime_sums, module)?)?;
    module.add_function(wrap_pyfunction!(vartime_multiscalar, module)?)?;
    module.add_function(wrap_pyfunction!(vartime_unpack, module)?)?;
    module.add_function(wrap_pyfunction!(vartime_unpacked_sums, module)?)?;
    module.add_function(wrap_pyfunction!(vartime_commitments, module)?)?;
    Ok(())
}
