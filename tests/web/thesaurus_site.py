"""A small thesaurus on a small site."""

from dataclasses import dataclass, field

from matchmaking.catalogue.models import MatchMark
from matchmaking.finding import unmet
from matchmaking.finding.wanted import Wanted
from matchmaking.storage.database import transaction
from matchmaking.thesaurus.concepts import Division, Thesaurus, make_thesaurus
from matchmaking.thesaurus.current import Current
from matchmaking.thesaurus.reading import read_concept
from tests.web.catalogue_site import Platform, a_need, a_supply, other_firm
from tests.web.signing import NOW

ROWS = (
    "水泥,非金属矿物制品,,洋灰；红毛泥,拌混凝土用的粉,P·O*,石灰石,混凝土,",
    "石灰石,非金属矿物制品,,灰石,烧石灰用的石头,,,,",
    "混凝土,非金属矿物制品,,砼@浇/商品,浇楼板用的,,水泥,,",
    "白水泥,水泥,,,勾缝用的白粉,,,,",
)
BRICK = {
    "doing": "新增",
    "division": "30",
    "name": "红砖",
    "kind_of": "非金属矿物制品",
    "purposes": "砌墙用的",
}


def small() -> Thesaurus:
    concepts = [read_concept(row.split(","), division="30", where="30-part.csv") for row in ROWS]
    return make_thesaurus([Division("30", "非金属矿物制品"), Division("35", "专用设备")], concepts)


HELD = small()


def small_current() -> Current:
    """The thesaurus of a platform for which the shipped one would be too much to make ready."""
    return Current(lambda: HELD)


@dataclass
class Ground(Platform):
    """A platform with a small thesaurus."""

    thesaurus: Current = field(default_factory=small_current)


def used(ground: Ground) -> None:
    terms = {"need_terms": 1, "supply_terms": 1, "marked_by": "", "marked_at": NOW}
    ground.put(other_firm(), a_need("n1", title="采购水泥"), a_supply("s1", product="士敏土"))
    ground.put(MatchMark(need_id="n1", supply_id="s1", mark="入围", **terms))
    with transaction(ground.engine) as session:
        for _ in range(2):
            unmet.note(session, Wanted.of("石灰石粉料"), "访客", now=NOW)
