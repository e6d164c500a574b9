using Npgsql;

namespace Meridian.Cabin.Baggage;

public sealed record NewBag(string Tag, long PassengerId, string FlightId, int Kilograms, DateTime AcceptedAt);

/// <summary>Bags by their ten-digit tag. The belt asks by tag, the load sheet by flight.</summary>
public sealed class BagRepository
{
    private readonly NpgsqlDataSource _db;

    public BagRepository(NpgsqlDataSource db) => _db = db;

    public async Task AddAsync(NewBag bag, CancellationToken cancel)
    {
        await using var command = _db.CreateCommand(
            "INSERT INTO bags (tag, passenger_id, flight_id, kilograms, accepted_at) VALUES ($1, $2, $3, $4, $5)");
        command.Parameters.AddWithValue(bag.Tag);
        command.Parameters.AddWithValue(bag.PassengerId);
        command.Parameters.AddWithValue(bag.FlightId);
        command.Parameters.AddWithValue(bag.Kilograms);
        command.Parameters.AddWithValue(bag.AcceptedAt);
        await command.ExecuteNonQueryAsync(cancel);
    }

    public async Task<IReadOnlyList<Bag>> OfFlightAsync(string flightId, CancellationToken cancel)
    {
        await using var command = _db.CreateCommand(
            "SELECT tag, kilograms, accepted_at, loaded_at FROM bags WHERE flight_id = $1 ORDER BY tag");
        command.Parameters.AddWithValue(flightId);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var bags = new List<Bag>();
        while (await reader.ReadAsync(cancel))
        {
            bags.Add(new Bag(
                reader.GetString(0),
                reader.GetInt32(1),
                reader.GetDateTime(2),
                reader.IsDBNull(3) ? null : reader.GetDateTime(3)));
        }

        return bags;
    }

    public async Task<bool> MarkLoadedAsync(string tag, string hold, CancellationToken cancel)
    {
        await using var command = _db.CreateCommand(
            "UPDATE bags SET loaded_at = now(), hold = $2 WHERE tag = $1 AND loaded_at IS NULL");
        command.Parameters.AddWithValue(tag);
        command.Parameters.AddWithValue(hold);
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }
}

public sealed record Bag(string Tag, int Kilograms, DateTime AcceptedAt, DateTime? LoadedAt);
