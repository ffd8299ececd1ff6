"""Suppliers: kept whole, changed in part."""

import pytest

from contract_tests.checks.expect import Expectations
from contract_tests.purchases import Purchases

pytestmark = pytest.mark.needs("writes")
KEPT = "reference: a patch changes the members that it names"


@pytest.mark.about("createSupplier", "getSupplier", "listSuppliers")
def test_a_new_supplier_can_be_read_and_listed(purchases: Purchases, expect: Expectations) -> None:
    supplier = purchases.supplier()
    answer = purchases.call("listSuppliers")
    listed = [each["id"] for each in expect.success(answer, 200)["data"]]
    expect.equal(answer, listed, [supplier], "reference: the suppliers of the organisation")
    expect.equal(answer, purchases.made("getSupplier", supplier, status=200)["id"], supplier, "reference")


@pytest.mark.about("patchSupplier")
def test_a_patch_changes_what_it_names(purchases: Purchases, expect: Expectations) -> None:
    supplier = purchases.supplier()
    purchases.made("patchSupplier", supplier, status=200, json={"phone": "1", "email": "a@example.com"})
    answer = purchases.call("patchSupplier", supplier, json={"phone": None})
    changed = expect.success(answer, 200)
    expect.equal(answer, changed.get("email"), "a@example.com", KEPT)
    expect.equal(answer, changed.get("phone"), None, "assumption: null takes a member away", assumed=True)
