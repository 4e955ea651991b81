"""Count what a journey costs: taps, fields, screens, decisions, seconds.

All input of a journey goes through one `Meter`. It counts from the test's side; a listener in the page counts from the
other side, and both must agree, so that no step hides. Budgets are data (tests/journeys/budgets.yaml): a change of
budget is a reviewed diff.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import yaml
from playwright.sync_api import Locator, Page
from tests.support.browser import accessibility_findings

SECONDS = {"tap": 1.5, "choose": 2.5, "character": 0.25, "screen": 1.5, "decision": 2.0}
"""Modelled costs of a skilled first-timer (experience.md, section 5)."""

LISTENER = """
(() => {
  const counted = JSON.parse(sessionStorage.getItem('meter') || '{"clicks": 0, "changes": []}');
  const keep = () => sessionStorage.setItem('meter', JSON.stringify(counted));
  const press = event => { if (event.isTrusted && event.detail > 0) { counted.clicks += 1; keep(); } };
  addEventListener('click', press, true);
  addEventListener('change', event => {
    const name = event.target.name;
    if (name && !counted.changes.includes(name)) { counted.changes.push(name); keep(); }
  }, true);
})();
"""


@dataclass
class Meter:
    """One visitor's hands on one page."""

    page: Page
    taps: int = 0
    decisions: int = 0
    seconds: float = 0.0
    fields: list[str] = field(default_factory=list)
    screens: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    picked: set[str] = field(default_factory=set)
    others: dict[str, int] = field(default_factory=dict)
    """What the journey asks of other people, in the names of the budget file."""
    _clicks: int = 0

    def start(self, url: str) -> None:
        """Open the first page; it is where the journey begins and counts as no step."""
        self.page.add_init_script(LISTENER)
        self.arrive(url)

    def arrive(self, url: str) -> None:
        """Follow the link of a mail, or look again later: no tap, and a screen when its heading is new."""
        self.page.goto(url)
        self._look()

    def tap(self, target: Locator, *, decision: bool = False) -> None:
        """Press a button, a link or a choice."""
        target.click()
        self.taps += 1
        self._clicks += 1
        self.seconds += SECONDS["tap"]
        if decision:
            self.decisions += 1
            self.seconds += SECONDS["decision"]
        self.page.wait_for_load_state("load")
        self._look()

    def pick(self, target: Locator) -> None:
        """Touch something that holds its own value, a day of a calendar or a slider: one tap and nothing typed."""
        name = target.get_attribute("name") or ""
        self.picked.add(name)
        if target.get_attribute("type") == "checkbox":
            target.check()
        else:
            target.click()
        self.taps += 1
        self._clicks += 1
        self.seconds += SECONDS["tap"]

    def type(self, target: Locator, text: str) -> None:
        """Type a value into a field."""
        self._field(target)
        target.fill(text)
        target.dispatch_event("change")
        self.seconds += SECONDS["character"] * len(text)

    def choose(self, target: Locator, label: str) -> None:
        """Choose from a list."""
        self._field(target)
        target.select_option(label=label)
        self.seconds += SECONDS["choose"]

    def tick(self, target: Locator) -> None:
        """Tick a box or a round button: one field, no tap."""
        self._field(target)
        target.check()
        self._clicks += 1
        self.seconds += SECONDS["choose"]

    def _field(self, target: Locator) -> None:
        name = target.get_attribute("name") or ""
        if name in self.fields:
            self.fields.append(f"{name} (asked twice)")
        else:
            self.fields.append(name)

    def _look(self) -> None:
        """Read the page: a new main heading is a new screen; axe looks at every state met."""
        heading = self.page.locator("h1").first.inner_text().strip()
        if heading not in self.screens:
            self.screens.append(heading)
            self.seconds += SECONDS["screen"]
        self.findings += [f"{heading}: {finding}" for finding in accessibility_findings(self.page)]

    def report(self) -> dict[str, float]:
        """What the journey cost, in the names of the budget file."""
        return {
            "taps": self.taps,
            "fields": len(self.fields),
            "screens": len(self.screens),
            "decisions": self.decisions,
            "time_s": round(self.seconds),
            **self.others,
        }

    def assert_within(self, journey: str) -> None:
        """The journey stays within its budget, nothing was asked twice, every state was accessible.

        Raises ``AssertionError`` that names each count over its budget.
        """
        budget = yaml.safe_load((Path(__file__).parents[1] / "journeys" / "budgets.yaml").read_text())[journey]
        spent = self.report()
        over = {name: (spent[name], limit) for name, limit in budget.items() if spent[name] > limit}
        assert not over, f"{journey} is over its budget (spent, limit): {over}"
        assert [name for name in self.fields if name.endswith("(asked twice)")] == []
        assert self.findings == []
        counted = self.page.evaluate("JSON.parse(sessionStorage.getItem('meter'))")
        assert counted["clicks"] <= self._clicks, "the page saw more clicks than the test counted"
        assert set(counted["changes"]) <= {*self.fields, *self.picked}, (
            "the page saw fields that the test did not count"
        )
