using Dapper;
using Npgsql;

namespace Meridian.Cabin.Boarding;

public sealed record Scan(string FlightId, string Barcode, string GateId);

public enum ScanResult
{
    Welcome,
    AlreadyOnBoard,
    WrongFlight,
    NotCheckedIn,
}

/// <summary>Decides at the gate, within the second that a reader waits.</summary>
public sealed class BoardingService
{
    private readonly NpgsqlDataSource _db;
    private readonly TimeProvider _clock;

    public BoardingService(NpgsqlDataSource db, TimeProvider clock)
    {
        _db = db;
        _clock = clock;
    }

    public async Task<ScanResult> ScanAsync(Scan scan, CancellationToken cancel)
    {
        await using var connection = await _db.OpenConnectionAsync(cancel);
        var pass = await connection.QuerySingleOrDefaultAsync<PassRow>(
            "SELECT passenger_id, flight_id, boarded_at FROM passes WHERE barcode = @Barcode",
            new { scan.Barcode });
        if (pass is null)
        {
            return ScanResult.NotCheckedIn;
        }

        if (pass.FlightId != scan.FlightId)
        {
            return ScanResult.WrongFlight;
        }

        if (pass.BoardedAt is not null)
        {
            return ScanResult.AlreadyOnBoard;
        }

        await connection.ExecuteAsync(
            "UPDATE passes SET boarded_at = @now, gate_id = @GateId WHERE barcode = @Barcode",
            new { now = _clock.GetUtcNow(), scan.GateId, scan.Barcode });
        return ScanResult.Welcome;
    }

    public async Task<int> MissingAsync(string flightId, CancellationToken cancel)
    {
        await using var connection = await _db.OpenConnectionAsync(cancel);
        return await connection.ExecuteScalarAsync<int>(
            "SELECT count(*) FROM passes WHERE flight_id = @flightId AND boarded_at IS NULL",
            new { flightId });
    }

    private sealed record PassRow(long PassengerId, string FlightId, DateTimeOffset? BoardedAt);
}
