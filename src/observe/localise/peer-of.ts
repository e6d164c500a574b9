import type { Span } from "../../contracts/telemetry.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { attributeText } from "../attribute-text.ts";

const RPC_METHOD = /^\/?(?:[\w-]+\.)*([A-Z]\w+)\/\w+$/;
/** Peers by the text that names them: they are few, and each span names one. */
const MAX_KNOWN = 2_000;
const known = new Map<string, string>();
const hosts = new Map<string, string>();
const CLUSTER_NAME = /^([a-z0-9-]+)(?:\.[a-z0-9-]+)?\.svc(?:\.|$)/;

/**
 * Whom a span says that it calls, where the other side sends no spans of its own: `peer.service` or
 * `service.peer.name`, the address of the server, the RPC service, else the database system. New spellings of the
 * semantic conventions and old ones (https://opentelemetry.io/docs/specs/semconv/registry/attributes/server/).
 * Undefined where it does not say.
 */
export function peerOf(span: Span): string | undefined {
  const { attributes } = span;
  const named = attributeText(attributes, "service.peer.name", "peer.service");
  if (named) return inert(named);
  const address = attributeText(
    attributes,
    "server.address",
    "net.peer.name",
    "net.sock.peer.name",
    "peer.hostname",
    "messaging.destination.name",
  );
  if (address) return inert(address.toLowerCase(), true);
  const rpc = attributeText(attributes, "rpc.service") ?? RPC_METHOD.exec(span.name)?.[1];
  if (rpc) return inert(rpc.slice(rpc.lastIndexOf(".") + 1).toLowerCase());
  const database = attributeText(attributes, "db.system.name", "db.system", "messaging.system");
  return database ? inert(database) : undefined;
}

/** @param isAddress it may have a port, or be a name within a cluster, which is not part of the peer's name */
function inert(text: string, isAddress = false): string {
  const names = isAddress ? hosts : known;
  let peer = names.get(text);
  if (peer === undefined) {
    const host = isAddress ? text.replace(/:\d+$/, "") : text;
    peer = sanitise((isAddress && CLUSTER_NAME.exec(host)?.[1]) || host, 200);
    if (names.size >= MAX_KNOWN) names.clear();
    if (text.length <= 300) names.set(text, peer);
  }
  return peer;
}
