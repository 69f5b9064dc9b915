"""Which certificate is meant?"""

import pytest

from matchmaking.certificates import canonical_certificate


@pytest.mark.parametrize(
    ("canonical", "names"),
    [
        ("iso9001", "ISO9001|ISO 9001:2015质量管理体系认证|ＩＳＯ９００１|iso-9001|质量管理体系认证|GB/T 19001-2016"),
        ("iso14001", "ISO14001|环境管理体系认证|GB/T24001"),
        ("iso45001", "ISO45001|OHSAS18001|职业健康安全管理体系|GB/T 45001"),
        ("iatf16949", "IATF16949|IATF 16949:2016|ISO/TS16949|TS16949"),
        ("iso27001", "ISO27001|ISO/IEC 27001"),
        ("iso13485", "ISO13485|医疗器械质量管理体系"),
        ("iso22000", "ISO22000|食品安全管理体系"),
        ("ccc", "3C|CCC|3C认证|强制性产品认证"),
        ("sc", "SC|QS|食品生产许可证|须有食品生产许可证"),
        ("ce", "CE|CE认证|欧盟CE认证"),
        ("危险化学品经营", "危险化学品经营许可证|危险化学品经营许可"),
        ("高新技术企业", "高新技术企业|高新技术企业证书"),
    ],
)  # fmt: skip
def test_the_many_writings_of_one_certificate_share_a_name(canonical, names):
    assert {name: canonical_certificate(name) for name in names.split("|")} == dict.fromkeys(
        names.split("|"), canonical
    )


def test_certificates_of_different_systems_stay_apart():
    names = [
        "ISO9001",
        "ISO14001",
        "GJB9001",
        "EN15085",
        "FSSC22000",
        "GB/T 29490",
        "CE",
        "安全生产许可证",
    ]
    assert len({canonical_certificate(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("name", "left"), [("", ""), ("、（）", ""), ("证书", "证书"), ("资质", "资质")]
)
def test_a_name_of_filler_alone_stays_as_it_is(name, left):
    assert canonical_certificate(name) == left
