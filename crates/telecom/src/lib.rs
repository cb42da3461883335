//! 3GPP and O-RAN facts and types: network functions, reference points, 5QI, slices, identities
