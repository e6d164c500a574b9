import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { type Context, Hono } from "hono";
import { deleteCookie, getSignedCookie, setSignedCookie } from "hono/cookie";
import { z } from "zod";
import type { SignIn } from "../../contracts/ports/sign-in.ts";
import { closeSession, openSession } from "./session.ts";

/** A person may have to type a password and a code on GitHub meanwhile. */
const PATIENCE_SECONDS = 600;
/** Anybody may come back with any code: GitHub is asked about so many of them at a time. */
const MOST_ASKING = 10;
const NAME = "sre-space-sign-in";
const Begun = z.object({ state: z.string().min(1), verifier: z.string().min(1), to: z.string() });

/**
 * The way to GitHub and back: RFC 6749 with PKCE (RFC 7636) and a `state` that is bound to this browser, as RFC 9700 asks.
 * What came with the way there is kept in the browser alone, signed, and good once.
 *
 * @param failed is told what went wrong on the way to GitHub
 */
export function signInRoutes(signIn: SignIn, now: () => number, failed: (error: unknown) => void): Hono {
  const app = new Hono();
  let asking = 0;

  app.get("/monitor/sign-in", async (context) => {
    const begun = { state: random(), verifier: random(), to: ownPath(context.req.query("to")) };
    await setSignedCookie(context, NAME, JSON.stringify(begun), signIn.key, {
      prefix: "host",
      httpOnly: true,
      // It has to come along when GitHub sends the person back.
      sameSite: "Lax",
      maxAge: PATIENCE_SECONDS,
    });
    const challenge = createHash("sha256").update(begun.verifier).digest("base64url");
    return context.redirect(signIn.authorizeUrl(begun.state, challenge));
  });

  app.get("/monitor/callback", async (context) => {
    const kept = await getSignedCookie(context, signIn.key, NAME, "host");
    deleteCookie(context, NAME, { prefix: "host" });
    const begun = Begun.safeParse(parseJson(kept || ""));
    const { code, state, error } = context.req.query();
    if (!begun.success || !isSame(state ?? "", begun.data.state))
      return refuse(context, "This sign-in was begun elsewhere, or too long ago.");
    if (code === undefined)
      return refuse(context, `GitHub did not let you in (${(error ?? "no code").slice(0, 60)}).`);
    if (asking >= MOST_ASKING)
      return context.text("Too many sign in at this moment. Try again: /monitor\n", 503, {
        "Retry-After": "5",
      });
    asking++;
    const person = await signIn
      .identify(code, begun.data.verifier)
      .catch((reason: unknown) => {
        failed(reason);
        return undefined;
      })
      .finally(() => asking--);
    if (person === undefined)
      return context.text("GitHub cannot be asked who you are at the moment. Try again: /monitor\n", 502);
    if (person === null) return refuse(context, "GitHub does not take that code any more.");
    if (person.repositories.length === 0)
      return context.text(
        `${person.login} can see none of the repositories that SRE-Space is installed on. Ask for access on GitHub, then open /monitor again.\n`,
        403,
      );
    await openSession(context, signIn.key, person, now());
    return context.redirect(begun.data.to);
  });

  app.post("/monitor/sign-out", (context) => {
    closeSession(context);
    return context.text("You are signed out. Opening /monitor signs you in again.\n");
  });
  return app;
}

const refuse = (context: Context, why: string) => context.text(`${why} Begin again: /monitor\n`, 403);

const random = () => randomBytes(32).toString("base64url");

/** Nobody is sent to another site from here. */
function ownPath(to: string | undefined): string {
  return to !== undefined && /^\/monitor(?:\/incidents\/[\w-]{1,80})?$/.test(to) ? to : "/monitor";
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [given, expected].map((text) => createHash("sha256").update(text).digest()) as [
    Buffer,
    Buffer,
  ];
  return timingSafeEqual(one, other);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
