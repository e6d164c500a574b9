import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

/** Schools: the classroom in Rails over MySQL, lessons in Elixir, grading in Python with a shared package, video of another team. */
export const campus: World = {
  id: "campus",
  repository: "schulhof/campus",
  files: sources(new URL("campus.txt", import.meta.url)),
  services: [
    {
      name: "classroom",
      language: "ruby",
      paths: ["classroom/"],
      replicas: 4,
      ops: [
        {
          name: "GET /courses/:course_id/assignments",
          ms: 9,
          steps: [
            step.db(
              "course",
              "mysql",
              "assignments",
              "SELECT assignments.* FROM assignments WHERE course_id = ? ORDER BY due_at",
              4,
              {
                src: place(
                  "classroom/app/controllers/assignments_controller.rb",
                  "course.assignments",
                  "AssignmentsController#index",
                ),
              },
            ),
            step.db(
              "submissions",
              "mysql",
              "submissions",
              "SELECT submissions.* FROM submissions WHERE assignment_id IN (?)",
              5,
            ),
            step.db("teachers", "mysql", "teachers", "SELECT teachers.* FROM teachers WHERE id IN (?)", 2),
          ],
        },
        {
          name: "POST /assignments/:assignment_id/submissions",
          ms: 10,
          steps: [
            step.db(
              "create",
              "mysql",
              "submissions",
              "INSERT INTO submissions (assignment_id, student_id, body) VALUES (?, ?, ?)",
              5,
              {
                src: place(
                  "classroom/app/controllers/assignments_controller.rb",
                  "Submission.create!",
                  "AssignmentsController#create",
                ),
              },
            ),
            step.call("grade", "grading", "POST /submissions", {
              timeout: 4000,
              src: place(
                "classroom/app/services/grading_client.rb",
                "connection.post",
                "GradingClient#enqueue",
              ),
            }),
          ],
        },
        {
          name: "perform DigestJob",
          ms: 40,
          steps: [
            step.db(
              "guardians",
              "mysql",
              "guardians",
              "SELECT guardians.* FROM guardians WHERE school_id = ? AND id > ? ORDER BY id LIMIT 200",
              160,
            ),
            step.db(
              "handed",
              "mysql",
              "submissions",
              "SELECT submissions.* FROM submissions WHERE student_id IN (?) AND created_at > ?",
              240,
              { times: 12 },
            ),
          ],
        },
      ],
    },
    {
      name: "live",
      language: "elixir",
      paths: ["live/"],
      replicas: 3,
      ops: [
        {
          name: "POST /lessons/:course/join",
          ms: 4,
          steps: [
            step.call("assignments", "classroom", "GET /courses/:course_id/assignments", {
              timeout: 3000,
              onFail: {
                type: "Elixir.Req.TransportError",
                message: "timeout",
                status: 504,
                frames: [
                  place("live/lib/live/classroom.ex", "raise error", "Live.Classroom.assignments/2"),
                  place(
                    "live/lib/live/lesson_channel.ex",
                    "Classroom.assignments(course",
                    "Live.LessonChannel.join/2",
                  ),
                ],
              },
            }),
            step.call("room", "video", "POST /rooms", {
              timeout: 2000,
              src: place("live/lib/live/video.ex", "Req.post(base()", "Live.Video.room/1"),
            }),
          ],
        },
      ],
    },
    {
      name: "grading",
      language: "python",
      paths: ["grading/", "packages/roster/"],
      replicas: 3,
      ops: [
        {
          name: "POST /submissions",
          ms: 6,
          steps: [
            step.db("save", "mysql", "grades", "INSERT INTO grades (submission, points) VALUES (%s, %s)", 3, {
              src: place("grading/grading/store.py", "await cursor.execute(", "save"),
            }),
          ],
        },
      ],
    },
    {
      name: "video",
      language: "go",
      paths: [],
      replicas: 2,
      ops: [{ name: "POST /rooms", ms: 8, steps: [step.cache("seat", "HSET room:{n} seats 40")] }],
    },
  ],
  entries: {
    "live|POST /lessons/:course/join": 5,
    "classroom|POST /assignments/:assignment_id/submissions": 6,
    "classroom|GET /courses/:course_id/assignments": 7,
  },
  attributes: {
    school: ["lindenhof", "st-brendan", "ecole-nord", "riverside-high"],
    subject: ["MATH", "BIO", "HIST", "PE"],
    "client.kind": ["tablet", "browser", "phone"],
  },
  noise: [
    {
      at: "classroom|POST /assignments/:assignment_id/submissions",
      share: 0.012,
      fail: {
        type: "ActionController::ParameterMissing",
        message: "param is missing or the value is empty: body",
        status: 400,
      },
    },
    {
      at: "classroom|GET /courses/:course_id/assignments",
      share: 0.006,
      fail: { type: "ActiveRecord::RecordNotFound", message: "Couldn't find Course", status: 404 },
    },
  ],
  extras: changes(new URL("../scenarios/campus.txt", import.meta.url))("extras"),
  rename: {
    lindenhof: ["birkenau-gym"],
    "ecole-nord": ["lycee-sud"],
    schulhof: ["schoolyard"],
    DigestJob: ["GuardianMailJob"],
  },
};
