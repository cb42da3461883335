//! Kubernetes quantities as integers: CPU in millicores, memory and storage in bytes.

use std::borrow::Cow;

use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use schemars::{Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};

/// Why a quantity cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{text:?} is not a Kubernetes quantity; write e.g. \"500m\", \"2\" for CPU and \"512Mi\", \"4Gi\" for memory"
)]
pub struct InvalidQuantity {
    text: String,
}

/// Suffixes with their value in thousandths.
const SUFFIXES: [(&str, u128); 15] = [
    ("Ki", 1000 << 10),
    ("Mi", 1000 << 20),
    ("Gi", 1000 << 30),
    ("Ti", 1000 << 40),
    ("Pi", 1000 << 50),
    ("Ei", 1000 << 60),
    ("m", 1),
    ("k", 1_000_000),
    ("M", 1_000_000_000),
    ("G", 1_000_000_000_000),
    ("T", 1_000_000_000_000_000),
    ("P", 1_000_000_000_000_000_000),
    ("E", 1_000_000_000_000_000_000_000),
    ("u", 0),
    ("n", 0),
];

/// CPU in millicores, rounded up as Kubernetes does.
pub fn millicores(quantity: &Quantity) -> Result<u64, InvalidQuantity> {
    thousandths(&quantity.0)
}

/// Memory or storage in bytes, rounded up.
pub fn bytes(quantity: &Quantity) -> Result<u64, InvalidQuantity> {
    Ok(thousandths(&quantity.0)?.div_ceil(1000))
}

/// The shortest CPU quantity of so many millicores: `500m`, `2`.
#[must_use]
pub fn from_millicores(millicores: u64) -> Quantity {
    if millicores.is_multiple_of(1000) {
        Quantity((millicores / 1000).to_string())
    } else {
        Quantity(format!("{millicores}m"))
    }
}

/// Memory of so many mebibytes, in the largest binary unit that stays whole: `512Mi`, `4Gi`.
#[must_use]
pub fn from_mebibytes(mebibytes: u64) -> Quantity {
    if mebibytes > 0 && mebibytes.is_multiple_of(1024) {
        Quantity(format!("{}Gi", mebibytes / 1024))
    } else {
        Quantity(format!("{mebibytes}Mi"))
    }
}

/// Reads an optional quantity that may be written as a bare number, as Kubernetes itself allows.
pub(crate) fn tolerant<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Quantity>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written<'a> {
        Number(serde_json::Number),
        Text(Cow<'a, str>),
    }
    Ok(
        Option::<Written<'de>>::deserialize(deserializer)?.map(|written| match written {
            Written::Number(number) => Quantity(number.to_string()),
            Written::Text(text) => Quantity(text.into_owned()),
        }),
    )
}

/// The schema Kubernetes uses for its own quantities.
pub(crate) fn schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "x-kubernetes-int-or-string": true,
        "maxLength": 32,
        "pattern": "^([0-9]+|[0-9]*\\.[0-9]+)(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$"
    })
}

fn thousandths(text: &str) -> Result<u64, InvalidQuantity> {
    let invalid = || InvalidQuantity {
        text: text.chars().take(40).collect(),
    };
    let (number, scale) = SUFFIXES
        .iter()
        .find_map(|(suffix, scale)| text.strip_suffix(suffix).map(|number| (number, *scale)))
        .unwrap_or((text, 1000));
    if scale == 0 {
        // Micro- and nano-units round up to one thousandth each million or billion.
        let divisor: u128 = if text.ends_with('u') {
            1_000
        } else {
            1_000_000
        };
        let value: u128 = number.parse().map_err(|_| invalid())?;
        return u64::try_from(value.div_ceil(divisor)).map_err(|_| invalid());
    }
    let (number, scale) = match number.split_once(['e', 'E']) {
        Some((mantissa, exponent)) if scale == 1000 => {
            let exponent: u32 = exponent
                .parse()
                .ok()
                .filter(|e| *e <= 18)
                .ok_or_else(invalid)?;
            (mantissa, scale * 10_u128.pow(exponent))
        }
        _ => (number, scale),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if number.is_empty()
        || fraction.len() > 9
        || !number.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    {
        return Err(invalid());
    }
    let digits: u128 = format!("{whole}{fraction}")
        .parse()
        .map_err(|_| invalid())?;
    let divisor = 10_u128.pow(u32::try_from(fraction.len()).map_err(|_| invalid())?);
    let value = digits
        .checked_mul(scale)
        .ok_or_else(invalid)?
        .div_ceil(divisor);
    u64::try_from(value).map_err(|_| invalid())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(text: &str) -> Quantity {
        Quantity(text.to_owned())
    }

    #[test]
    fn cpu_reads_as_millicores() {
        for (text, expected) in [
            ("500m", 500),
            ("2", 2000),
            ("0.5", 500),
            ("1.0001", 1001),
            ("2k", 2_000_000),
            ("1500u", 2),
            ("1e1", 10_000),
        ] {
            assert_eq!(millicores(&quantity(text)).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn memory_reads_as_bytes() {
        for (text, expected) in [
            ("128Mi", 128 << 20),
            ("4Gi", 4 << 30),
            ("1G", 1_000_000_000),
            ("1000m", 1),
            ("1.5Gi", 3 << 29),
        ] {
            assert_eq!(bytes(&quantity(text)).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for text in [
            "",
            "Gi",
            "-1",
            "1..2",
            "1GiB",
            "NaN",
            "1e99",
            "99999999999Ei",
            "e5",
        ] {
            assert!(bytes(&quantity(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn written_quantities_read_back() {
        for value in [0, 1, 999, 1000, 1500, 64_000] {
            assert_eq!(millicores(&from_millicores(value)).unwrap(), value);
            assert_eq!(bytes(&from_mebibytes(value)).unwrap(), value << 20);
        }
    }
}
