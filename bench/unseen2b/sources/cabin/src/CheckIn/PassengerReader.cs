using System.Text.Json;

namespace Meridian.Cabin.CheckIn;

public sealed record Passenger(
    long Id,
    string Surname,
    string GivenName,
    string Title,
    PassengerType Type,
    string Document,
    DateOnly BornOn,
    SeatRef? Seat);

public sealed record SeatRef(string Number, int Row);

/// <summary>Reads the passengers of a reservation message as the distribution systems send it.</summary>
public sealed class PassengerReader
{
    private readonly TimeProvider _clock;

    public PassengerReader(TimeProvider clock) => _clock = clock;

    public Passenger Read(JsonElement element)
    {
        var title = element.TryGetProperty("title", out var t) ? t.GetString() ?? "" : "";
        var born = DateOnly.Parse(element.GetProperty("born").GetString()!);
        return new Passenger(
            element.GetProperty("id").GetInt64(),
            element.GetProperty("surname").GetString()!,
            element.GetProperty("given").GetString()!,
            title,
            TypeOf(title, born),
            element.GetProperty("document").GetString() ?? "",
            born,
            ReadSeat(element));
    }

    private PassengerType TypeOf(string title, DateOnly born)
    {
        var today = DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime);
        var age = today.Year - born.Year;
        if (born.AddYears(age) > today)
        {
            age--;
        }

        return age switch
        {
            < 2 => PassengerType.Infant,
            < 12 => PassengerType.Child,
            _ => PassengerType.Adult,
        };
    }

    private static SeatRef? ReadSeat(JsonElement element)
    {
        if (!element.TryGetProperty("seat", out var seat) || seat.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var number = seat.GetString()!;
        return new SeatRef(number, int.Parse(number[..^1]));
    }
}
