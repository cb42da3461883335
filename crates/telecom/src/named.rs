//! Vocabularies of the standards as enums: one spelling out, any letter case in.

/// A word that is not in a vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown {vocabulary} \"{given}\"; use one of {}", allowed.join(", "))]
pub struct UnknownName {
    /// The vocabulary, as a person would call it ("network function type").
    pub vocabulary: &'static str,
    /// The word as it was given.
    pub given: String,
    /// Every word the vocabulary has, in its canonical spelling.
    pub allowed: &'static [&'static str],
}

impl UnknownName {
    /// The bounded reason for conditions and metrics.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        "UnknownName"
    }
}

/// Declares an enum whose JSON, text and schema are one canonical spelling per variant.
///
/// Parsing and deserialising ignore ASCII case, because manifests written for the original operator
/// use lower case; the schema lists the canonical spellings only.
macro_rules! named_enum {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident ($vocabulary:literal) {
            $( $(#[$variant_meta:meta])* $variant:ident = $text:literal, )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $visibility enum $name {
            $( $(#[$variant_meta])* $variant, )+
        }

        impl $name {
            /// Every value, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$( Self::$variant ),+];
            const SPELLINGS: &'static [&'static str] = &[$( $text ),+];

            /// The canonical spelling.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $text, )+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::named::UnknownName;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|value| value.as_str().eq_ignore_ascii_case(text))
                    .ok_or_else(|| $crate::named::UnknownName {
                        vocabulary: $vocabulary,
                        given: text.to_owned(),
                        allowed: Self::SPELLINGS,
                    })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "enum": Self::SPELLINGS })
            }
        }
    };
}

pub(crate) use named_enum;
