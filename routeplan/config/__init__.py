"""One frozen `Config` from defaults.toml, patrol.toml and the command line, in that order.

Every key is documented with its unit in ``defaults.toml``.
"""

from routeplan.config.loading import (
    PATROL_FILE,
    dump_config,
    load_config,
    merge_tables,
    read_papers,
)
from routeplan.config.rules import (
    LONGEST_STAY_MIN,
    CategoryRule,
    Config,
    EvaluationRule,
    FairnessRule,
    FetchRule,
    Form,
    HourRule,
    LevelRule,
    MeetingRule,
    PaperRule,
    PhaseRule,
    PlanRule,
    ProfileRule,
    ProgrammeRule,
    ShiftRule,
    SignerRule,
    SnapRule,
    SolverRule,
    SpeedFactor,
    VisitRule,
)

__all__ = [
    "LONGEST_STAY_MIN",
    "PATROL_FILE",
    "CategoryRule",
    "Config",
    "EvaluationRule",
    "FairnessRule",
    "FetchRule",
    "Form",
    "HourRule",
    "LevelRule",
    "MeetingRule",
    "PaperRule",
    "PhaseRule",
    "PlanRule",
    "ProfileRule",
    "ProgrammeRule",
    "ShiftRule",
    "SignerRule",
    "SnapRule",
    "SolverRule",
    "SpeedFactor",
    "VisitRule",
    "dump_config",
    "load_config",
    "merge_tables",
    "read_papers",
]
