import type { AlertSignal } from "../../contracts/signal.ts";
import type { AlertContext } from "./alert-context.ts";

/** A header of the request, by its name in lower case. */
export type Header = (name: string) => string | undefined;

/** One kind of sender: where it posts, how it signs, and how its body is read. */
export interface AlertSource {
  path: string;
  /** The first is what a refusal names. */
  methods: readonly string[];
  contentTypes: readonly string[];
  /** Absent where the sender signs nothing, and an ingest token is all there is. */
  signature?: {
    /** The header that carries it; where it is there, nothing else lets the request in. */
    header: string;
    /** The environment variable that holds the secrets. */
    variable: string;
    /** Whether this secret signed these bytes. `now` in epoch milliseconds. */
    matches(body: Buffer, header: Header, secret: string, now: number): boolean;
  };
  /** Null where it reports nothing that this service acts on. Throws `InvalidAlert`. */
  read(body: unknown, context: AlertContext, header: Header): AlertSignal | null;
}
