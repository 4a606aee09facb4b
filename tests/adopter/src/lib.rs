//! What a program of an adopter has.

pub mod tenants;
pub mod traced;
