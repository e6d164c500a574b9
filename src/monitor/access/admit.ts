import { createHash, timingSafeEqual } from "node:crypto";
import type { Context } from "hono";
import type { SignIn } from "../../contracts/ports/sign-in.ts";
import { fromThisMachine } from "../../safety/from-this-machine.ts";
import { readSession } from "./session.ts";
import type { Viewer } from "./viewer.ts";

const EVERYTHING: Viewer = { login: null, until: null, sees: null };

/** Who may look, and whether anybody has to say who they are. */
export interface Doors {
  password: string | undefined;
  signIn: SignIn | undefined;
  /** Address of the peer, as the socket says; undefined where it is unknown. */
  peer(context: Context): string | undefined;
}

/**
 * Who is looking, or the refusal. Without a password and without sign-in, this machine alone may look. With either, nobody
 * is let in for being on this machine: behind a proxy that does not say so, everybody seems to be.
 */
export async function admit(context: Context, doors: Doors, now: number): Promise<Viewer | Response> {
  const { password, signIn } = doors;
  if (password === undefined && signIn === undefined) {
    if (isFromHere(context, doors)) return EVERYTHING;
    return context.text(
      "The monitor is closed to other machines until MONITOR_PASSWORD is set, or sign-in by GitHub (GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET).",
      403,
    );
  }
  if (password !== undefined && isPassword(context, password)) return EVERYTHING;
  const viewer = signIn && (await readSession(context, signIn.key, now));
  if (viewer) return viewer;
  if (signIn && context.req.method === "GET" && /\btext\/html\b/.test(context.req.header("Accept") ?? ""))
    return context.redirect(`/monitor/sign-in?to=${encodeURIComponent(context.req.path)}`);
  if (password === undefined) return context.text("Sign in by GitHub first: open /monitor.", 401);
  return context.text("The monitor wants its password (MONITOR_PASSWORD), with any user name.", 401, {
    "WWW-Authenticate": 'Basic realm="SRE-Space"',
  });
}

function isFromHere(context: Context, { peer }: Doors): boolean {
  const header = (name: string) => context.req.header(name);
  return fromThisMachine(peer(context), {
    host: header("Host") ?? new URL(context.req.url).host,
    ...(header("Forwarded") === undefined ? {} : { forwarded: header("Forwarded") as string }),
    "x-forwarded-for": header("X-Forwarded-For"),
  });
}

function isPassword(context: Context, password: string): boolean {
  const given = Buffer.from(
    context.req.header("Authorization")?.replace(/^Basic /, "") ?? "",
    "base64",
  ).toString();
  const [one, other] = [given.slice(given.indexOf(":") + 1), password].map((text) =>
    createHash("sha256").update(text).digest(),
  ) as [Buffer, Buffer];
  return timingSafeEqual(one, other);
}
