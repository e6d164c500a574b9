/** Deliveries with an alert that Scout holds until the traffic has had its say: they are done when it lets go. */
export function heldDeliveries() {
  let waiting: { names: readonly string[]; release: () => void }[] = [];
  return {
    /** Resolves once none of these alerts is held any more; at once where there is none. */
    until(names: readonly string[]): Promise<void> {
      if (names.length === 0) return Promise.resolve();
      return new Promise((release) => waiting.push({ names, release }));
    },
    /** @returns ends those deliveries of which no alert is held now */
    letGo(isHeld: (name: string) => boolean): () => void {
      const out = waiting.filter(({ names }) => !names.some(isHeld));
      if (out.length > 0) waiting = waiting.filter((one) => !out.includes(one));
      return () => {
        for (const { release } of out) release();
      };
    },
  };
}
