import type { SettingsProblem } from "./settings-error.ts";

/** Where Chroma is, as scheme, host and port. Adds to `problems` what is wrong. */
export function readChromaUrl(text: string, problems: SettingsProblem[]): string {
  const url = URL.parse(text.trim());
  const isRoot =
    url !== null && /^https?:$/.test(url.protocol) && /^\/?$/.test(url.pathname + url.search + url.hash);
  if (isRoot && url.username === "" && url.password === "") return url.origin;
  problems.push({
    variable: "CHROMA_URL",
    must: "must be scheme, host and port alone",
    where: "Write it as http://chroma.internal:8000, or leave it out to have a Chroma of its own started.",
  });
  return "";
}
