"use strict";
// What the pages of time, comparison and countries share: data, words, elements, links, search, light and dark.
const parts = (() => {
  const root = document.documentElement;
  const byId = (name) => document.getElementById(name);
  const data = JSON.parse(byId("data").textContent);
  const { words } = data;
  const make = (tag, text, attributes = {}) => {
    const element = document.createElement(tag);
    if (text !== undefined && text !== null) element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const whole = new Intl.NumberFormat(data.lang), figure = new Intl.NumberFormat(data.lang, { maximumFractionDigits: 2 });
  const tell = (name, values = {}) =>
    words[name].replace(/\{(\w+)\}/g, (_, key) => (typeof values[key] === "number" ? whole.format(values[key]) : String(values[key])));

  // A link is made only of an http(s) address; all else is put in as text.
  const link = (text, address) =>
    /^https?:\/\//i.test(address) ? make("a", text, { href: address, rel: "noreferrer noopener", target: "_blank" }) : make("span", text);
  const button = (text, action, attributes = {}) => {
    const element = make("button", text, { type: "button", class: "link", ...attributes });
    element.addEventListener("click", action);
    return element;
  };
  const facts = (rows) => {
    const list = make("dl");
    for (const [name, value] of rows) {
      if (value === "" || value === null || value === undefined || (Array.isArray(value) && !value.length)) continue;
      const said = make("dd");
      said.append(...(Array.isArray(value) ? value.flatMap((one, place) => (place ? [", ", one] : [one])) : [value]));
      list.append(make("dt", name), said);
    }
    return list;
  };
  const cite = (passages) => {
    const list = make("ul");
    for (const one of passages) {
      const item = make("li");
      item.append(link(one.title, one.address));
      if (one.characters) item.append(make("span", `, ${words.characters} ${one.characters}`, { class: "cite" }));
      list.append(item);
    }
    return list;
  };

  // Colours: the system's choice, then the reader's.
  const dressed = [];
  root.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  byId("theme").addEventListener("click", () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    for (const dress of dressed) dress();
  });

  // Search: case and accents make no difference.
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/ı/g, "i").toLowerCase();
  const seek = (entries) => {
    const names = entries.map((entry) => [fold(entry.text), entry]);
    const box = byId("search"), found = byId("found");
    let hits = [], chosen = 0;
    const shut = () => { found.hidden = true; box.setAttribute("aria-expanded", "false"); box.removeAttribute("aria-activedescendant"); };
    const choose = (number) => {
      if (!hits[number]) return;
      shut();
      hits[number].pick();
    };
    const mark = () => {
      [...found.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === chosen)));
      if (hits.length) { box.setAttribute("aria-activedescendant", `hit${chosen}`); found.children[chosen].scrollIntoView({ block: "nearest" }); }
    };
    box.addEventListener("input", () => {
      const wanted = fold(box.value.trim());
      hits = wanted
        ? names.filter(([name]) => name.includes(wanted)).sort((a, b) => a[0].indexOf(wanted) - b[0].indexOf(wanted)).slice(0, 12).map(([, entry]) => entry)
        : [];
      chosen = 0;
      found.replaceChildren(...hits.map((entry, number) => {
        const item = make("li", undefined, { role: "option", id: `hit${number}`, "aria-selected": String(number === chosen) });
        item.append(entry.text.length > 90 ? entry.text.slice(0, 90) + "…" : entry.text, " ", make("small", entry.note));
        item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(number); });
        return item;
      }));
      found.hidden = !hits.length;
      box.setAttribute("aria-expanded", String(Boolean(hits.length)));
      if (!hits.length) box.removeAttribute("aria-activedescendant");
    });
    box.addEventListener("blur", shut);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") shut();
      if (event.key === "Enter") { choose(chosen); event.preventDefault(); }
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && hits.length) { chosen = (chosen + step + hits.length) % hits.length; mark(); event.preventDefault(); }
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) { box.focus(); event.preventDefault(); }
    });
  };

  // A button that is on or off, with a mark and a count; the action hears what it became.
  const toggle = (text, count, mark, action, attributes = {}) => {
    const element = make("button", undefined, { type: "button", "aria-pressed": "true", ...attributes });
    if (mark) element.append(mark);
    element.append(make("span", text));
    if (count !== null) element.append(make("span", whole.format(count), { class: "count" }));
    element.addEventListener("click", () => {
      const on = element.getAttribute("aria-pressed") !== "true";
      element.setAttribute("aria-pressed", String(on));
      action(on);
    });
    return element;
  };
  const details = (...content) => byId("details").replaceChildren(...content.filter(Boolean));
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const ready = () => { root.dataset.ready = "true"; performance.mark("first-picture"); };
  return { root, byId, data, words, make, whole, figure, tell, link, button, facts, cite, fold, seek, toggle, details, dressed, still, ready };
})();
