/** Keeps Scout's windows over a restart. The snapshot is plain JSON and belongs to Scout alone. */
export interface Windows {
  load(): Promise<unknown>;
  save(snapshot: unknown): Promise<void>;
}
