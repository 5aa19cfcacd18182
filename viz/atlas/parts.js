// Parts of a network that unfold, and how they are drawn. A unit is a part (its number) or a city of an open one
// (the number of parts, and its own on top).
import { around, data, ink, inkOn, nodes, whole } from "./frame.js";
import { Lettering, ring, shorten, wide } from "./stage.js";
import { backbone, between, strongest } from "./links.js";
import { near } from "./atlas.js";
export const now = {
  fold: data.opening,
  sized: "members",
  color: data.color,
  size: data.size,
  picked: null,
  focus: null,
};
export const open = new Set();
export const sift = { top: 3, alpha: 1, least: 1 };
export let fold,
  parts,
  place,
  tiesOf,
  linked = { links: [], within: 0, left: 0 },
  drawn = [],
  lines = [],
  totals = { links: 0 };
export const cities = nodes.label.length;
export const members = () => fold.members;
export const isPart = (unit) => unit < parts;
export const city = (unit) => unit - parts;
export const nameOf = (unit) => (isPart(unit) ? fold.parts[unit] : nodes.label[city(unit)]);
export const spot = (unit) => {
  if (isPart(unit)) return place[unit];
  const node = city(unit),
    [x, y, r] = place[fold.of[node]];
  return [x + fold.inner[2 * node] * r, y + fold.inner[2 * node + 1] * r, dot(node)];
};
export const scaled = (name) => {
  const { values } = data.measures[name],
    most = Math.max(...values) || 1;
  return values.map((value) => Math.sqrt(Math.max(0, value) / most));
};
export let sizes = scaled(now.size === "community" ? "degree" : now.size);
export const dot = (node) => {
  const part = fold.of[node];
  return (place[part][2] * 0.9 * (0.2 + 0.34 * sizes[node])) / Math.sqrt(members()[part].length);
};

export const setPlace = (value) => {
  place = value;
};
export const setSizes = (value) => {
  sizes = value;
};
export const setSteps = (value) => {
  steps = value;
};
export const refold = (number) => {
  now.fold = number;
  fold = data.folds[number];
  parts = fold.parts.length;
  place = fold.place[now.sized];
  fold.members ??= fold.of.reduce(
    (lists, part, node) => {
      lists[part].push(node);
      return lists;
    },
    fold.parts.map(() => []),
  );
  for (const list of fold.members) list.sort((a, b) => around[b].length - around[a].length || a - b);
  open.clear();
  now.picked = now.focus = null;
};

// What is shown of the links: those of parts are sifted, those of cities that stand open are all there.
export const count = () => {
  linked = between(fold.of, parts, open);
  const large = linked.links.filter((one) => isPart(one.b));
  const heavy = large.filter((one) => one.ties.length >= sift.least);
  const spine = sift.alpha < 1 ? backbone(heavy, sift.alpha) : null;
  const left = spine ? heavy.filter((one) => spine.has(one)) : heavy;
  const kept = sift.top < 11 ? strongest(left, sift.top) : new Set(left);
  const mine = now.picked?.kind === "part" ? now.picked.id : -1;
  drawn = large
    .filter((one) => kept.has(one) || one.a === mine || one.b === mine)
    .sort((x, y) => x.ties.length - y.ties.length);
  lines = linked.links.filter((one) => !isPart(one.b));
  totals = { links: large.length };
  tiesOf = new Map();
  for (const one of linked.links)
    for (const end of [one.a, one.b]) tiesOf.set(end, (tiesOf.get(end) || 0) + one.ties.length);
};

// Colours by block or by a measure; the thresholds single out the few that are high.
export const classes = (name) => {
  const { values } = data.measures[name],
    ordered = [...values].sort((a, b) => a - b);
  return [...new Set([0.5, 0.75, 0.9, 0.97].map((share) => ordered[Math.floor(share * (ordered.length - 1))]))].filter(
    (one) => one < ordered.at(-1),
  );
};
export let steps = [];
export const shade = (value) =>
  ink.ramp[Math.round((steps.filter((one) => value > one).length * (ink.ramp.length - 1)) / Math.max(1, steps.length))];
export const commonest = (values) => {
  const seen = new Map();
  for (const value of values) seen.set(value, (seen.get(value) || 0) + 1);
  return [...seen].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0][0];
};
export const paint = (unit) => {
  const group = (number) => ink.blocks[number] ?? ink.other;
  if (now.color === "block") {
    const part = isPart(unit) ? unit : fold.of[city(unit)];
    return fold.unplaced.includes(part) ? ink.other : group(fold.block[part]);
  }
  const { values } = data.measures[now.color];
  const mine = isPart(unit) ? members()[unit].map((node) => values[node]) : [values[city(unit)]];
  return now.color === "community"
    ? group(commonest(mine) - 1)
    : shade(mine.reduce((sum, one) => sum + one, 0) / mine.length);
};

export const edge = ([x, y, r], [tx, ty], far) => [x + ((tx - x) * r) / far, y + ((ty - y) * r) / far];
export const curve = (one) => {
  const from = spot(one.a),
    to = spot(one.b),
    far = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
  const [x1, y1] = edge(from, to, far),
    [x2, y2] = edge(to, from, far),
    bend = isPart(one.b) ? 0.1 : 0.04;
  return [x1, y1, (x1 + x2) / 2 - (y2 - y1) * bend, (y1 + y2) / 2 + (x2 - x1) * bend, x2, y2];
};
export const touches = (one) => {
  const { picked } = now;
  if (!picked) return true;
  if (picked.kind === "link") return one.a === picked.a && one.b === picked.b;
  const unit = picked.kind === "part" ? picked.id : parts + picked.id;
  if (one.a === unit || one.b === unit) return true;
  return (
    picked.kind === "part" &&
    open.has(picked.id) &&
    [one.a, one.b].some((end) => !isPart(end) && fold.of[city(end)] === picked.id)
  );
};

export const painter = {
  light: () => drawn.length + lines.length / 2 < 700,
  *paint(context, view, [left, top, right, bottom]) {
    const { k, x, y } = view,
      sx = (value) => value * k + x,
      sy = (value) => value * k + y;
    const seen = (px, py, r) => px + r > left && px - r < right && py + r > top && py - r < bottom;
    const focused = now.picked !== null;
    let work = 0;
    const stroke = (one, width, opacity) => {
      const [x1, y1, cx, cy, x2, y2] = curve(one).map((value, at) => (at % 2 ? sy(value) : sx(value)));
      if (Math.max(x1, x2) < left || Math.min(x1, x2) > right || Math.max(y1, y2) < top || Math.min(y1, y2) > bottom)
        return;
      context.globalAlpha = opacity;
      context.lineWidth = width;
      context.beginPath();
      context.moveTo(x1, y1);
      context.quadraticCurveTo(cx, cy, x2, y2);
      context.stroke();
      work += 1;
    };
    const disc = (part) => {
      const [wx, wy, wr] = place[part],
        px = sx(wx),
        py = sy(wy),
        r = wr * k;
      if (!seen(px, py, r)) return;
      const [fill, rim] = paint(part),
        stands = open.has(part);
      context.globalAlpha = focused && !near.has(part) && !stands ? 0.35 : 1;
      context.beginPath();
      context.arc(px, py, r, 0, 2 * Math.PI);
      context.fillStyle = stands ? ink.card : fill;
      context.fill();
      context.lineWidth = stands ? 2 : Math.min(1.6, 0.5 + r / 30);
      context.strokeStyle = rim;
      context.stroke();
      if (now.focus === part) ring(context, px, py, r + 4);
    };
    context.lineCap = "round";
    context.strokeStyle = ink.tie;
    const heaviest = drawn.at(-1)?.ties.length ?? 1;
    const zoomed = Math.min(2.2, Math.max(0.8, Math.sqrt(k)));
    for (const one of drawn) {
      const mine = touches(one),
        width = Math.min(15, 0.5 + Math.sqrt(one.ties.length) * 0.62) * zoomed;
      stroke(one, width, focused ? (mine ? 0.75 : 0.07) : 0.2 + 0.45 * Math.sqrt(one.ties.length / heaviest));
      if (work % 150 === 149) yield;
    }
    context.globalAlpha = 1;
    for (const part of open) disc(part);
    context.strokeStyle = ink.tie;
    for (const one of lines) {
      const mine = touches(one);
      stroke(
        one,
        (mine && focused && now.picked.kind === "city" ? 1.4 : 0.7) * Math.min(2, Math.sqrt(one.ties.length)),
        focused ? (mine ? (now.picked.kind === "city" ? 0.8 : 0.3) : 0.04) : 0.22,
      );
      if (work % 150 === 149) yield;
    }
    context.globalAlpha = 1;
    for (let part = 0; part < parts; part += 1) if (!open.has(part)) disc(part);
    yield;
    for (const part of open)
      for (const node of members()[part]) {
        const [wx, wy, wr] = spot(parts + node),
          px = sx(wx),
          py = sy(wy),
          r = Math.max(1.2, wr * k);
        if (!seen(px, py, r)) continue;
        const [fill, rim] = paint(parts + node);
        context.globalAlpha = focused && now.picked.kind === "city" && !near.has(parts + node) ? 0.3 : 1;
        context.beginPath();
        context.arc(px, py, r, 0, 2 * Math.PI);
        context.fillStyle = now.color === "block" ? rim : fill;
        context.fill();
        context.lineWidth = Math.min(1.2, r / 5);
        context.strokeStyle = now.color === "block" ? ink.card : rim;
        context.stroke();
        if (now.focus === parts + node) ring(context, px, py, r + 3);
      }
    context.globalAlpha = 1;
    yield;
    label(context, { k, sx, sy, seen });
  },
};
// The names of a community, one below the other where its circle has room for them.
export const several = (context, letters, part, px, py, r) => {
  const names = fold.parts[part]
    .replace(/ …$/, "")
    .split(", ")
    .map((name) => shorten(name, 13));
  if (names.length < 2) return false;
  const widest = Math.max(...names.map((name) => wide(context, name, 1, "500"))),
    size = Math.min(16, r / (0.75 * names.length), (1.62 * r) / widest);
  if (size < 9) return false;
  names.forEach((name, line) =>
    letters.write(context, name, px, py + (line - (names.length - 1) / 2) * size * 1.25, {
      size,
      weight: "500",
      colour: inkOn(paint(part)[0]),
      halo: "",
      must: true,
    }),
  );
  return true;
};
// Labels: what is picked, then open parts, then parts by size, then cities by their ties.
export const label = (context, { k, sx, sy, seen }) => {
  const letters = new Lettering(),
    circles = new Lettering(),
    focused = now.picked !== null,
    outside = [];
  const order = [...place.keys()].sort((a, b) => place[b][2] - place[a][2]);
  for (const part of order) {
    const [wx, wy, wr] = place[part],
      px = sx(wx),
      py = sy(wy),
      r = wr * k;
    if (!seen(px, py, r)) continue;
    if (!open.has(part)) circles.take([px - r * 0.8, py - r * 0.8, px + r * 0.8, py + r * 0.8]);
    if (focused && !near.has(part) && !open.has(part) && r < 40) continue;
    const text = shorten(fold.parts[part]),
      colour = focused && !near.has(part) && !open.has(part) ? ink.soft : undefined;
    if (open.has(part)) {
      letters.write(context, `${text} · ${whole.format(members()[part].length)}`, px, py, {
        size: 16,
        weight: "600",
        sides: ["above"],
        gap: r + 5,
        must: true,
        colour: paint(part)[1],
      });
      continue;
    }
    const fitting = Math.min(24, Math.max(10, r / 3.1), (2 * r - 5) / wide(context, text, 1, "500"));
    if (fitting < 13 && several(context, letters, part, px, py, r)) continue;
    if (fitting >= 9.5) {
      const high = r > 26 && r > fitting * 1.9,
        on = inkOn(paint(part)[0]);
      letters.write(context, text, px, py - (high ? fitting * 0.5 : 0), {
        size: fitting,
        weight: "500",
        colour: on,
        halo: "",
        must: true,
      });
      if (high)
        letters.write(context, whole.format(members()[part].length), px, py + fitting * 0.62, {
          size: Math.max(10, fitting * 0.68),
          colour: on,
          halo: "",
          must: true,
        });
    } else if (r > 3.2) outside.push([text, px, py, r, colour]);
  }
  // A name beside its circle covers no other circle; failing that, a name on its circle covers no other name.
  for (const [text, px, py, r, colour] of outside)
    if (
      !letters.write(context, text, px, py, {
        size: 11,
        colour,
        sides: ["below", "above", "right", "left"],
        gap: r + 1,
        also: circles,
      }) &&
      r > 11
    )
      letters.write(context, text, px, py, { size: 10.5, colour });
  const shown = [...open]
    .flatMap((part) => members()[part])
    .filter((node) => !focused || now.picked.kind !== "city" || near.has(parts + node));
  shown.sort((a, b) => around[b].length - around[a].length || a - b);
  if (now.picked?.kind === "city") shown.unshift(now.picked.id);
  for (const node of shown) {
    if (letters.count > 260) break;
    const [wx, wy, wr] = spot(parts + node),
      px = sx(wx),
      py = sy(wy),
      r = Math.max(1.2, wr * k),
      chosen = now.picked?.kind === "city" && now.picked.id === node;
    if (seen(px, py, 0))
      letters.write(context, shorten(nodes.label[node]), px, py, {
        size: chosen ? 15 : Math.max(11, Math.min(14, r)),
        weight: chosen ? "700" : "400",
        halo: ink.card,
        sides: ["right", "left", "below", "above"],
        gap: r + 3,
        must: chosen,
      });
  }
};
