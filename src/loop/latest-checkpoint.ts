import { MemorySaver } from "@langchain/langgraph";

type Serde = NonNullable<ConstructorParameters<typeof MemorySaver>[0]>;

/**
 * What the graph carries is plain data that nobody changes in place, so that it is held as it is: a copy of the incident in
 * text, for each look of each incident that waits, was most of what the service wrote and held in memory.
 */
const AS_IT_IS: Serde = {
  dumpsTyped: async (value: unknown) => ["json", value as Uint8Array],
  loadsTyped: async (_: string, value: unknown) => value,
};

/** Of each thread the checkpoint that it goes on from, and none before it: nobody goes back. */
export class LatestCheckpoint extends MemorySaver {
  constructor() {
    super(AS_IT_IS);
  }

  override async put(...given: Parameters<MemorySaver["put"]>): ReturnType<MemorySaver["put"]> {
    const stored = await super.put(...given);
    const { thread_id: thread, checkpoint_ns: space = "", checkpoint_id: latest } = stored.configurable ?? {};
    const checkpoints = this.storage[thread]?.[space] ?? {};
    for (const id of Object.keys(checkpoints)) {
      if (id === latest) continue;
      delete checkpoints[id];
      // As the library names what was written behind a checkpoint.
      delete this.writes[JSON.stringify([thread, space, id])];
    }
    return stored;
  }
}
