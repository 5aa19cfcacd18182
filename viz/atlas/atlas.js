// The atlas: what it does as the reader clicks, types, chooses, plays.
import {
  active,
  around,
  button,
  byId,
  data,
  dye,
  figures,
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
import { Stage, keys, ready, shorten, tip } from "./stage.js";
import {
  cities,
  city,
  classes,
  count,
  curve,
  drawn,
  fold,
  isPart,
  lines,
  linked,
  members,
  nameOf,
  now,
  open,
  painter,
  parts,
  place,
  refold,
  scaled,
  setPlace,
  setSizes,
  setSteps,
  sift,
  spot,
  steps,
  tiesOf,
  totals,
  touches,
} from "./parts.js";
import { linkName, partnersOf, showCity, showLink, showPart, showWhole } from "./atlas-details.js";
export const stage = new Stage(byId("picture"), painter, [0.12, 60]);
export let near = new Set();
export const gather = () => {
  near = new Set();
  if (!now.picked) return;
  for (const one of [...drawn, ...lines])
    if (touches(one))
      for (const end of [one.a, one.b]) {
        near.add(end);
        if (!isPart(end)) near.add(fold.of[city(end)]);
      }
  if (now.picked.kind === "part") near.add(now.picked.id);
  if (now.picked.kind === "city") {
    near.add(parts + now.picked.id);
    near.add(fold.of[now.picked.id]);
  }
};
export const refresh = () => {
  count();
  gather();
  const inside = [...open].reduce((sum, part) => sum + members()[part].length, 0);
  const undated = filter.year !== null && filter.undated ? undatedTies : 0;
  byId("status").textContent = [
    tell("links_shown", { n: drawn.length, all: totals.links }),
    lines.length ? tell("lines_shown", { n: lines.length }) : "",
    tell("folded", { n: cities - inside, all: cities }),
    linked.left ? tell("left_out", { n: linked.left, all: ties.a.length }) : "",
    undated ? tell("undated_shown", { n: undated }) : "",
  ]
    .filter(Boolean)
    .join(" · ");
  Object.assign(root.dataset, {
    shown: String(parts - open.size + inside),
    relations: String(drawn.length + lines.length),
    folded: String(cities - inside),
    hidden: String(totals.links - drawn.length),
    left: String(linked.left),
    open: String(open.size),
    view: open.size ? "open" : "overview",
    fold: fold.way,
    picked: now.picked ? now.picked.kind : "",
  });
  byId("back").disabled = !open.size;
  stage.ask(true);
};

export const circle = (part) => {
  const [x, y, r] = place[part];
  return [x - r, y - r * 1.12, x + r, y + r];
};
// With room below for the status.
export const bounds = () =>
  place.reduce(
    ([l, t, r, b], [x, y, z]) => [Math.min(l, x - z), Math.min(t, y - z), Math.max(r, x + z), Math.max(b, y + z)],
    [Infinity, Infinity, -Infinity, -Infinity],
  );
export const overview = (fast = false) => {
  open.clear();
  pick(null);
  stage.show(bounds(), { fast, room: 44 });
};
export const unfold = (part, { move = true, choose = true } = {}) => {
  open.add(part);
  if (choose) pick({ kind: "part", id: part });
  if (move) stage.show(circle(part), { room: 90 });
  say(tell("opened", { name: fold.parts[part], n: members()[part].length }));
};
export const foldBack = (part) => {
  open.delete(part);
  pick({ kind: "part", id: part });
  if (!open.size) stage.show(bounds(), { room: 44 });
  say(tell("closed", { name: fold.parts[part] }));
};
export const goTo = (node) => {
  const part = fold.of[node];
  open.add(part);
  pick({ kind: "city", id: node });
  const [x, y] = spot(parts + node),
    [, , r] = place[part],
    reach = Math.max(r * 0.35, (r * 7) / Math.sqrt(members()[part].length));
  stage.show([x - reach, y - reach, x + reach, y + reach], { most: 40 });
};
export const pick = (picked) => {
  now.picked = picked;
  now.focus = picked?.kind === "part" ? picked.id : picked?.kind === "city" ? parts + picked.id : null;
  refresh();
  if (!picked) showWhole();
  else if (picked.kind === "part") showPart(picked.id);
  else if (picked.kind === "city") showCity(picked.id);
  else showLink(picked);
};

// What lies under the pointer: a city, a part, a line.
export const at = (px, py) => {
  const { k, x, y } = stage.view,
    wx = (px - x) / k,
    wy = (py - y) / k,
    slack = 5 / k;
  for (const part of open) {
    if (Math.hypot(place[part][0] - wx, place[part][1] - wy) > place[part][2]) continue;
    let best = null,
      least = Infinity;
    for (const node of members()[part]) {
      const [cx, cy, r] = spot(parts + node),
        far = Math.hypot(cx - wx, cy - wy) - r;
      if (far < slack && far < least) {
        least = far;
        best = { kind: "city", id: node };
      }
    }
    return best ?? { kind: "part", id: part };
  }
  for (let part = 0; part < parts; part += 1)
    if (Math.hypot(place[part][0] - wx, place[part][1] - wy) < place[part][2] + slack / 2)
      return { kind: "part", id: part };
  let best = null,
    least = slack;
  for (const one of [...drawn, ...lines]) {
    const [x1, y1, cx, cy, x2, y2] = curve(one);
    if (
      wx < Math.min(x1, cx, x2) - slack ||
      wx > Math.max(x1, cx, x2) + slack ||
      wy < Math.min(y1, cy, y2) - slack ||
      wy > Math.max(y1, cy, y2) + slack
    )
      continue;
    for (let step = 1; step < 24; step += 1) {
      const t = step / 24,
        u = 1 - t,
        far = Math.hypot(u * u * x1 + 2 * u * t * cx + t * t * x2 - wx, u * u * y1 + 2 * u * t * cy + t * t * y2 - wy);
      if (far < least) {
        least = far;
        best = { kind: "link", a: one.a, b: one.b, ties: one.ties };
      }
    }
  }
  return best;
};
stage.canvas.addEventListener("click", (event) => {
  const found = at(event.offsetX, event.offsetY);
  if (found?.kind === "part" && !open.has(found.id)) unfold(found.id);
  else pick(found);
});
tip(stage, at, (found) => {
  if (found.kind === "city")
    return [nodes.label[found.id], tell("ties_count", { n: around[found.id].filter(active).length })];
  if (found.kind === "link") return [linkName(found), tell("ties_count", { n: found.ties.length })];
  return [fold.parts[found.id], tell("part_count", { n: members()[found.id].length, ties: tiesOf.get(found.id) || 0 })];
});

// Keys: tab walks through what is in sight, the largest first.
export const inSight = () => {
  const { k, x, y } = stage.view;
  const visible = (unit) => {
    const [wx, wy, r] = spot(unit),
      px = wx * k + x,
      py = wy * k + y;
    return px + r * k > 0 && px - r * k < stage.width && py + r * k > 0 && py - r * k < stage.height;
  };
  // An open part is followed by its cities.
  return [...place.keys()]
    .filter(visible)
    .sort((a, b) => place[b][2] - place[a][2] || a - b)
    .flatMap((part) => [
      part,
      ...(open.has(part)
        ? members()
            [part].map((node) => parts + node)
            .filter(visible)
        : []),
    ]);
};
export let walk = true;
keys(stage, (event) => {
  if (event.key === "Tab" && walk) {
    const units = inSight(),
      next = now.focus === null ? (event.shiftKey ? -1 : 0) : units.indexOf(now.focus) + (event.shiftKey ? -1 : 1);
    if (next < 0 || next >= units.length) {
      now.focus = null;
      stage.ask(true);
      return false;
    }
    now.focus = units[next];
    say(
      tell("in_focus", {
        name: nameOf(now.focus),
        n: isPart(now.focus) ? members()[now.focus].length : around[city(now.focus)].filter(active).length,
        what: isPart(now.focus) ? words.cities : words.ties,
      }),
    );
    stage.ask(true);
    return true;
  }
  if (event.key === "Enter" && now.focus !== null) {
    if (!isPart(now.focus)) pick({ kind: "city", id: city(now.focus) });
    else if (open.has(now.focus)) foldBack(now.focus);
    else unfold(now.focus);
    return true;
  }
  if (event.key === "Escape") {
    // First the city or line is let go, then the part folds back, then the walk ends.
    if (now.picked && now.picked.kind !== "part")
      pick(now.picked.kind === "city" ? { kind: "part", id: fold.of[now.picked.id] } : null);
    else if (now.picked && open.has(now.picked.id)) foldBack(now.picked.id);
    else if (open.size) foldBack([...open].at(-1));
    else if (now.picked) pick(null);
    else {
      now.focus = null;
      walk = false;
      stage.ask(true);
    }
    return true;
  }
  if (event.key === "Backspace" || event.key === "0" || event.key === "Home") {
    overview();
    say(words.back_done);
    return true;
  }
  return false;
});
stage.holder.addEventListener("blur", () => {
  walk = true;
});

searchable(() => [
  ...data.folds.flatMap((one, number) =>
    one.parts.map((name, part) => ({
      label: name,
      note: one.label,
      weight: 1e6 + one.place.members[part][2],
      action: () => {
        choose(number);
        unfold(part);
      },
    })),
  ),
  ...nodes.label.map((name, node) => ({
    label: name,
    note: fold.way === "country" ? fold.parts[fold.of[node]] : nodes.kinds[nodes.kind[node]],
    weight: around[node].length,
    action: () => goTo(node),
  })),
]);

// Choices.
export const choose = (number) => {
  if (number === now.fold) return;
  byId("fold").value = String(number);
  refold(number);
  legend();
  table(true);
  overview(true);
};
options(
  byId("fold"),
  data.folds.map((one, number) => [number, one.label]),
  now.fold,
);
options(
  byId("sized"),
  [
    ["members", words.by_cities],
    ["ties", words.by_ties],
  ],
  now.sized,
);
options(
  byId("color"),
  [["block", words.block], ...Object.entries(data.measures).map(([name, one]) => [name, one.label])],
  now.color,
);
options(
  byId("size"),
  Object.entries(data.measures)
    .filter(([name]) => name !== "community")
    .map(([name, one]) => [name, one.label]),
  now.size,
);
byId("fold").addEventListener("change", () => choose(Number(byId("fold").value)));
byId("sized").addEventListener("change", () => {
  now.sized = byId("sized").value;
  setPlace(fold.place[now.sized]);
  legend();
  refresh();
  stage.show(bounds(), { fast: true, room: 44 });
});
byId("color").addEventListener("change", () => {
  now.color = byId("color").value;
  legend();
  refresh();
});
byId("size").addEventListener("change", () => {
  now.size = byId("size").value;
  setSizes(scaled(now.size));
  legend();
  refresh();
});
export const ranged = (name, put, text) => {
  const input = byId(name),
    shown = byId(`${name}_is`);
  const set = () => {
    put(Number(input.value));
    shown.textContent = text(Number(input.value));
  };
  set();
  input.addEventListener("input", () => {
    set();
    refresh();
  });
};
export const alphas = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 1];
byId("alpha").max = String(alphas.length - 1);
byId("alpha").value = String(alphas.length - 1);
ranged(
  "top",
  (value) => {
    sift.top = value;
  },
  (value) => (value > 10 ? words.all : whole.format(value)),
);
ranged(
  "alpha",
  (value) => {
    sift.alpha = alphas[value];
  },
  (value) => (alphas[value] < 1 ? `α < ${figures.format(alphas[value])}` : words.off),
);
ranged(
  "least",
  (value) => {
    sift.least = value;
  },
  (value) => whole.format(value),
);

export const legend = () => {
  const chip = ([fill, rim], text) => {
    const item = make("span", undefined, { class: "chip" }),
      mark = make("i", undefined, { "aria-hidden": "true" });
    mark.style.background = fill;
    mark.style.borderColor = rim;
    item.append(mark, text);
    return item;
  };
  const marks = byId("marks");
  const of = (number) => fold.parts.filter((_, part) => fold.block[part] === number && !fold.unplaced.includes(part));
  const few = (names) =>
    names
      .slice(0, 3)
      .map((name) => shorten(name, 22))
      .join(", ") + (names.length > 3 ? " …" : "");
  if (now.color === "block") {
    const used = [...new Set(fold.block)].sort((a, b) => a - b).filter((number) => of(number).length);
    marks.replaceChildren(
      make("b", words.block),
      ...used.filter((number) => number < ink.blocks.length).map((number) => chip(ink.blocks[number], few(of(number)))),
    );
    if (used.length > ink.blocks.length || fold.unplaced.length) marks.append(chip(ink.other, words.others));
    byId("meaning").textContent = words.block_meaning;
  } else {
    const { label: name, meaning } = data.measures[now.color];
    setSteps(now.color === "community" ? [] : classes(now.color));
    const chips =
      now.color === "community"
        ? [...ink.blocks.map((pair, place_) => chip(pair, whole.format(place_ + 1))), chip(ink.other, words.others)]
        : [...steps, Infinity].map((limit, place_) =>
            chip(
              ink.ramp[Math.round((place_ * (ink.ramp.length - 1)) / Math.max(1, steps.length))],
              Number.isFinite(limit) ? `≤ ${figures.format(limit)}` : `> ${figures.format(steps.at(-1) ?? 0)}`,
            ),
          );
    marks.replaceChildren(make("b", name), ...chips);
    byId("meaning").textContent = meaning;
  }
  byId("sizes").textContent = [
    tell("size_is", { what: now.sized === "members" ? words.by_cities : words.by_ties }),
    tell("dot_is", { what: data.measures[now.size].label }),
    words.width_is,
  ].join(" ");
  byId("notes").textContent = [
    fold.guessed ? tell("guessed", { n: fold.guessed }) : "",
    fold.several ? tell("several", { n: fold.several }) : "",
  ]
    .filter(Boolean)
    .join(" ");
};

// The same as a table, made when it is first opened; the cities of a part when it is asked for.
export const table = (stale = false) => {
  const holder = byId("rows"),
    box = byId("tables");
  if (stale) {
    holder.replaceChildren();
    box.dataset.made = "";
  }
  if (!box.open || box.dataset.made) return;
  box.dataset.made = "yes";
  byId("part_head").textContent = fold.label;
  const rows = fold.parts.map((name, part) => {
    const { within, others } = partnersOf(part),
      row = make("tr"),
      head = make("th", undefined, { scope: "row" });
    head.append(
      button(name, () => {
        unfold(part);
        byId("picture").scrollIntoView({ block: "center" });
      }),
    );
    const list = make("td"),
      shown = button(words.show_cities, () => {
        shown.remove();
        list.append(
          ...members()[part].flatMap((node, place_) => [
            place_ ? ", " : "",
            button(nodes.label[node], () => {
              goTo(node);
              byId("picture").scrollIntoView({ block: "center" });
            }),
          ]),
        );
      });
    shown.setAttribute("aria-label", `${words.show_cities}: ${name}`);
    list.append(shown);
    row.append(
      head,
      make("td", whole.format(members()[part].length)),
      make("td", whole.format(within)),
      make("td", whole.format(others.reduce((sum, one) => sum + one[1].length, 0))),
      make(
        "td",
        others
          .slice(0, 3)
          .map(([far, some]) => `${fold.parts[far]} (${whole.format(some.length)})`)
          .join(", "),
      ),
      list,
    );
    return row;
  });
  holder.replaceChildren(...rows);
};
byId("tables").addEventListener("toggle", () => table());
filters(() => {
  refresh();
  table(true);
  if (now.picked?.kind === "part") showPart(now.picked.id);
});
byId("fit").addEventListener("click", () => stage.show(bounds(), { room: 44 }));
byId("back").addEventListener("click", () => overview());
byId("theme").addEventListener("click", () => {
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  dye();
  legend();
  refresh();
});

refold(now.fold);
legend();
overview(true);
stage.draw();
ready();
