import { Annotation, Command, END, interrupt, START, StateGraph } from "@langchain/langgraph";
import type { Incident, Waiting } from "../contracts/incident.ts";
import type { IncidentEvent } from "./event.ts";
import { LatestCheckpoint } from "./latest-checkpoint.ts";
import { nextStep } from "./next-step.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import type { Peers } from "./part.ts";
import type { LoopPorts, StepResult } from "./ports.ts";
import { settle } from "./settle.ts";
import type { Step } from "./step.ts";
import { askAPerson } from "./steps/ask-a-person.ts";
import { beginRollbackStep } from "./steps/begin-rollback.ts";
import { close } from "./steps/close.ts";
import { deleteBranchStep } from "./steps/delete-branch.ts";
import { dropRollbackStep } from "./steps/drop-rollback.ts";
import { endRollbackStep } from "./steps/end-rollback.ts";
import { ensureBranchStep } from "./steps/ensure-branch.ts";
import { ensurePullRequestStep } from "./steps/ensure-pull-request.ts";
import { findDeploymentStep } from "./steps/find-deployment.ts";
import { handOver } from "./steps/hand-over.ts";
import { heed } from "./steps/heed.ts";
import { join } from "./steps/join.ts";
import { judge } from "./steps/judge.ts";
import { leaveQueueStep } from "./steps/leave-queue.ts";
import { lookBeside } from "./steps/look-beside.ts";
import { measureRecovery } from "./steps/measure-recovery.ts";
import { mergeStep } from "./steps/merge.ts";
import { noteAlerts } from "./steps/note-alerts.ts";
import { observe } from "./steps/observe.ts";
import { orient } from "./steps/orient.ts";
import { partStep } from "./steps/part.ts";
import { plan } from "./steps/plan.ts";
import { redeployStep } from "./steps/redeploy.ts";
import { remember } from "./steps/remember.ts";
import { retryChecksStep } from "./steps/retry-checks.ts";
import { updateBranchStep } from "./steps/update-branch.ts";
import { traceStep } from "./trace-step.ts";

/** What the graph carries. It can be thrown away: the incident in the store is the truth. */
const LoopState = Annotation.Root({
  incident: Annotation<Incident>(),
  event: Annotation<IncidentEvent>(),
  step: Annotation<Step>(),
});
type State = typeof LoopState.State;

/**
 * The OODA loop of one incident as a graph. `decide` asks `nextStep`, the edge follows it, every step
 * leaves its result in the store before the next is asked for, and waits are interrupts: the graph stops
 * there, costs nothing, and goes on with the event that ends the wait. A node that is interrupted runs
 * again from its top, so `wait` does nothing else.
 */
export function loopGraph(ports: LoopPorts, peers: Peers) {
  const alone = oneAtATime();
  const step = (run: (incident: Incident, step: Step) => Promise<StepResult>) => async (state: State) => {
    const { value, writes } = await ports.countWrites(() =>
      traceStep(state.incident, state.step.do, () => run(state.incident, state.step)),
    );
    return {
      incident: await settle(state.incident, { ...value, writes }, ports),
      event: { kind: "continue" } as const,
    };
  };

  const checkpointer = new LatestCheckpoint();
  const graph = new StateGraph(LoopState)
    .addNode("announce", async (state) => ({
      incident: await settle(state.incident, { change: {}, thoughts: [] }, ports),
    }))
    .addNode("decide", async (state) => {
      const { policy } = await ports.policy(state.incident.repository);
      return { step: nextStep(state.incident, state.event, policy, ports.clock.now()) };
    })
    .addNode(
      "observe",
      step((incident) => observe(incident, ports)),
    )
    .addNode(
      "orient",
      step((incident) => orient(incident, ports)),
    )
    .addNode(
      "plan",
      step((incident) => plan(incident, ports)),
    )
    .addNode(
      "judge",
      step((incident) => judge(incident, ports)),
    )
    .addNode("ensure-branch", (state) => {
      // Of two incidents that are sure of one commit at one moment, the second must see the first's branch. Those of other
      // commits wait for nobody: each takes seconds of a GitHub that is far away.
      const ensure = step((incident) => ensureBranchStep(incident, ports));
      const { id, repository, diagnosis } = state.incident;
      return alone(`branch in ${repository} for ${diagnosis?.suspect ?? id}`, () => ensure(state));
    })
    .addNode(
      "ensure-pull-request",
      step((incident) => ensurePullRequestStep(incident, ports)),
    )
    .addNode("merge", (state) => {
      // A merge is on record before the next of its repository is asked for, or a budget of one would let
      // two through.
      const merge = step((incident) => mergeStep(incident, ports));
      return alone(state.incident.repository, () => merge(state));
    })
    .addNode(
      "leave-queue",
      step((incident) => leaveQueueStep(incident, ports)),
    )
    .addNode(
      "find-deployment",
      step((incident) => findDeploymentStep(incident, ports)),
    )
    .addNode(
      "measure-recovery",
      step((incident) => measureRecovery(incident, ports)),
    )
    .addNode(
      "heed",
      step((incident, next) => heed(incident, of(next, "heed").event, ports)),
    )
    .addNode(
      "join",
      step((incident, next) => {
        const { anomaly, look } = of(next, "join").event;
        return join(incident, anomaly, ports, look);
      }),
    )
    .addNode("note-alerts", async (state) => {
      const { changes } = of(state.step, "note-alerts").event;
      const incident = await settle(state.incident, noteAlerts(state.incident, changes), ports);
      // Unlike other steps it is followed by a look: what the alerts say may be the end of it.
      return { incident, event: { kind: "alerts-noted" } as const };
    })
    .addNode(
      "look-beside",
      step((incident) => lookBeside(incident, ports, peers)),
    )
    .addNode(
      "part",
      step((incident, next) => partStep(incident, of(next, "part").fingerprints, ports, peers)),
    )
    .addNode(
      "hand-over",
      step((incident) => handOver(incident, ports, peers)),
    )
    .addNode(
      "ask-a-person",
      step((incident, next) => askAPerson(incident, of(next, "ask-a-person").reason, ports)),
    )
    .addNode(
      "close",
      step((incident, next) => close(incident, of(next, "close").as, ports)),
    )
    .addNode(
      "begin-rollback",
      step((incident, next) => beginRollbackStep(incident, of(next, "begin-rollback"), ports)),
    )
    .addNode(
      "end-rollback",
      step((incident) => endRollbackStep(incident, ports)),
    )
    .addNode(
      "drop-rollback",
      step((incident) => dropRollbackStep(incident, ports)),
    )
    .addNode(
      "delete-branch",
      step((incident) => deleteBranchStep(incident, ports)),
    )
    .addNode(
      "redeploy",
      step((incident) => redeployStep(incident, ports)),
    )
    .addNode(
      "retry-checks",
      step((incident) => retryChecksStep(incident, ports)),
    )
    .addNode(
      "update-branch",
      step((incident) => updateBranchStep(incident, ports)),
    )
    .addNode(
      "remember",
      step((incident) => remember(incident, ports)),
    )
    .addNode("note-wait", async (state) => {
      const { waiting } = of(state.step, "wait");
      // Only a new wait is news; the next look of the same one is not worth a write.
      const same = state.incident.waiting?.for === waiting.for;
      return same
        ? {}
        : { incident: await settle(state.incident, { change: { waiting }, thoughts: [] }, ports) };
    })
    .addNode("wait", (state) => ({
      event: interrupt<Waiting, IncidentEvent>(of(state.step, "wait").waiting),
    }))
    .addEdge(START, "announce")
    .addEdge("announce", "decide")
    .addConditionalEdges("decide", (state) =>
      state.step.do === "wait" ? "note-wait" : state.step.do === "end" ? END : state.step.do,
    )
    .addEdge("observe", "decide")
    .addEdge("orient", "decide")
    .addEdge("plan", "decide")
    .addEdge("judge", "decide")
    .addEdge("ensure-branch", "decide")
    .addEdge("ensure-pull-request", "decide")
    .addEdge("merge", "decide")
    .addEdge("leave-queue", "decide")
    .addEdge("find-deployment", "decide")
    .addEdge("measure-recovery", "decide")
    .addEdge("heed", "decide")
    .addEdge("join", "decide")
    .addEdge("note-alerts", "decide")
    .addEdge("look-beside", "decide")
    .addEdge("part", "decide")
    .addEdge("hand-over", "decide")
    .addEdge("ask-a-person", "decide")
    .addEdge("close", "decide")
    .addEdge("begin-rollback", "decide")
    .addEdge("end-rollback", "decide")
    .addEdge("drop-rollback", "decide")
    .addEdge("delete-branch", "decide")
    .addEdge("redeploy", "decide")
    .addEdge("retry-checks", "decide")
    .addEdge("update-branch", "decide")
    .addEdge("remember", "decide")
    .addEdge("note-wait", "wait")
    .addEdge("wait", "decide")
    .compile({ checkpointer });
  return { graph, checkpointer };
}

/** Ends the wait that a thread stands at. */
export const resume = (event: IncidentEvent) =>
  new Command<unknown, Partial<State>, never>({ resume: event });

function of<D extends Step["do"]>(step: Step, what: D): Extract<Step, { do: D }> {
  if (step.do !== what) throw new Error(`The graph went to ${what} for a step that says ${step.do}.`);
  return step as Extract<Step, { do: D }>;
}
