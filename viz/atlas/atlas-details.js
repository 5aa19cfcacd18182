// Details. With nothing picked they answer the question of the page.
import {
  active,
  address,
  around,
  button,
  counted,
  data,
  facts,
  link,
  listed,
  make,
  nodes,
  other,
  panel,
  tell,
  tieItem,
  ties,
  whole,
  words,
} from "./frame.js";
import { cities, fold, isPart, linked, members, nameOf, open, parts } from "./parts.js";
import { foldBack, goTo, pick, unfold } from "./atlas.js";
export const showWhole = () => {
  const large = linked.links
    .filter((one) => isPart(one.b))
    .sort((x, y) => y.ties.length - x.ties.length || x.a - y.a || x.b - y.b);
  const rows = large.slice(0, 25).map((one) => [linkName(one), one.ties.length, () => pick({ kind: "link", ...one })]);
  const own = [...members().keys()].map((part) => [
    part,
    ties.a.reduce(
      (sum, one, tie) => sum + (fold.of[one] === part && fold.of[ties.b[tie]] === part && active(tie) ? 1 : 0),
      0,
    ),
  ]);
  panel(
    make("p", words.pick, { class: "hint" }),
    facts([
      [words.parts, parts],
      [words.cities, cities],
      [words.ties_all, ties.a.length - linked.left],
      [words.ties_within, linked.within],
    ]),
    make("h3", words.strongest),
    counted(rows, 25),
    make("h3", words.most_within),
    counted(
      own
        .filter((one) => one[1])
        .sort((a, b) => b[1] - a[1] || a[0] - b[0])
        .slice(0, 8)
        .map(([part, n]) => [fold.parts[part], n, () => pick({ kind: "part", id: part })]),
      8,
    ),
  );
};
export const linkName = (one) => `${nameOf(one.a)} – ${nameOf(one.b)}`;
// The links of a part count its ties whether it is open or not.
export const partnersOf = (part) => {
  const found = new Map();
  let within = 0;
  for (let tie = 0; tie < ties.a.length; tie += 1) {
    if (!active(tie)) continue;
    const one = fold.of[ties.a[tie]],
      two = fold.of[ties.b[tie]];
    if (one !== part && two !== part) continue;
    if (one === two) within += 1;
    else {
      const far = one === part ? two : one;
      if (!found.has(far)) found.set(far, []);
      found.get(far).push(tie);
    }
  }
  return { within, others: [...found].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]) };
};
export const showPart = (part) => {
  const { within, others } = partnersOf(part),
    list = members()[part];
  panel(
    make("h2", fold.parts[part]),
    make("p", fold.label, { class: "kind" }),
    facts([
      [words.cities, list.length],
      [words.ties_within, within],
      [words.ties_beyond, others.reduce((sum, one) => sum + one[1].length, 0)],
      [words.partner_parts, others.length],
    ]),
    open.has(part)
      ? button(words.fold_back, () => foldBack(part), "act")
      : button(words.unfold, () => unfold(part), "act"),
    others.length ? make("h3", words.strongest) : null,
    counted(
      others.map(([far, some]) => [
        fold.parts[far],
        some.length,
        () => pick({ kind: "link", a: Math.min(part, far), b: Math.max(part, far), ties: some }),
      ]),
      10,
    ),
    make("h3", words.best_tied),
    counted(
      list.map((node) => [nodes.label[node], around[node].filter(active).length, () => goTo(node)]),
      12,
    ),
  );
};
export const showCity = (node) => {
  const partners = around[node]
    .filter(active)
    .sort((a, b) => nodes.label[other(a, node)].localeCompare(nodes.label[other(b, node)], data.lang));
  const kind = make("p", [nodes.kinds[nodes.kind[node]], fold.parts[fold.of[node]]].filter(Boolean).join(" · "), {
    class: "kind",
  });
  const iri = make("p", undefined, { class: "cite" });
  iri.append(link(nodes.iri[node], address(nodes.iri[node])));
  panel(
    make("h2", nodes.label[node]),
    kind,
    iri,
    facts(
      Object.entries(data.measures)
        .filter(([name]) => name !== "community")
        .map(([, one]) => [one.label, one.values[node], one.meaning]),
    ),
    make("h3", `${words.partners} (${whole.format(partners.length)})`),
    listed(partners, (tie) => tieItem(tie, nodes.label[other(tie, node)], () => goTo(other(tie, node)))),
  );
};
export const showLink = (one) => {
  const some = one.ties ?? linked.links.find((each) => each.a === one.a && each.b === one.b)?.ties ?? [];
  const worth = (tie) => around[ties.a[tie]].length + around[ties.b[tie]].length;
  const rows = [...some].sort((a, b) => worth(b) - worth(a) || a - b);
  panel(
    make("h2", linkName(one)),
    make("p", tell("ties_count", { n: some.length }), { class: "kind" }),
    listed(rows, (tie) =>
      tieItem(tie, `${nodes.label[ties.a[tie]]} – ${nodes.label[ties.b[tie]]}`, () => goTo(ties.a[tie])),
    ),
  );
};
