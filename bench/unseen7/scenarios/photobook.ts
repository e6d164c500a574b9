import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { photobook as world } from "../worlds/photobook.ts";

const of = changes(new URL("./photobook.txt", import.meta.url));
const MB = 1048576;

export const photobookScenarios: Scenario[] = [
  // Decidable by: sockets run out in pages alone, half an hour after the commit that returns before the body is closed; open
  // files stand at their limit there and nowhere else, and what was deployed since touches no connection.
  {
    id: "ph-shape",
    group: "resource held",
    kind: "bodies that nobody closes",
    world,
    service: "pages",
    symptom: "errors",
    alertOn: "pages|POST /layout",
    lag: 1850,
    changes: [
      ...of("shape-cache"),
      ...pool(of, { "pool-timeout": -40, "pool-title": -100, "pool-threads": 15 }),
    ],
    effects: [
      {
        at: "pages|POST /layout|thumb",
        share: 0.2,
        fail: {
          type: "*net.OpError",
          message: "dial tcp 198.51.100.23:443: socket: too many open files",
          status: 0,
          frames: [place("pages/shape.go", "p.http.Do(req)", "pages.(*Placer).shape")],
        },
      },
    ],
    gauges: [
      {
        service: "pages",
        name: "process.open_file_descriptor.count",
        unit: "{count}",
        base: 985,
        noise: 9,
        to: 1023,
        ramp: 60,
      },
      { service: "studio", name: "process.open_file_descriptor.count", unit: "{count}", base: 88, noise: 6 },
      { service: "render", name: "process.open_file_descriptor.count", unit: "{count}", base: 61, noise: 5 },
    ],
    needs: ["metrics", "exceptions"],
  },
  // Decidable by: memory of render's new instances climbs from their start until they are killed, while traffic is as before;
  // the commit keeps every decoded photograph under a key that never comes again.
  {
    id: "ph-decoded",
    group: "unbounded collection",
    kind: "map that only grows",
    world,
    service: "render",
    symptom: "memory",
    alertOn: "render|POST /preview",
    minutes: 8,
    changes: [...of("decoded"), ...pool(of, { "pool-bleed": -700, "pool-title": -20, "pool-pack": 40 })],
    effects: [
      {
        at: "render|POST /preview",
        delay: 200,
        share: 0.16,
        refuse: {
          type: "Faraday::ConnectionFailed",
          message: "Connection refused - connect(2) for render:8080",
        },
      },
    ],
    gauges: [
      {
        service: "render",
        name: "process.memory.usage",
        unit: "By",
        base: 330 * MB,
        noise: 8 * MB,
        to: 2040 * MB,
        ramp: 240,
        restart: 250,
      },
    ],
    logs: [
      {
        service: "render",
        severity: "WARN",
        body: "arena above 90% of the container's memory ({n} chunks)",
        every: 40,
        delay: 170,
      },
    ],
    needs: ["metrics", "logs"],
  },
  // Decidable by: the store refuses what the one new instance puts because of a header that it does not know; reading goes well, render's own
  // upload as well, and the new major of the store's library in pages sends that trailer by default.
  {
    id: "ph-store-two",
    group: "dependency major",
    kind: "new default of a library",
    world,
    service: "pages",
    symptom: "errors",
    alertOn: "studio|POST /books/{book}/pages",
    changes: [
      ...of("store-two"),
      ...pool(of, { "pool-pack": -65, "pool-timeout": -15, "pool-bleed": -1200 }),
    ],
    effects: [
      {
        at: "pages|POST /layout|save",
        share: 1,
        fail: {
          type: "*store.ResponseError",
          message:
            "501 NotImplemented: a header you provided implies functionality that is not implemented: X-Checksum-Trailer",
          status: 501,
          frames: [place("pages/layout.go", "p.objects.Put(ctx", "pages.(*Placer).Place")],
        },
      },
    ],
    oneInstance: true,
    needs: ["exceptions", "revision"],
    rps: [3, 8],
  },
  // Decidable by: studio itself answers 429 to pages alone and logs the throttle of that name with one and the same address,
  // which is the edge's; the commit counts by the address of the connection.
  {
    id: "ph-evening-limit",
    group: "rate limit",
    kind: "limit for one counted over all",
    world,
    service: "studio",
    symptom: "errors",
    alertOn: "studio|POST /books/{book}/pages",
    changes: [
      ...of("evening-limit"),
      ...pool(of, { "pool-title": -45, "pool-pack": -180, "pool-timeout": 25 }),
    ],
    effects: [
      {
        at: "studio|POST /books/{book}/pages",
        share: 0.6,
        early: true,
        fail: { type: "Throttled", message: "Retry later", status: 429, quiet: true },
      },
    ],
    logs: [{ service: "studio", severity: "WARN", body: "throttled pages discriminator=10.0.3.7", every: 6 }],
    needs: ["logs"],
    rps: [12, 24],
  },
  // Decidable by: the store tells all who call it to slow down, readers and writers of two services, on every revision; each
  // calls as often as before.
  {
    id: "ph-slow-down",
    group: "provider",
    kind: "object storage throttles",
    world,
    service: "pages",
    symptom: "errors",
    alertOn: "studio|POST /books/{book}/pages",
    changes: [
      ...of("slow-down"),
      ...pool(of, { "pool-threads": -80, "pool-pack": -900, "pool-timeout": 15 }),
    ],
    effects: [
      "pages|POST /layout|thumb",
      "pages|POST /layout|save",
      "render|POST /preview|fetch",
      "render|process render.jobs|fetch",
    ].map((at) => ({
      at,
      gate: "time",
      share: 0.16,
      slow: 60,
      fail: { type: "StoreError", message: "503 SlowDown: please reduce your request rate", status: 503 },
    })),
    needs: ["exceptions", "revision"],
  },
  // Decidable by: a volume was taken from the machines a moment before, which is written down; render cannot open files below
  // that mount, on lines of long ago and on every instance.
  {
    id: "ph-fonts",
    group: "operator",
    kind: "volume detached by hand",
    world,
    service: "render",
    symptom: "errors",
    alertOn: "studio|GET /books/{book}/preview",
    changes: [...of("fonts"), ...pool(of, { "pool-bleed": -55, "pool-threads": 20, "pool-title": -240 })],
    events: [
      {
        at: -14,
        kind: "operation",
        text: "volume fonts-2021 detached from the render machines (cleanup of old volumes)",
      },
    ],
    effects: ["POST /preview", "process render.jobs"].map((op) => ({
      at: `render|${op}`,
      gate: "time",
      share: 0.5,
      fail: {
        type: "RenderError",
        message: "cannot open /mnt/fonts/merriweather.otf",
        frames: [place("render/src/fonts.cc", 'RenderError("cannot open', "render::Fonts::load")],
      },
    })),
    needs: ["events", "exceptions"],
  },
  // Decidable by: the disk of one machine is full from then on, as its gauge shows, and others have room; render's instance there
  // fails to write, of whichever revision, and its instances elsewhere do not.
  {
    id: "ph-scratch",
    group: "storage",
    kind: "disk of one machine full",
    world,
    service: "render",
    symptom: "errors",
    alertOn: "render|process render.jobs",
    changes: [
      ...of("scratch-full"),
      ...pool(of, { "pool-threads": -35, "pool-bleed": -160, "pool-pack": 30 }),
    ],
    effects: ["POST /preview", "process render.jobs"].map((op) => ({
      at: `render|${op}`,
      gate: "time",
      where: { host: "node-1" },
      share: 0.95,
      fail: {
        type: "std::filesystem::filesystem_error",
        message: "cannot write /var/scratch: No space left on device",
        frames: [place("render/src/page.cc", "raster.write_to(", "render::Page::spill")],
      },
    })),
    gauges: [
      {
        service: "render",
        name: "system.filesystem.utilization",
        unit: "1",
        base: 0.64,
        noise: 0.004,
        to: 1,
        ramp: 2,
        gate: "time",
        where: { host: "node-1" },
        attributes: { "system.filesystem.mountpoint": "/var/scratch" },
      },
    ],
    needs: ["metrics", "exceptions", "revision"],
    rps: [3, 8],
  },
  // Not decidable: two commits of one release ask another service each for the same answer, and only the outermost span says
  // that it takes longer.
  {
    id: "ph-thin-show",
    group: "undecidable",
    kind: "price or date of delivery",
    world,
    service: "studio",
    symptom: "latency",
    alertOn: "studio|GET /books/{book}",
    thin: true,
    changes: [...of("thin-show"), ...pool(of, { "pool-bleed": -500 })],
    effects: [{ at: "studio|GET /books/{book}", slow: 650 }],
  },
];
