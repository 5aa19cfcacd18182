"use strict";
// The atlas: parts of a network that unfold. A unit is a part (its number) or a city of an open one
// (the number of parts, and its own on top).
const now = { fold: data.opening, sized: "members", color: data.color, size: data.size, picked: null, focus: null };
const open = new Set();
const sift = { top: 3, alpha: 1, least: 1 };
let fold, parts, place, tiesOf, linked = { links: [], within: 0, left: 0 }, drawn = [], lines = [], totals = { links: 0 };
const cities = nodes.label.length;
const members = () => fold.members;
const isPart = (unit) => unit < parts;
const city = (unit) => unit - parts;
const nameOf = (unit) => (isPart(unit) ? fold.parts[unit] : nodes.label[city(unit)]);
const spot = (unit) => {
  if (isPart(unit)) return place[unit];
  const node = city(unit), [x, y, r] = place[fold.of[node]];
  return [x + fold.inner[2 * node] * r, y + fold.inner[2 * node + 1] * r, dot(node)];
};
const scaled = (name) => {
  const { values } = data.measures[name], most = Math.max(...values) || 1;
  return values.map((value) => Math.sqrt(Math.max(0, value) / most));
};
let sizes = scaled(now.size === "community" ? "degree" : now.size);
const dot = (node) => {
  const part = fold.of[node];
  return (place[part][2] * 0.9 * (0.2 + 0.34 * sizes[node])) / Math.sqrt(members()[part].length);
};

const refold = (number) => {
  now.fold = number;
  fold = data.folds[number];
  parts = fold.parts.length;
  place = fold.place[now.sized];
  fold.members ??= fold.of.reduce((lists, part, node) => { lists[part].push(node); return lists; }, fold.parts.map(() => []));
  for (const list of fold.members) list.sort((a, b) => around[b].length - around[a].length || a - b);
  open.clear();
  now.picked = now.focus = null;
};

// What is shown of the links: those of parts are sifted, those of cities that stand open are all there.
const count = () => {
  linked = between(fold.of, parts, open);
  const large = linked.links.filter((one) => isPart(one.b));
  const heavy = large.filter((one) => one.ties.length >= sift.least);
  const spine = sift.alpha < 1 ? backbone(heavy, sift.alpha) : null;
  const left = spine ? heavy.filter((one) => spine.has(one)) : heavy;
  const kept = sift.top < 11 ? strongest(left, sift.top) : new Set(left);
  const mine = now.picked?.kind === "part" ? now.picked.id : -1;
  drawn = large.filter((one) => kept.has(one) || one.a === mine || one.b === mine).sort((x, y) => x.ties.length - y.ties.length);
  lines = linked.links.filter((one) => !isPart(one.b));
  totals = { links: large.length };
  tiesOf = new Map();
  for (const one of linked.links) for (const end of [one.a, one.b]) tiesOf.set(end, (tiesOf.get(end) || 0) + one.ties.length);
};

// Colours by block or by a measure; the thresholds single out the few that are high.
const classes = (name) => {
  const { values } = data.measures[name], ordered = [...values].sort((a, b) => a - b);
  return [...new Set([0.5, 0.75, 0.9, 0.97].map((share) => ordered[Math.floor(share * (ordered.length - 1))]))].filter((one) => one < ordered.at(-1));
};
let steps = [];
const shade = (value) => ink.ramp[Math.round((steps.filter((one) => value > one).length * (ink.ramp.length - 1)) / Math.max(1, steps.length))];
const commonest = (values) => {
  const seen = new Map();
  for (const value of values) seen.set(value, (seen.get(value) || 0) + 1);
  return [...seen].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0][0];
};
const paint = (unit) => {
  const group = (number) => ink.blocks[number] ?? ink.other;
  if (now.color === "block") {
    const part = isPart(unit) ? unit : fold.of[city(unit)];
    return fold.unplaced.includes(part) ? ink.other : group(fold.block[part]);
  }
  const { values } = data.measures[now.color];
  const mine = isPart(unit) ? members()[unit].map((node) => values[node]) : [values[city(unit)]];
  return now.color === "community" ? group(commonest(mine) - 1) : shade(mine.reduce((sum, one) => sum + one, 0) / mine.length);
};

const edge = ([x, y, r], [tx, ty], far) => [x + ((tx - x) * r) / far, y + ((ty - y) * r) / far];
const curve = (one) => {
  const from = spot(one.a), to = spot(one.b), far = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
  const [x1, y1] = edge(from, to, far), [x2, y2] = edge(to, from, far), bend = isPart(one.b) ? 0.1 : 0.04;
  return [x1, y1, (x1 + x2) / 2 - (y2 - y1) * bend, (y1 + y2) / 2 + (x2 - x1) * bend, x2, y2];
};
const touches = (one) => {
  const { picked } = now;
  if (!picked) return true;
  if (picked.kind === "link") return one.a === picked.a && one.b === picked.b;
  const unit = picked.kind === "part" ? picked.id : parts + picked.id;
  if (one.a === unit || one.b === unit) return true;
  return picked.kind === "part" && open.has(picked.id) && [one.a, one.b].some((end) => !isPart(end) && fold.of[city(end)] === picked.id);
};

const painter = {
  light: () => drawn.length + lines.length / 2 < 700,
  *paint(context, view, [left, top, right, bottom]) {
    const { k, x, y } = view, sx = (value) => value * k + x, sy = (value) => value * k + y;
    const seen = (px, py, r) => px + r > left && px - r < right && py + r > top && py - r < bottom;
    const focused = now.picked !== null;
    let work = 0;
    const stroke = (one, width, opacity) => {
      const [x1, y1, cx, cy, x2, y2] = curve(one).map((value, at) => (at % 2 ? sy(value) : sx(value)));
      if (Math.max(x1, x2) < left || Math.min(x1, x2) > right || Math.max(y1, y2) < top || Math.min(y1, y2) > bottom) return;
      context.globalAlpha = opacity;
      context.lineWidth = width;
      context.beginPath();
      context.moveTo(x1, y1);
      context.quadraticCurveTo(cx, cy, x2, y2);
      context.stroke();
      work += 1;
    };
    const disc = (part) => {
      const [wx, wy, wr] = place[part], px = sx(wx), py = sy(wy), r = wr * k;
      if (!seen(px, py, r)) return;
      const [fill, rim] = paint(part), stands = open.has(part);
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
      const mine = touches(one), width = Math.min(15, 0.5 + Math.sqrt(one.ties.length) * 0.62) * zoomed;
      stroke(one, width, focused ? (mine ? 0.75 : 0.07) : 0.2 + 0.45 * Math.sqrt(one.ties.length / heaviest));
      if (work % 150 === 149) yield;
    }
    context.globalAlpha = 1;
    for (const part of open) disc(part);
    context.strokeStyle = ink.tie;
    for (const one of lines) {
      const mine = touches(one);
      stroke(one, (mine && focused && now.picked.kind === "city" ? 1.4 : 0.7) * Math.min(2, Math.sqrt(one.ties.length)), focused ? (mine ? (now.picked.kind === "city" ? 0.8 : 0.3) : 0.04) : 0.22);
      if (work % 150 === 149) yield;
    }
    context.globalAlpha = 1;
    for (let part = 0; part < parts; part += 1) if (!open.has(part)) disc(part);
    yield;
    for (const part of open) for (const node of members()[part]) {
      const [wx, wy, wr] = spot(parts + node), px = sx(wx), py = sy(wy), r = Math.max(1.2, wr * k);
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
const ring = (context, x, y, r) => {
  context.save();
  context.globalAlpha = 1;
  context.beginPath();
  context.arc(x, y, r, 0, 2 * Math.PI);
  context.setLineDash([5, 3]);
  context.lineWidth = 2.5;
  context.strokeStyle = ink.accent;
  context.stroke();
  context.restore();
};
// The names of a community, one below the other where its circle has room for them.
const several = (context, letters, part, px, py, r) => {
  const names = fold.parts[part].replace(/ …$/, "").split(", ").map((name) => shorten(name, 13));
  if (names.length < 2) return false;
  const widest = Math.max(...names.map((name) => wide(context, name, 1, "500"))), size = Math.min(16, r / (0.75 * names.length), (1.62 * r) / widest);
  if (size < 9) return false;
  names.forEach((name, line) => letters.write(context, name, px, py + (line - (names.length - 1) / 2) * size * 1.25, { size, weight: "500", colour: inkOn(paint(part)[0]), halo: "", must: true }));
  return true;
};
// Labels: what is picked, then open parts, then parts by size, then cities by their ties.
const label = (context, { k, sx, sy, seen }) => {
  const letters = new Lettering(), circles = new Lettering(), focused = now.picked !== null, outside = [];
  const order = [...place.keys()].sort((a, b) => place[b][2] - place[a][2]);
  for (const part of order) {
    const [wx, wy, wr] = place[part], px = sx(wx), py = sy(wy), r = wr * k;
    if (!seen(px, py, r)) continue;
    if (!open.has(part)) circles.take([px - r * 0.8, py - r * 0.8, px + r * 0.8, py + r * 0.8]);
    if (focused && !near.has(part) && !open.has(part) && r < 40) continue;
    const text = shorten(fold.parts[part]), colour = focused && !near.has(part) && !open.has(part) ? ink.soft : undefined;
    if (open.has(part)) {
      letters.write(context, `${text} · ${whole.format(members()[part].length)}`, px, py, { size: 16, weight: "600", sides: ["above"], gap: r + 5, must: true, colour: paint(part)[1] });
      continue;
    }
    const fitting = Math.min(24, Math.max(10, r / 3.1), (2 * r - 5) / wide(context, text, 1, "500"));
    if (fitting < 13 && several(context, letters, part, px, py, r)) continue;
    if (fitting >= 9.5) {
      const high = r > 26 && r > fitting * 1.9, on = inkOn(paint(part)[0]);
      letters.write(context, text, px, py - (high ? fitting * 0.5 : 0), { size: fitting, weight: "500", colour: on, halo: "", must: true });
      if (high) letters.write(context, whole.format(members()[part].length), px, py + fitting * 0.62, { size: Math.max(10, fitting * 0.68), colour: on, halo: "", must: true });
    } else if (r > 3.2) outside.push([text, px, py, r, colour]);
  }
  // A name beside its circle covers no other circle; failing that, a name on its circle covers no other name.
  for (const [text, px, py, r, colour] of outside)
    if (!letters.write(context, text, px, py, { size: 11, colour, sides: ["below", "above", "right", "left"], gap: r + 1, also: circles }) && r > 11)
      letters.write(context, text, px, py, { size: 10.5, colour });
  const shown = [...open].flatMap((part) => members()[part]).filter((node) => !focused || now.picked.kind !== "city" || near.has(parts + node));
  shown.sort((a, b) => around[b].length - around[a].length || a - b);
  if (now.picked?.kind === "city") shown.unshift(now.picked.id);
  for (const node of shown) {
    if (letters.count > 260) break;
    const [wx, wy, wr] = spot(parts + node), px = sx(wx), py = sy(wy), r = Math.max(1.2, wr * k), chosen = now.picked?.kind === "city" && now.picked.id === node;
    if (seen(px, py, 0)) letters.write(context, shorten(nodes.label[node]), px, py, { size: chosen ? 15 : Math.max(11, Math.min(14, r)), weight: chosen ? "700" : "400", halo: ink.card, sides: ["right", "left", "below", "above"], gap: r + 3, must: chosen });
  }
};

const stage = new Stage(byId("picture"), painter, [0.12, 60]);
let near = new Set();
const gather = () => {
  near = new Set();
  if (!now.picked) return;
  for (const one of [...drawn, ...lines]) if (touches(one)) for (const end of [one.a, one.b]) { near.add(end); if (!isPart(end)) near.add(fold.of[city(end)]); }
  if (now.picked.kind === "part") near.add(now.picked.id);
  if (now.picked.kind === "city") { near.add(parts + now.picked.id); near.add(fold.of[now.picked.id]); }
};
const refresh = () => {
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
  ].filter(Boolean).join(" · ");
  Object.assign(root.dataset, {
    shown: String(parts - open.size + inside), relations: String(drawn.length + lines.length), folded: String(cities - inside),
    hidden: String(totals.links - drawn.length), left: String(linked.left), open: String(open.size),
    view: open.size ? "open" : "overview", fold: fold.way, picked: now.picked ? now.picked.kind : "",
  });
  byId("back").disabled = !open.size;
  stage.ask(true);
};

const circle = (part) => { const [x, y, r] = place[part]; return [x - r, y - r * 1.12, x + r, y + r]; };
// With room below for the status.
const bounds = () => place.reduce(([l, t, r, b], [x, y, z]) => [Math.min(l, x - z), Math.min(t, y - z), Math.max(r, x + z), Math.max(b, y + z)], [Infinity, Infinity, -Infinity, -Infinity]);
const overview = (fast = false) => {
  open.clear();
  pick(null);
  stage.show(bounds(), { fast, room: 44 });
};
const unfold = (part, { move = true, choose = true } = {}) => {
  open.add(part);
  if (choose) pick({ kind: "part", id: part });
  if (move) stage.show(circle(part), { room: 90 });
  say(tell("opened", { name: fold.parts[part], n: members()[part].length }));
};
const foldBack = (part) => {
  open.delete(part);
  pick({ kind: "part", id: part });
  if (!open.size) stage.show(bounds(), { room: 44 });
  say(tell("closed", { name: fold.parts[part] }));
};
const goTo = (node) => {
  const part = fold.of[node];
  open.add(part);
  pick({ kind: "city", id: node });
  const [x, y] = spot(parts + node), [, , r] = place[part], reach = Math.max(r * 0.35, (r * 7) / Math.sqrt(members()[part].length));
  stage.show([x - reach, y - reach, x + reach, y + reach], { most: 40 });
};
const pick = (picked) => {
  now.picked = picked;
  now.focus = picked?.kind === "part" ? picked.id : picked?.kind === "city" ? parts + picked.id : null;
  refresh();
  if (!picked) showWhole();
  else if (picked.kind === "part") showPart(picked.id);
  else if (picked.kind === "city") showCity(picked.id);
  else showLink(picked);
};

// Details. With nothing picked they answer the question of the page.
const showWhole = () => {
  const large = linked.links.filter((one) => isPart(one.b)).sort((x, y) => y.ties.length - x.ties.length || x.a - y.a || x.b - y.b);
  const rows = large.slice(0, 25).map((one) => [linkName(one), one.ties.length, () => pick({ kind: "link", ...one })]);
  const own = [...members().keys()].map((part) => [part, ties.a.reduce((sum, one, tie) => sum + (fold.of[one] === part && fold.of[ties.b[tie]] === part && active(tie) ? 1 : 0), 0)]);
  panel(make("p", words.pick, { class: "hint" }), facts([[words.parts, parts], [words.cities, cities], [words.ties_all, ties.a.length - linked.left], [words.ties_within, linked.within]]),
    make("h3", words.strongest), counted(rows, 25),
    make("h3", words.most_within), counted(own.filter((one) => one[1]).sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 8).map(([part, n]) => [fold.parts[part], n, () => pick({ kind: "part", id: part })]), 8));
};
const counted = (rows, most) => listed(rows, ([text, n, action]) => {
  const item = make("li", undefined, { class: "row" });
  item.append(button(text, action), make("span", whole.format(n), { class: "count" }));
  return item;
}, most);
const linkName = (one) => `${nameOf(one.a)} – ${nameOf(one.b)}`;
const linksOf = (unit) => linked.links.filter((one) => one.a === unit || one.b === unit).sort((x, y) => y.ties.length - x.ties.length || x.a - y.a || x.b - y.b);
// The links of a part count its ties whether it is open or not.
const partnersOf = (part) => {
  const found = new Map();
  let within = 0;
  for (let tie = 0; tie < ties.a.length; tie += 1) {
    if (!active(tie)) continue;
    const one = fold.of[ties.a[tie]], two = fold.of[ties.b[tie]];
    if (one !== part && two !== part) continue;
    if (one === two) within += 1;
    else { const far = one === part ? two : one; if (!found.has(far)) found.set(far, []); found.get(far).push(tie); }
  }
  return { within, others: [...found].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]) };
};
const showPart = (part) => {
  const { within, others } = partnersOf(part), list = members()[part];
  panel(
    make("h2", fold.parts[part]), make("p", fold.label, { class: "kind" }),
    facts([[words.cities, list.length], [words.ties_within, within], [words.ties_beyond, others.reduce((sum, one) => sum + one[1].length, 0)], [words.partner_parts, others.length]]),
    open.has(part) ? button(words.fold_back, () => foldBack(part), "act") : button(words.unfold, () => unfold(part), "act"),
    others.length ? make("h3", words.strongest) : null,
    counted(others.map(([far, some]) => [fold.parts[far], some.length, () => pick({ kind: "link", a: Math.min(part, far), b: Math.max(part, far), ties: some })]), 10),
    make("h3", words.best_tied), counted(list.map((node) => [nodes.label[node], around[node].filter(active).length, () => goTo(node)]), 12),
  );
};
const showCity = (node) => {
  const partners = around[node].filter(active).sort((a, b) => nodes.label[other(a, node)].localeCompare(nodes.label[other(b, node)], data.lang));
  const kind = make("p", [nodes.kinds[nodes.kind[node]], fold.parts[fold.of[node]]].filter(Boolean).join(" · "), { class: "kind" });
  const iri = make("p", undefined, { class: "cite" });
  iri.append(link(nodes.iri[node], address(nodes.iri[node])));
  panel(
    make("h2", nodes.label[node]), kind, iri,
    facts(Object.entries(data.measures).filter(([name]) => name !== "community").map(([, one]) => [one.label, one.values[node], one.meaning])),
    make("h3", `${words.partners} (${whole.format(partners.length)})`),
    listed(partners, (tie) => tieItem(tie, nodes.label[other(tie, node)], () => goTo(other(tie, node)))),
  );
};
const showLink = (one) => {
  const some = one.ties ?? linked.links.find((each) => each.a === one.a && each.b === one.b)?.ties ?? [];
  const worth = (tie) => around[ties.a[tie]].length + around[ties.b[tie]].length;
  const rows = [...some].sort((a, b) => worth(b) - worth(a) || a - b);
  panel(make("h2", linkName(one)), make("p", tell("ties_count", { n: some.length }), { class: "kind" }),
    listed(rows, (tie) => tieItem(tie, `${nodes.label[ties.a[tie]]} – ${nodes.label[ties.b[tie]]}`, () => goTo(ties.a[tie]))));
};

// What lies under the pointer: a city, a part, a line.
const at = (px, py) => {
  const { k, x, y } = stage.view, wx = (px - x) / k, wy = (py - y) / k, slack = 5 / k;
  for (const part of open) {
    if (Math.hypot(place[part][0] - wx, place[part][1] - wy) > place[part][2]) continue;
    let best = null, least = Infinity;
    for (const node of members()[part]) {
      const [cx, cy, r] = spot(parts + node), far = Math.hypot(cx - wx, cy - wy) - r;
      if (far < slack && far < least) { least = far; best = { kind: "city", id: node }; }
    }
    return best ?? { kind: "part", id: part };
  }
  for (let part = 0; part < parts; part += 1) if (Math.hypot(place[part][0] - wx, place[part][1] - wy) < place[part][2] + slack / 2) return { kind: "part", id: part };
  let best = null, least = slack;
  for (const one of [...drawn, ...lines]) {
    const [x1, y1, cx, cy, x2, y2] = curve(one);
    if (wx < Math.min(x1, cx, x2) - slack || wx > Math.max(x1, cx, x2) + slack || wy < Math.min(y1, cy, y2) - slack || wy > Math.max(y1, cy, y2) + slack) continue;
    for (let step = 1; step < 24; step += 1) {
      const t = step / 24, u = 1 - t, far = Math.hypot(u * u * x1 + 2 * u * t * cx + t * t * x2 - wx, u * u * y1 + 2 * u * t * cy + t * t * y2 - wy);
      if (far < least) { least = far; best = { kind: "link", a: one.a, b: one.b, ties: one.ties }; }
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
  if (found.kind === "city") return [nodes.label[found.id], tell("ties_count", { n: around[found.id].filter(active).length })];
  if (found.kind === "link") return [linkName(found), tell("ties_count", { n: found.ties.length })];
  return [fold.parts[found.id], tell("part_count", { n: members()[found.id].length, ties: tiesOf.get(found.id) || 0 })];
});

// Keys: tab walks through what is in sight, the largest first.
const inSight = () => {
  const { k, x, y } = stage.view;
  const visible = (unit) => { const [wx, wy, r] = spot(unit), px = wx * k + x, py = wy * k + y; return px + r * k > 0 && px - r * k < stage.width && py + r * k > 0 && py - r * k < stage.height; };
  // An open part is followed by its cities.
  return [...place.keys()].filter(visible).sort((a, b) => place[b][2] - place[a][2] || a - b)
    .flatMap((part) => [part, ...(open.has(part) ? members()[part].map((node) => parts + node).filter(visible) : [])]);
};
let walk = true;
keys(stage, (event) => {
  if (event.key === "Tab" && walk) {
    const units = inSight(), next = now.focus === null ? (event.shiftKey ? -1 : 0) : units.indexOf(now.focus) + (event.shiftKey ? -1 : 1);
    if (next < 0 || next >= units.length) { now.focus = null; stage.ask(true); return false; }
    now.focus = units[next];
    say(tell("in_focus", { name: nameOf(now.focus), n: isPart(now.focus) ? members()[now.focus].length : around[city(now.focus)].filter(active).length, what: isPart(now.focus) ? words.cities : words.ties }));
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
    if (now.picked && now.picked.kind !== "part") pick(now.picked.kind === "city" ? { kind: "part", id: fold.of[now.picked.id] } : null);
    else if (now.picked && open.has(now.picked.id)) foldBack(now.picked.id);
    else if (open.size) foldBack([...open].at(-1));
    else if (now.picked) pick(null);
    else { now.focus = null; walk = false; stage.ask(true); }
    return true;
  }
  if (event.key === "Backspace" || event.key === "0" || event.key === "Home") { overview(); say(words.back_done); return true; }
  return false;
});
stage.holder.addEventListener("blur", () => { walk = true; });

searchable(() => [
  ...data.folds.flatMap((one, number) => one.parts.map((name, part) => ({ label: name, note: one.label, weight: 1e6 + one.place.members[part][2], action: () => { choose(number); unfold(part); } }))),
  ...nodes.label.map((name, node) => ({ label: name, note: fold.way === "country" ? fold.parts[fold.of[node]] : nodes.kinds[nodes.kind[node]], weight: around[node].length, action: () => goTo(node) })),
]);

// Choices.
const choose = (number) => {
  if (number === now.fold) return;
  byId("fold").value = String(number);
  refold(number);
  legend();
  table(true);
  overview(true);
};
options(byId("fold"), data.folds.map((one, number) => [number, one.label]), now.fold);
options(byId("sized"), [["members", words.by_cities], ["ties", words.by_ties]], now.sized);
options(byId("color"), [["block", words.block], ...Object.entries(data.measures).map(([name, one]) => [name, one.label])], now.color);
options(byId("size"), Object.entries(data.measures).filter(([name]) => name !== "community").map(([name, one]) => [name, one.label]), now.size);
byId("fold").addEventListener("change", () => choose(Number(byId("fold").value)));
byId("sized").addEventListener("change", () => { now.sized = byId("sized").value; place = fold.place[now.sized]; legend(); refresh(); stage.show(bounds(), { fast: true, room: 44 }); });
byId("color").addEventListener("change", () => { now.color = byId("color").value; legend(); refresh(); });
byId("size").addEventListener("change", () => { now.size = byId("size").value; sizes = scaled(now.size); legend(); refresh(); });
const ranged = (name, put, text) => {
  const input = byId(name), shown = byId(`${name}_is`);
  const set = () => { put(Number(input.value)); shown.textContent = text(Number(input.value)); };
  set();
  input.addEventListener("input", () => { set(); refresh(); });
};
const alphas = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 1];
byId("alpha").max = String(alphas.length - 1);
byId("alpha").value = String(alphas.length - 1);
ranged("top", (value) => { sift.top = value; }, (value) => (value > 10 ? words.all : whole.format(value)));
ranged("alpha", (value) => { sift.alpha = alphas[value]; }, (value) => (alphas[value] < 1 ? `α < ${figures.format(alphas[value])}` : words.off));
ranged("least", (value) => { sift.least = value; }, (value) => whole.format(value));

const legend = () => {
  const chip = ([fill, rim], text) => {
    const item = make("span", undefined, { class: "chip" }), mark = make("i", undefined, { "aria-hidden": "true" });
    mark.style.background = fill;
    mark.style.borderColor = rim;
    item.append(mark, text);
    return item;
  };
  const marks = byId("marks");
  const of = (number) => fold.parts.filter((_, part) => fold.block[part] === number && !fold.unplaced.includes(part));
  const few = (names) => names.slice(0, 3).map((name) => shorten(name, 22)).join(", ") + (names.length > 3 ? " …" : "");
  if (now.color === "block") {
    const used = [...new Set(fold.block)].sort((a, b) => a - b).filter((number) => of(number).length);
    marks.replaceChildren(make("b", words.block), ...used.filter((number) => number < ink.blocks.length).map((number) => chip(ink.blocks[number], few(of(number)))));
    if (used.length > ink.blocks.length || fold.unplaced.length) marks.append(chip(ink.other, words.others));
    byId("meaning").textContent = words.block_meaning;
  } else {
    const { label: name, meaning } = data.measures[now.color];
    steps = now.color === "community" ? [] : classes(now.color);
    const chips = now.color === "community"
      ? [...ink.blocks.map((pair, place_) => chip(pair, whole.format(place_ + 1))), chip(ink.other, words.others)]
      : [...steps, Infinity].map((limit, place_) => chip(ink.ramp[Math.round((place_ * (ink.ramp.length - 1)) / Math.max(1, steps.length))], Number.isFinite(limit) ? `≤ ${figures.format(limit)}` : `> ${figures.format(steps.at(-1) ?? 0)}`));
    marks.replaceChildren(make("b", name), ...chips);
    byId("meaning").textContent = meaning;
  }
  byId("sizes").textContent = `${tell("size_is", { what: now.sized === "members" ? words.by_cities : words.by_ties })} ${tell("dot_is", { what: data.measures[now.size].label })} ${words.width_is}`;
  byId("notes").textContent = [fold.guessed ? tell("guessed", { n: fold.guessed }) : "", fold.several ? tell("several", { n: fold.several }) : ""].filter(Boolean).join(" ");
};

// The same as a table, made when it is first opened; the cities of a part when it is asked for.
const table = (stale = false) => {
  const holder = byId("rows"), box = byId("tables");
  if (stale) { holder.replaceChildren(); box.dataset.made = ""; }
  if (!box.open || box.dataset.made) return;
  box.dataset.made = "yes";
  byId("part_head").textContent = fold.label;
  const rows = fold.parts.map((name, part) => {
    const { within, others } = partnersOf(part), row = make("tr"), head = make("th", undefined, { scope: "row" });
    head.append(button(name, () => { unfold(part); byId("picture").scrollIntoView({ block: "center" }); }));
    const list = make("td"), shown = button(words.show_cities, () => {
      shown.remove();
      list.append(...members()[part].flatMap((node, place_) => [place_ ? ", " : "", button(nodes.label[node], () => { goTo(node); byId("picture").scrollIntoView({ block: "center" }); })]));
    });
    shown.setAttribute("aria-label", `${words.show_cities}: ${name}`);
    list.append(shown);
    row.append(head, make("td", whole.format(members()[part].length)), make("td", whole.format(within)), make("td", whole.format(others.reduce((sum, one) => sum + one[1].length, 0))),
      make("td", others.slice(0, 3).map(([far, some]) => `${fold.parts[far]} (${whole.format(some.length)})`).join(", ")), list);
    return row;
  });
  holder.replaceChildren(...rows);
};
byId("tables").addEventListener("toggle", () => table());
filters(() => { refresh(); table(true); if (now.picked?.kind === "part") showPart(now.picked.id); });
byId("fit").addEventListener("click", () => stage.show(bounds(), { room: 44 }));
byId("back").addEventListener("click", () => overview());
byId("theme").addEventListener("click", () => { root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark"; dye(); legend(); refresh(); });

refold(now.fold);
legend();
overview(true);
stage.draw();
ready();
