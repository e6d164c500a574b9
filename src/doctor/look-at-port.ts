import { createServer } from "node:net";
import type { Settings } from "../contracts/settings.ts";
import type { Finding } from "./finding.ts";

/** Whether the port can be listened at. */
export async function lookAtPort({ port, host }: Pick<Settings, "port" | "host">): Promise<Finding> {
  const about = "Port";
  const server = createServer();
  try {
    await new Promise<void>((listening, failed) => {
      server.once("error", failed).listen(port, host, listening);
    });
    return { about, state: "good", says: port === 0 ? "any that is free" : `${port} is free` };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      return {
        about,
        state: "odd",
        says: `${port} is taken`,
        todo: "Where that is this service, all is well. Otherwise set PORT to a free one, or end what listens there.",
      };
    const todo =
      code === "EACCES" ? "Set PORT to one above 1023." : "Set HOST to an address of this machine.";
    return { about, state: "bad", says: `${host}:${port} cannot be listened at (${code})`, todo };
  } finally {
    server.close();
  }
}
