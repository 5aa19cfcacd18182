// Ties counted between units: a folded part is one unit, a city of an open part is one of its own.
import { active, ties } from "./frame.js";
export const between = (of, parts, open) => {
  const unit = (node) => (open.has(of[node]) ? parts + node : of[node]);
  const found = new Map(),
    wide = parts + of.length;
  let within = 0,
    left = 0;
  for (let tie = 0; tie < ties.a.length; tie += 1) {
    if (!active(tie)) {
      left += 1;
      continue;
    }
    const one = unit(ties.a[tie]),
      two = unit(ties.b[tie]);
    if (one === two) {
      within += 1;
      continue;
    }
    const key = Math.min(one, two) * wide + Math.max(one, two);
    const known = found.get(key);
    if (known) known.ties.push(tie);
    else found.set(key, { a: Math.min(one, two), b: Math.max(one, two), ties: [tie] });
  }
  return { links: [...found.values()], within, left };
};

// The links that are among the heaviest of either end.
export const strongest = (links, most) => {
  const mine = new Map(),
    kept = new Set();
  for (const one of links)
    for (const end of [one.a, one.b]) {
      if (!mine.has(end)) mine.set(end, []);
      mine.get(end).push(one);
    }
  for (const some of mine.values())
    for (const one of some.sort((x, y) => y.ties.length - x.ties.length || x.a - y.a || x.b - y.b).slice(0, most))
      kept.add(one);
  return kept;
};

// The disparity filter (Serrano, Boguñá and Vespignani 2009): links that stand out against chance at either end.
export const backbone = (links, alpha) => {
  const sum = new Map(),
    count = new Map();
  for (const one of links)
    for (const end of [one.a, one.b]) {
      sum.set(end, (sum.get(end) || 0) + one.ties.length);
      count.set(end, (count.get(end) || 0) + 1);
    }
  return new Set(
    links.filter((one) => {
      const tested = [one.a, one.b].filter((end) => count.get(end) > 1);
      return (
        !tested.length || tested.some((end) => (1 - one.ties.length / sum.get(end)) ** (count.get(end) - 1) < alpha)
      );
    }),
  );
};
