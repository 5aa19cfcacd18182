"use strict";
(() => {
  const { root, byId, data, words, make, tell, link, button, facts, cite, seek, toggle, details, dressed, still, ready } = parts;
  const DAY = 86400000, GUTTER = 12, LINE = 22, PAD = 5;
  const spelled = (options) => new Intl.DateTimeFormat(data.lang === "en" ? "en-GB" : data.lang, { ...options, timeZone: "UTC" });
  const day = spelled({ day: "numeric", month: "long", year: "numeric" }), month = spelled({ month: "long", year: "numeric" });
  const brief = spelled({ month: "short" });
  const yearOf = (time) => String(new Date(time).getUTCFullYear());

  // Days as precise as they are told: the first moment, and the first one after it.
  const at = (year, number, date) => { const found = new Date(0); found.setUTCFullYear(year, number, date); return found.getTime(); };
  const span = (text) => {
    const [year, number, date] = text.split("-").map(Number);
    if (date) return [at(year, number - 1, date), at(year, number - 1, date + 1)];
    return number ? [at(year, number - 1, 1), at(year, number, 1)] : [at(year, 0, 1), at(year + 1, 0, 1)];
  };
  const said = (text) => {
    const [from] = span(text);
    return text.length > 7 ? day.format(from) : text.length > 4 ? month.format(from) : yearOf(from);
  };
  const today = data.asof ? span(data.asof)[1] - DAY : Math.floor(Date.now() / DAY) * DAY;

  const records = data.records.map((record, number) => {
    const told = record.begin || record.bound || record.seen[0] || "";
    const dated = told ? span(told) : null;
    const one = { ...record, number, told, dated, vague: Boolean(told) && told.length < 10 && !(record.seen.length && !record.begin) };
    if (dated) {
      one.from = dated[0];
      one.centre = record.bound && !record.begin && told.length < 10 ? dated[1] - DAY / 2 : (dated[0] + dated[1]) / 2;
      one.to = record.end ? span(record.end)[1] : null;
    }
    return one;
  });
  const name = (record) => (data.pair || record.part === "Tenure" ? record.label : record.kindLabel || record.label);
  const endless = (record) => record.begin && !record.end && (record.part === "Tenure" || (record.part === "Commitment" && record.state === "open"));
  const waits = (record) => record.part === "Commitment" && record.state === "open" && record.dated;
  const when = (record) => {
    if (!record.told) return words["no-day"];
    if (record.seen.length && !record.begin) return tell("seen", { when: record.seen.map(said).join(", ") });
    if (record.begin && record.part === "Tenure") return record.end ? `${said(record.begin)} – ${said(record.end)}` : tell("since", { when: said(record.begin) });
    const begun = record.begin ? (record.vague ? tell("within", { when: said(record.begin) }) : said(record.begin)) : tell("latest", { when: said(record.bound) });
    return record.end && record.part !== "Commitment" ? `${begun}; ${tell("until", { when: said(record.end) })}` : begun;
  };

  const shown = { parts: new Set(data.parts), asof: today, picked: null, order: "first" };
  const visible = (record) => record.dated && shown.parts.has(record.part);
  const later = (record) => record.from > shown.asof;

  // Time: the whole of it, and where most happened.
  const dated = records.filter((record) => record.dated);
  const first = d3.min(dated, (record) => record.from) ?? today - 365 * DAY;
  const last = d3.max([...dated.map((record) => Math.max(record.dated[1], Math.min(record.to ?? 0, today + 3650 * DAY))), today]);
  const pad = Math.max(4 * DAY, (last - first) * 0.03);
  const full = [first - pad, last + pad];
  const busy = () => {
    const times = dated.map((record) => record.centre).sort(d3.ascending);
    if (times.length < 4) return full;
    // The shortest time in which three of four records lie.
    const most = Math.max(3, Math.ceil(times.length * 0.75));
    let best = [times[0], times[most - 1]];
    for (let start = 0; start + most <= times.length; start += 1) if (times[start + most - 1] - times[start] < best[1] - best[0]) best = [times[start], times[start + most - 1]];
    const wide = Math.max(6 * DAY, (best[1] - best[0]) * 0.2);
    return [Math.max(full[0], best[0] - wide), Math.min(full[1], best[1] + wide)];
  };

  const picture = d3.select("#picture").append("svg").attr("aria-hidden", "true"), axis = d3.select("#axis").append("svg").attr("aria-hidden", "true");
  const ruled = picture.append("g"), body = picture.append("g"), head = axis.append("g").attr("class", "axis");
  const line = picture.append("line").attr("class", "now"), flag = axis.append("text").attr("class", "now-day");
  const pen = document.createElement("canvas").getContext("2d");
  const widths = new Map();
  const wide = (text, weight = 400) => {
    const key = weight + text;
    if (!widths.has(key)) { pen.font = `${weight} 13px system-ui, "Segoe UI", "Noto Sans", sans-serif`; widths.set(key, pen.measureText(text).width); }
    return widths.get(key);
  };
  const cut = (text, room, weight) => {
    if (wide(text, weight) <= room) return text;
    let keep = Math.max(1, Math.floor(text.length * room / wide(text, weight)));
    while (keep > 1 && wide(text.slice(0, keep) + "…", weight) > room) keep -= 1;
    return text.slice(0, keep).trimEnd() + "…";
  };
  let width = 900, left = 190, scale = d3.scaleUtc().domain(full).range([0, 700]), base = scale.copy();
  const narrow = () => width < 640;
  const measure = () => {
    width = byId("picture").clientWidth || 900;
    left = narrow() ? GUTTER : Math.min(240, Math.max(130, d3.max(data.rows, (row) => wide(row.name, 600)) + 34));
    base.range([left, width - GUTTER]);
  };
  const shapes = {
    dot: (r) => `M${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0z`,
    square: (r) => `M${-r},${-r}h${2 * r}v${2 * r}h${-2 * r}z`,
    diamond: (r) => `M0,${-r * 1.25}L${r * 1.25},0L0,${r * 1.25}L${-r * 1.25},0z`,
    triangle: (r) => `M0,${-r * 1.15}L${r * 1.15},${r * 0.9}L${-r * 1.15},${r * 0.9}z`,
    triangleDown: (r) => `M0,${r * 1.15}L${r * 1.15},${-r * 0.9}L${-r * 1.15},${-r * 0.9}z`,
    hexagon: (r) => `M${r * 1.1},0L${r * 0.55},${r}L${-r * 0.55},${r}L${-r * 1.1},0L${-r * 0.55},${-r}L${r * 0.55},${-r}z`,
    star: (r) => { let path = ""; for (let n = 0; n < 10; n += 1) { const reach = n % 2 ? r * 0.55 : r * 1.3, turn = (Math.PI * n) / 5 - Math.PI / 2; path += `${n ? "L" : "M"}${(reach * Math.cos(turn)).toFixed(2)},${(reach * Math.sin(turn)).toFixed(2)}`; } return path + "z"; },
    cross: (r) => `M${-r},${-r}L${r},${r}M${r},${-r}L${-r},${r}`,
  };
  const shape = (part, kind) => (part === "Step" && data.looks.kind[kind]) || data.looks.part[part].shape;
  const glyph = (part, kind, r = 5.5) => {
    const form = shape(part, kind);
    return { path: shapes[form === "ring" ? "dot" : form](form === "ring" ? r - 1 : r), hollow: form === "ring" || form === "cross" };
  };

  // Where a record stands: its marks in pixels, and the room that it takes with its name.
  const place = (record, several = [record]) => {
    const x = scale(record.centre), [from, to] = [scale(record.dated[0]), scale(record.dated[1])];
    const found = { record, several, x, from, to, text: cut(name(record), data.pair ? 440 : 260), runs: null };
    if (several.length > 1) found.text += ` ×${several.length}`;
    if (waits(record)) found.text += ` · ${tell("open-days", { days: Math.max(0, Math.round((shown.asof - (record.dated[1] - DAY)) / DAY)) })}`;
    if (record.part === "Tenure" && record.begin) found.runs = [from, record.to ? scale(record.to) : scale(Math.max(shown.asof, record.from)), !record.to];
    else if (record.to && record.to > record.centre) found.runs = [x, scale(record.to), false];
    else if (waits(record)) found.runs = [x, scale(Math.max(shown.asof, record.centre)), true];
    found.dots = record.part === "Tenure" ? record.seen.map((seen) => scale((span(seen)[0] + span(seen)[1]) / 2)) : [];
    const tail = found.dots.length && !record.begin ? 18 : 0, before = record.bound && !record.begin ? 24 : 0;
    const low = Math.min(record.vague ? from : x, x - before, ...(found.runs ? [found.runs[0]] : []), ...found.dots) - 8 - tail;
    const high = Math.max(record.vague ? to : x, x, ...found.dots) + 10 + tail, end = found.runs ? Math.max(high, found.runs[1] + 8) : high;
    found.out = end < left || low > width - GUTTER;
    // What began before the time shown, or some time in it, has its name where it comes into sight.
    if (x < left || (record.vague && x > width - GUTTER)) return Object.assign(found, { tx: Math.max(low, left) + 8, anchor: "start", low, high: Math.max(end, left + 8 + wide(found.text) + 6) });
    const room = wide(found.text, 400) + 6;
    if (record.part === "Tenure" && found.runs && Math.min(found.runs[1], width) - Math.max(found.runs[0], left) > room + 8) {
      return Object.assign(found, { tx: Math.max(found.runs[0], left) + 6, anchor: "start", inside: true, low, high: end });
    }
    // The name of what runs on for long stands upon its run; where the right has no room, the name stands left.
    const next = Math.max(left, found.runs && record.part === "Tenure" ? end : high);
    if (next + room > width - 2 && low - room > left) return Object.assign(found, { tx: low - 2, anchor: "end", low: low - room, high: end });
    if (next + room > width - 2) {
      const right = width - next - 6, before = low - left - 6;
      if (before > right) return Object.assign(found, { text: cut(found.text, before), tx: low - 2, anchor: "end", low: left, high: end });
      found.text = cut(found.text, right);
    }
    return Object.assign(found, { tx: next + 2, anchor: "start", low, high: Math.max(next + wide(found.text) + 6, end) });
  };
  const rank = {
    first: (row) => d3.min(row.items, (number) => records[number].from),
    last: (row) => -d3.max(row.items, (number) => Math.max(records[number].from, records[number].to ?? 0)),
    most: (row) => -row.items.length,
    name: () => 0,
  };
  const inOrder = () => {
    const fixed = data.rows.filter((row) => row.kind !== "partner"), free = data.rows.filter((row) => row.kind === "partner");
    const collate = new Intl.Collator(data.lang).compare;
    return [...free.sort((a, b) => rank[shown.order](a) - rank[shown.order](b) || collate(a.name, b.name)), ...fixed];
  };
  // In a row of a partner, what is alike in kind, day and state is one mark.
  const together = (list) =>
    data.pair ? list.map((record) => [record]) : [...d3.group(list, (record) => (record.part === "Tenure" ? record.number : [record.part, record.kind, record.begin, record.bound, record.end, record.state, record.headline].join("|"))).values()];
  const pack = () => {
    let top = 4;
    return inOrder().map((row) => {
      const placed = together(row.items.map((number) => records[number]).filter(visible)).map((several) => place(several[0], several)).filter((one) => !one.out).sort((a, b) => a.low - b.low || a.record.number - b.record.number);
      const ends = [];
      for (const one of placed) {
        let at = ends.findIndex((end) => end < one.low);
        if (at < 0) { at = ends.length; ends.push(0); }
        ends[at] = one.high;
        one.line = at;
      }
      const named = narrow() ? 17 : 0;
      const found = { row, placed, top, named, height: named + Math.max(1, ends.length) * LINE + 2 * PAD };
      top += found.height;
      return found;
    });
  };

  const drawItem = (group, one) => {
    const { record } = one, colour = `var(--${record.part})`, y = 0;
    const add = (tag, attributes) => { const element = group.append(tag); for (const [key, value] of Object.entries(attributes)) element.attr(key, value); return element; };
    if (one.runs) {
      const [from, to, goes] = one.runs, begin = Math.max(from, left - 20), end = Math.min(to, width + 20), term = record.part === "Tenure", low = term ? y : y + 9;
      add("rect", { class: "run", x: begin, y: term ? y - 8 : low - 1.5, width: Math.max(1, end - begin), height: term ? 16 : 3, rx: term ? 2 : 1.5, fill: colour });
      if (goes) { const tip = Math.min(to, width - 3); add("path", { class: "arrow", d: `M${tip - 5},${low - 4}L${tip},${low}L${tip - 5},${low + 4}`, stroke: colour }); }
      else if (!term) add("line", { class: "edge", x1: to, x2: to, y1: low - 5, y2: low + 4, stroke: colour });
      if (record.part === "Tenure") for (const x of goes ? [from] : [from, to]) add("line", { class: "edge", x1: x, x2: x, y1: y - 8, y2: y + 8, stroke: colour });
    }
    if (record.vague && !one.dots.length) add("rect", { class: "span", x: one.from, y: y - 7, width: Math.max(8, one.to - one.from), height: 14, rx: 3, fill: colour, stroke: colour });
    if (record.bound && !record.begin) {
      add("path", { class: "tail", d: `M${one.x - 7},${y}H${one.x - 30}`, stroke: colour });
      add("line", { class: "edge", x1: one.x + 8, x2: one.x + 8, y1: y - 6, y2: y + 6, stroke: colour });
    }
    if (one.dots.length) {
      const [from, to] = d3.extent(one.dots);
      if (!record.begin) add("path", { class: "tail", d: `M${from - 18},${y}H${to + 18}`, stroke: colour });
      for (const x of one.dots) add("path", { class: "mark", d: shapes.diamond(4), transform: `translate(${x},${y})`, fill: colour });
    } else if (record.part !== "Tenure") {
      const { path, hollow } = glyph(record.part, record.kind);
      add("path", { class: hollow ? "mark hollow" : "mark", d: path, transform: `translate(${one.x},${y})`, ...(hollow ? { style: `stroke:${colour}` } : { fill: colour }) });
    }
    add("text", { x: one.tx, y: y + 4.5, "text-anchor": one.anchor, class: one.inside ? "in" : "" }).text(one.text);
    group.append("title").text([...one.several.map((each) => each.label), when(record)].join("\n"));
  };

  let laid = [];
  const ticks = () => {
    const [from, to] = scale.domain().map(Number), count = Math.max(2, Math.floor((width - left) / 88));
    return scale.ticks(count).map((time) => {
      const date = new Date(time);
      const text = date.getUTCMonth() || date.getUTCDate() > 1 ? (date.getUTCDate() > 1 ? `${date.getUTCDate()} ${brief.format(date)}` : brief.format(date)) : yearOf(date);
      return { x: scale(date), text, strong: text === yearOf(date) };
    }).filter((tick, number, all) => tick.x >= left && to > from && (!number || tick.text !== all[number - 1].text));
  };
  const render = () => {
    laid = pack();
    const height = Math.max(120, (d3.max(laid, (one) => one.top + one.height) ?? 0) + 2);
    picture.attr("width", width).attr("height", height);
    axis.attr("width", width).attr("height", 44);
    const marks = ticks();
    head.selectAll("g").data(marks).join((enter) => { const g = enter.append("g"); g.append("text"); g.append("line"); return g; })
      .attr("transform", (tick) => `translate(${tick.x},0)`)
      .each(function (tick) {
        const g = d3.select(this);
        g.select("text").attr("y", 36).attr("text-anchor", "middle").attr("font-weight", tick.strong ? 600 : 400).text(tick.text);
        g.select("line").attr("y1", 40).attr("y2", 44);
      });
    ruled.selectAll("line").data(marks).join("line").attr("class", "row-line").attr("x1", (tick) => tick.x).attr("x2", (tick) => tick.x).attr("y1", 0).attr("y2", height).attr("opacity", 0.55);
    body.selectAll("g.row").data(laid, (one) => one.row.kind + one.row.iri + one.row.name).join((enter) => {
      const g = enter.append("g").attr("class", "row");
      g.append("g").attr("class", "bands");
      g.append("line").attr("class", "row-line");
      g.append("g").attr("class", "items");
      g.append("rect").attr("class", "lane");
      g.append("text").attr("class", "row-name").on("click", (_, one) => showRow(one.row));
      return g;
    }).order().attr("transform", (one) => `translate(0,${one.top})`).each(function (one) {
      const g = d3.select(this), { row, placed, named } = one;
      g.select(".row-line").attr("x1", 0).attr("x2", width).attr("y1", one.height).attr("y2", one.height);
      const holds = row.ties.map(([begun, ended]) => [Math.max(left, scale(d3.mean(span(begun)))), Math.min(width, ended ? scale(d3.mean(span(ended))) : scale(shown.asof + DAY)), span(begun)[0]]);
      g.select(".bands").selectAll("rect").data(holds.filter(([from, to, begun]) => to > from && begun <= shown.asof)).join("rect").attr("class", "band")
        .attr("x", ([from]) => from).attr("width", ([from, to]) => to - from).attr("y", named + 1).attr("height", one.height - named - 2);
      g.select(".lane").attr("x", 0).attr("y", 0).attr("width", narrow() ? 0 : left - 10).attr("height", Math.max(0, one.height - 0.5));
      const label = g.select(".row-name").attr("x", 12).attr("y", narrow() ? 15 : PAD + 15);
      label.text(cut(row.name, (narrow() ? width : left) - 34, 600)).append("title").text([row.name, row.note].filter(Boolean).join(", "));
      g.select(".items").selectAll("g.item").data(placed, (item) => item.record.number).join("g")
        .attr("class", (item) => ["item", item.record.headline && "headline", later(item.record) && "later", item.several.some((one) => one.number === shown.picked) && "picked"].filter(Boolean).join(" "))
        .attr("data-record", (item) => item.record.number)
        .attr("transform", (item) => `translate(0,${named + PAD + item.line * LINE + LINE / 2})`)
        .each(function (item) { const group = d3.select(this); group.selectAll("*").remove(); drawItem(group, item); });
    });
    body.selectAll(".item").on("click", (event, item) => { event.stopPropagation(); if (item.several.length > 1) showSeveral(item); else pick(item.record.number); });
    const x = scale(shown.asof + DAY / 2), seen = x >= left && x <= width;
    line.attr("display", seen ? null : "none").attr("x1", x).attr("x2", x).attr("y1", 0).attr("y2", height);
    flag.attr("display", seen ? null : "none").attr("x", Math.min(Math.max(x, left + 60), width - wide(day.format(shown.asof), 600) / 2 - 4)).attr("y", 15).attr("text-anchor", "middle").text(day.format(shown.asof));
    tellCounts();
  };
  const tellCounts = () => {
    const on = dated.filter(visible), inTime = new Set(laid.flatMap((one) => one.placed.flatMap((item) => item.several.map((record) => record.number))));
    const after = on.filter(later).length, off = dated.length - on.length, outside = on.filter((record) => !inTime.has(record.number)).length;
    byId("said").textContent = [after && tell("later", { count: after }), outside && tell("aside", { count: outside }), off && tell("off", { count: off }), !dated.length && words["undated-note"]].filter(Boolean).join(" · ");
    Object.assign(root.dataset, {
      shown: String([...inTime].filter((number) => !later(records[number])).length), records: String(records.length), rows: String(data.rows.length),
      asof: new Date(shown.asof).toISOString().slice(0, 10), picked: shown.picked === null ? "" : String(shown.picked),
      from: scale.domain()[0].toISOString().slice(0, 10), to: scale.domain()[1].toISOString().slice(0, 10), lines: String(d3.sum(laid, (one) => 1 + (d3.max(one.placed, (item) => item.line) ?? 0))),
    });
  };

  // Zoom and pan: by drag, by pinch, by the wheel with Ctrl, by buttons and keys.
  const zoom = d3.zoom().filter((event) => (event.type === "wheel" ? event.ctrlKey || event.metaKey : event.type.startsWith("touch") ? event.touches.length > 1 : !event.button))
    .on("zoom", (event) => { scale = event.transform.rescaleX(base); render(); });
  const bounds = () => {
    zoom.scaleExtent([1, Math.max(1, (full[1] - full[0]) / (5 * DAY))]).extent([[left, 0], [width - GUTTER, 100]]).translateExtent([[left, 0], [width - GUTTER, 100]]);
  };
  const show = ([from, to]) => {
    const [begin, end] = base.range(), factor = Math.min((end - begin) / (base(to) - base(from)), zoom.scaleExtent()[1]);
    const centre = (base(from) + base(to)) / 2;
    picture.call(zoom.transform, d3.zoomIdentity.translate((begin + end) / 2 - factor * centre, 0).scale(Math.max(1, factor)));
  };
  const move = (share) => { const [begin, end] = base.range(); picture.call(zoom.translateBy, (-share * (end - begin)) / d3.zoomTransform(picture.node()).k, 0); };
  const nearer = (factor) => picture.call(zoom.scaleBy, factor, [(base.range()[0] + base.range()[1]) / 2, 0]);
  const fit = () => { const kept = scale.domain(); measure(); base.domain(full); bounds(); show(kept); };

  // Details.
  const state = (record) => {
    if (record.part !== "Commitment") return "";
    const open = record.state === "open" && record.dated;
    const text = open ? tell("open-days", { days: Math.max(0, Math.round((shown.asof - (record.dated[1] - DAY)) / DAY)) }) : words[record.state];
    return make("span", [text, record.end && said(record.end)].filter(Boolean).join(", "), { class: record.state === "open" ? "state-open" : "" });
  };
  const showRecord = (number) => {
    const record = records[number], at = make("p", undefined, { class: "cite" });
    at.append(link(record.compact, record.iri));
    details(
      make("h2", record.label), make("p", [words[record.part], record.kindLabel].filter(Boolean).join(" · "), { class: "kind" }),
      record.headline && make("p", words.headline, { class: "note" }),
      facts([[words.when, when(record)], [words.state, state(record)], [words.with, record.partners.map((one) => { const row = data.rows.find((each) => each.kind === "partner" && each.iri === one.iri); return row ? button(one.name, () => showRow(row)) : one.name; })], [words.who, [...record.who]], [words.where, record.where], [words.sectors, [...record.sectors]]]),
      make("h3", words.evidence), cite(record.passages), at,
    );
  };
  const listed = (numbers) => {
    const list = make("ul");
    for (const number of numbers) {
      const record = records[number], item = make("li");
      item.append(button(record.label, () => pick(number)), make("div", [when(record), record.kindLabel].filter(Boolean).join(" · "), { class: "cite" }));
      list.append(item);
    }
    return list;
  };
  const showSeveral = ({ record, several }) => {
    shown.picked = record.number;
    details(make("h2", record.kindLabel || words[record.part]), make("p", when(record), { class: "kind" }), make("h3", words.records), listed(several.map((one) => one.number)));
    render();
  };
  const showRow = (row) => {
    const list = listed(row.items);
    const ties = row.ties.map(([begun, ended]) => make("p", [tell("tied", { when: said(begun) }), ended && tell("until", { when: said(ended) })].filter(Boolean).join("; ")));
    details(make("h2", row.name), row.note && make("p", row.note, { class: "kind" }), ...ties, make("h3", words.records), list);
  };
  const pick = (number, { scroll = false } = {}) => {
    shown.picked = number;
    showRecord(number);
    const record = records[number];
    if (scroll && record.dated) {
      if (!shown.parts.has(record.part)) switchOn(record.part);
      if (later(record)) setDay(record.dated[1]);
      const [from, to] = scale.domain().map(Number);
      if (record.centre < from || record.centre > to) show([record.centre - (to - from) / 2, record.centre + (to - from) / 2]);
    }
    render();
    const holds = (item) => item.several.some((one) => one.number === number);
    const row = laid.find((one) => one.placed.some(holds));
    if (scroll && row) {
      const item = row.placed.find(holds), y = row.top + row.named + item.line * LINE, box = byId("picture");
      if (y < box.scrollTop || y + 2 * LINE > box.scrollTop + box.clientHeight) box.scrollTop = y - box.clientHeight / 3;
    }
  };
  const clear = () => { shown.picked = null; details(make("p", words.hint, { class: "hint" })); render(); };
  picture.on("click", () => { if (shown.picked !== null) clear(); });

  // Keys: left and right through time, up and down through rows.
  const walk = (step, rows) => {
    const shownRows = laid.filter((one) => one.placed.length), reachable = (one) => one.placed.flatMap((item) => item.several).filter((record) => !later(record));
    if (!shownRows.length) return;
    const row = laid.findIndex((one) => reachable(one).some((record) => record.number === shown.picked));
    if (row < 0) { const record = d3.least(shownRows.flatMap(reachable), (one) => one.centre); if (record) pick(record.number, { scroll: true }); return; }
    const now = records[shown.picked];
    if (rows) {
      for (let next = row + step; next >= 0 && next < laid.length; next += step) {
        const record = d3.least(reachable(laid[next]), (one) => Math.abs(one.centre - now.centre));
        if (record) { pick(record.number, { scroll: true }); return; }
      }
      return;
    }
    const all = [...new Set(laid.flatMap(reachable))].sort((a, b) => a.centre - b.centre || a.number - b.number), at = all.findIndex((one) => one.number === shown.picked);
    pick(all[(at + step + all.length) % all.length].number, { scroll: true });
  };
  byId("picture").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (step && event.shiftKey) move(step * 0.2);
    else if (step) walk(step, event.key === "ArrowDown" || event.key === "ArrowUp");
    else if (event.key === "+" || event.key === "=") nearer(1.4);
    else if (event.key === "-") nearer(1 / 1.4);
    else if (event.key === "0") show(full);
    else if (event.key === "Enter" && shown.picked !== null) byId("details").focus();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") { stop(); clear(); } });
  for (const [id, action] of [["nearer", () => nearer(1.6)], ["farther", () => nearer(1 / 1.6)], ["whole", () => show(full)], ["dense", () => show(busy())]]) byId(id).addEventListener("click", action);

  // As of: a line that moves, by hand or by itself.
  const slider = byId("asof"), firstDay = Math.floor(first / DAY), lastDay = Math.floor(today / DAY);
  slider.min = String(Math.min(firstDay, lastDay - 1)); slider.max = String(lastDay);
  const setDay = (time) => {
    shown.asof = Math.min(today, Math.floor(time / DAY) * DAY);
    slider.value = String(Math.floor(shown.asof / DAY));
    byId("day").textContent = day.format(shown.asof);
    slider.setAttribute("aria-valuetext", byId("day").textContent);
  };
  let playing = 0;
  const stop = () => { clearInterval(playing); playing = 0; byId("play").textContent = words.play; byId("play").setAttribute("aria-pressed", "false"); };
  slider.addEventListener("input", () => { stop(); setDay(Number(slider.value) * DAY); render(); if (shown.picked !== null) showRecord(shown.picked); });
  byId("play").addEventListener("click", () => {
    if (playing) { stop(); return; }
    if (shown.asof >= today) setDay(firstDay * DAY);
    render();
    byId("play").textContent = words.pause; byId("play").setAttribute("aria-pressed", "true");
    const steps = still.matches ? 24 : 140, stride = Math.max(1, Math.ceil((lastDay - firstDay) / steps)) * DAY;
    playing = setInterval(() => { setDay(shown.asof + stride); render(); if (shown.asof >= today) stop(); }, still.matches ? 700 : 110);
  });

  // Kinds, the key, the order, the search.
  const svg = (draw, wide = 30) => { const found = d3.create("svg").attr("width", wide).attr("height", 16).attr("viewBox", `0 -8 ${wide} 16`).attr("aria-hidden", "true").attr("class", "item"); draw(found); return found.node(); };
  const stamp = (part, kind) => svg((one) => { const { path, hollow } = glyph(part, kind, 5.5); one.append("path").attr("class", hollow ? "mark hollow" : "mark").attr("d", path).attr("transform", "translate(8,0)").attr(hollow ? "style" : "fill", hollow ? `stroke:var(--${part})` : `var(--${part})`); }, 16);
  const toggles = new Map();
  for (const part of data.parts) {
    const one = toggle(words[part], records.filter((record) => record.part === part).length, stamp(part, ""), (on) => { if (on) shown.parts.add(part); else shown.parts.delete(part); render(); }, { "data-part": part });
    toggles.set(part, one);
    byId("kinds").append(one);
  }
  const switchOn = (part) => { shown.parts.add(part); toggles.get(part).setAttribute("aria-pressed", "true"); };
  const explain = (mark, text) => { const one = make("span"); one.append(mark, text); byId("key").append(one); };
  const stepKinds = new Map(records.filter((record) => record.part === "Step").map((record) => [record.kind, record.kindLabel]));
  for (const kind of data.turns) if (stepKinds.has(kind)) explain(stamp("Step", kind), stepKinds.get(kind));
  const colour = (name) => `var(--${name})`;
  if (data.rows.some((row) => row.ties.length)) explain(svg((one) => one.append("rect").attr("class", "band").attr("y", -7).attr("width", 26).attr("height", 14)), words["key-tie"]);
  explain(svg((one) => { one.append("rect").attr("class", "span").attr("x", 1).attr("y", -6).attr("width", 26).attr("height", 12).attr("rx", 3).attr("fill", colour("Step")).attr("stroke", colour("Step")); }), words["key-span"]);
  explain(svg((one) => { one.append("path").attr("class", "tail").attr("d", "M2,0H20").attr("stroke", colour("Step")); one.append("line").attr("class", "edge").attr("x1", 25).attr("x2", 25).attr("y1", -6).attr("y2", 6).attr("stroke", colour("Step")); }), words["key-bound"]);
  if (data.parts.includes("Commitment")) explain(svg((one) => { one.append("rect").attr("class", "run").attr("x", 0).attr("y", -1.5).attr("width", 24).attr("height", 3).attr("fill", colour("Commitment")); one.append("path").attr("class", "arrow").attr("d", "M21,-4L26,0L21,4").attr("stroke", colour("Commitment")); }), words["key-open"]);
  if (records.some((record) => record.part === "Tenure" && record.begin)) explain(svg((one) => { one.append("rect").attr("class", "run").attr("x", 1).attr("y", -7).attr("width", 26).attr("height", 14).attr("fill", colour("Tenure")); }), words["key-term"]);
  if (records.some((record) => record.seen.length && !record.begin)) explain(svg((one) => { one.append("path").attr("class", "tail").attr("d", "M0,0H28").attr("stroke", colour("Tenure")); one.append("path").attr("class", "mark").attr("d", shapes.diamond(4)).attr("transform", "translate(14,0)").attr("fill", colour("Tenure")); }), words["key-seen"]);
  const order = byId("order");
  if (order) order.addEventListener("change", () => { shown.order = order.value; render(); });
  seek([
    ...data.rows.filter((row) => row.kind === "partner").map((row) => ({ text: row.name, note: row.note, pick: () => { const number = row.items[row.items.length - 1]; pick(number, { scroll: true }); showRow(row); } })),
    ...records.map((record) => ({ text: [record.label, ...record.who].join(" · "), note: record.kindLabel, pick: () => pick(record.number, { scroll: true }) })),
  ]);
  for (const place of ["tables", "undated"]) if (byId(place)) byId(place).addEventListener("click", (event) => {
    const number = event.target.dataset.record;
    if (number === undefined) return;
    pick(Number(number), { scroll: true });
    byId("stage").scrollIntoView({ block: "nearest" });
  });

  new ResizeObserver(() => { if (byId("picture").clientWidth !== width) fit(); }).observe(byId("picture"));
  dressed.push(render);
  measure(); base.domain(full); bounds(); setDay(today);
  picture.call(zoom).on("dblclick.zoom", null);
  show(data.pair ? busy() : full);
  ready();
})();
