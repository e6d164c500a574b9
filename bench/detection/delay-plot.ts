import type { FaultResult } from "./fault-case.ts";

const SIZE = 460;
const LEFT = 64;
const TOP = 44;
/** Seconds, on both axes. */
const LEAST = 0.05;
const MOST = 5_000;
const TICKS = [0.1, 1, 10, 100, 1_000];
const COLOURS = { errors: "#b3261e", latency: "#1b6ca8" };

/** How long each fault took to be told against the bound of the best test, on logarithmic axes, as SVG. */
export function delayPlot(results: readonly FaultResult[]): string {
  const along = (seconds: number) =>
    Math.log(Math.min(MOST, Math.max(LEAST, seconds)) / LEAST) / Math.log(MOST / LEAST);
  const x = (seconds: number) => (LEFT + along(seconds) * SIZE).toFixed(1);
  const y = (seconds: number) => (TOP + (1 - along(seconds)) * SIZE).toFixed(1);
  const found = results.filter(
    (one): one is FaultResult & { delay: number } => one.isDue && one.delay !== null,
  );
  const grid = TICKS.map(
    (tick) =>
      `<path d="M${x(tick)} ${y(LEAST)}V${y(MOST)}M${x(LEAST)} ${y(tick)}H${x(MOST)}" stroke="#e2e2e2"/><text x="${x(tick)}" y="${TOP + SIZE + 18}" text-anchor="middle">${tick}</text><text x="${LEFT - 8}" y="${Number(y(tick)) + 4}" text-anchor="end">${tick}</text>`,
  );
  const steps = Array.from({ length: 101 }, (_, i) => LEAST * (MOST / LEAST) ** (i / 100));
  const line = (of: (bound: number) => number, style: string) =>
    `<polyline points="${steps.map((bound) => `${x(bound)},${y(of(bound))}`).join(" ")}" fill="none" ${style}/>`;
  const dots = found.map(
    (one) =>
      `<circle cx="${x(one.bound)}" cy="${y(one.delay)}" r="2.2" fill="${colourOf(one)}" fill-opacity="0.45"/>`,
  );
  const legend = (["errors", "latency"] as const).map((kind, i) => {
    const count = found.filter((one) => colourOf(one) === COLOURS[kind]).length;
    return `<text x="${LEFT + 12}" y="${TOP + 20 + 18 * i}" fill="${COLOURS[kind]}">${kind}: ${count} faults</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${LEFT + SIZE + 24}" height="${TOP + SIZE + 52}" font-family="system-ui, sans-serif" font-size="12" fill="#333">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    `<text x="${LEFT}" y="20" font-size="14">Seconds from the fault to its anomaly, against the best test's</text>`,
    `<text x="${LEFT}" y="36" fill="#666">dashed: the bound; dotted: bound and floor of 3 s; full: 1.5 times both</text>`,
    ...grid,
    line((bound) => bound, 'stroke="#777" stroke-dasharray="6 4"'),
    line((bound) => bound + 3, 'stroke="#777" stroke-dasharray="2 3"'),
    line((bound) => 1.5 * (bound + 3), 'stroke="#777"'),
    ...dots,
    ...legend,
    `<text x="${LEFT + SIZE / 2}" y="${TOP + SIZE + 40}" text-anchor="middle">bound, seconds</text>`,
    `<text x="16" y="${TOP + SIZE / 2}" text-anchor="middle" transform="rotate(-90 16 ${TOP + SIZE / 2})">told after, seconds</text>`,
    "</svg>\n",
  ].join("\n");
}

const colourOf = ({ name }: FaultResult) => (name.startsWith("errors") ? COLOURS.errors : COLOURS.latency);
