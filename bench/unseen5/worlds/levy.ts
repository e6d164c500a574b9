import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const cs = "filing/src/Filing";

/** Tax returns: a portal in PHP, filing in C# over SQL Server, assessment in Java, and the gateway of the authority. */
export const levy: World = {
  id: "levy",
  repository: "steuerwerk/levy",
  files: sources(new URL("levy.txt", import.meta.url)),
  services: [
    {
      name: "portal",
      language: "php",
      paths: ["portal/"],
      replicas: 3,
      ops: [
        {
          name: "POST /my/returns",
          ms: 6,
          steps: [
            step.call("submit", "filing", "POST /returns", {
              timeout: 25_000,
              src: place(
                "portal/src/FilingClient.php",
                "request('POST'",
                "Levy\\Portal\\FilingClient->submit",
              ),
            }),
          ],
        },
        {
          name: "GET /my/returns/{id}",
          ms: 5,
          steps: [
            step.call("find", "filing", "GET /returns/{id}", {
              timeout: 5000,
              src: place("portal/src/FilingClient.php", "request('GET'", "Levy\\Portal\\FilingClient->find"),
            }),
          ],
        },
      ],
    },
    {
      name: "filing",
      language: "csharp",
      paths: ["filing/"],
      replicas: 4,
      ops: [
        {
          name: "POST /returns",
          ms: 5,
          log: "return accepted for {tax.year}",
          steps: [
            step.call("assess", "assess", "POST /assessments", {
              timeout: 6000,
              src: place(
                `${cs}/AssessClient.cs`,
                "AssessAsync(TaxReturn given",
                "Filing.AssessClient.AssessAsync",
              ),
            }),
            step.db(
              "save",
              "microsoft.sql_server",
              "Returns",
              "INSERT INTO Returns (Id, Taxpayer, Year, Income, Due) VALUES (@Id, @Taxpayer, @Year, @Income, @Due)",
              6,
              {
                src: place(`${cs}/ReturnStore.cs`, "sql.ExecuteAsync(", "Filing.ReturnStore.SaveAsync"),
              },
            ),
            step.ext("transmit", "gateway.fiscus.example", "POST", "/elster/v4/returns", 240, {
              timeout: 20_000,
              src: place(
                `${cs}/AuthorityClient.cs`,
                "TransmitAsync(TaxReturn given",
                "Filing.AuthorityClient.TransmitAsync",
              ),
            }),
          ],
        },
        {
          name: "GET /returns/{id}",
          ms: 3,
          steps: [
            step.db(
              "find",
              "microsoft.sql_server",
              "Returns",
              "SELECT Id, Taxpayer, Year, Income, Spouse FROM Returns WHERE Id = @id",
              4,
              {
                src: place(
                  `${cs}/ReturnStore.cs`,
                  "sql.QuerySingleOrDefaultAsync",
                  "Filing.ReturnStore.FindAsync",
                ),
              },
            ),
          ],
        },
      ],
    },
    {
      name: "assess",
      language: "java",
      paths: ["assess/"],
      replicas: 3,
      ops: [
        {
          name: "POST /assessments",
          ms: 7,
          steps: [
            step.db(
              "bands",
              "microsoft.sql_server",
              "Bands",
              "SELECT year, lower, rate FROM Bands WHERE year = ?",
              4,
              { chance: 0.05 },
            ),
          ],
        },
      ],
    },
  ],
  entries: { "portal|POST /my/returns": 6, "portal|GET /my/returns/{id}": 8 },
  attributes: {
    "tax.year": ["2025", "2024", "2023"],
    client: ["levy-portal", "levy-advisers"],
    household: ["single", "couple"],
  },
  noise: [
    {
      at: "filing|GET /returns/{id}",
      share: 0.008,
      fail: { type: "NotFound", message: "no such return", status: 404, quiet: true },
    },
    {
      at: "filing|POST /returns",
      share: 0.005,
      fail: {
        type: "System.ComponentModel.DataAnnotations.ValidationException",
        message: "The field Year must be between 2018 and 2025.",
        status: 400,
      },
    },
  ],
  extras: changes(new URL("../scenarios/levy.txt", import.meta.url))("extras"),
  rename: {
    fiscus: ["exchequer", "skatt"],
    steuerwerk: ["taxdesk"],
    portal: ["citizen-web"],
  },
};
