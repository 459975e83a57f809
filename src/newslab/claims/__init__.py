"""Attributions and sentences → claims and the links between them."""

from newslab.claims.across import CrossLink, find_links_across
from newslab.claims.find import claims_of_quantities, find_claims
from newslab.claims.links import find_links

__all__ = ["CrossLink", "claims_of_quantities", "find_claims", "find_links", "find_links_across"]
