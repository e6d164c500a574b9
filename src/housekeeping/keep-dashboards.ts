import type { Incident } from "../contracts/incident.ts";
import type { LoadedPolicy } from "../contracts/policy.ts";
import type { Clock } from "../contracts/ports/clock.ts";
import type { RepositoryName } from "../contracts/repository.ts";
import type { BoxesSignal, CommandSignal } from "../contracts/signal.ts";
import { dashboard } from "../report/dashboard.ts";
import { quoting } from "../report/quoting.ts";
import { oneAfterAnother } from "./one-after-another.ts";
import { tickedBoxes } from "./ticked-boxes.ts";

/** Of an incident that runs through its states, one write tells. */
const TOGETHER_MS = 10_000;
/** The newest incidents, among which the open ones are. */
const INCIDENTS = 100;

export interface DashboardPorts {
  clock: Clock;
  policy(repository: RepositoryName): Promise<LoadedPolicy>;
  incidents(repository: RepositoryName, limit: number): Promise<Incident[]>;
  /** Makes GitHub show it; answers the issue, or null where a person has closed it, or there is nothing to open one for. */
  show(repository: RepositoryName, body: string, isNews: boolean): Promise<number | null>;
  failed(repository: RepositoryName, error: unknown): void;
}

/** One issue for each repository whose policy asks for it, kept up to what is open there. */
export function keepDashboards(ports: DashboardPorts) {
  const order = oneAfterAnother();
  const timers = new Map<RepositoryName, () => void>();
  /** What stands there, as we wrote it. */
  const shown = new Map<RepositoryName, { issue: number; body: string }>();

  async function show(repository: RepositoryName, again: boolean): Promise<void> {
    const { policy, source, problems } = await ports.policy(repository);
    if (source === null || problems.length > 0 || !policy.notify.dashboard) return;
    const incidents = await ports.incidents(repository, INCIDENTS);
    const body = dashboard(incidents, quoting(policy.redact));
    if (!again && shown.get(repository)?.body === body) return;
    const issue = await ports.show(
      repository,
      body,
      incidents.some(({ closed }) => closed === null),
    );
    if (issue === null) shown.delete(repository);
    else shown.set(repository, { issue, body });
  }
  const showNow = (repository: RepositoryName, again: boolean) =>
    order
      .run(repository, () => show(repository, again))
      .catch((error: unknown) => ports.failed(repository, error));

  return {
    /** Something moved in a repository. What is shown follows a moment later. */
    moved(repository: RepositoryName): void {
      if (timers.has(repository)) return;
      const cancel = ports.clock.after(TOGETHER_MS, () => {
        timers.delete(repository);
        void showNow(repository, false);
      });
      timers.set(repository, cancel);
    },
    /**
     * What a person has ticked in the dashboard that we wrote, as commands of theirs; whether they may is the loop's
     * question. Nothing where what they edited is not word for word what we had written.
     */
    ticked({ repository, issue, actor, before, after, receivedAt }: BoxesSignal): CommandSignal[] {
      const ours = shown.get(repository);
      // Whatever was edited, ours stands there again.
      void showNow(repository, true);
      if (ours?.issue !== issue || !isSame(ours.body, before)) return [];
      return tickedBoxes(before, after).map(({ incident, head }) => ({
        kind: "command",
        repository,
        receivedAt,
        issue: null,
        comment: null,
        actor,
        command: "approve",
        // As a button of the check run on that very head.
        button: { checkRun: issue, incident, head },
      }));
    },
    stop(): void {
      for (const cancel of timers.values()) cancel();
      timers.clear();
    },
    /** Resolves once nothing is being shown. */
    idle: (): Promise<void> => order.idle(),
  };
}

const isSame = (one: string, other: string) => one.trimEnd() === other.replace(/\r\n/g, "\n").trimEnd();
