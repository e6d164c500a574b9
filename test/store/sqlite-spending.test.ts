import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Booking } from "../../src/contracts/ports/spending.ts";
import { openDatabase } from "../../src/store/open-database.ts";
import { sqliteSpending } from "../../src/store/sqlite-spending.ts";

const booking = (change: Partial<Booking> = {}): Booking => ({
  repository: "acme/shop",
  incident: "i1",
  day: "2026-11-22",
  tokens: 1000,
  microUsd: 10_000,
  limits: { tokensPerIncident: 2500, microUsdPerDay: 25_000 },
  ...change,
});

describe("spending", () => {
  it("is booked before it is made, and settled after", async () => {
    const spending = sqliteSpending(openDatabase(":memory:"));
    const first = await spending.book(booking());
    expect(await spending.ofIncident("i1")).toEqual({ tokens: 1000, microUsd: 10_000 });
    await spending.book(booking());
    expect(await spending.book(booking())).toEqual({ over: "incident" });
    if ("over" in first) throw new Error("booked");
    await spending.settle(first.booked, { tokens: 100, microUsd: 1000.2 });
    expect(await spending.ofIncident("i1")).toEqual({ tokens: 1100, microUsd: 11_001 });
    expect(await spending.book(booking())).toHaveProperty("booked");
  });

  it("of a day is a repository's, whichever incident made it; another day is another budget", async () => {
    const spending = sqliteSpending(openDatabase(":memory:"));
    await spending.book(booking({ incident: "a" }));
    await spending.book(booking({ incident: "b" }));
    expect(await spending.book(booking({ incident: "c" }))).toEqual({ over: "day" });
    expect(await spending.book(booking({ incident: "c", repository: "acme/other" }))).toHaveProperty(
      "booked",
    );
    expect(await spending.book(booking({ incident: "c", day: "2026-11-23" }))).toHaveProperty("booked");
  });

  it("survives a restart, also what was booked and never settled", async () => {
    const directory = mkdtempSync(join(tmpdir(), "sre-space-spending-"));
    const file = join(directory, "state.sqlite");
    const before = openDatabase(file);
    await sqliteSpending(before).book(booking({ tokens: 2000 }));
    before.close();
    const after = openDatabase(file);
    expect(await sqliteSpending(after).book(booking())).toEqual({ over: "incident" });
    after.close();
    rmSync(directory, { recursive: true });
  });

  it("never exceeds a limit, in whatever order it is booked", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            incident: fc.constantFrom("a", "b", "c"),
            repository: fc.constantFrom("x/y", "x/z"),
            tokens: fc.integer({ min: 0, max: 3000 }),
            microUsd: fc.integer({ min: 0, max: 30_000 }),
          }),
          { maxLength: 30 },
        ),
        async (bookings) => {
          const spending = sqliteSpending(openDatabase(":memory:"));
          const day = new Map<string, number>();
          for (const one of bookings) {
            const answer = await spending.book(
              booking({ ...one, incident: `${one.repository}/${one.incident}` }),
            );
            if ("booked" in answer) day.set(one.repository, (day.get(one.repository) ?? 0) + one.microUsd);
          }
          for (const spent of day.values()) expect(spent).toBeLessThanOrEqual(25_000);
          for (const repository of ["x/y", "x/z"])
            for (const incident of ["a", "b", "c"])
              expect((await spending.ofIncident(`${repository}/${incident}`)).tokens).toBeLessThanOrEqual(
                2500,
              );
        },
      ),
      { numRuns: 30 },
    );
  });
});
