import type { AttributeValue } from "../../contracts/telemetry.ts";

/** What merely says again that the request went bad, or how long it took. */
const RESTATED =
  /(?:^|[._])(?:status(?:_?code|_?text|_?message|_?description)?|error|errors|exception|fault|outcome|success|result_?code|duration|elapsed|latency|took|response[._](?:status_code|body\.size|size|content_length)|response_content_length|grpc[._]status_code|retry_count|resend_count)(?:$|[._])|^otel[._]|^sampl(?:ing|er)[._]|^error/i;
/** Flags are no results, whatever their name. */
const FLAG = /^flag[./]/;
/** What is another in each request, each connection or each moment. */
const FLEETING =
  /(?:^|[._-])(?:trace|span|request|correlation|transaction|message|event|session|conversation|connection|execution|invocation|idempotency|nonce|txn|job)[._-]?(?:id|key|uuid)$|^(?:url\.(?:full|query|path|fragment)|http\.(?:url|target)|db\.(?:query\.text|statement|query\.parameter.*)|code[._].*|thread\..*|(?:net|network|client|server|sock)[._](?:peer[._])?(?:port|sock[._].*)|network\.peer\.port|net\.peer\.port|net\.sock\..*|client\.port|process\.(?:pid|parent_pid|command.*|executable\..*|owner)|telemetry\..*|event[._].*|.*(?:timestamp|time|date|_at|\.at))$/i;

/** Whether an attribute can tell failing requests from healthy ones without merely saying so again. */
export function tells(key: string): boolean {
  return key.length <= 100 && (FLAG.test(key) || !(RESTATED.test(key) || FLEETING.test(key)));
}

const PERSONAL =
  /(?:^|[._-])(?:user|enduser|customer|client|account|member|person|patient|employee|owner|author|email|e-?mail|phone|name|address|ip|login|subject|order|cart|policy|invoice|payment|card|iban|device|contract)s?(?:$|[._-])/i;
/** Names that conventions give to things, not to people. */
const THING =
  /(?:^|\/)(?:(?:service|host|k8s|container|cloud|deployment|process|telemetry|os|faas|db|messaging|rpc|http|webengine|vcs|tenant|aws|gcp|azure|code|peer)[._].*|server\.address|net\.peer\.name|operation|revision|span|flag\..*|[\w-]*region|[\w-]*zone|feature_flag\..*)$/i;
const ID_LIKE = /^(?:[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16,}|\d{5,})$/i;

/** Whether the value of an attribute may say who somebody is; then it is told as a placeholder. */
export function mayBePersonal(key: string, value: AttributeValue): boolean {
  if (typeof value === "string" && value.includes("@")) return true;
  if (THING.test(key)) return false;
  return (
    PERSONAL.test(key) ||
    /(?:^|[._-])(?:id|uuid|key|token)$/i.test(key) ||
    (typeof value === "string" && ID_LIKE.test(value))
  );
}

const OF_THE_CODE =
  /(?:^|\/)(?:operation|revision|service\.version|vcs\.ref\.head\.revision|http\.route|http\.request\.method|http\.method|rpc\.(?:service|method)|db\.(?:system(?:\.name)?|operation(?:\.name)?)|flag\.[\w.-]+|span)$/;

/** Whether the value is written in the code, and so is no telemetry that a public page may not show. */
export function isOfTheCode(key: string): boolean {
  return OF_THE_CODE.test(key);
}
