"""The map as a still: countries' cities or one city's partners over land, with what embassies show beside them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from cityties.model import resources
from cityties.pictures.map.globe import Globe, clip
from cityties.pictures.page.files import read_toml, shortened, words
from cityties.pictures.request import Request
from cityties.pictures.shapes.lettering import Lettering
from cityties.pictures.shapes.sketch import Area, Dot, Entry, Item, Line, Point, Sketch, Text

__all__ = ["chart"]

_WIDTH: Final = 1400.0
_MOST: Final = 200  # arcs of the world
_ROOM: Final = 0.12  # of the plane around a city's partners
_PAPER: Final = "#faf8f2"


def chart(request: Request, content: Mapping[str, Any]) -> Sketch:
    """Sketch what a map holds: of the world by countries, of a city its partners one by one."""
    told = words(request.lang, "atlas/words.toml")
    ink = read_toml(resources.folder("viz") / "atlas" / "palette.toml")["light"]
    focus = content["focus"]
    view = _View(content, focus)
    looks = _contrast(content, ink) if focus >= 0 and content["home"] >= 0 else {}
    items: list[Item] = []
    for number, rings in view.globe.land("110m" if view.wide else "50m"):
        items += view.land(rings, looks.get(number, ink["land"]), ink["border"])
    circles = _circles(content)
    counts = _counts(content, circles)
    kept = sorted(counts, key=lambda pair: (-counts[pair], pair))[: None if focus >= 0 else _MOST]
    heaviest = max(counts.values(), default=1)
    for one, other in reversed(kept):
        share = math.sqrt(counts[one, other] / heaviest)
        width = 1.4 if focus >= 0 else min(6.0, 0.5 + math.sqrt(counts[one, other]) * 0.42)
        opacity = 0.75 if focus >= 0 else round(0.16 + 0.6 * share, 3)
        for piece in view.globe.arc(circles[one].place, circles[other].place):
            items += [Line(line, ink["tie"], round(width, 2), opacity=opacity) for line in view.line(piece)]
    strength: Counter[int] = Counter()
    for (one, other), count in counts.items():
        strength.update({one: count, other: count})
    order = sorted(range(len(circles)), key=lambda circle: (-strength[circle], circle))
    items += [_dot(circles[circle], view, ink, focus) for circle in reversed(order)]
    letters = Lettering(_WIDTH, view.height)
    items += _names(circles, order, view, ink, focus, letters)
    if looks:
        items += _seats(content["missions"], content["home"], view, ink, letters)
    unplaced = sum(lat is None for lat in content["nodes"]["lat"])
    notes = [told["arcs_shown"].format(n=len(kept), all=len(counts))]
    notes.append(told["basis_map"].format(n=content["told_by"]))
    if unplaced:
        notes.append(told["unplaced_shown"].format(n=unplaced))
    if content["aside"]:
        notes.append(told["partner_ties"].format(n=content["aside"]))
    if content["nodes"]["guessed"]:
        notes.append(told["guessed"].format(n=content["nodes"]["guessed"]))
    legend = list(_legend(told, ink, focus, bool(looks)))
    return Sketch(_WIDTH, view.height, request.title, request.question, items, legend, " · ".join(notes))


class _Circle:
    def __init__(self, name: str, place: Point, members: Sequence[int]) -> None:
        self.name, self.place, self.members = name, place, members


class _View:
    """Where the plane stands on the page: all of the world, or the partners of a city."""

    def __init__(self, content: Mapping[str, Any], focus: int) -> None:
        nodes = content["nodes"]
        placed = [(long, lat) for long, lat in zip(nodes["long"], nodes["lat"], strict=True) if lat is not None]
        alone = focus >= 0 and nodes["lat"][focus] is not None
        self.globe = Globe(nodes["long"][focus] if alone else 11.0)
        spots = [self.globe.lay(place) for place in placed] if alone else []
        if not spots:
            spots = [self.globe.lay((11.0 + side, lat)) for side in (-179.9, 179.9) for lat in (-57.0, 80.0, 0.0)]
        xs, ys = [x for x, _ in spots], [y for _, y in spots]
        room = _ROOM if alone else 0.02
        self._left, self._top = min(xs) - 2 * room, min(ys) - room
        right, bottom = max(xs) + 2 * room, max(ys) + room
        self._scale = min(_WIDTH / (right - self._left), 760.0 / (bottom - self._top), 4000.0)
        self._shift = (_WIDTH - (right - self._left) * self._scale) / 2
        self.height = round(max(420.0, (bottom - self._top) * self._scale))
        self.wide = right - self._left > 1.2
        self._frame = (0.0, 0.0, _WIDTH, self.height)

    def put(self, point: Point) -> Point:
        """Bring a point of the plane onto the page."""
        x = self._shift + (point[0] - self._left) * self._scale
        return round(x, 2), round((point[1] - self._top) * self._scale, 2)

    def land(self, rings: Sequence[Sequence[Point]], fill: str, border: str) -> Iterator[Item]:
        """Give what of a land lies on the page, and of its borders what is not the edge of the page."""
        outlines = [outline for ring in rings if (outline := clip([self.put(corner) for corner in ring], self._frame))]
        if outlines:
            yield Area(outlines, fill)
        for outline in outlines:
            for line in _split([*outline, outline[0]], self._at_edge):
                yield Line(line, border, 0.7)

    def line(self, piece: Sequence[Point]) -> list[list[Point]]:
        """Give what of a line lies on the page."""
        return _split([self.put(point) for point in piece], lambda a, b: not (self.shows(a) and self.shows(b)))

    def shows(self, point: Point) -> bool:
        """Say whether a point lies on the page."""
        left, top, right, bottom = self._frame
        return left <= point[0] <= right and top <= point[1] <= bottom

    def _at_edge(self, one: Point, other: Point) -> bool:
        left, top, right, bottom = self._frame
        return any(one[axis] == other[axis] == side for axis, side in ((0, left), (0, right), (1, top), (1, bottom)))

    def spot(self, place: Point) -> Point:
        """Give the point on the page of a longitude and a latitude."""
        return self.put(self.globe.lay(place))


def _split(line: Sequence[Point], out: Callable[[Point, Point], bool]) -> list[list[Point]]:
    """Cut a line into pieces without the steps that are to be left out."""
    pieces: list[list[Point]] = [[line[0]]]
    for before, after in pairwise(line):
        if out(before, after):
            pieces.append([after])
        else:
            pieces[-1].append(after)
    return [piece for piece in pieces if len(piece) > 1]


def _circles(content: Mapping[str, Any]) -> list[_Circle]:
    """Give each city of a city's map a circle of its own; else each country one, amid its cities."""
    nodes = content["nodes"]
    placed = [node for node, lat in enumerate(nodes["lat"]) if lat is not None]
    if content["focus"] >= 0:
        return [_Circle(nodes["label"][node], (nodes["long"][node], nodes["lat"][node]), [node]) for node in placed]
    groups: dict[tuple[int, int], list[int]] = {}
    for node in placed:
        country = nodes["country"][node]
        groups.setdefault((country, node if country < 0 else -1), []).append(node)
    worth = Counter([*content["ties"]["a"], *content["ties"]["b"]])
    found = []
    for (country, alone), members in groups.items():
        name = content["countries"][country] if alone < 0 else nodes["label"][alone]
        found.append(_Circle(name, _middle(nodes, members, worth), members))
    return found


def _middle(nodes: Mapping[str, Any], members: Sequence[int], worth: Mapping[int, int]) -> Point:
    x = y = z = 0.0
    for node in members:
        long, lat = math.radians(nodes["long"][node]), math.radians(nodes["lat"][node])
        share = worth[node] + 0.1
        x += share * math.cos(lat) * math.cos(long)
        y += share * math.cos(lat) * math.sin(long)
        z += share * math.sin(lat)
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))


def _counts(content: Mapping[str, Any], circles: Sequence[_Circle]) -> Counter[tuple[int, int]]:
    of = {node: number for number, circle in enumerate(circles) for node in circle.members}
    found: Counter[tuple[int, int]] = Counter()
    for one, other in zip(content["ties"]["a"], content["ties"]["b"], strict=True):
        if one in of and other in of and of[one] != of[other]:
            found[min(of[one], of[other]), max(of[one], of[other])] += 1
    return found


def _contrast(content: Mapping[str, Any], ink: Mapping[str, Any]) -> dict[str, str]:
    """Colour the shape of each country by what joins it with the city's country: ties, missions, both."""
    home, country, missions = content["home"], content["nodes"]["country"], content["missions"]
    tied = {country[node] for ends in ("a", "b") for node in content["ties"][ends]} - {home, -1}
    seen: set[int] = set()
    for sender, hosts in zip(missions["from"], missions["to"], strict=True):
        seen.update(hosts if sender == home else [sender] if home in hosts else [])
    seen -= {home}
    looks = (
        {home: ink["border"]} | dict.fromkeys(seen - tied, ink["missions"]) | dict.fromkeys(tied - seen, ink["ties"])
    )
    looks |= dict.fromkeys(tied & seen, ink["both"])
    return {content["shapes"][number]: look for number, look in looks.items() if content["shapes"][number]}


def _dot(circle: _Circle, view: _View, ink: Mapping[str, Any], focus: int) -> Dot:
    x, y = view.spot(circle.place)
    fill, rim = ink["blocks"][0]
    if len(circle.members) > 1:
        return Dot(x, y, round(2.5 + math.sqrt(len(circle.members)) * 0.6, 2), fill, edge=rim)
    return Dot(x, y, 7.0 if circle.members[0] == focus else 4.0 if focus >= 0 else 2.2, ink["tie"], edge=_PAPER)


def _names(
    circles: Sequence[_Circle],
    order: Sequence[int],
    view: _View,
    ink: Mapping[str, Any],
    focus: int,
    letters: Lettering,
) -> Iterator[Text]:
    for number in sorted(order, key=lambda number: circles[number].members[0] != focus):
        circle = circles[number]
        x, y = view.spot(circle.place)
        first = circle.members[0] == focus
        found = letters.write(
            shortened(circle.name),
            x,
            y,
            size=15.0 if first else 11.0,
            weight="bold" if first else "normal",
            gap=8.0 if first else 5.0 + math.sqrt(len(circle.members)) * 0.5,
            sides=("right", "left", "below", "above"),
            halo=ink["land"],
        )
        if found:
            yield found


def _seats(
    missions: Mapping[str, Any], home: int, view: _View, ink: Mapping[str, Any], letters: Lettering
) -> Iterator[Item]:
    """Mark where the country of a city has missions; a name where none stands yet."""
    counts = Counter(seat for seat, sender in zip(missions["seat"], missions["from"], strict=True) if sender == home)
    for seat, count in sorted(counts.items()):
        if seat < 0 or not missions["points"][seat]:
            continue
        lat, long = missions["points"][seat]
        x, y = view.spot((long, lat))
        if not view.shows((x, y)):
            continue
        r = 3.0 + math.sqrt(count) * 0.75
        yield Dot(x + r + 2, y - r - 2, r, ink["mission"], "diamond", edge=_PAPER)
        if missions["nodes"][seat] < 0:
            name = shortened(missions["seats"][seat])
            found = letters.write(
                name,
                x + r + 2,
                y - r - 2,
                size=9.5,
                gap=r + 2,
                sides=("right", "left", "above", "below"),
                colour=ink["mission"],
                halo=ink["land"],
            )
            if found:
                yield found


def _legend(told: Mapping[str, str], ink: Mapping[str, Any], focus: int, compared: bool) -> Iterator[Entry]:
    yield Entry(told["mark_city"], ink["tie"])
    if focus < 0:
        yield Entry(told["mark_circle"], ink["blocks"][0][0])
    yield Entry(told["mark_tie"], ink["tie"], dash="solid")
    if compared:
        yield Entry(told["mark_mission"], ink["mission"], "diamond")
        for word, name in (("ties_and_mission", "both"), ("ties_no_mission", "ties"), ("mission_no_ties", "missions")):
            yield Entry(told[word], ink[name], "square")
        yield Entry(told["neither"], ink["land"], "square")
