import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "marketplace-demo/world/**/*.test.ts"],
    // Generous: tests start real processes on slow machines. Nothing here measures speed; benchmarks do.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    maxWorkers: 2,
  },
});
