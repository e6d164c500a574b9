import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AlertSignal } from "../../../src/contracts/signal.ts";
import { fromAlertmanager } from "../../../src/edge/alerts/alertmanager.ts";
import { deliveryKey } from "../../../src/edge/alerts/delivery-key.ts";
import { InvalidAlert } from "../../../src/edge/alerts/invalid-alert.ts";

const CONTEXT = { repositories: ["acme/market"], receivedAt: "2026-11-22T10:00:05.000Z" };

const ALERT = {
  status: "firing",
  labels: {
    alertname: "QuotesErrorRateHigh",
    service_name: "quotes",
    span_name: "POST /quotes",
    deployment_environment_name: "production",
    severity: "page",
  },
  annotations: { summary: "Every renewal fails", value: "31%", threshold: "1%" },
  startsAt: "2026-11-22T10:59:58.123456789+01:00",
  endsAt: "0001-01-01T00:00:00Z",
  generatorURL: "http://prometheus.local/graph?g0.expr=x",
  fingerprint: "c0ffee0123456789",
};

function body(...alerts: object[]): object {
  return {
    version: "4",
    groupKey: '{}:{alertname="x"}',
    truncatedAlerts: 0,
    status: "firing",
    receiver: "sre",
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    externalURL: "http://alertmanager.local",
    alerts,
  };
}

const one = (change: object) => fromAlertmanager(body({ ...ALERT, ...change }), CONTEXT).alerts[0];
const labelled = (labels: Record<string, string>) => one({ labels });

describe("an Alertmanager webhook", () => {
  it("becomes one alert in common words, valid by the contract", () => {
    const signal = fromAlertmanager(body(ALERT), CONTEXT);
    expect(AlertSignal.parse(signal)).toEqual(signal);
    expect(signal).toEqual({
      kind: "alert",
      source: "alertmanager",
      ...CONTEXT,
      alerts: [
        {
          status: "firing",
          key: "alertmanager:c0ffee0123456789",
          name: "QuotesErrorRateHigh",
          service: "quotes",
          operation: "POST /quotes",
          environment: "production",
          symptom: "errors",
          severity: "page",
          summary: "Every renewal fails",
          value: 31,
          threshold: 1,
          startsAt: "2026-11-22T09:59:58.123Z",
          url: "http://prometheus.local/graph?g0.expr=x",
          labels: ALERT.labels,
        },
      ],
    });
  });

  it("firing, repeated, resolved and firing anew: one alert, and a delivery of its own for all but the repeat", () => {
    const firing = fromAlertmanager(body(ALERT), CONTEXT);
    const repeat = fromAlertmanager(body({ ...ALERT, annotations: { ...ALERT.annotations, value: "35%" } }), {
      ...CONTEXT,
      receivedAt: "2026-11-22T14:00:00.000Z",
    });
    const resolved = fromAlertmanager(
      body({ ...ALERT, status: "resolved", endsAt: "2026-11-22T10:20:00Z" }),
      CONTEXT,
    );
    const anew = fromAlertmanager(body({ ...ALERT, startsAt: "2026-11-22T12:00:00Z" }), CONTEXT);
    expect(resolved.alerts[0]).toMatchObject({ status: "resolved", endsAt: "2026-11-22T10:20:00.000Z" });
    const signals = [firing, repeat, resolved, anew];
    expect(new Set(signals.map((signal) => signal.alerts[0]?.key)).size).toBe(1);
    expect(deliveryKey(repeat)).toBe(deliveryKey(firing));
    expect(new Set(signals.map(deliveryKey)).size).toBe(3);
    const elsewhere = fromAlertmanager(body(ALERT), { ...CONTEXT, repositories: ["acme/other"] });
    expect(deliveryKey(elsewhere)).not.toBe(deliveryKey(firing));
  });

  it("of a group has one key whatever the order, and another with another alert in it", () => {
    const second = { ...ALERT, fingerprint: "1".repeat(16) };
    const key = (...alerts: object[]) => deliveryKey(fromAlertmanager(body(...alerts), CONTEXT));
    expect(key(ALERT, second)).toBe(key(second, ALERT));
    expect(key(ALERT, second)).not.toBe(key(ALERT));
  });

  it("without a fingerprint is known by its labels, in any order", () => {
    const key = (labels: object) => one({ labels, fingerprint: undefined })?.key;
    expect(key({ a: "1", b: "2" })).toBe(key({ b: "2", a: "1" }));
    expect(key({ a: "1", b: "2" })).not.toBe(key({ a: "1b", "": "2" }));
    expect(one({ fingerprint: "x".repeat(500) })?.key.length).toBeLessThan(100);
  });

  it("keeps the newest of equal alerts, and holds ten thousand", () => {
    const later = { ...ALERT, startsAt: "2026-11-22T11:00:00Z" };
    expect(fromAlertmanager(body(ALERT, later, ALERT), CONTEXT).alerts).toMatchObject([
      { startsAt: "2026-11-22T11:00:00.000Z" },
    ]);
    expect(fromAlertmanager(body(...new Array(10_000).fill(ALERT)), CONTEXT).alerts).toHaveLength(1);
    const many = Array.from({ length: 12_000 }, (_, at) => ({
      ...ALERT,
      fingerprint: at.toString(16).padStart(16, "0"),
    }));
    expect(fromAlertmanager(body(...many), CONTEXT).alerts).toHaveLength(10_000);
  });

  it("makes its texts inert", () => {
    const alert = one({
      labels: { alertname: "Evil\u202Egnp.exe", service_name: "quo\u200Btes", __proto__: "x" },
      annotations: { summary: `line\nbreak \u0007${"x".repeat(5000)}` },
      generatorURL: "javascript:alert(1)",
    });
    expect(alert?.name).toBe("Evilgnp.exe");
    expect(alert?.service).toBe("quotes");
    expect(alert?.summary.length).toBe(2000);
    expect(alert?.summary).toMatch(/^line break x+/);
    expect(alert?.url).toBeUndefined();
    const polluting = JSON.parse(
      JSON.stringify(body(ALERT)).replace('"alertname"', '"__proto__":"x","alertname"'),
    );
    expect(Object.keys(fromAlertmanager(polluting, CONTEXT).alerts[0]?.labels ?? {})).not.toContain(
      "__proto__",
    );
  });
});

describe("labels in other spellings", () => {
  it.each<[Record<string, string>, object]>([
    [{ service: "quotes" }, { service: "quotes" }],
    [{ job: "quotes" }, { service: "quotes" }],
    [{ job: "shop/quotes" }, { service: "quotes" }],
    [{ job: "otel-collector", exported_job: "shop/quotes" }, { service: "quotes" }],
    [{ app: "quotes", job: "kubernetes-pods" }, { service: "quotes" }],
    [{ http_route: "/quotes/:id", http_request_method: "GET" }, { operation: "GET /quotes/:id" }],
    [{ route: "/quotes" }, { operation: "/quotes" }],
    [{ handler: "/quotes", method: "POST" }, { operation: "POST /quotes" }],
    [{ endpoint: "http-metrics" }, { operation: undefined }],
    [{ endpoint: "/quotes" }, { operation: "/quotes" }],
    [{ env: "staging" }, { environment: "staging" }],
    [{ vcs_ref_head_revision: "4f2c", service_version: "1.0" }, { revision: "4f2c" }],
    [{ service_version: "1.0" }, { revision: "1.0" }],
    [{ instance: "10.0.0.1:80" }, { service: undefined, operation: undefined, environment: undefined }],
  ])("%j", (labels, expected) => {
    expect(labelled(labels)).toMatchObject(expected);
  });
});

describe("the symptom", () => {
  it.each<[string, string | undefined]>([
    ["HighErrorRate", "errors"],
    ["Http5xxBurn", "errors"],
    ["checkout_failures", "errors"],
    ["AvailabilitySLO", "errors"],
    ["HighP95Latency", "latency"],
    ["SlowQuotes", "latency"],
    ["RequestDurationHigh", "latency"],
    ["LatencyErrorBudgetBurn", "latency"],
    ["ContainerOOMKilled", "memory"],
    ["HeapGrowing", "memory"],
    ["MemoryLeak", "memory"],
    ["TargetDown", undefined],
    ["ErrorsAndLatency", undefined],
    ["Terrorism", undefined],
  ])("of %s is %s", (alertname, symptom) => {
    expect(one({ labels: { alertname }, annotations: {} })?.symptom).toBe(symptom);
  });

  it("is what a label says outright, else what the first clear text says", () => {
    expect(labelled({ alertname: "HighErrorRate", symptom: "latency" })?.symptom).toBe("latency");
    expect(labelled({ alertname: "Burn", sloth_slo: "requests-availability" })?.symptom).toBe("errors");
    const described = (description: string) =>
      one({ labels: { alertname: "Burn" }, annotations: { summary: "Burning", description } })?.symptom;
    expect(described("p99 is far too high")).toBe("latency");
    expect(described("something is odd")).toBeUndefined();
  });
});

describe("value and threshold", () => {
  const measured = (annotations: Record<string, string>) => {
    const alert = one({ annotations });
    return [alert?.value, alert?.threshold];
  };
  it.each<[Record<string, string>, [number | undefined, number | undefined]]>([
    [{ value: "0.31", threshold: "0.01" }, [0.31, 0.01]],
    [{ value: "1.2s", threshold: "400ms" }, [1.2, 0.4]],
    [{ value: "3e+08" }, [3e8, undefined]],
    [{ value: "0.31", threshold: "5%" }, [0.31, 0.05]],
    [{ value: "31%", threshold: "400ms" }, [31, undefined]],
    [{ value: "NaN", threshold: "many" }, [undefined, undefined]],
    [{ description: "Error rate is 12.5% (threshold 5%)" }, [12.5, 5]],
    [{ description: "p95 latency of 1.2s is above 400ms for 5m" }, [1.2, 0.4]],
    [{ summary: "for 5m the error ratio was 0.12 > 0.05" }, [0.12, 0.05]],
    [{ description: "RSS 512MiB exceeds the limit of 300MiB" }, [512, 300]],
    [{ description: "7 pods restarted" }, [undefined, undefined]],
    [{ description: "failing in the last 10 minutes, above 5%" }, [undefined, undefined]],
    [{ description: "Error rate is 12%", threshold: "5%" }, [undefined, 5]],
  ])("%j is %j", (annotations, expected) => {
    expect(measured(annotations)).toEqual(expected);
  });

  it("are read from any text without harm", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."0123456789.eE%ms >above-+") }), (description) => {
        for (const number of measured({ description })) {
          if (number !== undefined) expect(Number.isFinite(number)).toBe(true);
        }
      }),
    );
    expect(measured({ description: `${"1 ".repeat(1000)}above` })).toEqual([undefined, undefined]);
  });
});

describe("a body that is no Alertmanager payload", () => {
  it.each<[string, unknown, RegExp]>([
    ["null", null, /it: /],
    ["Grafana's version", { ...body(ALERT), version: "1" }, /version/],
    ["no alerts", { version: "4" }, /alerts/],
    ["a status of its own", body({ ...ALERT, status: "pending" }), /alerts\.0\.status/],
    ["labels that are none", body(ALERT, { ...ALERT, labels: { a: 1 } }), /alerts\.1\.labels\.a/],
    ["no time", body({ ...ALERT, startsAt: "yesterday" }), /alerts\.0\.startsAt/],
    ["a time that is none", body({ ...ALERT, startsAt: "2026-13-45T99:00:00Z" }), /alerts\.0\.startsAt/],
  ])("%s is refused with the place and a hint", (_what, payload, place) => {
    expect(() => fromAlertmanager(payload, CONTEXT)).toThrow(place);
    expect(() => fromAlertmanager(payload, CONTEXT)).toThrow(InvalidAlert);
  });

  it("is refused or read, whatever it is", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (payload) => {
        try {
          fromAlertmanager(payload, CONTEXT);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidAlert);
        }
      }),
    );
  });
});
