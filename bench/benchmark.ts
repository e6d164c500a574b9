/** What a benchmark is given. */
export interface BenchOptions {
  /**
   * Says what goes on now, in a few words.
   * @param done how much of the benchmark is behind us, 0 to 1, where that is known
   */
  progress(text: string, done?: number): void;
  /** `--seconds`: a short run while developing. Nothing of it is kept. */
  seconds: number | undefined;
  /** `--build DIR`: write the bundles there and judge nothing. */
  build: string | undefined;
  /** Whether to look at what was written to judge: `--unseen`, and the run of everything. */
  unseen: boolean;
}

/** One line of the table for people. */
export interface Row {
  what: string;
  measured: string;
  /** What it must be, in words; absent where the figure is only told. */
  wanted?: string;
  met?: boolean;
}

export interface Measured {
  /** The benchmark's section of `bench/results.json`, in the shape that CONTRACTS.md gives it. */
  section: Record<string, unknown>;
  rows: Row[];
  /** What people may want to look into, below the table. */
  notes?: string[];
  /** False where nothing was measured that is to be kept. */
  keep?: boolean;
}

/** `bench/NAME.ts` exports a function NAME of this type. */
export type Benchmark = (options: BenchOptions) => Promise<Measured>;
