import type { Row, Timings } from "./measured.ts";

const bar = { height: 16, gap: 5, left: 150, width: 210, right: 48 };
const panel = { width: bar.left + bar.width + bar.right, top: 34, bottom: 12 };

const style = `
  text { font: 12px system-ui, sans-serif; fill: #24292f; }
  .title { font-weight: 600; }
  .bar { fill: #8c959f; }
  .own { fill: #1f6feb; }
  .one { stroke: #24292f; stroke-dasharray: 3 3; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .bar { fill: #6e7681; }
    .own { fill: #58a6ff; }
    .one { stroke: #e6edf3; }
  }`;

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

function panelOf(title: string, row: Row, names: readonly string[], largest: number): string {
  const scale = bar.width / largest;
  const bars = names.map((name, index) => {
    const ratio = row[name]?.ratio.median ?? Number.NaN;
    const y = panel.top + index * (bar.height + bar.gap);
    const text = y + bar.height - 4;
    const width = (ratio * scale).toFixed(1);
    return [
      `<text x="${bar.left - 8}" y="${text}" text-anchor="end">${escaped(name)}</text>`,
      `<rect class="${name === "wipsy-client" ? "own" : "bar"}" x="${bar.left}" y="${y}" width="${width}" height="${bar.height}"/>`,
      `<text x="${(bar.left + ratio * scale + 6).toFixed(1)}" y="${text}">${ratio.toFixed(2)}</text>`,
    ].join("");
  });
  const one = (bar.left + scale).toFixed(1);
  const end = panel.top + names.length * (bar.height + bar.gap);
  const line = `<line class="one" x1="${one}" x2="${one}" y1="${panel.top - 4}" y2="${end}"/>`;
  return [`<text class="title" x="${bar.left}" y="20">${escaped(title)}</text>`, ...bars, line].join("\n");
}

/** A picture of the ratios to bare fetch: one panel for each row, one bar for each of `names`. */
export function plotOf({ rows }: Timings, names: readonly string[]): string {
  const ratios = Object.values(rows).flatMap((row) => names.map((name) => row[name]?.ratio.median ?? Number.NaN));
  if (!ratios.every((ratio) => ratio > 0)) throw new RangeError("a contender without a ratio");
  const height = panel.top + names.length * (bar.height + bar.gap) + panel.bottom;
  const panels = Object.entries(rows).map(([title, row], index) => {
    const at = `${(index % 2) * panel.width} ${Math.floor(index / 2) * height}`;
    return `<g transform="translate(${at})">\n${panelOf(title, row, names, Math.max(...ratios))}\n</g>`;
  });
  const size = `${2 * panel.width} ${Math.ceil(panels.length / 2) * height}`;
  const label = "Time for a call, relative to a bare fetch: less is better";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size}" role="img" aria-label="${label}">
<title>${label}</title>
<style>${style}
</style>
${panels.join("\n")}
</svg>
`;
}
