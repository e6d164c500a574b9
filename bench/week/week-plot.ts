import type { Reading } from "./live-a-week.ts";

const WIDTH = 640;
const HEIGHT = 90;
const LEFT = 64;
const TOP = 44;
const GAP = 34;
const PANELS = [
  { of: "heapMb", name: "heap after collection, MB", colour: "#1b6ca8" },
  { of: "dataMb", name: "data folder without Chroma, MB", colour: "#2e7d32" },
  { of: "handles", name: "open files and sockets", colour: "#7b3fa0" },
  { of: "incidents", name: "incidents kept", colour: "#b3261e" },
] as const;

/** What a week left behind, one panel for each, all from zero, as SVG. */
export function weekPlot(readings: readonly Reading[]): string {
  const end = readings.at(-1)?.day ?? 1;
  const x = (day: number) => (LEFT + (day / end) * WIDTH).toFixed(1);
  const panels = PANELS.map(({ of, name, colour }, at) => {
    const top = TOP + at * (HEIGHT + GAP);
    const most = Math.max(1, ...readings.map((one) => one[of])) * 1.15;
    const y = (value: number) => (top + (1 - value / most) * HEIGHT).toFixed(1);
    const last = readings.at(-1)?.[of] ?? 0;
    return [
      `<text x="${LEFT}" y="${top - 6}" fill="${colour}">${name}: ${last.toFixed(0)}</text>`,
      `<path d="M${LEFT} ${top}V${top + HEIGHT}H${LEFT + WIDTH}" fill="none" stroke="#ccc"/>`,
      `<text x="${LEFT - 6}" y="${top + HEIGHT}" text-anchor="end">0</text><text x="${LEFT - 6}" y="${top + 10}" text-anchor="end">${most.toFixed(0)}</text>`,
      `<polyline points="${readings.map((one) => `${x(one.day)},${y(one[of])}`).join(" ")}" fill="none" stroke="${colour}" stroke-width="1.6"/>`,
    ].join("\n");
  });
  const bottom = TOP + PANELS.length * (HEIGHT + GAP);
  const days = Array.from({ length: Math.floor(end) + 1 }, (_, day) => day).map(
    (day) => `<text x="${x(day)}" y="${bottom - 12}" text-anchor="middle">${day}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${LEFT + WIDTH + 24}" height="${bottom + 12}" font-family="system-ui, sans-serif" font-size="12" fill="#333">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    `<text x="${LEFT}" y="20" font-size="14">A week on a virtual clock, an incident every four hours; days below</text>`,
    ...panels,
    ...days,
    "</svg>\n",
  ].join("\n");
}
