"""Writing files so that a half-written one never stands in the place of a good one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from routeplan.errors import InputError, OutputError, RoutePlanError
from routeplan.i18n import _


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside `path` that takes its place when the block ends well.

    The folder is made if need be. If the block raises, `path` stays as it was.

    Raises
    ------
    OutputError
        If the folder or the file cannot be written, for example because the disk is full or
        another program (Excel on Windows) holds it open.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(
            dir=path.parent, prefix=f".{path.stem}-", suffix=f".part{path.suffix}"
        )
    except OSError as error:
        raise _explain(path, error) from error
    os.close(handle)
    part = Path(name)
    try:
        yield part
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    except RoutePlanError:
        raise  # some are OSErrors too
    except OSError as error:
        raise _explain(path, error) from error
    finally:
        part.unlink(missing_ok=True)


def write_bytes(path: Path, data: bytes) -> None:
    """Write `data` to `path`, all or nothing; see `replacing`."""
    with replacing(path) as part:
        part.write_bytes(data)


def write_text(path: Path, text: str) -> None:
    """Write `text` to `path` as UTF-8, all or nothing."""
    write_bytes(path, text.encode("utf-8"))


def refuse_existing(paths: Iterable[Path], *, force: bool) -> None:
    """Raise `InputError` if one of the files is there already, unless `force` is given."""
    existing = [str(path) for path in paths if path.exists()]
    if existing and not force:
        message = _("These files exist already: {files}. Use --force to overwrite them.")
        raise InputError(message.format(files=", ".join(existing)))


def _explain(path: Path, error: OSError) -> OutputError:
    if isinstance(error, PermissionError):
        message = _(
            "{path} cannot be written. Close it if it is open in another program, or choose "
            "another place with --out."
        )
        return OutputError(message.format(path=path))
    return OutputError(_("{path} cannot be written: {error}.").format(path=path, error=error))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
