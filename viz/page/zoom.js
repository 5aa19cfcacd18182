// Nearer and farther, and moving along: of the drawing's own window, so that nothing is drawn anew.
import { byId } from "./dom.js";

/** @typedef {{ x: number, y: number, w: number, h: number }} Frame */

const NEAREST = 8;

/** @param {SVGSVGElement} figure */
const movable = (figure) => {
  const { x, y, width: w, height: h } = figure.viewBox.baseVal;
  const opening = figure.getAttribute("viewBox") || "";
  /** @type {Frame} */
  const whole = { x, y, w, h };
  let now = { ...whole };
  /** @param {Frame} next */
  const show = (next) => {
    const k = Math.min(1, Math.max(1 / NEAREST, next.w / whole.w));
    const size = { w: whole.w * k, h: whole.h * k };
    const inside = (/** @type {number} */ at, /** @type {number} */ from, /** @type {number} */ room) =>
      Math.min(from + room, Math.max(from, at));
    now = {
      x: inside(next.x, whole.x, whole.w - size.w),
      y: inside(next.y, whole.y, whole.h - size.h),
      ...size,
    };
    figure.setAttribute("viewBox", k === 1 ? opening : `${now.x} ${now.y} ${now.w} ${now.h}`);
    figure.classList.toggle("moved", k < 1);
  };
  /** @param {number} by @param {number} px @param {number} py where to, as shares of the window */
  const nearer = (by, px = 0.5, py = 0.5) => {
    const w2 = now.w / by,
      h2 = now.h / by;
    show({ x: now.x + (now.w - w2) * px, y: now.y + (now.h - h2) * py, w: w2, h: h2 });
  };
  /** @param {number} dx @param {number} dy in shares of the window */
  const move = (dx, dy) => show({ ...now, x: now.x + dx * now.w, y: now.y + dy * now.h });
  figure.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      const box = figure.getBoundingClientRect();
      nearer(event.deltaY < 0 ? 1.15 : 1 / 1.15, (event.x - box.x) / box.width, (event.y - box.y) / box.height);
      event.preventDefault();
    },
    { passive: false },
  );
  figure.addEventListener("pointerdown", (down) => {
    if (now.w >= whole.w || (down.target instanceof Element && down.target.closest(".mark"))) return;
    const box = figure.getBoundingClientRect(),
      start = { ...now };
    const drag = (/** @type {PointerEvent} */ event) =>
      show({
        ...start,
        x: start.x - ((event.x - down.x) / box.width) * start.w,
        y: start.y - ((event.y - down.y) / box.height) * start.h,
      });
    figure.setPointerCapture(down.pointerId);
    figure.addEventListener("pointermove", drag);
    figure.addEventListener("pointerup", () => figure.removeEventListener("pointermove", drag), { once: true });
  });
  return { nearer, move, fit: () => show(whole) };
};

/** @param {SVGSVGElement[]} figures */
export const offerZoom = (figures) => {
  const all = figures.map(movable);
  const act = (/** @type {string} */ name, /** @type {(one: ReturnType<typeof movable>) => void} */ action) =>
    byId(name).addEventListener("click", () => all.forEach(action));
  act("nearer", (one) => one.nearer(1.4));
  act("farther", (one) => one.nearer(1 / 1.4));
  act("whole", (one) => one.fit());
  return {
    /** @param {string} key @returns {boolean} whether the key was ours */
    key: (key) => {
      const by = { "+": 1.4, "=": 1.4, "-": 1 / 1.4 }[key];
      if (by) all.forEach((one) => one.nearer(by));
      else if (key === "0") all.forEach((one) => one.fit());
      else return false;
      return true;
    },
  };
};
