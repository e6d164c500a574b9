import { setTimeout as sleep } from "node:timers/promises";
import type { Notification } from "./alert-groups.ts";

export type Receiver = { url: string; token: string };

/**
 * Posts one notification as Alertmanager's webhook integration does: tried again, with growing pauses, on a 5xx or
 * when nobody answers; any other answer is final.
 *
 * @returns the final status; rejects when aborted.
 */
export async function postNotification(
  notification: Notification,
  receiver: Receiver,
  signal: AbortSignal,
): Promise<number> {
  for (let attempt = 0; ; attempt++) {
    try {
      const answer = await fetch(receiver.url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "user-agent": "Alertmanager/0.29.0",
          authorization: `Bearer ${receiver.token}`,
        },
        body: JSON.stringify(notification),
        signal,
      });
      await answer.arrayBuffer();
      if (answer.status < 500) return answer.status;
    } catch (error) {
      if (signal.aborted) throw error;
    }
    await sleep(Math.min(200 * 2 ** attempt, 5_000), undefined, { signal });
  }
}
