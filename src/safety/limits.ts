const MIB = 1024 * 1024;

/** Sizes and depths that the edge enforces. Bytes, unless the name says otherwise. */
export const LIMITS = {
  /** One OTLP request after decompression: the receiver limit that the OTLP specification recommends. */
  otlpBody: 64 * MIB,
  /**
   * One OTLP request in JSON after decompression. V8 parses a body in one piece, and nothing else is done meanwhile: some 8 ms a
   * megabyte, so that 64 MB would stop the intake, and every alert with it, for half a second. Eight thousand spans, a Collector's
   * usual batch, fit.
   */
  otlpJsonBody: 16 * MIB,
  /** All OTLP bodies that are being read or decoded at one time. Beyond it new bytes are answered 503. */
  otlpInFlight: 128 * MIB,
  /**
   * What one OTLP request may unfold to: 1 for an attribute, an array element or a bucket, 8 for a record or
   * an event. An empty record takes two bytes on the wire and about a hundred in memory, so the size of the
   * body alone bounds nothing.
   */
  otlpUnits: 4_000_000,
  /** Levels of arrays and key-value lists within one attribute value or log body. */
  otlpValueDepth: 32,
  /** One alert webhook: ten thousand alerts of Alertmanager, which drops for good what is refused as too large. */
  alertBody: 16 * MIB,
  /** All alert webhooks that are being read at one time. Beyond it new bytes are answered 503. */
  alertsInFlight: 48 * MIB,
  /** Alerts kept of one webhook after repeats were dropped. */
  alertsPerBody: 10_000,
  /** One GitHub webhook: GitHub itself caps payloads at 25 MB. */
  hookBody: 25 * MIB,
  /** Characters of an ingest token; it must fit into one HTTP header. */
  ingestToken: 8192,
} as const;
