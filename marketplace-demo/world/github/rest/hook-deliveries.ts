import type { Deliveries } from "../events/delivery.ts";
import type { Delivery } from "../events/prepare-delivery.ts";
import { HttpError, notFound } from "../http/errors.ts";
import { type Call, json, type Operation, operation } from "../http/operation.ts";
import type { App } from "../state.ts";
import { isoTime } from "../time.ts";

/** https://docs.github.com/rest/apps/webhooks */
export function hookDeliveries(deliveries: Deliveries): Operation[] {
  const ownApp = (call: Call): App => {
    if (call.actor.kind !== "app") throw new HttpError(401, "A JSON web token could not be decoded");
    return call.actor.app;
  };
  const own = (call: Call) =>
    deliveries.sent.filter(
      (one) => one.hook.target.type === "integration" && one.hook.target.app === ownApp(call),
    );
  const find = (call: Call): Delivery => {
    const found = own(call).find((one) => one.id === Number(call.params.delivery_id));
    if (!found) throw notFound();
    return found;
  };
  const short = (call: Call, one: Delivery) => ({
    id: one.id,
    guid: one.guid,
    delivered_at: isoTime(call.state, one.deliveredAt || call.state.now()),
    redelivery: one.redelivery,
    duration: one.duration / 1000,
    status: one.status,
    status_code: one.statusCode,
    event: one.event,
    action: one.action,
    installation_id: one.installationId,
    repository_id: one.repositoryId,
    throttled_at: null,
  });
  return [
    operation("GET", "/app/hook/config", { who: "app" }, (call) => {
      const { hook } = ownApp(call);
      return json({
        content_type: "json",
        insecure_ssl: "0",
        ...(hook?.secret ? { secret: "********" } : {}),
        ...(hook ? { url: hook.url } : {}),
      });
    }),
    operation("GET", "/app/hook/deliveries", { who: "app" }, (call) => {
      const { cursor } = call.query;
      const status = call.query.status;
      const newestFirst = own(call)
        .filter(
          (one) =>
            status === undefined ||
            (status === "success") === (one.statusCode >= 200 && one.statusCode < 400),
        )
        .reverse();
      const from = cursor === undefined ? 0 : newestFirst.findIndex((one) => String(one.id) === cursor);
      const page = newestFirst.slice(Math.max(from, 0), Math.max(from, 0) + call.page.perPage);
      const next = newestFirst[Math.max(from, 0) + call.page.perPage];
      const link = next
        ? `<${call.state.apiUrl}/app/hook/deliveries?per_page=${call.page.perPage}&cursor=${next.id}>; rel="next"`
        : null;
      return json(
        page.map((one) => short(call, one)),
        200,
        link ? { Link: link } : {},
      );
    }),
    operation("GET", "/app/hook/deliveries/{delivery_id}", { who: "app" }, (call) => {
      const one = find(call);
      return json({
        ...short(call, one),
        url: one.hook.url,
        request: { headers: one.headers, payload: JSON.parse(one.body) },
        response: { headers: {}, payload: one.responseBody },
      });
    }),
    operation("POST", "/app/hook/deliveries/{delivery_id}/attempts", { who: "app" }, (call) => {
      deliveries.redeliver(find(call));
      return json({}, 202);
    }),
  ];
}
