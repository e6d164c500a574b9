import type { Reliability } from "./reliability.ts";

const SIZE = 420;
const LEFT = 56;
const TOP = 40;
const COLOURS = ["#1b6ca8", "#c2571a", "#3b7d3b"];

/** What was said against what came true, a line for each share of guilty commits, as SVG. */
export function reliabilityPlot(title: string, lines: readonly { share: number; of: Reliability }[]): string {
  const x = (p: number) => LEFT + p * SIZE;
  const y = (p: number) => TOP + (1 - p) * SIZE;
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  const drawn = lines.map(({ share, of }, i) => {
    const colour = COLOURS[i % COLOURS.length];
    const points = of.bins.map((bin) => `${x(bin.confidence).toFixed(1)},${y(bin.right).toFixed(1)}`);
    const dots = of.bins.map(
      (bin) =>
        `<circle cx="${x(bin.confidence).toFixed(1)}" cy="${y(bin.right).toFixed(1)}" r="${(2 + Math.sqrt(bin.cases) / 2).toFixed(1)}" fill="${colour}" fill-opacity="0.6"><title>${bin.cases} cases</title></circle>`,
    );
    const legend = `<text x="${LEFT + 12}" y="${TOP + 20 + 18 * i}" fill="${colour}">${Math.round(100 * share)}% guilty: off by ${(100 * of.error).toFixed(1)} points, Brier ${of.brier.toFixed(3)}</text>`;
    return `<polyline points="${points.join(" ")}" fill="none" stroke="${colour}" stroke-width="1.5"/>${dots.join("")}${legend}`;
  });
  const grid = ticks.map(
    (tick) =>
      `<line x1="${x(tick)}" y1="${y(0)}" x2="${x(tick)}" y2="${y(1)}" stroke="#ddd"/><line x1="${x(0)}" y1="${y(tick)}" x2="${x(1)}" y2="${y(tick)}" stroke="#ddd"/><text x="${x(tick)}" y="${y(0) + 18}" text-anchor="middle">${tick}</text><text x="${LEFT - 8}" y="${y(tick) + 4}" text-anchor="end">${tick}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${LEFT + SIZE + 24}" height="${TOP + SIZE + 52}" font-family="system-ui, sans-serif" font-size="12" fill="#333">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    `<text x="${LEFT}" y="22" font-size="14">${title}</text>`,
    ...grid,
    `<line x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}" stroke="#999" stroke-dasharray="4 4"/>`,
    ...drawn,
    `<text x="${x(0.5)}" y="${y(0) + 40}" text-anchor="middle">confidence that was told</text>`,
    `<text x="14" y="${y(0.5)}" text-anchor="middle" transform="rotate(-90 14 ${y(0.5)})">share that was right</text>`,
    "</svg>\n",
  ].join("\n");
}
