"""Attributions and sentences → claims and the links between them."""

from newslab.claims.find import claims_of_quantities, find_claims

__all__ = ["claims_of_quantities", "find_claims"]
