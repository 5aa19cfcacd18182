// Details. With nothing picked they answer the question of the page.
import {
  active,
  address,
  around,
  button,
  byId,
  counted,
  data,
  facts,
  link,
  listed,
  make,
  nodes,
  other,
  panel,
  say,
  tell,
  tieItem,
  ties,
  whole,
  words,
} from "./frame.js";
import { FOOT } from "./stage.js";
import { blendFor, lay, setBlend } from "./globe.js";
import { FAR, weight } from "./places.js";
import { compared, missionItem, missions, sentBy, sentTo, standing } from "./missions.js";
import { busy, contrast, group, linked, now } from "./arcs.js";
import { legend, refresh, settle, show, stage } from "./map.js";
export const pick = (picked) => {
  now.picked = picked;
  now.focus = picked?.kind === "circle" ? picked.id : null;
  details();
  show();
};
export const details = () => {
  const { picked } = now;
  if (picked?.kind === "circle") return showCircle(picked.id);
  if (picked?.kind === "city") return showCity(picked.id);
  if (picked?.kind === "arc") return showArc(picked);
  if (picked?.kind === "country") return showCountry(picked.id);
  if (picked?.kind === "seat") return showSeat(picked);
  if (contrast) return showContrast();
  const arcs = linked.links.map((one) => [
    `${group.names[one.a]} – ${group.names[one.b]}`,
    one.ties.length,
    () => pick({ kind: "arc", a: one.a, b: one.b }),
  ]);
  panel(
    make("p", words.pick, { class: "hint" }),
    facts([
      [words.cities, nodes.label.length],
      [words.ties_all, ties.a.length - linked.left],
    ]),
    make("h3", words.strongest),
    counted((group.way === "country" ? abroad() : arcs).slice(0, 25), 25),
  );
};
// Ties of two countries, those of cities without a point too: the same figure as in the atlas.
const abroad = () => {
  const found = new Map();
  for (let tie = 0; tie < ties.a.length; tie += 1) {
    const [one, two] = [nodes.country[ties.a[tie]], nodes.country[ties.b[tie]]].sort((a, b) => a - b);
    if (!active(tie) || one < 0 || one === two) continue;
    const key = `${one} ${two}`;
    found.set(key, { one, two, count: (found.get(key)?.count || 0) + 1 });
  }
  const name = (country) => data.countries[country];
  return [...found.values()]
    .sort((a, b) => b.count - a.count || name(a.one).localeCompare(name(b.one), data.lang) || a.two - b.two)
    .map(({ one, two, count }) => [`${name(one)} – ${name(two)}`, count, () => pick({ kind: "country", id: one })]);
};
export const showContrast = () => {
  const { tied, mission } = contrast,
    name = (country) => data.countries[country];
  const by = (map) => (a, b) => map.get(b).length - map.get(a).length || name(a).localeCompare(name(b), data.lang);
  const both = [...tied.keys()].filter((one) => mission.has(one)).sort(by(tied)),
    alone = [...tied.keys()].filter((one) => !mission.has(one)).sort(by(tied)),
    bare = [...mission.keys()].filter((one) => !tied.has(one)).sort(by(mission));
  const section = (title, list, map) => [
    make("h3", `${title} (${whole.format(list.length)})`),
    counted(
      list.map((one) => [name(one), map.get(one).length, () => pick({ kind: "country", id: one })]),
      12,
    ),
  ];
  panel(
    make("h2", name(now.own)),
    make(
      "p",
      data.focus >= 0
        ? tell("compare_city", { city: nodes.label[data.focus], country: name(now.own) })
        : words.compare_country,
      { class: "kind" },
    ),
    ...section(words.ties_no_mission, alone, tied),
    ...section(words.mission_no_ties, bare, mission),
    ...section(words.ties_and_mission, both, tied),
  );
};
export const showCountry = (country) => {
  const inside = nodes.country
    .flatMap((one, node) => (one === country ? [node] : []))
    .sort((a, b) => weight[b] - weight[a] || a - b);
  const { tied } = compared(country);
  const far = [...tied].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
  const pairwise = contrast && country !== now.own ? (contrast.mission.get(country) ?? []) : null,
    shared = contrast ? (contrast.tied.get(country) ?? []) : [];
  const base = [
    make("h2", data.countries[country]),
    facts([
      [words.cities, inside.length],
      [words.ties_beyond, far.reduce((sum, one) => sum + one[1].length, 0)],
      [words.missions_sent, sentBy[country].filter(standing).length],
      [words.missions_hosted, sentTo[country].filter(standing).length],
    ]),
  ];
  if (pairwise)
    base.push(
      make("h3", `${words.ties_with} ${data.countries[now.own]} (${whole.format(shared.length)})`),
      listed(
        shared,
        (tie) => tieItem(tie, `${nodes.label[ties.a[tie]]} – ${nodes.label[ties.b[tie]]}`, () => goCity(ties.a[tie])),
        12,
      ),
      make("h3", `${words.missions} (${whole.format(pairwise.length)})`),
      listed(pairwise, missionItem, 8),
    );
  else base.push(button(words.compare, () => compare(country), "act"));
  panel(
    ...base,
    far.length ? make("h3", words.strongest) : null,
    counted(
      far.map(([one, some]) => [data.countries[one], some.length, () => pick({ kind: "country", id: one })]),
      10,
    ),
    inside.length ? make("h3", words.best_tied) : null,
    counted(
      inside.map((node) => [nodes.label[node], around[node].filter(active).length, () => goCity(node)]),
      12,
    ),
  );
};
export const showCircle = (circle) => {
  const list = group.lists[circle];
  if (list.length === 1) return showCity(list[0]);
  if (group.way === "country" && group.country[circle] >= 0) return showCountry(group.country[circle]);
  const links = linked.links.filter((one) => one.a === circle || one.b === circle);
  return panel(
    make("h2", group.names[circle]),
    facts([
      [words.cities, list.length],
      [words.ties_beyond, busy[circle]],
    ]),
    button(words.unfold, () => spread(circle), "act"),
    make("h3", words.cities),
    counted(
      [...list]
        .sort((a, b) => weight[b] - weight[a] || a - b)
        .map((node) => [nodes.label[node], around[node].filter(active).length, () => goCity(node)]),
      15,
    ),
    links.length ? make("h3", words.strongest) : null,
    counted(
      links.map((one) => [
        group.names[one.a === circle ? one.b : one.a],
        one.ties.length,
        () => pick({ kind: "arc", a: one.a, b: one.b }),
      ]),
      15,
    ),
  );
};
export const showCity = (node) => {
  const partners = around[node]
    .filter(active)
    .sort((a, b) => nodes.label[other(a, node)].localeCompare(nodes.label[other(b, node)], data.lang));
  const here = missions.nodes.indexOf(node),
    sitting =
      here < 0 ? [] : missions.seat.flatMap((seat, mission) => (seat === here && standing(mission) ? [mission] : []));
  const iri = make("p", undefined, { class: "cite" });
  iri.append(link(nodes.iri[node], address(nodes.iri[node])));
  panel(
    make("h2", nodes.label[node]),
    make("p", [nodes.kinds[nodes.kind[node]], data.countries[nodes.country[node]]].filter(Boolean).join(" · "), {
      class: "kind",
    }),
    iri,
    make("h3", `${words.partners} (${whole.format(partners.length)})`),
    listed(partners, (tie) => tieItem(tie, nodes.label[other(tie, node)], () => goCity(other(tie, node)))),
    sitting.length ? make("h3", `${words.missions} (${whole.format(sitting.length)})`) : null,
    sitting.length ? listed(sitting, missionItem, 8) : null,
  );
};
export const showArc = (one) => {
  const some = linked.links.find((each) => each.a === one.a && each.b === one.b)?.ties ?? [];
  const worth = (tie) => weight[ties.a[tie]] + weight[ties.b[tie]];
  panel(
    make("h2", `${group.names[one.a]} – ${group.names[one.b]}`),
    make("p", tell("ties_count", { n: some.length }), { class: "kind" }),
    listed(
      [...some].sort((a, b) => worth(b) - worth(a) || a - b),
      (tie) => tieItem(tie, `${nodes.label[ties.a[tie]]} – ${nodes.label[ties.b[tie]]}`, () => goCity(ties.a[tie])),
    ),
  );
};
export const showSeat = ({ seat, list }) =>
  panel(
    make("h2", missions.seats[seat]),
    make("p", `${words.missions}: ${whole.format(list.length)}`, { class: "kind" }),
    listed(list, missionItem, 20),
  );
export const spread = (circle) => {
  const list = group.lists[circle].map((node) => lay(nodes.long[node], nodes.lat[node])),
    xs = list.map(([x]) => x),
    ys = list.map(([, y]) => y),
    room = 12 / stage.view.k;
  stage.show([Math.min(...xs) - room, Math.min(...ys) - room, Math.max(...xs) + room, Math.max(...ys) + room], {
    most: Math.max(FAR + 0.2, stage.view.k * 4),
  });
  say(tell("opened", { name: group.names[circle], n: list.length }));
};
export const goCity = (node) => {
  if (nodes.lat[node] === null) {
    pick({ kind: "city", id: node });
    return;
  }
  const k = data.focus >= 0 ? stage.view.k : Math.max(14, stage.view.k);
  setBlend(blendFor(k));
  const [x, y] = lay(nodes.long[node], nodes.lat[node]);
  stage.fly(d3.zoomIdentity.translate(stage.width / 2 - x * k, (stage.height - FOOT) / 2 - y * k).scale(k), true);
  settle();
  pick({ kind: "circle", id: group.of[node] });
  if (group.lists[group.of[node]].length > 1) showCity(node);
};
export const compare = (country) => {
  Object.assign(now, { missions: "compare", own: country });
  byId("missions").value = "compare";
  byId("from").value = String(country);
  changed();
};
export const changed = () => {
  byId("seen").hidden = now.missions === "none";
  if (now.missions === "compare" && now.own < 0) {
    now.own = busiest();
    byId("from").value = String(now.own);
  }
  now.picked = null;
  refresh();
  legend();
  details();
};
export const busiest = () => {
  const sums = data.countries.map((_, country) => sentBy[country].length);
  nodes.country.forEach((country, node) => {
    if (country >= 0) sums[country] += weight[node];
  });
  return sums.indexOf(Math.max(...sums));
};
