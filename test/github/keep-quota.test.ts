import { expect, it } from "vitest";
import { keepQuota } from "../../src/github/keep-quota.ts";

const headers = (limit: string, remaining: string, reset: string, resource?: string) =>
  new Headers({
    "x-ratelimit-limit": limit,
    "x-ratelimit-remaining": remaining,
    "x-ratelimit-reset": reset,
    ...(resource ? { "x-ratelimit-resource": resource } : {}),
  });

it("the last answer counts, for each owner and each limit by itself", () => {
  const quota = keepQuota();
  quota.note("acme", headers("5000", "4999", "1893456000"));
  quota.note("acme", headers("5000", "4998", "1893456000", "core"));
  quota.note("acme", headers("30", "29", "1893452460", "search"));
  quota.note("other", headers("5000", "12", "1893456000"));
  expect(quota.state()).toEqual([
    { of: "acme", resource: "core", limit: 5000, remaining: 4998, resetAt: "2030-01-01T00:00:00.000Z" },
    { of: "acme", resource: "search", limit: 30, remaining: 29, resetAt: "2029-12-31T23:01:00.000Z" },
    { of: "other", resource: "core", limit: 5000, remaining: 12, resetAt: "2030-01-01T00:00:00.000Z" },
  ]);
});

it("an answer that says nothing, or nonsense, changes nothing, and what is kept has an end", () => {
  const quota = keepQuota();
  for (const nonsense of [
    new Headers(),
    headers("x", "1", "1893456000"),
    headers("0", "0", "1893456000"),
    headers("5000", "-1", "1893456000"),
    headers("5000", "1", "1e99"),
    headers("5000", "1", "soon"),
  ])
    quota.note("acme", nonsense);
  expect(quota.state()).toEqual([]);
  for (let n = 0; n < 500; n++) quota.note(`owner-${n}`, headers("5000", "1", "1893456000"));
  expect(quota.state().length).toBe(200);
  expect(quota.state().at(-1)?.of).toBe("owner-499");
});
