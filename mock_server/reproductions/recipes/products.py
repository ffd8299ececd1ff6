"""Tag Products."""

from collections.abc import Mapping

from mock_server.reproductions.recipe import Ask, Recipe

RECIPES: Mapping[tuple[str, str], Recipe] = {
    ("createProduct", "Product.MissingName"): (Ask("createProduct", json={"currency": "GBP"}),),
}
