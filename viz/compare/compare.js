"use strict";
(() => {
  const { root, byId, data, words, make, tell, link, button, facts, cite, seek, details, ready, whole } = parts;
  const [one, other] = data.cities, sides = ["one", "both", "other"];
  const collate = new Intl.Collator(data.lang).compare;
  const partners = data.partners.map((partner, number) => {
    const [left, right] = partner.ties, side = left && right ? "both" : left ? "one" : "other";
    const since = [left, right].map((tie) => tie && tie.since).filter(Boolean).sort()[0] || "";
    const sectors = new Set([left, right].flatMap((tie) => (tie ? tie.sectors : [])));
    return { ...partner, number, side, since, sectors, holds: [left, right].some((tie) => tie && tie.holds) };
  });
  const listed = partners.filter((partner) => !partner.self);
  const chosen = { country: null, sector: null, partner: null, order: "country", open: new Set() };
  const fits = (partner) => (chosen.country === null || partner.country === chosen.country) && (chosen.sector === null || partner.sectors.has(chosen.sector));
  const year = (day) => day.slice(0, 4);

  // Above: the two cities, how far their partners overlap, and whether they are tied themselves.
  for (const [side, city] of [["one", one], ["other", other]]) {
    const box = make("div", undefined, { class: side });
    box.append(make("strong", city.name), make("p", [tell("partners-count", { count: city.partners }), tell("holds-count", { count: city.holds }), tell("countries-count", { count: city.countries })].join(" · ")));
    box.append(make("p", [city.sectors ? tell("sectors-count", { count: city.sectors }) : "", city.since && tell("since-year", { when: year(city.since) })].filter(Boolean).join(" · ")));
    byId("heads").append(box);
  }
  const of = Object.fromEntries(sides.map((side) => [side, listed.filter((partner) => partner.side === side)]));
  const titles = { one: tell("only", { city: one.name }), both: words.both, other: tell("only", { city: other.name }) };
  byId("overlap").setAttribute("aria-label", sides.map((side) => `${titles[side]}: ${of[side].length}`).join(", "));
  for (const side of sides) if (of[side].length) {
    const part = make("span", `${whole.format(of[side].length)}`, { class: `fill-${side}`, title: `${titles[side]}: ${of[side].length}` });
    part.style.flex = `${of[side].length} 0 0`;
    byId("overlap").append(part);
  }
  const mutual = partners.find((partner) => partner.self);
  const how = mutual && (mutual.ties[0] || mutual.ties[1]);
  byId("themselves").textContent = how
    ? tell("tied-themselves", { city: one.name, other: other.name, how: [how.status, how.kind, how.since].filter(Boolean).join(", ") })
    : tell("not-tied", { city: one.name, other: other.name });

  // Partners, in three lists.
  const chip = (partner) => {
    const element = make("button", undefined, { type: "button", class: partner.holds ? "chip" : "chip spoken", "data-partner": partner.number, "aria-pressed": String(chosen.partner === partner.number) });
    element.append(make("span", partner.name));
    if (partner.since) element.append(make("small", year(partner.since)));
    if (!partner.holds) element.title = words.spoken;
    element.addEventListener("click", () => show(partner.number));
    return element;
  };
  const chips = (list) => { const box = make("div", undefined, { class: "chips" }); box.append(...list.map(chip)); return box; };
  const grouped = (list) => {
    if (chosen.order === "name") return [chips([...list].sort((a, b) => collate(a.name, b.name)))];
    if (chosen.order === "since") return [chips([...list].sort((a, b) => (a.since || "9999").localeCompare(b.since || "9999") || collate(a.name, b.name)))];
    const groups = new Map();
    for (const partner of list) groups.set(partner.country, [...(groups.get(partner.country) || []), partner]);
    const all = make("div", undefined, { class: "groups" });
    all.append(...[...groups].sort((a, b) => Number(a[0] === "") - Number(b[0] === "") || b[1].length - a[1].length || collate(a[0], b[0])).map(([country, members]) => {
      const box = make("div", undefined, { class: "group" });
      box.append(make("h4", `${country || words.unknown}${members.length > 1 ? ` · ${members.length}` : ""}`), chips(members.sort((a, b) => collate(a.name, b.name))));
      return box;
    }));
    return [all];
  };
  const lists = () => {
    const counts = sides.map((side) => Math.max(1, of[side].length));
    // Columns are as wide as they have partners, none less than a fifth.
    const most = Math.max(...counts);
    byId("lists").style.gridTemplateColumns = counts.map((count) => `minmax(11rem, ${Math.max(most / 4, count)}fr)`).join(" ");
    byId("lists").replaceChildren(...sides.map((side) => {
      const box = make("div", undefined, { class: side, "data-side": side }), list = of[side].filter(fits), head = make("h3", `${titles[side]} `);
      box.style.setProperty("--side", `var(--${side})`);
      head.append(make("span", list.length === of[side].length ? whole.format(list.length) : `${list.length} / ${of[side].length}`, { class: "count" }));
      box.append(head, ...(list.length ? grouped(list) : [make("p", words.none, { class: "note" })]));
      return box;
    }));
    const shown = listed.filter(fits).length, said = byId("said"), what = [chosen.country === null ? null : chosen.country || words.unknown, chosen.sector === null ? null : data.sectors[chosen.sector]].filter((text) => text !== null);
    said.replaceChildren();
    if (what.length) said.append(tell("showing", { shown, all: listed.length, what: what.join(", ") }), " ", button(words.all, () => { chosen.country = chosen.sector = null; render(); }, { id: "all" }));
    Object.assign(root.dataset, { shown: String(shown), all: String(listed.length), both: String(of.both.filter(fits).length), one: String(of.one.filter(fits).length), other: String(of.other.filter(fits).length) });
  };

  // Bars to the left and to the right: how many partners each has in a sector or a country.
  const bars = (place, rows, key, many) => {
    const box = make("div", undefined, { class: "bars" }), most = Math.max(1, ...rows.map((row) => Math.max(row.left, row.right)));
    const open = chosen.open.has(key) || rows.length <= many + 2, seen = open ? rows : rows.slice(0, many);
    for (const row of seen) {
      const line = make("div", undefined, { class: "bar-row" });
      const half = (side, count, fill) => {
        const cell = make("div", undefined, { class: side }), stroke = make("i", undefined, { class: `fill-${fill}` });
        stroke.style.width = `${(count / most) * 82}%`;
        if (count) cell.append(...(side === "left" ? [String(count), stroke] : [stroke, String(count)]));
        return cell;
      };
      const name = make("button", row.name, { type: "button", [`data-${key}`]: row.id, "aria-pressed": String(chosen[key] === row.id), "aria-label": `${row.name}: ${one.name} ${row.left}, ${other.name} ${row.right}` });
      name.addEventListener("click", () => { chosen[key] = chosen[key] === row.id ? null : row.id; render(); byId(key === "sector" ? "sectors" : "countries").querySelector(`[aria-pressed="true"]`)?.focus(); });
      line.append(half("left", row.left, "one"), name, half("right", row.right, "other"));
      box.append(line);
    }
    byId(place).replaceChildren(box);
    if (!open) byId(place).append(button(tell("more", { count: rows.length - many }), () => { chosen.open.add(key); render(); }));
  };
  const counted = (ids, has, name) => ids.map((id) => {
    const count = (side) => partners.filter((partner) => partner.ties[side] && has(partner, id, side)).length;
    return { id, name: name(id), left: count(0), right: count(1) };
  }).sort((a, b) => Math.min(b.left, b.right) - Math.min(a.left, a.right) || b.left + b.right - a.left - a.right || collate(a.name, b.name));
  const sectorRows = counted(Object.keys(data.sectors), (partner, id, side) => partner.ties[side].sectors.includes(id), (id) => data.sectors[id]);
  const countryRows = counted([...new Set(partners.map((partner) => partner.country))], (partner, id) => partner.country === id, (id) => id || words.unknown);

  // Since when: the one above the line, the other below.
  const years = () => {
    const wide = Math.max(320, byId("years").clientWidth || 800), dated = partners.flatMap((partner) => partner.ties.map((tie, side) => ({ partner, tie, side })).filter(({ tie }) => tie && tie.since));
    byId("years").replaceChildren();
    const missing = [0, 1].map((side) => partners.filter((partner) => partner.ties[side] && !partner.ties[side].since).length);
    if (dated.length) {
      const moments = dated.map(({ tie }) => Number(year(tie.since)) + (Number(tie.since.slice(5, 7)) || 6.5) / 13), low = Math.floor(Math.min(...moments)), high = Math.max(low + 1, Math.ceil(Math.max(...moments)));
      const x = (moment) => 14 + ((moment - low) / (high - low)) * (wide - 28);
      // Marks that would cover each other stand farther from the line.
      const stacks = [[], []];
      const placed = dated.map((entry, at) => ({ ...entry, x: x(moments[at]) })).sort((a, b) => a.x - b.x);
      for (const entry of placed) {
        const stack = stacks[entry.side];
        let level = 0;
        while (stack[level] !== undefined && entry.x - stack[level] < 11) level += 1;
        stack[level] = entry.x;
        entry.level = level;
      }
      const tall = [0, 1].map((side) => 14 + 11 * Math.max(1, stacks[side].length)), middle = tall[0], height = tall[0] + tall[1] + 18;
      const space = "http://www.w3.org/2000/svg", add = (tag, attributes, text) => { const element = document.createElementNS(space, tag); for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value); if (text !== undefined) element.textContent = text; return element; };
      const picture = add("svg", { viewBox: `0 0 ${wide} ${height}`, height, role: "img", "aria-label": `${words.years}: ${dated.length}` });
      picture.append(add("line", { x1: 0, x2: wide, y1: middle, y2: middle }));
      const step = [1, 2, 5, 10, 20, 50].find((each) => ((high - low) / each) * 46 < wide) || 100;
      for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) picture.append(add("line", { x1: x(tick), x2: x(tick), y1: 4, y2: height - 18 }), add("text", { x: x(tick), y: height - 3, "text-anchor": "middle" }, String(tick)));
      for (const entry of placed) {
        const y = middle + (entry.side ? 1 : -1) * (8 + 11 * entry.level), mark = add("circle", { cx: entry.x, cy: y, r: 5, class: fits(entry.partner) ? "mark" : "mark off", fill: `var(--${entry.partner.side === "both" && !entry.partner.self ? "both" : entry.side ? "other" : "one"})`, "data-partner": entry.partner.number });
        mark.append(add("title", {}, `${entry.partner.name}, ${entry.tie.since}`));
        mark.addEventListener("click", () => show(entry.partner.number));
        picture.append(mark);
      }
      byId("years").append(picture);
    }
    const told = [one, other].map((city, side) => missing[side] && `${city.name}: ${tell("undated", { count: missing[side] })}`).filter(Boolean);
    if (told.length) byId("years").append(make("p", told.join(" · "), { class: "note" }));
  };

  // What each could learn, and the missions.
  data.candidates.forEach((list, side) => {
    const city = data.cities[side], box = make("div", undefined, { "data-for": side });
    box.style.setProperty("--side", `var(--${side ? "other" : "one"})`);
    box.append(make("h3", tell("learn-from", { city: city.name, other: data.cities[1 - side].name })));
    const ranked = make("ol", undefined, { class: "ranked" }), most = list.length ? list[0].score : 1;
    for (const entry of list) {
      const partner = partners[entry.number], item = make("li"), measure = make("i", undefined, { "aria-hidden": "true" });
      measure.style.width = `${(entry.score / most) * 100}%`;
      const fields = partner.ties[1 - side].sectors.map((sector) => data.sectors[sector]).join(", ");
      item.append(button(partner.name, () => show(partner.number)), measure, make("div", [partner.country, entry.common ? tell("shares", { names: entry.by.join(", ") + (entry.common > entry.by.length ? ` + ${whole.format(entry.common - entry.by.length)}` : "") }) : words["shares-none"], fields].filter(Boolean).join(" · "), { class: "cite" }));
      ranked.append(item);
    }
    box.append(list.length ? ranked : make("p", words["no-candidates"], { class: "note" }));
    byId("learn").append(box);
  });
  const missions = make("ul");
  for (const mission of data.missions) {
    const item = make("li");
    item.append(link(mission.name, mission.iri), make("div", [mission.seat, tell("sent-by", { country: mission.side }), mission.head && tell("headed", { name: mission.head }), mission.facilitates && tell("helps", { tie: mission.facilitates })].filter(Boolean).join(" · "), { class: "cite" }));
    missions.append(item);
  }
  byId("missions").append(data.missions.length ? missions : make("p", words["no-missions"], { class: "note" }));

  // Details of a partner: its tie with the one, and with the other.
  const show = (number) => {
    const partner = partners[number], at = make("p", undefined, { class: "cite" });
    chosen.partner = number;
    at.append(link(partner.compact, partner.iri));
    const ties = partner.ties.flatMap((tie, side) => {
      const city = data.cities[side];
      if (partner.iri === city.iri) return [];
      const head = make("h3", tell("with", { city: city.name }));
      if (!tie) return partner.self ? [] : [head, make("p", words["no-tie"], { class: "note" })];
      return [head, facts([[words.kind, tie.kind], [words.status, tie.status], [words.since, tie.since], [words.sectors, tie.sectors.map((sector) => data.sectors[sector])]]), cite(tie.passages)];
    });
    details(make("h2", partner.name), partner.country && make("p", partner.country, { class: "kind" }), ...ties, at);
    root.dataset.picked = String(number);
    for (const element of document.querySelectorAll(".chip")) element.setAttribute("aria-pressed", String(Number(element.dataset.partner) === number));
  };
  const clear = () => {
    chosen.partner = chosen.country = chosen.sector = null;
    root.dataset.picked = "";
    details(make("p", words.hint, { class: "hint" }));
    render();
  };
  const render = () => {
    lists(); years();
    bars("countries", countryRows, "country", 12);
    if (sectorRows.length) bars("sectors", sectorRows, "sector", 12);
    else byId("sectors").replaceChildren(make("p", words["no-sectors"], { class: "note" }));
  };
  byId("order").addEventListener("change", (event) => { chosen.order = event.target.value; lists(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") clear(); });
  byId("tables").addEventListener("click", (event) => { if (event.target.dataset.partner !== undefined) { show(Number(event.target.dataset.partner)); byId("details").scrollIntoView({ block: "nearest" }); } });
  seek(partners.map((partner) => ({ text: partner.name, note: partner.country, pick: () => {
    if (!fits(partner)) { chosen.country = chosen.sector = null; render(); }
    show(partner.number);
    document.querySelector(`.chip[data-partner="${partner.number}"]`)?.scrollIntoView({ block: "center" });
  } })));
  let wide = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== wide) { wide = innerWidth; years(); } });
  root.dataset.picked = "";
  render();
  ready();
})();
