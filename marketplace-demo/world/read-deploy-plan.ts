import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const ServicePlan = z.object({
  command: z.array(z.string()).min(1),
  paths: z.array(z.string()).min(1),
  port_env: z.string().default("PORT"),
  health: z.string().startsWith("/"),
});
export type ServicePlan = z.infer<typeof ServicePlan>;

const DeployPlan = z.object({
  /** Run once before any process is replaced, when something below db/ changed. */
  release: z.array(z.string()).optional(),
  services: z.record(z.string(), ServicePlan),
});
export type DeployPlan = z.infer<typeof DeployPlan>;

/** What the checkout's own `deploy.yml` says; throws with the field that is wrong. */
export async function readDeployPlan(checkout: string): Promise<DeployPlan> {
  const parsed = DeployPlan.safeParse(parse(await readFile(join(checkout, "deploy.yml"), "utf8")));
  if (!parsed.success) throw new Error(`deploy.yml: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
