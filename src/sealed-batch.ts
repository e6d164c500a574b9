import { createHmac, timingSafeEqual } from "node:crypto";
import { HandedBatch } from "./contracts/handed-batch.ts";

/** A batch as it lies on the bus: under a seal, so that who can write there feeds nobody telemetry. */
export function sealBatch(batch: HandedBatch, secret: string): string {
  const text = JSON.stringify(batch);
  return `${macOf(text, secret)} ${text}`;
}

/** @throws Error where no worker with that secret wrote it */
export function openBatch(sealed: string, secret: string): HandedBatch {
  const at = sealed.indexOf(" ");
  const text = sealed.slice(at + 1);
  const said = Buffer.from(sealed.slice(0, Math.max(0, at)));
  const is = Buffer.from(macOf(text, secret));
  if (said.length !== is.length || !timingSafeEqual(said, is))
    throw new Error(
      "A batch of telemetry lay on the bus that no worker with this SRE_INGEST_SECRET put there.",
    );
  return HandedBatch.parse(JSON.parse(text));
}

const macOf = (text: string, secret: string) =>
  createHmac("sha256", secret).update("telemetry that was handed over\n").update(text).digest("base64url");
