// What the atlas and the map share: their data and words, search, filters, time, details.
export const root = document.documentElement;
/** @type {(name: string) => any} */
export const byId = (name) => document.getElementById(name);
export const data = JSON.parse(byId("data").textContent);
export const { words, nodes, ties } = data;
export const still = matchMedia("(prefers-reduced-motion: reduce)");
export const make = (tag, text, attributes = {}) => {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};
export const figures = new Intl.NumberFormat(data.lang, { maximumSignificantDigits: 4 });
export const whole = new Intl.NumberFormat(data.lang);
export const tell = (name, values = {}) =>
  words[name].replace(/\{(\w+)\}/g, (_, key) =>
    typeof values[key] === "number" ? whole.format(values[key]) : String(values[key]),
  );
// Evidence is large, and nobody needs it before a click.
export let read = null;
export const more = () => (read ??= JSON.parse(byId("more").textContent));
export const address = (compact) => {
  // Where there are pages of things, theirs; else the thing's own address.
  const cut = compact.indexOf(":"),
    prefix = compact.slice(0, cut);
  if (data.pages[prefix]) return data.pages[prefix] + encodeURI(compact.slice(cut + 1));
  const base = data.prefixes[prefix];
  return base ? base + compact.slice(cut + 1) : compact;
};

// Ties by node; which count at present is decided by what the reader filters.
export const begun = Int16Array.from(ties.begin, (day) => Number(day.slice(0, 4)) || 0);
export const ended = Int16Array.from(ties.end, (day) => Number(day.slice(0, 4)) || 0);
export const around = Array.from(nodes.label, () => []);
ties.a.forEach((one, tie) => {
  around[one].push(tie);
  around[ties.b[tie]].push(tie);
});
export const other = (tie, node) => (ties.a[tie] === node ? ties.b[tie] : ties.a[tie]);
export const filter = { year: null, undated: true, kind: -1, sector: -2, country: -1 };
export const active = (tie) => {
  if (
    filter.country >= 0 &&
    nodes.country[ties.a[tie]] !== filter.country &&
    nodes.country[ties.b[tie]] !== filter.country
  )
    return false;
  if (filter.kind >= 0 && ties.kind[tie] !== filter.kind) return false;
  if (filter.sector === -1 && ties.sectors[tie].length) return false;
  if (filter.sector >= 0 && !ties.sectors[tie].includes(filter.sector)) return false;
  if (filter.year === null) return true;
  if (!begun[tie]) return filter.undated;
  return begun[tie] <= filter.year && (!ended[tie] || ended[tie] >= filter.year);
};
export const undatedTies = begun.reduce((sum, year) => sum + (year ? 0 : 1), 0);

// Colours: the system's choice, then the reader's.
root.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
export const ink = {};
export const dye = () => {
  const computed = getComputedStyle(root);
  for (const name of ["ink", "soft", "line", "paper", "card", "accent"])
    ink[name] = computed.getPropertyValue(`--${name}`).trim();
  Object.assign(ink, data.palette[root.dataset.theme]);
};
dye();
// The ink that stands out more on a colour (relative luminance as in WCAG 2).
export const luminance = (colour) => {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
export const inkOn = (colour) => (luminance(colour) > 0.19 ? "#1f2421" : "#f6f3ec");

// A link is made only of an http(s) address, or of one of this place; all else is put in as text.
export const link = (text, to) => {
  if (/^\/(?!\/)/.test(to)) return make("a", text, { href: to });
  return /^https?:\/\//i.test(to)
    ? make("a", text, { href: to, rel: "noreferrer noopener", target: "_blank" })
    : make("span", text);
};
export const button = (text, action, name = "link") => {
  const element = make("button", text, { type: "button", class: name });
  element.addEventListener("click", action);
  return element;
};
export const say = (text) => {
  byId("said").textContent = text;
};
export const panel = (...parts) => byId("details").replaceChildren(...parts.filter(Boolean));
export const facts = (rows) => {
  const list = make("dl");
  for (const [name, value, title] of rows) {
    const term = make("dt", name);
    if (title) term.title = title;
    list.append(term, make("dd", typeof value === "number" ? figures.format(value) : value));
  }
  return list;
};
// A list shows its first rows, and the rest on demand.
export const listed = (rows, draw, most = 40) => {
  const list = make("ul");
  const grow = (count) => {
    const begin = list.children.length;
    list.append(...rows.slice(begin, begin + count).map(draw));
    const left = rows.length - list.children.length;
    if (!left) return;
    const item = make("li");
    item.append(
      button(tell("and_more", { n: left }), () => {
        item.remove();
        grow(200);
      }),
    );
    list.append(item);
  };
  grow(most);
  return list;
};
// Names that lead somewhere, each with a number.
export const counted = (rows, most) =>
  listed(
    rows,
    ([text, n, action]) => {
      const item = make("li", undefined, { class: "row" });
      item.append(button(text, action), make("span", whole.format(n), { class: "count" }));
      return item;
    },
    most,
  );
export const tieItem = (tie, text, action) => {
  const item = make("li");
  item.append(button(text, action));
  const said = [
    ties.kinds[ties.kind[tie]],
    ties.statuses[ties.status[tie]],
    span(tie),
    ...ties.sectors[tie].map((one) => ties.sectorNames[one]),
  ];
  item.append(make("div", said.filter(Boolean).join(" · ")));
  const cite = make("div", undefined, { class: "cite" });
  more().told[tie].forEach(([source, date, passage], place) => {
    const [title, to] = more().sources[source];
    cite.append(
      place ? "; " : "",
      link(title, to),
      [date && ` ${date}`, passage && ` ${words.characters} ${passage}`].filter(Boolean).join(","),
    );
  });
  cite.append(" ", link(words.tie_address, address(more().things[tie])));
  item.append(cite);
  return item;
};
export const span = (tie) =>
  (ties.begin[tie] ? `${words.since} ${ties.begin[tie]}` : "") +
  (ties.end[tie] ? ` ${words.until} ${ties.end[tie]}` : "");

// Search: case and accents make no difference. Names are folded when first asked for.
export const plain = (text) =>
  text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/ı/g, "i")
    .toLowerCase();
export const searchable = (entries) => {
  const box = byId("search"),
    found = byId("found");
  let names = null,
    hits = [],
    chosen = 0;
  const close = () => {
    found.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const choose = (place) => {
    const hit = hits[place];
    if (hit) {
      close();
      hit.action();
    }
  };
  const mark = () =>
    [...found.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === chosen)));
  box.addEventListener("input", () => {
    names ??= entries().map((entry) => [plain(entry.label), entry]);
    const wanted = plain(box.value.trim());
    const rank = ([name, entry]) => [name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2, -entry.weight];
    hits = !wanted
      ? []
      : names
          .filter(([name]) => name.includes(wanted))
          .map((one) => [rank(one), one[1]])
          .sort(([a], [b]) => a[0] - b[0] || a[1] - b[1])
          .slice(0, 12)
          .map(([, entry]) => entry);
    chosen = 0;
    found.replaceChildren(
      ...hits.map((entry, place) => {
        const item = make("li", undefined, { role: "option", id: `hit${place}`, "aria-selected": String(place === 0) });
        item.append(entry.label.slice(0, 80), " ", make("small", entry.note));
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          choose(place);
        });
        return item;
      }),
    );
    found.hidden = !hits.length;
    box.setAttribute("aria-expanded", String(Boolean(hits.length)));
    if (wanted) say(tell("hits", { n: hits.length }));
  });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") choose(chosen);
    else if (event.key === "Escape") close();
    else if (step && hits.length) {
      chosen = (chosen + step + hits.length) % hits.length;
      mark();
      box.setAttribute("aria-activedescendant", `hit${chosen}`);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
};

export const options = (select, entries, value) => {
  select.replaceChildren(...entries.map(([name, text]) => make("option", text, { value: name })));
  select.value = value;
};
// Kind, sector and time. The page draws again on each change.
export const filters = (changed) => {
  const tally = (list, size) =>
    list.reduce((sum, one) => {
      sum[one] += 1;
      return sum;
    }, new Array(size).fill(0));
  const kinds = tally(ties.kind, ties.kinds.length);
  options(
    byId("kind"),
    [
      [-1, words.all_kinds],
      ...ties.kinds.map((name, place) => [place, `${name || words.not_told} (${whole.format(kinds[place])})`]),
    ],
    -1,
  );
  const sectors = tally(ties.sectors.flat(), ties.sectorNames.length),
    bare = ties.sectors.filter((some) => !some.length).length;
  options(
    byId("sector"),
    [
      [-2, words.all_sectors],
      ...ties.sectorNames.map((name, place) => [place, `${name} (${whole.format(sectors[place])})`]),
      [-1, `${words.no_sector} (${whole.format(bare)})`],
    ],
    -2,
  );
  byId("kind").addEventListener("change", () => {
    filter.kind = Number(byId("kind").value);
    changed();
  });
  byId("sector").addEventListener("change", () => {
    filter.sector = Number(byId("sector").value);
    changed();
  });
  const slider = byId("asof"),
    play = byId("play"),
    undated = byId("undated");
  if (!slider) return;
  const [first, last] = data.years;
  const turn = (year) => {
    filter.year = year > last ? null : year;
    slider.value = String(Math.min(year, last + 1));
    byId("year").textContent = filter.year === null ? words.always : String(filter.year);
    root.dataset.year = filter.year === null ? "" : String(filter.year);
    changed();
  };
  let clock = 0;
  const stop = () => {
    clearInterval(clock);
    clock = 0;
    play.setAttribute("aria-pressed", "false");
    play.querySelector("span").textContent = words.play;
  };
  slider.addEventListener("input", () => {
    stop();
    turn(Number(slider.value));
  });
  undated.addEventListener("change", () => {
    filter.undated = undated.checked;
    changed();
  });
  play.addEventListener("click", () => {
    if (clock) return stop();
    play.setAttribute("aria-pressed", "true");
    play.querySelector("span").textContent = words.pause;
    if (filter.year === null) turn(first);
    clock = setInterval(() => (filter.year === null ? stop() : turn(filter.year + 1)), still.matches ? 1600 : 650);
  });
};
