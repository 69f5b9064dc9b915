"""A small thesaurus of our own, read from files as the shipped one is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from matchmaking.thesaurus.concepts import Thesaurus
from matchmaking.thesaurus.reading import COLUMNS, read_thesaurus

DIVISIONS = """\
代码,简称,别称
30,非金属矿物制品,建材；水泥制造
31,黑色金属冶炼,
35,专用设备,
01,农业,种植业
"""
MINERALS = """\
水泥,非金属矿物制品,,洋灰；红毛泥；cement,拌混凝土用的粉,GB 175；P·O*,石灰石,混凝土,
石灰石,非金属矿物制品,,灰石,烧石灰用的石头,,,,
混凝土,非金属矿物制品,,砼@浇/商品,浇楼板用的,,水泥,,
"""
STEEL = """\
低合金板,黑色金属冶炼,,低合金钢板,造桥造船用的钢板,Q345*,,,
"""
MACHINES = """\
起重设备,专用设备,,吊装设备,把重物吊起来,,,,
手拉葫芦,起重设备,,倒链；神仙葫芦；葫芦@起重/吊/吨；chain hoist,用手拉链条把重物吊起来,HSZ*,,,葫芦瓜
"""
FARM = """\
葫芦瓜,农业,,瓠子；葫芦@种子/蔬菜,炒着吃的瓜,,,,手拉葫芦
"""


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Thesaurus]:
    """Write files by the number of their division and read them."""

    def write(**files: str) -> Thesaurus:
        (tmp_path / "divisions.csv").write_text(DIVISIONS, encoding="utf-8")
        for code, lines in files.items():
            path = tmp_path / f"{code.removeprefix('d')}-part.csv"
            path.write_text(f"{','.join(COLUMNS)}\n{lines}", encoding="utf-8")
        return read_thesaurus(tmp_path)

    return write


@pytest.fixture
def small(written: Callable[..., Thesaurus]) -> Thesaurus:
    return written(d01=FARM, d30=MINERALS, d31=STEEL, d35=MACHINES)
