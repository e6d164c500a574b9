import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const Manifest = z.object({
  default_permissions: z.record(z.string(), z.enum(["read", "write"])),
  default_events: z.array(z.string()),
});

/** What the App of `app.yml` may do and hears of, as whoever installs it grants it: with less or more, a rehearsal proves nothing. */
export function appAsks(): { permissions: Record<string, "read" | "write">; events: string[] } {
  const manifest = Manifest.parse(parse(readFileSync(new URL("../../app.yml", import.meta.url), "utf8")));
  return { permissions: manifest.default_permissions, events: manifest.default_events };
}
