//! Feature flags: a pure, total evaluation of a flag set, and the route decision made from it
