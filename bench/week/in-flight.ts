/**
 * Has it told of each request that this thread sends over HTTP, and of each answer that it has read.
 *
 * @returns ends it
 */
export function countInFlight(tell: (by: 1 | -1) => void): () => void {
  const original = globalThis.fetch;
  globalThis.fetch = async (...asked) => {
    tell(1);
    try {
      return await original(...asked);
    } finally {
      // Whoever asked reads the answer first.
      setImmediate(() => setImmediate(() => tell(-1)));
    }
  };
  return () => {
    globalThis.fetch = original;
  };
}
