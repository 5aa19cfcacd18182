// As of a day: marks of what had not yet begun are away; by hand, or playing by itself.
import { byId, root } from "./dom.js";

const DAY = 86400000;

/** The last moment of a day, a month or a year. @param {string} day */
const endOf = (day) => {
  const [year, month = 12, date = 0] = day.split("-").map(Number);
  return date ? Date.UTC(year, month - 1, date) : Date.UTC(year, month, 0);
};

/**
 * @param {[string, string]} days
 * @param {SVGGElement[]} marks
 * @param {{ lang: string, words: Record<string, string>, told: (later: number) => void }} page
 */
export const offerTime = ([first, last], marks, page) => {
  const slider = /** @type {HTMLInputElement} */ (byId("asof"));
  const day = new Intl.DateTimeFormat(page.lang, { dateStyle: "medium", timeZone: "UTC" });
  const begins = marks.map((mark) => (mark.dataset.begin ? endOf(mark.dataset.begin) / DAY : -Infinity));
  const from = Math.floor(endOf(first) / DAY) - 1,
    to = Math.max(from + 1, Math.floor(endOf(last) / DAY));
  slider.min = String(from);
  slider.max = String(to);
  let playing = 0;
  const show = (/** @type {number} */ at) => {
    slider.value = String(at);
    byId("day").textContent = day.format(at * DAY);
    slider.setAttribute("aria-valuetext", byId("day").textContent || "");
    marks.forEach((mark, place) => mark.classList.toggle("later", begins[place] > at));
    root.dataset.asof = new Date(at * DAY).toISOString().slice(0, 10);
    page.told(new Set(marks.filter((_, place) => begins[place] > at).map((mark) => mark.dataset.ref)).size);
  };
  const stop = () => {
    clearInterval(playing);
    playing = 0;
    byId("play").textContent = page.words.play;
    byId("play").setAttribute("aria-pressed", "false");
  };
  const start = () => {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const stride = Math.max(1, Math.ceil((to - from) / (calm ? 20 : 120)));
    if (Number(slider.value) >= to) show(from);
    byId("play").textContent = page.words.pause;
    byId("play").setAttribute("aria-pressed", "true");
    playing = window.setInterval(
      () => {
        show(Math.min(to, Number(slider.value) + stride));
        if (Number(slider.value) >= to) stop();
      },
      calm ? 700 : 90,
    );
  };
  slider.addEventListener("input", () => {
    stop();
    show(Number(slider.value));
  });
  byId("play").addEventListener("click", () => (playing ? stop() : start()));
  show(to);
};
