// Lines: those of one kind between two things stand as one with their number, until it is opened.

/** @typedef {{ id: string, from: number, to: number, reading: string, begin: string, arrows: string, width: number,
 *   dashes: boolean, caption: string, relation: string, end: string, details: number[] }} Edge */
/** @typedef {{ id: string, from: number, to: number, reading: string, edges: Edge[] }} Line */

/** @param {Edge} edge */
const sides = (edge) => (edge.from < edge.to ? `${edge.from} ${edge.to}` : `${edge.to} ${edge.from}`);

/** Edges as lines: one of its own keeps its id. @param {Edge[]} edges @returns {Line[]} */
export const gathered = (edges) => {
  /** @type {Map<string, Edge[]>} */
  const found = new Map();
  for (const edge of edges) {
    const key = `${sides(edge)} ${edge.reading}`;
    const known = found.get(key);
    if (known) known.push(edge);
    else found.set(key, [edge]);
  }
  return [...found.values()].map((some, number) => ({
    id: some.length > 1 ? `m${number}` : some[0].id,
    from: some[0].from,
    to: some[0].to,
    reading: some[0].reading,
    edges: some,
  }));
};

/** Which ends of a line bear an arrow. @param {{ from: number, to: number }} line @param {Edge[]} shown */
export const arrowsOf = (line, shown) => {
  const to = shown.some((edge) => edge.arrows && edge.to === line.to),
    from = shown.some((edge) => edge.arrows && edge.to === line.from);
  const head = (enabled) => ({ enabled, scaleFactor: 0.45 });
  return { to: head(to), from: head(from) };
};

/** How each of several lines between two things is bent, so that none lies over another.
 * @param {{ id: string, from: number, to: number }[]} lines @returns {Map<string, object | boolean>} */
export const bends = (lines) => {
  const between = new Map(),
    found = new Map();
  for (const line of lines) {
    const pair = line.from < line.to ? `${line.from} ${line.to}` : `${line.to} ${line.from}`;
    const nth = between.get(pair) || 0;
    between.set(pair, nth + 1);
    if (!nth) {
      found.set(line.id, false);
      continue;
    }
    const clockwise = (nth % 2 === 1) === line.from < line.to;
    const type = clockwise ? "curvedCW" : "curvedCCW";
    found.set(line.id, { enabled: true, type, roundness: 0.12 * Math.floor((nth + 1) / 2) });
  }
  return found;
};
