//! The custom resources of nephoran.com/v1, their conditions and digests
