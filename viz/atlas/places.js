// Cities gathered into circles: by country from far, by nearness as one comes nearer, alone at last.
import { around, data, nodes, whole } from "./frame.js";
import { RAD, blend, lay } from "./globe.js";
export const onMap = nodes.lat.map((lat, node) => (lat === null ? -1 : node)).filter((node) => node >= 0);
export const unplaced = nodes.label.length - onMap.length;
export const weight = around.map((some) => some.length);
export const middle = (list) => {
  let x = 0,
    y = 0,
    z = 0;
  for (const node of list) {
    const long = nodes.long[node] * RAD,
      lat = nodes.lat[node] * RAD,
      share = weight[node] + 0.1;
    x += share * Math.cos(lat) * Math.cos(long);
    y += share * Math.cos(lat) * Math.sin(long);
    z += share * Math.sin(lat);
  }
  return [Math.atan2(y, x) / RAD, Math.atan2(z, Math.hypot(x, y)) / RAD];
};
// A gathering: `of` gives each city its circle (the last one, without a place, for cities without a point).
export const gathering = (lists, names, way) => {
  const of = new Int32Array(nodes.label.length).fill(lists.length);
  lists.forEach((list, circle) =>
    list.forEach((node) => {
      of[node] = circle;
    }),
  );
  return {
    way,
    of,
    lists,
    names,
    at: lists.map((list) => (list.length === 1 ? [nodes.long[list[0]], nodes.lat[list[0]]] : middle(list))),
    count: lists.length,
  };
};
export const byCountry = () => {
  const lists = new Map();
  for (const node of onMap) {
    const country = nodes.country[node],
      key = country < 0 ? `alone${node}` : country;
    if (!lists.has(key)) lists.set(key, []);
    lists.get(key).push(node);
  }
  const entries = [...lists];
  const found = gathering(
    entries.map(([, list]) => list),
    entries.map(([key, list]) => (typeof key === "number" ? data.countries[key] : nodes.label[list[0]])),
    "country",
  );
  found.country = entries.map(([key]) => (typeof key === "number" ? key : -1));
  return found;
};
// Each city, the best tied first, takes those around it that stand nearer than `reach` on the plane.
export const byNearness = (reach) => {
  const cells = new Map(),
    spots = new Map(onMap.map((node) => [node, lay(nodes.long[node], nodes.lat[node])]));
  const cell = ([x, y]) => `${Math.floor(x / reach)},${Math.floor(y / reach)}`;
  for (const node of onMap) {
    const key = cell(spots.get(node));
    if (!cells.has(key)) cells.set(key, []);
    cells.get(key).push(node);
  }
  const taken = new Set(),
    lists = [];
  for (const node of [...onMap].sort((a, b) => weight[b] - weight[a] || a - b)) {
    if (taken.has(node)) continue;
    const [x, y] = spots.get(node),
      list = [node];
    taken.add(node);
    for (let across = -1; across <= 1; across += 1)
      for (let down = -1; down <= 1; down += 1)
        for (const other_ of cells.get(cell([x + across * reach, y + down * reach])) ?? []) {
          if (taken.has(other_) || other_ === data.focus || node === data.focus) continue;
          const [ox, oy] = spots.get(other_);
          if (Math.hypot(ox - x, oy - y) < reach) {
            taken.add(other_);
            list.push(other_);
          }
        }
    lists.push(list);
  }
  const found = gathering(
    lists,
    lists.map((list) => nodes.label[list[0]] + (list.length > 1 ? ` +${whole.format(list.length - 1)}` : "")),
    "nearness",
  );
  found.at = lists.map(([node]) => [nodes.long[node], nodes.lat[node]]);
  return found;
};
export const singly = () =>
  gathering(
    onMap.map((node) => [node]),
    onMap.map((node) => nodes.label[node]),
    "single",
  );
export const FAR = 2.3; // the nearness below which circles are countries
export const known_ = new Map();
export const gather = (k) => {
  const level = data.focus >= 0 ? "single" : k < FAR ? "country" : `${blend}:${Math.round(Math.log2(k) * 2)}`;
  if (!known_.has(level)) {
    if (known_.size > 24) known_.clear();
    known_.set(
      level,
      level === "single"
        ? singly()
        : level === "country"
          ? byCountry()
          : byNearness(30 / 2 ** (Math.round(Math.log2(k) * 2) / 2)),
    );
  }
  return known_.get(level);
};
