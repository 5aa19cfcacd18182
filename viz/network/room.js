// Room: how much of the canvas a thing takes with its name, and where there is some left.

const SIDE = 26,
  LINE = 20;
const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
pen.font = "17px system-ui, sans-serif";

/** @typedef {{ side: number, up: number, down: number }} Reach */

/** @param {{ label: string }} node @returns {Reach} */
export const reachOf = (node) => {
  const lines = node.label.split("\n");
  const wide = Math.max(...lines.map((line) => pen.measureText(line).width));
  return { side: Math.max(SIDE, wide / 2 + 6), up: SIDE, down: SIDE + 6 + LINE * lines.length };
};

/** The nearest spot around one that touches nothing.
 * @param {number} x @param {number} y @param {Reach} mine @param {{ x: number, y: number, reach: Reach }[]} taken */
export const freeSpot = (x, y, mine, taken) => {
  const free = (atX, atY) =>
    taken.every(
      ({ x: ox, y: oy, reach }) =>
        Math.abs(ox - atX) >= mine.side + reach.side ||
        oy - atY >= mine.down + reach.up ||
        atY - oy >= mine.up + reach.down,
    );
  for (let ring = 1; ring < 400; ring += 1)
    for (let step = 0; step < 8 * ring; step += 1) {
      const turn = (2 * Math.PI * step) / (8 * ring);
      const spot = { x: x + 60 * ring * Math.cos(turn), y: y + 36 * ring * Math.sin(turn) };
      if (free(spot.x, spot.y)) return spot;
    }
  return { x, y };
};
