import type { AddressInfo, Socket } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import pino from "pino";
import { type Browser, chromium } from "playwright-core";
import type { Incident } from "../../src/contracts/incident.ts";
import type { SignIn } from "../../src/contracts/ports/sign-in.ts";
import { createFeed } from "../../src/monitor/feed.ts";
import { changedParts } from "../../src/monitor/live-parts.ts";
import { monitorRoutes } from "../../src/monitor/routes.ts";
import { tellWatchers } from "../../src/tell-watchers.ts";
import { plantedSource } from "./a-story.ts";

/** The monitor by itself on a port of its own, told of incidents as the service tells it. */
export async function serveMonitor(planted: Parameters<typeof plantedSource>[0], signIn?: SignIn) {
  const source = plantedSource(planted);
  const feed = createFeed(2000, 1_000_000);
  const tell = tellWatchers(feed, pino({ level: "silent" }), () => planted.now);
  const changed = changedParts(source);
  const routes = monitorRoutes({
    source,
    feed,
    doors: { password: undefined, signIn, peer: () => "127.0.0.1" },
  });
  const server = createAdaptorServer({ fetch: (request) => routes.fetch(request) });
  const sockets = new Set<Socket>();
  let refusing = false;
  server.on("connection", (socket: Socket) => {
    if (refusing) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    feed,
    /** Stores an incident as it is now, and tells whoever watches. */
    async put(incident: Incident) {
      planted.incidents = [incident, ...planted.incidents.filter(({ id }) => id !== incident.id)];
      tell(incident);
      feed.push("status", { parts: await changed() });
    },
    /** Cuts every connection, and lets nobody in until it is mended. */
    cut() {
      refusing = true;
      for (const socket of sockets) socket.destroy();
    },
    mend() {
      refusing = false;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split(
      " ",
    ),
  });
}
