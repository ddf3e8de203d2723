"""The room's application and its queries are made of chapters, which must not overwrite each other's methods unseen."""

from collections import defaultdict

import pytest

from services.wallet.application import Wallets
from services.wallet.queries import Queries

MEANT = {"name"}


@pytest.mark.parametrize("whole", [Wallets, Queries])
def test_no_two_chapters_have_a_method_of_the_same_name(whole):
    owners = defaultdict(list)
    for chapter in whole.__mro__:
        for name in vars(chapter) if chapter.__module__.startswith("services.wallet") else ():
            if not name.startswith("__") and name not in MEANT:
                owners[name].append(chapter.__name__)

    assert {name: chapters for name, chapters in owners.items() if len(chapters) > 1} == {}
