//! Sums of points whose x is known beforehand. Public values only.
//!
//! To decode a point is to find x, a root modulo p (RFC 8032, section 5.1.3), and takes nearly all
//! the time of a sum. Whoever was told x only compares: it is below p, its lowest bit is the sign
//! that the encoding has, and -x^2 + y^2 = 1 + d x^2 y^2. For every y and sign at most one x does all
//! that, so what was told is right or is noticed, and then the point is decoded. Sums are those of
//! RFC 8032, section 5.1.4, which hold for any two points of the curve.

use memchr::memmem::Finder;

use crate::arithmetic::Refused;
use crate::field::{Bytes, Number};

const POINT: usize = 32;
const DIGITS: usize = 2 * POINT;
const NO_DIGIT: u8 = 0xff;
/// Stands in a template where a text has a hexadecimal digit.
const ANY_DIGIT: u8 = 0;

/// Values of hexadecimal digits, lower case only.
const DIGIT_VALUES: [u8; 256] = {
    let mut values = [NO_DIGIT; 256];
    let mut value: u8 = 0;
    while value < 16 {
        let digit = if value < 10 { b'0' + value } else { b'a' + value - 10 };
        values[digit as usize] = value;
        value += 1;
    }
    values
};

const P: Bytes = {
    let mut bytes = [0xff; POINT];
    bytes[0] = 0xed;
    bytes[31] = 0x7f;
    bytes
};

/// d of the curve, little-endian (RFC 8032, section 5.1).
const D: Number = Number::read(&[
    0xa3, 0x78, 0x59, 0x13, 0xca, 0x4d, 0xeb, 0x75, 0xab, 0xd8, 0x41, 0x41, 0x4d, 0x0a, 0x70, 0x00,
    0x98, 0xe8, 0x79, 0x77, 0x79, 0x40, 0xc7, 0x8c, 0x73, 0xfe, 0x6f, 0x2b, 0xee, 0x6c, 0x03, 0x52,
]);

/// A root of -1, little-endian: 2^((p - 1) / 4).
const ROOT_OF_MINUS_ONE: Number = Number::read(&[
    0xb0, 0xa0, 0x0e, 0x4a, 0x27, 0x1b, 0xee, 0xc4, 0x78, 0xe4, 0x2f, 0xad, 0x06, 0x18, 0x43, 0x2f,
    0xa7, 0xd7, 0xfb, 0x3d, 0x99, 0x00, 0x4d, 0x2b, 0x0b, 0xdf, 0xc1, 0x4f, 0x80, 0x24, 0x83, 0x2b,
]);

/// A point that was compared with its encoding.
struct Told {
    x: Number,
    y: Number,
    xy: Number,
}

/// A sum of points: x = X / Z, y = Y / Z, x y = T / Z.
#[derive(Clone, Copy)]
struct Sum {
    x: Number,
    y: Number,
    z: Number,
    t: Number,
}

impl Sum {
    const NOTHING: Sum = Sum { x: Number::ZERO, y: Number::ONE, z: Number::ONE, t: Number::ZERO };

    fn add(&mut self, point: &Told) {
        let a = self.y.minus(&self.x).times(&point.y.minus(&point.x));
        let b = self.y.plus(&self.x).times(&point.y.plus(&point.x));
        let dxy = D.times(&point.xy);
        let c = self.t.term().times(&dxy.plus(&dxy));
        let d = self.z.plus(&self.z).carried();
        let (e, f, g, h) = (b.minus(&a), d.minus(&c), d.plus(&c), b.plus(&a));
        *self = Sum { x: e.times(&f), y: g.times(&h), z: f.times(&g), t: e.times(&h) };
    }
}

/// A stretch of a text: 64 zero bytes for each point, all others as they are in the text.
struct Row<'a> {
    text: &'a [u8],
    places: Vec<usize>,
}

/// Where points stand in a text: one row after each marker, of which there are no others.
pub struct Template<'a> {
    marker: Finder<'a>,
    rows: Vec<Row<'a>>,
    width: usize,
}

impl<'a> Row<'a> {
    fn new(text: &'a [u8]) -> Result<Self, Refused> {
        let (mut places, mut at) = (Vec::new(), 0);
        while at < text.len() {
            if text[at] != ANY_DIGIT {
                at += 1;
                continue;
            }
            let end = at + DIGITS;
            match text.get(at..end) {
                Some(run) if run.iter().all(|byte| *byte == ANY_DIGIT) => places.push(at),
                _ => return Err(Refused::Shape),
            }
            at = end;
        }
        if places.is_empty() {
            Err(Refused::Shape)
        } else {
            Ok(Row { text, places })
        }
    }
}

impl<'a> Template<'a> {
    /// Read a template.
    pub fn new<T: AsRef<[u8]>>(marker: &'a [u8], rows: &'a [T]) -> Result<Self, Refused> {
        let rows: Vec<Row> =
            rows.iter().map(|row| Row::new(row.as_ref())).collect::<Result<_, _>>()?;
        let width = rows.iter().map(|row| row.places.len()).sum();
        if marker.is_empty() || width == 0 {
            return Err(Refused::Shape);
        }
        Ok(Template { marker: Finder::new(marker), rows, width })
    }

    /// Give the points of each text to some work, in order, with their number among all.
    fn each_point<T: AsRef<[u8]>>(
        &self,
        texts: &[T],
        mut work: impl FnMut(usize, &Bytes) -> Option<()>,
    ) -> Result<(), Refused> {
        let mut number = 0;
        for text in texts {
            let mut rest = text.as_ref();
            for row in &self.rows {
                let found = self.marker.find(rest).ok_or(Refused::Shape)?;
                let start = found + self.marker.needle().len();
                let end = start + row.text.len();
                let own = rest.get(start..end).ok_or(Refused::Shape)?;
                let mut after = 0;
                for place in &row.places {
                    let point = digits(&own[*place..place + DIGITS]);
                    let (Some(point), true) =
                        (point, own[after..*place] == row.text[after..*place])
                    else {
                        return Err(Refused::Shape);
                    };
                    work(number, &point).ok_or(Refused::Point(number))?;
                    (number, after) = (number + 1, place + DIGITS);
                }
                if own[after..] != row.text[after..] {
                    return Err(Refused::Shape);
                }
                rest = &rest[end..];
            }
            if self.marker.find(rest).is_some() {
                return Err(Refused::Shape);
            }
        }
        Ok(())
    }
}

/// Return x of each point in the texts.
pub fn unpack<T: AsRef<[u8]>>(texts: &[T], template: &Template) -> Result<Vec<u8>, Refused> {
    let mut unpacked = Vec::with_capacity(POINT * template.width * texts.len());
    template.each_point(texts, |_, point| {
        unpacked.extend(root(point)?);
        Some(())
    })?;
    Ok(unpacked)
}

/// Sum the points that stand at the same place of each text; unpacked: x of each, right or wrong.
pub fn sums<T: AsRef<[u8]>>(
    texts: &[T],
    template: &Template,
    unpacked: &[u8],
) -> Result<Vec<u8>, Refused> {
    let (told, []) = unpacked.as_chunks::<POINT>() else {
        return Err(Refused::Shape);
    };
    let width = template.width;
    if told.len() != texts.len() * width {
        return Err(Refused::Shape);
    }
    let mut sums = vec![Sum::NOTHING; width];
    template.each_point(texts, |number, point| {
        let found = compared(point, &told[number]);
        let point = match found {
            Some(right) => right,
            None => compared(point, &root(point)?)?,
        };
        sums[number % width].add(&point);
        Some(())
    })?;
    Ok(encoded(&sums))
}

/// Return the point if this is its x.
fn compared(point: &Bytes, x: &Bytes) -> Option<Told> {
    let sign = point[31] >> 7;
    if !is_below_p(x) || x[31] >> 7 != 0 || x[0] & 1 != sign {
        return None;
    }
    let (x, y) = (Number::read(x), read_y(point)?);
    let xy = x.times(&y);
    let left = y.squared().minus(&x.squared()).carried();
    let right = D.times(&xy.squared()).plus(&Number::ONE).carried();
    left.minus(&right).carried().is_zero().then_some(Told { x, y, xy })
}

/// Find x (RFC 8032, section 5.1.3).
fn root(point: &Bytes) -> Option<Bytes> {
    let y = read_y(point)?.squared();
    let (u, v) = (y.minus(&Number::ONE).carried(), D.times(&y).plus(&Number::ONE).carried());
    let v3 = v.squared().times(&v);
    let v7 = v3.squared().times(&v);
    let mut x = u.times(&v3).times(&u.times(&v7).root_power());
    let vx2 = v.times(&x.squared());
    if !vx2.minus(&u).carried().is_zero() {
        if !vx2.plus(&u).carried().is_zero() {
            return None;
        }
        x = x.times(&ROOT_OF_MINUS_ONE);
    }
    let sign = point[31] >> 7;
    if x.is_zero() && sign == 1 {
        return None;
    }
    let bytes = x.bytes();
    Some(if bytes[0] & 1 == sign { bytes } else { Number::ZERO.minus(&x).carried().bytes() })
}

fn read_y(point: &Bytes) -> Option<Number> {
    let mut y = *point;
    y[31] &= 0x7f;
    is_below_p(&y).then(|| Number::read(&y))
}

fn is_below_p(bytes: &Bytes) -> bool {
    bytes.iter().rev().lt(P.iter().rev())
}

/// Read 64 digits, the most significant first.
fn digits(text: &[u8]) -> Option<Bytes> {
    let (mut bytes, mut seen) = ([0; POINT], 0);
    for (byte, pair) in bytes.iter_mut().rev().zip(text.chunks_exact(2)) {
        let (high, low) = (DIGIT_VALUES[pair[0] as usize], DIGIT_VALUES[pair[1] as usize]);
        seen |= high | low;
        *byte = high << 4 | low;
    }
    (seen < 16).then_some(bytes)
}

/// Write points with one inversion for all (Montgomery's trick).
fn encoded(sums: &[Sum]) -> Vec<u8> {
    let mut products = Vec::with_capacity(sums.len());
    let mut product = Number::ONE;
    for sum in sums {
        products.push(product);
        product = product.times(&sum.z);
    }
    let mut inverse = product.inverse();
    let mut bytes = vec![[0; POINT]; sums.len()];
    for ((sum, before), out) in sums.iter().zip(&products).zip(&mut bytes).rev() {
        let own = inverse.times(before);
        inverse = inverse.times(&sum.z);
        *out = sum.y.times(&own).bytes();
        out[31] |= (sum.x.times(&own).bytes()[0] & 1) << 7;
    }
    bytes.concat()
}
