import type { World } from "../scenario.ts";

export const clinic: World = {
  id: "clinic",
  repository: "acme/clinic",
  services: [
    {
      name: "frontoffice",
      language: "typescript",
      paths: ["src/FrontOffice/"],
      replicas: 2,
      ops: [
        {
          name: "POST /appointments",
          ms: 6,
          steps: [
            {
              do: "call",
              id: "book",
              to: "bookings",
              op: "POST /bookings",
              timeout: 5000,
              src: { file: "src/FrontOffice/bookings.ts", text: "await fetch", fn: "book" },
            },
          ],
          log: "appointment for clinic {site}",
        },
        {
          name: "GET /patients/:id",
          ms: 5,
          steps: [{ do: "call", id: "patient", to: "patients", op: "GET /patients/{id}", timeout: 5000 }],
        },
      ],
    },
    {
      name: "bookings",
      language: "csharp",
      paths: ["src/Bookings/", "src/Shared/"],
      replicas: 2,
      ops: [
        {
          name: "POST /bookings",
          ms: 7,
          steps: [
            { do: "call", id: "patient", to: "patients", op: "GET /patients/{id}" },
            {
              do: "db",
              id: "slots",
              system: "mssql",
              query: "SELECT Id, Start FROM Slots WHERE SiteId = @site AND Taken = 0",
              table: "Slots",
              ms: 4,
              src: {
                file: "src/Bookings/BookingStore.cs",
                text: "FROM Slots",
                fn: "Acme.Bookings.BookingStore.FreeSlots",
              },
            },
            {
              do: "db",
              id: "take",
              system: "mssql",
              query: "UPDATE Slots SET Taken = 1 WHERE Id = @id",
              table: "Slots",
              ms: 3,
              src: {
                file: "src/Bookings/BookingStore.cs",
                text: "UPDATE Slots",
                fn: "Acme.Bookings.BookingStore.Take",
              },
            },
            {
              do: "send",
              id: "notify",
              system: "rabbitmq",
              topic: "booking.taken",
              to: "reminders",
              op: "process booking.taken",
            },
          ],
          log: "slot {n} taken at {site}",
        },
      ],
    },
    {
      name: "patients",
      language: "csharp",
      paths: ["src/Patients/", "src/Shared/"],
      replicas: 2,
      ops: [
        {
          name: "GET /patients/{id}",
          ms: 5,
          steps: [
            {
              do: "db",
              id: "load",
              system: "mssql",
              query: "SELECT Id, Name, Insurance FROM Patients WHERE Id = @id",
              table: "Patients",
              ms: 3,
              src: {
                file: "src/Patients/PatientStore.cs",
                text: "FROM Patients",
                fn: "Acme.Patients.PatientStore.Load",
              },
            },
          ],
          log: "patient {n} read",
        },
      ],
    },
    {
      name: "reminders",
      language: "csharp",
      paths: ["src/Reminders/", "src/Shared/"],
      replicas: 1,
      ops: [
        {
          name: "process booking.taken",
          ms: 6,
          steps: [
            { do: "ext", id: "sms", host: "sms.textline.example", method: "POST", path: "/send", ms: 90 },
          ],
        },
      ],
    },
  ],
  files: {
    "src/Bookings/BookingStore.cs": `using Microsoft.Data.SqlClient;

namespace Acme.Bookings;

public sealed class BookingStore(string connectionString)
{
    public async Task<IReadOnlyList<Slot>> FreeSlots(string site)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new SqlCommand(
            "SELECT Id, Start FROM Slots WHERE SiteId = @site AND Taken = 0", connection);
        command.Parameters.AddWithValue("@site", site);
        var slots = new List<Slot>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            slots.Add(new Slot(reader.GetInt32(0), reader.GetDateTime(1)));
        }
        return slots;
    }

    public async Task<bool> Take(int id)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new SqlCommand("UPDATE Slots SET Taken = 1 WHERE Id = @id", connection);
        command.Parameters.AddWithValue("@id", id);
        return await command.ExecuteNonQueryAsync() == 1;
    }
}
`,
    "src/Patients/PatientStore.cs": `using Microsoft.Data.SqlClient;

namespace Acme.Patients;

public sealed class PatientStore(string connectionString)
{
    public async Task<Patient?> Load(int id)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new SqlCommand(
            "SELECT Id, Name, Insurance FROM Patients WHERE Id = @id", connection);
        command.Parameters.AddWithValue("@id", id);
        await using var reader = await command.ExecuteReaderAsync();
        if (!await reader.ReadAsync())
        {
            return null;
        }
        return new Patient(reader.GetInt32(0), reader.GetString(1), (Insurance)reader.GetByte(2));
    }
}
`,
    "src/Patients/Program.cs": `using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authorization;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAuthentication("Bearer").AddJwtBearer();
builder.Services.AddAuthorizationBuilder()
    .AddPolicy("read-patients", policy => policy.RequireClaim("scope", "patients.read"));
builder.Services.ConfigureHttpJsonOptions(options =>
{
    options.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
});
var app = builder.Build();
app.MapGet("/patients/{id}", async (int id, PatientStore store) => await store.Load(id) is { } found
    ? Results.Ok(found)
    : Results.NotFound()).RequireAuthorization("read-patients");
app.Run();
`,
    "src/Bookings/PatientClient.cs": `using System.Net.Http.Json;
using System.Text.Json;

namespace Acme.Bookings;

public sealed class PatientClient(HttpClient http)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public async Task<PatientReply> Get(int id)
    {
        using var response = await http.GetAsync($"/patients/{id}");
        response.EnsureSuccessStatusCode();
        var reply = await response.Content.ReadFromJsonAsync<PatientReply>(Options);
        return reply ?? throw new InvalidOperationException($"no patient {id}");
    }
}

public sealed record PatientReply(int Id, string Name, int Insurance);
`,
    "src/Shared/Clock.cs": `namespace Acme.Shared;

public static class Clock
{
    public static DateTimeOffset Now() => DateTimeOffset.UtcNow;

    public static string Stamp(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm");
}
`,
    "src/Reminders/Reminder.cs": `namespace Acme.Reminders;

public sealed class Reminder(HttpClient sms)
{
    public async Task Send(string phone, string text)
    {
        using var response = await sms.PostAsJsonAsync("/send", new { phone, text });
        response.EnsureSuccessStatusCode();
    }
}
`,
    "src/FrontOffice/bookings.ts": `export async function book(site: string, patient: number): Promise<{ slot: number }> {
  const response = await fetch(\`http://bookings:8080/bookings\`, {
    method: "POST",
    body: JSON.stringify({ site, patient }),
    signal: AbortSignal.timeout(5000),
  });
  if (!response.ok) throw new Error(\`bookings answered \${response.status}\`);
  return response.json();
}
`,
    "src/Bookings/appsettings.json": `{
  "ConnectionStrings": {
    "Bookings": "Server=sql-clinic;Database=bookings;Max Pool Size=100;Connect Timeout=15"
  },
  "Features": { "Waitlist": false }
}
`,
  },
  entries: { "frontoffice|POST /appointments": 5, "frontoffice|GET /patients/:id": 5 },
  attributes: { site: ["north", "south", "harbour", "old-town"] },
  noise: [
    {
      at: "bookings|POST /bookings",
      share: 0.015,
      fail: { type: "Acme.Bookings.SlotTakenException", message: "slot {n} is taken", status: 409 },
    },
    {
      at: "patients|GET /patients/{id}",
      share: 0.004,
      fail: {
        type: "Microsoft.Data.SqlClient.SqlException",
        message: "A transport-level error has occurred when receiving results from the server",
        frames: [
          {
            file: "src/Patients/PatientStore.cs",
            text: "await connection.OpenAsync()",
            fn: "Acme.Patients.PatientStore.Load",
          },
        ],
      },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "shared: stamp is documented",
      edits: [
        {
          file: "src/Shared/Clock.cs",
          from: "    public static string Stamp(",
          to: "    /// <summary>For people, not for machines.</summary>\n    public static string Stamp(",
        },
      ],
    },
    {
      role: "innocent",
      message: "reminders: rewrite sending (high risk, watch closely)",
      edits: [
        {
          file: "src/Reminders/Reminder.cs",
          from: '        using var response = await sms.PostAsJsonAsync("/send", new { phone, text });\n        response.EnsureSuccessStatusCode();',
          to: '        var message = new { phone, text };\n        using var response = await sms.PostAsJsonAsync("/send", message);\n        _ = response.EnsureSuccessStatusCode();',
        },
      ],
    },
    {
      role: "innocent",
      message: "frontoffice: plain string for a plain address",
      edits: [
        {
          file: "src/FrontOffice/bookings.ts",
          from: "fetch(`http://bookings:8080/bookings`, {",
          to: 'fetch("http://bookings:8080/bookings", {',
        },
      ],
    },
  ],
  rename: { acme: ["medora", "sanitas"], clinic: ["practice"], textline: ["pagerly"] },
};
