"""A history checker: from what clients read and appended, decide whether any serial order explains it.

Clients append unique numbers to small lists and read them. The final lists give the order of writes; what was read
gives the rest. Edges between transactions: write-write (appended before), write-read (read what it appended),
read-write (read before it appended). A cycle is an anomaly; so is a value lost, unknown, or a read that is no prefix.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

Lists = Mapping[int, tuple[int, ...]]


@dataclass
class Transaction:
    """One committed transaction: what it read of each list, and what it appended to each."""

    name: int
    reads: dict[int, tuple[int, ...]] = field(default_factory=dict)
    appends: dict[int, int] = field(default_factory=dict)


def anomalies(history: Iterable[Transaction], final: Lists) -> list[str]:
    """Everything in the history that no serial order explains, in words."""
    transactions = list(history)
    writer = {(key, value): t.name for t in transactions for key, value in t.appends.items()}
    return [
        *_lost(writer, final),
        *_unknown(writer, final),
        *_no_prefix(transactions, final),
        *(f"cycle: {' -> '.join(map(str, cycle))}" for cycle in _cycles(_edges(transactions, writer, final))),
    ]


def _lost(writer: Mapping[tuple[int, int], int], final: Lists) -> Iterator[str]:
    for (key, value), name in writer.items():
        if value not in final.get(key, ()):
            yield f"lost: {value}, appended to list {key} by {name}"


def _unknown(writer: Mapping[tuple[int, int], int], final: Lists) -> Iterator[str]:
    for key, values in final.items():
        for value in values:
            if (key, value) not in writer:
                yield f"unknown: {value} in list {key}"


def _no_prefix(transactions: Iterable[Transaction], final: Lists) -> Iterator[str]:
    for transaction in transactions:
        for key, seen in transaction.reads.items():
            if final.get(key, ())[: len(seen)] != seen:
                yield f"no prefix: {transaction.name} read {seen} of list {key}"


def _edges(
    transactions: Iterable[Transaction], writer: Mapping[tuple[int, int], int], final: Lists
) -> dict[int, set[int]]:
    edges: dict[int, set[int]] = defaultdict(set)

    def add(before: int | None, after: int | None) -> None:
        if before is not None and after is not None and before != after:
            edges[before].add(after)

    for key, values in final.items():
        for earlier, later in pairwise(values):
            add(writer.get((key, earlier)), writer.get((key, later)))
    for transaction in transactions:
        for key, seen in transaction.reads.items():
            if seen:
                add(writer.get((key, seen[-1])), transaction.name)
            following = final.get(key, ())[len(seen) :]
            if following:
                add(transaction.name, writer.get((key, following[0])))
    return edges


def _cycles(edges: Mapping[int, set[int]]) -> Iterator[list[int]]:
    """One cycle for each place where a depth-first walk meets its own path."""
    done: set[int] = set()
    for start in list(edges):
        path: list[int] = []
        stack: list[tuple[int, Iterator[int]]] = []
        if start not in done:
            path.append(start)
            stack.append((start, iter(edges.get(start, ()))))
        while stack:
            step = next(stack[-1][1], None)
            if step is None:
                stack.pop()
                done.add(path.pop())
            elif step in path:
                yield [*path[path.index(step) :], step]
            elif step not in done:
                path.append(step)
                stack.append((step, iter(edges.get(step, ()))))
