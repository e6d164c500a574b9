import { PRESSURE_STEPS } from "../../src/contracts/ports/pressure.ts";
import type { GovernorStep } from "./governor-steps.ts";

/** One look: megabytes, and seconds since the service was ready. */
export interface MemorySample {
  at: number;
  group: number;
  service: number;
  children: number;
}

const WIDTH = 760;
const HEIGHT = 300;
const LEFT = 52;
const TOP = 56;
const LINES = [
  { of: "group", colour: "#1b6ca8", name: "all of the control group" },
  { of: "service", colour: "#333", name: "the service" },
  { of: "children", colour: "#2e7d32", name: "what it started (Chroma)" },
] as const;

/**
 * Memory over time as SVG, with the limit, the governor's steps as bands from the bound at which each begins, and what
 * happened below.
 *
 * @param steps seconds since the service was ready, in place of epoch milliseconds
 */
export function memoryPlot(
  samples: readonly MemorySample[],
  steps: readonly GovernorStep[],
  marks: readonly { at: number; what: string }[],
  limit: number,
): string {
  const end = samples.at(-1)?.at ?? 1;
  const x = (at: number) => (LEFT + (Math.max(0, at) / end) * WIDTH).toFixed(1);
  const y = (mb: number) => (TOP + (1 - mb / (limit * 1.08)) * HEIGHT).toFixed(1);
  const bands = steps.flatMap(({ at, step }, i) => {
    const level = PRESSURE_STEPS.indexOf(step);
    if (level === 0) return [];
    const until = steps[i + 1]?.at ?? end;
    const width = (Number(x(until)) - Number(x(at))).toFixed(1);
    return [
      `<rect x="${x(at)}" y="${TOP}" width="${width}" height="${HEIGHT}" fill="#b3261e" fill-opacity="${(0.06 * level).toFixed(2)}"><title>${step}</title></rect>`,
    ];
  });
  const grid = [0, 128, 256, 384, 512].map(
    (mb) =>
      `<path d="M${LEFT} ${y(mb)}H${LEFT + WIDTH}" stroke="#e2e2e2"/><text x="${LEFT - 6}" y="${Number(y(mb)) + 4}" text-anchor="end">${mb}</text>`,
  );
  const every = end > 120 ? 60 : 10;
  const seconds = Array.from({ length: Math.floor(end / every) + 1 }, (_, i) => i * every).map(
    (at) => `<text x="${x(at)}" y="${TOP + HEIGHT + 18}" text-anchor="middle">${at}</text>`,
  );
  const lines = LINES.map(
    ({ of, colour }) =>
      `<polyline points="${samples.map((one) => `${x(one.at)},${y(one[of])}`).join(" ")}" fill="none" stroke="${colour}" stroke-width="1.4"/>`,
  );
  const legend = LINES.map(
    ({ colour, name }, i) => `<text x="${LEFT + 200 * i}" y="42" fill="${colour}">${name}</text>`,
  );
  const events = marks.map(
    ({ at, what }, i) =>
      `<path d="M${x(at)} ${TOP}V${TOP + HEIGHT}" stroke="#777" stroke-dasharray="3 3"/><text x="${Number(x(at)) + 4}" y="${TOP + HEIGHT - 8 - 15 * (i % 3)}" fill="#666">${what}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${LEFT + WIDTH + 24}" height="${TOP + HEIGHT + 48}" font-family="system-ui, sans-serif" font-size="12" fill="#333">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    `<text x="${LEFT}" y="20" font-size="14">Megabytes in a control group of ${limit} MB, 20,000 spans a second; shaded: what the governor gave up</text>`,
    ...legend,
    ...bands,
    ...grid,
    ...seconds,
    `<path d="M${LEFT} ${y(limit)}H${LEFT + WIDTH}" stroke="#b3261e" stroke-dasharray="6 4"/>`,
    ...lines,
    ...events,
    `<text x="${LEFT + WIDTH / 2}" y="${TOP + HEIGHT + 38}" text-anchor="middle">seconds</text>`,
    "</svg>\n",
  ].join("\n");
}
