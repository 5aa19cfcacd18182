// Land and the way it is laid flat: Natural Earth for the whole, Mercator's shapes from near, blended
// between, so that a region keeps its form. The meridian of the view is in the middle.
import { byId, data, ink, nodes } from "./frame.js";
export const SCALE = 420; // of the plane: the world is some 2,300 wide
export const EQUATOR = 0.8707; // Natural Earth's width of a degree there
export const HALF = Math.PI * EQUATOR * SCALE;
export const meridian = data.focus >= 0 && nodes.long[data.focus] !== null ? nodes.long[data.focus] : 11;
export let blend = 0;
export const setBlend = (value) => {
  blend = value;
};
export const flat = d3.geoNaturalEarth1Raw;
export const tall = (latitude) =>
  EQUATOR * Math.log(Math.tan(Math.PI / 4 + Math.max(-1.46, Math.min(1.46, latitude)) / 2));
export const raw = (longitude, latitude) => {
  const [x, y] = flat(longitude, latitude);
  return blend ? [x + blend * (EQUATOR * longitude - x), y + blend * (tall(latitude) - y)] : [x, y];
};
export const RAD = Math.PI / 180;
export const turned = (longitude) => ((((longitude - meridian + 540) % 360) + 360) % 360) - 180;
export const lay = (longitude, latitude) => {
  const [x, y] = raw(turned(longitude) * RAD, latitude * RAD);
  return [x * SCALE, -y * SCALE];
};
// Height depends on latitude alone, so that the way back is a search for it.
/** @type {(point: any) => any} */
export const layAt = (point) => lay(point[0], point[1]);
export const lift = (x, y) => {
  let low = -Math.PI / 2,
    high = Math.PI / 2;
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (-raw(0, middle)[1] * SCALE < y) high = middle;
    else low = middle;
  }
  const width = raw(1, low)[0] * SCALE;
  return [meridian + x / width / RAD, low / RAD];
};
export const blendFor = (k) => Math.round(4 * Math.max(0, Math.min(1, Math.log(k / 1.5) / Math.log(3.4)))) / 4;

// Shapes: small scale for the world, large scale from near, read when first needed and kept for each blend.
export const atlases = new Map(),
  laid = new Map();
export const atlasOf = (scale) => {
  if (!atlases.has(scale)) atlases.set(scale, JSON.parse(byId(scale).textContent));
  return atlases.get(scale);
};
export const shapesAt = (scale) => {
  const key = `${scale} ${blend}`;
  if (!laid.has(key)) {
    const topology = atlasOf(scale),
      list = topology.objects.countries.geometries,
      projection = d3.geoProjection(raw).scale(SCALE).translate([0, 0]).rotate([-meridian, 0]).precision(0.3);
    laid.set(key, {
      topology,
      countries: list,
      projection,
      paths: new Array(list.length),
      boxes: new Array(list.length),
      left: list.length,
    });
  }
  return laid.get(key);
};
export const landIsLaid = (k) => laid.get(`${scaleFor(k)} ${blend}`)?.left === 0;
// A path that knows how far it reaches.
export class Outline {
  constructor() {
    this.path = new Path2D();
    this.box = [Infinity, Infinity, -Infinity, -Infinity];
  }
  reach(x, y) {
    const { box } = this;
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  moveTo(x, y) {
    this.reach(x, y);
    this.path.moveTo(x, y);
  }
  lineTo(x, y) {
    this.reach(x, y);
    this.path.lineTo(x, y);
  }
  closePath() {
    this.path.closePath();
  }
  arc(x, y, r, from, to) {
    this.path.arc(x, y, r, from, to);
  }
}
export const outline = (shapes, place) => {
  if (!shapes.paths[place]) {
    const drawn = new Outline();
    d3.geoPath(shapes.projection, drawn)(topojson.feature(shapes.topology, shapes.countries[place]));
    shapes.paths[place] = drawn.path;
    shapes.boxes[place] = drawn.box;
    shapes.left -= 1;
  }
  return shapes.paths[place];
};
export const sphere = () => {
  const path = new Path2D();
  d3.geoPath(d3.geoProjection(raw).scale(SCALE).translate([0, 0]).precision(0.5), path)({ type: "Sphere" });
  return path;
};
export let ball = null;
export const scaleFor = (k) => (k > 2.4 ? "land50" : "land110");
// The shape of a country by its number; a shape without one goes by its name.
export const numberOf = (country) => country.id ?? country.properties.name;
export const byNumber = new Map(data.shapes.map((number, country) => [number, country]).filter(([number]) => number));

export function* land(context, view, [left, top, right, bottom], fillOf) {
  const { k, x, y } = view,
    shapes = shapesAt(scaleFor(k));
  if (ball?.blend !== blend) ball = { blend, path: sphere() };
  const within = (work) => {
    context.save();
    context.translate(x, y);
    context.scale(k, k);
    work();
    context.restore();
  };
  within(() => {
    context.fillStyle = ink.sea;
    context.fill(ball.path);
    context.lineWidth = 1 / k;
    context.strokeStyle = ink.border;
    if (blend < 1) context.stroke(ball.path);
  });
  context.lineJoin = "round";
  for (let place = 0; place < shapes.countries.length; place += 1) {
    const fresh = !shapes.paths[place],
      path = outline(shapes, place),
      box = shapes.boxes[place];
    if (box[2] * k + x >= left && box[0] * k + x <= right && box[3] * k + y >= top && box[1] * k + y <= bottom)
      within(() => {
        context.fillStyle = fillOf(shapes.countries[place]);
        context.fill(path);
        context.lineWidth = 0.8 / k;
        context.strokeStyle = ink.border;
        context.stroke(path);
      });
    if (fresh || place % 40 === 39) yield;
  }
}

// The shortest way over the globe between two places, as points on the plane; a new piece begins where it
// leaves the map at the side. A way over a pole would run along the edge of the map: it is bent instead.
export const POLAR = 73;
export const circleOf = ([long1, lat1], [long2, lat2]) => {
  const way = d3.geoInterpolate([long1, lat1], [long2, lat2]),
    far = d3.geoDistance([long1, lat1], [long2, lat2]);
  const count = Math.max(6, Math.ceil(far * 22)),
    pieces = [[]],
    points = [];
  for (let step = 0; step <= count; step += 1) points.push(way(step / count));
  if (Math.max(...points.map(([, lat]) => Math.abs(lat))) > Math.max(POLAR, Math.abs(lat1), Math.abs(lat2)))
    return [bent(lay(long1, lat1), lay(long2, lat2))];
  let last = null;
  for (const [long, lat] of points) {
    const spot = lay(long, lat);
    if (last !== null && Math.abs(spot[0] - last) > HALF) pieces.push([]);
    pieces.at(-1).push(spot);
    [last] = spot;
  }
  return pieces;
};
/** @type {(one: number[], other: number[]) => any} */
export const bent = ([x1, y1], [x2, y2]) => {
  const far = Math.abs(x2 - x1),
    top = Math.min(y1, y2) - Math.min(far * 0.22, 160),
    found = [];
  for (let step = 0; step <= 32; step += 1) {
    const t = step / 32,
      u = 1 - t;
    found.push([u * x1 + t * x2, u * u * y1 + 2 * u * t * top + t * t * y2]);
  }
  return found;
};
