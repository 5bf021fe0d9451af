//! Numbers modulo p = 2^255 - 19, for public values: the machine-checked arithmetic of fiat-crypto.

use fiat_crypto::curve25519_64::{
    fiat_25519_add, fiat_25519_carry, fiat_25519_carry_mul, fiat_25519_carry_square,
    fiat_25519_from_bytes, fiat_25519_loose_field_element as Loose, fiat_25519_relax,
    fiat_25519_sub, fiat_25519_tight_field_element as Tight, fiat_25519_to_bytes,
};

pub type Bytes = [u8; 32];

/// A number whose limbs are carried.
#[derive(Clone, Copy)]
pub struct Number(Tight);

/// A sum or difference whose limbs are not: good for one multiplication.
#[derive(Clone, Copy)]
pub struct Term(Loose);

impl Number {
    pub const ZERO: Number = Number(Tight([0; 5]));
    pub const ONE: Number = Number(Tight([1, 0, 0, 0, 0]));

    /// Read 255 bits, little-endian; the highest bit of the bytes is no part of the number.
    pub const fn read(bytes: &Bytes) -> Number {
        let mut plain = *bytes;
        plain[31] &= 0x7f;
        let mut number = Tight([0; 5]);
        fiat_25519_from_bytes(&mut number, &plain);
        Number(number)
    }

    /// Write the number, below p.
    pub fn bytes(&self) -> Bytes {
        let mut bytes = [0; 32];
        fiat_25519_to_bytes(&mut bytes, &self.0);
        bytes
    }

    pub fn is_zero(&self) -> bool {
        self.bytes() == [0; 32]
    }

    pub fn term(&self) -> Term {
        let mut term = Loose([0; 5]);
        fiat_25519_relax(&mut term, &self.0);
        Term(term)
    }

    pub fn plus(&self, other: &Number) -> Term {
        let mut term = Loose([0; 5]);
        fiat_25519_add(&mut term, &self.0, &other.0);
        Term(term)
    }

    pub fn minus(&self, other: &Number) -> Term {
        let mut term = Loose([0; 5]);
        fiat_25519_sub(&mut term, &self.0, &other.0);
        Term(term)
    }

    pub fn times(&self, other: &Number) -> Number {
        self.term().times(&other.term())
    }

    pub fn squared(&self) -> Number {
        self.term().squared()
    }

    /// Square so many times.
    fn squared_often(&self, times: usize) -> Number {
        (0..times).fold(*self, |number, _| number.squared())
    }

    /// Return the powers to 2^250 - 1 and to 11, of which the two exponents below are made.
    fn ladder(&self) -> (Number, Number) {
        let two = self.squared();
        let nine = two.squared_often(2).times(self);
        let eleven = nine.times(&two);
        let ones_5 = eleven.squared().times(&nine);
        let ones_10 = ones_5.squared_often(5).times(&ones_5);
        let ones_20 = ones_10.squared_often(10).times(&ones_10);
        let ones_40 = ones_20.squared_often(20).times(&ones_20);
        let ones_50 = ones_40.squared_often(10).times(&ones_10);
        let ones_100 = ones_50.squared_often(50).times(&ones_50);
        let ones_200 = ones_100.squared_often(100).times(&ones_100);
        (ones_200.squared_often(50).times(&ones_50), eleven)
    }

    /// Return the power to (p - 5) / 8 = 2^252 - 3.
    pub fn root_power(&self) -> Number {
        self.ladder().0.squared_often(2).times(self)
    }

    /// Return the inverse, by the power to p - 2 = 2^255 - 21; of zero, zero.
    pub fn inverse(&self) -> Number {
        let (ones_250, eleven) = self.ladder();
        ones_250.squared_often(5).times(&eleven)
    }
}

impl Term {
    pub fn carried(&self) -> Number {
        let mut number = Tight([0; 5]);
        fiat_25519_carry(&mut number, &self.0);
        Number(number)
    }

    pub fn times(&self, other: &Term) -> Number {
        let mut number = Tight([0; 5]);
        fiat_25519_carry_mul(&mut number, &self.0, &other.0);
        Number(number)
    }

    pub fn squared(&self) -> Number {
        let mut number = Tight([0; 5]);
        fiat_25519_carry_square(&mut number, &self.0);
        Number(number)
    }
}
