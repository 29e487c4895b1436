"""``routeplan evaluate``: what became of a plan, as recorded tracks tell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from routeplan.cli.common import (
    FILE,
    TranslatedCommand,
    config_option,
    data_dir_option,
    find_config_file,
    make_printable,
    option,
)
from routeplan.cli.evaluated_visits import batch_visits, list_results
from routeplan.cli.evaluation_summary import word_evaluation
from routeplan.cli.inputs import quote_path
from routeplan.cli.roads_behind import find_network
from routeplan.errors import InputError, UnknownNameError
from routeplan.i18n import N_, _

if TYPE_CHECKING:
    from routeplan.model import Evaluation, Plan, Unit
    from routeplan.roads.network import Network

FOLDER = "evaluation"
EVALUATION_FILE = "evaluation.json"


@click.command(
    "evaluate",
    cls=TranslatedCommand,
    help=N_(
        "Compare recorded tracks with the plan: what was visited, late, short or missed.\n\n"
        "Reads GPX, KML, KMZ, CSV, XLSX and GeoJSON; files, folders and patterns such as "
        "tracks/*.gpx. Writes a file, a map and tables.\n\n"
        "Example: routeplan evaluate plan.json tracks --track R4-1=tracks/phone.gpx"
    ),
)
@click.argument("plan_file", metavar="PLAN.json", type=FILE)
@click.argument("words", metavar="TRACK...", nargs=-1)
@option(
    "--track",
    "tracks",
    metavar="UNIT=FILE",
    multiple=True,
    help=N_("Recording of this unit, whatever its name; may be repeated."),
)
@option(
    "--clock",
    "clocks",
    metavar="UNIT=MINUTES",
    multiple=True,
    help=N_("Minutes to be added to the times of a unit's recordings; 0 leaves them."),
)
@option(
    "--network",
    "name",
    metavar="NAME",
    help=N_("Prepared road network, where it has another name than the plan's own."),
)
@option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help=N_("Folder to write to; else the folder evaluation beside the plan."),
)
@option("--history", type=FILE, help=N_("History that takes in what became of the visits."))
@config_option
@data_dir_option
def evaluate(
    *,
    plan_file: Path,
    words: Sequence[str],
    tracks: Sequence[str],
    clocks: Sequence[str],
    name: str | None,
    out: Path | None,
    history: Path | None,
    config_file: Path | None,
    data_dir: Path | None,
) -> None:
    """Evaluate recordings against a plan and write what became of it."""
    from routeplan.config import load_config
    from routeplan.export.evaluation import make_evaluation_files
    from routeplan.files import write_bytes
    from routeplan.planning.references import read_coherent_plan
    from routeplan.tracking.evaluate import evaluate_plan
    from routeplan.tracking.evaluation_file import write_evaluation
    from routeplan.tracking.readers import expand_words, read_tracks

    config = load_config(find_config_file(config_file))
    _check_history(history)
    plan = read_coherent_plan(plan_file)
    given = _split_tracks(tracks, plan.units)
    recordings = read_tracks(
        [*expand_words(words), *map(Path, given)], zone=plan.shift.start.tzinfo or config.tzinfo
    )
    if not recordings:
        raise InputError(_("Name recordings: files, a folder, or a pattern such as tracks/*.gpx."))
    network = find_network(plan.source, plan.area.id, name, data_dir)
    click.echo(_say_what(recordings, plan), err=True)
    evaluation = evaluate_plan(
        plan, recordings, config, network=_choose_network(plan, network), given=given,
        clocks=_split_clocks(clocks, plan.units),
    )  # fmt: skip
    _refuse_strangers(evaluation)
    folder = out or plan_file.parent / FOLDER
    files = list(make_evaluation_files(plan, evaluation, network=network))
    write_evaluation(evaluation, folder / EVALUATION_FILE)
    for line in word_evaluation(plan, evaluation):
        click.echo(make_printable(line))
    click.echo()
    click.echo(_("{path}  What became of the plan").format(path=folder / EVALUATION_FILE))
    for file in files:
        write_bytes(folder / file.name, file.data)
        click.echo(f"{folder / file.name}  {file.title}")
    if history is not None:
        _remember(evaluation, history, folder / EVALUATION_FILE)
    elif config.plan.history:
        click.echo(_say_how_to_remember(folder / EVALUATION_FILE, config_file))


def _check_history(file: Path | None) -> None:
    """Raise before the work is done where a file is no history; one that is not there is made."""
    from routeplan.planning.history import read_visits

    if file is not None and file.exists():
        read_visits(file)


def _remember(evaluation: Evaluation, history: Path, source: Path) -> None:
    from routeplan.planning.history.store import record_batches

    batch, is_new = batch_visits(evaluation), not history.exists()
    (done,) = record_batches(history, [batch])
    click.echo()
    for line in list_results(source, batch, done):
        click.echo(line)
    message = _("New history: {path}") if is_new else _("History: {path}")
    click.echo(message.format(path=history))


def _say_how_to_remember(source: Path, settings: Path | None) -> str:
    """Return the command that takes what became of the visits into the history of the settings."""
    named = [] if settings is None else ["--config", quote_path(settings)]
    command = " ".join(["routeplan history import", quote_path(source), *named])
    return _("Once you have looked at it: {command}").format(command=command)


def _split_tracks(texts: Sequence[str], units: Sequence[Unit]) -> dict[str, str]:
    """Return the id of the unit by the file, of texts such as ``R4-1=tracks/phone.gpx``."""
    from routeplan.tracking.readers import expand_words

    given: dict[str, str] = {}
    for text in texts:
        unit, equals, words = (part.strip() for part in text.partition("="))
        if not (unit and equals and words):
            message = _("--track {text}: write it as UNIT=FILE, e.g. --track R4-1=phone.gpx.")
            raise InputError(message.format(text=text))
        owner = _find_unit(unit, units)
        for path in expand_words([words]):
            if given.setdefault(str(path), owner) != owner:
                message = _("--track gives {file} to two units: {first} and {second}. Choose one.")
                raise InputError(message.format(file=path, first=given[str(path)], second=owner))
    return given


def _split_clocks(texts: Sequence[str], units: Sequence[Unit]) -> dict[str, int]:
    """Return the seconds to be added by unit, of texts such as ``R4-1=-60``."""
    clocks: dict[str, int] = {}
    for text in texts:
        unit, _equals, minutes = (part.strip() for part in text.partition("="))
        try:
            seconds = round(60 * float(minutes))
        except (ValueError, OverflowError):
            message = _("--clock {text}: write it as UNIT=MINUTES, e.g. --clock R4-1=-60.")
            raise InputError(message.format(text=text)) from None
        clocks[_find_unit(unit, units)] = seconds
    return clocks


def _find_unit(name: str, units: Sequence[Unit]) -> str:
    """Return the id of the unit that has this id or name."""
    for unit in units:
        if name == unit.id:
            return unit.id
    for unit in units:
        if name.casefold() in (unit.id.casefold(), unit.name.casefold()):
            return unit.id
    raise UnknownNameError(_("patrol unit"), name, [unit.id for unit in units])


def _say_what(recordings: Sequence[object], plan: Plan) -> str:
    message = _("Evaluating; recordings: {recordings}, units with a loop: {units} ...")
    return message.format(recordings=len(recordings), units=len(plan.loops))


def _choose_network(plan: Plan, network: Network | None) -> Network | None:
    """Return the network if it is the one that the plan was made on: its streets have numbers."""
    from routeplan.roads.stats import digest_network

    same = network is not None and digest_network(network) == plan.source.digest
    return network if same else None


def _refuse_strangers(evaluation: Evaluation) -> None:
    """Raise where no recording is used at all: what was written before stays as it is."""
    from routeplan.wording import describe_doubt, format_clock, format_date

    if evaluation.totals.recorded:
        return
    shift = evaluation.shift
    doubts = [
        f"  - {describe_doubt(notice)}"
        for notice in evaluation.notices
        if notice.code in ("recording_unmatched", "recording_unused")
    ]
    text = _("The shift is of {date}, {start} to {end}.").format(
        date=format_date(shift.date), start=format_clock(shift.start), end=format_clock(shift.end)
    )
    lines = [_("No recording belongs to this plan."), *doubts, text]
    raise InputError("\n".join(map(make_printable, lines)))
