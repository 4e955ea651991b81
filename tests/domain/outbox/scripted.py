"""A carrier that does as the test says, and remembers what really arrived at the other side."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from marke.kernel.carrying import Carried, NobodyKnows, NotAtAll, NotNow, Parcel


@dataclass
class ScriptedCarrier:
    """What happens at the next attempts, then everything arrives.

    «lost» arrives and the answer does not come back; «vanished» gets no answer either, and did not arrive. An honest
    other side delivers each key once; ``forgetful`` ones, like mail servers, cannot be asked and deliver every time.
    """

    script: list[str] = field(default_factory=list)
    findable: bool = True
    deliveries: Counter[str] = field(default_factory=Counter)
    asked: int = 0
    reachable: bool = True

    def carry(self, parcel: Parcel) -> Carried:
        what = self.script.pop(0) if self.script else "arrives"
        if what == "later":
            raise NotNow("busy")
        if what == "never":
            raise NotAtAll("no such receiver")
        if what == "broken":
            raise ZeroDivisionError
        if what in {"arrives", "lost"}:
            self.deliveries[parcel.key] += 1
        if what in {"lost", "vanished"}:
            raise NobodyKnows("the line went dead")
        return Carried(provider_id=f"theirs:{parcel.key}", answer="thank you")

    def find(self, parcel: Parcel) -> Carried | None:
        self.asked += 1
        if not self.findable:
            raise NobodyKnows("cannot be asked")
        if not self.reachable:
            raise NotNow("not in the mood")
        return Carried(provider_id=f"theirs:{parcel.key}") if self.deliveries[parcel.key] else None
