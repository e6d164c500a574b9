using Microsoft.AspNetCore.Mvc;

namespace Meridian.Cabin.Seats;

[ApiController]
[Route("flights/{flightId}/seats")]
public sealed class SeatMapController : ControllerBase
{
    private readonly SeatMapReader _reader;
    private readonly SeatAssignmentService _assignments;

    public SeatMapController(SeatMapReader reader, SeatAssignmentService assignments)
    {
        _reader = reader;
        _assignments = assignments;
    }

    /// <summary>The map as the kiosk draws it: rows from the nose, letters from the left.</summary>
    [HttpGet]
    public async Task<ActionResult<SeatMapView>> Get(string flightId, CancellationToken cancel)
    {
        var map = await _reader.ReadAsync(flightId, cancel);
        if (map is null)
        {
            return NotFound();
        }

        var rows = map.Seats
            .GroupBy(seat => seat.Row)
            .OrderBy(group => group.Key)
            .Select(group => new SeatRowView(
                group.Key,
                group.OrderBy(seat => seat.Letter).Select(seat => ToView(seat, map.Cabin)).ToList()));
        return new SeatMapView(flightId, map.Aircraft, rows.ToList());
    }

    [HttpPost("assign")]
    public async Task<ActionResult<IReadOnlyList<SeatChange>>> Assign(
        string flightId,
        [FromBody] IReadOnlyList<SeatRequest> party,
        CancellationToken cancel)
    {
        if (party.Count is 0 or > 9)
        {
            return BadRequest("a party has one to nine passengers");
        }

        var changes = await _assignments.AssignAsync(flightId, party, cancel);
        return Ok(changes);
    }

    private static SeatView ToView(Seat seat, string cabinClass)
    {
        var label = seat.IsExit ? $"{seat.Number} (exit)" : seat.Number;
        var price = cabinClass == "Y" && seat.IsPreferred ? 14.00m : 0m;
        return new SeatView(seat.Number, label, seat.PassengerId is null, price);
    }
}
