using Microsoft.Extensions.Logging;

namespace Meridian.Cabin.CheckIn;

public enum PassengerType
{
    Adult,
    Child,
    Infant,
}

public sealed record CheckInRequest(string Locator, string FlightId, IReadOnlyList<long> PassengerIds);

public sealed record BoardingPass(long PassengerId, string Sequence, string? Seat, string Zone);

/// <summary>Turns a booking into boarding passes, once the authorities have cleared everybody in it.</summary>
public sealed class CheckInService
{
    private readonly IBookingRepository _bookings;
    private readonly IFlightInfoClient _flights;
    private readonly BorderClient _border;
    private readonly ILogger<CheckInService> _log;

    public CheckInService(
        IBookingRepository bookings,
        IFlightInfoClient flights,
        BorderClient border,
        ILogger<CheckInService> log)
    {
        _bookings = bookings;
        _flights = flights;
        _border = border;
        _log = log;
    }

    public async Task<IReadOnlyList<BoardingPass>> CheckInAsync(CheckInRequest request, CancellationToken cancel)
    {
        var booking = await _bookings.FindAsync(request.Locator, cancel)
            ?? throw new BookingNotFoundException(request.Locator);
        var flight = await _flights.GetAsync(request.FlightId, cancel);
        if (flight.ClosesAt < DateTimeOffset.UtcNow)
        {
            throw new CheckInClosedException(request.FlightId, flight.ClosesAt);
        }

        var passengers = booking.Passengers.Where(p => request.PassengerIds.Contains(p.Id)).ToList();
        await _border.ClearAsync(flight, passengers, cancel);

        var passes = new List<BoardingPass>(passengers.Count);
        foreach (var passenger in passengers)
        {
            passes.Add(Issue(flight, booking, passenger));
        }

        await _bookings.SavePassesAsync(request.Locator, passes, cancel);
        _log.LogInformation("Checked in {Count} of {Locator}", passes.Count, request.Locator);
        return passes;
    }

    private static BoardingPass Issue(Flight flight, Booking booking, Passenger passenger)
    {
        var sequence = $"{flight.NextSequence():000}";
        // An infant sits on a lap and has no seat of its own.
        if (passenger.Type == PassengerType.Infant || passenger.Seat is null)
        {
            return new BoardingPass(passenger.Id, sequence, null, ZoneOf(flight, booking.Adults[0].Seat!.Row));
        }

        var zone = ZoneOf(flight, passenger.Seat.Row);
        return new BoardingPass(passenger.Id, sequence, passenger.Seat.Number, zone);
    }

    private static string ZoneOf(Flight flight, int row)
    {
        var third = flight.Rows / 3;
        if (row <= third)
        {
            return "C";
        }

        return row <= 2 * third ? "B" : "A";
    }
}
