import { expect, it } from "vitest";
import { oneAtATime } from "../../src/loop/one-at-a-time.ts";

it("lets nothing of one key overlap, keeps the order, and keeps keys and failures apart", async () => {
  const alone = oneAtATime();
  const log: string[] = [];
  const gates = new Map<string, () => void>();
  const run =
    (name: string, fails = false) =>
    async () => {
      log.push(`${name} begins`);
      await new Promise<void>((open) => gates.set(name, open));
      log.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    };
  const first = alone("a", run("first", true));
  const second = alone("a", run("second"));
  const other = alone("b", run("other"));
  const opened = async (name: string) => {
    await expect.poll(() => gates.has(name)).toBe(true);
    gates.get(name)?.();
  };
  await opened("other");
  expect(await other).toBe("other");
  expect(log).not.toContain("second begins");
  await opened("first");
  await expect(first).rejects.toThrow("first");
  await opened("second");
  expect(await second).toBe("second");
  expect(log.indexOf("first ends")).toBeLessThan(log.indexOf("second begins"));
});
