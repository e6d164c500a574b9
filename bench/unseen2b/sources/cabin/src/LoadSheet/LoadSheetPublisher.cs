using System.Net.Http.Json;
using Microsoft.Extensions.Logging;

namespace Meridian.Cabin.LoadSheet;

/// <summary>Hands the sheet to flight operations, who hold it against the aircraft's own sensors.</summary>
public sealed class LoadSheetPublisher
{
    private readonly HttpClient _http;
    private readonly ILogger<LoadSheetPublisher> _log;

    public LoadSheetPublisher(HttpClient http, ILogger<LoadSheetPublisher> log)
    {
        _http = http;
        _log = log;
    }

    public async Task<bool> PublishAsync(string flightId, Weights weights, double index, CancellationToken cancel)
    {
        var sheet = new
        {
            flight = flightId,
            edition = Guid.NewGuid(),
            passengers = weights.Passengers,
            bags = weights.Bags,
            takeoff = weights.TakeOff,
            index,
        };
        using var response = await _http.PostAsJsonAsync("loadsheets", sheet, cancel);
        if (response.IsSuccessStatusCode)
        {
            return true;
        }

        // The crew asks for another edition by voice; the desk must not stop for that.
        var reason = await response.Content.ReadAsStringAsync(cancel);
        _log.LogWarning("Flight operations did not take sheet of {Flight}: {Reason}", flightId, reason);
        return false;
    }
}
