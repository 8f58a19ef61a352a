"""Every kind keeps the contract of kinds, and the contract notices what does not."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from pydantic import create_model

from ledger.catalogue import Catalogue
from ledger.event import OCCURRENCE, About, GovernanceEvent, KindSpec, kind
from ledger.testing import check_kind
from ledger.values import PartialDate, Text

PURPOSE = About("用途", "purpose", "用途", "What for", eg="助学")


class Gift(GovernanceEvent):
    given_on: Annotated[
        PartialDate, OCCURRENCE, About("捐赠日", "given on", "捐赠之日", "Its day", eg="2024-05-20")
    ]


def declared(
    name: str = "DonationMade", doc: str = "Money was given away.\n\n捐赠。", about: About = PURPOSE,
    ref: str = "2024-1", fields: dict[str, Any] | None = None, **terms: str,
) -> KindSpec:  # fmt: skip
    """A kind as an embedder may declare it, with something changed."""

    class Made(Gift):
        def matter_ref(self) -> str:
            return ref

    more: dict[str, Any] = {"purpose": (Annotated[Text | None, about], None)} | (fields or {})
    cls: type[Made] = create_model(name, __base__=Made, __doc__=doc, **more)
    says = {"zh_says": "{given_on}捐赠[：{purpose}]", "en_says": "Given on {given_on}[: {purpose}]"} | terms
    return kind("捐赠", matter="donation", opens=True, zh_says=says["zh_says"], en_says=says["en_says"])(
        cls
    ).spec


@pytest.mark.parametrize("spec", Catalogue().specs(), ids=lambda spec: spec.slug)
def test_every_kind_keeps_the_contract(spec: KindSpec) -> None:
    check_kind(spec)


def test_a_kind_of_an_embedder_keeps_it_too() -> None:
    check_kind(declared())


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": "DonationGiving"}, "Giving is no verb in the past"),
        ({"name": "Donated"}, "name who or what"),
        ({"doc": "Money was given away."}, "the kind's help is missing in Chinese"),
        ({"about": About("purpose", "purpose", "用途", "What for", eg="助学")}, "missing in Chinese"),
        ({"about": About("用途", "用途", "用途", "What for", eg="助学")}, "has Chinese in its English"),
        ({"about": About("捐赠日", "purpose", "用途", "What for", eg="助学")}, "two fields are called"),
        ({"about": About("用途", "purpose", "用途", "What for", eg="")}, "purpose has no example"),
        ({"fields": {"by": Annotated[Text, About("经办", "by", "经办人", "Who", eg="张三")]}}, "rename by"),
        ({"zh_says": "捐赠{amount}"}, "names {'amount'}, which are no fields"),
        ({"en_says": "Given for {purpose}"}, "the sentence reads “Given for None”"),
        ({"en_says": "Given[: {purpose}"}, "the sentence reads"),
        ({"ref": "2024/May"}, "is no matter id"),
        ({"ref": "2024#1"}, "is no matter id"),
    ],
)  # fmt: skip
def test_the_contract_notices(changed: dict[str, Any], told: str) -> None:
    with pytest.raises(AssertionError, match=told):
        check_kind(declared(**changed))
