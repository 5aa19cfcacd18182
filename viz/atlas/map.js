// The map: what it does as the reader clicks, types, chooses, plays.
import {
  active,
  button,
  byId,
  data,
  dye,
  filter,
  filters,
  ink,
  make,
  nodes,
  options,
  root,
  say,
  searchable,
  tell,
  ties,
  undatedTies,
  whole,
  words,
} from "./frame.js";
import { FOOT, Stage, keys, ready, tip } from "./stage.js";
import {
  HALF,
  blend,
  blendFor,
  byNumber,
  lay,
  lift,
  meridian,
  numberOf,
  outline,
  setBlend,
  shapesAt,
} from "./globe.js";
import { onMap, unplaced, weight } from "./places.js";
import { compared, missions, sentBy, sentTo } from "./missions.js";
import {
  arcOf,
  arcs,
  busy,
  contrast,
  count,
  group,
  inView,
  limits,
  linked,
  mark,
  mine,
  most,
  now,
  painter,
  ranked,
  regroup,
  screen,
  seats,
  setMost,
  sight,
  size,
  spots,
  totals,
} from "./arcs.js";
import { changed, details, goCity, pick, spread } from "./map-details.js";
export const stage = new Stage(byId("picture"), painter, [0.12, 160]);
export let close = new Set();
export const refresh = () => {
  regroup();
  count();
  show();
};
export const show = () => {
  sight();
  close = new Set();
  if (now.picked?.kind === "circle") close.add(now.picked.id);
  for (const one of arcs)
    if (now.picked && mine(one)) {
      close.add(one.a);
      close.add(one.b);
    }
  const undated = filter.year !== null && filter.undated ? undatedTies : 0,
    placed = seats.reduce((sum, one) => sum + one.missions.length, 0);
  byId("status").textContent = [
    tell("arcs_shown", { n: arcs.length, all: totals.arcs }),
    tell("bubbles_shown", { n: totals.circles, all: totals.cities }),
    linked.within ? tell("within_shown", { n: linked.within }) : "",
    tell("basis_map", { n: data.told_by }),
    unplaced ? tell("unplaced_shown", { n: unplaced }) : "",
    now.missions !== "none" ? tell("missions_shown", { n: placed, all: totals.missions }) : "",
    data.aside ? tell("partner_ties", { n: data.aside }) : "",
    linked.left ? tell("left_out", { n: linked.left, all: ties.a.length }) : "",
    undated ? tell("undated_shown", { n: undated }) : "",
  ]
    .filter(Boolean)
    .join(" · ");
  Object.assign(root.dataset, {
    shown: String(totals.circles),
    relations: String(arcs.length),
    folded: String(totals.cities - totals.circles),
    hidden: String(totals.arcs - arcs.length),
    left: String(linked.left),
    view: group.way,
    missions: String(placed),
    compare: contrast ? String(now.own) : "",
    picked: now.picked?.kind ?? "",
    nearness: stage.view.k.toFixed(2),
  });
  stage.ask(true);
};
// When the picture rests: the projection, the circles and the arcs of this nearness.
export const settle = () => {
  if (stage.busy) return;
  stage.busy = true;
  const wanted = blendFor(stage.view.k);
  if (wanted !== blend) {
    const [long, lat] = lift(
      (stage.width / 2 - stage.view.x) / stage.view.k,
      (stage.height / 2 - stage.view.y) / stage.view.k,
    );
    setBlend(wanted);
    const [x, y] = lay(Math.max(meridian - 179.9, Math.min(meridian + 179.9, long)), lat),
      { k } = stage.view;
    stage.fly(d3.zoomIdentity.translate(stage.width / 2 - x * k, stage.height / 2 - y * k).scale(k), true);
  }
  const before = `${stage.view.k} ${stage.view.x} ${stage.view.y} ${blend}`;
  if (before !== stage.seen) {
    stage.seen = before;
    if (regroup()) {
      now.picked = now.picked?.kind === "country" ? now.picked : null;
      now.focus = null;
      count();
      details();
    }
    show();
  }
  stage.busy = false;
};
stage.settled = settle;
export const goTo = ([west, south, east, north], limit = 60) => {
  // The projection depends on how near one comes, which depends on the projection.
  const corners = () => {
    const found = [];
    for (let step = 0; step <= 8; step += 1)
      for (const lat of [south, (south + north) / 2, north])
        found.push(lay(west + Math.min(359.8, east - west) * (step / 8), lat));
    const xs = found.map(([x]) => x),
      ys = found.map(([, y]) => y);
    return east - west > 300
      ? [-HALF, Math.min(...ys), HALF, Math.max(...ys)]
      : [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  };
  for (let turn = 0; turn < 3; turn += 1) {
    const [l, t, r, b] = corners();
    setBlend(blendFor(Math.min(limit, (stage.width - 40) / (r - l), (stage.height - FOOT - 40) / (b - t))));
  }
  stage.show(corners(), { fast: true, most: limit, room: 30 });
};
export const home = (fast = false) => {
  if (data.focus < 0) return goTo(data.regions[0][1]);
  const list = onMap.map((node) => lay(nodes.long[node], nodes.lat[node])),
    xs = list.map(([x]) => x),
    ys = list.map(([, y]) => y);
  stage.show([Math.min(...xs) - 60, Math.min(...ys) - 30, Math.max(...xs) + 60, Math.max(...ys) + 30], {
    fast,
    most: 12,
  });
};

// What lies under the pointer: a diamond, a circle, an arc, a country.
export const at = (px, py) => {
  for (const one of seats)
    if (one.spot && Math.abs(one.spot[0] - px) + Math.abs(one.spot[1] - py) < mark(one) + 2)
      return { kind: "seat", seat: one.seat, list: one.missions };
  let best = null,
    least = 5;
  for (let circle = 0; circle < group.count; circle += 1) {
    const [x, y] = screen(spots[circle]),
      far = Math.hypot(x - px, y - py) - size(circle);
    if (far < least) {
      least = far;
      best = { kind: "circle", id: circle };
    }
  }
  if (best) return best;
  least = 4;
  for (const one of arcs)
    for (const piece of arcOf(one))
      for (let step = 1; step < piece.length; step += 1) {
        const [ax, ay] = screen(piece[step - 1]),
          [bx, by] = screen(piece[step]);
        if (
          px < Math.min(ax, bx) - 5 ||
          px > Math.max(ax, bx) + 5 ||
          py < Math.min(ay, by) - 5 ||
          py > Math.max(ay, by) + 5
        )
          continue;
        const t = Math.max(
            0,
            Math.min(1, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2 || 1)),
          ),
          far = Math.hypot(ax + t * (bx - ax) - px, ay + t * (by - ay) - py);
        if (far < least) {
          least = far;
          best = { kind: "arc", a: one.a, b: one.b };
        }
      }
  return best;
};
export const countryAt = (px, py) => {
  const shapes = shapesAt("land110"),
    { k, x, y } = stage.view;
  for (let place = 0; place < shapes.countries.length; place += 1)
    if (byNumber.has(numberOf(shapes.countries[place]))) {
      const path = outline(shapes, place),
        box = shapes.boxes[place],
        wx = (px - x) / k,
        wy = (py - y) / k;
      if (wx < box[0] || wx > box[2] || wy < box[1] || wy > box[3]) continue;
      stage.front.save();
      stage.front.setTransform(1, 0, 0, 1, 0, 0);
      const inside = stage.front.isPointInPath(path, wx, wy);
      stage.front.restore();
      if (inside) return { kind: "country", id: byNumber.get(numberOf(shapes.countries[place])) };
    }
  return null;
};
stage.canvas.addEventListener("click", (event) => {
  const found = at(event.offsetX, event.offsetY) ?? countryAt(event.offsetX, event.offsetY);
  pick(found);
  if (found?.kind === "circle") enter(found.id);
});
// A second Enter or click on a circle of several spreads it out.
export const enter = (circle) => {
  if (group.lists[circle].length > 1 && group.way !== "country") spread(circle);
};
tip(stage, at, (found) => {
  if (found.kind === "seat")
    return [missions.seats[found.seat], `${words.missions}: ${whole.format(found.list.length)}`];
  if (found.kind === "arc")
    return [
      `${group.names[found.a]} – ${group.names[found.b]}`,
      tell("ties_count", { n: linked.links.find((one) => one.a === found.a && one.b === found.b)?.ties.length ?? 0 }),
    ];
  return [group.names[found.id], tell("part_count", { n: group.lists[found.id].length, ties: busy[found.id] })];
});

export const inSight = () => ranked().filter((circle) => inView(screen(spots[circle])));
export let walk = true;
keys(stage, (event) => {
  if (event.key === "Tab" && walk) {
    const circles = inSight(),
      next = now.focus === null ? (event.shiftKey ? -1 : 0) : circles.indexOf(now.focus) + (event.shiftKey ? -1 : 1);
    if (next < 0 || next >= circles.length) {
      now.focus = null;
      stage.ask(true);
      return false;
    }
    now.focus = circles[next];
    say(tell("in_focus", { name: group.names[now.focus], n: busy[now.focus], what: words.ties }));
    stage.ask(true);
    return true;
  }
  if (event.key === "Enter" && now.focus !== null) {
    const circle = now.focus,
      again = now.picked?.kind === "circle" && now.picked.id === circle;
    if (again && group.lists[circle].length > 1) spread(circle);
    else pick({ kind: "circle", id: circle });
    return true;
  }
  if (event.key === "Escape") {
    if (now.picked) pick(null);
    else if (stage.view.k > 1.2 && data.focus < 0) stage.scale(0.5);
    else {
      now.focus = null;
      walk = false;
      stage.ask(true);
    }
    return true;
  }
  if (event.key === "Backspace" || event.key === "0" || event.key === "Home") {
    pick(null);
    home();
    return true;
  }
  return false;
});
stage.holder.addEventListener("blur", () => {
  walk = true;
});
searchable(() => [
  ...data.countries.map((name, country) => ({
    label: name,
    note: words.fold_country,
    weight: 1e6,
    action: () => {
      toCountry(country);
    },
  })),
  ...nodes.label.map((name, node) => ({
    label: name,
    note: data.countries[nodes.country[node]] ?? "",
    weight: weight[node],
    action: () => goCity(node),
  })),
]);
export const toCountry = (country) => {
  const list = onMap.filter((node) => nodes.country[node] === country);
  if (list.length && data.focus < 0) {
    const longs = list.map((node) => nodes.long[node]),
      lats = list.map((node) => nodes.lat[node]),
      wide = Math.max(...longs) - Math.min(...longs) < 200;
    if (wide) goTo([Math.min(...longs) - 1, Math.min(...lats) - 1, Math.max(...longs) + 1, Math.max(...lats) + 1], 20);
    settle();
  }
  pick({ kind: "country", id: country });
};

// Choices.
options(
  byId("region"),
  [...(data.focus >= 0 ? [["home", words.partners]] : []), ...data.regions.map(([name], place) => [place, name])],
  data.focus >= 0 ? "home" : "0",
);
byId("region").addEventListener("change", () => {
  const { value } = byId("region");
  pick(null);
  if (value === "home") home();
  else goTo(data.regions[Number(value)][1]);
});
options(
  byId("missions"),
  [
    ["none", words.missions_none],
    ["show", words.missions_show],
    ["compare", words.missions_compare],
  ],
  now.missions,
);
byId("missions").addEventListener("change", () => {
  now.missions = byId("missions").value;
  changed();
});
export const alphabetical = data.countries
  .map((name, country) => [country, name])
  .sort((a, b) => a[1].localeCompare(b[1], data.lang));
options(
  byId("from"),
  data.focus >= 0 && data.home >= 0
    ? [[data.home, data.countries[data.home]]]
    : [[-1, words.every_country], ...alphabetical],
  now.own,
);
byId("from").addEventListener("change", () => {
  now.own = Number(byId("from").value);
  changed();
});
byId("most").max = String(limits.length - 1);
byId("most").value = String(most);
export const limited = () => {
  setMost(Number(byId("most").value));
  byId("most_is").textContent = Number.isFinite(limits[most]) ? whole.format(limits[most]) : words.all;
};
byId("most").addEventListener("input", () => {
  limited();
  show();
});
limited();
export const legend = () => {
  const chip = (kind, [fill, rim], text) => {
    const item = make("span", undefined, { class: "chip" }),
      sign = make("i", undefined, { "aria-hidden": "true", class: kind });
    if (kind !== "line" && kind !== "line dashed") sign.style.background = fill;
    sign.style.borderColor = rim;
    if (kind === "line dashed") sign.style.borderTopStyle = "dashed";
    item.append(sign, text);
    return item;
  };
  const marks = [chip("dot", [ink.tie, ink.tie], words.mark_city)];
  if (data.focus < 0) marks.push(chip("dot", ink.blocks[0], words.mark_circle));
  marks.push(chip("line", [ink.tie, ink.tie], words.mark_tie));
  if (now.missions !== "none") {
    marks.push(
      chip(
        "diamond",
        [ink.mission, ink.mission],
        now.own >= 0 ? tell("mark_sent", { country: data.countries[now.own] }) : words.mark_mission,
      ),
    );
    if (now.own >= 0 && data.focus < 0)
      marks.push(chip("diamond", [ink.paper, ink.mission], tell("mark_hosted", { country: data.countries[now.own] })));
    if (now.own >= 0) marks.push(chip("line dashed", [ink.mission, ink.mission], words.mark_line));
  }
  if (contrast)
    marks.push(
      chip("square", [ink.both, ink.border], words.ties_and_mission),
      chip("square", [ink.ties, ink.border], words.ties_no_mission),
      chip("square", [ink.missions, ink.border], words.mission_no_ties),
      chip("square", [ink.land, ink.border], words.neither),
      chip("square", [ink.border, ink.border], data.countries[now.own]),
    );
  byId("marks").replaceChildren(...marks);
  byId("meaning").textContent = data.focus >= 0 ? "" : words.map_folding;
  byId("sizes").textContent = words.map_sizes;
  byId("notes").textContent = nodes.guessed ? tell("guessed", { n: nodes.guessed }) : "";
};
export const table = (stale = false) => {
  const box = byId("tables"),
    holder = byId("rows");
  if (stale) {
    holder.replaceChildren();
    box.dataset.made = "";
  }
  if (!box.open || box.dataset.made) return;
  box.dataset.made = "yes";
  byId("part_head").textContent = words.fold_country;
  const order = alphabetical.filter(([country]) => nodes.country.includes(country) || sentBy[country].length);
  holder.replaceChildren(
    ...order.map(([country, name]) => {
      const row = make("tr"),
        head = make("th", undefined, { scope: "row" }),
        { tied } = compared(country);
      const inside = nodes.country.filter((one) => one === country).length,
        far = [...tied].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
      const within = ties.a.reduce(
        (sum, one, tie) =>
          sum + (nodes.country[one] === country && nodes.country[ties.b[tie]] === country && active(tie) ? 1 : 0),
        0,
      );
      head.append(
        button(name, () => {
          toCountry(country);
          byId("picture").scrollIntoView({ block: "center" });
        }),
      );
      row.append(
        head,
        make("td", whole.format(inside)),
        make("td", whole.format(within)),
        make("td", whole.format(far.reduce((sum, one) => sum + one[1].length, 0))),
        make(
          "td",
          far
            .slice(0, 3)
            .map(([one, some]) => `${data.countries[one]} (${whole.format(some.length)})`)
            .join(", "),
        ),
        make("td", tell("sent_hosted", { n: sentBy[country].length, m: sentTo[country].length })),
      );
      return row;
    }),
  );
};
byId("tables").addEventListener("toggle", () => table());
filters(() => {
  refresh();
  table(true);
  if (!now.picked || now.picked.kind === "country") details();
});
byId("fit").addEventListener("click", () => home());
byId("theme").addEventListener("click", () => {
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  dye();
  legend();
  stage.ask(true);
});

byId("seen").hidden = now.missions === "none";
home(true);
refresh();
legend();
details();
stage.draw();
ready();
