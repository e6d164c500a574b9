import type { Span } from "../../contracts/telemetry.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { attributeText } from "../attribute-text.ts";

const RPC_METHOD = /^\/?(?:[\w-]+\.)*([A-Z]\w+)\/\w+$/;
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
  if (named) return sanitise(named, 200);
  const address = attributeText(
    attributes,
    "server.address",
    "net.peer.name",
    "net.sock.peer.name",
    "peer.hostname",
    "messaging.destination.name",
  );
  if (address) {
    const host = address.toLowerCase().replace(/:\d+$/, "");
    return sanitise(CLUSTER_NAME.exec(host)?.[1] ?? host, 200);
  }
  const rpc = attributeText(attributes, "rpc.service") ?? RPC_METHOD.exec(span.name)?.[1];
  if (rpc) return sanitise(rpc.slice(rpc.lastIndexOf(".") + 1).toLowerCase(), 200);
  const database = attributeText(attributes, "db.system.name", "db.system", "messaging.system");
  return database ? sanitise(database, 200) : undefined;
}
