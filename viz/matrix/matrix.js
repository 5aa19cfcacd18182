"use strict";
(() => {
  const { root, byId, data, words, make, tell, link, button, facts, seek, details, dressed, ready, whole, figure } = parts;
  const collate = new Intl.Collator(data.lang).compare;
  const { countries, cities } = data, names = countries.names, size = names.length;
  const address = (compact) => { const cut = compact.indexOf(":"), base = data.prefixes[compact.slice(0, cut)]; return base ? base + compact.slice(cut + 1) : compact; };

  // What joins each two countries: ties by their number, and missions by who sent them.
  const cells = new Map(), totals = new Array(size).fill(0), members = Array.from(names, () => []);
  const key = (one, other) => Math.min(one, other) * size + Math.max(one, other);
  cities.countries.forEach((country, city) => members[country].push(city));
  for (let at = 0; at < data.ties.length; at += 2) {
    const pair = [data.ties[at], data.ties[at + 1]], [one, other] = pair.map((city) => cities.countries[city]);
    if (!cells.has(key(one, other))) cells.set(key(one, other), []);
    cells.get(key(one, other)).push(pair);
    totals[one] += 1;
    if (other !== one) totals[other] += 1;
  }
  const missions = new Map();
  for (let at = 0; at < data.missions.length; at += 3) missions.set(data.missions[at] * size + data.missions[at + 1], data.missions[at + 2]);
  const count = (one, other) => cells.get(key(one, other))?.length ?? 0;
  const sent = (one, other) => missions.get(one * size + other) ?? 0;
  const alone = (one, other) => one !== other && !count(one, other) && sent(one, other) + sent(other, one) > 0;
  const ends = new Array(size).fill(0);
  for (const [at, list] of cells) { ends[Math.floor(at / size)] += list.length; ends[at % size] += list.length; }
  const sum = ends.reduce((all, each) => all + each, 0);
  const tied = [...cells.values()].reduce((all, list) => all + list.length, 0);
  const most = Math.max(...[...cells.values()].map((list) => list.length));
  // By chance: if the ends of all ties were dealt out anew.
  const chance = (one, other) => (one === other ? (ends[one] * ends[one]) / (2 * sum) : (ends[one] * ends[other]) / sum);

  const shown = { many: 0, order: "ties", missions: data.missions.length > 0, cell: null, country: null, hover: null };
  let order = [];
  const arrange = () => {
    order = Array.from({ length: Math.min(size, shown.many) }, (_, at) => at);
    if (shown.order === "name") order.sort((a, b) => collate(names[a], names[b]));
    if (shown.order === "block") order.sort((a, b) => countries.blocks[a] - countries.blocks[b] || a - b);
  };

  // The drawing: one canvas as large as its window; the scroller above it tells what part is seen.
  const picture = byId("picture"), scroller = byId("scroller"), pen = picture.getContext("2d");
  const face = 'system-ui, "Segoe UI", "Noto Sans", sans-serif';
  const ramp = () => data.looks[root.dataset.theme].ramp;
  const steps = () => { const all = ramp().length; return Array.from({ length: all }, (_, at) => Math.max(at + 1, Math.round(most ** (at / (all - 1))))).filter((each, at, list) => each <= most && (!at || each > list[at - 1])); };
  const bounds = steps();
  const shade = (number) => { let at = 0; while (at + 1 < bounds.length && number >= bounds[at + 1]) at += 1; return ramp()[bounds.length > 1 ? Math.round((at * (ramp().length - 1)) / (bounds.length - 1)) : ramp().length - 1]; };
  const bright = (colour) => { const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255); return 0.299 * red + 0.587 * green + 0.114 * blue > 0.5; };
  let box = { width: 0, height: 0, tall: 20, wide: 20, left: 120, top: 100 };
  const fitted = (text, room) => { if (pen.measureText(text).width <= room) return text; let keep = text.length; while (keep > 1 && pen.measureText(text.slice(0, keep) + "…").width > room) keep -= 1; return text.slice(0, keep).trimEnd() + "…"; };
  const measure = () => {
    const frame = byId("frame"), width = frame.clientWidth, height = frame.clientHeight, narrow = width < 560;
    pen.font = `12px ${face}`;
    const longest = Math.max(...order.map((at) => pen.measureText(names[at]).width));
    const left = Math.min(longest + 52, narrow ? 128 : 210), top = Math.min(longest + 14, narrow ? 96 : 124);
    // Cells may be wider than tall, so that their numbers have room.
    const room = Math.floor((width - left - 4) / order.length);
    const tall = Math.max(narrow ? 19 : 15, Math.min(40, Math.max(20, Math.round(room * 1.1)), Math.floor((height - top - 4) / order.length)));
    const wide = Math.max(Math.min(tall, 22), Math.min(Math.floor(tall * 1.7), room));
    box = { width, height, tall, wide, left, top };
    byId("spacer").style.width = `${left + wide * order.length + 2}px`;
    byId("spacer").style.height = `${top + tall * order.length + 2}px`;
    const sharp = devicePixelRatio || 1;
    picture.width = width * sharp; picture.height = height * sharp;
    pen.setTransform(sharp, 0, 0, sharp, 0, 0);
  };
  const colour = (name) => getComputedStyle(root).getPropertyValue(`--${name}`).trim();
  const draw = () => {
    const { width, height, tall, wide, left, top } = box, x0 = left - scroller.scrollLeft, y0 = top - scroller.scrollTop;
    const [ink, soft, line, paper, card, accent] = ["ink", "soft", "line", "paper", "card", "accent"].map(colour);
    const look = data.looks[root.dataset.theme], from = Math.max(0, Math.floor(scroller.scrollLeft / wide)), first = Math.max(0, Math.floor(scroller.scrollTop / tall));
    const to = Math.min(order.length, from + Math.ceil(width / wide) + 1), last = Math.min(order.length, first + Math.ceil(height / tall) + 1);
    pen.fillStyle = paper; pen.fillRect(0, 0, width, height);
    pen.save(); pen.beginPath(); pen.rect(left, top, width - left, height - top); pen.clip();
    const letters = Math.min(12, Math.floor(tall * 0.62));
    pen.textAlign = "center"; pen.textBaseline = "middle";
    for (let row = first; row < last; row += 1) for (let column = from; column < to; column += 1) {
      const number = count(order[row], order[column]), x = x0 + column * wide, y = y0 + row * tall;
      if (number) {
        const fill = shade(number);
        pen.fillStyle = fill; pen.fillRect(x + 0.5, y + 0.5, wide - 1, tall - 1);
        if (tall >= 14 && wide >= 18) {
          const text = number > 999 && wide < 34 ? `${Math.round(number / 1000)}k` : String(number);
          pen.font = `${row === column ? 700 : 400} ${text.length > 2 ? Math.min(letters, Math.floor(wide * 0.42)) : letters}px ${face}`;
          pen.fillStyle = bright(fill) ? "#1f2421" : "#fbf8f1"; pen.fillText(text, x + wide / 2, y + tall / 2 + 0.5);
        }
      } else {
        pen.fillStyle = card; pen.fillRect(x + 0.5, y + 0.5, wide - 1, tall - 1);
        if (shown.missions && alone(order[row], order[column])) {
          const r = Math.max(2, Math.min(5, tall * 0.17));
          pen.fillStyle = look.mission; pen.beginPath(); pen.moveTo(x + wide / 2, y + tall / 2 - r); pen.lineTo(x + wide / 2 + r, y + tall / 2); pen.lineTo(x + wide / 2, y + tall / 2 + r); pen.lineTo(x + wide / 2 - r, y + tall / 2); pen.fill();
        }
      }
      if (row === column) { pen.strokeStyle = soft; pen.lineWidth = 1; pen.strokeRect(x + 1, y + 1, wide - 2, tall - 2); }
    }
    if (shown.order === "block") {
      pen.strokeStyle = look.block; pen.lineWidth = 2.5;
      for (let at = 0; at < order.length; ) {
        let end = at;
        while (end < order.length && countries.blocks[order[end]] === countries.blocks[order[at]]) end += 1;
        if (end - at > 1) pen.strokeRect(x0 + at * wide, y0 + at * tall, (end - at) * wide, (end - at) * tall);
        at = end;
      }
    }
    const now = shown.hover ?? shown.cell;
    const rowOf = shown.country === null ? -1 : order.indexOf(shown.country);
    if (rowOf >= 0) { pen.strokeStyle = accent; pen.lineWidth = 2; pen.strokeRect(x0, y0 + rowOf * tall, order.length * wide, tall); pen.strokeRect(x0 + rowOf * wide, y0, wide, order.length * tall); }
    if (now) { pen.strokeStyle = ink; pen.lineWidth = 2; pen.strokeRect(x0 + now[1] * wide, y0 + now[0] * tall, wide, tall); }
    pen.restore();
    pen.textBaseline = "middle";
    // Names stay where they are while the cells move under them.
    pen.fillStyle = paper; pen.fillRect(0, top, left, height - top); pen.fillRect(0, 0, width, top);
    pen.font = `12px ${face}`;
    pen.save(); pen.beginPath(); pen.rect(0, top, left, height - top); pen.clip();
    for (let row = first; row < last; row += 1) {
      const y = y0 + row * tall + tall / 2, at = order[row], strong = now?.[0] === row || rowOf === row, number = whole.format(totals[at]);
      pen.font = `${strong ? 700 : 400} ${Math.min(12, tall - 2)}px ${face}`;
      pen.textAlign = "right"; pen.fillStyle = soft; pen.fillText(number, left - 6, y);
      const room = left - 16 - pen.measureText(number).width;
      pen.fillStyle = strong ? accent : ink; pen.textAlign = "left"; pen.fillText(fitted(names[at], room), 8, y);
    }
    pen.restore();
    pen.save(); pen.beginPath(); pen.rect(left, 0, width - left, top); pen.clip();
    for (let column = from; column < to; column += 1) {
      const strong = now?.[1] === column || rowOf === column;
      pen.save(); pen.translate(x0 + column * wide + wide / 2, top - 6); pen.rotate(-Math.PI / 2);
      pen.font = `${strong ? 700 : 400} ${Math.min(12, tall - 2)}px ${face}`; pen.fillStyle = strong ? accent : ink; pen.textAlign = "left";
      pen.fillText(fitted(names[order[column]], top - 12), 0, 0);
      pen.restore();
    }
    pen.restore();
    pen.strokeStyle = line; pen.lineWidth = 1; pen.beginPath(); pen.moveTo(left - 0.5, 0); pen.lineTo(left - 0.5, height); pen.moveTo(0, top - 0.5); pen.lineTo(width, top - 0.5); pen.stroke();
  };
  let waiting = false;
  const redraw = () => { if (waiting) return; waiting = true; requestAnimationFrame(() => { waiting = false; draw(); }); };
  const told = (cell) => {
    if (!cell) return "";
    const [one, other] = cell.map((at) => order[at]);
    return `${one === other ? tell("within", { one: names[one] }) : tell("pair", { one: names[one], other: names[other] })}: ${count(one, other) ? tell("ties-count", { count: count(one, other) }) : alone(one, other) ? words.alone : words.none}`;
  };
  const state = () => {
    const inside = new Set(order);
    let seen = 0, drawn = 0;
    for (const [at, list] of cells) if (inside.has(Math.floor(at / size)) && inside.has(at % size)) { seen += list.length; drawn += 1; }
    const rest = size - order.length;
    byId("said").textContent = [tell("counts", { ties: seen, countries: order.length }), rest && tell("rest", { countries: rest, ties: tied - seen }), data.loose && tell("loose", { count: data.loose })].filter(Boolean).join(" · ");
    byId("told").textContent = told(shown.hover ?? shown.cell);
    Object.assign(root.dataset, { shown: String(order.length), relations: String(seen), hidden: String(tied - seen), cells: String(drawn), cell: shown.cell ? shown.cell.map((at) => names[order[at]]).join("|") : "", country: shown.country === null ? "" : names[shown.country], size: `${box.wide}x${box.tall}` });
  };
  const render = () => { arrange(); measure(); draw(); state(); };

  // Details: the ties of a cell, or a country with its row.
  const listed = (pairs, draw) => {
    const list = make("ul");
    let at = 0;
    const grow = (by) => { list.append(...pairs.slice(at, at + by).map(draw)); at += by; return pairs.length - at; };
    const box = make("div");
    box.append(list);
    if (grow(40) > 0) {
      const more = button(tell("more", { count: Math.min(200, pairs.length - at) }), () => { const left = grow(200); if (left > 0) more.textContent = tell("more", { count: Math.min(200, left) }); else more.remove(); });
      box.append(more);
    }
    return box;
  };
  const cityLink = (city) => link(cities.names[city], address(cities.iris[city]));
  const showCell = (cell) => {
    const [one, other] = cell.map((at) => order[at]), pairs = cells.get(key(one, other)) ?? [], expected = chance(one, other);
    Object.assign(shown, { cell, country: null });
    const sorted = pairs.map((pair) => (cities.countries[pair[0]] === one ? pair : [pair[1], pair[0]])).sort((a, b) => collate(cities.names[a[0]], cities.names[b[0]]) || collate(cities.names[a[1]], cities.names[b[1]]));
    const rows = [[words.ties, pairs.length ? whole.format(pairs.length) : words.none]];
    if (pairs.length) rows.push([words.chance, tell("times", { count: figure.format(pairs.length / expected) })]);
    if (one !== other && missions.size) for (const [from, to] of [[one, other], [other, one]]) if (sent(from, to)) rows.push([tell("missions-of", { one: names[from], other: names[to] }), whole.format(sent(from, to))]);
    details(
      make("h2", one === other ? tell("within", { one: names[one] }) : tell("pair", { one: names[one], other: names[other] })), facts(rows),
      pairs.length && make("h3", words.ties), pairs.length && listed(sorted, ([a, b]) => { const item = make("li"); item.append(cityLink(a), " – ", cityLink(b)); return item; }),
    );
    redraw(); state();
  };
  const barred = (rows, action) => {
    const list = make("ol", undefined, { class: "bar-list" }), top = Math.max(1, ...rows.map(([, number]) => number));
    for (const [at, number] of rows) {
      const item = make("li"), box = make("div"), bar = make("i", undefined, { "aria-hidden": "true" });
      bar.style.width = `${(number / top) * 60}%`;
      box.append(bar, whole.format(number));
      item.append(button(names[at], () => action(at)), box);
      list.append(item);
    }
    return list;
  };
  const goTo = (one, other) => {
    for (const at of [one, other]) if (!order.includes(at)) { shown.many = size; byId("many").value = String(size); render(); }
    const cell = [order.indexOf(one), order.indexOf(other)];
    see(cell);
    showCell(cell);
  };
  const showCountry = (at, more = null) => {
    Object.assign(shown, { country: at, cell: null });
    const rows = names.map((_, other) => [other, count(at, other)]).filter(([other, number]) => number && other !== at).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const lonely = names.map((_, other) => other).filter((other) => alone(at, other)), head = make("h2");
    head.append(countries.iris[at] ? link(names[at], address(countries.iris[at])) : names[at]);
    details(
      head, more, facts([[words.ties, whole.format(totals[at])], [words.domestic, whole.format(count(at, at))], [words.cities, whole.format(members[at].length)], [words.partners, whole.format(rows.length)]]),
      rows.length && make("h3", words.strongest), rows.length && barred(rows.slice(0, 15), (other) => goTo(at, other)),
      lonely.length && make("h3", `${words.waiting}: ${lonely.length}`), lonely.length && make("p", lonely.map((other) => names[other]).sort(collate).join(", "), { class: "note" }),
    );
    redraw(); state();
  };
  const showCity = (city) => {
    const at = cities.countries[city], tiesOf = [];
    for (let place = 0; place < data.ties.length; place += 2) { if (data.ties[place] === city) tiesOf.push(data.ties[place + 1]); if (data.ties[place + 1] === city) tiesOf.push(data.ties[place]); }
    if (!order.includes(at)) { shown.many = size; byId("many").value = String(size); render(); }
    see([order.indexOf(at), order.indexOf(at)]);
    const box = make("div");
    const head = make("p"); head.append(cityLink(city), `: ${tell("ties-count", { count: tiesOf.length })}`);
    box.append(head, listed(tiesOf.sort((a, b) => collate(cities.names[a], cities.names[b])), (other) => { const item = make("li"); item.append(cityLink(other), make("span", ` ${names[cities.countries[other]] ?? ""}`, { class: "cite" })); return item; }));
    showCountry(at, box);
  };
  const clear = () => { Object.assign(shown, { cell: null, country: null, hover: null }); details(make("p", words.hint, { class: "hint" })); redraw(); state(); };

  // Pointer and keys.
  const at = (event) => {
    const rect = scroller.getBoundingClientRect(), x = event.clientX - rect.left, y = event.clientY - rect.top;
    const column = Math.floor((x - box.left + scroller.scrollLeft) / box.wide), row = Math.floor((y - box.top + scroller.scrollTop) / box.tall);
    const inside = (number) => number >= 0 && number < order.length;
    if (x < box.left && y >= box.top) return inside(row) ? { country: order[row] } : {};
    if (y < box.top && x >= box.left) return inside(column) ? { country: order[column] } : {};
    return inside(row) && inside(column) && x >= box.left && y >= box.top ? { cell: [row, column] } : {};
  };
  scroller.addEventListener("pointermove", (event) => {
    const { cell = null } = at(event);
    if (String(cell) === String(shown.hover)) return;
    shown.hover = cell; redraw(); byId("told").textContent = told(shown.hover ?? shown.cell);
  });
  scroller.addEventListener("pointerleave", () => { shown.hover = null; redraw(); byId("told").textContent = told(shown.cell); });
  scroller.addEventListener("click", (event) => {
    const { cell, country } = at(event);
    if (cell) showCell(cell); else if (country !== undefined) showCountry(country); else clear();
    picture.focus({ preventScroll: true });
  });
  scroller.addEventListener("scroll", redraw, { passive: true });
  const see = ([row, column]) => {
    const { tall, wide, left, top, width, height } = box;
    if (row * tall < scroller.scrollTop) scroller.scrollTop = row * tall;
    if ((row + 1) * tall > scroller.scrollTop + height - top) scroller.scrollTop = (row + 1) * tall - height + top;
    if (column * wide < scroller.scrollLeft) scroller.scrollLeft = column * wide;
    if ((column + 1) * wide > scroller.scrollLeft + width - left) scroller.scrollLeft = (column + 1) * wide - width + left;
  };
  picture.addEventListener("keydown", (event) => {
    const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
    if (step) {
      const [row, column] = shown.cell ?? [-step[0], -step[1]], held = (number) => Math.max(0, Math.min(order.length - 1, number));
      const next = [held(row + step[0]), held(column + step[1])];
      Object.assign(shown, { cell: next, hover: null });
      see(next); redraw(); state();
    } else if (event.key === "Enter" && shown.cell) { showCell(shown.cell); byId("details").focus(); }
    else if (event.key === "Home") { scroller.scrollTo(0, 0); shown.cell = [0, 0]; redraw(); state(); }
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") clear(); });

  // What is shown, in which order; the key; the table.
  const many = byId("many"), sizes = [12, 20, 30, 50, 80].filter((number) => number < size);
  many.append(...sizes.map((number) => make("option", tell("first", { count: number }), { value: number })), make("option", tell("all", { count: size }), { value: size }));
  // As many as can be read at once in the window.
  const room = Math.floor(Math.min((byId("frame").clientHeight - 130) / 17, (byId("frame").clientWidth - 190) / 17));
  shown.many = size <= Math.max(12, room) ? size : [12, ...sizes].filter((number) => number <= Math.max(12, room)).pop();
  many.value = String(shown.many);
  many.addEventListener("change", () => { shown.many = Number(many.value); shown.cell = null; scroller.scrollTo(0, 0); render(); });
  byId("order").addEventListener("change", (event) => { shown.order = event.target.value; shown.cell = null; render(); legend(); });
  const flip = byId("missions");
  if (!data.missions.length) flip.hidden = true;
  flip.addEventListener("click", () => { shown.missions = !shown.missions; flip.setAttribute("aria-pressed", String(shown.missions)); render(); legend(); });
  const legend = () => {
    const look = data.looks[root.dataset.theme], box = make("span"), ramp = make("span", undefined, { class: "ramp" });
    bounds.forEach((from, at) => {
      const step = make("i", at + 1 < bounds.length ? (bounds[at + 1] - 1 > from ? `${from}–${bounds[at + 1] - 1}` : String(from)) : from < most ? `${from}–${most}` : String(from));
      step.style.background = shade(from); step.style.color = bright(shade(from)) ? "#1f2421" : "#fbf8f1";
      ramp.append(step);
    });
    box.append(ramp, words.scale);
    const entry = (mark, colour, text) => { const one = make("span"), sign = make("b", mark, { "aria-hidden": "true" }); sign.style.color = colour; one.append(sign, text); return one; };
    byId("key").replaceChildren(box, entry("▣", "inherit", words.domestic), ...(shown.missions ? [entry("◆", look.mission, words.alone)] : []), ...(shown.order === "block" ? [entry("☐", look.block, words.block)] : []), ...data.notes.map((note) => make("span", note)));
  };
  const table = byId("tables"), rows = [...cells].map(([at, list]) => [Math.floor(at / size), at % size, list.length]).sort((a, b) => b[2] - a[2] || a[0] - b[0] || a[1] - b[1]);
  let written = 0;
  const write = (by) => {
    for (const [one, other, number] of rows.slice(written, written + by)) {
      const line = make("tr"), first = make("td");
      first.append(button(names[one], () => goTo(one, other), { "data-pair": `${names[one]}|${names[other]}` }));
      line.append(first, make("td", names[other]), make("td", whole.format(number)));
      byId("rows").append(line);
    }
    written = Math.min(rows.length, written + by);
    byId("more").hidden = written >= rows.length;
    byId("more").textContent = tell("more", { count: Math.min(500, rows.length - written) });
  };
  table.addEventListener("toggle", () => { if (table.open && !written) write(200); });
  byId("more").addEventListener("click", () => write(500));
  seek([
    ...names.map((name, at) => ({ text: name, note: whole.format(totals[at]), pick: () => { if (!order.includes(at)) { shown.many = size; many.value = String(size); render(); } see([order.indexOf(at), order.indexOf(at)]); showCountry(at); } })),
    ...cities.names.map((name, city) => ({ text: name, note: names[cities.countries[city]], pick: () => showCity(city) })),
  ]);
  new ResizeObserver(() => { if (byId("frame").clientWidth !== box.width || byId("frame").clientHeight !== box.height) render(); }).observe(byId("frame"));
  dressed.push(() => { draw(); legend(); });
  render(); legend();
  ready();
})();
