/** Counts what this process asks of others over HTTP and has no answer to yet. */
export function countInFlight(): { count(): number; end(): void } {
  const original = globalThis.fetch;
  let count = 0;
  globalThis.fetch = async (...asked) => {
    count++;
    try {
      return await original(...asked);
    } finally {
      // Whoever asked reads the answer first.
      setImmediate(() => setImmediate(() => count--));
    }
  };
  return {
    count: () => count,
    end() {
      globalThis.fetch = original;
    },
  };
}
