"""Prepared networks on disk: one ``.npz`` file per name in the user's data folder."""

from __future__ import annotations

import json
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, fields
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from routeplan.areas.districts import list_districts, load_district
from routeplan.errors import InputError, NetworkMissingError
from routeplan.files import replacing
from routeplan.i18n import _
from routeplan.model import RoadSource
from routeplan.roads.network import Network, build_network
from routeplan.roads.sources import read_roads

# To be raised whenever the fields of `Network`, or what is derived from tags in them, change.
FORMAT_VERSION = 2
SAMPLE = "sample"
SUFFIX = ".npz"

_META = "meta"
_NO_ARRAYS = {"name", "source", "way_tags"}
_ARRAYS = tuple(field.name for field in fields(Network) if field.name not in _NO_ARRAYS)
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
# What zip files, numpy and JSON raise for a file that is none of theirs or lacks something.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    OSError, EOFError, RuntimeError, KeyError, TypeError, ValueError,
)  # fmt: skip
_RESERVED_ON_WINDOWS = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


def get_data_dir(override: Path | None = None) -> Path:
    """Return the folder of prepared networks and kept answers: `override`, else the user's own."""
    from platformdirs import user_data_path

    return override if override is not None else user_data_path("routeplan", appauthor=False)


def get_cache_dir(data_dir: Path) -> Path:
    """Return the folder of the answers that Overpass servers gave."""
    return data_dir / "cache" / "overpass"


def check_name(name: str) -> str:
    """Return `name` if a network may be called so: it becomes the name of a file.

    Raises
    ------
    InputError
        If it holds anything but small letters, digits, ``-`` and ``_``, or is reserved.
    """
    if not _NAME.fullmatch(name) or _RESERVED_ON_WINDOWS.fullmatch(name):
        message = _(
            "{name} cannot be the name of a network. Use small letters, digits, - and _, "
            "at most 64, starting with a letter or digit."
        )
        raise InputError(message.format(name=name))
    if name == SAMPLE:
        message = _("The name {name} is kept for the sample networks. Choose another.")
        raise InputError(message.format(name=name))
    return name


def save_network(network: Network, data_dir: Path) -> Path:
    """Write `network` under its name, replacing an older one, and return the file's path."""
    path = _network_path(network.name, data_dir)
    meta = {
        "version": FORMAT_VERSION,
        "source": asdict(network.source),
        "way_tags": [dict(tags) for tags in network.way_tags],
    }
    arrays: dict[str, Any] = {name: getattr(network, name) for name in _ARRAYS}
    arrays[_META] = np.frombuffer(json.dumps(meta).encode("utf-8"), dtype=np.uint8)
    with replacing(path) as part, part.open("wb") as file:
        np.savez_compressed(file, **arrays)
    return path


def load_network(name: str, data_dir: Path) -> Network:
    """Return the prepared network called `name`.

    Raises
    ------
    NetworkMissingError
        If there is none; the message says the ways on.
    InputError
        If its file is damaged or was written by another version of routeplan.
    """
    path = _network_path(name, data_dir)
    if not path.is_file():
        raise NetworkMissingError(_describe_missing(name, data_dir))
    again = _("Fetch or import it again.")
    try:
        meta, arrays = _read_file(path)
        tags: tuple[Mapping[str, str], ...] = tuple(map(MappingProxyType, meta["way_tags"]))
        return Network(name=name, source=RoadSource(**meta["source"]), way_tags=tags, **arrays)
    except _OtherVersionError:
        message = _("{file} was written by another version of routeplan.").format(file=path)
    except _DAMAGE as error:
        message = _("{file} is damaged ({error}).").format(file=path, error=error)
    raise InputError(f"{message} {again}")


def list_networks(data_dir: Path) -> tuple[str, ...]:
    """Return the names of the prepared networks, sorted."""
    names = (path.stem for path in _networks_dir(data_dir).glob(f"*{SUFFIX}"))
    return tuple(sorted(name for name in names if _NAME.fullmatch(name)))


def load_sample(district: str) -> Network:
    """Return the invented network of a police district, to try the program out on.

    Raises
    ------
    UnknownNameError
        If there is no such district.
    """
    area = load_district(district)
    file = resources.files("routeplan_data").joinpath("networks", f"{area.id}_sample.osm.gz")
    with resources.as_file(file) as path:
        return build_network(read_roads(path, kind="sample"), name=SAMPLE)


def open_network(name: str, *, data_dir: Path, district: str | None = None) -> Network:
    """Return the prepared network `name`, or the sample network of `district` if it is "sample".

    Raises
    ------
    NetworkMissingError
        If there is none; the message says the ways on.
    InputError
        If its file cannot be used, or the district of the sample is not given.
    """
    if name != SAMPLE:
        return load_network(name, data_dir)
    if district is None:
        message = _("Which sample network? Name its district: {names}.")
        raise InputError(message.format(names=", ".join(list_districts())))
    return load_sample(district)


class _OtherVersionError(Exception):
    """The file has another format version than ours."""


def _read_file(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    # opened here, for numpy leaves a damaged file open
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
        meta = json.loads(file[_META].tobytes().decode("utf-8"))
        if meta["version"] != FORMAT_VERSION:
            raise _OtherVersionError
        return meta, {key: file[key] for key in _ARRAYS}


def _networks_dir(data_dir: Path) -> Path:
    return data_dir / "networks"


def _network_path(name: str, data_dir: Path) -> Path:
    return _networks_dir(data_dir) / f"{check_name(name)}{SUFFIX}"


def _describe_missing(name: str, data_dir: Path) -> str:
    known = list_networks(data_dir)
    what = name if name in list_districts() else _("DISTRICT --name {name}").format(name=name)
    lines = [
        _("There is no prepared road network called {name}.").format(name=name),
        *([_("Prepared are: {names}.").format(names=", ".join(known))] if known else []),
        _("Three ways on:"),
        f"  routeplan network fetch {what}",
        "      " + _("gets the roads from OpenStreetMap; needs internet"),
        "  " + _("routeplan network import FILE --name {name}").format(name=name),
        "      " + _("reads them from a file (.osm.pbf, .osm, .osm.gz, .json, .graphml)"),
        "  --network sample",
        "      " + _("plans on invented roads, to try the program out only"),
    ]
    return "\n".join(lines)
