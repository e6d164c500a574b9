import { once } from "node:events";
import type { Server } from "node:http";
import { CannotStart } from "./cannot-start.ts";

/** @throws CannotStart where the port is taken, or is not ours to take */
export async function listen(server: Server, port: number, host: string): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      throw new CannotStart(`Port ${port} is taken. Set PORT to a free one, or end what listens there.`);
    if (code === "EACCES")
      throw new CannotStart(`This user may not listen on port ${port}. Set PORT to one above 1023.`);
    if (code === "EADDRNOTAVAIL")
      throw new CannotStart(
        `${host} is no address of this machine. Set HOST to one that is, or leave it out.`,
      );
    throw error;
  }
}
