// Embassies and consulates: where they sit, who sent them where, and how that compares with the ties of cities.
import { active, address, data, filter, link, make, more, nodes, ties, words } from "./frame.js";
export const { missions } = data;
export const sentBy = data.countries.map(() => []),
  sentTo = data.countries.map(() => []);
missions.from.forEach((sender, mission) => {
  sentBy[sender].push(mission);
  for (const host of missions.to[mission]) sentTo[host].push(mission);
});
export const seatsOf = (list) => {
  const found = new Map();
  for (const mission of list) {
    const seat = missions.seat[mission];
    if (seat < 0 || !missions.points[seat]) continue;
    if (!found.has(seat)) found.set(seat, []);
    found.get(seat).push(mission);
  }
  return [...found]
    .map(([seat, some]) => ({ seat, missions: some, at: [missions.points[seat][1], missions.points[seat][0]] }))
    .sort((a, b) => b.missions.length - a.missions.length || a.seat - b.seat);
};
export const standing = (mission) =>
  filter.year === null || !missions.begin[mission] || missions.begin[mission] <= filter.year;

// Of one country: with which others its cities are tied, with which it has missions either way.
export const compared = (country) => {
  const tied = new Map(),
    mission = new Map();
  const add = (map, key, value) => {
    if (key >= 0 && key !== country) {
      if (!map.has(key)) map.set(key, []);
      map.get(key).push(value);
    }
  };
  for (let tie = 0; tie < ties.a.length; tie += 1) {
    if (!active(tie)) continue;
    const one = nodes.country[ties.a[tie]],
      two = nodes.country[ties.b[tie]];
    if (one === country) add(tied, two, tie);
    else if (two === country) add(tied, one, tie);
  }
  for (const one of sentBy[country] ?? [])
    if (standing(one)) for (const host of missions.to[one]) add(mission, host, one);
  for (const one of sentTo[country] ?? []) if (standing(one)) add(mission, missions.from[one], one);
  return { tied, mission };
};
export const missionItem = (mission) => {
  const item = make("li"),
    { label, iri } = more().missions,
    seat = missions.seat[mission];
  item.append(make("div", label[mission]));
  const said = [
    missions.kinds[missions.kind[mission]],
    [missions.from[mission], missions.to[mission]]
      .map((some) =>
        [some]
          .flat()
          .map((one) => data.countries[one])
          .join(", "),
      )
      .join(" → "),
    seat >= 0 ? missions.seats[seat] : "",
    missions.begin[mission] ? `${words.since} ${missions.begin[mission]}` : "",
  ];
  item.append(make("div", said.filter(Boolean).join(" · "), { class: "cite" }));
  const cite = make("div", undefined, { class: "cite" });
  cite.append(link(iri[mission], address(iri[mission])));
  item.append(cite);
  return item;
};
