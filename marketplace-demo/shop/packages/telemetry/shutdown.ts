const steps: (() => Promise<unknown>)[] = [];

/** Registers something to finish before the process exits; the last one registered is finished first. */
export function onShutdown(step: () => Promise<unknown>): void {
  steps.unshift(step);
}

/** Runs the registered steps one after the other, each for two seconds at most. */
export async function shutdown(): Promise<void> {
  for (const step of steps.splice(0)) {
    const limit = new Promise((resolve) => setTimeout(resolve, 2000).unref());
    await Promise.race([step().catch(() => undefined), limit]);
  }
}
