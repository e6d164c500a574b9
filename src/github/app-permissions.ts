import { PORT_PERMISSIONS } from "./connect.ts";
import type { Level } from "./narrow-permissions.ts";

/** What the App asks of an installation: what no port can do without, and all that some port makes use of. */
export function appPermissions(): { needed: Record<string, Level>; all: Record<string, Level> } {
  const needed: Record<string, Level> = { metadata: "read" };
  const raise = (into: Record<string, Level>, permissions: Readonly<Record<string, Level>>) => {
    for (const [name, level] of Object.entries(permissions)) if (into[name] !== "write") into[name] = level;
  };
  for (const port of Object.values(PORT_PERMISSIONS)) raise(needed, port.needed);
  const all = { ...needed };
  for (const port of Object.values(PORT_PERMISSIONS)) raise(all, "welcome" in port ? port.welcome : {});
  return { needed, all };
}
