using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Meridian.Cabin.Seats;

public sealed record SeatRequest(string FlightId, long PassengerId, string SeatNumber);

public sealed record SeatChange(string SeatNumber, long? From, long To);

/// <summary>Gives seats to passengers. A party is seated in one transaction, or not at all.</summary>
public sealed class SeatAssignmentService
{
    private readonly NpgsqlDataSource _db;
    private readonly ISeatMapCache _cache;
    private readonly ILogger<SeatAssignmentService> _log;

    public SeatAssignmentService(NpgsqlDataSource db, ISeatMapCache cache, ILogger<SeatAssignmentService> log)
    {
        _db = db;
        _cache = cache;
        _log = log;
    }

    public async Task<IReadOnlyList<SeatChange>> AssignAsync(
        string flightId,
        IReadOnlyList<SeatRequest> party,
        CancellationToken cancel)
    {
        await using var connection = await _db.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);

        var changes = new List<SeatChange>(party.Count);
        // Parties overlap while people move about: rows are locked in one order for everybody.
        foreach (var request in party.OrderBy(r => r.SeatNumber, StringComparer.Ordinal))
        {
            var holder = await LockSeatAsync(connection, transaction, flightId, request.SeatNumber);
            if (holder is not null && holder != request.PassengerId)
            {
                await ReleaseAsync(connection, transaction, flightId, holder.Value);
            }

            await OccupyAsync(connection, transaction, flightId, request);
            changes.Add(new SeatChange(request.SeatNumber, holder, request.PassengerId));
        }

        await transaction.CommitAsync(cancel);
        await _cache.ForgetAsync(flightId);
        _log.LogInformation("Seated party of {Count} on {Flight}", party.Count, flightId);
        return changes;
    }

    public async Task ReleaseAllAsync(string flightId, long passengerId, CancellationToken cancel)
    {
        await using var connection = await _db.OpenConnectionAsync(cancel);
        await connection.ExecuteAsync(
            "UPDATE seats SET passenger_id = NULL WHERE flight_id = @flightId AND passenger_id = @passengerId",
            new { flightId, passengerId });
        await _cache.ForgetAsync(flightId);
    }

    private static Task<long?> LockSeatAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        string flightId,
        string seatNumber)
    {
        const string sql =
            "SELECT passenger_id FROM seats WHERE flight_id = @flightId AND number = @seatNumber FOR UPDATE";
        return connection.QuerySingleOrDefaultAsync<long?>(sql, new { flightId, seatNumber }, transaction);
    }

    private static Task ReleaseAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        string flightId,
        long passengerId)
    {
        const string sql =
            "UPDATE seats SET passenger_id = NULL WHERE flight_id = @flightId AND passenger_id = @passengerId";
        return connection.ExecuteAsync(sql, new { flightId, passengerId }, transaction);
    }

    private static Task OccupyAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        string flightId,
        SeatRequest request)
    {
        const string sql =
            "UPDATE seats SET passenger_id = @PassengerId WHERE flight_id = @FlightId AND number = @SeatNumber";
        return connection.ExecuteAsync(
            sql,
            new { request.PassengerId, FlightId = flightId, request.SeatNumber },
            transaction);
    }
}
