"""Which file is each firm of a list? By code, by name, by what a person decided; else a question.

Pure: what is on file comes in, looked up for the whole list at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from matchmaking.firms.likeness import ASK, likeness
from matchmaking.intake.identity import normal_name
from matchmaking.records import Firm

MOST_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class OnFile:
    """As much of a firm's file as recognising needs."""

    firm_id: str
    name: str
    code: str
    region: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A firm that may be meant."""

    firm: OnFile
    likeness: float


@dataclass(frozen=True, slots=True)
class Known:
    """It is this firm."""

    firm_id: str


@dataclass(frozen=True, slots=True)
class New:
    """It is on no file yet."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """It may be one of these: a question for a person. Undecided, it is a firm of its own."""

    written: Firm
    candidates: tuple[Candidate, ...]

    @property
    def name_key(self) -> str:
        """Under what the decision is remembered."""
        return normal_name(self.written.name)


Finding = Known | New | Doubt


@dataclass(frozen=True, slots=True)
class Files:
    """What is on file for the firms of a list; merged files stand for the one they went into."""

    by_code: Mapping[str, OnFile] = field(default_factory=dict)
    by_name: Mapping[str, Sequence[OnFile]] = field(default_factory=dict)  # name key, former too
    decided: Mapping[str, OnFile | None] = field(default_factory=dict)  # None: a firm of its own


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was found for each firm of a list, by `Firm.key`."""

    findings: Mapping[str, Finding]

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The questions, in the list's order."""
        return tuple(one for one in self.findings.values() if isinstance(one, Doubt))

    @property
    def known(self) -> dict[str, str]:
        """Key -> firm id of those that are certain."""
        return {key: one.firm_id for key, one in self.findings.items() if isinstance(one, Known)}


def judge(firm: Firm, files: Files) -> Finding | None:
    """What is certain about a firm; None where only alike names could tell more."""
    if firm.code and firm.code in files.by_code:
        return Known(files.by_code[firm.code].firm_id)
    name_key = normal_name(firm.name)
    decided = files.decided.get(name_key)
    if decided is not None and agree(firm, decided):
        return Known(decided.firm_id)
    of_this_name = files.by_name.get(name_key, ())
    fitting = _candidates(firm, files)
    if len(fitting) == 1:
        return Known(fitting[0].firm.firm_id)
    if fitting and name_key not in files.decided:
        return Doubt(firm, fitting[:MOST_CANDIDATES])
    # Decided to be a firm of its own: the file without a code that was opened for it, if it was.
    own = [one for one in fitting if not one.firm.code]
    if len(own) == 1:
        return Known(own[0].firm.firm_id)
    # A firm of this very name with another code is another firm, and so was any a person saw.
    return New() if of_this_name or name_key in files.decided else None


def compare(firm: Firm, alike: Iterable[OnFile]) -> Finding:
    """A question where firms on file are alike enough, else a new firm."""
    candidates = [
        Candidate(one, likeness(firm.name, one.name)) for one in alike if agree(firm, one)
    ]
    asked = sorted(
        (one for one in candidates if one.likeness >= ASK),
        key=lambda one: (-one.likeness, one.firm.name, one.firm.firm_id),
    )
    return Doubt(firm, tuple(asked[:MOST_CANDIDATES])) if asked else New()


def agree(firm: Firm, on_file: OnFile) -> bool:
    """Two codes that differ are two firms; one that is missing contradicts nothing."""
    return not firm.code or not on_file.code or firm.code == on_file.code


def contested(
    firms: Mapping[str, Firm], findings: Mapping[str, Finding | None], files: Files
) -> dict[str, Finding | None]:
    """The findings, but a file that two codes of the list claim by its name is a question for both."""
    claims: dict[str, list[str]] = defaultdict(list)
    for key, finding in findings.items():
        code = firms[key].code
        if isinstance(finding, Known) and code and code not in files.by_code:
            claims[finding.firm_id].append(key)
    told = dict(findings)
    for firm_id, keys in claims.items():
        if len(keys) > 1:
            told |= {key: _contest(firms[key], files) for key in keys}
            # A person has said which file this name is: its first code is the file's.
            if files.decided.get(normal_name(firms[keys[0]].name)) is not None:
                told[keys[0]] = Known(firm_id)
    return told


def siblings(firms: Iterable[Firm]) -> dict[str, str]:
    """Key -> key of the row of the list whose firm it is: without a code, the one of its name."""
    firms = tuple(firms)
    coded: dict[str, set[str]] = defaultdict(set)
    for firm in firms:
        if firm.code:
            coded[normal_name(firm.name)].add(firm.key)
    same = {}
    for firm in firms:
        of_name = set() if firm.code else coded[normal_name(firm.name)]
        same[firm.key] = next(iter(of_name)) if len(of_name) == 1 else firm.key
    return same


def _contest(firm: Firm, files: Files) -> Finding:
    decided = normal_name(firm.name) in files.decided
    return New() if decided else Doubt(firm, _candidates(firm, files))


def _candidates(firm: Firm, files: Files) -> tuple[Candidate, ...]:
    """The firms on file that bear this very name."""
    of_this_name = files.by_name.get(normal_name(firm.name), ())
    return tuple(
        Candidate(one, 1.0) for one in _distinct(one for one in of_this_name if agree(firm, one))
    )


def _distinct(files: Iterable[OnFile]) -> list[OnFile]:
    return list({one.firm_id: one for one in files}.values())
