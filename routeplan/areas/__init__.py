"""Where patrols happen: police districts, their kecamatan and villages."""

from routeplan.areas.boundary_files import load_boundary
from routeplan.areas.districts import (
    Area,
    Kecamatan,
    Regency,
    area_around,
    list_districts,
    list_regencies,
    load_district,
)
from routeplan.areas.gazetteer import Gazetteer, Village, load_gazetteer

__all__ = [
    "Area",
    "Gazetteer",
    "Kecamatan",
    "Regency",
    "Village",
    "area_around",
    "list_districts",
    "list_regencies",
    "load_boundary",
    "load_district",
    "load_gazetteer",
]
