import { existsSync } from "node:fs";
import { ChromaClient } from "chromadb";
import { type ChromaProcess, startChromaProcess } from "./chroma-process.ts";

/** Where Chroma is, and whether it can be reached. */
export interface ChromaServer {
  /** Whether anything may have been kept there: an own one is not started to be asked for nothing. */
  hasSomething(): boolean;
  /** Starts it where it does not run. Throws where it cannot be reached. */
  client(): Promise<ChromaClient>;
  /** Of the process that was started here; null where none runs, or another's is used. */
  pid(): number | null;
  stop(): Promise<void>;
}

/** One that somebody else runs. */
export function remoteChroma(url: string): ChromaServer {
  const { hostname, port, protocol } = new URL(url);
  const ssl = protocol === "https:";
  const client = new ChromaClient({ host: hostname, port: Number(port || (ssl ? 443 : 80)), ssl });
  return {
    hasSomething: () => true,
    client: async () => client,
    pid: () => null,
    stop: async () => {},
  };
}

/** One that is a child of this process, with its data in that folder; started again when it is gone. */
export function ownChroma(directory: string): ChromaServer {
  let running: Promise<{ process: ChromaProcess; client: ChromaClient }> | null = null;
  let pid: number | null = null;
  let stopped = false;
  async function start() {
    const process = await startChromaProcess(directory);
    pid = process.pid;
    return {
      process,
      client: new ChromaClient({ host: "127.0.0.1", port: Number(new URL(process.url).port), ssl: false }),
    };
  }
  return {
    hasSomething: () => existsSync(directory),
    async client() {
      if (stopped) throw new Error("The service is stopping.");
      const current = running;
      if (current) {
        const alive = await current.then(({ process }) => process.alive()).catch(() => false);
        if (!alive && running === current) running = null;
      }
      running ??= start();
      return (await running).client;
    },
    pid: () => pid,
    async stop() {
      stopped = true;
      const last = running;
      running = null;
      await last?.then(({ process }) => process.stop()).catch(() => {});
      pid = null;
    },
  };
}
