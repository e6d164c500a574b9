import { appendFileSync } from "node:fs";
import { join } from "node:path";
import type { Access, Actor } from "../http/operation.ts";

const noted = new Set<string>();

/**
 * Where SRE_NOTE_PERMISSIONS names a folder, what each call needed that an App of that user agent made with success is
 * written there, once a process: alternatives, such as `["issues:write","pull_requests:write"]`, a line for each.
 */
export function notePermissions(call: {
  userAgent: string | null;
  actor: Actor;
  access: Access;
  org: boolean;
}): void {
  const folder = process.env.SRE_NOTE_PERMISSIONS;
  if (folder === undefined || call.actor.kind !== "installation") return;
  const { access } = call;
  const any =
    access.who === "repository"
      ? access.any.map(({ permission, level }) => `${permission}:${level}`)
      : call.org
        ? ["members:read"]
        : null;
  if (any === null) return;
  const line = JSON.stringify({ by: call.userAgent, any: any.toSorted() });
  if (noted.has(line)) return;
  noted.add(line);
  appendFileSync(join(folder, `${process.pid}.jsonl`), `${line}\n`);
}
