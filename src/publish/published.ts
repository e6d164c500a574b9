import type { Incident } from "../contracts/incident.ts";

/** An incident's `issue`: what GitHub shows of it, as it was last written. */
export type Published = NonNullable<Incident["issue"]>;
