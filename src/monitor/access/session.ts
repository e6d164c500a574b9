import { createHash } from "node:crypto";
import type { Context } from "hono";
import { deleteCookie, getSignedCookie, setSignedCookie } from "hono/cookie";
import { z } from "zod";
import type { Person } from "../../contracts/ports/sign-in.ts";
import type { RepositoryName } from "../../contracts/repository.ts";
import type { Viewer } from "./viewer.ts";

/**
 * Who has lost access on GitHub has lost it here after so long. GitHub asks nobody twice whether they agree, so that a
 * person sees nothing of it.
 */
export const SESSION_SECONDS = 3_600;
const NAME = "sre-space-session";

const Session = z.object({ login: z.string(), marks: z.array(z.string()), until: z.number() });

/** A cookie has 4 KB: each repository's name is one of 2^48 in eight letters. */
const mark = (repository: RepositoryName) =>
  createHash("sha256").update(repository.toLowerCase()).digest("base64url").slice(0, 8);

/** Lets the browser keep who it is, signed, and nothing that GitHub handed out. */
export async function openSession(context: Context, key: string, person: Person, now: number): Promise<void> {
  const session = {
    login: person.login,
    marks: person.repositories.map(mark),
    until: now + SESSION_SECONDS * 1000,
  } satisfies z.infer<typeof Session>;
  await setSignedCookie(context, NAME, Buffer.from(JSON.stringify(session)).toString("base64url"), key, {
    prefix: "host",
    httpOnly: true,
    sameSite: "Lax",
    maxAge: SESSION_SECONDS,
  });
}

/** Null where there is none, or one that was not signed here, or is over. */
export async function readSession(context: Context, key: string, now: number): Promise<Viewer | null> {
  const kept = await getSignedCookie(context, key, NAME, "host");
  if (!kept) return null;
  const session = Session.safeParse(parseJson(Buffer.from(kept, "base64url").toString()));
  if (!session.success || session.data.until <= now) return null;
  const { login, marks, until } = session.data;
  const seen = new Set(marks);
  return { login, until, sees: (repository) => seen.has(mark(repository)) };
}

export function closeSession(context: Context): void {
  deleteCookie(context, NAME, { prefix: "host" });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
