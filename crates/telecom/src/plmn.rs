//! Network identities: mobile country and network codes, PLMN, tracking area code.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An identity that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlmnError {
    /// Not three digits.
    #[error("mobile country code \"{0}\" is not three digits, for example 001")]
    Mcc(String),
    /// Not two or three digits.
    #[error("mobile network code \"{0}\" is not two or three digits, for example 01")]
    Mnc(String),
    /// Not a country code followed by a network code.
    #[error("PLMN \"{0}\" is not a country code and a network code, for example 001-01")]
    Plmn(String),
    /// Out of range or reserved.
    #[error(
        "tracking area code \"{0}\" is not a number from 1 to 16777215 (16777214 is reserved), decimal or 0x and hexadecimal digits"
    )]
    Tac(String),
}

impl PlmnError {
    /// The bounded reason for conditions and metrics.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Mcc(_) => "InvalidMobileCountryCode",
            Self::Mnc(_) => "InvalidMobileNetworkCode",
            Self::Plmn(_) => "InvalidPlmn",
            Self::Tac(_) => "InvalidTrackingAreaCode",
        }
    }
}

/// Declares a code that is written as a fixed number of digits, where leading zeros count.
macro_rules! digits {
    ($(#[$meta:meta])* $name:ident, $lengths:pat, $pattern:literal, $error:path) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub struct $name(String);

        impl $name {
            /// The digits.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = PlmnError;

            fn from_str(text: &str) -> Result<Self, PlmnError> {
                match text.len() {
                    $lengths if text.bytes().all(|byte| byte.is_ascii_digit()) => Ok(Self(text.to_owned())),
                    _ => Err($error(text.to_owned())),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "pattern": $pattern })
            }
        }
    };
}

digits!(
    /// Mobile country code: three digits, TS 23.003 clause 2.2.
    Mcc, 3, "^[0-9]{3}$", PlmnError::Mcc
);
digits!(
    /// Mobile network code: two or three digits, and `01` is not `001`, TS 23.003 clause 2.2.
    Mnc, 2 | 3, "^[0-9]{2,3}$", PlmnError::Mnc
);

/// A public land mobile network, TS 23.003 clause 12.1. Written `001-01`; `00101` is read too.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Plmn {
    /// Mobile country code: three digits.
    pub mcc: Mcc,
    /// Mobile network code: two or three digits.
    pub mnc: Mnc,
}

impl FromStr for Plmn {
    type Err = PlmnError;

    fn from_str(text: &str) -> Result<Self, PlmnError> {
        let (mcc, mnc) = text
            .split_once('-')
            .or_else(|| text.split_at_checked(3))
            .ok_or_else(|| PlmnError::Plmn(text.to_owned()))?;
        Ok(Self {
            mcc: mcc.parse()?,
            mnc: mnc.parse()?,
        })
    }
}

impl fmt::Display for Plmn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{}", self.mcc, self.mnc)
    }
}

/// Tracking area code of the 5G system: 24 bits without the reserved values 000000 and FFFFFE,
/// TS 23.003 clause 28.6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Tac(u32);

impl Tac {
    /// The largest code.
    pub const MAX: u32 = 0x00ff_ffff;
    const RESERVED: u32 = 0x00ff_fffe;

    /// The code from 1 to [`Tac::MAX`].
    #[must_use]
    pub const fn value(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for Tac {
    type Error = PlmnError;

    fn try_from(value: u32) -> Result<Self, PlmnError> {
        match value {
            1..=Self::MAX if value != Self::RESERVED => Ok(Self(value)),
            _ => Err(PlmnError::Tac(value.to_string())),
        }
    }
}

impl From<Tac> for u32 {
    fn from(tac: Tac) -> Self {
        tac.0
    }
}

impl FromStr for Tac {
    type Err = PlmnError;

    fn from_str(text: &str) -> Result<Self, PlmnError> {
        let (digits, radix) = match text.strip_prefix("0x") {
            Some(hexadecimal) => (hexadecimal, 16),
            None => (text, 10),
        };
        if !digits.chars().all(|character| character.is_digit(radix)) {
            return Err(PlmnError::Tac(text.to_owned()));
        }
        u32::from_str_radix(digits, radix)
            .ok()
            .and_then(|value| Self::try_from(value).ok())
            .ok_or_else(|| PlmnError::Tac(text.to_owned()))
    }
}

impl fmt::Display for Tac {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl JsonSchema for Tac {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Tac".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "format": "int32", "minimum": 1, "maximum": Self::MAX })
    }
}
