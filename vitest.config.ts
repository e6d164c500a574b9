import { defineConfig } from "vitest/config";
import { SlowestFirst } from "./test/slowest-first.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "marketplace-demo/world/**/*.test.ts"],
    setupFiles: ["test/seed.ts"],
    // Generous: tests start real processes on slow machines. Nothing here measures speed; benchmarks do.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: "forks",
    // On two cores: much of what the slowest do is wait for a service.
    maxWorkers: 3,
    // A test that fails only now and then is a defect, and is marked as retried; it must not cost a landing.
    retry: process.env.CI === "true" ? 1 : 0,
    sequence: { sequencer: SlowestFirst },
  },
});
