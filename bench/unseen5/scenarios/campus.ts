import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { campus as world } from "../worlds/campus.ts";

const of = changes(new URL("campus.txt", import.meta.url));

export const campusScenarios: Scenario[] = [
  // Decidable by: one trace of the list has a statement for each assignment (teachers, submissions) where it had one of each; the statements
  // themselves are as fast as before; the diff takes `includes` away and asks `.count` and `.where` for each.
  {
    id: "campus-preload",
    group: "query in a loop",
    kind: "what was loaded at once is loaded one by one",
    world,
    service: "classroom",
    symptom: "latency",
    alertOn: "classroom|GET /courses/:course_id/assignments",
    changes: [...of("campus-preload"), ...pool(of, { "pool-db": -260, "pool-gems": -1500 })],
    effects: [
      {
        at: "classroom|GET /courses/:course_id/assignments|submissions",
        set: { times: 20, query: "SELECT COUNT(*) FROM submissions WHERE assignment_id = ?" },
        slow: 6,
      },
      {
        at: "classroom|GET /courses/:course_id/assignments|teachers",
        set: { times: 20, query: "SELECT teachers.* FROM teachers WHERE id = ? LIMIT 1" },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: at the full hour DigestJob appears by day, where no trace of it was before, reads guardians and submissions of all schools for hundreds of
  // milliseconds each, and everything on that MySQL slows with it; the schedule of the culprit (an hour earlier) says "0 * * * *" and all schools.
  {
    id: "campus-digest",
    group: "scheduled",
    kind: "a job for all schools, every hour",
    world,
    service: "classroom",
    symptom: "latency",
    alertOn: "classroom|GET /courses/:course_id/assignments",
    atFullHour: true,
    lag: 2700,
    needs: ["logs", "deployments"],
    changes: [...of("campus-digest"), ...pool(of, { "pool-db": -5000, "pool-video": -15 })],
    surge: { factor: 1.25, entry: "classroom|perform DigestJob" },
    effects: [
      { at: "classroom|GET /courses/:course_id/assignments|course", gate: "time", slow: 420, ramp: 30 },
      { at: "classroom|GET /courses/:course_id/assignments|submissions", gate: "time", slow: 640, ramp: 30 },
      {
        at: "classroom|POST /assignments/:assignment_id/submissions|create",
        gate: "time",
        slow: 560,
        ramp: 30,
      },
    ],
    logs: [
      {
        service: "classroom",
        severity: "INFO",
        every: 15,
        gate: "time",
        body: "[ActiveJob] [DigestJob] Enqueued {n} ActionMailer::MailDeliveryJob to default",
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: live gives up on the classroom after 20 ms (span ends there, Req.TransportError timeout in classroom.ex) while the classroom takes the same
  // 20 to 30 ms as ever; the diff's default of patience is 20.
  {
    id: "campus-live-timeout",
    group: "timeout",
    kind: "twenty milliseconds for what takes thirty",
    world,
    service: "live",
    symptom: "errors",
    alertOn: "live|POST /lessons/:course/join",
    changes: [...of("campus-live-timeout"), ...pool(of, { "pool-db": -350, "pool-video": -3000 })],
    effects: [{ at: "live|POST /lessons/:course/join|assignments", set: { timeout: 20 } }],
    rps: [3, 8],
  },
  // Decidable by: ValueError "no course code: 'BIO-7'" in packages/roster/parse.py, called by grading, for codes of one digit or without a group; the
  // pattern is the diff's, and the services that fail did not change a line of their own.
  {
    id: "campus-roster",
    group: "shared library",
    kind: "a stricter pattern in a shared package",
    world,
    service: "grading",
    symptom: "errors",
    alertOn: "classroom|POST /assignments/:assignment_id/submissions",
    changes: [...of("campus-roster"), ...pool(of, { "pool-points": -400, "pool-grade-timeout": -20 })],
    effects: [
      {
        at: "grading|POST /submissions",
        early: true,
        share: 0.6,
        fail: {
          type: "ValueError",
          message: "no course code: '{subject}-7'",
          frames: [
            place("packages/roster/roster/parse.py", 'raise ValueError(f"no course code', "course"),
            place("grading/grading/app.py", "course(given.course)", "submissions"),
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: 401 "Could not find public key for kid ..." for users of one school's login alone, all instances, any revision; the login's operator changed
  // keys (event, where it is there); truncating a message at eighty letters refuses nobody.
  {
    id: "campus-login",
    group: "credential",
    kind: "keys of a school's login were changed by its operator",
    world,
    service: "classroom",
    symptom: "errors",
    alertOn: "classroom|GET /courses/:course_id/assignments",
    needs: ["events", "revision"],
    changes: [...of("campus-login"), ...pool(of, { "pool-gems": -150, "pool-grade-timeout": -1000 })],
    events: [
      {
        at: -15,
        kind: "status",
        text: "school login (federal identity service): signing keys rotated ahead of schedule, kid 2026-b replaces 2026-a",
      },
    ],
    effects: ["GET /courses/:course_id/assignments", "POST /assignments/:assignment_id/submissions"].map(
      (op) => ({
        at: `classroom|${op}`,
        early: true,
        share: 0.8,
        fail: {
          type: "JWT::DecodeError",
          message: "Could not find public key for kid 2026-b",
          status: 401,
          frames: [
            place(
              "classroom/app/controllers/application_controller.rb",
              "JWT.decode(token",
              "ApplicationController#sign_in",
            ),
          ],
        },
      }),
    ),
    rps: [3, 8],
  },
  // Decidable by: video (another team's; a new version on its resource) answers 500 in its own handler since its roll-out; live's commit is a sentence of
  // documentation; both of live's revisions fail.
  {
    id: "campus-video",
    group: "another repository",
    kind: "the video team's release",
    world,
    service: "video",
    symptom: "errors",
    alertOn: "live|POST /lessons/:course/join",
    foreign: { service: "video", at: 0, version: ["7.2.0", "7.2.1"] },
    changes: [...of("campus-video"), ...pool(of, { "pool-video": -600, "pool-db": -40 })],
    effects: [
      {
        at: "video|POST /rooms",
        gate: "foreign",
        share: 0.75,
        fail: { type: "*errors.errorString", message: "recording policy: no bucket for region" },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: an operator's event takes the processor of the classroom's pods from 2 to 0.3 at the onset; limit and throttling in the metrics follow,
  // the same instances with the same code before and after; a job at night ten minutes later is no load by day.
  {
    id: "campus-resized",
    group: "operator",
    kind: "the processor cut by hand",
    world,
    service: "classroom",
    symptom: "saturation",
    alertOn: "classroom|GET /courses/:course_id/assignments",
    needs: ["events", "metrics"],
    changes: [...of("campus-resized"), ...pool(of, { "pool-db": -1400, "pool-points": -20 })],
    events: [
      {
        at: -5,
        kind: "scale",
        service: "classroom",
        text: "in-place resize of pods app=classroom by mholler: cpu limit 2 -> 300m ('saving cost in the holidays')",
      },
    ],
    effects: [
      { at: "classroom|GET /courses/:course_id/assignments", slow: 1500, ramp: 40 },
      { at: "classroom|POST /assignments/:assignment_id/submissions", slow: 1500, ramp: 40 },
    ],
    gauges: [
      { service: "classroom", name: "k8s.container.cpu_limit", unit: "cpu", base: 2, noise: 0, to: 0.3 },
      {
        service: "classroom",
        name: "container.cpu.throttled.ratio",
        unit: "1",
        base: 0.01,
        noise: 0.004,
        to: 0.87,
        ramp: 10,
      },
      {
        service: "classroom",
        name: "puma.backlog",
        unit: "{request}",
        base: 0,
        noise: 0.3,
        to: 64,
        ramp: 60,
      },
    ],
    rps: [3, 8],
  },
  // Undecidable: asked for again while it is empty, or a room removed before each lesson, in one release; only the outermost spans are there.
  {
    id: "campus-join",
    group: "undecidable",
    kind: "two of one release",
    world,
    service: "live",
    symptom: "latency",
    alertOn: "live|POST /lessons/:course/join",
    thin: true,
    changes: of("campus-join"),
    effects: [{ at: "live|POST /lessons/:course/join", slow: 1700 }],
  },
];
