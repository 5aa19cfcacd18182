// A network small enough to be seen whole: pick, expand, search, switch kinds off, go back in time.
import { button, byId, chooseTheme, held, link, make, root } from "../page/dom.js";
import { offerSearch } from "../page/search.js";
import { enlivenTables } from "../page/table.js";
import { arrowsOf, bends, gathered } from "./lines.js";
import { freeSpot, reachOf } from "./room.js";

// Colours: the system's choice, then the reader's.
chooseTheme(() => {
  legend();
  measures();
  refresh();
});
const data = held("data");
const words = data.words;
const things = new Map(data.nodes.map((node) => [node.id, node]));
const relations = new Map(data.edges.map((edge) => [edge.id, edge]));
const bundles = new Map(data.bundles.map((bundle, number) => [`b${number}`, bundle]));
const strands = new Map(gathered(data.edges).map((line) => [line.id, line]));
const strandOf = new Map([...strands.values()].flatMap((line) => line.edges.map((edge) => [edge.id, line])));
const parted = new Set();
const off = { cls: new Set(), reading: new Set() };
const opened = new Set();
let year = null,
  picked = null;

const theme = () => root.dataset.theme;
const look = (kind, name) => data.style[kind][name] || data.style[kind].other;
const ink = () => getComputedStyle(root).getPropertyValue("--ink").trim();
const paper = () => getComputedStyle(root).getPropertyValue("--paper").trim();
const faded = (colour, opacity) =>
  colour +
  Math.round(opacity * 255)
    .toString(16)
    .padStart(2, "0");

const shownThing = (node) => !off.cls.has(node.cls) && (!node.waits || opened.has(node.id));
const begun = (edge) => year === null || !edge.begin || Number(edge.begin.slice(0, 4)) <= year;
const lasting = (edge) => year === null || !edge.end || Number(edge.end.slice(0, 4)) >= year;
const shownRelation = (edge) =>
  !off.reading.has(edge.reading) &&
  begun(edge) &&
  lasting(edge) &&
  shownThing(things.get(edge.from)) &&
  shownThing(things.get(edge.to));
const closed = (bundle) => bundle.members.filter((id) => !opened.has(id));
// What waits may have no place yet: it finds one beside what it was opened from.
const settled = (id) => things.get(id).x !== null;
const open = (ids, beside = null) => {
  const late = [...ids].filter((id) => !opened.has(id) && things.get(id).waits);
  for (const id of late) {
    opened.add(id);
    const node = things.get(id);
    if (settled(id)) continue;
    const taken = data.nodes
      .filter((one) => one.id !== id && settled(one.id) && shownThing(one))
      .map((one) => ({ x: one.x, y: one.y, reach: reachOf(one) }));
    const near = beside !== null ? things.get(beside) : nearest(id);
    Object.assign(node, freeSpot(near.x, near.y, reachOf(node), taken));
  }
};
const nearest = (id) => {
  const known = around(id)
    .map((edge) => things.get(edge.from === id ? edge.to : edge.from))
    .find((one) => settled(one.id) && shownThing(one));
  return known || { x: 0, y: 0 };
};
const shownBundle = (bundle) => !off.cls.has(bundle.cls) && closed(bundle).length > 0;
const around = (id) => data.edges.filter((edge) => edge.from === id || edge.to === id);

const tooltip = (...lines) => {
  const box = make("div");
  for (const line of lines) if (line) box.append(make("div", line.length > 240 ? `${line.slice(0, 240)}…` : line));
  return box;
};
const near = () => {
  if (!picked) return null;
  const ids = new Set(),
    lines = new Set();
  if (picked.kind === "bundle") return { ids: ids.add(bundles.get(picked.id).centre), lines, bundle: picked.id };
  if (picked.kind === "node") {
    ids.add(picked.id);
    for (const edge of around(picked.id))
      if (shownRelation(edge)) {
        ids.add(edge.from);
        ids.add(edge.to);
        lines.add(edge.id).add(strandOf.get(edge.id).id);
      }
  } else {
    const edge = relations.get(picked.id) || strands.get(picked.id);
    ids.add(edge.from);
    ids.add(edge.to);
    lines.add(picked.id);
    if (relations.has(picked.id)) lines.add(strandOf.get(picked.id).id);
    else for (const one of edge.edges) lines.add(one.id);
  }
  return { ids, lines };
};
const hue = (node) =>
  data.colours ? (node.tint >= 0 ? data.colours.steps[node.tint] : data.style.node.other) : look("node", node.cls);
const drawnThing = (node, close) => {
  const colour = hue(node)[theme()],
    dim = close && !close.ids.has(node.id);
  return {
    id: node.id,
    label: node.label,
    shape: node.shape,
    size: node.size,
    x: node.x,
    y: node.y,
    hidden: !shownThing(node),
    color: {
      background: dim ? faded(colour, 0.18) : colour,
      border: node.centre || node.rank ? ink() : paper(),
      highlight: { background: colour, border: ink() },
      hover: { background: colour, border: ink() },
    },
    borderWidth: node.centre || node.rank ? 3 : 1,
    font: {
      color: dim ? faded(ink(), 0.25) : ink(),
      size: 17,
      face: "system-ui, sans-serif",
      strokeWidth: 4,
      strokeColor: paper(),
      vadjust: -2,
    },
  };
};
// Around one city, what its partners have among themselves stands back.
const centres = data.nodes.filter((node) => node.centre).map((node) => node.id);
const aside = (edge) => centres.length === 1 && edge.from !== centres[0] && edge.to !== centres[0];
const drawnLine = (id, from, to, edges, smooth, close) => {
  const shown = edges.filter(shownRelation),
    first = edges[0];
  const style = look("edge", first.reading),
    colour = style[theme()],
    dim = close && !close.lines.has(id);
  return {
    id,
    from,
    to,
    arrows: arrowsOf({ from, to }, shown),
    width: Math.max(...edges.map((edge) => edge.width)) + (shown.length > 1 ? 0.8 : 0),
    dashes: shown.length && shown.every((edge) => edge.dashes) ? [7, 5] : false,
    smooth,
    label: shown.length > 1 ? `${shown.length} ×` : undefined,
    font: { size: 15, color: ink(), strokeWidth: 4, strokeColor: paper(), align: "horizontal" },
    hidden: !shown.length,
    color: { color: faded(colour, dim ? 0.1 : aside(first) && !close ? 0.3 : 0.75), highlight: colour, hover: colour },
  };
};
// Many of a kind stand as one, with a line of its own.
const many = (bundle) => `${closed(bundle).length} × ${bundle.kind}`;
const drawnBundle = ([id, bundle], close) => {
  const colour = look("node", bundle.cls)[theme()],
    dim = close && close.bundle !== id;
  return {
    id,
    label: many(bundle),
    shape: look("node", bundle.cls).shape,
    size: 24,
    x: bundle.x,
    y: bundle.y,
    hidden: !shownBundle(bundle),
    color: {
      background: dim ? faded(colour, 0.18) : colour,
      border: paper(),
      highlight: { background: colour, border: ink() },
      hover: { background: colour, border: ink() },
    },
    borderWidth: 1,
    font: {
      color: dim ? faded(ink(), 0.25) : ink(),
      size: 17,
      face: "system-ui, sans-serif",
      strokeWidth: 4,
      strokeColor: paper(),
      vadjust: -2,
    },
  };
};
const drawnTrunk = ([id, bundle]) => {
  const style = look("edge", bundle.reading);
  return {
    id: `line-${id}`,
    from: bundle.centre,
    to: id,
    width: style.width * 2,
    smooth: false,
    hidden: !shownBundle(bundle) || off.reading.has(bundle.reading),
    color: { color: faded(style[theme()], 0.75), highlight: style[theme()], hover: style[theme()] },
  };
};
// A large network has much that waits: what was never shown is not drawn.
const drawable = (node) => settled(node.id) && (shownThing(node) || nodes === null || nodes.get(node.id));
const drawnThings = (close) => [
  ...data.nodes.filter(drawable).map((node) => drawnThing(node, close)),
  ...[...bundles].map((one) => drawnBundle(one, close)),
];
const visible = () =>
  [...strands.values()]
    .filter((line) => settled(line.from) && settled(line.to))
    .filter((line) => line.edges.some(shownRelation) || (edges && (edges.get(line.id) || edges.get(line.edges[0].id))))
    .flatMap((line) =>
      parted.has(line.id)
        ? line.edges.map((edge) => ({ id: edge.id, from: edge.from, to: edge.to, edges: [edge] }))
        : [line],
    );
const drawnRelations = (close) => {
  const lines = visible(),
    bent = bends(lines);
  return [
    ...lines.map((line) => drawnLine(line.id, line.from, line.to, line.edges, bent.get(line.id), close)),
    ...[...bundles].map(drawnTrunk),
  ];
};
let nodes = null,
  edges = null;
nodes = new vis.DataSet(drawnThings(null));
edges = new vis.DataSet(drawnRelations(null));
const network = new vis.Network(
  byId("picture"),
  { nodes, edges },
  {
    physics: false,
    nodes: { scaling: { label: { drawThreshold: 3 } } },
    layout: { improvedLayout: false },
    interaction: { hover: true, keyboard: false, tooltipDelay: 120, dragNodes: true, multiselect: false },
    edges: { selectionWidth: 1.5, hoverWidth: 0.8 },
  },
);
// Communities lie under all: a circle each, called after its largest members.
const circles = data.communities.filter((one) => one.radius);
const called = (one) => {
  const [first] = one.members;
  return words.circle.replace("{name}", things.get(first).name).replace("{count}", one.members.length);
};
network.on("beforeDrawing", (canvas) => {
  canvas.save();
  canvas.font = "600 17px system-ui, sans-serif";
  canvas.textAlign = "center";
  for (const one of circles) {
    canvas.beginPath();
    canvas.arc(one.x, one.y, one.radius, 0, 2 * Math.PI);
    canvas.fillStyle = faded(ink(), 0.045);
    canvas.strokeStyle = faded(ink(), 0.2);
    canvas.lineWidth = 1;
    canvas.fill();
    canvas.stroke();
  }
  canvas.restore();
});
network.on("afterDrawing", (canvas) => {
  canvas.save();
  canvas.font = "600 18px system-ui, sans-serif";
  canvas.textAlign = "center";
  canvas.lineWidth = 4;
  canvas.strokeStyle = paper();
  canvas.fillStyle = ink();
  for (const one of circles) {
    canvas.strokeText(called(one), one.x, one.y - one.radius - 8);
    canvas.fillText(called(one), one.x, one.y - one.radius - 8);
  }
  canvas.restore();
});
network.once("afterDrawing", () => performance.mark("first-picture"));
network.on("hoverNode", ({ node: id }) => {
  const node = things.get(id);
  nodes.update({
    id,
    title: node
      ? tooltip(
          node.name,
          node.kind,
          node.country,
          ...(node.measures || []).map(([word, value]) => `${word}: ${value}`),
        )
      : tooltip(many(bundles.get(id)), words.bundled),
  });
});
network.on("hoverEdge", ({ edge: id }) => {
  const edge = relations.get(id),
    line = strands.get(id);
  if (edge) edges.update({ id, title: tooltip(edge.caption, edge.relation, edge.begin) });
  else if (line) edges.update({ id, title: tooltip(severally(line)) });
});
const shownIds = () => [
  ...data.nodes.filter(shownThing).map((node) => node.id),
  ...[...bundles].filter(([, bundle]) => shownBundle(bundle)).map(([id]) => id),
];
// The whole picture with its names; where it would be too small to read, what is in the middle of it first.
const READABLE = 11 / 17;
const fit = () => {
  const boxes = [
    ...data.nodes.filter(shownThing).map((node) => ({ x: node.x, y: node.y, reach: reachOf(node) })),
    ...[...bundles.values()]
      .filter(shownBundle)
      .map((bundle) => ({ x: bundle.x, y: bundle.y, reach: reachOf({ label: many(bundle) }) })),
    ...circles.map((one) => ({
      x: one.x,
      y: one.y,
      reach: { side: one.radius, up: one.radius + 30, down: one.radius },
    })),
  ];
  if (!boxes.length) return;
  const left = Math.min(...boxes.map((box) => box.x - box.reach.side)) - 8,
    right = Math.max(...boxes.map((box) => box.x + box.reach.side)) + 8;
  const top = Math.min(...boxes.map((box) => box.y - box.reach.up)) - 6,
    low = Math.max(...boxes.map((box) => box.y + box.reach.down)) + 6;
  const stage = byId("picture"),
    told = 28; // a line at the foot tells what is hidden
  const scale = Math.min(1.15, stage.clientWidth / (right - left), (stage.clientHeight - told) / (low - top));
  const small = matchMedia("(max-width: 56rem)").matches && scale < READABLE;
  const first = centres.length ? things.get(centres[0]) : things.get(data.bridges.length ? data.bridges[0][0] : 0);
  network.moveTo({
    position: small ? { x: first.x, y: first.y } : { x: (left + right) / 2, y: (top + low) / 2 + told / 2 / scale },
    scale: small ? READABLE : scale,
    animation: false,
  });
};

const count = () => {
  const things = data.nodes.filter(shownThing).length,
    lines = data.edges.filter(shownRelation).length;
  const hidden = { things: data.nodes.length - things, relations: data.edges.length - lines };
  byId("waiting").textContent = [
    data.communities.length
      ? words.leading
          .replace("{shown}", things.toLocaleString(root.lang))
          .replace("{all}", data.nodes.length.toLocaleString(root.lang))
      : hidden.things || hidden.relations
        ? words.waiting.replace("{things}", hidden.things).replace("{relations}", hidden.relations)
        : "",
    data.far ? words.far.replace("{number}", data.far) : "",
  ]
    .filter(Boolean)
    .join(" · ");
  root.dataset.shown = String(things);
  root.dataset.relations = String(lines);
  root.dataset.hidden = String(hidden.things);
  root.dataset.far = String(data.far);
  root.dataset.bundles = String([...bundles.values()].filter(shownBundle).length);
  root.dataset.year = year === null ? "" : String(year);
};
const refresh = () => {
  const close = near();
  nodes.update(drawnThings(close));
  edges.update(drawnRelations(close));
  count();
};

// Details: everything is put in as text.
const evidence = (list) => {
  const items = make("ul");
  for (const [label, date, source, passage] of list.map((number) => data.details[number])) {
    const item = make("li");
    item.append(make("div", [date, label].filter(Boolean).join("  ")));
    const cite = make("div", undefined, { class: "cite" });
    const [title, address] = data.sources[source];
    cite.append(link(title, address));
    if (passage) cite.append(`, ${words.characters} ${passage}`);
    item.append(cite);
    items.append(item);
  }
  return items;
};
const showThing = (id) => {
  const node = things.get(id),
    panel = byId("details");
  panel.replaceChildren(
    make("h2", node.name),
    make("p", [node.kind, node.country].filter(Boolean).join(" · "), { class: "kind" }),
  );
  const p = make("p", undefined, { class: "cite" });
  p.append(link(node.compact, node.href));
  panel.append(p);
  for (const [word, value] of node.measures || []) panel.append(make("p", `${word}: ${value}`, { class: "kind" }));
  const waiting = new Set(
    around(id)
      .flatMap((edge) => [edge.from, edge.to])
      .filter((other) => things.get(other).waits && !opened.has(other)),
  );
  if (waiting.size) {
    const more = make("button", `${words.expand} (${waiting.size})`, { type: "button", id: "expand" });
    more.addEventListener("click", () => {
      open(waiting, id);
      pick("node", id);
    });
    panel.append(more);
  }
  panel.append(make("h3", words.relations));
  const list = make("ul");
  for (const edge of around(id)) {
    if (off.reading.has(edge.reading) || !begun(edge) || !lasting(edge)) continue;
    const other = things.get(edge.from === id ? edge.to : edge.from),
      item = make("li");
    item.append(
      button(`${edge.relation}${edge.arrows && edge.to === id ? " ← " : " → "}${other.name}`, () =>
        pick("edge", edge.id),
      ),
    );
    if (edge.caption !== edge.relation || edge.begin)
      item.append(make("div", [edge.caption, edge.begin].filter(Boolean).join(" · "), { class: "cite" }));
    list.append(item);
  }
  panel.append(list);
};
const showBundle = (id) => {
  const bundle = bundles.get(id),
    panel = byId("details"),
    inside = closed(bundle).map((member) => things.get(member));
  const all = make("button", words.all, { type: "button", id: "expand" }),
    list = make("ul");
  all.addEventListener("click", () => {
    open(inside.map((node) => node.id));
    pick("node", bundle.centre);
    fit();
  });
  for (const node of inside.sort((a, b) => a.name.localeCompare(b.name))) {
    const item = make("li");
    item.append(button(node.name, () => pick("node", node.id)));
    list.append(item);
  }
  panel.replaceChildren(make("h2", many(bundle)), make("p", words.bundled, { class: "kind" }), all, list);
};
const severally = (line) => `${line.edges.filter(shownRelation).length} × ${line.edges[0].relation}`;
const showLine = (id) => {
  const line = strands.get(id),
    panel = byId("details"),
    list = make("ul"),
    ends = make("p");
  const each = make("button", words.each, { type: "button", id: "expand" });
  each.addEventListener("click", () => {
    parted.add(id);
    edges.remove(id);
    pick("node", line.from);
  });
  ends.append(
    button(things.get(line.from).name, () => pick("node", line.from)),
    " – ",
    button(things.get(line.to).name, () => pick("node", line.to)),
  );
  const newest = [...line.edges].sort((a, b) => (b.begin || "").localeCompare(a.begin || ""));
  for (const edge of newest.filter(shownRelation)) {
    const item = make("li");
    const way = edge.arrows ? `${things.get(edge.from).name} → ${things.get(edge.to).name}` : "";
    item.append(
      button(edge.caption || edge.relation, () => pick("edge", edge.id)),
      make("div", [way, edge.begin].filter(Boolean).join(" · "), { class: "cite" }),
    );
    list.append(item);
  }
  panel.replaceChildren(make("h2", severally(line)), ends, make("p", words.together, { class: "kind" }), each, list);
};
const showRelation = (id) => {
  const edge = relations.get(id),
    panel = byId("details");
  panel.replaceChildren(
    make("h2", edge.caption),
    make("p", [edge.relation, [edge.begin, edge.end].filter(Boolean).join("–")].filter(Boolean).join(" · "), {
      class: "kind",
    }),
  );
  const ends = make("p");
  ends.append(
    button(things.get(edge.from).name, () => pick("node", edge.from)),
    edge.arrows ? " → " : " – ",
    button(things.get(edge.to).name, () => pick("node", edge.to)),
  );
  panel.append(ends);
  if (edge.details.length) panel.append(make("h3", words.evidence), evidence(edge.details));
};
const pick = (kind, id) => {
  picked = { kind, id };
  if (kind === "node" && bundles.has(id)) {
    picked.kind = "bundle";
    showBundle(id);
    network.selectNodes([id], false);
  } else if (kind === "node") {
    open([id]);
    showThing(id);
  } else if (strands.has(id) && !relations.has(id)) showLine(id);
  else {
    open([relations.get(id).from, relations.get(id).to]);
    showRelation(id);
  }
  refresh();
  if (picked.kind === "node") network.selectNodes([id], false);
  else if (picked.kind === "edge") {
    const line = edges.get(id) ? id : strandOf.get(id).id;
    if (edges.get(line)) network.selectEdges([line]);
  }
};
// Around a city or between two: what the lines say, a kind at a time, the most first.
const joined = () => {
  const kinds = new Map();
  for (const edge of data.edges.filter(shownRelation)) {
    const known = kinds.get(edge.relation) || new Set();
    for (const end of [edge.from, edge.to]) if (!centres.includes(end)) known.add(end);
    kinds.set(edge.relation, known);
  }
  const parts = [];
  const met = [...kinds].filter(([, some]) => some.size).sort((a, b) => b[1].size - a[1].size);
  for (const [relation, some] of met) {
    const list = make("p");
    const named = [...some].map((id) => things.get(id)).sort((a, b) => a.name.localeCompare(b.name, root.lang));
    named.forEach((node, at) => {
      const one = make("span", null, { class: "named" });
      one.append(
        button(node.name, () => focusThing(node.id)),
        at < named.length - 1 ? "," : "",
      );
      list.append(one, " ");
    });
    parts.push(make("h3", `${relation} (${some.size})`), list);
  }
  return parts;
};
// With nothing in hand the panel answers the question of the page: which cities hold the network together.
const opening = () => {
  const parts = [];
  if (data.bridges.length) {
    parts.push(make("h2", words.bridges), make("p", words["bridges-note"], { class: "kind" }));
    const list = make("ol");
    for (const [id, told] of data.bridges) {
      const item = make("li");
      item.append(
        button(things.get(id).name, () => focusThing(id)),
        make("div", told, { class: "cite" }),
      );
      list.append(item);
    }
    parts.push(list);
  }
  if (data.parts.length) {
    parts.push(make("h3", words.communities));
    const list = make("ul");
    for (const told of data.parts) list.append(make("li", told));
    parts.push(list);
  }
  if (data.communities.length) {
    parts.push(make("h3", `${words.groups} (${data.communities.length})`));
    const list = make("ul");
    for (const one of data.communities.slice(0, 40)) {
      const item = make("li");
      item.append(
        button(one.names, () => focusThing(one.members[0])),
        make("span", ` ${one.members.length}`, { class: "cite" }),
      );
      list.append(item);
    }
    parts.push(list);
  }
  if (centres.length) parts.push(...joined());
  return [...parts, make("p", words.pick, { class: "hint" })];
};
const clear = () => {
  picked = null;
  network.unselectAll();
  byId("details").replaceChildren(...opening());
  refresh();
};
network.on("click", (event) => {
  const line = event.edges[0];
  if (event.nodes.length) pick("node", event.nodes[0]);
  else if (event.edges.length) {
    if (relations.has(line) || strands.has(line)) pick("edge", line);
    else pick("node", line.slice("line-".length));
  } else clear();
});
network.on("doubleClick", (event) => {
  if (!event.nodes.length) return;
  if (bundles.has(event.nodes[0])) {
    const all = byId("expand");
    if (all) all.click();
    return;
  }
  open(
    around(event.nodes[0]).flatMap((edge) => [edge.from, edge.to]),
    event.nodes[0],
  );
  pick("node", event.nodes[0]);
});

// Keyboard: arrows walk through the neighbours, Enter opens them, Escape lets go.
const focusThing = (id) => {
  pick("node", id);
  network.focus(id, { scale: Math.max(0.8, network.getScale()), animation: false });
};
byId("picture").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step) {
    const all = shownIds(),
      at = picked && picked.kind !== "edge" ? all.indexOf(picked.id) : -1;
    focusThing(all[(at + step + all.length) % all.length]);
    event.preventDefault();
  } else if (event.key === "Enter" && picked) {
    const more = byId("expand");
    if (more) more.click();
  } else if (event.key === "+" || event.key === "-")
    network.moveTo({ scale: network.getScale() * (event.key === "+" ? 1.25 : 0.8) });
});
// Escape lets go; with nothing in hand it folds what was opened.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (!picked && (opened.size || parted.size)) {
    opened.clear();
    for (const id of parted) for (const edge of strands.get(id).edges) edges.remove(edge.id);
    parted.clear();
    fit();
  }
  clear();
  byId("found").hidden = true;
});

// Legend.
const tally = (list, key) => list.reduce((sum, one) => sum.set(one[key], (sum.get(one[key]) || 0) + 1), new Map());
const toggle = (element, kind, name) => {
  element.addEventListener("click", () => {
    if (off[kind].has(name)) off[kind].delete(name);
    else off[kind].add(name);
    element.setAttribute("aria-pressed", String(!off[kind].has(name)));
    refresh();
  });
};
const legend = () => {
  byId("classes").replaceChildren();
  byId("readings").replaceChildren();
  const kinds = new Map(data.nodes.map((node) => [node.cls, node.kind])),
    verbs = new Map(data.edges.map((edge) => [edge.reading, edge.relation]));
  for (const [cls, count] of [...tally(data.nodes, "cls")].sort((a, b) => b[1] - a[1])) {
    const style = look("node", cls),
      one = make("button", undefined, { type: "button", "aria-pressed": String(!off.cls.has(cls)), "data-cls": cls });
    const mark = make("span", style.symbol, { "aria-hidden": "true" });
    mark.style.color = (data.colours ? data.style.node.other : style)[theme()];
    one.append(mark, make("span", kinds.get(cls) || cls), make("span", String(count), { class: "count" }));
    toggle(one, "cls", cls);
    byId("classes").append(one);
  }
  for (const [reading, count] of [...tally(data.edges, "reading")].sort((a, b) => b[1] - a[1])) {
    const style = look("edge", reading),
      one = make("button", undefined, {
        type: "button",
        "aria-pressed": String(!off.reading.has(reading)),
        "data-reading": reading,
      });
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"),
      line = document.createElementNS("http://www.w3.org/2000/svg", "line");
    svg.setAttribute("viewBox", "0 0 26 8");
    svg.setAttribute("aria-hidden", "true");
    for (const [name, value] of Object.entries({
      x1: 0,
      y1: 4,
      x2: 26,
      y2: 4,
      stroke: style[theme()],
      "stroke-width": style.width,
      "stroke-dasharray": style.dash === "dashed" ? "5 3" : "none",
    }))
      line.setAttribute(name, value);
    svg.append(line);
    one.append(svg, make("span", verbs.get(reading)), make("span", String(count), { class: "count" }));
    toggle(one, "reading", reading);
    byId("readings").append(one);
    if (data.edges.some((edge) => edge.loose && edge.reading === reading)) {
      const told = make("span", undefined, { class: "step" });
      const dashed = /** @type {SVGElement} */ (svg.cloneNode(true));
      dashed.firstElementChild?.setAttribute("stroke-dasharray", "5 3");
      told.append(dashed, words.loose);
      byId("readings").append(told);
    }
  }
};

// What colours and sizes tell.
const measured = (one, title, dots) => {
  const box = make("div", undefined, { class: "measure" }),
    head = make("p");
  head.append(make("strong", `${title}: ${one.word}`), ` ${one.meaning}`);
  box.append(head);
  one.steps.forEach((step, _number) => {
    const item = make("span", undefined, { class: "step" }),
      mark = make("span", "●", { "aria-hidden": "true" });
    if (dots) mark.style.fontSize = `${0.6 + 1.1 * step.size}em`;
    else mark.style.color = step[theme()];
    item.append(mark, ` ${step.text}`);
    box.append(item);
  });
  if (!dots) {
    const item = make("span", undefined, { class: "step" }),
      mark = make("span", "●", { "aria-hidden": "true" });
    mark.style.color = data.style.node.other[theme()];
    item.append(mark, ` ${words.unmeasured}`);
    box.append(item);
  }
  return box;
};
const measures = () => {
  const box = byId("measures");
  box.replaceChildren();
  if (data.colours) box.append(measured(data.colours, words.colours, false));
  if (data.sizes) box.append(measured(data.sizes, words.sizes, true));
  box.hidden = !box.children.length;
};

// Search.
offerSearch(
  data.nodes.map((node) => ({
    text: node.name.length > 80 ? `${node.name.slice(0, 80)}…` : node.name,
    note: node.kind,
    pick: () => {
      off.cls.delete(node.cls);
      legend();
      focusThing(node.id);
    },
  })),
);

// Time: a slider of years, and a button that goes through them; one year a press where motion is unwelcome.
const slider = /** @type {any} */ (document.getElementById("asof"));
if (slider) {
  const play = byId("play");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let clock = 0;
  const show = () => {
    year = Number(slider.value) > data.years[1] ? null : Number(slider.value);
    const told = year === null ? words.always : String(year);
    byId("year").textContent = told;
    slider.setAttribute("aria-valuetext", told);
    refresh();
  };
  const halt = () => {
    clearInterval(clock);
    clock = 0;
    play.textContent = still.matches ? words.step : words.play;
    root.dataset.playing = "false";
  };
  const step = () => {
    slider.value = Number(slider.value) > data.years[1] ? data.years[0] : Number(slider.value) + 1;
    show();
    if (Number(slider.value) > data.years[1]) halt();
  };
  play.addEventListener("click", () => {
    if (clock) {
      halt();
      return;
    }
    step();
    if (still.matches || year === null) return;
    clock = setInterval(step, 800);
    play.textContent = words.pause;
    root.dataset.playing = "true";
  });
  slider.addEventListener("input", () => {
    halt();
    show();
  });
  still.addEventListener("change", halt);
  halt();
}
byId("fit").addEventListener("click", fit);
byId("tables").addEventListener("click", (event) => {
  const { node, edge } = /** @type {HTMLElement} */ (event.target).dataset;
  if (node !== undefined) focusThing(Number(node));
  if (edge !== undefined) pick("edge", edge);
  if (node !== undefined || edge !== undefined) byId("stage").scrollIntoView({ block: "nearest" });
});
legend();
measures();
count();
fit();
byId("details").replaceChildren(...opening());
enlivenTables({ filter: words.filter });
root.dataset.ready = "true";
