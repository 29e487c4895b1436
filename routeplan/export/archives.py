"""ZIP archives, as many formats are inside, whose bytes depend on nothing but their content."""

from __future__ import annotations

import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3  # what Python writes depends on the machine otherwise
_UNIX_FILE = 0o100644 << 16


def pack_files(files: Mapping[str, bytes]) -> bytes:
    """Return an archive of `files`, content by name, in their order."""
    data = io.BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = ZipInfo(name, date_time=ZIP_EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = _UNIX_FILE
            archive.writestr(entry, content)
    return data.getvalue()


def unpack_files(data: bytes) -> dict[str, bytes]:
    """Return content by name of the files in an archive, in their order."""
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
