import time

from matchmaking.runs import RunState
from matchmaking.settings import Settings
from tests.web.conftest import Visitor
from web.app import create_app

DEMANDS = "需求编号,需求名称,需求企业\nX1,铝合金圆铸锭,示例市虚构甲集团有限公司\n"
SUPPLIES = "供给编号,企业名称,主导产品\nG1,示例市虚构乙铝业有限公司,铝合金圆铸锭\n"


def test_two_small_lists_go_all_the_way_through_the_real_services(tmp_path):
    app = create_app(Settings(data=tmp_path))
    visitor = Visitor(app)
    edge = app.state.edge
    files = {"demands": ("需求.csv", DEMANDS.encode()), "supplies": ("供给.csv", SUPPLIES.encode())}
    path = visitor.post("/runs", files=files).headers["location"]
    assert edge.services.runs.work()
    for _ in range(100):
        if edge.overviews.stage(path.split("/")[-1]).state is RunState.DONE:
            break
        time.sleep(0.05)
    page = visitor.get(path)
    assert "示例市虚构乙铝业有限公司" in page.text
    assert visitor.get(f"{path}/workbook.xlsx").content[:2] == b"PK"
    edge.overviews.close()
