// What the map shows: circles of cities over land, arcs between them, diamonds for embassies.
import { data, filter, ink, nodes } from "./frame.js";
import { FOOT, Lettering, ring, shorten } from "./stage.js";
import { between } from "./links.js";
import { blend, byNumber, circleOf, land, landIsLaid, lay, numberOf, shapesAt, layAt } from "./globe.js";
import { gather, weight } from "./places.js";
import { compared, missions, seatsOf, sentBy, sentTo, standing } from "./missions.js";
import { close, stage } from "./map.js";
export const now = {
  missions: data.focus >= 0 && data.home >= 0 ? "compare" : "none",
  own: data.home,
  picked: null,
  focus: null,
  region: "0",
};
export const limits = [25, 50, 100, 200, 400, 800, 1500, 3000, Infinity];
export let most = 3,
  group = null,
  spots = [],
  linked = { links: [], within: 0, left: 0 },
  arcs = [],
  seats = [],
  contrast = null,
  totals = { arcs: 0 },
  busy = new Float64Array(0);
export const setMost = (value) => {
  most = value;
};
export const size = (circle) => {
  const list = group.lists[circle],
    near = Math.min(2.2, Math.max(1, stage.view.k ** 0.3));
  if (list.length === 1)
    return list[0] === data.focus
      ? 8
      : Math.min(8, 2.4 + Math.sqrt(weight[list[0]]) * 0.55) * (data.focus >= 0 ? 1.5 : 1);
  return (group.way === "country" ? 2 + Math.sqrt(list.length) * 0.52 : 3.5 + Math.sqrt(list.length) * 1.3) * near;
};
/** @param {any} point */
export const screen = ([x, y]) => [x * stage.view.k + stage.view.x, y * stage.view.k + stage.view.y];
/** @param {any} point @param {number} [room] */
export const inView = ([x, y], room = 0) =>
  x > -room && y > -room && x < stage.width + room && y < stage.height - FOOT + room;

// What is shown depends on how near one is: circles, then arcs between those in sight, the heaviest first.
export const regroup = () => {
  const next = gather(stage.view.k);
  const moved = next !== group || next.blend !== blend;
  group = next;
  if (moved) {
    group.blend = blend;
    spots = group.at.map(([long, lat]) => lay(long, lat));
    group.arcs = new Map();
  }
  return moved;
};
export const count = () => {
  // Beside the missions of one country only its own ties tell anything; how many are left out is told.
  filter.country = now.missions === "compare" && data.focus < 0 ? now.own : -1;
  linked = between(group.of, group.count + 1, none);
  linked.links = linked.links.filter((one) => one.b < group.count);
  busy = new Float64Array(group.count);
  for (const one of linked.links) {
    busy[one.a] += one.ties.length;
    busy[one.b] += one.ties.length;
  }
  linked.links.sort(
    (x, y) => y.ties.length - x.ties.length || busy[y.a] + busy[y.b] - busy[x.a] - busy[x.b] || x.a - y.a || x.b - y.b,
  );
  contrast = now.missions === "compare" && now.own >= 0 ? compared(now.own) : null;
  const shown =
    now.missions === "none"
      ? []
      : now.own >= 0
        ? [...new Set([...sentBy[now.own], ...(data.focus >= 0 ? [] : sentTo[now.own])])]
        : [...missions.from.keys()];
  seats = seatsOf(shown.filter(standing));
  totals.missions = shown.filter(standing).length;
};
export const none = new Set();
export const mine = (one) => {
  if (now.picked?.kind === "arc") return one.a === now.picked.a && one.b === now.picked.b;
  if (now.picked?.kind === "circle") return one.a === now.picked.id || one.b === now.picked.id;
  return true;
};
export const sight = () => {
  const seen = spots.map((spot) => inView(screen(spot), 20));
  const there = linked.links.filter((one) => seen[one.a] || seen[one.b]);
  const own = now.picked?.kind === "circle" ? there.filter(mine) : [];
  const chosen = new Set([...own, ...there.slice(0, limits[most])]);
  arcs = [...chosen].sort((x, y) => x.ties.length - y.ties.length);
  totals.arcs = there.length;
  totals.circles = seen.filter(Boolean).length;
  totals.cities = group.lists.reduce((sum, list, circle) => sum + (seen[circle] ? list.length : 0), 0);
};
export const arcOf = (one) => {
  const key = one.a * 65536 + one.b;
  if (!group.arcs.has(key)) group.arcs.set(key, circleOf(group.at[one.a], group.at[one.b]));
  return group.arcs.get(key);
};
export const stroke = (context, pieces, { k, x, y }) => {
  context.beginPath();
  for (const piece of pieces)
    piece.forEach(([px, py], step) =>
      step ? context.lineTo(px * k + x, py * k + y) : context.moveTo(px * k + x, py * k + y),
    );
  context.stroke();
};
export const fillOf = (feature) => {
  const country = byNumber.get(numberOf(feature));
  if (!contrast || country === undefined) return ink.land;
  if (country === now.own) return ink.border;
  const tied = contrast.tied.has(country),
    mission = contrast.mission.has(country);
  return tied && mission ? ink.both : tied ? ink.ties : mission ? ink.missions : ink.land;
};
// Where a country's lines to its missions begin: its capital as they name it is not told; its circle, or its shape.
export const homeSpot = () => {
  if (data.focus >= 0 && nodes.long[data.focus] !== null) return [nodes.long[data.focus], nodes.lat[data.focus]];
  const circle = gather(1).country?.indexOf(now.own) ?? -1;
  if (circle >= 0) return gather(1).at[circle];
  const { topology, countries } = shapesAt("land110"),
    shape = countries.find((one) => byNumber.get(numberOf(one)) === now.own);
  return shape ? d3.geoCentroid(topojson.feature(topology, shape)) : null;
};

export const painter = {
  light: () => stage.view.k < 2.4 && landIsLaid(stage.view.k) && arcs.length + seats.length < 320,
  *paint(context, view, box) {
    const { k, x, y } = view,
      put = ([px, py]) => [px * k + x, py * k + y];
    const seen = ([px, py], r) => px + r > box[0] && px - r < box[2] && py + r > box[1] && py - r < box[3];
    yield* land(context, view, box, fillOf);
    context.lineCap = "round";
    const home = seats.length && now.own >= 0 ? homeSpot() : null;
    if (home) {
      context.strokeStyle = ink.mission;
      context.setLineDash([4, 4]);
      context.lineWidth = 0.9;
      context.globalAlpha = now.picked ? 0.15 : 0.42;
      for (const one of seats)
        if (one.missions.some((mission) => missions.from[mission] === now.own))
          stroke(context, circleOf(home, one.at), view);
      context.setLineDash([]);
    }
    yield;
    context.strokeStyle = ink.tie;
    const heaviest = arcs.at(-1)?.ties.length ?? 1;
    let work = 0;
    for (const one of arcs) {
      const share = Math.sqrt(one.ties.length / heaviest),
        on = mine(one);
      context.globalAlpha =
        now.picked && now.picked.kind !== "country"
          ? on
            ? 0.85
            : 0.06
          : data.focus >= 0
            ? 0.75
            : heaviest === 1
              ? 0.4
              : 0.16 + 0.6 * share;
      context.lineWidth =
        data.focus >= 0 ? 1.5 : Math.min(7, heaviest === 1 ? 0.9 : 0.5 + Math.sqrt(one.ties.length) * 0.42);
      stroke(context, arcOf(one), view);
      work += 1;
      if (work % 60 === 0) yield;
    }
    yield;
    for (let circle = group.count - 1; circle >= 0; circle -= 1) {
      const [px, py] = put(spots[circle]),
        r = size(circle),
        alone = group.lists[circle].length === 1;
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
    for (const one of seats) diamond(context, ...put(layAt(one.at)), one, seen);
    yield;
    label(context, put, seen);
  },
};
export const mark = (one) => Math.min(9, 3 + Math.sqrt(one.missions.length) * 0.75);
export const diamond = (context, x, y, one, seen) => {
  const r = mark(one),
    left = x + r + 3,
    top = y - r - 3; // beside the circle of its city
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
export const ranked = () =>
  [...group.lists.keys()].sort(
    (a, b) =>
      Number(group.lists[b][0] === data.focus) - Number(group.lists[a][0] === data.focus) || busy[b] - busy[a] || a - b,
  );
export const label = (context, put, seen) => {
  const letters = new Lettering(stage.width, stage.height - FOOT);
  for (const circle of ranked()) {
    if (letters.count > 170) break;
    const [px, py] = put(spots[circle]),
      r = size(circle);
    if (!seen([px, py], 0)) continue;
    const faint = now.picked && now.picked.kind !== "country" && !close.has(circle);
    if (faint) continue;
    const first = group.lists[circle][0] === data.focus;
    letters.write(context, shorten(group.names[circle], 26), px, py, {
      size: first ? 16 : Math.max(11, Math.min(15, 9 + r * 0.35)),
      weight: first ? "700" : "400",
      halo: ink.land,
      sides: ["right", "left", "below", "above"],
      gap: r + 3,
    });
  }
  if (now.missions !== "none")
    for (const one of seats) {
      if (letters.count > 210) break;
      if (missions.nodes[one.seat] < 0 && seen(one.spot, 0))
        letters.write(context, shorten(missions.seats[one.seat], 22), ...one.spot, {
          size: 10.5,
          colour: ink.mission,
          halo: ink.land,
          sides: ["right", "left", "above", "below"],
          gap: mark(one) + 2,
        });
    }
};
