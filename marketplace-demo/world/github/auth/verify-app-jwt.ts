import { createPublicKey, verify } from "node:crypto";
import { z } from "zod";
import { HttpError } from "../http/errors.ts";
import type { App, State } from "../state.ts";

const Claims = z.object({
  iss: z.union([z.string(), z.number()]),
  exp: z.number(),
  iat: z.number().optional(),
});
const refuse = (message: string) => new HttpError(401, message);

/**
 * The App that signed a JWT, by GitHub's rules: RS256, `exp` in the future and at most ten minutes ahead, `iat` not
 * in the future, `iss` the App's id or client id.
 * https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
 */
export function verifyAppJwt(state: State, token: string): App {
  const undecodable = () => refuse("A JSON web token could not be decoded");
  const [head, body, signature, ...rest] = token.split(".");
  if (!head || !body || !signature || rest.length) throw undecodable();
  let header: { alg?: unknown };
  let claims: z.infer<typeof Claims>;
  try {
    header = JSON.parse(Buffer.from(head, "base64url").toString());
    claims = Claims.parse(JSON.parse(Buffer.from(body, "base64url").toString()));
  } catch {
    throw undecodable();
  }
  if (header.alg !== "RS256") throw undecodable();
  const app = [...state.apps.values()].find(
    (one) => String(one.id) === String(claims.iss) || one.clientId === claims.iss,
  );
  if (!app) throw refuse("Integration not found");
  const signed = Buffer.from(`${head}.${body}`);
  const mark = Buffer.from(signature, "base64url");
  if (!app.publicKeys.some((key) => verify("RSA-SHA256", signed, createPublicKey(key), mark)))
    throw undecodable();
  const now = Math.floor(state.now() / 1000);
  if (claims.exp <= now)
    throw refuse(
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  if (claims.exp > now + 600 + 5) throw refuse("'Expiration time' claim ('exp') is too far in the future");
  if (claims.iat !== undefined && claims.iat > now + 60)
    throw refuse(
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  return app;
}
