import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer, type Server, type Socket } from "node:net";

export type TcpSwitch = {
  port: number;
  /** Ends every connection and refuses new ones. */
  refuse(): Promise<void>;
  /** Holds back each chunk from client to server by so many milliseconds; 0 is undisturbed. */
  slow(milliseconds: number): void;
  restore(): Promise<void>;
  /** Ends every connection; new ones are welcome. */
  hangUp(): void;
  close(): Promise<void>;
};

/** A fixed loopback port in front of a server that speaks any protocol over TCP (here: PostgreSQL). */
export async function startTcpSwitch(upstreamPort: number): Promise<TcpSwitch> {
  const sockets = new Set<Socket>();
  let delay = 0;
  let port = 0;
  let server: Server | undefined;

  function handle(client: Socket): void {
    const upstream = connect({ host: "127.0.0.1", port: upstreamPort, noDelay: true });
    client.setNoDelay(true);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.once("error", () => to.destroy());
      from.once("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
    upstream.pipe(client);
    client.on("data", (chunk) => {
      if (delay === 0) upstream.write(chunk);
      else setTimeout(() => upstream.writable && upstream.write(chunk), delay);
    });
  }

  async function listen(): Promise<void> {
    if (server) return;
    const created = createServer(handle);
    created.listen(port, "127.0.0.1");
    await once(created, "listening");
    port = (created.address() as AddressInfo).port;
    server = created;
  }

  async function stopListening(): Promise<void> {
    const closing = server;
    server = undefined;
    if (!closing) return;
    const closed = once(closing, "close");
    closing.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  await listen();
  return {
    port,
    refuse: stopListening,
    slow(milliseconds) {
      delay = milliseconds;
    },
    hangUp() {
      for (const socket of sockets) socket.destroy();
    },
    async restore() {
      delay = 0;
      await listen();
    },
    close: stopListening,
  };
}
