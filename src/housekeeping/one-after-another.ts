/** Runs what is asked for under one name one after another, and under different names side by side. */
export function oneAfterAnother() {
  const last = new Map<string, Promise<unknown>>();
  return {
    run<T>(name: string, work: () => Promise<T>): Promise<T> {
      const result = (last.get(name) ?? Promise.resolve()).then(work, work);
      last.set(name, result);
      const over = () => {
        if (last.get(name) === result) last.delete(name);
      };
      result.then(over, over);
      return result;
    },
    /** Resolves once nothing is under way. */
    async idle(): Promise<void> {
      while (last.size > 0) await Promise.allSettled(last.values());
    },
  };
}
