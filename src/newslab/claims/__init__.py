"""Attributions and sentences → claims and the links between them."""

from newslab.claims.find import claims_of_quantities, find_claims
from newslab.claims.links import find_links

__all__ = ["claims_of_quantities", "find_claims", "find_links"]
