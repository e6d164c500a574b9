import { changes } from "../../judging-set/changes.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { lending as world } from "../worlds/lending.ts";

const commits = changes(new URL("lending.txt", import.meta.url));
const lend = "loans/app/services/lend.rb";
const loans = "loans/app/controllers/loans_controller.rb";
const lists = "holds/internal/queue/lists.go";

export const lendingScenarios: Scenario[] = [
  {
    id: "lending-shelf-moved",
    group: "migration",
    kind: "a column dropped that a neighbour reads",
    world,
    service: "catalogue",
    symptom: "errors",
    alertOn: "loans|GET /loans",
    changes: commits("lending-shelf-moved"),
    effects: [
      // A wobble that has nothing to do with it.
      {
        at: "holds|GET /holds/{isbn}|count",
        gate: "time",
        delay: -130,
        every: { period: 100000, lasts: 60 },
        slow: 40,
      },
      {
        at: "loans|GET /loans",
        gate: "catalogue",
        fail: {
          type: "NoMethodError",
          message: "undefined method 'shelf_mark' for an instance of Title",
          frames: [{ file: loans, text: "shelf: loan.copy.title.shelf_mark", fn: "LoansController#index" }],
        },
      },
    ],
  },
  {
    id: "lending-check-digit",
    group: "shared library",
    kind: "a shared package no longer takes the X of old numbers",
    world,
    service: "holds",
    symptom: "errors",
    alertOn: "catalogue|GET /titles/{isbn}",
    changes: commits("lending-check-digit"),
    effects: [
      {
        at: "holds|GET /holds/{isbn}",
        early: true,
        where: { number: "isbn-10-x" },
        fail: {
          type: "*strconv.NumError",
          message: 'isbn: sign 10: strconv.Atoi: parsing "X": invalid syntax',
          status: 422,
          frames: [
            { file: "lib/isbn/check.go", text: "isbn: sign %d", fn: "shelfmark.example/lib/isbn.check" },
            {
              file: "holds/cmd/holds/main.go",
              text: "isbn.Parse(r.PathValue(",
              fn: "main.main.waiting.func1",
            },
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  {
    id: "lending-mail-inside",
    group: "resource held",
    kind: "rows stay locked while a mail is sent",
    world,
    service: "loans",
    symptom: "errors",
    alertOn: "loans|POST /loans",
    changes: commits("lending-mail-inside"),
    effects: [
      { at: "loans|POST /loans|copy", slow: 1700, ramp: 30 },
      {
        at: "loans|POST /loans|copy",
        share: 0.3,
        ramp: 60,
        fail: {
          type: "ActiveRecord::LockWaitTimeout",
          message: "Trilogy::ProtocolError: 1205: Lock wait timeout exceeded; try restarting transaction",
          frames: [
            { file: lend, text: "copy = Copy.lock.find_by!", fn: "Lend#call" },
            { file: loans, text: "Lend.new.call(reader", fn: "LoansController#create" },
          ],
        },
      },
      { at: "loans|POST /loans|mail", slow: 300 },
    ],
    rps: [3, 8],
  },
  {
    id: "lending-open-days",
    group: "wrong result",
    kind: "a condition turned round",
    world,
    service: "loans",
    symptom: "errors",
    alertOn: "loans|POST /loans",
    changes: commits("lending-open-days"),
    effects: [
      {
        at: "loans|POST /loans|prepare",
        where: { card: "child" },
        fail: {
          type: "RangeError",
          message: "no open day within 60 days of 2026-06-17",
          frames: [
            { file: "loans/app/services/calendar.rb", text: "raise RangeError", fn: "Calendar#due" },
            { file: lend, text: "Loan.create!(reader: reader", fn: "block in Lend#call" },
            { file: loans, text: "Lend.new.call(reader", fn: "LoansController#create" },
          ],
        },
      },
      {
        at: "loans|POST /loans|prepare",
        where: { card: "adult" },
        share: 0.5,
        fail: {
          type: "RangeError",
          message: "no open day within 60 days of 2026-06-24",
          frames: [{ file: "loans/app/services/calendar.rb", text: "raise RangeError", fn: "Calendar#due" }],
        },
      },
    ],
    rps: [3, 8],
  },
  {
    id: "lending-branch-flag",
    group: "flag",
    kind: "a flag for one branch switched on in the console",
    world,
    service: "loans",
    symptom: "errors",
    alertOn: "loans|POST /loans",
    needs: ["events"],
    files: {
      "loans/app/services/self_service.rb":
        "# frozen_string_literal: true\n\n# Readers lend at a machine, where the flag `self-service` is on for their branch.\nclass SelfService\n  def machine(branch)\n    Machine.where(branch: branch, retired_on: nil).sole\n  end\n\n  def release(copy)\n    machine(copy.branch).release(copy.barcode)\n  end\nend\n",
    },
    changes: commits("lending-branch-flag"),
    effects: [
      {
        at: "loans|POST /loans|prepare",
        gate: "time",
        where: { branch: "north" },
        fail: {
          type: "ActiveRecord::SoleRecordExceeded",
          message: "Wanted only one Machine",
          frames: [
            {
              file: "loans/app/services/self_service.rb",
              text: "retired_on: nil).sole",
              fn: "SelfService#machine",
            },
            {
              file: "loans/app/services/self_service.rb",
              text: "machine(copy.branch).release",
              fn: "SelfService#release",
            },
          ],
        },
      },
    ],
    events: [
      {
        at: -6,
        kind: "feature_flag",
        service: "loans",
        text: "self-service: targeting branch north, off -> on, by h.brandt",
      },
    ],
    rps: [3, 8],
  },
  {
    id: "lending-volume-full",
    group: "storage",
    kind: "the volume of the database is full",
    world,
    service: "loans",
    symptom: "errors",
    alertOn: "loans|POST /loans",
    changes: commits("lending-volume-full"),
    effects: [
      {
        at: "loans|POST /loans|insert",
        gate: "time",
        fail: {
          type: "ActiveRecord::StatementInvalid",
          message: "Trilogy::ProtocolError: 1114: The table 'loans' is full",
          frames: [
            { file: lend, text: "Loan.create!(reader: reader", fn: "Lend#call" },
            { file: loans, text: "Lend.new.call(reader", fn: "LoansController#create" },
          ],
        },
      },
    ],
    gauges: [
      {
        service: "loans",
        name: "system.filesystem.utilization",
        unit: "1",
        base: 0.985,
        noise: 0.001,
        gate: "time",
        to: 1,
        ramp: 5,
        attributes: { "system.device": "/dev/sdb1", "system.filesystem.mountpoint": "/var/lib/mysql" },
      },
    ],
    rps: [3, 8],
  },
  {
    id: "lending-cluster-dns",
    group: "name resolution",
    kind: "the cluster's resolver does not answer in time",
    world,
    service: "catalogue",
    symptom: "errors",
    alertOn: "catalogue|GET /titles/{isbn}",
    changes: commits("lending-cluster-dns"),
    effects: [
      {
        at: "catalogue|GET /titles/{isbn}|waiting",
        gate: "time",
        share: 0.4,
        slow: 2600,
        fail: {
          type: "Illuminate\\Http\\Client\\ConnectionException",
          message:
            "cURL error 6: Could not resolve host: holds (see https://curl.haxx.se/libcurl/c/libcurl-errors.html) for http://holds:8080/holds/{n}",
          status: 0,
        },
      },
      {
        at: "holds|GET /holds/{isbn}|count",
        gate: "time",
        share: 0.25,
        slow: 2600,
        fail: {
          type: "*net.OpError",
          message:
            "count holds: dial tcp: lookup mysql on 10.43.0.10:53: read udp 10.42.1.9:51288->10.43.0.10:53: i/o timeout",
          frames: [
            {
              file: lists,
              text: 'fmt.Errorf("count holds: %w", err)',
              fn: "shelfmark.example/holds/internal/queue.(*Lists).Waiting",
            },
          ],
        },
      },
      {
        at: "loans|POST /loans|copy",
        gate: "time",
        share: 0.2,
        fail: {
          type: "ActiveRecord::ConnectionNotEstablished",
          message: "trilogy_connect - unable to connect to mysql:3306: Temporary failure in name resolution",
          frames: [{ file: lend, text: "copy = Copy.lock.find_by!", fn: "Lend#call" }],
        },
      },
    ],
  },
];
