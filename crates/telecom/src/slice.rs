//! Network slices: S-NSSAI, slice differentiators and the standardised slice types.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::named::named_enum;

/// A slice identity that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SliceError {
    /// Not six hexadecimal digits.
    #[error("slice differentiator \"{0}\" is not six hexadecimal digits, for example 010203")]
    Differentiator(String),
    /// Not a number from 0 to 255.
    #[error("slice/service type \"{0}\" is not a number from 0 to 255")]
    Sst(String),
    /// Not two slice differentiators with a hyphen between them.
    #[error(
        "network slice \"{0}\" is not two groups of six hexadecimal digits with a hyphen between them, for example 010203-112233"
    )]
    Pair(String),
}

impl SliceError {
    /// The bounded reason for conditions and metrics.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Differentiator(_) => "InvalidSliceDifferentiator",
            Self::Sst(_) => "InvalidSliceServiceType",
            Self::Pair(_) => "InvalidNetworkSlice",
        }
    }
}

named_enum! {
    /// The standardised slice/service types, TS 23.501 table 5.15.2.2-1.
    pub enum SliceKind ("slice kind") {
        /// Enhanced mobile broadband, SST 1.
        Embb = "eMBB",
        /// Ultra-reliable low latency communications, SST 2.
        Urllc = "URLLC",
        /// Massive Internet of Things ("mMTC"), SST 3.
        Miot = "MIoT",
        /// Vehicle to everything, SST 4.
        V2x = "V2X",
        /// High-performance machine type communications, SST 5.
        Hmtc = "HMTC",
        /// Any other SST: the operator's own (128 to 255) or one not yet standardised.
        Custom = "Custom",
    }
}

impl SliceKind {
    /// The standardised slice/service type; `None` for [`SliceKind::Custom`].
    #[must_use]
    pub const fn sst(self) -> Option<u8> {
        match self {
            Self::Embb => Some(1),
            Self::Urllc => Some(2),
            Self::Miot => Some(3),
            Self::V2x => Some(4),
            Self::Hmtc => Some(5),
            Self::Custom => None,
        }
    }

    /// The kind a slice/service type stands for.
    #[must_use]
    pub fn from_sst(sst: u8) -> Self {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.sst() == Some(sst))
            .unwrap_or(Self::Custom)
    }
}

/// A slice differentiator: 24 bits, written as six hexadecimal digits, TS 23.003 clause 28.4.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SliceDifferentiator(u32);

impl SliceDifferentiator {
    /// The differentiator `00nnnn` of a 16-bit number.
    #[must_use]
    pub fn from_number(number: u16) -> Self {
        Self(number.into())
    }

    /// The value from 0 to 0xFFFFFF.
    #[must_use]
    pub const fn value(self) -> u32 {
        self.0
    }

    /// Whether this is the reserved value `ffffff`, "no SD value associated with the SST",
    /// TS 23.003 clause 28.4.2.
    #[must_use]
    pub const fn is_absent(self) -> bool {
        self.0 == 0x00ff_ffff
    }
}

impl FromStr for SliceDifferentiator {
    type Err = SliceError;

    fn from_str(text: &str) -> Result<Self, SliceError> {
        let digits = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        match u32::from_str_radix(text, 16) {
            Ok(value) if digits => Ok(Self(value)),
            _ => Err(SliceError::Differentiator(text.to_owned())),
        }
    }
}

impl fmt::Display for SliceDifferentiator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:06x}", self.0)
    }
}

impl Serialize for SliceDifferentiator {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SliceDifferentiator {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for SliceDifferentiator {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "SliceDifferentiator".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9A-Fa-f]{6}$" })
    }
}

/// Single network slice selection assistance information: the identity of a slice,
/// TS 23.501 clause 5.15.2. Written `1` or `1-010203`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Snssai {
    /// Slice/service type from 0 to 255: 1 eMBB, 2 URLLC, 3 MIoT, 4 V2X, 5 HMTC, 128 to 255 the operator's own.
    #[schemars(with = "i32", range(min = 0, max = 255))]
    pub sst: u8,
    /// Slice differentiator: six hexadecimal digits that tell slices of one type apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sd: Option<SliceDifferentiator>,
}

impl Snssai {
    /// The kind this slice's type stands for.
    #[must_use]
    pub fn kind(self) -> SliceKind {
        SliceKind::from_sst(self.sst)
    }
}

impl FromStr for Snssai {
    type Err = SliceError;

    fn from_str(text: &str) -> Result<Self, SliceError> {
        let (sst, sd) = match text.split_once('-') {
            Some((sst, sd)) => (sst, Some(sd.parse()?)),
            None => (text, None),
        };
        let digits = sst.bytes().all(|byte| byte.is_ascii_digit());
        match sst.parse() {
            Ok(sst) if digits => Ok(Self { sst, sd }),
            _ => Err(SliceError::Sst(sst.to_owned())),
        }
    }
}

impl fmt::Display for Snssai {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.sd {
            Some(sd) => write!(formatter, "{}-{sd}", self.sst),
            None => write!(formatter, "{}", self.sst),
        }
    }
}

/// The original operator's `networkSlice`, for example `010203-112233`: two 24-bit fields, read as a
/// pair of slice differentiators and kept verbatim.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SliceDifferentiatorPair {
    text: String,
    first: SliceDifferentiator,
    second: SliceDifferentiator,
}

impl SliceDifferentiatorPair {
    /// The text exactly as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The differentiator before the hyphen.
    #[must_use]
    pub const fn first(&self) -> SliceDifferentiator {
        self.first
    }

    /// The differentiator after the hyphen.
    #[must_use]
    pub const fn second(&self) -> SliceDifferentiator {
        self.second
    }
}

impl FromStr for SliceDifferentiatorPair {
    type Err = SliceError;

    fn from_str(text: &str) -> Result<Self, SliceError> {
        let pair = || SliceError::Pair(text.to_owned());
        let (first, second) = text.split_once('-').ok_or_else(pair)?;
        Ok(Self {
            text: text.to_owned(),
            first: first.parse().map_err(|_| pair())?,
            second: second.parse().map_err(|_| pair())?,
        })
    }
}
