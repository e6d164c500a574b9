import type { Administration } from "./admin/administration.ts";
import type { ControlPanel } from "./controls/control-panel.ts";
import type { State } from "./state.ts";

/** A running GitHub: its addresses, what a person does in its pages, and what tests turn. */
export type GitHub = Administration &
  ControlPanel & {
    url: string;
    webUrl: string;
    /** `…/api/v3`, what a client takes as its base URL. */
    apiUrl: string;
    /** To read from; write through the functions. */
    state: State;
    /** Every operation served, by GitHub's own path templates. */
    operations: { method: string; path: string }[];
    close(): Promise<void>;
  };
