using System.Net.Http.Json;
using Microsoft.Extensions.Logging;

namespace Meridian.Cabin.CheckIn;

public sealed class BorderUnavailableException : Exception
{
    public BorderUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>Sends passenger data to the authority of the destination and waits for its answer.</summary>
public sealed class BorderClient
{
    private readonly HttpClient _http;
    private readonly ILogger<BorderClient> _log;

    public BorderClient(HttpClient http, ILogger<BorderClient> log)
    {
        _http = http;
        _http.Timeout = TimeSpan.FromSeconds(8);
        _log = log;
    }

    public async Task ClearAsync(Flight flight, IReadOnlyList<Passenger> passengers, CancellationToken cancel)
    {
        if (!flight.NeedsClearance)
        {
            return;
        }

        var body = new ClearanceRequest(
            flight.Number,
            flight.Departure,
            passengers.Select(p => new ClearancePassenger(p.Surname, p.GivenName, p.Document, p.BornOn)).ToList());
        using var response = await _http.PostAsJsonAsync("v2/clearances", body, cancel);
        if (!response.IsSuccessStatusCode)
        {
            var text = await response.Content.ReadAsStringAsync(cancel);
            throw new BorderUnavailableException($"clearance answered {(int)response.StatusCode}: {text}");
        }

        var answer = await response.Content.ReadFromJsonAsync<ClearanceAnswer>(cancel)
            ?? throw new BorderUnavailableException("clearance answered without a body");
        foreach (var refusal in answer.Refusals)
        {
            _log.LogWarning("Authority refused document of passenger {Index}", refusal.Index);
        }

        if (answer.Refusals.Count > 0)
        {
            throw new PassengerRefusedException(answer.Refusals.Count);
        }
    }
}

public sealed record ClearancePassenger(string Surname, string GivenName, string Document, DateOnly BornOn);

public sealed record ClearanceRequest(
    string Flight,
    DateTimeOffset Departure,
    IReadOnlyList<ClearancePassenger> Passengers);

public sealed record ClearanceRefusal(int Index, string Reason);

public sealed record ClearanceAnswer(IReadOnlyList<ClearanceRefusal> Refusals);
