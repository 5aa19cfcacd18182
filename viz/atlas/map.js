"use strict";
// The map: circles of cities over land, arcs between them, diamonds for embassies.
const now = { missions: data.focus >= 0 && data.home >= 0 ? "compare" : "none", own: data.home, picked: null, focus: null, region: "0" };
const limits = [25, 50, 100, 200, 400, 800, 1500, 3000, Infinity];
let most = 3, group = null, spots = [], linked = { links: [], within: 0, left: 0 }, arcs = [], seats = [], contrast = null, totals = { arcs: 0 }, busy = new Float64Array(0);
const size = (circle) => {
  const list = group.lists[circle], near = Math.min(2.2, Math.max(1, stage.view.k ** 0.3));
  if (list.length === 1) return list[0] === data.focus ? 8 : Math.min(8, 2.4 + Math.sqrt(weight[list[0]]) * 0.55) * (data.focus >= 0 ? 1.5 : 1);
  return (group.way === "country" ? 2 + Math.sqrt(list.length) * 0.52 : 3.5 + Math.sqrt(list.length) * 1.3) * near;
};
const screen = ([x, y]) => [x * stage.view.k + stage.view.x, y * stage.view.k + stage.view.y];
const inView = ([x, y], room = 0) => x > -room && y > -room && x < stage.width + room && y < stage.height - FOOT + room;

// What is shown depends on how near one is: circles, then arcs between those in sight, the heaviest first.
const regroup = () => {
  const next = gather(stage.view.k);
  const moved = next !== group || next.blend !== blend;
  group = next;
  if (moved) { group.blend = blend; spots = group.at.map(([long, lat]) => lay(long, lat)); group.arcs = new Map(); }
  return moved;
};
const count = () => {
  // Beside the missions of one country only its own ties tell anything; how many are left out is told.
  filter.country = now.missions === "compare" && data.focus < 0 ? now.own : -1;
  linked = between(group.of, group.count + 1, none);
  linked.links = linked.links.filter((one) => one.b < group.count);
  busy = new Float64Array(group.count);
  for (const one of linked.links) { busy[one.a] += one.ties.length; busy[one.b] += one.ties.length; }
  linked.links.sort((x, y) => y.ties.length - x.ties.length || busy[y.a] + busy[y.b] - busy[x.a] - busy[x.b] || x.a - y.a || x.b - y.b);
  contrast = now.missions === "compare" && now.own >= 0 ? compared(now.own) : null;
  const shown = now.missions === "none" ? [] : now.own >= 0 ? [...new Set([...sentBy[now.own], ...(data.focus >= 0 ? [] : sentTo[now.own])])] : [...missions.from.keys()];
  seats = seatsOf(shown.filter(standing));
  totals.missions = shown.filter(standing).length;
};
const none = new Set();
const mine = (one) => {
  if (now.picked?.kind === "arc") return one.a === now.picked.a && one.b === now.picked.b;
  if (now.picked?.kind === "circle") return one.a === now.picked.id || one.b === now.picked.id;
  return true;
};
const sight = () => {
  const seen = spots.map((spot) => inView(screen(spot), 20));
  const there = linked.links.filter((one) => seen[one.a] || seen[one.b]);
  const own = now.picked?.kind === "circle" ? there.filter(mine) : [];
  const chosen = new Set([...own, ...there.slice(0, limits[most])]);
  arcs = [...chosen].sort((x, y) => x.ties.length - y.ties.length);
  totals.arcs = there.length;
  totals.circles = seen.filter(Boolean).length;
  totals.cities = group.lists.reduce((sum, list, circle) => sum + (seen[circle] ? list.length : 0), 0);
};
const arcOf = (one) => {
  const key = one.a * 65536 + one.b;
  if (!group.arcs.has(key)) group.arcs.set(key, circleOf(group.at[one.a], group.at[one.b]));
  return group.arcs.get(key);
};
const stroke = (context, pieces, { k, x, y }) => {
  context.beginPath();
  for (const piece of pieces) piece.forEach(([px, py], step) => (step ? context.lineTo(px * k + x, py * k + y) : context.moveTo(px * k + x, py * k + y)));
  context.stroke();
};
const fillOf = (feature) => {
  const country = byNumber.get(numberOf(feature));
  if (!contrast || country === undefined) return ink.land;
  if (country === now.own) return ink.border;
  const tied = contrast.tied.has(country), mission = contrast.mission.has(country);
  return tied && mission ? ink.both : tied ? ink.ties : mission ? ink.missions : ink.land;
};
// Where a country's lines to its missions begin: its capital as they name it is not told; its circle, or its shape.
const homeSpot = () => {
  if (data.focus >= 0 && nodes.long[data.focus] !== null) return [nodes.long[data.focus], nodes.lat[data.focus]];
  const circle = gather(1).country?.indexOf(now.own) ?? -1;
  if (circle >= 0) return gather(1).at[circle];
  const { topology, countries } = shapesAt("land110"), shape = countries.find((one) => byNumber.get(numberOf(one)) === now.own);
  return shape ? d3.geoCentroid(topojson.feature(topology, shape)) : null;
};

const painter = {
  light: () => stage.view.k < 2.4 && landIsLaid(stage.view.k) && arcs.length + seats.length < 320,
  *paint(context, view, box) {
    const { k, x, y } = view, put = ([px, py]) => [px * k + x, py * k + y];
    const seen = ([px, py], r) => px + r > box[0] && px - r < box[2] && py + r > box[1] && py - r < box[3];
    yield* land(context, view, box, fillOf);
    context.lineCap = "round";
    const home = seats.length && now.own >= 0 ? homeSpot() : null;
    if (home) {
      context.strokeStyle = ink.mission;
      context.setLineDash([4, 4]);
      context.lineWidth = 0.9;
      context.globalAlpha = now.picked ? 0.15 : 0.42;
      for (const one of seats) if (one.missions.some((mission) => missions.from[mission] === now.own)) stroke(context, circleOf(home, one.at), view);
      context.setLineDash([]);
    }
    yield;
    context.strokeStyle = ink.tie;
    const heaviest = arcs.at(-1)?.ties.length ?? 1;
    let work = 0;
    for (const one of arcs) {
      const share = Math.sqrt(one.ties.length / heaviest), on = mine(one);
      context.globalAlpha = now.picked && now.picked.kind !== "country" ? (on ? 0.85 : 0.06) : data.focus >= 0 ? 0.75 : heaviest === 1 ? 0.4 : 0.16 + 0.6 * share;
      context.lineWidth = data.focus >= 0 ? 1.5 : Math.min(7, heaviest === 1 ? 0.9 : 0.5 + Math.sqrt(one.ties.length) * 0.42);
      stroke(context, arcOf(one), view);
      if ((work += 1) % 60 === 0) yield;
    }
    yield;
    for (let circle = group.count - 1; circle >= 0; circle -= 1) {
      const [px, py] = put(spots[circle]), r = size(circle), alone = group.lists[circle].length === 1;
      if (!seen([px, py], r)) continue;
      context.globalAlpha = now.picked && !close.has(circle) && now.picked.kind !== "country" ? 0.3 : 1;
      context.beginPath();
      context.arc(px, py, r, 0, 2 * Math.PI);
      context.fillStyle = alone ? ink.tie : ink.blocks[0][0];
      context.fill();
      context.lineWidth = 1.2;
      context.strokeStyle = alone ? ink.paper : ink.blocks[0][1];
      context.stroke();
      if (now.focus === circle || group.lists[circle][0] === data.focus) ring(context, px, py, r + 4);
    }
    context.globalAlpha = 1;
    for (const one of seats) diamond(context, ...put(lay(...one.at)), one, seen);
    yield;
    label(context, put, seen);
  },
};
const mark = (one) => Math.min(9, 3 + Math.sqrt(one.missions.length) * 0.75);
const diamond = (context, x, y, one, seen) => {
  const r = mark(one), left = x + r + 3, top = y - r - 3; // beside the circle of its city
  one.spot = [left, top];
  if (!seen([left, top], r)) return;
  context.beginPath();
  context.moveTo(left, top - r);
  context.lineTo(left + r, top);
  context.lineTo(left, top + r);
  context.lineTo(left - r, top);
  context.closePath();
  const hosted = now.own >= 0 && !one.missions.some((mission) => missions.from[mission] === now.own);
  context.fillStyle = hosted ? ink.paper : ink.mission;
  context.fill();
  context.lineWidth = 1.2;
  context.strokeStyle = hosted ? ink.mission : ink.paper;
  context.stroke();
};
const ring = (context, x, y, r) => {
  context.save();
  context.globalAlpha = 1;
  context.beginPath();
  context.arc(x, y, r, 0, 2 * Math.PI);
  context.lineWidth = 2;
  context.strokeStyle = ink.accent;
  context.stroke();
  context.restore();
};
const ranked = () => [...group.lists.keys()].sort((a, b) => Number(group.lists[b][0] === data.focus) - Number(group.lists[a][0] === data.focus) || busy[b] - busy[a] || a - b);
const label = (context, put, seen) => {
  const letters = new Lettering();
  for (const circle of ranked()) {
    if (letters.count > 170) break;
    const [px, py] = put(spots[circle]), r = size(circle);
    if (!seen([px, py], 0)) continue;
    const faint = now.picked && now.picked.kind !== "country" && !close.has(circle);
    if (faint) continue;
    const first = group.lists[circle][0] === data.focus;
    letters.write(context, shorten(group.names[circle], 26), px, py, { size: first ? 16 : Math.max(11, Math.min(15, 9 + r * 0.35)), weight: first ? "700" : "400", halo: ink.land, sides: ["right", "left", "below", "above"], gap: r + 3 });
  }
  if (now.missions !== "none") for (const one of seats) {
    if (letters.count > 210) break;
    if (missions.nodes[one.seat] < 0 && seen(one.spot, 0)) letters.write(context, shorten(missions.seats[one.seat], 22), ...one.spot, { size: 10.5, colour: ink.mission, halo: ink.land, sides: ["right", "left", "above", "below"], gap: mark(one) + 2 });
  }
};

const stage = new Stage(byId("picture"), painter, [0.12, 160]);
let close = new Set();
const refresh = () => {
  regroup();
  count();
  show();
};
const show = () => {
  sight();
  close = new Set();
  if (now.picked?.kind === "circle") close.add(now.picked.id);
  for (const one of arcs) if (now.picked && mine(one)) { close.add(one.a); close.add(one.b); }
  const undated = filter.year !== null && filter.undated ? undatedTies : 0, placed = seats.reduce((sum, one) => sum + one.missions.length, 0);
  byId("status").textContent = [
    tell("arcs_shown", { n: arcs.length, all: totals.arcs }),
    tell("bubbles_shown", { n: totals.circles, all: totals.cities }),
    linked.within ? tell("within_shown", { n: linked.within }) : "",
    unplaced ? tell("unplaced_shown", { n: unplaced }) : "",
    now.missions !== "none" ? tell("missions_shown", { n: placed, all: totals.missions }) : "",
    data.aside ? tell("partner_ties", { n: data.aside }) : "",
    linked.left ? tell("left_out", { n: linked.left, all: ties.a.length }) : "",
    undated ? tell("undated_shown", { n: undated }) : "",
  ].filter(Boolean).join(" · ");
  Object.assign(root.dataset, {
    shown: String(totals.circles), relations: String(arcs.length), folded: String(totals.cities - totals.circles), hidden: String(totals.arcs - arcs.length), left: String(linked.left),
    view: group.way, missions: String(placed), compare: contrast ? String(now.own) : "", picked: now.picked?.kind ?? "", nearness: stage.view.k.toFixed(2),
  });
  stage.ask(true);
};
// When the picture rests: the projection, the circles and the arcs of this nearness.
const settle = () => {
  if (stage.busy) return;
  stage.busy = true;
  const wanted = blendFor(stage.view.k);
  if (wanted !== blend) {
    const [long, lat] = lift((stage.width / 2 - stage.view.x) / stage.view.k, (stage.height / 2 - stage.view.y) / stage.view.k);
    blend = wanted;
    const [x, y] = lay(Math.max(meridian - 179.9, Math.min(meridian + 179.9, long)), lat), { k } = stage.view;
    stage.fly(d3.zoomIdentity.translate(stage.width / 2 - x * k, stage.height / 2 - y * k).scale(k), true);
  }
  const before = `${stage.view.k} ${stage.view.x} ${stage.view.y} ${blend}`;
  if (before !== stage.seen) {
    stage.seen = before;
    if (regroup()) { now.picked = now.picked?.kind === "country" ? now.picked : null; now.focus = null; count(); details(); }
    show();
  }
  stage.busy = false;
};
stage.settled = settle;
const goTo = ([west, south, east, north], limit = 60) => {
  // The projection depends on how near one comes, which depends on the projection.
  const corners = () => {
    const found = [];
    for (let step = 0; step <= 8; step += 1) for (const lat of [south, (south + north) / 2, north]) found.push(lay(west + Math.min(359.8, east - west) * (step / 8), lat));
    const xs = found.map(([x]) => x), ys = found.map(([, y]) => y);
    return east - west > 300 ? [-HALF, Math.min(...ys), HALF, Math.max(...ys)] : [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  };
  for (let turn = 0; turn < 3; turn += 1) {
    const [l, t, r, b] = corners();
    blend = blendFor(Math.min(limit, (stage.width - 40) / (r - l), (stage.height - FOOT - 40) / (b - t)));
  }
  stage.show(corners(), { fast: true, most: limit, room: 30 });
};
const home = (fast = false) => {
  if (data.focus < 0) return goTo(data.regions[0][1]);
  const list = onMap.map((node) => lay(nodes.long[node], nodes.lat[node])), xs = list.map(([x]) => x), ys = list.map(([, y]) => y);
  stage.show([Math.min(...xs) - 60, Math.min(...ys) - 30, Math.max(...xs) + 60, Math.max(...ys) + 30], { fast, most: 12 });
};

// Details. With nothing picked they answer the question of the page.
const rows = (list, most_) => listed(list, ([text, n, action]) => {
  const item = make("li", undefined, { class: "row" });
  item.append(button(text, action), make("span", whole.format(n), { class: "count" }));
  return item;
}, most_);
const pick = (picked) => {
  now.picked = picked;
  now.focus = picked?.kind === "circle" ? picked.id : null;
  details();
  show();
};
const details = () => {
  const { picked } = now;
  if (picked?.kind === "circle") return showCircle(picked.id);
  if (picked?.kind === "city") return showCity(picked.id);
  if (picked?.kind === "arc") return showArc(picked);
  if (picked?.kind === "country") return showCountry(picked.id);
  if (picked?.kind === "seat") return showSeat(picked);
  if (contrast) return showContrast();
  const arcName = (one) => `${group.names[one.a]} – ${group.names[one.b]}`;
  panel(make("p", words.pick, { class: "hint" }), facts([[words.cities, nodes.label.length], [words.ties_all, ties.a.length - linked.left]]),
    make("h3", words.strongest), rows(linked.links.slice(0, 25).map((one) => [arcName(one), one.ties.length, () => pick({ kind: "arc", a: one.a, b: one.b })]), 25));
};
const showContrast = () => {
  const { tied, mission } = contrast, name = (country) => data.countries[country];
  const by = (map) => (a, b) => map.get(b).length - map.get(a).length || name(a).localeCompare(name(b), data.lang);
  const both = [...tied.keys()].filter((one) => mission.has(one)).sort(by(tied)), alone = [...tied.keys()].filter((one) => !mission.has(one)).sort(by(tied)), bare = [...mission.keys()].filter((one) => !tied.has(one)).sort(by(mission));
  const section = (title, list, map) => [make("h3", `${title} (${whole.format(list.length)})`), rows(list.map((one) => [name(one), map.get(one).length, () => pick({ kind: "country", id: one })]), 12)];
  panel(make("h2", name(now.own)), make("p", data.focus >= 0 ? tell("compare_city", { city: nodes.label[data.focus], country: name(now.own) }) : words.compare_country, { class: "kind" }),
    ...section(words.ties_no_mission, alone, tied), ...section(words.mission_no_ties, bare, mission), ...section(words.ties_and_mission, both, tied));
};
const showCountry = (country) => {
  const inside = nodes.country.flatMap((one, node) => (one === country ? [node] : [])).sort((a, b) => weight[b] - weight[a] || a - b);
  const { tied } = compared(country);
  const far = [...tied].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
  const pairwise = contrast && country !== now.own ? contrast.mission.get(country) ?? [] : null, shared = contrast ? contrast.tied.get(country) ?? [] : [];
  const base = [make("h2", data.countries[country]), facts([[words.cities, inside.length], [words.ties_beyond, far.reduce((sum, one) => sum + one[1].length, 0)], [words.missions_sent, sentBy[country].filter(standing).length], [words.missions_hosted, sentTo[country].filter(standing).length]])];
  if (pairwise) base.push(make("h3", `${words.ties_with} ${data.countries[now.own]} (${whole.format(shared.length)})`), listed(shared, (tie) => tieItem(tie, `${nodes.label[ties.a[tie]]} – ${nodes.label[ties.b[tie]]}`, () => goCity(ties.a[tie])), 12),
    make("h3", `${words.missions} (${whole.format(pairwise.length)})`), listed(pairwise, missionItem, 8));
  else base.push(button(words.compare, () => compare(country), "act"));
  panel(...base, far.length ? make("h3", words.strongest) : null, rows(far.map(([one, some]) => [data.countries[one], some.length, () => pick({ kind: "country", id: one })]), 10),
    inside.length ? make("h3", words.best_tied) : null, rows(inside.map((node) => [nodes.label[node], around[node].filter(active).length, () => goCity(node)]), 12));
};
const showCircle = (circle) => {
  const list = group.lists[circle];
  if (list.length === 1) return showCity(list[0]);
  if (group.way === "country" && group.country[circle] >= 0) return showCountry(group.country[circle]);
  const links = linked.links.filter((one) => one.a === circle || one.b === circle);
  return panel(make("h2", group.names[circle]), facts([[words.cities, list.length], [words.ties_beyond, busy[circle]]]),
    button(words.unfold, () => spread(circle), "act"),
    make("h3", words.cities), rows([...list].sort((a, b) => weight[b] - weight[a] || a - b).map((node) => [nodes.label[node], around[node].filter(active).length, () => goCity(node)]), 15),
    links.length ? make("h3", words.strongest) : null, rows(links.map((one) => [group.names[one.a === circle ? one.b : one.a], one.ties.length, () => pick({ kind: "arc", a: one.a, b: one.b })]), 15));
};
const showCity = (node) => {
  const partners = around[node].filter(active).sort((a, b) => nodes.label[other(a, node)].localeCompare(nodes.label[other(b, node)], data.lang));
  const here = missions.nodes.indexOf(node), sitting = here < 0 ? [] : missions.seat.flatMap((seat, mission) => (seat === here && standing(mission) ? [mission] : []));
  const iri = make("p", undefined, { class: "cite" });
  iri.append(link(nodes.iri[node], address(nodes.iri[node])));
  panel(make("h2", nodes.label[node]), make("p", [nodes.kinds[nodes.kind[node]], data.countries[nodes.country[node]]].filter(Boolean).join(" · "), { class: "kind" }), iri,
    make("h3", `${words.partners} (${whole.format(partners.length)})`), listed(partners, (tie) => tieItem(tie, nodes.label[other(tie, node)], () => goCity(other(tie, node)))),
    sitting.length ? make("h3", `${words.missions} (${whole.format(sitting.length)})`) : null, sitting.length ? listed(sitting, missionItem, 8) : null);
};
const showArc = (one) => {
  const some = linked.links.find((each) => each.a === one.a && each.b === one.b)?.ties ?? [];
  const worth = (tie) => weight[ties.a[tie]] + weight[ties.b[tie]];
  panel(make("h2", `${group.names[one.a]} – ${group.names[one.b]}`), make("p", tell("ties_count", { n: some.length }), { class: "kind" }),
    listed([...some].sort((a, b) => worth(b) - worth(a) || a - b), (tie) => tieItem(tie, `${nodes.label[ties.a[tie]]} – ${nodes.label[ties.b[tie]]}`, () => goCity(ties.a[tie]))));
};
const showSeat = ({ seat, list }) => panel(make("h2", missions.seats[seat]), make("p", `${words.missions}: ${whole.format(list.length)}`, { class: "kind" }), listed(list, missionItem, 20));
const spread = (circle) => {
  const list = group.lists[circle].map((node) => lay(nodes.long[node], nodes.lat[node])), xs = list.map(([x]) => x), ys = list.map(([, y]) => y), room = 12 / stage.view.k;
  stage.show([Math.min(...xs) - room, Math.min(...ys) - room, Math.max(...xs) + room, Math.max(...ys) + room], { most: Math.max(FAR + 0.2, stage.view.k * 4) });
  say(tell("opened", { name: group.names[circle], n: list.length }));
};
const goCity = (node) => {
  if (nodes.lat[node] === null) { pick({ kind: "city", id: node }); return; }
  const k = data.focus >= 0 ? stage.view.k : Math.max(14, stage.view.k);
  blend = blendFor(k);
  const [x, y] = lay(nodes.long[node], nodes.lat[node]);
  stage.fly(d3.zoomIdentity.translate(stage.width / 2 - x * k, (stage.height - FOOT) / 2 - y * k).scale(k), true);
  settle();
  pick({ kind: "circle", id: group.of[node] });
  if (group.lists[group.of[node]].length > 1) showCity(node);
};
const compare = (country) => {
  Object.assign(now, { missions: "compare", own: country });
  byId("missions").value = "compare";
  byId("from").value = String(country);
  changed();
};
const changed = () => {
  byId("seen").hidden = now.missions === "none";
  if (now.missions === "compare" && now.own < 0) { now.own = busiest(); byId("from").value = String(now.own); }
  now.picked = null;
  refresh();
  legend();
  details();
};
const busiest = () => {
  const sums = data.countries.map((_, country) => sentBy[country].length);
  nodes.country.forEach((country, node) => { if (country >= 0) sums[country] += weight[node]; });
  return sums.indexOf(Math.max(...sums));
};

// What lies under the pointer: a diamond, a circle, an arc, a country.
const at = (px, py) => {
  for (const one of seats) if (one.spot && Math.abs(one.spot[0] - px) + Math.abs(one.spot[1] - py) < mark(one) + 2) return { kind: "seat", seat: one.seat, list: one.missions };
  let best = null, least = 5;
  for (let circle = 0; circle < group.count; circle += 1) {
    const [x, y] = screen(spots[circle]), far = Math.hypot(x - px, y - py) - size(circle);
    if (far < least) { least = far; best = { kind: "circle", id: circle }; }
  }
  if (best) return best;
  least = 4;
  for (const one of arcs) for (const piece of arcOf(one)) for (let step = 1; step < piece.length; step += 1) {
    const [ax, ay] = screen(piece[step - 1]), [bx, by] = screen(piece[step]);
    if (px < Math.min(ax, bx) - 5 || px > Math.max(ax, bx) + 5 || py < Math.min(ay, by) - 5 || py > Math.max(ay, by) + 5) continue;
    const t = Math.max(0, Math.min(1, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2 || 1))), far = Math.hypot(ax + t * (bx - ax) - px, ay + t * (by - ay) - py);
    if (far < least) { least = far; best = { kind: "arc", a: one.a, b: one.b }; }
  }
  return best;
};
const countryAt = (px, py) => {
  const shapes = shapesAt("land110"), { k, x, y } = stage.view;
  for (let place = 0; place < shapes.countries.length; place += 1)
    if (byNumber.has(numberOf(shapes.countries[place]))) {
      const path = outline(shapes, place), box = shapes.boxes[place], wx = (px - x) / k, wy = (py - y) / k;
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
const enter = (circle) => { if (group.lists[circle].length > 1 && group.way !== "country") spread(circle); };
tip(stage, at, (found) => {
  if (found.kind === "seat") return [missions.seats[found.seat], `${words.missions}: ${whole.format(found.list.length)}`];
  if (found.kind === "arc") return [`${group.names[found.a]} – ${group.names[found.b]}`, tell("ties_count", { n: linked.links.find((one) => one.a === found.a && one.b === found.b)?.ties.length ?? 0 })];
  return [group.names[found.id], tell("part_count", { n: group.lists[found.id].length, ties: busy[found.id] })];
});

const inSight = () => ranked().filter((circle) => inView(screen(spots[circle])));
let walk = true;
keys(stage, (event) => {
  if (event.key === "Tab" && walk) {
    const circles = inSight(), next = now.focus === null ? (event.shiftKey ? -1 : 0) : circles.indexOf(now.focus) + (event.shiftKey ? -1 : 1);
    if (next < 0 || next >= circles.length) { now.focus = null; stage.ask(true); return false; }
    now.focus = circles[next];
    say(tell("in_focus", { name: group.names[now.focus], n: busy[now.focus], what: words.ties }));
    stage.ask(true);
    return true;
  }
  if (event.key === "Enter" && now.focus !== null) {
    const circle = now.focus, again = now.picked?.kind === "circle" && now.picked.id === circle;
    if (again && group.lists[circle].length > 1) spread(circle);
    else pick({ kind: "circle", id: circle });
    return true;
  }
  if (event.key === "Escape") {
    if (now.picked) pick(null);
    else if (stage.view.k > 1.2 && data.focus < 0) stage.scale(0.5);
    else { now.focus = null; walk = false; stage.ask(true); }
    return true;
  }
  if (event.key === "Backspace" || event.key === "0" || event.key === "Home") { pick(null); home(); return true; }
  return false;
});
stage.holder.addEventListener("blur", () => { walk = true; });
searchable(() => [
  ...data.countries.map((name, country) => ({ label: name, note: words.fold_country, weight: 1e6, action: () => { toCountry(country); } })),
  ...nodes.label.map((name, node) => ({ label: name, note: data.countries[nodes.country[node]] ?? "", weight: weight[node], action: () => goCity(node) })),
]);
const toCountry = (country) => {
  const list = onMap.filter((node) => nodes.country[node] === country);
  if (list.length && data.focus < 0) {
    const longs = list.map((node) => nodes.long[node]), lats = list.map((node) => nodes.lat[node]), wide = Math.max(...longs) - Math.min(...longs) < 200;
    if (wide) goTo([Math.min(...longs) - 1, Math.min(...lats) - 1, Math.max(...longs) + 1, Math.max(...lats) + 1], 20);
    settle();
  }
  pick({ kind: "country", id: country });
};

// Choices.
options(byId("region"), [...(data.focus >= 0 ? [["home", words.partners]] : []), ...data.regions.map(([name], place) => [place, name])], data.focus >= 0 ? "home" : "0");
byId("region").addEventListener("change", () => { const { value } = byId("region"); pick(null); if (value === "home") home(); else goTo(data.regions[Number(value)][1]); });
options(byId("missions"), [["none", words.missions_none], ["show", words.missions_show], ["compare", words.missions_compare]], now.missions);
byId("missions").addEventListener("change", () => { now.missions = byId("missions").value; changed(); });
const alphabetical = data.countries.map((name, country) => [country, name]).sort((a, b) => a[1].localeCompare(b[1], data.lang));
options(byId("from"), data.focus >= 0 && data.home >= 0 ? [[data.home, data.countries[data.home]]] : [[-1, words.every_country], ...alphabetical], now.own);
byId("from").addEventListener("change", () => { now.own = Number(byId("from").value); changed(); });
byId("most").max = String(limits.length - 1);
byId("most").value = String(most);
const limited = () => { most = Number(byId("most").value); byId("most_is").textContent = Number.isFinite(limits[most]) ? whole.format(limits[most]) : words.all; };
byId("most").addEventListener("input", () => { limited(); show(); });
limited();
const legend = () => {
  const chip = (kind, [fill, rim], text) => {
    const item = make("span", undefined, { class: "chip" }), sign = make("i", undefined, { "aria-hidden": "true", class: kind });
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
    marks.push(chip("diamond", [ink.mission, ink.mission], now.own >= 0 ? tell("mark_sent", { country: data.countries[now.own] }) : words.mark_mission));
    if (now.own >= 0 && data.focus < 0) marks.push(chip("diamond", [ink.paper, ink.mission], tell("mark_hosted", { country: data.countries[now.own] })));
    if (now.own >= 0) marks.push(chip("line dashed", [ink.mission, ink.mission], words.mark_line));
  }
  if (contrast) marks.push(chip("square", [ink.both, ink.border], words.ties_and_mission), chip("square", [ink.ties, ink.border], words.ties_no_mission), chip("square", [ink.missions, ink.border], words.mission_no_ties), chip("square", [ink.land, ink.border], words.neither), chip("square", [ink.border, ink.border], data.countries[now.own]));
  byId("marks").replaceChildren(...marks);
  byId("meaning").textContent = data.focus >= 0 ? "" : words.map_folding;
  byId("sizes").textContent = words.map_sizes;
  byId("notes").textContent = nodes.guessed ? tell("guessed", { n: nodes.guessed }) : "";
};
const table = (stale = false) => {
  const box = byId("tables"), holder = byId("rows");
  if (stale) { holder.replaceChildren(); box.dataset.made = ""; }
  if (!box.open || box.dataset.made) return;
  box.dataset.made = "yes";
  byId("part_head").textContent = words.fold_country;
  const order = alphabetical.filter(([country]) => nodes.country.includes(country) || sentBy[country].length);
  holder.replaceChildren(...order.map(([country, name]) => {
    const row = make("tr"), head = make("th", undefined, { scope: "row" }), { tied } = compared(country);
    const inside = nodes.country.filter((one) => one === country).length, far = [...tied].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
    const within = ties.a.reduce((sum, one, tie) => sum + (nodes.country[one] === country && nodes.country[ties.b[tie]] === country && active(tie) ? 1 : 0), 0);
    head.append(button(name, () => { toCountry(country); byId("picture").scrollIntoView({ block: "center" }); }));
    row.append(head, make("td", whole.format(inside)), make("td", whole.format(within)), make("td", whole.format(far.reduce((sum, one) => sum + one[1].length, 0))),
      make("td", far.slice(0, 3).map(([one, some]) => `${data.countries[one]} (${whole.format(some.length)})`).join(", ")), make("td", tell("sent_hosted", { n: sentBy[country].length, m: sentTo[country].length })));
    return row;
  }));
};
byId("tables").addEventListener("toggle", () => table());
filters(() => { refresh(); table(true); if (!now.picked || now.picked.kind === "country") details(); });
byId("fit").addEventListener("click", () => home());
byId("theme").addEventListener("click", () => { root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark"; dye(); legend(); stage.ask(true); });

byId("seen").hidden = now.missions === "none";
home(true);
refresh();
legend();
details();
stage.draw();
ready();
