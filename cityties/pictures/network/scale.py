"""Scales: a measure of cities as colours and sizes, with what it is called and what it means."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cityties.network.figures import measure_values, measure_words
from cityties.network.multigraph import city_network
from cityties.pictures.page.files import style
from cityties.pictures.request import Request

__all__ = ["Scale", "scale"]


@dataclass(frozen=True)
class Scale:
    """A measure: its words, its value for each thing it is known of, and its steps.

    A step is what it is called in the legend, its colour on a light and on a dark page, and its
    share of the largest size. Of a measure that names groups, each of the largest is a step.
    """

    name: str
    word: str
    meaning: str
    values: Mapping[str, float]
    steps: tuple[Mapping[str, Any], ...]
    bounds: tuple[float, ...]

    def step(self, node: str) -> int:
        """Say to which step a thing belongs; -1 where nothing is measured of it."""
        if node not in self.values:
            return -1
        return min(len(self.steps), bisect_right(self.bounds, self.values[node])) - 1

    def size(self, node: str) -> float:
        """Say how large a thing is drawn, in pixels from its middle; what is not measured is small."""
        step = self.step(node)
        return 8.0 if step < 0 else round(8 + 16 * float(self.steps[step]["size"]), 1)


def scale(request: Request, measure: str | None) -> Scale | None:
    """Measure what is drawn, or for a picture of the store the whole network of tied cities.

    Raises RequestError on a measure that is none.
    """
    if measure is None:
        return None
    word, meaning = measure_words(measure, request.lang)
    values = measure_values(city_network(request.store) if request.given is None else request.given, measure)
    looks = style(request.view.style)["scale"]
    if measure == "community":
        return _groups(measure, word, meaning, values, looks)
    colours = looks["steps"]
    bounds = _bounds(sorted(values.values()), len(colours))
    chosen = [colours[round(place * (len(colours) - 1) / max(1, len(bounds) - 1))] for place in range(len(bounds))]
    ends = [*bounds[1:], None]
    steps = tuple(
        {
            "text": _told(low, high, max(values.values(), default=low)),
            "light": look["light"],
            "dark": look["dark"],
            "size": (place + 1) / len(bounds),
        }
        for place, (low, high, look) in enumerate(zip(bounds, ends, chosen, strict=True))
    )
    return Scale(measure, word, meaning, values, steps, tuple(bounds))


def _bounds(values: list[float], count: int) -> list[float]:
    """Cut values into steps that each reach equally many times as far as the one before: few cities have much."""
    above = [value for value in values if value > 0]
    if not above:
        return [0.0]
    whole = all(float(value).is_integer() for value in values)
    least = above[0] if whole else above[len(above) // 3]
    none = [0.0] if values[0] < least else []
    parts = count - len(none)
    cuts = [least * (above[-1] / least) ** (place / parts) for place in range(parts)]
    found = sorted({*none, *(float(round(cut)) if whole else cut for cut in cuts)})
    ends = [*found[1:], float("inf")]
    return [low for low, high in zip(found, ends, strict=True) if bisect_left(values, high) > bisect_left(values, low)]


def _groups(measure: str, word: str, meaning: str, values: Mapping[str, float], looks: Mapping[str, Any]) -> Scale:
    colours = looks["groups"]
    last = max(values.values(), default=1)
    steps = [
        {"text": f"{number}", "light": look["light"], "dark": look["dark"], "size": 0.5}
        for number, look in enumerate(colours, 1)
        if number <= last
    ]
    if last > len(colours):
        rest = looks["rest"]
        text = f"{len(colours) + 1}–{int(last)}"
        steps.append({"text": text, "light": rest["light"], "dark": rest["dark"], "size": 0.5})
    bounds = tuple(float(number) for number in range(1, len(steps) + 1))
    return Scale(measure, word, meaning, values, tuple(steps), bounds)


def _told(low: float, high: float | None, most: float) -> str:
    if high is None:
        return _number(low) if low == most else f"{_number(low)}–{_number(most)}"
    if float(low).is_integer() and float(high).is_integer():
        return _number(low) if high == low + 1 else f"{_number(low)}–{_number(high - 1)}"
    return f"{_number(low)}–{_number(high)}"


def _number(value: float) -> str:
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.3g}"
