import pytest

from seeds.catalogue import Chain, Product, load_catalogue

CATALOGUE = load_catalogue()
PRODUCTS = [product for chain in CATALOGUE.chains for product in chain.products]


def test_the_city_has_ten_chains_of_four_leaders():
    assert [chain.name for chain in CATALOGUE.chains] == [
        "有色与绿色铝",
        "磷化工与新能源电池",
        "烟草及配套",
        "花卉",
        "生物医药",
        "电力装备",
        "绿色食品",
        "现代物流",
        "光电子",
        "旅游与户外装备",
    ]
    assert [len(chain.leaders) for chain in CATALOGUE.chains] == [4] * 10


@pytest.mark.parametrize("chain", CATALOGUE.chains, ids=lambda chain: chain.name)
def test_each_chain_has_35_to_40_products_and_two_that_nobody_makes(chain: Chain):
    assert 35 <= len(chain.products) <= 40
    assert sum(product.capacity is None for product in chain.products) == 2


def test_no_name_means_two_products():
    names = [name for one in PRODUCTS for name in (one.name, *one.other_names)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.name)
def test_a_product_is_described_whole(product: Product):
    assert product.type in ("材", "件", "技", "服")
    assert product.specs
    assert product.certificates or product.type == "服"
    assert product.purpose
    assert product.purpose not in (product.name, *product.other_names)
    assert product.price.low < product.price.high
    assert product.capacity is None or product.capacity.low < product.capacity.high
    assert product.name not in (product.wider, *product.inputs)
