import { createHmac, randomUUID } from "node:crypto";
import type { Hook, State } from "../state.ts";

export type Delivery = {
  id: number;
  guid: string;
  hook: Hook;
  event: string;
  action: string | null;
  installationId: number | null;
  repositoryId: number | null;
  /** The exact bytes that are signed and sent. */
  body: string;
  headers: Record<string, string>;
  redelivery: boolean;
  /** Milliseconds since the epoch. */
  deliveredAt: number;
  /** Milliseconds until the answer. */
  duration: number;
  /** 0 where nobody answered. */
  statusCode: number;
  status: string;
  responseBody: string;
};

/**
 * A webhook ready to be sent: its bytes, its UUID, GitHub's headers and the signatures over the bytes.
 * https://docs.github.com/webhooks/webhook-events-and-payloads#delivery-headers
 */
export function prepareDelivery(
  state: State,
  hook: Hook,
  name: string,
  action: string | null,
  payload: unknown,
  installationId: number | null,
  repositoryId: number | null,
): Delivery {
  const body = JSON.stringify(payload);
  const guid = randomUUID();
  const sign = (algorithm: string) => createHmac(algorithm, hook.secret!).update(body).digest("hex");
  const target = hook.target.type === "integration" ? hook.target.app.id : hook.target.repository.id;
  return {
    id: ++state.lastId,
    guid,
    hook,
    event: name,
    action,
    installationId,
    repositoryId,
    body,
    headers: {
      Accept: "*/*",
      "Content-Type": "application/json",
      "User-Agent": "GitHub-Hookshot/laptop",
      "X-GitHub-Delivery": guid,
      "X-GitHub-Event": name,
      "X-GitHub-Hook-ID": String(hook.id),
      "X-GitHub-Hook-Installation-Target-ID": String(target),
      "X-GitHub-Hook-Installation-Target-Type": hook.target.type,
      ...(hook.secret
        ? { "X-Hub-Signature": `sha1=${sign("sha1")}`, "X-Hub-Signature-256": `sha256=${sign("sha256")}` }
        : {}),
    },
    redelivery: false,
    deliveredAt: 0,
    duration: 0,
    statusCode: 0,
    status: "queued",
    responseBody: "",
  };
}
