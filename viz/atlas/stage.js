// A canvas that is moved as a picture while the reader moves it, and drawn anew when it rests.
import { byId, ink, make, root, still } from "./frame.js";
export const SLICE = 8; // milliseconds of drawing in one go; what is drawn is painted after that, which takes longer
export const REST = 90; // milliseconds without movement after which it is drawn anew
export const FOOT = 26; // pixels below, where the status stands
export const MARGIN = 0.25; // how much is drawn beyond each edge, so that moving shows no emptiness

export class Stage {
  /** @type {any} */
  busy;
  /** @type {any} */
  cells;
  /** @type {any} */
  count;
  /** @type {any} */
  height;
  /** @type {any} */
  ratio;
  /** @type {any} */
  resized;
  /** @type {any} */
  seen;
  /** @type {any} */
  settled;
  /** @type {any} */
  spare;
  /** @type {any} */
  stale;
  /** @type {any} */
  width;
  // The painter gives paint(context, view), a generator that yields where drawing may pause;
  // light(), whether it can draw in every frame; and is asked for bounds().
  constructor(holder, painter, [least, most]) {
    this.holder = holder;
    this.painter = painter;
    this.canvas = make("canvas", undefined, { "aria-hidden": "true" });
    holder.prepend(this.canvas);
    this.front = this.canvas.getContext("2d");
    this.shown = null;
    this.view = d3.zoomIdentity;
    this.moving = 0;
    this.waits = 0;
    this.work = null;
    this.zoom = d3
      .zoom()
      .scaleExtent([least, most])
      .on("zoom", ({ transform }) => {
        this.view = transform;
        this.moving = performance.now();
        this.ask();
      });
    this.pointer = d3.select(this.canvas).call(this.zoom).on("dblclick.zoom", null);
    this.measure();
    new ResizeObserver(() => {
      if (this.measure()) {
        this.draw();
        this.resized?.();
      }
    }).observe(holder);
  }

  measure() {
    const { width, height } = this.holder.getBoundingClientRect(),
      ratio = Math.min(2, devicePixelRatio || 1);
    if (width === this.width && height === this.height && ratio === this.ratio) return false;
    Object.assign(this, { width, height, ratio });
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.zoom.extent([
      [0, 0],
      [width, height],
    ]);
    return true;
  }

  // Draw everything anew, now.
  draw() {
    this.work = this.start();
    this.go(Infinity, true);
  }

  // Draw anew in the next frames, as far as there is time.
  ask(stale = false) {
    if (stale) {
      this.work = null;
      this.stale = true;
    }
    if (!this.waits)
      this.waits = requestAnimationFrame(() => {
        this.waits = 0;
        this.frame();
      });
  }

  frame() {
    const rests = performance.now() - this.moving > REST;
    if (rests && !this.stale && !this.work && this.shown && this.same(this.shown.view)) return;
    if (rests || this.painter.light()) {
      if (!this.work || this.stale || !this.same(this.work.view)) this.work = this.start();
      this.stale = false;
      this.go(this.painter.light() ? Infinity : SLICE, rests);
    } else this.compose();
    if (this.work || !rests) this.ask();
  }

  same(view) {
    return view.k === this.view.k && view.x === this.view.x && view.y === this.view.y;
  }

  // What is light is drawn onto the page itself, the rest beside it first.
  start() {
    const { width, height, ratio, view } = this;
    if (this.painter.light()) {
      this.front.setTransform(1, 0, 0, 1, 0, 0);
      this.front.clearRect(0, 0, this.canvas.width, this.canvas.height);
      this.front.setTransform(ratio, 0, 0, ratio, 0, 0);
      return {
        buffer: null,
        left: 0,
        top: 0,
        view,
        ratio,
        steps: this.painter.paint(this.front, view, [0, 0, width, height]),
      };
    }
    const left = Math.round(width * MARGIN),
      top = Math.round(height * MARGIN);
    const [buffer, context] = this.page((width + 2 * left) * ratio, (height + 2 * top) * ratio);
    context.setTransform(ratio, 0, 0, ratio, left * ratio, top * ratio);
    return {
      buffer,
      left,
      top,
      view,
      ratio,
      steps: this.painter.paint(context, view, [-left, -top, width + left, height + top]),
    };
  }

  // A canvas to draw on, one that is no more shown if there is one.
  page(width, height) {
    const buffer = this.spare ?? document.createElement("canvas");
    this.spare = null;
    buffer.width = Math.round(width);
    buffer.height = Math.round(height);
    return [buffer, buffer.getContext("2d")];
  }

  go(most, rests) {
    const begin = performance.now(),
      direct = !this.work.buffer;
    for (;;) {
      if (this.work.steps.next().done) break;
      if (!direct && performance.now() - begin > most) {
        this.compose();
        return;
      }
    }
    if (this.shown?.buffer) this.spare = this.shown.buffer;
    this.shown = this.work;
    this.work = null;
    if (!direct) this.compose();
    if (rests) this.settled?.();
  }

  // Put the last picture where the view has moved it.
  compose() {
    if (!this.shown) return;
    if (!this.shown.buffer) {
      const [buffer, context] = this.page(this.canvas.width, this.canvas.height);
      context.drawImage(this.canvas, 0, 0);
      this.shown.buffer = buffer;
    }
    const { buffer, left, top, view, ratio } = this.shown,
      k = this.view.k / view.k;
    this.front.setTransform(1, 0, 0, 1, 0, 0);
    this.front.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.front.setTransform(
      ratio * k,
      0,
      0,
      ratio * k,
      ratio * (this.view.x - view.x * k),
      ratio * (this.view.y - view.y * k),
    );
    this.front.drawImage(buffer, -left, -top, buffer.width / ratio, buffer.height / ratio);
  }

  // Bring a box of the world (left, top, right, bottom) into sight.
  /** @param {any} box @param {any} [how] */
  show(box, how = {}) {
    const [left, top, right, bottom] = box;
    const { most = Infinity, fast = false, room = 40 } = how;
    const scale = Math.min(
      (this.width - room) / Math.max(1, right - left),
      (this.height - FOOT - room) / Math.max(1, bottom - top),
      most,
    );
    const [least, limit] = this.zoom.scaleExtent(),
      k = Math.max(least, Math.min(limit, scale));
    this.fly(
      d3.zoomIdentity
        .translate(this.width / 2 - (k * (left + right)) / 2, (this.height - FOOT) / 2 - (k * (top + bottom)) / 2)
        .scale(k),
      fast,
    );
  }

  fly(view, fast = false) {
    if (fast || still.matches) {
      this.pointer.interrupt();
      this.pointer.call(this.zoom.transform, view);
      this.moving = 0;
    } else {
      this.moving = performance.now();
      this.pointer.transition().duration(550).call(this.zoom.transform, view);
    }
  }

  pan(across, down) {
    this.pointer.call(this.zoom.translateBy, across / this.view.k, down / this.view.k);
  }
  scale(by) {
    this.pointer.call(this.zoom.scaleBy, by);
  }
}

export const ring = (context, x, y, r) => {
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

// Words on a canvas: the most important first, none over another.
export const widths = new Map();
export const FACE = 'system-ui, "Segoe UI", "Noto Sans", sans-serif';
export const wide = (context, text, size, weight) => {
  const key = weight + text;
  if (!widths.has(key)) {
    if (widths.size > 20000) widths.clear();
    context.font = `${weight} 20px ${FACE}`;
    widths.set(key, context.measureText(text).width / 20);
  }
  return widths.get(key) * size;
};
export const shorten = (text, most = 28) => (text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`);

export class Lettering {
  // With a width and a height, no label is cut by the edge of the picture.
  constructor(width = Infinity, height = Infinity) {
    this.cells = new Map();
    this.count = 0;
    this.width = width;
    this.height = height;
  }

  free(box) {
    const cut = box[0] < 0 || box[1] < 0 || box[2] > this.width || box[3] > this.height;
    if (cut && this.width < Infinity) return false;
    for (const cell of this.within(box))
      for (const [left, top, right, bottom] of this.cells.get(cell) ?? [])
        if (box[0] < right && box[2] > left && box[1] < bottom && box[3] > top) return false;
    return true;
  }

  take(box) {
    for (const cell of this.within(box)) {
      if (!this.cells.has(cell)) this.cells.set(cell, []);
      this.cells.get(cell).push(box);
    }
  }

  *within([left, top, right, bottom]) {
    for (let x = Math.floor(left / 64); x <= Math.floor(right / 64); x += 1)
      for (let y = Math.floor(top / 64); y <= Math.floor(bottom / 64); y += 1) yield x * 4096 + y;
  }

  // Write a label around (x, y); `sides` are tried in turn: middle, below, above, right, left.
  write(
    context,
    text,
    x,
    y,
    {
      size = 13,
      weight = "400",
      colour = ink.ink,
      halo = ink.paper,
      sides = ["middle"],
      gap = 0,
      must = false,
      pad = 2,
      also = null,
    } = {},
  ) {
    const across = wide(context, text, size, weight),
      down = size * 1.15;
    for (const side of sides) {
      const left = side === "right" ? x + gap : side === "left" ? x - gap - across : x - across / 2;
      const top = side === "below" ? y + gap : side === "above" ? y - gap - down : y - down / 2;
      const box = [left - pad, top, left + across + pad, top + down];
      if (!must && !(this.free(box) && (also?.free(box) ?? true))) continue;
      this.take(box);
      this.count += 1;
      context.font = `${weight} ${size}px ${FACE}`;
      context.textAlign = "left";
      context.textBaseline = "middle";
      if (halo) {
        context.lineJoin = "round";
        context.lineWidth = Math.max(3, size / 4);
        context.strokeStyle = halo;
        context.strokeText(text, left, top + down / 2);
      }
      context.fillStyle = colour;
      context.fillText(text, left, top + down / 2);
      return true;
    }
    return false;
  }
}

// Keys that every picture knows; the page adds its own.
export const keys = (stage, own) => {
  stage.holder.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== stage.holder) return;
    const by = { ArrowLeft: [90, 0], ArrowRight: [-90, 0], ArrowUp: [0, 90], ArrowDown: [0, -90] }[event.key];
    if (by) stage.pan(...by);
    else if (event.key === "+" || event.key === "=") stage.scale(1.4);
    else if (event.key === "-") stage.scale(1 / 1.4);
    else if (!own(event)) return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? "");
    if (event.key === "/" && !typing) {
      byId("search").focus();
      event.preventDefault();
    }
  });
  byId("nearer").addEventListener("click", () => stage.scale(1.6));
  byId("farther").addEventListener("click", () => stage.scale(1 / 1.6));
};
export const tip = (stage, find, text) => {
  const box = byId("tip");
  stage.canvas.addEventListener("pointermove", (event) => {
    if (event.buttons) {
      box.hidden = true;
      return;
    }
    const found = find(event.offsetX, event.offsetY),
      lines = found ? text(found) : null;
    stage.canvas.style.cursor = lines ? "pointer" : "grab";
    box.hidden = !lines;
    if (!lines) return;
    box.replaceChildren(
      ...lines.filter(Boolean).map((line) => make("div", line.length > 160 ? `${line.slice(0, 160)}…` : line)),
    );
    box.style.left = `${Math.min(event.offsetX + 14, stage.width - box.offsetWidth - 6)}px`;
    box.style.top = `${Math.min(event.offsetY + 14, stage.height - box.offsetHeight - 6)}px`;
  });
  stage.canvas.addEventListener("pointerleave", () => {
    box.hidden = true;
  });
};
export const ready = () => {
  if (root.dataset.ready) return;
  root.dataset.ready = "true";
  performance.mark("first-picture");
};
